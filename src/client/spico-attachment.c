/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-private.h"

/* Views are told of this many steps, however many pieces come. */
#define STEPS 100

struct _SpicoAttachment {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoAttachment, spico_attachment, SPICO_TYPE_ITEM)

G_DEFINE_ENUM_TYPE (SpicoAttachmentState, spico_attachment_state,
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_REMOTE, "remote"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_DOWNLOADING, "downloading"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_LOCAL, "local"))

G_DEFINE_ENUM_TYPE (SpicoAttachmentFailure, spico_attachment_failure,
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_TOO_LARGE, "too-large"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_INFECTED, "infected"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_QUOTA, "quota"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_NO_ACCESS, "no-access"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_GONE, "gone"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_UNREADABLE, "unreadable"),
                    G_DEFINE_ENUM_VALUE (SPICO_ATTACHMENT_FAILURE_REFUSED, "refused"))

static GParamSpec *properties[SPICO_ATTACHMENT_PROP_LAST];

static void
spico_attachment_class_init (SpicoAttachmentClass *klass)
{
  properties[SPICO_ATTACHMENT_PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_MEDIA_TYPE] = g_param_spec_string ("media-type", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, 0, G_MAXINT64, 0, SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_BLOB_ID] = g_param_spec_string ("blob-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SPICO_TYPE_ATTACHMENT_STATE, SPICO_ATTACHMENT_WAITING, SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_FAILURE] = g_param_spec_enum ("failure", NULL, NULL, SPICO_TYPE_ATTACHMENT_FAILURE, SPICO_ATTACHMENT_FAILURE_NONE, SPICO_ITEM_READ);
  properties[SPICO_ATTACHMENT_PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_ATTACHMENT_PROP_LAST);
}

static void
spico_attachment_init (SpicoAttachment *self)
{
}

const char *
spico_attachment_get_id (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), NULL);

  return spico_item_get_string (self, SPICO_ATTACHMENT_PROP_ID);
}

const char *
spico_attachment_get_name (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), NULL);

  return spico_item_get_string (self, SPICO_ATTACHMENT_PROP_NAME);
}

const char *
spico_attachment_get_media_type (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), NULL);

  return spico_item_get_string (self, SPICO_ATTACHMENT_PROP_MEDIA_TYPE);
}

gint64
spico_attachment_get_size (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), 0);

  return spico_item_get_int64 (self, SPICO_ATTACHMENT_PROP_SIZE);
}

const char *
spico_attachment_get_blob_id (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), NULL);

  return spico_item_get_string (self, SPICO_ATTACHMENT_PROP_BLOB_ID);
}

SpicoAttachmentState
spico_attachment_get_state (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), SPICO_ATTACHMENT_WAITING);

  return spico_item_get_enum (self, SPICO_ATTACHMENT_PROP_STATE);
}

SpicoAttachmentFailure
spico_attachment_get_failure (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), SPICO_ATTACHMENT_FAILURE_NONE);

  return spico_item_get_enum (self, SPICO_ATTACHMENT_PROP_FAILURE);
}

double
spico_attachment_get_progress (SpicoAttachment *self)
{
  g_return_val_if_fail (SPICO_IS_ATTACHMENT (self), 0);

  return g_value_get_double (spico_item_peek (self, SPICO_ATTACHMENT_PROP_PROGRESS));
}

void
spico_attachment_set_progress (SpicoAttachment *self,
                               gint64           done,
                               gint64           size)
{
  gint64 steps = size > 0 ? CLAMP (done, 0, size) * STEPS / size : 0;

  spico_item_set_double (self, SPICO_ATTACHMENT_PROP_PROGRESS, (double) steps / STEPS);
}
