/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-private.h"
#include "spico-store-reads.h"

G_BEGIN_DECLS

GType spico_list_items_get_type (SpicoReadKind kind);
gpointer spico_list_items_apply (gpointer        item,
                                 SpicoClient    *client,
                                 SpicoReadQuery *query,
                                 SpicoPage      *page,
                                 guint           row);
void spico_list_items_fill_principal (SpicoPrincipal *item,
                                      SpicoRows      *rows,
                                      guint           row);

/**
 * spico_list_items_make_patient:
 * @column: the first of five: dossier, birth name, first names, birth date, sex
 *
 * Returns: (transfer full) (nullable): the patient, or %NULL where the row names nobody
 */
SpicoPatient *spico_list_items_make_patient (SpicoRows *rows,
                                             guint      row,
                                             guint      column);

G_END_DECLS
