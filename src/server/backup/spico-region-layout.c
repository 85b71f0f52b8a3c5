/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tables and columns a version of the schema has: read from an empty database that the migrations make, so that no list has to be kept beside them. */
#include "spico-region-layout.h"

#include <string.h>

#include "spico-schema.h"
#include "spico-sql-query.h"

/* About one database and its processes, not about the region. */
static const char *const left_out[] = { "schema_migration", "lease", NULL };

static void
column_free (gpointer data)
{
  SpicoTableColumn *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

static void
table_free (gpointer data)
{
  SpicoTable *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->columns);
  g_array_unref (self->keys);
  g_free (self);
}

static SpicoTable *
table_new (const char *name)
{
  SpicoTable *self = g_new0 (SpicoTable, 1);

  self->name = g_strdup (name);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

/* A table without a primary key is ordered by all that it has. */
static void
order_keys (SpicoTable *self)
{
  for (guint key = 1; key <= self->columns->len; key++)
    {
      for (guint i = 0; i < self->columns->len; i++)
        {
          if (((SpicoTableColumn *) g_ptr_array_index (self->columns, i))->key == key)
            g_array_append_val (self->keys, i);
        }
    }

  for (guint i = 0; self->keys->len == 0 && i < self->columns->len; i++)
    g_array_append_val (self->keys, i);
}

static gboolean
read_columns (SpicoSqlConnection *connection,
              SpicoTable         *table,
              GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT name, upper(type), pk FROM pragma_table_info($1) ORDER BY cid", SPICO_SQL_VALUES (SPICO_SQL_TEXT (table->name)), error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      SpicoTableColumn *column;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      column = g_new0 (SpicoTableColumn, 1);
      column->name = g_strdup (spico_sql_statement_column_text (statement, 0));
      column->type = g_strdup (spico_sql_statement_column_text (statement, 1));
      column->key = (guint) spico_sql_statement_column_int64 (statement, 2);
      g_ptr_array_add (table->columns, column);
    }
  order_keys (table);

  return statement != NULL;
}

static gboolean
read_tables (SpicoSqlConnection *connection,
             GPtrArray          *tables,
             GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name", NULL, error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row && !g_strv_contains (left_out, spico_sql_statement_column_text (statement, 0)))
        g_ptr_array_add (tables, table_new (spico_sql_statement_column_text (statement, 0)));
    }

  return statement != NULL;
}

/**
 * spico_region_layout_new:
 * @version: a version of the schema
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTable): what a region of this version is made of, ordered by name
 */
GPtrArray *
spico_region_layout_new (guint    version,
                         GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (":memory:", SPICO_SQL_OPEN_CREATE, NULL, error);

  if (connection == NULL || !spico_sql_migrate (connection, spico_schema_migrations, version, 0, error) || !read_tables (connection, tables, error))
    return NULL;

  for (guint i = 0; i < tables->len; i++)
    {
      if (!read_columns (connection, g_ptr_array_index (tables, i), error))
        return NULL;
    }

  return g_steal_pointer (&tables);
}

static void
append_names (GString          *sql,
              const SpicoTable *table,
              gboolean          only_keys)
{
  guint n = only_keys ? table->keys->len : table->columns->len;

  for (guint i = 0; i < n; i++)
    {
      guint place = only_keys ? g_array_index (table->keys, guint, i) : i;

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", ((SpicoTableColumn *) g_ptr_array_index (table->columns, place))->name);
    }
}

static void
append_places (GString *sql,
               guint    first,
               guint    n)
{
  g_string_append_c (sql, '(');
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", first + i);
  g_string_append_c (sql, ')');
}

/**
 * spico_table_build_select:
 * @table: a table
 * @goes_on: whether it begins after the key that is bound to `$1`, `$2`…
 * @n_rows: how many rows at most
 *
 * Returns: (transfer full): a query for the next rows, in the order of the primary key
 */
char *
spico_table_build_select (const SpicoTable *table,
                          gboolean          goes_on,
                          guint             n_rows)
{
  GString *sql = g_string_new ("SELECT ");

  append_names (sql, table, FALSE);
  g_string_append_printf (sql, " FROM %s", table->name);
  if (goes_on)
    {
      g_string_append (sql, " WHERE (");
      append_names (sql, table, TRUE);
      g_string_append (sql, ") > ");
      append_places (sql, 1, table->keys->len);
    }
  g_string_append (sql, " ORDER BY ");
  append_names (sql, table, TRUE);
  g_string_append_printf (sql, " LIMIT %u", n_rows);

  return g_string_free (sql, FALSE);
}

/**
 * spico_table_build_insert:
 * @table: a table
 * @n_rows: how many rows
 *
 * Returns: (transfer full): an INSERT of so many rows, each with all columns
 */
char *
spico_table_build_insert (const SpicoTable *table,
                          guint             n_rows)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s (", table->name);
  append_names (sql, table, FALSE);
  g_string_append (sql, ") VALUES ");
  for (guint i = 0; i < n_rows; i++)
    {
      g_string_append (sql, i > 0 ? ", " : "");
      append_places (sql, i * table->columns->len + 1, table->columns->len);
    }

  return g_string_free (sql, FALSE);
}

/**
 * spico_table_find_serial:
 * @table: a table
 *
 * Returns: (transfer none) (nullable): the column that the database numbers itself
 */
const SpicoTableColumn *
spico_table_find_serial (const SpicoTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const SpicoTableColumn *column = g_ptr_array_index (table->columns, i);

      if (strcmp (column->type, "INTEGER") == 0)
        return column;
    }

  return NULL;
}
