/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-rows.h"

/* What one statement binds at most: more would cost PostgreSQL more to plan than it saves in round trips. */
#define MAX_VALUES 2400

typedef struct {
  gboolean is_null;
  gsize offset; /* of a text */
  gint64 number;
} Value;

struct _SpicoRegisterRows {
  const SpicoRegisterTable *table;
  GArray *values;
  GString *texts;
  guint rows_at_once;
  char *many;
  char *one;
};

static char *
build (const SpicoRegisterTable *table,
       guint                     n_rows)
{
  GString *sql = g_string_new (NULL);
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GString) changes = g_string_new (NULL);
  guint place = 1;

  g_string_append_printf (sql, "INSERT INTO %s (", table->name);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const SpicoRegisterColumn *column = &table->columns[i];

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", column->name);
      if (i < table->n_keys)
        g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", column->name);
      else if (!column->is_kept)
        g_string_append_printf (changes, "%s%s = excluded.%s", changes->len > 0 ? ", " : "", column->name, column->name);
    }

  g_string_append (sql, ") VALUES ");
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint i = 0; i < table->n_columns; i++)
        g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : row > 0 ? "), (" : "(", place++);
    }

  g_string_append_printf (sql, ") ON CONFLICT (%s) DO ", keys->str);
  if (changes->len > 0)
    g_string_append_printf (sql, "UPDATE SET %s", changes->str);
  else
    g_string_append (sql, "NOTHING");

  return g_string_free (sql, FALSE);
}

/**
 * spico_register_rows_new:
 * @table: the table, which outlives the rows
 *
 * Returns: (transfer full): no rows yet
 */
SpicoRegisterRows *
spico_register_rows_new (const SpicoRegisterTable *table)
{
  SpicoRegisterRows *self = g_new0 (SpicoRegisterRows, 1);

  self->table = table;
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  self->texts = g_string_new (NULL);
  self->rows_at_once = MAX (MAX_VALUES / table->n_columns, 1);
  self->many = build (table, self->rows_at_once);
  self->one = build (table, 1);
  return self;
}

/**
 * spico_register_rows_free:
 * @self: (transfer full): rows
 */
void
spico_register_rows_free (SpicoRegisterRows *self)
{
  g_array_unref (self->values);
  g_string_free (self->texts, TRUE);
  g_free (self->many);
  g_free (self->one);
  g_free (self);
}

/**
 * spico_register_rows_add_text:
 * @self: rows
 * @text: (nullable): the value of the next column, which begins a row after the last one
 */
void
spico_register_rows_add_text (SpicoRegisterRows *self,
                              const char        *text)
{
  Value value = { text == NULL, self->texts->len, 0 };

  if (text != NULL)
    g_string_append_len (self->texts, text, (gssize) strlen (text) + 1);
  g_array_append_val (self->values, value);
}

/**
 * spico_register_rows_add_number:
 * @self: rows
 * @number: the value of the next column
 */
void
spico_register_rows_add_number (SpicoRegisterRows *self,
                                gint64             number)
{
  Value value = { FALSE, 0, number };

  g_array_append_val (self->values, value);
}

/**
 * spico_register_rows_get_n_rows:
 * @self: rows
 *
 * Returns: how many wait
 */
guint
spico_register_rows_get_n_rows (SpicoRegisterRows *self)
{
  return self->values->len / self->table->n_columns;
}

/**
 * spico_register_rows_get_table:
 * @self: rows
 *
 * Returns: (transfer none): their table
 */
const SpicoRegisterTable *
spico_register_rows_get_table (SpicoRegisterRows *self)
{
  return self->table;
}

static gboolean
write_rows (SpicoRegisterRows *self,
            SpicoSqlStatement *statement,
            guint              first,
            guint              n,
            GError           **error)
{
  guint n_columns = self->table->n_columns;

  spico_sql_statement_reset (statement);
  for (guint i = 0; i < n * n_columns; i++)
    {
      const Value *value = &g_array_index (self->values, Value, first * n_columns + i);

      if (value->is_null)
        spico_sql_statement_bind_null (statement, i + 1);
      else if (self->table->columns[i % n_columns].is_number)
        spico_sql_statement_bind_int64 (statement, i + 1, value->number);
      else
        spico_sql_statement_bind_text (statement, i + 1, self->texts->str + value->offset);
    }

  return spico_sql_statement_run_later (statement, error);
}

static gboolean
write_by (SpicoRegisterRows  *self,
          SpicoSqlConnection *connection,
          guint              *row,
          guint               n,
          GError            **error)
{
  guint n_rows = spico_register_rows_get_n_rows (self);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (n_rows - *row < n)
    return TRUE;

  statement = spico_sql_connection_prepare (connection, n > 1 ? self->many : self->one, error);
  for (; statement != NULL && n_rows - *row >= n; *row += n)
    {
      if (!write_rows (self, statement, *row, n, error))
        return FALSE;
    }

  return statement != NULL;
}

/**
 * spico_register_rows_write:
 * @self: rows of different keys
 * @connection: a connection in a transaction
 * @error: a #SpicoSqlError
 *
 * Writes the rows, and keeps them for another try until spico_register_rows_clear(). An error may be met later: see spico_sql_statement_run_later().
 *
 * Returns: whether no error was met yet
 */
gboolean
spico_register_rows_write (SpicoRegisterRows  *self,
                           SpicoSqlConnection *connection,
                           GError            **error)
{
  guint row = 0;

  g_assert (self->values->len % self->table->n_columns == 0);

  return write_by (self, connection, &row, self->rows_at_once, error) && write_by (self, connection, &row, 1, error);
}

/**
 * spico_register_rows_clear:
 * @self: rows
 */
void
spico_register_rows_clear (SpicoRegisterRows *self)
{
  g_array_set_size (self->values, 0);
  g_string_set_size (self->texts, 0);
}
