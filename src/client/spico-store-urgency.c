/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-urgency.h"

#include "spico-store-reads.h"
#include "spico-store-summary.h"
#include "spico-store-writes.h"
#include "spico-urgency.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* As the index has it: few messages press anybody. */
#define PRESSES "(m.is_urgent = 1 OR m.reply_by IS NOT NULL)"
#define IS_HERE "m.holder_id = $1 AND m.conversation_id = $2"

/* Those who wrote it, for whichever account, and their account's other delegates are not who is to read it. */
#define IS_READ                                                                                                                \
  "EXISTS (SELECT 1 FROM read_marker AS r WHERE r.holder_id = m.holder_id AND r.conversation_id = m.conversation_id AND r.account_id <> m.from_account_id "              \
  "AND r.person_id <> m.from_person_id AND r.read_up_to >= m.seq)"

/* Where nobody else is left there is nobody to wait for; where many are, who has read is not told as it happens. */
#define IS_FOLLOWED "(SELECT COUNT (*) FROM conversation_participant AS p WHERE p.holder_id = m.holder_id AND p.conversation_id = m.conversation_id) BETWEEN 2 AND $3"

/* « Traité » ends it too: who has telephoned waits no more. */
#define IS_UNREAD                                                                                                              \
  "m.from_account_id = m.holder_id AND m.is_withdrawn = 0 AND " IS_FOLLOWED " AND (m.local_state <> 0 OR "                     \
  "(m.seq > (SELECT h.handled_seq FROM conversation AS h WHERE h.holder_id = $1 AND h.id = $2) AND NOT " IS_READ " AND NOT " SPICO_STORE_IS_ANSWERED "))"

/* From when on who wrote it is to know: from the time that they gave, unless it was over before the message left. */
#define LEFT_AT "CASE WHEN m.sent_at > 0 THEN m.sent_at ELSE COALESCE (m.composed_at, 0) END"
#define DUE_AT "CASE WHEN m.reply_by > " LEFT_AT " THEN m.reply_by ELSE " LEFT_AT " + $4 END"

/* What others wrote, and nobody has answered yet. The signs keep SQLite to the index of the few messages that press. */
#define IS_OPEN                                                                                                                \
  "+m.local_state = 0 AND m.is_withdrawn = 0 AND m.from_account_id <> $1 AND m.from_person_id <> $5 AND +m.seq > MAX (c.handled_seq, c.history_seq) AND NOT " SPICO_STORE_IS_ANSWERED

/* What is overdue anew, as what has left since, is told anew. */
static gboolean
update_messages (SpicoTransaction    *transaction,
                 const SpicoSqlValue *values,
                 GError             **error)
{
  if (!spico_sql_run (transaction->connection,
                      "UPDATE message AS m SET is_overdue = 1 - is_overdue, is_told = 0 WHERE " IS_HERE " AND " PRESSES " AND is_overdue <> (" IS_UNREAD " AND " DUE_AT " <= $5)", values, error))
    return FALSE;

  /* It may stand far up. */
  if (spico_sql_connection_changes (transaction->connection) > 0)
    transaction->changes->flags |= SPICO_CHANGE_WORDING;
  return TRUE;
}

static gboolean
update_conversation (SpicoTransaction    *transaction,
                     const SpicoSqlValue *values,
                     GError             **error)
{
  return spico_sql_run (transaction->connection,
                        "UPDATE conversation AS c SET "
                        "is_urgent = EXISTS (SELECT 1 FROM message AS m WHERE " IS_HERE " AND " PRESSES " AND m.is_urgent = 1 AND " IS_OPEN "), "
                        "reply_by = (SELECT MIN (m.reply_by) FROM message AS m WHERE " IS_HERE " AND " PRESSES " AND " IS_OPEN "), "
                        "is_overdue = EXISTS (SELECT 1 FROM message AS m WHERE " IS_HERE " AND " PRESSES " AND m.is_overdue = 1), "
                        "due_at = COALESCE ((SELECT MIN (" DUE_AT ") FROM message AS m WHERE " IS_HERE " AND " PRESSES " AND m.is_overdue = 0 AND " IS_UNREAD "), 0) "
                        "WHERE holder_id = $1 AND id = $2",
                        values, error);
}

