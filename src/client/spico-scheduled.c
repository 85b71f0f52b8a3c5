/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-scheduled.h"

#include "spico-refresher.h"
#include "spico-scheduled-message.h"
#include "spico-store-scheduled.h"

struct _SpicoScheduled {
  GObject parent_instance;

  SpicoStore *store;
  char *conversation_id;
  GListStore *messages;
  SpicoRefresher *refresher;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoScheduled, spico_scheduled, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
spico_scheduled_get_item_type (GListModel *model)
{
  return SPICO_TYPE_SCHEDULED_MESSAGE;
}

static guint
spico_scheduled_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_SCHEDULED (model)->messages));
}

static gpointer
spico_scheduled_get_item (GListModel *model,
                          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_SCHEDULED (model)->messages), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_scheduled_get_item_type;
  iface->get_n_items = spico_scheduled_get_n_items;
  iface->get_item = spico_scheduled_get_item;
}

static DexFuture *
read_messages (gpointer owner)
{
  SpicoScheduled *self = owner;

  return spico_store_read (self->store, spico_store_read_scheduled, g_strdup (self->conversation_id), g_free);
}

static gboolean
are_same (GListModel *a,
          guint       in_a,
          GListModel *b,
          guint       in_b)
{
  g_autoptr (SpicoScheduledMessage) one = g_list_model_get_item (a, in_a);
  g_autoptr (SpicoScheduledMessage) other = g_list_model_get_item (b, in_b);

  return spico_scheduled_message_equal (one, other);
}

/* What is the same stays: a screen keeps its place. */
static void
take (SpicoScheduled *self,
      GListModel     *now)
{
  GListModel *before = G_LIST_MODEL (self->messages);
  guint n_before = g_list_model_get_n_items (before);
  guint n_now = g_list_model_get_n_items (now);
  guint n_first = 0;
  guint n_last = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (n_first < MIN (n_before, n_now) && are_same (before, n_first, now, n_first))
    n_first++;
  while (n_last < MIN (n_before, n_now) - n_first && are_same (before, n_before - n_last - 1, now, n_now - n_last - 1))
    n_last++;
  for (guint i = n_first; i < n_now - n_last; i++)
    g_ptr_array_add (added, g_list_model_get_item (now, i));
  if (n_before > n_first + n_last || added->len > 0)
    g_list_store_splice (self->messages, n_first, n_before - n_first - n_last, added->pdata, added->len);
}

static void
messages_read_cb (gpointer      owner,
                   const GValue *value,
                   const GError *error)
{
  if (value != NULL)
    take (owner, g_value_get_object (value));
}

static void
store_changed_cb (SpicoScheduled *self,
                  SpicoChanges   *changes)
{
  /* Somebody may have been unknown when it was read. */
  if (changes->flags & (SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_PRINCIPALS))
    spico_refresher_ask (self->refresher);
}

static void
spico_scheduled_finalize (GObject *object)
{
  SpicoScheduled *self = SPICO_SCHEDULED (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->messages);
  g_free (self->conversation_id);

  G_OBJECT_CLASS (spico_scheduled_parent_class)->finalize (object);
}

static void
spico_scheduled_class_init (SpicoScheduledClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_scheduled_finalize;
}

static void
spico_scheduled_init (SpicoScheduled *self)
{
  self->messages = g_list_store_new (SPICO_TYPE_SCHEDULED_MESSAGE);
  g_signal_connect_swapped (self->messages, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
}

SpicoScheduled *
spico_scheduled_new (SpicoStore *store,
                     const char *conversation_id)
{
  SpicoScheduled *self = g_object_new (SPICO_TYPE_SCHEDULED, NULL);

  self->conversation_id = g_strdup (conversation_id);
  if (store == NULL)
    return self;

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_messages, messages_read_cb);
  spico_refresher_ask (self->refresher);

  return self;
}
