/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-email-message.h"

#include <string.h>

#include "spico-mail-format.h"

/* Of an encoded parameter in a line (RFC 2231 section 3). */
#define PARAMETER_BYTES 20

void
spico_email_address_free (SpicoEmailAddress *self)
{
  g_free (self->name);
  g_free (self->email);
  g_free (self);
}

void
spico_email_file_free (SpicoEmailFile *self)
{
  g_free (self->name);
  g_free (self->type);
  g_bytes_unref (self->content);
  g_free (self);
}

/* Names are encoded words, whatever stands in them; an address is one, and nothing else (spico_mail_address_is_valid()). */
static void
append_address (GString                 *mail,
                const SpicoEmailAddress *address)
{
  if (address->name != NULL && address->name[0] != '\0')
    spico_mail_format_words (mail, address->name);
  g_string_append_printf (mail, " <%s>", address->email);
}

/* A name in pieces, each a line of its own; no character of it means anything there. */
static void
append_file_name (GString    *mail,
                  const char *name)
{
  guint number = 0;

  while (*name != '\0')
    {
      gsize n = spico_mail_format_cut (name, PARAMETER_BYTES);
      g_autofree char *piece = g_strndup (name, n);
      g_autofree char *escaped = g_uri_escape_string (piece, NULL, FALSE);

      g_string_append_printf (mail, ";\r\n filename*%u*=%s%s", number, number == 0 ? "UTF-8''" : "", escaped);
      name += n;
      number++;
    }
}

static void
append_file (GString              *mail,
             const SpicoEmailFile *file)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (file->content, &size);

  g_string_append_printf (mail, "--" SPICO_MAIL_BOUNDARY "\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment", file->type);
  append_file_name (mail, file->name);
  g_string_append (mail, "\r\n\r\n");
  spico_mail_format_body (mail, bytes, size);
}

/**
 * spico_email_message_format:
 * @self: a mail
 *
 * Returns: (transfer full): the message (RFC 5322), with its files (RFC 2046, RFC 2231), its lines ended by CR LF
 */
GBytes *
spico_email_message_format (const SpicoEmailMessage *self)
{
  GString *mail = g_string_new ("From:");
  g_autofree char *date = spico_mail_format_date (self->sent_at_us);

  append_address (mail, &self->from);
  g_string_append (mail, "\r\nTo:");
  for (guint i = 0; i < self->to->len; i++)
    {
      g_string_append (mail, i > 0 ? ",\r\n" : "");
      append_address (mail, g_ptr_array_index (self->to, i));
    }
  g_string_append_printf (mail, "\r\nDate: %s\r\nMessage-ID: <%s%s>\r\nSubject:", date, self->id, strchr (self->from.email, '@'));
  spico_mail_format_words (mail, self->subject);
  g_string_append (mail, "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" SPICO_MAIL_BOUNDARY "\"\r\n\r\n");
  spico_mail_format_part (mail, "text/plain", self->text);
  for (guint i = 0; i < self->files->len; i++)
    append_file (mail, g_ptr_array_index (self->files, i));
  g_string_append (mail, "--" SPICO_MAIL_BOUNDARY "--\r\n");

  return g_string_free_to_bytes (mail);
}
