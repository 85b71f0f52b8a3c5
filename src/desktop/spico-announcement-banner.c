/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-announcement-banner.h"

#include "spico-announcement-text.h"
#include "spico-announcements-dialog.h"
#include "spico-banner.h"
#include "spico-client-announcements.h"

/* A maintenance comes near, begins and ends by the clock alone. */
#define CLOCK_SECONDS 20
/* How often a server is asked by whoever has not signed in: nothing tells them. */
#define ASK_SECONDS 20

struct _SpicoAnnouncementBanner {
  AdwBin parent_instance;

  /* Template widgets */
  AdwBanner *banner;

  SpicoClient *client;
  GListModel *announcements;
  gulong changed_handler;
  guint clock_source;

  /* Where nobody has signed in */
  SpicoClient *asker;
  char *server;
  guint n_asked; /* so that only the last answer counts */
  guint ask_source;
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

/* Takes @announcements, %NULL for none. */
static void
take (SpicoAnnouncementBanner *self,
      GListModel              *announcements)
{
  forget (self);
  self->announcements = announcements;
  if (announcements != NULL)
    self->changed_handler = g_signal_connect_swapped (announcements, "items-changed", G_CALLBACK (update), self);
  update (self);
}

/* Each person has a store of their own. */
static void
state_cb (SpicoAnnouncementBanner *self)
{
  take (self, spico_client_get_state (self->client) == SPICO_CLIENT_READY ? spico_client_list_announcements (self->client) : NULL);
}

/* ---- Where nobody has signed in ---- */

typedef struct {
  SpicoAnnouncementBanner *banner;
  guint number;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->banner);
  g_free (question);
}

static void ask (gpointer data);

/* A server that does not answer is asked again, and what it said before stands meanwhile. */
static DexFuture *
asked_cb (DexFuture *completed,
          gpointer   data)
{
  Question *question = data;
  SpicoAnnouncementBanner *self = question->banner;
  const GValue *value = dex_future_get_value (completed, NULL);

  if (question->number != self->n_asked)
    return NULL;

  if (value != NULL)
    take (self, g_value_dup_object (value));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->ask_source = g_timeout_add_seconds_once (ASK_SECONDS, ask, self);

  return NULL;
}

static void
ask (gpointer data)
{
  SpicoAnnouncementBanner *self = data;
  Question *question = g_new0 (Question, 1);

  self->ask_source = 0;
  question->banner = g_object_ref (self);
  question->number = ++self->n_asked;
  dex_future_disown (dex_future_finally (spico_client_ask_announcements (self->asker, self->server), asked_cb, question, question_free));
}

static void
forget_server (SpicoAnnouncementBanner *self)
{
  self->n_asked++;
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_pointer (&self->server, g_free);
  g_clear_object (&self->asker);
}

/* ---- Class ---- */

static void
read_cb (SpicoAnnouncementBanner *self)
{
  if (self->client != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.announcements", NULL);
  else if (self->announcements != NULL)
    adw_dialog_present (spico_announcements_dialog_new_for (self->announcements), GTK_WIDGET (self));
}

static void
spico_announcement_banner_dispose (GObject *object)
{
  SpicoAnnouncementBanner *self = SPICO_ANNOUNCEMENT_BANNER (object);

  forget (self);
  forget_server (self);
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
  gtk_widget_class_bind_template_callback (widget_class, read_cb);
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

void
spico_announcement_banner_ask (SpicoAnnouncementBanner *self,
                               SpicoClient             *client,
                               const char              *server)
{
  g_autofree char *wanted = g_strdup (server);

  g_return_if_fail (SPICO_IS_ANNOUNCEMENT_BANNER (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  /* Of another server nothing is known yet. */
  if (g_strcmp0 (wanted, self->server) != 0)
    take (self, NULL);
  forget_server (self);
  if (wanted == NULL)
    return;

  self->asker = g_object_ref (client);
  self->server = g_steal_pointer (&wanted);
  ask (self);
}
