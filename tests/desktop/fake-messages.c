/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message, without a server. */
#include "fake-lists.h"
#include "spico-client-messages.h"
#include "spico-found-message.h"
#include "spico-message-private.h"

SpicoList *
spico_client_search_messages (SpicoClient *self,
                              const char  *account_id,
                              const char  *text)
{
  g_autoptr (GListStore) nothing = g_list_store_new (SPICO_TYPE_FOUND_MESSAGE);

  return fake_list_new (nothing);
}

DexFuture *
spico_client_get_quoted (SpicoClient *self,
                         const char  *account_id,
                         const char  *conversation_id,
                         const char  *message_id)
{
  g_autoptr (SpicoMessage) message = g_object_new (SPICO_TYPE_MESSAGE, NULL);

  spico_item_set_string (message, SPICO_MESSAGE_PROP_ID, message_id);

  return dex_future_new_for_object (message);
}

DexFuture *
spico_client_correct_message (SpicoClient *self,
                              const char  *account_id,
                              const char  *message_id,
                              const char  *text)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_trace_export (SpicoClient *self,
                           const char  *account_id,
                           const char  *conversation_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_withdraw_message (SpicoClient *self,
                               const char  *account_id,
                               const char  *message_id)
{
  return dex_future_new_true ();
}
