/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-attachment.h"
#include "spico-page.h"
#include "spico-store-outbox.h"

G_BEGIN_DECLS

/*
 * The files that go with messages, in the store: what the server says of those that were sent (`message_attachment`), those that are attached to a draft or to a message that waits (`attachment`), and which encrypted files there are
 * (`attachment_file`). Triggers take away what nothing refers to any more, whoever removes it, and note in `gone_file` what is then to be removed from the disk.
 */

/* Of what goes with the messages of a page: the first is the message. */
enum {
  SPICO_ATTACHMENT_COLUMN_MESSAGE_ID,
  SPICO_ATTACHMENT_COLUMN_NUMBER,
  SPICO_ATTACHMENT_COLUMN_ID,
  SPICO_ATTACHMENT_COLUMN_BLOB_ID,
  SPICO_ATTACHMENT_COLUMN_NAME,
  SPICO_ATTACHMENT_COLUMN_TYPE,
  SPICO_ATTACHMENT_COLUMN_SIZE,
  SPICO_ATTACHMENT_COLUMN_FAILURE,
  SPICO_ATTACHMENT_COLUMN_IS_HERE,
};

/* Of what is attached, and not sent yet. */
enum {
  SPICO_ATTACHED_COLUMN_ID,
  SPICO_ATTACHED_COLUMN_MAILBOX_ID,
  SPICO_ATTACHED_COLUMN_CONVERSATION_ID,
  SPICO_ATTACHED_COLUMN_ACCOUNT_ID,
  SPICO_ATTACHED_COLUMN_NAME,
  SPICO_ATTACHED_COLUMN_TYPE,
  SPICO_ATTACHED_COLUMN_SIZE,
  SPICO_ATTACHED_COLUMN_FILE,
  SPICO_ATTACHED_COLUMN_BLOB_ID,
  SPICO_ATTACHED_COLUMN_SOURCE_ACCOUNT_ID,
  SPICO_ATTACHED_COLUMN_SOURCE_BLOB_ID,
  SPICO_ATTACHED_COLUMN_FAILURE,
  /* whether it is to be given to the server */
  SPICO_ATTACHED_COLUMN_IS_WANTED,
};

/* Where the bytes of one are: on this disk, or on the server. */
enum {
  SPICO_BYTES_COLUMN_FILE,
  SPICO_BYTES_COLUMN_SIZE,
  SPICO_BYTES_COLUMN_ACCOUNT_ID,
  SPICO_BYTES_COLUMN_BLOB_ID,
};

/**
 * SpicoAttaching:
 * @id: what is attached; or the message whose attachments are
 * @mailbox_id: "" for the form
 * @conversation_id: "" for the form
 * @account_id: for which it is given to the server; or the mailbox in which it is read
 * @name: its name
 * @media_type: its type
 * @size: its bytes
 * @file: (nullable): the encrypted file that has them
 * @blob_id: (nullable): the blob that has them
 * @source_id: (nullable): the mailbox in which what is forwarded is read
 * @failure: a #SpicoAttachmentFailure
 *
 * What becomes of an attachment, on its way to the store. Each job below says which members it reads.
 */
typedef struct {
  char *id;
  char *mailbox_id;
  char *conversation_id;
  char *account_id;
  char *name;
  char *media_type;
  gint64 size;
  char *file;
  char *blob_id;
  char *source_id;
  SpicoAttachmentFailure failure;
} SpicoAttaching;

SpicoAttaching *spico_attaching_new (const char *id);
void spico_attaching_free (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAttaching, spico_attaching_free)

/* What is attached and not sent yet, which files are to be removed, and what the server takes: a #GPtrArray of #SpicoRows. */
DexFuture *spico_read_attached (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_read_files (SpicoTransaction *transaction,
                             gpointer          data);
DexFuture *spico_read_bytes (SpicoTransaction *transaction,
                             gpointer          data);
DexFuture *spico_write_attached (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_forwarded (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_write_detached (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_all_detached (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_write_attachment_retry (SpicoTransaction *transaction,
                                         gpointer          data);
DexFuture *spico_write_uploaded (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_upload_failed (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_write_fetched (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_write_file_used (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_write_file_lost (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_write_files_removed (SpicoTransaction *transaction,
                                      gpointer          data);

gboolean spico_store_put_attachment_limits (SpicoTransaction *transaction,
                                            JsonObject       *session,
                                            GError          **error);
gboolean spico_store_put_attachments (SpicoTransaction *transaction,
                                      const char       *account_id,
                                      JsonObject       *message,
                                      GError          **error);
gboolean spico_store_send_attached (SpicoTransaction *transaction,
                                    const char       *mailbox_id,
                                    const char       *conversation_id,
                                    const char       *account_id,
                                    const char       *message_id,
                                    guint            *n_sent,
                                    GError          **error);
gboolean spico_store_take_back_attached (SpicoTransaction *transaction,
                                         const char       *message_id,
                                         const char       *mailbox_id,
                                         const char       *conversation_id,
                                         GError          **error);
gboolean spico_store_retry_attached (SpicoTransaction *transaction,
                                     const char       *message_id,
                                     GError          **error);
gboolean spico_store_settle_attached (SpicoTransaction *transaction,
                                      const char       *message_id,
                                      GError          **error);
gboolean spico_store_unsettle_attached (SpicoTransaction *transaction,
                                        const char       *account_id,
                                        const char       *message_id,
                                        GError          **error);
gboolean spico_store_hand_attached (SpicoTransaction *transaction,
                                    const char       *message_id,
                                    const char       *new_id,
                                    GError          **error);
gboolean spico_store_refuse_attached (SpicoTransaction *transaction,
                                      SpicoSettlement  *settlement,
                                      GError          **error);
gboolean spico_store_lose_blobs (SpicoTransaction *transaction,
                                 SpicoSettlement  *settlement,
                                 GError          **error);
gboolean spico_outbox_add_attached (SpicoTransaction *transaction,
                                    const char       *message_id,
                                    JsonObject       *object,
                                    GError          **error);
gboolean spico_store_load_attachments (SpicoTransaction *transaction,
                                       const char       *account_id,
                                       SpicoPage        *page,
                                       GError          **error);

G_END_DECLS
