/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notifier.h"

#include "spico-news.h"
#include "spico-notification-text.h"

#define MESSAGES_ID "messages"

struct _SpicoNotifier {
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this */
  SpicoWindow *window;       /* borrowed */
  SpicoClient *client;

  /* While the client is ready */
  SpicoUnread *unread;
  SpicoNews *news;
  gboolean is_pulled; /* once since then */
};

G_DEFINE_FINAL_TYPE (SpicoNotifier, spico_notifier, G_TYPE_OBJECT)

/* The one conversation, or all that is unread where the last one came. */
static void
set_destination (GNotification          *notification,
                 const SpicoNewsSummary *summary)
{
  if (summary->n_conversations == 1)
    g_notification_set_default_action_and_target (notification, "app.open-conversation", "(ss)", summary->account_id, summary->conversation_id);
  else
    g_notification_set_default_action_and_target (notification, "app.open-unread", "s", summary->account_id);
}

/* What only becomes less is no reason to disturb anybody. */
static void
show_messages (SpicoNotifier *self,
               gboolean       is_quiet)
{
  SpicoNewsSummary summary = spico_news_sum_up (self->news);
  g_autofree char *title = NULL;
  g_autoptr (GNotification) notification = NULL;

  if (summary.n_messages == 0)
    {
      g_application_withdraw_notification (self->application, MESSAGES_ID);
      return;
    }

  title = spico_text_new_messages (summary.n_messages, summary.n_conversations);
  notification = g_notification_new (title);
  g_notification_set_category (notification, "im.received");
  g_notification_set_priority (notification, is_quiet ? G_NOTIFICATION_PRIORITY_LOW : G_NOTIFICATION_PRIORITY_NORMAL);
  set_destination (notification, &summary);
  g_application_send_notification (self->application, MESSAGES_ID, notification);
}

/* Whoever has just started or unlocked it has the list before them, with all that came meanwhile. */
static gboolean
is_seen (const SpicoUnreadConversation *conversation,
         gpointer                       data)
{
  SpicoNotifier *self = data;

  if (!gtk_window_is_active (GTK_WINDOW (self->window)))
    return FALSE;

  return !self->is_pulled || spico_window_shows_conversation (self->window, conversation->account_id, conversation->conversation_id);
}

static void
unread_changed_cb (SpicoNotifier *self,
                   gboolean       is_settled)
{
  SpicoNewsChange change = spico_news_take (self->news, spico_unread_get_conversations (self->unread), spico_unread_get_accounts (self->unread), is_settled, is_seen, self);

  self->is_pulled |= is_settled;
  if (change != SPICO_NEWS_SAME)
    show_messages (self, change == SPICO_NEWS_LESS);
}

static void
forget (SpicoNotifier *self)
{
  if (self->unread != NULL)
    g_signal_handlers_disconnect_by_data (self->unread, self);
  g_clear_object (&self->unread);
  g_clear_pointer (&self->news, spico_news_free);
  self->is_pulled = FALSE;
}

/* Nothing tells whoever comes next what there is for somebody else; nor is anything left of an earlier run. */
static void
state_cb (SpicoNotifier *self)
{
  forget (self);
  g_application_withdraw_notification (self->application, MESSAGES_ID);
  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  self->news = spico_news_new ();
  self->unread = spico_unread_new (self->client);
  g_signal_connect_swapped (self->unread, "changed", G_CALLBACK (unread_changed_cb), self);
}

static void
spico_notifier_dispose (GObject *object)
{
  SpicoNotifier *self = SPICO_NOTIFIER (object);

  forget (self);
  g_clear_object (&self->client);
  if (self->application != NULL)
    g_application_withdraw_notification (self->application, MESSAGES_ID);
  self->application = NULL;

  G_OBJECT_CLASS (spico_notifier_parent_class)->dispose (object);
}

static void
spico_notifier_class_init (SpicoNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_notifier_dispose;
}

static void
spico_notifier_init (SpicoNotifier *self)
{
}

SpicoNotifier *
spico_notifier_new (GApplication *application,
                    SpicoWindow  *window,
                    SpicoClient  *client)
{
  SpicoNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SPICO_IS_WINDOW (window), NULL);
  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->window = window;
  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);

  return self;
}
