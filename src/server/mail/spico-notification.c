/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notification.h"

#include "spico-address-proof.h"
#include "spico-delegation-news.h"
#include "spico-delegation-sql.h"
#include "spico-journal.h"
#include "spico-mail-message.h"

/* How long a claim keeps others away: longer than the relay may take for all that was claimed at once. */
#define CLAIM_US (10 * G_TIME_SPAN_MINUTE)
#define FIRST_WAIT_US G_TIME_SPAN_MINUTE
#define LONGEST_WAIT_US G_TIME_SPAN_HOUR
/* Who could not be told for so long is not told any more. */
#define PATIENCE_US (3 * G_TIME_SPAN_DAY)

/**
 * spico_notification_free:
 * @self: (transfer full) (nullable): a notification
 */
void
spico_notification_free (SpicoNotification *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->message_id);
  g_free (self->account_id);
  g_free (self->to);
  g_free (self->who);
  g_free (self->shared_with);
  g_free (self->matter);
  g_free (self->code);
  g_free (self);
}

/**
 * spico_notification_is_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @is_due: (out): whether any is to be sent now
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_notification_is_due (SpicoSqlConnection *connection,
                           gint64              now_us,
                           gboolean           *is_due,
                           GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM notification WHERE status = 'queued' AND next_at <= $1", SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), is_due, error);
}

static char *
name_who (const char *person,
          const char *account)
{
  return g_str_equal (person, account) ? g_strdup (person) : g_strconcat (person, " pour le compte de ", account, NULL);
}

/* A structure is told through those who act for it, and they for which one. */
static char *
name_recipient (const char *recipient)
{
  return recipient[0] != '\0' ? g_strdup (recipient) : g_strdup ("vous");
}

static SpicoNotification *
read_row (SpicoSqlStatement *statement)
{
  SpicoNotification *self = g_new0 (SpicoNotification, 1);
  const char *address = spico_sql_statement_column_text (statement, 4);

  self->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->message_id = g_strdup (self->id);
  self->account_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->attempts = (guint) spico_sql_statement_column_int64 (statement, 2);
  self->created_at_us = spico_sql_statement_column_int64 (statement, 3);
  self->to = address != NULL && spico_mail_address_is_valid (address) ? g_strdup (address) : NULL;
  self->has_account = spico_sql_statement_column_boolean (statement, 5);
  self->who = name_who (spico_sql_statement_column_text (statement, 6), spico_sql_statement_column_text (statement, 7));
  if (spico_sql_statement_column_boolean (statement, 8))
    self->shared_with = name_recipient (spico_sql_statement_column_text (statement, 9));

  /* The account is named with what became of it, not with who acted. */
  if (!spico_sql_statement_column_is_null (statement, 10))
    self->matter = spico_delegation_news_format (spico_sql_statement_column_text (statement, 10), spico_sql_statement_column_text (statement, 6), spico_sql_statement_column_text (statement, 11),
                                                 spico_sql_statement_column_boolean (statement, 12), spico_sql_statement_column_text (statement, 13));
  self->is_former = g_str_equal (spico_sql_statement_column_text (statement, 14), "address");
  self->brings_code = g_str_equal (spico_sql_statement_column_text (statement, 14), "code");
  self->is_asked = self->matter != NULL && spico_delegation_news_is_asked (spico_sql_statement_column_text (statement, 10));

  return self;
}

/* Who has switched such mails off since it was queued has no address for it. */
#define ADDRESS                                                                                                                \
  "CASE WHEN n.kind = 'code' THEN (SELECT c.pending_mail FROM profile c WHERE c.id = n.account_id AND c.code_id = n.id)"       \
  " WHEN n.kind = 'address' THEN n.address"                                                                                    \
  " WHEN n.kind = 'group' AND " SPICO_NOTIFICATION_IS_WANTED ("t", "group") " THEN " SPICO_NOTIFICATION_ADDRESS ("t")          \
  " WHEN n.kind = 'delegation' AND " SPICO_NOTIFICATION_IS_WANTED ("t", "delegation") " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " WHEN n.kind IN ('contact', 'conversation') AND " SPICO_NOTIFICATION_IS_WANTED ("t", "contact") " THEN " SPICO_NOTIFICATION_ADDRESS ("t") \
  " END"

