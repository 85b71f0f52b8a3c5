/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-email-private.h"

#include <gmime/gmime.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-file-name.h"

#define DEFAULT_TYPE "application/octet-stream"
/* No domain is named so (RFC 2606 section 2). */
#define NO_DOMAIN "@spico.invalid"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

G_DEFINE_BOXED_TYPE (SpicoEmail, spico_email, spico_email_ref, spico_email_unref)

static void
mailbox_free (SpicoEmailMailbox *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

static void
attachment_free (SpicoEmailAttachment *self)
{
  g_free (self->name);
  g_free (self->type);
  g_bytes_unref (self->content);
  g_free (self);
}

/* What stands in one line of a header is one line, whatever it is made of. */
static char *
make_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      GUnicodeType type = g_unichar_type (character);

      g_string_append_unichar (line, type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ? ' ' : character);
    }

  return g_strstrip (g_string_free (line, FALSE));
}

static SpicoEmailMailbox *
mailbox_new (const char *name,
             const char *address)
{
  SpicoEmailMailbox *self = g_new0 (SpicoEmailMailbox, 1);

  self->name = make_line (name != NULL ? name : "");
  self->address = g_strdup (address);

  return self;
}

SpicoEmail *
spico_email_new (void)
{
  SpicoEmail *self = g_atomic_rc_box_new0 (SpicoEmail);

  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_free);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) attachment_free);
  self->subject = g_strdup ("");
  self->text = g_strdup ("");

  return self;
}

SpicoEmail *
spico_email_ref (SpicoEmail *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SpicoEmail *self = data;

  g_clear_pointer (&self->from, mailbox_free);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->attachments);
  g_free (self->subject);
  g_free (self->text);
}

void
spico_email_unref (SpicoEmail *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
spico_email_set_from (SpicoEmail *self,
                      const char *name,
                      const char *address)
{
  g_return_if_fail (spico_mail_address_is_valid (address));

  g_clear_pointer (&self->from, mailbox_free);
  self->from = mailbox_new (name, address);
}

void
spico_email_add_to (SpicoEmail *self,
                    const char *name,
                    const char *address)
{
  g_return_if_fail (spico_mail_address_is_valid (address));

  g_ptr_array_add (self->to, mailbox_new (name, address));
}

void
spico_email_set_subject (SpicoEmail *self,
                         const char *subject)
{
  g_free (self->subject);
  self->subject = make_line (subject);
}

void
spico_email_set_text (SpicoEmail *self,
                      const char *text)
{
  g_free (self->text);
  self->text = g_utf8_make_valid (text, -1);
}

/* A name may come from any file system: what no other takes in a name, or hides what it is, is left out. */
static char *
make_file_name (const char *name)
{
  g_autofree char *line = make_line (name);
  GString *taken = g_string_new (NULL);

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (taken->len + 4 < SPICO_FILE_NAME_MAX)
        g_string_append_unichar (taken, spico_file_name_takes (character) ? character : '_');
    }

  return g_string_free (taken, FALSE);
}

void
spico_email_add_attachment (SpicoEmail *self,
                            const char *name,
                            const char *type,
                            GBytes     *content)
{
  SpicoEmailAttachment *attachment = g_new0 (SpicoEmailAttachment, 1);

  attachment->name = make_file_name (name);
  attachment->type = g_strdup (type != NULL && spico_media_type_is_valid (type) ? type : DEFAULT_TYPE);
  attachment->content = g_bytes_ref (content);
  self->size += g_bytes_get_size (content);
  g_ptr_array_add (self->attachments, attachment);
}

/* ---- The message ---- */

