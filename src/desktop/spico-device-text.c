/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-device-text.h"

#include <glib/gi18n.h>

#include "spico-patient-text.h"

#define NAME_MAX_LENGTH 100
#define SHORT_NAME 24

char *
spico_device_default_name (const char *host)
{
  g_autofree char *valid = host != NULL ? g_utf8_make_valid (host, -1) : NULL;
  GString *name;

  if (valid == NULL || g_str_equal (valid, "localhost") || g_str_equal (valid, "localhost.localdomain"))
    return g_strdup ("");

  name = g_string_new (NULL);
  for (const char *p = valid; *p != '\0' && g_utf8_strlen (name->str, -1) < NAME_MAX_LENGTH; p = g_utf8_next_char (p))
    {
      if (g_unichar_isprint (g_utf8_get_char (p)))
        g_string_append_unichar (name, g_utf8_get_char (p));
    }

  return g_strstrip (g_string_free_and_steal (name));
}

const char *
spico_device_format_name (SpicoDevice *device)
{
  const char *name = spico_device_get_name (device);

  return *name != '\0' ? name : _("Unnamed device");
}

char *
spico_device_shorten_name (const char *name)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= SHORT_NAME)
    return g_strdup (name);

  start = g_utf8_substring (name, 0, SHORT_NAME - 1);
  return g_strconcat (start, "…", NULL);
}

static GDateTime *
local_time (gint64     microseconds,
            GDateTime *now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (microseconds);

  return utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : g_date_time_ref (now);
}

static char *
format_day (gint64     microseconds,
            GDateTime *now)
{
  g_autoptr (GDateTime) time = local_time (microseconds, now);
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");

  return spico_patient_format_date (day);
}

static gboolean
is_day (GDateTime *time,
        GDateTime *other)
{
  return g_date_time_get_year (time) == g_date_time_get_year (other) && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (other);
}

static char *
format_last_use (SpicoDevice *device,
                 GDateTime   *now)
{
  gint64 last_used_at = spico_device_get_times (device)->last_used_at;
  g_autoptr (GDateTime) time = local_time (last_used_at, now);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *day = format_day (last_used_at, now);

  if (spico_device_is_current (device))
    return g_strdup (_("This device"));
  if (is_day (time, now))
    return g_strdup (_("Last used today"));
  if (is_day (time, yesterday))
    return g_strdup (_("Last used yesterday"));

  /* Translators: %s is a date, 29/11/2026 */
  return g_strdup_printf (_("Last used on %s"), day);
}

char *
spico_device_format_state (SpicoDevice *device,
                           GDateTime   *now)
{
  const SpicoDeviceTimes *times = spico_device_get_times (device);
  g_autofree char *signed_in = format_day (times->signed_in_at, now);
  g_autofree char *ended = format_day (times->ended_at, now);
  g_autofree char *use = format_last_use (device, now);

  if (spico_device_must_erase (device))
    /* Translators: %s is a date, 29/11/2026 */
    return g_strdup_printf (_("Signed out on %s. It will erase what it keeps as soon as it reaches the server."), ended);

  /* Translators: « Last used today », or « This device »; then a date, 29/11/2026 */
  return g_strdup_printf (_("%s. Signed in on %s."), use, signed_in);
}
