/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days of an absence as they are shown (B016). Functions that return a char * return (transfer full). */

/** spico_absence_format_days: « du 24/12/2026 au 02/01/2027 » */
char *spico_absence_format_days (const char *first_day,
                                 const char *last_day);

/**
 * spico_absence_find_fault:
 * @first_day: (nullable): `YYYY-MM-DD`
 * @last_day: (nullable): `YYYY-MM-DD`
 * @today: `YYYY-MM-DD`
 *
 * Returns: (transfer none) (nullable): why these days cannot be declared; %NULL where they can
 */
const char *spico_absence_find_fault (const char *first_day,
                                      const char *last_day,
                                      const char *today);

G_END_DECLS
