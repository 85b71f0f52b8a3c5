/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sync.h"

#include "spico-calls.h"
#include "spico-client-error.h"
#include "spico-event-parser.h"
#include "spico-json.h"
#include "spico-pull.h"
#include "spico-push.h"
#include "spico-state-event.h"
#include "spico-store-contact.h"
#include "spico-store-outbox.h"

#define MIN_DELAY_MS 500
#define MAX_DELAY_MS 15000
#define MAX_LINE (1024 * 1024)
#define HISTORY_DELAY_MS 200
#define STOP_S 2
#define CONTACT_US G_TIME_SPAN_MINUTE
#define LIVED_US (5 * G_USEC_PER_SEC)

struct _SpicoSync {
  GObject parent_instance;

  SpicoSession *session;
  SpicoStore *store;
  SpicoConnection connection;
  GError *obstacle;
  gboolean is_stopped;
  gboolean is_syncing;

  gboolean is_running;
  guint start_source;
  guint n_failures;
  gint64 noted_at; /* in the store: that the server speaks */
  DexPromise *wake;
  DexPromise *drop;

  gboolean is_pulling;
  gboolean is_all_dirty;
  GHashTable *dirty;
  GHashTable *refused; /* `ACCOUNT TYPE` of what must be read whole again */
  guint retry_source;
  gboolean has_history;

  guint n_under_way;
  DexPromise *rest;

  gboolean is_pushing;
  gboolean push_again;
  guint n_push_failures;
  guint push_source;
  GHashTable *sending;
};

enum {
  PROP_0,
  PROP_CONNECTION,
  PROP_IS_SYNCING,
  N_PROPS,
};

enum {
  SENDING,
  REQUESTS_CHANGED,
  PULLED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoSync, spico_sync, G_TYPE_OBJECT)

static void pull (SpicoSync *self);

static void
set_connection (SpicoSync      *self,
                SpicoConnection connection)
{
  if (self->connection == connection)
    return;
  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
set_syncing (SpicoSync *self,
             gboolean   is_syncing)
{
  if (self->is_syncing == is_syncing)
    return;
  self->is_syncing = is_syncing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SYNCING]);
}

/* Doubles, with as much chance as certainty in it: a server that comes back is not asked by everyone at once. */
static guint
delay_after (guint n_failures)
{
  guint delay = MIN (MIN_DELAY_MS << MIN (n_failures, 6), MAX_DELAY_MS);

  return delay / 2 + (guint) g_random_int_range (0, (gint32) delay / 2 + 1);
}

static void
resolve (DexPromise **promise)
{
  g_autoptr (DexPromise) taken = g_steal_pointer (promise);

  if (taken != NULL)
    dex_promise_resolve_boolean (taken, TRUE);
}

static void
end_work (SpicoSync *self)
{
  self->n_under_way--;
  if (self->n_under_way == 0)
    resolve (&self->rest);
}

/* Kept while it is tried again: what is wrong with a certificate is not mended by the next attempt alone. */
static void
set_obstacle (SpicoSync    *self,
              const GError *error)
{
  g_clear_error (&self->obstacle);
  if (spico_client_error_is_certificate (error))
    self->obstacle = g_error_copy (error);
}

/* The connection is not what it seemed: leave the event stream, and connect anew. */
static void
drop (SpicoSync *self)
{
  resolve (&self->drop);
}

/* Awaits. */
static void
await_delay (SpicoSync *self,
             guint      milliseconds)
{
  g_clear_pointer (&self->wake, dex_unref);
  self->wake = dex_promise_new ();
  dex_await (dex_future_first (dex_timeout_new_msec ((int) milliseconds), dex_ref (self->wake), NULL), NULL);
  g_clear_pointer (&self->wake, dex_unref);
}

