/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References to the results of earlier calls: RFC 8620 section 3.7. */
#include "spico-jmap-request-private.h"

#include <string.h>

/* What all references of a call may bring, in values and bytes: a few references to one another would otherwise grow without end. */
/* Of all the calls of a request together. */
#define MAX_COST 8000000

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_RESULT_REFERENCE, "A result reference names nothing.");
  return FALSE;
}

static gboolean
has_references (yyjson_val *arguments)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (arguments);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (spico_jmap_key (key)[0] == '#')
        return TRUE;
    }

  return FALSE;
}

static yyjson_mut_val *
find_response (yyjson_mut_val *responses,
               const char     *name,
               const char     *call_id)
{
  yyjson_mut_arr_iter iterator = yyjson_mut_arr_iter_with (responses);
  yyjson_mut_val *response;

  while ((response = yyjson_mut_arr_iter_next (&iterator)) != NULL)
    {
      if (!yyjson_mut_equals_str (yyjson_mut_arr_get (response, 2), call_id))
        continue;
      return yyjson_mut_equals_str (yyjson_mut_arr_get (response, 0), name) ? yyjson_mut_arr_get (response, 1) : NULL;
    }

  return NULL;
}

/* One reference token of a JSON pointer (RFC 6901), unescaped. */
static char *
next_token (const char **path)
{
  const char *end = strchrnul (*path, '/');
  g_autoptr (GString) token = g_string_new_len (*path, end - *path);

  g_string_replace (token, "~1", "/", 0);
  g_string_replace (token, "~0", "~", 0);
  *path = *end == '/' ? end + 1 : NULL;

  return g_string_free_and_steal (g_steal_pointer (&token));
}

static yyjson_mut_val *
get_index (yyjson_mut_val *array,
           const char     *token)
{
  guint64 index;

  if ((token[0] == '0' && token[1] != '\0') || !g_ascii_string_to_unsigned (token, 10, 0, G_MAXUINT32, &index, NULL))
    return NULL;
  return yyjson_mut_arr_get (array, index);
}

static yyjson_mut_val *evaluate (yyjson_mut_doc *document,
                                 yyjson_mut_val *value,
                                 const char     *path);

/* `*`: the rest of the path for each item, arrays flattened into one. */
static yyjson_mut_val *
evaluate_each (yyjson_mut_doc *document,
               yyjson_mut_val *array,
               const char     *path)
{
  yyjson_mut_val *all = yyjson_mut_arr (document);
  yyjson_mut_arr_iter iterator = yyjson_mut_arr_iter_with (array);
  yyjson_mut_val *item;

  while ((item = yyjson_mut_arr_iter_next (&iterator)) != NULL)
    {
      yyjson_mut_val *value = evaluate (document, item, path);
      yyjson_mut_arr_iter inner;
      yyjson_mut_val *part;

      if (value == NULL)
        return NULL;
      if (!yyjson_mut_is_arr (value))
        {
          yyjson_mut_arr_append (all, yyjson_mut_val_mut_copy (document, value));
          continue;
        }
      inner = yyjson_mut_arr_iter_with (value);
      while ((part = yyjson_mut_arr_iter_next (&inner)) != NULL)
        yyjson_mut_arr_append (all, yyjson_mut_val_mut_copy (document, part));
    }

  return all;
}

static yyjson_mut_val *
evaluate (yyjson_mut_doc *document,
          yyjson_mut_val *value,
          const char     *path)
{
  while (path != NULL && value != NULL)
    {
      g_autofree char *token = next_token (&path);

      if (yyjson_mut_is_arr (value) && g_str_equal (token, "*"))
        return evaluate_each (document, value, path);
      if (yyjson_mut_is_arr (value))
        value = get_index (value, token);
      else
        value = yyjson_mut_obj_get (value, token);
    }

  return value;
}

