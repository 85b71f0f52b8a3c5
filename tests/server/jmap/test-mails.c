/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens within ten minutes to one address is told in one mail: F005, F027, F044. */
#include "spico-jmap-world.h"

#include "spico-notification.h"
#include "spico-operator-group-request.h"
#include "spico-operator-group.h"
#include "spico-operator.h"

#define WAIT_US (10 * G_TIME_SPAN_MINUTE)

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
add_mail (SpicoJmapWorld *world,
          const char     *person_id)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ($1, 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', '', '', '', '', '', '', '', '', '', '', '', $1 || '@b.example', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)));
}

/* The register has another address of them from now on. */
static void
move (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *address)
{
  spico_jmap_world_sql (world, "UPDATE activity SET mail = $2 WHERE person_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (address)));
}

static void
ask_for_delegation (SpicoJmapWorld *world,
                    const char     *person,
                    const char     *delegator)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Delegation/set',{'accountId':'%s','create':{'x':{'delegatorId':'%s','delegateId':'%s','scope':'all'}}},'0']", person, delegator, person);

  g_assert_true (spico_jmap_world_has (answer, "0/1/created/x/id"));
}

static void
share_group (SpicoJmapWorld *world,
             const char     *person,
             const char     *recipient)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person,
                                                         "['FavouriteGroup/set',{'accountId':'%s','create':{'g':{'name':'PCO','memberIds':['%s']}}},'0'],"
                                                         "['FavouriteGroupShare/set',{'accountId':'%s','create':{'s':{'groupId':'#g','principalId':'%s'}}},'1']",
                                                         person, recipient, person, recipient);

  g_assert_true (spico_jmap_world_has (answer, "1/1/created/s/id"));
}

static GPtrArray *
claim_at (SpicoJmapWorld *world,
          gint64          now_us)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *claimed;
  gboolean is_due;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_notification_is_due (world->connection, now_us, WAIT_US, &is_due, &error));
  claimed = spico_notification_claim (world->connection, now_us, WAIT_US, 8, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_cmpint (is_due, ==, claimed->len > 0);
  return claimed;
}

static void
settle (SpicoJmapWorld    *world,
        SpicoNotification *mail,
        SpicoMailOutcome   outcome,
        gint64             now_us)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_notification_settle (mail, world->connection, outcome, now_us, world->changes, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
}

/* Each mail that leaves now as « whom: what; what ». */
static void
assert_mails (SpicoJmapWorld *world,
              const char     *expected)
{
  g_autoptr (GPtrArray) claimed = claim_at (world, world->now_us);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *mails = NULL;

  for (guint i = 0; i < claimed->len; i++)
    {
      SpicoNotification *mail = g_ptr_array_index (claimed, i);
      g_autofree char *events = g_strjoinv ("; ", (char **) mail->events->pdata);

      g_ptr_array_add (lines, g_strdup_printf ("%s%s: %s", mail->to != NULL ? mail->to : "nowhere", mail->is_asked ? "?" : "", events));
      settle (world, mail, mail->to != NULL ? SPICO_MAIL_SENT : SPICO_MAIL_REFUSED, world->now_us);
    }
  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (lines, NULL);
  mails = g_strjoinv ("\n", (char **) lines->pdata);
  g_assert_cmpstr (mails, ==, expected);
}

/* ---- For the operator ---- */

static char *
ask_the_operator (SpicoJmapWorld *world,
                  const char     *group)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['GroupRequest/set',{'accountId':'pa','create':{'r':{'groupId':'%s','successorId':'pb'}}},'0'],['Notification/query',{'accountId':'pa'},'1']", group);

  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/ids"), ==, 0);
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/r/id"));
}

/* F058: who asks is named, the group is not; what was taken back meanwhile is not told. */
static void
test_the_operator_is_told_of_requests (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_auto (GStrv) groups = g_new0 (char *, 4);
  g_auto (GStrv) requests = g_new0 (char *, 4);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SpicoAnswer) made = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{'g':{'name':'Secret','memberIds':['pb']}}},'0']");

      groups[i] = g_strdup (spico_jmap_world_text (made, "0/1/created/g/id"));
      requests[i] = ask_the_operator (world, groups[i]);
    }
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['GroupRequest/set',{'accountId':'pa','destroy':['%s']},'0']", requests[0]));
  assert_mails (world, "");
  world->now_us += WAIT_US;
  assert_mails (world, "assistance@region.example: Mme Anne Ablon demande un autre administrateur pour un groupe de favoris; Mme Anne Ablon demande un autre administrateur pour un groupe de favoris\n"
                       "nowhere: Mme Anne Ablon demande un autre administrateur pour un groupe de favoris");
  world->now_us += WAIT_US;
  assert_mails (world, "");
}

