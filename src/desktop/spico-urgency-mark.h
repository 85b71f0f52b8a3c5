/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-conversation.h"
#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_URGENCY_MARK (spico_urgency_mark_get_type ())
G_DECLARE_FINAL_TYPE (SpicoUrgencyMark, spico_urgency_mark, SPICO, URGENCY_MARK, AdwBin)

/**
 * SpicoUrgencyMark:
 *
 * How a message, or a conversation, presses (B015): « Urgent » as a shape and a word, by when an answer is expected, and who has not read it. Hidden where nothing presses.
 */

/**
 * spico_urgency_mark_show_message:
 * @self: (inout) (nullable): the mark; made when something presses for the first time, as most never do
 * @message: a message
 * @above: what it stands below, in a #GtkBox
 *
 * Returns: (transfer full) (nullable): what it says, for a screen reader; %NULL where nothing presses
 */
char *spico_urgency_mark_show_message (SpicoUrgencyMark **self,
                                       SpicoMessage      *message,
                                       GtkWidget         *above);

/** spico_urgency_mark_show_conversation: the same of a row of the list */
char *spico_urgency_mark_show_conversation (SpicoUrgencyMark **self,
                                            SpicoConversation *conversation,
                                            GtkWidget         *above);

G_END_DECLS
