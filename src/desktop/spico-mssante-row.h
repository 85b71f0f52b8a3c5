/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_MSSANTE_ROW (spico_mssante_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMssanteRow, spico_mssante_row, SPICO, MSSANTE_ROW, AdwExpanderRow)

/**
 * SpicoMssanteRow:
 *
 * An address of MSSanté about which one decides: whether it is the preferred one, and whether it is on the red list (F004).
 *
 * Its signal « choose » (property, text) says what the profile is to be told.
 */

/**
 * spico_mssante_row_new:
 * @address: an address
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *spico_mssante_row_new (const char *address);

/** spico_mssante_row_get_address: Returns: (transfer none): the address */
const char *spico_mssante_row_get_address (SpicoMssanteRow *self);

/**
 * spico_mssante_row_show:
 * @self: a row
 * @description: what else is known of the address
 * @is_preferred: whether it is the preferred one
 * @is_red_listed: whether it is on the red list
 */
void spico_mssante_row_show (SpicoMssanteRow *self,
                             const char      *description,
                             gboolean         is_preferred,
                             gboolean         is_red_listed);

/**
 * spico_mssante_row_set_can_choose:
 * @self: a row
 * @can_choose: whether one may decide now
 */
void spico_mssante_row_set_can_choose (SpicoMssanteRow *self,
                                       gboolean         can_choose);

G_END_DECLS
