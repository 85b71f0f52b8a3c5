/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcements-dialog.h"

#include "spico-announcement-text.h"
#include "spico-error-text.h"

struct _SpicoAnnouncementsDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkListBox *list;

  SpicoClient *client; /* NULL where nobody has signed in */
  GListModel *announcements;
  gulong changed_handler;
};

G_DEFINE_FINAL_TYPE (SpicoAnnouncementsDialog, spico_announcements_dialog, ADW_TYPE_DIALOG)

static GtkWidget *
create_label (const char *text,
              const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static GtkWidget *
create_row (SpicoAnnouncement *announcement)
{
  g_autofree char *when = spico_announcement_format_when (announcement);
  const char *title = spico_announcement_get_title (announcement);
  const char *text = spico_announcement_get_text (announcement);
  g_autofree char *spoken = g_strjoin (", ", title, when, *text != '\0' ? text : NULL, NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *date = create_label (when, "caption");

  gtk_widget_add_css_class (date, "dimmed");
  gtk_widget_add_css_class (box, "spico-announcement");
  gtk_box_append (GTK_BOX (box), create_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), date);
  if (*text != '\0')
    gtk_box_append (GTK_BOX (box), create_label (text, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static DexFuture *
read_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    gtk_widget_activate_action (user_data, "win.error", "s", spico_error_text (error));

  return NULL;
}

/* What is shown here is read. */
static void
note_read (SpicoAnnouncementsDialog *self,
           GPtrArray                *ids)
{
  if (ids->len == 0 || self->client == NULL)
    return;

  g_ptr_array_add (ids, NULL);
  dex_future_disown (dex_future_finally (spico_client_read_announcements (self->client, (const char *const *) ids->pdata), read_cb, g_object_ref (self), g_object_unref));
}

static void
show_announcements (SpicoAnnouncementsDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GPtrArray) unread = g_ptr_array_new_with_free_func (g_free);
  guint n_shown = 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (self->announcements); i++)
    {
      g_autoptr (SpicoAnnouncement) announcement = g_list_model_get_item (self->announcements, i);

      if (!spico_announcement_is_current (announcement, now))
        continue;
      gtk_list_box_append (self->list, create_row (announcement));
      if (!spico_announcement_is_read (announcement))
        g_ptr_array_add (unread, g_strdup (spico_announcement_get_id (announcement)));
      n_shown++;
    }
  gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "list" : "empty");
  note_read (self, unread);
}

/* That they were read changes them too: nothing that is seen, and whoever reads stays where they are. */
static gboolean
shows_the_same (SpicoAnnouncementsDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint n_shown = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->announcements); i++)
    {
      g_autoptr (SpicoAnnouncement) announcement = g_list_model_get_item (self->announcements, i);

      if (!spico_announcement_is_current (announcement, now))
        continue;
      if (!spico_announcement_is_read (announcement))
        return FALSE;
      n_shown++;
    }

  return gtk_list_box_get_row_at_index (self->list, (int) n_shown) == NULL && (n_shown == 0 || gtk_list_box_get_row_at_index (self->list, (int) n_shown - 1) != NULL);
}

static void
changed_cb (SpicoAnnouncementsDialog *self)
{
  if (!shows_the_same (self))
    show_announcements (self);
}

static void
spico_announcements_dialog_dispose (GObject *object)
{
  SpicoAnnouncementsDialog *self = SPICO_ANNOUNCEMENTS_DIALOG (object);

  if (self->announcements != NULL)
    g_clear_signal_handler (&self->changed_handler, self->announcements);
  g_clear_object (&self->announcements);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_ANNOUNCEMENTS_DIALOG);

  G_OBJECT_CLASS (spico_announcements_dialog_parent_class)->dispose (object);
}

static void
spico_announcements_dialog_class_init (SpicoAnnouncementsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_announcements_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-announcements-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAnnouncementsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoAnnouncementsDialog, list);
}

static void
spico_announcements_dialog_init (SpicoAnnouncementsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static AdwDialog *
dialog_new (SpicoClient *client,
            GListModel  *announcements)
{
  SpicoAnnouncementsDialog *self = g_object_new (SPICO_TYPE_ANNOUNCEMENTS_DIALOG, NULL);

  g_set_object (&self->client, client);
  self->announcements = g_object_ref (announcements);
  self->changed_handler = g_signal_connect_swapped (self->announcements, "items-changed", G_CALLBACK (changed_cb), self);
  show_announcements (self);

  return ADW_DIALOG (self);
}

AdwDialog *
spico_announcements_dialog_new (SpicoClient *client)
{
  g_autoptr (GListModel) announcements = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  announcements = spico_client_list_announcements (client);

  return dialog_new (client, announcements);
}

AdwDialog *
spico_announcements_dialog_new_for (GListModel *announcements)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (announcements), NULL);

  return dialog_new (NULL, announcements);
}
