/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-pace.h"

/* Of the time, one part for reviews and five for the rest. */
#define PARTS 6

/* What ends by the clock, and is written nowhere, is seen by then. */
#define DUE_INTERVAL_US (30 * G_USEC_PER_SEC)

/**
 * spico_event_pace_init:
 * @self: a pace
 * @least_us: how soon one review may follow another that nobody asked for, in microseconds
 */
void
spico_event_pace_init (SpicoEventPace *self,
                       gint64          least_us)
{
  *self = (SpicoEventPace) { .least_us = least_us };
}

/**
 * spico_event_pace_owe:
 * @self: a pace
 *
 * Somebody asks for a review, whether something seems to have been written or not.
 */
void
spico_event_pace_owe (SpicoEventPace *self)
{
  self->is_owed = TRUE;
}

/**
 * spico_event_pace_begin:
 * @self: a pace
 * @now_us: the monotonic time, in microseconds
 * @is_due: (out): whether to review even where nothing seems to have been written: sessions and delegations may end by the clock
 *
 * Asks whether the database may be looked at now. If so, spico_event_pace_end_idle() or spico_event_pace_end() must follow.
 *
 * Returns: whether it may: the last review is done, and long enough ago
 */
gboolean
spico_event_pace_begin (SpicoEventPace *self,
                        gint64          now_us,
                        gboolean       *is_due)
{
  if (self->is_under_way || now_us < self->rests_until_us || (now_us < self->earliest_us && !self->is_owed))
    return FALSE;

  *is_due = self->is_owed || now_us >= self->next_due_us;
  self->is_under_way = TRUE;
  self->is_owed = FALSE;

  return TRUE;
}

/**
 * spico_event_pace_end_idle:
 * @self: a pace that has begun
 *
 * Nothing was written, so that nothing was reviewed.
 */
void
spico_event_pace_end_idle (SpicoEventPace *self)
{
  self->is_under_way = FALSE;
}

/**
 * spico_event_pace_end:
 * @self: a pace that has begun
 * @begun_us: when the review began, in microseconds
 * @now_us: the monotonic time, in microseconds
 * @has_failed: whether it came to nothing: what it has seen must be looked for again
 */
void
spico_event_pace_end (SpicoEventPace *self,
                      gint64          begun_us,
                      gint64          now_us,
                      gboolean        has_failed)
{
  self->is_under_way = FALSE;
  self->rests_until_us = begun_us + PARTS * (now_us - begun_us);
  self->earliest_us = begun_us + self->least_us;
  if (has_failed)
    {
      self->is_owed = TRUE;
      self->rests_until_us = MAX (self->rests_until_us, self->earliest_us);
      return;
    }

  self->next_due_us = begun_us + DUE_INTERVAL_US;
}
