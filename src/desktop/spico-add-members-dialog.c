/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-add-members-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-error-text.h"
#include "spico-member-notices.h"
#include "spico-outsiders.h"
#include "spico-picker.h"

/* What the server takes, whoever is there already among them. */
#define MAX_MEMBERS 500

struct _SpicoAddMembersDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkWidget *add;
  AdwBanner *banner;
  SpicoPicker *picker;
  GtkLabel *history;
  SpicoMemberNotices *notices;
  GtkLabel *reason;

  SpicoClient *client;
  SpicoConversation *conversation;
  GListStore *chosen;
  SpicoOutsiders *outsiders;
  SpicoList *circle;
  gboolean is_filling;
  gboolean is_adding;
};

G_DEFINE_FINAL_TYPE (SpicoAddMembersDialog, spico_add_members_dialog, ADW_TYPE_DIALOG)

static guint
count (gpointer list)
{
  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
}

/* The account itself takes part beside those whom the list names. */
static guint
count_free (SpicoAddMembersDialog *self)
{
  guint n = count (spico_conversation_get_participants (self->conversation)) + 1;

  return n < MAX_MEMBERS ? MAX_MEMBERS - n : 0;
}

static char *
format_reason (SpicoAddMembersDialog *self)
{
  if (count (self->chosen) > count_free (self))
    return g_strdup_printf (_("A conversation has no more than %d members"), MAX_MEMBERS);
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE)
    return g_strdup (_("Off line: they will be added as soon as the connection is back"));

  return g_strdup ("");
}

static void
update (SpicoAddMembersDialog *self)
{
  guint n = count (self->chosen);
  g_autofree char *reason = format_reason (self);

  gtk_widget_set_sensitive (self->add, n > 0 && n <= count_free (self) && !self->is_adding);
  gtk_label_set_label (self->reason, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), *reason != '\0');
}

static GStrv
dup_chosen_ids (SpicoAddMembersDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < count (self->chosen); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      g_strv_builder_add (builder, spico_principal_get_id (principal));
    }

  return g_strv_builder_end (builder);
}

/* One chooses seldom: each choice is safe at once. */
static void
chosen_changed_cb (SpicoAddMembersDialog *self)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *used_groups = NULL;

  update (self);
  if (self->is_filling)
    return;

  ids = dup_chosen_ids (self);
  draft = spico_draft_new_members (spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), (const char *const *) ids);
  used_groups = spico_group_uses_to_text (spico_picker_get_group_uses (self->picker), NULL, (const char *const *) ids);
  spico_draft_set_used_groups (draft, used_groups);
  dex_future_disown (spico_client_save_draft (self->client, draft));
}

static DexFuture *
added_cb (DexFuture *future,
          gpointer   data)
{
  SpicoAddMembersDialog *self = data;

  self->is_adding = FALSE;
  if (dex_future_get_value (future, NULL) != NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return dex_ref (future);
    }

  update (self);
  adw_banner_set_revealed (self->banner, TRUE);
  return dex_ref (future);
}

static void
add_now (SpicoAddMembersDialog *self)
{
  const char *account_id = spico_conversation_get_account_id (self->conversation);
  g_auto (GStrv) ids = dup_chosen_ids (self);
  g_autofree char *used_groups = spico_group_uses_to_text (spico_picker_get_group_uses (self->picker), account_id, (const char *const *) ids);

  self->is_adding = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_add_members (self->client, account_id, spico_conversation_get_id (self->conversation), (const char *const *) ids, used_groups),
                                         added_cb, g_object_ref (self), g_object_unref));
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   data)
{
  SpicoAddMembersDialog *self = data;

  if (self->client != NULL && !self->is_adding && g_value_get_boolean (dex_future_get_value (future, NULL)))
    add_now (self);

  return dex_ref (future);
}

/* Who was chosen before the circle was known, or last time, was not asked about yet. */
static void
add_cb (SpicoAddMembersDialog *self)
{
  g_autoptr (GPtrArray) outsiders = spico_outsiders_find (self->outsiders, G_LIST_MODEL (self->chosen), spico_conversation_get_account_id (self->conversation));

  if (outsiders->len == 0)
    add_now (self);
  else
    dex_future_disown (dex_future_then (spico_outsiders_ask (self->outsiders, outsiders, GTK_WIDGET (self), _("Add Anyway")), asked_cb, g_object_ref (self), g_object_unref));
}

