/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-query.h"
#include "spico-test-database.h"

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *one;
  SpicoSqlConnection *two;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->one = spico_test_database_connect (fixture->database);
  fixture->two = spico_test_database_connect (fixture->database);
  spico_sql_connection_run_script (fixture->one, "CREATE TABLE counter (id TEXT PRIMARY KEY, value BIGINT NOT NULL); INSERT INTO counter VALUES ('a', 0); INSERT INTO counter VALUES ('b', 0)",
                                   &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->one);
  spico_sql_connection_free (fixture->two);
  spico_test_database_free (fixture->database);
}

static void
begin (SpicoSqlConnection *connection,
       SpicoSqlTransaction mode)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (connection, mode, &error);
  g_assert_no_error (error);
}

static void
commit (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_commit (connection, &error);
  g_assert_no_error (error);
}

static void
raise_counter (SpicoSqlConnection *connection,
               const char         *id)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (connection, "UPDATE counter SET value = value + 1 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &error);
  g_assert_no_error (error);
}

static gint64
read_counter (SpicoSqlConnection *connection,
              const char         *id)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  spico_sql_query_int64 (connection, "SELECT value FROM counter WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), -1, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_commit_and_rollback (Fixture      *fixture,
                          gconstpointer data)
{
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  g_assert_true (spico_sql_connection_in_transaction (fixture->one));
  raise_counter (fixture->one, "a");
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 1);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 0);
  commit (fixture->one);
  g_assert_false (spico_sql_connection_in_transaction (fixture->one));
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  spico_sql_connection_rollback (fixture->one);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 1);
}

static void
test_a_reader_has_one_snapshot (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_READ);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
  raise_counter (fixture->two, "a");
  raise_counter (fixture->two, "b");
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
  g_assert_cmpint (read_counter (fixture->one, "b"), ==, 0);

  g_assert_false (spico_sql_run (fixture->one, "UPDATE counter SET value = 9", NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  spico_sql_connection_rollback (fixture->one);
  g_assert_cmpint (read_counter (fixture->one, "b"), ==, 1);
}

static void
test_savepoints (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "object", &error));
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "object", &error));
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "object", &error));
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 2);
  g_assert_true (spico_sql_connection_release (fixture->one, "object", &error));
  g_assert_true (spico_sql_connection_release (fixture->one, "object", &error));
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 2);
  g_assert_false (spico_sql_connection_release (fixture->one, "object", &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 2);
}

static void
test_an_error_spoils_the_transaction (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_false (spico_sql_run (fixture->one, "INSERT INTO counter VALUES ('a', 1)", NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  g_clear_error (&error);

  g_assert_false (spico_sql_run (fixture->one, "UPDATE counter SET value = 5", NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_false (spico_sql_connection_commit (fixture->one, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_assert_false (spico_sql_connection_in_transaction (fixture->one));
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
}

static void
test_a_savepoint_forgives (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_false (spico_sql_run (fixture->one, "INSERT INTO counter VALUES ('a', 1)", NULL, &error));
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  g_assert_true (spico_sql_connection_release (fixture->one, "s", &error));
  raise_counter (fixture->one, "b");
  commit (fixture->one);

  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);
  g_assert_cmpint (read_counter (fixture->two, "b"), ==, 1);
}

/* The inner one costs the database nothing, where nothing was done since the outer one; it must behave all the same. */
static void
test_a_savepoint_in_a_fresh_one (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "request", &error));
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (spico_sql_connection_savepoint (fixture->one, "object", &error));
      raise_counter (fixture->one, "a");
      g_assert_true (spico_sql_connection_rollback_to (fixture->one, "object", &error));
      g_assert_cmpint (read_counter (fixture->one, "a"), ==, 1);
      raise_counter (fixture->one, "b");
      g_assert_true (spico_sql_connection_release (fixture->one, "object", &error));
      g_assert_cmpint (read_counter (fixture->one, "b"), ==, i + 1);
    }

  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "request", &error));
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 1);
  g_assert_cmpint (read_counter (fixture->one, "b"), ==, 0);
  g_assert_true (spico_sql_connection_release (fixture->one, "request", &error));
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);
}

