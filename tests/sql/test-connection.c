/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-sql-query.h"
#include "spico-test-database.h"

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  spico_sql_connection_run_script (fixture->connection,
                                   "CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL, size BIGINT, data BYTEA, CHECK (size < 1000000000000000000));"
                                   "CREATE TABLE part (id TEXT PRIMARY KEY, thing_id TEXT REFERENCES thing (id), UNIQUE (thing_id))",
                                   &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

static void
run (Fixture             *fixture,
     const char          *sql,
     const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (fixture->connection, sql, values, &error);
  g_assert_no_error (error);
}

#define INSERT "INSERT INTO thing (id, name, size, data) VALUES ($1, $2, $3, $4)"

static void
test_values_come_back (Fixture      *fixture,
                       gconstpointer data)
{
  static const guint8 raw[] = { 0, 1, 2, 255, '\\', '\'', 0 };
  static const gint64 numbers[] = { 0, 1, -1, G_MAXINT32 + G_GINT64_CONSTANT (1), -G_GINT64_CONSTANT (9007199254740991) };
  g_autoptr (GBytes) bytes = g_bytes_new_static (raw, sizeof raw);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (SpicoSqlStatement) statement = NULL;
      g_autoptr (GBytes) found = NULL;
      gboolean has_row = FALSE;

      run (fixture, "DELETE FROM thing", NULL);
      run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("é'); --"), SPICO_SQL_TEXT (""), SPICO_SQL_INT (numbers[i]), SPICO_SQL_BLOB (bytes)));

      statement = spico_sql_query (fixture->connection, "SELECT name, size, data, id AS identifier FROM thing WHERE size = $1", SPICO_SQL_VALUES (SPICO_SQL_INT (numbers[i])), &error);
      g_assert_no_error (error);
      g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
      g_assert_true (has_row);
      g_assert_cmpuint (spico_sql_statement_column_count (statement), ==, 4);
      g_assert_cmpstr (spico_sql_statement_column_name (statement, 3), ==, "identifier");
      g_assert_cmpstr (spico_sql_statement_column_text (statement, 0), ==, "");
      g_assert_cmpint (spico_sql_statement_column_int64 (statement, 1), ==, numbers[i]);
      g_assert_cmpstr (spico_sql_statement_column_text (statement, 3), ==, "é'); --");

      found = spico_sql_statement_column_blob (statement, 2);
      g_assert_true (g_bytes_equal (found, bytes));

      g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
      g_assert_false (has_row);
      g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
      g_assert_false (has_row);
    }
}

static void
test_nothing_is_null (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean has_row = FALSE;
  gint64 number = 0;

  run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a"), SPICO_SQL_TEXT ("b"), SPICO_SQL_NULL, SPICO_SQL_BLOB (NULL)));

  statement = spico_sql_query (fixture->connection, "SELECT size, data FROM thing", NULL, &error);
  g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
  g_assert_true (spico_sql_statement_column_is_null (statement, 0));
  g_assert_cmpint (spico_sql_statement_column_int64 (statement, 0), ==, 0);
  g_assert_null (spico_sql_statement_column_text (statement, 1));
  g_assert_null (spico_sql_statement_column_blob (statement, 1));

  g_assert_true (spico_sql_query_int64 (fixture->connection, "SELECT size FROM thing", NULL, 42, &number, &error));
  g_assert_cmpint (number, ==, 42);
  g_assert_true (spico_sql_query_int64 (fixture->connection, "SELECT size FROM thing WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT ("none")), 43, &number, &error));
  g_assert_cmpint (number, ==, 43);
  g_assert_true (spico_sql_query_text (fixture->connection, "SELECT name FROM thing WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (NULL)), &text, &error));
  g_assert_null (text);
}

static void
test_an_empty_blob_is_not_null (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;
  gboolean exists = FALSE;

  run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a"), SPICO_SQL_TEXT ("b"), SPICO_SQL_INT (1), SPICO_SQL_BLOB (nothing)));
  g_assert_true (spico_sql_query_exists (fixture->connection, "SELECT 1 FROM thing WHERE data IS NOT NULL AND length(data) = 0", NULL, &exists, &error));
  g_assert_true (exists);
}

static void
test_bytes_come_as_they_are (Fixture      *fixture,
                             gconstpointer data)
{
  static const char all[] = "\\x41\0\1'\xff";
  g_autoptr (GBytes) bytes = g_bytes_new_static (all, sizeof all);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *const expected[] = { bytes, nothing, NULL };
  gboolean has_row;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char id[2] = { (char) ('a' + i), '\0' };

      run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT ("é"), SPICO_SQL_INT (1), SPICO_SQL_BLOB (expected[i])));
    }

  statement = spico_sql_connection_prepare (fixture->connection, "SELECT data, id FROM thing ORDER BY id", &error);
  spico_sql_statement_take_raw (statement);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char id[2] = { (char) ('a' + i), '\0' };
      g_autoptr (GBytes) found = NULL;

      g_assert_true (spico_sql_statement_step (statement, &has_row, &error));
      g_assert_true (has_row);
      found = spico_sql_statement_column_blob (statement, 0);
      g_assert_true (expected[i] == NULL ? found == NULL : found != NULL && g_bytes_equal (found, expected[i]));
      g_assert_cmpstr (spico_sql_statement_column_text (statement, 1), ==, id);
    }
}

