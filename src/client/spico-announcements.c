/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcements.h"

#include "spico-announcement.h"
#include "spico-refresher.h"
#include "spico-store-announcements.h"

struct _SpicoAnnouncements {
  GObject parent_instance;

  SpicoStore *store;
  GListModel *found;
  SpicoRefresher *refresher;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoAnnouncements, spico_announcements, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
spico_announcements_get_item_type (GListModel *model)
{
  return SPICO_TYPE_ANNOUNCEMENT;
}

static guint
spico_announcements_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (SPICO_ANNOUNCEMENTS (model)->found);
}

static gpointer
spico_announcements_get_item (GListModel *model,
                              guint       position)
{
  return g_list_model_get_item (SPICO_ANNOUNCEMENTS (model)->found, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_announcements_get_item_type;
  iface->get_n_items = spico_announcements_get_n_items;
  iface->get_item = spico_announcements_get_item;
}

static DexFuture *
read_announcements (gpointer owner)
{
  return spico_store_read (SPICO_ANNOUNCEMENTS (owner)->store, spico_store_read_announcements, NULL, NULL);
}

/* They are few, and seldom change: all of them are taken anew. */
static void
announcements_read_cb (gpointer      owner,
                       const GValue *value,
                       const GError *error)
{
  SpicoAnnouncements *self = owner;
  g_autoptr (GListModel) before = NULL;

  if (value == NULL)
    return;

  before = g_steal_pointer (&self->found);
  self->found = g_value_dup_object (value);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, g_list_model_get_n_items (before), g_list_model_get_n_items (self->found));
}

static void
store_changed_cb (SpicoAnnouncements *self,
                  SpicoChanges       *changes)
{
  if (changes->flags & SPICO_CHANGE_ANNOUNCEMENTS)
    spico_refresher_ask (self->refresher);
}

static void
spico_announcements_finalize (GObject *object)
{
  SpicoAnnouncements *self = SPICO_ANNOUNCEMENTS (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->found);

  G_OBJECT_CLASS (spico_announcements_parent_class)->finalize (object);
}

static void
spico_announcements_class_init (SpicoAnnouncementsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_announcements_finalize;
}

static void
spico_announcements_init (SpicoAnnouncements *self)
{
  self->found = G_LIST_MODEL (g_list_store_new (SPICO_TYPE_ANNOUNCEMENT));
}

SpicoAnnouncements *
spico_announcements_new (SpicoStore *store)
{
  SpicoAnnouncements *self = g_object_new (SPICO_TYPE_ANNOUNCEMENTS, NULL);

  if (store == NULL)
    return self;

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_announcements, announcements_read_cb);
  spico_refresher_ask (self->refresher);

  return self;
}
