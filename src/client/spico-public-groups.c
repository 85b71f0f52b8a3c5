/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-public-groups-private.h"

#include "spico-calls.h"
#include "spico-client-private.h"
#include "spico-favourite-group-private.h"
#include "spico-json.h"

/* No more than a request may ask for, and no more than a person looks through. */
#define PAGE_SIZE 500
#define MAX_GROUPS 10000

struct _SpicoPublicGroups {
  GObject parent_instance;

  SpicoClient *client;
  char *account_id;
  GPtrArray *groups;
  gboolean is_loading;
  GError *error;
};

enum {
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  PROP_IS_LOADING,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoPublicGroups, spico_public_groups, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* ---- A page ---- */

static JsonArray *
make_calls (guint position)
{
  static const char *const wanted[] = { "id", "name", "description", "isActive", "creatorAccountId", "creatorPersonId", "createdAt" };
  JsonArray *calls = json_array_new ();
  JsonObject *query = spico_query_new (SPICO_REGION_ACCOUNT_ID, NULL, "name", TRUE, PAGE_SIZE);
  JsonObject *get = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  JsonObject *reference = json_object_new ();
  JsonArray *names = json_array_new ();

  json_object_set_int_member (query, "position", position);
  spico_calls_add (calls, spico_type_public_group.name, "query", query, "q", 0);
  json_object_set_string_member (reference, "resultOf", "q0");
  json_object_set_string_member (reference, "name", "PublicGroup/query");
  json_object_set_string_member (reference, "path", "/ids");
  json_object_set_object_member (get, "#ids", reference);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    json_array_add_string_element (names, wanted[i]);
  json_object_set_array_member (get, "properties", names);
  spico_calls_add (calls, spico_type_public_group.name, "get", get, "g", 0);

  return calls;
}

static SpicoFavouriteGroup *
make_group (SpicoClient *client,
            const char  *account_id,
            JsonObject  *object)
{
  const char *id = spico_json_get_string (object, "id");
  const char *name = spico_json_get_string (object, "name");
  const char *description = spico_json_get_string (object, "description");
  const char *creator_id = spico_json_get_string (object, "creatorAccountId");
  const char *person_id = spico_json_get_string (object, "creatorPersonId");
  const char *created_at = spico_json_get_string (object, "createdAt");
  g_autoptr (SpicoPrincipal) creator = NULL;
  g_autoptr (SpicoPrincipal) person = NULL;
  SpicoFavouriteGroup *group;

  if (id == NULL || name == NULL || creator_id == NULL)
    return NULL;

  creator = spico_client_intern (client, creator_id);
  person = person_id != NULL ? spico_client_intern (client, person_id) : NULL;
  group = g_object_new (SPICO_TYPE_FAVOURITE_GROUP, NULL);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_ID, id);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_ACCOUNT_ID, account_id);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_NAME, name);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_DESCRIPTION, description != NULL ? description : "");
  spico_item_set_object (group, SPICO_FAVOURITE_GROUP_PROP_CREATOR, creator);
  spico_item_set_object (group, SPICO_FAVOURITE_GROUP_PROP_CREATOR_PERSON, person);
  spico_item_set_time (group, SPICO_FAVOURITE_GROUP_PROP_CREATED_AT, created_at != NULL ? spico_json_parse_time (created_at) : 0);
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_ACTIVE, spico_json_get_boolean (object, "isActive"));
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_PUBLIC, TRUE);

  return group;
}

static void
add_id (GHashTable *ids,
        const char *id)
{
  if (id != NULL)
    g_hash_table_add (ids, (gpointer) id);
}

/* The accounts, and who acted for them. */
static GStrv
list_creators (JsonArray *list)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char **names = NULL;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *group = spico_json_get_element_object (list, i);

      add_id (ids, spico_json_get_string (group, "creatorAccountId"));
      add_id (ids, spico_json_get_string (group, "creatorPersonId"));
    }
  names = (char **) g_hash_table_get_keys_as_array (ids, NULL);

  return g_strdupv (names);
}

/* ---- Reading ---- */

typedef struct {
  GWeakRef list;
  SpicoClient *client;
  char *account_id;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->list);
  g_object_unref (reading->client);
  g_free (reading->account_id);
  g_free (reading);
}

static DexFuture *
offline (void)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
}

static void
append (SpicoPublicGroups *self,
        Reading           *reading,
        JsonArray         *list)
{
  guint n_before = self->groups->len;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      SpicoFavouriteGroup *group = make_group (reading->client, reading->account_id, spico_json_get_element_object (list, i));

      if (group != NULL)
        g_ptr_array_add (self->groups, group);
    }
  if (self->groups->len == n_before)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->groups->len - n_before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* The store is given the creators before the groups are shown. Returns: (transfer full) (nullable): the groups of a page */
