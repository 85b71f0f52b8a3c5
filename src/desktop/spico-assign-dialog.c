/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-assign-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-banner.h"
#include "spico-error-text.h"
#include "spico-member-row.h"

struct _SpicoAssignDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  GtkWidget *note;

  SpicoClient *client;
  SpicoConversation *conversation;
  SpicoList *delegations;
  GListStore *candidates; /* of SpicoPrincipal */
  gulong connection_handler;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoAssignDialog, spico_assign_dialog, ADW_TYPE_DIALOG)

static void
update (SpicoAssignDialog *self)
{
  gboolean is_online = spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
  GtkListBoxRow *row;

  gtk_widget_set_visible (self->note, !is_online);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (row), is_online && !self->is_busy);
}

/* ---- Who answers for the account ---- */

static void
add_candidate (GPtrArray      *candidates,
               SpicoPrincipal *candidate)
{
  if (candidate != NULL && !g_ptr_array_find (candidates, candidate, NULL))
    g_ptr_array_add (candidates, g_object_ref (candidate));
}

/* The person and, of a person's account, its owner: a delegate of a person finds no other delegate of theirs. */
static void
gather (SpicoAssignDialog *self)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SpicoPrincipal) owner = spico_client_get_principal (self->client, spico_conversation_get_account_id (self->conversation));

  add_candidate (candidates, spico_client_get_person (self->client));
  if (spico_principal_get_kind (owner) == SPICO_PRINCIPAL_PERSON)
    add_candidate (candidates, owner);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->delegations)); i++)
    {
      g_autoptr (SpicoDelegation) delegation = g_list_model_get_item (G_LIST_MODEL (self->delegations), i);

      add_candidate (candidates, spico_delegation_get_delegate (delegation));
    }
  g_list_store_splice (self->candidates, 0, g_list_model_get_n_items (G_LIST_MODEL (self->candidates)), candidates->pdata, candidates->len);
  update (self);
}

/* Who the delegate is may come after the delegation. */
static void
delegations_changed_cb (SpicoAssignDialog *self,
                        guint              position,
                        guint              removed,
                        guint              added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SpicoDelegation) delegation = g_list_model_get_item (G_LIST_MODEL (self->delegations), i);

      g_signal_handlers_disconnect_by_func (delegation, gather, self);
      g_signal_connect_object (delegation, "notify::delegate", G_CALLBACK (gather), self, G_CONNECT_SWAPPED);
    }
  gather (self);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  SpicoAssignDialog *self = user_data;
  GtkWidget *row = spico_member_row_new (item);

  if (spico_conversation_get_assignee (self->conversation) == item)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));

  return row;
}

/* ---- Entrusting ---- */

static DexFuture *
done_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoAssignDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  spico_banner_show (self->banner, g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID) ? _("This person no longer answers for the account.") : spico_error_text (error));
  update (self);

  return dex_future_new_true ();
}

static void
row_activated_cb (SpicoAssignDialog *self,
                  SpicoMemberRow    *row)
{
  const char *person_id = spico_principal_get_id (spico_member_row_get_member (row));

  self->is_busy = TRUE;
  spico_banner_show (self->banner, NULL);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_assign_conversation (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), person_id),
                                         done_cb, g_object_ref (self), g_object_unref));
}

/* ---- Class ---- */

static void
spico_assign_dialog_dispose (GObject *object)
{
  SpicoAssignDialog *self = SPICO_ASSIGN_DIALOG (object);

  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_ASSIGN_DIALOG);
  g_clear_object (&self->delegations);
  g_clear_object (&self->candidates);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (spico_assign_dialog_parent_class)->dispose (object);
}

static void
spico_assign_dialog_class_init (SpicoAssignDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_assign_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-assign-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignDialog, group);
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignDialog, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignDialog, note);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
spico_assign_dialog_init (SpicoAssignDialog *self)
{
  self->candidates = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_assign_dialog_new (SpicoClient       *client,
                         SpicoConversation *conversation)
{
  SpicoAssignDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_CONVERSATION (conversation), NULL);

  self = g_object_new (SPICO_TYPE_ASSIGN_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->conversation = g_object_ref (conversation);
  adw_preferences_group_set_description (self->group, spico_conversation_get_subject (conversation));
  self->delegations = spico_client_list_delegations (client, spico_conversation_get_account_id (conversation), SPICO_DELEGATIONS_ANSWERING);
  g_signal_connect_object (self->delegations, "items-changed", G_CALLBACK (delegations_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->candidates), make_row, self, NULL);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (update), self);
  delegations_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->delegations)));
  spico_account_dialog_follow (ADW_DIALOG (self), client, spico_conversation_get_account_id (conversation));

  return ADW_DIALOG (self);
}
