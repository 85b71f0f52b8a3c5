/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SPICO_TYPE_DAY (spico_day_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDay, spico_day, SPICO, DAY, GObject)

/**
 * SpicoDay:
 *
 * What day it is, for whatever says « Aujourd'hui », « Hier » or an age. Emits `changed` when another day has begun where the person is. It wakes
 * up at midnight; a clock that was set, or a computer that slept, is found out by spico_day_check(). Main thread only.
 */

/**
 * SpicoClock:
 *
 * Returns: (transfer full): the local time
 */
typedef GDateTime *(*SpicoClock) (void);

/**
 * spico_day_new:
 * @clock: tells the time
 *
 * Returns: (transfer full): a day of its own, for tests
 */
SpicoDay *spico_day_new (SpicoClock clock);

/**
 * spico_day_get_default:
 *
 * Returns: (transfer none): the one that the windows share
 */
SpicoDay *spico_day_get_default (void);

/**
 * spico_day_now:
 *
 * Returns: (transfer full): the local time
 */
GDateTime *spico_day_now (SpicoDay *self);

/**
 * spico_day_today:
 *
 * Returns: (transfer full): the local date
 */
GDate *spico_day_today (SpicoDay *self);

/**
 * spico_day_check:
 *
 * Looks at the clock, after something that may have taken long: the window comes back, the network comes back.
 */
void spico_day_check (SpicoDay *self);

G_END_DECLS
