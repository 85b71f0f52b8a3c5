/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-opening.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "spico-attachment-text.h"
#include "spico-client-error.h"
#include "spico-error-text.h"

/* One that is under way: its window, and what. */
typedef struct {
  GtkWidget *parent;
  SpicoClient *client;
  char *account_id;
  SpicoAttachment *attachment;
  /* Where to. */
  GFile *file;
} Opening;

static Opening *
opening_new (GtkWidget       *parent,
             SpicoClient     *client,
             const char      *account_id,
             SpicoAttachment *attachment)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->parent = g_object_ref (parent);
  opening->client = g_object_ref (client);
  opening->account_id = g_strdup (account_id);
  opening->attachment = g_object_ref (attachment);

  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->parent);
  g_object_unref (opening->client);
  g_free (opening->account_id);
  g_object_unref (opening->attachment);
  g_clear_object (&opening->file);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
tell_failure (Opening    *opening,
              const char *text)
{
  gtk_widget_activate_action (opening->parent, "win.error", "s", text);
}

static void
tell_error (Opening      *opening,
            const GError *error)
{
  const char *name = spico_attachment_get_name (opening->attachment);
  g_autofree char *text = NULL;

  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    text = g_strdup_printf (_("“%s” is not on this computer yet: it can be opened once the server is reached."), name);
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    text = g_strdup_printf (_("“%s” is no longer there."), name);
  else if (error->domain == G_IO_ERROR)
    text = g_strdup_printf (_("“%s” could not be written. Check the folder and the free space on the disk."), name);
  else
    text = g_strdup (spico_error_text (error));
  tell_failure (opening, text);
}

/* Awaits. What breaks off takes nothing's place. */
static gboolean
copy_to (Opening       *opening,
         GOutputStream *output,
         GError       **error)
{
  g_autoptr (GInputStream) stream = dex_await_object (spico_client_open_attachment (opening->client, opening->account_id, opening->attachment, NULL), error);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  if (stream != NULL
      && dex_await (dex_output_stream_splice (output, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, G_PRIORITY_DEFAULT), error))
    return dex_await (dex_output_stream_close (output, G_PRIORITY_DEFAULT), error);

  g_cancellable_cancel (cancelled);
  g_output_stream_close (output, cancelled, NULL);

  return FALSE;
}

/* ---- For another application ---- */

/* Where what runs in a Flatpak, too, may share a file with the outside. */
static char *
opened_folder (void)
{
  return g_build_filename (g_get_user_runtime_dir (), "app", SPICO_APPLICATION_ID, "opened", NULL);
}

/* A folder for one file, so that it keeps its name. */
static GFile *
make_place (const char *name,
            GError    **error)
{
  g_autofree char *opened = opened_folder ();
  g_autofree char *folder = g_build_filename (opened, "XXXXXX", NULL);
  g_autofree char *path = NULL;

  if (g_mkdir_with_parents (opened, 0700) != 0 || g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "No folder for what is opened");
      return NULL;
    }
  path = g_build_filename (folder, name, NULL);

  return g_file_new_for_path (path);
}

static void
forget (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static void
launched_cb (GObject      *launcher,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (launcher), result, &error) || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  forget (opening->file);
  text = g_strdup_printf (_("No application of this computer opens “%s”. Save it instead."), spico_attachment_get_name (opening->attachment));
  tell_failure (opening, text);
}

/* What is changed in a copy would be lost: applications say so of what they may not write. */
static void
launch (Opening *opening)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (opening->file);
  Opening *launching = opening_new (opening->parent, opening->client, opening->account_id, opening->attachment);

  g_set_object (&launching->file, opening->file);
  g_file_set_attribute_uint32 (opening->file, G_FILE_ATTRIBUTE_UNIX_MODE, 0400, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  gtk_file_launcher_launch (launcher, window_of (opening->parent), NULL, launched_cb, launching);
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  g_autoptr (GFileOutputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  opening->file = make_place (spico_attachment_get_name (opening->attachment), &error);
  if (opening->file != NULL)
    output = g_file_create (opening->file, G_FILE_CREATE_PRIVATE, NULL, &error);
  if (output == NULL || !copy_to (opening, G_OUTPUT_STREAM (output), &error))
    {
      if (opening->file != NULL)
        forget (opening->file);
      tell_error (opening, error);
      return dex_future_new_true ();
    }
  launch (opening);

  return dex_future_new_true ();
}

void
spico_attachment_open (GtkWidget       *parent,
                       SpicoClient     *client,
                       const char      *account_id,
                       SpicoAttachment *attachment)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (SPICO_IS_ATTACHMENT (attachment));

  if (!spico_attachment_may_open (spico_attachment_get_name (attachment)))
    return;

  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, opening_new (parent, client, account_id, attachment), opening_free));
}

static void
forget_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
spico_attachment_forget_opened (void)
{
  g_autofree char *opened = opened_folder ();
  g_autoptr (GDir) folder = g_dir_open (opened, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (opened, name, NULL);

      forget_folder (path);
    }
}

/* ---- Where the person says ---- */

static DexFuture *
save_fiber (gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) output = dex_await_object (dex_file_replace (opening->file, NULL, FALSE, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT), &error);
  g_autofree char *text = NULL;

  if (output == NULL || !copy_to (opening, G_OUTPUT_STREAM (output), &error))
    {
      tell_error (opening, error);
      return dex_future_new_true ();
    }
  text = g_strdup_printf (_("“%s” is saved."), spico_attachment_get_name (opening->attachment));
  gtk_widget_activate_action (opening->parent, "win.toast", "s", text);

  return dex_future_new_true ();
}

static void
place_chosen_cb (GObject      *dialog,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;

  opening->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);
  if (opening->file != NULL)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, g_steal_pointer (&opening), opening_free));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    tell_failure (opening, spico_error_text (error));
}

void
spico_attachment_save (GtkWidget       *parent,
                       SpicoClient     *client,
                       const char      *account_id,
                       SpicoAttachment *attachment)
{
  g_autoptr (GtkFileDialog) dialog = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (SPICO_IS_ATTACHMENT (attachment));

  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Save the File"));
  gtk_file_dialog_set_accept_label (dialog, _("Save"));
  gtk_file_dialog_set_initial_name (dialog, spico_attachment_get_name (attachment));
  gtk_file_dialog_save (dialog, window_of (parent), NULL, place_chosen_cb, opening_new (parent, client, account_id, attachment));
}
