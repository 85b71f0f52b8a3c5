/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: where an account is told of what happens, and of what (F005, F006); which of its addresses of MSSanté others see (F004). */
#include "spico-jmap-world.h"

#include <string.h>

#include "spico-address-proof.h"
#include "spico-journal.h"
#include "spico-notification.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)
#define assert_size(answer, pointer, expected) g_assert_cmpuint (spico_jmap_world_size (answer, pointer), ==, expected)

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
add_register_mail (SpicoJmapWorld *world,
                   const char     *person_id)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ($1, 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', '', '', '', '', '', '', '', '', '', '', '', $1 || '@register.example', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)));
}

static yyjson_doc *
set (SpicoJmapWorld *world,
     const char     *person,
     const char     *account,
     const char     *patch)
{
  return spico_jmap_world_ask (world, person, "['Profile/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", account, account, patch);
}

/* %NULL where it was done, otherwise the type of the refusal. */
static void
assert_set (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *patch,
            const char     *refusal)
{
  g_autoptr (SpicoAnswer) answer = set (world, person, account, patch);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", account, "/type", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", account, NULL);

  g_test_message ("%s", patch);
  g_assert_cmpstr (spico_jmap_world_text (answer, refused), ==, refusal);
  g_assert_cmpint (spico_jmap_world_has (answer, done), ==, refusal == NULL);
}

static yyjson_doc *
get (SpicoJmapWorld *world,
     const char     *person,
     const char     *account)
{
  return spico_jmap_world_ask (world, person, "['Profile/get',{'accountId':'%s','ids':null},'0']", account);
}

static void
assert_has (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *property,
            const char     *expected)
{
  g_autoptr (SpicoAnswer) answer = get (world, person, account);
  g_autofree char *pointer = g_strconcat ("0/1/list/0/", property, NULL);

  assert_text (answer, pointer, expected);
}

/* ---- Mails ---- */

static void
begin (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_no_error (error);
}

static void
commit (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
}

static GPtrArray *
claim (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *claimed;

  begin (world);
  claimed = spico_notification_claim (world->connection, world->now_us, 0, 20, &error);
  g_assert_no_error (error);
  commit (world);
  return claimed;
}

static void
settle (SpicoJmapWorld    *world,
        SpicoNotification *notification,
        SpicoMailOutcome   outcome)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  spico_notification_settle (notification, world->connection, outcome, world->now_us, world->changes, &error);
  g_assert_no_error (error);
  commit (world);
}

/* All that is due as « where, what », in the order of where; it is sent. */
static void
assert_mails (SpicoJmapWorld *world,
              const char     *expected)
{
  g_autoptr (GPtrArray) claimed = claim (world);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *mails = NULL;

  for (guint i = 0; i < claimed->len; i++)
    {
      SpicoNotification *notification = g_ptr_array_index (claimed, i);

      g_ptr_array_add (lines, g_strdup_printf ("%s %s", notification->to != NULL ? notification->to : "nowhere",
                                               notification->code != NULL ? "code" : notification->kind == SPICO_MAIL_FORMER ? "former" : "news"));
      settle (world, notification, notification->to != NULL ? SPICO_MAIL_SENT : SPICO_MAIL_REFUSED);
    }
  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (lines, NULL);
  mails = g_strjoinv ("\n", (char **) lines->pdata);
  g_assert_cmpstr (mails, ==, expected);
}

/* The code that is mailed to an address. */
static char *
take_code (SpicoJmapWorld *world,
           const char     *address)
{
  g_autoptr (GPtrArray) claimed = claim (world);
  SpicoNotification *notification;

  g_assert_cmpuint (claimed->len, ==, 1);
  notification = g_ptr_array_index (claimed, 0);
  g_assert_cmpstr (notification->to, ==, address);
  g_assert_nonnull (notification->code);
  g_assert_cmpuint (strlen (notification->code), ==, 6);
  settle (world, notification, SPICO_MAIL_SENT);
  return g_strdup (notification->code);
}

static char *
wrong_code (const char *code)
{
  char *wrong = g_strdup (code);

  wrong[0] = wrong[0] == '9' ? '0' : wrong[0] + 1;
  return wrong;
}

