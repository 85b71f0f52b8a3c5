/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the real program, as an operator does. */
#include <gio/gio.h>
#include <string.h>

#include "spico-auth-hash.h"
#include "spico-auth.h"
#include "spico-schema.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define MAUGER "p899700900014"
#define TOTARO "p899700900022"
#define EHPAD "f310990106"

typedef struct {
  SpicoTestDatabase *database;
  char *out;
  char *err;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->database = spico_test_database_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_free (fixture->out);
  g_free (fixture->err);
  spico_test_database_free (fixture->database);
}

/* Runs spicoctl with these arguments, the database's before them, and this on its standard input; answers how it ended. */
static int
run_with_input (Fixture           *fixture,
                const char        *input,
                const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (builder, g_getenv ("SPICOCTL"), "--database", spico_test_database_get_uri (fixture->database), NULL);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);

  process = g_subprocess_newv ((const char *const *) command, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_subprocess_communicate_utf8 (process, input, NULL, &fixture->out, &fixture->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_test_message ("%s%s", fixture->out, fixture->err);
  return g_subprocess_get_exit_status (process);
}

#define RUN(fixture, ...) run_with_input (fixture, "", (const char *const[]) { __VA_ARGS__, NULL })

static void
assert_said (const char *text,
             const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static char *
demo (const char *name)
{
  return g_build_filename (g_getenv ("SPICO_DEMO"), name, NULL);
}

static void
load_registers (Fixture *fixture)
{
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *finess = demo ("finess.csv");

  g_assert_cmpint (RUN (fixture, "import", "rpps", rpps), ==, 0);
  g_assert_cmpint (RUN (fixture, "import", "finess", finess), ==, 0);
}

static gint64
count (Fixture    *fixture,
       const char *sql)
{
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (fixture->database);
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  spico_sql_query_int64 (connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* Everything that a command could have changed, in one number. */
static gint64
weigh (Fixture *fixture)
{
  static const char *const tables[] = { "login", "principal", "delegation", "dossier", "dossier_member", "conversation", "message", "read_marker", "favourite", "favourite_group_share", "absence", "audit", "change", "creation" };
  g_autoptr (GString) sql = g_string_new ("SELECT (SELECT COALESCE(sum(modseq), 0) FROM state)");

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_string_append_printf (sql, " + (SELECT count(*) FROM %s)", tables[i]);

  g_string_append_printf (sql, " + (SELECT COALESCE(sum(%s), 0) FROM principal) + (SELECT COALESCE(sum(is_enabled), 0) FROM login)", "has_account");
  return count (fixture, sql->str);
}

static gboolean
opens (Fixture    *fixture,
       const char *login,
       const char *password)
{
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (fixture->database);
  g_autofree char *hash = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_auth_find_login (connection, login, &hash, &error));
  g_assert_no_error (error);
  return hash != NULL && spico_auth_verify_password (hash, password);
}

static void
test_what_is_not_understood (Fixture      *fixture,
                             gconstpointer data)
{
  g_assert_cmpint (RUN (fixture, "--help"), ==, 0);
  assert_said (fixture->out, "account create");
  g_assert_cmpint (RUN (fixture, "--version"), ==, 0);
  assert_said (fixture->out, SPICO_VERSION);
  g_assert_cmpint (RUN (fixture, "account"), ==, 2);
  g_assert_cmpint (RUN (fixture, "account", "destroy", "mauger"), ==, 2);
  g_assert_cmpint (RUN (fixture, "import", "rpps"), ==, 2);
  g_assert_cmpint (RUN (fixture, "--odd", "import", "rpps", "x"), ==, 2);
  assert_said (fixture->err, "--odd");
}

static void
test_registers (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *finess = demo ("finess.csv");

  g_assert_cmpint (RUN (fixture, "import", "rpps", rpps), ==, 0);
  assert_said (fixture->out, "Added: 45\n");
  assert_said (fixture->out, "Damaged lines, left out: 0\n");
  g_assert_cmpint (RUN (fixture, "import", "finess", finess), ==, 0);
  assert_said (fixture->out, "Added: 12\n");
  g_assert_cmpint (RUN (fixture, "import", "rpps", rpps), ==, 0);
  assert_said (fixture->out, "Unchanged: 45\n");
}

static void
test_damage_is_told_by_line (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *path = g_build_filename (spico_test_database_get_folder (fixture->database), "PS_LibreAcces_Personne_activite_202610080830.txt", NULL);
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *contents = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (rpps, &contents, NULL, &error));
  damaged = g_strconcat (contents, "one|two\n", NULL);
  g_assert_true (g_file_set_contents (path, damaged, -1, &error));

  g_assert_cmpint (RUN (fixture, "import", "rpps", path), ==, 0);
  assert_said (fixture->err, "the number of columns is wrong");
  assert_said (fixture->out, "Damaged lines, left out: 1\n");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE source = 'RPPS' AND source_date = '2026-10-08'"), ==, 1);
}

static void
test_what_is_no_register (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *finess = demo ("finess.csv");
  gint64 before;

  load_registers (fixture);
  before = weigh (fixture);
  g_assert_cmpint (RUN (fixture, "import", "rpps", finess), ==, 1);
  assert_said (fixture->err, "not an RPPS extraction");
  g_assert_cmpint (RUN (fixture, "import", "finess", rpps), ==, 1);
  assert_said (fixture->err, "not a FINESS extraction");
  g_assert_cmpint (RUN (fixture, "import", "rpps", "/nonexistent"), ==, 1);
  g_assert_cmpint (RUN (fixture, "import", "finess", "/"), ==, 1);
  g_assert_cmpint (weigh (fixture), ==, before);
}

static void
test_accounts (Fixture      *fixture,
               gconstpointer data)
{
  const char *password;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "mauger", "--principal", MAUGER), ==, 0);
  password = strstr (fixture->out, "only this once: ");
  g_assert_nonnull (password);
  g_strchomp ((char *) password);
  g_assert_true (opens (fixture, "mauger", password + strlen ("only this once: ")));
  g_assert_false (opens (fixture, "mauger", "something else"));
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE has_account = 1"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM change WHERE account_id = 'region' AND object_id = '" MAUGER "'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM audit WHERE person_id = 'operator' AND action = 'account.create'"), ==, 1);

  g_assert_cmpint (run_with_input (fixture, "une phrase de passe\n", (const char *const[]) { "account", "create", "--login", "totaro", "--principal", TOTARO, "--password-stdin", NULL }), ==, 0);
  g_assert_null (strstr (fixture->out, "phrase"));
  g_assert_true (opens (fixture, "totaro", "une phrase de passe"));

  g_assert_cmpint (RUN (fixture, "account", "disable", "totaro"), ==, 0);
  g_assert_false (opens (fixture, "totaro", "une phrase de passe"));
  g_assert_cmpint (RUN (fixture, "account", "enable", "totaro"), ==, 0);
  g_assert_true (opens (fixture, "totaro", "une phrase de passe"));

  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--principal", EHPAD), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT has_account FROM principal WHERE id = '" EHPAD "'"), ==, 1);
}

