/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message. */
#include "spico-client-messages.h"

#include "spico-client-private.h"
#include "spico-message-private.h"
#include "spico-message-rows.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"

typedef struct {
  SpicoClient *client;
  char *account_id;
  char *conversation_id;
  char *message_id;
} Quoting;

static void
quoting_free (gpointer data)
{
  Quoting *quoting = data;

  g_object_unref (quoting->client);
  g_free (quoting->account_id);
  g_free (quoting->conversation_id);
  g_free (quoting->message_id);
  g_free (quoting);
}

static DexFuture *
quoted_cb (DexFuture *future,
           gpointer   data)
{
  Quoting *quoting = data;
  SpicoPage *page = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (SpicoMessageRows) rows = spico_message_rows_new (quoting->client, quoting->account_id, quoting->conversation_id, page);
  g_autoptr (SpicoMessage) message = g_object_new (SPICO_TYPE_MESSAGE, NULL);

  spico_item_set_string (message, SPICO_MESSAGE_PROP_ID, quoting->message_id);
  if (spico_rows_get_n_rows (page->quoted) > 0)
    spico_message_rows_fill_quoted (rows, message, 0);

  return dex_future_new_for_object (message);
}

DexFuture *
spico_client_get_quoted (SpicoClient *self,
                         const char  *account_id,
                         const char  *conversation_id,
                         const char  *message_id)
{
  SpicoWrite *what;
  Quoting *quoting;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL && message_id != NULL, NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  what = spico_write_new (account_id, conversation_id, message_id);
  quoting = g_new0 (Quoting, 1);
  quoting->client = g_object_ref (self);
  quoting->account_id = g_strdup (account_id);
  quoting->conversation_id = g_strdup (conversation_id);
  quoting->message_id = g_strdup (message_id);

  return dex_future_then (spico_store_read (self->store, spico_read_quoted, what, spico_write_free), quoted_cb, quoting, quoting_free);
}