/* An account that an event does not name may be gone, or new: the session object says. */
static void
handle_event (SpicoSync  *self,
              SpicoEvent *event)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!g_str_equal (event->name, "state"))
    return;

  bytes = g_bytes_new (event->data->str, event->data->len);
  node = dex_await_boxed (spico_json_parse_in_thread (bytes), NULL);
  if (node == NULL)
    return;
  if (spico_state_event_note (json_node_get_object (node), self->dirty, spico_type_group_request.name))
    g_signal_emit (self, signals[REQUESTS_CHANGED], 0);
  pull (self);
}

/* Awaits. */
static gboolean
feed (SpicoSync        *self,
      SpicoEventParser *parser,
      GBytes           *bytes)
{
  SpicoEvent *event;

  spico_event_parser_feed (parser, bytes);
  while ((event = spico_event_parser_next (parser)) != NULL)
    {
      handle_event (self, event);
      spico_event_free (event);
    }

  return !spico_event_parser_is_too_long (parser);
}

/* Pings say it too, so that nothing needs to wake up for it. */
static void
note_contact (SpicoSync *self)
{
  gint64 now = g_get_real_time ();

  if (now >= self->noted_at && now - self->noted_at < CONTACT_US)
    return;

  self->noted_at = now;
  dex_future_disown (spico_store_write (self->store, spico_store_note_contact, NULL, NULL));
}

/* Awaits, until the stream ends, says nothing for too long, or is dropped. */
static void
await_events (SpicoSync    *self,
              GInputStream *stream)
{
  g_autoptr (SpicoEventParser) parser = spico_event_parser_new (MAX_LINE);
  gboolean goes_on = TRUE;

  g_clear_pointer (&self->drop, dex_unref);
  self->drop = dex_promise_new ();
  /* An event is awaited too, and the stream may be dropped meanwhile. */
  while (goes_on && !self->is_stopped && self->drop != NULL)
    {
      g_autoptr (DexFuture) reading = dex_input_stream_read_bytes (stream, 4096, G_PRIORITY_DEFAULT);
      const GValue *value;

      dex_await (dex_future_first (dex_ref (reading), dex_ref (self->drop), NULL), NULL);
      if (!dex_future_is_resolved (reading))
        break;
      value = dex_future_get_value (reading, NULL);
      goes_on = value != NULL && g_bytes_get_size (g_value_get_boxed (value)) > 0;
      if (goes_on)
        note_contact (self);
      goes_on = goes_on && feed (self, parser, g_value_get_boxed (value));
    }
  g_clear_pointer (&self->drop, dex_unref);
}

/* Awaits. The stream is opened before anything is read: what changes between is told. */
static GInputStream *
await_connection (SpicoSync *self,
                  GError   **error)
{
  gboolean needs_first = FALSE;

  if (!spico_pull_session (self->session, self->store, error) || !spico_pull_needs_first (self->store, &needs_first, error))
    return NULL;
  set_syncing (self, needs_first);

  return dex_await_object (spico_session_open_events (self->session), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);

  while (!self->is_stopped)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GInputStream) stream = NULL;
      gint64 connected_at;

      set_connection (self, SPICO_CONNECTION_CONNECTING);
      stream = await_connection (self, &error);
      if (stream != NULL && !self->is_stopped)
        {
          self->n_failures = 0;
          self->n_push_failures = 0;
          self->is_all_dirty = TRUE;
          self->has_history = TRUE;
          set_obstacle (self, NULL);
          set_connection (self, SPICO_CONNECTION_ONLINE);
          pull (self);
          spico_sync_flush (self);
          connected_at = g_get_monotonic_time ();
          await_events (self, stream);
          /* A stream that lived and ended is looked for at once, before anyone is told of being off line. */
          if (!self->is_stopped && g_get_monotonic_time () - connected_at > LIVED_US)
            continue;
        }
      set_syncing (self, FALSE);
      set_obstacle (self, error);
      set_connection (self, SPICO_CONNECTION_OFFLINE);
      if (self->is_stopped || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SESSION_ENDED))
        break;
      await_delay (self, delay_after (self->n_failures++));
    }

  return dex_future_new_true ();
}