static JsonArray *
await_page (Reading *reading,
            guint    position,
            GError **error)
{
  SpicoSync *sync = reading->client->sync;
  g_autoptr (JsonObject) response = dex_await_boxed (sync != NULL ? spico_sync_call (sync, make_calls (position)) : offline (), error);
  JsonObject *got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  JsonArray *list = spico_json_get_array (got, "list");
  g_auto (GStrv) creators = NULL;

  if (got == NULL)
    return NULL;
  if (list == NULL)
    return json_array_new ();

  creators = list_creators (list);
  if (creators[0] != NULL && reading->client->sync != NULL)
    dex_await (spico_sync_fetch_principals (reading->client->sync, (const char *const *) creators), NULL);

  return json_array_ref (list);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;

  for (guint position = 0; position < MAX_GROUPS; position += PAGE_SIZE)
    {
      GError *error = NULL;
      g_autoptr (JsonArray) list = await_page (reading, position, &error);
      g_autoptr (SpicoPublicGroups) self = g_weak_ref_get (&reading->list);

      if (list == NULL)
        return dex_future_new_for_error (error);
      if (self == NULL)
        break;
      append (self, reading, list);
      if (json_array_get_length (list) < PAGE_SIZE)
        break;
    }

  return dex_future_new_true ();
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  Reading *reading = data;
  g_autoptr (SpicoPublicGroups) self = g_weak_ref_get (&reading->list);

  if (self == NULL)
    return dex_future_new_true ();

  g_clear_error (&self->error);
  dex_future_get_value (future, &self->error);
  self->is_loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);

  return dex_future_new_true ();
}

static Reading *
reading_new (SpicoPublicGroups *self)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->list, self);
  reading->client = g_object_ref (self->client);
  reading->account_id = g_strdup (self->account_id);

  return reading;
}

/* ---- Class ---- */

static GType
spico_public_groups_get_item_type (GListModel *model)
{
  return SPICO_TYPE_FAVOURITE_GROUP;
}

static guint
spico_public_groups_get_n_items (GListModel *model)
{
  return SPICO_PUBLIC_GROUPS (model)->groups->len;
}

static gpointer
spico_public_groups_get_item (GListModel *model,
                              guint       position)
{
  SpicoPublicGroups *self = SPICO_PUBLIC_GROUPS (model);

  return position < self->groups->len ? g_object_ref (g_ptr_array_index (self->groups, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_public_groups_get_item_type;
  iface->get_n_items = spico_public_groups_get_n_items;
  iface->get_item = spico_public_groups_get_item;
}

static void
spico_public_groups_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SpicoPublicGroups *self = SPICO_PUBLIC_GROUPS (object);

  switch (prop_id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, SPICO_TYPE_FAVOURITE_GROUP);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->groups->len);
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_public_groups_finalize (GObject *object)
{
  SpicoPublicGroups *self = SPICO_PUBLIC_GROUPS (object);

  g_clear_object (&self->client);
  g_free (self->account_id);
  g_ptr_array_unref (self->groups);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (spico_public_groups_parent_class)->finalize (object);
}

static void
spico_public_groups_class_init (SpicoPublicGroupsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = spico_public_groups_finalize;
  object_class->get_property = spico_public_groups_get_property;

  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spico_public_groups_init (SpicoPublicGroups *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_loading = TRUE;
}

SpicoPublicGroups *
spico_public_groups_new (SpicoClient *client,
                         const char  *account_id)
{
  SpicoPublicGroups *self = g_object_new (SPICO_TYPE_PUBLIC_GROUPS, NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, read_fiber, reading_new (self), reading_free), read_cb, reading_new (self), reading_free));

  return self;
}

gboolean
spico_public_groups_is_loading (SpicoPublicGroups *self)
{
  g_return_val_if_fail (SPICO_IS_PUBLIC_GROUPS (self), FALSE);

  return self->is_loading;
}

const GError *
spico_public_groups_get_error (SpicoPublicGroups *self)
{
  g_return_val_if_fail (SPICO_IS_PUBLIC_GROUPS (self), NULL);

  return self->error;
}

void
spico_public_groups_accept (SpicoPublicGroups   *self,
                            SpicoFavouriteGroup *group)
{
  g_return_if_fail (SPICO_IS_PUBLIC_GROUPS (self));
  g_return_if_fail (SPICO_IS_FAVOURITE_GROUP (group));

  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_WAITING, TRUE);
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_ACCEPTED, TRUE);
  dex_future_disown (spico_client_accept_group (self->client, self->account_id, spico_favourite_group_get_id (group), TRUE));
}
