/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-patient.h"

#include <glib/gi18n.h>

#include "spico-attach-patient-dialog.h"
#include "spico-conversation-changes.h"
#include "spico-error-text.h"

#define ATTACH_ACTION "thread.attach-patient"
#define DETACH_ACTION "thread.detach-patient"

/* Account, conversation, patient, message, whether the message attaches. */
#define UNDO_TYPE "(ssssb)"

static gboolean
has_dossiers (SpicoClient *client,
              const char  *account_id)
{
  SpicoAccount *account = spico_client_find_account (client, account_id);

  return account != NULL && spico_account_has_dossiers (account);
}

void
spico_thread_patient_update (GtkWidget         *view,
                             SpicoClient       *client,
                             SpicoConversation *conversation,
                             gboolean           is_open)
{
  gboolean may = is_open && conversation != NULL && spico_conversation_is_initiated (conversation);
  gboolean is_about = may && spico_conversation_get_patient (conversation) != NULL;

  gtk_widget_action_set_enabled (view, ATTACH_ACTION, may && !is_about && has_dossiers (client, spico_conversation_get_account_id (conversation)));
  gtk_widget_action_set_enabled (view, DETACH_ACTION, is_about);
}

/* ---- Taken back ---- */

typedef struct {
  GtkWidget *window;
  SpicoClient *client;
  char *account_id;
  char *conversation_id;
  char *dossier_id;
  gboolean is_attached;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->window);
  g_object_unref (change->client);
  g_free (change->account_id);
  g_free (change->conversation_id);
  g_free (change->dossier_id);
  g_free (change);
}

static DexFuture *
submit (Change  *change,
        gboolean is_attached)
{
  if (is_attached)
    return spico_client_attach_patient (change->client, change->account_id, change->conversation_id, change->dossier_id);

  return spico_client_detach_patient (change->client, change->account_id, change->conversation_id, change->dossier_id);
}

static DexFuture *
undone_cb (DexFuture *completed,
           gpointer   user_data)
{
  Change *change = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    gtk_widget_activate_action (change->window, "win.error", "s", spico_error_text (error));

  return NULL;
}

/* What has not left yet is taken out, so that nobody ever sees who it would have been; the rest is changed back, which leaves a trace too. */
static DexFuture *
taken_back_cb (DexFuture *completed,
               gpointer   user_data)
{
  Change *change = user_data;

  return dex_future_get_value (completed, NULL) != NULL ? dex_ref (completed) : submit (change, !change->is_attached);
}

static void
undo_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  GtkWidget *window = user_data;
  Change *change = g_new0 (Change, 1);
  g_autofree char *message_id = NULL;
  DexFuture *future;

  change->window = g_object_ref (window);
  change->client = g_object_ref (g_object_get_data (G_OBJECT (action), "client"));
  g_variant_get (parameter, UNDO_TYPE, &change->account_id, &change->conversation_id, &change->dossier_id, &message_id, &change->is_attached);
  future = dex_future_finally (spico_client_withdraw_failed (change->client, change->account_id, message_id), taken_back_cb, change, NULL);
  dex_future_disown (dex_future_finally (future, undone_cb, change, change_free));
}

/* The window has it as long as it stands, whatever is shown in it: « Annuler » may come late. */
static void
install_undo (GtkWidget   *window,
              SpicoClient *client)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("undo", G_VARIANT_TYPE (UNDO_TYPE));

  g_object_set_data_full (G_OBJECT (action), "client", g_object_ref (client), g_object_unref);
  g_signal_connect_object (action, "activate", G_CALLBACK (undo_activated_cb), window, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (window, "patient", G_ACTION_GROUP (group));
}

static void
say (Change     *change,
     const char *message_id)
{
  const char *text = change->is_attached ? _("Patient attached") : _("Patient detached");
  GVariant *undo;

  /* Who may only detach cannot attach them again. */
  if (!change->is_attached && !has_dossiers (change->client, change->account_id))
    {
      gtk_widget_activate_action (change->window, "win.toast", "s", text);
      return;
    }

  install_undo (change->window, change->client);
  undo = g_variant_new (UNDO_TYPE, change->account_id, change->conversation_id, change->dossier_id, message_id, change->is_attached);
  gtk_widget_activate_action (change->window, "win.undoable", "(ssv)", text, "patient.undo", undo);
}

static DexFuture *
changed_cb (DexFuture *completed,
            gpointer   user_data)
{
  Change *change = user_data;
  const GValue *value = dex_future_get_value (completed, NULL);

  if (value != NULL)
    say (change, g_value_get_string (value));

  return dex_ref (completed);
}

DexFuture *
spico_thread_patient_change (GtkWidget         *view,
                             SpicoClient       *client,
                             SpicoConversation *conversation,
                             const char        *dossier_id,
                             gboolean           is_attached)
{
  Change *change = g_new0 (Change, 1);

  change->window = g_object_ref (GTK_WIDGET (gtk_widget_get_root (view)));
  change->client = g_object_ref (client);
  change->account_id = g_strdup (spico_conversation_get_account_id (conversation));
  change->conversation_id = g_strdup (spico_conversation_get_id (conversation));
  change->dossier_id = g_strdup (dossier_id);
  change->is_attached = is_attached;

  return dex_future_finally (submit (change, is_attached), changed_cb, change, change_free);
}

static DexFuture *
detached_cb (DexFuture *completed,
             gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    gtk_widget_activate_action (user_data, "win.error", "s", spico_error_text (error));

  return NULL;
}

void
spico_thread_patient_activate (GtkWidget         *view,
                               SpicoClient       *client,
                               SpicoConversation *conversation,
                               const char        *action_name)
{
  SpicoPatient *patient = spico_conversation_get_patient (conversation);
  DexFuture *future;

  if (g_str_equal (action_name, ATTACH_ACTION))
    {
      adw_dialog_present (spico_attach_patient_dialog_new (client, conversation), view);
      return;
    }
  if (patient == NULL)
    return;

  future = spico_thread_patient_change (view, client, conversation, spico_patient_get_dossier_id (patient), FALSE);
  dex_future_disown (dex_future_finally (future, detached_cb, g_object_ref (view), g_object_unref));
}
