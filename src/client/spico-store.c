/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store.h"

#include <gio/gio.h>

#include "spico-main-thread.h"
#include "spico-store-schema.h"

typedef enum {
  JOB_RUN,
  JOB_OPEN,
  JOB_STOP,
} JobKind;

typedef struct {
  JobKind kind;
  SpicoStoreFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
} Job;

/* One thread with its own connection: it owns everything here but the queue, which the store shares. */
typedef struct {
  gboolean writes;
  char *path;
  GBytes *key;
  GAsyncQueue *jobs;
  GWeakRef *store;
  SpicoSqlConnection *connection;
} Worker;

struct _SpicoStore {
  GObject parent_instance;

  GAsyncQueue *writer;
  GAsyncQueue *reader;
  gboolean is_closed;
  GMutex person_lock;
  char *person_id;
};

typedef struct {
  SpicoStore *store;
  SpicoChanges *changes;
} Announcement;

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoStore, spico_store, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (SpicoChanges, spico_changes, spico_changes_ref, spico_changes_unref)

static SpicoChanges *
spico_changes_new (void)
{
  SpicoChanges *self = g_new0 (SpicoChanges, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->conversations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->principals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

SpicoChanges *
spico_changes_ref (SpicoChanges *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
spico_changes_unref (SpicoChanges *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->conversations);
  g_hash_table_unref (self->principals);
  g_free (self);
}

void
spico_changes_add_conversation (SpicoChanges *self,
                                const char   *account_id,
                                const char   *conversation_id)
{
  self->flags |= SPICO_CHANGE_CONVERSATIONS;
  g_hash_table_add (self->conversations, g_strconcat (account_id, " ", conversation_id, NULL));
}

gboolean
spico_changes_has_conversation (SpicoChanges *self,
                                const char   *account_id,
                                const char   *conversation_id)
{
  g_autofree char *key = g_strconcat (account_id, " ", conversation_id, NULL);

  return g_hash_table_contains (self->conversations, key);
}

void
spico_changes_add_principal (SpicoChanges *self,
                             const char   *principal_id)
{
  self->flags |= SPICO_CHANGE_PRINCIPALS;
  g_hash_table_add (self->principals, g_strdup (principal_id));
}

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_pointer (&job->promise, dex_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
worker_free (Worker *worker)
{
  g_clear_pointer (&worker->connection, spico_sql_connection_free);
  g_clear_pointer (&worker->key, g_bytes_unref);
  g_weak_ref_clear (worker->store);
  g_free (worker->store);
  g_async_queue_unref (worker->jobs);
  g_free (worker->path);
  g_free (worker);
}

static gboolean
announce_cb (gpointer data)
{
  Announcement *announcement = data;

  g_signal_emit (announcement->store, signals[CHANGED], 0, announcement->changes);

  return G_SOURCE_REMOVE;
}

static void
announcement_free (gpointer data)
{
  Announcement *announcement = data;

  g_object_unref (announcement->store);
  spico_changes_unref (announcement->changes);
  g_free (announcement);
}

/* The last reference to the store, if it comes to be ours, is dropped on the main thread. */
static void
announce (SpicoStore   *store,
          SpicoChanges *changes)
{
  Announcement *announcement = g_new0 (Announcement, 1);

  announcement->store = g_object_ref (store);
  announcement->changes = spico_changes_ref (changes);
  spico_main_thread_invoke (announce_cb, announcement, announcement_free);
}

static GError *
store_error (const GError *error)
{
  if (error->domain == SPICO_CLIENT_ERROR)
    return g_error_copy (error);

  return g_error_new (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "The store failed: %s", error->message);
}

/* @result: (transfer full): what the job comes to. What the job was given may be shared with the main thread, like objects of JSON, whose references
 * are not counted atomically: it is let go of there, and before anybody hears of the end. */
static void
settle (Job       *job,
        DexFuture *result)
{
  if (job->destroy != NULL)
    spico_main_thread_let_go (g_steal_pointer (&job->data), g_steal_pointer (&job->destroy));
  spico_main_thread_settle (g_steal_pointer (&job->promise), result);
}

static void
fail (Job          *job,
      const GError *error)
{
  settle (job, dex_future_new_for_error (store_error (error)));
}

static void
run_job (Worker     *worker,
         Job        *job,
         SpicoStore *store)
{
  g_autoptr (SpicoChanges) changes = spico_changes_new ();
  g_autoptr (DexFuture) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *person_id = NULL;
  SpicoTransaction transaction = { worker->connection, changes, NULL };

  g_mutex_lock (&store->person_lock);
  person_id = g_strdup (store->person_id);
  g_mutex_unlock (&store->person_lock);
  transaction.person_id = person_id;

  if (!spico_sql_connection_begin (worker->connection, worker->writes ? SPICO_SQL_TRANSACTION_WRITE : SPICO_SQL_TRANSACTION_READ, &error))
    {
      fail (job, error);
      return;
    }

  result = job->func (&transaction, job->data);
  if (dex_future_get_value (result, &error) == NULL || !spico_sql_connection_commit (worker->connection, &error))
    {
      spico_sql_connection_rollback (worker->connection);
      fail (job, error);
      return;
    }

  if (changes->flags != SPICO_CHANGE_NONE)
    announce (store, changes);
  settle (job, g_steal_pointer (&result));
}

static gboolean
open_connection (Worker  *worker,
                 GError **error)
{
  worker->connection = spico_sql_connection_open (worker->path, worker->writes ? SPICO_SQL_OPEN_CREATE : SPICO_SQL_OPEN_READ_ONLY, worker->key, error);
  g_clear_pointer (&worker->key, g_bytes_unref);
  if (worker->connection == NULL)
    return FALSE;

  return !worker->writes || spico_store_schema_migrate (worker->connection, error);
}

static void
open_job (Worker *worker,
          Job    *job)
{
  g_autoptr (GError) error = NULL;

  if (open_connection (worker, &error))
    settle (job, dex_future_new_true ());
  else
    fail (job, error);
}

static void
refuse (Job *job)
{
  settle (job, dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "The store is closed"));
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  gboolean stopped = FALSE;

  while (!stopped)
    {
      g_autoptr (Job) job = g_async_queue_pop (worker->jobs);
      SpicoStore *store = g_weak_ref_get (worker->store);

      if (job->kind == JOB_STOP)
        {
          stopped = TRUE;
          g_clear_pointer (&worker->connection, spico_sql_connection_free);
          if (job->promise != NULL)
            settle (job, dex_future_new_true ());
        }
      else if (job->kind == JOB_OPEN)
        open_job (worker, job);
      else if (store == NULL || worker->connection == NULL)
        refuse (job);
      else
        run_job (worker, job, store);

      if (store != NULL)
        spico_main_thread_let_go (store, g_object_unref);
    }

  worker_free (worker);
  return NULL;
}

static DexFuture *
push_job (GAsyncQueue    *queue,
          JobKind         kind,
          SpicoStoreFunc  func,
          gpointer        data,
          GDestroyNotify  destroy)
{
  Job *job = g_new0 (Job, 1);
  DexFuture *future;

  job->kind = kind;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (job->promise));
  g_async_queue_push (queue, job);

  /* cppcheck-suppress memleak ; the queue has it */
  return future;
}

static GAsyncQueue *
start_worker (SpicoStore *self,
              const char *path,
              GBytes     *key,
              gboolean    writes)
{
  Worker *worker = g_new0 (Worker, 1);
  GAsyncQueue *jobs = g_async_queue_new_full ((GDestroyNotify) job_free);

  worker->writes = writes;
  worker->path = g_strdup (path);
  worker->key = g_bytes_ref (key);
  worker->jobs = g_async_queue_ref (jobs);
  worker->store = g_new0 (GWeakRef, 1);
  g_weak_ref_init (worker->store, self);
  g_thread_unref (g_thread_new (writes ? "store-writer" : "store-reader", worker_thread, g_steal_pointer (&worker)));

  return jobs;
}

static void
spico_store_dispose (GObject *object)
{
  SpicoStore *self = SPICO_STORE (object);

  if (!self->is_closed && self->writer != NULL)
    dex_future_disown (spico_store_close (self));

  G_OBJECT_CLASS (spico_store_parent_class)->dispose (object);
}

static void
spico_store_finalize (GObject *object)
{
  SpicoStore *self = SPICO_STORE (object);

  g_clear_pointer (&self->writer, g_async_queue_unref);
  g_clear_pointer (&self->reader, g_async_queue_unref);
  g_mutex_clear (&self->person_lock);
  g_free (self->person_id);

  G_OBJECT_CLASS (spico_store_parent_class)->finalize (object);
}

static void
spico_store_class_init (SpicoStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_store_dispose;
  object_class->finalize = spico_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, SPICO_TYPE_CHANGES);
}

