/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-locker.h"

#include <glib/gi18n.h>

#include "spico-client-sign-in.h"
#include "spico-idle.h"
#include "spico-lock-password-dialog.h"

/* Two clicks away; the lock page has them all. */
#define MAX_PEOPLE_IN_MENU 8

struct _SpicoLocker {
  GObject parent_instance;

  SpicoWindow *window; /* borrowed: it owns this */
  SpicoClient *client;
  GSettings *settings;
  SpicoIdle *idle;
  GListModel *other_people;
  GMenu *people_menu;
  gboolean is_leaving;
};

G_DEFINE_FINAL_TYPE (SpicoLocker, spico_locker, G_TYPE_OBJECT)

enum {
  LEAVING,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const guint delays[] = { 1, 5, 10, 15, 30 };

typedef struct {
  SpicoLocker *locker;
  SpicoWindow *window;
  SpicoKnownPerson *person; /* who comes; NULL where it is only locked */
} Leave;

static void
leave_free (gpointer data)
{
  Leave *leave = data;

  g_object_unref (leave->locker);
  g_object_unref (leave->window);
  g_clear_object (&leave->person);
  g_free (leave);
}

static DexFuture *
left_cb (DexFuture *future,
         gpointer   data)
{
  SpicoLocker *self = data;
  g_autoptr (GError) error = NULL;

  self->is_leaving = FALSE;
  if (dex_future_get_value (future, &error) == NULL)
    g_signal_emit (self, signals[FAILED], 0, error);

  return dex_future_new_true ();
}

/* Words that the store does not take would be lost with what is open. */
static DexFuture *
saved_cb (DexFuture *future,
          gpointer   data)
{
  Leave *leave = data;
  SpicoLocker *self = leave->locker;

  g_signal_emit (self, signals[LEAVING], 0);

  return leave->person != NULL ? spico_client_choose_person (self->client, leave->person) : spico_client_lock (self->client);
}

static void
begin (SpicoLocker      *self,
       SpicoKnownPerson *person)
{
  Leave *leave;
  DexFuture *future;

  if (self->is_leaving || spico_client_get_state (self->client) == SPICO_CLIENT_OPENING)
    return;

  self->is_leaving = TRUE;
  leave = g_new0 (Leave, 1);
  leave->locker = g_object_ref (self);
  leave->window = g_object_ref (self->window);
  leave->person = person != NULL ? g_object_ref (person) : NULL;
  future = spico_client_get_state (self->client) == SPICO_CLIENT_READY ? spico_window_save (self->window) : dex_future_new_true ();
  future = dex_future_then (future, saved_cb, leave, leave_free);
  dex_future_disown (dex_future_finally (future, left_cb, g_object_ref (self), g_object_unref));
}

static void
lock (SpicoLocker *self)
{
  if (spico_client_get_state (self->client) == SPICO_CLIENT_READY)
    begin (self, NULL);
}

static void
lock_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  lock (user_data);
}

static void
choose_person_activated_cb (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  SpicoLocker *self = user_data;
  const char *server_uri;
  const char *login;

  g_variant_get (parameter, "(&s&s)", &server_uri, &login);
  for (guint i = 0; i < g_list_model_get_n_items (self->other_people); i++)
    {
      g_autoptr (SpicoKnownPerson) person = g_list_model_get_item (self->other_people, i);

      if (g_str_equal (spico_known_person_get_server_uri (person), server_uri) && g_str_equal (spico_known_person_get_login (person), login))
        begin (self, person);
    }
}

static void
lock_password_changed_cb (SpicoLocker *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "s", _("Your lock password is changed."));
}

static void
lock_password_activated_cb (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  SpicoLocker *self = user_data;
  AdwDialog *dialog;

  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window)) != NULL)
    return;

  dialog = spico_lock_password_dialog_new (self->client);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (lock_password_changed_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self->window));
}

static const GActionEntry actions[] = {
  { .name = "lock", .activate = lock_activated_cb },
  { .name = "lock-password", .activate = lock_password_activated_cb },
  { .name = "choose-person", .activate = choose_person_activated_cb, .parameter_type = "(ss)" },
};

static void
delay_cb (SpicoLocker *self)
{
  guint delay = (guint) g_settings_get_int (self->settings, "lock-delay");

  spico_idle_set_delay (self->idle, delay);
  spico_client_set_lock_delay (self->client, delay);
}

/* Whoever signs in with a password unlocks with it, and changes it elsewhere. */
static void
state_cb (SpicoLocker *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), "lock-password");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), spico_client_uses_provider (self->client) || spico_client_has_own_lock (self->client));
}

static void
other_people_cb (SpicoLocker *self)
{
  guint n = MIN (g_list_model_get_n_items (self->other_people), MAX_PEOPLE_IN_MENU);

  g_menu_remove_all (self->people_menu);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoKnownPerson) person = g_list_model_get_item (self->other_people, i);
      /* In a menu an underscore would be a mnemonic. */
      g_auto (GStrv) parts = g_strsplit (spico_known_person_get_name (person), "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.choose-person", "(ss)", spico_known_person_get_server_uri (person), spico_known_person_get_login (person));
      g_menu_append_item (self->people_menu, item);
    }
}

static void
spico_locker_dispose (GObject *object)
{
  SpicoLocker *self = SPICO_LOCKER (object);

  if (self->idle != NULL)
    g_signal_handlers_disconnect_by_data (self->idle, self);
  g_clear_object (&self->idle);
  g_clear_object (&self->settings);
  g_clear_object (&self->other_people);
  g_clear_object (&self->people_menu);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_locker_parent_class)->dispose (object);
}

static void
spico_locker_class_init (SpicoLockerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_locker_dispose;

  signals[LEAVING] = g_signal_new ("leaving", SPICO_TYPE_LOCKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", SPICO_TYPE_LOCKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
spico_locker_init (SpicoLocker *self)
{
  self->settings = g_settings_new (SPICO_APPLICATION_ID);
  self->people_menu = g_menu_new ();
}

SpicoLocker *
spico_locker_new (SpicoWindow *window,
                  SpicoClient *client)
{
  SpicoLocker *self;

  g_return_val_if_fail (SPICO_IS_WINDOW (window), NULL);
  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_LOCKER, NULL);
  self->window = window;
  self->client = g_object_ref (client);
  self->other_people = spico_client_list_other_people (client);
  g_signal_connect_object (self->other_people, "items-changed", G_CALLBACK (other_people_cb), self, G_CONNECT_SWAPPED);
  other_people_cb (self);

  self->idle = spico_idle_new (GTK_WIDGET (window));
  g_signal_connect_swapped (self->idle, "idle", G_CALLBACK (lock), self);
  g_signal_connect_object (self->settings, "changed::lock-delay", G_CALLBACK (delay_cb), self, G_CONNECT_SWAPPED);
  delay_cb (self);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::session-ended", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);

  return self;
}

void
spico_locker_fill_menus (SpicoLocker *self,
                         GMenu       *main_menu,
                         GMenu       *delay_menu)
{
  g_return_if_fail (SPICO_IS_LOCKER (self));

  g_menu_append_section (main_menu, _("On This Computer"), G_MENU_MODEL (self->people_menu));
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%u Minute", "%u Minutes", delays[i]), delays[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.lock-delay", "i", (int) delays[i] * 60);
      g_menu_append_item (delay_menu, item);
    }
}
