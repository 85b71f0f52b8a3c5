/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ASSIGN_DIALOG (spico_assign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAssignDialog, spico_assign_dialog, SPICO, ASSIGN_DIALOG, AdwDialog)

/**
 * SpicoAssignDialog:
 *
 * « Confier à… »: charges one of those who answer for an account with a conversation of it (B014).
 */

/**
 * spico_assign_dialog_new:
 * @client: the client
 * @conversation: the conversation, of a shared mailbox
 *
 * Returns: (transfer floating): a dialog
 */
AdwDialog *spico_assign_dialog_new (SpicoClient       *client,
                                    SpicoConversation *conversation);

G_END_DECLS
