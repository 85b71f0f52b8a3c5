/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group that is used is used now: who chose its members off line may have had one that nobody may use any more (F041, F044). */
#include "spico-group-use.h"

/* Those of @ids that are not in @usable. */
static GStrv
list_others (char     **ids,
             GPtrArray *usable)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!g_ptr_array_find_with_equal_func (usable, ids[i], g_str_equal, NULL))
        g_strv_builder_add (builder, ids[i]);
    }

  return g_strv_builder_end (builder);
}

/**
 * spico_group_check_use:
 * @call: a create of what has members
 * @object: what is to be created; its `groupIds` are the groups that some of the members were chosen by
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * The error says which of them it is.
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
  g_autoptr (GPtrArray) usable = g_ptr_array_new_with_free_func (g_free);

  if (n_ids == 0)
    return TRUE;

  query = spico_jmap_call_new_query (call);
  spico_query_add (query, "SELECT g.id FROM favourite_group g JOIN favourite_group_share s ON s.group_id = g.id"
                          " WHERE g.is_active = 1 AND s.is_accepted = 1 AND (s.shared_at IS NOT NULL OR g.is_public = 1) AND s.principal_id = ");
  spico_query_add_text (query, call->account_id);
  spico_query_add (query, " AND g.id IN ");
  spico_query_add_list (query, (const char *const *) ids, n_ids);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_collect_texts (statement, usable, error))
    return FALSE;
  if (usable->len == n_ids)
    return TRUE;

  call->refused_group_ids = list_others (ids, usable);
  return spico_jmap_refuse (call, "groupIds", error);
}
