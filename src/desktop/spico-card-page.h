/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CARD_PAGE (spico_card_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCardPage, spico_card_page, SPICO, CARD_PAGE, AdwNavigationPage)

/**
 * SpicoCardPage:
 *
 * The card of a person or a structure (F010–F013): what the store has at once, what the registers say beside as soon as the server answers; off line it says that there is more.
 *
 * Signals: `principal-activated` (#SpicoPrincipal), another card is asked for; `write`, « Écrire ».
 */

/**
 * spico_card_page_new:
 * @client: the client
 * @principal: whose card it is
 * @can_write: whether a conversation can be started from here
 *
 * Returns: (transfer floating): a new page
 */
AdwNavigationPage *spico_card_page_new (SpicoClient    *client,
                                        SpicoPrincipal *principal,
                                        gboolean        can_write);

/** spico_card_page_get_principal: Returns: (transfer none): whose card it is */
SpicoPrincipal *spico_card_page_get_principal (SpicoCardPage *self);

G_END_DECLS
