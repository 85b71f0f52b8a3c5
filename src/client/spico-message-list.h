/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SPICO_TYPE_MESSAGE_LIST (spico_message_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMessageList, spico_message_list, SPICO, MESSAGE_LIST, GObject)

/**
 * SpicoMessageList:
 *
 * A live #GListModel of #SpicoMessage, oldest first: the end of a conversation, which grows at the end as messages come and are
 * written, and at the beginning with spico_message_list_load_older(). Messages that wait for the server stand last, in the
 * order in which they were written. Main thread only.
 *
 * Properties: `item-type`, `n-items`, `is-loading`, `has-older`, `is-open`, `first-unread-seq`, `n-unread-at-open`, `error`.
 */

/**
 * spico_message_list_is_loading:
 *
 * Returns: whether the first window has not been read yet
 */
gboolean spico_message_list_is_loading (SpicoMessageList *self);

/**
 * spico_message_list_get_has_older:
 *
 * Returns: whether there are older messages, here or on the server
 */
gboolean spico_message_list_get_has_older (SpicoMessageList *self);

/**
 * spico_message_list_is_open:
 *
 * Returns: whether the mailbox still takes part in the conversation (F030); if not, the list only holds what the person wrote and did not send
 */
gboolean spico_message_list_is_open (SpicoMessageList *self);

/**
 * spico_message_list_get_first_unread_seq:
 *
 * Returns: the seq of the first message that was unread when the list was opened: where the divider stands; 0 without one. It
 *   stays as long as the list lives
 */
gint64 spico_message_list_get_first_unread_seq (SpicoMessageList *self);

/**
 * spico_message_list_get_n_unread_at_open:
 *
 * Returns: how many messages were unread when the list was opened
 */
guint spico_message_list_get_n_unread_at_open (SpicoMessageList *self);

/**
 * spico_message_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the last reading failed
 */
const GError *spico_message_list_get_error (SpicoMessageList *self);

/**
 * spico_message_list_load_older:
 *
 * Puts up to 24 older messages at the beginning: from the store, else from the server.
 *
 * Returns: (transfer full): a future of a boolean, whether there are still older ones; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 *   when the store has no more and the server cannot be reached
 */
DexFuture *spico_message_list_load_older (SpicoMessageList *self);

/**
 * spico_message_list_load_older_to:
 * @seq: a message further up
 *
 * Does the same as spico_message_list_load_older(), towards that message: up to 2,000 at once from the store. Until it is there, one asks again.
 *
 * Returns: (transfer full): a future of a boolean, as there
 */
DexFuture *spico_message_list_load_older_to (SpicoMessageList *self,
                                             gint64            seq);

/**
 * spico_message_list_load_all:
 * @cancellable: (nullable): ends it between two readings
 *
 * Puts all older messages at the beginning, as spico_message_list_load_older() does some.
 *
 * Returns: (transfer full): a future of a boolean, once the whole conversation is there; rejects with what kept it from being read, with %SPICO_CLIENT_ERROR_NOT_FOUND where the account takes no part (any more), with %G_IO_ERROR_CANCELLED
 */
DexFuture *spico_message_list_load_all (SpicoMessageList *self,
                                        GCancellable     *cancellable);

/**
 * spico_message_list_find:
 * @message_id: a message
 * @position: (out): where it stands
 *
 * Returns: whether it is in the list
 */
gboolean spico_message_list_find (SpicoMessageList *self,
                                  const char       *message_id,
                                  guint            *position);

G_END_DECLS
