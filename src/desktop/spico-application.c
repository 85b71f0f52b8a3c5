/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "spico-attachment-opening.h"
#include "spico-background.h"
#include "spico-client-kept.h"
#include "spico-client.h"
#include "spico-desktop.h"
#include "spico-destination.h"
#include "spico-device-text.h"
#include "spico-error-text.h"
#include "spico-kept-text.h"
#include "spico-mail-file.h"
#include "spico-notifier.h"
#include "spico-shortcuts-dialog.h"
#include "spico-window.h"

#define PRESENT_DELAY_MS 300

struct _SpicoApplication {
  AdwApplication parent_instance;

  SpicoClient *client;
  GSettings *settings;
  SpicoWindow *window;
  SpicoDestination *destination;
  SpicoNotifier *notifier;
  char *server;
  char *login;
  guint present_source;
  guint term_source;
  guint int_source;
  gboolean is_closing;
  /* It goes on without its window. */
  gboolean is_in_background;
  /* That the store does not take a draft has been told to who closes. */
  gboolean is_warned;
};

G_DEFINE_FINAL_TYPE (SpicoApplication, spico_application, ADW_TYPE_APPLICATION)

/* Ending: the draft, then the store; nothing is left half done. */

static DexFuture *
closed_cb (DexFuture *completed,
           gpointer   user_data)
{
  SpicoApplication *self = user_data;

  /* What it told would stay when it is read elsewhere. */
  g_clear_object (&self->notifier);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_application_quit (G_APPLICATION (self));

  return NULL;
}

/* What the store does not take would be lost: the first time the window comes back, and says so. */
static DexFuture *
close_client_cb (DexFuture *completed,
                 gpointer   user_data)
{
  SpicoApplication *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL || self->is_warned)
    return dex_future_finally (spico_client_close (self->client), closed_cb, g_object_ref (self), g_object_unref);

  self->is_warned = TRUE;
  self->is_closing = FALSE;
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.error", "s", spico_error_text (error));

  return NULL;
}

static void
close_everything (SpicoApplication *self)
{
  if (self->is_closing)
    return;

  self->is_closing = TRUE;
  if (self->window == NULL)
    {
      g_application_quit (G_APPLICATION (self));
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  dex_future_disown (dex_future_finally (spico_window_save (self->window), close_client_cb, g_object_ref (self), g_object_unref));
}

/* What is being written is in the store, in case the computer is switched off before the window comes back. */
static void
go_on_without_window (SpicoApplication *self)
{
  self->is_in_background = TRUE;
  dex_future_disown (spico_window_save (self->window));
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
}

static gboolean
close_requested_cb (SpicoApplication *self)
{
  if (g_settings_get_boolean (self->settings, "run-in-background") && spico_client_get_state (self->client) == SPICO_CLIENT_READY)
    go_on_without_window (self);
  else
    close_everything (self);

  return GDK_EVENT_STOP;
}

/* Locked or signed out, there is nothing that it could tell. */
static void
state_cb (SpicoApplication *self)
{
  SpicoClientState state = spico_client_get_state (self->client);

  if (state == SPICO_CLIENT_LOCKED || state == SPICO_CLIENT_SIGNED_OUT)
    spico_attachment_forget_opened ();
  if (self->is_in_background && (state == SPICO_CLIENT_LOCKED || state == SPICO_CLIENT_SIGNED_OUT))
    close_everything (self);
}

static void
background_cb (SpicoApplication *self)
{
  if (g_settings_get_boolean (self->settings, "run-in-background"))
    spico_background_ask (self->settings);
}

static gboolean
signal_cb (gpointer user_data)
{
  SpicoApplication *self = user_data;

  /* Whoever ends the session does not wait. */
  self->is_warned = TRUE;
  close_everything (self);

  return G_SOURCE_CONTINUE;
}

/* Actions */

static void
quit_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  close_everything (user_data);
}

static void
shortcuts_activated_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  SpicoApplication *self = user_data;

  if (self->window != NULL)
    adw_dialog_present (spico_shortcuts_dialog_new (), GTK_WIDGET (self->window));
}

static void
about_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  SpicoApplication *self = user_data;
  AdwDialog *dialog = adw_about_dialog_new ();

  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), "Spico");
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), SPICO_APPLICATION_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), SPICO_VERSION);
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (ADW_ABOUT_DIALOG (dialog), _("Secure conversations between professionals about their patients"));
  if (self->window != NULL)
    adw_dialog_present (dialog, GTK_WIDGET (self->window));
}

