/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading people and structures: those that the store needs, never the whole region. */
#include "spico-calls.h"
#include "spico-client-error.h"
#include "spico-json.h"
#include "spico-pull-private.h"
#include "spico-store-announcements.h"

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


/* A /get that answers with the state alone. */
static void
add_get_state (JsonArray  *calls,
               const char *type_name,
               guint       index)
{
  JsonObject *arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);

  json_object_set_array_member (arguments, "ids", json_array_new ());
  spico_calls_add (calls, type_name, "get", arguments, "g", index);
}

/* Categories and announcements, in one piece each: where the answers say that they are otherwise. */
static gboolean
pull_small_types (SpicoSession *session,
                  SpicoStore   *store,
                  JsonObject   *response,
                  GError      **error)
{
  JsonObject *categories = spico_calls_find (response, "g", 1, error);
  JsonObject *announcements = categories != NULL ? spico_calls_find (response, "g", 2, error) : NULL;

  return announcements != NULL
         && spico_pull_whole (session, store, &spico_type_announcement, SPICO_ANNOUNCEMENTS_SETTING, spico_store_write_announcements, spico_json_get_string (announcements, "state"), error)
         && spico_pull_whole (session, store, &spico_type_category, SPICO_CATEGORIES_SETTING, spico_store_write_setting, spico_json_get_string (categories, "state"), error);
}

/* After a register was loaded: everyone that the store knows is read anew. The store knows those it needs, never the whole region. */
gboolean
spico_pull_region (SpicoSession *session,
                   SpicoStore   *store,
                   GError      **error)
{
  g_autofree char *known = dex_await_string (spico_store_read (store, spico_store_read_region_state, NULL, NULL), NULL);
  JsonArray *calls = json_array_new ();
  g_autoptr (JsonObject) response = NULL;
  g_auto (GStrv) ids = NULL;
  GPtrArray *batches;
  SpicoBatch *last;
  JsonObject *got;

  add_get_state (calls, "Principal", 0);
  add_get_state (calls, "Category", 1);
  add_get_state (calls, "Announcement", 2);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL || !pull_small_types (session, store, response, error))
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


/* The filter is (transfer full). */
static JsonObject *
query_principals (SpicoSession *session,
                  SpicoStore   *store,
                  JsonObject   *filter,
                  guint         position,
                  guint         limit,
                  gboolean      with_total,
                  GError      **error)
{
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_query_new (SPICO_REGION_ACCOUNT_ID, filter, NULL, TRUE, MIN (limit, spico_pull_max_objects (session)));
  g_autoptr (JsonObject) response = NULL;
  JsonObject *query;
  JsonObject *got;

  if (position > 0)
    json_object_set_int_member (arguments, "position", position);
  if (with_total)
    json_object_set_boolean_member (arguments, "calculateTotal", TRUE);
  spico_calls_add_query (calls, "Principal", arguments, "q", "g", 0);
  response = spico_calls_await (session, calls, error);
  query = response != NULL ? spico_calls_find (response, "q", 0, error) : NULL;
  got = query != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL || !spico_pull_write_one (session, store, SPICO_REGION_ACCOUNT_ID, &spico_type_principal, spico_json_get_array (got, "list"), error))
    return NULL;

  return json_object_ref (query);
}

static GStrv
dup_ids (JsonObject *query)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *ids = spico_json_get_array (query, "ids");

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      if (spico_json_get_element_string (ids, i) != NULL)
        g_strv_builder_add (builder, spico_json_get_element_string (ids, i));
    }

  return g_strv_builder_end (builder);
}

/**
 * spico_pull_found_principals:
 * @filter: (transfer full): a filter of `Principal/query`
 * @limit: how many are wanted at most
 *
 * Returns: (transfer full): the ids that the server finds, their objects being in the store
 */
GStrv
spico_pull_found_principals (SpicoSession *session,
                             SpicoStore   *store,
                             JsonObject   *filter,
                             guint         limit,
                             GError      **error)
{
  g_autoptr (JsonObject) query = query_principals (session, store, filter, 0, limit, FALSE, error);

  return query != NULL ? dup_ids (query) : NULL;
}

/**
 * spico_pull_principals_page:
 * @filter: (transfer full): a filter of `Principal/query`
 * @position: where the page begins
 * @limit: how many it has at most
 *
 * Returns: (transfer full): the ids of a page, by name, their objects being in the store
 */
GStrv
spico_pull_principals_page (SpicoSession *session,
                            SpicoStore   *store,
                            JsonObject   *filter,
                            guint         position,
                            guint         limit,
                            GError      **error)
{
  g_autoptr (JsonObject) query = query_principals (session, store, filter, position, limit, FALSE, error);

  return query != NULL ? dup_ids (query) : NULL;
}

/**
 * spico_pull_people_page:
 * @filter: (transfer full): a filter of `Principal/query`
 * @position: where the page begins
 *
 * Returns: (transfer full): the ids of a page, by name, their objects being in the store
 */
SpicoPeoplePage *
spico_pull_people_page (SpicoSession *session,
                        SpicoStore   *store,
                        JsonObject   *filter,
                        guint         position,
                        GError      **error)
{
  g_autoptr (JsonObject) query = query_principals (session, store, filter, position, MAX_FOUND, TRUE, error);
  g_auto (GStrv) ids = query != NULL ? dup_ids (query) : NULL;

  return ids != NULL ? spico_people_page_new ((const char *const *) ids, (guint) CLAMP (spico_json_get_int (query, "total"), 0, G_MAXUINT)) : NULL;
}

/* A /get of one object of the region. */
static void
add_get_one (JsonArray  *calls,
             const char *type_name,
             const char *id,
             guint       index)
{
  JsonObject *arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  JsonArray *ids = json_array_new ();

  json_array_add_string_element (ids, id);
  json_object_set_array_member (arguments, "ids", ids);
  spico_calls_add (calls, type_name, "get", arguments, "g", index);
}

/**
 * spico_pull_card:
 * @principal_id: a principal
 *
 * Reads the principal itself anew, into the store, and what its card says beside.
 *
 * Returns: (transfer full): the `PrincipalCard`
 */
JsonObject *
spico_pull_card (SpicoSession *session,
                 SpicoStore   *store,
                 const char   *principal_id,
                 GError      **error)
{
  JsonArray *calls = json_array_new ();
  g_autoptr (JsonObject) response = NULL;
  JsonObject *principal;
  JsonObject *got;
  JsonObject *card;

  add_get_one (calls, "Principal", principal_id, 0);
  add_get_one (calls, "PrincipalCard", principal_id, 1);
  response = spico_calls_await (session, calls, error);
  principal = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  got = principal != NULL ? spico_calls_find (response, "g", 1, error) : NULL;
  if (got == NULL || !spico_pull_write_one (session, store, SPICO_REGION_ACCOUNT_ID, &spico_type_principal, spico_json_get_array (principal, "list"), error))
    return NULL;

  card = spico_json_get_element_object (spico_json_get_array (got, "list"), 0);
  if (card != NULL)
    return json_object_ref (card);

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "The directory does not know this principal");
  return NULL;
}
