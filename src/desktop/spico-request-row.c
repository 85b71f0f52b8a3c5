/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-request-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _SpicoRequestRow {
  GtkListBoxRow parent_instance;

  /* Template widgets */
  AdwAvatar *icon;
  GtkLabel *title;
  GtkLabel *what;
  GtkLabel *account;

  SpicoClient *client;
  GObject *request;
  SpicoPrincipal *other; /* who asks, once that is known */
};

G_DEFINE_FINAL_TYPE (SpicoRequestRow, spico_request_row, GTK_TYPE_LIST_BOX_ROW)

static SpicoPrincipal *
find_other (SpicoRequestRow *self)
{
  SpicoDelegation *delegation;

  if (SPICO_IS_FAVOURITE_GROUP (self->request))
    return spico_favourite_group_get_creator (SPICO_FAVOURITE_GROUP (self->request));

  delegation = SPICO_DELEGATION (self->request);
  return spico_delegation_get_status (delegation) == SPICO_DELEGATION_OFFERED ? spico_delegation_get_delegator (delegation) : spico_delegation_get_delegate (delegation);
}

static const char *
find_title (SpicoRequestRow *self,
            const char      *other)
{
  return SPICO_IS_FAVOURITE_GROUP (self->request) ? spico_favourite_group_get_name (SPICO_FAVOURITE_GROUP (self->request)) : other;
}

static char *
format_what (SpicoRequestRow *self,
             const char      *other)
{
  if (SPICO_IS_FAVOURITE_GROUP (self->request))
    /* Translators: %s is who made the group */
    return g_strdup_printf (_("Group shared, created by %s"), other);

  return g_strdup (spico_delegation_get_status (SPICO_DELEGATION (self->request)) == SPICO_DELEGATION_OFFERED ? _("Offers a delegation") : _("Asks for a delegation"));
}

/* For oneself, that need not be said. */
static const char *
find_account_name (SpicoRequestRow *self)
{
  SpicoAccount *account = spico_request_row_get_account (self);

  return account != NULL && !spico_account_is_personal (account) ? spico_account_get_name (account) : NULL;
}

static void follow (SpicoRequestRow *self,
                    SpicoPrincipal  *other);

/* Who asks, and their name, may come after the row. */
static void
update (SpicoRequestRow *self)
{
  SpicoPrincipal *other = find_other (self);
  const char *name = other != NULL ? spico_principal_get_name (other) : "";
  const char *title = find_title (self, name);
  const char *account = find_account_name (self);
  g_autofree char *what = format_what (self, name);
  g_autofree char *all = g_strjoin (", ", title, what, account, NULL);

  follow (self, other);
  /* Its colour: the same each time. */
  adw_avatar_set_text (self->icon, title);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->account, account != NULL ? account : "");
  gtk_widget_set_visible (GTK_WIDGET (self->account), account != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

static void
follow (SpicoRequestRow *self,
        SpicoPrincipal  *other)
{
  if (self->other == other)
    return;

  if (self->other != NULL)
    g_signal_handlers_disconnect_by_func (self->other, update, self);
  g_set_object (&self->other, other);
  if (other != NULL)
    g_signal_connect_object (other, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
spico_request_row_dispose (GObject *object)
{
  SpicoRequestRow *self = SPICO_REQUEST_ROW (object);

  follow (self, NULL);
  g_clear_object (&self->request);
  g_clear_object (&self->client);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_REQUEST_ROW);

  G_OBJECT_CLASS (spico_request_row_parent_class)->dispose (object);
}

static void
spico_request_row_class_init (SpicoRequestRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_request_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-request-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestRow, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestRow, what);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestRow, account);
}

static void
spico_request_row_init (SpicoRequestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_request_row_new (SpicoClient *client,
                       gpointer     request)
{
  SpicoRequestRow *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (request) || SPICO_IS_DELEGATION (request), NULL);

  self = g_object_new (SPICO_TYPE_REQUEST_ROW, NULL);
  self->client = g_object_ref (client);
  self->request = g_object_ref (request);
  adw_avatar_set_icon_name (self->icon, SPICO_IS_FAVOURITE_GROUP (request) ? "system-users-symbolic" : "avatar-default-symbolic");
  g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

gpointer
spico_request_row_get_request (SpicoRequestRow *self)
{
  g_return_val_if_fail (SPICO_IS_REQUEST_ROW (self), NULL);

  return self->request;
}

SpicoAccount *
spico_request_row_get_account (SpicoRequestRow *self)
{
  g_return_val_if_fail (SPICO_IS_REQUEST_ROW (self), NULL);

  return spico_client_find_account (self->client, SPICO_IS_FAVOURITE_GROUP (self->request)
                                                    ? spico_favourite_group_get_account_id (SPICO_FAVOURITE_GROUP (self->request))
                                                    : spico_delegation_get_account_id (SPICO_DELEGATION (self->request)));
}