static yyjson_doc *
try_code (SpicoJmapWorld *world,
          const char     *person,
          const char     *account,
          const char     *code)
{
  g_autofree char *patch = g_strdup_printf ("'code':'%s'", code);

  return set (world, person, account, patch);
}

static void
prove (SpicoJmapWorld *world,
       const char     *person,
       const char     *account,
       const char     *address)
{
  g_autofree char *patch = g_strdup_printf ("'pendingMail':'%s'", address);
  g_autofree char *code = NULL;

  assert_set (world, person, account, patch, NULL);
  code = take_code (world, address);
  yyjson_doc_free (try_code (world, person, account, code));
  assert_has (world, person, account, "mail", address);
}

/* ---- What there is without anything ---- */

static void
test_nobody_needs_a_row (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  g_autoptr (SpicoAnswer) own = NULL;
  g_autoptr (SpicoAnswer) of_structure = NULL;

  add_register_mail (world, "pa");
  own = spico_jmap_world_ask (world, "pa", "['Profile/get',{'accountId':'pa','ids':null},'0'],['Profile/query',{'accountId':'pa'},'1'],['Profile/get',{'accountId':'pa','ids':['pb']},'2']");
  assert_size (own, "0/1/list", 1);
  assert_text (own, "0/1/list/0/id", "pa");
  assert_text (own, "0/1/list/0/mail", "");
  assert_text (own, "0/1/list/0/registerMail", "pa@register.example");
  assert_text (own, "0/1/list/0/pendingStatus", "none");
  assert_number (own, "0/1/list/0/contactByMail", 1);
  assert_number (own, "0/1/list/0/groupByMail", 1);
  assert_number (own, "0/1/list/0/delegationByMail", 1);
  g_assert_false (spico_jmap_world_has (own, "0/1/list/0/code"));
  assert_text (own, "1/1/ids/0", "pa");
  assert_text (own, "2/1/notFound/0", "pb");
  of_structure = get (world, "pd", "fs");
  assert_text (of_structure, "0/1/list/0/id", "fs");
  assert_text (of_structure, "0/1/list/0/registerMail", "");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM profile"), ==, 0);
}

static void
test_what_is_set_is_kept (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_set (world, "pa", "pa", "'telephone':'+33 4 67 00 00 00','groupByMail':false", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "Profile"));
  assert_set (world, "pa", "pa", "'telephone':'call me'", "invalidProperties");
  assert_set (world, "pa", "pa", "'telephone':'0123456789012345678901234567890'", "invalidProperties");
  assert_set (world, "pa", "pa", "'attemptsLeft':5", "invalidProperties");
  assert_set (world, "pa", "pa", "'pendingStatus':'sent'", "invalidProperties");
  assert_set (world, "pa", "pa", "'registerMail':'a@b.example'", "invalidProperties");

  answer = spico_jmap_world_ask (world, "pa", "['Profile/get',{'accountId':'pa','ids':['pa']},'0'],['Profile/changes',{'accountId':'pa','sinceState':'0'},'1'],"
                                              "['Profile/set',{'accountId':'pa','create':{'x':{}},'destroy':['pa']},'2']");
  assert_text (answer, "0/1/list/0/telephone", "+33 4 67 00 00 00");
  assert_number (answer, "0/1/list/0/groupByMail", 0);
  assert_number (answer, "0/1/list/0/contactByMail", 1);
  assert_size (answer, "1/1/updated", 1);
  assert_text (answer, "2/1/notCreated/x/type", "forbidden");
  assert_text (answer, "2/1/notDestroyed/pa/type", "forbidden");
}

/* F022: where somebody is reached is theirs alone to see, whoever acts for them. */
static void
test_a_persons_is_theirs_alone (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  add_register_mail (world, "pa");
  spico_jmap_world_delegate (world, "pa", "pb", "all");
  answer = spico_jmap_world_ask (world, "pb", "['Profile/get',{'accountId':'pa','ids':null},'0'],['Profile/set',{'accountId':'pa','update':{'pa':{'pendingMail':'pb@evil.example'}}},'1']");
  assert_size (answer, "0/1/list", 0);
  assert_text (answer, "1/1/notUpdated/pa/type", "notFound");
  g_clear_pointer (&answer, yyjson_doc_free);
  assert_set (world, "pa", "pa", "'telephone':'15'", NULL);
  answer = spico_jmap_world_ask (world, "pb", "['Profile/changes',{'accountId':'pa','sinceState':'0'},'0']");
  assert_size (answer, "0/1/updated", 0);
}

