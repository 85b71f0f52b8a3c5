/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-schedule-button.h"

#include <glib/gi18n.h>

#include "spico-day.h"
#include "spico-schedule-dialog.h"
#include "spico-schedule-text.h"

struct _SpicoScheduleButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (SpicoScheduleButton, spico_schedule_button, ADW_TYPE_BIN)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
add_choice (GMenu              *menu,
            SpicoScheduleChoice choice,
            GDateTime          *now)
{
  g_autoptr (GDateTime) time = spico_schedule_choice_time (choice, now);
  g_autoptr (GMenuItem) item = NULL;

  if (time == NULL)
    return;
  item = g_menu_item_new (spico_text_schedule_choice (choice), NULL);
  g_menu_item_set_action_and_target (item, "schedule.at", "x", g_date_time_to_unix (time));
  g_menu_append_item (menu, item);
}

/* What is offered depends on the time of day. */
static void
popup_cb (GtkMenuButton *button,
          gpointer       user_data)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) choices = g_menu_new ();

  for (SpicoScheduleChoice choice = 0; choice < SPICO_N_SCHEDULE_CHOICES; choice++)
    add_choice (choices, choice, now);
  g_menu_append_section (menu, _("Send Later"), G_MENU_MODEL (choices));
  g_menu_append (choices, _("Choose the Day and the Time…"), "schedule.choose");
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
at_activated_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (g_variant_get_int64 (parameter));

  g_signal_emit (widget, signals[CHOSEN], 0, time);
}

static void
chosen_cb (SpicoScheduleButton *self,
           GDateTime           *time)
{
  g_signal_emit (self, signals[CHOSEN], 0, time);
}

static void
choose_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  AdwDialog *dialog = spico_schedule_dialog_new (NULL);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), widget, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static gboolean
pressed_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   user_data)
{
  if (!gtk_widget_is_sensitive (widget) || !gtk_widget_get_mapped (widget))
    return FALSE;

  gtk_menu_button_popup (SPICO_SCHEDULE_BUTTON (widget)->button);

  return TRUE;
}

static void
spico_schedule_button_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_schedule_button_parent_class)->dispose (object);
}

static void
spico_schedule_button_class_init (SpicoScheduleButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_schedule_button_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_SCHEDULE_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DATE_TIME);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-schedule-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleButton, button);
  gtk_widget_class_install_action (widget_class, "schedule.at", "x", at_activated_cb);
  gtk_widget_class_install_action (widget_class, "schedule.choose", NULL, choose_activated_cb);
}

static void
spico_schedule_button_init (SpicoScheduleButton *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, popup_cb, NULL, NULL);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control><Shift>Return|<Control><Shift>KP_Enter|<Control><Shift>ISO_Enter"), gtk_callback_action_new (pressed_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
