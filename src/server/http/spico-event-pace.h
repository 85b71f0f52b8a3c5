/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoEventPace:
 *
 * When the event streams are to be compared with the database: at once where something was written, but never so often that it takes more than a sixth of a
 * processor. It has no clock and no lock of its own.
 */
typedef struct {
  /*< private >*/
  gint64 least_us;
  gint64 rests_until_us;
  gint64 earliest_us;
  gint64 next_due_us;
  gboolean is_under_way;
  gboolean is_owed;
} SpicoEventPace;

void spico_event_pace_init (SpicoEventPace *self,
                            gint64          least_us);
void spico_event_pace_owe (SpicoEventPace *self);
gboolean spico_event_pace_begin (SpicoEventPace *self,
                                 gint64          now_us,
                                 gboolean       *is_due);
void spico_event_pace_end_idle (SpicoEventPace *self);
void spico_event_pace_end (SpicoEventPace *self,
                           gint64          begun_us,
                           gint64          now_us,
                           gboolean        has_failed);

G_END_DECLS
