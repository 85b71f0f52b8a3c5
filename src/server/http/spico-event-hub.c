/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-hub.h"

#include <string.h>
#include <yyjson.h>

#include "spico-authz.h"

/* A client that wants no pings gets comments, or nobody would notice that it has gone. */
#define COMMENT_SECONDS 60

#define BLOCK_SIZE 4096

struct _SpicoEventStream {
  SpicoEventHub *hub;
  guint64 id;
  struct MHD_Connection *connection;
  char *person_id;
  char *session_id;
  SpicoEventOptions options;
  GHashTable *accounts; /* account id → (type name → gint64: the state that was told, or is to be) */
  GHashTable *scopes;   /* account id → SpicoScope: what the person may reach of it */
  GHashTable *pending;  /* account id → set of type names */
  GString *out;
  gsize out_offset;
  gint64 last_event_us;
  gint64 presence_due_us;
  gboolean has_greeting;
  gboolean has_ping;
  gboolean is_suspended;
  gboolean is_ending;
};

struct _SpicoEventHub {
  GMutex mutex;
  GHashTable *streams;    /* set of SpicoEventStream, by id */
  GHashTable *by_account; /* account id → GHashTable, a set of SpicoEventStream */
  guint64 next_id;
  guint max_streams;
  guint max_per_session;
  gboolean is_stopping;
};

/* Streams; all that follows runs with the hub's mutex held, save where it says otherwise. */

static void
stream_free (gpointer data)
{
  SpicoEventStream *stream = data;

  spico_event_options_clear (&stream->options);
  g_hash_table_unref (stream->accounts);
  g_hash_table_unref (stream->scopes);
  g_hash_table_unref (stream->pending);
  g_string_free (stream->out, TRUE);
  g_free (stream->person_id);
  g_free (stream->session_id);
  g_free (stream);
}

static void
wake (SpicoEventStream *stream)
{
  if (!stream->is_suspended)
    return;

  stream->is_suspended = FALSE;
  MHD_resume_connection (stream->connection);
}

static void
end_stream (SpicoEventStream *stream)
{
  stream->is_ending = TRUE;
  wake (stream);
}

