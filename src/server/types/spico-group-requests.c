/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-requests.h"

#include "spico-sql-query.h"
#include "spico-type.h"

/* Tells each account what becomes of its request. */
static gboolean
tell (SpicoSqlStatement *statement,
      SpicoJournal      *journal,
      SpicoJournalKind   kind,
      GError           **error)
{
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      spico_journal_add (journal, spico_sql_statement_column_text (statement, 1), spico_type_group_request.name, spico_sql_statement_column_text (statement, 0), kind);
    }

  return FALSE;
}

/**
 * spico_group_requests_settle:
 * @connection: a connection in a write transaction
 * @journal: a journal
 * @group_id: a group, locked
 * @successor_id: an account that administers it from now on
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Whoever has the role, by the operator or by another administrator: what was asked for them is done (F058).
 *
 * Returns: whether it is written
 */
gboolean
spico_group_requests_settle (SpicoSqlConnection *connection,
                             SpicoJournal       *journal,
                             const char         *group_id,
                             const char         *successor_id,
                             gint64              now_us,
                             GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "UPDATE group_request SET status = 'done', answered_at = $3 WHERE group_id = $1 AND successor_id = $2 AND status = 'pending'"
                                                             " RETURNING id, account_id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (successor_id), SPICO_SQL_INT (now_us)), error);

  return tell (statement, journal, SPICO_JOURNAL_UPDATED, error);
}

/**
 * spico_group_requests_drop:
 * @connection: a connection in a write transaction
 * @journal: a journal
 * @group_id: a group that is deleted
 * @error: return location for a #SpicoSqlError
 *
 * Deletes what was asked about it.
 *
 * Returns: whether it is done
 */
gboolean
spico_group_requests_drop (SpicoSqlConnection *connection,
                           SpicoJournal       *journal,
                           const char         *group_id,
                           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "DELETE FROM group_request WHERE group_id = $1 RETURNING id, account_id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id)), error);

  return tell (statement, journal, SPICO_JOURNAL_DESTROYED, error);
}
