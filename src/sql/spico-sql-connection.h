/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoSqlError:
 * @SPICO_SQL_ERROR_FAILED: anything else; a mistake of ours, or a database that cannot serve
 * @SPICO_SQL_ERROR_BUSY: another transaction stood in the way: roll back, and the whole transaction may be tried again
 * @SPICO_SQL_ERROR_CONSTRAINT: a constraint refused the row (not null, foreign key, check)
 * @SPICO_SQL_ERROR_UNIQUE: a primary key or unique index refused the row
 * @SPICO_SQL_ERROR_WRONG_KEY: the key does not open this file, or the file is not encrypted
 * @SPICO_SQL_ERROR_NOT_A_DATABASE: the file is something else, or is encrypted and no key was given
 * @SPICO_SQL_ERROR_IO: the disk failed, or the server of the database went away
 * @SPICO_SQL_ERROR_FULL: no room is left
 * @SPICO_SQL_ERROR_CORRUPT: the file is damaged, or a migration that ran is not the one that we know
 * @SPICO_SQL_ERROR_TOO_NEW: the schema comes from a later version of the program
 * @SPICO_SQL_ERROR_TIMEOUT: a statement took longer than spico_sql_connection_set_time_limit() allows
 * @SPICO_SQL_ERROR_NOT_ENCRYPTED: the program was linked without SQLCipher: a key would be ignored, so nothing is opened
 *
 * The errors of this room. Messages name the operation and the database's own code, never a value.
 */
typedef enum {
  SPICO_SQL_ERROR_FAILED,
  SPICO_SQL_ERROR_BUSY,
  SPICO_SQL_ERROR_CONSTRAINT,
  SPICO_SQL_ERROR_UNIQUE,
  SPICO_SQL_ERROR_WRONG_KEY,
  SPICO_SQL_ERROR_NOT_A_DATABASE,
  SPICO_SQL_ERROR_IO,
  SPICO_SQL_ERROR_FULL,
  SPICO_SQL_ERROR_CORRUPT,
  SPICO_SQL_ERROR_TOO_NEW,
  SPICO_SQL_ERROR_NOT_ENCRYPTED,
  SPICO_SQL_ERROR_TIMEOUT,
} SpicoSqlError;

#define SPICO_SQL_ERROR (spico_sql_error_quark ())
GQuark spico_sql_error_quark (void);

/**
 * SpicoSqlOpenFlags:
 * @SPICO_SQL_OPEN_NONE: open an existing database to read and write
 * @SPICO_SQL_OPEN_READ_ONLY: nothing can be written through this connection
 * @SPICO_SQL_OPEN_CREATE: make the file where there is none (a PostgreSQL database must exist)
 */
typedef enum {
  SPICO_SQL_OPEN_NONE = 0,
  SPICO_SQL_OPEN_READ_ONLY = 1 << 0,
  SPICO_SQL_OPEN_CREATE = 1 << 1,
} SpicoSqlOpenFlags;

/**
 * SpicoSqlTransaction:
 * @SPICO_SQL_TRANSACTION_WRITE: takes the write lock at once (SQLite), READ COMMITTED (PostgreSQL)
 * @SPICO_SQL_TRANSACTION_READ: one snapshot from the start to the end; writing is an error
 */
typedef enum {
  SPICO_SQL_TRANSACTION_WRITE,
  SPICO_SQL_TRANSACTION_READ,
} SpicoSqlTransaction;

/**
 * SpicoSqlConnection:
 *
 * A connection to one database, SQLite (through SQLCipher's library) or PostgreSQL, with one portable dialect:
 *
 * - placeholders are `$1`, `$2`…; the column types of a schema are TEXT, BIGINT and BYTEA; booleans are BIGINT 0 or 1; times are microseconds since 1970;
 * - `ON CONFLICT`, `RETURNING`, common table expressions and window functions are there; text compares bytewise on both;
 * - after an error inside a transaction everything fails until spico_sql_connection_rollback() or spico_sql_connection_rollback_to(), on both.
 *
 * Used from one thread at a time.
 */
typedef struct _SpicoSqlConnection SpicoSqlConnection;

/**
 * SpicoSqlStatement:
 *
 * A prepared statement, lent by its connection, which keeps it prepared for the next one who asks for the same SQL. Hold it in a `g_autoptr` and let it go before the
 * transaction ends and before the connection is freed.
 */
typedef struct _SpicoSqlStatement SpicoSqlStatement;

