/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-schema.h"
#include "spico-sql-builder.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)

static void
assert_matches (SpicoSqlConnection *connection)
{
  guint n_types = 0;
  const SpicoType *const *types = spico_types_all (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr (GError) error = NULL;

      spico_sql_schema_matches (connection, types[i], SPICO_SQL_COLUMNS_SHARED, spico_schema_extra_columns (types[i]), &error);
      g_assert_no_error (error);
    }
}

static void
test_from_each_version (void)
{
  for (guint from = 0; from <= spico_schema_n_migrations; from++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
      g_autoptr (GError) error = NULL;
      guint version = 0;

      g_assert_true (spico_sql_migrate (connection, spico_schema_migrations, from, NOW_US, &error));
      g_assert_no_error (error);
      g_assert_true (spico_schema_migrate (connection, NOW_US, &error));
      g_assert_no_error (error);
      g_assert_true (spico_sql_check_migrations (connection, spico_schema_migrations, spico_schema_n_migrations, &version, &error));
      g_assert_cmpuint (version, ==, spico_schema_n_migrations);
      assert_matches (connection);
    }
}

static void
test_a_later_version_is_refused (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_schema_migrate (connection, NOW_US, &error));
  g_assert_true (spico_sql_connection_run_script (connection, "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (1000, 'later', 'x', 0)", &error));
  g_assert_false (spico_schema_migrate (connection, NOW_US, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TOO_NEW);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/schema/from-each-version", test_from_each_version);
  g_test_add_func ("/server/schema/a-later-version-is-refused", test_a_later_version_is_refused);

  return g_test_run ();
}
