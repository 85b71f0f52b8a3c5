/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the windows read. */
#include "spico-client-private.h"

#include "spico-announcements.h"
#include "spico-favourites-private.h"

#include "spico-json.h"

#include "spico-list-items.h"
#include "spico-list-private.h"
#include "spico-live.h"
#include "spico-message-list-private.h"
#include "spico-public-groups-private.h"
#include "spico-sort-key.h"
#include "spico-store-accounts.h"
#include "spico-store-pull.h"
#include "spico-store-reads.h"

#define SEARCH_WAIT_MS 150
#define MIN_SEARCH 2
#define MAX_FOUND 50
/* What the store knows, and what it knows with what the server found. */
#define MAX_LISTED 200
#define MAX_CATEGORIES 500

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

SpicoList *
spico_client_list_conversations (SpicoClient          *self,
                                 const char           *account_id,
                                 SpicoConversationView view)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_CONVERSATIONS, account_id);
  query->view = view;

  return spico_list_new (self, query);
}

/* What a one-row page becomes, with the client and the query that it was asked with. */
typedef struct {
  SpicoClient *client;
  SpicoReadQuery *query;
} One;

static void
one_free (gpointer data)
{
  One *one = data;

  g_object_unref (one->client);
  spico_read_query_unref (one->query);
  g_free (one);
}

static DexFuture *
one_read_cb (DexFuture *future,
             gpointer   data)
{
  One *one = data;
  SpicoPage *page = g_value_get_boxed (dex_future_get_value (future, NULL));
  gpointer item;

  if (spico_rows_get_n_rows (page->rows) == 0)
    return reject (SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such object");
  if (page->principals != NULL)
    spico_client_fill_principals (one->client, page->principals);

  item = spico_list_items_apply (NULL, one->client, one->query, page, 0);
  spico_live_attach (one->client, one->query, item);

  return dex_future_new_take_object (item);
}

static DexFuture *
read_one (SpicoClient  *self,
          SpicoReadKind kind,
          const char   *account_id,
          const char   *id)
{
  SpicoReadRequest *request;
  One *one;

  if (self->store == NULL)
    return spico_client_nobody ();

  one = g_new0 (One, 1);
  one->client = g_object_ref (self);
  one->query = spico_read_query_new (kind, account_id);
  one->query->id = g_strdup (id);
  request = g_new0 (SpicoReadRequest, 1);
  request->query = spico_read_query_ref (one->query);
  request->with_keys = TRUE;
  request->n_first = 1;

  return dex_future_then (spico_store_read (self->store, spico_read_list, request, spico_read_request_free), one_read_cb, one, one_free);
}

DexFuture *
spico_client_get_conversation (SpicoClient *self,
                               const char  *account_id,
                               const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return read_one (self, SPICO_READ_CONVERSATIONS, account_id, conversation_id);
}

SpicoMessageList *
spico_client_list_messages (SpicoClient *self,
                            const char  *account_id,
                            const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return spico_message_list_new (self, account_id, conversation_id);
}

/* A search of the directory under way: only a list that is still held asks the server. */
typedef struct {
  SpicoClient *client;
  GWeakRef list;
  DexFuture *previous; /* search, or NULL */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->client);
  g_weak_ref_clear (&search->list);
  dex_clear (&search->previous);
  g_free (search);
}

static JsonObject *
search_filter (SpicoReadQuery *query)
{
  JsonObject *filter = json_object_new ();
  JsonArray *kinds = json_array_new ();

  for (guint i = 0; query->kinds[i] != NULL; i++)
    json_array_add_string_element (kinds, query->kinds[i]);
  json_object_set_array_member (filter, "kinds", kinds);
  if (*query->text != '\0')
    json_object_set_string_member (filter, "text", query->text);
  if (query->postal_code != NULL)
    json_object_set_string_member (filter, "postalCode", query->postal_code);
  if (query->town != NULL)
    json_object_set_string_member (filter, "town", query->town);
  if (query->profession_code != NULL)
    json_object_set_string_member (filter, "professionCode", query->profession_code);
  if (query->structure_id != NULL)
    json_object_set_string_member (filter, "structureId", query->structure_id);

  return filter;
}

