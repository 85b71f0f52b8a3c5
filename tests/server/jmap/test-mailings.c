/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces goes by mail to all who want it, a few at a time: F005, F008. */
#include "spico-jmap-world.h"

#include <string.h>

#include "spico-announcement-mailing.h"
#include "spico-notification.h"
#include "spico-operator-announcement.h"

/* Ten people every ten seconds. */
#define PER_MINUTE 60
#define BATCH 10
#define INTERVAL_US (10 * G_USEC_PER_SEC)
#define HOUR_US G_TIME_SPAN_HOUR

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

/* Somebody with a login, and an address where a register has one. */
static void
add_user (SpicoJmapWorld *world,
          const char     *person_id,
          gboolean        is_enabled,
          const char     *address)
{
  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ($1, $1, '', $2, 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_BOOLEAN (is_enabled)));
  if (address != NULL)
    spico_jmap_world_sql (world,
                          "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                          " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                          " VALUES ($1, 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', '', '', '', '', '', '', '', '', '', '', '', $2, '')",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (address)));
}

static void
add_users (SpicoJmapWorld *world,
           guint           n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *person = g_strdup_printf ("u%02u", i);
      g_autofree char *address = g_strdup_printf ("%s@b.example", person);

      spico_jmap_world_add_principal (world, person, "person", "U", TRUE);
      add_user (world, person, TRUE, address);
    }
}

static void
set_profile (SpicoJmapWorld *world,
             const char     *id,
             const char     *address,
             gboolean        is_wanted)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO profile (id, mail, pending_mail, pending_status, attempts_left, telephone, contact_by_mail, group_by_mail, delegation_by_mail, announcement_by_mail, code_hash)"
                        " VALUES ($1, $2, '', 'none', 0, '', 1, 1, 1, $3, '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_wanted)));
}

static char *
announce (SpicoJmapWorld *world,
          gboolean        is_maintenance,
          gboolean        is_mailed)
{
  const SpicoOperatorAnnouncement announcement = {
    .kind = is_maintenance ? (char *) "maintenance" : (char *) "release",
    .title = (char *) "Version 3.1",
    .text = (char *) "Les annonces.",
    .starts_at = is_maintenance ? world->now_us + HOUR_US : 0,
    .ends_at = is_maintenance ? world->now_us + 2 * HOUR_US : 0,
    .is_mailed = is_mailed,
  };
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  begin (world);
  g_assert_true (spico_operator_announce (world->connection, &announcement, world->now_us, &id, &error));
  g_assert_no_error (error);
  commit (world);
  return id;
}

static void
withdraw (SpicoJmapWorld *world,
          const char     *id)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_true (spico_operator_withdraw_announcement (world->connection, id, world->now_us, &error));
  g_assert_no_error (error);
  commit (world);
}

/* What a server does once a second, of the mailing. */
static void
go_on (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_true (spico_announcement_mailing_go_on (world->connection, world->now_us, PER_MINUTE, &error));
  g_assert_no_error (error);
  commit (world);
}

static gboolean
is_due (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;
  gboolean due;

  g_assert_true (spico_announcement_mailing_is_due (world->connection, world->now_us, &due, &error));
  g_assert_no_error (error);
  return due;
}

static GPtrArray *
claim (SpicoJmapWorld *world,
       guint           most)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *claimed;

  begin (world);
  claimed = spico_notification_claim (world->connection, world->now_us, 10 * G_TIME_SPAN_MINUTE, most, &error);
  g_assert_no_error (error);
  commit (world);
  return claimed;
}

static void
settle (SpicoJmapWorld    *world,
        SpicoNotification *mail)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_true (spico_notification_settle (mail, world->connection, mail->to != NULL ? SPICO_MAIL_SENT : SPICO_MAIL_REFUSED, world->now_us, world->changes, &error));
  g_assert_no_error (error);
  commit (world);
}

