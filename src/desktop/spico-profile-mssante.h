/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROFILE_MSSANTE (spico_profile_mssante_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProfileMssante, spico_profile_mssante, SPICO, PROFILE_MSSANTE, AdwBin)

/**
 * SpicoProfileMssante:
 *
 * « Profil MSSanté » (F004): the addresses of the account, as the register has them; which of them is preferred, and which are on the red list, for whoever may decide it.
 */

/**
 * spico_profile_mssante_new:
 * @client: the client
 * @account: whose profile
 *
 * Returns: (transfer floating): the tab
 */
GtkWidget *spico_profile_mssante_new (SpicoClient  *client,
                                      SpicoAccount *account);

G_END_DECLS