static GHashTable *
new_states (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
follow_account (SpicoEventStream        *stream,
                const SpicoAuthzAccount *account)
{
  const char *account_id = account->account_id;
  GHashTable *followers = g_hash_table_lookup (stream->hub->by_account, account_id);

  if (followers == NULL)
    {
      followers = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (stream->hub->by_account, g_strdup (account_id), followers);
    }
  g_hash_table_add (followers, stream);
  g_hash_table_insert (stream->accounts, g_strdup (account_id), new_states ());
  g_hash_table_insert (stream->scopes, g_strdup (account_id), GUINT_TO_POINTER (account->scope));
}

static void
leave_followers (SpicoEventStream *stream,
                 const char       *account_id)
{
  GHashTable *followers = g_hash_table_lookup (stream->hub->by_account, account_id);

  if (followers == NULL)
    return;

  g_hash_table_remove (followers, stream);
  if (g_hash_table_size (followers) == 0)
    g_hash_table_remove (stream->hub->by_account, account_id);
}

static void
unfollow_account (SpicoEventStream *stream,
                  const char       *account_id)
{
  leave_followers (stream, account_id);
  g_hash_table_remove (stream->pending, account_id);
  g_hash_table_remove (stream->accounts, account_id);
  g_hash_table_remove (stream->scopes, account_id);
}

/* Whether the person may know of that type in that account: a delegation covers what its scope says, in events too (F024). */
static gboolean
may_know (SpicoEventStream *stream,
          const char       *account_id,
          const char       *type_name)
{
  SpicoScope scope = GPOINTER_TO_UINT (g_hash_table_lookup (stream->scopes, account_id));

  return spico_scope_covers (scope, type_name);
}

/* Notes a state to be told, unless it, or a later one, was told or waits already. */
static gboolean
note_state (SpicoEventStream *stream,
            const char       *account_id,
            const char       *type_name,
            gint64            state,
            gboolean          again)
{
  GHashTable *told = g_hash_table_lookup (stream->accounts, account_id);
  GHashTable *types;
  gint64 *known;

  if (told == NULL || !may_know (stream, account_id, type_name)
      || (stream->options.types != NULL && !g_hash_table_contains (stream->options.types, type_name)))
    return FALSE;

  known = g_hash_table_lookup (told, type_name);
  if (known != NULL && *known >= state && !again)
    return FALSE;
  if (known == NULL || *known < state)
    g_hash_table_insert (told, g_strdup (type_name), g_memdup2 (&state, sizeof state));

  types = g_hash_table_lookup (stream->pending, account_id);
  if (types == NULL)
    {
      types = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (stream->pending, g_strdup (account_id), types);
    }
  g_hash_table_add (types, (gpointer) g_intern_string (type_name));

  return TRUE;
}

static void
add_account_states (yyjson_mut_doc   *document,
                    yyjson_mut_val   *changed,
                    SpicoEventStream *stream,
                    const char       *account_id,
                    GHashTable       *types)
{
  GHashTable *told = g_hash_table_lookup (stream->accounts, account_id);
  yyjson_mut_val *states = yyjson_mut_obj (document);
  GHashTableIter iter;
  gpointer type_name;

  g_hash_table_iter_init (&iter, types);
  while (g_hash_table_iter_next (&iter, &type_name, NULL))
    {
      gint64 *state = g_hash_table_lookup (told, type_name);
      char text[24];

      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, *state);
      yyjson_mut_obj_add (states, yyjson_mut_strcpy (document, type_name), yyjson_mut_strcpy (document, text));
    }
  yyjson_mut_obj_add (changed, yyjson_mut_strcpy (document, account_id), states);
}

static char *
build_state_change (SpicoEventStream *stream)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *changed = yyjson_mut_obj (document);
  GHashTableIter iter;
  gpointer account_id, types;
  char *json;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "@type", "StateChange");
  yyjson_mut_obj_add (root, yyjson_mut_str (document, "changed"), changed);
  g_hash_table_iter_init (&iter, stream->pending);
  while (g_hash_table_iter_next (&iter, &account_id, &types))
    add_account_states (document, changed, stream, account_id, types);
  json = yyjson_mut_write (document, 0, NULL);
  yyjson_mut_doc_free (document);

  return json;
}

static gboolean
compose_next (SpicoEventStream *stream)
{
  g_string_truncate (stream->out, 0);
  stream->out_offset = 0;

  if (stream->has_greeting)
    {
      /* The headers go out with the first bytes: the client shall know at once that it is connected. */
      g_string_append (stream->out, ":\n\n");
      stream->has_greeting = FALSE;
    }
  if (g_hash_table_size (stream->pending) > 0)
    {
      g_autofree char *json = build_state_change (stream);

      g_string_append_printf (stream->out, "event: state\ndata: %s\n\n", json);
      g_hash_table_remove_all (stream->pending);
      if (stream->options.closes_after_state)
        stream->is_ending = TRUE;
    }
  else if (stream->has_ping && stream->options.ping_seconds > 0)
    {
      g_string_append_printf (stream->out, "event: ping\ndata: {\"interval\":%u}\n\n", stream->options.ping_seconds);
    }
  else if (stream->has_ping)
    {
      g_string_append (stream->out, ":\n\n");
    }
  stream->has_ping = FALSE;

  return stream->out->len > 0;
}

