/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-account-row.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"

struct _SpicoAccountRow {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *kind;
  GtkLabel *badge;
  GtkWidget *check;

  SpicoAccount *account;
};

G_DEFINE_FINAL_TYPE (SpicoAccountRow, spico_account_row, ADW_TYPE_BIN)

static const char *
describe (SpicoAccount *account)
{
  if (spico_account_is_ended (account))
    return _("Delegation ended: what was not sent or saved");

  return spico_account_is_personal (account) ? _("My account") : _("Delegated account");
}

static void
update_cb (SpicoAccountRow *self)
{
  guint n_unread = spico_account_get_unread_count (self->account);
  g_autofree char *count = g_strdup_printf ("%u", n_unread);

  spico_avatar_set_name (self->avatar, spico_account_get_name (self->account));
  spico_avatar_set_is_structure (self->avatar, !spico_account_is_personal (self->account));
  gtk_label_set_label (self->name, spico_account_get_name (self->account));
  gtk_label_set_label (self->kind, describe (self->account));
  gtk_label_set_label (self->badge, count);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n_unread > 0);
}

static void
spico_account_row_dispose (GObject *object)
{
  SpicoAccountRow *self = SPICO_ACCOUNT_ROW (object);

  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_ACCOUNT_ROW);

  G_OBJECT_CLASS (spico_account_row_parent_class)->dispose (object);
}

static void
spico_account_row_class_init (SpicoAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_account_row_dispose;

  g_type_ensure (SPICO_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountRow, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountRow, kind);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountRow, badge);
  gtk_widget_class_bind_template_child (widget_class, SpicoAccountRow, check);
}

static void
spico_account_row_init (SpicoAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_account_row_new (SpicoAccount *account)
{
  SpicoAccountRow *self;

  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_ACCOUNT_ROW, NULL);
  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}

SpicoAccount *
spico_account_row_get_account (SpicoAccountRow *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT_ROW (self), NULL);

  return self->account;
}

void
spico_account_row_set_checked (SpicoAccountRow *self,
                               gboolean         checked)
{
  g_return_if_fail (SPICO_IS_ACCOUNT_ROW (self));

  gtk_widget_set_opacity (self->check, checked ? 1 : 0);
}

char *
spico_account_row_format (SpicoAccount *account)
{
  guint n_unread = spico_account_get_unread_count (account);
  GString *text = g_string_new (spico_account_get_name (account));

  if (spico_account_is_ended (account))
    g_string_append_printf (text, ", %s", describe (account));
  if (n_unread > 0)
    g_string_append_printf (text, ngettext (", %u unread", ", %u unread", n_unread), n_unread);

  return g_string_free (text, FALSE);
}
