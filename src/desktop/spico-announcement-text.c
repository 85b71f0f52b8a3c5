/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcement-text.h"

#include <glib/gi18n.h>

#include "spico-thread-text.h"

/* A maintenance is told the day before. */
#define NEAR G_TIME_SPAN_DAY

static gboolean
is_maintenance (SpicoAnnouncement *announcement)
{
  return spico_announcement_get_kind (announcement) == SPICO_ANNOUNCEMENT_MAINTENANCE;
}

static gboolean
is_incident (SpicoAnnouncement *announcement)
{
  return spico_announcement_get_kind (announcement) == SPICO_ANNOUNCEMENT_INCIDENT;
}

gboolean
spico_announcement_is_current (SpicoAnnouncement *announcement,
                               GDateTime         *now)
{
  GDateTime *ends_at = spico_announcement_get_ends_at (announcement);

  return ends_at == NULL || g_date_time_compare (now, ends_at) < 0;
}

/* The more, the sooner it is shown; 0 is not. */
static guint
weigh (SpicoAnnouncement *announcement,
       GDateTime         *now)
{
  GTimeSpan until_start;

  if (spico_announcement_is_read (announcement) || !spico_announcement_is_current (announcement, now))
    return 0;
  if (is_incident (announcement))
    return 4;
  if (!is_maintenance (announcement))
    return 1;

  until_start = g_date_time_difference (spico_announcement_get_starts_at (announcement), now);
  if (until_start <= 0)
    return 3;

  return until_start <= NEAR ? 2 : 0;
}

/* Of two that weigh the same: the maintenance that comes first; of incidents and releases, the newest stands first already. */
static gboolean
comes_before (SpicoAnnouncement *announcement,
              SpicoAnnouncement *other)
{
  return is_maintenance (announcement) && is_maintenance (other)
         && g_date_time_compare (spico_announcement_get_starts_at (announcement), spico_announcement_get_starts_at (other)) < 0;
}

SpicoAnnouncement *
spico_announcement_find_due (GListModel *announcements,
                             GDateTime  *now)
{
  g_autoptr (SpicoAnnouncement) due = NULL;
  guint weight = 0;

  for (guint i = 0; i < g_list_model_get_n_items (announcements); i++)
    {
      g_autoptr (SpicoAnnouncement) announcement = g_list_model_get_item (announcements, i);
      guint own = weigh (announcement, now);

      if (own > weight || (own > 0 && own == weight && comes_before (announcement, due)))
        {
          g_set_object (&due, announcement);
          weight = own;
        }
    }

  return g_steal_pointer (&due);
}

gboolean
spico_announcement_awaits_time (GListModel *announcements,
                                GDateTime  *now)
{
  for (guint i = 0; i < g_list_model_get_n_items (announcements); i++)
    {
      g_autoptr (SpicoAnnouncement) announcement = g_list_model_get_item (announcements, i);

      if (spico_announcement_get_ends_at (announcement) != NULL && spico_announcement_is_current (announcement, now))
        return TRUE;
    }

  return FALSE;
}

static gboolean
same_day (GDateTime *a,
          GDateTime *b)
{
  return g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b) && g_date_time_get_year (a) == g_date_time_get_year (b);
}

static char *
format_window (SpicoAnnouncement *announcement)
{
  GDateTime *starts_at = spico_announcement_get_starts_at (announcement);
  GDateTime *ends_at = spico_announcement_get_ends_at (announcement);
  g_autofree char *day = spico_text_full_day (starts_at);
  g_autofree char *from = spico_text_clock (starts_at);
  g_autofree char *to = spico_text_clock (ends_at);
  g_autofree char *from_in_full = spico_text_date_time (starts_at);
  g_autofree char *to_in_full = spico_text_date_time (ends_at);

  if (same_day (starts_at, ends_at))
    /* Translators: a day, and two times of that day */
    return g_strdup_printf (_ ("Maintenance on %s, from %s to %s"), day, from, to);

  /* Translators: each %s is a day with a time */
  return g_strdup_printf (_ ("Maintenance from %s to %s"), from_in_full, to_in_full);
}

static char *
format_under_way (SpicoAnnouncement *announcement,
                  GDateTime         *now)
{
  GDateTime *ends_at = spico_announcement_get_ends_at (announcement);
  g_autofree char *to = spico_text_clock (ends_at);
  g_autofree char *to_in_full = spico_text_date_time (ends_at);

  if (same_day (now, ends_at))
    /* Translators: %s is a time of today */
    return g_strdup_printf (C_ ("a time of today", "Maintenance under way until %s"), to);

  /* Translators: %s is a day with a time */
  return g_strdup_printf (C_ ("a day and a time", "Maintenance under way until %s"), to_in_full);
}

static char *
format_incident (SpicoAnnouncement *announcement,
                 GDateTime         *now)
{
  GDateTime *starts_at = spico_announcement_get_starts_at (announcement);
  g_autofree char *from = spico_text_clock (starts_at);
  g_autofree char *from_in_full = spico_text_date_time (starts_at);

  if (same_day (now, starts_at))
    /* Translators: %s is a time of today */
    return g_strdup_printf (C_ ("a time of today", "Incident since %s"), from);

  /* Translators: %s is a day with a time */
  return g_strdup_printf (C_ ("a day and a time", "Incident since %s"), from_in_full);
}

static char *
format_kind (SpicoAnnouncement *announcement,
             GDateTime         *now)
{
  switch (spico_announcement_get_kind (announcement))
    {
    case SPICO_ANNOUNCEMENT_INCIDENT:
      return format_incident (announcement, now);
    case SPICO_ANNOUNCEMENT_MAINTENANCE:
      return g_date_time_compare (spico_announcement_get_starts_at (announcement), now) <= 0 ? format_under_way (announcement, now) : format_window (announcement);
    case SPICO_ANNOUNCEMENT_RELEASE:
    default:
      return g_strdup (_ ("What’s new"));
    }
}

char *
spico_announcement_format_banner (SpicoAnnouncement *announcement,
                                  GDateTime         *now)
{
  g_autofree char *what = format_kind (announcement, now);

  /* Translators: what kind of announcement, and its title */
  return g_strdup_printf (C_ ("announcement", "%s: %s"), what, spico_announcement_get_title (announcement));
}

static char *
format_incident_in_full (SpicoAnnouncement *announcement)
{
  GDateTime *ends_at = spico_announcement_get_ends_at (announcement);
  g_autofree char *from = spico_text_date_time (spico_announcement_get_starts_at (announcement));
  g_autofree char *to = ends_at != NULL ? spico_text_date_time (ends_at) : NULL;

  if (to != NULL)
    /* Translators: each %s is a day with a time; the second is when it should be over */
    return g_strdup_printf (_ ("Incident since %s, until about %s"), from, to);

  /* Translators: %s is a day with a time */
  return g_strdup_printf (C_ ("a day and a time", "Incident since %s"), from);
}

char *
spico_announcement_format_when (SpicoAnnouncement *announcement)
{
  g_autofree char *day = spico_text_full_day (spico_announcement_get_created_at (announcement));

  if (is_incident (announcement))
    return format_incident_in_full (announcement);
  if (is_maintenance (announcement))
    return format_window (announcement);

  /* Translators: %s is a day */
  return g_strdup_printf (_ ("What’s new, %s"), day);
}
