/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-client.h"
#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ATTACHMENTS (spico_attachments_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAttachments, spico_attachments, SPICO, ATTACHMENTS, GObject)

/**
 * SpicoAttachments:
 *
 * The files of one open store: what is attached and not sent yet, as the store has it, on its way to the server while there is one, one at a time; and the encrypted files themselves, of which those go that nothing in the store refers to.
 */

/**
 * spico_attachments_new:
 * @client: whose store is open; it owns what is made here
 * @folder: where the files stand
 * @key: the store's key
 *
 * Returns: (transfer full): what reads itself at once
 */
SpicoAttachments *spico_attachments_new (SpicoClient *client,
                                         const char  *folder,
                                         GBytes      *key);

/** spico_attachments_stop: no byte is read or written any more. Returns: (transfer full): a future that is resolved once nothing is under way, or after two seconds */
DexFuture *spico_attachments_stop (SpicoAttachments *self);

/** spico_attachments_get_limits: what the server takes, as it was last said */
void spico_attachments_get_limits (SpicoAttachments      *self,
                                   SpicoAttachmentLimits *limits);

/** spico_attachments_list: Returns: (transfer full): what is attached in a place, whose mailbox and conversation are "" for the form */
GListModel *spico_attachments_list (SpicoAttachments *self,
                                    const char       *mailbox_id,
                                    const char       *conversation_id);

/** spico_attachments_intern: Returns: (transfer full): the one object of what is attached under that id */
SpicoAttachment *spico_attachments_intern (SpicoAttachments *self,
                                           const char       *id);

/**
 * spico_attachments_fill:
 * @item: what is attached and not sent yet
 * @blob_id: (nullable): the blob that the server has of it
 *
 * Takes what a row of the store says of it.
 */
void spico_attachments_fill (SpicoAttachments      *self,
                             SpicoAttachment       *item,
                             const char            *id,
                             const char            *name,
                             const char            *media_type,
                             gint64                 size,
                             const char            *blob_id,
                             SpicoAttachmentFailure failure);

DexFuture *spico_attachments_keep (SpicoAttachments *self,
                                   const char       *mailbox_id,
                                   const char       *conversation_id,
                                   const char       *account_id,
                                   GInputStream     *stream,
                                   const char       *name,
                                   const char       *media_type,
                                   GCancellable     *cancellable);
void spico_attachments_give_up (SpicoAttachments *self,
                                const char       *id);
DexFuture *spico_attachments_open (SpicoAttachments *self,
                                   const char       *account_id,
                                   SpicoAttachment  *item,
                                   GCancellable     *cancellable);

G_END_DECLS
