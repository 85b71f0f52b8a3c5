/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-group-uses.h"
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

/**
 * spico_picker_new:
 *
 * Returns: (transfer floating): a new picker, that shows nothing before it has a client
 */
GtkWidget *spico_picker_new (void);

/**
 * spico_picker_set_client:
 * @self: a picker
 * @client: a client that is ready
 */
void spico_picker_set_client (SpicoPicker *self,
                              SpicoClient *client);

/**
 * spico_picker_set_model:
 * @self: a picker
 * @chosen: a store of #SpicoPrincipal, that the picker fills; set once
 */
void spico_picker_set_model (SpicoPicker *self,
                             GListStore  *chosen);

/**
 * spico_picker_set_account:
 * @self: a picker that has its client
 * @account_id: « Agir en tant que »: its favourites are shown, and it cannot be chosen, as it takes part anyway
 */
void spico_picker_set_account (SpicoPicker *self,
                               const char  *account_id);

/**
 * spico_picker_get_group_uses:
 * @self: a picker
 *
 * Returns: (transfer none): by which groups of favourites members were chosen (F052): it is told of those of a draft
 */
SpicoGroupUses *spico_picker_get_group_uses (SpicoPicker *self);

/**
 * spico_picker_set_outsiders:
 * @self: a picker
 * @outsiders: whose circle is shown in a tab, and who asks about the others; set once
 */
void spico_picker_set_outsiders (SpicoPicker    *self,
                                 SpicoOutsiders *outsiders);

/**
 * spico_picker_start:
 * @self: a picker
 *
 * Begins a choice: the circle first where it is about a patient, else favourites where there are some, else the search; with the cursor in the entry.
 */
void spico_picker_start (SpicoPicker *self);

/**
 * spico_picker_start_among:
 * @self: a picker
 * @kind: `persons` or `structures`
 *
 * Begins a choice of members of a group, in the directory; the account itself may be chosen (F042).
 */
void spico_picker_start_among (SpicoPicker *self,
                               const char  *kind);

G_END_DECLS