/* ---- An address is proved ---- */

static void
test_an_address_counts_once_it_is_proved (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autoptr (SpicoAnswer) asked = NULL;
  g_autoptr (SpicoAnswer) sent = NULL;
  g_autoptr (SpicoAnswer) done = NULL;
  g_autofree char *code = NULL;
  g_autofree char *typed = NULL;

  add_register_mail (world, "pa");
  asked = set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'");
  assert_text (asked, "0/1/updated/pa/pendingMail", "anne@cabinet.example");
  assert_text (asked, "0/1/updated/pa/pendingStatus", "queued");
  assert_text (asked, "0/1/updated/pa/mail", "");
  assert_number (asked, "0/1/updated/pa/attemptsLeft", 5);
  g_assert_false (spico_jmap_world_has (asked, "0/1/updated/pa/code"));

  code = take_code (world, "anne@cabinet.example");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM profile WHERE LENGTH(code_hash) = 64"), ==, 1);
  sent = get (world, "pa", "pa");
  assert_text (sent, "0/1/list/0/pendingStatus", "sent");
  g_assert_nonnull (spico_jmap_world_text (sent, "0/1/list/0/codeExpiresAt"));
  /* What goes on meanwhile goes where it went. */
  g_clear_pointer (&asked, yyjson_doc_free);
  asked = spico_jmap_world_ask (world, "pb", "['Delegation/set',{'accountId':'pb','create':{'x':{'delegatorId':'pa','delegateId':'pb','scope':'all'}}},'0']");
  assert_mails (world, "pa@register.example news");

  typed = g_strdup_printf ("%.3s %s", code, code + 3);
  done = try_code (world, "pa", "pa", typed);
  assert_text (done, "0/1/updated/pa/mail", "anne@cabinet.example");
  assert_text (done, "0/1/updated/pa/pendingMail", "");
  assert_text (done, "0/1/updated/pa/pendingStatus", "none");
  g_assert_true (spico_jmap_world_told (world, "pa", "Profile"));
  assert_mails (world, "pa@register.example former");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE address <> ''"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM profile WHERE code_hash <> ''"), ==, 0);

  assert_set (world, "pb", "pb", "'contactByMail':true", NULL);
  g_clear_pointer (&asked, yyjson_doc_free);
  asked = spico_jmap_world_ask (world, "pc", "['Delegation/set',{'accountId':'pc','create':{'x':{'delegatorId':'pa','delegateId':'pc','scope':'all'}}},'0']");
  assert_mails (world, "anne@cabinet.example news");
}

static void
test_wrong_codes_are_counted (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *code = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *another = NULL;

  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
  /* Nothing is there to be guessed yet, and nothing is lost by trying. */
  assert_set (world, "pa", "pa", "'code':'123456'", NULL);
  code = take_code (world, "anne@cabinet.example");
  wrong = wrong_code (code);
  for (int left = 4; left >= 0; left--)
    {
      g_autoptr (SpicoAnswer) answer = try_code (world, "pa", "pa", left == 3 ? "" : wrong);

      assert_number (answer, "0/1/updated/pa/attemptsLeft", left);
      assert_text (answer, "0/1/updated/pa/mail", "");
      assert_text (answer, "0/1/updated/pa/pendingMail", "anne@cabinet.example");
    }
  yyjson_doc_free (try_code (world, "pa", "pa", code));
  assert_has (world, "pa", "pa", "mail", "");

  /* Another one is another. */
  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
  another = take_code (world, "anne@cabinet.example");
  yyjson_doc_free (try_code (world, "pa", "pa", another));
  assert_has (world, "pa", "pa", "mail", "anne@cabinet.example");
}

