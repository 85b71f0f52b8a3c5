/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The longest turn of the main loop, in milliseconds of its thread's processor time. */

double turns_now_ms (void);
void turns_turn (void);
void turns_settle (GtkWidget *window);
void turns_scroll (GtkWidget *list,
                   GtkWidget *window,
                   gboolean   is_upward);
void turns_forget (void);
void turns_tell (const char *name);
gpointer turns_find (GtkWidget *widget,
                     GType      type);

G_END_DECLS
