/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_quiet_hours_contain:
 * @from: when they begin, in minutes of the day as clocks show it
 * @to: when they end; before @from, they go past midnight; the same, they last all day
 * @now: a moment, in the time zone of whoever is to be left alone
 *
 * Do-not-disturb hours (B005). They follow the clock on the wall, also on the days when it is changed.
 *
 * Returns: whether @now is within them
 */
gboolean spico_quiet_hours_contain (guint      from,
                                    guint      to,
                                    GDateTime *now);

G_END_DECLS
