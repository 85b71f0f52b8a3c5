/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-failure-box.h"

#include <glib/gi18n.h>

#include "spico-correction-text.h"
#include "spico-thread-text.h"
#include "spico-wrapped-text.h"

struct _SpicoFailureBox {
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *label;
  GtkWidget *buttons;
  GtkWidget *copy_button;
  GtkWidget *retry_button;
  GtkButton *rewrite_button;

  SpicoMessage *message;
};

G_DEFINE_FINAL_TYPE (SpicoFailureBox, spico_failure_box, ADW_TYPE_BIN)

enum {
  RETRY,
  REWRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_failed (SpicoMessage *message)
{
  return spico_message_get_state (message) == SPICO_MESSAGE_FAILED;
}

static void
retry_clicked_cb (SpicoFailureBox *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
rewrite_clicked_cb (SpicoFailureBox *self)
{
  g_signal_emit (self, signals[REWRITE], 0);
}

/* What failed. */
static void
copy_clicked_cb (SpicoFailureBox *self)
{
  const char *refused = spico_message_get_refused_text (self->message);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), *refused != '\0' ? refused : spico_message_get_text (self->message));
}

static void
spico_failure_box_dispose (GObject *object)
{
  g_clear_object (&SPICO_FAILURE_BOX (object)->message);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_failure_box_parent_class)->dispose (object);
}

static void
spico_failure_box_class_init (SpicoFailureBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_failure_box_dispose;

  signals[RETRY] = g_signal_new ("retry", SPICO_TYPE_FAILURE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REWRITE] = g_signal_new ("rewrite", SPICO_TYPE_FAILURE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-failure-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoFailureBox, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoFailureBox, buttons);
  gtk_widget_class_bind_template_child (widget_class, SpicoFailureBox, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoFailureBox, retry_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoFailureBox, rewrite_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, rewrite_clicked_cb);
}

static void
spico_failure_box_init (SpicoFailureBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
spico_failure_box_new (void)
{
  return g_object_new (SPICO_TYPE_FAILURE_BOX, NULL);
}

gboolean
spico_failure_box_has (SpicoMessage *message)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (message), FALSE);

  return spico_message_is_own (message) && (has_failed (message) || *spico_message_get_refused_text (message) != '\0');
}

static char *
format (SpicoMessage *message)
{
  char *of_correction = has_failed (message) ? NULL : spico_text_correction_failure (message);

  return of_correction != NULL ? of_correction : spico_text_message_failure (spico_message_get_failure (message), spico_message_get_group_names (message));
}

void
spico_failure_box_set_message (SpicoFailureBox *self,
                               SpicoMessage    *message,
                               gboolean         is_closed,
                               gboolean         is_trace)
{
  GtkAlign side = is_trace ? GTK_ALIGN_CENTER : GTK_ALIGN_END;
  g_autofree char *failure = NULL;

  g_return_if_fail (SPICO_IS_FAILURE_BOX (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  g_set_object (&self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self), spico_failure_box_has (message));
  if (!spico_failure_box_has (message))
    return;

  failure = format (message);
  spico_wrapped_text_set (self->label, failure);
  gtk_label_set_justify (self->label, is_trace ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_RIGHT);
  gtk_label_set_xalign (self->label, is_trace ? 0.5 : 1);
  gtk_button_set_label (self->rewrite_button, has_failed (message) ? C_("failed message", "Edit") : _("Take the Text Back"));
  gtk_widget_set_visible (self->retry_button, has_failed (message) && !is_closed);
  gtk_widget_set_visible (self->copy_button, is_closed);
  gtk_widget_set_halign (GTK_WIDGET (self), side);
  gtk_widget_set_halign (self->buttons, side);
}
