/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUPS_LISTS (spico_groups_lists_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupsLists, spico_groups_lists, SPICO, GROUPS_LISTS, AdwBreakpointBin)

/**
 * SpicoGroupsLists:
 *
 * The two lists of « Groupes de favoris » (F048, F049), side by side or one at a time: of the dialog, and of « Mon profil ».
 *
 * Signals: `edit` (#SpicoFavouriteGroup), one that the account administers; `open` (#SpicoFavouriteGroup), one that it was given. It activates `groups.toast`.
 */

/**
 * spico_groups_lists_new:
 * @client: the client
 * @account_id: whose groups
 *
 * Returns: (transfer floating): the lists
 */
GtkWidget *spico_groups_lists_new (SpicoClient *client,
                                   const char  *account_id);

/**
 * spico_groups_lists_show:
 * @group_id: a group that the account was given
 *
 * Its row is shown, and has the focus, once it is there.
 */
void spico_groups_lists_show (SpicoGroupsLists *self,
                              const char       *group_id);

G_END_DECLS
