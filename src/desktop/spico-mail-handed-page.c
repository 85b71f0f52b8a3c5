/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-handed-page.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-mail-file.h"

struct _SpicoMailHandedPage {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  GtkWidget *sent;

  GBytes *mail;
  GFile *file;
};

G_DEFINE_FINAL_TYPE (SpicoMailHandedPage, spico_mail_handed_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWindow *
get_window (SpicoMailHandedPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? GTK_WINDOW (root) : NULL;
}

static void
sent_clicked_cb (SpicoMailHandedPage *self)
{
  g_signal_emit (self, signals[SENT], 0);
}

/* ---- Opening it ---- */

static void
launched_cb (GObject      *launcher,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SpicoMailHandedPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (launcher), result, &error) && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    spico_mail_handed_page_tell (self, _("No program opens mails on this computer. Save the mail, then open it in your MSSanté mailbox."));
}

static void
open_clicked_cb (SpicoMailHandedPage *self)
{
  spico_mail_handed_page_open (self);
}

/* ---- Saving it as a file ---- */

static void
written_cb (GObject      *file,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SpicoMailHandedPage) self = user_data;

  if (g_file_replace_contents_finish (G_FILE (file), result, NULL, NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("The mail is saved. Erase the file once it is sent: it is not protected."));
  else
    spico_mail_handed_page_tell (self, _("It cannot be written there. Choose another folder."));
}

static void
chosen_cb (GObject      *dialog,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SpicoMailHandedPage) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  if (file != NULL && self->mail != NULL)
    g_file_replace_contents_bytes_async (file, self->mail, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb, g_object_ref (self));
}

static void
save_clicked_cb (SpicoMailHandedPage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = g_file_get_basename (self->file);

  gtk_file_dialog_set_title (dialog, _("Save the Mail"));
  gtk_file_dialog_set_accept_label (dialog, _("Save"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, get_window (self), NULL, chosen_cb, g_object_ref (self));
}

/* ---- Class ---- */

static void
spico_mail_handed_page_dispose (GObject *object)
{
  SpicoMailHandedPage *self = SPICO_MAIL_HANDED_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MAIL_HANDED_PAGE);
  g_clear_object (&self->file);
  g_clear_pointer (&self->mail, g_bytes_unref);

  G_OBJECT_CLASS (spico_mail_handed_page_parent_class)->dispose (object);
}

static void
spico_mail_handed_page_class_init (SpicoMailHandedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_mail_handed_page_dispose;

  signals[SENT] = g_signal_new ("sent", SPICO_TYPE_MAIL_HANDED_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-handed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMailHandedPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailHandedPage, sent);
  gtk_widget_class_bind_template_callback (widget_class, sent_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
spico_mail_handed_page_init (SpicoMailHandedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
spico_mail_handed_page_set_mail (SpicoMailHandedPage *self,
                                 GBytes              *mail)
{
  g_autoptr (GFile) file = NULL;

  g_return_val_if_fail (SPICO_IS_MAIL_HANDED_PAGE (self), FALSE);

  file = spico_mail_file_write (mail, NULL);
  if (file == NULL)
    return FALSE;

  g_set_object (&self->file, file);
  g_clear_pointer (&self->mail, g_bytes_unref);
  self->mail = g_bytes_ref (mail);

  return TRUE;
}

void
spico_mail_handed_page_open (SpicoMailHandedPage *self)
{
  g_autoptr (GtkFileLauncher) launcher = NULL;

  g_return_if_fail (SPICO_IS_MAIL_HANDED_PAGE (self));

  launcher = gtk_file_launcher_new (self->file);
  spico_mail_handed_page_tell (self, NULL);
  gtk_widget_grab_focus (self->sent);
  gtk_file_launcher_launch (launcher, get_window (self), NULL, launched_cb, g_object_ref (self));
}

void
spico_mail_handed_page_tell (SpicoMailHandedPage *self,
                             const char          *text)
{
  g_return_if_fail (SPICO_IS_MAIL_HANDED_PAGE (self));

  if (self->banner != NULL)
    spico_banner_show (self->banner, text);
}
