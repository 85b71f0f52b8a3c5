/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-json.h"

#include <gio/gio.h>

#include "spico-client-error.h"
#include "spico-main-thread.h"

/* Whether no more than SPICO_JSON_MAX_DEPTH brackets are ever open, told without recursion. */
gboolean
spico_json_is_shallow (const char *text,
                       gsize       length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '[' || text[i] == '{')
        {
          if (++depth > SPICO_JSON_MAX_DEPTH)
            return FALSE;
        }
      else if ((text[i] == ']' || text[i] == '}') && depth > 0)
        depth--;
    }

  return TRUE;
}

/**
 * spico_json_parse:
 *
 * Parses what came from the network: UTF-8, an object, and shallow.
 *
 * Returns: (transfer full): the object's node; %NULL with %SPICO_CLIENT_ERROR_SERVER
 */
JsonNode *
spico_json_parse (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonNode *root;

  if (length == 0 || !g_utf8_validate_len (text, length, NULL) || !spico_json_is_shallow (text, length) ||
      !json_parser_load_from_data (parser, text, length, NULL))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The answer is not the JSON that we read");
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The answer is not an object");
      return NULL;
    }

  return json_node_ref (root);
}

typedef struct {
  GBytes *bytes;
  DexPromise *promise;
} Parsing;

static void
parse_in_pool (gpointer data,
               gpointer user_data)
{
  Parsing *parsing = data;
  g_autoptr (GError) error = NULL;
  JsonNode *node = spico_json_parse (parsing->bytes, &error);

  spico_main_thread_settle (parsing->promise, node != NULL ? dex_future_new_take_boxed (JSON_TYPE_NODE, node) : dex_future_new_for_error (g_steal_pointer (&error)));
  g_bytes_unref (parsing->bytes);
  g_free (parsing);
}

/**
 * spico_json_parse_in_thread:
 *
 * Parses on a plain thread, whose stack is not a fiber's.
 *
 * Returns: (transfer full): a future of a boxed #JsonNode
 */
DexFuture *
spico_json_parse_in_thread (GBytes *bytes)
{
  static GThreadPool *pool;
  Parsing *parsing = g_new0 (Parsing, 1);
  DexFuture *future;

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool, g_thread_pool_new (parse_in_pool, NULL, 2, FALSE, NULL));

  parsing->bytes = g_bytes_ref (bytes);
  parsing->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (parsing->promise));
  g_thread_pool_push (pool, parsing, NULL);

  return future;
}

/* Returns: (nullable): the member, if it is there and of that kind; so for all the getters below */
JsonObject *
spico_json_get_object (JsonObject *object,
                       const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
spico_json_get_array (JsonObject *object,
                      const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
node_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

const char *
spico_json_get_string (JsonObject *object,
                       const char *name)
{
  return object != NULL ? node_string (json_object_get_member (object, name)) : NULL;
}

gint64
spico_json_get_int (JsonObject *object,
                    const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

gboolean
spico_json_get_boolean (JsonObject *object,
                        const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

JsonObject *
spico_json_get_element_object (JsonArray *array,
                               guint      index)
{
  JsonNode *node = array != NULL && index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
spico_json_get_element_string (JsonArray *array,
                               guint      index)
{
  return array != NULL && index < json_array_get_length (array) ? node_string (json_array_get_element (array, index)) : NULL;
}

/* Returns: microseconds since 1970; 0 where it is not a UTCDate */
gint64
spico_json_parse_time (const char *text)
{
  g_autoptr (GDateTime) time = text != NULL && g_str_has_suffix (text, "Z") ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix_usec (time) : 0;
}

/* Returns: (transfer full): a UTCDate, to the microsecond, without a fraction that is zero (RFC 8620 section 1.4) */
char *
spico_json_format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (microseconds);
  g_autofree char *seconds = NULL;
  g_autofree char *fraction = NULL;
  gsize length;

  g_return_val_if_fail (time != NULL, NULL);

  seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  if (g_date_time_get_microsecond (time) == 0)
    return g_strconcat (seconds, "Z", NULL);

  fraction = g_strdup_printf ("%06d", g_date_time_get_microsecond (time));
  length = strlen (fraction);
  while (fraction[length - 1] == '0')
    fraction[--length] = '\0';

  return g_strconcat (seconds, ".", fraction, "Z", NULL);
}

static gboolean
refuse (const SpicoProperty *property,
        GError             **error)
{
  g_set_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The property “%s” is not as described", property->name);
  return FALSE;
}

static void
bind_zero (SpicoSqlStatement   *statement,
           guint                index,
           const SpicoProperty *property)
{
  if (property->flags & SPICO_PROPERTY_NULLABLE)
    spico_sql_statement_bind_null (statement, index);
  else if (property->kind == SPICO_KIND_INTEGER || property->kind == SPICO_KIND_BOOLEAN || property->kind == SPICO_KIND_UTC_DATE)
    spico_sql_statement_bind_int64 (statement, index, 0);
  else if (property->kind == SPICO_KIND_ENUM)
    spico_sql_statement_bind_text (statement, index, property->enumeration[0]);
  else
    spico_sql_statement_bind_text (statement, index, "");
}

static gboolean
text_fits (const SpicoProperty *property,
           const char          *text)
{
  if (property->kind == SPICO_KIND_ENUM)
    return g_strv_contains (property->enumeration, text);
  if (property->kind == SPICO_KIND_DATE)
    return strlen (text) == 10;

  return property->max == 0 || g_utf8_strlen (text, -1) <= property->max;
}

/**
 * spico_json_bind_property:
 * @object: an object that the server gave
 *
 * Binds one property of it, once checked against its descriptor; an absent one is the zero of its kind.
 *
 * Returns: %FALSE with %SPICO_CLIENT_ERROR_SERVER where the value is not as described
 */
gboolean
spico_json_bind_property (SpicoSqlStatement   *statement,
                          guint                index,
                          const SpicoProperty *property,
                          JsonObject          *object,
                          GError             **error)
{
  JsonNode *node = json_object_get_member (object, property->name);
  GType type;
  const char *text;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      bind_zero (statement, index, property);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return refuse (property, error);

  type = json_node_get_value_type (node);
  if (property->kind == SPICO_KIND_INTEGER || property->kind == SPICO_KIND_BOOLEAN)
    {
      if (type != (property->kind == SPICO_KIND_INTEGER ? G_TYPE_INT64 : G_TYPE_BOOLEAN))
        return refuse (property, error);
      spico_sql_statement_bind_int64 (statement, index, type == G_TYPE_INT64 ? json_node_get_int (node) : json_node_get_boolean (node));
      return TRUE;
    }

  text = node_string (node);
  if (text == NULL || !text_fits (property, text))
    return refuse (property, error);

  if (property->kind == SPICO_KIND_UTC_DATE)
    {
      gint64 time = spico_json_parse_time (text);

      if (time == 0)
        return refuse (property, error);
      spico_sql_statement_bind_int64 (statement, index, time);
    }
  else
    spico_sql_statement_bind_text (statement, index, text);

  return TRUE;
}

/* Returns: (transfer full): `["a","b"]`, for json_each() in a statement */
char *
spico_json_text_array (const char *const *texts)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_node_set_array (node, array);

  return json_to_string (node, FALSE);
}
