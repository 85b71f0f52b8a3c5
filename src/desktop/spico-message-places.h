/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-message-list.h"

G_BEGIN_DECLS

/** spico_message_places_last_seq: Returns: the seq of the newest message that the server has; 0 without one, or without @messages (nullable) */
gint64 spico_message_places_last_seq (SpicoMessageList *messages);

/** spico_message_places_last_read: Returns: where the last of one's messages stands that somebody has read, below which « Vu par… » is said; %G_MAXUINT without one, or without @messages (nullable) */
guint spico_message_places_last_read (SpicoMessageList *messages);

/** spico_message_places_first_unread: Returns: where the first message stands that was unread when the list was opened; %G_MAXUINT without one */
guint spico_message_places_first_unread (SpicoMessageList *messages);

G_END_DECLS
