/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-menu.h"

#include <glib/gi18n.h>

#include "spico-message-row.h"
#include "spico-tooltip.h"

static const struct {
  const char *label;
  const char *action;
} entries[] = {
  { N_("Reply"), "message.reply" },
  { N_("Copy"), "message.copy" },
  { N_("Forward"), "message.forward" },
  { N_("Send on by Mail"), "message.mail" },
  { N_("Show the Original Message"), "message.show-original" },
  { N_("Edit"), "message.correct" },
  { N_("Earlier Versions"), "message.show-earlier" },
  { N_("Take Back"), "message.take-back" },
  { N_("Withdraw"), "message.withdraw" },
  { N_("Save as a Template…"), "message.save-template" },
};

static GMenu *
create_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(entries[i].label), entries[i].action);

      g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
      g_menu_append_item (menu, item);
    }

  return menu;
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       data)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), SPICO_TYPE_MESSAGE_ROW);
  g_autoptr (GMenu) menu = NULL;

  if (row != NULL)
    spico_message_row_update_actions (SPICO_MESSAGE_ROW (row));
  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  menu = create_menu ();
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

void
spico_message_menu_set_up (GtkMenuButton *button)
{
  spico_tooltip_set (GTK_WIDGET (button), _("Message Menu"));
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, NULL, NULL);
}

/* The focus is on what the list made around a row. */
static SpicoMessageRow *
find_focus (GtkWidget *list)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *item = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = item != NULL && gtk_widget_get_parent (item) == list ? gtk_widget_get_first_child (item) : NULL;

  return SPICO_IS_MESSAGE_ROW (row) ? SPICO_MESSAGE_ROW (row) : NULL;
}

static gboolean
open_menu (GtkWidget *list,
           GVariant  *arguments,
           gpointer   data)
{
  SpicoMessageRow *row = find_focus (list);

  return row != NULL && spico_message_row_open_menu (row);
}

static gboolean
reply (GtkWidget *list,
       GVariant  *arguments,
       gpointer   data)
{
  SpicoMessageRow *row = find_focus (list);

  return row != NULL && spico_message_row_reply (row);
}

static void
add_key (GtkEventController *controller,
         GtkShortcutTrigger *trigger,
         GtkShortcutFunc     func)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), gtk_shortcut_new (trigger, gtk_callback_action_new (func, NULL, NULL)));
}

void
spico_message_menu_add_keys (GtkWidget *list)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_key (controller, gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK)), open_menu);
  add_key (controller, gtk_keyval_trigger_new (GDK_KEY_r, GDK_CONTROL_MASK), reply);
  gtk_widget_add_controller (list, controller);
}
