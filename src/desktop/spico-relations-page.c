/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-relations-page.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-client-contact.h"
#include "spico-delegation-dialog.h"
#include "spico-delegation-row.h"
#include "spico-error-text.h"
#include "spico-thread-text.h"

struct _SpicoRelationsPage {
  AdwBin parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  GtkWidget *offline;
  GtkWidget *ask;
  GtkWidget *offer;
  GtkListBox *delegators_list;
  GtkListBox *delegates_list;
  GtkLabel *delegators_empty;
  GtkLabel *delegates_empty;
  AdwPreferencesGroup *structures;

  SpicoClient *client;
  SpicoAccount *account;
  SpicoList *delegators;
  SpicoList *delegates;
  GPtrArray *ask_buttons; /* borrowed from the rows of structures */
  gulong connection_handler;
  gboolean is_busy;
  SpicoDelegationStatus asked; /* what became of it, as asked last */
};

G_DEFINE_FINAL_TYPE (SpicoRelationsPage, spico_relations_page, ADW_TYPE_BIN)

/* ---- What can be done now ---- */

static gboolean
can_act (SpicoRelationsPage *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE && !self->is_busy;
}

static void
update_rows (GtkListBox *list,
             gboolean    can_act_now)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    spico_delegation_row_set_can_act (SPICO_DELEGATION_ROW (row), can_act_now);
}

static void
update (SpicoRelationsPage *self)
{
  gboolean can_act_now = can_act (self);

  gtk_widget_set_visible (self->offline, spico_client_get_connection (self->client) != SPICO_CONNECTION_ONLINE);
  gtk_widget_set_sensitive (self->ask, can_act_now);
  gtk_widget_set_sensitive (self->offer, can_act_now);
  for (guint i = 0; i < self->ask_buttons->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->ask_buttons, i), can_act_now);
  update_rows (self->delegators_list, can_act_now);
  update_rows (self->delegates_list, can_act_now);
}

static void
show_list (GtkListBox *list,
           GtkLabel   *empty,
           SpicoList  *model)
{
  gboolean has_any = g_list_model_get_n_items (G_LIST_MODEL (model)) > 0;

  gtk_widget_set_visible (GTK_WIDGET (list), has_any);
  gtk_widget_set_visible (GTK_WIDGET (empty), !has_any && !spico_list_is_loading (model));
}

static void
lists_changed_cb (SpicoRelationsPage *self)
{
  show_list (self->delegators_list, self->delegators_empty, self->delegators);
  show_list (self->delegates_list, self->delegates_empty, self->delegates);
  update (self);
}

/* ---- Asking and offering ---- */

static void
present_form (SpicoRelationsPage *self,
              gboolean            is_offer,
              SpicoPrincipal     *other)
{
  adw_dialog_present (spico_delegation_dialog_new (self->client, is_offer, other), GTK_WIDGET (self));
}

static void
ask_clicked_cb (SpicoRelationsPage *self)
{
  present_form (self, FALSE, NULL);
}

static void
offer_clicked_cb (SpicoRelationsPage *self)
{
  present_form (self, TRUE, NULL);
}

/* ---- Answering and ending ---- */

/* What the rows know is not offered: it has become another meanwhile. */
static const char *
refusal_text (SpicoRelationsPage *self,
              const GError       *error)
{
  if (!g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    return spico_error_text (error);
  if (self->asked == SPICO_DELEGATION_ENDED)
    return _("It cannot be ended: it has ended meanwhile, or it is the last one of a structure, which only the operator ends.");

  return _("It cannot be answered any more: somebody else has answered meanwhile, it was taken back, or your own delegation is another.");
}

static DexFuture *
set_cb (DexFuture *future,
        gpointer   user_data)
{
  SpicoRelationsPage *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    spico_banner_show (self->banner, refusal_text (self, error));
  update (self);

  return dex_future_new_true ();
}

static void
set_status (SpicoRelationsPage   *self,
            SpicoDelegation      *delegation,
            SpicoDelegationStatus status)
{
  self->is_busy = TRUE;
  self->asked = status;
  spico_banner_show (self->banner, NULL);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_set_delegation (self->client, spico_delegation_get_account_id (delegation), spico_delegation_get_id (delegation), status), set_cb,
                                         g_object_ref (self), g_object_unref));
}

