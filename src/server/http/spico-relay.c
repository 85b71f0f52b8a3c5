/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-relay.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "spico-http-server-private.h"
#include "spico-journal.h"
#include "spico-log.h"
#include "spico-sql-channel.h"
#include "spico-type.h"

#define CHANNEL "spico_states"

/* What is told in place of more states than that. */
#define ANYTHING "*"
#define MAX_STATES 4096

/* How soon one telling follows another, in milliseconds: what is committed between them goes together. */
#define TELL_INTERVAL_MS 10

/* A database that does not answer is asked again after so long, doubled up to a limit. */
#define FIRST_WAIT_MS 100
#define LAST_WAIT_MS 5000

struct _SpicoRelay {
  char *database;
  SpicoRelayFunc heard;
  gpointer data;
  GThread *thread;
  int wake;

  GMutex mutex;
  GHashTable *states; /* `ACCOUNT TYPE` → gint64 */
  gboolean is_too_much;
  gboolean is_stopping;

  /* The thread's own. */
  SpicoSqlChannel *channel;
  guint wait_ms;
  gint64 next_join_us;
  gint64 next_tell_us;
};

/* What is to be told. */

static void
wake (SpicoRelay *self)
{
  guint64 one = 1;

  /* It fails only where the thread is woken already. */
  if (write (self->wake, &one, sizeof one) < 0)
    return;
}

static void
note_change (SpicoRelay             *self,
             const SpicoStateChange *change)
{
  g_autofree char *key = g_strconcat (change->account_id, " ", change->type_name, NULL);
  gint64 *known = g_hash_table_lookup (self->states, key);

  if (known != NULL)
    *known = MAX (*known, change->state);
  else if (g_hash_table_size (self->states) < MAX_STATES)
    g_hash_table_insert (self->states, g_steal_pointer (&key), g_memdup2 (&change->state, sizeof change->state));
  else
    self->is_too_much = TRUE;
}

/**
 * spico_relay_tell:
 * @self: (nullable): a relay
 * @changes: (element-type SpicoStateChange): what was committed
 *
 * Has the others told, soon. From any thread; it never waits for the database.
 */
void
spico_relay_tell (SpicoRelay *self,
                  GPtrArray  *changes)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (self == NULL || changes->len == 0)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < changes->len; i++)
    note_change (self, g_ptr_array_index (changes, i));
  wake (self);
}

/**
 * spico_relay_tell_anything:
 * @database: a path, or a `postgresql://` address
 *
 * For a program that is no server: has the servers on the database told, if they have relays, that something was committed. It is only to be sooner: where it
 * cannot be told, nobody need know.
 */
void
spico_relay_tell_anything (const char *database)
{
  g_autoptr (SpicoSqlChannel) channel = NULL;

  if (!g_str_has_prefix (database, "postgres"))
    return;

  channel = spico_sql_channel_open (database, CHANNEL, NULL);
  if (channel != NULL)
    spico_sql_channel_send (channel, ANYTHING, NULL);
}

static void
finish_text (GPtrArray *texts,
             GString   *text)
{
  if (text->len == 0)
    return;

  g_ptr_array_add (texts, g_strndup (text->str, text->len));
  g_string_truncate (text, 0);
}

/* Takes all that is to be told, as texts that the channel carries. */
static GPtrArray *
take_texts (SpicoRelay *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, state;

  if (self->is_too_much)
    g_hash_table_remove_all (self->states);
  if (self->is_too_much)
    g_ptr_array_add (texts, g_strdup (ANYTHING));
  self->is_too_much = FALSE;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &key, &state))
    {
      g_autofree char *line = g_strdup_printf ("%s %" G_GINT64_FORMAT "\n", (const char *) key, *(gint64 *) state);

      if (text->len + strlen (line) > SPICO_SQL_CHANNEL_MAX)
        finish_text (texts, text);
      g_string_append (text, line);
    }
  finish_text (texts, text);
  g_hash_table_remove_all (self->states);

  return texts;
}

/* What is heard. */

static SpicoStateChange *
parse_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  gint64 state;

  if (g_strv_length (words) != 3 || words[0][0] == '\0' || spico_type_find (words[1]) == NULL
      || !g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT64, &state, NULL))
    return NULL;

  return spico_state_change_new (words[0], words[1], state);
}

/* Another version of the program may say what this one does not know: then anything may have changed. */
static GPtrArray *
parse_text (const char *text)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      SpicoStateChange *change;

      if (lines[i][0] == '\0' && lines[i + 1] == NULL)
        break;
      change = parse_line (lines[i]);
      if (change == NULL)
        return NULL;
      g_ptr_array_add (changes, change);
    }

  return g_steal_pointer (&changes);
}