static void
test_a_code_lasts_half_an_hour (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *code = NULL;
  g_autoptr (SpicoAnswer) late = NULL;

  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
  code = take_code (world, "anne@cabinet.example");
  world->now_us += SPICO_ADDRESS_PROOF_LIFETIME_US;
  late = try_code (world, "pa", "pa", code);
  assert_text (late, "0/1/updated/pa/mail", "");
  assert_number (late, "0/1/updated/pa/attemptsLeft", 0);
}

static void
test_codes_are_bounded (SpicoJmapWorld *world,
                        gconstpointer   data)
{
  for (guint i = 0; i < 5; i++)
    assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", "rateLimit");
  assert_set (world, "pb", "pb", "'pendingMail':'bruno@cabinet.example'", NULL);
  world->now_us += G_TIME_SPAN_DAY;
  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
}

/* Each code is for the address that it was mailed to. */
static void
test_another_address_gives_up_the_first (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  assert_set (world, "pa", "pa", "'pendingMail':'first@cabinet.example'", NULL);
  assert_set (world, "pa", "pa", "'pendingMail':'second@cabinet.example'", NULL);
  second = take_code (world, "second@cabinet.example");
  assert_set (world, "pa", "pa", "'pendingMail':'first@cabinet.example'", NULL);
  first = take_code (world, "first@cabinet.example");
  if (!g_str_equal (first, second))
    yyjson_doc_free (try_code (world, "pa", "pa", second));
  assert_has (world, "pa", "pa", "mail", "");

  assert_set (world, "pa", "pa", "'pendingMail':''", NULL);
  yyjson_doc_free (try_code (world, "pa", "pa", first));
  assert_has (world, "pa", "pa", "mail", "");
  assert_has (world, "pa", "pa", "pendingStatus", "none");
}

/* The relay may have the mail of a code that nobody asks for any more. */
static void
test_an_outcome_is_of_its_own_code (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) again = NULL;
  SpicoNotification *notification;

  assert_set (world, "pa", "pa", "'pendingMail':'first@cabinet.example'", NULL);
  first = claim (world);
  g_assert_cmpuint (first->len, ==, 1);
  assert_set (world, "pa", "pa", "'pendingMail':'second@cabinet.example'", NULL);
  settle (world, g_ptr_array_index (first, 0), SPICO_MAIL_SENT);
  assert_has (world, "pa", "pa", "pendingStatus", "queued");

  /* What is sent again is another code, in a mail that nobody takes for the first. */
  again = claim (world);
  g_assert_cmpuint (again->len, ==, 1);
  notification = g_ptr_array_index (again, 0);
  settle (world, notification, SPICO_MAIL_LATER);
  assert_has (world, "pa", "pa", "pendingStatus", "queued");
  world->now_us += G_TIME_SPAN_HOUR;
  g_ptr_array_unref (first);
  first = claim (world);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpstr (((SpicoNotification *) g_ptr_array_index (first, 0))->message_id, !=, notification->message_id);
  settle (world, g_ptr_array_index (first, 0), SPICO_MAIL_REFUSED);
  assert_has (world, "pa", "pa", "pendingStatus", "failed");
}

static void
test_only_addresses_are_asked (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  assert_set (world, "pa", "pa", "'pendingMail':'anne'", "invalidProperties");
  assert_set (world, "pa", "pa", "'pendingMail':'anne@b.example\\r\\nBcc: x@y.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'mail':'anne@b.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'pendingMail':'anne@b.example','code':'123456'", "invalidProperties");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification"), ==, 0);
}

/* Emptied, that of the register counts again; the one that counted is told. */
static void
test_an_address_is_taken_away (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  add_register_mail (world, "pa");
  prove (world, "pa", "pa", "anne@cabinet.example");
  assert_mails (world, "pa@register.example former");
  assert_set (world, "pa", "pa", "'pendingMail':'anne@cabinet.example'", NULL);
  assert_mails (world, "");
  assert_set (world, "pa", "pa", "'mail':'anne@cabinet.example'", NULL);
  assert_set (world, "pa", "pa", "'mail':''", NULL);
  assert_mails (world, "anne@cabinet.example former");
  assert_has (world, "pa", "pa", "mail", "");
}

