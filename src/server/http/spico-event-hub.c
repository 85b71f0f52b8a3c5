/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-hub.h"

#include <string.h>
#include <yyjson.h>

#include "spico-authz.h"
#include "spico-type.h"

/* A client that wants no pings gets comments, or nobody would notice that it has gone. */
#define COMMENT_SECONDS 60

/* What libmicrohttpd keeps for a client of HTTP/1.0; the others' bytes go where its answer's head was. */
#define BLOCK_SIZE 64

/* Some statements' worth. */
#define REVIEWED_AT_ONCE 512

#define NONE G_GINT64_CONSTANT (-1)

/* Somebody whom something of an account is told. */
typedef struct {
  char *id;
  GQueue followings;
} Account;

/* What one stream is told of one account. The states have the types' places. */
typedef struct {
  SpicoEventStream *stream;
  Account *account;
  GList of_account;
  GList of_stream;
  SpicoScope scope; /* what the person may reach of it */
  guint pending;    /* a bit for each type of which a state is to be told */
  gint64 told[];    /* the state that was told, or is to be; NONE before the first */
} Following;

/* There may be thousands, and most of the time nothing happens on any: what can be made when something does is not kept. */
struct _SpicoEventStream {
  SpicoEventHub *hub;
  guint64 id;
  struct MHD_Connection *connection;
  struct MHD_Response *response; /* until its head is sent */
  char *person_id;
  char *session_id;
  SpicoEventOptions options;
  GQueue followings;
  GString *out; /* while something is being sent */
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
  GHashTable *streams;  /* by id */
  GHashTable *accounts; /* those that somebody follows, by id */
  const SpicoType *const *types;
  guint n_types;
  guint64 next_id;
  guint max_streams;
  guint max_per_session;
  gboolean is_stopping;
};

static void
account_free (gpointer data)
{
  Account *account = data;

  g_free (account->id);
  g_free (account);
}

/* Streams; all that follows runs with the hub's mutex held, save where it says otherwise. */

static void
drop_out (SpicoEventStream *stream)
{
  if (stream->out != NULL)
    g_string_free (g_steal_pointer (&stream->out), TRUE);
  stream->out_offset = 0;
}

static void
stream_free (gpointer data)
{
  SpicoEventStream *stream = data;

  drop_out (stream);
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

static Account *
find_or_add_account (SpicoEventHub *self,
                     const char    *account_id)
{
  Account *account = g_hash_table_lookup (self->accounts, account_id);

  if (account != NULL)
    return account;

  account = g_new0 (Account, 1);
  account->id = g_strdup (account_id);
  g_hash_table_insert (self->accounts, account->id, account);

  return account;
}

static void
follow_account (SpicoEventStream        *stream,
                const SpicoAuthzAccount *account)
{
  SpicoEventHub *hub = stream->hub;
  Following *following = g_malloc0 (sizeof *following + hub->n_types * sizeof *following->told);

  following->stream = stream;
  following->account = find_or_add_account (hub, account->account_id);
  following->scope = account->scope;
  following->of_account.data = following->of_stream.data = following;
  for (guint i = 0; i < hub->n_types; i++)
    following->told[i] = NONE;
  g_queue_push_tail_link (&following->account->followings, &following->of_account);
  g_queue_push_tail_link (&stream->followings, &following->of_stream);
}

static void
unfollow (Following *following)
{
  SpicoEventStream *stream = following->stream;
  Account *account = following->account;

  g_queue_unlink (&stream->followings, &following->of_stream);
  g_queue_unlink (&account->followings, &following->of_account);
  if (account->followings.length == 0)
    g_hash_table_remove (stream->hub->accounts, account->id);
  g_free (following);
}

static Following *
find_following (SpicoEventStream *stream,
                const char       *account_id)
{
  const Account *account = g_hash_table_lookup (stream->hub->accounts, account_id);

  for (GList *at = stream->followings.head; account != NULL && at != NULL; at = at->next)
    {
      if (((Following *) at->data)->account == account)
        return at->data;
    }

  return NULL;
}

/* Whether the stream is told of that type in that account: a delegation covers what its scope says, in events too (F024). */
static gboolean
is_told (Following *following,
         guint      place)
{
  SpicoEventStream *stream = following->stream;

  return (stream->options.types & 1u << place) != 0 && spico_scope_covers (following->scope, stream->hub->types[place]->name);
}

/* Notes a state to be told, unless it, or a later one, was told or waits already. */
static gboolean
note_state (Following *following,
            guint      place,
            gint64     state,
            gboolean   again)
{
  if (!is_told (following, place) || (following->told[place] >= state && !again))
    return FALSE;

  following->told[place] = MAX (following->told[place], state);
  following->pending |= 1u << place;

  return TRUE;
}

static gboolean
has_pending (SpicoEventStream *stream)
{
  for (GList *at = stream->followings.head; at != NULL; at = at->next)
    {
      if (((Following *) at->data)->pending != 0)
        return TRUE;
    }

  return FALSE;
}

/* Adds what is to be told of one account, which then is told. */
static void
take_states (yyjson_mut_doc *document,
             yyjson_mut_val *changed,
             Following      *following)
{
  const SpicoEventHub *hub = following->stream->hub;
  yyjson_mut_val *states = yyjson_mut_obj (document);

  for (guint i = 0; i < hub->n_types; i++)
    {
      char text[24];

      if ((following->pending & 1u << i) == 0)
        continue;
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, following->told[i]);
      yyjson_mut_obj_add (states, yyjson_mut_str (document, hub->types[i]->name), yyjson_mut_strcpy (document, text));
    }
  following->pending = 0;
  yyjson_mut_obj_add (changed, yyjson_mut_strcpy (document, following->account->id), states);
}

