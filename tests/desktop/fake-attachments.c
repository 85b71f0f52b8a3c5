/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that go with messages: what the tests of widgets attach is kept in memory. */
#include "spico-client-attachments.h"

#include "fake-client.h"
#include "spico-attachment-private.h"
#include "spico-client-error.h"

/* Of the one place that these tests write in. */
static GListStore *attached;

static GListStore *
attached_files (void)
{
  if (attached == NULL)
    attached = g_list_store_new (SPICO_TYPE_ATTACHMENT);

  return attached;
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
  SpicoAttachment *attachment = g_object_new (SPICO_TYPE_ATTACHMENT, NULL);

  spico_item_set_string (attachment, SPICO_ATTACHMENT_PROP_NAME, name);
  spico_item_set_int64 (attachment, SPICO_ATTACHMENT_PROP_SIZE, 1000);
  spico_item_set_enum (attachment, SPICO_ATTACHMENT_PROP_STATE, SPICO_ATTACHMENT_READY);
  g_list_store_append (attached_files (), attachment);

  return dex_future_new_take_object (attachment);
}

DexFuture *
spico_client_attach_forwarded (SpicoClient *self,
                               const char  *mailbox_id,
                               const char  *conversation_id,
                               const char  *account_id,
                               const char  *source_id,
                               const char  *message_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_detach (SpicoClient     *self,
                     SpicoAttachment *attachment)
{
  guint position;

  if (g_list_store_find (attached_files (), attachment, &position))
    g_list_store_remove (attached_files (), position);

  return dex_future_new_true ();
}

DexFuture *
spico_client_retry_attachment (SpicoClient     *self,
                               SpicoAttachment *attachment)
{
  return dex_future_new_true ();
}

GListModel *
spico_client_list_draft_attachments (SpicoClient *self,
                                     const char  *mailbox_id,
                                     const char  *conversation_id)
{
  return G_LIST_MODEL (g_object_ref (attached_files ()));
}

DexFuture *
spico_client_open_attachment (SpicoClient     *self,
                              const char      *account_id,
                              SpicoAttachment *attachment,
                              GCancellable    *cancellable)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "The tests of widgets open nothing");
}

void
spico_client_get_attachment_limits (SpicoClient           *self,
                                    SpicoAttachmentLimits *limits)
{
  *limits = (SpicoAttachmentLimits) { .max_size = 50000000, .max_size_each = 50000000, .max_count = 20 };
}
