/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-item-private.h"

G_BEGIN_DECLS

/* The properties of SpicoAttachment, for spico_item_set_*(). */
enum {
  SPICO_ATTACHMENT_PROP_0,
  SPICO_ATTACHMENT_PROP_ID,
  SPICO_ATTACHMENT_PROP_NAME,
  SPICO_ATTACHMENT_PROP_MEDIA_TYPE,
  SPICO_ATTACHMENT_PROP_SIZE,
  SPICO_ATTACHMENT_PROP_BLOB_ID,
  SPICO_ATTACHMENT_PROP_STATE,
  SPICO_ATTACHMENT_PROP_FAILURE,
  SPICO_ATTACHMENT_PROP_PROGRESS,
  SPICO_ATTACHMENT_PROP_LAST,
};

/* @done: of @size bytes, of which somebody else may have told us */
void spico_attachment_set_progress (SpicoAttachment *self,
                                    gint64           done,
                                    gint64           size);

G_END_DECLS
