/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-notifier.h"

#include "spico-arrivals.h"
#include "spico-news.h"
#include "spico-notification-text.h"
#include "spico-overdue.h"
#include "spico-quiet-hours.h"
#include "spico-requests.h"

/* While something waits for the end of the hours without notifications: a clock that is set, or a computer that slept, is noticed so too. */
#define CLOCK_SECONDS 20

/* What is told, each in a notification of its own. */
typedef enum {
  MESSAGES,
  OVERDUE,
  HANDED,
  REQUESTS,
  GROUPS,
  ANNOUNCEMENTS,
  N_TOPICS,
} Topic;

/* From there on what is told came into something, and from there on into a list. */
#define FIRST_ARRIVALS HANDED
#define FIRST_LIST REQUESTS

struct _SpicoNotifier {
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this */
  SpicoWindow *window;       /* borrowed */
  SpicoClient *client;
  GSettings *settings;
  guint clock_source;

  /* While the client is ready */
  SpicoUnread *unread;
  SpicoNews *news;
  SpicoOverdue *overdue;
  guint n_overdue; /* as last told of */
  GListModel *lists[N_TOPICS]; /* from FIRST_LIST on */
  SpicoArrivals *arrivals[N_TOPICS];
  gboolean is_shown[N_TOPICS];
  gboolean is_held[N_TOPICS]; /* until the hours without notifications end */
  gboolean is_pulled;         /* once since then */
};

G_DEFINE_FINAL_TYPE (SpicoNotifier, spico_notifier, G_TYPE_OBJECT)

static const struct {
  const char *id;
  const char *setting;
  const char *category;
  const char *action;
  char *(*format) (guint n);
} topics[N_TOPICS] = {
  [MESSAGES] = { "messages", "notify-messages", "im.received", NULL, NULL },
  [OVERDUE] = { "overdue", "notify-overdue", NULL, NULL, NULL },
  /* Whoever wants mails of delegations has one of this too: by a delegation one answers in that mailbox. */
  [HANDED] = { "handed", "notify-delegations", NULL, NULL, spico_text_handed },
  [REQUESTS] = { "requests", "notify-delegations", NULL, "app.open-relations", spico_text_new_requests },
  [GROUPS] = { "groups", "notify-groups", NULL, "app.open-groups", spico_text_new_groups },
  [ANNOUNCEMENTS] = { "announcements", "notify-announcements", NULL, "app.open-announcements", spico_text_new_announcements },
};

/* ---- What there is in the lists ---- */

/* Fills in whose it is, and which. Returns: whether it is to be told */
static gboolean
find_request (gpointer     item,
              const char **account_id,
              const char **id)
{
  *account_id = spico_delegation_get_account_id (item);
  *id = spico_delegation_get_id (item);

  return TRUE;
}

/* A public group that the account took itself is in the list too, accepted at once. */
static gboolean
find_group (gpointer     item,
            const char **account_id,
            const char **id)
{
  *account_id = spico_favourite_group_get_account_id (item);
  *id = spico_favourite_group_get_id (item);

  return spico_favourite_group_get_is_to_answer (item);
}

static gboolean
find_announcement (gpointer     item,
                   const char **account_id,
                   const char **id)
{
  *account_id = "";
  *id = spico_announcement_get_id (item);

  return !spico_announcement_is_read (item);
}

static gboolean (*const find[N_TOPICS]) (gpointer     item,
                                         const char **account_id,
                                         const char **id) = {
  [REQUESTS] = find_request,
  [GROUPS] = find_group,
  [ANNOUNCEMENTS] = find_announcement,
};

/* What is to be told; the rest is known from now on. An id of one account says nothing of another's: a group may be shared with both. */
static GPtrArray *
list_ids (SpicoNotifier *self,
          Topic          topic)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (self->lists[topic]); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->lists[topic], i);
      g_autofree char *key = NULL;
      const char *account_id = "";
      const char *id = "";
      gboolean is_told = find[topic](item, &account_id, &id);

      key = g_strconcat (account_id, " ", id, NULL);
      if (is_told)
        g_ptr_array_add (ids, g_steal_pointer (&key));
      else
        spico_arrivals_know (self->arrivals[topic], key);
    }

  return ids;
}

/* Where the first of them is. */
static char *
find_account (SpicoNotifier *self,
              Topic          topic)
{
  SpicoPrincipal *person = spico_client_get_person (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (self->lists[topic]); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->lists[topic], i);
      const char *account_id = "";
      const char *id = "";

      if (find[topic](item, &account_id, &id) && *account_id != '\0')
        return g_strdup (account_id);
    }

  return g_strdup (person != NULL ? spico_principal_get_id (person) : "");
}

