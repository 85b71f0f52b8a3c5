/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-connection.h"

#include <string.h>

#include "spico-sql-private.h"

/* Enough for every statement that the programs write by hand; lists of varying length come and go. */
#define MAX_IDLE_STATEMENTS 256

#define DEFAULT_BUSY_TIMEOUT_MS 5000

G_DEFINE_QUARK (spico-sql-error-quark, spico_sql_error)

static void
statement_destroy (SpicoSqlStatement *self)
{
  self->connection->backend->finalize (self);
  g_free (self->sql);
  g_free (self);
}

static void
statement_destroy_cb (gpointer data)
{
  statement_destroy (data);
}

/* PostgreSQL refuses everything after an error until a rollback; holding SQLite to the same rule keeps the two alike. */
static gboolean
note_result (SpicoSqlConnection *self,
             gboolean            succeeded)
{
  if (!succeeded && self->in_transaction)
    self->is_failed = TRUE;

  return succeeded;
}

static gboolean
check_usable (SpicoSqlConnection *self,
              GError            **error)
{
  if (!self->is_failed)
    return TRUE;

  g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "An earlier statement of this transaction failed: it must be rolled back");
  return FALSE;
}

static void
end_transaction (SpicoSqlConnection *self)
{
  self->in_transaction = FALSE;
  self->is_failed = FALSE;
  g_array_set_size (self->savepoints, 0);
}

/* A savepoint of ours. One that is set where nothing was done since the one before is that one under another name, and costs the database nothing. */
typedef struct {
  char *name;
  guint number; /* of the database's own savepoint */
} Savepoint;

static void
savepoint_clear (gpointer data)
{
  Savepoint *savepoint = data;

  g_free (savepoint->name);
}

static Savepoint *
savepoint_at (SpicoSqlConnection *self,
              guint               index)
{
  return &g_array_index (self->savepoints, Savepoint, index);
}

static gboolean
run_numbered (SpicoSqlConnection *self,
              const char         *command,
              guint               number,
              SpicoSqlAnswer      answer,
              GError            **error)
{
  char sql[64];

  g_snprintf (sql, sizeof sql, "%s s%u", command, number);
  return note_result (self, self->backend->run_command (self, sql, answer, error));
}

static gboolean
is_savepoint_name (const char *name)
{
  if (name[0] == '\0' || g_ascii_isdigit (name[0]))
    return FALSE;

  for (const char *c = name; *c != '\0'; c++)
    {
      if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '_')
        return FALSE;
    }

  return TRUE;
}

static gboolean
find_savepoint (SpicoSqlConnection *self,
                const char         *name,
                guint              *index,
                GError            **error)
{
  for (guint i = self->savepoints->len; i > 0; i--)
    {
      if (strcmp (savepoint_at (self, i - 1)->name, name) == 0)
        {
          *index = i - 1;
          return TRUE;
        }
    }

  g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "There is no such savepoint");
  return FALSE;
}

/**
 * spico_sql_connection_open:
 * @uri_or_path: a file's path, or a `postgresql://` address
 * @flags: how to open it
 * @key: (nullable): the raw key of an encrypted file, 32 bytes
 * @error: a #SpicoSqlError
 *
 * Opens a database. With a key it fails closed: a program without SQLCipher, a wrong key and a file in clear text are errors, and nothing is ever written unencrypted. A PostgreSQL database must have been
 * made with `LOCALE 'C' ENCODING 'UTF8'`, because text is compared bytewise.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
SpicoSqlConnection *
spico_sql_connection_open (const char       *uri_or_path,
                           SpicoSqlOpenFlags flags,
                           GBytes           *key,
                           GError          **error)
{
  gboolean is_postgres = g_str_has_prefix (uri_or_path, "postgresql://") || g_str_has_prefix (uri_or_path, "postgres://");
  g_autoptr (SpicoSqlConnection) self = NULL;

  if (is_postgres && spico_sql_postgres_open == NULL)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "This program does not speak to PostgreSQL");
      return NULL;
    }

  self = g_new0 (SpicoSqlConnection, 1);
  self->kept = g_hash_table_new (g_str_hash, g_str_equal);
  self->savepoints = g_array_new (FALSE, FALSE, sizeof (Savepoint));
  g_array_set_clear_func (self->savepoints, savepoint_clear);
  g_queue_init (&self->idle_order);
  self->backend = is_postgres ? &spico_sql_postgres_backend : &spico_sql_sqlite_backend;

  if (is_postgres && key != NULL)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_NOT_ENCRYPTED, "A PostgreSQL database takes no key");
      return NULL;
    }

  if (is_postgres ? !spico_sql_postgres_open (self, uri_or_path, flags, error) : !spico_sql_sqlite_open (self, uri_or_path, flags, key, error))
    return NULL;

  spico_sql_connection_set_busy_timeout (self, DEFAULT_BUSY_TIMEOUT_MS);

  return g_steal_pointer (&self);
}

/**
 * spico_sql_connection_free:
 * @self: (transfer full) (nullable): a connection, all of whose statements were given back
 *
 * Closes the connection; an open transaction is rolled back.
 */
