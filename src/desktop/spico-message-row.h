/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MESSAGE_ROW (spico_message_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMessageRow, spico_message_row, SPICO, MESSAGE_ROW, AdwBin)

/**
 * SpicoMessageRow:
 *
 * A message among its neighbours: the header of its day, the unread divider, its author with « pour le compte de », its text, its
 * time and state, who has seen it.
 *
 * Property: `label` (string, read-only), what a screen reader says. Signals, each with the #SpicoMessage: `retry` and `rewrite`, of
 * one that failed; `reply`; `show-original`, of one that answers another; `withdraw`,
 * of one's own that nobody else is known to have read; `correct`, of one's own as long as that can be. `rewrite` also comes of one that is taken back before it has left, and of what a correction
 * was to say and was refused.
 */

/**
 * spico_message_row_new:
 * @client: (nullable): opens what goes with messages
 */
GtkWidget *spico_message_row_new (SpicoClient *client);

/**
 * spico_message_row_set_message:
 * @message: (nullable): what to show; the row follows its changes
 */
void spico_message_row_set_message (SpicoMessageRow *self,
                                    SpicoMessage    *message);

/**
 * spico_message_row_set_neighbours:
 * @previous: (nullable): the message above
 * @next: (nullable): the message below
 * @first_unread_seq: the seq above which the unread divider stands, 0 without one
 * @n_unread: how many messages were unread
 * @shows_readers: whether « Vu par… » stands below this message
 *
 * Tells what stands around the message.
 */
void spico_message_row_set_neighbours (SpicoMessageRow *self,
                                       SpicoMessage    *previous,
                                       SpicoMessage    *next,
                                       gint64           first_unread_seq,
                                       guint            n_unread,
                                       gboolean         shows_readers);

/**
 * spico_message_row_set_is_closed:
 * @is_closed: whether the conversation is no longer open to the account (F030): a message that failed can be copied, and not be sent again
 */
void spico_message_row_set_is_closed (SpicoMessageRow *self,
                                      gboolean         is_closed);

/** spico_message_row_set_is_marked: whether it is the one that was sought */
void spico_message_row_set_is_marked (SpicoMessageRow *self,
                                      gboolean         is_marked);

/** spico_message_row_reply: « Répondre ». Returns: whether the message can be answered */
gboolean spico_message_row_reply (SpicoMessageRow *self);

/** spico_message_row_update_actions: before its menu is opened */
void spico_message_row_update_actions (SpicoMessageRow *self);

/** spico_message_row_open_menu: « Répondre », « Copier », « Transférer » (F054)… Returns: whether the message has a menu: a trace has none */
gboolean spico_message_row_open_menu (SpicoMessageRow *self);

G_END_DECLS
