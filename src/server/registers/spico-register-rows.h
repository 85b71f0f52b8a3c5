/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterColumn:
 * @name: its name
 * @is_number: whether it is a BIGINT rather than a TEXT
 * @is_kept: whether a row that exists keeps its own
 */
typedef struct {
  const char *name;
  gboolean is_number;
  gboolean is_kept;
} SpicoRegisterColumn;

/**
 * SpicoRegisterTable:
 * @name: its name
 * @columns: (array length=n_columns): what a load writes, the primary key first
 * @n_columns: how many columns
 * @n_keys: how many of them are the primary key; a row that has nothing else is left as it is where it exists
 *
 * A table as a load writes it.
 */
typedef struct {
  const char *name;
  const SpicoRegisterColumn *columns;
  guint n_columns;
  guint n_keys;
} SpicoRegisterTable;

/**
 * SpicoRegisterRows:
 *
 * Rows that wait to be written, many in a statement; a row that exists is replaced.
 */
typedef struct _SpicoRegisterRows SpicoRegisterRows;

SpicoRegisterRows *spico_register_rows_new (const SpicoRegisterTable *table);
void spico_register_rows_free (SpicoRegisterRows *self);

void spico_register_rows_add_text (SpicoRegisterRows *self,
                                   const char        *text);
void spico_register_rows_add_number (SpicoRegisterRows *self,
                                     gint64             number);
guint spico_register_rows_get_n_rows (SpicoRegisterRows *self);
const SpicoRegisterTable *spico_register_rows_get_table (SpicoRegisterRows *self);
gboolean spico_register_rows_write (SpicoRegisterRows  *self,
                                    SpicoSqlConnection *connection,
                                    GError            **error);
void spico_register_rows_clear (SpicoRegisterRows *self);

G_END_DECLS
