/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-info-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-acting.h"
#include "spico-client-forms.h"
#include "spico-conversation-changes.h"
#include "spico-error-text.h"
#include "spico-member-row.h"
#include "spico-patient-text.h"
#include "spico-saveable.h"
#include "spico-thread-text.h"

struct _SpicoConversationInfoDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkEditable *subject_entry;
  AdwActionRow *subject_row;
  AdwActionRow *patient_row;
  AdwActionRow *creator_row;
  AdwActionRow *created_row;
  AdwPreferencesGroup *members_group;
  GtkWidget *add_button;
  GtkWidget *leave_group;

  SpicoClient *client;
  SpicoConversation *conversation;
  gboolean is_closed;
  gboolean is_loaded;
  guint save_source;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoConversationInfoDialog, spico_conversation_info_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

enum {
  ADD_MEMBERS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What is asked for, and not applied yet, is kept where it was typed, one a conversation. */
#define FORM_PREFIX "subject "
#define SAVE_DELAY_MS 500

/* Its title, and who takes part in it, are the business of the account that has initiated it (F072). */
static gboolean
may_lead (SpicoConversationInfoDialog *self)
{
  return self->client != NULL && !self->is_closed && spico_conversation_is_initiated (self->conversation);
}

static DexFuture *
changed_cb (DexFuture *completed,
            gpointer   user_data)
{
  SpicoConversationInfoDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    adw_dialog_close (ADW_DIALOG (self));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));

  return NULL;
}

/* What was done stands in the conversation, which one then sees. */
static void
follow (SpicoConversationInfoDialog *self,
        DexFuture                   *future)
{
  dex_future_disown (dex_future_finally (future, changed_cb, g_object_ref (self), g_object_unref));
}

/* ---- The title ---- */

static DexFuture *
keep_subject (SpicoConversationInfoDialog *self,
              const char                  *subject)
{
  g_clear_handle_id (&self->save_source, g_source_remove);

  return spico_conversation_info_dialog_keep_subject (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), subject);
}

/* What is typed, where it is not kept yet. */
static DexFuture *
save (SpicoSaveable *saveable)
{
  SpicoConversationInfoDialog *self = SPICO_CONVERSATION_INFO_DIALOG (saveable);
  const char *subject = gtk_editable_get_text (self->subject_entry);

  if (self->save_source == 0)
    return dex_future_new_true ();

  return keep_subject (self, g_str_equal (subject, spico_conversation_get_subject (self->conversation)) ? "" : subject);
}

static void
save_late_cb (gpointer user_data)
{
  dex_future_disown (save (user_data));
}

static DexFuture *
subject_read_cb (DexFuture *completed,
                 gpointer   user_data)
{
  SpicoConversationInfoDialog *self = user_data;
  const GValue *value = dex_future_get_value (completed, NULL);
  char **values = value != NULL ? g_value_get_boxed (value) : NULL;

  if (values != NULL && self->client != NULL)
    gtk_editable_set_text (self->subject_entry, values[0]);
  self->is_loaded = TRUE;

  return NULL;
}

static void
load_subject (SpicoConversationInfoDialog *self)
{
  g_autofree char *form = g_strconcat (FORM_PREFIX, spico_conversation_get_id (self->conversation), NULL);

  dex_future_disown (dex_future_finally (spico_client_load_form (self->client, spico_conversation_get_account_id (self->conversation), form, 1), subject_read_cb, g_object_ref (self), g_object_unref));
}

static void
subject_changed_cb (SpicoConversationInfoDialog *self)
{
  if (self->client != NULL && self->is_loaded && self->save_source == 0)
    self->save_source = g_timeout_add_once (SAVE_DELAY_MS, save_late_cb, self);
}

static void
subject_applied_cb (SpicoConversationInfoDialog *self)
{
  const char *subject = gtk_editable_get_text (self->subject_entry);

  dex_future_disown (keep_subject (self, ""));
  if (g_str_equal (subject, spico_conversation_get_subject (self->conversation)))
    return;

  follow (self, spico_client_set_subject (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), subject));
}

/* ---- Members ---- */

static void
remove_response_cb (AdwAlertDialog *alert,
                    const char     *response,
                    gpointer        user_data)
{
  SpicoConversationInfoDialog *self = user_data;
  const char *member_ids[] = { g_object_get_data (G_OBJECT (alert), "member"), NULL };

  if (self->client != NULL && g_str_equal (response, "remove"))
    follow (self, spico_client_remove_members (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), member_ids));
}

