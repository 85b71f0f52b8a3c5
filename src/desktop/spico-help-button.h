/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_HELP_BUTTON (spico_help_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoHelpButton, spico_help_button, SPICO, HELP_BUTTON, GtkButton)

/**
 * SpicoHelpButton:
 *
 * « Aide » at the end of a dialog's header bar (F101): it does what F1 does there, `win.help`. A press leaves the focus where it is, which says what help is wanted about. Tab comes to it, but no dialog or page begins with it, and nothing that goes leaves it the focus.
 */

/**
 * spico_help_button_add:
 * @dialog: a dialog
 *
 * Puts one into each header bar of @dialog, and of each page that its navigation shows later; none where the help has no page about it.
 */
void spico_help_button_add (AdwDialog *dialog);

G_END_DECLS