static yyjson_mut_val *
resolve (yyjson_mut_doc *document,
         yyjson_val     *reference,
         yyjson_mut_val *responses)
{
  const char *call_id = spico_jmap_text (yyjson_obj_get (reference, "resultOf"));
  const char *name = spico_jmap_text (yyjson_obj_get (reference, "name"));
  const char *path = spico_jmap_text (yyjson_obj_get (reference, "path"));
  yyjson_mut_val *result;

  if (call_id == NULL || name == NULL || path == NULL || (path[0] != '/' && path[0] != '\0'))
    return NULL;
  result = find_response (responses, name, call_id);
  if (result == NULL || path[0] == '\0')
    return result;

  return evaluate (document, result, path + 1);
}

static gsize
cost_of (yyjson_mut_val *value)
{
  gsize cost = 16 + (yyjson_mut_is_str (value) ? yyjson_mut_get_len (value) : 0);

  if (yyjson_mut_is_arr (value))
    {
      yyjson_mut_arr_iter iterator = yyjson_mut_arr_iter_with (value);
      yyjson_mut_val *item;

      while ((item = yyjson_mut_arr_iter_next (&iterator)) != NULL)
        cost += cost_of (item);
    }
  else if (yyjson_mut_is_obj (value))
    {
      yyjson_mut_obj_iter iterator = yyjson_mut_obj_iter_with (value);
      yyjson_mut_val *key;

      while ((key = yyjson_mut_obj_iter_next (&iterator)) != NULL)
        cost += cost_of (key) + cost_of (yyjson_mut_obj_iter_get_val (key));
    }

  return cost;
}

static gboolean
copy_argument (yyjson_mut_doc *document,
               yyjson_mut_val *copy,
               yyjson_val     *arguments,
               yyjson_val     *key,
               yyjson_mut_val *responses,
               gsize          *cost,
               GError        **error)
{
  const char *name = spico_jmap_key (key);
  yyjson_val *value = yyjson_obj_iter_get_val (key);
  yyjson_mut_val *resolved;

  if (name[0] != '#')
    {
      yyjson_mut_obj_add (copy, yyjson_mut_strcpy (document, name), yyjson_val_mut_copy (document, value));
      return TRUE;
    }
  if (yyjson_obj_get (arguments, name + 1) != NULL)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "An argument is given both as a value and as a reference.");
      return FALSE;
    }

  resolved = resolve (document, value, responses);
  if (resolved == NULL)
    return refuse (error);
  *cost += cost_of (resolved);
  if (*cost > MAX_COST)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "The result references bring too much.");
      return FALSE;
    }
  yyjson_mut_obj_add (copy, yyjson_mut_strcpy (document, name + 1), yyjson_mut_val_mut_copy (document, resolved));
  return TRUE;
}

/**
 * spico_jmap_reference_resolve:
 * @arguments: the arguments of a call
 * @responses: the responses so far
 * @cost: (inout): what the references of the request have brought so far, in bytes
 * @references: (out): whether there is any reference in them
 * @error: return location for a #SpicoJmapError
 *
 * Returns: (transfer full) (nullable): the arguments with the references replaced; %NULL without any, or on error
 */
yyjson_doc *
spico_jmap_reference_resolve (yyjson_val     *arguments,
                              yyjson_mut_val *responses,
                              gsize          *cost,
                              gboolean       *references,
                              GError        **error)
{
  yyjson_mut_doc *document;
  yyjson_mut_val *copy;
  yyjson_obj_iter iterator = yyjson_obj_iter_with (arguments);
  yyjson_val *key;
  yyjson_doc *resolved = NULL;
  gboolean valid = TRUE;

  *references = has_references (arguments);
  if (!*references)
    return NULL;

  document = yyjson_mut_doc_new (NULL);
  copy = yyjson_mut_obj (document);
  yyjson_mut_doc_set_root (document, copy);
  while (valid && (key = yyjson_obj_iter_next (&iterator)) != NULL)
    valid = copy_argument (document, copy, arguments, key, responses, cost, error);
  if (valid)
    resolved = yyjson_mut_doc_imut_copy (document, NULL);
  yyjson_mut_doc_free (document);

  return resolved;
}
