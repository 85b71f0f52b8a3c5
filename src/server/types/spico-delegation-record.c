/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-delegation-record.h"

#include "spico-assignment.h"
#include "spico-delegation-news.h"
#include "spico-delegation-sql.h"
#include "spico-type.h"

#define COLUMNS                                                                                                                \
  "SELECT t.id, t.account_id, t.delegate_id, " SPICO_DELEGATION_STATUS ("t") ", CASE WHEN o.kind IS NULL OR o.kind = 'person' THEN 0 ELSE 1 END" \
  " FROM delegation t LEFT JOIN principal o ON o.id = t.account_id WHERE "

/**
 * spico_delegation_free:
 * @self: (transfer full) (nullable): a delegation
 */
void
spico_delegation_free (SpicoDelegation *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->delegate_id);
  g_free (self->status);
  g_free (self);
}

static SpicoDelegation *
read_row (SpicoSqlStatement *statement)
{
  SpicoDelegation *self = g_new0 (SpicoDelegation, 1);

  self->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->account_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->delegate_id = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->status = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->is_of_structure = spico_sql_statement_column_boolean (statement, 4);

  return self;
}

/**
 * spico_delegation_lock_account:
 * @connection: a connection in a write transaction
 * @account_id: a delegator, from anywhere
 * @error: return location for a #SpicoSqlError
 *
 * Whoever changes a delegation locks its delegator first, until the end of the transaction: nobody answers twice, and a structure's last two delegates cannot both leave.
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_lock_account (SpicoSqlConnection *connection,
                               const char         *account_id,
                               GError            **error)
{
  g_autofree char *sql = g_strconcat ("SELECT 1 FROM principal WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  gboolean exists;

  return spico_sql_query_exists (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id)), &exists, error);
}

/**
 * spico_delegation_load:
 * @connection: a connection, in a transaction
 * @id: a delegation, from anywhere
 * @now_us: the time, in microseconds since 1970
 * @delegation: (out) (transfer full) (nullable): the delegation; %NULL where there is none
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_load (SpicoSqlConnection *connection,
                       const char         *id,
                       gint64              now_us,
                       SpicoDelegation   **delegation,
                       GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, COLUMNS "t.id = ");
  spico_query_add_text (query, id);
  statement = spico_query_run (query, connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *delegation = has_row ? read_row (statement) : NULL;
  return TRUE;
}

/**
 * spico_delegation_tell:
 * @self: a delegation
 * @journal: where it is noted
 * @kind: what became of it
 *
 * Both sides hold it: the delegator's account, and the delegate's own.
 */
void
spico_delegation_tell (const SpicoDelegation *self,
                       SpicoJournal          *journal,
                       SpicoJournalKind       kind)
{
  spico_journal_add (journal, self->account_id, spico_type_delegation.name, self->id, kind);
  spico_journal_add (journal, self->delegate_id, spico_type_delegation.name, self->id, kind);
}

/**
 * spico_delegation_is_last:
 * @self: a delegation, its delegator locked
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @is_last: (out): whether a structure would have nobody left who acts for it
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_is_last (const SpicoDelegation *self,
                          SpicoSqlConnection    *connection,
                          gint64                 now_us,
                          gboolean              *is_last,
                          GError               **error)
{
  g_autoptr (SpicoQuery) query = NULL;
  gboolean has_other;

  *is_last = FALSE;
  if (!self->is_of_structure)
    return TRUE;

  query = spico_query_new (self->account_id, self->delegate_id, now_us);
  spico_query_add (query, "SELECT 1 FROM delegation g WHERE g.account_id = {account} AND g.delegate_id <> {person} AND " SPICO_DELEGATION_IN_FORCE ("g"));
  if (!spico_query_run_exists (query, connection, &has_other, error))
    return FALSE;

  *is_last = !has_other;
  return TRUE;
}

static gboolean
collect (SpicoQuery         *query,
         SpicoSqlConnection *connection,
         GPtrArray          *delegations,
         GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, connection, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_ptr_array_add (delegations, read_row (statement));
    }

  return FALSE;
}

/* Its last day is over: access has ended with it already. */
static gboolean
end_by_the_clock (const SpicoDelegation *self,
                  SpicoSqlConnection    *connection,
                  gboolean               sends_mail,
                  gint64                 now_us,
                  GError               **error)
{
  const SpicoDelegationNews news = { self->id, self->account_id, self->delegate_id, self->account_id, SPICO_REGION_ACCOUNT_ID, now_us };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "UPDATE delegation SET status = 'ended' WHERE id = $1 AND status IN ('offered', 'accepted') RETURNING answered_at",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id)), error);
  gboolean has_row, was_accepted;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  was_accepted = has_row && !spico_sql_statement_column_is_null (statement, 0);
  g_clear_pointer (&statement, spico_sql_statement_free);

  return !sends_mail || !was_accepted
         || (spico_delegation_news_queue (&news, connection, "over", ids, error) && spico_delegation_news_queue (&news, connection, "others-over", ids, error));
}

/**
 * spico_delegation_expire:
 * @connection: a connection that may write
 * @sends_mail: whether the region does
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most: other writers wait meanwhile
 * @n_ended: (out): how many have ended
 * @error: return location for a #SpicoSqlError
 *
 * Notes that delegations, and offers of one, have ended whose last day is over (F032), and tells both sides.
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_expire (SpicoSqlConnection *connection,
                         gboolean            sends_mail,
                         gint64              now_us,
                         guint               most,
                         guint              *n_ended,
                         GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_delegation_free);
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  spico_query_add (query, COLUMNS "t.status IN ('offered', 'accepted') AND t.ended_at <= {now} ORDER BY t.ended_at LIMIT ");
  spico_query_add_int64 (query, most);
  if (!collect (query, connection, over, error))
    return FALSE;

  for (guint i = 0; i < over->len; i++)
    {
      const SpicoDelegation *delegation = g_ptr_array_index (over, i);

      if (!end_by_the_clock (delegation, connection, sends_mail, now_us, error) || !spico_assignment_release (connection, journal, delegation->account_id, delegation->delegate_id, error))
        return FALSE;
      spico_delegation_tell (delegation, journal, SPICO_JOURNAL_UPDATED);
    }

  *n_ended = over->len;
  return spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_delegation_purge:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most: other writers wait meanwhile
 * @n_gone: (out): how many are removed
 * @error: return location for a #SpicoSqlError
 *
 * Forgets delegations that ended, or were refused, as long ago as what leaves a trace no more, %SPICO_JOURNAL_LIFETIME_US; the audit keeps them.
 *
 * Returns: whether the database answered
 */
gboolean
spico_delegation_purge (SpicoSqlConnection *connection,
                        gint64              now_us,
                        guint               most,
                        guint              *n_gone,
                        GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_delegation_free);
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  spico_query_add (query, COLUMNS "t.status IN ('refused', 'ended') AND t.ended_at < ");
  spico_query_add_int64 (query, now_us - SPICO_JOURNAL_LIFETIME_US);
  spico_query_add (query, " ORDER BY t.ended_at LIMIT ");
  spico_query_add_int64 (query, most);
  if (!collect (query, connection, old, error))
    return FALSE;

  for (guint i = 0; i < old->len; i++)
    {
      const SpicoDelegation *delegation = g_ptr_array_index (old, i);

      if (!spico_sql_run_later (connection, "DELETE FROM delegation WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (delegation->id)), error))
        return FALSE;
      spico_delegation_tell (delegation, journal, SPICO_JOURNAL_DESTROYED);
    }

  *n_gone = old->len;
  return spico_journal_write (journal, connection, changes, error);
}