static void
test_accounts_that_cannot_be (Fixture      *fixture,
                              gconstpointer data)
{
  gint64 before;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "mauger", "--principal", MAUGER), ==, 0);
  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--principal", EHPAD), ==, 0);
  before = weigh (fixture);

  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "mauger", "--principal", TOTARO), ==, 1);
  assert_said (fixture->err, "taken");
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "other", "--principal", MAUGER), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "other", "--principal", "p000000000000"), ==, 1);
  assert_said (fixture->err, "no such person");
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "other", "--principal", EHPAD), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "two words", "--principal", TOTARO), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--principal", EHPAD), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--principal", TOTARO), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "disable", "nobody"), ==, 1);
  assert_said (fixture->err, "no such login");
  g_assert_cmpint (run_with_input (fixture, "short\n", (const char *const[]) { "account", "create", "--login", "totaro", "--principal", TOTARO, "--password-stdin", NULL }), ==, 1);
  g_assert_cmpint (run_with_input (fixture, "", (const char *const[]) { "account", "create", "--login", "totaro", "--principal", TOTARO, "--password-stdin", NULL }), ==, 1);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "totaro"), ==, 2);
  g_assert_cmpint (RUN (fixture, "account", "create", "--principal", TOTARO), ==, 2);
  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--login", "x", "--principal", EHPAD), ==, 2);
  g_assert_cmpint (RUN (fixture, "account", "create", "--structure", "--no-password", "--principal", EHPAD), ==, 2);
  g_assert_cmpint (RUN (fixture, "account", "create", "--login", "totaro", "--principal", TOTARO, "--no-password", "--password-stdin"), ==, 2);
  g_assert_cmpint (weigh (fixture), ==, before);
}

