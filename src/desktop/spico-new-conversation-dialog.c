/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-new-conversation-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-client-messages.h"
#include "spico-composer-files.h"
#include "spico-composer-urgency.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-member-notices.h"
#include "spico-new-conversation-patient.h"
#include "spico-new-conversation-state.h"
#include "spico-notice.h"
#include "spico-outsiders.h"
#include "spico-patients-list.h"
#include "spico-picker-chips.h"
#include "spico-picker.h"
#include "spico-saveable.h"
#include "spico-templates-button.h"

#define SAVE_DELAY_MS 3000

struct _SpicoNewConversationDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkWidget *resume;
  AdwNavigationView *navigation;
  AdwBanner *banner;
  GtkWidget *fields;
  AdwComboRow *account;
  GtkWidget *add_members;
  SpicoPickerChips *chips;
  SpicoNewConversationPatient *patient;
  GtkEditable *subject;
  GtkBox *notices;
  SpicoComposerFiles *files;
  GtkWidget *attach_button;
  SpicoComposerUrgency *urgency;
  SpicoEditor *editor;
  GtkWidget *send;
  GtkLabel *reason;
  GtkWidget *saved;
  SpicoPicker *picker;
  SpicoPatientsList *patients;

  SpicoClient *client;
  GListModel *accounts;
  GListStore *members;
  SpicoOutsiders *outsiders;
  SpicoDossier *circle_dossier;
  SpicoDossier *wanted_dossier;
  SpicoPrincipal *wanted_member;
  SpicoDraft *begun;
  SpicoDraft *unfinished;
  SpicoNewConversationState *state;
  guint save_source;
  guint focus_source;
  gboolean is_dirty;
  gboolean is_filling;
  gboolean is_sending;
  gboolean is_sent;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoNewConversationDialog, spico_new_conversation_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

enum {
  PROP_0,
  PROP_UNFINISHED,
  N_PROPS
};

enum {
  STARTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Values and state */

static SpicoAccount *
get_account (SpicoNewConversationDialog *self)
{
  return SPICO_ACCOUNT (adw_combo_row_get_selected_item (self->account));
}

static const char *
get_account_id (SpicoNewConversationDialog *self)
{
  SpicoAccount *account = get_account (self);

  return account != NULL ? spico_account_get_id (account) : NULL;
}

static SpicoNewConversationState *
compute_state (SpicoNewConversationDialog *self)
{
  SpicoAccount *account = get_account (self);
  SpicoDossier *dossier = spico_new_conversation_patient_get_dossier (self->patient);
  guint n_members = g_list_model_get_n_items (G_LIST_MODEL (self->members));
  g_autofree SpicoNewConversationMember *members = g_new0 (SpicoNewConversationMember, n_members + 1);
  g_autofree char *text = spico_editor_get_text (self->editor);

  /* The store keeps its members: names can be borrowed while the state is computed. */
  for (guint i = 0; i < n_members; i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      members[i] = spico_member_notices_describe (principal);
    }

  return spico_new_conversation_state_compute (&(SpicoNewConversationValues) {
    .account_id = get_account_id (self),
    .account_has_discussions = account != NULL && spico_account_has_discussions (account),
    .account_has_dossiers = account != NULL && spico_account_has_dossiers (account),
    .members = members,
    .n_members = n_members,
    .patient_account_id = dossier != NULL ? spico_dossier_get_account_id (dossier) : NULL,
    .subject = gtk_editable_get_text (self->subject),
    .text = text,
    .n_files = spico_composer_files_get_count (self->files),
    .files_wait = !spico_composer_files_may_send (self->files),
    .is_offline = spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE,
    .is_sending = self->is_sending,
  });
}

/* Showing */

static void
show_notices (SpicoNewConversationDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->notices))) != NULL)
    gtk_box_remove (self->notices, child);

  for (guint i = 0; i < self->state->notices->len; i++)
    gtk_box_append (self->notices, spico_notice_new (g_ptr_array_index (self->state->notices, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->notices), self->state->notices->len > 0);
}

static void
show_state (SpicoNewConversationDialog *self)
{
  const char *reason = self->state->reason;

  gtk_widget_set_sensitive (self->send, self->state->can_send);
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_widget_set_sensitive (self->fields, self->state->is_editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), self->state->is_editable);
  show_notices (self);
}