static void
spico_store_init (SpicoStore *self)
{
  g_mutex_init (&self->person_lock);
  self->person_id = g_strdup ("");
}

typedef struct {
  SpicoStore *store;
  char *path;
  GBytes *key;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->store);
  g_free (opening->path);
  g_bytes_unref (opening->key);
  g_free (opening);
}

/* The reader opens after the writer, which makes the file and its tables. */
static DexFuture *
writer_opened_cb (DexFuture *future,
                  gpointer   data)
{
  Opening *opening = data;

  opening->store->reader = start_worker (opening->store, opening->path, opening->key, FALSE);

  return push_job (opening->store->reader, JOB_OPEN, NULL, NULL, NULL);
}

static DexFuture *
reader_opened_cb (DexFuture *future,
                  gpointer   data)
{
  return dex_future_new_for_object (data);
}

/**
 * spico_store_open:
 * @path: the file, made where missing
 * @key: 32 random bytes
 *
 * Opens a store, and brings its tables up to date. Fails closed: without SQLCipher, or with another key, nothing is opened.
 *
 * Returns: (transfer full): a future of a #SpicoStore; rejects with %SPICO_CLIENT_ERROR_STORE
 */
DexFuture *
spico_store_open (const char *path,
                  GBytes     *key)
{
  g_autoptr (SpicoStore) self = g_object_new (SPICO_TYPE_STORE, NULL);
  Opening *opening = g_new0 (Opening, 1);
  DexFuture *future;

  opening->store = g_object_ref (self);
  opening->path = g_strdup (path);
  opening->key = g_bytes_ref (key);

  self->writer = start_worker (self, path, key, TRUE);
  future = push_job (self->writer, JOB_OPEN, NULL, NULL, NULL);
  future = dex_future_then (future, writer_opened_cb, opening, opening_free);

  return dex_future_then (future, reader_opened_cb, g_object_ref (self), g_object_unref);
}

