/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"
#include "spico-client-scheduled.h"

/* Nothing is sent later. */
GListModel *
spico_client_list_scheduled (SpicoClient *self,
                             const char  *conversation_id)
{
  return G_LIST_MODEL (g_list_store_new (SPICO_TYPE_SCHEDULED_MESSAGE));
}

DexFuture *
spico_client_schedule_draft (SpicoClient *self,
                             SpicoDraft  *draft,
                             GDateTime   *send_at)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_change_scheduled (SpicoClient           *self,
                               SpicoScheduledMessage *message,
                               GDateTime             *send_at)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_send_scheduled (SpicoClient           *self,
                             SpicoScheduledMessage *message)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_cancel_scheduled (SpicoClient           *self,
                               SpicoScheduledMessage *message)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_take_back_scheduled (SpicoClient           *self,
                                  SpicoScheduledMessage *message,
                                  const char            *mailbox_id)
{
  return dex_future_new_true ();
}