/* Runs at each key: it only touches widgets where something differs. */
static void
update (SpicoNewConversationDialog *self)
{
  g_autoptr (SpicoNewConversationState) previous = NULL;

  if (self->client == NULL || self->is_filling)
    return;

  previous = g_steal_pointer (&self->state);
  self->state = compute_state (self);
  if (spico_new_conversation_state_differs (previous, self->state))
    show_state (self);
  spico_composer_files_set_account (self->files, self->state->is_editable ? get_account_id (self) : NULL);
}

static void
files_failed_cb (SpicoNewConversationDialog *self,
                 const char                 *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", text);
}

/* Draft */

static GStrv
dup_member_ids (SpicoNewConversationDialog *self,
                const char                 *left_out)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->members)); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      if (g_strcmp0 (spico_principal_get_id (principal), left_out) != 0)
        g_strv_builder_add (builder, spico_principal_get_id (principal));
    }

  return g_strv_builder_end (builder);
}

static DexFuture *
draft_saved_cb (DexFuture *future,
                gpointer   user_data)
{
  SpicoNewConversationDialog *self = user_data;

  if (self->client != NULL && !self->is_dirty)
    gtk_widget_set_visible (self->saved, dex_future_get_value (future, NULL) != NULL);

  return dex_ref (future);
}

/* @left_out: (nullable): of the members */
static SpicoDraft *
make_draft (SpicoNewConversationDialog *self,
            const char                 *left_out,
            const char                 *subject,
            const char                 *text)
{
  g_auto (GStrv) member_ids = dup_member_ids (self, left_out);
  g_autofree char *used_groups = spico_group_uses_to_text (spico_picker_get_group_uses (self->picker), left_out, (const char *const *) member_ids);
  SpicoDraft *draft = spico_draft_new (get_account_id (self), (const char *const *) member_ids, spico_new_conversation_patient_get_dossier_id (self->patient), subject, text);

  spico_draft_set_used_groups (draft, used_groups);
  spico_draft_set_urgency (draft, spico_composer_urgency_get (self->urgency));
  return draft;
}

static DexFuture *
save_draft (SpicoNewConversationDialog *self)
{
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_dirty || self->is_sending || self->is_sent || self->client == NULL)
    return dex_future_new_for_boolean (TRUE);

  self->is_dirty = FALSE;
  text = spico_editor_get_text (self->editor);
  draft = make_draft (self, NULL, gtk_editable_get_text (self->subject), text);

  return dex_future_finally (spico_client_save_draft (self->client, draft), draft_saved_cb, g_object_ref (self), g_object_unref);
}

static gboolean
save_timeout_cb (gpointer user_data)
{
  SpicoNewConversationDialog *self = user_data;

  self->save_source = 0;
  dex_future_disown (save_draft (self));
  return G_SOURCE_REMOVE;
}

static void
mark_dirty (SpicoNewConversationDialog *self)
{
  if (self->is_filling || self->is_sent)
    return;

  self->is_dirty = TRUE;
  gtk_widget_set_visible (self->saved, FALSE);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_DELAY_MS, save_timeout_cb, self);
}

static void
edited_cb (SpicoNewConversationDialog *self)
{
  mark_dirty (self);
  update (self);
}

/* Patient */

static void
patient_changed_cb (SpicoNewConversationDialog *self)
{
  SpicoDossier *dossier = spico_new_conversation_patient_get_dossier (self->patient);
  g_autoptr (SpicoList) circle = NULL;

  if (self->client != NULL && g_set_object (&self->circle_dossier, dossier))
    {
      if (dossier != NULL)
        circle = spico_client_list_circle (self->client, spico_dossier_get_account_id (dossier), spico_dossier_get_id (dossier));
      spico_outsiders_set_circle (self->outsiders, circle);
    }
  edited_cb (self);
}

static void
account_changed_cb (SpicoNewConversationDialog *self)
{
  SpicoAccount *account = get_account (self);

  if (self->client == NULL || self->is_filling || account == NULL)
    return;

  spico_picker_set_account (self->picker, spico_account_get_id (account));
  spico_patients_list_set_source (self->patients, self->client,
                                  spico_account_has_dossiers (account) ? spico_account_get_id (account) : NULL);
  spico_new_conversation_patient_set_account (self->patient, account);
  edited_cb (self);
}