/* ---- Showing ---- */

static GNotification *
make_messages (SpicoNotifier *self)
{
  SpicoNewsSummary summary = spico_news_sum_up (self->news);
  g_autofree char *title = NULL;
  GNotification *notification;

  if (summary.n_messages == 0)
    return NULL;

  title = spico_text_new_messages (summary.n_messages, summary.n_urgent, summary.n_conversations);
  notification = g_notification_new (title);
  /* The one conversation, or all that is unread where the last one came. */
  if (summary.n_conversations == 1)
    g_notification_set_default_action_and_target (notification, "app.open-conversation", "(ss)", summary.account_id, summary.conversation_id);
  else
    g_notification_set_default_action_and_target (notification, "app.open-unread", "s", summary.account_id);

  return notification;
}

/* What nobody has read in time, where the first of it is. */
static GNotification *
make_overdue (SpicoNotifier *self)
{
  GPtrArray *conversations = spico_overdue_get_conversations (self->overdue);
  const SpicoOverdueConversation *first = conversations->len > 0 ? g_ptr_array_index (conversations, 0) : NULL;
  g_autofree char *title = first != NULL ? spico_text_overdue (conversations->len) : NULL;
  GNotification *notification = first != NULL ? g_notification_new (title) : NULL;

  if (notification != NULL)
    g_notification_set_default_action_and_target (notification, "app.open-conversation", "(ss)", first->account_id, first->conversation_id);

  return notification;
}

/* Handed over by somebody else since, it is another. */
static char *
make_handed_key (const SpicoHandedConversation *handed)
{
  return g_strjoin (" ", handed->account_id, handed->conversation_id, handed->by_person_id, NULL);
}

static const SpicoHandedConversation *
find_handed (SpicoNotifier *self)
{
  GPtrArray *handed = spico_unread_get_handed (self->unread);

  for (guint i = 0; i < handed->len; i++)
    {
      g_autofree char *key = make_handed_key (g_ptr_array_index (handed, i));

      if (spico_arrivals_has (self->arrivals[HANDED], key))
        return g_ptr_array_index (handed, i);
    }

  return NULL;
}

/* The one conversation, or all that is unread where the first one is: what was handed over is marked so. */
static GNotification *
make_handed (SpicoNotifier *self)
{
  const SpicoHandedConversation *first = find_handed (self);
  guint n = spico_arrivals_count (self->arrivals[HANDED]);
  g_autofree char *title = first != NULL ? topics[HANDED].format (n) : NULL;
  GNotification *notification = first != NULL ? g_notification_new (title) : NULL;

  if (notification != NULL && n == 1)
    g_notification_set_default_action_and_target (notification, "app.open-conversation", "(ss)", first->account_id, first->conversation_id);
  else if (notification != NULL)
    g_notification_set_default_action_and_target (notification, "app.open-unread", "s", first->account_id);

  return notification;
}

static GNotification *
make_arrivals (SpicoNotifier *self,
               Topic          topic)
{
  guint n = spico_arrivals_count (self->arrivals[topic]);
  g_autofree char *title = n > 0 ? topics[topic].format (n) : NULL;
  g_autofree char *account_id = n > 0 ? find_account (self, topic) : NULL;
  GNotification *notification = n > 0 ? g_notification_new (title) : NULL;

  if (notification != NULL)
    g_notification_set_default_action_and_target (notification, topics[topic].action, "s", account_id);

  return notification;
}

static GNotification *
make_notification (SpicoNotifier *self,
                   Topic          topic)
{
  switch (topic)
    {
    case MESSAGES:
      return make_messages (self);
    case OVERDUE:
      return make_overdue (self);
    case HANDED:
      return make_handed (self);
    default:
      return make_arrivals (self, topic);
    }
}

/* What presses comes before the rest. */
static GNotificationPriority
find_priority (SpicoNotifier *self,
               Topic          topic,
               gboolean       is_quiet)
{
  if (is_quiet)
    return G_NOTIFICATION_PRIORITY_LOW;

  return topic == OVERDUE || (topic == MESSAGES && spico_news_sum_up (self->news).n_urgent > 0) ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_NORMAL;
}

static void
withdraw (SpicoNotifier *self,
          Topic          topic)
{
  self->is_shown[topic] = FALSE;
  g_application_withdraw_notification (self->application, topics[topic].id);
}