#define SET(account, delegate, scope, referent) "delegation", "set", "--account", account, "--delegate", delegate, "--scope", scope, "--referent", referent

static void
test_delegations (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 before;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, SET (EHPAD, MAUGER, "discussions", "Mme Brigitte VAYSSE, directrice")), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation WHERE referent = 'Mme Brigitte VAYSSE, directrice' AND set_by = 'operator' AND ended_at IS NULL"), ==, 1);
  g_assert_cmpint (RUN (fixture, SET (EHPAD, MAUGER, "all", "Mme Brigitte VAYSSE, directrice")), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation WHERE ended_at IS NULL AND scope = 'all'"), ==, 1);

  before = weigh (fixture);
  g_assert_cmpint (RUN (fixture, SET (EHPAD, MAUGER, "everything", "Mme X")), ==, 1);
  g_assert_cmpint (RUN (fixture, SET (EHPAD, MAUGER, "all", "")), ==, 1);
  g_assert_cmpint (RUN (fixture, SET (MAUGER, EHPAD, "all", "Mme X")), ==, 1);
  g_assert_cmpint (RUN (fixture, SET (MAUGER, MAUGER, "all", "Mme X")), ==, 1);
  g_assert_cmpint (RUN (fixture, SET ("f000000000", MAUGER, "all", "Mme X")), ==, 1);
  g_assert_cmpint (RUN (fixture, "delegation", "set", "--account", EHPAD, "--delegate", MAUGER, "--scope", "all"), ==, 2);
  g_assert_cmpint (RUN (fixture, "delegation", "end", "--account", EHPAD, "--delegate", TOTARO), ==, 1);
  g_assert_cmpint (weigh (fixture), ==, before);

  g_assert_cmpint (RUN (fixture, "delegation", "end", "--account", EHPAD, "--delegate", MAUGER), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation WHERE ended_at IS NULL"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM notification WHERE kind = 'delegation' AND status = 'queued' AND principal_id = '" MAUGER "' AND matter = 'operator-granted'"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM notification WHERE kind = 'delegation' AND status = 'queued' AND principal_id = '" MAUGER "' AND matter = 'operator-removed'"), ==, 1);
}

#define APPOINT(group, administrator, requester) "group", "appoint", "--group", group, "--administrator", administrator, "--requester", requester

/* Each by a mail. */
static void
assert_told_of_groups (Fixture    *fixture,
                       const char *person_id,
                       const char *matters)
{
  g_auto (GStrv) all = g_strsplit (matters, ",", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM notification WHERE kind = 'role' AND status = 'queued' AND principal_id = '%s' AND matter = '%s'", person_id, all[i]);

      g_assert_cmpint (count (fixture, sql), ==, 1);
    }
}

/* F058 */
static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *discussions = demo ("discussions.json");
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, "import", "discussions", discussions), ==, 0);
  connection = spico_test_database_connect (fixture->database);
  g_assert_true (spico_sql_connection_run_script (connection,
                                                  "INSERT INTO favourite_group (id, name, description, is_active, is_public, creator_account_id, creator_person_id, created_at, name_key)"
                                                  " VALUES ('g1', 'Équipe PCO', '', 1, 0, '" MAUGER "', '" MAUGER "', 0, 'equipe pco');"
                                                  "INSERT INTO favourite_group_share (id, group_id, principal_id, is_administrator, is_accepted, shared_at) VALUES ('s1', 'g1', '" MAUGER "', 1, 1, 0);",
                                                  &error));
  g_clear_pointer (&connection, spico_sql_connection_free);

  g_assert_cmpint (RUN (fixture, "group", "find", "ÉQUIPE"), ==, 0);
  assert_said (fixture->out, "g1: “Équipe PCO”, made by Mme Stéphanie MAUGER, administered by Mme Stéphanie MAUGER (" MAUGER ")\n");
  before = weigh (fixture);
  g_assert_cmpint (RUN (fixture, "group", "find"), ==, 2);
  g_assert_cmpint (RUN (fixture, "group", "appoint", "--group", "g1", "--administrator", TOTARO), ==, 2);
  g_assert_cmpint (RUN (fixture, APPOINT ("g1", TOTARO, TOTARO)), ==, 1);
  g_assert_cmpint (RUN (fixture, APPOINT ("g2", TOTARO, MAUGER)), ==, 1);
  g_assert_cmpint (RUN (fixture, APPOINT ("g1", "p000000000000", MAUGER)), ==, 1);
  g_assert_cmpint (weigh (fixture), ==, before);

  g_assert_cmpint (RUN (fixture, APPOINT ("g1", TOTARO, MAUGER)), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM favourite_group_share WHERE group_id = 'g1' AND principal_id = '" TOTARO "' AND is_administrator = 1"), ==, 1);
  assert_told_of_groups (fixture, TOTARO, "appointed");
  assert_told_of_groups (fixture, MAUGER, "granted");
}

