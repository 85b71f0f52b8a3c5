/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock-password-form.h"

#include <glib/gi18n.h>

#include "spico-client-sign-in.h"
#include "spico-progress-button.h"

struct _SpicoLockPasswordForm {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *fields;
  AdwEntryRow *password;
  AdwEntryRow *again;
  GtkLabel *hint;
  SpicoProgressButton *button;

  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (SpicoLockPasswordForm, spico_lock_password_form, ADW_TYPE_BIN)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
row_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_ready (SpicoLockPasswordForm *self)
{
  return spico_client_is_lock_password (row_text (self->password)) && g_str_equal (row_text (self->password), row_text (self->again));
}

/* Nobody is told of a fault while they are still typing. */
static gboolean
differs (SpicoLockPasswordForm *self)
{
  return g_utf8_strlen (row_text (self->again), -1) >= g_utf8_strlen (row_text (self->password), -1) && *row_text (self->again) != '\0' &&
         !g_str_equal (row_text (self->password), row_text (self->again));
}

static void
update (SpicoLockPasswordForm *self)
{
  g_autofree char *rule = g_strdup_printf (ngettext ("At least %d character. A short sentence is easy to remember.", "At least %d characters. A short sentence is easy to remember.", SPICO_LOCK_PASSWORD_MIN),
                                           SPICO_LOCK_PASSWORD_MIN);
  gboolean is_fault = differs (self);

  gtk_label_set_label (self->hint, is_fault ? _("The two are not the same.") : rule);
  if (is_fault)
    gtk_widget_add_css_class (GTK_WIDGET (self->again), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->again), "error");
  gtk_widget_set_sensitive (self->fields, !self->is_busy);
  spico_progress_button_set_state (self->button, is_ready (self), self->is_busy);
}

static void
changed_cb (SpicoLockPasswordForm *self)
{
  update (self);
}

static void
activated_cb (SpicoLockPasswordForm *self)
{
  if (self->is_busy)
    return;
  if (is_ready (self))
    g_signal_emit (self, signals[CHOSEN], 0, row_text (self->password));
  else if (spico_client_is_lock_password (row_text (self->password)))
    gtk_widget_grab_focus (GTK_WIDGET (self->again));
}

static gboolean
spico_lock_password_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_LOCK_PASSWORD_FORM (widget)->password));
}

static void
spico_lock_password_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_LOCK_PASSWORD_FORM);

  G_OBJECT_CLASS (spico_lock_password_form_parent_class)->dispose (object);
}

static void
spico_lock_password_form_class_init (SpicoLockPasswordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_lock_password_form_dispose;
  widget_class->grab_focus = spico_lock_password_form_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_LOCK_PASSWORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SPICO_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-lock-password-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordForm, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordForm, password);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordForm, again);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordForm, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPasswordForm, button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
spico_lock_password_form_init (SpicoLockPasswordForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
spico_lock_password_form_set_busy (SpicoLockPasswordForm *self,
                                   gboolean               is_busy)
{
  g_return_if_fail (SPICO_IS_LOCK_PASSWORD_FORM (self));

  self->is_busy = is_busy;
  update (self);
}

void
spico_lock_password_form_set_is_change (SpicoLockPasswordForm *self,
                                        gboolean               is_change)
{
  g_return_if_fail (SPICO_IS_LOCK_PASSWORD_FORM (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), is_change ? _("New lock password") : _("Lock password"));
}

void
spico_lock_password_form_clear (SpicoLockPasswordForm *self)
{
  g_return_if_fail (SPICO_IS_LOCK_PASSWORD_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}
