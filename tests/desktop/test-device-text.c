/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the person's devices. */
#include "spico-device-text.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY (24 * HOUR)

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_a_device_is_called_like_its_computer (void)
{
  g_autofree char *long_name = g_strnfill (150, 'x');
  g_autofree char *cut = g_strnfill (100, 'x');

  check (spico_device_default_name ("pc-17"), "pc-17");
  check (spico_device_default_name (" Poste\n de garde\t"), "Poste de garde");
  check (spico_device_default_name (long_name), cut);
  check (spico_device_default_name ("localhost"), "");
  check (spico_device_default_name ("localhost.localdomain"), "");
  check (spico_device_default_name (NULL), "");
  check (spico_device_shorten_name ("Poste de garde"), "Poste de garde");
  check (spico_device_shorten_name ("Poste-de-garde-du-premier-étage"), "Poste-de-garde-du-premi…");
}

static void
check_state (gint64      last_used,
             gboolean    is_current,
             gboolean    must_erase,
             const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 11, 29, 0, 30, 0);
  gint64 now_us = g_date_time_to_unix_usec (now);
  SpicoDeviceTimes times = { now_us - 40 * DAY, now_us - last_used, must_erase ? now_us - 2 * DAY : 0 };
  g_autoptr (SpicoDevice) device = spico_device_new ("d", "", &times, is_current, must_erase);

  check (spico_device_format_state (device, now), expected);
  g_assert_cmpstr (spico_device_format_name (device), ==, "Unnamed device");
}

/* Days are those of the person's own time. */
static void
test_days_are_the_persons (void)
{
  check_state (0, TRUE, FALSE, "This device. Signed in on 20/10/2026.");
  check_state (HOUR / 4, FALSE, FALSE, "Last used today. Signed in on 20/10/2026.");
  check_state (HOUR, FALSE, FALSE, "Last used yesterday. Signed in on 20/10/2026.");
  check_state (2 * DAY, FALSE, FALSE, "Last used on 27/11/2026. Signed in on 20/10/2026.");
  check_state (2 * DAY, FALSE, TRUE, "Signed out on 27/11/2026. It will erase what it keeps as soon as it reaches the server.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/device-text/a-device-is-called-like-its-computer", test_a_device_is_called_like_its_computer);
  g_test_add_func ("/device-text/days-are-the-persons", test_days_are_the_persons);

  return g_test_run ();
}
