/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-composer-file.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"

struct _SpicoComposerFile {
  AdwBin parent_instance;

  /* Template widgets */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *facts;
  GtkProgressBar *progress;
  GtkWidget *retry_button;
  GtkWidget *remove_button;

  SpicoAttachment *attachment;
};

G_DEFINE_FINAL_TYPE (SpicoComposerFile, spico_composer_file, ADW_TYPE_BIN)

enum {
  REMOVE,
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GQuark
photo_quark (void)
{
  return g_quark_from_static_string ("spico-composer-file-photo");
}

static char *
format_facts (SpicoAttachment *attachment)
{
  g_autofree char *what = spico_text_attachment (attachment);
  g_autofree char *state = spico_text_attachment_state (attachment);

  if (state != NULL)
    return g_strjoin (" · ", what, state, NULL);
  if (g_object_get_qdata (G_OBJECT (attachment), photo_quark ()) != NULL)
    /* Translators: quietly, below a photograph that is about to be sent */
    return g_strjoin (" · ", what, _("without its place and date"), NULL);

  return g_steal_pointer (&what);
}

static void
set_accessible_label (GtkWidget  *button,
                      const char *format,
                      const char *name)
{
  g_autoptr (GString) label = g_string_new (format);

  g_string_replace (label, "%s", name, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
}

static void
update_cb (SpicoComposerFile *self)
{
  const char *name = spico_attachment_get_name (self->attachment);
  SpicoAttachmentState state = spico_attachment_get_state (self->attachment);
  g_autofree char *facts = format_facts (self->attachment);
  g_autofree char *label = g_strdup_printf ("%s, %s", name, facts);
  gboolean has_failed = state == SPICO_ATTACHMENT_FAILED;

  gtk_image_set_from_icon_name (self->icon, has_failed ? "spico-failed-symbolic" : spico_attachment_icon (name));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->facts, facts);
  gtk_progress_bar_set_fraction (self->progress, spico_attachment_get_progress (self->attachment));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == SPICO_ATTACHMENT_UPLOADING);
  gtk_widget_set_visible (self->retry_button, has_failed);
  if (has_failed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Translators: %s is a file that is attached */
  set_accessible_label (self->remove_button, _("Remove %s"), name);
  /* Translators: %s is a file that was refused */
  set_accessible_label (self->retry_button, _("Retry %s"), name);
}

static void
remove_clicked_cb (SpicoComposerFile *self)
{
  g_signal_emit (self, signals[REMOVE], 0, self->attachment);
}

static void
retry_clicked_cb (SpicoComposerFile *self)
{
  g_signal_emit (self, signals[RETRY], 0, self->attachment);
}

static void
spico_composer_file_dispose (GObject *object)
{
  g_clear_object (&SPICO_COMPOSER_FILE (object)->attachment);
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_composer_file_parent_class)->dispose (object);
}

static void
spico_composer_file_class_init (SpicoComposerFileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_composer_file_dispose;

  signals[REMOVE] = g_signal_new ("remove", SPICO_TYPE_COMPOSER_FILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_ATTACHMENT);
  signals[RETRY] = g_signal_new ("retry", SPICO_TYPE_COMPOSER_FILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_ATTACHMENT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-composer-file.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, facts);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, progress);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, retry_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFile, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
}

static void
spico_composer_file_init (SpicoComposerFile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_composer_file_new (SpicoAttachment *attachment)
{
  SpicoComposerFile *self;

  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  self = g_object_new (SPICO_TYPE_COMPOSER_FILE, NULL);
  self->attachment = g_object_ref (attachment);
  g_signal_connect_object (attachment, "notify", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}

void
spico_composer_file_mark_photo (SpicoAttachment *attachment)
{
  g_return_if_fail (SPICO_IS_ATTACHMENT (attachment));

  g_object_set_qdata (G_OBJECT (attachment), photo_quark (), GINT_TO_POINTER (TRUE));
  g_object_notify (G_OBJECT (attachment), "name");
}
