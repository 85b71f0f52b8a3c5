/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUPS_DIALOG (spico_groups_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupsDialog, spico_groups_dialog, SPICO, GROUPS_DIALOG, AdwDialog)

/**
 * SpicoGroupsDialog:
 *
 * « Groupes de favoris » of an account (F039, F048, F049): those that it administers beside those that it was given.
 */

/**
 * spico_groups_dialog_new:
 * @client: the client
 * @account: whose groups: oneself, or a delegated account
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *spico_groups_dialog_new (SpicoClient  *client,
                                    SpicoAccount *account);

/**
 * spico_groups_dialog_new_from:
 * @conversation: a conversation of @account
 *
 * Returns: (transfer floating): a new dialog, in which a group of the conversation's members is being made (F037)
 */
AdwDialog *spico_groups_dialog_new_from (SpicoClient       *client,
                                         SpicoAccount      *account,
                                         SpicoConversation *conversation);

/**
 * spico_groups_dialog_new_editing:
 * @group: (nullable): a group that @account administers; %NULL to make one
 *
 * Returns: (transfer floating): a new dialog, in which the group is edited
 */
AdwDialog *spico_groups_dialog_new_editing (SpicoClient         *client,
                                            SpicoAccount        *account,
                                            SpicoFavouriteGroup *group);

/**
 * spico_groups_dialog_new_showing:
 * @group: a group that was shared with @account, or a public one
 *
 * Returns: (transfer floating): a new dialog, in which the group is shown
 */
AdwDialog *spico_groups_dialog_new_showing (SpicoClient         *client,
                                            SpicoAccount        *account,
                                            SpicoFavouriteGroup *group);

/**
 * spico_groups_dialog_new_answering:
 * @group: a group that was shared with @account
 *
 * Returns: (transfer floating): a new dialog, in which the row of the group has the focus, for whoever is to answer (F007, F050)
 */
AdwDialog *spico_groups_dialog_new_answering (SpicoClient         *client,
                                              SpicoAccount        *account,
                                              SpicoFavouriteGroup *group);

G_END_DECLS
