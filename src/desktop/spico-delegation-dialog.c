/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-delegation-dialog.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-delegation-text.h"
#include "spico-error-text.h"
#include "spico-picker.h"
#include "spico-typed-day.h"

struct _SpicoDelegationDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;
  AdwNavigationPage *form;
  AdwNavigationPage *choice;
  AdwBanner *banner;
  AdwPreferencesGroup *what;
  AdwActionRow *who;
  AdwActionRow *all_row;
  AdwActionRow *discussions_row;
  AdwActionRow *dossiers_row;
  GtkCheckButton *all;
  GtkCheckButton *discussions;
  GtkCheckButton *dossiers;
  GtkWidget *period;
  GtkEditable *last_day;
  GtkLabel *reason;
  GtkButton *send;
  SpicoPicker *picker;

  SpicoClient *client;
  GListStore *chosen;
  gulong connection_handler;
  gboolean is_offer;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoDelegationDialog, spico_delegation_dialog, ADW_TYPE_DIALOG)

static SpicoPrincipal *
dup_other (SpicoDelegationDialog *self)
{
  return g_list_model_get_item (G_LIST_MODEL (self->chosen), 0);
}

/* ---- What is missing ---- */

static const char *
find_fault_of_other (SpicoDelegationDialog *self)
{
  g_autoptr (SpicoPrincipal) other = dup_other (self);

  if (other == NULL)
    return self->is_offer ? _("Choose to whom you offer it") : _("Choose whose account you ask for");
  if (self->is_offer && spico_principal_get_kind (other) != SPICO_PRINCIPAL_PERSON)
    return _("A delegate is a person");
  if (spico_principal_is_loaded (other) && !spico_principal_has_account (other))
    return _("They have no account yet");
  return NULL;
}

static const char *
find_fault_of_day (SpicoDelegationDialog *self)
{
  const char *text = gtk_editable_get_text (self->last_day);
  g_autofree char *day = spico_typed_day_parse (text);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  if (!self->is_offer || *text == '\0')
    return NULL;
  if (day == NULL)
    return _("The last day is written DD/MM/YYYY");
  return g_strcmp0 (day, today) < 0 ? _("The last day is over") : NULL;
}

static const char *
find_fault (SpicoDelegationDialog *self)
{
  const char *fault = find_fault_of_other (self);

  if (spico_client_get_connection (self->client) != SPICO_CONNECTION_ONLINE)
    return _("Off line, a delegation can be neither asked for nor offered. What you have chosen stays here.");

  return fault != NULL ? fault : find_fault_of_day (self);
}

static void
update (SpicoDelegationDialog *self)
{
  g_autoptr (SpicoPrincipal) other = dup_other (self);
  const char *fault = find_fault (self);

  adw_action_row_set_subtitle (self->who, other != NULL ? spico_principal_get_name (other) : _("Nobody yet"));
  gtk_label_set_label (self->reason, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), fault != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send), fault == NULL && !self->is_busy);
}

static void
edited_cb (SpicoDelegationDialog *self)
{
  if (self->client != NULL)
    update (self);
}

/* ---- Whose account ---- */

/* What they are may come after who they are. */
static void
follow (SpicoDelegationDialog *self)
{
  g_autoptr (SpicoPrincipal) other = dup_other (self);

  g_signal_connect_object (other, "notify", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

/* One at most: whoever is chosen last. */
static void
chosen_cb (SpicoDelegationDialog *self,
           guint                  position,
           guint                  removed,
           guint                  added)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) > 1)
    {
      g_list_store_remove (self->chosen, 0);
      return;
    }

  update (self);
  if (added > 0)
    {
      follow (self);
      adw_navigation_view_pop_to_tag (self->navigation, "form");
    }
}

static void
choose_cb (SpicoDelegationDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "choice");
  spico_picker_start (self->picker);
}

static void
choice_closed_cb (SpicoDelegationDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

/* ---- Sending ---- */

static void
show_refusal (SpicoDelegationDialog *self,
              const GError          *error)
{
  const char *text = spico_error_text (error);

  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT))
    text = _("There is a delegation between the two already, or a request for one, or too many wait for an answer.");
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    text = _("The server does not accept it.");
  spico_banner_show (self->banner, text);
}

