/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notification.h"

#include "spico-address-proof.h"
#include "spico-delegation-sql.h"
#include "spico-journal.h"

#define FIRST_WAIT_US G_TIME_SPAN_MINUTE
#define LONGEST_WAIT_US G_TIME_SPAN_HOUR

/**
 * spico_notification_free:
 * @self: (transfer full) (nullable): a mail
 */
void
spico_notification_free (SpicoNotification *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->message_id);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->account_ids);
  g_free (self->to);
  g_ptr_array_unref (self->events);
  g_free (self->details);
  g_free (self->code);
  g_free (self);
}

/* What verifies an address, tells of an announcement, or is for the operator, stands in no list of notifications. */
static void
note_end (SpicoNotification *self,
          SpicoJournal      *journal)
{
  if (self->kind == SPICO_MAIL_CODE || self->kind == SPICO_MAIL_FORMER || self->kind == SPICO_MAIL_ANNOUNCEMENT || self->kind == SPICO_MAIL_REQUEST || self->kind == SPICO_MAIL_ROLE || self->kind == SPICO_MAIL_ASSIGNMENT)
    return;

  for (guint i = 0; i < self->ids->len; i++)
    spico_journal_add (journal, g_ptr_array_index (self->account_ids, i), "Notification", g_ptr_array_index (self->ids, i), SPICO_JOURNAL_UPDATED);
}

static gboolean
end (SpicoNotification  *self,
     SpicoSqlConnection *connection,
     const char         *status,
     gint64              now_us,
     GPtrArray          *changes,
     GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  SpicoSqlValue sent_at = g_str_equal (status, "sent") ? SPICO_SQL_INT (now_us) : SPICO_SQL_NULL;

  if (self->kind == SPICO_MAIL_CODE && !spico_address_proof_note_outcome (connection, journal, g_ptr_array_index (self->account_ids, 0), self->id, status, error))
    return FALSE;
  note_end (self, journal);

  return spico_sql_run (connection, "UPDATE notification SET status = $2, sent_at = $3, attempts = attempts + 1, address = '' WHERE mail_id = $1 AND status = 'queued'",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_TEXT (status), sent_at), error)
         && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_notification_settle:
 * @self: a mail that was claimed
 * @connection: a connection that may write
 * @outcome: what became of it
 * @now_us: the time, in microseconds since 1970
 * @changes: (element-type SpicoStateChange): told what to tell the event streams
 * @error: return location for a #SpicoSqlError
 *
 * Keeps what became of all that it tells: sent, failed for good, or to be tried again after 1, 2, 4 … minutes, an hour at most, for three days.
 *
 * Returns: whether it is kept
 */
gboolean
spico_notification_settle (SpicoNotification  *self,
                           SpicoSqlConnection *connection,
                           SpicoMailOutcome    outcome,
                           gint64              now_us,
                           GPtrArray          *changes,
                           GError            **error)
{
  gint64 wait_us = MIN (FIRST_WAIT_US << MIN (self->attempts, 20), LONGEST_WAIT_US);

  if (outcome == SPICO_MAIL_SENT)
    return end (self, connection, "sent", now_us, changes, error);
  if (outcome == SPICO_MAIL_REFUSED || now_us - self->created_at_us > SPICO_NOTIFICATION_PATIENCE_US)
    return end (self, connection, "failed", now_us, changes, error);

  return spico_sql_run (connection, "UPDATE notification SET attempts = attempts + 1, next_at = $2 WHERE mail_id = $1 AND status = 'queued'",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (now_us + wait_us)), error);
}

static gboolean
delete_rows (SpicoSqlConnection *connection,
             GPtrArray          *ids,
             gint64              now_us,
             GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);

  if (ids->len == 0)
    return TRUE;

  spico_query_add (query, "DELETE FROM notification WHERE id IN ");
  spico_query_add_list (query, (const char *const *) ids->pdata, ids->len);

  return spico_query_run_later (query, connection, error);
}

static gboolean
is_hidden (const char *kind)
{
  return g_str_equal (kind, "code") || g_str_equal (kind, "address") || g_str_equal (kind, "announcement") || g_str_equal (kind, "request") || g_str_equal (kind, "role") || g_str_equal (kind, "assignment");
}

/* Each is gone for its account. */
static gboolean
note_old (SpicoSqlConnection *connection,
          gint64              now_us,
          guint               most,
          SpicoJournal       *journal,
          GPtrArray          *ids,
          GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT id, account_id, kind FROM notification WHERE created_at < $1 ORDER BY created_at LIMIT $2",
                                                             SPICO_SQL_VALUES (SPICO_SQL_INT (now_us - SPICO_JOURNAL_LIFETIME_US), SPICO_SQL_INT (most)), error);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_ptr_array_add (ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
      if (!is_hidden (spico_sql_statement_column_text (statement, 2)))
        spico_journal_add (journal, spico_sql_statement_column_text (statement, 1), "Notification", g_ptr_array_index (ids, ids->len - 1), SPICO_JOURNAL_DESTROYED);
    }

  return statement != NULL;
}

