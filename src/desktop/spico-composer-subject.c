/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-composer-subject.h"

#include <glib/gi18n.h>

#include "spico-reply-text.h"

struct _SpicoComposerSubject {
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *title;
  GtkLabel *line;

  SpicoMessage *message;
};

G_DEFINE_FINAL_TYPE (SpicoComposerSubject, spico_composer_subject, ADW_TYPE_BIN)

enum {
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
leave_clicked_cb (SpicoComposerSubject *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
spico_composer_subject_dispose (GObject *object)
{
  SpicoComposerSubject *self = SPICO_COMPOSER_SUBJECT (object);

  g_clear_object (&self->message);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_composer_subject_parent_class)->dispose (object);
}

static void
spico_composer_subject_class_init (SpicoComposerSubjectClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_composer_subject_dispose;

  signals[LEFT] = g_signal_new ("left", SPICO_TYPE_COMPOSER_SUBJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-composer-subject.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerSubject, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerSubject, line);
  gtk_widget_class_bind_template_callback (widget_class, leave_clicked_cb);
}

static void
spico_composer_subject_init (SpicoComposerSubject *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_composer_subject_set_message (SpicoComposerSubject *self,
                                    SpicoMessage         *message)
{
  g_autofree char *title = NULL;
  g_autofree char *line = NULL;

  g_return_if_fail (SPICO_IS_COMPOSER_SUBJECT (self));
  g_return_if_fail (message == NULL || SPICO_IS_MESSAGE (message));

  g_set_object (&self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  if (message == NULL)
    return;

  title = spico_text_reply_to (message);
  line = spico_text_original_line (message);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->line, line);
}

void
spico_composer_subject_set_corrected (SpicoComposerSubject *self,
                                      SpicoMessage         *message)
{
  g_autofree char *line = NULL;

  g_return_if_fail (SPICO_IS_COMPOSER_SUBJECT (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  line = spico_text_first_line (spico_message_get_text (message));
  g_clear_object (&self->message);
  gtk_label_set_label (self->title, _("Editing the Message"));
  gtk_label_set_label (self->line, line);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

SpicoMessage *
spico_composer_subject_get_message (SpicoComposerSubject *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER_SUBJECT (self), NULL);

  return self->message;
}
