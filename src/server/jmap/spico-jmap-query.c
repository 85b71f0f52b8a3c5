/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /query: RFC 8620 section 5.5. */
#include "spico-jmap-query-private.h"

#define MAX_IDS 500

static gboolean add_filter (SpicoJmapCall *call,
                            SpicoQuery    *query,
                            yyjson_val    *filter,
                            GError       **error);

static gboolean
add_operator (SpicoJmapCall *call,
              SpicoQuery    *query,
              yyjson_val    *filter,
              const char    *operator,
              GError       **error)
{
  yyjson_val *conditions = yyjson_obj_get (filter, "conditions");
  gboolean is_and = g_strcmp0 (operator, "AND") == 0;
  gboolean is_not = g_strcmp0 (operator, "NOT") == 0;
  yyjson_arr_iter iterator;
  yyjson_val *condition;

  if ((!is_and && !is_not && g_strcmp0 (operator, "OR") != 0) || !yyjson_is_arr (conditions) || yyjson_obj_size (filter) != 2)
    return spico_jmap_filter_wrong (error);

  spico_query_add (query, is_not ? "NOT (1 = 0" : is_and ? "(1 = 1" : "(1 = 0");
  iterator = yyjson_arr_iter_with (conditions);
  while ((condition = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      spico_query_add (query, is_and ? " AND " : " OR ");
      if (!add_filter (call, query, condition, error))
        return FALSE;
    }
  spico_query_add (query, ")");

  return TRUE;
}

static gboolean
add_filter (SpicoJmapCall *call,
            SpicoQuery    *query,
            yyjson_val    *filter,
            GError       **error)
{
  yyjson_val *operator= yyjson_obj_get (filter, "operator");
  yyjson_obj_iter iterator;
  yyjson_val *key;

  if (!yyjson_is_obj (filter))
    return spico_jmap_filter_wrong (error);
  if (operator!= NULL)
    return add_operator (call, query, filter, spico_jmap_text (operator), error);

  spico_query_add (query, "(1 = 1");
  iterator = yyjson_obj_iter_with (filter);
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      spico_query_add (query, " AND ");
      if (!call->rules->filter (call, query, spico_jmap_key (key), yyjson_obj_iter_get_val (key), error))
        return FALSE;
    }
  spico_query_add (query, ")");

  return TRUE;
}

/* However deep the operators go, a filter is bounded: SQLite and the server's stack have their limits. */
static guint
count_conditions (yyjson_val *filter)
{
  yyjson_val *conditions = yyjson_obj_get (filter, "conditions");
  guint count = 1 + (guint) yyjson_obj_size (filter);
  yyjson_arr_iter iterator;
  yyjson_val *condition;

  if (!yyjson_is_arr (conditions))
    return count;
  iterator = yyjson_arr_iter_with (conditions);
  while ((condition = yyjson_arr_iter_next (&iterator)) != NULL)
    count += count_conditions (condition);

  return count;
}

#define MAX_CONDITIONS 200

/**
 * spico_jmap_query_add_where:
 * @call: a `/query` or a `/queryChanges`
 * @query: a statement; `FROM … WHERE …` is added to it: what may be seen, and is not filtered out
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether the filter is right
 */
gboolean
spico_jmap_query_add_where (SpicoJmapCall *call,
                            SpicoQuery    *query,
                            GError       **error)
{
  const SpicoJmapRules *rules = call->rules;
  yyjson_val *filter = yyjson_obj_get (call->arguments, "filter");

  if (count_conditions (filter) > MAX_CONDITIONS)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_UNSUPPORTED_FILTER, "The filter has too many conditions.");
      return FALSE;
    }

  spico_query_add (query, " FROM ");
  spico_query_add (query, spico_authz_visible (rules->read));
  spico_query_add (query, rules->joins);
  spico_query_add (query, " WHERE ");
  spico_query_add (query, rules->query_condition != NULL ? rules->query_condition : "1 = 1");
  if (filter == NULL || yyjson_is_null (filter))
    return TRUE;

  spico_query_add (query, " AND ");
  return add_filter (call, query, filter, error);
}

static gboolean
unsupported_sort (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_UNSUPPORTED_SORT, "The type cannot be sorted like that.");
  return FALSE;
}

static const char *
find_sort (const SpicoJmapRules *rules,
           const char           *name)
{
  for (const SpicoJmapExpression *sort = rules->sorts; name != NULL && sort->name != NULL; sort++)
    {
      if (g_str_equal (sort->name, name))
        return sort->sql;
    }

  return NULL;
}

static gboolean
add_comparator (SpicoJmapCall *call,
                SpicoQuery    *query,
                yyjson_val    *comparator,
                gboolean      *descending,
                GError       **error)
{
  const char *sql = find_sort (call->rules, spico_jmap_text (yyjson_obj_get (comparator, "property")));
  yyjson_val *ascending = yyjson_obj_get (comparator, "isAscending");
  gsize n_known = (gsize) (sql != NULL) + (ascending != NULL);

  if (sql == NULL || (ascending != NULL && !yyjson_is_bool (ascending)) || yyjson_obj_size (comparator) != n_known)
    return unsupported_sort (error);

  *descending = ascending != NULL && !yyjson_get_bool (ascending);
  spico_query_add (query, sql);
  spico_query_add (query, *descending ? " DESC, " : ", ");
  return TRUE;
}

