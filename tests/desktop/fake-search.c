/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of a mailbox, without a store: nothing is ever found. */
#include "fake-lists.h"
#include "spico-client-search.h"
#include "spico-found-message.h"

static SpicoList *
nothing_of (GType type)
{
  g_autoptr (GListStore) nothing = g_list_store_new (type);

  return fake_list_new (nothing);
}

SpicoList *
spico_client_search_conversations (SpicoClient             *self,
                                   const char              *account_id,
                                   const char              *text,
                                   const SpicoSearchFilter *filter)
{
  return nothing_of (SPICO_TYPE_CONVERSATION);
}

SpicoList *
spico_client_search_messages (SpicoClient             *self,
                              const char              *account_id,
                              const char              *text,
                              const SpicoSearchFilter *filter)
{
  return nothing_of (SPICO_TYPE_FOUND_MESSAGE);
}

DexFuture *
spico_client_list_talked_about (SpicoClient *self,
                                const char  *account_id)
{
  return dex_future_new_take_object (g_list_store_new (SPICO_TYPE_PATIENT));
}

DexFuture *
spico_client_list_talked_with (SpicoClient *self,
                               const char  *account_id)
{
  return dex_future_new_take_object (g_list_store_new (SPICO_TYPE_PRINCIPAL));
}
