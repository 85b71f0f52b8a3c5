/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-day.h"

struct _SpicoDay {
  GObject parent_instance;

  SpicoClock clock;
  GDate *date;
  guint source;
};

G_DEFINE_FINAL_TYPE (SpicoDay, spico_day, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
midnight_cb (gpointer data)
{
  SpicoDay *self = data;

  self->source = 0;
  spico_day_check (self);
}

/* In seconds; a second late rather than a moment early. */
static guint
until_midnight (GDateTime *now)
{
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (tomorrow), g_date_time_get_month (tomorrow), g_date_time_get_day_of_month (tomorrow), 0, 0, 0);

  return (guint) (g_date_time_difference (midnight, now) / G_TIME_SPAN_SECOND) + 1;
}

static void
wait_for_midnight (SpicoDay *self)
{
  g_autoptr (GDateTime) now = spico_day_now (self);

  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add_seconds_once (until_midnight (now), midnight_cb, self);
}

static void
spico_day_finalize (GObject *object)
{
  SpicoDay *self = SPICO_DAY (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->date, g_date_free);

  G_OBJECT_CLASS (spico_day_parent_class)->finalize (object);
}

static void
spico_day_class_init (SpicoDayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_day_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_DAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_day_init (SpicoDay *self)
{
}

SpicoDay *
spico_day_new (SpicoClock clock)
{
  SpicoDay *self = g_object_new (SPICO_TYPE_DAY, NULL);

  self->clock = clock;
  self->date = spico_day_today (self);
  wait_for_midnight (self);

  return self;
}

SpicoDay *
spico_day_get_default (void)
{
  static SpicoDay *day = NULL;

  if (day == NULL)
    day = spico_day_new (g_date_time_new_now_local);

  return day;
}

GDateTime *
spico_day_now (SpicoDay *self)
{
  g_return_val_if_fail (SPICO_IS_DAY (self), NULL);

  return self->clock ();
}

GDate *
spico_day_today (SpicoDay *self)
{
  g_autoptr (GDateTime) now = spico_day_now (self);

  g_return_val_if_fail (now != NULL, NULL);

  return g_date_new_dmy ((GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
}

void
spico_day_check (SpicoDay *self)
{
  g_autoptr (GDate) today = NULL;

  g_return_if_fail (SPICO_IS_DAY (self));

  today = spico_day_today (self);
  wait_for_midnight (self);
  if (g_date_compare (self->date, today) == 0)
    return;

  g_date_free (self->date);
  self->date = g_steal_pointer (&today);
  g_signal_emit (self, signals[CHANGED], 0);
}
