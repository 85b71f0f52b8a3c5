/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading all of a region, row by row, to hash it and to write it to another database. */
#include "spico-region-copy.h"

#include <string.h>

#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

/* Rows that are read, and written, at once. A row of a blob has 256 kB. */
#define PAGE 64

static void
digest_free (gpointer data)
{
  SpicoTableDigest *self = data;

  g_free (self->table);
  g_free (self->sha256);
  g_free (self);
}

/**
 * spico_table_digests_new:
 *
 * Returns: (transfer full) (element-type SpicoTableDigest): an empty list
 */
GPtrArray *
spico_table_digests_new (void)
{
  return g_ptr_array_new_with_free_func (digest_free);
}

/**
 * spico_table_digests_add:
 * @digests: a list
 * @table: a table's name
 * @n_rows: how many rows it has
 * @sha256: their hash
 */
void
spico_table_digests_add (GPtrArray  *digests,
                         const char *table,
                         gint64      n_rows,
                         const char *sha256)
{
  SpicoTableDigest *digest = g_new0 (SpicoTableDigest, 1);

  digest->table = g_strdup (table);
  digest->n_rows = n_rows;
  digest->sha256 = g_strdup (sha256);
  g_ptr_array_add (digests, digest);
}

/**
 * spico_table_digests_compare:
 * @left: (element-type SpicoTableDigest): what one database holds
 * @right: (element-type SpicoTableDigest): what another holds
 *
 * Returns: (transfer none) (nullable): the first table in which they differ
 */
const char *
spico_table_digests_compare (GPtrArray *left,
                             GPtrArray *right)
{
  for (guint i = 0; i < MAX (left->len, right->len); i++)
    {
      const SpicoTableDigest *one = g_ptr_array_index (i < left->len ? left : right, i);
      const SpicoTableDigest *other = i < left->len && i < right->len ? g_ptr_array_index (right, i) : NULL;

      if (other == NULL || strcmp (one->table, other->table) != 0 || one->n_rows != other->n_rows || strcmp (one->sha256, other->sha256) != 0)
        return one->table;
    }

  return NULL;
}

/* A page of rows: their values, one after the other. */

static void
value_clear (gpointer data)
{
  SpicoSqlValue *value = data;

  g_free ((char *) value->text);
  g_clear_pointer (&value->bytes, g_bytes_unref);
}

static SpicoSqlValue
read_value (SpicoSqlStatement      *statement,
            guint                   place,
            const SpicoTableColumn *column)
{
  if (spico_sql_statement_column_is_null (statement, place))
    return SPICO_SQL_NULL;
  if (strcmp (column->type, "BYTEA") == 0)
    return SPICO_SQL_BLOB (spico_sql_statement_column_blob (statement, place));
  if (strcmp (column->type, "TEXT") == 0)
    return SPICO_SQL_TEXT (g_strdup (spico_sql_statement_column_text (statement, place)));

  return SPICO_SQL_INT (spico_sql_statement_column_int64 (statement, place));
}

static void
bind_value (SpicoSqlStatement   *statement,
            guint                index,
            const SpicoSqlValue *value)
{
  if (value->kind == SPICO_SQL_VALUE_TEXT)
    spico_sql_statement_bind_text (statement, index, value->text);
  else if (value->kind == SPICO_SQL_VALUE_BLOB)
    spico_sql_statement_bind_blob (statement, index, value->bytes);
  else if (value->kind == SPICO_SQL_VALUE_INT)
    spico_sql_statement_bind_int64 (statement, index, value->number);
  else
    spico_sql_statement_bind_null (statement, index);
}

/* What stands in @page is what came before. */
static GArray *
read_page (SpicoSqlConnection *source,
           const SpicoTable   *table,
           GArray             *page,
           GError            **error)
{
  g_autofree char *sql = spico_table_build_select (table, page != NULL, PAGE);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (source, sql, error);
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (SpicoSqlValue));
  gboolean has_row = statement != NULL;

  g_array_set_clear_func (next, value_clear);
  for (guint i = 0; statement != NULL && page != NULL && i < table->keys->len; i++)
    bind_value (statement, i + 1, &g_array_index (page, SpicoSqlValue, page->len - table->columns->len + g_array_index (table->keys, guint, i)));

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      for (guint i = 0; has_row && i < table->columns->len; i++)
        {
          SpicoSqlValue value = read_value (statement, i, g_ptr_array_index (table->columns, i));

          g_array_append_val (next, value);
        }
    }

  return statement != NULL ? g_steal_pointer (&next) : NULL;
}

static gboolean
write_page (SpicoSqlConnection *target,
            const SpicoTable   *table,
            GArray             *page,
            GError            **error)
{
  g_autofree char *sql = spico_table_build_insert (table, page->len / table->columns->len);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (target, sql, error);

  for (guint i = 0; statement != NULL && i < page->len; i++)
    bind_value (statement, i + 1, &g_array_index (page, SpicoSqlValue, i));

  return statement != NULL && spico_sql_statement_step (statement, NULL, error);
}

