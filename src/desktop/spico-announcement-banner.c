/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcement-banner.h"

#include "spico-announcement-text.h"
#include "spico-banner.h"

/* A maintenance comes near, begins and ends by the clock alone. */
#define CLOCK_SECONDS 20

struct _SpicoAnnouncementBanner {
  AdwBin parent_instance;

  /* Template widgets */
  AdwBanner *banner;

  SpicoClient *client;
  GListModel *announcements;
  gulong changed_handler;
  guint clock_source;
};

G_DEFINE_FINAL_TYPE (SpicoAnnouncementBanner, spico_announcement_banner, ADW_TYPE_BIN)

static void update (SpicoAnnouncementBanner *self);

static void
clock_cb (gpointer user_data)
{
  SpicoAnnouncementBanner *self = user_data;

  self->clock_source = 0;
  update (self);
}

static void
update (SpicoAnnouncementBanner *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (SpicoAnnouncement) due = self->announcements != NULL ? spico_announcement_find_due (self->announcements, now) : NULL;
  g_autofree char *title = due != NULL ? spico_announcement_format_banner (due, now) : NULL;

  spico_banner_show (self->banner, title);

  if (self->clock_source == 0 && self->announcements != NULL && spico_announcement_awaits_time (self->announcements, now))
    self->clock_source = g_timeout_add_seconds_once (CLOCK_SECONDS, clock_cb, self);
}

static void
forget (SpicoAnnouncementBanner *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  if (self->announcements != NULL)
    g_clear_signal_handler (&self->changed_handler, self->announcements);
  g_clear_object (&self->announcements);
}

/* Each person has a store of their own. */
static void
state_cb (SpicoAnnouncementBanner *self)
{
  forget (self);
  if (spico_client_get_state (self->client) == SPICO_CLIENT_READY)
    {
      self->announcements = spico_client_list_announcements (self->client);
      self->changed_handler = g_signal_connect_swapped (self->announcements, "items-changed", G_CALLBACK (update), self);
    }
  update (self);
}

static void
spico_announcement_banner_dispose (GObject *object)
{
  SpicoAnnouncementBanner *self = SPICO_ANNOUNCEMENT_BANNER (object);

  forget (self);
  g_clear_object (&self->client);
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_announcement_banner_parent_class)->dispose (object);
}

static void
spico_announcement_banner_class_init (SpicoAnnouncementBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_announcement_banner_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-announcement-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAnnouncementBanner, banner);
}

static void
spico_announcement_banner_init (SpicoAnnouncementBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_announcement_banner_set_client (SpicoAnnouncementBanner *self,
                                      SpicoClient             *client)
{
  g_return_if_fail (SPICO_IS_ANNOUNCEMENT_BANNER (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
}
