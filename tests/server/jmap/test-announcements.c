/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F008: what the operator announces is everyone's to read, and nobody's to write. */
#include <string.h>

#include "spico-jmap-world.h"
#include "spico-operator-announcement.h"
#include "spico-server-error.h"

#define NOW (G_GINT64_CONSTANT (1796000000) * G_USEC_PER_SEC)
#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static char *
announce_at (SpicoJmapWorld *world,
             const char     *kind,
             const char     *title,
             const char     *text,
             gint64          starts_at,
             gint64          ends_at,
             gint64          now_us,
             GError        **error)
{
  SpicoOperatorAnnouncement announcement = { NULL, (char *) kind, (char *) title, (char *) text, starts_at, ends_at, FALSE };
  g_autoptr (GError) sql_error = NULL;
  char *id = NULL;
  gboolean succeeded;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &sql_error));
  succeeded = spico_operator_announce (world->connection, &announcement, now_us, &id, error);
  g_assert_cmpint (succeeded, ==, id != NULL);
  if (succeeded)
    g_assert_true (spico_sql_connection_commit (world->connection, &sql_error));
  else
    spico_sql_connection_rollback (world->connection);

  return id;
}

static char *
announce (SpicoJmapWorld *world,
          const char     *kind,
          const char     *title,
          gint64          starts_at,
          gint64          ends_at)
{
  g_autoptr (GError) error = NULL;
  char *id = announce_at (world, kind, title, "Le service sera interrompu.", starts_at, ends_at, NOW, &error);

  g_assert_no_error (error);
  return id;
}

static gboolean
withdraw (SpicoJmapWorld *world,
          const char     *id,
          GError        **error)
{
  g_autoptr (GError) sql_error = NULL;
  gboolean succeeded;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &sql_error));
  succeeded = spico_operator_withdraw_announcement (world->connection, id, NOW, error);
  if (succeeded)
    g_assert_true (spico_sql_connection_commit (world->connection, &sql_error));
  else
    spico_sql_connection_rollback (world->connection);

  return succeeded;
}

static SpicoAnswer *
read_all (SpicoJmapWorld *world,
          const char     *who)
{
  return spico_jmap_world_ask (world, who, "['Announcement/get',{'accountId':'region','ids':null},'0']");
}

static void
test_everyone_reads (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autofree char *id = announce (world, "maintenance", "Mise à jour", NOW + HOUR, NOW + 2 * HOUR);
  static const char *const people[] = { "pa", "pb", "pd" };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (SpicoAnswer) answer = read_all (world, people[i]);

      g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/list"), ==, 1);
      g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/id"), ==, id);
      g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/kind"), ==, "maintenance");
      g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/title"), ==, "Mise à jour");
      g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/text"), ==, "Le service sera interrompu.");
      g_assert_nonnull (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/startsAt"));
      g_assert_nonnull (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/endsAt"));
    }
}

/* F005: nobody has planned it: it has begun when it is announced, or before, and its end may not be known. */
static void
test_an_incident_has_begun (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *now = announce (world, "incident", "Les courriels tardent", 0, 0);
  g_autofree char *before = announce (world, "incident", "La recherche ne répond pas", NOW - HOUR, NOW + HOUR);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Announcement/get',{'accountId':'region','ids':['%s','%s']},'0']", now, before);

  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/kind"), ==, "incident");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/startsAt"), ==, spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/createdAt"));
  g_assert_null (spico_jmap_world_text (answer, "/methodResponses/0/1/list/0/endsAt"));
  g_assert_nonnull (spico_jmap_world_text (answer, "/methodResponses/0/1/list/1/endsAt"));
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/list/1/startsAt"), !=, spico_jmap_world_text (answer, "/methodResponses/0/1/list/1/createdAt"));
}

