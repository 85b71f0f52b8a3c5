/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SPICO_TYPE_IDLE (spico_idle_get_type ())
G_DECLARE_FINAL_TYPE (SpicoIdle, spico_idle, SPICO, IDLE, GObject)

/**
 * SpicoIdle:
 *
 * Notices that nobody is before a window any more (X018): no key, no pointer, no touch in it for some time, the time that the computer slept included.
 *
 * Signal: `idle`, once after each time of rest. What is done after a rest that was too long, before it could be told, reaches nobody.
 */

/**
 * spico_idle_new:
 * @window: the window; it is not kept alive
 *
 * Returns: (transfer full): that watches @window, without a delay at first
 */
SpicoIdle *spico_idle_new (GtkWidget *window);

/**
 * spico_idle_set_delay:
 * @seconds: how long nobody may be there; 0 for ever
 */
void spico_idle_set_delay (SpicoIdle *self,
                           guint      seconds);

G_END_DECLS