/* libmicrohttpd asks for the next bytes, in its thread, whenever the client can take some. */
static ssize_t
read_stream (void    *data,
             uint64_t position,
             char    *buffer,
             size_t   size)
{
  SpicoEventStream *stream = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stream->hub->mutex);
  gsize length;

  if (stream->out_offset == stream->out->len)
    {
      if (stream->is_ending || stream->hub->is_stopping)
        return MHD_CONTENT_READER_END_OF_STREAM;
      if (!compose_next (stream))
        {
          stream->is_suspended = TRUE;
          MHD_suspend_connection (stream->connection);
          return 0;
        }
      stream->last_event_us = g_get_monotonic_time ();
    }

  length = MIN (size, stream->out->len - stream->out_offset);
  memcpy (buffer, stream->out->str + stream->out_offset, length);
  stream->out_offset += length;

  return (ssize_t) length;
}

/* The hub. */

/**
 * spico_event_hub_new:
 * @max_streams: how many streams there may be
 * @max_per_session: how many one session may have; the oldest ends for one more
 *
 * Returns: (transfer full): a hub
 */
SpicoEventHub *
spico_event_hub_new (guint max_streams,
                     guint max_per_session)
{
  SpicoEventHub *self = g_new0 (SpicoEventHub, 1);

  g_mutex_init (&self->mutex);
  self->streams = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, stream_free);
  self->by_account = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->max_streams = max_streams;
  self->max_per_session = max_per_session;

  return self;
}

/**
 * spico_event_hub_free:
 * @self: (transfer full): a hub whose connections have all ended
 */
void
spico_event_hub_free (SpicoEventHub *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_account);
  g_hash_table_unref (self->streams);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
make_room_for_session (SpicoEventHub *self,
                       const char    *session_id)
{
  SpicoEventStream *oldest = NULL;
  SpicoEventStream *stream;
  GHashTableIter iter;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stream))
    {
      if (stream->is_ending || strcmp (stream->session_id, session_id) != 0)
        continue;
      n++;
      if (oldest == NULL || stream->id < oldest->id)
        oldest = stream;
    }

  if (n >= self->max_per_session)
    end_stream (oldest);
}

/**
 * spico_event_hub_open:
 * @self: a hub
 * @connection: the connection, suspended
 * @actor: who listens
 * @accounts: (element-type SpicoAuthzAccount): the accounts that they may use
 * @options: (transfer full): what they asked for; taken and cleared
 *
 * Opens a stream; from now on it is told of changes. It lives until spico_event_hub_close().
 *
 * Returns: (transfer none) (nullable): the stream, or %NULL when there are too many
 */
SpicoEventStream *
spico_event_hub_open (SpicoEventHub         *self,
                      struct MHD_Connection *connection,
                      const SpicoActor      *actor,
                      GPtrArray             *accounts,
                      SpicoEventOptions     *options)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventStream *stream;

  if (self->is_stopping || g_hash_table_size (self->streams) >= self->max_streams)
    return NULL;

  make_room_for_session (self, actor->session_id);

  stream = g_new0 (SpicoEventStream, 1);
  stream->hub = self;
  stream->id = self->next_id++;
  stream->connection = connection;
  stream->person_id = g_strdup (actor->person_id);
  stream->session_id = g_strdup (actor->session_id);
  stream->options = *options;
  *options = (SpicoEventOptions) { 0 };
  stream->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  stream->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stream->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  stream->out = g_string_new (NULL);
  stream->last_event_us = g_get_monotonic_time ();
  stream->has_greeting = TRUE;
  g_hash_table_insert (self->streams, &stream->id, stream);
  for (guint i = 0; i < accounts->len; i++)
    follow_account (stream, g_ptr_array_index (accounts, i));

  return stream;
}

/**
 * spico_event_stream_respond:
 * @stream: a stream
 *
 * Returns: (transfer full): the response that sends it
 */
struct MHD_Response *
spico_event_stream_respond (SpicoEventStream *stream)
{
  struct MHD_Response *response = MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK_SIZE, read_stream, stream, NULL);

  MHD_add_response_header (response, "Content-Type", "text/event-stream; charset=utf-8");
  /* nginx would keep events back until its buffer is full. */
  MHD_add_response_header (response, "X-Accel-Buffering", "no");

  return response;
}

