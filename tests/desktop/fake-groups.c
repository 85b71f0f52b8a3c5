/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites of the client in memory: one that is administered, one that was shared, and the public ones. */
#include "fake-client.h"
#include "fake-lists.h"
#include "spico-client-group-requests.h"
#include "spico-favourite-group-private.h"
#include "spico-group-share-private.h"

struct _SpicoPublicGroups {
  GObject parent_instance;

  GListStore *store;
};

static void list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoPublicGroups, spico_public_groups, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_iface_init))

static GType
get_item_type (GListModel *model)
{
  return SPICO_TYPE_FAVOURITE_GROUP;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_PUBLIC_GROUPS (model)->store));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_PUBLIC_GROUPS (model)->store), position);
}

static void
list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
get_property (GObject    *object,
              guint       prop_id,
              GValue     *value,
              GParamSpec *pspec)
{
  g_value_set_boolean (value, FALSE);
}

static void
public_finalize (GObject *object)
{
  g_object_unref (SPICO_PUBLIC_GROUPS (object)->store);
  G_OBJECT_CLASS (spico_public_groups_parent_class)->finalize (object);
}

static void
spico_public_groups_class_init (SpicoPublicGroupsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->finalize = public_finalize;
  g_object_class_install_property (object_class, 1, g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, G_PARAM_READABLE));
}

static void
spico_public_groups_init (SpicoPublicGroups *self)
{
  self->store = g_list_store_new (SPICO_TYPE_FAVOURITE_GROUP);
}

gboolean
spico_public_groups_is_loading (SpicoPublicGroups *self)
{
  return FALSE;
}

const GError *
spico_public_groups_get_error (SpicoPublicGroups *self)
{
  return NULL;
}

void
spico_public_groups_accept (SpicoPublicGroups   *self,
                            SpicoFavouriteGroup *group)
{
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_ACCEPTED, TRUE);
}

/* How many there are of something, unless a test wants another number. */
static guint
count (SpicoClient *client,
       const char  *what,
       guint        otherwise)
{
  const char *n = g_object_get_data (G_OBJECT (client), what);

  return n != NULL ? (guint) g_ascii_strtoull (n, NULL, 10) : otherwise;
}

static void
add_members (SpicoClient *client,
             GListStore  *members)
{
  for (guint i = 1; i < count (client, "n-members", 1); i++)
    {
      g_autofree char *id = g_strdup_printf ("member-%u", i);
      g_autoptr (SpicoPrincipal) member = spico_client_get_principal (client, id);

      g_list_store_append (members, member);
    }
}

static void
add_group (SpicoClient *client,
           GListStore  *store,
           const char  *id,
           const char  *name,
           gboolean     is_public)
{
  g_autoptr (SpicoFavouriteGroup) group = g_object_new (SPICO_TYPE_FAVOURITE_GROUP, NULL);
  g_autoptr (SpicoPrincipal) creator = spico_client_get_principal (client, "p2");
  g_autoptr (GListStore) members = g_list_store_new (SPICO_TYPE_PRINCIPAL);

  g_list_store_append (members, creator);
  add_members (client, members);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_ID, id);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_NAME, name);
  spico_item_set_string (group, SPICO_FAVOURITE_GROUP_PROP_DESCRIPTION, "");
  spico_item_set_object (group, SPICO_FAVOURITE_GROUP_PROP_CREATOR, creator);
  spico_item_set_object (group, SPICO_FAVOURITE_GROUP_PROP_MEMBERS, members);
  spico_item_set_time (group, SPICO_FAVOURITE_GROUP_PROP_CREATED_AT, G_GINT64_CONSTANT (1760000000000000));
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_ACTIVE, TRUE);
  spico_item_set_boolean (group, SPICO_FAVOURITE_GROUP_PROP_IS_PUBLIC, is_public);
  g_list_store_append (store, group);
}

SpicoPublicGroups *
spico_client_list_public_groups (SpicoClient *self,
                                 const char  *account_id)
{
  SpicoPublicGroups *groups = g_object_new (SPICO_TYPE_PUBLIC_GROUPS, NULL);

  for (guint i = 0; i < count (self, "n-public-groups", 1); i++)
    {
      g_autofree char *id = g_strdup_printf ("public-%u", i);
      g_autofree char *name = g_strdup_printf ("CPTS du Tarn %u", i);

      add_group (self, groups->store, id, name, TRUE);
    }

  return groups;
}

