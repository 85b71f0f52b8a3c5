/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and structures: read-only, and everyone's. */
#include "spico-jmap-private.h"

#include "spico-sort-key.h"

/* A text above every text with the prefix that it follows. */
#define LAST "\xf4\x8f\xbf\xbf"

#define ABSENCE "absence a WHERE a.principal_id = t.id AND a.first_day <= {today} AND a.last_day >= {today}"

/* A structure is as present as those who hold its discussions (F014). */
#define PRESENT_PEOPLE                                                                                                         \
  "presence e WHERE (e.person_id = t.id OR (t.kind <> 'person' AND EXISTS (SELECT 1 FROM delegation g"                         \
  " WHERE g.account_id = t.id AND g.delegate_id = e.person_id AND g.scope <> 'dossiers'"                                       \
  " AND (g.ended_at IS NULL OR g.ended_at > {now}))))"

#define THIRTY_DAYS "2592000000000"

static const SpicoJmapExpression expressions[] = {
  { "presence",
    "CASE WHEN EXISTS (SELECT 1 FROM " ABSENCE ") THEN 'absent'"
    " WHEN EXISTS (SELECT 1 FROM " PRESENT_PEOPLE " AND e.online_until > {now}) THEN 'online'"
    " WHEN EXISTS (SELECT 1 FROM " PRESENT_PEOPLE " AND e.last_seen_at > {now} - " THIRTY_DAYS ") THEN 'active' ELSE 'inactive' END" },
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

/* A text begun by so many principals' words is common. */
#define COMMON 20000

static void
add_range (SpicoQuery *query,
           const char *column,
           const char *prefix)
{
  g_autofree char *end = g_strconcat (prefix, LAST, NULL);

  spico_query_add (query, column);
  spico_query_add (query, " >= ");
  spico_query_add_text (query, prefix);
  spico_query_add (query, " AND ");
  spico_query_add (query, column);
  spico_query_add (query, " < ");
  spico_query_add_text (query, end);
}

/* The principals whose numbers begin like that: as registers write them, or without the digit that tells RPPS from ADELI. */
static void
add_numbers (SpicoQuery *query,
             const char *word)
{
  static const char *const begins[] = { "", "8", "0" };
  g_autofree char *upper = g_ascii_strup (word, -1);

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autofree char *number = g_strconcat (begins[i], upper, NULL);

      spico_query_add (query, " UNION ALL SELECT n.id FROM principal n WHERE ");
      add_range (query, "n.national_id", number);
    }
}

/* The ids to which a word leads: all that have a word that begins with it, some twice, unless it begins a label. */
static void
add_led_to (SpicoQuery *query,
            const char *word)
{
  spico_query_add (query, "SELECT w.principal_id FROM principal_word w WHERE ");
  add_range (query, "w.word", word);
  spico_query_add (query, " UNION ALL SELECT m.id FROM principal m WHERE m.town_key IN (SELECT d.value FROM directory_term d WHERE d.kind = 'town' AND ");
  add_range (query, "d.word", word);
  spico_query_add (query, ")");
  if (g_ascii_isdigit (word[0]))
    add_numbers (query, word);
  spico_query_add (query, " LIMIT ");
  spico_query_add_int64 (query, COMMON + 1);
}

static gboolean
read_number (SpicoJmapCall *call,
             SpicoQuery    *query,
             gint64        *number,
             GError       **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, call->context->connection, error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *number = spico_sql_statement_column_int64 (statement, 0);
  return TRUE;
}

/* A label is shared by too many to lead to them. */
static gboolean
is_label (SpicoJmapCall *call,
          const char    *word,
          gint64        *n,
          GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);

  spico_query_add (query, "SELECT COUNT(*) FROM (SELECT 1 FROM directory_term d WHERE d.kind = 'label' AND ");
  add_range (query, "d.word", word);
  spico_query_add (query, " LIMIT 1) found");
  return read_number (call, query, n, error);
}

static gboolean
count_led_to (SpicoJmapCall *call,
              const char    *word,
              gint64        *count,
              GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  gint64 n_labels = 0;

  if (!is_label (call, word, &n_labels, error))
    return FALSE;

  *count = COMMON + 1;
  if (n_labels > 0)
    return TRUE;

  spico_query_add (query, "SELECT COUNT(*) FROM (");
  add_led_to (query, word);
  spico_query_add (query, ") counted");
  return read_number (call, query, count, error);
}

/* The word by which to look: the rarest, unless even that is common: the list is then gone through in its order, and is soon full. */
static gboolean
find_rarest (SpicoJmapCall *call,
             GStrv          words,
             guint         *rarest,
             GError       **error)
{
  gint64 least = COMMON + 1;

  *rarest = G_MAXUINT;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 count;

      if (!count_led_to (call, words[i], &count, error))
        return FALSE;
      if (count < least)
        {
          least = count;
          *rarest = i;
        }
    }

  return TRUE;
}

/* Each word typed begins a word of the principal: found by the indexes of words, however many principals there are (B008). */
static gboolean
filter_words (SpicoJmapCall *call,
              SpicoQuery    *query,
              yyjson_val    *value,
              GError       **error)
{
  const char *text = spico_jmap_text (value);
  g_auto (GStrv) words = NULL;
  guint rarest;

  if (text == NULL || yyjson_get_len (value) > 1000)
    return spico_jmap_filter_wrong (error);

  words = spico_sort_key_words (text);
  if (!find_rarest (call, words, &rarest, error))
    return FALSE;

  spico_query_add (query, "(1 = 1");
  for (guint i = 0; words[i] != NULL; i++)
    {
      /* A word of a sort key is letters and digits only: nothing in it has a meaning for LIKE. */
      g_autofree char *pattern = g_strdup_printf ("%% %s%%", words[i]);

      if (i == rarest)
        {
          /* All of them: the limit within only tells PostgreSQL to begin here. */
          spico_query_add (query, " AND t.id IN (SELECT led.principal_id FROM (");
          add_led_to (query, words[i]);
          spico_query_add (query, ") led)");
        }
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
};