static gboolean
insert_later (SpicoSqlConnection *connection,
              const char         *id,
              GError            **error)
{
  return spico_sql_run_later (connection, "INSERT INTO counter VALUES ($1, 7)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

static void
test_what_runs_later_is_seen_and_kept (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("later-%u", i);

      g_assert_true (insert_later (fixture->one, id, &error));
    }
  g_assert_cmpint (read_counter (fixture->one, "later-299"), ==, 7);
  g_assert_true (insert_later (fixture->one, "last", &error));
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "last"), ==, 7);

  /* Outside a transaction there is nothing to wait for. */
  g_assert_true (insert_later (fixture->one, "alone", &error));
  g_assert_cmpint (read_counter (fixture->two, "alone"), ==, 7);
}

/* What is committed without waiting is there once something after it was answered. */
static void
test_what_is_committed_later (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("committed-%u", i);

      begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
      g_assert_true (insert_later (fixture->one, id, &error));
      g_assert_true (spico_sql_connection_commit_later (fixture->one, &error));
      g_assert_false (spico_sql_connection_in_transaction (fixture->one));
    }
  g_assert_cmpint (read_counter (fixture->one, "committed-2"), ==, 7);
  g_assert_cmpint (read_counter (fixture->two, "committed-2"), ==, 7);

  /* An error from then on is one of the transaction at hand alone. */
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "inner", &error));
  g_assert_false (spico_sql_run (fixture->one, "INSERT INTO counter VALUES ('committed-2', 7)", NULL, &error));
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "inner", &error));
  g_assert_true (insert_later (fixture->one, "behind", &error));
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "behind"), ==, 7);
  g_assert_false (spico_sql_connection_commit_later (fixture->one, &error));
}

/* What fails while nobody waits is told to whoever waits next, and nothing behind it is done. */
static void
test_what_fails_in_a_later_commit_is_told (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_told;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  is_told = !insert_later (fixture->one, "twice", &error) || !insert_later (fixture->one, "twice", &error) || !spico_sql_connection_commit_later (fixture->one, &error);
  if (!is_told)
    {
      begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
      is_told = !insert_later (fixture->one, "behind", &error) || !spico_sql_run (fixture->one, "UPDATE counter SET value = 8 WHERE id = 'behind'", NULL, &error);
    }
  g_assert_true (is_told);
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  spico_sql_connection_rollback (fixture->one);
  g_clear_error (&error);

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  g_assert_true (insert_later (fixture->one, "after", &error));
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "twice"), ==, -1);
  g_assert_cmpint (read_counter (fixture->two, "behind"), ==, -1);
  g_assert_cmpint (read_counter (fixture->two, "after"), ==, 7);
}

