/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which pages the help has, and which screen shows which (F101). */

/** The names of all pages of `data/help`, in the order of the contents, %NULL-terminated. */
extern const char *const spico_help_topics[];

/**
 * spico_help_find_topic:
 * @screen: the name of a widget's type
 *
 * Returns: (transfer none) (nullable): the name of the page about that screen; %NULL where the widget is none
 */
const char *spico_help_find_topic (const char *screen);

G_END_DECLS