static char *
take_state_change (SpicoEventStream *stream)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *changed = yyjson_mut_obj (document);
  char *json;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "@type", "StateChange");
  yyjson_mut_obj_add (root, yyjson_mut_str (document, "changed"), changed);
  for (GList *at = stream->followings.head; at != NULL; at = at->next)
    {
      if (((Following *) at->data)->pending != 0)
        take_states (document, changed, at->data);
    }
  json = yyjson_mut_write (document, 0, NULL);
  yyjson_mut_doc_free (document);

  return json;
}

static void
add_next_event (SpicoEventStream *stream)
{
  if (has_pending (stream))
    {
      g_autofree char *json = take_state_change (stream);

      g_string_append_printf (stream->out, "event: state\ndata: %s\n\n", json);
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
}

/* Whether there is something to be sent. */
static gboolean
compose_next (SpicoEventStream *stream)
{
  drop_out (stream);
  if (!stream->has_greeting && !stream->has_ping && !has_pending (stream))
    return FALSE;

  stream->out = g_string_new (NULL);
  if (stream->has_greeting)
    {
      /* The headers go out with the first bytes: the client shall know at once that it is connected. */
      g_string_append (stream->out, ":\n\n");
      stream->has_greeting = FALSE;
    }
  add_next_event (stream);

  return TRUE;
}

static enum MHD_Result
copy_header (void              *data,
             enum MHD_ValueKind kind,
             const char        *name,
             const char        *value)
{
  char **header = data;

  header[0] = g_strdup (name);
  header[1] = g_strdup (value);

  return MHD_NO;
}

/* Nobody needs the headers of a head that is sent, which take more than all that is known of the stream. */
static void
forget_head (SpicoEventStream *stream)
{
  struct MHD_Response *response = g_steal_pointer (&stream->response);
  char *header[2];

  while (response != NULL && MHD_get_response_headers (response, copy_header, header) > 0)
    {
      gboolean is_gone = MHD_del_response_header (response, header[0], header[1]) == MHD_YES;

      g_free (header[0]);
      g_free (header[1]);
      if (!is_gone)
        return;
    }
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

  forget_head (stream);
  if (stream->out == NULL || stream->out_offset == stream->out->len)
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
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, account_free);
  self->types = spico_types_all (&self->n_types);
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

  g_hash_table_unref (self->accounts);
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
 * @options: what they asked for
 *
 * Opens a stream; from now on it is told of changes. It lives until spico_event_hub_close().
 *
 * Returns: (transfer none) (nullable): the stream, or %NULL when there are too many
 */
SpicoEventStream *
spico_event_hub_open (SpicoEventHub           *self,
                      struct MHD_Connection   *connection,
                      const SpicoActor        *actor,
                      GPtrArray               *accounts,
                      const SpicoEventOptions *options)
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
  stream->response = response;

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

  while (stream->followings.head != NULL)
    unfollow (stream->followings.head->data);
  g_hash_table_remove (self->streams, &stream->id);
}

