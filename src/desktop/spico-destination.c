/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-destination.h"

/* One opened from another, and no more. */
#define MAX_DIALOGS 8

struct _SpicoDestination {
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this */
  SpicoWindow *window;       /* borrowed */
  SpicoClient *client;

  /* What waits for somebody */
  char *action;
  GVariant *target;
};

G_DEFINE_FINAL_TYPE (SpicoDestination, spico_destination, G_TYPE_OBJECT)

static void
forget (SpicoDestination *self)
{
  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->target, g_variant_unref);
}

static const char *
get_account_id (GVariant *target)
{
  const char *account_id;

  if (g_variant_is_of_type (target, G_VARIANT_TYPE_STRING))
    return g_variant_get_string (target, NULL);

  g_variant_get_child (target, 0, "&s", &account_id);
  return account_id;
}

/* A dialog keeps what was written in it, or asks first; then the place waits behind it. */
static void
close_dialogs (SpicoDestination *self)
{
  for (guint i = 0; i < MAX_DIALOGS; i++)
    {
      AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));

      if (dialog == NULL || !adw_dialog_close (dialog))
        return;
    }
}

/* Those that are shown of the account that one acts as. */
static const struct {
  const char *action;
  const char *window_action;
  const char *page;
} places[] = {
  { "win.open-relations", "win.page", "relations" },
  { "win.open-groups", "win.groups", NULL },
  { "win.open-announcements", "win.announcements", NULL },
};

static void
show_place (SpicoDestination *self,
            SpicoAccount     *account,
            guint             place)
{
  spico_client_set_account (self->client, account);
  if (places[place].page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), places[place].window_action, "s", places[place].page);
  else
    gtk_widget_activate_action (GTK_WIDGET (self->window), places[place].window_action, NULL);
}

static void
go (SpicoDestination *self)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;
  SpicoAccount *account;

  if (self->action == NULL || self->client == NULL || spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;
  /* They are read after the store is open. */
  if (g_list_model_get_n_items (spico_client_get_accounts (self->client)) == 0)
    return;

  action = g_steal_pointer (&self->action);
  target = g_steal_pointer (&self->target);
  account = spico_client_find_account (self->client, get_account_id (target));
  if (account == NULL)
    return;

  close_dialogs (self);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (g_str_equal (places[i].action, action))
        {
          show_place (self, account, i);
          return;
        }
    }
  gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action, target);
}

static void
activated_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  SpicoDestination *self = user_data;

  forget (self);
  self->action = g_strconcat ("win.", g_action_get_name (G_ACTION (action)), NULL);
  self->target = g_variant_ref (parameter);
  g_application_activate (self->application);
  go (self);
}

static const GActionEntry actions[] = {
  { .name = "open-conversation", .activate = activated_cb, .parameter_type = "(ss)" },
  { .name = "open-unread", .activate = activated_cb, .parameter_type = "s" },
  { .name = "open-relations", .activate = activated_cb, .parameter_type = "s" },
  { .name = "open-groups", .activate = activated_cb, .parameter_type = "s" },
  { .name = "open-announcements", .activate = activated_cb, .parameter_type = "s" },
};

static void
spico_destination_dispose (GObject *object)
{
  SpicoDestination *self = SPICO_DESTINATION (object);

  forget (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_destination_parent_class)->dispose (object);
}

static void
spico_destination_class_init (SpicoDestinationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_destination_dispose;
}

static void
spico_destination_init (SpicoDestination *self)
{
}

SpicoDestination *
spico_destination_new (GApplication *application)
{
  SpicoDestination *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_new (SPICO_TYPE_DESTINATION, NULL);
  self->application = application;
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), self);

  return self;
}

void
spico_destination_set_window (SpicoDestination *self,
                              SpicoWindow      *window,
                              SpicoClient      *client)
{
  g_return_if_fail (SPICO_IS_DESTINATION (self));
  g_return_if_fail (SPICO_IS_WINDOW (window));
  g_return_if_fail (SPICO_IS_CLIENT (client) && self->client == NULL);

  self->window = window;
  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (go), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spico_client_get_accounts (client), "items-changed", G_CALLBACK (go), self, G_CONNECT_SWAPPED);
}
