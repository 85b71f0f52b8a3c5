/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SPICO_TYPE_THREAD_SCROLL (spico_thread_scroll_get_type ())
G_DECLARE_FINAL_TYPE (SpicoThreadScroll, spico_thread_scroll, SPICO, THREAD_SCROLL, GObject)

/**
 * SpicoThreadScroll:
 *
 * Keeps a list of messages where its reader wants it: at the bottom while they are there, and still where they read further up. No
 * timers: it follows the adjustment, and some frames after each change, while the list measures its rows.
 *
 * Signal: `moved`, when it may stand elsewhere than before.
 */

/**
 * spico_thread_scroll_new:
 * @scroller: (transfer none): what scrolls @list; both outlive the object
 * @list: (transfer none): the list, oldest first
 */
SpicoThreadScroll *spico_thread_scroll_new (GtkScrolledWindow *scroller,
                                            GtkListView       *list);

/** spico_thread_scroll_reset: forgets where it was: another conversation comes */
void spico_thread_scroll_reset (SpicoThreadScroll *self);

/**
 * spico_thread_scroll_place:
 * @start: the first unread row, %GTK_INVALID_LIST_POSITION without one
 *
 * Once after a reset, as soon as the list has rows and a size: goes to the end, then up to @start where that one is further up, so that
 * as many of the new rows as possible show.
 */
void spico_thread_scroll_place (SpicoThreadScroll *self,
                                guint              start);

/** spico_thread_scroll_settle: rows came, went or changed */
void spico_thread_scroll_settle (SpicoThreadScroll *self);

void spico_thread_scroll_foresee (SpicoThreadScroll *self);

/**
 * spico_thread_scroll_show:
 * @position: a row
 * @takes_keyboard: whether it then has the keyboard
 */
void spico_thread_scroll_show (SpicoThreadScroll *self,
                               guint              position,
                               gboolean           takes_keyboard);

/** spico_thread_scroll_stick: goes to the bottom, and stays there */
void spico_thread_scroll_stick (SpicoThreadScroll *self);

gboolean spico_thread_scroll_is_placed (SpicoThreadScroll *self);
gboolean spico_thread_scroll_is_sticky (SpicoThreadScroll *self);
gboolean spico_thread_scroll_is_at_bottom (SpicoThreadScroll *self);
gboolean spico_thread_scroll_is_near_top (SpicoThreadScroll *self);

G_END_DECLS
