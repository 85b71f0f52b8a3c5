/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-rows.h"

#include <string.h>

typedef union {
  const char *text;
  gint64 number;
} SpicoCell;

struct _SpicoRows {
  gatomicrefcount ref_count;
  guint n_columns;
  GArray *cells;
  GStringChunk *texts;
};

G_DEFINE_BOXED_TYPE (SpicoRows, spico_rows, spico_rows_ref, spico_rows_unref)

static SpicoRows *
spico_rows_new (guint n_columns)
{
  SpicoRows *self = g_new0 (SpicoRows, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_columns = n_columns;
  self->cells = g_array_new (FALSE, FALSE, sizeof (SpicoCell));
  self->texts = g_string_chunk_new (1024);

  return self;
}

static void
add_row (SpicoRows         *self,
         SpicoSqlStatement *statement,
         const char        *kinds)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      SpicoCell cell;

      if (kinds[i] == 'i')
        cell.number = spico_sql_statement_column_int64 (statement, i);
      else if (spico_sql_statement_column_is_null (statement, i))
        cell.text = NULL;
      else
        cell.text = g_string_chunk_insert (self->texts, spico_sql_statement_column_text (statement, i));
      g_array_append_val (self->cells, cell);
    }
}

/**
 * spico_rows_read:
 * @kinds: one letter a column: `t` for a text, `i` for an integer (NULL is 0)
 *
 * Runs a query and copies all its rows.
 *
 * Returns: (transfer full): the rows; %NULL with @error set
 */
SpicoRows *
spico_rows_read (SpicoSqlConnection  *connection,
                 const char          *kinds,
                 const char          *sql,
                 const SpicoSqlValue *values,
                 GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, values, error);
  g_autoptr (SpicoRows) self = NULL;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;

  self = spico_rows_new (strlen (kinds));
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        add_row (self, statement, kinds);
    }

  return g_steal_pointer (&self);
}

SpicoRows *
spico_rows_ref (SpicoRows *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
spico_rows_unref (SpicoRows *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->cells);
  g_string_chunk_free (self->texts);
  g_free (self);
}

guint
spico_rows_get_n_rows (SpicoRows *self)
{
  return self->cells->len / self->n_columns;
}

/* Returns: (nullable): %NULL where the database says NULL */
const char *
spico_rows_get_text (SpicoRows *self,
                     guint      row,
                     guint      column)
{
  return g_array_index (self->cells, SpicoCell, row * self->n_columns + column).text;
}

/* Like spico_rows_get_text(), with "" for NULL. */
const char *
spico_rows_get_string (SpicoRows *self,
                       guint      row,
                       guint      column)
{
  const char *text = spico_rows_get_text (self, row, column);

  return text != NULL ? text : "";
}

gint64
spico_rows_get_int (SpicoRows *self,
                    guint      row,
                    guint      column)
{
  return g_array_index (self->cells, SpicoCell, row * self->n_columns + column).number;
}
