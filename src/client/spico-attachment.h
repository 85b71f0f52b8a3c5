/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"

G_BEGIN_DECLS

/**
 * SpicoAttachmentState:
 * @SPICO_ATTACHMENT_WAITING: kept on this computer, and to be given to the server (B003)
 * @SPICO_ATTACHMENT_UPLOADING: on its way to the server now; see #SpicoAttachment:progress
 * @SPICO_ATTACHMENT_READY: the server has its bytes; it goes with its message
 * @SPICO_ATTACHMENT_FAILED: the server does not take it; see #SpicoAttachment:failure
 * @SPICO_ATTACHMENT_REMOTE: of a message that the server has: its bytes are there alone
 * @SPICO_ATTACHMENT_DOWNLOADING: of such a message: its bytes are coming; see #SpicoAttachment:progress
 * @SPICO_ATTACHMENT_LOCAL: of such a message: its bytes are on this computer, and open off line
 *
 * The first four are those of what is being written or waits in the outbox, the last three those of what was sent.
 */
typedef enum {
  SPICO_ATTACHMENT_WAITING,
  SPICO_ATTACHMENT_UPLOADING,
  SPICO_ATTACHMENT_READY,
  SPICO_ATTACHMENT_FAILED,
  SPICO_ATTACHMENT_REMOTE,
  SPICO_ATTACHMENT_DOWNLOADING,
  SPICO_ATTACHMENT_LOCAL,
} SpicoAttachmentState;

/**
 * SpicoAttachmentFailure:
 * @SPICO_ATTACHMENT_FAILURE_NONE: it has not failed
 * @SPICO_ATTACHMENT_FAILURE_TOO_LARGE: larger than the server takes
 * @SPICO_ATTACHMENT_FAILURE_INFECTED: the server's scanner has found something in it, and has destroyed it
 * @SPICO_ATTACHMENT_FAILURE_QUOTA: the person has given the server too much that no message has taken yet
 * @SPICO_ATTACHMENT_FAILURE_NO_ACCESS: the person may not write for the account any more (F030)
 * @SPICO_ATTACHMENT_FAILURE_GONE: what was forwarded is not there any more: its message was withdrawn
 * @SPICO_ATTACHMENT_FAILURE_UNREADABLE: what this computer kept of it is damaged or gone: it is to be attached anew
 * @SPICO_ATTACHMENT_FAILURE_REFUSED: refused for another reason
 *
 * The store keeps these numbers.
 */
typedef enum {
  SPICO_ATTACHMENT_FAILURE_NONE,
  SPICO_ATTACHMENT_FAILURE_TOO_LARGE,
  SPICO_ATTACHMENT_FAILURE_INFECTED,
  SPICO_ATTACHMENT_FAILURE_QUOTA,
  SPICO_ATTACHMENT_FAILURE_NO_ACCESS,
  SPICO_ATTACHMENT_FAILURE_GONE,
  SPICO_ATTACHMENT_FAILURE_UNREADABLE,
  SPICO_ATTACHMENT_FAILURE_REFUSED,
} SpicoAttachmentFailure;

/**
 * SpicoAttachmentLimits:
 * @max_size: the bytes of all that goes with a message
 * @max_size_each: the bytes of each file
 * @max_count: how many files
 */
typedef struct {
  gint64 max_size;
  gint64 max_size_each;
  guint max_count;
} SpicoAttachmentLimits;

#define SPICO_TYPE_ATTACHMENT_STATE (spico_attachment_state_get_type ())
#define SPICO_TYPE_ATTACHMENT_FAILURE (spico_attachment_failure_get_type ())

GType spico_attachment_state_get_type (void);
GType spico_attachment_failure_get_type (void);

#define SPICO_TYPE_ATTACHMENT (spico_attachment_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAttachment, spico_attachment, SPICO, ATTACHMENT, SpicoItem)

/**
 * SpicoAttachment:
 *
 * A file that goes with a message (F054), or is to go with what is being written. It is the same object from the moment it is attached until it was sent, wherever it is shown. Properties: `id`, `name`, `media-type`, `size`,
 * `blob-id`, `state`, `failure`, `progress`, each notified on the main thread when it changes.
 */

/**
 * spico_attachment_get_id:
 *
 * Returns: (transfer none) (nullable): what it is called while it is attached to a draft or waits; %NULL once it was sent
 */
const char *spico_attachment_get_id (SpicoAttachment *self);

/**
 * spico_attachment_get_name:
 *
 * Returns: (transfer none): the name of the file, harmless as the name of a file here: no folder, no control or direction characters, 255 bytes at most
 */
const char *spico_attachment_get_name (SpicoAttachment *self);

/**
 * spico_attachment_get_media_type:
 *
 * Returns: (transfer none): its media type, as its author's computer said it: a hint, not to be trusted; `application/octet-stream` where none was said
 */
const char *spico_attachment_get_media_type (SpicoAttachment *self);

/**
 * spico_attachment_get_size:
 *
 * Returns: its bytes, as the server says them of what was received
 */
gint64 spico_attachment_get_size (SpicoAttachment *self);

/**
 * spico_attachment_get_blob_id:
 *
 * Returns: (transfer none) (nullable): the server's name for its bytes; %NULL until it has them
 */
const char *spico_attachment_get_blob_id (SpicoAttachment *self);

/**
 * spico_attachment_get_state:
 *
 * Returns: where it is
 */
SpicoAttachmentState spico_attachment_get_state (SpicoAttachment *self);

/**
 * spico_attachment_get_failure:
 *
 * Returns: why the server does not take it
 */
SpicoAttachmentFailure spico_attachment_get_failure (SpicoAttachment *self);

/**
 * spico_attachment_get_progress:
 *
 * Returns: how much of it has been uploaded or downloaded, 0.0 … 1.0
 */
double spico_attachment_get_progress (SpicoAttachment *self);

G_END_DECLS
