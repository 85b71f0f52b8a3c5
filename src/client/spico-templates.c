/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-templates.h"

#include "spico-message-template.h"
#include "spico-refresher.h"
#include "spico-store-templates.h"

struct _SpicoTemplates {
  GObject parent_instance;

  SpicoStore *store;
  char *account_id;
  GListStore *templates;
  SpicoRefresher *refresher;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoTemplates, spico_templates, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
spico_templates_get_item_type (GListModel *model)
{
  return SPICO_TYPE_MESSAGE_TEMPLATE;
}

static guint
spico_templates_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_TEMPLATES (model)->templates));
}

static gpointer
spico_templates_get_item (GListModel *model,
                          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_TEMPLATES (model)->templates), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_templates_get_item_type;
  iface->get_n_items = spico_templates_get_n_items;
  iface->get_item = spico_templates_get_item;
}

static DexFuture *
read_templates (gpointer owner)
{
  SpicoTemplates *self = owner;

  return spico_store_read (self->store, spico_store_read_templates, g_strdup (self->account_id), g_free);
}

static gboolean
are_same (GListModel *a,
          guint       in_a,
          GListModel *b,
          guint       in_b)
{
  g_autoptr (SpicoMessageTemplate) one = g_list_model_get_item (a, in_a);
  g_autoptr (SpicoMessageTemplate) other = g_list_model_get_item (b, in_b);

  return spico_message_template_equals (one, other);
}

/* What is the same stays: a screen keeps its place. */
static void
take (SpicoTemplates *self,
      GListModel     *now)
{
  GListModel *before = G_LIST_MODEL (self->templates);
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
    g_list_store_splice (self->templates, n_first, n_before - n_first - n_last, added->pdata, added->len);
}

static void
templates_read_cb (gpointer      owner,
                   const GValue *value,
                   const GError *error)
{
  if (value != NULL)
    take (owner, g_value_get_object (value));
}

static void
store_changed_cb (SpicoTemplates *self,
                  SpicoChanges   *changes)
{
  if (changes->flags & SPICO_CHANGE_TEMPLATES)
    spico_refresher_ask (self->refresher);
}

static void
spico_templates_finalize (GObject *object)
{
  SpicoTemplates *self = SPICO_TEMPLATES (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->templates);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_templates_parent_class)->finalize (object);
}

static void
spico_templates_class_init (SpicoTemplatesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_templates_finalize;
}

static void
spico_templates_init (SpicoTemplates *self)
{
  self->templates = g_list_store_new (SPICO_TYPE_MESSAGE_TEMPLATE);
  g_signal_connect_swapped (self->templates, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
}

SpicoTemplates *
spico_templates_new (SpicoStore *store,
                     const char *account_id)
{
  SpicoTemplates *self = g_object_new (SPICO_TYPE_TEMPLATES, NULL);

  self->account_id = g_strdup (account_id);
  if (store == NULL)
    return self;

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->refresher = spico_refresher_new (self, read_templates, templates_read_cb);
  spico_refresher_ask (self->refresher);

  return self;
}
