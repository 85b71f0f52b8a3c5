/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading people and structures: those that the store needs, never the whole region. */
#include "spico-calls.h"
#include "spico-json.h"
#include "spico-pull-private.h"

#define MAX_FOUND 50

gboolean
spico_pull_principals (SpicoSession      *session,
                       SpicoStore        *store,
                       const char *const *ids,
                       GError           **error)
{
  guint n = g_strv_length ((char **) ids);
  guint most = spico_pull_max_objects (session);

  for (guint start = 0; start < n; start += most)
    {
      g_autoptr (JsonObject) response = NULL;
      JsonArray *calls = json_array_new ();
      JsonArray *some = json_array_new ();
      JsonObject *arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
      JsonObject *found;

      for (guint i = start; i < MIN (start + most, n); i++)
        json_array_add_string_element (some, ids[i]);
      json_object_set_array_member (arguments, "ids", some);
      spico_calls_add (calls, "Principal", "get", arguments, "g", 0);

      response = spico_calls_await (session, calls, error);
      found = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
      if (found == NULL || !spico_pull_write_one (session, store, SPICO_REGION_ACCOUNT_ID, &spico_type_principal, spico_json_get_array (found, "list"), error))
        return FALSE;
    }

  return TRUE;
}


/* After a register was loaded: everyone that the store knows is read anew. The store knows those it needs, never the whole region. */
gboolean
spico_pull_region (SpicoSession *session,
                   SpicoStore   *store,
                   GError      **error)
{
  g_autofree char *known = dex_await_string (spico_store_read (store, spico_store_read_region_state, NULL, NULL), NULL);
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  g_autoptr (JsonObject) response = NULL;
  g_auto (GStrv) ids = NULL;
  GPtrArray *batches;
  SpicoBatch *last;
  JsonObject *got;

  json_object_set_array_member (arguments, "ids", json_array_new ());
  spico_calls_add (calls, "Principal", "get", arguments, "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL)
    return FALSE;
  if (g_strcmp0 (known, spico_json_get_string (got, "state")) == 0)
    return TRUE;

  ids = dex_await_boxed (spico_store_read (store, spico_store_read_known_principals, NULL, NULL), error);
  if (ids == NULL || !spico_pull_principals (session, store, (const char *const *) ids, error))
    return FALSE;

  last = spico_batch_new (SPICO_REGION_ACCOUNT_ID, &spico_type_principal, NULL);
  last->state = g_strdup (spico_json_get_string (got, "state"));
  batches = spico_batches_new ();
  g_ptr_array_add (batches, last);

  return spico_pull_write (session, store, batches, error);
}


/**
 * spico_pull_found_principals:
 * @filter: (transfer full): a filter of `Principal/query`
 *
 * Returns: (transfer full): the ids that the server finds, their objects being in the store
 */
GStrv
spico_pull_found_principals (SpicoSession *session,
                             SpicoStore   *store,
                             JsonObject   *filter,
                             GError      **error)
{
  JsonArray *calls = json_array_new ();
  g_autoptr (JsonObject) response = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObject *query;
  JsonObject *got;
  JsonArray *ids;

  spico_calls_add_query (calls, "Principal", spico_query_new (SPICO_REGION_ACCOUNT_ID, filter, NULL, TRUE, MIN (MAX_FOUND, spico_pull_max_objects (session))), "q", "g", 0);
  response = spico_calls_await (session, calls, error);
  query = response != NULL ? spico_calls_find (response, "q", 0, error) : NULL;
  got = query != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL || !spico_pull_write_one (session, store, SPICO_REGION_ACCOUNT_ID, &spico_type_principal, spico_json_get_array (got, "list"), error))
    return NULL;

  ids = spico_json_get_array (query, "ids");
  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      if (spico_json_get_element_string (ids, i) != NULL)
        g_strv_builder_add (builder, spico_json_get_element_string (ids, i));
    }

  return g_strv_builder_end (builder);
}