static void
sign_out_response_cb (SpicoApplication *self,
                      const char       *response)
{
  if (g_str_equal (response, "sign-out"))
    dex_future_disown (spico_client_sign_out (self->client));
}

/* What is lost is said first. */
static char *
describe_loss (SpicoApplication *self,
               guint             n_unsaved)
{
  guint n_pending = spico_client_get_pending_count (self->client) + spico_client_get_failed_count (self->client);
  g_autofree char *unsaved = spico_kept_tell_unsaved (n_unsaved);
  g_autofree char *body = NULL;

  if (n_pending > 0)
    body = g_strdup_printf (ngettext ("%u message has not been sent yet: it will be lost, and so will your drafts.",
                                      "%u messages have not been sent yet: they will be lost, and so will your drafts.", n_pending),
                            n_pending);
  else
    body = g_strdup (_("Conversations and drafts kept on this computer will be erased. Those that were sent stay on the server."));

  return unsaved != NULL ? g_strjoin ("\n\n", body, unsaved, NULL) : g_steal_pointer (&body);
}

static DexFuture *
unsaved_counted_cb (DexFuture *future,
                    gpointer   data)
{
  SpicoApplication *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (self->window == NULL || spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return dex_future_new_true ();

  body = describe_loss (self, value != NULL ? g_value_get_uint (value) : 0);
  dialog = adw_alert_dialog_new (_("Sign Out?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "sign-out", _("Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (sign_out_response_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self->window));

  return dex_future_new_true ();
}

static void
sign_out_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  SpicoApplication *self = user_data;

  if (self->window == NULL || spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  dex_future_disown (dex_future_finally (spico_client_count_unsaved (self->client), unsaved_counted_cb, g_object_ref (self), g_object_unref));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_activated_cb },
  { .name = "shortcuts", .activate = shortcuts_activated_cb },
  { .name = "about", .activate = about_activated_cb },
  { .name = "sign-out", .activate = sign_out_activated_cb },
};

static const struct {
  const char *action;
  const char *accelerators[3];
} accelerators[] = {
  { "app.quit", { "<Control>q", NULL } },
  { "app.shortcuts", { "<Control>question", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.help", { "F1", NULL } },
  { "win.lock", { "<Control>l", NULL } },
  { "win.new-conversation", { "<Control>n", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.page('discussions')", { "<Alt>1", NULL } },
  { "win.page('patients')", { "<Alt>2", NULL } },
  { "win.page('profile')", { "<Alt>3", NULL } },
  { "win.next-region", { "F6", NULL } },
  { "win.previous-region", { "<Shift>F6", NULL } },
  { "win.information", { "<Control>i", NULL } },
  { "win.mark-unread", { "<Control><Shift>u", NULL } },
  { "win.undo", { "<Control>z", NULL } },
  { "win.archive", { "<Control>e", NULL } },
  { "win.mark-handled", { "<Control>d", NULL } },
};

static void
install_actions (SpicoApplication *self)
{
  g_autoptr (GAction) color_scheme = g_settings_create_action (self->settings, "color-scheme");
  g_autoptr (GAction) spell_check = g_settings_create_action (self->settings, "spell-check");
  g_autoptr (GAction) lock_delay = g_settings_create_action (self->settings, "lock-delay");

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action (G_ACTION_MAP (self), color_scheme);
  g_action_map_add_action (G_ACTION_MAP (self), spell_check);
  g_action_map_add_action (G_ACTION_MAP (self), lock_delay);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].accelerators);
}

static void
color_scheme_cb (SpicoApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int scheme = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                      schemes[CLAMP (scheme, 0, 2)]);
}

/* Starting */

static void
remember_person_cb (SpicoApplication *self)
{
  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  g_settings_set_string (self->settings, "server-address", spico_client_get_server_uri (self->client));
  g_settings_set_string (self->settings, "login", spico_client_get_login (self->client));
}

static DexFuture *
opened_cb (DexFuture *completed,
           gpointer   user_data)
{
  SpicoApplication *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self->window != NULL)
    spico_window_show_error (self->window, spico_error_text (error));

  return NULL;
}

static void
present (SpicoApplication *self)
{
  g_clear_handle_id (&self->present_source, g_source_remove);
  if (self->window == NULL || self->is_closing)
    return;

  self->is_in_background = FALSE;
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
present_late_cb (gpointer user_data)
{
  SpicoApplication *self = user_data;

  self->present_source = 0;
  present (self);
}

static void
window_ready_cb (SpicoApplication *self)
{
  g_signal_handlers_disconnect_by_func (self->window, window_ready_cb, self);
  present (self);
}

static void
name_device_cb (SpicoApplication *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "device-name");
  g_autofree char *told = spico_device_default_name (*name != '\0' ? name : g_get_host_name ());

  if (self->client != NULL)
    spico_client_set_device_name (self->client, told);
}

static void
create_client (SpicoApplication *self)
{
  g_autoptr (SpicoCredentials) keyring = spico_keyring_new ();
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "spico", NULL);

  self->client = spico_client_new (folder, keyring);
  name_device_cb (self);
  g_signal_connect_object (self->client, "notify::state", G_CALLBACK (remember_person_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
}

/* The window comes with its content where the store opens fast, as it does; else it comes and says that it is opening. */
static void
create_window (SpicoApplication *self)
{
  g_autofree char *last_server = g_settings_get_string (self->settings, "server-address");
  g_autofree char *last_login = g_settings_get_string (self->settings, "login");

  self->window = SPICO_WINDOW (spico_window_new (GTK_APPLICATION (self), self->client,
                                                 self->server != NULL ? self->server : last_server,
                                                 self->login != NULL ? self->login : last_login));
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (close_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "ready", G_CALLBACK (window_ready_cb), self, G_CONNECT_SWAPPED);
  spico_destination_set_window (self->destination, self->window, self->client);
  self->notifier = spico_notifier_new (G_APPLICATION (self), self->window, self->client);
  self->present_source = g_timeout_add_once (PRESENT_DELAY_MS, present_late_cb, self);
}

static void
spico_application_activate (GApplication *application)
{
  SpicoApplication *self = SPICO_APPLICATION (application);

  if (self->is_closing)
    return;
  if (self->window != NULL)
    {
      present (self);
      return;
    }

  create_client (self);
  create_window (self);
  dex_future_disown (dex_future_finally (spico_client_open_last (self->client), opened_cb, g_object_ref (self), g_object_unref));
}

static void
spico_application_startup (GApplication *application)
{
  SpicoApplication *self = SPICO_APPLICATION (application);

  /* First: the parent looks for the style and the icons in our resource. */
  spico_desktop_init ();
  G_APPLICATION_CLASS (spico_application_parent_class)->startup (application);

  self->settings = g_settings_new (SPICO_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (color_scheme_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::device-name", G_CALLBACK (name_device_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::run-in-background", G_CALLBACK (background_cb), self, G_CONNECT_SWAPPED);
  color_scheme_cb (self);
  install_actions (self);
  /* What one that was killed left. */
  spico_attachment_forget_opened ();
  spico_mail_file_remove_all ();
  self->destination = spico_destination_new (application);
  self->term_source = g_unix_signal_add (SIGTERM, signal_cb, self);
  self->int_source = g_unix_signal_add (SIGINT, signal_cb, self);
}

static void
spico_application_shutdown (GApplication *application)
{
  SpicoApplication *self = SPICO_APPLICATION (application);

  spico_mail_file_remove_all ();
  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->term_source, g_source_remove);
  g_clear_handle_id (&self->int_source, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->destination);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  spico_attachment_forget_opened ();

  G_APPLICATION_CLASS (spico_application_parent_class)->shutdown (application);
}

static int
spico_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  SpicoApplication *self = SPICO_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("spico %s\n", SPICO_VERSION);
      return 0;
    }

  if (!g_variant_dict_lookup (options, "server", "s", &self->server))
    self->server = g_strdup (g_getenv ("SPICO_SERVER"));
  /* Another person's window beside the first one's: not the same program again. */
  if (g_variant_dict_lookup (options, "login", "s", &self->login))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
spico_application_finalize (GObject *object)
{
  SpicoApplication *self = SPICO_APPLICATION (object);

  if (self->window != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_free (self->server);
  g_free (self->login);

  G_OBJECT_CLASS (spico_application_parent_class)->finalize (object);
}

static void
spico_application_class_init (SpicoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = spico_application_finalize;
  application_class->activate = spico_application_activate;
  application_class->startup = spico_application_startup;
  application_class->shutdown = spico_application_shutdown;
  application_class->handle_local_options = spico_application_handle_local_options;
}

static const GOptionEntry options[] = {
  { "server", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_("Address of the server"), N_("ADDRESS") },
  { "login", 'l', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_("Login to propose; runs beside a program already there"), N_("LOGIN") },
  { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL }
};

static void
spico_application_init (SpicoApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

SpicoApplication *
spico_application_new (void)
{
  return g_object_new (SPICO_TYPE_APPLICATION,
                       "application-id", SPICO_APPLICATION_ID,
                       "resource-base-path", "/com/esante/Spico",
                       NULL);
}
