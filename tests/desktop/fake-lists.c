/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-lists.h"

#include "spico-message.h"
#include "spico-principal.h"

/* A list over a GListStore */

struct _SpicoList {
  GObject parent_instance;

  GListStore *store;
};

static void list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoList, spico_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_iface_init))

static GType
list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_LIST (model)->store));
}

static gpointer
list_get_item (GListModel *model,
               guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_LIST (model)->store), position);
}

static void
list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

enum {
  LIST_PROP_0,
  LIST_PROP_IS_LOADING,
  LIST_PROP_ERROR,
  LIST_PROP_FIRST_UNREAD_SEQ,
  LIST_PROP_IS_OPEN,
  LIST_N_PROPS
};

static void
list_get_property (GObject    *object,
                   guint       prop_id,
                   GValue     *value,
                   GParamSpec *pspec)
{
}

static void
list_finalize (GObject *object)
{
  g_clear_object (&SPICO_LIST (object)->store);
  G_OBJECT_CLASS (spico_list_parent_class)->finalize (object);
}

static void
install_list_properties (GObjectClass *object_class)
{
  object_class->get_property = list_get_property;
  g_object_class_install_property (object_class, LIST_PROP_IS_LOADING, g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (object_class, LIST_PROP_ERROR, g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE));
}

static void
spico_list_class_init (SpicoListClass *klass)
{
  install_list_properties (G_OBJECT_CLASS (klass));
  G_OBJECT_CLASS (klass)->finalize = list_finalize;
}

static void
spico_list_init (SpicoList *self)
{
}

SpicoList *
fake_list_new (GListStore *store)
{
  SpicoList *self = g_object_new (SPICO_TYPE_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
spico_list_is_loading (SpicoList *self)
{
  return FALSE;
}

const GError *
spico_list_get_error (SpicoList *self)
{
  return NULL;
}

/* Favourites */

struct _SpicoFavourites {
  GObject parent_instance;

  GListStore *store;
};

G_DEFINE_FINAL_TYPE (SpicoFavourites, spico_favourites, G_TYPE_OBJECT)

static guint favourites_changed;

static void
favourites_changed_cb (SpicoFavourites *self)
{
  g_signal_emit (self, favourites_changed, 0);
}

static void
favourites_finalize (GObject *object)
{
  g_clear_object (&SPICO_FAVOURITES (object)->store);
  G_OBJECT_CLASS (spico_favourites_parent_class)->finalize (object);
}

static void
spico_favourites_class_init (SpicoFavouritesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = favourites_finalize;
  favourites_changed = g_signal_new ("changed", SPICO_TYPE_FAVOURITES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_favourites_init (SpicoFavourites *self)
{
}

SpicoFavourites *
fake_favourites_new (GListStore *store)
{
  SpicoFavourites *self = g_object_new (SPICO_TYPE_FAVOURITES, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (favourites_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
spico_favourites_contains (SpicoFavourites *self,
                           const char      *principal_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (g_str_equal (spico_principal_get_id (principal), principal_id))
        return TRUE;
    }

  return FALSE;
}

/* Messages */

struct _SpicoMessageList {
  GObject parent_instance;

  GListStore *store;
  gint64 first_unread_seq;
};

static void message_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoMessageList, spico_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, message_list_iface_init))

static guint
message_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SPICO_MESSAGE_LIST (model)->store));
}

static gpointer
message_list_get_item (GListModel *model,
                       guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (SPICO_MESSAGE_LIST (model)->store), position);
}

static void
message_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = message_list_get_n_items;
  iface->get_item = message_list_get_item;
}

static void
message_list_finalize (GObject *object)
{
  g_clear_object (&SPICO_MESSAGE_LIST (object)->store);
  G_OBJECT_CLASS (spico_message_list_parent_class)->finalize (object);
}

static void
spico_message_list_class_init (SpicoMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  install_list_properties (object_class);
  g_object_class_install_property (object_class, LIST_PROP_FIRST_UNREAD_SEQ,
                                   g_param_spec_int64 ("first-unread-seq", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE));
  g_object_class_install_property (object_class, LIST_PROP_IS_OPEN, g_param_spec_boolean ("is-open", NULL, NULL, TRUE, G_PARAM_READABLE));
  object_class->finalize = message_list_finalize;
}

static void
spico_message_list_init (SpicoMessageList *self)
{
}

gboolean
spico_message_list_is_loading (SpicoMessageList *self)
{
  return FALSE;
}

gboolean
spico_message_list_is_open (SpicoMessageList *self)
{
  return TRUE;
}

gboolean
spico_message_list_get_has_older (SpicoMessageList *self)
{
  return FALSE;
}

gint64
spico_message_list_get_first_unread_seq (SpicoMessageList *self)
{
  return self->first_unread_seq;
}

guint
spico_message_list_get_n_unread_at_open (SpicoMessageList *self)
{
  return self->first_unread_seq > 0 ? 3 : 0;
}

const GError *
spico_message_list_get_error (SpicoMessageList *self)
{
  return NULL;
}

DexFuture *
spico_message_list_load_older (SpicoMessageList *self)
{
  return dex_future_new_for_boolean (FALSE);
}

DexFuture *
spico_message_list_load_all (SpicoMessageList *self,
                             GCancellable     *cancellable)
{
  return dex_future_new_true ();
}

DexFuture *
spico_message_list_load_older_to (SpicoMessageList *self,
                                  gint64            seq)
{
  return dex_future_new_for_boolean (FALSE);
}

gboolean
spico_message_list_find (SpicoMessageList *self,
                         const char       *message_id,
                         guint            *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      g_autoptr (SpicoMessage) message = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (!g_str_equal (spico_message_get_id (message), message_id))
        continue;
      *position = i;
      return TRUE;
    }

  return FALSE;
}

SpicoMessageList *
fake_message_list_new (GListStore *store,
                       gint64      first_unread_seq)
{
  SpicoMessageList *self = g_object_new (SPICO_TYPE_MESSAGE_LIST, NULL);

  self->store = g_object_ref (store);
  self->first_unread_seq = first_unread_seq;
  g_signal_connect_object (store, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);

  return self;
}
