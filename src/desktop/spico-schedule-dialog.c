/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-schedule-dialog.h"

#include "spico-day.h"
#include "spico-schedule-text.h"

struct _SpicoScheduleDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkCalendar *calendar;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
  GtkLabel *problem;
  GtkWidget *choose;
};

G_DEFINE_FINAL_TYPE (SpicoScheduleDialog, spico_schedule_dialog, ADW_TYPE_DIALOG)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GDateTime *
get_time (SpicoScheduleDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);

  return g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day),
                                gtk_spin_button_get_value_as_int (self->hour), gtk_spin_button_get_value_as_int (self->minute), 0);
}

static void
update_cb (SpicoScheduleDialog *self)
{
  g_autoptr (GDateTime) time = get_time (self);
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  const char *problem = spico_text_schedule_problem (time, now);

  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_widget_set_sensitive (self->choose, problem == NULL);
}

/* « 08 », as clocks have it. */
static gboolean
output_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

/* What was possible a moment ago may be over. */
static void
choose_clicked_cb (SpicoScheduleDialog *self)
{
  g_autoptr (GDateTime) time = NULL;

  gtk_spin_button_update (self->hour);
  gtk_spin_button_update (self->minute);
  update_cb (self);
  if (!gtk_widget_get_sensitive (self->choose))
    return;

  time = get_time (self);
  g_signal_emit (self, signals[CHOSEN], 0, time);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
spico_schedule_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_SCHEDULE_DIALOG);

  G_OBJECT_CLASS (spico_schedule_dialog_parent_class)->dispose (object);
}

static void
spico_schedule_dialog_class_init (SpicoScheduleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_schedule_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_SCHEDULE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DATE_TIME);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-schedule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleDialog, hour);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleDialog, minute);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduleDialog, choose);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
}

static void
spico_schedule_dialog_init (SpicoScheduleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_schedule_dialog_new (GDateTime *time)
{
  SpicoScheduleDialog *self = g_object_new (SPICO_TYPE_SCHEDULE_DIALOG, NULL);
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autoptr (GDateTime) shown = time != NULL && spico_text_schedule_problem (time, now) == NULL ? g_date_time_to_local (time) : spico_schedule_choice_time (SPICO_SCHEDULE_TOMORROW, now);

  gtk_calendar_select_day (self->calendar, shown);
  gtk_spin_button_set_value (self->hour, g_date_time_get_hour (shown));
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (shown));
  update_cb (self);

  return ADW_DIALOG (self);
}