/* Whether the server alone says who is found, as long as it can. */
static gboolean
is_of_server (SpicoReadQuery *query)
{
  return query->found_ids != NULL;
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  g_autoptr (SpicoList) list = NULL;
  JsonObject *filter;
  GError *error = NULL;
  guint limit;
  GStrv ids;

  /* Who goes on typing makes another list: while one search is under way, the last of those that wait is enough. */
  if (search->previous != NULL)
    dex_await (dex_future_first (dex_ref (search->previous), dex_timeout_new_msec (SEARCH_WAIT_MS), NULL), NULL);
  list = g_weak_ref_get (&search->list);
  if (list == NULL || search->client->sync == NULL)
    return reject (SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  filter = search_filter (spico_list_get_query (list));
  /* One more, as the person who searches is left out. */
  limit = is_of_server (spico_list_get_query (list)) ? SPICO_DIRECTORY_MOST + 1 : MAX_FOUND;
  g_clear_object (&list);
  ids = dex_await_boxed (spico_sync_find_principals (search->client->sync, filter, limit), &error);

  return ids != NULL ? dex_future_new_take_boxed (G_TYPE_STRV, ids) : dex_future_new_for_error (error);
}

static DexFuture *
searched_cb (DexFuture *future,
             gpointer   data)
{
  Search *search = data;
  g_autoptr (SpicoList) list = g_weak_ref_get (&search->list);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (list == NULL)
    return dex_future_new_true ();
  if (value != NULL)
    spico_list_set_found (list, g_value_get_boxed (value));
  else
    spico_list_set_not_found (list, error);
  spico_list_set_searching (list, FALSE);

  return dex_future_new_true ();
}

static Search *
search_new (SpicoClient *self,
            SpicoList   *list)
{
  Search *search = g_new0 (Search, 1);

  search->client = g_object_ref (self);
  g_weak_ref_init (&search->list, list);

  return search;
}

static void
start_search (SpicoClient *self,
              SpicoList   *list)
{
  Search *search = search_new (self, list);

  spico_list_set_searching (list, TRUE);
  search->previous = g_steal_pointer (&self->last_search);
  self->last_search = dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, search_fiber, search, search_free);
  dex_future_disown (dex_future_finally (dex_ref (self->last_search), searched_cb, search_new (self, list), search_free));
}

static GStrv
kinds_of (const SpicoPrincipalFilter *filter)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (filter == NULL || filter->persons)
    g_strv_builder_add (builder, "person");
  if (filter == NULL || filter->structures)
    g_strv_builder_add (builder, "structure");
  if (filter != NULL && filter->units)
    g_strv_builder_add (builder, "unit");

  return g_strv_builder_end (builder);
}

/* Of a text that says anything. */
static char *
dup_said (const char *text)
{
  g_autofree char *said = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return said != NULL && *said != '\0' ? g_steal_pointer (&said) : NULL;
}

static SpicoReadQuery *
principals_query (SpicoClient                *self,
                  const char                 *text,
                  const SpicoPrincipalFilter *filter)
{
  SpicoReadQuery *query = spico_read_query_new (SPICO_READ_PRINCIPALS, filter != NULL && filter->account_id != NULL ? filter->account_id : spico_client_get_person_id (self));

  query->text = g_strstrip (g_strdup (text));
  query->kinds = kinds_of (filter);
  query->n_most = MAX_LISTED;
  if (filter == NULL)
    return query;

  query->postal_code = dup_said (filter->postal_code);
  query->town = dup_said (filter->town);
  query->profession_code = dup_said (filter->profession_code);
  query->structure_id = dup_said (filter->structure_id);
  return query;
}

/* A single letter is half of the directory. */
static gboolean
is_narrow (SpicoReadQuery *query)
{
  return g_utf8_strlen (query->text, -1) >= MIN_SEARCH || query->postal_code != NULL || query->town != NULL || query->profession_code != NULL || query->structure_id != NULL;
}

