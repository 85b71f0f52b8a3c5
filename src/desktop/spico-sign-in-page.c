/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sign-in-page.h"

#include <glib/gi18n.h>

#include "spico-error-text.h"

struct _SpicoSignInPage {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *cancel_button;
  GtkWidget *error_box;
  GtkLabel *error_label;
  GtkWidget *fields;
  AdwEntryRow *server;
  AdwEntryRow *login;
  AdwEntryRow *password;
  GtkWidget *button;
  GtkStack *button_stack;

  SpicoClient *client;
  gboolean is_signing_in;
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
  gtk_widget_set_sensitive (self->button, !self->is_signing_in && first_missing (self) == NULL);
  gtk_widget_set_sensitive (self->fields, !self->is_signing_in);
  gtk_stack_set_visible_child_name (self->button_stack, self->is_signing_in ? "progress" : "label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->is_signing_in ? _("Signing in…") : _("Sign In"),
                                  -1);
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
    spico_sign_in_page_show_error (self, spico_error_text (error));

  update (self);
  if (value != NULL)
    g_signal_emit (self, signals[SIGNED_IN], 0);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->password));

  return NULL;
}

static void
sign_in (SpicoSignInPage *self)
{
  DexFuture *future;

  if (self->is_signing_in || first_missing (self) != NULL)
    return;

  self->is_signing_in = TRUE;
  spico_sign_in_page_show_error (self, NULL);
  update (self);

  future = spico_client_sign_in (self->client, row_text (self->server), row_text (self->login), row_text (self->password));
  dex_future_disown (dex_future_finally (future, signed_in_cb, g_object_ref (self), g_object_unref));
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

  return gtk_widget_grab_focus (missing != NULL ? GTK_WIDGET (missing) : self->button);
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

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, login);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, button_stack);
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

  g_set_object (&self->client, client);
}

void
spico_sign_in_page_prefill (SpicoSignInPage *self,
                            const char      *server,
                            const char      *login)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  if (server != NULL && server[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (login != NULL && login[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->login), login);
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

  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

void
spico_sign_in_page_set_can_cancel (SpicoSignInPage *self,
                                   gboolean         can_cancel)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  gtk_widget_set_visible (self->cancel_button, can_cancel);
}
