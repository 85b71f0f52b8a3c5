/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_SUCCESSION (spico_group_succession_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupSuccession, spico_group_succession, SPICO, GROUP_SUCCESSION, AdwActionRow)

/**
 * SpicoGroupSuccession:
 *
 * A row that asks the operator for another administrator of a group (F058): whoever leaves names a successor, a member asks for themselves. It stands in a navigation view, where there is the action `groups.toast`.
 */

/**
 * spico_group_succession_set_group:
 * @self: a row
 * @client: the client
 * @account_id: the account that asks
 * @group: a group that it administers, or is a member of
 *
 * Reads what the account has asked about the group already.
 */
void spico_group_succession_set_group (SpicoGroupSuccession *self,
                                       SpicoClient          *client,
                                       const char           *account_id,
                                       SpicoFavouriteGroup  *group);

G_END_DECLS
