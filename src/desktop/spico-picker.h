/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-outsiders.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PICKER (spico_picker_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPicker, spico_picker, SPICO, PICKER, AdwBin)

/**
 * SpicoPicker:
 *
 * Chooses principals of the directory (F016, F069, F070): tabs « Favoris », « Rechercher » and, about a patient, « Cercle de soins » (F017), the latest
 * searches, and chips for who is chosen. Units are found where « Unité/service » is ticked (F013). Who stands outside the circle is asked about first (F064). A click, or Enter on the first result, adds; another click takes back; Backspace in the empty entry takes the
 * last chip out. Signals: `closed`, when Escape is pressed in the entry.
 */

GtkWidget *spico_picker_new (void);
void spico_picker_set_client (SpicoPicker *self,
                              SpicoClient *client);
void spico_picker_set_model (SpicoPicker *self,
                             GListStore  *chosen);
void spico_picker_set_account (SpicoPicker *self,
                               const char  *account_id);
void spico_picker_set_outsiders (SpicoPicker    *self,
                                 SpicoOutsiders *outsiders);
void spico_picker_start (SpicoPicker *self);

G_END_DECLS