static gboolean
add_order (SpicoJmapCall *call,
           SpicoQuery    *query,
           GError       **error)
{
  const SpicoJmapRules *rules = call->rules;
  yyjson_val *sort = yyjson_obj_get (call->arguments, "sort");
  gboolean descending = rules->sort_descending;
  gsize n_comparators = yyjson_is_arr (sort) ? yyjson_arr_size (sort) : 0;

  if ((sort != NULL && !yyjson_is_null (sort) && !yyjson_is_arr (sort)) || n_comparators > 4)
    return unsupported_sort (error);

  spico_query_add (query, " ORDER BY ");
  if (n_comparators == 0)
    {
      spico_query_add (query, rules->sorts[0].sql);
      spico_query_add (query, descending ? " DESC, " : ", ");
    }
  for (gsize i = 0; i < n_comparators; i++)
    {
      if (!add_comparator (call, query, yyjson_arr_get (sort, i), &descending, error))
        return FALSE;
    }
  if (rules->tie_break != NULL)
    {
      spico_query_add (query, rules->tie_break);
      spico_query_add (query, descending ? " DESC, " : ", ");
    }
  spico_query_add (query, descending ? "t.id DESC" : "t.id");

  return TRUE;
}

static gboolean
collect (SpicoJmapCall *call,
         SpicoQuery    *query,
         gboolean       reads_ahead,
         GPtrArray     *ids,
         GError       **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, call->context->connection, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_ptr_array_add (ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
      if (reads_ahead)
        spico_jmap_read_ahead_add (call, statement);
    }

  return FALSE;
}

/* @limit below 0: all. */
static gboolean
list_ids (SpicoJmapCall *call,
          gint64         position,
          gint64         limit,
          GPtrArray     *ids,
          GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  gboolean reads_ahead = call->to_be_read != 0 && limit >= 0;

  if (reads_ahead)
    spico_jmap_read_ahead_start (call);
  spico_jmap_add_columns (query, call->rules, reads_ahead ? call->to_be_read : 0);
  if (!spico_jmap_query_add_where (call, query, error) || !add_order (call, query, error))
    return FALSE;
  if (limit >= 0)
    {
      spico_query_add (query, " LIMIT ");
      spico_query_add_int64 (query, limit);
      spico_query_add (query, " OFFSET ");
      spico_query_add_int64 (query, position);
    }

  return collect (call, query, reads_ahead, ids, error);
}

static gboolean
is_ranked (SpicoJmapCall *call)
{
  return call->rules->is_ranked != NULL && call->rules->is_ranked (call);
}

/**
 * spico_jmap_query_all:
 * @call: a `/query` or a `/queryChanges`
 * @ids: (element-type utf8): told all the ids of the results, in order
 * @error: return location for an error
 *
 * Returns: whether the filter and the sort are right, and the database answered
 */
gboolean
spico_jmap_query_all (SpicoJmapCall *call,
                      GPtrArray     *ids,
                      GError       **error)
{
  return list_ids (call, 0, -1, ids, error);
}

static gboolean
count_all (SpicoJmapCall *call,
           gint64        *total,
           GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT COUNT(*)");
  if (!spico_jmap_query_add_where (call, query, error))
    return FALSE;
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *total = has_row ? spico_sql_statement_column_int64 (statement, 0) : 0;
  return TRUE;
}

/**
 * spico_jmap_query_state:
 * @call: a `/query` or a `/queryChanges`
 * @state: (out) (transfer full): the state of the query: those of all types that it depends on
 * @can_calculate: (out): whether its changes can be worked out from it
 * @error: return location for an error
 *
 * Where the changes cannot be worked out, the state is a digest of the results.
 *
 * Returns: whether the database answered
 */
gboolean
spico_jmap_query_state (SpicoJmapCall *call,
                        char         **state,
                        gboolean      *can_calculate,
                        GError       **error)
{
  const SpicoJmapRules *rules = call->rules;
  g_autoptr (GString) text = g_string_new (NULL);

  *can_calculate = TRUE;
  if (rules->can_calculate != NULL && !rules->can_calculate (call, can_calculate, error))
    return FALSE;

  /* Of an order that hangs on who asks and on what is beside it nobody can say what has moved. */
  if (is_ranked (call))
    *can_calculate = FALSE;
  else if (!*can_calculate)
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *joined = NULL;

      if (!spico_jmap_query_all (call, ids, error))
        return FALSE;
      g_ptr_array_add (ids, NULL);
      joined = g_strjoinv (" ", (char **) ids->pdata);
      *state = g_compute_checksum_for_string (G_CHECKSUM_SHA256, joined, -1);
      return TRUE;
    }

  for (guint i = 0; rules->dependencies[i].type_name != NULL; i++)
    {
      gint64 number;

      if (!spico_jmap_call_state (call, rules->dependencies[i].type_name, &number, NULL, error))
        return FALSE;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "." : "", number);
    }
  *state = g_string_free_and_steal (g_steal_pointer (&text));
  return TRUE;
}

