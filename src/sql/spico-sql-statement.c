/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, which their connection keeps prepared, and lends. */
#include <string.h>

#include "spico-sql-private.h"

/* Enough for every statement that the programs write by hand; lists of varying length come and go. */
#define MAX_IDLE_STATEMENTS 256

static void
statement_destroy (SpicoSqlStatement *self)
{
  self->connection->backend->finalize (self);
  g_free (self->sql);
  g_free (self);
}

/* All are given back. */
void
spico_sql_connection_forget_statements (SpicoSqlConnection *self)
{
  for (GList *link = g_queue_pop_head_link (&self->idle_order); link != NULL; link = g_queue_pop_head_link (&self->idle_order))
    statement_destroy (link->data);
}

/**
 * spico_sql_connection_prepare:
 * @self: a connection
 * @sql: one statement, with `$1`, `$2`… for what varies
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the statement, with nothing bound (an unbound parameter is NULL)
 */
SpicoSqlStatement *
spico_sql_connection_prepare (SpicoSqlConnection *self,
                              const char         *sql,
                              GError            **error)
{
  SpicoSqlStatement *kept = g_hash_table_lookup (self->kept, sql);
  SpicoSqlStatement *statement = kept;

  if (!spico_sql_connection_check_usable (self, error))
    return NULL;

  if (kept != NULL && !kept->is_lent)
    {
      kept->is_lent = TRUE;
      g_queue_unlink (&self->idle_order, &statement->idle_link);
      self->n_lent++;
      return statement;
    }

  statement = g_new0 (SpicoSqlStatement, 1);
  statement->connection = self;
  statement->sql = g_strdup (sql);
  statement->is_reading = g_str_has_prefix (sql, "SELECT") && strstr (sql, "FOR UPDATE") == NULL;
  statement->idle_link.data = statement;

  if (!spico_sql_connection_note_result (self, self->backend->prepare (statement, error)))
    {
      statement_destroy (statement);
      return NULL;
    }

  /* The same SQL may be lent twice at once, rarely: the second is made for the occasion. */
  if (kept == NULL)
    g_hash_table_insert (self->kept, statement->sql, statement);
  statement->is_kept = kept == NULL;
  statement->is_lent = TRUE;
  self->n_lent++;
  return statement;
}

/* Binding again after a run means running again. */
static void
prepare_to_bind (SpicoSqlStatement *self)
{
  if (self->is_started)
    spico_sql_statement_reset (self);
}

/**
 * spico_sql_statement_bind_text:
 * @self: a statement
 * @index: 1 for `$1`
 * @text: (nullable): UTF-8; %NULL binds NULL
 */
void
spico_sql_statement_bind_text (SpicoSqlStatement *self,
                               guint              index,
                               const char        *text)
{
  prepare_to_bind (self);

  if (text != NULL)
    self->connection->backend->bind_text (self, index, text);
  else
    self->connection->backend->bind_null (self, index);
}

/**
 * spico_sql_statement_bind_int64:
 * @self: a statement
 * @index: 1 for `$1`
 * @number: the value
 */
void
spico_sql_statement_bind_int64 (SpicoSqlStatement *self,
                                guint              index,
                                gint64             number)
{
  prepare_to_bind (self);
  self->connection->backend->bind_int64 (self, index, number);
}

/**
 * spico_sql_statement_bind_boolean:
 * @self: a statement
 * @index: 1 for `$1`
 * @value: bound as the number 0 or 1
 */
void
spico_sql_statement_bind_boolean (SpicoSqlStatement *self,
                                  guint              index,
                                  gboolean           value)
{
  spico_sql_statement_bind_int64 (self, index, value ? 1 : 0);
}

/**
 * spico_sql_statement_bind_blob:
 * @self: a statement
 * @index: 1 for `$1`
 * @bytes: (nullable): %NULL binds NULL
 */
void
spico_sql_statement_bind_blob (SpicoSqlStatement *self,
                               guint              index,
                               GBytes            *bytes)
{
  prepare_to_bind (self);

  if (bytes != NULL)
    self->connection->backend->bind_blob (self, index, bytes);
  else
    self->connection->backend->bind_null (self, index);
}

/**
 * spico_sql_statement_bind_null:
 * @self: a statement
 * @index: 1 for `$1`
 */
void
spico_sql_statement_bind_null (SpicoSqlStatement *self,
                               guint              index)
{
  prepare_to_bind (self);
  self->connection->backend->bind_null (self, index);
}

/**
 * spico_sql_statement_step:
 * @self: a statement
 * @has_row: (out) (nullable): whether the columns of a row can now be read
 * @error: a #SpicoSqlError
 *
 * Runs the statement, or goes on to its next row. After the last row it answers FALSE in @has_row until it is reset or bound again.
 *
 * Returns: whether no error was met
 */
gboolean
spico_sql_statement_step (SpicoSqlStatement *self,
                          gboolean          *has_row,
                          GError           **error)
{
  gboolean row = FALSE;

  if (!spico_sql_connection_check_usable (self->connection, error))
    return FALSE;

  if (!self->is_done)
    {
      if (!self->is_started)
        self->connection->deadline_us = g_get_monotonic_time () + self->connection->time_limit_us;
      self->is_started = TRUE;
      self->connection->has_written |= !self->is_reading;

      if (!spico_sql_connection_note_result (self->connection, self->connection->backend->step (self, &row, error)))
        return FALSE;

      /* With this answer those to all before it are known. */
      self->connection->is_committing = FALSE;

      self->is_done = !row;
    }

  if (has_row != NULL)
    *has_row = row;

  return TRUE;
}