SpicoList *
spico_client_find_principals (SpicoClient                *self,
                              const char                 *text,
                              const SpicoPrincipalFilter *filter)
{
  SpicoReadQuery *query;
  SpicoList *list;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  query = principals_query (self, text, filter);
  query->is_close = spico_client_get_connection (self) == SPICO_CONNECTION_ONLINE;
  list = spico_list_new (self, query);
  if (is_narrow (query) && self->store != NULL)
    start_search (self, list);

  return list;
}

SpicoList *
spico_client_search_directory (SpicoClient                *self,
                               const char                 *text,
                               const SpicoPrincipalFilter *filter)
{
  static const char *const nobody[] = { NULL };
  SpicoReadQuery *query;
  SpicoList *list;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  query = principals_query (self, text, filter);
  query->found_ids = g_strdupv ((char **) nobody);
  query->n_most = SPICO_DIRECTORY_MOST;
  list = spico_list_new (self, query);
  if (self->store != NULL)
    start_search (self, list);

  return list;
}

static void
add_category (GListStore        *categories,
              JsonObject        *object,
              SpicoPrincipalKind kind)
{
  const char *code = spico_json_get_string (object, "code");
  const char *label = spico_json_get_string (object, "label");
  g_autoptr (SpicoCategory) category = NULL;

  if (code == NULL || *code == '\0' || label == NULL || *label == '\0' || g_strcmp0 (spico_json_get_string (object, "kind"), kind == SPICO_PRINCIPAL_PERSON ? "person" : "structure") != 0)
    return;

  category = spico_category_new (code, label);
  g_list_store_append (categories, category);
}

static int
compare_categories (gconstpointer a,
                    gconstpointer b,
                    gpointer      data)
{
  g_autofree char *one = spico_sort_key (spico_category_get_label ((SpicoCategory *) a));
  g_autofree char *other = spico_sort_key (spico_category_get_label ((SpicoCategory *) b));

  return g_strcmp0 (one, other);
}

static DexFuture *
categories_read_cb (DexFuture *future,
                    gpointer   data)
{
  g_autoptr (GListStore) categories = g_list_store_new (SPICO_TYPE_CATEGORY);
  const char *text = g_value_get_string (dex_future_get_value (future, NULL));
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? spico_json_get_array (json_node_get_object (node), "list") : NULL;

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_CATEGORIES); i++)
    add_category (categories, spico_json_get_element_object (list, i), GPOINTER_TO_INT (data));
  g_list_store_sort (categories, compare_categories, NULL);

  return dex_future_new_take_object (g_steal_pointer (&categories));
}

DexFuture *
spico_client_list_categories (SpicoClient       *self,
                              SpicoPrincipalKind kind)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  return dex_future_then (spico_store_read (self->store, spico_read_setting, g_strdup (SPICO_CATEGORIES_SETTING), g_free), categories_read_cb, GINT_TO_POINTER (kind), NULL);
}

static DexFuture *
offline (void)
{
  return reject (SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
}

static DexFuture *
card_fetched_cb (DexFuture *future,
                 gpointer   data)
{
  return dex_future_new_take_object (spico_card_new (g_value_get_boxed (dex_future_get_value (future, NULL))));
}

DexFuture *
spico_client_get_card (SpicoClient *self,
                       const char  *principal_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (principal_id != NULL, NULL);

  return self->sync != NULL ? dex_future_then (spico_sync_fetch_card (self->sync, principal_id), card_fetched_cb, NULL, NULL) : offline ();
}

DexFuture *
spico_client_list_structure (SpicoClient       *self,
                             const char        *structure_id,
                             SpicoPrincipalKind kind,
                             guint              position)
{
  JsonObject *filter;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (structure_id != NULL, NULL);

  if (self->sync == NULL)
    return offline ();

  filter = json_object_new ();
  json_object_set_string_member (filter, "structureId", structure_id);
  json_object_set_string_member (filter, "kind", kind == SPICO_PRINCIPAL_UNIT ? "unit" : "person");

  return spico_sync_list_people (self->sync, filter, position);
}

SpicoList *
spico_client_list_groups (SpicoClient   *self,
                          const char    *account_id,
                          SpicoGroupList which)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_GROUPS, account_id);
  query->group_list = which;

  return spico_list_new (self, query);
}

