/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CONVERSATION_INFO_DIALOG (spico_conversation_info_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoConversationInfoDialog, spico_conversation_info_dialog, SPICO, CONVERSATION_INFO_DIALOG, AdwDialog)

/**
 * SpicoConversationInfoDialog:
 *
 * Signals: `add-members`, when somebody wants to add members (F053): it is closed then.
 */

/**
 * spico_conversation_info_dialog_new:
 * @client: (nullable): knows who started the conversation
 * @conversation: a conversation
 *
 * Returns: (transfer full): « Informations » (F071): subject, patient, who started it and when, members with their presence (F014)
 */
AdwDialog *spico_conversation_info_dialog_new (SpicoClient       *client,
                                               SpicoConversation *conversation);

/** spico_conversation_info_dialog_set_is_closed: whether the account no longer takes part, and so adds nobody */
void spico_conversation_info_dialog_set_is_closed (SpicoConversationInfoDialog *self,
                                                   gboolean                     is_closed);

G_END_DECLS