/**
 * spico_notification_purge:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most: other writers wait meanwhile
 * @n_gone: (out): how many are removed
 * @error: return location for a #SpicoSqlError
 *
 * Forgets notifications as old as what leaves a trace no more, %SPICO_JOURNAL_LIFETIME_US.
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_purge (SpicoSqlConnection *connection,
                          gint64              now_us,
                          guint               most,
                          guint              *n_gone,
                          GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  if (!note_old (connection, now_us, most, journal, ids, error))
    return FALSE;

  /* The streams find it at their next review: nobody waits for it. */
  *n_gone = ids->len;
  return delete_rows (connection, ids, now_us, error) && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_notification_queue:
 * @connection: a connection that may write
 * @conversation_id: a conversation that was started just now
 * @account_id: who started it
 * @person_id: the person who acted
 * @principal_ids: (element-type utf8): who takes part
 * @now_us: the time, in microseconds since 1970
 * @ids: (element-type utf8): told the notifications that were made
 * @error: return location for a #SpicoSqlError
 *
 * Tells those of them who have no account, and an address, that they were written to (F073); nobody twice a day for the same account.
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_queue (SpicoSqlConnection *connection,
                          const char         *conversation_id,
                          const char         *account_id,
                          const char         *person_id,
                          GPtrArray          *principal_ids,
                          gint64              now_us,
                          GPtrArray          *ids,
                          GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (account_id, person_id, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts) SELECT ");
  spico_query_add_text (query, conversation_id);
  spico_query_add (query, " || '_' || t.id, NULL, t.id, 'conversation', 'queued', {now}, {account}, {person}, {today}, {now}, 0 FROM principal t WHERE t.kind = 'person' AND t.has_account = 0"
                          " AND " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "contact") " AND t.id IN ");
  spico_query_add_list (query, (const char *const *) principal_ids->pdata, principal_ids->len);
  spico_query_add (query, " ON CONFLICT DO NOTHING RETURNING id");
  statement = spico_query_run (query, connection, error);

  return statement != NULL && spico_sql_collect_texts (statement, ids, error);
}

/**
 * spico_notification_queue_share:
 * @connection: a connection that may write
 * @group_id: a group of favourites
 * @recipient_id: with whom it was shared just now
 * @account_id: who shared it
 * @person_id: the person who acted
 * @now_us: the time, in microseconds since 1970
 * @ids: (element-type utf8): told the notifications that were made
 * @error: return location for a #SpicoSqlError
 *
 * Tells the recipient that a group is shared with them (F044), and not which: its name is free text. Nobody twice a day for the same group and account.
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_queue_share (SpicoSqlConnection *connection,
                                const char         *group_id,
                                const char         *recipient_id,
                                const char         *account_id,
                                const char         *person_id,
                                gint64              now_us,
                                GPtrArray          *ids,
                                GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (account_id, person_id, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, recipient_id) SELECT ");
  spico_query_add_text (query, group_id);
  spico_query_add (query, " || '_' || t.id || '_' || {today}, NULL, t.id, 'group', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, group_id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, recipient_id);
  spico_query_add (query, " FROM principal t WHERE " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "group") " AND (t.id = ");
  spico_query_add_text (query, recipient_id);
  /* Of a structure, the address that it has set itself, and those who hold its discussions; the one who shares excepted. */
  spico_query_add (query, " OR (t.id <> {person} AND t.id IN (SELECT d.delegate_id FROM delegation d WHERE d.scope IN ('all', 'discussions')"
                          " AND " SPICO_DELEGATION_IN_FORCE ("d") " AND d.account_id = ");
  spico_query_add_text (query, recipient_id);
  spico_query_add (query, " AND EXISTS (SELECT 1 FROM principal s WHERE s.id = d.account_id AND s.kind <> 'person')))) ON CONFLICT DO NOTHING RETURNING id");
  statement = spico_query_run (query, connection, error);

  return statement != NULL && spico_sql_collect_texts (statement, ids, error);
}

/**
 * spico_notification_queue_request:
 * @connection: a connection that may write
 * @request_id: what is asked of the operator just now about a group of favourites
 * @address: the operator's address
 * @account_id: who asks
 * @person_id: the person who acted
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Tells the operator who asks, and not about which group: its name is free text (F058). Not any more once it is answered, or taken back.
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_queue_request (SpicoSqlConnection *connection,
                                  const char         *request_id,
                                  const char         *address,
                                  const char         *account_id,
                                  const char         *person_id,
                                  gint64              now_us,
                                  GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (account_id, person_id, now_us);

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, address) VALUES (");
  spico_query_add_text (query, request_id);
  spico_query_add (query, " || '_operator', NULL, {account}, 'request', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, request_id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, address);
  spico_query_add (query, ") ON CONFLICT DO NOTHING");

  return spico_query_run_later (query, connection, error);
}