/* All that leaves now, as addresses in their order; it is sent. */
static char *
send_all (SpicoJmapWorld *world)
{
  g_autoptr (GPtrArray) claimed = claim (world, 100);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  for (guint i = 0; i < claimed->len; i++)
    {
      SpicoNotification *mail = g_ptr_array_index (claimed, i);

      g_ptr_array_add (addresses, mail->to != NULL ? mail->to : (char *) "nowhere");
      settle (world, mail);
    }
  g_ptr_array_sort_values (addresses, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (addresses, NULL);
  return g_strjoinv (" ", (char **) addresses->pdata);
}

static void
assert_sent (SpicoJmapWorld *world,
             const char     *expected)
{
  g_autofree char *sent = send_all (world);

  g_assert_cmpstr (sent, ==, expected);
}

#define QUEUED "SELECT COUNT(*) FROM notification WHERE status = 'queued'"
#define FAILED "SELECT COUNT(*) FROM notification WHERE status = 'failed'"
#define SENT "SELECT COUNT(*) FROM notification WHERE status = 'sent'"
#define MAILINGS "SELECT COUNT(*) FROM announcement_mailing"

#define ADDRESSES "SELECT COUNT(*) FROM announcement_address"

/* ---- To whom ---- */

/* A structure and who acts for it, or two colleagues, may read the same address: in one batch, or in several. */
static void
test_an_address_is_mailed_to_once (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *again = NULL;

  add_users (world, 2 * BATCH);
  set_profile (world, "u00", "accueil@saules.example", TRUE);
  set_profile (world, "u01", "Accueil@saules.example", TRUE);
  set_profile (world, "u19", "accueil@saules.example", TRUE);
  set_profile (world, "fs", "ACCUEIL@saules.example", TRUE);
  id = announce (world, FALSE, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      go_on (world);
      g_free (send_all (world));
      world->now_us += INTERVAL_US;
    }
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
  g_assert_cmpint (count (world, SENT), ==, 2 * BATCH - 2);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE principal_id IN ('fs', 'u00', 'u01', 'u19')"), ==, 1);
  g_assert_cmpint (count (world, ADDRESSES), ==, 0);

  /* Of another announcement it is told again; one that is withdrawn leaves no hash behind. */
  again = announce (world, FALSE, TRUE);
  go_on (world);
  g_assert_cmpint (count (world, ADDRESSES), >, 0);
  withdraw (world, again);
  g_assert_cmpint (count (world, ADDRESSES), ==, 0);
}

static void
test_all_who_want_it_are_mailed (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) claimed = NULL;
  SpicoNotification *mail;

  add_user (world, "pa", TRUE, "pa@register.example");
  set_profile (world, "pa", "anne@cabinet.example", TRUE);
  add_user (world, "pb", TRUE, "pb@register.example");
  set_profile (world, "pb", "", FALSE);
  add_user (world, "pc", FALSE, "pc@register.example");
  add_user (world, "pd", TRUE, NULL);
  set_profile (world, "fs", "accueil@saules.example", TRUE);
  set_profile (world, "fo", "", TRUE);

  id = announce (world, FALSE, TRUE);
  g_assert_true (is_due (world));
  go_on (world);
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
  g_assert_false (is_due (world));
  claimed = claim (world, 8);
  g_assert_cmpuint (claimed->len, ==, 2);
  for (guint i = 0; i < claimed->len; i++)
    {
      mail = g_ptr_array_index (claimed, i);
      g_assert_cmpint (mail->kind, ==, SPICO_MAIL_ANNOUNCEMENT);
      g_assert_cmpstr (mail->to, ==, mail->id[strlen (mail->id) - 1] == 'a' ? "anne@cabinet.example" : "accueil@saules.example");
      g_assert_cmpstr (g_ptr_array_index (mail->events, 0), ==, "Nouveautés de Spico : Version 3.1");
      g_assert_cmpstr (mail->details, ==, "Les annonces.");
      settle (world, mail);
    }
  g_assert_cmpint (count (world, SENT), ==, 2);
  /* It is nobody's Notification. */
  g_assert_false (spico_jmap_world_told (world, "region", "Notification"));
}

static void
test_what_is_not_to_be_mailed_is_not (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autofree char *id = NULL;

  add_users (world, 2);
  id = announce (world, FALSE, FALSE);
  g_assert_false (is_due (world));
  go_on (world);
  assert_sent (world, "");
}

