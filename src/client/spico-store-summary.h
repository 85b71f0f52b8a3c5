/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"

G_BEGIN_DECLS

/*
 * What a row of the list shows of a conversation, worked out in the transaction that changes it. Every function runs in the store's writing
 * thread.
 */

/* Of the messages AS m: those that wait in conversation $2, or were refused there, for whichever mailbox they were written, as mailbox $1
 * shows them. The store is one person's: all of them are theirs. */
#define SPICO_STORE_IS_WAITING                                                                                                 \
  "m.local_state <> 0 AND m.conversation_id = $2 AND NOT EXISTS "                                                              \
  "(SELECT 1 FROM message AS done WHERE done.holder_id = $1 AND done.id = m.id AND done.local_state = 0)"

/** What a message says: what its author wants it to say, unless the server does not let it. */
#define SPICO_STORE_WORDING "COALESCE ((SELECT w.text FROM correction AS w WHERE w.message_id = id AND w.failure = 0), text)"

/** What a message changes of its conversation: a #SpicoMessageChange. */
#define SPICO_STORE_CHANGE                                                                                                     \
  "CASE WHEN text <> '' THEN 0 WHEN added_ids <> '' THEN 1 WHEN removed_ids <> '' THEN 2 WHEN new_subject IS NOT NULL THEN 3 "                              \
  "WHEN patient_change = 'attached' THEN 4 WHEN patient_change = 'detached' THEN 5 ELSE 0 END"

/** The newest of those that wait. The sign keeps SQLite from reading the whole table backwards to spare itself a sort of the few that there are. */
#define SPICO_STORE_LAST_WAITING                                                                                               \
  "SELECT " SPICO_STORE_WORDING ", from_person_id, composed_at, 0, " SPICO_STORE_CHANGE ", 0, (SELECT COUNT (*) FROM attachment AS a WHERE a.message_id = m.id) FROM message AS m WHERE " SPICO_STORE_IS_WAITING " ORDER BY +row_id DESC LIMIT 1"

gboolean spico_store_refresh_conversation (SpicoTransaction *transaction,
                                           const char       *account_id,
                                           const char       *conversation_id,
                                           GError          **error);
gboolean spico_store_refresh_mailboxes (SpicoTransaction *transaction,
                                        const char       *conversation_id,
                                        GError          **error);
gboolean spico_store_settle_message (SpicoTransaction *transaction,
                                     const char       *id,
                                     gint64            seq,
                                     gint64            sent_at,
                                     GError          **error);

G_END_DECLS
