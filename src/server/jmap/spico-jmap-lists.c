/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of ids that stand in a table of their own, read for all the objects of an answer in one statement. */
#include "spico-jmap-private.h"

#include <string.h>

/**
 * spico_jmap_lists_put:
 * @call: a call
 * @objects: (element-type utf8 yyjson_mut_val): objects of the response, by their ids
 * @property: a literal: the property that is a list
 *
 * Gives each object an empty list.
 *
 * Returns: (transfer full) (element-type utf8 yyjson_mut_val): the lists, by the ids of their objects, which @objects owns
 */
GHashTable *
spico_jmap_lists_put (SpicoJmapCall *call,
                      GHashTable    *objects,
                      const char    *property)
{
  GHashTable *lists = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iterator;
  gpointer id, object;

  g_hash_table_iter_init (&iterator, objects);
  while (g_hash_table_iter_next (&iterator, &id, &object))
    {
      yyjson_mut_val *list = yyjson_mut_arr (call->context->document);

      spico_jmap_call_put (call, object, property, list);
      g_hash_table_insert (lists, id, list);
    }

  return lists;
}

/**
 * spico_jmap_lists_read:
 * @call: a call
 * @lists: what spico_jmap_lists_put() gave
 * @query: selects the id of an object, and one of its list
 * @n_ids: how many objects were asked for
 * @error: return location for a #SpicoSqlError, or `requestTooLarge`
 *
 * Returns: whether the database answered, and it is not too much
 */
gboolean
spico_jmap_lists_read (SpicoJmapCall *call,
                       GHashTable    *lists,
                       SpicoQuery    *query,
                       gsize          n_ids,
                       GError       **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, call->context->connection, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      yyjson_mut_val *list;
      const char *id;

      if (!has_row)
        return TRUE;
      list = g_hash_table_lookup (lists, spico_sql_statement_column_text (statement, 0));
      id = spico_sql_statement_column_text (statement, 1);
      if (list != NULL)
        yyjson_mut_arr_append (list, spico_jmap_call_text (call, id));
      call->context->n_object_bytes += strlen (id);
      if (!spico_jmap_check_bytes (call, n_ids, error))
        return FALSE;
    }

  return FALSE;
}
