/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and structures: read-only, and everyone's. */
#include "spico-jmap-private.h"

#include "spico-delegation-sql.h"
#include "spico-directory-search.h"
#include "spico-sort-key.h"

#define MAX_TEXT 1000
/* Principals that one statement reads. */
#define NUMBERS_AT_ONCE 50

#define ABSENCE "absence a WHERE a.principal_id = t.id AND a.first_day <= {today} AND a.last_day >= {today}"

/* A structure is as present as those who hold its discussions (F014). */
#define PRESENT_PEOPLE                                                                                                         \
  "presence e WHERE (e.person_id = t.id OR (t.kind <> 'person' AND EXISTS (SELECT 1 FROM delegation g"                         \
  " WHERE g.account_id = t.id AND g.delegate_id = e.person_id AND g.scope <> 'dossiers' AND " SPICO_DELEGATION_IN_FORCE ("g") ")))"

#define THIRTY_DAYS "2592000000000"

#define WHEN_CONNECTED                                                                                                         \
  " WHEN EXISTS (SELECT 1 FROM " PRESENT_PEOPLE " AND e.online_until > {now}) THEN 'online'"                                   \
  " WHEN EXISTS (SELECT 1 FROM " PRESENT_PEOPLE " AND e.last_seen_at > {now} - " THIRTY_DAYS ") THEN 'active' ELSE 'inactive'"

static const SpicoJmapExpression expressions[] = {
  { "presence", "CASE WHEN EXISTS (SELECT 1 FROM " ABSENCE ") THEN 'absent'" WHEN_CONNECTED " END" },
  { "connection", "CASE WHEN NOT EXISTS (SELECT 1 FROM " ABSENCE ") THEN NULL" WHEN_CONNECTED " END" },
  /* The day of the extraction in which they stand; who no longer does keeps that of the last one in which they did. */
  { "sourceDate",
    "CASE WHEN t.is_listed = 1 THEN COALESCE((SELECT r.source_date FROM register_source r WHERE r.source = t.source), t.source_date) ELSE t.source_date END" },
  { "absentUntil", "(SELECT MAX(a.last_day) FROM " ABSENCE ")" },
  { "standInId", "(SELECT a.stand_in_id FROM " ABSENCE " ORDER BY a.last_day DESC LIMIT 1)" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "name", "t.name_key" },
  { "town", "t.town_key" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Principal", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

/* ---- A search by words, in the order of who is meant ---- */

static gboolean
has_words (yyjson_val *text)
{
  const char *typed = spico_jmap_text (text);
  g_auto (GStrv) words = typed != NULL && yyjson_get_len (text) <= MAX_TEXT ? spico_sort_key_words (typed) : NULL;

  return words != NULL && words[0] != NULL;
}

/* Words, a town, a postcode or a profession, alone or beside other conditions, and no order that is asked for. Who works in a structure is listed by name. */
static gboolean
has_search (yyjson_val *filter)
{
  return has_words (yyjson_obj_get (filter, "text")) || has_words (yyjson_obj_get (filter, "town")) || has_words (yyjson_obj_get (filter, "postalCode"))
         || has_words (yyjson_obj_get (filter, "professionCode"));
}

static gboolean
is_ranked (SpicoJmapCall *call)
{
  yyjson_val *filter = yyjson_obj_get (call->arguments, "filter");
  yyjson_val *sort = yyjson_obj_get (call->arguments, "sort");

  return (sort == NULL || yyjson_is_null (sort) || yyjson_arr_size (sort) == 0) && yyjson_is_obj (filter) && yyjson_obj_get (filter, "operator") == NULL && has_search (filter);
}

static gboolean
wants (yyjson_val *filter,
       const char *kind)
{
  yyjson_val *kinds = yyjson_obj_get (filter, "kinds");
  yyjson_val *one = yyjson_obj_get (filter, "kind");
  yyjson_arr_iter iterator = yyjson_arr_iter_with (kinds);
  gboolean is_wanted = kinds == NULL;
  yyjson_val *item;

  while (kinds != NULL && (item = yyjson_arr_iter_next (&iterator)) != NULL)
    is_wanted = is_wanted || yyjson_equals_str (item, kind);

  /* An organisation interne is found only by who asks for one (F013). */
  if (one != NULL)
    return is_wanted && yyjson_equals_str (one, kind);

  return is_wanted && (kinds != NULL || strcmp (kind, "unit") != 0);
}

static gboolean
take_found (SpicoSqlStatement *statement,
            GPtrArray         *found,
            GError           **error)
{
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      g_ptr_array_add (found, spico_directory_found_new (spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_int64 (statement, 1),
                                                         spico_sql_statement_column_boolean (statement, 2), spico_sql_statement_column_text (statement, 3)));
    }

  return FALSE;
}

/* Whether the search itself holds to all conditions of the filter. */
static gboolean
is_all_ranked (yyjson_val *filter)
{
  static const char *const names[] = { "text", "kind", "kinds", "town", "professionCode", "structureId", NULL };
  yyjson_obj_iter iterator = yyjson_obj_iter_with (filter);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (!g_strv_contains (names, spico_jmap_key (key)))
        return FALSE;
    }

  return TRUE;
}