/* What only becomes less is no reason to disturb anybody. */
static void
show (SpicoNotifier *self,
      Topic          topic,
      gboolean       is_quiet)
{
  g_autoptr (GNotification) notification = make_notification (self, topic);

  if (notification == NULL)
    {
      withdraw (self, topic);
      return;
    }

  if (topics[topic].category != NULL)
    g_notification_set_category (notification, topics[topic].category);
  g_notification_set_priority (notification, find_priority (self, topic, is_quiet));
  self->is_shown[topic] = TRUE;
  if (topic == OVERDUE)
    spico_overdue_note_told (self->overdue);
  g_application_send_notification (self->application, topics[topic].id, notification);
}

/* ---- When to show it ---- */

static gboolean
is_quiet_time (SpicoNotifier *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_settings_get_boolean (self->settings, "quiet-hours")
         && spico_quiet_hours_contain ((guint) g_settings_get_int (self->settings, "quiet-from"), (guint) g_settings_get_int (self->settings, "quiet-to"), now);
}

static void check_held (SpicoNotifier *self);

static void
clock_cb (gpointer data)
{
  SpicoNotifier *self = data;

  self->clock_source = 0;
  check_held (self);
}

static gboolean
has_held (SpicoNotifier *self)
{
  for (guint i = 0; i < N_TOPICS; i++)
    {
      if (self->is_held[i])
        return TRUE;
    }

  return FALSE;
}

/* When the hours end, what is still to be told is told once. */
static void
check_held (SpicoNotifier *self)
{
  if (!has_held (self))
    return;

  if (is_quiet_time (self))
    {
      if (self->clock_source == 0)
        self->clock_source = g_timeout_add_seconds_once (CLOCK_SECONDS, clock_cb, self);
      return;
    }

  for (guint i = 0; i < N_TOPICS; i++)
    {
      if (self->is_held[i])
        show (self, i, FALSE);
      self->is_held[i] = FALSE;
    }
}

static void
forget_topic (SpicoNotifier *self,
              Topic          topic)
{
  self->is_held[topic] = FALSE;
  if (topic == MESSAGES)
    spico_news_forget (self->news);
  else if (topic == OVERDUE)
    spico_overdue_note_told (self->overdue);
  else
    spico_arrivals_forget (self->arrivals[topic]);
  if (self->is_shown[topic])
    withdraw (self, topic);
}

/* Whoever wants it is told of what is urgent at any hour. */
static gboolean
is_to_wait (SpicoNotifier *self,
            Topic          topic)
{
  gboolean is_urgent = topic == MESSAGES && spico_news_sum_up (self->news).n_urgent > 0 && g_settings_get_boolean (self->settings, "urgent-in-quiet-hours");

  return !is_urgent && is_quiet_time (self);
}

static void
take_change (SpicoNotifier  *self,
             Topic           topic,
             SpicoNewsChange change)
{
  if (change == SPICO_NEWS_SAME)
    return;

  if (!g_settings_get_boolean (self->settings, topics[topic].setting))
    {
      forget_topic (self, topic);
      return;
    }

  if (change == SPICO_NEWS_MORE && is_to_wait (self, topic))
    self->is_held[topic] = TRUE;
  else if (change == SPICO_NEWS_MORE || self->is_shown[topic])
    show (self, topic, change == SPICO_NEWS_LESS);
  check_held (self);
}

/* ---- What comes ---- */

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

static gboolean
is_before_the_eyes (SpicoNotifier *self,
                    const char    *account_id,
                    const char    *conversation_id)
{
  return gtk_window_is_active (GTK_WINDOW (self->window)) && spico_window_shows_conversation (self->window, account_id, conversation_id);
}

/* What others have read may come a little later than what they were sent: nothing is told before it is here, unless nothing comes. */
static void
overdue_changed_cb (SpicoNotifier *self)
{
  GPtrArray *conversations = spico_overdue_get_conversations (self->overdue);
  gboolean is_known = self->is_pulled || spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE;
  SpicoNewsChange change = conversations->len < self->n_overdue ? SPICO_NEWS_LESS : SPICO_NEWS_SAME;

  for (guint i = 0; is_known && i < conversations->len; i++)
    {
      const SpicoOverdueConversation *conversation = g_ptr_array_index (conversations, i);

      if (!conversation->is_told && !is_before_the_eyes (self, conversation->account_id, conversation->conversation_id))
        change = SPICO_NEWS_MORE;
    }

  /* It waits for the end of the quiet hours by itself. */
  self->is_held[OVERDUE] &= conversations->len > 0;
  self->n_overdue = conversations->len;
  take_change (self, OVERDUE, change);
}