static gboolean
check (SpicoEmail *self,
       GError    **error)
{
  const char *fault = NULL;

  if (self->to->len == 0 || self->to->len > SPICO_EMAIL_MAX_RECIPIENTS)
    fault = "A mail has recipients, and not too many";
  else if (self->attachments->len > SPICO_EMAIL_MAX_ATTACHMENTS || self->size > SPICO_EMAIL_MAX_SIZE)
    fault = "The attachments are too many, or too large";
  else if (g_utf8_strlen (self->subject, -1) > SPICO_EMAIL_MAX_SUBJECT || g_utf8_strlen (self->text, -1) > SPICO_EMAIL_MAX_TEXT)
    fault = "The subject or the text is too long";
  if (fault != NULL)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, fault);

  return fault == NULL;
}

static GMimeObject *
make_text (SpicoEmail *self)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype ("plain");

  g_mime_text_part_set_charset (part, "utf-8");
  g_mime_text_part_set_text (part, self->text);
  g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

  return GMIME_OBJECT (part);
}

static GMimeObject *
make_attachment (const SpicoEmailAttachment *attachment)
{
  g_auto (GStrv) type = g_strsplit (attachment->type, "/", 2);
  GMimePart *part = g_mime_part_new_with_type (type[0], type[1] != NULL ? type[1] : "octet-stream");
  gsize size;
  const char *bytes = g_bytes_get_data (attachment->content, &size);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (bytes != NULL ? bytes : "", size);
  g_autoptr (GMimeDataWrapper) content = g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_disposition (GMIME_OBJECT (part), "attachment");
  g_mime_part_set_filename (part, attachment->name);
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_BASE64);

  return GMIME_OBJECT (part);
}

static GMimeObject *
make_body (SpicoEmail *self)
{
  GMimeMultipart *parts;
  g_autoptr (GMimeObject) text = NULL;

  if (self->attachments->len == 0)
    return make_text (self);

  parts = g_mime_multipart_new_with_subtype ("mixed");
  text = make_text (self);
  g_mime_multipart_add (parts, text);
  for (guint i = 0; i < self->attachments->len; i++)
    {
      g_autoptr (GMimeObject) part = make_attachment (g_ptr_array_index (self->attachments, i));

      g_mime_multipart_add (parts, part);
    }

  return GMIME_OBJECT (parts);
}

static void
add_mailbox (GMimeMessage    *message,
             GMimeAddressType type,
             const SpicoEmailMailbox   *mailbox)
{
  g_mime_message_add_mailbox (message, type, *mailbox->name != '\0' ? mailbox->name : NULL, mailbox->address);
}

static GMimeMessage *
make_message (SpicoEmail *self,
              const char *id,
              GDateTime  *date)
{
  GMimeMessage *message = g_mime_message_new (FALSE);
  g_autofree char *message_id = g_strconcat (id, self->from != NULL ? strchr (self->from->address, '@') : NO_DOMAIN, NULL);
  g_autoptr (GMimeObject) body = make_body (self);

  if (self->from != NULL)
    add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, self->from);
  for (guint i = 0; i < self->to->len; i++)
    add_mailbox (message, GMIME_ADDRESS_TYPE_TO, g_ptr_array_index (self->to, i));
  g_mime_message_set_subject (message, self->subject, "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, message_id);
  g_mime_object_append_header (GMIME_OBJECT (message), "X-Unsent", "1", NULL);
  g_mime_message_set_mime_part (message, body);

  return message;
}

GBytes *
spico_email_format (SpicoEmail *self,
                    const char *id,
                    GDateTime  *date,
                    GError    **error)
{
  GMimeFormatOptions *options;
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GMimeStream) stream = NULL;
  GByteArray *bytes;

  if (!check (self, error))
    return NULL;

  g_mime_init ();
  options = g_mime_format_options_new ();
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_format_options_set_param_encoding_method (options, GMIME_PARAM_ENCODING_METHOD_RFC2231);
  message = make_message (self, id, date);
  bytes = g_byte_array_new ();
  stream = g_mime_stream_mem_new_with_byte_array (bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  g_mime_format_options_free (options);

  return g_byte_array_free_to_bytes (bytes);
}
