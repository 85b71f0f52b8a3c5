/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-found-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_FOUND_ROW (spico_found_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoFoundRow, spico_found_row, SPICO, FOUND_ROW, AdwBin)

/**
 * SpicoFoundRow:
 *
 * A message that a search has found (B004): who wrote it, the words around what was found, where it stands. Its `label` is what a screen reader says of it.
 */

GtkWidget *spico_found_row_new (void);

/**
 * spico_found_row_set_found:
 * @found: (nullable): what to show; never changed for another message while it is shown
 */
void spico_found_row_set_found (SpicoFoundRow     *self,
                                SpicoFoundMessage *found);

G_END_DECLS