static void
end_answered_cb (SpicoRelationsPage *self,
                 const char         *response,
                 AdwDialog          *dialog)
{
  if (self->client != NULL && g_str_equal (response, "end"))
    set_status (self, g_object_get_data (G_OBJECT (dialog), "delegation"), SPICO_DELEGATION_ENDED);
}

/* Only what is in force: what was not answered has opened nothing yet. */
static void
confirm_end (SpicoRelationsPage *self,
             SpicoDelegation    *delegation)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("End the Delegation?"), NULL);
  SpicoPrincipal *delegator = spico_delegation_get_delegator (delegation);
  SpicoPrincipal *delegate = spico_delegation_get_delegate (delegation);

  /* Translators: %1$s is a person, %2$s a person or a structure */
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), _("%1$s will no longer have access to the account of %2$s, at once. Another delegation must be asked for, and accepted, to go back on it."),
                                spico_principal_get_name (delegate), spico_principal_get_name (delegator));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "end", _("End the Delegation"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "end", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "delegation", g_object_ref (delegation), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (end_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
row_set_cb (SpicoRelationsPage   *self,
            SpicoDelegation      *delegation,
            SpicoDelegationStatus status)
{
  if (status == SPICO_DELEGATION_ENDED && spico_delegation_get_status (delegation) == SPICO_DELEGATION_ACCEPTED)
    confirm_end (self, delegation);
  else
    set_status (self, delegation, status);
}

static GtkWidget *
make_row (SpicoRelationsPage *self,
          SpicoDelegation    *delegation,
          gboolean            names_delegator)
{
  GtkWidget *row = spico_delegation_row_new (delegation, names_delegator);

  g_signal_connect_object (row, "set", G_CALLBACK (row_set_cb), self, G_CONNECT_SWAPPED);
  spico_delegation_row_set_can_act (SPICO_DELEGATION_ROW (row), can_act (self));

  return row;
}

static GtkWidget *
make_delegator_row (gpointer item,
                    gpointer user_data)
{
  return make_row (user_data, item, TRUE);
}

/* Whoever acts for a structure may hold less of it than what is asked (F022). */
static gboolean
is_too_wide (SpicoRelationsPage *self,
             SpicoDelegation    *delegation)
{
  SpicoDelegationScope scope = spico_delegation_get_scope (delegation);

  return (scope != SPICO_DELEGATION_DOSSIERS && !spico_account_has_discussions (self->account)) || (scope != SPICO_DELEGATION_DISCUSSIONS && !spico_account_has_dossiers (self->account));
}

static GtkWidget *
make_delegate_row (gpointer item,
                   gpointer user_data)
{
  GtkWidget *row = make_row (user_data, item, FALSE);

  spico_delegation_row_set_is_too_wide (SPICO_DELEGATION_ROW (row), is_too_wide (user_data, item));

  return row;
}

/* ---- Where the person is attached ---- */

static void
ask_structure_clicked_cb (SpicoRelationsPage *self,
                          GtkWidget          *button)
{
  present_form (self, FALSE, g_object_get_data (G_OBJECT (button), "structure"));
}

/* A structure without an account has nothing to delegate. */
static GtkWidget *
make_ask_button (SpicoRelationsPage *self,
                 const char         *structure_id,
                 const char         *name)
{
  GtkWidget *button = gtk_button_new_with_label (_("Ask for a Delegation"));
  /* Translators: %s is a structure */
  g_autofree char *label = g_strdup_printf (_("Ask for a delegation: %s"), name);
  SpicoPrincipal *structure = spico_client_get_principal (self->client, structure_id);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "structure", structure, g_object_unref);
  g_object_bind_property (structure, "has-account", button, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (ask_structure_clicked_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->ask_buttons, button);

  return button;
}

static void
add_structure (SpicoRelationsPage *self,
               const char         *structure_id,
               const char         *name,
               const char         *town)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), town);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_ask_button (self, structure_id, name));
  adw_preferences_group_add (self->structures, row);
}

/* The same structure stands in several lines of the register where several professions are exercised in it. */
static void
add_structures (SpicoRelationsPage *self,
                SpicoCard          *card,
                const char         *list,
                const char         *name_field,
                GHashTable         *seen)
{
  for (guint i = 0; i < spico_card_count (card, list); i++)
    {
      const char *structure_id = spico_card_get_field (card, list, i, "structureId");

      if (*structure_id != '\0' && g_hash_table_add (seen, (gpointer) structure_id))
        add_structure (self, structure_id, spico_card_get_field (card, list, i, name_field), spico_card_get_field (card, list, i, "town"));
    }
}