/* F058 */
static void
test_group_requests (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *discussions = demo ("discussions.json");
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, "import", "discussions", discussions), ==, 0);
  connection = spico_test_database_connect (fixture->database);
  g_assert_true (spico_sql_connection_run_script (connection,
                                                  "INSERT INTO favourite_group (id, name, description, is_active, is_public, creator_account_id, creator_person_id, created_at, name_key)"
                                                  " VALUES ('g1', 'Équipe PCO', '', 1, 0, '" MAUGER "', '" MAUGER "', 0, 'equipe pco'), ('g2', 'CPTS', '', 1, 0, '" MAUGER "', '" MAUGER "', 0, 'cpts');"
                                                  "INSERT INTO favourite_group_share (id, group_id, principal_id, is_administrator, is_accepted, shared_at)"
                                                  " VALUES ('s1', 'g1', '" MAUGER "', 1, 1, 0), ('s2', 'g2', '" MAUGER "', 1, 1, 0);"
                                                  "INSERT INTO group_request (id, group_id, successor_id, status, created_at, account_id, person_id)"
                                                  " VALUES ('r1', 'g1', '" TOTARO "', 'pending', 1764417600000000, '" MAUGER "', '" MAUGER "'),"
                                                  " ('r2', 'g2', '" TOTARO "', 'pending', 1764504000000000, '" MAUGER "', '" MAUGER "');",
                                                  &error));
  g_clear_pointer (&connection, spico_sql_connection_free);

  g_assert_cmpint (RUN (fixture, "group", "requests"), ==, 0);
  assert_said (fixture->out, "r1: on 2025-11-29 Mme Stéphanie MAUGER (" MAUGER ") asks that Mme Marie TOTARO (" TOTARO ") administers the group “Équipe PCO” (g1)\nr2: ");
  before = weigh (fixture);
  g_assert_cmpint (RUN (fixture, "group", "grant"), ==, 2);
  g_assert_cmpint (RUN (fixture, "group", "grant", "r3"), ==, 1);
  g_assert_cmpint (weigh (fixture), ==, before);

  g_assert_cmpint (RUN (fixture, "group", "grant", "r1"), ==, 0);
  g_assert_cmpint (RUN (fixture, "group", "refuse", "r2"), ==, 0);
  g_assert_cmpint (RUN (fixture, "group", "grant", "r2"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM favourite_group_share WHERE group_id IN ('g1', 'g2') AND principal_id = '" TOTARO "' AND is_administrator = 1"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM group_request WHERE id = 'r1' AND status = 'done' OR id = 'r2' AND status = 'refused'"), ==, 2);
  assert_told_of_groups (fixture, TOTARO, "appointed");
  assert_told_of_groups (fixture, MAUGER, "granted,refused");
  g_assert_cmpint (RUN (fixture, "group", "requests"), ==, 0);
  g_assert_cmpstr (fixture->out, ==, "");
}

