/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-format.h"

#include <string.h>

#define LINE_BYTES 57 /* 76 characters of base64 */
#define WORD_BYTES 42 /* 56 characters of base64, in an encoded word of less than 75 (RFC 2047 section 2) */

/**
 * spico_mail_format_cut:
 * @text: a text
 * @most: some bytes
 *
 * Returns: how many bytes of it are no more than @most, and cut no character
 */
gsize
spico_mail_format_cut (const char *text,
                       gsize       most)
{
  gsize length = MIN (strlen (text), most);

  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;

  return length;
}

/**
 * spico_mail_format_words:
 * @mail: a message, behind the name of a header, or within one
 * @text: any text
 *
 * Adds it as encoded words, each but the first in a line of its own; a blank comes before them, and no line ends behind the last one.
 */
void
spico_mail_format_words (GString    *mail,
                         const char *text)
{
  gboolean is_first = TRUE;

  while (*text != '\0')
    {
      gsize n = spico_mail_format_cut (text, WORD_BYTES);
      g_autofree char *word = g_base64_encode ((const guchar *) text, n);

      g_string_append_printf (mail, "%s =?UTF-8?B?%s?=", is_first ? "" : "\r\n", word);
      is_first = FALSE;
      text += n;
    }
}

/**
 * spico_mail_format_body:
 * @mail: a message
 * @bytes: (nullable): anything
 * @size: how many
 *
 * Adds them in base64.
 */
void
spico_mail_format_body (GString      *mail,
                        const guint8 *bytes,
                        gsize         size)
{
  for (gsize i = 0; i < size; i += LINE_BYTES)
    {
      g_autofree char *line = g_base64_encode (bytes + i, MIN (LINE_BYTES, size - i));

      g_string_append_printf (mail, "%s\r\n", line);
    }
}

/**
 * spico_mail_format_part:
 * @mail: a message of several parts
 * @type: the media type of a text
 * @text: the text
 *
 * Adds a part.
 */
void
spico_mail_format_part (GString    *mail,
                        const char *type,
                        const char *text)
{
  g_string_append_printf (mail, "--" SPICO_MAIL_BOUNDARY "\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
  spico_mail_format_body (mail, (const guint8 *) text, strlen (text));
}

/**
 * spico_mail_format_date:
 * @us: a time, in microseconds since 1970
 *
 * Returns: (transfer full): the same, as mails have it: English names, whatever the locale (RFC 5322 section 3.3)
 */
char *
spico_mail_format_date (gint64 us)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (us);

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (time) - 1], g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time));
}