void
spico_sql_connection_free (SpicoSqlConnection *self)
{
  if (self == NULL)
    return;

  if (self->n_lent > 0)
    g_critical ("A connection is closed while %u of its statements are in use", self->n_lent);

  if (self->in_transaction)
    spico_sql_connection_rollback (self);

  for (GList *link = g_queue_pop_head_link (&self->idle_order); link != NULL; link = g_queue_pop_head_link (&self->idle_order))
    statement_destroy_cb (link->data);

  self->backend->close (self);
  g_hash_table_unref (self->kept);
  g_array_unref (self->savepoints);
  g_free (self->change_mark);
  g_free (self);
}

/**
 * spico_sql_connection_is_postgresql:
 * @self: a connection
 *
 * Returns: whether PostgreSQL is behind it; for what cannot be said in one dialect
 */
gboolean
spico_sql_connection_is_postgresql (SpicoSqlConnection *self)
{
  return self->backend != &spico_sql_sqlite_backend;
}

/**
 * spico_sql_connection_set_busy_timeout:
 * @self: a connection
 * @milliseconds: how long to wait for a lock before %SPICO_SQL_ERROR_BUSY; 5 s unless set
 */
void
spico_sql_connection_set_busy_timeout (SpicoSqlConnection *self,
                                       guint               milliseconds)
{
  self->backend->set_busy_timeout (self, milliseconds);
}

/**
 * spico_sql_connection_set_time_limit:
 * @self: a connection
 * @milliseconds: how long one statement may take; 0 for as long as it wants
 *
 * A statement that takes longer fails with %SPICO_SQL_ERROR_TIMEOUT.
 */
void
spico_sql_connection_set_time_limit (SpicoSqlConnection *self,
                                     guint               milliseconds)
{
  self->time_limit_us = (gint64) milliseconds * 1000;
  self->backend->set_time_limit (self, milliseconds);
}

/**
 * spico_sql_connection_begin:
 * @self: a connection without a transaction
 * @mode: to write or to read
 * @error: a #SpicoSqlError; %SPICO_SQL_ERROR_BUSY where another writer would not let go
 *
 * Begins a transaction. The snapshot of a reader is that of its first statement.
 *
 * Returns: whether it began
 */
gboolean
spico_sql_connection_begin (SpicoSqlConnection *self,
                            SpicoSqlTransaction mode,
                            GError            **error)
{
  if (self->in_transaction)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "A transaction is already open");
      return FALSE;
    }

  if (!self->backend->run_command (self, self->backend->begin_statement (mode), SPICO_SQL_ANSWER_LATER, error))
    return FALSE;

  self->in_transaction = TRUE;
  self->mode = mode;
  return TRUE;
}

/**
 * spico_sql_connection_commit:
 * @self: a connection in a transaction
 * @error: a #SpicoSqlError
 *
 * Commits. Whatever the answer the transaction is over: where it fails everything was rolled back.
 *
 * Returns: whether everything is stored
 */
gboolean
spico_sql_connection_commit (SpicoSqlConnection *self,
                             GError            **error)
{
  if (!self->in_transaction)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "No transaction is open");
      return FALSE;
    }

  if (!check_usable (self, error) || !self->backend->run_command (self, "COMMIT", SPICO_SQL_ANSWER_NOW, error))
    {
      spico_sql_connection_rollback (self);
      return FALSE;
    }

  end_transaction (self);
  return TRUE;
}

/**
 * spico_sql_connection_rollback:
 * @self: a connection
 *
 * Undoes the open transaction; does nothing without one.
 */
void
spico_sql_connection_rollback (SpicoSqlConnection *self)
{
  g_autoptr (GError) error = NULL;

  /* The database itself ends a transaction on some errors (a full disk, a lost connection). */
  if (self->in_transaction && self->backend->is_open_transaction (self) && !self->backend->run_command (self, "ROLLBACK", SPICO_SQL_ANSWER_UNREAD, &error))
    g_message ("A rollback failed: %s", error->message);

  end_transaction (self);
}

/**
 * spico_sql_connection_in_transaction:
 * @self: a connection
 *
 * Returns: whether a transaction is open
 */
gboolean
spico_sql_connection_in_transaction (SpicoSqlConnection *self)
{
  return self->in_transaction;
}

/**
 * spico_sql_connection_savepoint:
 * @self: a connection in a transaction
 * @name: `[a-z_][a-z0-9_]*`; an inner savepoint may have the name of an outer one and hides it
 * @error: a #SpicoSqlError
 *
 * Marks a point to which the transaction can be rolled back.
 *
 * Returns: whether it stands
 */