static void
test_a_statement_serves_again (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  {
    g_autoptr (SpicoSqlStatement) insert = spico_sql_connection_prepare (fixture->connection, INSERT, &error);

    for (int i = 0; i < 10; i++)
      {
        g_autofree char *id = g_strdup_printf ("t%d", i);

        spico_sql_statement_bind_text (insert, 1, id);
        spico_sql_statement_bind_text (insert, 2, "x");
        /* A number, then nothing, and a number again. */
        if (i % 2 == 0)
          spico_sql_statement_bind_int64 (insert, 3, i);
        else
          spico_sql_statement_bind_null (insert, 3);
        g_assert_true (spico_sql_statement_step (insert, NULL, &error));
      }
  }

  g_assert_true (spico_sql_query_int64 (fixture->connection, "SELECT sum(size) FROM thing", NULL, 0, &count, &error));
  g_assert_cmpint (count, ==, 20);

  /* What was bound by the one before is forgotten. */
  {
    g_autoptr (SpicoSqlStatement) insert = spico_sql_connection_prepare (fixture->connection, INSERT, &error);

    g_assert_false (spico_sql_statement_step (insert, NULL, &error));
    g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_CONSTRAINT);
  }
}

static void
test_the_same_query_within_itself (Fixture      *fixture,
                                   gconstpointer data)
{
  static const char sql[] = "SELECT id FROM thing ORDER BY id";
  g_autoptr (SpicoSqlStatement) outer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_outer = FALSE;
  guint n_pairs = 0;

  run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a"), SPICO_SQL_TEXT ("x"), SPICO_SQL_NULL, SPICO_SQL_NULL));
  run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("b"), SPICO_SQL_TEXT ("x"), SPICO_SQL_NULL, SPICO_SQL_NULL));

  outer = spico_sql_query (fixture->connection, sql, NULL, &error);
  while (spico_sql_statement_step (outer, &has_outer, &error) && has_outer)
    {
      g_autoptr (SpicoSqlStatement) inner = spico_sql_query (fixture->connection, sql, NULL, &error);
      gboolean has_inner = FALSE;

      while (spico_sql_statement_step (inner, &has_inner, &error) && has_inner)
        n_pairs++;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (n_pairs, ==, 4);
}

