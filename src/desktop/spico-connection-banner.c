/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-connection-banner.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-error-text.h"
#include "spico-thread-text.h"

struct _SpicoConnectionBanner {
  AdwBin parent_instance;

  /* Template widgets */
  AdwBanner *banner;

  SpicoClient *client;
};

G_DEFINE_FINAL_TYPE (SpicoConnectionBanner, spico_connection_banner, ADW_TYPE_BIN)

enum {
  SIGN_IN_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show (SpicoConnectionBanner *self,
      const char            *title,
      const char            *button)
{
  spico_banner_show (self->banner, title);
  adw_banner_set_button_label (self->banner, button);
}

static void
update (SpicoConnectionBanner *self)
{
  SpicoConnection connection = spico_client_get_connection (self->client);
  const GError *obstacle = spico_client_get_obstacle (self->client);
  g_autofree char *offline = NULL;

  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    {
      show (self, NULL, NULL);
      return;
    }
  if (spico_client_get_session_ended (self->client))
    {
      show (self, _("Your session has ended. What you write is kept on this computer."), _("Sign In Again"));
      return;
    }
  /* While it tries again, the banner keeps saying what waits, so that it does not flicker at each attempt. */
  if (connection == SPICO_CONNECTION_ONLINE || (connection == SPICO_CONNECTION_CONNECTING && !adw_banner_get_revealed (self->banner)))
    {
      show (self, NULL, NULL);
      return;
    }

  offline = spico_text_offline (spico_client_get_pending_count (self->client));
  show (self, obstacle != NULL ? spico_error_obstacle_text (obstacle) : offline, connection == SPICO_CONNECTION_CONNECTING ? NULL : _("Reconnect"));
}

static void
clicked_cb (SpicoConnectionBanner *self)
{
  if (spico_client_get_session_ended (self->client))
    g_signal_emit (self, signals[SIGN_IN_AGAIN], 0);
  else
    spico_client_reconnect (self->client);
}

static void
spico_connection_banner_dispose (GObject *object)
{
  SpicoConnectionBanner *self = SPICO_CONNECTION_BANNER (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_connection_banner_parent_class)->dispose (object);
}

static void
spico_connection_banner_class_init (SpicoConnectionBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_connection_banner_dispose;

  signals[SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", SPICO_TYPE_CONNECTION_BANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-connection-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoConnectionBanner, banner);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
spico_connection_banner_init (SpicoConnectionBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_connection_banner_set_client (SpicoConnectionBanner *self,
                                    SpicoClient           *client)
{
  static const char *const changes[] = { "notify::state", "notify::connection", "notify::pending-count", "notify::session-ended" };

  g_return_if_fail (SPICO_IS_CONNECTION_BANNER (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_swapped (client, changes[i], G_CALLBACK (update), self);
  update (self);
}
