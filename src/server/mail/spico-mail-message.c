/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-message.h"

#include <string.h>

#include "spico-mail-text.h"

#define LINE_BYTES 57 /* 76 characters of base64 */
#define WORD_BYTES 42 /* 56 characters of base64, in an encoded word of less than 75 (RFC 2047 section 2) */

/* At most so many bytes, and no character cut. */
static gsize
cut (const char *text,
     gsize       most)
{
  gsize length = MIN (strlen (text), most);

  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;

  return length;
}

static void
append_header (GString    *mail,
               const char *name,
               const char *text)
{
  g_string_append_printf (mail, "%s:", name);
  while (*text != '\0')
    {
      gsize n = cut (text, WORD_BYTES);
      g_autofree char *word = g_base64_encode ((const guchar *) text, n);

      g_string_append_printf (mail, " =?UTF-8?B?%s?=\r\n", word);
      text += n;
    }
}

static void
append_body (GString    *mail,
             const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode ((const guchar *) text + i, MIN (LINE_BYTES, length - i));

      g_string_append_printf (mail, "%s\r\n", line);
    }
}

/* English names, whatever the locale (RFC 5322 section 3.3). */
static char *
format_date (gint64 us)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (us);

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (time) - 1], g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time));
}

/* It stands in no base64, so in no part. */
#define BOUNDARY "=_spico"

static void
append_part (GString    *mail,
             const char *type,
             const char *text)
{
  g_string_append_printf (mail, "--" BOUNDARY "\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
  append_body (mail, text);
}

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
  g_autofree char *date = format_date (self->sent_at_us);

  g_string_append_printf (mail, "From: Spico <%s>\r\nTo: <%s>\r\nDate: %s\r\nMessage-ID: <%s%s>\r\n", self->from, self->to, date, self->id, strchr (self->from, '@'));
  append_header (mail, "Subject", text->subject);
  g_string_append (mail, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\r\n\r\n");
  append_part (mail, "text/plain", plain);
  append_part (mail, "text/html", html);
  g_string_append (mail, "--" BOUNDARY "--\r\n");

  return g_string_free (mail, FALSE);
}
