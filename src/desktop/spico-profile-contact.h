/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROFILE_CONTACT (spico_profile_contact_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProfileContact, spico_profile_contact, SPICO, PROFILE_CONTACT, AdwPreferencesGroup)

/**
 * SpicoProfileContact:
 *
 * Where the account is notified (F005): an address, which counts once its code was entered, and a telephone. What was typed and not sent is kept.
 */

/**
 * spico_profile_contact_set_client:
 * @self: a group of rows
 * @client: the client
 * @account_id: whose profile; set once
 */
void spico_profile_contact_set_client (SpicoProfileContact *self,
                                       SpicoClient         *client,
                                       const char          *account_id);

G_END_DECLS