static void
test_what_fails_later_is_not_committed (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "b");
  g_assert_false (insert_later (fixture->one, "a", &error) && spico_sql_connection_commit (fixture->one, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  spico_sql_connection_rollback (fixture->one);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
  g_assert_cmpint (read_counter (fixture->one, "b"), ==, 0);
}

/* It fails inside its own savepoint, whatever else was asked for behind it; what was prepared behind it, in vain, is prepared anew. */
static void
test_a_savepoint_forgives_what_fails_later (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 sum = 0;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_false (insert_later (fixture->one, "a", &error)
                  && spico_sql_query_int64 (fixture->one, "SELECT SUM(value) FROM counter", NULL, 0, &sum, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  g_assert_true (insert_later (fixture->one, "c", &error));
  g_assert_true (spico_sql_connection_release (fixture->one, "s", &error));
  g_assert_true (spico_sql_query_int64 (fixture->one, "SELECT SUM(value) FROM counter", NULL, 0, &sum, &error));
  g_assert_cmpint (sum, ==, 8);

  /* What nobody has waited for when it is undone is nobody's error. */
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  if (!insert_later (fixture->one, "a", &error))
    g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  g_assert_true (spico_sql_connection_release (fixture->one, "s", &error));

  /* A release waits: it never says that something is kept which failed. */
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_false (insert_later (fixture->one, "a", &error) && spico_sql_connection_release (fixture->one, "s", &error));
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);
  g_assert_cmpint (read_counter (fixture->two, "c"), ==, 7);
}

#define INSERT_AND_TELL "INSERT INTO counter VALUES ($1, 7) RETURNING id"

static void
announce (SpicoSqlConnection *connection,
          const char         *id)
{
  spico_sql_announce (connection, INSERT_AND_TELL, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
}

static void
assert_inserts (SpicoSqlConnection *connection,
                const char         *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  spico_sql_query_text (connection, INSERT_AND_TELL, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &told, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (told, ==, id);
}

/* Whether the database was asked before or not, it does it once. */
static void
test_what_is_announced_is_done_once (Fixture      *fixture,
                                     gconstpointer data)
{
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  announce (fixture->one, "x");
  announce (fixture->one, "y");
  announce (fixture->one, "z");
  assert_inserts (fixture->one, "y");
  assert_inserts (fixture->one, "x");
  assert_inserts (fixture->one, "w");
  assert_inserts (fixture->one, "z");
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "z"), ==, 7);
}

/* What was undone is not taken for done, and what stands outside is. */
static void
test_what_is_announced_goes_with_its_savepoint (Fixture      *fixture,
                                                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  announce (fixture->one, "outside");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  announce (fixture->one, "inside");
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  assert_inserts (fixture->one, "inside");
  announce (fixture->one, "released");
  g_assert_true (spico_sql_connection_release (fixture->one, "s", &error));
  assert_inserts (fixture->one, "outside");
  spico_sql_connection_rollback (fixture->one);

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  announce (fixture->one, "given up");
  spico_sql_connection_rollback (fixture->one);
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  assert_inserts (fixture->one, "given up");
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "inside"), ==, -1);
  g_assert_cmpint (read_counter (fixture->two, "given up"), ==, 7);
}

