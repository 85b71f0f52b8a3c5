/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-conversation.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CONVERSATION_ROW (spico_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoConversationRow, spico_conversation_row, SPICO, CONVERSATION_ROW, AdwBin)

/**
 * SpicoConversationRow:
 *
 * A conversation in the list: subject, members, patient, last message or draft, and what needs attention.
 *
 * Property: `label` (string, read-only), what a screen reader says of the row.
 */

GtkWidget *spico_conversation_row_new (void);

/**
 * spico_conversation_row_set_conversation:
 * @conversation: (nullable): what to show; the row follows its changes
 */
void spico_conversation_row_set_conversation (SpicoConversationRow *self,
                                              SpicoConversation    *conversation);

/**
 * spico_conversation_format_participants:
 *
 * Returns: (transfer full): the members' names, joined
 */
char *spico_conversation_format_participants (SpicoConversation *conversation);

G_END_DECLS