GListModel *
spico_client_list_announcements (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (spico_announcements_new (self->store));
}

static DexFuture *
support_read_cb (DexFuture *future,
                 gpointer   data)
{
  const char *text = g_value_get_string (dex_future_get_value (future, NULL));
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GStrvBuilder *builder = g_strv_builder_new ();

  for (guint i = 0; i < 3; i++)
    {
      const char *one = array != NULL && i < json_array_get_length (array) ? spico_json_get_element_string (array, i) : NULL;

      g_strv_builder_add (builder, one != NULL ? one : "");
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_unref_to_strv (builder));
}

static DexFuture *
support_asked_cb (DexFuture *future,
                  gpointer   data)
{
  JsonNode *node = g_value_get_boxed (dex_future_get_value (future, NULL));

  return dex_future_new_take_boxed (G_TYPE_STRV, spico_support_read (json_node_get_object (node)));
}

/* Of a server that nobody has signed in to yet. */
static DexFuture *
ask_support (SpicoClient *self,
             const char  *server_uri)
{
  g_autofree char *normal = spico_session_normalize_uri (server_uri, NULL);
  g_autoptr (SpicoSession) session = normal != NULL ? spico_session_new (normal, "", self->credentials) : NULL;

  return session != NULL ? dex_future_then (spico_session_ask_support (session), support_asked_cb, NULL, NULL) : spico_client_nobody ();
}

DexFuture *
spico_client_load_support (SpicoClient *self,
                           const char  *server_uri)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->store == NULL)
    return server_uri != NULL ? ask_support (self, server_uri) : spico_client_nobody ();

  return dex_future_then (spico_store_read (self->store, spico_read_setting, g_strdup (SPICO_SUPPORT_SETTING), g_free), support_read_cb, NULL, NULL);
}

DexFuture *
spico_client_load_region_name (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->store != NULL ? spico_store_read (self->store, spico_read_setting, g_strdup (SPICO_REGION_SETTING), g_free) : spico_client_nobody ();
}

SpicoList *
spico_client_list_group_shares (SpicoClient *self,
                                const char  *account_id,
                                const char  *group_id)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_GROUP_SHARES, account_id);
  query->id = g_strdup (group_id);

  return spico_list_new (self, query);
}

SpicoList *
spico_client_list_delegations (SpicoClient        *self,
                               const char         *account_id,
                               SpicoDelegationList which)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_DELEGATIONS, account_id);
  query->delegation_list = which;

  return spico_list_new (self, query);
}

SpicoPublicGroups *
spico_client_list_public_groups (SpicoClient *self,
                                 const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_public_groups_new (self, account_id);
}

SpicoFavourites *
spico_client_get_favourites (SpicoClient *self,
                             const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_favourites_new (self->store, account_id);
}

SpicoList *
spico_client_list_favourites (SpicoClient *self,
                              const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_list_new (self, spico_read_query_new (SPICO_READ_FAVOURITES, account_id));
}

SpicoList *
spico_client_list_recent_searches (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spico_list_new (self, spico_read_query_new (SPICO_READ_SEARCHES, ""));
}

SpicoList *
spico_client_list_dossiers (SpicoClient *self,
                            const char  *account_id,
                            const char  *text)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_DOSSIERS, account_id);
  query->text = g_strdup (text);

  return spico_list_new (self, query);
}

DexFuture *
spico_client_get_dossier (SpicoClient *self,
                          const char  *account_id,
                          const char  *dossier_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && dossier_id != NULL, NULL);

  return read_one (self, SPICO_READ_DOSSIERS, account_id, dossier_id);
}

SpicoList *
spico_client_list_circle (SpicoClient *self,
                          const char  *account_id,
                          const char  *dossier_id)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && dossier_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_CIRCLE, account_id);
  query->dossier_id = g_strdup (dossier_id);

  return spico_list_new (self, query);
}

SpicoList *
spico_client_list_dossier_conversations (SpicoClient *self,
                                         const char  *account_id,
                                         const char  *dossier_id)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && dossier_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_CONVERSATIONS, account_id);
  query->dossier_id = g_strdup (dossier_id);

  return spico_list_new (self, query);
}
