/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-connection.h"

#include <string.h>

#include "spico-sql-private.h"

#define DEFAULT_BUSY_TIMEOUT_MS 5000

G_DEFINE_QUARK (spico-sql-error-quark, spico_sql_error)

/* PostgreSQL refuses everything after an error until a rollback; holding SQLite to the same rule keeps the two alike. */
gboolean
spico_sql_connection_note_result (SpicoSqlConnection *self,
             gboolean            succeeded)
{
  /* A commit that failed has left its transaction open. */
  if (!succeeded && self->is_committing)
    self->backend->run_command (self, "ROLLBACK", SPICO_SQL_ANSWER_UNREAD, NULL);
  self->is_committing = self->is_committing && succeeded;
  if (!succeeded && self->in_transaction)
    self->is_failed = TRUE;

  return succeeded;
}

gboolean
spico_sql_connection_check_usable (SpicoSqlConnection *self,
              GError            **error)
{
  if (!self->is_failed)
    return TRUE;

  g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "An earlier statement of this transaction failed: it must be rolled back");
  return FALSE;
}

static void
forget_announced (SpicoSqlConnection *self,
                  guint               n_savepoints)
{
  if (self->backend->forget_announced != NULL)
    self->backend->forget_announced (self, n_savepoints);
}

static void
end_transaction (SpicoSqlConnection *self)
{
  forget_announced (self, 0);
  self->in_transaction = FALSE;
  self->is_failed = FALSE;
  g_array_set_size (self->savepoints, 0);
}

/* A savepoint of ours. One that is set where nothing was done since the one before is that one under another name, and costs the database nothing. */
typedef struct {
  char *name;
  guint number; /* of the database's own savepoint */
  gboolean is_alias; /* of the one below it */
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

/* Where answers are read later, no number may come again before: a savepoint that was passed over behind an error would be taken for the one that had its number. SQLite answers at once, and keeps
 * each command prepared. */
static guint
next_number (SpicoSqlConnection *self)
{
  if (self->backend->announce == NULL)
    return self->savepoints->len;

  return ++self->last_savepoint;
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
  return spico_sql_connection_note_result (self, self->backend->run_command (self, sql, answer, error));
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

  spico_sql_connection_forget_statements (self);

  self->backend->close (self);
  g_hash_table_unref (self->kept);
  g_array_unref (self->savepoints);
  g_free (self->change_mark);
  spico_sql_connection_set_memo (self, NULL, NULL);
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

  if (!spico_sql_connection_check_usable (self, error) || !self->backend->run_command (self, "COMMIT", SPICO_SQL_ANSWER_NOW, error))
    {
      spico_sql_connection_rollback (self);
      return FALSE;
    }

  end_transaction (self);
  return TRUE;
}

/**
 * spico_sql_connection_commit_later:
 * @self: a connection in a transaction
 * @error: a #SpicoSqlError
 *
 * Commits, or leaves it to be known later whether everything is stored (PostgreSQL, which goes on with it by itself): whatever of this connection waits for an answer next fails where it was not, and nothing
 * after it is done.
 *
 * Returns: whether no error was met yet
 */
gboolean
spico_sql_connection_commit_later (SpicoSqlConnection *self,
                                   GError            **error)
{
  if (self->backend->send == NULL || !self->in_transaction)
    return spico_sql_connection_commit (self, error);

  if (!spico_sql_connection_check_usable (self, error) || !self->backend->run_command (self, "COMMIT", SPICO_SQL_ANSWER_SENT, error))
    {
      spico_sql_connection_rollback (self);
      return FALSE;
    }

  end_transaction (self);
  self->is_committing = TRUE;
  return TRUE;
}

/* What is remembered may have been read of what is undone now. */
static void
forget_undone (SpicoSqlConnection *self)
{
  if (self->in_transaction && self->mode == SPICO_SQL_TRANSACTION_WRITE)
    spico_sql_connection_set_memo (self, NULL, NULL);
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

  forget_undone (self);
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
  Savepoint savepoint = { .number = next_number (self) };

  g_return_val_if_fail (is_savepoint_name (name), FALSE);

  if (!self->in_transaction)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "A savepoint needs an open transaction");
      return FALSE;
    }
  if (!spico_sql_connection_check_usable (self, error))
    return FALSE;

  if (self->savepoints->len > 0 && !self->has_written)
    savepoint = (Savepoint) { .number = savepoint_at (self, self->savepoints->len - 1)->number, .is_alias = TRUE };
  else if (!run_numbered (self, "SAVEPOINT", savepoint.number, SPICO_SQL_ANSWER_LATER, error))
    return FALSE;

  self->has_written = FALSE;
  g_array_append_val (self->savepoints, savepoint);
  savepoint_at (self, self->savepoints->len - 1)->name = g_strdup (name);
  return TRUE;
}

