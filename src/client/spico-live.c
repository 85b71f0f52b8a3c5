/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-live.h"

#include "spico-list-items.h"
#include "spico-refresher.h"

/* What keeps one item, that stands in no list, like its row of the store. The item owns it. */
typedef struct {
  SpicoClient *client;
  SpicoStore *store;
  SpicoReadQuery *query;
  SpicoRefresher *refresher;
  gulong changed_id;
} Live;

static Live *
live_of (gpointer item)
{
  return g_object_get_data (item, "spico-live");
}

static void
live_free (gpointer data)
{
  Live *self = data;

  g_signal_handler_disconnect (self->store, self->changed_id);
  spico_refresher_free (self->refresher);
  g_object_unref (self->client);
  g_object_unref (self->store);
  spico_read_query_unref (self->query);
  g_free (self);
}

static DexFuture *
read_row (gpointer item)
{
  Live *self = live_of (item);
  SpicoReadRequest *request = g_new0 (SpicoReadRequest, 1);

  request->query = spico_read_query_ref (self->query);
  request->with_keys = TRUE;
  request->n_first = 1;

  return spico_store_read (self->store, spico_read_list, request, spico_read_request_free);
}

static void
row_read_cb (gpointer      item,
             const GValue *value,
             const GError *error)
{
  Live *self = live_of (item);
  SpicoPage *page = value != NULL ? g_value_get_boxed (value) : NULL;

  if (page == NULL || spico_rows_get_n_rows (page->rows) == 0)
    return;

  if (page->principals != NULL)
    spico_client_fill_principals (self->client, page->principals);
  g_object_unref (spico_list_items_apply (item, self->client, self->query, page, 0));
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
    spico_refresher_ask (self->refresher);
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
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->query = spico_read_query_ref (query);
  self->refresher = spico_refresher_new (item, read_row, row_read_cb);
  self->changed_id = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  g_object_set_data_full (item, "spico-live", self, live_free);
}