/* What is to be said is read anew each time: the address, the names. */
#define CLAIMED                                                                                                                \
  "SELECT n.id, n.account_id, n.attempts, n.created_at, " ADDRESS ", t.has_account,"                                           \
  " COALESCE(p.name, ''), COALESCE(a.name, ''), CASE WHEN n.kind = 'group' THEN 1 ELSE 0 END, COALESCE(r.name, ''),"           \
  " CASE WHEN n.kind = 'delegation' THEN n.matter END, COALESCE(o.name, ''),"                                                  \
  " CASE WHEN o.kind IS NULL OR o.kind = 'person' THEN 0 ELSE 1 END, COALESCE(e.name, ''), n.kind"                             \
  " FROM notification n JOIN principal t ON t.id = n.principal_id"                                                             \
  " LEFT JOIN principal p ON p.id = n.person_id LEFT JOIN principal a ON a.id = n.account_id"                                  \
  " LEFT JOIN principal r ON r.id = n.recipient_id AND (r.id <> n.principal_id OR r.kind <> 'person')"                         \
  " LEFT JOIN delegation d ON d.id = n.delegation_id LEFT JOIN principal o ON o.id = d.account_id"                             \
  " LEFT JOIN principal e ON e.id = d.delegate_id"                                                                             \
  " WHERE n.status = 'queued' AND n.next_at = $1 ORDER BY n.created_at, n.id LIMIT $2"

/* A code that is mailed again is another, and so is its mail: it must not be taken for the first. */
static gboolean
make_codes (SpicoSqlConnection *connection,
            GPtrArray          *claimed,
            gint64              now_us,
            GError            **error)
{
  for (guint i = 0; i < claimed->len; i++)
    {
      SpicoNotification *notification = g_ptr_array_index (claimed, i);

      if (!notification->brings_code)
        continue;
      if (!spico_address_proof_make_code (connection, notification->account_id, notification->id, now_us, &notification->code, error))
        return FALSE;
      g_free (notification->message_id);
      notification->message_id = g_strdup_printf ("%s.%" G_GINT64_FORMAT, notification->id, now_us);
      if (notification->code == NULL)
        g_clear_pointer (&notification->to, g_free);
    }

  return TRUE;
}

/**
 * spico_notification_claim:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most
 * @error: return location for a #SpicoSqlError
 *
 * Claims what is due, so that nobody else sends it; a claim that is not settled ends by itself.
 *
 * Returns: (transfer full) (element-type SpicoNotification) (nullable): what is to be sent
 */
GPtrArray *
spico_notification_claim (SpicoSqlConnection *connection,
                          gint64              now_us,
                          guint               most,
                          GError            **error)
{
  g_autoptr (GPtrArray) claimed = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_notification_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  if (!spico_sql_run (connection,
                      "UPDATE notification SET next_at = $1 WHERE next_at <= $2 AND id IN"
                      " (SELECT id FROM notification WHERE status = 'queued' AND next_at <= $2 ORDER BY next_at LIMIT $3)",
                      SPICO_SQL_VALUES (SPICO_SQL_INT (now_us + CLAIM_US), SPICO_SQL_INT (now_us), SPICO_SQL_INT (most)), error))
    return NULL;

  statement = spico_sql_query (connection, CLAIMED, SPICO_SQL_VALUES (SPICO_SQL_INT (now_us + CLAIM_US), SPICO_SQL_INT (most)), error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (claimed, read_row (statement));
    }

  g_clear_pointer (&statement, spico_sql_statement_free);
  return make_codes (connection, claimed, now_us, error) ? g_steal_pointer (&claimed) : NULL;
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

  if (self->brings_code && !spico_address_proof_note_outcome (connection, journal, self->account_id, self->id, status, error))
    return FALSE;
  if (!self->brings_code && !self->is_former)
    spico_journal_add (journal, self->account_id, "Notification", self->id, SPICO_JOURNAL_UPDATED);

  return spico_sql_run (connection, "UPDATE notification SET status = $2, sent_at = $3, attempts = attempts + 1, address = '' WHERE id = $1 AND status = 'queued'",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_TEXT (status), sent_at), error)
         && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_notification_settle:
 * @self: a notification that was claimed
 * @connection: a connection that may write
 * @outcome: what became of it
 * @now_us: the time, in microseconds since 1970
 * @changes: (element-type SpicoStateChange): told what to tell the event streams
 * @error: return location for a #SpicoSqlError
 *
 * Keeps what became of it: sent, failed for good, or to be tried again after 1, 2, 4 … minutes, an hour at most, for three days.
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
  if (outcome == SPICO_MAIL_REFUSED || now_us - self->created_at_us > PATIENCE_US)
    return end (self, connection, "failed", now_us, changes, error);

  return spico_sql_run (connection, "UPDATE notification SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND status = 'queued'",
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

/* What verifies an address stands in no list of notifications. */
static gboolean
is_hidden (const char *kind)
{
  return g_str_equal (kind, "code") || g_str_equal (kind, "address");
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
