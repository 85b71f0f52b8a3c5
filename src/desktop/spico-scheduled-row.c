/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-scheduled-row.h"

#include "spico-day.h"
#include "spico-schedule-text.h"

struct _SpicoScheduledRow {
  AdwActionRow parent_instance;

  /* Template widgets */
  GtkWidget *icon;
  GtkWidget *take_back;
  GtkWidget *menu;

  SpicoScheduledMessage *message;
};

G_DEFINE_FINAL_TYPE (SpicoScheduledRow, spico_scheduled_row, ADW_TYPE_ACTION_ROW)

enum {
  DEED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const actions[] = {
  [SPICO_SCHEDULED_SEND] = "scheduled.send",
  [SPICO_SCHEDULED_CHANGE_TIME] = "scheduled.change-time",
  [SPICO_SCHEDULED_EDIT] = "scheduled.edit",
  [SPICO_SCHEDULED_CANCEL] = "scheduled.cancel",
};

/* When it leaves is its author's to say; what is cancelled is whoever's cancelled it. */
static gboolean
may (SpicoScheduledMessage *message,
     SpicoScheduledDeed     deed)
{
  SpicoScheduledState state = spico_scheduled_message_get_state (message);

  if (state == SPICO_SCHEDULED_CANCELLING || (state == SPICO_SCHEDULED_LEAVING && deed != SPICO_SCHEDULED_CANCEL))
    return FALSE;
  if (deed == SPICO_SCHEDULED_CANCEL)
    return state != SPICO_SCHEDULED_CANCELLED;
  if (deed == SPICO_SCHEDULED_EDIT && state == SPICO_SCHEDULED_CANCELLED)
    return FALSE;
  /* What was written for another account stays with whoever may not write for it any more: its words can still be taken. */
  if (deed != SPICO_SCHEDULED_EDIT && spico_scheduled_message_get_failure (message) == SPICO_MESSAGE_FAILURE_DELEGATION_ENDED)
    return FALSE;

  return spico_scheduled_message_is_own (message);
}

static void
activated_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  for (SpicoScheduledDeed deed = 0; deed < SPICO_N_SCHEDULED_DEEDS; deed++)
    {
      if (g_str_equal (actions[deed], action_name))
        g_signal_emit (widget, signals[DEED], 0, deed);
    }
}

static void
take_back_cb (SpicoScheduledRow *self)
{
  g_signal_emit (self, signals[DEED], 0, SPICO_SCHEDULED_EDIT);
}

static void
show (SpicoScheduledRow *self)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *preview = spico_text_scheduled_preview (self->message);
  g_autofree char *text = spico_text_scheduled (self->message, now);
  g_autofree char *label = g_strconcat (text, "\n", preview, NULL);
  SpicoScheduledState state = spico_scheduled_message_get_state (self->message);
  gboolean has_menu = FALSE;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), preview);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  /* Both are its name: when it leaves is what one looks for. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (state == SPICO_SCHEDULED_REFUSED)
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "spico-failed-symbolic");
      gtk_widget_add_css_class (self->icon, "error");
    }
  for (SpicoScheduledDeed deed = 0; deed < SPICO_N_SCHEDULED_DEEDS; deed++)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[deed], may (self->message, deed));
      has_menu |= may (self->message, deed);
    }
  gtk_widget_set_visible (self->take_back, state == SPICO_SCHEDULED_CANCELLED);
  gtk_widget_set_visible (self->menu, has_menu);
}

static void
spico_scheduled_row_dispose (GObject *object)
{
  SpicoScheduledRow *self = SPICO_SCHEDULED_ROW (object);

  g_clear_object (&self->message);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_SCHEDULED_ROW);

  G_OBJECT_CLASS (spico_scheduled_row_parent_class)->dispose (object);
}

static void
spico_scheduled_row_class_init (SpicoScheduledRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_scheduled_row_dispose;

  signals[DEED] = g_signal_new ("deed", SPICO_TYPE_SCHEDULED_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-scheduled-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduledRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduledRow, take_back);
  gtk_widget_class_bind_template_child (widget_class, SpicoScheduledRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, take_back_cb);
  for (SpicoScheduledDeed deed = 0; deed < SPICO_N_SCHEDULED_DEEDS; deed++)
    gtk_widget_class_install_action (widget_class, actions[deed], NULL, activated_cb);
}

static void
spico_scheduled_row_init (SpicoScheduledRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_scheduled_row_new (SpicoScheduledMessage *message)
{
  SpicoScheduledRow *self = g_object_new (SPICO_TYPE_SCHEDULED_ROW, NULL);

  self->message = g_object_ref (message);
  show (self);

  return GTK_WIDGET (self);
}

SpicoScheduledMessage *
spico_scheduled_row_get_message (SpicoScheduledRow *self)
{
  g_return_val_if_fail (SPICO_IS_SCHEDULED_ROW (self), NULL);

  return self->message;
}
