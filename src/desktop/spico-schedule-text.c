/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-schedule-text.h"

#include <glib/gi18n.h>

#include "spico-schedule.h"
#include "spico-thread-text.h"

#define MORNING 8
#define EVENING 18
#define MONDAY 1
#define WEEK 7

/* That hour of a day, by the clock on the wall. */
static GDateTime *
at (GDateTime *now,
    int        days,
    int        hour)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);

  return g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), hour, 0, 0);
}

static int
days_to_monday (GDateTime *now)
{
  return WEEK + MONDAY - g_date_time_get_day_of_week (now);
}

GDateTime *
spico_schedule_choice_time (SpicoScheduleChoice choice,
                            GDateTime          *now)
{
  g_autoptr (GDateTime) evening = NULL;

  g_return_val_if_fail (now != NULL, NULL);

  if (choice == SPICO_SCHEDULE_TOMORROW)
    return at (now, 1, MORNING);
  if (choice == SPICO_SCHEDULE_MONDAY)
    return days_to_monday (now) > 1 ? at (now, days_to_monday (now), MORNING) : NULL;

  evening = at (now, 0, EVENING);
  return spico_text_schedule_problem (evening, now) == NULL ? g_steal_pointer (&evening) : NULL;
}

const char *
spico_text_schedule_choice (SpicoScheduleChoice choice)
{
  static const char *const names[] = {
    [SPICO_SCHEDULE_TONIGHT] = N_("This Evening at 18:00"),
    [SPICO_SCHEDULE_TOMORROW] = N_("Tomorrow at 8:00"),
    [SPICO_SCHEDULE_MONDAY] = N_("Monday at 8:00"),
  };

  return _(names[choice]);
}

const char *
spico_text_schedule_problem (GDateTime *send_at,
                             GDateTime *now)
{
  GTimeSpan wait;

  g_return_val_if_fail (send_at != NULL && now != NULL, NULL);

  wait = g_date_time_difference (send_at, now);
  if (wait < 0)
    return _("This time is over.");
  if (wait < SPICO_SCHEDULE_SECONDS * G_TIME_SPAN_SECOND)
    return _("That is in less than a minute: send it at once.");
  if (wait > SPICO_SCHEDULE_DAYS * G_TIME_SPAN_DAY)
    return _("A message waits 90 days at most.");

  return NULL;
}

static int
days_from (GDateTime *now,
           GDateTime *time)
{
  g_autoptr (GDate) from = g_date_new_dmy (g_date_time_get_day_of_month (now), g_date_time_get_month (now), g_date_time_get_year (now));
  g_autoptr (GDate) to = g_date_new_dmy (g_date_time_get_day_of_month (time), g_date_time_get_month (time), g_date_time_get_year (time));

  return g_date_days_between (from, to);
}

static char *
format_day (GDateTime *time)
{
  if (g_date_time_get_day_of_month (time) == 1)
    /* Translators: the first day of a month, behind “To be sent”: “on Tuesday, December 1”. */
    /* xgettext:no-c-format */
    return g_date_time_format (time, C_("first of a month, to be sent", "on %A, %B %-e"));

  /* Translators: a day, behind “To be sent”: “on Wednesday, December 2”. */
  /* xgettext:no-c-format */
  return g_date_time_format (time, C_("day, to be sent", "on %A, %B %-e"));
}

/* « aujourd'hui à 18:00 », « demain à 8:00 », « le mercredi 2 décembre à 9:30 ». */
static char *
format_time (GDateTime *time,
             GDateTime *now)
{
  g_autoptr (GDateTime) here = g_date_time_to_timezone (time, g_date_time_get_timezone (now));
  g_autofree char *clock = g_date_time_format (here, "%-H:%M");
  g_autofree char *day = NULL;
  int days = days_from (now, here);

  if (days == 0)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("today at %s"), clock);
  if (days == 1)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("tomorrow at %s"), clock);

  day = format_day (here);
  /* Translators: 1: a day, 2: a time of day */
  return g_strdup_printf (_("%1$s at %2$s"), day, clock);
}