/* What whoever cannot sign in is told: @titles, the newest first. */
static void
assert_public (SpicoJmapWorld *world,
               gint64          now_us,
               const char     *titles)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  yyjson_doc *document;
  yyjson_val *one;
  size_t i, n;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_READ, &error));
  json = spico_jmap_public_announcements (world->connection, now_us, &error);
  g_assert_no_error (error);
  spico_sql_connection_rollback (world->connection);
  document = yyjson_read (g_bytes_get_data (json, NULL), g_bytes_get_size (json), 0);
  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (document), "list"), i, n, one)
    g_string_append_printf (found, "%s%s", found->len > 0 ? ", " : "", yyjson_get_str (yyjson_obj_get (one, "title")));
  yyjson_doc_free (document);
  g_assert_cmpstr (found->str, ==, titles);
}

static void
test_who_cannot_sign_in_is_told_what_does_not_work (SpicoJmapWorld *world,
                                                    gconstpointer   data)
{
  g_autofree char *release = announce (world, "release", "Version 3.1", 0, 0);
  g_autofree char *near = announce (world, "maintenance", "Demain", NOW + 24 * HOUR, NOW + 25 * HOUR);
  g_autofree char *far = NULL;
  g_autofree char *incident = NULL;
  g_autoptr (GError) error = NULL;

  far = announce_at (world, "maintenance", "Plus tard", "", NOW + 48 * HOUR, NOW + 49 * HOUR, NOW + 1, &error);
  incident = announce_at (world, "incident", "La recherche ne répond pas", "", 0, NOW + HOUR, NOW + 2, &error);
  g_assert_no_error (error);
  assert_public (world, NOW + 3, "La recherche ne répond pas, Demain");
  assert_public (world, NOW + HOUR, "Demain");
  assert_public (world, NOW + 25 * HOUR, "Plus tard");
  assert_public (world, NOW + 49 * HOUR, "");
  g_assert_true (release != NULL && near != NULL && far != NULL && incident != NULL);
}

static void
test_nobody_writes (SpicoJmapWorld *world,
                    gconstpointer   data)
{
  g_autofree char *id = announce (world, "release", "Version 3.1", 0, 0);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Announcement/set',{'accountId':'region','destroy':['%s']},'0'],['Announcement/get',{'accountId':'pa','ids':null},'1'],"
                                                         "['Announcement/get',{'accountId':'region','ids':null},'2'],"
                                                         "['Announcement/query',{'accountId':'region','filter':{'colour':'red'}},'3']", id);

  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/type"), ==, "accountReadOnly");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/1/1/type"), ==, "accountNotSupportedByMethod");
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/2/1/list"), ==, 1);
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/3/1/type"), ==, "unsupportedFilter");
}

static void
test_changes_tell_what_comes_and_goes (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autoptr (SpicoAnswer) before = read_all (world, "pa");
  g_autofree char *state = g_strdup (spico_jmap_world_text (before, "/methodResponses/0/1/state"));
  g_autofree char *first = announce (world, "release", "Version 3.1", 0, 0);
  g_autofree char *second = NULL;
  g_autofree char *between = NULL;
  g_autoptr (SpicoAnswer) came = spico_jmap_world_ask (world, "pa", "['Announcement/changes',{'accountId':'region','sinceState':'%s'},'0']", state);
  g_autoptr (SpicoAnswer) went = NULL;
  g_autoptr (SpicoAnswer) listed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (spico_jmap_world_size (came, "/methodResponses/0/1/created"), ==, 1);
  g_assert_cmpstr (spico_jmap_world_text (came, "/methodResponses/0/1/created/0"), ==, first);
  between = g_strdup (spico_jmap_world_text (came, "/methodResponses/0/1/newState"));

  second = announce_at (world, "maintenance", "Mise à jour", "", NOW + HOUR, NOW + 2 * HOUR, NOW + 1, &error);
  g_assert_no_error (error);
  listed = spico_jmap_world_ask (world, "pa", "['Announcement/query',{'accountId':'region'},'0'],['Announcement/query',{'accountId':'region','filter':{'kind':'release'}},'1']");
  g_assert_cmpstr (spico_jmap_world_text (listed, "/methodResponses/0/1/ids/0"), ==, second);
  g_assert_cmpstr (spico_jmap_world_text (listed, "/methodResponses/0/1/ids/1"), ==, first);
  g_assert_cmpuint (spico_jmap_world_size (listed, "/methodResponses/1/1/ids"), ==, 1);

  g_assert_true (withdraw (world, first, &error));
  went = spico_jmap_world_ask (world, "pa", "['Announcement/changes',{'accountId':'region','sinceState':'%s'},'0'],['Announcement/get',{'accountId':'region','ids':['%s']},'1']", between, first);
  g_assert_cmpstr (spico_jmap_world_text (went, "/methodResponses/0/1/destroyed/0"), ==, first);
  g_assert_cmpstr (spico_jmap_world_text (went, "/methodResponses/1/1/notFound/0"), ==, first);
  g_assert_false (withdraw (world, first, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND);
}

static void
assert_refused (SpicoJmapWorld *world,
                const char     *kind,
                const char     *title,
                const char     *text,
                gint64          starts_at,
                gint64          ends_at)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = announce_at (world, kind, title, text, starts_at, ends_at, NOW, &error);
  g_autoptr (SpicoAnswer) answer = NULL;

  g_assert_null (id);
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
  answer = read_all (world, "pa");
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/list"), ==, 0);
}

