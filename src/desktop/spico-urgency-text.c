/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-urgency-text.h"

#include <glib/gi18n.h>

#include "spico-day.h"
#include "spico-principal.h"
#include "spico-region-zone.h"
#include "spico-thread-text.h"

#define EVENING 18
#define NOON 12
/* Nobody is given less to answer by the end of the day. */
#define LEAST_MINUTES 30
#define NAMED 2

GDateTime *
spico_urgency_now (void)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());

  return g_date_time_to_timezone (now, spico_region_zone_get ());
}

/* A clock of that day; where the hour does not exist, the one after it. */
static GDateTime *
at (GDateTime *day,
    int        days,
    int        hour,
    int        minute)
{
  g_autoptr (GDateTime) moved = g_date_time_add_days (day, days);

  return g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (moved), g_date_time_get_month (moved), g_date_time_get_day_of_month (moved), hour, minute, 0);
}

static GDateTime *
in_an_hour (GDateTime *now)
{
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);

  return at (later, 0, g_date_time_get_hour (later), g_date_time_get_minute (later));
}

GDateTime *
spico_reply_choice_time (SpicoReplyChoice choice,
                         GDateTime       *now)
{
  g_autoptr (GDateTime) evening = NULL;

  if (choice == SPICO_REPLY_IN_AN_HOUR)
    return in_an_hour (now);
  if (choice == SPICO_REPLY_TOMORROW)
    return at (now, 1, NOON, 0);

  evening = at (now, 0, EVENING, 0);
  return g_date_time_difference (evening, now) >= LEAST_MINUTES * G_TIME_SPAN_MINUTE ? g_steal_pointer (&evening) : NULL;
}

char *
spico_text_reply_clock (GDateTime *time)
{
  if (g_date_time_get_minute (time) == 0)
    /* Translators: the time of an answer, on the hour: « 18 h ». */
    /* xgettext:no-c-format */
    return g_date_time_format (time, C_("time of an answer, on the hour", "%-H:%M"));

  /* Translators: the time of an answer: « 9 h 30 ». */
  /* xgettext:no-c-format */
  return g_date_time_format (time, C_("time of an answer", "%-H:%M"));
}

static int
days_from (GDateTime *now,
           GDateTime *time)
{
  g_autoptr (GDate) from = g_date_new_dmy (g_date_time_get_day_of_month (now), g_date_time_get_month (now), g_date_time_get_year (now));
  g_autoptr (GDate) to = g_date_new_dmy (g_date_time_get_day_of_month (time), g_date_time_get_month (time), g_date_time_get_year (time));

  return g_date_days_between (from, to);
}

char *
spico_text_reply_choice (SpicoReplyChoice choice,
                         GDateTime       *now)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *clock = NULL;

  if (choice == SPICO_REPLY_IN_AN_HOUR)
    return g_strdup (_("In 1 hour"));

  time = choice == SPICO_REPLY_TODAY ? at (now, 0, EVENING, 0) : at (now, 1, NOON, 0);
  clock = spico_text_reply_clock (time);
  if (choice == SPICO_REPLY_TODAY)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("Today %s"), clock);

  /* Translators: %s is a time of day */
  return g_strdup_printf (_("Tomorrow %s"), clock);
}

/* French says « 1er » of the first day of a month, and of no other. */
static char *
format_date (GDateTime *day)
{
  if (g_date_time_get_day_of_month (day) == 1)
    /* xgettext:no-c-format */
    return g_date_time_format (day, C_("first of a month of an answer", "%A, %B %-e"));

  /* Translators: the day of an answer: « mercredi 2 décembre ». */
  /* xgettext:no-c-format */
  return g_date_time_format (day, C_("day of an answer", "%A, %B %-e"));
}

char *
spico_text_reply_day (GDateTime *day,
                      GDateTime *now)
{
  int days = days_from (now, day);

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Tomorrow"));

  return format_date (day);
}

