/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_NEW_CONVERSATION_DIALOG (spico_new_conversation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoNewConversationDialog, spico_new_conversation_dialog, SPICO, NEW_CONVERSATION_DIALOG, AdwDialog)

/**
 * SpicoNewConversationDialog:
 *
 * « Nouvelle conversation » (F068). What is typed is a draft, saved 3 s after the last key and on closing; opening the form again
 * brings it back. Sending puts the conversation into the store, on line or off.
 *
 * Signals: `started` (account id, conversation id: two strings), once the conversation is safely in the store; the dialog closes itself.
 */

AdwDialog *spico_new_conversation_dialog_new (SpicoClient    *client,
                                              SpicoDossier   *dossier,
                                              SpicoPrincipal *member);

/**
 * spico_new_conversation_dialog_new_begun:
 * @client: a client that is ready
 * @begun: what it begins with, as a message that is forwarded (F054)
 *
 * Returns: (transfer floating): the form; where another one was left in it, it asks first
 */
AdwDialog *spico_new_conversation_dialog_new_begun (SpicoClient *client,
                                                    SpicoDraft  *begun);

G_END_DECLS