static void
test_what_fails_when_announced_fails (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  announce (fixture->one, "a");
  announce (fixture->one, "c");
  g_assert_false (spico_sql_query_text (fixture->one, INSERT_AND_TELL, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a")), &told, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (fixture->one, "s", &error));
  assert_inserts (fixture->one, "c");
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);
}

/* Nobody waited, and nothing is kept. */
static void
test_what_fails_in_a_later_release_is_not_committed (Fixture      *fixture,
                                                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_false (insert_later (fixture->one, "a", &error) && spico_sql_connection_release_later (fixture->one, "s", &error)
                  && spico_sql_connection_commit (fixture->one, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  spico_sql_connection_rollback (fixture->one);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
}

/* The savepoint was never set, as what was run before it had failed: rolling back to it would undo what is taken for kept. */
static void
test_what_fails_in_a_later_release_is_not_undone_unseen (Fixture      *fixture,
                                                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "b");
  g_assert_true (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_false (insert_later (fixture->one, "c", &error) && insert_later (fixture->one, "a", &error)
                  && spico_sql_connection_release_later (fixture->one, "s", &error) && spico_sql_connection_savepoint (fixture->one, "s", &error)
                  && spico_sql_connection_rollback_to (fixture->one, "s", &error) && spico_sql_connection_release (fixture->one, "s", &error)
                  && spico_sql_connection_commit (fixture->one, &error));
  g_assert_nonnull (error);
  spico_sql_connection_rollback (fixture->one);
  g_assert_cmpint (read_counter (fixture->one, "b"), ==, 0);
  g_assert_cmpint (read_counter (fixture->one, "c"), ==, -1);
}

static void
test_misuse_is_an_error (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (spico_sql_connection_commit (fixture->one, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (spico_sql_connection_savepoint (fixture->one, "s", &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_clear_error (&error);
  spico_sql_connection_rollback (fixture->one);

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  g_assert_false (spico_sql_connection_begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  raise_counter (fixture->one, "a");
  commit (fixture->one);
  g_assert_cmpint (read_counter (fixture->two, "a"), ==, 1);
}

static void
test_another_writer_makes_busy (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_set_busy_timeout (fixture->two, 20);
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");

  if (spico_sql_connection_begin (fixture->two, SPICO_SQL_TRANSACTION_WRITE, &error))
    g_assert_false (spico_sql_run (fixture->two, "UPDATE counter SET value = 7 WHERE id = 'a'", NULL, &error));

  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
  spico_sql_connection_rollback (fixture->two);
  commit (fixture->one);

  /* Tried again it succeeds. */
  begin (fixture->two, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->two, "a");
  commit (fixture->two);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 2);
}

static void
test_rows_can_be_locked (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *sql = g_strconcat ("SELECT value FROM counter WHERE id = 'a'", spico_sql_connection_for_update (fixture->one), NULL);
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  g_assert_true (spico_sql_query_int64 (fixture->one, sql, NULL, -1, &value, &error));
  g_assert_no_error (error);
  commit (fixture->one);
}

static void
test_closing_rolls_back (Fixture      *fixture,
                         gconstpointer data)
{
  SpicoSqlConnection *third = spico_test_database_connect (fixture->database);

  begin (third, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (third, "a");
  spico_sql_connection_free (third);
  g_assert_cmpint (read_counter (fixture->one, "a"), ==, 0);
}

static gboolean
has_changed (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;

  begin (connection, SPICO_SQL_TRANSACTION_READ);
  g_assert_true (spico_sql_connection_has_changed (connection, &changed, &error));
  spico_sql_connection_rollback (connection);

  return changed;
}

static void
test_what_others_commit_is_a_change (Fixture      *fixture,
                                     gconstpointer data)
{
  g_assert_true (has_changed (fixture->two));
  g_assert_false (has_changed (fixture->two));

  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  has_changed (fixture->two);
  commit (fixture->one);
  g_assert_true (has_changed (fixture->two));
  g_assert_false (has_changed (fixture->two));
  g_assert_false (has_changed (fixture->two));
}

/* Those that began before a mark was taken, and commit after it, must not be missed. */
static void
test_commits_out_of_order_are_changes (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr (SpicoSqlConnection) third = spico_test_database_connect (fixture->database);
  begin (fixture->one, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (fixture->one, "a");
  begin (third, SPICO_SQL_TRANSACTION_WRITE);
  raise_counter (third, "b");
  commit (third);
  g_assert_true (has_changed (fixture->two));
  commit (fixture->one);
  g_assert_true (has_changed (fixture->two));
  g_assert_false (has_changed (fixture->two));
}

#define ADD(name, function) g_test_add ("/sql/transaction/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("commit-and-rollback", test_commit_and_rollback);
  ADD ("a-reader-has-one-snapshot", test_a_reader_has_one_snapshot);
  ADD ("savepoints", test_savepoints);
  ADD ("an-error-spoils-the-transaction", test_an_error_spoils_the_transaction);
  ADD ("a-savepoint-forgives", test_a_savepoint_forgives);
  ADD ("a-savepoint-in-a-fresh-one", test_a_savepoint_in_a_fresh_one);
  ADD ("what-runs-later-is-seen-and-kept", test_what_runs_later_is_seen_and_kept);
  ADD ("what-is-committed-later", test_what_is_committed_later);
  ADD ("what-fails-in-a-later-commit-is-told", test_what_fails_in_a_later_commit_is_told);
  ADD ("what-fails-later-is-not-committed", test_what_fails_later_is_not_committed);
  ADD ("a-savepoint-forgives-what-fails-later", test_a_savepoint_forgives_what_fails_later);
  ADD ("what-is-announced-is-done-once", test_what_is_announced_is_done_once);
  ADD ("what-is-announced-goes-with-its-savepoint", test_what_is_announced_goes_with_its_savepoint);
  ADD ("what-fails-when-announced-fails", test_what_fails_when_announced_fails);
  ADD ("what-fails-in-a-later-release-is-not-committed", test_what_fails_in_a_later_release_is_not_committed);
  ADD ("what-fails-in-a-later-release-is-not-undone-unseen", test_what_fails_in_a_later_release_is_not_undone_unseen);
  ADD ("misuse-is-an-error", test_misuse_is_an_error);
  ADD ("another-writer-makes-busy", test_another_writer_makes_busy);
  ADD ("rows-can-be-locked", test_rows_can_be_locked);
  ADD ("closing-rolls-back", test_closing_rolls_back);

  ADD ("what-others-commit-is-a-change", test_what_others_commit_is_a_change);
  /* SQLite has one writer. */
  if (spico_test_database_uses_postgres ())
    ADD ("commits-out-of-order-are-changes", test_commits_out_of_order_are_changes);

  return g_test_run ();
}
