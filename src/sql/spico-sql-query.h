/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

typedef enum {
  SPICO_SQL_VALUE_END,
  SPICO_SQL_VALUE_TEXT,
  SPICO_SQL_VALUE_INT,
  SPICO_SQL_VALUE_BLOB,
  SPICO_SQL_VALUE_NULL,
} SpicoSqlValueKind;

/**
 * SpicoSqlValue:
 *
 * A value to bind; made by the macros below, borrowed until the call returns.
 */
typedef struct {
  SpicoSqlValueKind kind;
  const char *text;
  gint64 number;
  GBytes *bytes;
} SpicoSqlValue;

/** A text; %NULL binds NULL. */
#define SPICO_SQL_TEXT(value) ((SpicoSqlValue) { .kind = SPICO_SQL_VALUE_TEXT, .text = (value) })
#define SPICO_SQL_INT(value) ((SpicoSqlValue) { .kind = SPICO_SQL_VALUE_INT, .number = (value) })
#define SPICO_SQL_BOOLEAN(value) ((SpicoSqlValue) { .kind = SPICO_SQL_VALUE_INT, .number = (value) ? 1 : 0 })
/** A #GBytes; %NULL binds NULL. */
#define SPICO_SQL_BLOB(value) ((SpicoSqlValue) { .kind = SPICO_SQL_VALUE_BLOB, .bytes = (value) })
#define SPICO_SQL_NULL ((SpicoSqlValue) { .kind = SPICO_SQL_VALUE_NULL })

/**
 * SPICO_SQL_VALUES:
 *
 * The values for `$1`, `$2`…: `spico_sql_run (connection, "DELETE FROM token WHERE person_id = $1 AND ends_at < $2",
 * SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_INT (now_us)), error)`; %NULL where there are none.
 */
#define SPICO_SQL_VALUES(...) ((const SpicoSqlValue[]) { __VA_ARGS__, { .kind = SPICO_SQL_VALUE_END } })

SpicoSqlStatement *spico_sql_query (SpicoSqlConnection  *connection,
                                    const char          *sql,
                                    const SpicoSqlValue *values,
                                    GError             **error);
gboolean spico_sql_collect_texts (SpicoSqlStatement *statement,
                                  GPtrArray         *texts,
                                  GError           **error);
gboolean spico_sql_run (SpicoSqlConnection  *connection,
                        const char          *sql,
                        const SpicoSqlValue *values,
                        GError             **error);
gboolean spico_sql_run_later (SpicoSqlConnection  *connection,
                              const char          *sql,
                              const SpicoSqlValue *values,
                              GError             **error);
void spico_sql_announce (SpicoSqlConnection  *connection,
                         const char          *sql,
                         const SpicoSqlValue *values);
gboolean spico_sql_query_int64 (SpicoSqlConnection  *connection,
                                const char          *sql,
                                const SpicoSqlValue *values,
                                gint64               fallback,
                                gint64              *number,
                                GError             **error);
gboolean spico_sql_query_text (SpicoSqlConnection  *connection,
                               const char          *sql,
                               const SpicoSqlValue *values,
                               char               **text,
                               GError             **error);
gboolean spico_sql_query_exists (SpicoSqlConnection  *connection,
                                 const char          *sql,
                                 const SpicoSqlValue *values,
                                 gboolean            *exists,
                                 GError             **error);

G_END_DECLS