/* What the person has looked at is not told, nor if they mark it as unread later. A conversation may come before the marker that says it: neither is noted before all is here. */
static void
take_handed (SpicoNotifier *self,
             gboolean       is_settled)
{
  GPtrArray *handed = spico_unread_get_handed (self->unread);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();

  for (guint i = 0; i < handed->len; i++)
    {
      const SpicoHandedConversation *conversation = g_ptr_array_index (handed, i);
      char *key = make_handed_key (conversation);

      g_ptr_array_add (all, key);
      if (conversation->is_unread && !is_before_the_eyes (self, conversation->account_id, conversation->conversation_id))
        g_ptr_array_add (unread, key);
      else if (is_settled)
        spico_arrivals_know (self->arrivals[HANDED], key);
    }

  if (is_settled)
    spico_arrivals_keep (self->arrivals[HANDED], all);
  take_change (self, HANDED, spico_arrivals_take (self->arrivals[HANDED], unread, is_settled));
}

/* The lists were read from the store before, as they follow it by themselves. */
static void
unread_changed_cb (SpicoNotifier *self,
                   gboolean       is_settled)
{
  take_change (self, MESSAGES, spico_news_take (self->news, spico_unread_get_conversations (self->unread), spico_unread_get_accounts (self->unread), is_settled, is_seen, self));
  take_handed (self, is_settled);
  for (guint i = FIRST_LIST; i < N_TOPICS; i++)
    {
      g_autoptr (GPtrArray) ids = list_ids (self, i);

      take_change (self, i, spico_arrivals_take (self->arrivals[i], ids, is_settled));
    }
  if (is_settled && !self->is_pulled)
    {
      self->is_pulled = TRUE;
      overdue_changed_cb (self);
    }
}

static void
connection_cb (SpicoNotifier *self)
{
  if (self->overdue != NULL)
    overdue_changed_cb (self);
}

static void
settings_cb (SpicoNotifier *self)
{
  if (self->news == NULL)
    return;

  for (guint i = 0; i < N_TOPICS; i++)
    {
      if (!g_settings_get_boolean (self->settings, topics[i].setting))
        forget_topic (self, i);
    }
  check_held (self);
}

static void
forget (SpicoNotifier *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  if (self->unread != NULL)
    g_signal_handlers_disconnect_by_data (self->unread, self);
  g_clear_object (&self->unread);
  if (self->overdue != NULL)
    g_signal_handlers_disconnect_by_data (self->overdue, self);
  g_clear_object (&self->overdue);
  self->n_overdue = 0;
  g_clear_pointer (&self->news, spico_news_free);
  for (guint i = 0; i < N_TOPICS; i++)
    {
      g_clear_object (&self->lists[i]);
      g_clear_pointer (&self->arrivals[i], spico_arrivals_free);
      self->is_held[i] = FALSE;
    }
  self->is_pulled = FALSE;
}

static void
withdraw_all (SpicoNotifier *self)
{
  for (guint i = 0; i < N_TOPICS; i++)
    withdraw (self, i);
}

/* Nothing tells whoever comes next what there is for somebody else; nor is anything left of an earlier run. */
static void
state_cb (SpicoNotifier *self)
{
  forget (self);
  withdraw_all (self);
  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  self->news = spico_news_new ();
  self->lists[REQUESTS] = G_LIST_MODEL (spico_client_list_delegations (self->client, "", SPICO_DELEGATIONS_TO_ANSWER));
  self->lists[GROUPS] = spico_requests_list_groups (self->client, SPICO_GROUP_LIST_RECEIVED);
  self->lists[ANNOUNCEMENTS] = spico_client_list_announcements (self->client);
  for (guint i = FIRST_ARRIVALS; i < N_TOPICS; i++)
    self->arrivals[i] = spico_arrivals_new ();
  self->overdue = spico_overdue_new (self->client);
  g_signal_connect_swapped (self->overdue, "changed", G_CALLBACK (overdue_changed_cb), self);
  self->unread = spico_unread_new (self->client);
  g_signal_connect_swapped (self->unread, "changed", G_CALLBACK (unread_changed_cb), self);
}

static void
spico_notifier_dispose (GObject *object)
{
  SpicoNotifier *self = SPICO_NOTIFIER (object);

  forget (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->client);
  if (self->application != NULL)
    withdraw_all (self);
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
  self->settings = g_settings_new (SPICO_APPLICATION_ID);
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
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);

  return self;
}
