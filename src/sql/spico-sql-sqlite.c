/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite backend, through SQLCipher's library. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-sql-private.h"

#define KEY_SIZE 32
/* Less than a millisecond's worth; looking at the clock costs nothing beside it. */
#define OPCODES_BETWEEN_LOOKS 10000

static SpicoSqlError
error_code (int code)
{
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
    return SPICO_SQL_ERROR_UNIQUE;

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SPICO_SQL_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return SPICO_SQL_ERROR_CONSTRAINT;
    case SQLITE_NOTADB:
      return SPICO_SQL_ERROR_NOT_A_DATABASE;
    case SQLITE_FULL:
      return SPICO_SQL_ERROR_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return SPICO_SQL_ERROR_IO;
    case SQLITE_INTERRUPT:
      return SPICO_SQL_ERROR_TIMEOUT;
    case SQLITE_CORRUPT:
      return SPICO_SQL_ERROR_CORRUPT;
    default:
      return SPICO_SQL_ERROR_FAILED;
    }
}

/* SQLite's own words can quote a bound value (a full-text query, for one): only what names columns or SQL is passed on. */
static gboolean
is_safe_to_tell (int         code,
                 const char *what)
{
  return (code & 0xff) == SQLITE_CONSTRAINT || strcmp (what, "prepare") == 0 || strcmp (what, "run a script") == 0;
}

static gboolean
set_error (GError    **error,
           sqlite3    *db,
           int         code,
           const char *what)
{
  int extended = db != NULL ? sqlite3_extended_errcode (db) : code;

  g_set_error (error, SPICO_SQL_ERROR, error_code (extended), "SQLite could not %s: %s (%d)", what,
               db != NULL && is_safe_to_tell (code, what) ? sqlite3_errmsg (db) : sqlite3_errstr (code), extended);
  return FALSE;
}

