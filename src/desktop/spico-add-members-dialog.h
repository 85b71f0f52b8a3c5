/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ADD_MEMBERS_DIALOG (spico_add_members_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAddMembersDialog, spico_add_members_dialog, SPICO, ADD_MEMBERS_DIALOG, AdwDialog)

/**
 * spico_add_members_dialog_new:
 * @client: a client that is ready
 * @conversation: a conversation that is open to its account
 *
 * Returns: (transfer floating): « Ajouter des membres » (F053), with who was chosen last time and not added
 */
AdwDialog *spico_add_members_dialog_new (SpicoClient       *client,
                                         SpicoConversation *conversation);

G_END_DECLS