static DexFuture *
ran_cb (DexFuture *future,
        gpointer   data)
{
  SpicoSync *self = SPICO_SYNC (data);

  self->is_running = FALSE;
  end_work (self);
  set_connection (self, SPICO_CONNECTION_OFFLINE);

  return dex_ref (future);
}

static gboolean
retry_pull_cb (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);

  self->retry_source = 0;
  pull (self);

  return G_SOURCE_REMOVE;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Awaits. Everything that is known to have changed. */
static gboolean
await_pull (SpicoSync *self,
            GError   **error)
{
  g_autoptr (GHashTable) dirty = g_steal_pointer (&self->dirty);
  g_autoptr (GHashTable) refused = g_steal_pointer (&self->refused);
  gboolean is_all = self->is_all_dirty;
  gboolean needs_first = FALSE;
  gboolean ok;

  self->dirty = new_set ();
  self->refused = new_set ();
  self->is_all_dirty = FALSE;

  if (spico_session_is_stale (self->session) && !spico_pull_session (self->session, self->store, error))
    return FALSE;
  if (!spico_pull_forget (self->store, refused, error) || !spico_pull_needs_first (self->store, &needs_first, error))
    return FALSE;

  set_syncing (self, needs_first);
  ok = spico_pull_changes (self->session, self->store, is_all ? NULL : dirty, error);
  set_syncing (self, FALSE);
  if (!ok)
    self->is_all_dirty = TRUE;

  return ok;
}

static DexFuture *
pull_fiber (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);
  g_autoptr (GError) error = NULL;

  while (error == NULL && !self->is_stopped && self->connection == SPICO_CONNECTION_ONLINE &&
         (self->is_all_dirty || g_hash_table_size (self->dirty) > 0 || spico_session_is_stale (self->session)))
    await_pull (self, &error);
  if (error == NULL)
    g_signal_emit (self, signals[PULLED], 0);

  /* Then whom one finds off line. */
  if (error == NULL && !self->is_stopped && self->connection == SPICO_CONNECTION_ONLINE && !self->is_all_dirty)
    spico_pull_colleagues (self->session, self->store, &error);

  /* What is older comes when there is nothing newer to read. */
  while (error == NULL && !self->is_stopped && self->connection == SPICO_CONNECTION_ONLINE && self->has_history &&
         !self->is_all_dirty && g_hash_table_size (self->dirty) == 0)
    {
      gboolean is_done = TRUE;

      if (spico_pull_history (self->session, self->store, &is_done, &error))
        self->has_history = !is_done;
      if (self->has_history && error == NULL)
        dex_await (dex_timeout_new_msec (HISTORY_DELAY_MS), NULL);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
pulled_cb (DexFuture *future,
           gpointer   data)
{
  SpicoSync *self = SPICO_SYNC (data);
  g_autoptr (GError) error = NULL;

  self->is_pulling = FALSE;
  end_work (self);
  if (self->is_stopped)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      if (self->is_all_dirty || g_hash_table_size (self->dirty) > 0)
        pull (self);
    }
  else if (spico_client_error_is_connection (error))
    drop (self);
  else if (spico_session_is_stale (self->session))
    /* An account that was being read is gone: what is left is read now. */
    pull (self);
  else
    {
      g_info ("Reading changes failed, and will be tried again: %s", error->message);
      if (self->retry_source == 0)
        self->retry_source = g_timeout_add (delay_after (4), retry_pull_cb, self);
    }

  return dex_future_new_true ();
}

/* One reading at a time; what is told to have changed meanwhile is read after it. */
static void
pull (SpicoSync *self)
{
  if (self->is_pulling || self->is_stopped || self->connection != SPICO_CONNECTION_ONLINE)
    return;

  self->is_pulling = TRUE;
  self->n_under_way++;
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, pull_fiber, g_object_ref (self), g_object_unref),
                                         pulled_cb, g_object_ref (self), g_object_unref));
}

