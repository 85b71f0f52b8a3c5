/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-reply-by-dialog.h"

#include "spico-urgency-text.h"

/* Nobody waits until four minutes past. */
#define STEP 30
#define N_TIMES (24 * 60 / STEP)
#define NOON (12 * 60 / STEP)

struct _SpicoReplyByDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwComboRow *day;
  AdwComboRow *time;
  GtkWidget *over;
  GtkWidget *choose;

  GDateTime *now;
};

G_DEFINE_FINAL_TYPE (SpicoReplyByDialog, spico_reply_by_dialog, ADW_TYPE_DIALOG)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GDateTime *
get_time (SpicoReplyByDialog *self)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (self->now, (int) adw_combo_row_get_selected (self->day));
  int minute = (int) adw_combo_row_get_selected (self->time) * STEP;

  return g_date_time_new (g_date_time_get_timezone (self->now), g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), minute / 60, minute % 60, 0);
}

static void
update_cb (SpicoReplyByDialog *self)
{
  g_autoptr (GDateTime) time = get_time (self);
  g_autoptr (GDateTime) now = spico_urgency_now ();
  gboolean is_over = g_date_time_compare (time, now) <= 0;

  gtk_widget_set_visible (self->over, is_over);
  gtk_widget_set_sensitive (self->choose, !is_over);
}

static void
choose_clicked_cb (SpicoReplyByDialog *self)
{
  g_autoptr (GDateTime) time = get_time (self);

  g_signal_emit (self, signals[CHOSEN], 0, time);
  adw_dialog_close (ADW_DIALOG (self));
}

/* As far ahead as the server lets one wait, whatever the time of the last day. */
static GListModel *
list_days (GDateTime *now)
{
  GtkStringList *days = gtk_string_list_new (NULL);

  for (int i = 0; i < SPICO_REPLY_DAYS; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (now, i);

      gtk_string_list_take (days, spico_text_reply_day (day, now));
    }

  return G_LIST_MODEL (days);
}

static GListModel *
list_times (GDateTime *now)
{
  GtkStringList *times = gtk_string_list_new (NULL);

  for (int i = 0; i < N_TIMES; i++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_utc (g_date_time_get_year (now), 1, 1, i * STEP / 60, i * STEP % 60, 0);

      gtk_string_list_take (times, spico_text_reply_clock (time));
    }

  return G_LIST_MODEL (times);
}

static void
spico_reply_by_dialog_dispose (GObject *object)
{
  SpicoReplyByDialog *self = SPICO_REPLY_BY_DIALOG (object);

  g_clear_pointer (&self->now, g_date_time_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_REPLY_BY_DIALOG);

  G_OBJECT_CLASS (spico_reply_by_dialog_parent_class)->dispose (object);
}

static void
spico_reply_by_dialog_class_init (SpicoReplyByDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_reply_by_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_REPLY_BY_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DATE_TIME);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-reply-by-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoReplyByDialog, day);
  gtk_widget_class_bind_template_child (widget_class, SpicoReplyByDialog, time);
  gtk_widget_class_bind_template_child (widget_class, SpicoReplyByDialog, over);
  gtk_widget_class_bind_template_child (widget_class, SpicoReplyByDialog, choose);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
spico_reply_by_dialog_init (SpicoReplyByDialog *self)
{
  g_autoptr (GListModel) days = NULL;
  g_autoptr (GListModel) times = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->now = spico_urgency_now ();
  days = list_days (self->now);
  times = list_times (self->now);
  adw_combo_row_set_model (self->day, days);
  adw_combo_row_set_model (self->time, times);
  adw_combo_row_set_selected (self->day, 1);
  adw_combo_row_set_selected (self->time, NOON);
  g_signal_connect_object (self->day, "notify::selected", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->time, "notify::selected", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);
}

AdwDialog *
spico_reply_by_dialog_new (void)
{
  return g_object_new (SPICO_TYPE_REPLY_BY_DIALOG, NULL);
}
