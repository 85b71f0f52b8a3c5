/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation as a PDF: asked for, traced, read whole, written. */
#include "spico-conversation-export.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "spico-client-messages.h"
#include "spico-day.h"
#include "spico-error-text.h"
#include "spico-pages-file.h"
#include "spico-session.h"
#include "spico-thread-text.h"
#include "spico-transcript.h"

/* Before something is said of it. */
#define QUICK_MS 1000
/* How many messages are written down in one turn of the main loop. */
#define SLICE 100
/* Names come a moment later than messages; one that does not come is not waited for. */
#define NAME_MS 50
#define MAX_NAME_WAITS 100

typedef struct {
  GtkWidget *view;
  SpicoClient *client;
  SpicoConversation *conversation;
  GFile *file;
  GCancellable *cancellable;
  AdwToast *toast;
  guint slow_source;
  guint n_waits;
} Export;

static void
export_clear (gpointer data)
{
  Export *export = data;

  g_clear_handle_id (&export->slow_source, g_source_remove);
  g_clear_object (&export->toast);
  g_object_unref (export->view);
  g_object_unref (export->client);
  g_object_unref (export->conversation);
  g_clear_object (&export->file);
  g_object_unref (export->cancellable);
}

static void
export_unref (gpointer data)
{
  g_rc_box_release_full (data, export_clear);
}

static void
export_closed_cb (gpointer  data,
                  GClosure *closure)
{
  export_unref (data);
}

/* ---- What is said meanwhile ---- */

static void
slow_cb (gpointer user_data)
{
  Export *export = user_data;
  GtkWidget *overlay = gtk_widget_get_ancestor (export->view, ADW_TYPE_TOAST_OVERLAY);

  export->slow_source = 0;
  if (overlay == NULL)
    return;

  export->toast = g_object_ref (adw_toast_new (_("The conversation is being exported…")));
  adw_toast_set_timeout (export->toast, 0);
  adw_toast_set_button_label (export->toast, _("Cancel"));
  g_signal_connect_object (export->toast, "button-clicked", G_CALLBACK (g_cancellable_cancel), export->cancellable, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (export->toast));
}

static const char *
failure_text (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return _("It cannot be written there. Choose another folder.");
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    return _("Nothing is exported: an export leaves a trace, which needs a connection.");
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    return _("Nothing is exported: you do not take part in this conversation any more.");

  return spico_error_text (error);
}

static gboolean
is_given_up (const GError *error)
{
  return g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static DexFuture *
exported_cb (DexFuture *completed,
             gpointer   user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = dex_future_get_value (completed, &error) != NULL;

  g_clear_handle_id (&export->slow_source, g_source_remove);
  if (export->toast != NULL)
    adw_toast_dismiss (export->toast);
  if (is_done)
    gtk_widget_activate_action (export->view, "win.toast", "s", _("The conversation is exported."));
  else if (!is_given_up (error))
    gtk_widget_activate_action (export->view, "win.error", "s", failure_text (error));

  return dex_future_new_true ();
}

/* ---- Writing it down ---- */

static gboolean
is_named (SpicoMessage *message)
{
  return spico_principal_is_loaded (spico_message_get_person (message)) && spico_principal_is_loaded (spico_message_get_account (message));
}

static gboolean
write_down (Export           *export,
            SpicoTranscript  *transcript,
            SpicoMessageList *list,
            GError          **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SpicoMessage) message = g_list_model_get_item (G_LIST_MODEL (list), i);

      while (!is_named (message) && export->n_waits++ < MAX_NAME_WAITS)
        dex_await (dex_timeout_new_msec (NAME_MS), NULL);
      spico_transcript_add (transcript, message);
      if (i % SLICE == SLICE - 1)
        dex_await (dex_timeout_new_msec (0), NULL);
      if (g_cancellable_set_error_if_cancelled (export->cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static SpicoTranscript *
begin_transcript (Export *export)
{
  SpicoAccount *account = spico_client_find_account (export->client, spico_conversation_get_account_id (export->conversation));
  SpicoPrincipal *person = spico_client_get_person (export->client);
  gboolean is_own = account == NULL || g_str_equal (spico_account_get_id (account), spico_principal_get_id (person));
  const char *account_name = is_own ? spico_principal_get_name (person) : spico_account_get_name (account);
  g_autofree char *exporter = spico_text_on_behalf (spico_principal_get_name (person), is_own ? NULL : account_name);
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());

  return spico_transcript_new (export->conversation, account_name, exporter, now);
}

static DexFuture *
choose_file (Export *export)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autofree char *name = spico_transcript_name_file (now);

  return spico_pages_file_choose (export->view, _("Export the Conversation"), name);
}

static DexFuture *
export_fiber (gpointer data)
{
  Export *export = data;
  const char *account_id = spico_conversation_get_account_id (export->conversation);
  const char *conversation_id = spico_conversation_get_id (export->conversation);
  g_autoptr (SpicoMessageList) list = NULL;
  g_autoptr (SpicoTranscript) transcript = NULL;
  GError *error = NULL;

  export->file = dex_await_object (choose_file (export), &error);
  if (export->file == NULL)
    return dex_future_new_for_error (error);

  export->slow_source = g_timeout_add_once (QUICK_MS, slow_cb, export);
  if (!dex_await (spico_client_trace_export (export->client, account_id, conversation_id), &error))
    return dex_future_new_for_error (error);

  list = spico_client_list_messages (export->client, account_id, conversation_id);
  if (!dex_await (spico_message_list_load_all (list, export->cancellable), &error))
    return dex_future_new_for_error (error);

  transcript = begin_transcript (export);
  if (!write_down (export, transcript, list, &error))
    return dex_future_new_for_error (error);

  return spico_pages_file_write (spico_transcript_get_pages (transcript), export->file, export->cancellable);
}

/* ---- Asking ---- */

static void
response_cb (AdwAlertDialog *alert,
             const char     *response,
             gpointer        user_data)
{
  DexFuture *future;

  if (!g_str_equal (response, "export"))
    return;

  future = dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, export_fiber, g_rc_box_acquire (user_data), export_unref);
  dex_future_disown (dex_future_finally (future, exported_cb, g_rc_box_acquire (user_data), export_unref));
}

void
spico_conversation_export (GtkWidget         *view,
                           SpicoClient       *client,
                           SpicoConversation *conversation)
{
  AdwDialog *alert;
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (view));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_CONVERSATION (conversation));

  if (spico_conversation_is_local (conversation))
    {
      gtk_widget_activate_action (view, "win.error", "s", _("Nothing is exported: the conversation has not been sent yet."));
      return;
    }

  export = g_rc_box_new0 (Export);
  export->view = g_object_ref (view);
  export->client = g_object_ref (client);
  export->conversation = g_object_ref (conversation);
  export->cancellable = g_cancellable_new ();
  alert = adw_alert_dialog_new (_("Export the Conversation?"),
                                _("The PDF has all that is said in it. Outside Spico nothing protects it any more: who keeps it, and who reads it, is your responsibility. That you export it is recorded."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("Cancel"), "export", _("Export…"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_signal_connect_data (alert, "response", G_CALLBACK (response_cb), export, export_closed_cb, 0);
  adw_dialog_present (alert, view);
}