static void
closed_cb (SpicoAddMembersDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
circle_changed_cb (SpicoAddMembersDialog *self)
{
  if (count (self->circle) > 0)
    spico_outsiders_set_circle (self->outsiders, self->circle);
}

/* Whoever takes part sees who the patient is; the circle, only whom the dossier is open to (F064). */
static void
show_patient (SpicoAddMembersDialog *self)
{
  SpicoPatient *patient = spico_conversation_get_patient (self->conversation);

  gtk_label_set_label (self->history, patient != NULL ? _("Whoever is added sees the whole conversation, from its beginning, and who the patient is.")
                                                      : _("Whoever is added sees the whole conversation, from its beginning."));
  if (patient == NULL)
    return;

  spico_outsiders_set_asks_about_all (self->outsiders, TRUE);
  self->circle = spico_client_list_circle (self->client, spico_conversation_get_account_id (self->conversation), spico_patient_get_dossier_id (patient));
  g_signal_connect_object (self->circle, "items-changed", G_CALLBACK (circle_changed_cb), self, G_CONNECT_SWAPPED);
  circle_changed_cb (self);
}

static void
fill (SpicoAddMembersDialog *self,
      SpicoDraft            *draft)
{
  const char *const *ids = spico_draft_get_participant_ids (draft);

  self->is_filling = TRUE;
  spico_group_uses_add_text (spico_picker_get_group_uses (self->picker), spico_draft_get_used_groups (draft));
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self->client, ids[i]);

      if (!spico_outsiders_is_member (self->outsiders, principal) && !g_list_store_find (self->chosen, principal, NULL))
        g_list_store_append (self->chosen, principal);
    }
  self->is_filling = FALSE;
}

static DexFuture *
draft_loaded_cb (DexFuture *future,
                 gpointer   data)
{
  SpicoAddMembersDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->client == NULL)
    return dex_ref (future);

  /* What was chosen last time is not written over unseen. */
  if (value == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_ref (future);
    }

  fill (self, g_value_get_object (value));
  gtk_widget_set_sensitive (GTK_WIDGET (self->picker), TRUE);
  spico_picker_start (self->picker);
  return dex_ref (future);
}

static void
start (SpicoAddMembersDialog *self)
{
  const char *account_id = spico_conversation_get_account_id (self->conversation);

  spico_outsiders_set_members (self->outsiders, spico_conversation_get_participants (self->conversation));
  show_patient (self);
  spico_picker_set_client (self->picker, self->client);
  spico_picker_set_account (self->picker, account_id);
  g_signal_connect_object (self->client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  /* Not a choice before the draft is there: it would be written over. */
  dex_future_disown (dex_future_finally (spico_client_load_members_draft (self->client, account_id, spico_conversation_get_id (self->conversation)),
                                         draft_loaded_cb, g_object_ref (self), g_object_unref));
}

static void
spico_add_members_dialog_dispose (GObject *object)
{
  SpicoAddMembersDialog *self = SPICO_ADD_MEMBERS_DIALOG (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_ADD_MEMBERS_DIALOG);
  g_clear_object (&self->conversation);
  g_clear_object (&self->chosen);
  g_clear_object (&self->outsiders);
  g_clear_object (&self->circle);

  G_OBJECT_CLASS (spico_add_members_dialog_parent_class)->dispose (object);
}

static void
spico_add_members_dialog_class_init (SpicoAddMembersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_add_members_dialog_dispose;

  g_type_ensure (SPICO_TYPE_MEMBER_NOTICES);
  g_type_ensure (SPICO_TYPE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-add-members-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, add);
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, history);
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, notices);
  gtk_widget_class_bind_template_child (widget_class, SpicoAddMembersDialog, reason);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
spico_add_members_dialog_init (SpicoAddMembersDialog *self)
{
  self->chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  self->outsiders = spico_outsiders_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  spico_picker_set_model (self->picker, self->chosen);
  spico_picker_set_outsiders (self->picker, self->outsiders);
  spico_member_notices_set_members (self->notices, G_LIST_MODEL (self->chosen));
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_changed_cb), self, G_CONNECT_SWAPPED);
}

AdwDialog *
spico_add_members_dialog_new (SpicoClient       *client,
                              SpicoConversation *conversation)
{
  SpicoAddMembersDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (SPICO_TYPE_ADD_MEMBERS_DIALOG, NULL);
  g_set_object (&self->client, client);
  g_set_object (&self->conversation, conversation);
  start (self);
  spico_account_dialog_follow (ADW_DIALOG (self), client, spico_conversation_get_account_id (conversation));

  return ADW_DIALOG (self);
}