/* ---- By the operator ---- */

static void
set_delegation (SpicoJmapWorld *world,
                const char     *account,
                const char     *delegate)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_operator_set_delegation (world->connection, account, delegate, "all", "Mme Brigitte Vayssé", TRUE, world->now_us, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

static void
end_delegation (SpicoJmapWorld *world,
                const char     *account,
                const char     *delegate)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_operator_end_delegation (world->connection, account, delegate, world->now_us, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

/* F031: the first delegate of a structure, the next one and those before, and whoever is one no more; within ten minutes in one mail. */
static void
test_what_the_operator_does_to_a_structure_is_told (SpicoJmapWorld *world,
                                                    gconstpointer   data)
{
  g_autoptr (SpicoAnswer) own = NULL;

  add_mail (world, "pa");
  add_mail (world, "pb");
  set_delegation (world, "fo", "pa");
  assert_mails (world, "");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: L'opérateur de la région vous accorde la délégation du compte « SSIAD de l'Orb »");

  set_delegation (world, "fo", "pb");
  world->now_us += G_USEC_PER_SEC;
  end_delegation (world, "fo", "pb");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: L'opérateur de la région accorde à M. Bruno Bély la délégation du compte « SSIAD de l'Orb »; L'opérateur de la région retire à M. Bruno Bély la délégation du compte « SSIAD de l'Orb »\n"
                       "pb@b.example: L'opérateur de la région vous accorde la délégation du compte « SSIAD de l'Orb »; L'opérateur de la région vous retire la délégation du compte « SSIAD de l'Orb »");
  end_delegation (world, "fo", "pa");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: L'opérateur de la région vous retire la délégation du compte « SSIAD de l'Orb »");

  own = spico_jmap_world_ask (world, "pa", "['Notification/query',{'accountId':'pa'},'0']");
  g_assert_cmpuint (spico_jmap_world_size (own, "0/1/ids"), ==, 0);
}

static void
test_what_the_operator_does_to_a_person_is_told (SpicoJmapWorld *world,
                                                 gconstpointer   data)
{
  add_mail (world, "pa");
  add_mail (world, "pb");
  add_mail (world, "pc");
  set_delegation (world, "pa", "pb");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: L'opérateur de la région accorde à M. Bruno Bély la délégation de votre compte\n"
                       "pb@b.example: L'opérateur de la région vous accorde la délégation du compte de Mme Anne Ablon");
  end_delegation (world, "pa", "pb");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: L'opérateur de la région retire à M. Bruno Bély la délégation de votre compte\n"
                       "pb@b.example: L'opérateur de la région vous retire la délégation du compte de Mme Anne Ablon");

  ask_for_delegation (world, "pc", "pa");
  end_delegation (world, "pa", "pc");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example?: Mme Chloé Caumont demande la délégation de votre compte; L'opérateur de la région refuse à Mme Chloé Caumont la délégation de votre compte\n"
                       "pc@b.example: L'opérateur de la région vous refuse la délégation du compte de Mme Anne Ablon");
}

/* F006; and `spicoctl` does not know whether the region mails: what nobody has mailed for days is not told by a relay that comes then. */
static void
test_what_the_operator_does_is_told_to_who_wants_it_and_in_time (SpicoJmapWorld *world,
                                                                 gconstpointer   data)
{
  add_mail (world, "pa");
  add_mail (world, "pb");
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Profile/set',{'accountId':'pa','update':{'pa':{'delegationByMail':false}}},'0']"));
  set_delegation (world, "pa", "pb");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE principal_id = 'pa'"), ==, 0);
  world->now_us += SPICO_NOTIFICATION_PATIENCE_US + G_USEC_PER_SEC;
  assert_mails (world, "nowhere: L'opérateur de la région vous accorde la délégation du compte de Mme Anne Ablon");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'failed'"), ==, 1);
}

