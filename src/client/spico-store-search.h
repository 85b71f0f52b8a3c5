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
};

/* $1 in the index's language, $2 the account, $3 how many. The order of the joins is said outright: from the index to the messages, never a look into the index for
 * each message. */
#define SPICO_STORE_SEARCH                                                                                                                            \
  "SELECT m.row_id FROM (SELECT rowid AS place FROM message_search WHERE message_search MATCH $1 ORDER BY rowid DESC LIMIT $3) AS s "                 \
  "CROSS JOIN message AS m ON m.row_id = s.place & 0x3fffffff CROSS JOIN conversation AS c ON c.holder_id = m.holder_id AND c.id = m.conversation_id " \
  "WHERE m.holder_id = $2 AND c.is_gone = 0 ORDER BY s.place DESC"

/**
 * spico_store_found_keys:
 * @query: whose messages, and what is searched
 *
 * The messages in which every word of the text begins a word, the newest first, a few hundred at most. Without a word of two letters, none.
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
/* Adds who wrote what @page has to @ids, which borrows. */
void spico_store_list_found_people (SpicoPage  *page,
                                    GHashTable *ids);

G_END_DECLS