static void
choose_patient_cb (SpicoNewConversationDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "patient");
  spico_patients_list_start (self->patients);
}

static void
patient_activated_cb (SpicoNewConversationDialog *self,
                      SpicoDossier               *dossier)
{
  spico_new_conversation_patient_choose (self->patient, dossier);
  adw_navigation_view_pop_to_tag (self->navigation, "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->subject));
}

static void
patient_closed_cb (SpicoNewConversationDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

/* Members */

static void
add_members_cb (SpicoNewConversationDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "members");
  spico_picker_start (self->picker);
}

static void
members_done_cb (SpicoNewConversationDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

static void
focus_missing (SpicoNewConversationDialog *self)
{
  switch (self->state->missing)
    {
    case SPICO_NEW_CONVERSATION_FIELD_ACCOUNT:
      gtk_widget_grab_focus (GTK_WIDGET (self->account));
      break;
    case SPICO_NEW_CONVERSATION_FIELD_MEMBERS:
      gtk_widget_grab_focus (self->add_members);
      break;
    case SPICO_NEW_CONVERSATION_FIELD_SUBJECT:
      gtk_widget_grab_focus (GTK_WIDGET (self->subject));
      break;
    case SPICO_NEW_CONVERSATION_FIELD_NONE:
    case SPICO_NEW_CONVERSATION_FIELD_TEXT:
    default:
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
      break;
    }
}

/* Leaving a page of the form goes on to the next thing that is missing. */
static void
popped_cb (SpicoNewConversationDialog *self)
{
  if (self->state != NULL)
    focus_missing (self);
}

static void
members_changed_cb (SpicoNewConversationDialog *self,
                    guint                       position,
                    guint                       removed,
                    guint                       added)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->members), position + i);

      /* A member's account and absence may become known after the choice. */
      g_signal_handlers_disconnect_by_func (principal, update, self);
      g_signal_connect_object (principal, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }

  edited_cb (self);
}

static void
subject_activated_cb (SpicoNewConversationDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* Sending */

static DexFuture *
started_cb (DexFuture *future,
            gpointer   user_data)
{
  SpicoNewConversationDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *account_id = NULL;
  g_autofree char *conversation_id = NULL;

  self->is_sending = FALSE;
  if (value == NULL)
    {
      mark_dirty (self);
      update (self);
      adw_banner_set_revealed (self->banner, TRUE);
      return dex_future_new_for_boolean (FALSE);
    }

  self->is_sent = TRUE;
  account_id = g_strdup (get_account_id (self));
  conversation_id = g_value_dup_string (value);
  g_signal_emit (self, signals[STARTED], 0, account_id, conversation_id);
  adw_dialog_force_close (ADW_DIALOG (self));

  return dex_future_new_for_boolean (TRUE);
}

static void
send_now (SpicoNewConversationDialog *self)
{
  g_autofree char *subject = g_strstrip (g_strdup (gtk_editable_get_text (self->subject)));
  g_autofree char *text = g_strchomp (spico_editor_get_text (self->editor));
  g_autoptr (SpicoDraft) draft = make_draft (self, get_account_id (self), subject, text);

  /* Whatever was typed since the last save is in what is sent. */
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->is_sending = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);

  dex_future_disown (dex_future_finally (spico_client_send_draft (self->client, draft), started_cb, g_object_ref (self), g_object_unref));
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoNewConversationDialog *self = user_data;

  if (self->client != NULL && !self->is_sending && self->state->can_send && g_value_get_boolean (dex_future_get_value (future, NULL)))
    send_now (self);

  return dex_ref (future);
}

/* Members who were there before the patient was chosen were not asked about yet. */
static void
send_cb (SpicoNewConversationDialog *self)
{
  g_autoptr (GPtrArray) outsiders = NULL;

  if (self->state == NULL || self->is_sending)
    return;
  if (!self->state->can_send)
    {
      focus_missing (self);
      return;
    }
  if (!spico_composer_urgency_check (self->urgency))
    return;

  outsiders = spico_outsiders_find (self->outsiders, G_LIST_MODEL (self->members), get_account_id (self));
  if (outsiders->len == 0)
    send_now (self);
  else
    dex_future_disown (dex_future_then (spico_outsiders_ask (self->outsiders, outsiders, GTK_WIDGET (self), _("Send Anyway")), asked_cb, g_object_ref (self), g_object_unref));
}

