/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PICKER_ROW (spico_picker_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPickerRow, spico_picker_row, SPICO, PICKER_ROW, AdwBin)

/**
 * SpicoPickerRow:
 *
 * A person or a structure among the results: name, profession, place and presence, so that two namesakes are told apart (F014, F016).
 *
 * Properties: `principal`, `picked` (whether it is a member already), `description` (read-only: all of it in one sentence, for
 * assistive technology). Signals: `star-clicked`, to make it a favourite or take
 * that back; the row itself changes nothing.
 */

GtkWidget *spico_picker_row_new (void);
SpicoPrincipal *spico_picker_row_get_principal (SpicoPickerRow *self);
void spico_picker_row_set_principal (SpicoPickerRow *self,
                                     SpicoPrincipal *principal);
void spico_picker_row_set_role (SpicoPickerRow *self,
                                const char     *role,
                                gboolean        is_refused);
void spico_picker_row_set_picked (SpicoPickerRow *self,
                                  gboolean        picked);
void spico_picker_row_set_is_favourite (SpicoPickerRow *self,
                                        gboolean        is_favourite);
char *spico_picker_row_format_occupation (SpicoPrincipal *principal);
char *spico_picker_row_format_place (SpicoPrincipal *principal);

G_END_DECLS
