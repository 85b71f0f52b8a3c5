/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of the region that have few objects (categories, announcements): read whole where they are otherwise, and kept in one piece, for when there is no connection. */
#include "spico-calls.h"
#include "spico-json.h"
#include "spico-pull-private.h"
#include "spico-store-reads.h"

/* The answer to a /get, without what is not in it. */
static char *
format_kept (JsonObject *got)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *kept = json_object_new ();
  JsonArray *list = spico_json_get_array (got, "list");

  json_object_set_string_member (kept, "state", spico_json_get_string (got, "state"));
  json_object_set_array_member (kept, "list", list != NULL ? json_array_ref (list) : json_array_new ());
  json_node_take_object (node, kept);

  return json_to_string (node, FALSE);
}

/* The state of what is kept; NULL where nothing is. */
static char *
read_kept_state (SpicoStore *store,
                 const char *setting_name)
{
  g_autofree char *text = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup (setting_name), g_free), NULL);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_strdup (spico_json_get_string (json_node_get_object (node), "state")) : NULL;
}

/**
 * spico_pull_whole:
 * @type: a type of the region
 * @setting_name: where it is kept
 * @write: what keeps a #SpicoSetting
 * @state: (nullable): the state that the server has
 *
 * Reads all the objects of a type anew where they are otherwise.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_pull_whole (SpicoSession    *session,
                  SpicoStore      *store,
                  const SpicoType *type,
                  const char      *setting_name,
                  SpicoStoreFunc   write,
                  const char      *state,
                  GError         **error)
{
  g_autofree char *known = read_kept_state (store, setting_name);
  JsonArray *calls;
  g_autoptr (JsonObject) response = NULL;
  JsonObject *arguments;
  JsonObject *got;
  SpicoSetting *setting;

  if (state != NULL && g_strcmp0 (known, state) == 0)
    return TRUE;

  calls = json_array_new ();
  arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  json_object_set_null_member (arguments, "ids");
  spico_calls_add (calls, type->name, "get", arguments, "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL)
    return FALSE;

  setting = g_new0 (SpicoSetting, 1);
  setting->name = g_strdup (setting_name);
  setting->value = format_kept (got);

  return dex_await (spico_store_write (store, write, setting, spico_setting_free), error);
}
