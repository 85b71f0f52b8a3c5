/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-typed-day.h"

#include <stdio.h>

char *
spico_typed_day_parse (const char *text)
{
  unsigned int day, month, year;
  int n_read = 0;

  if (sscanf (text, " %2u/%2u/%4u %n", &day, &month, &year, &n_read) != 3 || text[n_read] != '\0' || year < 1900 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;

  return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
}
