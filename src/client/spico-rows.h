/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "spico-sql-query.h"

G_BEGIN_DECLS

/**
 * SpicoRows:
 *
 * The rows that a query gave, copied out of the database so that they can be handed from the store's threads to the main thread.
 * Immutable and counted atomically.
 */
typedef struct _SpicoRows SpicoRows;

#define SPICO_TYPE_ROWS (spico_rows_get_type ())
GType spico_rows_get_type (void);

SpicoRows *spico_rows_read (SpicoSqlConnection  *connection,
                            const char          *kinds,
                            const char          *sql,
                            const SpicoSqlValue *values,
                            GError             **error);
SpicoRows *spico_rows_ref (SpicoRows *self);
void spico_rows_unref (SpicoRows *self);
guint spico_rows_get_n_rows (SpicoRows *self);
const char *spico_rows_get_text (SpicoRows *self,
                                 guint      row,
                                 guint      column);
const char *spico_rows_get_string (SpicoRows *self,
                                   guint      row,
                                   guint      column);
gint64 spico_rows_get_int (SpicoRows *self,
                           guint      row,
                           guint      column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRows, spico_rows_unref)

G_END_DECLS