typedef struct {
  const char *anchor;
  gint64 anchor_offset;
  gint64 position;
  gint64 limit;
  gboolean limit_is_ours;
  gboolean calculate_total;
} Window;

static gboolean
read_window (SpicoJmapCall *call,
             Window        *window,
             GError       **error)
{
  if (!spico_jmap_call_string (call, "anchor", FALSE, &window->anchor, error)
      || !spico_jmap_call_int64 (call, "anchorOffset", G_MININT32, 0, &window->anchor_offset, error)
      || !spico_jmap_call_int64 (call, "position", G_MININT32, 0, &window->position, error)
      || !spico_jmap_call_int64 (call, "limit", 0, MAX_IDS, &window->limit, error)
      || !spico_jmap_call_boolean (call, "calculateTotal", &window->calculate_total, error))
    return FALSE;

  window->limit_is_ours = window->limit > MAX_IDS || yyjson_is_null (yyjson_obj_get (call->arguments, "limit"))
                          || yyjson_obj_get (call->arguments, "limit") == NULL;
  window->limit = MIN (window->limit, MAX_IDS);
  return TRUE;
}

static gboolean
find_anchor (GPtrArray *ids,
             Window    *window,
             GError   **error)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (ids, window->anchor, g_str_equal, &index))
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_ANCHOR_NOT_FOUND, "The anchor is not in the results.");
      return FALSE;
    }

  window->position = MAX (0, (gint64) index + window->anchor_offset);
  return TRUE;
}

/* Of the whole list, what is asked for. */
static gboolean
cut_window (Window    *window,
            GPtrArray *ids,
            gint64    *total,
            GError   **error)
{
  gsize start;

  if (window->anchor != NULL && !find_anchor (ids, window, error))
    return FALSE;

  *total = ids->len;
  if (window->position < 0)
    window->position = MAX (0, (gint64) ids->len + window->position);
  start = (gsize) MIN (window->position, (gint64) ids->len);
  g_ptr_array_remove_range (ids, 0, (guint) start);
  if (ids->len > window->limit)
    g_ptr_array_set_size (ids, (int) window->limit);
  return TRUE;
}

static gboolean
list_ranked (SpicoJmapCall *call,
             Window        *window,
             GPtrArray     *ids,
             gint64        *total,
             GError       **error)
{
  gboolean is_start = window->anchor == NULL && window->position >= 0 && !window->calculate_total;
  gint64 wanted = is_start ? MIN (window->position + window->limit, SPICO_JMAP_MAX_RANKED) : SPICO_JMAP_MAX_RANKED;

  return call->rules->rank (call, (guint) wanted, ids, error) && cut_window (window, ids, total, error);
}

/* An anchor, or a position from the end, needs the whole list; a position from the start does not. */
static gboolean
list_window (SpicoJmapCall *call,
             Window        *window,
             GPtrArray     *ids,
             gint64        *total,
             GError       **error)
{
  if (is_ranked (call))
    return list_ranked (call, window, ids, total, error);
  if (window->anchor == NULL && window->position >= 0)
    return list_ids (call, window->position, window->limit, ids, error) && (!window->calculate_total || count_all (call, total, error));

  return list_ids (call, 0, -1, ids, error) && cut_window (window, ids, total, error);
}

/**
 * spico_jmap_call_query:
 * @call: a call of a `/query`
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_query (SpicoJmapCall *call,
                       GError       **error)
{
  static const char *const names[] = { "filter", "sort", "position", "anchor", "anchorOffset", "limit", "calculateTotal", NULL };
  yyjson_mut_doc *document = call->context->document;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *state = NULL;
  yyjson_mut_val *array;
  gboolean can_calculate;
  Window window = { 0 };
  gint64 total = 0;

  if (!spico_jmap_call_check_arguments (call, names, error) || !read_window (call, &window, error))
    return FALSE;

  /* With what the list asks first, and all in one snapshot. */
  for (guint i = 0; call->rules->dependencies[i].type_name != NULL; i++)
    spico_jmap_call_announce_state (call, call->rules->dependencies[i].type_name);
  if (!list_window (call, &window, ids, &total, error) || !spico_jmap_query_state (call, &state, &can_calculate, error))
    return FALSE;

  array = yyjson_mut_arr (document);
  for (guint i = 0; i < ids->len; i++)
    yyjson_mut_arr_append (array, spico_jmap_call_text (call, g_ptr_array_index (ids, i)));

  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "queryState", spico_jmap_call_text (call, state));
  spico_jmap_call_put (call, call->result, "canCalculateChanges", yyjson_mut_bool (document, can_calculate));
  spico_jmap_call_put (call, call->result, "position", yyjson_mut_sint (document, window.position));
  spico_jmap_call_put (call, call->result, "ids", array);
  if (window.calculate_total)
    spico_jmap_call_put (call, call->result, "total", yyjson_mut_sint (document, total));
  if (window.limit_is_ours)
    spico_jmap_call_put (call, call->result, "limit", yyjson_mut_sint (document, MAX_IDS));
  return TRUE;
}
