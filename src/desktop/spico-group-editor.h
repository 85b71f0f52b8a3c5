/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-kept.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_EDITOR (spico_group_editor_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupEditor, spico_group_editor, SPICO, GROUP_EDITOR, AdwNavigationPage)

/**
 * SpicoGroupEditor:
 *
 * A group of favourites, made or edited in three tabs: « Définition », « Membres », « Partage » (F040–F047). What is typed is kept as a draft until it is saved.
 * What somebody else saves meanwhile joins it, and is told.
 */

/**
 * spico_group_editor_new:
 * @account_id: whose group
 * @group: (nullable): a group that the account administers; %NULL to make one
 *
 * Returns: (transfer floating): a page for a navigation view
 */
GtkWidget *spico_group_editor_new (SpicoClient         *client,
                                   const char          *account_id,
                                   SpicoFavouriteGroup *group);

/**
 * spico_group_editor_new_from:
 * @conversation: its members are those of a new group (F037); its subject may be about a patient, and names no group
 *
 * Returns: (transfer floating): a page for a navigation view
 */
GtkWidget *spico_group_editor_new_from (SpicoClient       *client,
                                        SpicoConversation *conversation);

/**
 * spico_group_editor_new_kept:
 * @kept: a group that was typed and could not be saved, or not yet: it becomes a new one
 *
 * Returns: (transfer floating): a page for a navigation view
 */
GtkWidget *spico_group_editor_new_kept (SpicoClient *client,
                                        SpicoKept   *kept);

/** spico_group_editor_save_draft: Returns: (transfer full): a future of a boolean; it fails where what is typed is not in the store */
DexFuture *spico_group_editor_save_draft (SpicoGroupEditor *self);

G_END_DECLS
