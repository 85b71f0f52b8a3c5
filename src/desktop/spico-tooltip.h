/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * spico_tooltip_set:
 * @widget: a widget of a row or of a cell
 * @text: (nullable): what its tooltip says from now on
 *
 * What gtk_widget_set_tooltip_text() does, but for what it costs where many rows are filled: GTK looks at once what is below the pointer, for which the whole window is laid out. Here it
 * is told when it asks. Screen readers are told nothing: set a label or a description for them.
 */
void spico_tooltip_set (GtkWidget  *widget,
                        const char *text);

G_END_DECLS
