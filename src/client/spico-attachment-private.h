/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachment.h"
#include "spico-item-private.h"

G_BEGIN_DECLS

/** The bytes of one that are kept here, whatever a server says. */
#define SPICO_ATTACHMENT_MAX_SIZE G_GINT64_CONSTANT (1073741824)
/** How many go with a message, whatever a server says. */
#define SPICO_ATTACHMENT_MAX_COUNT 20

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

/* @name: (nullable): what should be the name of a file, from anywhere. Returns: (transfer full): a harmless one */
char *spico_attachment_make_name (const char *name);

/* @type: (nullable): what should be a media type, from anywhere. Returns: (transfer none): the same, or the one that says nothing */
const char *spico_attachment_take_type (const char *type);

/* @text: (nullable): what was noted of them; @limits: (out): them */
void spico_attachment_limits_parse (const char            *text,
                                    SpicoAttachmentLimits *limits);

G_END_DECLS