static void
ask_removal (SpicoConversationInfoDialog *self,
             const char                  *member_id,
             const char                  *heading,
             const char                  *body,
             const char                  *verb)
{
  AdwDialog *alert = adw_alert_dialog_new (NULL, body);

  /* A name is no format. */
  adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (alert), heading);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("Cancel"), "remove", verb, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_object_set_data_full (G_OBJECT (alert), "member", g_strdup (member_id), g_free);
  g_signal_connect_object (alert, "response", G_CALLBACK (remove_response_cb), self, 0);
  adw_dialog_present (alert, GTK_WIDGET (self));
}

static void
remove_clicked_cb (GtkWidget                   *button,
                   SpicoConversationInfoDialog *self)
{
  SpicoPrincipal *member = g_object_get_data (G_OBJECT (button), "member");
  /* Translators: %s is a person or a structure */
  g_autofree char *heading = g_strdup_printf (_("Remove %s?"), spico_principal_get_name (member));

  ask_removal (self, spico_principal_get_id (member), heading,
               _("They will see nothing of this conversation any more, neither what is written from now on nor what was written before. What they wrote stays."), _("Remove"));
}

static void
leave_activated_cb (SpicoConversationInfoDialog *self)
{
  ask_removal (self, spico_conversation_get_account_id (self->conversation), _("Leave the Conversation?"),
               may_lead (self) ? _("You will see nothing of it any more. What you wrote stays. Nobody will then be able to change its title or to remove members.")
                               : _("You will see nothing of it any more. What you wrote stays."),
               _("Leave"));
}

static void
member_activated_cb (GtkWidget *row)
{
  SpicoPrincipal *member = spico_member_row_get_member (SPICO_MEMBER_ROW (row));

  gtk_widget_activate_action (row, "win.show-card", "(sb)", spico_principal_get_id (member), TRUE);
}

static void
add_remove_button (SpicoConversationInfoDialog *self,
                   GtkWidget                   *row,
                   SpicoPrincipal              *member)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (_("Remove %s"), spico_principal_get_name (member));

  gtk_widget_set_tooltip_text (button, _("Remove from the Conversation"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "member", g_object_ref (member), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_member (SpicoConversationInfoDialog *self,
            SpicoPrincipal              *member)
{
  GtkWidget *row = spico_member_row_new (member);

  if (may_lead (self) && !g_str_equal (spico_principal_get_id (member), spico_conversation_get_account_id (self->conversation)))
    add_remove_button (self, row, member);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect (row, "activated", G_CALLBACK (member_activated_cb), NULL);
  adw_preferences_group_add (self->members_group, row);
}

static void
show_patient (SpicoConversationInfoDialog *self,
              SpicoPatient                *patient)
{
  g_autofree char *identity = NULL;

  if (patient == NULL)
    return;

  identity = spico_patient_format_identity (spico_patient_get_birth_name (patient), spico_patient_get_first_names (patient),
                                            spico_patient_get_birth_date (patient), spico_patient_get_sex (patient));
  adw_action_row_set_subtitle (self->patient_row, identity);
  gtk_widget_set_visible (GTK_WIDGET (self->patient_row), TRUE);
}

static void
show_members (SpicoConversationInfoDialog *self,
              SpicoClient                 *client,
              SpicoConversation           *conversation)
{
  GListModel *participants = spico_conversation_get_participants (conversation);
  guint n = participants != NULL ? g_list_model_get_n_items (participants) : 0;

  if (client != NULL)
    {
      g_autoptr (SpicoPrincipal) own = spico_client_get_principal (client, spico_conversation_get_account_id (conversation));

      add_member (self, own);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (participants, i);

      add_member (self, member);
    }
}

static void
show_creator (SpicoConversationInfoDialog *self,
              SpicoClient                 *client,
              const char                  *account_id,
              const char                  *person_id)
{
  g_autoptr (SpicoPrincipal) account = spico_client_get_principal (client, account_id);
  g_autoptr (SpicoPrincipal) person = *person_id != '\0' ? spico_client_get_principal (client, person_id) : NULL;

  spico_acting_show (self->creator_row, account, person);
}

static void
show_start (SpicoConversationInfoDialog *self,
            SpicoClient                 *client,
            SpicoConversation           *conversation)
{
  GDateTime *created_at = spico_conversation_get_created_at (conversation);
  const char *creator_id = spico_conversation_get_creator_account_id (conversation);
  g_autofree char *created = created_at != NULL ? spico_text_date_time (created_at) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->created_row), created != NULL);
  adw_action_row_set_subtitle (self->created_row, created != NULL ? created : "");
  gtk_widget_set_visible (GTK_WIDGET (self->creator_row), client != NULL && creator_id[0] != '\0');
  if (client != NULL && creator_id[0] != '\0')
    show_creator (self, client, creator_id, spico_conversation_get_creator_person_id (conversation));
}