static gboolean
release (SpicoSqlConnection *self,
         const char         *name,
         SpicoSqlAnswer      answer,
         GError            **error)
{
  guint index = 0;

  if (!spico_sql_connection_check_usable (self, error) || !find_savepoint (self, name, &index, error))
    return FALSE;
  /* Unless it is the one below, which still stands. */
  if (!savepoint_at (self, index)->is_alias && !run_numbered (self, "RELEASE SAVEPOINT", savepoint_at (self, index)->number, answer, error))
    return FALSE;

  forget_announced (self, index + 1);
  g_array_set_size (self->savepoints, index);
  self->has_written = TRUE;
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
  return release (self, name, SPICO_SQL_ANSWER_NOW, error);
}

/**
 * spico_sql_connection_release_later:
 * @self: a connection in a transaction
 * @name: a savepoint
 * @error: a #SpicoSqlError
 *
 * As spico_sql_connection_release(), but an error of what was run later inside the savepoint may be met only by what waits next, at the latest by the commit: the whole transaction must then be
 * rolled back, as nobody knows whose it was.
 *
 * Returns: whether no error was met yet
 */
gboolean
spico_sql_connection_release_later (SpicoSqlConnection *self,
                                    const char         *name,
                                    GError            **error)
{
  return release (self, name, SPICO_SQL_ANSWER_LATER, error);
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

  forget_undone (self);
  if (!find_savepoint (self, name, &index, error)
      || !run_numbered (self, "ROLLBACK TO SAVEPOINT", savepoint_at (self, index)->number, SPICO_SQL_ANSWER_NOW, error))
    return FALSE;

  forget_announced (self, index + 1);
  self->is_failed = FALSE;
  self->has_written = FALSE;
  g_array_set_size (self->savepoints, index + 1);
  return TRUE;
}

/**
 * spico_sql_connection_is_announced_to:
 * @self: a connection
 *
 * Returns: whether it is of any use to announce statements now: see spico_sql_statement_announce()
 */
gboolean
spico_sql_connection_is_announced_to (SpicoSqlConnection *self)
{
  return self->backend->announce != NULL && self->in_transaction && !self->is_failed;
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
 * spico_sql_connection_for_update_of_free:
 * @self: a connection
 *
 * Returns: what a SELECT must end with to lock those of its rows that nobody else has locked, and to pass over the others: ` FOR UPDATE SKIP LOCKED`, or nothing where the writer is alone
 */
const char *
spico_sql_connection_for_update_of_free (SpicoSqlConnection *self)
{
  return self->backend->for_update_of_free;
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
  return spico_sql_connection_check_usable (self, error) && spico_sql_connection_note_result (self, self->backend->run_script (self, sql, error));
}

/**
 * spico_sql_connection_get_memo:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what spico_sql_connection_set_memo() was given
 */
gpointer
spico_sql_connection_get_memo (SpicoSqlConnection *self)
{
  return self->memo;
}

/**
 * spico_sql_connection_set_memo:
 * @self: a connection
 * @memo: what somebody remembers of its database, in the place of what was remembered before; it is freed where something that may have been read is undone
 * @free_memo: frees it, with the connection at the latest
 */
void
spico_sql_connection_set_memo (SpicoSqlConnection *self,
                               gpointer            memo,
                               GDestroyNotify      free_memo)
{
  if (self->memo != NULL)
    self->memo_free (self->memo);

  self->memo = memo;
  self->memo_free = free_memo;
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
