/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-dialog-keys.h"

#include "spico-help-button.h"

#define HEARS "spico-hears-keys"

static void
add_shortcut (GtkEventController *controller,
              guint               key,
              GdkModifierType     modifiers,
              const char         *action)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_named_action_new (action));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

/* Whether keys miss the dialog that is in front: what had the focus may have gone, or stand behind it, and they would go nowhere, Escape among them. */
static gboolean
is_lost (AdwApplicationWindow *window)
{
  GtkWidget *dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (window));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return dialog != NULL && (focus == NULL || !gtk_widget_get_mapped (focus) || !(focus == dialog || gtk_widget_is_ancestor (focus, dialog)));
}

/* ---- A dialog that only loads ---- */

/* Whether it has the focus itself, or what it frames its contents with: it hears Escape and Tab then, and none of its contents is chosen. */
static gboolean
is_held (AdwApplicationWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return dialog != NULL && focus != NULL && adw_dialog_get_child (dialog) != NULL && (focus == GTK_WIDGET (dialog) || gtk_widget_is_ancestor (focus, GTK_WIDGET (dialog)))
         && gtk_widget_is_ancestor (adw_dialog_get_child (dialog), focus);
}

static gboolean
focus_contents (AdwApplicationWindow *window)
{
  GtkWidget *contents = adw_dialog_get_child (adw_application_window_get_visible_dialog (window));

  return contents != NULL && gtk_widget_child_focus (contents, GTK_DIR_TAB_FORWARD);
}

/* What it has loaded is drawn by now, and takes the focus, unless somebody has moved it meanwhile. */
static void
painted_cb (AdwApplicationWindow *window)
{
  if (is_held (window))
    focus_contents (window);
  else
    g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (window)), painted_cb, window);
}

static void
await_contents (AdwApplicationWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  if (clock != NULL && g_signal_handler_find (clock, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, painted_cb, window) == 0)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), window, G_CONNECT_SWAPPED);
}

static gboolean
keep_focus_cb (gpointer user_data)
{
  AdwApplicationWindow *window = user_data;

  if (is_lost (window) && !focus_contents (window))
    gtk_root_set_focus (GTK_ROOT (window), GTK_WIDGET (adw_application_window_get_visible_dialog (window)));

  return G_SOURCE_REMOVE;
}

/* Whoever takes the focus away gives it to something else in the same turn, where they do. */
static void
check_focus (AdwApplicationWindow *window)
{
  if (is_lost (window))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, keep_focus_cb, g_object_ref (window), g_object_unref);
}

/* A widget that is out of sight keeps the focus, and hears nothing: a layout that became narrow hides what a tab shows. */
static void
focus_changed_cb (AdwApplicationWindow *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  if (focus != NULL && g_signal_handler_find (focus, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, check_focus, window) == 0)
    g_signal_connect_object (focus, "unmap", G_CALLBACK (check_focus), window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  check_focus (window);
  if (is_held (window))
    await_contents (window);
}

/* One that another has covered is shown anew. */
static void
dialog_shown_cb (AdwApplicationWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);
  GtkEventController *controller;

  check_focus (window);
  if (dialog == NULL || g_object_get_data (G_OBJECT (dialog), HEARS) != NULL)
    return;

  controller = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (controller, GDK_KEY_F1, 0, "win.help");
  add_shortcut (controller, GDK_KEY_l, GDK_CONTROL_MASK, "win.lock");
  gtk_widget_add_controller (GTK_WIDGET (dialog), controller);
  g_object_set_data (G_OBJECT (dialog), HEARS, controller);
  spico_help_button_add (dialog);
}

void
spico_dialog_keys_follow (AdwApplicationWindow *window)
{
  g_return_if_fail (ADW_IS_APPLICATION_WINDOW (window));

  g_signal_connect (window, "notify::visible-dialog", G_CALLBACK (dialog_shown_cb), NULL);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (check_focus), NULL);
}
