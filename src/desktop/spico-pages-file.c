/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where pages are saved as a PDF, and their saving. */
#include "spico-pages-file.h"

#include <glib/gi18n.h>

static void
chosen_cb (GObject      *dialog,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);

  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, error);
}

DexFuture *
spico_pages_file_choose (GtkWidget  *parent,
                         const char *title,
                         const char *file_name)
{
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;
  DexPromise *promise;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (title != NULL && file_name != NULL, NULL);

  dialog = gtk_file_dialog_new ();
  filter = gtk_file_filter_new ();
  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_accept_label (dialog, _("Save"));
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_set_default_filter (dialog, filter);
  promise = dex_promise_new ();
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (parent)), NULL, chosen_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* What is closed by somebody who has given up takes nobody's place. */
static void
give_up (GOutputStream *stream)
{
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  g_cancellable_cancel (given_up);
  g_output_stream_close (stream, given_up, NULL);
}

static void
write_thread (GTask        *task,
              gpointer      file,
              gpointer      pages,
              GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, &error);

  if (stream != NULL && !spico_pages_print (pages, G_OUTPUT_STREAM (stream), cancellable, &error))
    give_up (G_OUTPUT_STREAM (stream));
  else if (stream != NULL)
    g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject      *file,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

DexFuture *
spico_pages_file_write (SpicoPages   *pages,
                        GFile        *file,
                        GCancellable *cancellable)
{
  g_autoptr (GTask) task = NULL;
  DexPromise *promise;

  g_return_val_if_fail (SPICO_IS_PAGES (pages), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  promise = dex_promise_new ();
  task = g_task_new (file, cancellable, written_cb, dex_ref (promise));
  g_task_set_task_data (task, g_object_ref (pages), g_object_unref);
  g_task_run_in_thread (task, write_thread);

  return DEX_FUTURE (promise);
}
