/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /queryChanges: RFC 8620 section 5.6. Whatever may have come, gone or moved is removed, and added again where it now stands. */
#include "spico-jmap-query-private.h"

static gboolean
cannot_calculate (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_CANNOT_CALCULATE_CHANGES, "The changes of this query since that state cannot be worked out.");
  return FALSE;
}

/* What left with its container has no change row of its own. */
static gboolean
check_container (SpicoJmapCall *call,
                 gint64         since,
                 GError       **error)
{
  gboolean gone;

  if (!spico_sql_query_exists (call->context->connection,
                               "SELECT 1 FROM change WHERE account_id = $1 AND type = $2 AND modseq > $3 AND destroyed = 1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->rules->container), SPICO_SQL_INT (since)),
                               &gone, error))
    return FALSE;

  return !gone || cannot_calculate (error);
}

/* Beyond this the client had better ask anew. */
#define MAX_TOUCHED 5000

static gboolean
collect_touched (SpicoJmapCall             *call,
                 const SpicoJmapDependency *dependency,
                 gint64                     since,
                 GHashTable                *touched,
                 GError                   **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  spico_query_add (query, dependency->sql);
  spico_query_add (query, " WHERE c.account_id = {account} AND c.type = ");
  spico_query_add_text (query, dependency->type_name);
  spico_query_add (query, " AND c.modseq > ");
  spico_query_add_int64 (query, since);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL)
    return FALSE;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_hash_table_add (touched, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return TRUE;
}

static gboolean
collect_all_touched (SpicoJmapCall *call,
                     const char    *since_text,
                     GHashTable    *touched,
                     GError       **error)
{
  const SpicoJmapDependency *dependencies = call->rules->dependencies;
  g_auto (GStrv) parts = g_strsplit (since_text, ".", 8);
  guint i;

  for (i = 0; dependencies[i].type_name != NULL && parts[i] != NULL; i++)
    {
      gint64 since, state, oldest;

      if (!spico_jmap_call_state (call, dependencies[i].type_name, &state, &oldest, error))
        return FALSE;
      if (!spico_jmap_parse_state (parts[i], &since) || since > state || since < oldest)
        return cannot_calculate (error);
      if (!collect_touched (call, &dependencies[i], since, touched, error))
        return FALSE;
      if (g_hash_table_size (touched) > MAX_TOUCHED)
        return cannot_calculate (error);
      if (g_strcmp0 (call->rules->container, dependencies[i].type_name) == 0 && !check_container (call, since, error))
        return FALSE;
    }

  return (dependencies[i].type_name == NULL && parts[i] == NULL) || cannot_calculate (error);
}

/* The touched ids among the results, with their places. Below @up_to the client holds nothing. */
static yyjson_mut_val *
list_added (SpicoJmapCall *call,
            GPtrArray     *ids,
            GHashTable    *touched,
            const char    *up_to)
{
  yyjson_mut_doc *document = call->context->document;
  yyjson_mut_val *added = yyjson_mut_arr (document);
  guint length = ids->len;
  guint index;

  /* If that id itself may have moved, nothing tells where it stood. */
  if (up_to != NULL && !g_hash_table_contains (touched, up_to) && g_ptr_array_find_with_equal_func (ids, up_to, g_str_equal, &index))
    length = index + 1;

  for (guint i = 0; i < length; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      yyjson_mut_val *item;

      if (!g_hash_table_contains (touched, id))
        continue;
      item = yyjson_mut_arr_add_obj (document, added);
      spico_jmap_call_put (call, item, "id", spico_jmap_call_text (call, id));
      spico_jmap_call_put (call, item, "index", yyjson_mut_uint (document, i));
    }

  return added;
}

static yyjson_mut_val *
list_removed (SpicoJmapCall *call,
              GHashTable    *touched)
{
  yyjson_mut_val *removed = yyjson_mut_arr (call->context->document);
  GHashTableIter iterator;
  gpointer id;

  g_hash_table_iter_init (&iterator, touched);
  while (g_hash_table_iter_next (&iterator, &id, NULL))
    yyjson_mut_arr_append (removed, spico_jmap_call_text (call, id));

  return removed;
}

static gboolean
check_size (SpicoJmapCall  *call,
            yyjson_mut_val *removed,
            yyjson_mut_val *added,
            GError        **error)
{
  gint64 max_changes;

  if (!spico_jmap_call_int64 (call, "maxChanges", 1, G_MAXINT64, &max_changes, error))
    return FALSE;
  if ((gint64) (yyjson_mut_arr_size (removed) + yyjson_mut_arr_size (added)) > max_changes)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_TOO_MANY_CHANGES, "There are more changes than maxChanges.");
      return FALSE;
    }

  return TRUE;
}

/**
 * spico_jmap_call_query_changes:
 * @call: a call of a `/queryChanges`
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_query_changes (SpicoJmapCall *call,
                               GError       **error)
{
  static const char *const names[] = { "filter", "sort", "sinceQueryState", "maxChanges", "upToId", "calculateTotal", NULL };
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *state = NULL;
  yyjson_mut_val *removed, *added;
  const char *since, *up_to;
  gboolean can_calculate, calculate_total;

  if (!spico_jmap_call_check_arguments (call, names, error) || !spico_jmap_call_string (call, "sinceQueryState", TRUE, &since, error)
      || !spico_jmap_call_string (call, "upToId", FALSE, &up_to, error)
      || !spico_jmap_call_boolean (call, "calculateTotal", &calculate_total, error)
      || !spico_jmap_query_state (call, &state, &can_calculate, error))
    return FALSE;
  if (!can_calculate)
    return cannot_calculate (error);
  if (!collect_all_touched (call, since, touched, error) || !spico_jmap_query_all (call, ids, error))
    return FALSE;

  removed = list_removed (call, touched);
  added = list_added (call, ids, touched, up_to);
  if (!check_size (call, removed, added, error))
    return FALSE;

  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "oldQueryState", spico_jmap_call_text (call, since));
  spico_jmap_call_put (call, call->result, "newQueryState", spico_jmap_call_text (call, state));
  spico_jmap_call_put (call, call->result, "removed", removed);
  spico_jmap_call_put (call, call->result, "added", added);
  if (calculate_total)
    spico_jmap_call_put (call, call->result, "total", yyjson_mut_uint (call->context->document, ids->len));
  return TRUE;
}