/* Of those who are seen, those who are listed: an index tells it of all that a search reads. */
static void
add_listed (SpicoQuery *query)
{
  spico_query_add (query, " FROM ");
  spico_query_add (query, spico_authz_visible (SPICO_ACTION_DIRECTORY_READ));
  spico_query_add (query, " WHERE t.is_listed = 1");
}

/* Of some numbers, at most as many as one statement has places for. */
static SpicoQuery *
query_visible (SpicoJmapCall *call,
               const gint64  *numbers,
               guint          n_numbers,
               GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);

  spico_query_add (query, "SELECT t.id, t.number, t.has_account, t.name_key");
  if (is_all_ranked (yyjson_obj_get (call->arguments, "filter")))
    add_listed (query);
  else if (!spico_jmap_query_add_where (call, query, error))
    return NULL;

  spico_query_add (query, " AND t.number IN (");
  for (guint i = 0; i < NUMBERS_AT_ONCE; i++)
    {
      spico_query_add (query, i > 0 ? ", " : "");
      spico_query_add_int64 (query, numbers[MIN (i, n_numbers - 1)]);
    }
  spico_query_add (query, ")");

  return g_steal_pointer (&query);
}

static gboolean
keep_visible (gpointer      data,
              const gint64 *numbers,
              guint         n_numbers,
              GPtrArray    *found,
              GError      **error)
{
  SpicoJmapCall *call = data;
  SpicoSqlConnection *connection = call->context->connection;
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_query_free);

  for (guint first = 0; first < n_numbers; first += NUMBERS_AT_ONCE)
    {
      SpicoQuery *query = query_visible (call, numbers + first, MIN (n_numbers - first, NUMBERS_AT_ONCE), error);

      if (query == NULL)
        return FALSE;
      g_ptr_array_add (queries, query);
    }

  for (guint i = 0; i < queries->len && queries->len > 1 && spico_sql_connection_is_announced_to (connection); i++)
    spico_query_announce (g_ptr_array_index (queries, i), connection);
  for (guint i = 0; i < queries->len; i++)
    {
      g_autoptr (SpicoSqlStatement) statement = spico_query_run (g_ptr_array_index (queries, i), connection, error);

      if (!take_found (statement, found, error))
        return FALSE;
    }

  return TRUE;
}

/* A filter that is wrong is wrong, whether anybody would be found or not. */
static gboolean
check_filter (SpicoJmapCall *call,
              GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);

  return spico_jmap_query_add_where (call, query, error);
}

static gboolean
rank (SpicoJmapCall *call,
      guint          limit,
      GPtrArray     *ids,
      GError       **error)
{
  yyjson_val *filter = yyjson_obj_get (call->arguments, "filter");
  const char *town = spico_jmap_text (yyjson_obj_get (filter, "town"));
  const char *text = spico_jmap_text (yyjson_obj_get (filter, "text"));
  g_auto (GStrv) words = spico_sort_key_words (text != NULL ? text : "");
  g_auto (GStrv) town_words = town != NULL ? spico_sort_key_words (town) : NULL;
  SpicoDirectoryAsk ask = {
    .words = (const char *const *) words,
    .town_words = (const char *const *) town_words,
    .postal_code = spico_jmap_text (yyjson_obj_get (filter, "postalCode")),
    .profession_code = spico_jmap_text (yyjson_obj_get (filter, "professionCode")),
    .structure_id = spico_jmap_text (yyjson_obj_get (filter, "structureId")),
    .has_people = wants (filter, "person"),
    .has_structures = wants (filter, "structure"),
    .has_units = wants (filter, "unit"),
    .has_account = yyjson_is_true (yyjson_obj_get (filter, "hasAccount")),
    /* Everybody sees the whole directory (`directory.read`): those who are listed, in the order of their names. */
    .is_alike = is_all_ranked (filter),
    .person_id = call->context->actor->person_id,
    .limit = limit,
  };

  return check_filter (call, error) && spico_directory_search (call->context->connection, &ask, keep_visible, call, ids, error);
}