gboolean
spico_sql_connection_savepoint (SpicoSqlConnection *self,
                                const char         *name,
                                GError            **error)
{
  Savepoint savepoint = { .number = self->savepoints->len };

  g_return_val_if_fail (is_savepoint_name (name), FALSE);

  if (!self->in_transaction)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "A savepoint needs an open transaction");
      return FALSE;
    }
  if (!check_usable (self, error))
    return FALSE;

  if (self->savepoints->len > 0 && !self->has_written)
    savepoint.number = savepoint_at (self, self->savepoints->len - 1)->number;
  else if (!run_numbered (self, "SAVEPOINT", savepoint.number, SPICO_SQL_ANSWER_LATER, error))
    return FALSE;

  self->has_written = FALSE;
  g_array_append_val (self->savepoints, savepoint);
  savepoint_at (self, self->savepoints->len - 1)->name = g_strdup (name);
  return TRUE;
}

/**
 * spico_sql_connection_release:
 * @self: a connection in a transaction
 * @name: a savepoint
 * @error: a #SpicoSqlError
 *
 * Forgets the savepoint (and those inside it), keeping what was done since.
 *
 * Returns: whether it succeeded
 */
gboolean
spico_sql_connection_release (SpicoSqlConnection *self,
                              const char         *name,
                              GError            **error)
{
  guint index = 0;

  if (!check_usable (self, error) || !find_savepoint (self, name, &index, error))
    return FALSE;
  /* Unless it is the one below, which still stands. */
  if (savepoint_at (self, index)->number == index && !run_numbered (self, "RELEASE SAVEPOINT", index, SPICO_SQL_ANSWER_NOW, error))
    return FALSE;

  g_array_set_size (self->savepoints, index);
  self->has_written = TRUE;
  return TRUE;
}

/**
 * spico_sql_connection_rollback_to:
 * @self: a connection in a transaction
 * @name: a savepoint
 * @error: a #SpicoSqlError
 *
 * Undoes everything since the savepoint, which still stands and is to be released; an error met since is forgiven.
 *
 * Returns: whether it succeeded; if not, the whole transaction must be rolled back
 */
gboolean
spico_sql_connection_rollback_to (SpicoSqlConnection *self,
                                  const char         *name,
                                  GError            **error)
{
  guint index = 0;

  if (!find_savepoint (self, name, &index, error)
      || !run_numbered (self, "ROLLBACK TO SAVEPOINT", savepoint_at (self, index)->number, SPICO_SQL_ANSWER_NOW, error))
    return FALSE;

  self->is_failed = FALSE;
  self->has_written = FALSE;
  g_array_set_size (self->savepoints, index + 1);
  return TRUE;
}

/**
 * spico_sql_connection_for_update:
 * @self: a connection
 *
 * Returns: what a SELECT must end with to lock its rows: ` FOR UPDATE`, or nothing where the writer is alone
 */
const char *
spico_sql_connection_for_update (SpicoSqlConnection *self)
{
  return self->backend->for_update;
}

/**
 * spico_sql_connection_changes:
 * @self: a connection
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE touched
 */
gint64
spico_sql_connection_changes (SpicoSqlConnection *self)
{
  return self->changes;
}

/**
 * spico_sql_connection_run_script:
 * @self: a connection
 * @sql: statements without parameters, separated by semicolons
 * @error: a #SpicoSqlError
 *
 * For schemas. Never to be given anything that came from outside.
 *
 * Returns: whether all of them succeeded
 */
gboolean
spico_sql_connection_run_script (SpicoSqlConnection *self,
                                 const char         *sql,
                                 GError            **error)
{
  self->has_written = TRUE;
  return check_usable (self, error) && note_result (self, self->backend->run_script (self, sql, error));
}

/**
 * spico_sql_connection_has_changed:
 * @self: a connection that only reads, in a transaction
 * @changed: (out): whether another connection may have committed anything since this was last asked of this one; %TRUE the first time
 * @error: a #SpicoSqlError
 *
 * A cheap question before a long look: what was read in the transaction that asked last is still so where nothing has changed.
 *
 * Returns: whether the database answered
 */
gboolean
spico_sql_connection_has_changed (SpicoSqlConnection *self,
                                  gboolean           *changed,
                                  GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (self, self->backend->change_mark, error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *changed = g_set_str (&self->change_mark, has_row ? spico_sql_statement_column_text (statement, 0) : NULL) || self->change_mark == NULL;
  return TRUE;
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

  if (!check_usable (self, error))
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

  if (!note_result (self, self->backend->prepare (statement, error)))
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

  if (!check_usable (self->connection, error))
    return FALSE;

  if (!self->is_done)
    {
      if (!self->is_started)
        self->connection->deadline_us = g_get_monotonic_time () + self->connection->time_limit_us;
      self->is_started = TRUE;
      self->connection->has_written |= !self->is_reading;

      if (!note_result (self->connection, self->connection->backend->step (self, &row, error)))
        return FALSE;

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
  if (!check_usable (connection, error))
    return FALSE;

  connection->has_written |= !self->is_reading;
  return note_result (connection, connection->backend->send (self, error));
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
