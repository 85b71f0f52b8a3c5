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

/* In the place of the letters of a template. */
static void
write_digits (char *text,
              guint n_digits,
              gint64 number)
{
  while (n_digits > 0)
    {
      text[--n_digits] = (char) ('0' + number % 10);
      number /= 10;
    }
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
  char text[] = "YYYY-MM-DDThh:mm:ss.uuuuuuZ";
  char *end = text + strlen ("YYYY-MM-DDThh:mm:ss.uuuuuu");
  struct tm parts;

  if (fraction < 0)
    {
      fraction += G_USEC_PER_SEC;
      seconds--;
    }

  /* A page has a date for each message: with GDateTime and printf, they took a tenth of the time of answering it. */
  gmtime_r (&seconds, &parts);
  write_digits (text, 4, parts.tm_year + 1900);
  write_digits (text + 5, 2, parts.tm_mon + 1);
  write_digits (text + 8, 2, parts.tm_mday);
  write_digits (text + 11, 2, parts.tm_hour);
  write_digits (text + 14, 2, parts.tm_min);
  write_digits (text + 17, 2, parts.tm_sec);
  write_digits (text + 20, 6, fraction);

  while (end[-1] == '0' && end > text + 20)
    end--;
  if (end == text + 20)
    end--;
  end[0] = 'Z';
  return g_strndup (text, (gsize) (end + 1 - text));
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