static const char *
refusal (SpicoMessageFailure failure)
{
  switch (failure)
    {
    case SPICO_MESSAGE_FAILURE_SEND_AT:
      return _("Not sent: the server does not take this time, which may be over. Choose another one, or send it now.");
    case SPICO_MESSAGE_FAILURE_TOO_MANY:
      return _("Refused: too many messages of this account wait for their time.");
    case SPICO_MESSAGE_FAILURE_NO_ACCESS:
      return _("Refused: this account no longer takes part in the conversation.");
    case SPICO_MESSAGE_FAILURE_DELEGATION_ENDED:
      return _("Refused: the delegation on this account has ended.");
    case SPICO_MESSAGE_FAILURE_TOO_LARGE:
      return _("Refused: the message is too long.");
    case SPICO_MESSAGE_FAILURE_CONVERSATION:
      return _("Refused: the conversation could not be started.");
    case SPICO_MESSAGE_FAILURE_ATTACHMENT:
      return _("Refused: the server does not take an attached file.");
    case SPICO_MESSAGE_FAILURE_NONE:
    default:
      return _("Refused when its time had come: it could not be sent any more.");
    }
}

static char *
format_waiting (SpicoScheduledMessage *message,
                const char            *when)
{
  /* Translators: %s is a time: “tomorrow at 8:00” */
  g_autofree char *text = g_strdup_printf (_("To be sent %s"), when);

  if (spico_scheduled_message_get_failure (message) == SPICO_MESSAGE_FAILURE_SEND_AT)
    /* Translators: %s is “To be sent tomorrow at 8:00” */
    return g_strdup_printf (_("%s. The server did not take the other time."), text);
  if (spico_scheduled_message_get_failure (message) != SPICO_MESSAGE_FAILURE_NONE)
    /* Translators: %s is “To be sent tomorrow at 8:00” */
    return g_strdup_printf (_("%s. The server did not take the change."), text);

  return g_steal_pointer (&text);
}

static char *
format_state (SpicoScheduledMessage *message,
              GDateTime             *now)
{
  GDateTime *send_at = spico_scheduled_message_get_send_at (message);
  g_autofree char *when = send_at != NULL ? format_time (send_at, now) : g_strdup ("");

  switch (spico_scheduled_message_get_state (message))
    {
    case SPICO_SCHEDULED_QUEUED:
      /* Translators: %s is a time: “tomorrow at 8:00” */
      return g_strdup_printf (_("To be sent %s: the server does not know yet"), when);
    case SPICO_SCHEDULED_LEAVING:
      return g_strdup (_("To be sent now: the server does not know yet"));
    case SPICO_SCHEDULED_CANCELLING:
      return g_strdup (_("To be cancelled: the server does not know yet"));
    case SPICO_SCHEDULED_CANCELLED:
      return g_strdup (_("Cancelled: it will not be sent"));
    case SPICO_SCHEDULED_REFUSED:
      return g_strdup (refusal (spico_scheduled_message_get_failure (message)));
    case SPICO_SCHEDULED_WAITING:
    default:
      return format_waiting (message, when);
    }
}

/* Who wrote it is said where one may doubt it. */
static char *
format_author (SpicoScheduledMessage *message)
{
  const char *person = spico_scheduled_message_get_person_name (message);
  const char *account = spico_scheduled_message_get_from_account_name (message);

  if (spico_scheduled_message_is_own (message) && (*account == '\0' || g_str_equal (person, account)))
    return NULL;

  return *person != '\0' && *account != '\0' && !g_str_equal (person, account) ? spico_text_on_behalf (person, account) : g_strdup (person);
}

char *
spico_text_scheduled (SpicoScheduledMessage *message,
                      GDateTime             *now)
{
  g_autofree char *state = NULL;
  g_autofree char *author = NULL;

  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  state = format_state (message, now);
  author = format_author (message);

  return author != NULL && *author != '\0' ? g_strconcat (state, "\n", author, NULL) : g_steal_pointer (&state);
}

char *
spico_text_scheduled_preview (SpicoScheduledMessage *message)
{
  g_autofree char *line = NULL;
  g_autofree char *files = NULL;
  guint n_files;

  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);

  n_files = spico_scheduled_message_get_n_files (message);
  line = spico_text_one_line (spico_scheduled_message_get_text (message));
  if (n_files == 0)
    return g_steal_pointer (&line);

  /* Translators: %u is a number of files that go with a message */
  files = g_strdup_printf (ngettext ("%u file", "%u files", n_files), n_files);
  if (*line == '\0')
    return g_steal_pointer (&files);

  /* Translators: 1: the beginning of a message, 2: “2 files” */
  return g_strdup_printf (C_("scheduled message", "%1$s (%2$s)"), line, files);
}