static gboolean
flush_cb (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);

  self->push_source = 0;
  spico_sync_flush (self);

  return G_SOURCE_REMOVE;
}

static void
push_later (SpicoSync *self)
{
  if (self->push_source == 0 && !self->is_stopped)
    self->push_source = g_timeout_add (delay_after (self->n_push_failures++), flush_cb, self);
}

static void
tell_sending (SpicoPush  *pushing,
              const char *message_id,
              gboolean    is_sending,
              gpointer    data)
{
  SpicoSync *self = SPICO_SYNC (data);

  if (is_sending)
    g_hash_table_add (self->sending, g_strdup (message_id));
  else
    g_hash_table_remove (self->sending, message_id);
  g_signal_emit (self, signals[SENDING], 0, message_id, is_sending);
}

static void
read_outdated (SpicoPush  *pushing,
               const char *what,
               gpointer    data)
{
  SpicoSync *self = SPICO_SYNC (data);

  g_hash_table_add (self->dirty, g_strdup (what));
  pull (self);
}

static void
read_refused (SpicoPush  *pushing,
              const char *what,
              gpointer    data)
{
  g_hash_table_add (SPICO_SYNC (data)->refused, g_strdup (what));
  read_outdated (pushing, what, data);
}

static DexFuture *
push_fiber (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);
  SpicoPush push = { self->session, self->store, tell_sending, read_refused, read_outdated, self, FALSE };
  GError *error = NULL;
  gboolean has_more = TRUE;

  while (has_more && !self->is_stopped && self->connection == SPICO_CONNECTION_ONLINE)
    {
      if (!spico_push (&push, &has_more, &error))
        return dex_future_new_for_error (error);
      self->n_push_failures = 0;
    }

  return dex_future_new_true ();
}

static DexFuture *
pushed_cb (DexFuture *future,
           gpointer   data)
{
  SpicoSync *self = SPICO_SYNC (data);
  g_autoptr (GError) error = NULL;

  self->is_pushing = FALSE;
  end_work (self);
  if (dex_future_get_value (future, &error) == NULL)
    {
      if (spico_client_error_is_connection (error))
        drop (self);
      else
        push_later (self);
    }
  else if (self->push_again)
    spico_sync_flush (self);

  /* What an answer told of a delegation that ended is looked at now. */
  if (spico_session_is_stale (self->session))
    pull (self);

  return dex_future_new_true ();
}

/* A stream that seems to live may hang on a network that is gone: a reading finds out. */
static void
network_changed_cb (GNetworkMonitor *monitor,
                    gboolean         available,
                    gpointer         data)
{
  SpicoSync *self = SPICO_SYNC (data);

  spico_sync_reconnect (self);
  if (self->connection != SPICO_CONNECTION_ONLINE)
    return;
  self->is_all_dirty = TRUE;
  pull (self);
}