static void
test_what_is_wrong_is_refused (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *long_title = g_strnfill (101, 'a');
  g_autofree char *long_text = g_strnfill (5001, 'a');

  assert_refused (world, "advertisement", "Titre", "", 0, 0);
  assert_refused (world, "release", " ", "", 0, 0);
  assert_refused (world, "release", "Deux\nlignes", "", 0, 0);
  assert_refused (world, "release", "\xff", "", 0, 0);
  assert_refused (world, "release", long_title, "", 0, 0);
  assert_refused (world, "release", "Titre", long_text, 0, 0);
  assert_refused (world, "release", "Titre", "", NOW, NOW + HOUR);
  assert_refused (world, "outage", "Titre", "", 0, 0);
  assert_refused (world, "incident", "Titre", "", NOW + HOUR, 0);
  assert_refused (world, "incident", "Titre", "", 0, NOW - HOUR);
  assert_refused (world, "incident", "Titre", "", NOW - 2 * HOUR, NOW);
  assert_refused (world, "maintenance", "Titre", "", 0, 0);
  assert_refused (world, "maintenance", "Titre", "", NOW + HOUR, 0);
  assert_refused (world, "maintenance", "Titre", "", NOW + 2 * HOUR, NOW + HOUR);
  assert_refused (world, "maintenance", "Titre", "", NOW - 2 * HOUR, NOW - HOUR);
}

static void
test_they_are_bounded (SpicoJmapWorld *world,
                       gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *last = NULL;

  for (guint i = 0; i < SPICO_OPERATOR_MAX_ANNOUNCEMENTS; i++)
    {
      g_free (last);
      last = announce (world, "release", "Version", 0, 0);
    }
  g_assert_null (announce_at (world, "release", "Version", "", 0, 0, NOW, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (withdraw (world, last, &error));
  g_free (last);
  last = announce (world, "release", "Version", 0, 0);
}

#define ADD(name, function) g_test_add ("/server/announcements/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F008-everyone-reads", test_everyone_reads);
  ADD ("F005-an-incident-has-begun", test_an_incident_has_begun);
  ADD ("F008-who-cannot-sign-in-is-told-what-does-not-work", test_who_cannot_sign_in_is_told_what_does_not_work);
  ADD ("F008-nobody-writes", test_nobody_writes);
  ADD ("F008-changes-tell-what-comes-and-goes", test_changes_tell_what_comes_and_goes);
  ADD ("F008-what-is-wrong-is-refused", test_what_is_wrong_is_refused);
  ADD ("F008-they-are-bounded", test_they_are_bounded);

  return g_test_run ();
}
