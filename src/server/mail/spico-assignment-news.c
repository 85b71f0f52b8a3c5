/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Confier à… » (B014) is told by mail: by whom and in which mailbox, and not which conversation: its subject may be about a patient (B005). */
#include "spico-assignment-news.h"

#include "spico-notification.h"

/**
 * spico_assignment_news_queue:
 * @connection: a connection that may write
 * @conversation_id: a conversation
 * @account_id: the account in whose mailbox it is
 * @by_person_id: who handed it over
 * @person_id: to whom
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Tells them by mail, if they want what is told of delegations; once a day for the same conversation, and not any more once it is no longer theirs.
 *
 * Returns: whether the database answered
 */
gboolean
spico_assignment_news_queue (SpicoSqlConnection *connection,
                             const char         *conversation_id,
                             const char         *account_id,
                             const char         *by_person_id,
                             const char         *person_id,
                             gint64              now_us,
                             GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (account_id, by_person_id, now_us);

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, recipient_id) SELECT ");
  spico_query_add_text (query, conversation_id);
  spico_query_add (query, " || '_' || {account} || '_' || t.id || '_' || {today}, NULL, t.id, 'assignment', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, conversation_id);
  spico_query_add (query, ", {account} FROM principal t WHERE " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "delegation") " AND t.id = ");
  spico_query_add_text (query, person_id);
  spico_query_add (query, " ON CONFLICT DO NOTHING");

  return spico_query_run_later (query, connection, error);
}

/**
 * spico_assignment_news_format:
 * @who: who handed a conversation over
 * @account: whose mailbox it is in; empty where it is the reader's own
 *
 * Returns: (transfer full): the sentence that says so, in French
 */
char *
spico_assignment_news_format (const char *who,
                              const char *account)
{
  if (account[0] == '\0')
    return g_strconcat (who, " vous confie une conversation de votre messagerie", NULL);

  return g_strconcat (who, " vous confie une conversation de la messagerie de « ", account, " »", NULL);
}
