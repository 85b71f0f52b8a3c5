/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-quiet-hours.h"

gboolean
spico_quiet_hours_contain (guint      from,
                           guint      to,
                           GDateTime *now)
{
  guint minute = (guint) (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));

  if (from < to)
    return minute >= from && minute < to;

  return minute >= from || minute < to;
}
