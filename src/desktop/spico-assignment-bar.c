/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-assignment-bar.h"

#include <glib/gi18n.h>

#include "spico-assign-dialog.h"
#include "spico-error-text.h"

struct _SpicoAssignmentBar {
  AdwBin parent_instance;

  GtkLabel *label;
  GtkButton *button;
  GtkWidget *entrust;

  SpicoClient *client;
  SpicoConversation *conversation;
  GSignalGroup *conversation_signals;
  GSignalGroup *assignee_signals;
  GSignalGroup *assigner_signals;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoAssignmentBar, spico_assignment_bar, ADW_TYPE_BIN)

static const char *
own_id (SpicoAssignmentBar *self)
{
  SpicoPrincipal *person = spico_client_get_person (self->client);

  return person != NULL ? spico_principal_get_id (person) : NULL;
}

static gboolean
is_own (SpicoAssignmentBar *self)
{
  SpicoPrincipal *assignee = spico_conversation_get_assignee (self->conversation);

  return assignee != NULL && g_strcmp0 (spico_principal_get_id (assignee), own_id (self)) == 0;
}

static gboolean
is_shared (SpicoAssignmentBar *self)
{
  SpicoAccount *account = spico_client_find_account (self->client, spico_conversation_get_account_id (self->conversation));

  return account != NULL && !spico_account_is_personal (account) && !spico_account_is_ended (account);
}

/* Who took it themselves is not said twice. */
static char *
format_handed (SpicoAssignmentBar *self,
               SpicoPrincipal     *assignee,
               SpicoPrincipal     *assigner)
{
  if (is_own (self))
    /* Translators: %s is a person, who handed the conversation to the reader */
    return g_strdup_printf (_("Handed to you by %s"), spico_principal_get_name (assigner));
  if (g_strcmp0 (spico_principal_get_id (assigner), own_id (self)) == 0)
    /* Translators: %s is a person, to whom the reader handed the conversation */
    return g_strdup_printf (_("Handed to %s by you"), spico_principal_get_name (assignee));

  /* Translators: both are persons: to whom the conversation was handed, and who handed it over */
  return g_strdup_printf (_("Handed to %1$s by %2$s"), spico_principal_get_name (assignee), spico_principal_get_name (assigner));
}

static char *
format_label (SpicoAssignmentBar *self)
{
  SpicoPrincipal *assignee = spico_conversation_get_assignee (self->conversation);
  SpicoPrincipal *assigner = spico_conversation_get_assigner (self->conversation);

  if (assignee != NULL && assigner != NULL && assigner != assignee)
    return format_handed (self, assignee, assigner);
  if (assignee == NULL)
    return g_strdup (_("Nobody is taking care of it yet"));
  if (is_own (self))
    return g_strdup (_("You are taking care of it"));

  /* Translators: %s is a person */
  return g_strdup_printf (_("%s is taking care of it"), spico_principal_get_name (assignee));
}

static gboolean
is_wanted (SpicoAssignmentBar *self)
{
  if (self->conversation == NULL || spico_conversation_is_local (self->conversation))
    return FALSE;

  return spico_conversation_get_assignee (self->conversation) != NULL || is_shared (self);
}

static void
show_when_online (GtkWidget *button,
                  gboolean   is_sensitive,
                  gboolean   is_online)
{
  gtk_widget_set_sensitive (button, is_sensitive);
  gtk_widget_set_tooltip_text (button, is_online ? NULL : _("Only on line: the others are told of it."));
}

/* What one takes, the others see at once: nobody takes anything off line. */
static void
update (SpicoAssignmentBar *self)
{
  gboolean is_online;
  g_autofree char *label = NULL;

  if (self->client == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), is_wanted (self));
  if (self->conversation == NULL)
    return;

  label = format_label (self);
  is_online = spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
  gtk_label_set_label (self->label, label);
  gtk_button_set_label (self->button, is_own (self) ? _("Give It Back") : _("I Take Care of It"));
  show_when_online (GTK_WIDGET (self->button), is_online && !self->is_busy, is_online);
  show_when_online (self->entrust, is_online && !self->is_busy, is_online);
}

static void
assignment_changed_cb (SpicoAssignmentBar *self)
{
  g_signal_group_set_target (self->assignee_signals, self->conversation != NULL ? spico_conversation_get_assignee (self->conversation) : NULL);
  g_signal_group_set_target (self->assigner_signals, self->conversation != NULL ? spico_conversation_get_assigner (self->conversation) : NULL);
  update (self);
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoAssignmentBar *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (dex_future_get_value (future, &error) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
  update (self);

  return dex_future_new_true ();
}

static void
clicked_cb (SpicoAssignmentBar *self)
{
  const char *person_id = is_own (self) ? NULL : own_id (self);
  DexFuture *future = spico_client_assign_conversation (self->client, spico_conversation_get_account_id (self->conversation), spico_conversation_get_id (self->conversation), person_id);

  self->is_busy = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (future, done_cb, g_object_ref (self), g_object_unref));
}

static void
entrust_clicked_cb (SpicoAssignmentBar *self)
{
  adw_dialog_present (spico_assign_dialog_new (self->client, self->conversation), GTK_WIDGET (self));
}

static void
spico_assignment_bar_dispose (GObject *object)
{
  SpicoAssignmentBar *self = SPICO_ASSIGNMENT_BAR (object);

  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->assignee_signals);
  g_clear_object (&self->assigner_signals);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_assignment_bar_parent_class)->dispose (object);
}

static void
spico_assignment_bar_class_init (SpicoAssignmentBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_assignment_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-assignment-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignmentBar, label);
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignmentBar, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoAssignmentBar, entrust);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, entrust_clicked_cb);
}

static void
spico_assignment_bar_init (SpicoAssignmentBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->conversation_signals = g_signal_group_new (SPICO_TYPE_CONVERSATION);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::assignee", G_CALLBACK (assignment_changed_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::assigner", G_CALLBACK (assignment_changed_cb), self);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::is-local", G_CALLBACK (update), self);
  self->assignee_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->assignee_signals, "notify::name", G_CALLBACK (update), self);
  self->assigner_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->assigner_signals, "notify::name", G_CALLBACK (update), self);
}

void
spico_assignment_bar_set_client (SpicoAssignmentBar *self,
                                 SpicoClient        *client)
{
  g_return_if_fail (SPICO_IS_ASSIGNMENT_BAR (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
spico_assignment_bar_set_conversation (SpicoAssignmentBar *self,
                                       SpicoConversation  *conversation)
{
  g_return_if_fail (SPICO_IS_ASSIGNMENT_BAR (self));
  g_return_if_fail (conversation == NULL || SPICO_IS_CONVERSATION (conversation));

  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->conversation_signals, conversation);
  assignment_changed_cb (self);
}