static void
spico_sync_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SpicoSync *self = SPICO_SYNC (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;
    case PROP_IS_SYNCING:
      g_value_set_boolean (value, self->is_syncing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_sync_finalize (GObject *object)
{
  SpicoSync *self = SPICO_SYNC (object);

  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->push_source, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_error (&self->obstacle);
  g_clear_pointer (&self->wake, dex_unref);
  g_clear_pointer (&self->drop, dex_unref);
  g_clear_pointer (&self->rest, dex_unref);
  g_hash_table_unref (self->dirty);
  g_hash_table_unref (self->refused);
  g_hash_table_unref (self->sending);

  G_OBJECT_CLASS (spico_sync_parent_class)->finalize (object);
}

static void
spico_sync_class_init (SpicoSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = spico_sync_finalize;
  object_class->get_property = spico_sync_get_property;

  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, SPICO_TYPE_CONNECTION, SPICO_CONNECTION_OFFLINE, flags);
  properties[PROP_IS_SYNCING] = g_param_spec_boolean ("is-syncing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SENDING] = g_signal_new ("sending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[REQUESTS_CHANGED] = g_signal_new ("requests-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PULLED] = g_signal_new ("pulled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_sync_init (SpicoSync *self)
{
  self->dirty = new_set ();
  self->refused = new_set ();
  self->sending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SpicoSync *
spico_sync_new (SpicoSession *session,
                SpicoStore   *store)
{
  SpicoSync *self = g_object_new (SPICO_TYPE_SYNC, NULL);

  self->session = g_object_ref (session);
  self->store = g_object_ref (store);

  return self;
}

static gboolean
start_cb (gpointer data)
{
  SpicoSync *self = SPICO_SYNC (data);

  self->start_source = 0;
  dex_future_disown (spico_store_write (self->store, spico_outbox_complete, NULL, NULL));
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_DEFAULT);
  self->n_under_way++;
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, run_fiber, g_object_ref (self), g_object_unref),
                                         ran_cb, g_object_ref (self), g_object_unref));

  return G_SOURCE_REMOVE;
}

/* Connects, and stays connected, until spico_sync_stop() or the end of the session. What the store has is shown first: the network can wait for that. */
void
spico_sync_start (SpicoSync *self)
{
  if (self->is_running || self->is_stopped)
    return;

  self->is_running = TRUE;
  set_connection (self, SPICO_CONNECTION_CONNECTING);
  self->start_source = g_idle_add_full (G_PRIORITY_LOW, start_cb, self, NULL);
}

/* Returns: (transfer full): a future that is resolved once nothing is under way any more, or after two seconds: whoever waits to leave is not kept */
DexFuture *
spico_sync_stop (SpicoSync *self)
{
  self->is_stopped = TRUE;
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->push_source, g_source_remove);
  spico_session_abort (self->session);
  drop (self);
  resolve (&self->wake);

  if (self->n_under_way == 0)
    return dex_future_new_true ();

  if (self->rest == NULL)
    self->rest = dex_promise_new ();

  return dex_future_first (dex_ref (self->rest), dex_timeout_new_seconds (STOP_S), NULL);
}

/* Now, without waiting for the end of the back-off. What the network says is a hint, and never a reason not to try. */
void
spico_sync_reconnect (SpicoSync *self)
{
  self->n_failures = 0;
  resolve (&self->wake);
}

/* Something was put into the outbox. */
void
spico_sync_flush (SpicoSync *self)
{
  self->push_again = self->is_pushing;
  if (self->is_pushing || self->is_stopped || self->connection != SPICO_CONNECTION_ONLINE)
    return;

  self->is_pushing = TRUE;
  self->n_under_way++;
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, push_fiber, g_object_ref (self), g_object_unref),
                                         pushed_cb, g_object_ref (self), g_object_unref));
}

gboolean
spico_sync_is_sending (SpicoSync  *self,
                       const char *message_id)
{
  return g_hash_table_contains (self->sending, message_id);
}

SpicoConnection
spico_sync_get_connection (SpicoSync *self)
{
  return self->connection;
}

/* Returns: (transfer none) (nullable): what else than a network it takes to connect: a %SPICO_CLIENT_ERROR. `connection` is notified when it changes */
const GError *
spico_sync_get_obstacle (SpicoSync *self)
{
  return self->obstacle;
}

gboolean
spico_sync_is_syncing (SpicoSync *self)
{
  return self->is_syncing;
}

typedef struct {
  SpicoSync *sync;
  GStrv ids;
  JsonObject *filter;
  JsonArray *calls;
  char *account_id;
  char *conversation_id;
  gint64 before_seq;
  guint position;
  guint limit;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->sync);
  g_strfreev (ask->ids);
  g_clear_pointer (&ask->filter, json_object_unref);
  g_clear_pointer (&ask->calls, json_array_unref);
  g_free (ask->account_id);
  g_free (ask->conversation_id);
  g_free (ask);
}

