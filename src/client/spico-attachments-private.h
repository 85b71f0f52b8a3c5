/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment-private.h"
#include "spico-attachments.h"
#include "spico-client-private.h"
#include "spico-refresher.h"
#include "spico-vault.h"

G_BEGIN_DECLS

struct _SpicoAttachments {
  GObject parent_instance;

  SpicoClient *client; /* borrowed: it owns this, and stops it */
  SpicoStore *store;
  SpicoVault *vault;
  SpicoRefresher *refresher;
  SpicoAttachmentLimits limits;

  SpicoRows *rows;    /* what is attached, as last read */
  GHashTable *items;  /* by id */
  GHashTable *places; /* the lists that somebody has asked for */
  GHashTable *making; /* files that nothing in the store refers to yet */

  /* What was read before something was settled says no longer what is to be done. */
  guint settled;
  guint settled_at_read;
  gboolean is_stale;

  char *uploading_id;
  GCancellable *uploading;
  char *put_off_id;
  guint n_failures;
  guint again_source;

  gboolean is_stopped;
  GCancellable *stopping;
  guint n_under_way;
  DexPromise *rest;
};

/**
 * SpicoTransfer:
 *
 * Something that takes a while: it keeps the object, is given up with it, and is told apart by its own #GCancellable, which follows that of whoever asked.
 */
typedef struct {
  SpicoAttachments *attachments;
  SpicoAttachment *item;
  char *id;
  char *mailbox_id;
  char *conversation_id;
  char *account_id;
  char *name;
  char *media_type;
  char *file;
  char *blob_id;
  gint64 size;
  GInputStream *stream;
  GCancellable *cancellable;
  GCancellable *asked;
  gulong asked_handler;
  gulong stopping_handler;
} SpicoTransfer;

SpicoTransfer *spico_transfer_new (SpicoAttachments *attachments,
                                   GCancellable     *asked);

/* Takes @transfer. */
DexFuture *spico_transfer_spawn (SpicoTransfer *transfer,
                                 DexFiberFunc   func);

/* Awaits. The name of a file of @blob_id, that the store has now; @id is of what is attached and waits for it, or NULL. */
char *spico_transfer_await_fetch (SpicoTransfer *transfer,
                                  const char    *id,
                                  const char    *account_id,
                                  const char    *blob_id,
                                  gint64         size,
                                  GError       **error);

gboolean spico_attachments_is_online (SpicoAttachments *self);
void spico_attachments_upload_next (SpicoAttachments *self);
void spico_attachments_connection_changed (SpicoAttachments *self);

G_END_DECLS
