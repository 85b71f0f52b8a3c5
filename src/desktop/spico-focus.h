/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * spico_focus_keep:
 * @widget: a dialog, or something in one, where what had the focus may have gone
 *
 * Gives the focus to the first that can have it in @widget, where nothing in the dialog has it any more: the keys, Escape among them, would go nowhere, or to the
 * window below. Below another dialog the focus is that one's.
 */
void spico_focus_keep (GtkWidget *widget);

G_END_DECLS