/* Each value with its kind and its length, so that no two tables of different contents have the same bytes. */
static void
hash_page (GChecksum *checksum,
           GArray    *page)
{
  for (guint i = 0; i < page->len; i++)
    {
      const SpicoSqlValue *value = &g_array_index (page, SpicoSqlValue, i);
      gsize length = value->kind == SPICO_SQL_VALUE_TEXT ? strlen (value->text) : 0;
      const void *data = value->kind == SPICO_SQL_VALUE_BLOB ? g_bytes_get_data (value->bytes, &length) : value->text;
      guint8 head[9] = { (guint8) value->kind };
      guint64 number = GUINT64_TO_BE (value->kind == SPICO_SQL_VALUE_INT ? (guint64) value->number : (guint64) length);

      memcpy (head + 1, &number, sizeof number);
      g_checksum_update (checksum, head, sizeof head);
      if (length > 0)
        g_checksum_update (checksum, data, (gssize) length);
    }
}

static gboolean
copy_table (SpicoSqlConnection *source,
            SpicoSqlConnection *target,
            const SpicoTable   *table,
            GPtrArray          *digests,
            GError            **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GArray) page = NULL;
  gint64 n_rows = 0;

  do
    {
      GArray *next = read_page (source, table, page, error);

      g_clear_pointer (&page, g_array_unref);
      page = next;
      if (page == NULL)
        return FALSE;
      hash_page (checksum, page);
      n_rows += page->len / table->columns->len;
      if (target != NULL && page->len > 0 && !write_page (target, table, page, error))
        return FALSE;
    }
  while (page->len == PAGE * table->columns->len);

  spico_table_digests_add (digests, table->name, n_rows, g_checksum_get_string (checksum));

  return TRUE;
}

/* PostgreSQL does not count the numbers that were given from outside. */
static gboolean
set_serial (SpicoSqlConnection *target,
            const SpicoTable   *table,
            GError            **error)
{
  const SpicoTableColumn *column = spico_table_find_serial (table);
  g_autofree char *sql = NULL;
  gint64 last;

  if (column == NULL || !spico_sql_connection_is_postgresql (target))
    return TRUE;

  sql = g_strdup_printf ("SELECT setval(pg_get_serial_sequence($1, $2), max(%s)) FROM %s HAVING max(%s) IS NOT NULL", column->name, table->name, column->name);

  return spico_sql_query_int64 (target, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (table->name), SPICO_SQL_TEXT (column->name)), 0, &last, error);
}

/**
 * spico_region_digest:
 * @source: a connection in a transaction
 * @version: the version of its schema
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what each table holds
 */
GPtrArray *
spico_region_digest (SpicoSqlConnection *source,
                     guint               version,
                     GError            **error)
{
  return spico_region_copy (source, NULL, version, error);
}

/**
 * spico_region_copy:
 * @source: a connection in a transaction that sees one state of the region
 * @target: (nullable): a connection in a write transaction, to a region of the same schema with no row in it
 * @version: the version of the schema of both
 * @error: a #SpicoSqlError
 *
 * Copies every row. What is in @target afterwards is for the caller to prove, with spico_region_digest().
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what each table of the source holds
 */
GPtrArray *
spico_region_copy (SpicoSqlConnection *source,
                   SpicoSqlConnection *target,
                   guint               version,
                   GError            **error)
{
  g_autoptr (GPtrArray) layout = spico_region_layout_new (version, error);
  g_autoptr (GPtrArray) digests = spico_table_digests_new ();

  for (guint i = 0; layout != NULL && i < layout->len; i++)
    {
      const SpicoTable *table = g_ptr_array_index (layout, i);

      if (!copy_table (source, target, table, digests, error) || (target != NULL && !set_serial (target, table, error)))
        return NULL;
    }

  return layout != NULL ? g_steal_pointer (&digests) : NULL;
}

static gboolean
has_any_table (SpicoSqlConnection *target,
               gboolean           *exists,
               GError            **error)
{
  const char *sql = spico_sql_connection_is_postgresql (target) ? "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() LIMIT 1"
                                                                : "SELECT 1 FROM sqlite_schema LIMIT 1";

  return spico_sql_query_exists (target, sql, NULL, exists, error);
}

static gboolean
has_any_row (SpicoSqlConnection *target,
             guint               version,
             gboolean           *exists,
             GError            **error)
{
  g_autoptr (GPtrArray) layout = spico_region_layout_new (version, error);

  *exists = FALSE;
  for (guint i = 0; layout != NULL && !*exists && i < layout->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s LIMIT 1", ((SpicoTable *) g_ptr_array_index (layout, i))->name);

      if (!spico_sql_query_exists (target, sql, NULL, exists, error))
        return FALSE;
    }

  return layout != NULL;
}

/**
 * spico_region_check_empty:
 * @target: a connection
 * @version: the version of the schema that is to be written to it
 * @error: a #SpicoServerError (`EXISTS`) or a #SpicoSqlError
 *
 * Looks whether a database is new: without a table, or with Spico's and no row in them, as an interrupted restoration leaves it.
 *
 * Returns: whether it is
 */
gboolean
spico_region_check_empty (SpicoSqlConnection *target,
                          guint               version,
                          GError            **error)
{
  gboolean is_used = FALSE;
  guint found = 0;

  if (!spico_sql_check_migrations (target, spico_schema_migrations, spico_schema_n_migrations, &found, error))
    return FALSE;
  if (found == 0 && !has_any_table (target, &is_used, error))
    return FALSE;
  if (found > 0 && found <= version && !has_any_row (target, found, &is_used, error))
    return FALSE;

  if (is_used || found > version)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_EXISTS, "The database that is to be filled is not empty");
      return FALSE;
    }

  return TRUE;
}
