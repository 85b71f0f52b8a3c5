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
 * @is_closed: whether the account no longer takes part, and so changes nothing
 *
 * Returns: (transfer floating): « Informations » (F071): subject, patient, who started it and when, members with their presence (F014). Who may, changes the title there (F072), adds members (F053),
 * removes them, and leaves. What is typed of a title is kept until it is applied.
 */
AdwDialog *spico_conversation_info_dialog_new (SpicoClient       *client,
                                               SpicoConversation *conversation,
                                               gboolean           is_closed);

/** spico_conversation_info_dialog_edit_subject: puts the cursor into the title, for who may change it */
void spico_conversation_info_dialog_edit_subject (SpicoConversationInfoDialog *self);

/** spico_conversation_info_dialog_keep_subject: Returns: (transfer full): a future of a boolean, once @subject is kept as what was typed there, until it is applied */
DexFuture *spico_conversation_info_dialog_keep_subject (SpicoClient *client,
                                                        const char  *account_id,
                                                        const char  *conversation_id,
                                                        const char  *subject);

G_END_DECLS