SpicoSqlConnection *spico_sql_connection_open (const char       *uri_or_path,
                                               SpicoSqlOpenFlags flags,
                                               GBytes           *key,
                                               GError          **error);
void spico_sql_connection_free (SpicoSqlConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSqlConnection, spico_sql_connection_free)

gboolean spico_sql_connection_is_postgresql (SpicoSqlConnection *self);
void spico_sql_connection_set_busy_timeout (SpicoSqlConnection *self,
                                            guint               milliseconds);
void spico_sql_connection_set_time_limit (SpicoSqlConnection *self,
                                          guint               milliseconds);

gboolean spico_sql_connection_begin (SpicoSqlConnection *self,
                                     SpicoSqlTransaction mode,
                                     GError            **error);
gboolean spico_sql_connection_commit (SpicoSqlConnection *self,
                                      GError            **error);
gboolean spico_sql_connection_commit_later (SpicoSqlConnection *self,
                                            GError            **error);
void spico_sql_connection_rollback (SpicoSqlConnection *self);
gboolean spico_sql_connection_in_transaction (SpicoSqlConnection *self);
gboolean spico_sql_connection_savepoint (SpicoSqlConnection *self,
                                         const char         *name,
                                         GError            **error);
gboolean spico_sql_connection_release (SpicoSqlConnection *self,
                                       const char         *name,
                                       GError            **error);
gboolean spico_sql_connection_release_later (SpicoSqlConnection *self,
                                             const char         *name,
                                             GError            **error);
gboolean spico_sql_connection_rollback_to (SpicoSqlConnection *self,
                                           const char         *name,
                                           GError            **error);
gboolean spico_sql_connection_is_announced_to (SpicoSqlConnection *self);
const char *spico_sql_connection_for_update (SpicoSqlConnection *self);
const char *spico_sql_connection_for_update_of_free (SpicoSqlConnection *self);

gpointer spico_sql_connection_get_memo (SpicoSqlConnection *self);
void spico_sql_connection_set_memo (SpicoSqlConnection *self,
                                    gpointer            memo,
                                    GDestroyNotify      free_memo);
gboolean spico_sql_connection_has_changed (SpicoSqlConnection *self,
                                           gboolean           *changed,
                                           GError            **error);

SpicoSqlStatement *spico_sql_connection_prepare (SpicoSqlConnection *self,
                                                 const char         *sql,
                                                 GError            **error);
gint64 spico_sql_connection_changes (SpicoSqlConnection *self);
gboolean spico_sql_connection_run_script (SpicoSqlConnection *self,
                                          const char         *sql,
                                          GError            **error);

void spico_sql_statement_bind_text (SpicoSqlStatement *self,
                                    guint              index,
                                    const char        *text);
void spico_sql_statement_bind_int64 (SpicoSqlStatement *self,
                                     guint              index,
                                     gint64             number);
void spico_sql_statement_bind_boolean (SpicoSqlStatement *self,
                                       guint              index,
                                       gboolean           value);
void spico_sql_statement_bind_blob (SpicoSqlStatement *self,
                                    guint              index,
                                    GBytes            *bytes);
void spico_sql_statement_bind_null (SpicoSqlStatement *self,
                                    guint              index);
gboolean spico_sql_statement_step (SpicoSqlStatement *self,
                                   gboolean          *has_row,
                                   GError           **error);
gboolean spico_sql_statement_run_later (SpicoSqlStatement *self,
                                        GError           **error);
void spico_sql_statement_announce (SpicoSqlStatement *self);
void spico_sql_statement_take_raw (SpicoSqlStatement *self);
void spico_sql_statement_reset (SpicoSqlStatement *self);
void spico_sql_statement_free (SpicoSqlStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSqlStatement, spico_sql_statement_free)

guint spico_sql_statement_column_count (SpicoSqlStatement *self);
const char *spico_sql_statement_column_name (SpicoSqlStatement *self,
                                             guint              column);
gboolean spico_sql_statement_column_is_null (SpicoSqlStatement *self,
                                             guint              column);
const char *spico_sql_statement_column_text (SpicoSqlStatement *self,
                                             guint              column);
gint64 spico_sql_statement_column_int64 (SpicoSqlStatement *self,
                                         guint              column);
gboolean spico_sql_statement_column_boolean (SpicoSqlStatement *self,
                                             guint              column);
GBytes *spico_sql_statement_column_blob (SpicoSqlStatement *self,
                                         guint              column);

G_END_DECLS
