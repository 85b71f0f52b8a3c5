/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_REQUESTS_BUTTON (spico_requests_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoRequestsButton, spico_requests_button, SPICO, REQUESTS_BUTTON, AdwBin)

/**
 * SpicoRequestsButton:
 *
 * Signals how many requests wait for the person's answer, lists them and opens them (F007): an icon with a count, which is not there while none waits. Those are delegations, and groups
 * that somebody shared; a group opens in « Groupes de favoris ».
 *
 * Signals: `opened` (a #SpicoAccount): the account whose relations are to be shown.
 */

/** spico_requests_button_set_client: @client is ready, or becomes so */
void spico_requests_button_set_client (SpicoRequestsButton *self,
                                       SpicoClient         *client);

G_END_DECLS
