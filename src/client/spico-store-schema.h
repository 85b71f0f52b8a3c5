/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"
#include "spico-type.h"

G_BEGIN_DECLS

/**
 * SpicoLocalState:
 * @SPICO_LOCAL_SYNCED: as the server has it
 * @SPICO_LOCAL_CREATED: made here; the server does not have it yet
 * @SPICO_LOCAL_MODIFIED: changed here; the server does not know yet
 * @SPICO_LOCAL_DELETED: deleted here; the server does not know yet
 * @SPICO_LOCAL_FAILED: made here, and refused by the server
 *
 * Off line is a column, not a mode: what stands between a row and the server.
 */
typedef enum {
  SPICO_LOCAL_SYNCED = 0,
  SPICO_LOCAL_CREATED = 1,
  SPICO_LOCAL_MODIFIED = 2,
  SPICO_LOCAL_DELETED = 3,
  SPICO_LOCAL_FAILED = 4,
} SpicoLocalState;

gboolean spico_store_schema_migrate (SpicoSqlConnection *connection,
                                     GError            **error);
const char *const *spico_store_schema_local_columns (const SpicoType *type);

G_END_DECLS
