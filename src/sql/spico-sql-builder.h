/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"
#include "spico-type.h"

G_BEGIN_DECLS

/**
 * SpicoSqlColumns:
 * @SPICO_SQL_COLUMNS_SHARED: what the server stores with the object: not per account, not per person, not computed
 * @SPICO_SQL_COLUMNS_ALL: every property that has a column: the client's cache
 */
typedef enum {
  SPICO_SQL_COLUMNS_SHARED,
  SPICO_SQL_COLUMNS_ALL,
} SpicoSqlColumns;

GPtrArray *spico_sql_properties (const SpicoType *type,
                                 SpicoSqlColumns  columns);
char *spico_sql_column_list (const SpicoType *type,
                             SpicoSqlColumns  columns,
                             const char      *alias);
char *spico_sql_build_insert (const SpicoType   *type,
                              SpicoSqlColumns    columns,
                              const char *const *extra_columns);
char *spico_sql_build_upsert (const SpicoType   *type,
                              SpicoSqlColumns    columns,
                              const char *const *extra_columns,
                              const char *const *key_columns);
char *spico_sql_build_update (const SpicoType   *type,
                              SpicoSqlColumns    columns,
                              const char *const *extra_columns);
const char *spico_sql_column_type (const SpicoProperty *property);
gboolean spico_sql_schema_matches (SpicoSqlConnection *connection,
                                   const SpicoType    *type,
                                   SpicoSqlColumns     columns,
                                   const char *const  *extra_columns,
                                   GError            **error);

G_END_DECLS