/* Where a person works, by the registers, and where they are attached by another source (F020). */
static DexFuture *
card_read_cb (DexFuture *future,
              gpointer   user_data)
{
  SpicoRelationsPage *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoCard *card = value != NULL ? g_value_get_object (value) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->client == NULL || card == NULL || self->ask_buttons->len > 0)
    return dex_future_new_true ();

  add_structures (self, card, "attachments", "name", seen);
  add_structures (self, card, "activities", "structureName", seen);
  gtk_widget_set_visible (GTK_WIDGET (self->structures), self->ask_buttons->len > 0);
  update (self);

  return dex_future_new_true ();
}

/* The registers say it, and they are read on line. */
static void
read_structures (SpicoRelationsPage *self)
{
  if (spico_account_is_personal (self->account) && self->ask_buttons->len == 0)
    dex_future_disown (dex_future_finally (spico_client_get_card (self->client, spico_account_get_id (self->account)), card_read_cb, g_object_ref (self), g_object_unref));
}

static void
connection_cb (SpicoRelationsPage *self)
{
  update (self);
  if (spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE)
    read_structures (self);
}

/* ---- Class ---- */

static void
spico_relations_page_dispose (GObject *object)
{
  SpicoRelationsPage *self = SPICO_RELATIONS_PAGE (object);

  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  g_clear_object (&self->client);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_RELATIONS_PAGE);
  g_clear_object (&self->delegators);
  g_clear_object (&self->delegates);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (spico_relations_page_parent_class)->dispose (object);
}

static void
spico_relations_page_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_RELATIONS_PAGE (object)->ask_buttons);

  G_OBJECT_CLASS (spico_relations_page_parent_class)->finalize (object);
}

static void
spico_relations_page_class_init (SpicoRelationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_relations_page_dispose;
  object_class->finalize = spico_relations_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-relations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, offline);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, ask);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, offer);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, delegators_list);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, delegates_list);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, delegators_empty);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, delegates_empty);
  gtk_widget_class_bind_template_child (widget_class, SpicoRelationsPage, structures);
  gtk_widget_class_bind_template_callback (widget_class, ask_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, offer_clicked_cb);
}

static void
spico_relations_page_init (SpicoRelationsPage *self)
{
  self->ask_buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Their names say more than their labels. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->ask), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->offer), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static SpicoList *
bind_list (SpicoRelationsPage         *self,
           GtkListBox                 *list,
           SpicoDelegationList         which,
           GtkListBoxCreateWidgetFunc  make)
{
  SpicoList *model = spico_client_list_delegations (self->client, spico_account_get_id (self->account), which);

  gtk_list_box_bind_model (list, G_LIST_MODEL (model), make, self, NULL);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::is-loading", G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);

  return model;
}

/* One asks, and offers, for oneself alone (F025). */
static void
show_words (SpicoRelationsPage *self)
{
  gboolean is_personal = spico_account_is_personal (self->account);
  gboolean is_locked = spico_client_is_locked (self->client, self->account);
  g_autofree char *locked = spico_text_locked_account (spico_client_get_contact_hours (self->client));

  gtk_widget_set_visible (self->ask, is_personal);
  gtk_widget_set_visible (self->offer, is_personal);
  gtk_label_set_label (self->delegators_empty, is_personal ? _("You have no delegation. Ask a colleague, or a structure, for access to their account.")
                                                           : _("A delegation is asked for from your own account."));
  gtk_label_set_label (self->delegates_empty, is_personal ? _("Nobody else may use your account.") : _("Only its owner sees, and manages, the delegations of this account."));
  if (is_locked)
    gtk_label_set_label (self->delegates_empty, locked);
}

GtkWidget *
spico_relations_page_new (SpicoClient  *client,
                          SpicoAccount *account)
{
  SpicoRelationsPage *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_RELATIONS_PAGE, NULL);
  self->client = g_object_ref (client);
  self->account = g_object_ref (account);
  show_words (self);
  self->delegators = bind_list (self, self->delegators_list, SPICO_DELEGATIONS_DELEGATORS, make_delegator_row);
  self->delegates = bind_list (self, self->delegates_list, SPICO_DELEGATIONS_DELEGATES, make_delegate_row);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (connection_cb), self);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
  lists_changed_cb (self);
  connection_cb (self);

  return GTK_WIDGET (self);
}