/* « 18 h », « demain 12 h », « mardi 18 h », « mercredi 2 décembre 9 h ». */
static char *
format_time (GDateTime *time,
             GDateTime *now)
{
  int days = days_from (now, time);
  g_autofree char *clock = spico_text_reply_clock (time);
  g_autofree char *day = NULL;

  if (days == 0)
    return g_steal_pointer (&clock);
  if (days == 1)
    /* Translators: %s is a time of day, behind “Answer expected before” */
    return g_strdup_printf (_("tomorrow %s"), clock);
  if (days == -1)
    /* Translators: %s is a time of day, behind “Answer expected before” or “Unread since” */
    return g_strdup_printf (_("yesterday %s"), clock);

  day = days > 1 && days < 7 ? g_date_time_format (time, "%A") : format_date (time);
  /* Translators: 1: a day, 2: a time of day */
  return g_strdup_printf (C_("day and time", "%1$s %2$s"), day, clock);
}

static char *
format_in_region (GDateTime *time,
                  GDateTime *now)
{
  g_autoptr (GDateTime) there = g_date_time_to_timezone (time, g_date_time_get_timezone (now));

  return format_time (there, now);
}

char *
spico_text_reply_by (GDateTime *time,
                     GDateTime *now)
{
  g_autofree char *text = format_in_region (time, now);

  /* Translators: %s is a time: “tomorrow 12:00” */
  return g_strdup_printf (_("Answer expected before %s"), text);
}

char *
spico_text_reply_by_in_full (GDateTime *time)
{
  g_autoptr (GDateTime) there = g_date_time_to_timezone (time, spico_region_zone_get ());
  g_autofree char *text = spico_text_date_time (there);

  return g_strdup_printf (_("Answer expected before %s"), text);
}

char *
spico_text_reply_expected (SpicoMessage *message,
                           GDateTime    *now)
{
  GDateTime *time = spico_message_get_reply_by (message);
  g_autofree char *text = NULL;

  if (time == NULL)
    return NULL;

  text = spico_text_reply_by (time, now);
  if (spico_message_is_answered (message))
    /* Translators: %s is “Answer expected before …” */
    return g_strdup_printf (_("%s: answered"), text);
  if (g_date_time_compare (time, now) <= 0)
    /* Translators: %s is “Answer expected before …” */
    return g_strdup_printf (_("%s: no answer yet"), text);

  return g_steal_pointer (&text);
}

char *
spico_text_reply_to_conversation (SpicoConversation *conversation,
                                  GDateTime         *now)
{
  GDateTime *time = spico_conversation_get_reply_by (conversation);

  return time != NULL ? spico_text_reply_by (time, now) : NULL;
}

/* « Mme X », « Mme X et M. Y »; of many, nobody. */
static char *
join_readers (GListModel *readers)
{
  guint n = g_list_model_get_n_items (readers);
  g_autoptr (SpicoPrincipal) first = g_list_model_get_item (readers, 0);
  g_autoptr (SpicoPrincipal) second = g_list_model_get_item (readers, 1);

  if (n == 0 || n > NAMED)
    return NULL;

  return g_strjoin (C_("list of names", " and "), spico_principal_get_name (first), second != NULL ? spico_principal_get_name (second) : NULL, NULL);
}

char *
spico_text_unread_by (SpicoMessage *message,
                      GDateTime    *now)
{
  GListModel *readers = spico_message_get_unread_by (message);
  GDateTime *sent_at = spico_message_get_sent_at (message);
  SpicoMessageState state = spico_message_get_state (message);
  g_autofree char *names = NULL;
  g_autofree char *since = NULL;

  if (readers == NULL || sent_at == NULL)
    return NULL;
  /* A colleague of who wrote it may have read it: it is sent then. */
  if (state != SPICO_MESSAGE_SENT && state != SPICO_MESSAGE_READ)
    return g_strdup (_("Not sent yet: call"));

  names = join_readers (readers);
  since = format_in_region (sent_at, now);
  if (names == NULL)
    /* Translators: %s is a time: since then nobody has read an urgent message */
    return g_strdup_printf (_("Unread by everyone since %s: call"), since);

  /* Translators: 1: who has not read an urgent message, one name or two; 2: a time */
  return g_strdup_printf (_("Unread by %1$s since %2$s: call"), names, since);
}
