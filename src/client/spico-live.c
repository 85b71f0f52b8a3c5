/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-live.h"

#include "spico-list-items.h"

/* What keeps one item, that stands in no list, like its row of the store. The item owns it. */
typedef struct {
  gatomicrefcount ref_count;
  GWeakRef item;
  SpicoClient *client;
  SpicoStore *store;
  SpicoReadQuery *query;
  gulong changed_id;
  gboolean is_reading;
  gboolean is_stale;
} Live;

static void read_again (Live *self);

static void
live_unref (gpointer data)
{
  Live *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_weak_ref_clear (&self->item);
  g_object_unref (self->client);
  g_object_unref (self->store);
  spico_read_query_unref (self->query);
  g_free (self);
}

static Live *
live_ref (Live *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  Live *self = data;
  g_autoptr (GObject) item = g_weak_ref_get (&self->item);
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoPage *page = value != NULL ? g_value_get_boxed (value) : NULL;

  self->is_reading = FALSE;
  if (item == NULL)
    return dex_future_new_true ();

  if (page != NULL && spico_rows_get_n_rows (page->rows) > 0)
    {
      if (page->principals != NULL)
        spico_client_fill_principals (self->client, page->principals);
      g_object_unref (spico_list_items_apply (item, self->client, self->query, page, 0));
    }
  if (self->is_stale)
    read_again (self);

  return dex_future_new_true ();
}

static void
read_again (Live *self)
{
  SpicoReadRequest *request;

  self->is_stale = self->is_reading;
  if (self->is_reading)
    return;

  self->is_reading = TRUE;
  request = g_new0 (SpicoReadRequest, 1);
  request->query = spico_read_query_ref (self->query);
  request->with_keys = TRUE;
  request->n_first = 1;
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_list, request, spico_read_request_free), read_cb, live_ref (self), live_unref));
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  Live *self = data;
  gboolean is_touched;

  if (self->query->kind == SPICO_READ_CONVERSATIONS)
    is_touched = spico_changes_has_conversation (changes, self->query->account_id, self->query->id);
  else
    is_touched = (changes->flags & SPICO_CHANGE_DOSSIERS) != 0;
  if (is_touched)
    read_again (self);
}

static void
live_detach (gpointer data)
{
  Live *self = data;

  g_signal_handler_disconnect (self->store, self->changed_id);
  live_unref (self);
}

/**
 * spico_live_attach:
 * @query: the query that finds the item alone
 * @item: a conversation or a dossier
 *
 * Keeps an item like its row of the store, as long as it lives.
 */
void
spico_live_attach (SpicoClient    *client,
                   SpicoReadQuery *query,
                   gpointer        item)
{
  SpicoStore *store = spico_client_get_store (client);
  Live *self;

  if (store == NULL)
    return;

  self = g_new0 (Live, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_weak_ref_init (&self->item, item);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->query = spico_read_query_ref (query);
  self->changed_id = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  g_object_set_data_full (item, "spico-live", self, live_detach);
}