static void
test_a_place_used_twice (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (spico_sql_query_text (fixture->connection, "SELECT name FROM (SELECT 'n' AS name) AS t WHERE $2 = 'b' AND $1 = 'a' AND $2 <> $1",
                                       SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a"), SPICO_SQL_TEXT ("b")), &text, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "n");
}

static void
test_upsert_and_returning (Fixture      *fixture,
                           gconstpointer data)
{
  static const char sql[] = INSERT " ON CONFLICT (id) DO UPDATE SET size = thing.size + 1 RETURNING size";
  g_autoptr (GError) error = NULL;
  gint64 size = 0;

  for (gint64 expected = 1; expected < 4; expected++)
    {
      g_assert_true (
        spico_sql_query_int64 (fixture->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("a"), SPICO_SQL_TEXT ("b"), SPICO_SQL_INT (1), SPICO_SQL_NULL), 0, &size, &error));
      g_assert_no_error (error);
      g_assert_cmpint (size, ==, expected);
    }
}

static void
test_changes_are_counted (Fixture      *fixture,
                          gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%d", i);

      run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT ("x"), SPICO_SQL_INT (i), SPICO_SQL_NULL));
      g_assert_cmpint (spico_sql_connection_changes (fixture->connection), ==, 1);
    }

  run (fixture, "UPDATE thing SET name = 'y' WHERE size >= $1", SPICO_SQL_VALUES (SPICO_SQL_INT (1)));
  g_assert_cmpint (spico_sql_connection_changes (fixture->connection), ==, 2);
  run (fixture, "DELETE FROM thing WHERE id = 'none'", NULL);
  g_assert_cmpint (spico_sql_connection_changes (fixture->connection), ==, 0);
}

static void
test_text_compares_bytewise (Fixture      *fixture,
                             gconstpointer data)
{
  static const char *const ids[] = { "e", "Z", "é", "a b", "a", "a-b", "ab" };
  static const char *const sorted[] = { "Z", "a", "a b", "a-b", "ab", "e", "é" };
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    run (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT (ids[i]), SPICO_SQL_TEXT ("x"), SPICO_SQL_NULL, SPICO_SQL_NULL));

  statement = spico_sql_query (fixture->connection, "SELECT id FROM thing ORDER BY id", NULL, &error);
  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      g_assert_true (spico_sql_statement_step (statement, &has_row, &error) && has_row);
      g_assert_cmpstr (spico_sql_statement_column_text (statement, 0), ==, sorted[i]);
    }
}

static void
assert_refused (Fixture             *fixture,
                const char          *sql,
                const SpicoSqlValue *values,
                SpicoSqlError        code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (spico_sql_run (fixture->connection, sql, values, &error));
  g_assert_error (error, SPICO_SQL_ERROR, (int) code);
  g_assert_null (strstr (error->message, "SECRET"));
}

static void
test_errors_have_codes_and_no_values (Fixture      *fixture,
                                      gconstpointer data)
{
  const SpicoSqlValue *twice = SPICO_SQL_VALUES (SPICO_SQL_TEXT ("SECRET"), SPICO_SQL_TEXT ("SECRET"), SPICO_SQL_INT (1), SPICO_SQL_NULL);

  run (fixture, INSERT, twice);
  assert_refused (fixture, INSERT, twice, SPICO_SQL_ERROR_UNIQUE);
  assert_refused (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("SECRET2"), SPICO_SQL_NULL, SPICO_SQL_NULL, SPICO_SQL_NULL), SPICO_SQL_ERROR_CONSTRAINT);
  assert_refused (fixture, INSERT, SPICO_SQL_VALUES (SPICO_SQL_TEXT ("SECRET3"), SPICO_SQL_TEXT ("x"), SPICO_SQL_INT (G_MAXINT64), SPICO_SQL_NULL), SPICO_SQL_ERROR_CONSTRAINT);
  assert_refused (fixture, "INSERT INTO part (id, thing_id) VALUES ('p', $1)", SPICO_SQL_VALUES (SPICO_SQL_TEXT ("SECRET4")), SPICO_SQL_ERROR_CONSTRAINT);
  assert_refused (fixture, "SELECT nothing FROM thing WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT ("SECRET")), SPICO_SQL_ERROR_FAILED);
  assert_refused (fixture, "SELEKT 1", NULL, SPICO_SQL_ERROR_FAILED);

  run (fixture, "INSERT INTO part (id, thing_id) VALUES ('p', 'SECRET')", NULL);
  assert_refused (fixture, "INSERT INTO part (id, thing_id) VALUES ('q', 'SECRET')", NULL, SPICO_SQL_ERROR_UNIQUE);
}