/**
 * spico_store_refresh_urgency:
 * @account_id: a mailbox
 * @conversation_id: a conversation, of which something changed, or for which a time has come
 * @now_us: the time, in microseconds since 1970
 *
 * Works out which of its messages press whom.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_refresh_urgency (SpicoTransaction *transaction,
                             const char       *account_id,
                             const char       *conversation_id,
                             gint64            now_us,
                             GError          **error)
{
  const SpicoSqlValue *here = VALUES (T (account_id), T (conversation_id));
  gboolean has_any;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM message AS m WHERE " IS_HERE " AND " PRESSES, here, &has_any, error))
    return FALSE;
  if (!has_any)
    return spico_sql_run (transaction->connection, "UPDATE conversation SET is_urgent = 0, reply_by = NULL, is_overdue = 0, due_at = 0 WHERE holder_id = $1 AND id = $2 AND (is_urgent + is_overdue + due_at > 0 OR reply_by IS NOT NULL)",
                          here, error);

  return update_messages (transaction,
                          VALUES (T (account_id), T (conversation_id), N (SPICO_URGENT_ACCOUNTS), N (SPICO_URGENT_MINUTES * G_TIME_SPAN_MINUTE), N (now_us)), error)
         && update_conversation (transaction,
                                 VALUES (T (account_id), T (conversation_id), N (SPICO_URGENT_ACCOUNTS), N (SPICO_URGENT_MINUTES * G_TIME_SPAN_MINUTE), T (transaction->person_id)), error);
}

/**
 * spico_store_load_unread_by:
 * @page: messages that were read; told in its `members` who has not read those that are overdue
 *
 * Nobody has read such a message: they are the others who take part.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_load_unread_by (SpicoTransaction *transaction,
                            const char       *account_id,
                            const char       *conversation_id,
                            SpicoPage        *page,
                            GError          **error)
{
  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      if (spico_rows_get_int (page->rows, i, SPICO_MESSAGE_COLUMN_IS_OVERDUE) == 0)
        continue;

      page->members = spico_rows_read (transaction->connection, "t", "SELECT principal_id FROM conversation_participant WHERE holder_id = $1 AND conversation_id = $2 AND principal_id <> $1 ORDER BY position",
                                       VALUES (T (account_id), T (conversation_id)), error);
      return page->members != NULL;
    }

  return TRUE;
}

/**
 * spico_store_read_overdue:
 *
 * A #SpicoStoreFunc: when the next message becomes overdue (a row without a conversation), and which conversations have some that this person wrote, and wants to hear of.
 *
 * Returns: (transfer full): a future of #SpicoRows: account, conversation, when (0 without a next one), whether the person was told of all
 */
DexFuture *
spico_store_read_overdue (SpicoTransaction *transaction,
                          gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ttii",
                                     "SELECT '', '', COALESCE (MIN (due_at), 0), 0 FROM conversation WHERE due_at > 0 "
                                     "UNION ALL "
                                     "SELECT c.holder_id, c.id, 0, MIN (m.is_told) FROM conversation AS c "
                                     "JOIN account AS a ON a.id = c.holder_id AND a.is_gone = 0 "
                                     "JOIN message AS m ON m.holder_id = c.holder_id AND m.conversation_id = c.id AND " PRESSES " AND m.is_overdue = 1 AND m.from_person_id = $1 "
                                     "WHERE c.is_overdue = 1 AND c.is_gone = 0 AND c.is_muted = 0 GROUP BY c.holder_id, c.id",
                                     VALUES (T (transaction->person_id)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/**
 * spico_store_note_due:
 * @data: a #SpicoWrite: number (now)
 *
 * A #SpicoStoreFunc: for some messages the time has come.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_store_note_due (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt", "SELECT holder_id, id FROM conversation WHERE due_at > 0 AND due_at <= $1", VALUES (N (write->number)), &error);

  if (rows == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      const char *account_id = spico_rows_get_text (rows, i, 0);
      const char *conversation_id = spico_rows_get_text (rows, i, 1);

      spico_changes_add_conversation (transaction->changes, account_id, conversation_id);
      if (!spico_store_refresh_urgency (transaction, account_id, conversation_id, write->number, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/**
 * spico_store_note_told:
 * @data: a #SpicoWrite: account_id, conversation_id
 *
 * A #SpicoStoreFunc: who wrote what is overdue there was told so, and is not told again.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_store_note_told (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "UPDATE message AS m SET is_told = 1 WHERE " IS_HERE " AND " PRESSES " AND m.is_overdue = 1", VALUES (T (write->account_id), T (write->conversation_id)), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}