static DexFuture *
ask (SpicoSync    *self,
     Ask          *what,
     DexFiberFunc  func)
{
  what->sync = g_object_ref (self);
  if (self->connection == SPICO_CONNECTION_ONLINE)
    return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, func, what, ask_free);

  ask_free (what);

  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
}

static DexFuture *
fetch_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;

  if (!spico_pull_principals (what->sync->session, what->sync->store, (const char *const *) what->ids, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
find_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;
  GStrv ids = spico_pull_found_principals (what->sync->session, what->sync->store, g_steal_pointer (&what->filter), what->limit, &error);

  return ids != NULL ? dex_future_new_take_boxed (G_TYPE_STRV, ids) : dex_future_new_for_error (error);
}

static DexFuture *
call_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;
  JsonObject *response = spico_calls_await (what->sync->session, g_steal_pointer (&what->calls), &error);

  return response != NULL ? dex_future_new_take_boxed (JSON_TYPE_OBJECT, response) : dex_future_new_for_error (error);
}

static DexFuture *
card_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;
  JsonObject *card = spico_pull_card (what->sync->session, what->sync->store, what->ids[0], &error);

  return card != NULL ? dex_future_new_take_boxed (JSON_TYPE_OBJECT, card) : dex_future_new_for_error (error);
}

static DexFuture *
people_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;
  SpicoPeoplePage *page = spico_pull_people_page (what->sync->session, what->sync->store, g_steal_pointer (&what->filter), what->position, &error);

  return page != NULL ? dex_future_new_take_boxed (SPICO_TYPE_PEOPLE_PAGE, page) : dex_future_new_for_error (error);
}

static DexFuture *
older_fiber (gpointer data)
{
  Ask *what = data;
  GError *error = NULL;

  if (!spico_pull_older (what->sync->session, what->sync->store, what->account_id, what->conversation_id, what->before_seq, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* Returns: (transfer full): a future of a boolean, once the store has them anew */
DexFuture *
spico_sync_fetch_principals (SpicoSync         *self,
                             const char *const *ids)
{
  Ask *what = g_new0 (Ask, 1);

  what->ids = g_strdupv ((char **) ids);

  return ask (self, what, fetch_fiber);
}

DexFuture *
spico_sync_find_principals (SpicoSync  *self,
                            JsonObject *filter,
                            guint       limit)
{
  Ask *what = g_new0 (Ask, 1);

  what->filter = filter;
  what->limit = limit;

  return ask (self, what, find_fiber);
}

DexFuture *
spico_sync_call (SpicoSync *self,
                 JsonArray *calls)
{
  Ask *what = g_new0 (Ask, 1);

  what->calls = calls;

  return ask (self, what, call_fiber);
}

/* Returns: (transfer full): a future of a #JsonObject, the `PrincipalCard`, once the store has the principal anew */
DexFuture *
spico_sync_fetch_card (SpicoSync  *self,
                       const char *principal_id)
{
  const char *ids[] = { principal_id, NULL };
  Ask *what = g_new0 (Ask, 1);

  what->ids = g_strdupv ((char **) ids);

  return ask (self, what, card_fiber);
}

DexFuture *
spico_sync_list_people (SpicoSync  *self,
                        JsonObject *filter,
                        guint       position)
{
  Ask *what = g_new0 (Ask, 1);

  what->filter = filter;
  what->position = position;

  return ask (self, what, people_fiber);
}

/* Returns: (transfer full): a future of a boolean, once the store has a page of older messages */
DexFuture *
spico_sync_fetch_older (SpicoSync  *self,
                        const char *account_id,
                        const char *conversation_id,
                        gint64      before_seq)
{
  Ask *what = g_new0 (Ask, 1);

  what->account_id = g_strdup (account_id);
  what->conversation_id = g_strdup (conversation_id);
  what->before_seq = before_seq;

  return ask (self, what, older_fiber);
}
