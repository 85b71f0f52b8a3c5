/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-calls.h"

#include "spico-client-error.h"
#include "spico-json.h"

void
spico_calls_add (JsonArray  *calls,
                 const char *type_name,
                 const char *verb,
                 JsonObject *arguments,
                 const char *id,
                 guint       index)
{
  g_autofree char *method = g_strdup_printf ("%s/%s", type_name, verb);
  g_autofree char *call_id = g_strdup_printf ("%s%u", id, index);
  JsonArray *call = json_array_new ();

  json_array_add_string_element (call, method);
  json_array_add_object_element (call, arguments);
  json_array_add_string_element (call, call_id);
  json_array_add_array_element (calls, call);
}

JsonObject *
spico_arguments_new (const char *account_id)
{
  JsonObject *arguments = json_object_new ();

  json_object_set_string_member (arguments, "accountId", account_id);

  return arguments;
}

/* Of a message, which comes by the hundreds, what the store has a use for: its clientId is its id. Of the other types fewer bytes come than naming their
 * properties would take. Returns: (transfer full) (nullable): %NULL for all of them */
static JsonArray *
list_properties (const char *type_name)
{
  const SpicoType *type = &spico_type_message;
  JsonArray *properties;

  if (!g_str_equal (type_name, type->name))
    return NULL;

  properties = json_array_new ();
  for (guint i = 0; i < type->n_properties; i++)
    {
      const char *name = type->properties[i].name;

      if (!g_str_equal (name, "id") && !g_str_equal (name, "clientId"))
        json_array_add_string_element (properties, name);
    }

  return properties;
}

/* `#ids`: those that an earlier call of the request gives (RFC 8620 section 3.7). */
void
spico_calls_add_get_of (JsonArray  *calls,
                        const char *account_id,
                        const char *type_name,
                        const char *id,
                        guint       index,
                        const char *source_verb,
                        const char *source_id,
                        const char *path)
{
  g_autofree char *source = g_strdup_printf ("%s%u", source_id, index);
  g_autofree char *name = g_strdup_printf ("%s/%s", type_name, source_verb);
  JsonObject *arguments = spico_arguments_new (account_id);
  JsonObject *reference = json_object_new ();
  JsonArray *properties = list_properties (type_name);

  json_object_set_string_member (reference, "resultOf", source);
  json_object_set_string_member (reference, "name", name);
  json_object_set_string_member (reference, "path", path);
  json_object_set_object_member (arguments, "#ids", reference);
  if (properties != NULL)
    json_object_set_array_member (arguments, "properties", properties);
  spico_calls_add (calls, type_name, "get", arguments, id, index);
}

JsonObject *
spico_query_new (const char *account_id,
                 JsonObject *filter,
                 const char *sort,
                 gboolean    is_ascending,
                 guint       limit)
{
  JsonObject *arguments = spico_arguments_new (account_id);

  if (filter != NULL)
    json_object_set_object_member (arguments, "filter", filter);
  if (sort != NULL)
    {
      JsonArray *comparators = json_array_new ();
      JsonObject *comparator = json_object_new ();

      json_object_set_string_member (comparator, "property", sort);
      json_object_set_boolean_member (comparator, "isAscending", is_ascending);
      json_array_add_object_element (comparators, comparator);
      json_object_set_array_member (arguments, "sort", comparators);
    }
  json_object_set_int_member (arguments, "limit", limit);

  return arguments;
}

/* A query, and the objects that it finds. */
void
spico_calls_add_query (JsonArray  *calls,
                       const char *type_name,
                       JsonObject *query,
                       const char *query_id,
                       const char *get_id,
                       guint       index)
{
  g_autofree char *account_id = g_strdup (spico_json_get_string (query, "accountId"));

  spico_calls_add (calls, type_name, "query", query, query_id, index);
  spico_calls_add_get_of (calls, account_id, type_name, get_id, index, "query", query_id, "/ids");
}

JsonObject *
spico_calls_await (SpicoSession *session,
                   JsonArray    *calls,
                   GError      **error)
{
  return dex_await_boxed (spico_session_call (session, calls), error);
}

/* The arguments of a response; NULL with an error where the method failed, or did not answer. */
JsonObject *
spico_calls_find (JsonObject *response,
                  const char *id,
                  guint       index,
                  GError    **error)
{
  g_autofree char *call_id = g_strdup_printf ("%s%u", id, index);
  const char *name = NULL;
  JsonObject *arguments = spico_session_find_response (response, call_id, &name);

  if (arguments != NULL && name != NULL && !g_str_equal (name, "error"))
    return arguments;

  g_set_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "A method failed: %s",
               arguments != NULL && spico_json_get_string (arguments, "type") != NULL ? spico_json_get_string (arguments, "type") : "no response");

  return NULL;
}

const char *
spico_calls_error_type (JsonObject *response,
                        const char *id,
                        guint       index)
{
  g_autofree char *call_id = g_strdup_printf ("%s%u", id, index);
  const char *name = NULL;
  JsonObject *arguments = spico_session_find_response (response, call_id, &name);

  return arguments != NULL && g_strcmp0 (name, "error") == 0 ? spico_json_get_string (arguments, "type") : NULL;
}

/* Of a /set of one object: the type of the error that stands in @member (`notCreated`, `notUpdated`, `notDestroyed`); %NULL where it was done. */
const char *
spico_calls_find_refusal (JsonObject *answer,
                          const char *member)
{
  JsonObject *refused = spico_json_get_object (answer, member);
  g_autoptr (GList) ids = refused != NULL ? json_object_get_members (refused) : NULL;
  const char *type = ids != NULL ? spico_json_get_string (spico_json_get_object (refused, ids->data), "type") : NULL;

  if (ids == NULL)
    return NULL;

  return type != NULL ? type : "";
}
