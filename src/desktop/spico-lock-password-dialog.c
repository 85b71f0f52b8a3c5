/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock-password-dialog.h"

#include <glib/gi18n.h>

#include "spico-client-lock.h"
#include "spico-client-sign-in.h"
#include "spico-error-box.h"
#include "spico-lock-password-form.h"
#include "spico-lock-text.h"

struct _SpicoLockPasswordDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  SpicoErrorBox *error;
  GtkWidget *current_group;
  AdwEntryRow *current;
  SpicoLockPasswordForm *form;

  SpicoClient *client;
};

G_DEFINE_FINAL_TYPE (SpicoLockPasswordDialog, spico_lock_password_dialog, ADW_TYPE_DIALOG)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_busy (SpicoLockPasswordDialog *self,
          gboolean                 is_busy)
{
  gtk_widget_set_sensitive (self->current_group, !is_busy);
  spico_lock_password_form_set_busy (self->form, is_busy);
}

static DexFuture *
changed_cb (DexFuture *future,
            gpointer   data)
{
  SpicoLockPasswordDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->client == NULL)
    return NULL;

  set_busy (self, FALSE);
  if (dex_future_get_value (future, &error) != NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      adw_dialog_close (ADW_DIALOG (self));
      return NULL;
    }
  text = spico_lock_format_error (error, spico_client_get_unlock_wait (self->client), spico_client_has_own_lock (self->client));
  spico_error_box_show (self->error, text);
  gtk_editable_set_text (GTK_EDITABLE (self->current), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->current));

  return NULL;
}

static void
chosen_cb (SpicoLockPasswordDialog *self,
           const char              *password)
{
  const char *current = gtk_editable_get_text (GTK_EDITABLE (self->current));

  if (*current == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->current));
      return;
    }
  spico_error_box_show (self->error, NULL);
  set_busy (self, TRUE);
  dex_future_disown (dex_future_finally (spico_client_change_lock_password (self->client, current, password), changed_cb, g_object_ref (self), g_object_unref));
}

static void
current_activated_cb (SpicoLockPasswordDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
spico_lock_password_dialog_dispose (GObject *object)
{
  g_clear_object (&SPICO_LOCK_PASSWORD_DIALOG (object)->client);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_LOCK_PASSWORD_DIALOG);

  G_OBJECT_CLASS (spico_lock_password_dialog_parent_class)->dispose (object);
}

static void
spico_lock_password_dialog_class_init (SpicoLockPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_lock_password_dialog_dispose;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_LOCK_PASSWORD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ERROR_BOX);
  g_type_ensure (SPICO_TYPE_LOCK_PASSWORD_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-lock-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordDialog, error);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordDialog, current_group);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordDialog, current);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, current_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
spico_lock_password_dialog_init (SpicoLockPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_lock_password_dialog_new (SpicoClient *client)
{
  SpicoLockPasswordDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_LOCK_PASSWORD_DIALOG, NULL);
  self->client = g_object_ref (client);
  spico_lock_password_form_set_is_change (self->form, TRUE);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->current));

  return ADW_DIALOG (self);
}
