/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlcipher/sqlite3.h>

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/* When the answer to a command is read. */
typedef enum {
  SPICO_SQL_ANSWER_NOW,
  SPICO_SQL_ANSWER_LATER,  /* with that to the next one: it is sent with it, too */
  SPICO_SQL_ANSWER_SENT,   /* as later, but it is sent at once */
  SPICO_SQL_ANSWER_UNREAD, /* it is sent at once; that it fails matters to nobody */
} SpicoSqlAnswer;

/* What a backend does; everything that is the same on both stands in spico-sql-connection.c. */
typedef struct {
  void (*close) (SpicoSqlConnection *connection);
  void (*set_busy_timeout) (SpicoSqlConnection *connection,
                            guint               milliseconds);
  void (*set_time_limit) (SpicoSqlConnection *connection,
                          guint               milliseconds);
  gboolean (*run_script) (SpicoSqlConnection *connection,
                          const char         *sql,
                          GError            **error);
  /* One statement without parameters and rows. */
  gboolean (*run_command) (SpicoSqlConnection *connection,
                           const char         *sql,
                           SpicoSqlAnswer      answer,
                           GError            **error);
  const char *(*begin_statement) (SpicoSqlTransaction mode);
  gboolean (*is_open_transaction) (SpicoSqlConnection *connection);
  gboolean (*prepare) (SpicoSqlStatement *statement,
                       GError           **error);
  void (*finalize) (SpicoSqlStatement *statement);
  void (*clear_bindings) (SpicoSqlStatement *statement);
  void (*rewind) (SpicoSqlStatement *statement);
  gboolean (*step) (SpicoSqlStatement *statement,
                    gboolean          *has_row,
                    GError           **error);
  /* (nullable): runs it with the next one that is stepped. */
  gboolean (*send) (SpicoSqlStatement *statement,
                    GError           **error);
  /* (nullable): runs it now, for when it is stepped. */
  void (*announce) (SpicoSqlStatement *statement);
  /* (nullable): gives up what was announced inside that many savepoints or more. */
  void (*forget_announced) (SpicoSqlConnection *connection,
                            guint               n_savepoints);
  void (*bind_text) (SpicoSqlStatement *statement,
                     guint              index,
                     const char        *text);
  void (*bind_int64) (SpicoSqlStatement *statement,
                      guint              index,
                      gint64             number);
  void (*bind_blob) (SpicoSqlStatement *statement,
                     guint              index,
                     GBytes            *bytes);
  void (*bind_null) (SpicoSqlStatement *statement,
                     guint              index);
  guint (*column_count) (SpicoSqlStatement *statement);
  const char *(*column_name) (SpicoSqlStatement *statement,
                              guint              column);
  gboolean (*column_is_null) (SpicoSqlStatement *statement,
                              guint              column);
  const char *(*column_text) (SpicoSqlStatement *statement,
                              guint              column);
  gint64 (*column_int64) (SpicoSqlStatement *statement,
                          guint              column);
  GBytes *(*column_blob) (SpicoSqlStatement *statement,
                          guint              column);
  const char *for_update;
  const char *for_update_of_free;
  const char *change_mark;
} SpicoSqlBackend;

extern const SpicoSqlBackend spico_sql_sqlite_backend;
/* Only in programs that link it (spico_sql_postgres_dep): the desktop application has no use for libpq and what that loads. */
extern const SpicoSqlBackend spico_sql_postgres_backend __attribute__ ((weak));

struct _SpicoSqlConnection {
  const SpicoSqlBackend *backend;
  sqlite3 *sqlite;
  GHashTable *commands; /* BEGIN, COMMIT and the like, prepared, by their SQL */
  struct pg_conn *postgres;
  guint last_name;
  GQueue unread;          /* what PostgreSQL was sent, and has not answered yet */
  GHashTable *unprepared; /* names of statements that it does not have after all */
  GQueue announced;       /* what it was asked before anybody wants to know, in the order of its answers */
  gint64 time_limit_us;
  gint64 deadline_us;

  GHashTable *kept; /* statements by their SQL, lent or idle */
  GQueue idle_order;
  guint n_lent;

  gboolean in_transaction;
  gboolean is_failed;
  SpicoSqlTransaction mode;
  GArray *savepoints;
  guint last_savepoint; /* its number */
  gboolean has_written; /* since the last savepoint, or locked */
  gboolean is_committing; /* of a transaction that is over nobody knows yet whether it is stored */
  gint64 changes;
  char *change_mark;
  gpointer memo;
  GDestroyNotify memo_free;
};

/* A parameter on its way to PostgreSQL. */
typedef struct {
  unsigned int type;
  gboolean is_null;
  char *text;
  GBytes *bytes;
} SpicoSqlParameter;

struct _SpicoSqlStatement {
  SpicoSqlConnection *connection;
  char *sql;
  GList idle_link;
  gboolean is_kept;
  gboolean is_lent;
  gboolean is_reading;
  gboolean is_started;
  gboolean is_done;

  sqlite3_stmt *sqlite;
  GArray *places;

  char *name;
  GArray *parameters;
  gboolean types_changed;
  gboolean is_raw; /* its columns come as they are, not as text */
  struct pg_result *result;
  int row;
};

gboolean spico_sql_connection_note_result (SpicoSqlConnection *self,
                                           gboolean            succeeded);
gboolean spico_sql_connection_check_usable (SpicoSqlConnection *self,
                                            GError            **error);
void spico_sql_connection_forget_statements (SpicoSqlConnection *self);

gboolean spico_sql_sqlite_open (SpicoSqlConnection *connection,
                                const char         *path,
                                SpicoSqlOpenFlags   flags,
                                GBytes             *key,
                                GError            **error);
gboolean spico_sql_postgres_open (SpicoSqlConnection *connection,
                                  const char         *uri,
                                  SpicoSqlOpenFlags   flags,
                                  GError            **error) __attribute__ ((weak));

G_END_DECLS