SpicoList *
spico_client_list_groups (SpicoClient   *self,
                          const char    *account_id,
                          SpicoGroupList which)
{
  g_autoptr (GListStore) store = g_list_store_new (SPICO_TYPE_FAVOURITE_GROUP);

  if (which == SPICO_GROUP_LIST_TO_ANSWER)
    return fake_list_new (store);
  if (which == SPICO_GROUP_LIST_RECEIVED)
    add_group (self, store, "shared", "Équipe PCO", FALSE);
  else
    add_group (self, store, "own", "Maison de santé", FALSE);
  for (guint i = 1; i < count (self, "n-groups", 1); i++)
    {
      g_autofree char *id = g_strdup_printf ("group-%u-%u", which, i);
      g_autofree char *name = g_strdup_printf ("Groupe %u", i);

      add_group (self, store, id, name, FALSE);
    }
  if (which == SPICO_GROUP_LIST_RECEIVED)
    g_object_set_data_full (G_OBJECT (self), "received", g_object_ref (store), g_object_unref);

  return fake_list_new (store);
}

SpicoList *
spico_client_list_group_shares (SpicoClient *self,
                                const char  *account_id,
                                const char  *group_id)
{
  g_autoptr (GListStore) store = g_list_store_new (SPICO_TYPE_GROUP_SHARE);

  for (guint i = 0; i < count (self, "n-administrators", 1); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_object_new (SPICO_TYPE_GROUP_SHARE, NULL);
      g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self, i == 0 ? account_id : "p2");

      spico_item_set_string (share, SPICO_GROUP_SHARE_PROP_ID, i == 0 ? "s1" : "s2");
      spico_item_set_object (share, SPICO_GROUP_SHARE_PROP_PRINCIPAL, principal);
      spico_item_set_boolean (share, SPICO_GROUP_SHARE_PROP_IS_ADMINISTRATOR, TRUE);
      spico_item_set_boolean (share, SPICO_GROUP_SHARE_PROP_IS_ACCEPTED, TRUE);
      g_list_store_append (store, share);
    }

  return fake_list_new (store);
}

DexFuture *
spico_client_load_region_name (SpicoClient *self)
{
  return dex_future_new_take_string (g_strdup ("Occitanie"));
}

DexFuture *
spico_client_load_group_draft (SpicoClient *self,
                               const char  *account_id,
                               const char  *group_id)
{
  return dex_future_new_take_object (spico_draft_new (NULL, NULL, NULL, NULL, NULL));
}

DexFuture *
spico_client_discard_group_draft (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *group_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_save_group (SpicoClient       *self,
                         const char        *account_id,
                         const char        *group_id,
                         const char        *name,
                         const char        *description,
                         gboolean           is_active,
                         gboolean           is_public,
                         const char *const *member_ids)
{
  return dex_future_new_take_string (g_strdup ("own"));
}

DexFuture *
spico_client_destroy_group (SpicoClient *self,
                            const char  *account_id,
                            const char  *group_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_accept_group (SpicoClient *self,
                           const char  *account_id,
                           const char  *group_id,
                           gboolean     is_accepted)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_share_group (SpicoClient *self,
                          const char  *account_id,
                          const char  *group_id,
                          const char  *principal_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_set_group_administrator (SpicoClient *self,
                                      const char  *account_id,
                                      const char  *share_id,
                                      gboolean     is_administrator)
{
  if (g_object_get_data (G_OBJECT (self), "refused") != NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The last administrator");
  return dex_future_new_true ();
}

static SpicoGroupRequest *group_request;

DexFuture *
spico_client_list_group_requests (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *group_id)
{
  GListStore *requests = g_list_store_new (SPICO_TYPE_GROUP_REQUEST);

  if (group_request != NULL)
    g_list_store_append (requests, group_request);
  return dex_future_new_take_object (requests);
}

DexFuture *
spico_client_request_administrator (SpicoClient *self,
                                    const char  *account_id,
                                    const char  *group_id,
                                    const char  *successor_id)
{
  g_clear_object (&group_request);
  group_request = spico_group_request_new ("r1", successor_id, SPICO_GROUP_REQUEST_PENDING, G_GINT64_CONSTANT (1764417600000000));
  return dex_future_new_true ();
}

DexFuture *
spico_client_withdraw_group_request (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *request_id)
{
  g_clear_object (&group_request);
  return dex_future_new_true ();
}

DexFuture *
spico_client_withdraw_group_share (SpicoClient *self,
                                   const char  *account_id,
                                   const char  *share_id)
{
  return dex_future_new_true ();
}

/* What was written is there again. */
DexFuture *
spico_client_load_group_sheet (SpicoClient *self,
                               const char  *account_id,
                               const char  *group_id)
{
  const char *text = g_object_get_data (G_OBJECT (self), "sheet");

  if (g_object_get_data (G_OBJECT (self), "unreadable") != NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "The store cannot be read");

  return dex_future_new_take_boxed (SPICO_TYPE_GROUP_SHEET, spico_group_sheet_from_text (text != NULL ? text : ""));
}

DexFuture *
spico_client_save_group_sheet (SpicoClient           *self,
                               const char            *account_id,
                               const char            *group_id,
                               const SpicoGroupSheet *sheet)
{
  g_object_set_data_full (G_OBJECT (self), "sheet", spico_group_sheet_to_text (sheet), g_free);

  return dex_future_new_true ();
}
