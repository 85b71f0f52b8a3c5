/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands above few messages: the day, and the line below which is what was not read. Each is made when a row first shows it. */

/**
 * spico_message_above_show_day:
 * @day: (inout) (nullable): the label; made in @box when there is something to show
 * @box: what the message stands in
 * @text: (nullable): the day; %NULL to show none
 */
void spico_message_above_show_day (GtkWidget **day,
                                   GtkBox     *box,
                                   const char *text);

/**
 * spico_message_above_show_divider:
 * @divider: (inout) (nullable): the line; made in @box when there is something to show
 * @box: what the message stands in
 * @day: (nullable): what it stands below
 * @text: (nullable): what it says; %NULL to show none
 */
void spico_message_above_show_divider (GtkWidget **divider,
                                       GtkBox     *box,
                                       GtkWidget  *day,
                                       const char *text);

G_END_DECLS
