/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROFILE_USER (spico_profile_user_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProfileUser, spico_profile_user, SPICO, PROFILE_USER, AdwBin)

/**
 * SpicoProfileUser:
 *
 * « Profil utilisateur » (F004): who the account is, as the registers have it.
 */

/**
 * spico_profile_user_new:
 * @client: the client
 * @account: whose profile
 *
 * Returns: (transfer floating): the tab
 */
GtkWidget *spico_profile_user_new (SpicoClient  *client,
                                   SpicoAccount *account);

G_END_DECLS