/* Whose store it is: told to every job from now on. */
void
spico_store_set_person (SpicoStore *self,
                        const char *person_id)
{
  g_return_if_fail (SPICO_IS_STORE (self));

  g_mutex_lock (&self->person_lock);
  g_set_str (&self->person_id, person_id != NULL ? person_id : "");
  g_mutex_unlock (&self->person_lock);
}

static DexFuture *
submit (SpicoStore     *self,
        GAsyncQueue    *queue,
        SpicoStoreFunc  func,
        gpointer        data,
        GDestroyNotify  destroy)
{
  if (!self->is_closed && queue != NULL)
    return push_job (queue, JOB_RUN, func, data, destroy);

  if (destroy != NULL)
    destroy (data);

  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "The store is closed");
}

DexFuture *
spico_store_read (SpicoStore     *self,
                  SpicoStoreFunc  func,
                  gpointer        data,
                  GDestroyNotify  destroy)
{
  g_return_val_if_fail (SPICO_IS_STORE (self), NULL);

  return submit (self, self->reader, func, data, destroy);
}

DexFuture *
spico_store_write (SpicoStore     *self,
                   SpicoStoreFunc  func,
                   gpointer        data,
                   GDestroyNotify  destroy)
{
  g_return_val_if_fail (SPICO_IS_STORE (self), NULL);

  return submit (self, self->writer, func, data, destroy);
}

static DexFuture *
reader_stopped_cb (DexFuture *future,
                   gpointer   data)
{
  return push_job (data, JOB_STOP, NULL, NULL, NULL);
}

static void
unref_queue (gpointer data)
{
  g_async_queue_unref (data);
}

/**
 * spico_store_close:
 *
 * Lets the jobs that are queued end, then closes the file. The connection that writes is the last: it alone can take the write-ahead log into the file.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_store_close (SpicoStore *self)
{
  g_return_val_if_fail (SPICO_IS_STORE (self), NULL);

  if (self->is_closed || self->writer == NULL)
    return dex_future_new_true ();

  self->is_closed = TRUE;
  if (self->reader == NULL)
    return push_job (self->writer, JOB_STOP, NULL, NULL, NULL);

  return dex_future_finally (push_job (self->reader, JOB_STOP, NULL, NULL, NULL), reader_stopped_cb, g_async_queue_ref (self->writer), unref_queue);
}

DexFuture *
spico_store_answer (gboolean ok,
                    GError **error)
{
  return ok ? dex_future_new_true () : dex_future_new_for_error (*error);
}
