/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group that is used is used now: who chose its members off line may have had one that nobody may use any more (F041, F044). */
#include "spico-group-use.h"

/**
 * spico_group_check_use:
 * @call: a create of what has members
 * @object: what is to be created; its `groupIds` are the groups that some of the members were chosen by
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether the account may use each of them at this moment: active, accepted, and given to it or public
 */
gboolean
spico_group_check_use (SpicoJmapCall   *call,
                       SpicoJmapObject *object,
                       GError         **error)
{
  char **ids = spico_jmap_object_has (object, "groupIds") ? spico_jmap_object_value (object, "groupIds")->ids : NULL;
  gsize n_ids = ids != NULL ? g_strv_length (ids) : 0;
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (SpicoQuery) query = NULL;
  gboolean has_row;

  if (n_ids == 0)
    return TRUE;

  query = spico_jmap_call_new_query (call);
  spico_query_add (query, "SELECT COUNT(*) FROM favourite_group g JOIN favourite_group_share s ON s.group_id = g.id"
                          " WHERE g.is_active = 1 AND s.is_accepted = 1 AND (s.shared_at IS NOT NULL OR g.is_public = 1) AND s.principal_id = ");
  spico_query_add_text (query, call->account_id);
  spico_query_add (query, " AND g.id IN ");
  spico_query_add_list (query, (const char *const *) ids, n_ids);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return spico_sql_statement_column_int64 (statement, 0) == (gint64) n_ids || spico_jmap_refuse (call, "groupIds", error);
}
