/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-conversation.h"
#include "spico-message.h"

G_BEGIN_DECLS

/*
 * What is said of a message that changes its conversation: who takes part (F053), its title (F072), its patient (F064).
 */

/**
 * spico_text_change:
 * @message: a message that changes something
 * @author: (nullable): who wrote it, with « pour le compte de », %NULL for oneself
 * @is_settled: whether the server has it
 *
 * Returns: (transfer full): its line in the thread
 */
char *spico_text_change (SpicoMessage *message,
                         const char   *author,
                         gboolean      is_settled);

/**
 * spico_text_change_preview:
 * @conversation: a conversation whose last message changes something
 *
 * Returns: (transfer full): what its row in the list says of it; empty where nobody knows who did it
 */
char *spico_text_change_preview (SpicoConversation *conversation);

G_END_DECLS
