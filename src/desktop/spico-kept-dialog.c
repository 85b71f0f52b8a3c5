/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-dialog.h"

#include "spico-client-kept.h"
#include "spico-kept-card.h"

struct _SpicoKeptDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwWindowTitle *title;
  GtkBox *box;

  SpicoClient *client;
  GListModel *kept;
};

G_DEFINE_FINAL_TYPE (SpicoKeptDialog, spico_kept_dialog, ADW_TYPE_DIALOG)

static void
kept_cb (SpicoKeptDialog *self)
{
  GtkWidget *child;
  guint n = g_list_model_get_n_items (self->kept);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoKept) kept = g_list_model_get_item (self->kept, i);

      gtk_box_append (self->box, spico_kept_card_new (self->client, kept));
    }
  if (n == 0)
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
spico_kept_dialog_dispose (GObject *object)
{
  SpicoKeptDialog *self = SPICO_KEPT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_KEPT_DIALOG);
  g_clear_object (&self->kept);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_kept_dialog_parent_class)->dispose (object);
}

static void
spico_kept_dialog_class_init (SpicoKeptDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_kept_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-kept-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoKeptDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoKeptDialog, box);
}

static void
spico_kept_dialog_init (SpicoKeptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_kept_dialog_new (SpicoClient  *client,
                       SpicoAccount *account)
{
  SpicoKeptDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_KEPT_DIALOG, NULL);
  self->client = g_object_ref (client);
  adw_window_title_set_subtitle (self->title, spico_account_get_name (account));
  self->kept = spico_client_list_kept (client, spico_account_get_id (account));
  g_signal_connect_object (self->kept, "items-changed", G_CALLBACK (kept_cb), self, G_CONNECT_SWAPPED);

  return ADW_DIALOG (self);
}
