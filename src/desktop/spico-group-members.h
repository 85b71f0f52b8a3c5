/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_MEMBERS (spico_group_members_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupMembers, spico_group_members, SPICO, GROUP_MEMBERS, AdwBin)

/**
 * SpicoGroupMembers:
 *
 * The tab « Membres » of a group of favourites (F042). Signals: `add` (string: `persons` or `structures`, what is to be chosen among).
 */

/** spico_group_members_set_model: @members: a store of #SpicoPrincipal, from which the tab takes out; set once */
void spico_group_members_set_model (SpicoGroupMembers *self,
                                    GListStore        *members);

/** spico_group_members_show: @members: a list of #SpicoPrincipal, to be read only; set once */
void spico_group_members_show (SpicoGroupMembers *self,
                               GListModel        *members);

G_END_DECLS