static void
closed_cb (SpicoNewConversationDialog *self)
{
  dex_future_disown (save_draft (self));
}

/* Filling */

static void
select_account (SpicoNewConversationDialog *self,
                const char                 *account_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (self->accounts, i);

      if (g_strcmp0 (spico_account_get_id (account), account_id) == 0)
        {
          adw_combo_row_set_selected (self->account, i);
          return;
        }
    }
}

static void
fill (SpicoNewConversationDialog *self,
      SpicoDraft                 *draft)
{
  const char *const *member_ids = spico_draft_get_participant_ids (draft);

  self->is_filling = TRUE;
  if (spico_draft_get_account_id (draft) != NULL)
    select_account (self, spico_draft_get_account_id (draft));
  for (guint i = 0; member_ids != NULL && member_ids[i] != NULL; i++)
    {
      g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self->client, member_ids[i]);

      g_list_store_append (self->members, principal);
    }
  spico_group_uses_add_text (spico_picker_get_group_uses (self->picker), spico_draft_get_used_groups (draft));
  gtk_editable_set_text (self->subject, spico_draft_get_subject (draft));
  spico_editor_set_text (self->editor, spico_draft_get_text (draft));
  spico_composer_urgency_set (self->urgency, spico_draft_get_urgency (draft));
  self->is_filling = FALSE;
}

/* Ready for the person: with what was asked for, or with what was left last time. */
static void
start (SpicoNewConversationDialog *self,
       SpicoDraft                 *draft)
{
  g_autoptr (SpicoDossier) wanted = g_steal_pointer (&self->wanted_dossier);
  g_autoptr (SpicoPrincipal) member = g_steal_pointer (&self->wanted_member);
  g_autoptr (SpicoDraft) begun = g_steal_pointer (&self->begun);

  if (draft != NULL)
    fill (self, draft);
  else if (begun != NULL)
    {
      fill (self, begun);
      spico_composer_files_forward (self->files, begun);
    }
  else if (member != NULL)
    g_list_store_append (self->members, member);
  if (wanted != NULL && (draft == NULL || spico_draft_get_dossier_id (draft) == NULL))
    {
      self->is_filling = TRUE;
      select_account (self, spico_dossier_get_account_id (wanted));
      self->is_filling = FALSE;
      spico_new_conversation_patient_choose (self->patient, wanted);
    }

  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_widget_set_sensitive (GTK_WIDGET (self->navigation), TRUE);
  account_changed_cb (self);
  if (draft != NULL && spico_draft_get_dossier_id (draft) != NULL)
    spico_new_conversation_patient_restore (self->patient, spico_draft_get_dossier_id (draft));

  /* Nothing was written yet by the person: what is shown is what the store holds. */
  self->is_dirty = wanted != NULL || ((member != NULL || begun != NULL) && draft == NULL);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
resume_clicked_cb (SpicoNewConversationDialog *self)
{
  g_autoptr (SpicoDraft) draft = g_steal_pointer (&self->unfinished);

  g_clear_object (&self->wanted_dossier);
  g_clear_object (&self->wanted_member);
  g_clear_object (&self->begun);
  start (self, draft);
}

static void
discard_clicked_cb (SpicoNewConversationDialog *self)
{
  g_clear_object (&self->unfinished);
  dex_future_disown (spico_client_discard_draft (self->client, NULL, NULL));
  start (self, NULL);
}

/* A form was left half written, about somebody or something else: only the person knows what to do with it. */
static void
ask_about_draft (SpicoNewConversationDialog *self,
                 SpicoDraft                 *draft)
{
  g_set_object (&self->unfinished, draft);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNFINISHED]);
  gtk_stack_set_visible_child_name (self->stack, "question");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Whether what was left is about what is asked for now. */
static gboolean
is_wanted (SpicoNewConversationDialog *self,
           SpicoDraft                 *draft)
{
  const char *const *ids = spico_draft_get_participant_ids (draft);

  if (self->wanted_dossier != NULL && g_strcmp0 (spico_draft_get_dossier_id (draft), spico_dossier_get_id (self->wanted_dossier)) != 0)
    return FALSE;
  if (self->begun != NULL && strstr (spico_draft_get_text (draft), spico_draft_get_text (self->begun)) == NULL)
    return FALSE;

  return self->wanted_member == NULL || (ids != NULL && g_strv_contains (ids, spico_principal_get_id (self->wanted_member)));
}

