/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "spico-ctl-private.h"
#include "spico-operator-announcement.h"

#define MINUTES_LENGTH 16

/* `2026-12-01T22:00`, with seconds or a zone perhaps: an operator says when by the clock on the wall. */
static gboolean
parse_time (const char *text,
            gint64     *us)
{
  g_autofree char *instant = NULL;
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return TRUE;

  instant = strlen (text) == MINUTES_LENGTH ? g_strconcat (text, ":00", NULL) : g_strdup (text);
  time = g_date_time_new_from_iso8601 (instant, local);
  if (time == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (time);

  return TRUE;
}

static char *
format_time (gint64 us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local_usec (us);

  return g_date_time_format_iso8601 (time);
}

SpicoCtlStatus
spico_ctl_announce_add (SpicoSqlConnection *connection,
                        GStrv              *arguments)
{
  g_autofree char *kind = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  g_autofree char *id = NULL;
  gboolean is_mailed = TRUE;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, NULL, NULL },
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, NULL, NULL },
    { "text", 0, 0, G_OPTION_ARG_STRING, &text, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, NULL, NULL },
    { "no-mail", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &is_mailed, NULL, NULL },
    { NULL },
  };
  SpicoOperatorAnnouncement announcement = { 0 };
  GError *error = NULL;
  SpicoCtlStatus status;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (kind == NULL || title == NULL)
    return spico_ctl_usage (_ ("An announcement wants --kind and --title."));
  if (!parse_time (from, &announcement.starts_at) || !parse_time (until, &announcement.ends_at))
    return spico_ctl_usage (_ ("--from and --until are instants, such as 2026-12-01T22:00."));

  announcement.kind = kind;
  announcement.is_mailed = is_mailed;
  announcement.title = title;
  announcement.text = text != NULL ? text : (char *) "";
  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
              && spico_operator_announce (connection, &announcement, g_get_real_time (), &id, &error);
  status = spico_ctl_finish (connection, succeeded, NULL, error);

  if (status == SPICO_CTL_DONE)
    g_print ("%s\n", id);

  return status;
}

static void
print_announcement (const SpicoOperatorAnnouncement *announcement)
{
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (announcement->starts_at == 0)
    {
      g_print (_ ("%s: %s, “%s”\n"), announcement->id, announcement->kind, announcement->title);
      return;
    }

  from = format_time (announcement->starts_at);
  if (announcement->ends_at == 0)
    {
      /* Translators: an incident: its id, its kind, its title, and when it began */
      g_print (_ ("%s: %s, “%s”, since %s\n"), announcement->id, announcement->kind, announcement->title, from);
      return;
    }

  until = format_time (announcement->ends_at);
  /* Translators: an announcement: its id, its kind, its title, and when its window begins and ends */
  g_print (_ ("%s: %s, “%s”, from %s until %s\n"), announcement->id, announcement->kind, announcement->title, from, until);
}

SpicoCtlStatus
spico_ctl_announce_list (SpicoSqlConnection *connection,
                         GStrv              *arguments)
{
  g_autoptr (GPtrArray) announcements = NULL;
  GError *error = NULL;
  SpicoCtlStatus status;

  if (!spico_ctl_parse (arguments, NULL, 0))
    return SPICO_CTL_USAGE;

  if (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error))
    announcements = spico_operator_list_announcements (connection, &error);
  status = spico_ctl_finish (connection, announcements != NULL, NULL, error);

  for (guint i = 0; status == SPICO_CTL_DONE && announcements != NULL && i < announcements->len; i++)
    {
      const SpicoOperatorAnnouncement *announcement = g_ptr_array_index (announcements, i);

      print_announcement (announcement);
      if (announcement->is_mailed)
        g_print (_ ("%s: still being mailed\n"), announcement->id);
    }

  return status;
}

SpicoCtlStatus
spico_ctl_announce_withdraw (SpicoSqlConnection *connection,
                             GStrv              *arguments)
{
  GError *error = NULL;
  gboolean succeeded;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error)
              && spico_operator_withdraw_announcement (connection, (*arguments)[1], g_get_real_time (), &error);

  return spico_ctl_finish (connection, succeeded, (*arguments)[1], error);
}
