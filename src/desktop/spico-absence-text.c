/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-absence-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-patient-text.h"

char *
spico_absence_format_days (const char *first_day,
                           const char *last_day)
{
  g_autofree char *first = spico_patient_format_date (first_day);
  g_autofree char *last = spico_patient_format_date (last_day);

  /* Translators: the first and the last day of an absence */
  return g_strdup_printf (_("From %1$s to %2$s"), first, last);
}

const char *
spico_absence_find_fault (const char *first_day,
                          const char *last_day,
                          const char *today)
{
  if (first_day == NULL)
    return _("Enter the first day, such as 24/12/2026");
  if (last_day == NULL)
    return _("Enter the last day, such as 02/01/2027");
  if (strcmp (last_day, first_day) < 0)
    return _("The last day comes before the first");
  if (strcmp (last_day, today) < 0)
    return _("These days are over");

  return NULL;
}
