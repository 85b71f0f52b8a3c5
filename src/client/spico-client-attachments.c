/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with messages: what one does with them. */
#include "spico-client-attachments.h"

#include "spico-attachment-private.h"
#include "spico-client-private.h"
#include "spico-store-attachments.h"

/* A place as the store has it: the form's is empty. */
static const char *
place_part (const char *part,
            const char *mailbox_id,
            const char *conversation_id)
{
  return mailbox_id != NULL && conversation_id != NULL ? part : "";
}

static SpicoAttaching *
attaching_new (const char *id,
               const char *mailbox_id,
               const char *conversation_id)
{
  SpicoAttaching *what = spico_attaching_new (id);

  what->mailbox_id = g_strdup (place_part (mailbox_id, mailbox_id, conversation_id));
  what->conversation_id = g_strdup (place_part (conversation_id, mailbox_id, conversation_id));

  return what;
}

static DexFuture *
submit (SpicoClient    *self,
        SpicoStoreFunc  func,
        SpicoAttaching *what)
{
  if (self->store != NULL)
    return spico_store_write (self->store, func, what, spico_attaching_free);

  spico_attaching_free (what);

  return spico_client_nobody ();
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

  if (self->attachments == NULL)
    return spico_client_nobody ();

  return spico_attachments_keep (self->attachments, place_part (mailbox_id, mailbox_id, conversation_id), place_part (conversation_id, mailbox_id, conversation_id), account_id, stream, name, media_type,
                                 cancellable);
}

DexFuture *
spico_client_attach_forwarded (SpicoClient *self,
                               const char  *mailbox_id,
                               const char  *conversation_id,
                               const char  *account_id,
                               const char  *source_id,
                               const char  *message_id)
{
  SpicoAttaching *what;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && source_id != NULL && message_id != NULL, NULL);

  what = attaching_new (message_id, mailbox_id, conversation_id);
  what->account_id = g_strdup (account_id);
  what->source_id = g_strdup (source_id);

  return submit (self, spico_write_forwarded, what);
}

DexFuture *
spico_client_detach (SpicoClient     *self,
                     SpicoAttachment *attachment)
{
  const char *id;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  id = spico_attachment_get_id (attachment);
  if (self->attachments != NULL && id != NULL)
    spico_attachments_give_up (self->attachments, id);

  return submit (self, spico_write_detached, spico_attaching_new (id));
}

DexFuture *
spico_client_retry_attachment (SpicoClient     *self,
                               SpicoAttachment *attachment)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  return submit (self, spico_write_attachment_retry, spico_attaching_new (spico_attachment_get_id (attachment)));
}

GListModel *
spico_client_list_draft_attachments (SpicoClient *self,
                                     const char  *mailbox_id,
                                     const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->attachments == NULL)
    return G_LIST_MODEL (g_list_store_new (SPICO_TYPE_ATTACHMENT));

  return spico_attachments_list (self->attachments, place_part (mailbox_id, mailbox_id, conversation_id), place_part (conversation_id, mailbox_id, conversation_id));
}

DexFuture *
spico_client_detach_all (SpicoClient *self,
                         const char  *mailbox_id,
                         const char  *conversation_id)
{
  return submit (self, spico_write_all_detached, attaching_new (NULL, mailbox_id, conversation_id));
}

DexFuture *
spico_client_open_attachment (SpicoClient     *self,
                              const char      *account_id,
                              SpicoAttachment *attachment,
                              GCancellable    *cancellable)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && SPICO_IS_ATTACHMENT (attachment), NULL);

  return self->attachments != NULL ? spico_attachments_open (self->attachments, account_id, attachment, cancellable) : spico_client_nobody ();
}

void
spico_client_get_attachment_limits (SpicoClient           *self,
                                    SpicoAttachmentLimits *limits)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));
  g_return_if_fail (limits != NULL);

  if (self->attachments != NULL)
    spico_attachments_get_limits (self->attachments, limits);
  else
    spico_attachment_limits_parse (NULL, limits);
}