/* The switch of a profile is the person's, and counts until the mail leaves. */
static void
test_who_switches_off_meanwhile_has_none (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  add_user (world, "pa", TRUE, "pa@register.example");
  id = announce (world, FALSE, TRUE);
  go_on (world);
  answer = spico_jmap_world_ask (world, "pa", "['Profile/get',{'accountId':'pa','ids':null},'0'],['Profile/set',{'accountId':'pa','update':{'pa':{'announcementByMail':false}}},'1'],"
                                              "['Profile/get',{'accountId':'pa','ids':null},'2'],['Notification/get',{'accountId':'pa','ids':null},'3']");
  g_assert_true (yyjson_is_true (spico_jmap_world_value (answer, "0/1/list/0/announcementByMail")));
  g_assert_true (yyjson_is_false (spico_jmap_world_value (answer, "2/1/list/0/announcementByMail")));
  g_assert_cmpuint (spico_jmap_world_size (answer, "3/1/list"), ==, 0);
  assert_sent (world, "nowhere");
  g_assert_cmpint (count (world, FAILED), ==, 1);
}

/* ---- How fast ---- */

static void
test_a_few_are_mailed_at_a_time (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  add_users (world, 25);
  id = announce (world, FALSE, TRUE);
  go_on (world);
  g_assert_cmpint (count (world, QUEUED), ==, BATCH);
  world->now_us += INTERVAL_US - 1;
  g_assert_false (is_due (world));
  go_on (world);
  g_assert_cmpint (count (world, QUEUED), ==, BATCH);

  /* A relay that takes nothing is not given more and more. */
  for (guint i = 0; i < 4; i++)
    {
      world->now_us += INTERVAL_US;
      g_assert_true (is_due (world));
      go_on (world);
      g_assert_cmpint (count (world, QUEUED), ==, 2 * BATCH);
    }
  first = send_all (world);
  g_assert_true (g_str_has_prefix (first, "u00@b.example u01@b.example "));
  world->now_us += INTERVAL_US;
  go_on (world);
  second = send_all (world);
  g_assert_cmpstr (second, ==, "u20@b.example u21@b.example u22@b.example u23@b.example u24@b.example");
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
  g_assert_cmpint (count (world, SENT), ==, 25);
}

/* What is about one reader does not wait behind what is for all. */
static void
test_what_is_for_all_goes_last (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) claimed = NULL;

  add_users (world, 3);
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Delegation/set',{'accountId':'pa','create':{'x':{'delegatorId':'u02','delegateId':'pa','scope':'all'}}},'0']"));
  id = announce (world, FALSE, TRUE);
  go_on (world);
  world->now_us += 10 * G_TIME_SPAN_MINUTE;
  claimed = claim (world, 1);
  g_assert_cmpuint (claimed->len, ==, 1);
  g_assert_cmpint (((SpicoNotification *) g_ptr_array_index (claimed, 0))->kind, ==, SPICO_MAIL_DELEGATION);
  assert_sent (world, "u00@b.example u01@b.example u02@b.example");
}

static void
test_a_maintenance_goes_first (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *release = NULL;
  g_autofree char *maintenance = NULL;

  add_users (world, BATCH + 1);
  release = announce (world, FALSE, TRUE);
  world->now_us += G_USEC_PER_SEC;
  maintenance = announce (world, TRUE, TRUE);
  go_on (world);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification n JOIN announcement b ON b.id = n.group_id WHERE b.kind = 'maintenance'"), ==, BATCH);
  g_assert_cmpint (count (world, QUEUED), ==, BATCH);
}

static void
test_an_incident_goes_before_a_maintenance (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  SpicoOperatorAnnouncement incident = { .kind = (char *) "incident", .is_mailed = TRUE, .title = (char *) "Les courriels tardent", .text = (char *) "" };
  g_autofree char *maintenance = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  add_users (world, BATCH + 1);
  maintenance = announce (world, TRUE, TRUE);
  world->now_us += G_USEC_PER_SEC;
  begin (world);
  g_assert_true (spico_operator_announce (world->connection, &incident, world->now_us, &id, &error));
  g_assert_no_error (error);
  commit (world);
  go_on (world);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification n JOIN announcement b ON b.id = n.group_id WHERE b.kind = 'incident'"), ==, BATCH);
  g_assert_cmpint (count (world, QUEUED), ==, BATCH);
}

