/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-notifications.h"

#include <glib/gi18n.h>

#include "spico-desktop-settings.h"
#include "spico-error-text.h"

#define N_SWITCHES 4

struct _SpicoProfileNotifications {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwPreferencesGroup *switches;
  AdwSwitchRow *contact;
  AdwSwitchRow *group;
  AdwSwitchRow *delegation;
  AdwSwitchRow *announcement;
  GtkLabel *hint;
  SpicoDesktopSettings *desktop;

  SpicoClient *client;
  SpicoPrincipal *principal;
  SpicoAccountProfile *profile;
  gboolean is_personal;
  char *fault;
  guint n_pending;
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (SpicoProfileNotifications, spico_profile_notifications, ADW_TYPE_BIN)

static const char *const properties[N_SWITCHES] = { "contactByMail", "groupByMail", "delegationByMail", "announcementByMail" };

static AdwSwitchRow *
get_row (SpicoProfileNotifications *self,
         guint                      index)
{
  AdwSwitchRow *rows[N_SWITCHES] = { self->contact, self->group, self->delegation, self->announcement };

  return rows[index];
}

static gboolean
is_online (SpicoProfileNotifications *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

static void
show_hint (SpicoProfileNotifications *self)
{
  const char *text = self->fault;

  if (!is_online (self))
    text = _("Off line, notifications can be neither switched on nor off.");
  gtk_label_set_label (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static char *
describe (SpicoProfileNotifications *self)
{
  const char *address = spico_account_profile_get_address (self->profile);

  /* Translators: %s is a mail address */
  return *address != '\0' ? g_strdup_printf (_("They go to %s."), address) : g_strdup (_("There is no address for them yet: it is set under “User profile”."));
}

/* Of a person, they are that person's alone. */
static const char *
find_page (SpicoProfileNotifications *self)
{
  if (!self->is_personal && spico_principal_get_kind (self->principal) == SPICO_PRINCIPAL_PERSON)
    return "private";

  return spico_account_profile_is_known (self->profile) ? "list" : "unknown";
}

/* They stand as the server has them, or as they were just set, until that is answered. */
static void
update (SpicoProfileNotifications *self)
{
  g_autofree char *description = describe (self);

  self->is_showing = TRUE;
  for (guint i = 0; i < N_SWITCHES && self->n_pending == 0; i++)
    adw_switch_row_set_active (get_row (self, i), spico_account_profile_get_boolean (self->profile, properties[i]));
  self->is_showing = FALSE;

  /* Each by itself: a screen reader is told of no parent. */
  for (guint i = 0; i < N_SWITCHES; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (get_row (self, i)), is_online (self));
  adw_preferences_group_set_description (self->switches, description);
  gtk_stack_set_visible_child_name (self->stack, find_page (self));
  show_hint (self);
}

static DexFuture *
changed_cb (DexFuture *future,
            gpointer   user_data)
{
  SpicoProfileNotifications *self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_pending--;
  if (self->client == NULL)
    return dex_future_new_true ();

  dex_future_get_value (future, &error);
  g_set_str (&self->fault, error != NULL ? spico_error_text (error) : NULL);
  if (error != NULL)
    update (self);
  show_hint (self);

  return dex_future_new_true ();
}

static void
switched_cb (SpicoProfileNotifications *self,
             GParamSpec                *pspec,
             AdwSwitchRow              *row)
{
  for (guint i = 0; i < N_SWITCHES && self->client != NULL && !self->is_showing; i++)
    {
      if (get_row (self, i) != row)
        continue;
      self->n_pending++;
      dex_future_disown (dex_future_finally (spico_client_set_profile_switch (self->client, spico_principal_get_id (self->principal), properties[i], adw_switch_row_get_active (row)),
                                             changed_cb, g_object_ref (self), g_object_unref));
    }
}

/* ---- Class ---- */

static void
spico_profile_notifications_dispose (GObject *object)
{
  SpicoProfileNotifications *self = SPICO_PROFILE_NOTIFICATIONS (object);

  if (self->client != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->client, self);
      g_signal_handlers_disconnect_by_data (self->profile, self);
      g_signal_handlers_disconnect_by_data (self->principal, self);
    }
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PROFILE_NOTIFICATIONS);
  g_clear_object (&self->profile);
  g_clear_object (&self->principal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_profile_notifications_parent_class)->dispose (object);
}

static void
spico_profile_notifications_finalize (GObject *object)
{
  g_free (SPICO_PROFILE_NOTIFICATIONS (object)->fault);

  G_OBJECT_CLASS (spico_profile_notifications_parent_class)->finalize (object);
}

static void
spico_profile_notifications_class_init (SpicoProfileNotificationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_profile_notifications_dispose;
  object_class->finalize = spico_profile_notifications_finalize;

  g_type_ensure (SPICO_TYPE_DESKTOP_SETTINGS);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-profile-notifications.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, switches);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, contact);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, group);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, delegation);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, announcement);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, hint);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfileNotifications, desktop);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
spico_profile_notifications_init (SpicoProfileNotifications *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_profile_notifications_new (SpicoClient  *client,
                                 SpicoAccount *account)
{
  SpicoProfileNotifications *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_PROFILE_NOTIFICATIONS, NULL);
  self->client = g_object_ref (client);
  self->principal = spico_client_get_principal (client, spico_account_get_id (account));
  self->profile = spico_client_get_account_profile (client, spico_account_get_id (account));
  self->is_personal = spico_account_is_personal (account);
  /* They are of the computer, for all accounts: whoever looks at a structure is not to take them for its own. */
  gtk_widget_set_visible (GTK_WIDGET (self->desktop), self->is_personal);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->principal, "notify::kind", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