static DexFuture *
sent_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoDelegationDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  show_refusal (self, error);
  update (self);

  return dex_future_new_true ();
}

static SpicoDelegationScope
get_scope (SpicoDelegationDialog *self)
{
  if (gtk_check_button_get_active (self->discussions))
    return SPICO_DELEGATION_DISCUSSIONS;
  return gtk_check_button_get_active (self->dossiers) ? SPICO_DELEGATION_DOSSIERS : SPICO_DELEGATION_ALL;
}

static void
send_cb (SpicoDelegationDialog *self)
{
  g_autoptr (SpicoPrincipal) other = dup_other (self);
  g_autofree char *day = spico_typed_day_parse (gtk_editable_get_text (self->last_day));
  DexFuture *future;

  if (other == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->send)))
    return;

  self->is_busy = TRUE;
  spico_banner_show (self->banner, NULL);
  update (self);
  future = self->is_offer ? spico_client_offer_delegation (self->client, spico_principal_get_id (other), get_scope (self), day)
                          : spico_client_ask_delegation (self->client, spico_principal_get_id (other), get_scope (self));
  dex_future_disown (dex_future_finally (future, sent_cb, g_object_ref (self), g_object_unref));
}

/* ---- Class ---- */

static void
spico_delegation_dialog_dispose (GObject *object)
{
  SpicoDelegationDialog *self = SPICO_DELEGATION_DIALOG (object);

  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DELEGATION_DIALOG);
  g_clear_object (&self->chosen);

  G_OBJECT_CLASS (spico_delegation_dialog_parent_class)->dispose (object);
}

static void
spico_delegation_dialog_class_init (SpicoDelegationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_delegation_dialog_dispose;

  g_type_ensure (SPICO_TYPE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-delegation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, choice);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, what);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, who);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, all_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, discussions_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, dossiers_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, all);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, discussions);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, dossiers);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, period);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, last_day);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, send);
  gtk_widget_class_bind_template_child (widget_class, SpicoDelegationDialog, picker);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
spico_delegation_dialog_init (SpicoDelegationDialog *self)
{
  self->chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->who), FALSE);
  spico_picker_set_model (self->picker, self->chosen);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->all_row), spico_delegation_format_scope (SPICO_DELEGATION_ALL));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->discussions_row), spico_delegation_format_scope (SPICO_DELEGATION_DISCUSSIONS));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->dossiers_row), spico_delegation_format_scope (SPICO_DELEGATION_DOSSIERS));
}

/* What is asked for and what is offered are one form in other words. */
static void
show_words (SpicoDelegationDialog *self)
{
  const char *title = self->is_offer ? _("Offer a Delegation") : _("Ask for a Delegation");
  const char *who = self->is_offer ? _("To whom") : _("Whose account");

  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_navigation_page_set_title (self->form, title);
  adw_navigation_page_set_title (self->choice, who);
  adw_preferences_group_set_description (self->what, self->is_offer ? _("Once they accept, they read and write in your account, under their own name, until one of you ends it.")
                                                                    : _("Once it is accepted, you read and write in their account, under your own name, until one of you ends it."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->who), who);
  gtk_button_set_label (self->send, self->is_offer ? _("Offer") : _("Send the Request"));
  gtk_widget_set_visible (self->period, self->is_offer);
}

AdwDialog *
spico_delegation_dialog_new (SpicoClient    *client,
                             gboolean        is_offer,
                             SpicoPrincipal *other)
{
  SpicoDelegationDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_DELEGATION_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->is_offer = is_offer;
  spico_picker_set_client (self->picker, client);
  spico_picker_set_account (self->picker, spico_principal_get_id (spico_client_get_person (client)));
  if (other != NULL)
    {
      g_list_store_append (self->chosen, other);
      follow (self);
    }
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (update), self);
  show_words (self);
  update (self);

  return ADW_DIALOG (self);
}
