/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attach-patient-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-new-conversation-patient.h"
#include "spico-notice.h"
#include "spico-outsiders.h"
#include "spico-patients-list.h"
#include "spico-thread-patient.h"

struct _SpicoAttachPatientDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;
  GtkWidget *attach;
  AdwBanner *banner;
  SpicoNewConversationPatient *patient;
  AdwBin *refusal;
  GtkWidget *offline;
  SpicoPatientsList *patients;

  SpicoClient *client;
  SpicoConversation *conversation;
  SpicoOutsiders *outsiders;
  SpicoList *circle;
  gboolean is_attaching;
};

G_DEFINE_FINAL_TYPE (SpicoAttachPatientDialog, spico_attach_patient_dialog, ADW_TYPE_DIALOG)

static gboolean
takes_part (SpicoAttachPatientDialog *self,
            SpicoPrincipal           *principal)
{
  GListModel *members = spico_conversation_get_participants (self->conversation);

  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      if (g_str_equal (spico_principal_get_id (member), spico_principal_get_id (principal)))
        return TRUE;
    }

  return FALSE;
}

/* Of those who take part, whom the patient refuses, as far as the circle is known here; the server knows it in any case (F087). */
static GStrv
list_refused (SpicoAttachPatientDialog *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; self->circle != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->circle)); i++)
    {
      g_autoptr (SpicoCircleMember) member = g_list_model_get_item (G_LIST_MODEL (self->circle), i);
      SpicoPrincipal *principal = spico_circle_member_get_principal (member);

      if (spico_circle_member_is_refused (member) && takes_part (self, principal))
        g_strv_builder_add (names, spico_principal_get_name (principal));
    }

  return g_strv_builder_end (names);
}

static void
show_refusal (SpicoAttachPatientDialog *self,
              GStrv                     refused)
{
  g_autofree char *names = g_strjoinv (", ", refused);
  /* Translators: %s is one name, or several with commas between them */
  g_autofree char *text = g_strdup_printf (_("The patient does not want anything to be shared with: %s. Remove them from the conversation first, in “Information”."), names);
  GtkWidget *notice = refused[0] != NULL ? spico_notice_new (text) : NULL;

  adw_bin_set_child (self->refusal, notice);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), notice != NULL);
}

static void
update (SpicoAttachPatientDialog *self)
{
  g_auto (GStrv) refused = NULL;

  if (self->client == NULL)
    return;

  refused = list_refused (self);
  show_refusal (self, refused);
  gtk_widget_set_visible (self->offline, spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE);
  gtk_widget_set_sensitive (self->attach, spico_new_conversation_patient_get_dossier (self->patient) != NULL && refused[0] == NULL && !self->is_attaching);
}

static void
circle_changed_cb (SpicoAttachPatientDialog *self)
{
  spico_outsiders_set_circle (self->outsiders, g_list_model_get_n_items (G_LIST_MODEL (self->circle)) > 0 ? self->circle : NULL);
  update (self);
}

static void
patient_changed_cb (SpicoAttachPatientDialog *self)
{
  SpicoDossier *dossier = spico_new_conversation_patient_get_dossier (self->patient);

  if (self->client == NULL)
    return;
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_func (self->circle, circle_changed_cb, self);
  g_clear_object (&self->circle);
  spico_outsiders_set_circle (self->outsiders, NULL);

  if (dossier != NULL)
    {
      self->circle = spico_client_list_circle (self->client, spico_dossier_get_account_id (dossier), spico_dossier_get_id (dossier));
      g_signal_connect_object (self->circle, "items-changed", G_CALLBACK (circle_changed_cb), self, G_CONNECT_SWAPPED);
      circle_changed_cb (self);
    }
  update (self);
}

static void
choose_patient_cb (SpicoAttachPatientDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "patient");
  spico_patients_list_start (self->patients);
}

static void
patient_activated_cb (SpicoAttachPatientDialog *self,
                      SpicoDossier             *dossier)
{
  spico_new_conversation_patient_choose (self->patient, dossier);
  adw_navigation_view_pop_to_tag (self->navigation, "form");
  gtk_widget_grab_focus (self->attach);
}

