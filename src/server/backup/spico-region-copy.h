/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-region-layout.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoTableDigest:
 * @table: its name
 * @n_rows: how many rows it has
 * @sha256: over all values of all rows, in the order of the primary key
 *
 * What a table holds, in one line: the same on every database.
 */
typedef struct {
  char *table;
  gint64 n_rows;
  char *sha256;
} SpicoTableDigest;

GPtrArray *spico_region_digest (SpicoSqlConnection *source,
                                guint               version,
                                GError            **error);
GPtrArray *spico_region_copy (SpicoSqlConnection *source,
                              SpicoSqlConnection *target,
                              guint               version,
                              GError            **error);
gboolean spico_region_check_empty (SpicoSqlConnection *target,
                                   guint               version,
                                   GError            **error);
GPtrArray *spico_table_digests_new (void);
void spico_table_digests_add (GPtrArray  *digests,
                              const char *table,
                              gint64      n_rows,
                              const char *sha256);
const char *spico_table_digests_compare (GPtrArray *left,
                                         GPtrArray *right);

G_END_DECLS
