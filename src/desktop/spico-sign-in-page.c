/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sign-in-page.h"

#include <glib/gi18n.h>

#include "spico-client-lock.h"
#include "spico-error-box.h"
#include "spico-error-text.h"
#include "spico-people-list.h"
#include "spico-progress-button.h"

struct _SpicoSignInPage {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *cancel_button;
  SpicoErrorBox *error;
  GtkWidget *fields;
  AdwEntryRow *server;
  AdwEntryRow *login;
  AdwEntryRow *password;
  SpicoProgressButton *button;
  SpicoPeopleList *people;

  SpicoClient *client;
  gboolean is_signing_in;
  gboolean is_again;
};

G_DEFINE_FINAL_TYPE (SpicoSignInPage, spico_sign_in_page, ADW_TYPE_BIN)

enum {
  SIGNED_IN,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
row_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static AdwEntryRow *
first_missing (SpicoSignInPage *self)
{
  AdwEntryRow *rows[] = { self->server, self->login, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (row_text (rows[i])[0] == '\0')
      return rows[i];

  return NULL;
}

static void
update (SpicoSignInPage *self)
{
  spico_progress_button_set_state (self->button, first_missing (self) == NULL, self->is_signing_in);
  gtk_widget_set_sensitive (self->fields, !self->is_signing_in);
}

static void sign_in_again (SpicoSignInPage *self,
                           const char      *former_password);

static void
former_changed_cb (GtkEditable    *entry,
                   AdwAlertDialog *alert)
{
  adw_alert_dialog_set_response_enabled (alert, "unlock", *gtk_editable_get_text (entry) != '\0');
}

static void
former_response_cb (AdwAlertDialog *alert,
                    const char     *response,
                    gpointer        user_data)
{
  SpicoSignInPage *self = user_data;
  GtkEditable *entry = g_object_get_data (G_OBJECT (alert), "entry");

  if (g_str_equal (response, "unlock"))
    sign_in_again (self, gtk_editable_get_text (entry));
  else if (g_str_equal (response, "erase"))
    sign_in_again (self, NULL);
}

/* The password was changed since: only the former one opens what is kept here. Nothing of it is erased unasked. */
static void
ask_former_password (SpicoSignInPage *self,
                     const char      *body)
{
  AdwDialog *alert = adw_alert_dialog_new (_("Your Password Has Changed"), body);
  GtkWidget *entry = adw_password_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Former password"));
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (alert), list);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "cancel", _("Cancel"), "erase", _("Erase and Sign In"), "unlock", _("Unlock"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "unlock", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (alert), "unlock", FALSE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "unlock");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "cancel");
  g_object_set_data (G_OBJECT (alert), "entry", entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (former_changed_cb), alert, 0);
  g_signal_connect_object (alert, "response", G_CALLBACK (former_response_cb), self, 0);
  adw_dialog_present (alert, GTK_WIDGET (self));
  gtk_widget_grab_focus (entry);
}

static void
show_failure (SpicoSignInPage *self,
              const GError    *error)
{
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_LOCKED))
    ask_former_password (self, _("What this computer keeps is locked with your former password. Enter it to find your drafts again, and what was not sent yet."));
  else if (self->is_again && g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    ask_former_password (self, _("This is not the former password. If nobody knows it, what this computer keeps can only be erased: your drafts, and what was not sent yet."));
  else
    spico_sign_in_page_show_error (self, spico_error_text (error));
}

static DexFuture *
signed_in_cb (DexFuture *completed,
              gpointer   user_data)
{
  SpicoSignInPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  self->is_signing_in = FALSE;
  if (value != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      spico_sign_in_page_show_error (self, NULL);
    }
  else
    show_failure (self, error);

  update (self);
  if (value != NULL)
    g_signal_emit (self, signals[SIGNED_IN], 0);
  else if (!g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_LOCKED) && !self->is_again)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));

  return NULL;
}

/* Takes @future. */
static void
follow (SpicoSignInPage *self,
        DexFuture       *future)
{
  self->is_signing_in = TRUE;
  spico_sign_in_page_show_error (self, NULL);
  update (self);
  dex_future_disown (dex_future_finally (future, signed_in_cb, g_object_ref (self), g_object_unref));
}

static void
sign_in_again (SpicoSignInPage *self,
               const char      *former_password)
{
  if (self->is_signing_in)
    return;

  self->is_again = TRUE;
  follow (self, spico_client_sign_in_again (self->client, row_text (self->server), row_text (self->login), row_text (self->password), former_password));
}

static void
sign_in (SpicoSignInPage *self)
{
  if (self->is_signing_in || first_missing (self) != NULL)
    return;

  self->is_again = FALSE;
  follow (self, spico_client_sign_in (self->client, row_text (self->server), row_text (self->login), row_text (self->password)));
}

static void
changed_cb (SpicoSignInPage *self)
{
  update (self);
}

static void
entry_activated_cb (SpicoSignInPage *self)
{
  AdwEntryRow *missing = first_missing (self);

  if (missing != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (missing));
  else
    sign_in (self);
}

static void
button_clicked_cb (SpicoSignInPage *self)
{
  sign_in (self);
}

static void
cancel_clicked_cb (SpicoSignInPage *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static gboolean
spico_sign_in_page_grab_focus (GtkWidget *widget)
{
  SpicoSignInPage *self = SPICO_SIGN_IN_PAGE (widget);
  AdwEntryRow *missing = first_missing (self);

  return gtk_widget_grab_focus (missing != NULL ? GTK_WIDGET (missing) : GTK_WIDGET (self->button));
}

static void
spico_sign_in_page_dispose (GObject *object)
{
  SpicoSignInPage *self = SPICO_SIGN_IN_PAGE (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (spico_sign_in_page_parent_class)->dispose (object);
}

static void
spico_sign_in_page_class_init (SpicoSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_sign_in_page_dispose;
  widget_class->grab_focus = spico_sign_in_page_grab_focus;

  signals[SIGNED_IN] = g_signal_new ("signed-in", SPICO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", SPICO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ERROR_BOX);
  g_type_ensure (SPICO_TYPE_PEOPLE_LIST);
  g_type_ensure (SPICO_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, error);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, login);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, people);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
spico_sign_in_page_init (SpicoSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
spico_sign_in_page_set_client (SpicoSignInPage *self,
                               SpicoClient     *client)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  spico_people_list_set_client (self->people, client);
}

void
spico_sign_in_page_prefill (SpicoSignInPage *self,
                            const char      *server,
                            const char      *login)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  if (server != NULL && server[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (login != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->login), login);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  spico_sign_in_page_show_error (self, NULL);
  spico_sign_in_page_grab_focus (GTK_WIDGET (self));
}

const char *
spico_sign_in_page_get_server (SpicoSignInPage *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_PAGE (self), NULL);

  return row_text (self->server);
}

void
spico_sign_in_page_show_error (SpicoSignInPage *self,
                               const char      *text)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  spico_error_box_show (self->error, text);
}

void
spico_sign_in_page_set_can_cancel (SpicoSignInPage *self,
                                   gboolean         can_cancel)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  gtk_widget_set_visible (self->cancel_button, can_cancel);
}
