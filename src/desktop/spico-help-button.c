/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-help-button.h"

#include <glib/gi18n.h>

#include "spico-help-topics.h"

#define IS_TABBING "spico-is-tabbing"

struct _SpicoHelpButton {
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoHelpButton, spico_help_button, GTK_TYPE_BUTTON)

/* ---- The button ---- */

/* It stands above all else, and would be what each dialog and page begins with, and what has the focus once something else is gone: it takes it from nobody but who presses Tab. */
static gboolean
spico_help_button_focus (GtkWidget       *widget,
                         GtkDirectionType direction)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);

  if (dialog == NULL || g_object_get_data (G_OBJECT (dialog), IS_TABBING) == NULL)
    return FALSE;

  return GTK_WIDGET_CLASS (spico_help_button_parent_class)->focus (widget, direction);
}

static void
spico_help_button_class_init (SpicoHelpButtonClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = spico_help_button_focus;
}

static void
spico_help_button_init (SpicoHelpButton *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self), "spico-help-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _("Help (F1)"));
  gtk_widget_set_focus_on_click (GTK_WIDGET (self), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.help");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Help"), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "F1", -1);
}

/* ---- Who presses Tab ---- */

static gboolean
tabbed_cb (gpointer user_data)
{
  g_object_set_data (user_data, IS_TABBING, NULL);

  return G_SOURCE_REMOVE;
}

/* The focus moves in the same turn, where this key moves it. */
static gboolean
key_pressed_cb (AdwDialog *dialog,
                guint      key)
{
  if (key != GDK_KEY_Tab && key != GDK_KEY_KP_Tab && key != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;

  g_object_set_data (G_OBJECT (dialog), IS_TABBING, GINT_TO_POINTER (TRUE));
  g_idle_add_full (G_PRIORITY_HIGH, tabbed_cb, g_object_ref (dialog), g_object_unref);

  return GDK_EVENT_PROPAGATE;
}

static void
hear_tab (AdwDialog *dialog)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_pressed_cb), dialog);
  gtk_widget_add_controller (GTK_WIDGET (dialog), controller);
}

/* ---- Where it stands ---- */

static void add_below (GtkWidget *widget,
                       gboolean   has_topic);

static gboolean
is_help (GtkWidget *widget)
{
  return spico_help_find_topic (G_OBJECT_TYPE_NAME (widget)) != NULL;
}

/* What a page stands in may be what the help knows. */
static gboolean
is_within_help (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (is_help (widget))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (SPICO_IS_HELP_BUTTON (child) || has_button (child))
        return TRUE;
    }

  return FALSE;
}

static void
page_shown_cb (AdwNavigationView *navigation)
{
  GtkWidget *page = GTK_WIDGET (adw_navigation_view_get_visible_page (navigation));

  if (page != NULL)
    add_below (page, is_within_help (page));
}

static void
add_below (GtkWidget *widget,
           gboolean   has_topic)
{
  has_topic |= is_help (widget);
  if (ADW_IS_HEADER_BAR (widget))
    {
      if (has_topic && !has_button (widget))
        adw_header_bar_pack_end (ADW_HEADER_BAR (widget), g_object_new (SPICO_TYPE_HELP_BUTTON, NULL));
      return;
    }

  if (ADW_IS_NAVIGATION_VIEW (widget) && g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, page_shown_cb, NULL) == 0)
    g_signal_connect (widget, "notify::visible-page", G_CALLBACK (page_shown_cb), NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_below (child, has_topic);
}

void
spico_help_button_add (AdwDialog *dialog)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));

  hear_tab (dialog);
  add_below (GTK_WIDGET (dialog), FALSE);
}
