/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-view-records.h"

static const char *
field_sql (const SpicoViewSource *source,
           const char            *name)
{
  for (const SpicoJmapExpression *field = source->fields; field->name != NULL; field++)
    {
      if (g_str_equal (field->name, name))
        return field->sql;
    }

  return NULL;
}

/* The first rows of each principal, with all fields of the record: however many a register gives, so many are told. */
static void
add_records_query (SpicoQuery            *query,
                   const SpicoViewSource *source,
                   const SpicoType       *record,
                   gint64                 max,
                   const char *const     *ids,
                   gsize                  n_ids)
{
  spico_query_add (query, "SELECT a.");
  spico_query_add (query, source->owner);
  for (guint i = 0; i < record->n_properties; i++)
    {
      const char *sql = field_sql (source, record->properties[i].name);

      spico_query_add (query, sql != NULL ? ", " : ", a.");
      spico_query_add (query, sql != NULL ? sql : record->properties[i].column);
    }

  spico_query_add (query, " FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.");
  spico_query_add (query, source->owner);
  spico_query_add (query, " ORDER BY x.");
  spico_query_add (query, source->order);
  spico_query_add (query, ") AS place FROM ");
  spico_query_add (query, source->table);
  spico_query_add (query, " x WHERE x.");
  spico_query_add (query, source->owner);
  spico_query_add (query, " IN ");
  spico_query_add_list (query, ids, n_ids);
  spico_query_add (query, " AND ");
  spico_query_add (query, source->condition);
  spico_query_add (query, ") a");
  spico_query_add (query, source->joins);
  spico_query_add (query, " WHERE a.place <= ");
  spico_query_add_int64 (query, max);
  spico_query_add (query, " ORDER BY a.");
  spico_query_add (query, source->owner);
  spico_query_add (query, ", a.place");
}

static yyjson_mut_val *
read_record (SpicoJmapCall     *call,
             const SpicoType   *record,
             SpicoSqlStatement *statement)
{
  yyjson_mut_val *object = yyjson_mut_obj (call->context->document);

  spico_jmap_count_row (call);
  for (guint i = 0; i < record->n_properties; i++)
    spico_jmap_call_put (call, object, record->properties[i].name, spico_jmap_read_column (call, &record->properties[i], statement, i + 1));

  return object;
}

static gboolean
read_records (SpicoJmapCall     *call,
              const SpicoType   *record,
              SpicoSqlStatement *statement,
              GHashTable        *lists,
              gsize              n_ids,
              GError           **error)
{
  gboolean has_row;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      yyjson_mut_val *list;

      if (!has_row)
        return TRUE;
      list = g_hash_table_lookup (lists, spico_sql_statement_column_text (statement, 0));
      if (list != NULL)
        yyjson_mut_arr_append (list, read_record (call, record, statement));
      if (!spico_jmap_check_bytes (call, n_ids, error))
        return FALSE;
    }

  return FALSE;
}

static GHashTable *
make_lists (SpicoJmapCall *call,
            const char    *name,
            GHashTable    *objects)
{
  GHashTable *lists = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iterator;
  gpointer id, object;

  g_hash_table_iter_init (&iterator, objects);
  while (g_hash_table_iter_next (&iterator, &id, &object))
    {
      yyjson_mut_val *list = yyjson_mut_arr (call->context->document);

      spico_jmap_call_put (call, object, name, list);
      g_hash_table_insert (lists, id, list);
    }

  return lists;
}

/**
 * spico_view_complete:
 * @call: a call of the `/get` of a view
 * @source: where the records of one of its lists come from
 * @ids: (array length=n_ids): the objects
 * @n_ids: how many
 * @objects: the objects by their ids, to which the list is added
 * @wanted: the properties asked for
 * @error: return location for an error
 *
 * Returns: whether the list stands in each object, where it is asked for
 */
gboolean
spico_view_complete (SpicoJmapCall         *call,
                     const SpicoViewSource *source,
                     const char *const     *ids,
                     gsize                  n_ids,
                     GHashTable            *objects,
                     guint64                wanted,
                     GError               **error)
{
  const SpicoProperty *property = spico_type_find_property (call->rules->type, source->property);
  const SpicoType *record = spico_property_record (property);
  g_autoptr (GHashTable) lists = NULL;
  g_autoptr (SpicoQuery) query = NULL;
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if ((wanted & spico_jmap_property_bit (call->rules->type, property->name)) == 0)
    return TRUE;

  lists = make_lists (call, property->name, objects);
  query = spico_jmap_call_new_query (call);
  add_records_query (query, source, record, property->max, ids, n_ids);
  statement = spico_query_run (query, call->context->connection, error);

  return statement != NULL && read_records (call, record, statement, lists, n_ids, error);
}