/**
 * spico_event_hub_close:
 * @self: a hub
 * @stream: (transfer full): a stream whose connection has ended
 */
void
spico_event_hub_close (SpicoEventHub    *self,
                       SpicoEventStream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer account_id;

  g_hash_table_iter_init (&iter, stream->accounts);
  while (g_hash_table_iter_next (&iter, &account_id, NULL))
    leave_followers (stream, account_id);
  g_hash_table_remove (self->streams, &stream->id);
}

/**
 * spico_event_hub_publish:
 * @self: a hub
 * @changes: (element-type SpicoStateChange): the states that a committed request has moved on
 *
 * Tells the streams that follow these accounts.
 */
void
spico_event_hub_publish (SpicoEventHub *self,
                         GPtrArray     *changes)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (changes->len == 0)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < changes->len; i++)
    {
      SpicoStateChange *change = g_ptr_array_index (changes, i);
      GHashTable *followers = g_hash_table_lookup (self->by_account, change->account_id);
      GHashTableIter iter;
      gpointer stream;

      if (followers == NULL)
        continue;
      g_hash_table_iter_init (&iter, followers);
      while (g_hash_table_iter_next (&iter, &stream, NULL))
        {
          if (note_state (stream, change->account_id, change->type_name, change->state, FALSE))
            wake (stream);
        }
    }
}

/**
 * spico_event_hub_tick:
 * @self: a hub
 * @now_us: the monotonic time, in microseconds
 *
 * Pings who has heard nothing for as long as they asked.
 */
void
spico_event_hub_tick (SpicoEventHub *self,
                      gint64         now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventStream *stream;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stream))
    {
      guint interval = stream->options.ping_seconds > 0 ? stream->options.ping_seconds : COMMENT_SECONDS;

      if (!stream->is_suspended || now_us - stream->last_event_us < (gint64) interval * G_USEC_PER_SEC)
        continue;
      stream->has_ping = TRUE;
      wake (stream);
    }
}

/**
 * spico_event_hub_stop:
 * @self: a hub
 *
 * Ends every stream, and opens no more.
 */
void
spico_event_hub_stop (SpicoEventHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventStream *stream;
  GHashTableIter iter;

  self->is_stopping = TRUE;
  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stream))
    end_stream (stream);
}

/**
 * spico_event_hub_size:
 * @self: a hub
 *
 * Returns: how many streams there are
 */
guint
spico_event_hub_size (SpicoEventHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->streams);
}

/**
 * spico_event_hub_take_present:
 * @self: a hub
 * @now_us: the monotonic time, in microseconds
 * @interval_us: how long a person need not be named again, in microseconds
 *
 * Names the people who have a stream open and whose presence is to be written again.
 *
 * Returns: (transfer full) (element-type utf8): their ids
 */
GPtrArray *
spico_event_hub_take_present (SpicoEventHub *self,
                              gint64         now_us,
                              gint64         interval_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *people = g_ptr_array_new_with_free_func (g_free);
  SpicoEventStream *stream;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stream))
    {
      if (stream->is_ending || stream->presence_due_us > now_us)
        continue;
      stream->presence_due_us = now_us + interval_us;
      if (g_hash_table_add (seen, stream->person_id))
        g_ptr_array_add (people, g_strdup (stream->person_id));
    }

  return people;
}

/* Reviews. */

/**
 * spico_event_hub_begin_review:
 * @self: a hub
 * @stream: (nullable): one stream, or %NULL for all that there are now
 *
 * Returns: (transfer full): what is to be looked up in the database
 */
SpicoEventReview *
spico_event_hub_begin_review (SpicoEventHub    *self,
                              SpicoEventStream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventReview *review = spico_event_review_new ();
  GHashTableIter iter;

  if (stream != NULL)
    {
      spico_event_review_add (review, stream->id, stream->person_id, stream->session_id);
      return review;
    }

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &stream))
    spico_event_review_add (review, stream->id, stream->person_id, stream->session_id);

  return review;
}

