/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** spico_message_menu_set_up: gives the button of a message its menu, made when it is first opened: a list makes many rows, and few menus are opened */
void spico_message_menu_set_up (GtkMenuButton *button);

/**
 * spico_message_menu_add_keys:
 * @list: a list of #SpicoMessageRow
 *
 * The menu key, and Shift+F10, open the menu of the message that has the focus; Ctrl+R answers it.
 */
void spico_message_menu_add_keys (GtkWidget *list);

G_END_DECLS