static void
answer_request (SpicoJmapWorld *world,
                const char     *request,
                gboolean        is_granted)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_operator_answer_group_request (world->connection, request, is_granted, world->now_us, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

/* F058: whoever asked, and who administers the group now; of a structure those who hold its discussions. */
static void
test_what_the_operator_answers_about_groups_is_told (SpicoJmapWorld *world,
                                                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;

  add_mail (world, "pa");
  add_mail (world, "pb");
  add_mail (world, "pd");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SpicoAnswer) made = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{'g':{'name':'Secret','memberIds':['pb','fs']}}},'0']");
      const char *group = spico_jmap_world_text (made, "0/1/created/g/id");
      g_autofree char *request = ask_the_operator (world, group);

      world->now_us += WAIT_US;
      assert_mails (world, "assistance@region.example: Mme Anne Ablon demande un autre administrateur pour un groupe de favoris");
      answer_request (world, request, i == 1);
      world->now_us += WAIT_US;
      if (i == 0)
        {
          assert_mails (world, "pa@b.example: L'opérateur de la région refuse votre demande à propos d'un groupe de favoris");
          continue;
        }
      assert_mails (world, "pa@b.example: L'opérateur de la région accepte votre demande à propos d'un groupe de favoris\n"
                           "pb@b.example: L'opérateur de la région vous confie l'administration d'un groupe de favoris");

      g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
      spico_operator_appoint (world->connection, group, "fs", "fs", world->now_us, &error);
      g_assert_no_error (error);
      g_assert_true (spico_sql_connection_commit (world->connection, &error));
      world->now_us += WAIT_US;
      assert_mails (world, "pd@b.example: L'opérateur de la région confie à « EHPAD Les Saules » l'administration d'un groupe de favoris");
    }
}

/* ---- Together ---- */

static void
test_two_events_make_one_mail (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  world->now_us += WAIT_US - G_USEC_PER_SEC;
  assert_mails (world, "");
  ask_for_delegation (world, "pc", "pa");
  world->now_us += G_USEC_PER_SEC;
  assert_mails (world, "pa@b.example?: M. Bruno Bély demande la délégation de votre compte; Mme Chloé Caumont demande la délégation de votre compte");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'sent' AND sent_at IS NOT NULL"), ==, 2);
  g_assert_true (spico_jmap_world_told (world, "pb", "Notification"));
  g_assert_true (spico_jmap_world_told (world, "pc", "Notification"));
}

static void
test_two_kinds_make_two_mails (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  share_group (world, "pb", "pa");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example: M. Bruno Bély partage un groupe de favoris avec vous\npa@b.example?: M. Bruno Bély demande la délégation de votre compte");
}

static void
test_two_people_have_two_mails (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  add_mail (world, "pa");
  add_mail (world, "pc");
  ask_for_delegation (world, "pb", "pa");
  ask_for_delegation (world, "pb", "pc");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example?: M. Bruno Bély demande la délégation de votre compte\npc@b.example?: M. Bruno Bély demande la délégation de votre compte");
}

static void
test_what_comes_later_makes_another_mail (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  world->now_us += WAIT_US;
  assert_mails (world, "pa@b.example?: M. Bruno Bély demande la délégation de votre compte");
  world->now_us += G_USEC_PER_SEC;
  ask_for_delegation (world, "pc", "pa");
  world->now_us += WAIT_US - 1;
  assert_mails (world, "");
  world->now_us += 1;
  assert_mails (world, "pa@b.example?: Mme Chloé Caumont demande la délégation de votre compte");
  assert_mails (world, "");
}

/* A conversation and a notification that is asked for say the same: somebody wants to reach them. */
static void
test_who_wants_to_reach_somebody_is_one_kind (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *conversation = NULL;

  add_mail (world, "pn");
  conversation = spico_jmap_world_converse (world, "pa", "pa", "'pn'");
  yyjson_doc_free (spico_jmap_world_ask (world, "pd", "['Notification/set',{'accountId':'fs','create':{'a':{'principalId':'pn'}}},'0']"));
  world->now_us += WAIT_US;
  assert_mails (world, "pn@b.example: Mme Anne Ablon souhaite vous joindre; Mme Denise Dutilh pour le compte de EHPAD Les Saules souhaite vous joindre");
}

