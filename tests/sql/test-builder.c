/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-builder.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

static const char *const extra[] = { "account_id", NULL };
static const char *const holder[] = { "holder_id", NULL };

static void
test_statements (void)
{
  static const char *const keys[] = { "id", "account_id", NULL };
  g_autofree char *list = spico_sql_column_list (&spico_type_favourite, SPICO_SQL_COLUMNS_SHARED, "f");
  g_autofree char *insert = spico_sql_build_insert (&spico_type_favourite, SPICO_SQL_COLUMNS_SHARED, extra);
  g_autofree char *upsert = spico_sql_build_upsert (&spico_type_favourite, SPICO_SQL_COLUMNS_SHARED, extra, keys);
  g_autofree char *update = spico_sql_build_update (&spico_type_favourite, SPICO_SQL_COLUMNS_SHARED, extra);

  g_assert_cmpstr (list, ==, "f.id, f.client_id, f.principal_id, f.created_at");
  g_assert_cmpstr (insert, ==, "INSERT INTO favourite (id, client_id, principal_id, created_at, account_id) VALUES ($1, $2, $3, $4, $5)");
  g_assert_cmpstr (upsert, ==,
                   "INSERT INTO favourite (id, client_id, principal_id, created_at, account_id) VALUES ($1, $2, $3, $4, $5)"
                   " ON CONFLICT (id, account_id) DO UPDATE SET client_id = excluded.client_id, principal_id = excluded.principal_id, created_at = excluded.created_at");
  g_assert_cmpstr (update, ==, "UPDATE favourite SET client_id = $2, principal_id = $3, created_at = $4, account_id = $5 WHERE id = $1");
}

static void
test_shared_leaves_out_what_is_looked_at (void)
{
  g_autoptr (GPtrArray) shared = spico_sql_properties (&spico_type_conversation, SPICO_SQL_COLUMNS_SHARED);
  g_autoptr (GPtrArray) all = spico_sql_properties (&spico_type_conversation, SPICO_SQL_COLUMNS_ALL);

  g_assert_true (g_ptr_array_find (all, spico_type_find_property (&spico_type_conversation, "unreadCount"), NULL));
  g_assert_false (g_ptr_array_find (shared, spico_type_find_property (&spico_type_conversation, "unreadCount"), NULL));
  g_assert_false (g_ptr_array_find (shared, spico_type_find_property (&spico_type_conversation, "isPinned"), NULL));
  g_assert_false (g_ptr_array_find (all, spico_type_find_property (&spico_type_conversation, "participantIds"), NULL));
}

/* A table written from the descriptor, as a migration is written by hand. */
static char *
table_of (const SpicoType *type)
{
  g_autoptr (GPtrArray) properties = spico_sql_properties (type, SPICO_SQL_COLUMNS_ALL);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE TABLE %s (holder_id TEXT NOT NULL", type->table);

  for (guint i = 0; i < properties->len; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (properties, i);

      g_string_append_printf (sql, ", %s %s%s", property->column, spico_sql_column_type (property), (property->flags & SPICO_PROPERTY_NULLABLE) != 0 ? "" : " NOT NULL");
    }

  g_string_append (sql, ", PRIMARY KEY (id))");
  return g_string_free (sql, FALSE);
}

static void
test_every_type_can_be_stored (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  guint n_types = 0;
  const SpicoType *const *types = spico_types_all (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autofree char *table = table_of (types[i]);
      g_autofree char *drop = g_strconcat ("DROP TABLE IF EXISTS ", types[i]->table, NULL);
      g_autofree char *upsert = spico_sql_build_upsert (types[i], SPICO_SQL_COLUMNS_ALL, holder, NULL);
      g_autoptr (GPtrArray) properties = spico_sql_properties (types[i], SPICO_SQL_COLUMNS_ALL);
      g_autoptr (GError) error = NULL;

      /* Two faces of an object have one table. */
      spico_sql_connection_run_script (connection, drop, &error);
      g_assert_no_error (error);
      spico_sql_connection_run_script (connection, table, &error);
      g_assert_no_error (error);
      spico_sql_schema_matches (connection, types[i], SPICO_SQL_COLUMNS_ALL, holder, &error);
      g_assert_no_error (error);

      for (guint times = 0; times < 2; times++)
        {
          g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (connection, upsert, &error);

          for (guint j = 0; j < properties->len; j++)
            {
              const SpicoProperty *property = g_ptr_array_index (properties, j);

              if (g_str_equal (spico_sql_column_type (property), "TEXT"))
                spico_sql_statement_bind_text (statement, j + 1, "x");
              else
                spico_sql_statement_bind_int64 (statement, j + 1, times);
            }

          spico_sql_statement_bind_text (statement, properties->len + 1, "account");
          spico_sql_statement_step (statement, NULL, &error);
          g_assert_no_error (error);
        }
    }
}

static void
test_a_schema_that_differs_is_named (void)
{
  static const struct {
    const char *sql;
    const char *message;
  } schemas[] = {
    { "CREATE TABLE favourite (id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, account_id TEXT)", "favourite.created_at is missing, where the descriptor says BIGINT NOT NULL" },
    { "CREATE TABLE favourite (id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT, created_at BIGINT NOT NULL, account_id TEXT)",
      "favourite.principal_id is TEXT, where the descriptor says TEXT NOT NULL" },
    { "CREATE TABLE favourite (id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, created_at TEXT NOT NULL, account_id TEXT)",
      "favourite.created_at is TEXT NOT NULL, where the descriptor says BIGINT NOT NULL" },
    { "CREATE TABLE favourite (id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, created_at BIGINT NOT NULL)", "favourite.account_id is missing" },
    { "CREATE TABLE favourite (id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, created_at BIGINT NOT NULL, account_id TEXT, odd TEXT)",
      "favourite.odd stands in no descriptor" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
      g_autoptr (GError) error = NULL;

      spico_sql_connection_run_script (connection, schemas[i].sql, &error);
      g_assert_no_error (error);
      g_assert_false (spico_sql_schema_matches (connection, &spico_type_favourite, SPICO_SQL_COLUMNS_SHARED, extra, &error));
      g_assert_cmpstr (error->message, ==, schemas[i].message);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql/builder/statements", test_statements);
  g_test_add_func ("/sql/builder/shared-leaves-out-what-is-looked-at", test_shared_leaves_out_what_is_looked_at);
  g_test_add_func ("/sql/builder/every-type-can-be-stored", test_every_type_can_be_stored);
  g_test_add_func ("/sql/builder/a-schema-that-differs-is-named", test_a_schema_that_differs_is_named);

  return g_test_run ();
}
