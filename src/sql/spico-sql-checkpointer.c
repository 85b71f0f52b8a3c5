/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-checkpointer.h"

#include "spico-sql-private.h"

struct _SpicoSqlCheckpointer {
  char *path;
  GBytes *key;
  guint n_pages;
  GThread *thread;

  GMutex mutex;
  GCond cond;
  gboolean is_wanted;
  gboolean is_closed;
  gint has_left_rest; /* what was written while the thread went through it */
  gint n_done;

  /* The writer's, in whose thread the hook runs. */
  guint last_wanted;
  guint last_pages;
};

static gboolean
wait_until_wanted (SpicoSqlCheckpointer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->is_wanted && !self->is_closed)
    g_cond_wait (&self->cond, &self->mutex);

  self->is_wanted = FALSE;
  return !self->is_closed;
}

/* Whoever waits for a commit waits for the disk, which brings over what it is told to first: so little and often, a quarter of a full log at a time. */
#define EAGER 4

/* A commit of this part of a full log is one of many writes that have waited. Then delays are long anyway and throughput counts: what is brought over rarely is brought over once for many
 * writes of a page. */
#define LARGE_COMMIT 8
#define LARGE_LOG 4

/* How often the thread goes through the log: the second time it has only what was written during the first. */
#define N_PASSES 2

/* Passive: neither readers nor the writer wait for it. What fails, a full disk for one, stays in the log, whole, and is tried again. */
static void
checkpoint (SpicoSqlCheckpointer *self,
            SpicoSqlConnection   *connection)
{
  int code = SQLITE_OK;

  for (guint i = 0; i < N_PASSES && code == SQLITE_OK; i++)
    code = sqlite3_wal_checkpoint_v2 (connection->sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  if (code == SQLITE_OK)
    g_atomic_int_set (&self->has_left_rest, TRUE);
  else if (code != SQLITE_BUSY)
    g_message ("The log of the database could not be brought over: %s (%d)", sqlite3_errstr (code), code);
}

static gpointer
checkpoint_thread (gpointer data)
{
  SpicoSqlCheckpointer *self = data;
  g_autoptr (SpicoSqlConnection) connection = NULL;

  while (wait_until_wanted (self))
    {
      g_autoptr (GError) error = NULL;

      if (connection == NULL)
        connection = spico_sql_connection_open (self->path, SPICO_SQL_OPEN_NONE, self->key, &error);
      if (connection != NULL)
        checkpoint (self, connection);
      else
        g_message ("The log of the database could not be brought over: %s", error->message);
    }

  return NULL;
}

static void
want (SpicoSqlCheckpointer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_wanted = TRUE;
  g_cond_signal (&self->cond);
}

/* After each commit. A log begins anew once all of it was brought over, which a writer that never rests does not let happen: it takes the little that the thread has left itself. */
static int
committed_cb (void       *data,
              sqlite3    *sqlite,
              const char *name,
              int         n_pages)
{
  SpicoSqlCheckpointer *self = data;
  guint n = (guint) n_pages;
  gboolean is_large;

  if (n < self->last_pages)
    self->last_wanted = self->last_pages = 0;
  is_large = n - self->last_pages > self->n_pages / LARGE_COMMIT;
  self->last_pages = n;

  if (n >= self->n_pages && g_atomic_int_compare_and_exchange (&self->has_left_rest, TRUE, FALSE)
      && sqlite3_wal_checkpoint_v2 (sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) == SQLITE_OK)
    g_atomic_int_inc (&self->n_done);
  if (n < self->last_wanted + (is_large ? self->n_pages * LARGE_LOG : self->n_pages / EAGER))
    return SQLITE_OK;

  self->last_wanted = n;
  want (self);
  return SQLITE_OK;
}

/**
 * spico_sql_checkpointer_new:
 * @path: the path of an SQLite database
 * @key: (nullable): its key
 * @n_pages: how many pages a full log has, which is begun anew; four times as many where many writes wait
 *
 * Starts the thread; it opens its connection when it has something to do.
 *
 * Returns: (transfer full): a checkpointer
 */
SpicoSqlCheckpointer *
spico_sql_checkpointer_new (const char *path,
                            GBytes     *key,
                            guint       n_pages)
{
  SpicoSqlCheckpointer *self = g_new0 (SpicoSqlCheckpointer, 1);

  self->path = g_strdup (path);
  self->key = key != NULL ? g_bytes_ref (key) : NULL;
  self->n_pages = n_pages;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("checkpointer", checkpoint_thread, self);

  return self;
}

/**
 * spico_sql_checkpointer_free:
 * @self: (transfer full) (nullable): a checkpointer, whose writer is closed
 *
 * Ends the thread, after what it is doing.
 */
void
spico_sql_checkpointer_free (SpicoSqlCheckpointer *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->is_closed = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self->path);
  g_free (self);
}

/**
 * spico_sql_checkpointer_follow:
 * @self: a checkpointer
 * @writer: a connection to the same database, the only one that writes much; it is closed before @self is freed
 *
 * Takes over from the writer what it would do itself after a commit.
 */
void
spico_sql_checkpointer_follow (SpicoSqlCheckpointer *self,
                               SpicoSqlConnection   *writer)
{
  self->last_wanted = self->last_pages = 0;
  sqlite3_wal_hook (writer->sqlite, committed_cb, self);
}

/**
 * spico_sql_checkpointer_count:
 * @self: a checkpointer
 *
 * Returns: how many times all of the log was brought over
 */
guint
spico_sql_checkpointer_count (SpicoSqlCheckpointer *self)
{
  return (guint) g_atomic_int_get (&self->n_done);
}
