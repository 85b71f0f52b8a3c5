/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-message.h"

#include <string.h>

#include "spico-mail-format.h"
#include "spico-mail-text.h"


/**
 * spico_mail_message_format:
 * @self: a notification; its addresses are valid
 *
 * Returns: (transfer full): the mail (RFC 5322), as plain text and as HTML (RFC 2046 section 5.1.4), its lines ended by CR LF
 */
char *
spico_mail_message_format (const SpicoMailMessage *self)
{
  GString *mail = g_string_new (NULL);
  g_autoptr (SpicoMailText) text = spico_mail_text_new (self);
  g_autofree char *plain = spico_mail_text_to_plain (text);
  g_autofree char *html = spico_mail_text_to_html (text, self->url);
  g_autofree char *date = spico_mail_format_date (self->sent_at_us);

  g_string_append_printf (mail, "From: Spico <%s>\r\nTo: <%s>\r\nDate: %s\r\nMessage-ID: <%s%s>\r\n", self->from, self->to, date, self->id, strchr (self->from, '@'));
  g_string_append (mail, "Subject:");
  spico_mail_format_words (mail, text->subject);
  g_string_append (mail, "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" SPICO_MAIL_BOUNDARY "\"\r\n\r\n");
  spico_mail_format_part (mail, "text/plain", plain);
  spico_mail_format_part (mail, "text/html", html);
  g_string_append (mail, "--" SPICO_MAIL_BOUNDARY "--\r\n");

  return g_string_free (mail, FALSE);
}
