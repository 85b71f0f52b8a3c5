/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-background.h"

#include <glib/gi18n.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define RESPONSE_GIVEN 0

typedef struct {
  GSettings *settings;
  GDBusConnection *bus;
  guint subscription;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->settings);
  g_object_unref (asking->bus);
  g_free (asking);
}

/* An answer that is none, as when it was asked for too often, forbids nothing. */
static void
answered_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  Asking *asking = data;
  g_autoptr (GVariant) results = NULL;
  gboolean may_run = TRUE;
  guint32 response;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &may_run);
  if (response == RESPONSE_GIVEN && !may_run)
    g_settings_set_boolean (asking->settings, "run-in-background", FALSE);
  g_dbus_connection_signal_unsubscribe (bus, asking->subscription);
}

/* The object that answers: the portal makes its path of the asker's name and token. */
static char *
request_path (GDBusConnection *bus,
              const char      *token)
{
  g_autofree char *name = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');

  return g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, name, token);
}

static void
ask (GDBusConnection *bus,
     GSettings       *settings)
{
  g_autofree char *token = g_strdup_printf ("spico%u", g_random_int ());
  g_autofree char *path = request_path (bus, token);
  Asking *asking = g_new0 (Asking, 1);
  GVariantBuilder options;

  asking->settings = g_object_ref (settings);
  asking->bus = g_object_ref (bus);
  asking->subscription = g_dbus_connection_signal_subscribe (bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                             answered_cb, asking, asking_free);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_("Spico goes on in order to tell you of new messages.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background", "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (GSettings) settings = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    ask (bus, settings);
}

void
spico_background_ask (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, g_object_ref (settings));
}
