/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_SCHEDULE_BUTTON (spico_schedule_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduleButton, spico_schedule_button, SPICO, SCHEDULE_BUTTON, AdwBin)

/**
 * SpicoScheduleButton:
 *
 * « Envoyer plus tard… », beside « Envoyer »: when a message leaves, from a menu or a dialog. Ctrl + Shift + Enter opens it as long as it is sensitive.
 *
 * Signal: `chosen` (#GDateTime): when.
 */

G_END_DECLS
