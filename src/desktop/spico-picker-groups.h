/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-group-uses.h"
#include "spico-outsiders.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PICKER_GROUPS (spico_picker_groups_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPickerGroups, spico_picker_groups, SPICO, PICKER_GROUPS, AdwBin)

/**
 * SpicoPickerGroups:
 *
 * « GROUPES », below the favourites (F052): the groups that the account may use, of which several can be ticked; « VALIDER » chooses their members of that moment.
 * It hides itself where there are none.
 */

/**
 * spico_picker_groups_set_source:
 * @account_id: whose groups
 * @chosen: (nullable): a store of #SpicoPrincipal, to which members are added
 * @outsiders: (nullable): who asks about those outside a care circle (F064)
 */
void spico_picker_groups_set_source (SpicoPickerGroups *self,
                                     SpicoClient       *client,
                                     const char        *account_id,
                                     GListStore        *chosen,
                                     SpicoOutsiders    *outsiders);

/** spico_picker_groups_get_uses: Returns: (transfer none): by which groups members were chosen, whoever of them is still */
SpicoGroupUses *spico_picker_groups_get_uses (SpicoPickerGroups *self);

/** spico_picker_groups_is_empty: Returns: whether there are no groups to use */
gboolean spico_picker_groups_is_empty (SpicoPickerGroups *self);

G_END_DECLS