static void
add_clicked_cb (SpicoConversationInfoDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[ADD_MEMBERS], 0);
}

static void
spico_conversation_info_dialog_closed (AdwDialog *dialog)
{
  dex_future_disown (save (SPICO_SAVEABLE (dialog)));
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_conversation_info_dialog_dispose (GObject *object)
{
  SpicoConversationInfoDialog *self = SPICO_CONVERSATION_INFO_DIALOG (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->client);
  g_clear_object (&self->conversation);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_CONVERSATION_INFO_DIALOG);

  G_OBJECT_CLASS (spico_conversation_info_dialog_parent_class)->dispose (object);
}

static void
spico_conversation_info_dialog_class_init (SpicoConversationInfoDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_conversation_info_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = spico_conversation_info_dialog_closed;

  signals[ADD_MEMBERS] = g_signal_new ("add-members", SPICO_TYPE_CONVERSATION_INFO_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-conversation-info-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, subject_entry);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, subject_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, patient_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, creator_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, created_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, members_group);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, leave_group);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, subject_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, subject_applied_cb);
}

static void
spico_conversation_info_dialog_init (SpicoConversationInfoDialog *self)
{
  AdwActionRow *rows[4];

  gtk_widget_init_template (GTK_WIDGET (self));
  rows[0] = self->subject_row;
  rows[1] = self->patient_row;
  rows[2] = self->creator_row;
  rows[3] = self->created_row;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (rows[i]), FALSE);
}

static void
show_subject (SpicoConversationInfoDialog *self)
{
  const char *subject = spico_conversation_get_subject (self->conversation);
  gboolean leads = may_lead (self);

  adw_action_row_set_subtitle (self->subject_row, subject);
  gtk_editable_set_text (self->subject_entry, subject);
  gtk_widget_set_visible (GTK_WIDGET (self->subject_row), !leads);
  gtk_widget_set_visible (GTK_WIDGET (self->subject_entry), leads);
  if (leads)
    load_subject (self);
}

AdwDialog *
spico_conversation_info_dialog_new (SpicoClient       *client,
                                    SpicoConversation *conversation,
                                    gboolean           is_closed)
{
  SpicoConversationInfoDialog *self = g_object_new (SPICO_TYPE_CONVERSATION_INFO_DIALOG, NULL);

  g_set_object (&self->client, client);
  self->conversation = g_object_ref (conversation);
  self->is_closed = is_closed;
  show_subject (self);
  show_patient (self, spico_conversation_get_patient (conversation));
  show_start (self, client, conversation);
  show_members (self, client, conversation);
  gtk_widget_set_visible (self->add_button, !is_closed);
  gtk_widget_set_visible (self->leave_group, client != NULL && !is_closed);
  /* Not in the title: whoever only looks should not change it by a key. */
  adw_dialog_set_focus (ADW_DIALOG (self), is_closed ? NULL : self->add_button);
  if (client != NULL)
    spico_account_dialog_follow (ADW_DIALOG (self), client, spico_conversation_get_account_id (conversation));

  return ADW_DIALOG (self);
}

void
spico_conversation_info_dialog_edit_subject (SpicoConversationInfoDialog *self)
{
  g_return_if_fail (SPICO_IS_CONVERSATION_INFO_DIALOG (self));

  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->subject_entry));
}

DexFuture *
spico_conversation_info_dialog_keep_subject (SpicoClient *client,
                                             const char  *account_id,
                                             const char  *conversation_id,
                                             const char  *subject)
{
  const char *values[] = { subject, NULL };
  g_autofree char *form = g_strconcat (FORM_PREFIX, conversation_id, NULL);

  return spico_client_save_form (client, account_id, form, values);
}