#define WINDOW(from, until) "announce", "add", "--kind", "maintenance", "--title", "Mise à jour", "--from", from, "--until", until

/* F008 */
static void
test_announcements (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *id = NULL;
  gint64 before;

  load_registers (fixture);
  before = count (fixture, "SELECT count(*) FROM audit");
  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "release", "--title", "Version 3.1", "--text", "Les annonces."), ==, 0);
  id = g_strstrip (g_strdup (fixture->out));
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement_mailing"), ==, 1);
  g_assert_cmpint (RUN (fixture, "announce", "list"), ==, 0);
  assert_said (fixture->out, ": still being mailed\n");
  g_assert_cmpint (RUN (fixture, WINDOW ("2999-12-01T22:00+01:00", "2999-12-02T02:00:00+01:00")), ==, 2);
  g_assert_cmpint (RUN (fixture, WINDOW ("2999-12-01T22:00:00+01:00", "2999-12-02T02:00:00+01:00")), ==, 0);
  g_assert_cmpint (RUN (fixture, WINDOW ("2999-12-03T22:00", "2999-12-04T02:00")), ==, 0);
  g_assert_cmpint (RUN (fixture, WINDOW ("2020-12-01T22:00", "2020-12-02T02:00")), ==, 1);
  g_assert_cmpint (RUN (fixture, WINDOW ("demain", "2999-12-02T02:00")), ==, 2);
  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "maintenance", "--title", "Mise à jour"), ==, 1);
  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "release"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement WHERE ends_at - starts_at = 14400000000"), ==, 2);

  g_assert_cmpint (RUN (fixture, "announce", "list"), ==, 0);
  assert_said (fixture->out, "release, “Version 3.1”\n");
  assert_said (fixture->out, "maintenance, “Mise à jour”, from 2999-12-");
  g_assert_cmpint (RUN (fixture, "announce", "withdraw", id), ==, 0);
  g_assert_cmpint (RUN (fixture, "announce", "withdraw", id), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement_mailing"), ==, 2);
  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "release", "--title", "Version 3.2", "--no-mail"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM announcement_mailing"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM audit"), ==, before + 5);

  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "incident", "--title", "Les courriels tardent", "--from", "2999-12-01T22:00"), ==, 1);
  g_assert_cmpint (RUN (fixture, "announce", "add", "--kind", "incident", "--title", "Les courriels tardent"), ==, 0);
  g_assert_cmpint (RUN (fixture, "announce", "list"), ==, 0);
  assert_said (fixture->out, "incident, “Les courriels tardent”, since 20");
}

static void
test_the_demonstration_region (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *discussions = demo ("discussions.json");
  gint64 before;

  load_registers (fixture);
  g_assert_cmpint (RUN (fixture, "import", "discussions", discussions), ==, 0);
  assert_said (fixture->out, "Accounts: 16\n");
  assert_said (fixture->out, "Dossiers: 24\n");
  assert_said (fixture->out, "Conversations: 21\n");
  assert_said (fixture->out, "Messages: 222\n");

  g_assert_true (opens (fixture, "mauger", "spico-demo"));
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message"), ==, 222);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM conversation c WHERE c.last_message_seq <> (SELECT count(*) FROM message m WHERE m.conversation_id = c.id)"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message m JOIN message n ON n.conversation_id = m.conversation_id AND n.seq = m.seq + 1 WHERE n.sent_at < m.sent_at"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message WHERE from_account_id = '" EHPAD "' AND from_person_id <> '" MAUGER "'"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM message WHERE from_account_id = '" EHPAD "'"), >, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM dossier_member"), ==, 93);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM absence"), ==, 2);

  before = weigh (fixture);
  g_assert_cmpint (RUN (fixture, "import", "discussions", discussions), ==, 1);
  assert_said (fixture->err, "/accounts/0: ");
  g_assert_cmpint (weigh (fixture), ==, before);
}

