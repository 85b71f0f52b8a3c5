/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-unread.h"

/**
 * spico_store_read_unread:
 *
 * Reads which accounts have all their messages here (a row without a conversation), what others than these accounts and this person wrote in them
 * that the person has not read, and wants to hear of, and which conversations somebody else has handed to the person (a row that says who, B014).
 *
 * Returns: (transfer full): a future of #SpicoRows: account, conversation, last seq, when the last was sent, how many, how many of them urgent; or account, conversation, whether it is marked as
 * unread, three zeros, who handed it over
 */
DexFuture *
spico_store_read_unread (SpicoTransaction *transaction,
                         gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ttiiiit",
                                     "SELECT s.account_id, '', 0, 0, 0, 0, '' FROM sync_state AS s JOIN account AS a ON a.id = s.account_id AND a.is_gone = 0 WHERE s.type = 'ReadMarker' "
                                     "UNION ALL "
                                     "SELECT c.holder_id, c.id, MAX(m.seq), MAX(m.sent_at), COUNT(*), SUM(m.is_urgent), '' FROM conversation AS c "
                                     "JOIN account AS a ON a.id = c.holder_id AND a.is_gone = 0 "
                                     "JOIN message AS m ON m.holder_id = c.holder_id AND m.conversation_id = c.id AND m.local_state = 0 "
                                     "WHERE c.is_gone = 0 AND c.is_muted = 0 AND c.local_unread > 0 "
                                     "AND m.seq > MAX(c.history_seq, COALESCE((SELECT r.read_up_to FROM read_marker AS r "
                                     "WHERE r.holder_id = c.holder_id AND r.id = c.id || '_' || c.holder_id || '_' || $1), 0)) "
                                     "AND m.is_withdrawn = 0 AND m.from_person_id <> $1 AND m.from_account_id <> c.holder_id "
                                     "GROUP BY c.holder_id, c.id "
                                     "UNION ALL "
                                     "SELECT c.holder_id, c.id, c.is_marked_unread, 0, 0, 0, c.assigned_by_person_id FROM conversation AS c "
                                     "JOIN account AS a ON a.id = c.holder_id AND a.is_gone = 0 "
                                     "WHERE c.is_gone = 0 AND c.is_muted = 0 AND c.assigned_person_id = $1 AND c.assigned_by_person_id <> $1",
                                     SPICO_SQL_VALUES (SPICO_SQL_TEXT (transaction->person_id)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}
