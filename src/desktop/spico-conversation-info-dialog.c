/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-info-dialog.h"

#include <glib/gi18n.h>

#include "spico-acting.h"
#include "spico-member-row.h"
#include "spico-patient-text.h"
#include "spico-thread-text.h"

struct _SpicoConversationInfoDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwActionRow *subject_row;
  AdwActionRow *patient_row;
  AdwActionRow *creator_row;
  AdwActionRow *created_row;
  AdwPreferencesGroup *members_group;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (SpicoConversationInfoDialog, spico_conversation_info_dialog, ADW_TYPE_DIALOG)

enum {
  ADD_MEMBERS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
member_activated_cb (GtkWidget *row)
{
  SpicoPrincipal *member = spico_member_row_get_member (SPICO_MEMBER_ROW (row));

  gtk_widget_activate_action (row, "win.show-card", "(sb)", spico_principal_get_id (member), TRUE);
}

static void
add_member (SpicoConversationInfoDialog *self,
            SpicoPrincipal              *member)
{
  GtkWidget *row = spico_member_row_new (member);

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
spico_conversation_info_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_CONVERSATION_INFO_DIALOG);

  G_OBJECT_CLASS (spico_conversation_info_dialog_parent_class)->dispose (object);
}

static void
spico_conversation_info_dialog_class_init (SpicoConversationInfoDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_conversation_info_dialog_dispose;

  signals[ADD_MEMBERS] = g_signal_new ("add-members", SPICO_TYPE_CONVERSATION_INFO_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-conversation-info-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, subject_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, patient_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, creator_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, created_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, members_group);
  gtk_widget_class_bind_template_child (widget_class, SpicoConversationInfoDialog, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
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

AdwDialog *
spico_conversation_info_dialog_new (SpicoClient       *client,
                                    SpicoConversation *conversation)
{
  SpicoConversationInfoDialog *self = g_object_new (SPICO_TYPE_CONVERSATION_INFO_DIALOG, NULL);

  adw_action_row_set_subtitle (self->subject_row, spico_conversation_get_subject (conversation));
  show_patient (self, spico_conversation_get_patient (conversation));
  show_start (self, client, conversation);
  show_members (self, client, conversation);

  return ADW_DIALOG (self);
}

void
spico_conversation_info_dialog_set_is_closed (SpicoConversationInfoDialog *self,
                                              gboolean                     is_closed)
{
  g_return_if_fail (SPICO_IS_CONVERSATION_INFO_DIALOG (self));

  gtk_widget_set_visible (self->add_button, !is_closed);
}