/* Drops the accounts that have gone and follows those that have come. */
static gboolean
apply_accounts (SpicoEventStream *stream,
                GPtrArray        *accounts)
{
  g_autoptr (GHashTable) now = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  gboolean has_come = FALSE;
  GHashTableIter iter;
  gpointer account_id;

  for (guint i = 0; i < accounts->len; i++)
    g_hash_table_add (now, ((const SpicoAuthzAccount *) g_ptr_array_index (accounts, i))->account_id);

  g_hash_table_iter_init (&iter, stream->accounts);
  while (g_hash_table_iter_next (&iter, &account_id, NULL))
    {
      if (!g_hash_table_contains (now, account_id))
        g_ptr_array_add (gone, g_strdup (account_id));
    }
  for (guint i = 0; i < gone->len; i++)
    unfollow_account (stream, g_ptr_array_index (gone, i));

  for (guint i = 0; i < accounts->len; i++)
    {
      const SpicoAuthzAccount *account = g_ptr_array_index (accounts, i);

      if (g_hash_table_contains (stream->accounts, account->account_id)
          && g_hash_table_lookup (stream->scopes, account->account_id) == GUINT_TO_POINTER (account->scope))
        continue;
      unfollow_account (stream, account->account_id);
      follow_account (stream, account);
      has_come = TRUE;
    }

  return gone->len > 0 || has_come;
}

/* A client that wants one event and then the end already knows the states that it starts from: it is told only what comes after them. */
static void
learn_state (SpicoEventStream *stream,
             const char       *account_id,
             const char       *type_name,
             gint64            state)
{
  GHashTable *told = g_hash_table_lookup (stream->accounts, account_id);
  gint64 *known = told != NULL ? g_hash_table_lookup (told, type_name) : NULL;

  if (told != NULL && (known == NULL || *known < state))
    g_hash_table_insert (told, g_strdup (type_name), g_memdup2 (&state, sizeof state));
}

static void
apply_states (SpicoEventStream *stream,
              SpicoEventReview *review,
              GPtrArray        *accounts,
              gboolean          tell_all)
{
  gboolean only_learn = stream->has_greeting && stream->options.closes_after_state;

  for (guint i = 0; i < accounts->len; i++)
    {
      const char *account_id = ((const SpicoAuthzAccount *) g_ptr_array_index (accounts, i))->account_id;
      GHashTable *states = spico_event_review_get_states (review, account_id);
      GHashTableIter iter;
      gpointer type_name, state;

      g_hash_table_iter_init (&iter, states);
      while (g_hash_table_iter_next (&iter, &type_name, &state))
        {
          if (only_learn)
            learn_state (stream, account_id, type_name, *(gint64 *) state);
          else
            note_state (stream, account_id, type_name, *(gint64 *) state, tell_all);
        }
    }
}

static void
apply_to_stream (SpicoEventReview *review,
                 guint64           stream_id,
                 GPtrArray        *accounts,
                 gpointer          data)
{
  SpicoEventHub *self = data;
  SpicoEventStream *stream = g_hash_table_lookup (self->streams, &stream_id);
  gboolean tell_all;

  if (stream == NULL)
    return;
  if (accounts == NULL)
    {
      end_stream (stream);
      return;
    }

  tell_all = apply_accounts (stream, accounts);
  apply_states (stream, review, accounts, tell_all);
  if (g_hash_table_size (stream->pending) > 0)
    wake (stream);
}

/**
 * spico_event_hub_apply_review:
 * @self: a hub
 * @review: a review that was read
 *
 * Tells each stream what it has missed; ends those whose session has ended. A stream whose accounts have changed is told all their states, so that the client sees
 * which ones it still has.
 */
void
spico_event_hub_apply_review (SpicoEventHub    *self,
                              SpicoEventReview *review)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  spico_event_review_foreach (review, apply_to_stream, self);
}
