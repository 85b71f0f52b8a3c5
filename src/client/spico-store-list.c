/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-list.h"

#include "spico-refresher.h"

struct _SpicoStoreList {
  GObject parent_instance;

  const SpicoStoreListKind *kind;
  SpicoStore *store;
  char *whose;
  GListStore *items;
  SpicoRefresher *refresher;
  gboolean is_loaded;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoStoreList, spico_store_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
spico_store_list_get_item_type (GListModel *model)
{
  return SPICO_STORE_LIST (model)->kind->get_item_type ();
}

static guint
spico_store_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_STORE_LIST (model)->items));
}

static gpointer
spico_store_list_get_item (GListModel *model,
                           guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_STORE_LIST (model)->items), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_store_list_get_item_type;
  iface->get_n_items = spico_store_list_get_n_items;
  iface->get_item = spico_store_list_get_item;
}

static DexFuture *
read_items (gpointer owner)
{
  SpicoStoreList *self = owner;

  return spico_store_read (self->store, self->kind->read, g_strdup (self->whose), g_free);
}

static gboolean
are_same (SpicoStoreList *self,
          guint           before,
          GListModel     *now,
          guint           position)
{
  g_autoptr (GObject) one = g_list_model_get_item (G_LIST_MODEL (self->items), before);
  g_autoptr (GObject) other = g_list_model_get_item (now, position);

  return self->kind->equal (one, other);
}

/* What is the same stays: a screen keeps its place. */
static void
take (SpicoStoreList *self,
      GListModel     *now)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_now = g_list_model_get_n_items (now);
  guint n_first = 0;
  guint n_last = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (n_first < MIN (n_before, n_now) && are_same (self, n_first, now, n_first))
    n_first++;
  while (n_last < MIN (n_before, n_now) - n_first && are_same (self, n_before - n_last - 1, now, n_now - n_last - 1))
    n_last++;
  for (guint i = n_first; i < n_now - n_last; i++)
    g_ptr_array_add (added, g_list_model_get_item (now, i));
  if (self->is_loaded && n_before == n_first + n_last && added->len == 0)
    return;

  self->is_loaded = TRUE;
  g_list_store_splice (self->items, n_first, n_before - n_first - n_last, added->pdata, added->len);
}

static void
items_read_cb (gpointer      owner,
               const GValue *value,
               const GError *error)
{
  if (value != NULL)
    take (owner, g_value_get_object (value));
}

static void
store_changed_cb (SpicoStoreList *self,
                  SpicoChanges   *changes)
{
  if (changes->flags & self->kind->changes)
    spico_refresher_ask (self->refresher);
}

static void
spico_store_list_finalize (GObject *object)
{
  SpicoStoreList *self = SPICO_STORE_LIST (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->items);
  g_free (self->whose);

  G_OBJECT_CLASS (spico_store_list_parent_class)->finalize (object);
}

static void
spico_store_list_class_init (SpicoStoreListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_store_list_finalize;
}

static void
spico_store_list_init (SpicoStoreList *self)
{
}

GListModel *
spico_store_list_new (SpicoStore               *store,
                      const SpicoStoreListKind *kind,
                      const char               *whose)
{
  SpicoStoreList *self = g_object_new (SPICO_TYPE_STORE_LIST, NULL);

  self->kind = kind;
  self->whose = g_strdup (whose);
  self->items = g_list_store_new (kind->get_item_type ());
  g_signal_connect_swapped (self->items, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
  if (store == NULL)
    return G_LIST_MODEL (self);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_items, items_read_cb);
  spico_refresher_ask (self->refresher);

  return G_LIST_MODEL (self);
}
