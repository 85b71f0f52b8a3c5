/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * spico_wrapped_text_set:
 * @label: a label that wraps at any letter, one of many in a list
 * @text: what it says
 *
 * Sets the text of @label, and how narrow it is asked to be. A label that wraps is measured for its least width first: without one, its text would be broken at each letter, and shaped anew for each, which is most of what a row costs.
 * A part of its longest line, and a dozen letters at most, is the least; it looks the same.
 */
void spico_wrapped_text_set (GtkLabel   *label,
                             const char *text);

G_END_DECLS
