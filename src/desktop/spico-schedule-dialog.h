/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_SCHEDULE_DIALOG (spico_schedule_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduleDialog, spico_schedule_dialog, SPICO, SCHEDULE_DIALOG, AdwDialog)

/**
 * SpicoScheduleDialog:
 *
 * « Choisir la date et l'heure… »: when a message that is sent later leaves, in a minute to 90 days; it says why where another time is chosen.
 *
 * Signal: `chosen` (#GDateTime), before it closes.
 */

/**
 * spico_schedule_dialog_new:
 * @time: (nullable): what it shows first; tomorrow at 8:00 without, or where that is over
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *spico_schedule_dialog_new (GDateTime *time);

G_END_DECLS
