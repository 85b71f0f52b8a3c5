/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-builder.h"

#include <string.h>

#include "spico-sql-query.h"

/**
 * spico_sql_properties:
 * @type: a type
 * @columns: which of its properties
 *
 * Returns: (transfer container) (element-type SpicoProperty): the properties that have a column, in the order of every statement and list made here
 */
GPtrArray *
spico_sql_properties (const SpicoType *type,
                      SpicoSqlColumns  columns)
{
  GPtrArray *properties = g_ptr_array_new ();

  for (guint i = 0; i < type->n_properties; i++)
    {
      const SpicoProperty *property = &type->properties[i];

      if (spico_property_has_column (property) && (columns == SPICO_SQL_COLUMNS_ALL || spico_property_is_shared (property)))
        g_ptr_array_add (properties, (gpointer) property);
    }

  return properties;
}

/* The names of all columns: those of the properties, then the others. */
static GPtrArray *
column_names (const SpicoType   *type,
              SpicoSqlColumns    columns,
              const char *const *extra_columns)
{
  g_autoptr (GPtrArray) properties = spico_sql_properties (type, columns);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < properties->len; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (properties, i);

      g_ptr_array_add (names, (gpointer) property->column);
    }

  for (guint i = 0; extra_columns != NULL && extra_columns[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) extra_columns[i]);

  return names;
}

/**
 * spico_sql_column_list:
 * @type: a type
 * @columns: which of its properties
 * @alias: (nullable): the table's alias
 *
 * Returns: (transfer full): `a.id, a.name, …` for a SELECT
 */
char *
spico_sql_column_list (const SpicoType *type,
                       SpicoSqlColumns  columns,
                       const char      *alias)
{
  g_autoptr (GPtrArray) names = column_names (type, columns, NULL);
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      g_string_append_printf (sql, "%s%s%s%s", i > 0 ? ", " : "", alias != NULL ? alias : "", alias != NULL ? "." : "", name);
    }

  return g_string_free (sql, FALSE);
}

/**
 * spico_sql_build_insert:
 * @type: a type
 * @columns: which of its properties
 * @extra_columns: (nullable) (array zero-terminated=1): columns that are no property, sort keys for one
 *
 * Returns: (transfer full): an INSERT whose `$1`… are the properties of spico_sql_properties(), then @extra_columns
 */
char *
spico_sql_build_insert (const SpicoType   *type,
                        SpicoSqlColumns    columns,
                        const char *const *extra_columns)
{
  g_autoptr (GPtrArray) names = column_names (type, columns, extra_columns);
  g_autoptr (GString) places = g_string_new (NULL);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s (", type->table);

  for (guint i = 0; i < names->len; i++)
    {
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (names, i));
      g_string_append_printf (places, "%s$%u", i > 0 ? ", " : "", i + 1);
    }

  g_string_append_printf (sql, ") VALUES (%s)", places->str);
  return g_string_free (sql, FALSE);
}

/**
 * spico_sql_build_upsert:
 * @type: a type
 * @columns: which of its properties
 * @extra_columns: (nullable) (array zero-terminated=1): columns that are no property
 * @key_columns: (nullable) (array zero-terminated=1): the primary key; `id` alone for %NULL
 *
 * Returns: (transfer full): spico_sql_build_insert() which, where the key exists, replaces every other column
 */
char *
spico_sql_build_upsert (const SpicoType   *type,
                        SpicoSqlColumns    columns,
                        const char *const *extra_columns,
                        const char *const *key_columns)
{
  static const char *const id_alone[] = { "id", NULL };
  const char *const *keys = key_columns != NULL ? key_columns : id_alone;
  g_autoptr (GPtrArray) names = column_names (type, columns, extra_columns);
  g_autofree char *insert = spico_sql_build_insert (type, columns, extra_columns);
  g_autofree char *key_list = g_strjoinv (", ", (char **) keys);
  GString *sql = g_string_new (insert);
  gboolean is_first = TRUE;

  g_string_append_printf (sql, " ON CONFLICT (%s) DO UPDATE SET ", key_list);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (g_strv_contains (keys, name))
        continue;

      g_string_append_printf (sql, "%s%s = excluded.%s", is_first ? "" : ", ", name, name);
      is_first = FALSE;
    }

  return g_string_free (sql, FALSE);
}

/**
 * spico_sql_build_update:
 * @type: a type
 * @columns: which of its properties
 * @extra_columns: (nullable) (array zero-terminated=1): columns that are no property
 *
 * Returns: (transfer full): an UPDATE of one object by its id; the same places as spico_sql_build_insert(), `id` first
 */