/* What proves an address is nobody's notification, and is forgotten as they are. */
static void
test_codes_stand_in_no_list (SpicoJmapWorld *world,
                             gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint n_gone;

  add_register_mail (world, "pa");
  prove (world, "pa", "pa", "anne@cabinet.example");
  answer = spico_jmap_world_ask (world, "pa", "['Notification/get',{'accountId':'pa','ids':null},'0'],['Notification/changes',{'accountId':'pa','sinceState':'0'},'1']");
  assert_size (answer, "0/1/list", 0);
  assert_size (answer, "1/1/created", 0);
  begin (world);
  g_assert_true (spico_notification_purge (world->connection, world->now_us + SPICO_JOURNAL_LIFETIME_US + G_USEC_PER_SEC, 20, &n_gone, &error));
  commit (world);
  g_assert_cmpuint (n_gone, ==, 2);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM change WHERE type = 'Notification'"), ==, 0);
}

/* ---- A structure's ---- */

static void
test_a_structure_has_its_own (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  add_register_mail (world, "pd");
  prove (world, "pd", "fs", "accueil@saules.example");
  assert_mails (world, "");
  answer = spico_jmap_world_ask (world, "pa", "['Delegation/set',{'accountId':'pa','create':{'x':{'delegatorId':'fs','delegateId':'pa','scope':'all'}}},'0'],"
                                              "['FavouriteGroup/set',{'accountId':'pa','create':{'g':{'name':'PCO','memberIds':['fs']}}},'1'],"
                                              "['FavouriteGroupShare/set',{'accountId':'pa','create':{'s':{'groupId':'#g','principalId':'fs'}}},'2']");
  g_assert_true (spico_jmap_world_has (answer, "2/1/created/s/id"));
  assert_mails (world, "accueil@saules.example news\naccueil@saules.example news\npd@register.example news\npd@register.example news");

  /* The structure's switch is for its own address: its delegates have theirs. */
  assert_set (world, "pd", "fs", "'delegationByMail':false,'groupByMail':false", NULL);
  g_clear_pointer (&answer, yyjson_doc_free);
  answer = spico_jmap_world_ask (world, "pb", "['Delegation/set',{'accountId':'pb','create':{'x':{'delegatorId':'fs','delegateId':'pb','scope':'all'}}},'0']");
  assert_mails (world, "pd@register.example news");
}

/* ---- Switches ---- */

static void
test_kinds_are_switched_off (SpicoJmapWorld *world,
                             gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  add_register_mail (world, "pa");
  assert_set (world, "pa", "pa", "'delegationByMail':false", NULL);
  answer = spico_jmap_world_ask (world, "pb", "['Delegation/set',{'accountId':'pb','create':{'x':{'delegatorId':'pa','delegateId':'pb','scope':'all'}}},'0'],"
                                              "['FavouriteGroup/set',{'accountId':'pb','create':{'g':{'name':'PCO','memberIds':['pa']}}},'1'],"
                                              "['FavouriteGroupShare/set',{'accountId':'pb','create':{'s':{'groupId':'#g','principalId':'pa'}}},'2']");
  g_assert_true (spico_jmap_world_has (answer, "2/1/created/s/id"));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE kind = 'delegation'"), ==, 0);
  /* What waits when it is switched off is not sent any more. */
  assert_set (world, "pa", "pa", "'groupByMail':false", NULL);
  assert_mails (world, "nowhere news");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'failed'"), ==, 1);
}

/* Nobody is offered to notify whoever does not want it. */
static void
test_who_is_not_to_be_contacted_is_not (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autoptr (SpicoAnswer) first = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  add_register_mail (world, "pc");
  first = spico_jmap_world_ask (world, "pa", "['PrincipalCard/get',{'accountId':'region','ids':['pc'],'properties':['hasMailAddress']},'0']");
  assert_number (first, "0/1/list/0/hasMailAddress", 1);
  assert_set (world, "pc", "pc", "'contactByMail':false", NULL);
  answer = spico_jmap_world_ask (world, "pa", "['PrincipalCard/get',{'accountId':'region','ids':['pc'],'properties':['hasMailAddress']},'0'],"
                                              "['Notification/set',{'accountId':'pa','create':{'n':{'principalId':'pc'}}},'1']");
  assert_number (answer, "0/1/list/0/hasMailAddress", 0);
  assert_text (answer, "1/1/notCreated/n/type", "invalidProperties");
}

