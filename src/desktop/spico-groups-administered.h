/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUPS_ADMINISTERED (spico_groups_administered_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupsAdministered, spico_groups_administered, SPICO, GROUPS_ADMINISTERED, AdwBin)

/**
 * SpicoGroupsAdministered:
 *
 * « Groupes que j'administre » (F048). Properties: `compact`, where there is room for the names and the actions alone. Signals: `edit` (#SpicoFavouriteGroup).
 */

void spico_groups_administered_set_source (SpicoGroupsAdministered *self,
                                           SpicoClient             *client,
                                           const char              *account_id);
GListModel *spico_groups_administered_get_groups (SpicoGroupsAdministered *self);

G_END_DECLS