/* ---- Conditions ---- */

/* Where another order is asked for, or words are among what is negated or one of several: each word typed begins a word of the principal. */
static gboolean
filter_words (SpicoJmapCall *call,
              SpicoQuery    *query,
              yyjson_val    *value,
              GError       **error)
{
  const char *text = spico_jmap_text (value);
  g_auto (GStrv) words = NULL;

  if (text == NULL || yyjson_get_len (value) > MAX_TEXT)
    return spico_jmap_filter_wrong (error);
  if (is_ranked (call))
    {
      spico_query_add (query, "1 = 1");
      return TRUE;
    }

  words = spico_sort_key_words (text);
  spico_query_add (query, "(1 = 1");
  for (guint i = 0; words[i] != NULL; i++)
    {
      /* A word of a sort key is letters and digits only: nothing in it has a meaning for LIKE. */
      g_autofree char *pattern = g_strdup_printf ("%% %s%%", words[i]);

      spico_query_add (query, " AND t.search_key LIKE ");
      spico_query_add_text (query, pattern);
    }
  spico_query_add (query, ")");

  return TRUE;
}

static gboolean
filter_kinds (SpicoQuery *query,
              yyjson_val *value,
              GError    **error)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (!yyjson_is_arr (value) || yyjson_arr_size (value) == 0 || yyjson_arr_size (value) > 8)
    return spico_jmap_filter_wrong (error);

  iterator = yyjson_arr_iter_with (value);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (spico_jmap_text (item) == NULL)
        return spico_jmap_filter_wrong (error);
      g_ptr_array_add (kinds, (gpointer) spico_jmap_text (item));
    }

  spico_query_add (query, "t.kind IN ");
  spico_query_add_list (query, (const char *const *) kinds->pdata, kinds->len);
  return TRUE;
}

/* Who works there, in any of their places, is attached to it, or is a unit of it: each found by an index, as few of a whole country are. */
static gboolean
filter_structure (SpicoQuery *query,
                  yyjson_val *value,
                  GError    **error)
{
  static const struct {
    const char *select;
    const char *column;
  } ways[] = {
    { "t.id IN (SELECT m.id FROM principal m WHERE ", "m.structure_id" },
    { " UNION ALL SELECT y.person_id FROM activity y WHERE ", "y.structure_id" },
    { " UNION ALL SELECT h.person_id FROM attachment h WHERE ", "h.structure_id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      spico_query_add (query, ways[i].select);
      if (!spico_jmap_filter_equal (query, ways[i].column, value, error))
        return FALSE;
    }
  spico_query_add (query, ")");

  return TRUE;
}

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "text"))
    return filter_words (call, query, value, error);
  if (g_str_equal (name, "kind"))
    return spico_jmap_filter_equal (query, "t.kind", value, error);
  if (g_str_equal (name, "kinds"))
    return filter_kinds (query, value, error);
  if (g_str_equal (name, "hasAccount"))
    return spico_jmap_filter_boolean (query, "t.has_account = 1", value, error);
  if (g_str_equal (name, "nationalId"))
    return spico_jmap_filter_equal (query, "t.national_id", value, error);
  if (g_str_equal (name, "postalCode"))
    return spico_jmap_filter_equal (query, "t.postal_code", value, error);
  if (g_str_equal (name, "professionCode"))
    return spico_jmap_filter_equal (query, "t.profession_code", value, error);
  if (g_str_equal (name, "town"))
    return spico_jmap_filter_text (query, "t.town_key", value, error);
  if (g_str_equal (name, "structureId"))
    return filter_structure (query, value, error);

  return spico_jmap_filter_unknown (error);
}

const SpicoJmapRules spico_principal_rules = {
  .type = &spico_type_principal,
  .read = SPICO_ACTION_DIRECTORY_READ,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .query_condition = "t.is_listed = 1",
  .dependencies = dependencies,
  .filter = filter,
  .is_ranked = is_ranked,
  .rank = rank,
};
