/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_DESKTOP_SETTINGS (spico_desktop_settings_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDesktopSettings, spico_desktop_settings, SPICO, DESKTOP_SETTINGS, AdwPreferencesGroup)

/**
 * SpicoDesktopSettings:
 *
 * « Sur cet ordinateur » (B005, F006): of what the desktop tells, and when it does not. It is this computer's alone: nothing of it goes to the server.
 */

G_END_DECLS
