/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CARD_DIALOG (spico_card_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCardDialog, spico_card_dialog, SPICO, CARD_DIALOG, AdwDialog)

/**
 * SpicoCardDialog:
 *
 * The card of a person or a structure, and those that one goes on to from there.
 *
 * Signal: `write` (#SpicoPrincipal), « Écrire ».
 */

/**
 * spico_card_dialog_new:
 * @client: the client
 * @principal: whose card is shown first
 * @can_write: whether a conversation can be started from here
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *spico_card_dialog_new (SpicoClient    *client,
                                  SpicoPrincipal *principal,
                                  gboolean        can_write);

G_END_DECLS
