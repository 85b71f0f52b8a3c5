/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the operator about groups of favourites whose administrator leaves, or has left (F058). */
#include "spico-operator-group-request.h"

#include "spico-group-news.h"
#include "spico-group.h"
#include "spico-operator-group.h"
#include "spico-operator-private.h"
#include "spico-operator.h"
#include "spico-sql-query.h"
#include "spico-type.h"

#define MAX_LISTED 200

/**
 * spico_operator_group_request_free:
 * @request: (transfer full): a request
 */
void
spico_operator_group_request_free (SpicoOperatorGroupRequest *request)
{
  g_free (request->id);
  g_free (request->group_id);
  g_free (request->group_name);
  g_free (request->requester);
  g_free (request->successor);
  g_free (request);
}

static SpicoOperatorGroupRequest *
read_request (SpicoSqlStatement *statement)
{
  SpicoOperatorGroupRequest *request = g_new0 (SpicoOperatorGroupRequest, 1);

  request->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  request->group_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  request->group_name = g_strdup (spico_sql_statement_column_text (statement, 2));
  request->requester = g_strdup_printf ("%s (%s)", spico_sql_statement_column_text (statement, 3), spico_sql_statement_column_text (statement, 4));
  request->successor = g_strdup_printf ("%s (%s)", spico_sql_statement_column_text (statement, 5), spico_sql_statement_column_text (statement, 6));
  request->created_at = spico_sql_statement_column_int64 (statement, 7);

  return request;
}

/**
 * spico_operator_list_group_requests:
 * @connection: a connection, in a transaction
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoOperatorGroupRequest) (nullable): what waits for an answer, the oldest first, two hundred at most
 */
GPtrArray *
spico_operator_list_group_requests (SpicoSqlConnection *connection,
                                    GError            **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_operator_group_request_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT r.id, r.group_id, g.name, COALESCE(a.name, ''), r.account_id, COALESCE(s.name, ''), r.successor_id, r.created_at FROM group_request r"
                                                             " JOIN favourite_group g ON g.id = r.group_id LEFT JOIN principal a ON a.id = r.account_id LEFT JOIN principal s ON s.id = r.successor_id"
                                                             " WHERE r.status = 'pending' ORDER BY r.created_at, r.id LIMIT $1",
                                                             SPICO_SQL_VALUES (SPICO_SQL_INT (MAX_LISTED)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&requests);
      g_ptr_array_add (requests, read_request (statement));
    }

  return NULL;
}

/* The group is locked first, as by whoever asks and whoever appoints. */
static gboolean
lock_pending (SpicoSqlConnection *connection,
              const char         *request_id,
              char              **group_id,
              char              **successor_id,
              char              **account_id,
              GError            **error)
{
  const SpicoSqlValue *values = SPICO_SQL_VALUES (SPICO_SQL_TEXT (request_id));
  SpicoGroup group;

  if (!spico_sql_query_text (connection, "SELECT group_id FROM group_request WHERE id = $1", values, group_id, error))
    return FALSE;
  if (*group_id != NULL && !spico_group_lock (connection, *group_id, &group, error))
    return FALSE;
  if (!spico_sql_query_text (connection, "SELECT account_id FROM group_request WHERE id = $1 AND status = 'pending'", values, account_id, error)
      || !spico_sql_query_text (connection, "SELECT successor_id FROM group_request WHERE id = $1 AND status = 'pending'", values, successor_id, error))
    return FALSE;

  return (*account_id != NULL && *successor_id != NULL) || spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "No such request waits for an answer");
}

static gboolean
refuse (SpicoSqlConnection *connection,
        const char         *request_id,
        const char         *account_id,
        gint64              now_us,
        GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  spico_journal_add (journal, account_id, spico_type_group_request.name, request_id, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (connection, "UPDATE group_request SET status = 'refused', answered_at = $2 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (request_id), SPICO_SQL_INT (now_us)), error)
         && spico_group_news_queue (connection, SPICO_OPERATOR_ID, account_id, "refused", now_us, error)
         && spico_journal_write (journal, connection, changes, error)
         && spico_operator_trace (connection, account_id, "group.refuse", spico_type_group_request.name, request_id, now_us, error);
}

/**
 * spico_operator_answer_group_request:
 * @connection: a connection in a write transaction
 * @request_id: a request
 * @is_granted: whether what it asks is done
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`NOT_FOUND`, and as spico_operator_appoint()) or a #SpicoSqlError
 *
 * Names the administrator who was asked for, or refuses to; whoever asked is told, by mail too.
 *
 * Returns: whether it is done
 */
gboolean
spico_operator_answer_group_request (SpicoSqlConnection *connection,
                                     const char         *request_id,
                                     gboolean            is_granted,
                                     gint64              now_us,
                                     GError            **error)
{
  g_autofree char *group_id = NULL;
  g_autofree char *successor_id = NULL;
  g_autofree char *account_id = NULL;

  if (!lock_pending (connection, request_id, &group_id, &successor_id, &account_id, error))
    return FALSE;

  return is_granted ? spico_operator_appoint (connection, group_id, successor_id, account_id, now_us, error) : refuse (connection, request_id, account_id, now_us, error);
}
