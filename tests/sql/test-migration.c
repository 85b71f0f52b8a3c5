/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-migration.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)

static const SpicoSqlMigration history[] = {
  { 1, "the beginning", "CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL); CREATE INDEX thing_by_name ON thing (name);" },
  { 2, "a size", "ALTER TABLE thing ADD COLUMN size BIGINT; UPDATE thing SET size = length(name)" },
  { 3, "a journal", "CREATE TABLE journal (id {serial}, what TEXT NOT NULL);" },
};

static void
migrate (SpicoSqlConnection *connection,
         guint               n)
{
  g_autoptr (GError) error = NULL;

  spico_sql_migrate (connection, history, n, NOW_US, &error);
  g_assert_no_error (error);
}

static guint
version_of (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  guint version = 0;

  spico_sql_check_migrations (connection, history, G_N_ELEMENTS (history), &version, &error);
  g_assert_no_error (error);
  return version;
}

static void
test_from_each_version (void)
{
  for (guint from = 0; from <= G_N_ELEMENTS (history); from++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
      g_autoptr (GError) error = NULL;
      gint64 sizes = 0;

      if (from > 0)
        {
          migrate (connection, from);
          spico_sql_run (connection, "INSERT INTO thing (id, name) VALUES ('a', 'four')", NULL, &error);
          g_assert_no_error (error);
        }

      g_assert_cmpuint (version_of (connection), ==, from);
      migrate (connection, G_N_ELEMENTS (history));
      g_assert_cmpuint (version_of (connection), ==, G_N_ELEMENTS (history));

      g_assert_true (spico_sql_query_int64 (connection, "SELECT sum(size) FROM thing", NULL, 0, &sizes, &error));
      g_assert_cmpint (sizes, ==, from == 1 ? 4 : 0);
    }
}

static void
test_again_changes_nothing (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;
  gint64 applied_at = 0;

  migrate (connection, 3);
  g_assert_true (spico_sql_migrate (connection, history, 3, NOW_US + 1, &error));
  g_assert_true (spico_sql_query_int64 (connection, "SELECT max(applied_at) FROM schema_migration", NULL, 0, &applied_at, &error));
  g_assert_cmpint (applied_at, ==, NOW_US);
}

static void
test_rows_number_themselves (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  migrate (connection, 3);

  for (gint64 expected = 1; expected < 4; expected++)
    {
      gint64 id = 0;

      g_assert_true (spico_sql_query_int64 (connection, "INSERT INTO journal (what) VALUES ($1) RETURNING id", SPICO_SQL_VALUES (SPICO_SQL_TEXT ("x")), 0, &id, &error));
      g_assert_cmpint (id, ==, expected);
    }
}

static void
test_a_later_schema_is_refused (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  migrate (connection, 3);
  g_assert_false (spico_sql_migrate (connection, history, 2, NOW_US, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TOO_NEW);
}

static void
test_another_history_is_refused (void)
{
  SpicoSqlMigration other[] = { history[0], history[1], history[2] };
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  other[1].sql = "ALTER TABLE thing ADD COLUMN weight BIGINT";
  migrate (connection, 2);
  g_assert_false (spico_sql_migrate (connection, other, 3, NOW_US, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_CORRUPT);
  g_assert_cmpuint (version_of (connection), ==, 2);
}

static void
test_a_failed_step_leaves_nothing (void)
{
  static const SpicoSqlMigration broken[] = {
    { 1, "the beginning", "CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL); CREATE INDEX thing_by_name ON thing (name);" },
    { 2, "broken", "CREATE TABLE half (id TEXT PRIMARY KEY); CREATE TABLE thing (id TEXT)" },
  };
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  g_assert_false (spico_sql_migrate (connection, broken, 2, NOW_US, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (spico_sql_connection_in_transaction (connection));
  g_assert_cmpuint (version_of (connection), ==, 1);
  g_assert_false (spico_sql_run (connection, "SELECT id FROM half", NULL, &error));
}

static gpointer
migrate_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (data, SPICO_SQL_OPEN_CREATE, NULL, &error);

  for (guint attempt = 0; connection != NULL && attempt < 20; attempt++)
    {
      g_clear_error (&error);
      if (spico_sql_migrate (connection, history, G_N_ELEMENTS (history), NOW_US, &error))
        return NULL;
    }

  return g_steal_pointer (&error);
}

static void
test_several_at_once (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("migrate", migrate_thread, (gpointer) spico_test_database_get_uri (database));

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GError) error = g_thread_join (threads[i]);

      g_assert_no_error (error);
    }

  g_assert_cmpuint (version_of (connection), ==, G_N_ELEMENTS (history));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql/migration/from-each-version", test_from_each_version);
  g_test_add_func ("/sql/migration/again-changes-nothing", test_again_changes_nothing);
  g_test_add_func ("/sql/migration/rows-number-themselves", test_rows_number_themselves);
  g_test_add_func ("/sql/migration/a-later-schema-is-refused", test_a_later_schema_is_refused);
  g_test_add_func ("/sql/migration/another-history-is-refused", test_another_history_is_refused);
  g_test_add_func ("/sql/migration/a-failed-step-leaves-nothing", test_a_failed_step_leaves_nothing);
  g_test_add_func ("/sql/migration/several-at-once", test_several_at_once);

  return g_test_run ();
}