static void
hear (SpicoRelay *self,
      const char *text)
{
  g_autoptr (GPtrArray) changes = parse_text (text);

  self->heard (changes, self->data);
}

/* The thread. */

static gboolean
is_stopping (SpicoRelay *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_stopping;
}

static void
lose_channel (SpicoRelay *self,
              GError     *error)
{
  if (self->channel != NULL || self->wait_ms == 0)
    spico_log_failure ("relay", NULL, error);
  g_clear_pointer (&self->channel, spico_sql_channel_free);
  self->wait_ms = CLAMP (self->wait_ms * 2, FIRST_WAIT_MS, LAST_WAIT_MS);
  self->next_join_us = g_get_monotonic_time () + (gint64) self->wait_ms * 1000;
}

/* What was told while nobody listened here is found by a review. */
static void
join_channel (SpicoRelay *self)
{
  g_autoptr (GError) error = NULL;

  self->channel = spico_sql_channel_open (self->database, CHANNEL, &error);
  if (self->channel == NULL)
    {
      lose_channel (self, error);
      return;
    }

  self->wait_ms = 0;
  self->heard (NULL, self->data);
}

static gboolean
has_to_tell (SpicoRelay *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_too_much || g_hash_table_size (self->states) > 0;
}

static void
tell (SpicoRelay *self)
{
  g_autoptr (GPtrArray) texts = take_texts (self);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < texts->len && error == NULL; i++)
    spico_sql_channel_send (self->channel, g_ptr_array_index (texts, i), &error);
  self->next_tell_us = g_get_monotonic_time () + TELL_INTERVAL_MS * 1000;
  if (error != NULL)
    lose_channel (self, error);
}

static void
receive (SpicoRelay *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!spico_sql_channel_receive (self->channel, texts, &error))
    lose_channel (self, error);
  for (guint i = 0; i < texts->len; i++)
    hear (self, g_ptr_array_index (texts, i));
}

static int
milliseconds_until (gint64 time_us)
{
  return (int) MAX ((time_us - g_get_monotonic_time () + 999) / 1000, 0);
}

/* Until something is heard, something can be told, or it is time to try again. */
static void
await (SpicoRelay *self)
{
  gboolean has_channel = self->channel != NULL;
  int timeout = !has_channel ? milliseconds_until (self->next_join_us) : has_to_tell (self) ? milliseconds_until (self->next_tell_us) : -1;
  struct pollfd fds[] = {
    /* What is committed in the meantime waits for its turn. */
    { .fd = timeout < 0 ? self->wake : -1, .events = POLLIN },
    { .fd = has_channel ? spico_sql_channel_get_fd (self->channel) : -1, .events = POLLIN },
  };
  guint64 woken;

  if (poll (fds, G_N_ELEMENTS (fds), has_channel ? timeout : MIN (timeout, FIRST_WAIT_MS)) < 0 && errno != EINTR)
    g_critical ("The relay cannot wait: %s", g_strerror (errno));
  if ((fds[0].revents & POLLIN) != 0 && read (self->wake, &woken, sizeof woken) < 0)
    return;
}

static gpointer
relay_thread (gpointer data)
{
  SpicoRelay *self = data;

  while (!is_stopping (self))
    {
      if (self->channel == NULL && g_get_monotonic_time () >= self->next_join_us)
        join_channel (self);
      if (self->channel != NULL && has_to_tell (self) && g_get_monotonic_time () >= self->next_tell_us)
        tell (self);
      /* A text may have come with the answer to ours, and no longer wake anybody. */
      if (self->channel != NULL)
        receive (self);
      await (self);
    }

  return NULL;
}

/**
 * spico_relay_new:
 * @database: a `postgresql://` address
 * @heard: called with what the others tell
 * @data: given to @heard
 *
 * Returns: (transfer full): a relay, which looks for the database for as long as it must
 */
SpicoRelay *
spico_relay_new (const char    *database,
                 SpicoRelayFunc heard,
                 gpointer       data)
{
  SpicoRelay *self = g_new0 (SpicoRelay, 1);

  self->database = g_strdup (database);
  self->heard = heard;
  self->data = data;
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_assert_cmpint (self->wake, >=, 0);
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new ("relay", relay_thread, self);

  return self;
}

/**
 * spico_relay_free:
 * @self: (transfer full) (nullable): a relay
 *
 * Tells nobody any more, and ends the thread.
 */
void
spico_relay_free (SpicoRelay *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  wake (self);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_clear_pointer (&self->channel, spico_sql_channel_free);
  close (self->wake);
  g_hash_table_unref (self->states);
  g_mutex_clear (&self->mutex);
  g_free (self->database);
  g_free (self);
}