static void
test_reading_only (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) reader = spico_sql_connection_open (spico_test_database_get_uri (fixture->database), SPICO_SQL_OPEN_READ_ONLY, NULL, &error);
  gint64 count = -1;

  g_assert_no_error (error);
  g_assert_true (spico_sql_query_int64 (reader, "SELECT count(*) FROM thing", NULL, -1, &count, &error));
  g_assert_cmpint (count, ==, 0);
  g_assert_false (spico_sql_run (reader, "DELETE FROM thing", NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
}

static void
test_no_such_database (void)
{
  g_autoptr (GError) error = NULL;

  if (spico_test_database_uses_postgres ())
    {
      g_assert_null (spico_sql_connection_open ("postgresql://user:SECRET@/none?host=/nonexistent", SPICO_SQL_OPEN_CREATE, NULL, &error));
      g_assert_null (strstr (error->message, "SECRET"));
    }
  else
    g_assert_null (spico_sql_connection_open ("/nonexistent/none.db", SPICO_SQL_OPEN_CREATE, NULL, &error));

  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO);
}

static void
test_other_collation_is_refused (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (SpicoSqlConnection) connection = NULL;

  if (!spico_test_database_uses_postgres ())
    {
      g_test_skip ("SQLite has one collation");
      return;
    }

  connection = spico_test_database_connect (database);
  spico_sql_connection_run_script (connection, "CREATE DATABASE other TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", &error);
  g_assert_no_error (error);

  parts = g_strsplit (g_getenv ("SPICO_TEST_POSTGRES"), "/postgres?", 2);
  uri = g_strdup_printf ("%s/other?%s", parts[0], parts[1]);
  g_assert_null (spico_sql_connection_open (uri, SPICO_SQL_OPEN_NONE, NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "ENCODING 'UTF8' LOCALE 'C'"));
}

static void
test_many_statements (Fixture      *fixture,
                      gconstpointer data)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
      gint64 number = 0;

      g_assert_true (spico_sql_query_int64 (fixture->connection, sql, NULL, -1, &number, &error));
      g_assert_cmpint (number, ==, i);
    }
}

#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n"

static void
test_a_statement_has_its_time (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  spico_sql_connection_set_time_limit (fixture->connection, 50);
  g_assert_true (spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_READ, &error));
  g_assert_false (spico_sql_query_int64 (fixture->connection, ENDLESS, NULL, -1, &number, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TIMEOUT);
  g_clear_error (&error);
  spico_sql_connection_rollback (fixture->connection);

  /* The next one has its own. */
  g_assert_true (spico_sql_query_int64 (fixture->connection, "SELECT 7", NULL, -1, &number, &error));
  g_assert_no_error (error);
  g_assert_cmpint (number, ==, 7);
}

#define ADD(name, function) g_test_add ("/sql/connection/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("values-come-back", test_values_come_back);
  ADD ("nothing-is-null", test_nothing_is_null);
  ADD ("an-empty-blob-is-not-null", test_an_empty_blob_is_not_null);
  ADD ("bytes-come-as-they-are", test_bytes_come_as_they_are);
  ADD ("a-statement-serves-again", test_a_statement_serves_again);
  ADD ("the-same-query-within-itself", test_the_same_query_within_itself);
  ADD ("a-place-used-twice", test_a_place_used_twice);
  ADD ("upsert-and-returning", test_upsert_and_returning);
  ADD ("changes-are-counted", test_changes_are_counted);
  ADD ("text-compares-bytewise", test_text_compares_bytewise);
  ADD ("errors-have-codes-and-no-values", test_errors_have_codes_and_no_values);
  ADD ("reading-only", test_reading_only);
  ADD ("many-statements", test_many_statements);
  ADD ("a-statement-has-its-time", test_a_statement_has_its_time);
  g_test_add_func ("/sql/connection/no-such-database", test_no_such_database);
  g_test_add_func ("/sql/connection/other-collation-is-refused", test_other_collation_is_refused);

  return g_test_run ();
}
