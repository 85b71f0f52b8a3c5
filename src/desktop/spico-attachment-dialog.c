/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-dialog.h"

#include <glib/gi18n.h>

#include "spico-attachment-opening.h"
#include "spico-attachment-text.h"
#include "spico-client-error.h"
#include "spico-preview-format.h"
#include "spico-previewer.h"

struct _SpicoAttachmentDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *none_page;
  GtkPicture *picture;
  GtkWidget *page_label;
  GtkWidget *save_button;
  GtkWidget *open_button;

  SpicoClient *client;
  char *account_id;
  SpicoAttachment *attachment;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SpicoAttachmentDialog, spico_attachment_dialog, ADW_TYPE_DIALOG)

static gboolean
is_pdf (SpicoAttachmentDialog *self)
{
  g_autofree char *name = g_utf8_casefold (spico_attachment_get_name (self->attachment), -1);

  return g_str_has_suffix (name, ".pdf");
}

static void
show_picture (SpicoAttachmentDialog *self,
              GdkTexture            *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, spico_attachment_get_name (self->attachment), -1);
  gtk_widget_set_visible (self->page_label, is_pdf (self));
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

static void
show_failure (SpicoAttachmentDialog *self,
              const GError          *error)
{
  const char *why = _("It is damaged, or of a kind that is not shown here.");

  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    why = _("It is not on this computer yet, and the server cannot be reached.");
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    why = _("It is no longer there.");
  adw_status_page_set_description (self->none_page, why);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static DexFuture *
look_fiber (gpointer data)
{
  SpicoAttachmentDialog *self = data;
  g_autoptr (GCancellable) cancellable = g_object_ref (self->cancellable);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) file = dex_await_object (spico_client_open_attachment (self->client, self->account_id, self->attachment, cancellable), &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (file != NULL)
    texture = dex_await_object (spico_previewer_show (spico_previewer_get_default (), file, SPICO_PREVIEW_SIDE_MAX, cancellable), &error);
  if (g_cancellable_is_cancelled (cancellable))
    return dex_future_new_true ();

  if (texture != NULL)
    show_picture (self, texture);
  else
    show_failure (self, error);

  return dex_future_new_true ();
}

static void
save_clicked_cb (SpicoAttachmentDialog *self)
{
  spico_attachment_save (GTK_WIDGET (self), self->client, self->account_id, self->attachment);
}

static void
open_clicked_cb (SpicoAttachmentDialog *self)
{
  spico_attachment_open (GTK_WIDGET (self), self->client, self->account_id, self->attachment);
}

static void
spico_attachment_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (SPICO_ATTACHMENT_DIALOG (dialog)->cancellable);
}

static void
spico_attachment_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_ATTACHMENT_DIALOG);

  G_OBJECT_CLASS (spico_attachment_dialog_parent_class)->dispose (object);
}

static void
spico_attachment_dialog_finalize (GObject *object)
{
  SpicoAttachmentDialog *self = SPICO_ATTACHMENT_DIALOG (object);

  g_clear_object (&self->client);
  g_clear_object (&self->attachment);
  g_clear_object (&self->cancellable);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_attachment_dialog_parent_class)->finalize (object);
}

static void
spico_attachment_dialog_class_init (SpicoAttachmentDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_attachment_dialog_dispose;
  object_class->finalize = spico_attachment_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = spico_attachment_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-attachment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, none_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, page_label);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentDialog, open_button);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
spico_attachment_dialog_init (SpicoAttachmentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

AdwDialog *
spico_attachment_dialog_new (SpicoClient     *client,
                             const char      *account_id,
                             SpicoAttachment *attachment)
{
  SpicoAttachmentDialog *self;

  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  self = g_object_new (SPICO_TYPE_ATTACHMENT_DIALOG, "title", spico_attachment_get_name (attachment), NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->attachment = g_object_ref (attachment);
  gtk_widget_set_visible (self->open_button, spico_attachment_may_open (spico_attachment_get_name (attachment)));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref));

  return ADW_DIALOG (self);
}