/* ---- The addresses of MSSanté ---- */

static void
add_address (SpicoJmapWorld *world,
             const char     *owner,
             const char     *address,
             gboolean        is_listed)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO mssante_address (id, source, digest, generation, is_listed, address, kind, principal_id, structure_kind, structure_code, service, is_paperless,"
                        " structure_name) VALUES ($1, 'MSSANTE', '', 0, $2, $1, 'PER', $3, '', '', '', 0, 'CHU')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_listed), SPICO_SQL_TEXT (owner)));
}

/* « address », with a star where it is preferred, an r on the red list, a minus where the register has it no more. */
static char *
list_addresses (SpicoAnswer *answer)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gsize n = spico_jmap_world_size (answer, "0/1/list/0/mssanteAddresses");

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *place = g_strdup_printf ("0/1/list/0/mssanteAddresses/%zu", i);
      g_autofree char *address = g_strconcat (place, "/address", NULL);
      g_autofree char *preferred = g_strconcat (place, "/isPreferred", NULL);
      g_autofree char *red = g_strconcat (place, "/isRedListed", NULL);
      g_autofree char *listed = g_strconcat (place, "/isListed", NULL);
      const char *text = spico_jmap_world_text (answer, address);

      g_ptr_array_add (words, g_strdup_printf ("%.*s%s%s%s", (int) strcspn (text, "@"), text, spico_jmap_world_number (answer, preferred) != 0 ? "*" : "",
                                               spico_jmap_world_number (answer, red) != 0 ? "r" : "", spico_jmap_world_number (answer, listed) != 0 ? "" : "-"));
    }
  g_ptr_array_add (words, NULL);

  return g_strjoinv (" ", (char **) words->pdata);
}

static void
assert_own (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *expected)
{
  g_autoptr (SpicoAnswer) answer = get (world, person, account);
  g_autofree char *addresses = list_addresses (answer);

  g_assert_cmpstr (addresses, ==, expected);
}

/* What the card says, to the holder as to anybody. */
static void
assert_shown (SpicoJmapWorld *world,
              const char     *principal,
              const char     *expected)
{
  static const char *const readers[] = { "pn", "pa" };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, readers[i], "['PrincipalCard/get',{'accountId':'region','ids':['%s'],'properties':['mssanteAddresses']},'0']", principal);
      g_autofree char *addresses = list_addresses (answer);

      g_assert_cmpstr (addresses, ==, expected);
    }
}

static void
test_the_preferred_address_comes_first (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  add_address (world, "pa", "anne@cabinet.example", TRUE);
  add_address (world, "pa", "ordre@medecin.example", TRUE);
  add_address (world, "pa", "ancienne@medecin.example", FALSE);
  add_address (world, "pb", "bruno@medecin.example", TRUE);
  assert_own (world, "pa", "pa", "anne ordre ancienne-");
  assert_shown (world, "pa", "anne ordre");

  answer = set (world, "pa", "pa", "'preferredMssanteAddress':'ordre@medecin.example'");
  assert_text (answer, "0/1/updated/pa/preferredMssanteAddress", "ordre@medecin.example");
  assert_size (answer, "0/1/updated/pa/mssanteAddresses", 3);
  g_assert_true (spico_jmap_world_told (world, "pa", "Profile"));
  assert_own (world, "pa", "pa", "ordre* anne ancienne-");
  assert_shown (world, "pa", "ordre* anne");
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'bruno@medecin.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'ancienne@medecin.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'nobody@medecin.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'mssanteAddresses':[]", "invalidProperties");
  assert_own (world, "pa", "pa", "ordre* anne ancienne-");

  assert_set (world, "pa", "pa", "'preferredMssanteAddress':''", NULL);
  assert_shown (world, "pa", "anne ordre");
}

