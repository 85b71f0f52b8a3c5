/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-failed-message.h"

#include <glib/gi18n.h>

#include "spico-conversation-info-dialog.h"
#include "spico-error-text.h"

typedef struct {
  GtkWidget *view;
  SpicoClient *client;
  SpicoComposer *composer;
  SpicoMessage *message;
  /* It has not left yet, as far as is known. */
  gboolean is_waiting;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_object_unref (edit->view);
  g_object_unref (edit->client);
  g_object_unref (edit->composer);
  g_object_unref (edit->message);
  g_free (edit);
}

static gboolean
show_error (GtkWidget *view,
            DexFuture *completed)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    return FALSE;
  gtk_widget_activate_action (view, "win.error", "s", spico_error_text (error));

  return TRUE;
}

static DexFuture *
retried_cb (DexFuture *completed,
            gpointer   user_data)
{
  show_error (user_data, completed);

  return NULL;
}

void
spico_failed_message_retry (GtkWidget    *view,
                            SpicoClient  *client,
                            SpicoMessage *message)
{
  DexFuture *future;

  g_return_if_fail (GTK_IS_WIDGET (view));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  future = spico_client_retry (client, spico_message_get_id (message));
  dex_future_disown (dex_future_finally (future, retried_cb, g_object_ref (view), g_object_unref));
}

static void
show_words (Edit *edit)
{
  gtk_widget_set_visible (GTK_WIDGET (edit->composer), TRUE);
  spico_composer_reload (edit->composer);
  gtk_widget_grab_focus (GTK_WIDGET (edit->composer));
}

/* What was waiting may have left meanwhile. */
static gboolean
show_edit_error (Edit      *edit,
                 DexFuture *completed)
{
  g_autoptr (GError) error = NULL;

  if (!edit->is_waiting || dex_future_get_value (completed, &error) != NULL || !g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    return show_error (edit->view, completed);

  gtk_widget_activate_action (edit->view, "win.error", "s", _("The message is already on its way: once it is sent, it can be withdrawn."));
  return TRUE;
}

static DexFuture *
withdrawn_cb (DexFuture *completed,
              gpointer   user_data)
{
  static const char *const actions[] = {
    [SPICO_MESSAGE_CHANGE_ADDED] = "thread.add-members",
    [SPICO_MESSAGE_CHANGE_REMOVED] = "thread.information",
    [SPICO_MESSAGE_CHANGE_SUBJECT] = "thread.change-title",
    [SPICO_MESSAGE_CHANGE_ATTACHED] = "thread.attach-patient",
    [SPICO_MESSAGE_CHANGE_DETACHED] = "thread.information",
  };
  Edit *edit = user_data;
  const char *action = actions[spico_message_get_change (edit->message)];

  if (show_edit_error (edit, completed))
    return NULL;
  if (action != NULL)
    gtk_widget_activate_action (edit->view, action, NULL);
  else
    show_words (edit);

  return NULL;
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  Edit *edit = user_data;

  return spico_client_withdraw_failed (edit->client, spico_message_get_account_id (edit->message), spico_message_get_id (edit->message));
}

/* What is being written, or the title that was refused, is put in the store first: the message is taken back after it. */
static DexFuture *
save (Edit *edit)
{
  SpicoMessage *message = edit->message;

  if (spico_message_get_change (message) == SPICO_MESSAGE_CHANGE_SUBJECT)
    return spico_conversation_info_dialog_keep_subject (edit->client, spico_message_get_account_id (message), spico_message_get_conversation_id (message), spico_message_get_new_subject (message));

  return spico_composer_save (edit->composer);
}

void
spico_failed_message_edit (GtkWidget     *view,
                           SpicoClient   *client,
                           SpicoComposer *composer,
                           SpicoMessage  *message)
{
  Edit *edit;
  DexFuture *future;

  g_return_if_fail (GTK_IS_WIDGET (view));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_COMPOSER (composer));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  edit = g_new0 (Edit, 1);
  edit->view = g_object_ref (view);
  edit->client = g_object_ref (client);
  edit->composer = g_object_ref (composer);
  edit->message = g_object_ref (message);
  edit->is_waiting = spico_message_can_take_back (message);
  future = dex_future_then (save (edit), saved_cb, edit, NULL);
  dex_future_disown (dex_future_finally (future, withdrawn_cb, edit, edit_free));
}