/* A structure and its delegate with the same address: one mail, and what concerns both is one event. */
static void
test_two_who_read_one_address_have_one_mail (SpicoJmapWorld *world,
                                             gconstpointer   data)
{
  add_mail (world, "pd");
  spico_jmap_world_sql (world,
                        "INSERT INTO profile (id, mail, pending_mail, pending_status, attempts_left, telephone, contact_by_mail, group_by_mail, delegation_by_mail, code_hash)"
                        " VALUES ('fs', 'pd@b.example', '', 'none', 0, '', 1, 1, 1, '')",
                        NULL);
  ask_for_delegation (world, "pb", "fs");
  ask_for_delegation (world, "pa", "pd");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification"), ==, 3);
  world->now_us += WAIT_US;
  assert_mails (world, "pd@b.example?: M. Bruno Bély demande la délégation du compte « EHPAD Les Saules »; Mme Anne Ablon demande la délégation de votre compte");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'sent'"), ==, 3);
}

/* A code is waited for; so is the word that an address counts no more. */
static void
test_a_code_waits_for_nothing (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autoptr (GPtrArray) claimed = NULL;

  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Profile/set',{'accountId':'pa','update':{'pa':{'pendingMail':'anne@cabinet.example'}}},'0']"));
  claimed = claim_at (world, world->now_us);
  g_assert_cmpuint (claimed->len, ==, 1);
  g_assert_nonnull (((SpicoNotification *) g_ptr_array_index (claimed, 0))->code);
  settle (world, g_ptr_array_index (claimed, 0), SPICO_MAIL_SENT, world->now_us);

  spico_jmap_world_sql (world, "INSERT INTO notification (id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, address)"
                               " VALUES ('n', 'pa', 'address', 'queued', $1, 'pa', 'pa', '2026-01-01', $1, 0, 'n', 'old@b.example')", SPICO_SQL_VALUES (SPICO_SQL_INT (world->now_us)));
  assert_mails (world, "old@b.example: Mme Anne Ablon ne recevra plus ses courriels à cette adresse");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'queued'"), ==, 1);
}

/* ---- Again ---- */

/* A server that dies after it has claimed: another sends the same, under the same name; what came meanwhile is another mail. */
static void
test_what_is_sent_again_is_the_same (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  SpicoNotification *mail, *again;

  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  ask_for_delegation (world, "pc", "pa");
  world->now_us += WAIT_US;
  first = claim_at (world, world->now_us);
  g_assert_cmpuint (first->len, ==, 1);
  mail = g_ptr_array_index (first, 0);

  ask_for_delegation (world, "pd", "pa");
  assert_mails (world, "");
  world->now_us += WAIT_US;
  second = claim_at (world, world->now_us);
  g_assert_cmpuint (second->len, ==, 2);
  again = g_ptr_array_index (second, 0);
  g_assert_cmpstr (again->message_id, ==, mail->message_id);
  g_assert_cmpuint (again->ids->len, ==, 2);
  g_assert_cmpuint (((SpicoNotification *) g_ptr_array_index (second, 1))->ids->len, ==, 1);

  /* A relay that is away holds nothing up, and is asked again a minute later. */
  settle (world, again, SPICO_MAIL_LATER, world->now_us);
  settle (world, g_ptr_array_index (second, 1), SPICO_MAIL_SENT, world->now_us);
  assert_mails (world, "");
  third = claim_at (world, world->now_us + G_TIME_SPAN_MINUTE);
  g_assert_cmpuint (third->len, ==, 1);
  again = g_ptr_array_index (third, 0);
  g_assert_cmpstr (again->message_id, ==, mail->message_id);
  g_assert_cmpuint (again->attempts, ==, 1);
  settle (world, again, SPICO_MAIL_SENT, world->now_us);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'sent'"), ==, 3);
}

