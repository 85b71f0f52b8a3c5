/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-private.h"

#include <string.h>

#include "spico-file-name.h"

/* Views are told of this many steps, however many pieces come. */
#define STEPS 100

#define DEFAULT_NAME "fichier"
#define DEFAULT_TYPE "application/octet-stream"

/* What a server takes that was set up as it comes (docs/protocol.md), until it has said so. */
#define DEFAULT_SIZE G_GINT64_CONSTANT (50000000)

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

/* The end of a name says what opens it: it stays. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  gsize end_length = dot != NULL && strlen (dot) < SPICO_FILE_NAME_MAX / 4 ? strlen (dot) : 0;
  g_autofree char *end = g_strdup (name->str + name->len - end_length);
  gsize length = SPICO_FILE_NAME_MAX - end_length;

  if (name->len <= SPICO_FILE_NAME_MAX)
    return;
  while ((name->str[length] & 0xc0) == 0x80)
    length--;
  g_string_truncate (name, length);
  while (name->len > 0 && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name->str + name->len))))
    g_string_truncate (name, (gsize) (g_utf8_prev_char (name->str + name->len) - name->str));
  g_string_append (name, end);
}

static gboolean
is_margin (gunichar character)
{
  return g_unichar_isspace (character) || !spico_file_name_takes (character);
}

char *
spico_attachment_make_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  const char *slash = strrchr (normal, '/');
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *at = slash != NULL ? slash + 1 : normal; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      /* A dot in front hides the file. */
      if (clean->len == 0 && (character == '.' || is_margin (character)))
        continue;
      g_string_append_unichar (clean, spico_file_name_takes (character) ? character : '_');
    }
  while (clean->len > 0 && is_margin (g_utf8_get_char (g_utf8_prev_char (clean->str + clean->len))))
    g_string_truncate (clean, (gsize) (g_utf8_prev_char (clean->str + clean->len) - clean->str));
  shorten (clean);

  return spico_file_name_is_harmless (clean->str) ? g_string_free_and_steal (g_steal_pointer (&clean)) : g_strdup (DEFAULT_NAME);
}

const char *
spico_attachment_take_type (const char *type)
{
  return type != NULL && spico_media_type_is_valid (type) ? type : DEFAULT_TYPE;
}

void
spico_attachment_limits_parse (const char            *text,
                               SpicoAttachmentLimits *limits)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 3);
  gint64 said[3] = { 0, 0, 0 };

  for (guint i = 0; parts[i] != NULL; i++)
    said[i] = g_ascii_strtoll (parts[i], NULL, 10);
  limits->max_size = said[0] > 0 ? said[0] : DEFAULT_SIZE;
  limits->max_size_each = MIN (said[1] > 0 ? said[1] : DEFAULT_SIZE, limits->max_size);
  limits->max_count = said[2] > 0 ? (guint) said[2] : SPICO_ATTACHMENT_MAX_COUNT;
}
