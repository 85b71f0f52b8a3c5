/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-favourites-private.h"

#include "spico-refresher.h"
#include "spico-store-reads.h"

struct _SpicoFavourites {
  GObject parent_instance;

  SpicoStore *store;
  char *account_id;
  GHashTable *ids;
  SpicoRefresher *refresher;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoFavourites, spico_favourites, G_TYPE_OBJECT)

static void
take_ids (SpicoFavourites   *self,
          const char *const *ids)
{
  g_hash_table_remove_all (self->ids);
  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (self->ids, g_strdup (ids[i]));
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
read_ids (gpointer owner)
{
  SpicoFavourites *self = owner;

  return spico_store_read (self->store, spico_read_favourite_ids, g_strdup (self->account_id), g_free);
}

static void
ids_read_cb (gpointer      owner,
             const GValue *value,
             const GError *error)
{
  if (value != NULL)
    take_ids (owner, g_value_get_boxed (value));
}

static void
store_changed_cb (SpicoFavourites *self,
                  SpicoChanges    *changes)
{
  if (changes->flags & SPICO_CHANGE_FAVOURITES)
    spico_refresher_ask (self->refresher);
}

static void
spico_favourites_finalize (GObject *object)
{
  SpicoFavourites *self = SPICO_FAVOURITES (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_free (self->account_id);
  g_hash_table_unref (self->ids);

  G_OBJECT_CLASS (spico_favourites_parent_class)->finalize (object);
}

static void
spico_favourites_class_init (SpicoFavouritesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_favourites_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_FAVOURITES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_favourites_init (SpicoFavourites *self)
{
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SpicoFavourites *
spico_favourites_new (SpicoStore *store,
                      const char *account_id)
{
  SpicoFavourites *self = g_object_new (SPICO_TYPE_FAVOURITES, NULL);

  self->account_id = g_strdup (account_id);
  if (store != NULL)
    {
      self->store = g_object_ref (store);
      g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
      self->refresher = spico_refresher_new (self, read_ids, ids_read_cb);
      spico_refresher_ask (self->refresher);
    }

  return self;
}

gboolean
spico_favourites_contains (SpicoFavourites *self,
                           const char      *principal_id)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITES (self), FALSE);
  g_return_val_if_fail (principal_id != NULL, FALSE);

  return g_hash_table_contains (self->ids, principal_id);
}
