/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-page.h"
#include "spico-store.h"

G_BEGIN_DECLS

/*
 * How messages press whoever reads them, and whether anybody has (B015). What is shown is worked out from what is known here, in the transaction that changes it. Every function
 * runs in the store's threads.
 */

/* Of the messages AS m: somebody has answered, for another account than the one that it was written for. What changes the conversation, and what an absent account says by itself, is no
 * answer. */
#define SPICO_STORE_IS_ANSWERED                                                                                                \
  "EXISTS (SELECT 1 FROM message AS a WHERE a.holder_id = m.holder_id AND a.conversation_id = m.conversation_id AND a.local_state = 0 AND a.seq > m.seq "                \
  "AND a.from_account_id <> m.from_account_id AND a.from_person_id <> m.from_person_id AND a.is_automatic = 0 AND a.is_withdrawn = 0 "                                   \
  "AND a.added_ids = '' AND a.removed_ids = '' AND a.new_subject IS NULL AND a.patient_change = 'none')"

/* The columns of a message AS m that say so, and their kinds. */
#define SPICO_STORE_URGENCY_KINDS "iiii"
#define SPICO_STORE_URGENCY_COLUMNS "m.is_urgent, m.reply_by, CASE WHEN m.reply_by IS NULL THEN 0 ELSE " SPICO_STORE_IS_ANSWERED " END, m.is_overdue"

gboolean spico_store_refresh_urgency (SpicoTransaction *transaction,
                                      const char       *account_id,
                                      const char       *conversation_id,
                                      gint64            now_us,
                                      GError          **error);
gboolean spico_store_load_unread_by (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     const char       *conversation_id,
                                     SpicoPage        *page,
                                     GError          **error);
DexFuture *spico_store_read_overdue (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_store_note_due (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_store_note_told (SpicoTransaction *transaction,
                                  gpointer          data);

G_END_DECLS
