/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoTableColumn:
 * @name: its name
 * @type: `TEXT`, `BIGINT`, `BYTEA`, or `INTEGER` for what the database numbers itself
 * @key: its place in the primary key, 1 for the first; 0 where it is not in it
 */
typedef struct {
  char *name;
  char *type;
  guint key;
} SpicoTableColumn;

/**
 * SpicoTable:
 * @name: its name
 * @columns: (element-type SpicoTableColumn): its columns, in their order
 * @keys: (element-type guint): the places in @columns of the primary key's, in the key's order
 *
 * A table of the schema.
 */
typedef struct {
  char *name;
  GPtrArray *columns;
  GArray *keys;
} SpicoTable;

GPtrArray *spico_region_layout_new (guint    version,
                                    GError **error);
char *spico_table_build_select (const SpicoTable *table,
                                gboolean          goes_on,
                                guint             n_rows);
char *spico_table_build_insert (const SpicoTable *table,
                                guint             n_rows);
const SpicoTableColumn *spico_table_find_serial (const SpicoTable *table);

G_END_DECLS