/* Two who shared an address when they were told, and no longer do. */
static void
test_an_address_that_changes_parts_a_mail (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autoptr (GPtrArray) claimed = NULL;
  SpicoNotification *mail;

  add_mail (world, "pa");
  add_mail (world, "pc");
  move (world, "pa", "both@b.example");
  move (world, "pc", "both@b.example");
  ask_for_delegation (world, "pb", "pa");
  world->now_us += 1;
  ask_for_delegation (world, "pb", "pc");
  world->now_us += WAIT_US;
  claimed = claim_at (world, world->now_us);
  g_assert_cmpuint (claimed->len, ==, 1);
  mail = g_ptr_array_index (claimed, 0);
  g_assert_cmpuint (mail->ids->len, ==, 2);
  settle (world, mail, SPICO_MAIL_LATER, world->now_us);

  move (world, "pc", "moved@b.example");
  world->now_us += G_TIME_SPAN_MINUTE;
  assert_mails (world, "both@b.example?: M. Bruno Bély demande la délégation de votre compte");
  assert_mails (world, "moved@b.example?: M. Bruno Bély demande la délégation de votre compte");
  assert_mails (world, "");
}

static void
test_who_switches_off_meanwhile_has_no_mail (SpicoJmapWorld *world,
                                             gconstpointer   data)
{
  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  ask_for_delegation (world, "pc", "pa");
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Profile/set',{'accountId':'pa','update':{'pa':{'delegationByMail':false}}},'0']"));
  world->now_us += WAIT_US;
  assert_mails (world, "nowhere?: M. Bruno Bély demande la délégation de votre compte\nnowhere?: Mme Chloé Caumont demande la délégation de votre compte");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'failed'"), ==, 2);
}

static void
hand_over (SpicoJmapWorld *world,
           const char     *person,
           const char     *conversation,
           const char     *to)
{
  yyjson_doc_free (spico_jmap_world_ask (world, person, "['Conversation/set',{'accountId':'fs','update':{'%s':{'assignedPersonId':'%s'}}},'0']", conversation, to));
}

