/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-error-text.h"

typedef struct {
  const char *what;
  const char *icon;
  /* What names end in, folded. */
  const char *const *ends;
} Kind;

/* What applications open, and does not run by itself. */
static const Kind kinds[] = {
  { N_("PDF"), "x-office-document-symbolic", (const char *const[]) { "pdf", NULL } },
  { N_("Picture"), "image-x-generic-symbolic", (const char *const[]) { "jpg", "jpeg", "jpe", "png", "gif", "webp", "tif", "tiff", "bmp", "heic", "heif", "avif", "dcm", NULL } },
  { N_("Document"), "x-office-document-symbolic", (const char *const[]) { "doc", "docx", "odt", "rtf", NULL } },
  { N_("Spreadsheet"), "x-office-spreadsheet-symbolic", (const char *const[]) { "xls", "xlsx", "ods", "csv", NULL } },
  { N_("Presentation"), "x-office-presentation-symbolic", (const char *const[]) { "ppt", "pptx", "odp", NULL } },
  { N_("Text"), "text-x-generic-symbolic", (const char *const[]) { "txt", "hl7", NULL } },
  { N_("Sound"), "audio-x-generic-symbolic", (const char *const[]) { "mp3", "ogg", "oga", "opus", "wav", "m4a", "flac", "aac", NULL } },
  { N_("Video"), "video-x-generic-symbolic", (const char *const[]) { "mp4", "m4v", "mov", "webm", "mkv", "avi", "ogv", NULL } },
};

static const Kind *
find_kind (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *end = dot != NULL ? g_utf8_casefold (dot + 1, -1) : NULL;

  for (gsize i = 0; end != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strv_contains (kinds[i].ends, end))
        return &kinds[i];
    }

  return NULL;
}

char *
spico_text_size (gint64 bytes)
{
  return g_format_size ((guint64) MAX (bytes, 0));
}

const char *
spico_attachment_icon (const char *name)
{
  const Kind *kind = find_kind (name);

  return kind != NULL ? kind->icon : "package-x-generic-symbolic";
}

gboolean
spico_attachment_may_open (const char *name)
{
  return find_kind (name) != NULL;
}

char *
spico_text_attachment (SpicoAttachment *attachment)
{
  const Kind *kind = find_kind (spico_attachment_get_name (attachment));
  g_autofree char *size = spico_text_size (spico_attachment_get_size (attachment));

  /* Translators: of a file. 1: what it is (PDF, Picture…), 2: its size */
  return g_strdup_printf (C_("file", "%1$s, %2$s"), kind != NULL ? _(kind->what) : _("File"), size);
}

static const char *
failure_text (SpicoAttachmentFailure failure)
{
  switch (failure)
    {
    case SPICO_ATTACHMENT_FAILURE_TOO_LARGE:
      return _("Too large");
    case SPICO_ATTACHMENT_FAILURE_INFECTED:
      return _("Refused: the server found a virus in it");
    case SPICO_ATTACHMENT_FAILURE_QUOTA:
      return _("Refused for now: you have too many files that were not sent");
    case SPICO_ATTACHMENT_FAILURE_NO_ACCESS:
      return _("Refused: you may no longer write for this account");
    case SPICO_ATTACHMENT_FAILURE_GONE:
      return _("No longer there: its message was withdrawn");
    case SPICO_ATTACHMENT_FAILURE_UNREADABLE:
      return _("Damaged on this computer: attach it again");
    case SPICO_ATTACHMENT_FAILURE_NONE:
    case SPICO_ATTACHMENT_FAILURE_REFUSED:
    default:
      return _("Refused by the server");
    }
}

char *
spico_text_attachment_state (SpicoAttachment *attachment)
{
  int percent = (int) (spico_attachment_get_progress (attachment) * 100);

  switch (spico_attachment_get_state (attachment))
    {
    case SPICO_ATTACHMENT_WAITING:
      return g_strdup (_("Waiting for the network"));
    case SPICO_ATTACHMENT_UPLOADING:
      /* Translators: a file on its way to the server; %d is a number of percent */
      return g_strdup_printf (_("Sending, %d %%"), percent);
    case SPICO_ATTACHMENT_DOWNLOADING:
      /* Translators: a file that comes from the server; %d is a number of percent */
      return g_strdup_printf (_("Receiving, %d %%"), percent);
    case SPICO_ATTACHMENT_FAILED:
      return g_strdup (failure_text (spico_attachment_get_failure (attachment)));
    case SPICO_ATTACHMENT_READY:
    case SPICO_ATTACHMENT_REMOTE:
    case SPICO_ATTACHMENT_LOCAL:
    default:
      return NULL;
    }
}

char *
spico_text_attachment_limits (const SpicoAttachmentLimits *limits)
{
  g_autofree char *size = spico_text_size (limits->max_size);

  /* Translators: what one may attach. 1: a size, 2: how many files */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s in all, at most %2$u file", "%1$s in all, at most %2$u files", limits->max_count), size, limits->max_count);
}

char *
spico_text_attachment_refusal (const SpicoAttachmentLimits *limits,
                               const char                  *name,
                               gint64                       size,
                               gint64                       total,
                               guint                        count)
{
  g_autofree char *most = spico_text_size (limits->max_size);
  g_autofree char *each = spico_text_size (MIN (limits->max_size_each, limits->max_size));
  g_autofree char *own = spico_text_size (size);

  if (size == 0)
    return g_strdup_printf (_("“%s” is empty: it is not attached."), name);
  if (count >= limits->max_count)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "A message takes at most %u file.", "A message takes at most %u files.", limits->max_count), limits->max_count);
  if (size > limits->max_size_each || size > limits->max_size)
    /* Translators: 1: a file, 2: its size, 3: what a file may have */
    return g_strdup_printf (_("“%1$s” is too large to be attached: %2$s, for %3$s at most."), name, own, each);
  if (total + size > limits->max_size)
    /* Translators: 1: a file, 2: what all files of a message may have */
    return g_strdup_printf (_("With “%1$s” the message would be too large: its files may be %2$s in all."), name, most);

  return NULL;
}

char *
spico_text_attach_error (const char   *name,
                         const GError *error)
{
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_LARGE) || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_MANY))
    return g_strdup_printf (_("“%s” is too large to be attached."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return g_strdup_printf (_("“%s” is a folder: attach the files in it."), name);
  if (error->domain == G_IO_ERROR || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    return g_strdup_printf (_("“%s” cannot be read, or is damaged: it is not attached."), name);

  /* Translators: 1: a file, 2: a sentence that says why it is not attached */
  return g_strdup_printf (_("“%1$s” is not attached. %2$s"), name, spico_error_text (error));
}

char *
spico_text_attachment_count (guint count)
{
  /* Translators: what goes with a message */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attachment", "%u attachments", count), count);
}

char *
spico_text_attachment_names (GListModel *attachments)
{
  guint n = attachments != NULL ? g_list_model_get_n_items (attachments) : 0;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  g_autofree char *joined = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (attachments, i);

      g_strv_builder_add (names, spico_attachment_get_name (attachment));
    }
  if (n == 0)
    return NULL;

  strv = g_strv_builder_end (names);
  joined = g_strjoinv (", ", strv);

  /* Translators: said of a message; %s are the names of files */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "attachment: %s", "attachments: %s", n), joined);
}
