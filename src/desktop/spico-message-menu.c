/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-menu.h"

#include <glib/gi18n.h>

#include "spico-message-row.h"
#include "spico-tooltip.h"

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  g_menu_append (menu, _("Copy"), "message.copy");
  g_menu_append (menu, _("Forward"), "message.forward");
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

void
spico_message_menu_set_up (GtkMenuButton *button)
{
  spico_tooltip_set (GTK_WIDGET (button), _("Message Menu"));
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, NULL, NULL);
}

/* The focus is on what the list made around a row. */
static gboolean
open_menu (GtkWidget *list,
           GVariant  *arguments,
           gpointer   data)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *item = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = item != NULL && gtk_widget_get_parent (item) == list ? gtk_widget_get_first_child (item) : NULL;

  if (!SPICO_IS_MESSAGE_ROW (row))
    return FALSE;

  return spico_message_row_open_menu (SPICO_MESSAGE_ROW (row));
}

void
spico_message_menu_add_keys (GtkWidget *list)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), gtk_shortcut_new (trigger, gtk_callback_action_new (open_menu, NULL, NULL)));
  gtk_widget_add_controller (list, controller);
}
