/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-rows.h"

G_BEGIN_DECLS

/**
 * SpicoPage:
 * @keys: (nullable) (element-type gint64): the keys of a whole list, in order; %NULL where only contents were asked for
 * @rows: (nullable): contents; the first column is the key
 * @members: (nullable): the participants of conversations: `row_id, principal_id`
 * @markers: (nullable): the read markers of a conversation: `account_id, person_id, read_up_to, read_at`
 * @quoted: (nullable): the messages that those of @rows answer, as far as they are here, or that a search has found, row by row: `id, seq, text, from_person_id, from_account_id, is_withdrawn, attachment_count`
 * @attachments: (nullable): what goes with the messages of @rows, message by message: the columns stand in spico-store-attachments.h
 * @principals: (nullable): the principals that the contents name
 * @first_unread_seq: of a conversation
 * @n_unread: of a conversation
 * @is_open: of a conversation: whether the mailbox still takes part in it
 * @is_locked: of a conversation: whether it may not be read before the server is reached; then there is nothing else
 *
 * What the store's reading thread hands to a list on the main thread.
 */
typedef struct {
  gatomicrefcount ref_count;
  GArray *keys;
  SpicoRows *rows;
  SpicoRows *members;
  SpicoRows *markers;
  SpicoRows *quoted;
  SpicoRows *attachments;
  SpicoRows *principals;
  gint64 first_unread_seq;
  guint n_unread;
  gboolean is_open;
  gboolean is_locked;
} SpicoPage;

#define SPICO_TYPE_PAGE (spico_page_get_type ())
GType spico_page_get_type (void);
SpicoPage *spico_page_new (void);
SpicoPage *spico_page_ref (SpicoPage *self);
void spico_page_unref (SpicoPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPage, spico_page_unref)

G_END_DECLS
