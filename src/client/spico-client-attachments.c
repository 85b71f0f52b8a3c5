/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with messages: what one does with them. */
#include "spico-client-attachments.h"

#include "spico-client-private.h"

/* Until a server has said it: what one does that was set up as it comes (docs/protocol.md). */
#define DEFAULT_MAX_SIZE 50000000
#define DEFAULT_MAX_COUNT 20

static DexFuture *
not_yet (SpicoClient *self)
{
  return self->store != NULL ? dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_FORBIDDEN, "The region takes no attachments") : spico_client_nobody ();
}

DexFuture *
spico_client_attach (SpicoClient  *self,
                     const char   *mailbox_id,
                     const char   *conversation_id,
                     const char   *account_id,
                     GInputStream *stream,
                     const char   *name,
                     const char   *media_type,
                     GCancellable *cancellable)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && G_IS_INPUT_STREAM (stream) && name != NULL, NULL);

  return not_yet (self);
}

DexFuture *
spico_client_attach_forwarded (SpicoClient  *self,
                               const char   *mailbox_id,
                               const char   *conversation_id,
                               const char   *account_id,
                               SpicoMessage *message)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && SPICO_IS_MESSAGE (message), NULL);

  return not_yet (self);
}

DexFuture *
spico_client_detach (SpicoClient     *self,
                     SpicoAttachment *attachment)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  return not_yet (self);
}

DexFuture *
spico_client_retry_attachment (SpicoClient     *self,
                               SpicoAttachment *attachment)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  return not_yet (self);
}

GListModel *
spico_client_list_draft_attachments (SpicoClient *self,
                                     const char  *mailbox_id,
                                     const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (g_list_store_new (SPICO_TYPE_ATTACHMENT));
}

DexFuture *
spico_client_open_attachment (SpicoClient     *self,
                              const char      *account_id,
                              SpicoAttachment *attachment,
                              GCancellable    *cancellable)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && SPICO_IS_ATTACHMENT (attachment), NULL);

  return not_yet (self);
}

void
spico_client_get_attachment_limits (SpicoClient           *self,
                                    SpicoAttachmentLimits *limits)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));
  g_return_if_fail (limits != NULL);

  *limits = (SpicoAttachmentLimits) { DEFAULT_MAX_SIZE, DEFAULT_MAX_SIZE, DEFAULT_MAX_COUNT };
}
