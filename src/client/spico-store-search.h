/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store-reads.h"

G_BEGIN_DECLS

/* Of a search of messages, besides what stands in the page's `quoted`, row by row. */
enum {
  SPICO_FOUND_COLUMN_KEY,
  SPICO_FOUND_COLUMN_CONVERSATION_ID,
  SPICO_FOUND_COLUMN_SUBJECT,
  SPICO_FOUND_COLUMN_DOSSIER_ID,
  SPICO_FOUND_COLUMN_BIRTH_NAME,
  SPICO_FOUND_COLUMN_FIRST_NAMES,
  SPICO_FOUND_COLUMN_BIRTH_DATE,
  SPICO_FOUND_COLUMN_SEX,
  SPICO_FOUND_COLUMN_SENT_AT,
  SPICO_FOUND_COLUMN_FILES,
};

/* The lower bits of a place in the index are the row of the message. */
#define SPICO_STORE_SEARCH_ROW_BITS 30

/* $1 and $2 in the languages of the indexes, $3 the account, $4 how many; $5 to $9 what narrows it, $10 whose reading counts. The order of the joins is said outright: from the index to the messages, never a look into the index for
 * each message. The place of a message in both indexes begins with the second it was said in. */
#define SPICO_STORE_SEARCH_IN(index, match)                                                                                                                   \
  "SELECT s.rowid AS place, m.row_id FROM " index " AS s CROSS JOIN message AS m ON m.row_id = s.rowid & 0x3fffffff "                                         \
  "CROSS JOIN conversation AS c ON c.holder_id = m.holder_id AND c.id = m.conversation_id "                                                                   \
  "WHERE s." index " MATCH " match " AND s.rowid >= $7 AND s.rowid < $8 AND m.holder_id = $3 AND c.is_gone = 0 AND ($5 IS NULL OR c.dossier_id = $5) "        \
  "AND ($6 IS NULL OR m.from_person_id = $6 OR m.from_account_id = $6) AND ($9 = 0 OR (m.local_state = 0 AND m.from_person_id <> $10 AND m.seq > c.history_seq AND m.seq > " \
  "COALESCE ((SELECT r.read_up_to FROM read_marker AS r WHERE r.holder_id = m.holder_id AND r.id = c.id || '_' || c.holder_id || '_' || $10), 0))) "           \
  "ORDER BY s.rowid DESC LIMIT $4"
#define SPICO_STORE_SEARCH                                                                                                                                    \
  "SELECT row_id FROM (SELECT * FROM (" SPICO_STORE_SEARCH_IN ("message_search", "$1") ") "                                                                   \
  "UNION SELECT * FROM (" SPICO_STORE_SEARCH_IN ("attachment_search", "$2") ")) ORDER BY place DESC LIMIT $4"

/* Of the conversations AS c: one that is gone shows only as long as something of this person's is left in it. */
#define SPICO_STORE_IS_SHOWN "(c.is_gone = 0 OR c.failed_count > 0 OR c.pending_count > 0 OR c.draft_text <> '' OR c.draft_attachment_count > 0 OR c.scheduled_count > 0)"

/* The conversations that a search finds, the newest first: each word of the text stands in a title, a patient's name or a member's. */
SpicoRows *spico_store_searched_conversation_keys (SpicoTransaction *transaction,
                                                   SpicoReadQuery   *query,
                                                   GError          **error);

/**
 * spico_store_found_keys:
 * @query: whose messages, and what is searched
 *
 * The messages in which every word of the text begins a word, or every one a word of the names of its files, the newest first, a few hundred at most. Without a word of two letters, none.
 *
 * Returns: (transfer full): the keys, or %NULL with @error set
 */
SpicoRows *spico_store_found_keys (SpicoTransaction *transaction,
                                   SpicoReadQuery   *query,
                                   GError          **error);

/**
 * spico_store_load_found:
 * @keys: a JSON array of keys
 * @page: takes the rows and the messages
 *
 * Returns: %FALSE with @error set
 */
gboolean spico_store_load_found (SpicoTransaction *transaction,
                                 const char       *keys,
                                 SpicoPage        *page,
                                 GError          **error);

/* Whom the conversations of a mailbox, the account of the #SpicoWrite, are about: a #SpicoStoreFunc, of a #SpicoPage whose rows spico_list_items_make_patient() reads. */
DexFuture *spico_store_read_talked_about (SpicoTransaction *transaction,
                                          gpointer          data);
/* Who else takes part in them: a #SpicoStoreFunc, of a #SpicoPage with the principals. */
DexFuture *spico_store_read_talked_with (SpicoTransaction *transaction,
                                         gpointer          data);
/* Adds who wrote what @page has to @ids, which borrows. */
void spico_store_list_found_people (SpicoPage  *page,
                                    GHashTable *ids);

G_END_DECLS
