/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-list.h"

#include "spico-kept.h"
#include "spico-refresher.h"
#include "spico-store-kept.h"

struct _SpicoKeptList {
  GObject parent_instance;

  SpicoStore *store;
  char *account_id;
  GListModel *found;
  SpicoRefresher *refresher;
  /* Once it is, that is told, whatever there is. */
  gboolean is_loaded;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoKeptList, spico_kept_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
spico_kept_list_get_item_type (GListModel *model)
{
  return SPICO_TYPE_KEPT;
}

static guint
spico_kept_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (SPICO_KEPT_LIST (model)->found);
}

static gpointer
spico_kept_list_get_item (GListModel *model,
                              guint       position)
{
  return g_list_model_get_item (SPICO_KEPT_LIST (model)->found, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_kept_list_get_item_type;
  iface->get_n_items = spico_kept_list_get_n_items;
  iface->get_item = spico_kept_list_get_item;
}

static DexFuture *
read_kept (gpointer owner)
{
  return spico_store_read (SPICO_KEPT_LIST (owner)->store, spico_store_read_kept, g_strdup (SPICO_KEPT_LIST (owner)->account_id), g_free);
}

static gboolean
is_same (GListModel *before,
         GListModel *after)
{
  guint n = g_list_model_get_n_items (after);

  if (g_list_model_get_n_items (before) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoKept) one = g_list_model_get_item (before, i);
      g_autoptr (SpicoKept) other = g_list_model_get_item (after, i);

      if (!spico_kept_equal (one, other))
        return FALSE;
    }

  return TRUE;
}

/* They are few, and seldom change: all of them are taken anew. */
static void
kept_read_cb (gpointer      owner,
                       const GValue *value,
                       const GError *error)
{
  SpicoKeptList *self = owner;
  g_autoptr (GListModel) before = NULL;

  if (value == NULL)
    return;

  if (self->is_loaded && is_same (self->found, g_value_get_object (value)))
    return;
  self->is_loaded = TRUE;

  before = g_steal_pointer (&self->found);
  self->found = g_value_dup_object (value);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, g_list_model_get_n_items (before), g_list_model_get_n_items (self->found));
}

static void
store_changed_cb (SpicoKeptList *self,
                  SpicoChanges       *changes)
{
  if (changes->flags & (SPICO_CHANGE_KEPT | SPICO_CHANGE_GROUPS | SPICO_CHANGE_ACCOUNTS))
    spico_refresher_ask (self->refresher);
}

static void
spico_kept_list_finalize (GObject *object)
{
  SpicoKeptList *self = SPICO_KEPT_LIST (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->found);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_kept_list_parent_class)->finalize (object);
}

static void
spico_kept_list_class_init (SpicoKeptListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_kept_list_finalize;
}

static void
spico_kept_list_init (SpicoKeptList *self)
{
  self->found = G_LIST_MODEL (g_list_store_new (SPICO_TYPE_KEPT));
}

SpicoKeptList *
spico_kept_list_new (SpicoStore *store,
                     const char *account_id)
{
  SpicoKeptList *self = g_object_new (SPICO_TYPE_KEPT_LIST, NULL);

  if (store == NULL)
    return self;

  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id != NULL ? account_id : "");
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_kept, kept_read_cb);
  spico_refresher_ask (self->refresher);

  return self;
}