#define ACCOUNTS "\"accounts\": [{\"login\": \"mauger\", \"password\": \"spico-demo\", \"principal\": \"" MAUGER "\"}]"
#define REST "\"structures\": [], \"delegations\": [], \"favourites\": [], \"groups\": [], \"absences\": []"
#define CONVERSATION(person, dossier, messages, markers)                                                                       \
  "{" ACCOUNTS ", " REST ", \"dossiers\": [], \"conversations\": [{\"account\": \"" MAUGER "\", \"person\": \"" person "\", \"subject\": \"Objet\", \"dossier\": " dossier                        \
  ", \"participants\": [\"" MAUGER "\", \"" TOTARO "\"], \"messages\": [" messages "], \"readBy\": [" markers "]}]}"
#define MESSAGE(person, at) "{\"person\": \"" person "\", \"account\": \"" person "\", \"at\": " at ", \"text\": \"Bonjour\"}"

static void
test_a_wrong_region_changes_nothing (Fixture      *fixture,
                                     gconstpointer data)
{
  static const struct {
    const char *json;
    const char *where;
  } files[] = {
    { "", "not JSON" },
    { "[]", "must be an object" },
    { "{\"accounts\": []}", "/structures: must be an array" },
    { "{\"odd\": []}", "holds a name that is not known" },
    { "{" ACCOUNTS ", " REST ", \"dossiers\": [{\"key\": \"x\", \"members\": [{\"principal\": \"" MAUGER "\"}], \"birthName\": \"\"}], \"conversations\": []}", "/dossiers/0: is refused" },
    { "{\"accounts\": [{\"login\": 7}]}", "/accounts/0/login: must be a text" },
    { "{\"accounts\": [{\"login\": \"a\", \"password\": \"spico-demo\", \"principal\": \"p1\"}]}", "/accounts/0: " },
    { CONVERSATION (MAUGER, "\"none\"", "", ""), "/conversations/0: is about a dossier" },
    { CONVERSATION (TOTARO, "null", "", ""), "/conversations/0: is refused" },
    { CONVERSATION (MAUGER, "null", MESSAGE ("p899700900048", "{\"minutesAgo\": 5}"), ""), "/conversations/0/messages/0: is refused" },
    { CONVERSATION (MAUGER, "null", MESSAGE (MAUGER, "{\"daysAgo\": 1, \"time\": \"25:00\"}"), ""), "/at: must hold a time of day" },
    { CONVERSATION (MAUGER, "null", MESSAGE (MAUGER, "{\"minutesAgo\": 5}") ", " MESSAGE (MAUGER, "{\"minutesAgo\": 6}"), ""), "/conversations/0/messages/1: is older" },
    { CONVERSATION (MAUGER, "null", "", "{\"person\": \"" MAUGER "\", \"account\": \"" MAUGER "\", \"upTo\": 1}"), "/conversations/0/readBy/0/upTo: must be a number" },
  };
  g_autofree char *path = g_build_filename (spico_test_database_get_folder (fixture->database), "region.json", NULL);
  gint64 before;

  load_registers (fixture);
  before = weigh (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i].json, -1, &error));
      g_assert_cmpint (RUN (fixture, "import", "discussions", path), ==, 1);
      assert_said (fixture->err, files[i].where);
      g_assert_cmpint (weigh (fixture), ==, before);
    }

  g_assert_true (g_file_set_contents (path, CONVERSATION (MAUGER, "null", MESSAGE (MAUGER, "{\"minutesAgo\": 5}") ", " MESSAGE (TOTARO, "{\"minutesAgo\": 4}"), ""), -1, NULL));
  g_assert_cmpint (RUN (fixture, "import", "discussions", path), ==, 0);
}

static void
test_what_is_no_database (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, 'x');

  if (spico_test_database_uses_postgres ())
    {
      g_test_skip ("Of SQLite files");
      return;
    }

  g_assert_cmpint (RUN (fixture, "account", "disable", "mauger"), ==, 1);
  g_assert_false (g_file_test (spico_test_database_get_uri (fixture->database), G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (spico_test_database_get_uri (fixture->database), text, -1, NULL));
  g_assert_cmpint (RUN (fixture, "account", "disable", "mauger"), ==, 1);
  assert_said (fixture->err, "not a database of Spico");
}