char *
spico_sql_build_update (const SpicoType   *type,
                        SpicoSqlColumns    columns,
                        const char *const *extra_columns)
{
  g_autoptr (GPtrArray) names = column_names (type, columns, extra_columns);
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE %s SET ", type->table);

  for (guint i = 1; i < names->len; i++)
    g_string_append_printf (sql, "%s%s = $%u", i > 1 ? ", " : "", (const char *) g_ptr_array_index (names, i), i + 1);

  g_string_append (sql, " WHERE id = $1");
  return g_string_free (sql, FALSE);
}

/**
 * spico_sql_column_type:
 * @property: a property that has a column
 *
 * Returns: (transfer none): `TEXT` or `BIGINT`
 */
const char *
spico_sql_column_type (const SpicoProperty *property)
{
  switch (property->kind)
    {
    case SPICO_KIND_INTEGER:
    case SPICO_KIND_BOOLEAN:
    case SPICO_KIND_UTC_DATE:
      return "BIGINT";
    case SPICO_KIND_ID:
    case SPICO_KIND_STRING:
    case SPICO_KIND_DATE:
    case SPICO_KIND_ENUM:
    case SPICO_KIND_ID_LIST:
    case SPICO_KIND_RECORD_LIST:
      break;
    }

  return "TEXT";
}

/* What the database says of a table: a column's name → `TYPE` or `TYPE NOT NULL`. */
static GHashTable *
read_schema (SpicoSqlConnection *connection,
             const char         *table,
             GError            **error)
{
  const char *sql = spico_sql_connection_is_postgresql (connection)
                      ? "SELECT column_name, upper(data_type), CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END FROM information_schema.columns"
                        " WHERE table_schema = current_schema() AND table_name = $1"
                      : "SELECT name, upper(type), CASE WHEN \"notnull\" = 1 OR pk > 0 THEN 1 ELSE 0 END FROM pragma_table_info($1)";
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (table)), error);
  g_autoptr (GHashTable) schema = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        g_hash_table_insert (schema, g_strdup (spico_sql_statement_column_text (statement, 0)),
                             g_strconcat (spico_sql_statement_column_text (statement, 1), spico_sql_statement_column_boolean (statement, 2) ? " NOT NULL" : "", NULL));
    }

  return statement != NULL ? g_steal_pointer (&schema) : NULL;
}

static gboolean
check_property (const SpicoType     *type,
                const SpicoProperty *property,
                const char          *found,
                GError             **error)
{
  gboolean is_nullable = (property->flags & SPICO_PROPERTY_NULLABLE) != 0;
  g_autofree char *expected = g_strconcat (spico_sql_column_type (property), is_nullable ? "" : " NOT NULL", NULL);

  if (g_strcmp0 (found, expected) == 0)
    return TRUE;

  g_set_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "%s.%s is %s, where the descriptor says %s", type->table, property->column, found != NULL ? found : "missing", expected);
  return FALSE;
}

/**
 * spico_sql_schema_matches:
 * @connection: a connection
 * @type: a type
 * @columns: which of its properties the table holds
 * @extra_columns: (nullable) (array zero-terminated=1): columns that are no property
 * @error: a #SpicoSqlError that says which column is missing, of another type, or not expected
 *
 * Compares a table with the descriptor of its type: names, types, and NOT NULL where a property cannot be null.
 *
 * Returns: whether they say the same
 */
gboolean
spico_sql_schema_matches (SpicoSqlConnection *connection,
                          const SpicoType    *type,
                          SpicoSqlColumns     columns,
                          const char *const  *extra_columns,
                          GError            **error)
{
  g_autoptr (GHashTable) schema = read_schema (connection, type->table, error);
  g_autoptr (GPtrArray) properties = spico_sql_properties (type, columns);
  g_autofree gpointer *left = NULL;

  if (schema == NULL)
    return FALSE;

  for (guint i = 0; i < properties->len; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (properties, i);

      if (!check_property (type, property, g_hash_table_lookup (schema, property->column), error))
        return FALSE;

      g_hash_table_remove (schema, property->column);
    }

  for (guint i = 0; extra_columns != NULL && extra_columns[i] != NULL; i++)
    {
      if (!g_hash_table_remove (schema, extra_columns[i]))
        {
          g_set_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "%s.%s is missing", type->table, extra_columns[i]);
          return FALSE;
        }
    }

  left = g_hash_table_get_keys_as_array (schema, NULL);
  if (left[0] == NULL)
    return TRUE;

  g_set_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "%s.%s stands in no descriptor", type->table, (const char *) left[0]);
  return FALSE;
}
