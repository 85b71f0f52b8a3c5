/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-region-zone.h"

#define ZONE "Europe/Paris"

/**
 * spico_region_zone_get:
 *
 * The zone by which the days of the region are told. It is kept: GLib reads a zone's file anew whenever nobody holds it, and each message asks which day it is. From any thread.
 *
 * Returns: (transfer none): the zone; UTC where the machine does not know it
 */
GTimeZone *
spico_region_zone_get (void)
{
  static GTimeZone *zone;

  if (g_once_init_enter_pointer (&zone))
    {
      GTimeZone *found = g_time_zone_new_identifier (ZONE);

      g_once_init_leave_pointer (&zone, found != NULL ? found : g_time_zone_new_utc ());
    }

  return zone;
}