static void
publish_one (const Account *account,
             guint          place,
             gint64         state)
{
  for (GList *at = account->followings.head; at != NULL; at = at->next)
    {
      Following *following = at->data;

      if (note_state (following, place, state, FALSE))
        wake (following->stream);
    }
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
      const SpicoStateChange *change = g_ptr_array_index (changes, i);
      const Account *account = g_hash_table_lookup (self->accounts, change->account_id);
      guint place;

      if (account != NULL && spico_type_find_place (change->type_name, &place))
        publish_one (account, place, change->state);
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
 * @stream: a stream that is about to begin
 *
 * Returns: (transfer full): what is to be looked up in the database
 */
SpicoEventReview *
spico_event_hub_begin_review (SpicoEventHub    *self,
                              SpicoEventStream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventReview *review = spico_event_review_new ();

  spico_event_review_add (review, stream->id, stream->person_id, stream->session_id);

  return review;
}

static gboolean
unfollow_gone (SpicoEventStream *stream,
               GPtrArray        *accounts)
{
  g_autoptr (GHashTable) now = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_before = stream->followings.length;

  for (guint i = 0; i < accounts->len; i++)
    g_hash_table_add (now, ((const SpicoAuthzAccount *) g_ptr_array_index (accounts, i))->account_id);
  for (GList *at = stream->followings.head, *next; at != NULL; at = next)
    {
      Following *following = at->data;

      next = at->next;
      if (!g_hash_table_contains (now, following->account->id))
        unfollow (following);
    }

  return stream->followings.length < n_before;
}

/* Drops the accounts that have gone and follows those that have come; one whose scope has changed is another one. */
static gboolean
apply_accounts (SpicoEventStream *stream,
                GPtrArray        *accounts)
{
  gboolean has_changed = unfollow_gone (stream, accounts);

  for (guint i = 0; i < accounts->len; i++)
    {
      const SpicoAuthzAccount *account = g_ptr_array_index (accounts, i);
      Following *following = find_following (stream, account->account_id);

      if (following != NULL && following->scope == account->scope)
        continue;
      if (following != NULL)
        unfollow (following);
      follow_account (stream, account);
      has_changed = TRUE;
    }

  return has_changed;
}

static void
apply_account_states (Following        *following,
                      SpicoEventReview *review,
                      gboolean          tell_all)
{
  SpicoEventStream *stream = following->stream;
  /* A client that wants one event and then the end already knows the states that it starts from: it is told only what comes after them. */
  gboolean only_learn = stream->has_greeting && stream->options.closes_after_state;
  GHashTableIter iter;
  gpointer type_name, state;
  guint place;

  g_hash_table_iter_init (&iter, spico_event_review_get_states (review, following->account->id));
  while (g_hash_table_iter_next (&iter, &type_name, &state))
    {
      if (!spico_type_find_place (type_name, &place))
        continue;
      if (only_learn)
        following->told[place] = MAX (following->told[place], *(gint64 *) state);
      else
        note_state (following, place, *(gint64 *) state, tell_all);
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
  for (GList *at = stream->followings.head; at != NULL; at = at->next)
    apply_account_states (at->data, review, tell_all);
  if (has_pending (stream))
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

/* All of them, some at a time. */

static GArray *
list_streams (SpicoEventHub *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (guint64), g_hash_table_size (self->streams));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);

  return ids;
}

/* Those of them that are still there. */
static SpicoEventReview *
begin_some (SpicoEventHub *self,
            const guint64 *ids,
            guint          n_ids)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoEventReview *review = spico_event_review_new ();

  for (guint i = 0; i < n_ids; i++)
    {
      const SpicoEventStream *stream = g_hash_table_lookup (self->streams, &ids[i]);

      if (stream != NULL)
        spico_event_review_add (review, stream->id, stream->person_id, stream->session_id);
    }

  return review;
}

/**
 * spico_event_hub_review:
 * @self: a hub
 * @connection: a connection in a transaction that reads
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Reviews every stream, some at a time: so it takes little memory however many they are, and never keeps the hub from the others for long.
 *
 * Returns: whether the database answered
 */
gboolean
spico_event_hub_review (SpicoEventHub      *self,
                        SpicoSqlConnection *connection,
                        gint64              now_us,
                        GError            **error)
{
  g_autoptr (GArray) ids = list_streams (self);

  for (guint i = 0; i < ids->len; i += REVIEWED_AT_ONCE)
    {
      g_autoptr (SpicoEventReview) review = begin_some (self, &g_array_index (ids, guint64, i), MIN (REVIEWED_AT_ONCE, ids->len - i));

      if (!spico_event_review_read (review, connection, now_us, error))
        return FALSE;
      spico_event_hub_apply_review (self, review);
    }

  return TRUE;
}
