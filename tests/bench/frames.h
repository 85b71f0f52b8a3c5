/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the frames of a window cost: milliseconds of this thread's processor time, from `before-paint` to `after-paint`. */
typedef struct _Frames Frames;

Frames *frames_new (GtkWidget *window);
void frames_free (Frames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Frames, frames_free)
guint frames_count (Frames *self);
void frames_forget (Frames *self);
double frames_percentile (Frames *self,
                          double  share);
void frames_wait (Frames *self);

G_END_DECLS
