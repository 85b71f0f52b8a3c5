/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-session.h"

G_BEGIN_DECLS

/* Blobs, to and from the server (RFC 8620 section 6). These await, from a fiber that has SPICO_FIBER_STACK; nothing is in memory as a whole. */

typedef void (*SpicoUploadProgress) (gint64   n_sent,
                                     gpointer data);

/**
 * SpicoUpload:
 * @account_id: the account that the blob is to be in
 * @media_type: what it is said to be
 * @stream: its bytes, decrypted as they leave
 * @size: how many they are
 * @cancellable: gives it up
 * @progress: (nullable): told on the main thread
 * @data: for @progress
 */
typedef struct {
  const char *account_id;
  const char *media_type;
  GInputStream *stream;
  gint64 size;
  GCancellable *cancellable;
  SpicoUploadProgress progress;
  gpointer data;
} SpicoUpload;

/**
 * spico_session_await_upload:
 * @failure: (out): why the server never takes it; %SPICO_ATTACHMENT_FAILURE_NONE where it is to be tried again later
 *
 * Returns: (transfer full) (nullable): the blob's id; %NULL with @error set
 */
char *spico_session_await_upload (SpicoSession           *self,
                                  const SpicoUpload      *upload,
                                  SpicoAttachmentFailure *failure,
                                  GError                **error);

/**
 * spico_session_await_download:
 * @account_id: an account that sees the blob
 * @cancellable: gives it up
 *
 * Returns: (transfer full) (nullable): its bytes, as many or few as the server gives; %NULL with @error set, to %SPICO_CLIENT_ERROR_NOT_FOUND where there is no such blob
 */
GInputStream *spico_session_await_download (SpicoSession *self,
                                            const char   *account_id,
                                            const char   *blob_id,
                                            GCancellable *cancellable,
                                            GError      **error);

G_END_DECLS