static void
test_an_encrypted_database (Fixture      *fixture,
                            gconstpointer data)
{
  const char *folder = spico_test_database_get_folder (fixture->database);
  g_autofree char *key = g_build_filename (folder, "key", NULL);
  g_autofree char *other = g_build_filename (folder, "other-key", NULL);
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (spico_test_database_uses_postgres ())
    {
      g_test_skip ("Of SQLite files");
      return;
    }

  g_assert_true (g_file_set_contents (key, "0123456789abcdef0123456789abcdef", 32, NULL));
  g_assert_true (g_file_set_contents (other, "0123456789abcdef0123456789abcdee", 32, NULL));
  g_assert_cmpint (RUN (fixture, "--key-file", key, "import", "rpps", rpps), ==, 0);
  g_assert_cmpint (RUN (fixture, "--key-file", other, "import", "rpps", rpps), ==, 1);
  assert_said (fixture->err, "key does not open");
  g_assert_cmpint (RUN (fixture, "import", "rpps", rpps), ==, 1);
  assert_said (fixture->err, "encrypted");
  g_assert_cmpint (RUN (fixture, "--key-file", "/nonexistent", "import", "rpps", rpps), ==, 1);
  g_assert_true (g_file_get_contents (spico_test_database_get_uri (fixture->database), &contents, &length, NULL));
  g_assert_null (memmem (contents, length, "MAUGER", 6));
}

/* Many people, in the columns of the demonstration file. */
static char *
many_people (const char *rpps)
{
  g_auto (GStrv) lines = g_strsplit (rpps, "\n", 3);
  const char *rest = strchr (strchr (strchr (lines[1], '|') + 1, '|') + 1, '|');
  GString *text = g_string_new (lines[0]);

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "\n8|%011u|8%011u%s", i, i, rest);

  return g_string_free (text, FALSE);
}

static void
test_a_load_that_is_killed (Fixture      *fixture,
                            gconstpointer data)
{
  g_autofree char *rpps = demo ("rpps.txt");
  g_autofree char *contents = NULL;
  g_autofree char *people = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  load_registers (fixture);
  before = weigh (fixture);
  g_assert_true (g_file_get_contents (rpps, &contents, NULL, &error));
  people = many_people (contents);

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, g_getenv ("SPICOCTL"), "--database",
                              spico_test_database_get_uri (fixture->database), "import", "rpps", "/dev/stdin", NULL);
  g_assert_no_error (error);

  /* A pipe holds 64 kB and the importer 128 kB: when all is written, it is in the middle of a far longer file. */
  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), people, strlen (people), NULL, NULL, &error));
  g_assert_no_error (error);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpint (weigh (fixture), ==, before);
  g_assert_cmpint (RUN (fixture, "import", "rpps", rpps), ==, 0);
  assert_said (fixture->out, "Unchanged: 45\n");
}

#define ADD(name, function) g_test_add ("/ctl/spicoctl/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("what-is-not-understood", test_what_is_not_understood);
  ADD ("registers", test_registers);
  ADD ("damage-is-told-by-line", test_damage_is_told_by_line);
  ADD ("what-is-no-register", test_what_is_no_register);
  ADD ("accounts", test_accounts);
  ADD ("accounts-that-cannot-be", test_accounts_that_cannot_be);
  ADD ("delegations", test_delegations);
  ADD ("F058-groups", test_groups);
  ADD ("F058-group-requests", test_group_requests);
  ADD ("F008-announcements", test_announcements);
  ADD ("the-demonstration-region", test_the_demonstration_region);
  ADD ("a-wrong-region-changes-nothing", test_a_wrong_region_changes_nothing);
  ADD ("a-load-that-is-killed", test_a_load_that_is_killed);
  ADD ("what-is-no-database", test_what_is_no_database);
  ADD ("an-encrypted-database", test_an_encrypted_database);

  return g_test_run ();
}