static gboolean
sqlite_run_script (SpicoSqlConnection *connection,
                   const char         *sql,
                   GError            **error)
{
  int code;

  connection->deadline_us = g_get_monotonic_time () + connection->time_limit_us;
  code = sqlite3_exec (connection->sqlite, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || set_error (error, connection->sqlite, code, "run a script");
}

static gboolean
sqlite_run_command (SpicoSqlConnection *connection,
                    const char         *sql,
                    SpicoSqlAnswer      answer,
                    GError            **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (connection->commands, sql);
  int code = SQLITE_OK;

  if (statement == NULL)
    {
      code = sqlite3_prepare_v3 (connection->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
      if (code != SQLITE_OK)
        return set_error (error, connection->sqlite, code, "prepare");
      g_hash_table_insert (connection->commands, g_strdup (sql), statement);
    }

  connection->deadline_us = g_get_monotonic_time () + connection->time_limit_us;
  code = sqlite3_step (statement);
  if (code != SQLITE_DONE)
    set_error (error, connection->sqlite, code, "end or begin a transaction");

  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

static void
finalize_cb (gpointer data)
{
  sqlite3_finalize (data);
}

/* How much of the pages as they were before a savepoint is kept in memory, in one piece; SQLite writes what is more to a temporary file, page by page. */
#define STATEMENT_JOURNAL_BYTES (8 * 1024 * 1024)

/* For the whole program, before its first connection; a program that has used SQLite before is only slower. */
static void
configure_library (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;

  sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, STATEMENT_JOURNAL_BYTES);
  /* Nobody asks for the statistics, and each allocation would lock them. */
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&done, 1);
}

/* A file that we make belongs to its owner alone; SQLite takes an empty file for a new database, and gives its journal the same mode. */
static gboolean
make_file (const char *path,
           GError    **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
  else if (errno != EEXIST)
    {
      g_set_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO, "The database file could not be made: %s", g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

static gboolean
answers (sqlite3    *db,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_answer = FALSE;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    has_answer = sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_bytes (statement, 0) > 0;

  sqlite3_finalize (statement);
  return has_answer;
}

static gboolean
apply_key (SpicoSqlConnection *connection,
           GBytes             *key,
           GError            **error)
{
  char pragma[sizeof "PRAGMA key = \"x''\"" + KEY_SIZE * 2];
  const guint8 *bytes = g_bytes_get_data (key, NULL);
  char *out = pragma + g_snprintf (pragma, sizeof pragma, "PRAGMA key = \"x'");
  int code;

  for (guint i = 0; i < KEY_SIZE; i++)
    out += g_snprintf (out, 3, "%02x", bytes[i]);

  memcpy (out, "'\"", 3);
  code = sqlite3_exec (connection->sqlite, pragma, NULL, NULL, NULL);
  explicit_bzero (pragma, sizeof pragma);

  /* Plain SQLite takes PRAGMA key for an unknown pragma, and would go on in clear text. */
  if (code != SQLITE_OK || !answers (connection->sqlite, "PRAGMA cipher_version"))
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_NOT_ENCRYPTED, "This program was built without SQLCipher and cannot open an encrypted database");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_readable (SpicoSqlConnection *connection,
                gboolean            is_keyed,
                GError            **error)
{
  int code = sqlite3_exec (connection->sqlite, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;

  if ((code & 0xff) == SQLITE_NOTADB && is_keyed)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_WRONG_KEY, "The key does not open this database");
      return FALSE;
    }

  return set_error (error, connection->sqlite, code, "read the database");
}

gboolean
spico_sql_sqlite_open (SpicoSqlConnection *connection,
                       const char         *path,
                       SpicoSqlOpenFlags   flags,
                       GBytes             *key,
                       GError            **error)
{
  gboolean is_read_only = (flags & SPICO_SQL_OPEN_READ_ONLY) != 0;
  gboolean is_file = strcmp (path, ":memory:") != 0;
  const char *settings;
  int code;

  configure_library ();
  connection->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_cb);

  if (key != NULL && g_bytes_get_size (key) != KEY_SIZE)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_WRONG_KEY, "A key has 32 bytes");
      return FALSE;
    }

  if ((flags & SPICO_SQL_OPEN_CREATE) != 0 && is_file && !make_file (path, error))
    return FALSE;

  code = sqlite3_open_v2 (path, &connection->sqlite, (is_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    return set_error (error, connection->sqlite, code, "open the database");

  if (key != NULL && !apply_key (connection, key, error))
    return FALSE;

  /* Temporary files of an encrypted database would be clear text. */
  settings = key != NULL ? "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON" : "PRAGMA temp_store = FILE; PRAGMA foreign_keys = ON";
  sqlite3_busy_timeout (connection->sqlite, 5000);
  sqlite3_db_config (connection->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  if (!sqlite_run_script (connection, settings, error) || !check_readable (connection, key != NULL, error))
    return FALSE;
  /* SQLite's own 2 MB are too few: each page that the cache lacks is read, and with a key deciphered, anew. */
  if (!sqlite_run_script (connection, "PRAGMA cache_size = -16000", error))
    return FALSE;

  return is_read_only || sqlite_run_script (connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", error);
}

static void
sqlite_close (SpicoSqlConnection *connection)
{
  g_clear_pointer (&connection->commands, g_hash_table_unref);
  sqlite3_close_v2 (connection->sqlite);
}

static void
sqlite_set_busy_timeout (SpicoSqlConnection *connection,
                         guint               milliseconds)
{
  sqlite3_busy_timeout (connection->sqlite, (int) MIN (milliseconds, G_MAXINT));
}

static int
check_deadline (void *data)
{
  SpicoSqlConnection *connection = data;

  return g_get_monotonic_time () > connection->deadline_us;
}

static void
sqlite_set_time_limit (SpicoSqlConnection *connection,
                       guint               milliseconds)
{
  sqlite3_progress_handler (connection->sqlite, OPCODES_BETWEEN_LOOKS, milliseconds > 0 ? check_deadline : NULL, connection);
}

static const char *
sqlite_begin_statement (SpicoSqlTransaction mode)
{
  return mode == SPICO_SQL_TRANSACTION_WRITE ? "BEGIN IMMEDIATE" : "BEGIN";
}

static gboolean
sqlite_is_open_transaction (SpicoSqlConnection *connection)
{
  return !sqlite3_get_autocommit (connection->sqlite);
}

/* `$1` is a name to SQLite: which of its own numbers it gave each is asked once. */
static void
find_places (SpicoSqlStatement *statement)
{
  int n = sqlite3_bind_parameter_count (statement->sqlite);

  statement->places = g_array_new (FALSE, TRUE, sizeof (int));

  for (int i = 1; i <= n; i++)
    {
      const char *name = sqlite3_bind_parameter_name (statement->sqlite, i);
      guint64 number = name != NULL && name[0] == '$' ? g_ascii_strtoull (name + 1, NULL, 10) : 0;

      if (number == 0 || number > 32766)
        continue;
      if (number > statement->places->len)
        g_array_set_size (statement->places, (guint) number);
      g_array_index (statement->places, int, number - 1) = i;
    }
}

static gboolean
sqlite_prepare (SpicoSqlStatement *statement,
                GError           **error)
{
  sqlite3 *db = statement->connection->sqlite;
  int code = sqlite3_prepare_v3 (db, statement->sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->sqlite, NULL);

  if (code != SQLITE_OK)
    return set_error (error, db, code, "prepare");

  if (statement->sqlite == NULL)
    return set_error (error, NULL, SQLITE_ERROR, "prepare nothing");

  find_places (statement);
  return TRUE;
}

static void
sqlite_finalize (SpicoSqlStatement *statement)
{
  sqlite3_finalize (statement->sqlite);
  g_clear_pointer (&statement->places, g_array_unref);
}

static void
sqlite_clear_bindings (SpicoSqlStatement *statement)
{
  sqlite3_clear_bindings (statement->sqlite);
}

static void
sqlite_rewind (SpicoSqlStatement *statement)
{
  sqlite3_reset (statement->sqlite);
}

static gboolean
sqlite_step (SpicoSqlStatement *statement,
             gboolean          *has_row,
             GError           **error)
{
  SpicoSqlConnection *connection = statement->connection;
  gboolean is_reading = sqlite3_stmt_readonly (statement->sqlite) != 0;
  int code;

  if (!is_reading && connection->in_transaction && connection->mode == SPICO_SQL_TRANSACTION_READ)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "A reading transaction cannot write");
      return FALSE;
    }

  code = sqlite3_step (statement->sqlite);
  *has_row = code == SQLITE_ROW;

  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    {
      set_error (error, connection->sqlite, code, "run a statement");
      sqlite3_reset (statement->sqlite);
      return FALSE;
    }

  if (!is_reading)
    connection->changes = sqlite3_changes64 (connection->sqlite);

  /* A finished statement that is not reset would keep its snapshot open. */
  sqlite3_reset (statement->sqlite);
  return TRUE;
}

static int
place_of (SpicoSqlStatement *statement,
          guint              index)
{
  g_return_val_if_fail (index >= 1 && index <= statement->places->len, 0);

  return g_array_index (statement->places, int, index - 1);
}

static void
sqlite_bind_text (SpicoSqlStatement *statement,
                  guint              index,
                  const char        *text)
{
  sqlite3_bind_text64 (statement->sqlite, place_of (statement, index), text, strlen (text), SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void
sqlite_bind_int64 (SpicoSqlStatement *statement,
                   guint              index,
                   gint64             number)
{
  sqlite3_bind_int64 (statement->sqlite, place_of (statement, index), number);
}

static void
sqlite_bind_blob (SpicoSqlStatement *statement,
                  guint              index,
                  GBytes            *bytes)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  /* A NULL address would bind NULL in place of nothing. */
  sqlite3_bind_blob64 (statement->sqlite, place_of (statement, index), size > 0 ? data : "", size, SQLITE_TRANSIENT);
}

static void
sqlite_bind_null (SpicoSqlStatement *statement,
                  guint              index)
{
  sqlite3_bind_null (statement->sqlite, place_of (statement, index));
}

static guint
sqlite_column_count (SpicoSqlStatement *statement)
{
  return (guint) sqlite3_column_count (statement->sqlite);
}

static const char *
sqlite_column_name (SpicoSqlStatement *statement,
                    guint              column)
{
  return sqlite3_column_name (statement->sqlite, (int) column);
}

static gboolean
sqlite_column_is_null (SpicoSqlStatement *statement,
                       guint              column)
{
  return sqlite3_column_type (statement->sqlite, (int) column) == SQLITE_NULL;
}

static const char *
sqlite_column_text (SpicoSqlStatement *statement,
                    guint              column)
{
  return (const char *) sqlite3_column_text (statement->sqlite, (int) column);
}

static gint64
sqlite_column_int64 (SpicoSqlStatement *statement,
                     guint              column)
{
  return sqlite3_column_int64 (statement->sqlite, (int) column);
}

static GBytes *
sqlite_column_blob (SpicoSqlStatement *statement,
                    guint              column)
{
  const void *data = sqlite3_column_blob (statement->sqlite, (int) column);

  if (sqlite_column_is_null (statement, column))
    return NULL;

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement->sqlite, (int) column));
}

const SpicoSqlBackend spico_sql_sqlite_backend = {
  .close = sqlite_close,
  .set_busy_timeout = sqlite_set_busy_timeout,
  .set_time_limit = sqlite_set_time_limit,
  .run_script = sqlite_run_script,
  .run_command = sqlite_run_command,
  .begin_statement = sqlite_begin_statement,
  .is_open_transaction = sqlite_is_open_transaction,
  .prepare = sqlite_prepare,
  .finalize = sqlite_finalize,
  .clear_bindings = sqlite_clear_bindings,
  .rewind = sqlite_rewind,
  .step = sqlite_step,
  .bind_text = sqlite_bind_text,
  .bind_int64 = sqlite_bind_int64,
  .bind_blob = sqlite_bind_blob,
  .bind_null = sqlite_bind_null,
  .column_count = sqlite_column_count,
  .column_name = sqlite_column_name,
  .column_is_null = sqlite_column_is_null,
  .column_text = sqlite_column_text,
  .column_int64 = sqlite_column_int64,
  .column_blob = sqlite_column_blob,
  .for_update = "",
  .for_update_of_free = "",
  .change_mark = "PRAGMA data_version",
};
