/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PICKER_CHIPS (spico_picker_chips_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPickerChips, spico_picker_chips, SPICO, PICKER_CHIPS, AdwBin)

/**
 * SpicoPickerChips:
 *
 * The chips of a #GListStore of #SpicoPrincipal; a chip's cross takes its principal out of the store (F068).
 */

GtkWidget *spico_picker_chips_new (void);
void spico_picker_chips_set_model (SpicoPickerChips *self,
                                   GListStore       *model);

G_END_DECLS
