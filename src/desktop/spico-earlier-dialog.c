/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-earlier-dialog.h"

#include "spico-correction-text.h"

struct _SpicoEarlierDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkListBox *list;

  SpicoMessage *message;
};

G_DEFINE_FINAL_TYPE (SpicoEarlierDialog, spico_earlier_dialog, ADW_TYPE_DIALOG)

static GtkWidget *
create_label (const char *text,
              gboolean    is_caption)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), !is_caption);
  /* One goes from version to version, as in the conversation from message to message. */
  gtk_widget_set_focusable (label, FALSE);
  if (is_caption)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dimmed");
    }

  return label;
}

static GtkWidget *
create_row (SpicoMessage *wording,
            gboolean      is_first)
{
  g_autofree char *when = spico_text_wording_time (wording, is_first);
  g_autofree char *spoken = g_strjoin (", ", when, spico_message_get_text (wording), NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (box, "spico-wording");
  gtk_box_append (GTK_BOX (box), create_label (when, TRUE));
  gtk_box_append (GTK_BOX (box), create_label (spico_message_get_text (wording), FALSE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static void
show_earlier (SpicoEarlierDialog *self)
{
  GListModel *earlier = spico_message_get_earlier (self->message);
  guint n = earlier != NULL ? g_list_model_get_n_items (earlier) : 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoMessage) wording = g_list_model_get_item (earlier, i);

      gtk_list_box_append (self->list, create_row (wording, i == 0));
    }
}

/* Withdrawn, nothing of it is left. */
static void
earlier_cb (SpicoEarlierDialog *self)
{
  show_earlier (self);
  if (spico_message_get_earlier (self->message) == NULL)
    adw_dialog_close (ADW_DIALOG (self));
}

static void
spico_earlier_dialog_dispose (GObject *object)
{
  g_clear_object (&SPICO_EARLIER_DIALOG (object)->message);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_EARLIER_DIALOG);

  G_OBJECT_CLASS (spico_earlier_dialog_parent_class)->dispose (object);
}

static void
spico_earlier_dialog_class_init (SpicoEarlierDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_earlier_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-earlier-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoEarlierDialog, list);
}

static void
spico_earlier_dialog_init (SpicoEarlierDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_earlier_dialog_new (SpicoMessage *message)
{
  SpicoEarlierDialog *self;

  g_return_val_if_fail (SPICO_IS_MESSAGE (message), NULL);

  self = g_object_new (SPICO_TYPE_EARLIER_DIALOG, NULL);
  self->message = g_object_ref (message);
  g_signal_connect_object (message, "notify::earlier", G_CALLBACK (earlier_cb), self, G_CONNECT_SWAPPED);
  show_earlier (self);

  return ADW_DIALOG (self);
}
