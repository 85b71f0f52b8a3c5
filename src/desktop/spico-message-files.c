/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-files.h"

#include "spico-attachment-card.h"

struct _SpicoMessageFiles {
  AdwBin parent_instance;

  GtkBox *box;
  SpicoClient *client;
  char *account_id;
  /* What is shown, or NULL. */
  GListModel *attachments;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (SpicoMessageFiles, spico_message_files, ADW_TYPE_BIN)

/* They come with their message, all at once. */
static void
fill_cb (SpicoMessageFiles *self)
{
  guint n = self->attachments != NULL ? g_list_model_get_n_items (self->attachments) : 0;
  GtkWidget *card;

  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, card);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (self->attachments, i);

      gtk_box_append (self->box, spico_attachment_card_new (self->client, self->account_id, attachment));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
spico_message_files_dispose (GObject *object)
{
  SpicoMessageFiles *self = SPICO_MESSAGE_FILES (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->attachments);
  g_clear_object (&self->client);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_message_files_parent_class)->dispose (object);
}

static void
spico_message_files_finalize (GObject *object)
{
  g_free (SPICO_MESSAGE_FILES (object)->account_id);

  G_OBJECT_CLASS (spico_message_files_parent_class)->finalize (object);
}

static void
spico_message_files_class_init (SpicoMessageFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_message_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = spico_message_files_finalize;
}

static void
spico_message_files_init (SpicoMessageFiles *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "spico-message-files");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  self->signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (fill_cb), self);
}

GtkWidget *
spico_message_files_new (SpicoClient *client)
{
  SpicoMessageFiles *self = g_object_new (SPICO_TYPE_MESSAGE_FILES, "visible", FALSE, NULL);

  self->client = g_object_ref (client);

  return GTK_WIDGET (self);
}

void
spico_message_files_set_message (SpicoMessageFiles *self,
                                 SpicoMessage      *message)
{
  GListModel *attachments = message != NULL && !spico_message_is_withdrawn (message) ? spico_message_get_attachments (message) : NULL;

  g_return_if_fail (SPICO_IS_MESSAGE_FILES (self));

  if (message != NULL)
    g_set_str (&self->account_id, spico_message_get_account_id (message));
  if (!g_set_object (&self->attachments, attachments))
    return;

  g_signal_group_set_target (self->signals, attachments);
  fill_cb (self);
}
