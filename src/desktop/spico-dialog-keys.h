/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * spico_dialog_keys_follow:
 * @window: a window
 *
 * While a dialog is open no key reaches its window, nor the accelerators: from then on each dialog of @window hears itself those that must work wherever one
 * is, for `win.help` (F101) and `win.lock` (X018), and has « Aide » in its header bar, for whoever does not know F1. A dialog in which nothing that is seen has the focus any more gives it to the first that can have it: a row that had it may
 * go with what it shows, a search may be hidden with its tab, and Escape would close nothing. Where nothing can have it, as it only loads, the dialog itself has it, until something of it that came meanwhile can. A notice takes the first Escape, and goes, as everywhere in GNOME.
 */
void spico_dialog_keys_follow (AdwApplicationWindow *window);

G_END_DECLS
