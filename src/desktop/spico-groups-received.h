/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUPS_RECEIVED (spico_groups_received_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupsReceived, spico_groups_received, SPICO, GROUPS_RECEIVED, AdwBin)

/**
 * SpicoGroupsReceived:
 *
 * « Groupes que l'on m'a partagés et groupes publics » (F049), which the account accepts to use or not (F050, F051): those of the store, then the public ones
 * of the region, read from the server. Properties: `compact`, where there is room for the names and the actions alone; `tight`, where there is none for the day of
 * creation, so that no answer is cut.
 */

void spico_groups_received_set_source (SpicoGroupsReceived *self,
                                       SpicoClient         *client,
                                       const char          *account_id,
                                       GListModel          *administered);

void spico_groups_received_expect_deletion (SpicoGroupsReceived *self,
                                            const char          *group_id);

void spico_groups_received_show (SpicoGroupsReceived *self,
                                 const char          *group_id);

G_END_DECLS