/* ---- Until when ---- */

static void
test_what_is_withdrawn_is_mailed_no_more (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autofree char *id = NULL;

  add_users (world, BATCH + 1);
  id = announce (world, FALSE, TRUE);
  go_on (world);
  withdraw (world, id);
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
  g_assert_cmpint (count (world, FAILED), ==, BATCH);
  world->now_us += INTERVAL_US;
  go_on (world);
  assert_sent (world, "");
}

static void
test_a_window_that_is_over_is_mailed_no_more (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *sent = NULL;

  add_users (world, BATCH + 1);
  id = announce (world, TRUE, TRUE);
  go_on (world);
  world->now_us += 2 * HOUR_US;
  sent = send_all (world);
  g_assert_nonnull (strstr (sent, "nowhere"));
  g_assert_null (strstr (sent, "@"));
  go_on (world);
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
  g_assert_cmpint (count (world, QUEUED), ==, 0);
}

/* A region that has its relay months later does not begin with what was new then. */
static void
test_what_is_old_is_not_begun (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *id = NULL;

  add_users (world, 2);
  id = announce (world, FALSE, TRUE);
  world->now_us += 3 * G_TIME_SPAN_DAY + 1;
  go_on (world);
  assert_sent (world, "");
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
}

/* ---- Several servers ---- */

#define N_SERVERS 4
#define N_USERS 43

typedef struct {
  SpicoJmapWorld *world;
  guint n_mails;
} Server;

static gpointer
serve (gpointer data)
{
  Server *server = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, server->world);
  for (guint i = 0; i < 3 * N_USERS / BATCH; i++)
    {
      g_autoptr (GPtrArray) claimed = NULL;

      go_on (&own);
      claimed = claim (&own, 100);
      for (guint j = 0; j < claimed->len; j++)
        settle (&own, g_ptr_array_index (claimed, j));
      server->n_mails += claimed->len;
      own.now_us += INTERVAL_US;
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
test_several_servers_mail_to_each_once (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = NULL;
  Server servers[N_SERVERS];
  GThread *threads[N_SERVERS];
  guint n_mails = 0;

  add_users (world, N_USERS);
  id = announce (world, FALSE, TRUE);
  for (guint i = 0; i < N_SERVERS; i++)
    {
      servers[i] = (Server) { .world = world };
      threads[i] = g_thread_new ("server", serve, &servers[i]);
    }
  for (guint i = 0; i < N_SERVERS; i++)
    {
      g_thread_join (threads[i]);
      n_mails += servers[i].n_mails;
    }

  g_assert_cmpuint (n_mails, ==, N_USERS);
  g_assert_cmpint (count (world, SENT), ==, N_USERS);
  g_assert_cmpint (count (world, MAILINGS), ==, 0);
}

#define ADD(name, function) g_test_add ("/mailings/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F005-all-who-want-it-are-mailed", test_all_who_want_it_are_mailed);
  ADD ("F005-an-address-is-mailed-to-once", test_an_address_is_mailed_to_once);
  ADD ("F005-what-is-not-to-be-mailed-is-not", test_what_is_not_to_be_mailed_is_not);
  ADD ("F006-who-switches-off-meanwhile-has-none", test_who_switches_off_meanwhile_has_none);
  ADD ("F005-a-few-are-mailed-at-a-time", test_a_few_are_mailed_at_a_time);
  ADD ("F005-what-is-for-all-goes-last", test_what_is_for_all_goes_last);
  ADD ("F008-a-maintenance-goes-first", test_a_maintenance_goes_first);
  ADD ("F005-an-incident-goes-before-a-maintenance", test_an_incident_goes_before_a_maintenance);
  ADD ("F008-what-is-withdrawn-is-mailed-no-more", test_what_is_withdrawn_is_mailed_no_more);
  ADD ("F008-a-window-that-is-over-is-mailed-no-more", test_a_window_that_is_over_is_mailed_no_more);
  ADD ("F005-what-is-old-is-not-begun", test_what_is_old_is_not_begun);
  ADD ("several-servers-mail-to-each-once", test_several_servers_mail_to_each_once);

  return g_test_run ();
}