static DexFuture *
draft_loaded_cb (DexFuture *future,
                 gpointer   user_data)
{
  SpicoNewConversationDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  SpicoDraft *draft = value != NULL ? g_value_get_object (value) : NULL;

  if (self->client == NULL)
    return dex_future_new_for_boolean (FALSE);

  /* What was left last time is not written over unseen. */
  if (draft == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_for_boolean (FALSE);
    }

  if (spico_draft_is_empty (draft) && spico_composer_files_get_count (self->files) == 0)
    start (self, NULL);
  else if (!is_wanted (self, draft))
    ask_about_draft (self, draft);
  else
    start (self, draft);

  return dex_future_new_for_boolean (TRUE);
}

static void
set_client (SpicoNewConversationDialog *self,
            SpicoClient                *client)
{
  GtkExpression *has_discussions = gtk_property_expression_new (SPICO_TYPE_ACCOUNT, NULL, "has-discussions");
  GtkFilter *filter = GTK_FILTER (gtk_bool_filter_new (has_discussions));
  g_autoptr (GtkExpression) name = gtk_property_expression_new (SPICO_TYPE_ACCOUNT, NULL, "name");

  self->client = g_object_ref (client);
  self->accounts = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (spico_client_get_accounts (client)), filter));

  self->is_filling = TRUE;
  adw_combo_row_set_expression (self->account, name);
  adw_combo_row_set_model (self->account, self->accounts);
  select_account (self, spico_account_get_id (spico_client_get_account (client)));
  self->is_filling = FALSE;

  spico_picker_set_client (self->picker, client);
  spico_composer_files_set_client (self->files, client);
  spico_composer_files_set_place (self->files, NULL, NULL);
  spico_new_conversation_patient_set_client (self->patient, client);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  /* Not a key before the draft is there: it would be written over. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->navigation), FALSE);
  dex_future_disown (dex_future_finally (spico_client_load_draft (client, NULL, NULL), draft_loaded_cb, g_object_ref (self), g_object_unref));
}

static char *
describe_unfinished (SpicoNewConversationDialog *self)
{
  const char *subject;

  if (self->unfinished == NULL)
    return NULL;

  subject = spico_draft_get_subject (self->unfinished);
  if (*subject == '\0')
    return g_strdup (_("A new conversation that was not sent is still here."));
  /* Translators: %s is the subject of a conversation */
  return g_strdup_printf (_("A new conversation that was not sent is still here: “%s”."), subject);
}

