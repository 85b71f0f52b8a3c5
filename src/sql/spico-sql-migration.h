/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoSqlMigration:
 * @version: 1, 2, 3… without holes
 * @name: a few words, for the operator
 * @sql: statements, separated by semicolons; `{serial}` stands for a column that numbers its rows itself and is the primary key
 *
 * One step of a schema. Once released it never changes: its SHA-256 is kept in the database and compared at each opening.
 */
typedef struct {
  guint version;
  const char *name;
  const char *sql;
} SpicoSqlMigration;

gboolean spico_sql_migrate (SpicoSqlConnection      *connection,
                            const SpicoSqlMigration *migrations,
                            guint                    n_migrations,
                            gint64                   now_us,
                            GError                 **error);
gboolean spico_sql_check_migrations (SpicoSqlConnection      *connection,
                                     const SpicoSqlMigration *migrations,
                                     guint                    n_migrations,
                                     guint                   *version,
                                     GError                 **error);

G_END_DECLS