/* The register takes an address out, and brings it back: what was decided stands. */
static void
test_what_is_decided_outlives_the_register (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  add_address (world, "pa", "anne@cabinet.example", TRUE);
  add_address (world, "pa", "ordre@medecin.example", TRUE);
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'ordre@medecin.example'", NULL);
  spico_jmap_world_sql (world, "UPDATE mssante_address SET is_listed = 0 WHERE address = 'ordre@medecin.example'", NULL);
  assert_own (world, "pa", "pa", "anne ordre-");
  assert_shown (world, "pa", "anne");
  spico_jmap_world_sql (world, "UPDATE mssante_address SET is_listed = 1", NULL);
  assert_shown (world, "pa", "ordre* anne");
}

static void
test_the_red_list_is_honoured (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  add_address (world, "pa", "anne@cabinet.example", TRUE);
  add_address (world, "pa", "ordre@medecin.example", TRUE);
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'ordre@medecin.example'", NULL);
  assert_set (world, "pa", "pa", "'redListAdd':'ordre@medecin.example'", NULL);
  assert_own (world, "pa", "pa", "anne ordrer");
  assert_shown (world, "pa", "anne");
  assert_has (world, "pa", "pa", "preferredMssanteAddress", "");
  assert_set (world, "pa", "pa", "'preferredMssanteAddress':'ordre@medecin.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'redListAdd':'bruno@medecin.example'", "invalidProperties");
  assert_set (world, "pa", "pa", "'redListRemove':''", "invalidProperties");

  /* Both at once, as one thing. */
  assert_set (world, "pa", "pa", "'redListRemove':'ordre@medecin.example','preferredMssanteAddress':'ordre@medecin.example'", NULL);
  assert_shown (world, "pa", "ordre* anne");
}

/* Of a structure whoever acts for it decides, of a person nobody else. */
static void
test_whose_addresses_one_decides_about (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  add_address (world, "fs", "accueil@ehpad.example", TRUE);
  add_address (world, "fs", "usld@ehpad.example", TRUE);
  add_address (world, "pa", "anne@cabinet.example", TRUE);
  assert_set (world, "pd", "fs", "'preferredMssanteAddress':'usld@ehpad.example'", NULL);
  assert_set (world, "pd", "fs", "'redListAdd':'accueil@ehpad.example'", NULL);
  assert_own (world, "pd", "fs", "usld* accueilr");
  assert_shown (world, "fs", "usld*");

  spico_jmap_world_delegate (world, "pa", "pb", "all");
  assert_set (world, "pb", "pa", "'redListAdd':'anne@cabinet.example'", "notFound");
  assert_shown (world, "pa", "anne");
}

#define ADD(path, function) g_test_add ("/profiles/" path, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F005-nobody-needs-a-row", test_nobody_needs_a_row);
  ADD ("F005-what-is-set-is-kept", test_what_is_set_is_kept);
  ADD ("F005-a-persons-is-theirs-alone", test_a_persons_is_theirs_alone);
  ADD ("F005-an-address-counts-once-it-is-proved", test_an_address_counts_once_it_is_proved);
  ADD ("F005-wrong-codes-are-counted", test_wrong_codes_are_counted);
  ADD ("F005-a-code-lasts-half-an-hour", test_a_code_lasts_half_an_hour);
  ADD ("F005-codes-are-bounded", test_codes_are_bounded);
  ADD ("F005-another-address-gives-up-the-first", test_another_address_gives_up_the_first);
  ADD ("F005-an-outcome-is-of-its-own-code", test_an_outcome_is_of_its_own_code);
  ADD ("F005-only-addresses-are-asked", test_only_addresses_are_asked);
  ADD ("F005-an-address-is-taken-away", test_an_address_is_taken_away);
  ADD ("F005-codes-stand-in-no-list", test_codes_stand_in_no_list);
  ADD ("F005-a-structure-has-its-own", test_a_structure_has_its_own);
  ADD ("F006-kinds-are-switched-off", test_kinds_are_switched_off);
  ADD ("F006-who-is-not-to-be-contacted-is-not", test_who_is_not_to_be_contacted_is_not);
  ADD ("F004-the-preferred-address-comes-first", test_the_preferred_address_comes_first);
  ADD ("F004-what-is-decided-outlives-the-register", test_what_is_decided_outlives_the_register);
  ADD ("F004-the-red-list-is-honoured", test_the_red_list_is_honoured);
  ADD ("F004-whose-addresses-one-decides-about", test_whose_addresses_one_decides_about);

  return g_test_run ();
}
