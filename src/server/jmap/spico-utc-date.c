/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-jmap-private.h"

#include <string.h>
#include <time.h>

static gboolean
read_digits (const char *text,
             guint       n_digits,
             int        *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (text[i] - '0');
    }

  return TRUE;
}

/* `.5`, `.123456`: at most six digits, as many as are stored. */
static gboolean
read_fraction (const char **at,
               gint64      *microseconds)
{
  gint64 unit = G_USEC_PER_SEC;

  *microseconds = 0;
  if (**at != '.')
    return TRUE;

  for ((*at)++; g_ascii_isdigit (**at); (*at)++)
    {
      unit /= 10;
      if (unit == 0)
        return FALSE;
      *microseconds += (**at - '0') * unit;
    }

  return unit < G_USEC_PER_SEC;
}

/**
 * spico_utc_date_parse:
 * @text: a UTCDate, from anywhere (RFC 8620 section 1.4)
 * @microseconds: (out): since 1970
 *
 * Returns: whether it is one
 */
gboolean
spico_utc_date_parse (const char *text,
                      gint64     *microseconds)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day, hour, minute, second;
  gint64 fraction;
  const char *at;

  if (strlen (text) < strlen ("1970-01-01T00:00:00Z")
      || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
      || !read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month) || !read_digits (text + 8, 2, &day)
      || !read_digits (text + 11, 2, &hour) || !read_digits (text + 14, 2, &minute) || !read_digits (text + 17, 2, &second))
    return FALSE;

  at = text + 19;
  if (!read_fraction (&at, &fraction) || !g_str_equal (at, "Z"))
    return FALSE;

  date = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (date == NULL)
    return FALSE;

  *microseconds = g_date_time_to_unix (date) * G_USEC_PER_SEC + fraction;
  return TRUE;
}

/**
 * spico_utc_date_format:
 * @microseconds: since 1970
 *
 * Returns: (transfer full): the UTCDate, without a fraction that is zero (RFC 8620 section 1.4)
 */
char *
spico_utc_date_format (gint64 microseconds)
{
  gint64 fraction = microseconds % G_USEC_PER_SEC;
  time_t seconds = (time_t) (microseconds / G_USEC_PER_SEC);
  char digits[sizeof ".123456"] = "";
  struct tm parts;

  if (fraction < 0)
    {
      fraction += G_USEC_PER_SEC;
      seconds--;
    }
  if (fraction > 0)
    {
      gsize length = (gsize) g_snprintf (digits, sizeof digits, ".%06d", (int) fraction);

      while (digits[length - 1] == '0')
        digits[--length] = '\0';
    }

  /* A page has a date for each message: GDateTime takes a tenth of the time that answering it needs. */
  gmtime_r (&seconds, &parts);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%sZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, digits);
}

/**
 * spico_date_is_valid:
 * @text: a day, from anywhere
 *
 * Returns: whether it is `YYYY-MM-DD`, with `00` for a month or a day that nobody knows, as in the INS
 */
gboolean
spico_date_is_valid (const char *text)
{
  int year, month, day;

  if (strlen (text) != strlen ("1970-01-01") || text[4] != '-' || text[7] != '-'
      || !read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month) || !read_digits (text + 8, 2, &day))
    return FALSE;
  if (year == 0 || month > 12 || day > 31)
    return FALSE;

  return month == 0 ? day == 0 : day == 0 || g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}
