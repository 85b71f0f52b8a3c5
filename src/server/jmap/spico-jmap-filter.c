/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditions that types build their filters from. */
#include "spico-jmap-private.h"

#include "spico-sort-key.h"

#define MAX_TEXT 1000

/**
 * spico_jmap_filter_unknown:
 * @error: return location for `unsupportedFilter`
 *
 * Returns: %FALSE
 */
gboolean
spico_jmap_filter_unknown (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_UNSUPPORTED_FILTER, "The filter has a condition that the type does not know.");
  return FALSE;
}

/**
 * spico_jmap_filter_wrong:
 * @error: return location for `invalidArguments`
 *
 * Returns: %FALSE
 */
gboolean
spico_jmap_filter_wrong (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "A condition of the filter has a wrong value.");
  return FALSE;
}

/**
 * spico_jmap_filter_text:
 * @query: a statement; the condition is added to it
 * @column: a sort key, as SQL
 * @value: what a person typed, from anywhere
 * @error: return location for a #SpicoJmapError
 *
 * Each word typed must begin a word of the key.
 *
 * Returns: whether the value is right
 */
gboolean
spico_jmap_filter_text (SpicoQuery *query,
                        const char *column,
                        yyjson_val *value,
                        GError    **error)
{
  const char *text = spico_jmap_text (value);
  g_auto (GStrv) words = NULL;

  if (text == NULL || yyjson_get_len (value) > MAX_TEXT)
    return spico_jmap_filter_wrong (error);

  words = spico_sort_key_words (text);
  spico_query_add (query, "(1 = 1");
  for (guint i = 0; words[i] != NULL; i++)
    {
      /* A key holds letters, digits and spaces only: nothing in it is special to LIKE. */
      g_autofree char *pattern = g_strconcat ("% ", words[i], "%", NULL);

      spico_query_add (query, " AND ' ' || ");
      spico_query_add (query, column);
      spico_query_add (query, " LIKE ");
      spico_query_add_text (query, pattern);
    }
  spico_query_add (query, ")");

  return TRUE;
}

/**
 * spico_jmap_filter_equal:
 * @query: a statement; the condition is added to it
 * @expression: SQL
 * @value: a text, from anywhere
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether the value is right
 */
gboolean
spico_jmap_filter_equal (SpicoQuery *query,
                         const char *expression,
                         yyjson_val *value,
                         GError    **error)
{
  const char *text = spico_jmap_text (value);

  if (text == NULL || yyjson_get_len (value) > MAX_TEXT)
    return spico_jmap_filter_wrong (error);

  spico_query_add (query, expression);
  spico_query_add (query, " = ");
  spico_query_add_text (query, text);
  return TRUE;
}

/**
 * spico_jmap_filter_boolean:
 * @query: a statement; the condition is added to it
 * @condition: SQL
 * @value: whether it must hold, from anywhere
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether the value is right
 */
gboolean
spico_jmap_filter_boolean (SpicoQuery *query,
                           const char *condition,
                           yyjson_val *value,
                           GError    **error)
{
  if (!yyjson_is_bool (value))
    return spico_jmap_filter_wrong (error);

  spico_query_add (query, yyjson_get_bool (value) ? "(" : "NOT (");
  spico_query_add (query, condition);
  spico_query_add (query, ")");
  return TRUE;
}

/**
 * spico_jmap_filter_compare:
 * @query: a statement; the condition is added to it
 * @expression: SQL that ends with a comparison: `t.seq >=`
 * @is_date: whether the value is a UTCDate and not an integer
 * @value: the value, from anywhere
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether the value is right
 */
gboolean
spico_jmap_filter_compare (SpicoQuery *query,
                           const char *expression,
                           gboolean    is_date,
                           yyjson_val *value,
                           GError    **error)
{
  const char *text = spico_jmap_text (value);
  gint64 number = 0;

  if (is_date ? text == NULL || !spico_utc_date_parse (text, &number) : !yyjson_is_uint (value) || yyjson_get_uint (value) > G_MAXINT64)
    return spico_jmap_filter_wrong (error);

  spico_query_add (query, expression);
  spico_query_add (query, " ");
  spico_query_add_int64 (query, is_date ? number : (gint64) yyjson_get_uint (value));
  return TRUE;
}