static void
patient_closed_cb (SpicoAttachPatientDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

/* ---- Attaching ---- */

static DexFuture *
attached_cb (DexFuture *completed,
             gpointer   user_data)
{
  SpicoAttachPatientDialog *self = user_data;

  self->is_attaching = FALSE;
  if (dex_future_get_value (completed, NULL) != NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return NULL;
    }

  update (self);
  adw_banner_set_revealed (self->banner, TRUE);
  return NULL;
}

static void
attach_now (SpicoAttachPatientDialog *self)
{
  SpicoDossier *dossier = spico_new_conversation_patient_get_dossier (self->patient);
  DexFuture *future;

  self->is_attaching = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
  future = spico_thread_patient_change (GTK_WIDGET (self), self->client, self->conversation, spico_dossier_get_id (dossier), TRUE);
  dex_future_disown (dex_future_finally (future, attached_cb, g_object_ref (self), g_object_unref));
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoAttachPatientDialog *self = user_data;

  if (self->client != NULL && gtk_widget_is_sensitive (self->attach) && g_value_get_boolean (dex_future_get_value (future, NULL)))
    attach_now (self);

  return dex_ref (future);
}

/* Everybody takes part already: those outside the circle are asked about at once (F064). */
static void
attach_cb (SpicoAttachPatientDialog *self)
{
  g_autoptr (GPtrArray) outsiders = spico_outsiders_find (self->outsiders, spico_conversation_get_participants (self->conversation), spico_conversation_get_account_id (self->conversation));

  if (outsiders->len == 0)
    attach_now (self);
  else
    dex_future_disown (dex_future_then (spico_outsiders_ask (self->outsiders, outsiders, GTK_WIDGET (self), _("Attach Anyway")), asked_cb, g_object_ref (self), g_object_unref));
}

static void
spico_attach_patient_dialog_dispose (GObject *object)
{
  SpicoAttachPatientDialog *self = SPICO_ATTACH_PATIENT_DIALOG (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_ATTACH_PATIENT_DIALOG);
  g_clear_object (&self->conversation);
  g_clear_object (&self->outsiders);
  g_clear_object (&self->circle);

  G_OBJECT_CLASS (spico_attach_patient_dialog_parent_class)->dispose (object);
}

static void
spico_attach_patient_dialog_class_init (SpicoAttachPatientDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_attach_patient_dialog_dispose;

  g_type_ensure (SPICO_TYPE_NEW_CONVERSATION_PATIENT);
  g_type_ensure (SPICO_TYPE_PATIENTS_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-attach-patient-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, attach);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, patient);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, refusal);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, offline);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachPatientDialog, patients);
  gtk_widget_class_bind_template_callback (widget_class, attach_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_patient_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_closed_cb);
}

static void
spico_attach_patient_dialog_init (SpicoAttachPatientDialog *self)
{
  self->outsiders = spico_outsiders_new ();
  spico_outsiders_set_asks_about_all (self->outsiders, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
start (SpicoAttachPatientDialog *self)
{
  const char *account_id = spico_conversation_get_account_id (self->conversation);
  SpicoAccount *account = spico_client_find_account (self->client, account_id);

  spico_new_conversation_patient_set_client (self->patient, self->client);
  if (account != NULL)
    spico_new_conversation_patient_set_account (self->patient, account);
  spico_patients_list_set_source (self->patients, self->client, account != NULL && spico_account_has_dossiers (account) ? account_id : NULL);
  g_signal_connect_object (self->client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  choose_patient_cb (self);
}

AdwDialog *
spico_attach_patient_dialog_new (SpicoClient       *client,
                                 SpicoConversation *conversation)
{
  SpicoAttachPatientDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (SPICO_TYPE_ATTACH_PATIENT_DIALOG, NULL);
  g_set_object (&self->client, client);
  g_set_object (&self->conversation, conversation);
  start (self);
  spico_account_dialog_follow (ADW_DIALOG (self), client, spico_conversation_get_account_id (conversation));

  return ADW_DIALOG (self);
}