/**
 * spico_sql_statement_run_later:
 * @self: a statement, bound, whose rows and number of changes nobody wants
 * @error: a #SpicoSqlError
 *
 * Runs the statement, or leaves it to be run before the next one (PostgreSQL, without waiting for its answer). An error is met here, or by whatever of this connection waits for an
 * answer next: a step, a release, a commit.
 *
 * Returns: whether no error was met yet
 */
gboolean
spico_sql_statement_run_later (SpicoSqlStatement *self,
                               GError           **error)
{
  SpicoSqlConnection *connection = self->connection;

  if (connection->backend->send == NULL || !connection->in_transaction)
    return spico_sql_statement_step (self, NULL, error);
  if (!spico_sql_connection_check_usable (connection, error))
    return FALSE;

  connection->has_written |= !self->is_reading;
  return spico_sql_connection_note_result (connection, connection->backend->send (self, error));
}

/**
 * spico_sql_statement_announce:
 * @self: a statement, bound
 *
 * Says that a statement with this SQL and these values will soon be stepped: PostgreSQL is asked now, with the next that somebody waits for, and the one that is stepped finds its answer there.
 * Nothing that is run in between may change the answer. What nobody asks for is forgotten at the end of the savepoint or of the transaction. An error is met as with
 * spico_sql_statement_run_later(). SQLite, which has no distance to go, does nothing.
 */
void
spico_sql_statement_announce (SpicoSqlStatement *self)
{
  SpicoSqlConnection *connection = self->connection;

  if (!spico_sql_connection_is_announced_to (connection))
    return;

  connection->has_written |= !self->is_reading;
  connection->backend->announce (self);
}

/**
 * spico_sql_statement_take_raw:
 * @self: a statement all of whose columns are bytes or text, now and whenever it is prepared
 *
 * Lets bytes come as they are, which for many spares PostgreSQL and us their way through hexadecimal text.
 */
void
spico_sql_statement_take_raw (SpicoSqlStatement *self)
{
  self->is_raw = TRUE;
}

/**
 * spico_sql_statement_reset:
 * @self: a statement
 *
 * Makes it ready to run again, with what is bound.
 */
void
spico_sql_statement_reset (SpicoSqlStatement *self)
{
  self->connection->backend->rewind (self);
  self->is_started = FALSE;
  self->is_done = FALSE;
}

/**
 * spico_sql_statement_free:
 * @self: (transfer full) (nullable): a statement
 *
 * Gives it back to its connection.
 */
void
spico_sql_statement_free (SpicoSqlStatement *self)
{
  SpicoSqlConnection *connection;

  if (self == NULL)
    return;

  connection = self->connection;
  connection->n_lent--;
  spico_sql_statement_reset (self);
  connection->backend->clear_bindings (self);

  if (!self->is_kept)
    {
      statement_destroy (self);
      return;
    }

  self->is_lent = FALSE;
  g_queue_push_head_link (&connection->idle_order, &self->idle_link);

  if (connection->idle_order.length > MAX_IDLE_STATEMENTS)
    {
      SpicoSqlStatement *oldest = g_queue_pop_tail_link (&connection->idle_order)->data;

      g_hash_table_remove (connection->kept, oldest->sql);
      statement_destroy (oldest);
    }
}

/**
 * spico_sql_statement_column_count:
 * @self: a statement that was stepped
 *
 * Returns: how many columns a row has
 */
guint
spico_sql_statement_column_count (SpicoSqlStatement *self)
{
  return self->connection->backend->column_count (self);
}

/**
 * spico_sql_statement_column_name:
 * @self: a statement that was stepped
 * @column: 0 for the first
 *
 * Returns: (transfer none) (nullable): the name that the SQL gives the column
 */
const char *
spico_sql_statement_column_name (SpicoSqlStatement *self,
                                 guint              column)
{
  return self->connection->backend->column_name (self, column);
}

/**
 * spico_sql_statement_column_is_null:
 * @self: a statement on a row
 * @column: 0 for the first
 *
 * Returns: whether the value is NULL
 */
gboolean
spico_sql_statement_column_is_null (SpicoSqlStatement *self,
                                    guint              column)
{
  return self->connection->backend->column_is_null (self, column);
}

/**
 * spico_sql_statement_column_text:
 * @self: a statement on a row
 * @column: 0 for the first
 *
 * Returns: (transfer none) (nullable): the text, valid until the next step; %NULL for NULL
 */
const char *
spico_sql_statement_column_text (SpicoSqlStatement *self,
                                 guint              column)
{
  return self->connection->backend->column_text (self, column);
}

/**
 * spico_sql_statement_column_int64:
 * @self: a statement on a row
 * @column: 0 for the first
 *
 * Returns: the number; 0 for NULL; a condition is 0 or 1
 */
gint64
spico_sql_statement_column_int64 (SpicoSqlStatement *self,
                                  guint              column)
{
  return self->connection->backend->column_int64 (self, column);
}

/**
 * spico_sql_statement_column_boolean:
 * @self: a statement on a row
 * @column: 0 for the first
 *
 * Returns: whether the number is not 0
 */
gboolean
spico_sql_statement_column_boolean (SpicoSqlStatement *self,
                                    guint              column)
{
  return spico_sql_statement_column_int64 (self, column) != 0;
}

/**
 * spico_sql_statement_column_blob:
 * @self: a statement on a row
 * @column: 0 for the first
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL for NULL
 */
GBytes *
spico_sql_statement_column_blob (SpicoSqlStatement *self,
                                 guint              column)
{
  return self->connection->backend->column_blob (self, column);
}