/* By whom and in which mailbox, not what it is about; not where one takes it oneself, nor what is somebody else's by then. */
static void
test_whoever_is_handed_a_conversation_is_told (SpicoJmapWorld *world,
                                               gconstpointer   data)
{
  g_autofree char *kept = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  g_autofree char *taken = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  g_autofree char *returned = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  g_autoptr (SpicoAnswer) listed = NULL;

  add_mail (world, "pa");
  add_mail (world, "pd");
  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  hand_over (world, "pd", kept, "pa");
  hand_over (world, "pd", taken, "pd");
  hand_over (world, "pd", returned, "pa");
  hand_over (world, "pa", returned, "pd");
  listed = spico_jmap_world_ask (world, "pd", "['Notification/query',{'accountId':'fs'},'0']");
  g_assert_cmpuint (spico_jmap_world_size (listed, "0/1/ids"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE kind = 'assignment'"), ==, 3);
  world->now_us += WAIT_US;
  assert_mails (world, "nowhere: Mme Denise Dutilh vous confie une conversation de la messagerie de « EHPAD Les Saules »\n"
                       "pa@b.example: Mme Denise Dutilh vous confie une conversation de la messagerie de « EHPAD Les Saules »\n"
                       "pd@b.example: Mme Anne Ablon vous confie une conversation de la messagerie de « EHPAD Les Saules »");
}

/* Somebody whom the directory has lost waits for ever otherwise. */
static void
test_who_is_gone_is_not_waited_for (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (GPtrArray) claimed = NULL;

  add_mail (world, "pa");
  ask_for_delegation (world, "pb", "pa");
  spico_jmap_world_sql (world, "DELETE FROM principal WHERE id = 'pa'", NULL);
  world->now_us += WAIT_US;
  claimed = claim_at (world, world->now_us);
  g_assert_cmpuint (claimed->len, ==, 1);
  g_assert_null (((SpicoNotification *) g_ptr_array_index (claimed, 0))->to);
}

/* ---- Several servers ---- */

#define N_SERVERS 4
#define N_RECIPIENTS 6
#define N_EVENTS 5

typedef struct {
  SpicoJmapWorld *world;
  gint64 now_us;
  guint n_mails;
  guint n_events;
} Server;

static gpointer
serve (gpointer data)
{
  Server *server = data;
  SpicoJmapWorld own = { 0 };
  guint n_claimed;

  spico_jmap_world_join (&own, server->world);
  do
    {
      g_autoptr (GPtrArray) claimed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (spico_sql_connection_begin (own.connection, SPICO_SQL_TRANSACTION_WRITE, &error));
      claimed = spico_notification_claim (own.connection, server->now_us, WAIT_US, 2, &error);
      g_assert_no_error (error);
      g_assert_true (spico_sql_connection_commit (own.connection, &error));
      n_claimed = claimed->len;
      server->n_mails += claimed->len;
      for (guint i = 0; i < claimed->len; i++)
        server->n_events += ((SpicoNotification *) g_ptr_array_index (claimed, i))->ids->len;
    }
  while (n_claimed > 0);
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
add_events (SpicoJmapWorld *world)
{
  for (guint i = 0; i < N_RECIPIENTS; i++)
    {
      g_autofree char *recipient = g_strdup_printf ("r%u", i);

      spico_jmap_world_add_principal (world, recipient, "person", "R", TRUE);
      add_mail (world, recipient);
      for (guint j = 0; j < N_EVENTS; j++)
        {
          g_autofree char *person = g_strdup_printf ("q%u", j);

          if (i == 0)
            spico_jmap_world_add_principal (world, person, "person", "Q", TRUE);
          ask_for_delegation (world, person, recipient);
        }
    }
}

/* Each event is in one mail, and each recipient has one. */
static void
test_several_servers_part_nothing (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  Server servers[N_SERVERS];
  GThread *threads[N_SERVERS];
  guint n_mails = 0, n_events = 0;

  add_events (world);
  for (guint i = 0; i < N_SERVERS; i++)
    {
      servers[i] = (Server) { .world = world, .now_us = world->now_us + WAIT_US };
      threads[i] = g_thread_new ("server", serve, &servers[i]);
    }
  for (guint i = 0; i < N_SERVERS; i++)
    {
      g_thread_join (threads[i]);
      n_mails += servers[i].n_mails;
      n_events += servers[i].n_events;
    }

  g_assert_cmpuint (n_mails, ==, N_RECIPIENTS);
  g_assert_cmpuint (n_events, ==, N_RECIPIENTS * N_EVENTS);
}

#define ADD(name, function) g_test_add ("/mails/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F058-the-operator-is-told-of-requests", test_the_operator_is_told_of_requests);
  ADD ("F031-what-the-operator-does-to-a-structure-is-told", test_what_the_operator_does_to_a_structure_is_told);
  ADD ("F031-what-the-operator-does-to-a-person-is-told", test_what_the_operator_does_to_a_person_is_told);
  ADD ("F006-what-the-operator-does-is-told-to-who-wants-it-and-in-time", test_what_the_operator_does_is_told_to_who_wants_it_and_in_time);
  ADD ("F058-what-the-operator-answers-about-groups-is-told", test_what_the_operator_answers_about_groups_is_told);
  ADD ("F027-two-events-make-one-mail", test_two_events_make_one_mail);
  ADD ("F027-two-kinds-make-two-mails", test_two_kinds_make_two_mails);
  ADD ("F027-two-people-have-two-mails", test_two_people_have_two_mails);
  ADD ("F027-what-comes-later-makes-another-mail", test_what_comes_later_makes_another_mail);
  ADD ("F015-who-wants-to-reach-somebody-is-one-kind", test_who_wants_to_reach_somebody_is_one_kind);
  ADD ("F005-two-who-read-one-address-have-one-mail", test_two_who_read_one_address_have_one_mail);
  ADD ("F005-a-code-waits-for-nothing", test_a_code_waits_for_nothing);
  ADD ("what-is-sent-again-is-the-same", test_what_is_sent_again_is_the_same);
  ADD ("F005-an-address-that-changes-parts-a-mail", test_an_address_that_changes_parts_a_mail);
  ADD ("F006-who-switches-off-meanwhile-has-no-mail", test_who_switches_off_meanwhile_has_no_mail);
  ADD ("B014-whoever-is-handed-a-conversation-is-told", test_whoever_is_handed_a_conversation_is_told);
  ADD ("who-is-gone-is-not-waited-for", test_who_is_gone_is_not_waited_for);
  ADD ("several-servers-part-nothing", test_several_servers_part_nothing);

  return g_test_run ();
}