static void
spico_new_conversation_dialog_get_property (GObject    *object,
                                            guint       prop_id,
                                            GValue     *value,
                                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_UNFINISHED:
      g_value_take_string (value, describe_unfinished (SPICO_NEW_CONVERSATION_DIALOG (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_new_conversation_dialog_unmap (GtkWidget *widget)
{
  dex_future_disown (save_draft (SPICO_NEW_CONVERSATION_DIALOG (widget)));

  GTK_WIDGET_CLASS (spico_new_conversation_dialog_parent_class)->unmap (widget);
}

/* The dialog calls this once it is open, after having moved the focus about: the form begins at what is missing. */
static gboolean
spico_new_conversation_dialog_grab_focus (GtkWidget *widget)
{
  SpicoNewConversationDialog *self = SPICO_NEW_CONVERSATION_DIALOG (widget);

  if (self->unfinished != NULL)
    return gtk_widget_grab_focus (self->resume);
  if (self->state == NULL)
    return GTK_WIDGET_CLASS (spico_new_conversation_dialog_parent_class)->grab_focus (widget);

  focus_missing (self);
  return TRUE;
}

static void
grab_focus_again (gpointer user_data)
{
  SpicoNewConversationDialog *self = user_data;

  self->focus_source = 0;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* A dialog that becomes a bottom sheet moves the focus one widget further; its style classes tell when it does. */
static void
presentation_changed_cb (SpicoNewConversationDialog *self)
{
  if (!self->is_dirty && self->focus_source == 0)
    self->focus_source = g_idle_add_once (grab_focus_again, self);
}

static DexFuture *
save (SpicoSaveable *saveable)
{
  return save_draft (SPICO_NEW_CONVERSATION_DIALOG (saveable));
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_new_conversation_dialog_dispose (GObject *object)
{
  SpicoNewConversationDialog *self = SPICO_NEW_CONVERSATION_DIALOG (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_clear_pointer (&self->state, spico_new_conversation_state_free);
  g_clear_object (&self->client);
  g_clear_object (&self->wanted_dossier);
  g_clear_object (&self->wanted_member);
  g_clear_object (&self->begun);
  g_clear_object (&self->unfinished);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_NEW_CONVERSATION_DIALOG);
  g_clear_object (&self->accounts);
  g_clear_object (&self->members);
  g_clear_object (&self->outsiders);
  g_clear_object (&self->circle_dossier);

  G_OBJECT_CLASS (spico_new_conversation_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, resume);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, account);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, add_members);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, chips);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, patient);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, notices);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, files);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, attach_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, urgency);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, send);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, saved);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationDialog, patients);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_members_cb);
  gtk_widget_class_bind_template_callback (widget_class, members_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_patient_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, patient_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, files_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, subject_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
spico_new_conversation_dialog_class_init (SpicoNewConversationDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_new_conversation_dialog_get_property;
  object_class->dispose = spico_new_conversation_dialog_dispose;
  widget_class->grab_focus = spico_new_conversation_dialog_grab_focus;
  widget_class->unmap = spico_new_conversation_dialog_unmap;

  properties[PROP_UNFINISHED] = g_param_spec_string ("unfinished", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[STARTED] = g_signal_new ("started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (SPICO_TYPE_ACCOUNT);
  g_type_ensure (SPICO_TYPE_COMPOSER_FILES);
  g_type_ensure (SPICO_TYPE_COMPOSER_URGENCY);
  g_type_ensure (SPICO_TYPE_EDITOR);
  g_type_ensure (SPICO_TYPE_NEW_CONVERSATION_PATIENT);
  g_type_ensure (SPICO_TYPE_PATIENTS_LIST);
  g_type_ensure (SPICO_TYPE_PICKER);
  g_type_ensure (SPICO_TYPE_PICKER_CHIPS);
  g_type_ensure (SPICO_TYPE_TEMPLATES_BUTTON);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-new-conversation-dialog.ui");
  bind_template (widget_class);
}

static void
spico_new_conversation_dialog_init (SpicoNewConversationDialog *self)
{
  self->members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  gtk_widget_init_template (GTK_WIDGET (self));

  spico_composer_files_serve (self->files, GTK_WIDGET (self), self->attach_button);
  spico_picker_chips_set_model (self->chips, self->members);
  spico_picker_set_model (self->picker, self->members);
  self->outsiders = spico_outsiders_new ();
  spico_picker_set_outsiders (self->picker, self->outsiders);
  g_signal_connect (self, "notify::css-classes", G_CALLBACK (presentation_changed_cb), NULL);
  g_signal_connect_object (self->members, "items-changed", G_CALLBACK (members_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * spico_new_conversation_dialog_new:
 * @client: a client that is ready
 * @dossier: (nullable): the patient to begin with; its account is the one acted as
 * @member: (nullable): the member to begin with
 *
 * Returns: (transfer floating): the form, with the draft that was left in it, if any
 */
AdwDialog *
spico_new_conversation_dialog_new (SpicoClient    *client,
                                   SpicoDossier   *dossier,
                                   SpicoPrincipal *member)
{
  SpicoNewConversationDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (dossier == NULL || SPICO_IS_DOSSIER (dossier), NULL);
  g_return_val_if_fail (member == NULL || SPICO_IS_PRINCIPAL (member), NULL);

  self = g_object_new (SPICO_TYPE_NEW_CONVERSATION_DIALOG, NULL);
  g_set_object (&self->wanted_dossier, dossier);
  g_set_object (&self->wanted_member, member);
  set_client (self, client);

  return ADW_DIALOG (self);
}

AdwDialog *
spico_new_conversation_dialog_new_begun (SpicoClient *client,
                                         SpicoDraft  *begun)
{
  SpicoNewConversationDialog *self = g_object_new (SPICO_TYPE_NEW_CONVERSATION_DIALOG, NULL);

  g_set_object (&self->begun, begun);
  set_client (self, client);

  return ADW_DIALOG (self);
}
