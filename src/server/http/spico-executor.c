/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-executor.h"

#include "spico-server-error.h"
#include "spico-sql-checkpointer.h"

#define MAX_ATTEMPTS 6

/* Waits before an attempt, in microseconds; doubled each time and spread, so that two that collided do not collide again. */
#define FIRST_WAIT_US 2000

#define SAVEPOINT "request"

/* The writer that nobody waits for takes a third of a processor's time at most: what it does in a row, a message would wait for. */
#define REST_FACTOR 2
#define MAX_REST_US 50000

/* 8 MB: the disk is busy with them for so short a time that a commit hardly waits; a server with much to do lets 32 MB come together. */
#define CHECKPOINT_PAGES 2000

typedef struct {
  GMutex mutex;
  GCond cond;
  GQueue tasks;
  guint max_waiting;
  gboolean has_rivals; /* other queues, whose tasks run at the same time */
  gboolean closed;
} TaskQueue;

typedef struct {
  SpicoExecutor *executor;
  TaskQueue tasks;
  gboolean rests; /* after each transaction */
  GThread *thread;
} Writer;

struct _SpicoExecutor {
  char *database;
  GBytes *key;
  guint max_group;
  guint time_limit_ms;
  guint lock_timeout_ms;
  guint max_attempts;
  const SpicoTaskGroupClass *group_class;
  gpointer group_data;
  TaskQueue reads;
  GPtrArray *readers; /* of GThread */
  GPtrArray *writers; /* of Writer */
  SpicoSqlCheckpointer *checkpointer; /* (nullable): PostgreSQL has its own */
  SpicoMetrics *metrics;
  gint is_failing; /* whether the disk, or the database's server, refused the last write */
};

static void
task_queue_init (TaskQueue *queue,
                 guint      max_waiting)
{
  g_mutex_init (&queue->mutex);
  g_cond_init (&queue->cond);
  g_queue_init (&queue->tasks);
  queue->max_waiting = max_waiting;
}

static void
task_queue_clear (TaskQueue *queue)
{
  g_mutex_clear (&queue->mutex);
  g_cond_clear (&queue->cond);
}

static void
task_queue_close (TaskQueue *queue)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&queue->mutex);

  queue->closed = TRUE;
  g_cond_broadcast (&queue->cond);
}

static gboolean
task_queue_push (TaskQueue *queue,
                 SpicoTask *task)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&queue->mutex);

  if (queue->closed || g_queue_get_length (&queue->tasks) >= queue->max_waiting)
    return FALSE;

  g_queue_push_tail (&queue->tasks, task);
  g_cond_signal (&queue->cond);

  return TRUE;
}

static gboolean
is_alone (TaskQueue *queue,
          SpicoTask *task)
{
  return task->is_alone || (queue->has_rivals && task->stands_apart);
}

static gboolean
may_join (TaskQueue *queue,
          guint      max_tasks,
          GPtrArray *tasks)
{
  SpicoTask *next = g_queue_peek_head (&queue->tasks);

  if (next == NULL || tasks->len >= max_tasks)
    return FALSE;

  return tasks->len == 0 || (!is_alone (queue, next) && !is_alone (queue, g_ptr_array_index (tasks, 0)));
}

/* Waits for a task; what is queued when the queue is closed is still given out. */
static gboolean
task_queue_pop (TaskQueue *queue,
                guint      max_tasks,
                GPtrArray *tasks)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&queue->mutex);

  while (tasks->len == 0 && g_queue_is_empty (&queue->tasks) && !queue->closed)
    g_cond_wait (&queue->cond, &queue->mutex);

  while (may_join (queue, max_tasks, tasks))
    g_ptr_array_add (tasks, g_queue_pop_head (&queue->tasks));

  return tasks->len > 0;
}

static gboolean
is_retryable (const GError *error)
{
  return g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
}

/* After these the connection may be worth nothing: a database server that was started again, for one. */
static gboolean
is_connection_lost (const GError *error)
{
  return g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO);
}

static void
count_error (SpicoExecutor *self,
             const GError  *error,
             gboolean       is_tried_again)
{
  if (self->metrics != NULL)
    spico_metrics_count_database_error (self->metrics, error, is_tried_again);
}

/* Errors that say nothing of the request, and that the next one will meet too. */
static gboolean
is_of_the_disk (const GError *error)
{
  return g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO) || g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FULL)
         || g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_CORRUPT);
}

static void
wait_before_attempt (guint attempt)
{
  gulong base = (gulong) FIRST_WAIT_US << MIN (attempt, 6);

  g_usleep (base + (gulong) g_random_int_range (0, (gint32) base));
}

static void
finish_task (SpicoTask *task)
{
  g_autoptr (GError) error = g_steal_pointer (&task->error);

  task->attempts = 0;
  task->done (task, error);
}

static SpicoSqlConnection *
open_connection (SpicoExecutor    *self,
                 SpicoSqlOpenFlags flags,
                 GError          **error)
{
  SpicoSqlConnection *connection = spico_sql_connection_open (self->database, flags, self->key, error);

  if (connection != NULL)
    {
      spico_sql_connection_set_busy_timeout (connection, self->lock_timeout_ms);
      spico_sql_connection_set_time_limit (connection, self->time_limit_ms);
    }

  return connection;
}

/* The writer's; its log is brought over by a thread of its own. */
static SpicoSqlConnection *
open_writer (SpicoExecutor *self,
             GError       **error)
{
  SpicoSqlConnection *connection = open_connection (self, SPICO_SQL_OPEN_NONE, error);

  if (connection == NULL || spico_sql_connection_is_postgresql (connection))
    return connection;

  if (self->checkpointer == NULL)
    self->checkpointer = spico_sql_checkpointer_new (self->database, self->key, CHECKPOINT_PAGES);
  spico_sql_checkpointer_follow (self->checkpointer, connection);
  return connection;
}

/* Readers. */

static SpicoTaskResult
run_read_once (SpicoTask          *task,
               SpicoSqlConnection *connection,
               GError            **error)
{
  SpicoTaskResult result;

  if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, error))
    return SPICO_TASK_FAILED;

  if (task->announce != NULL)
    task->announce (task, connection);
  result = task->run (task, connection, FALSE, error);
  /* A snapshot has nothing to commit, and a failed one cannot be. */
  spico_sql_connection_rollback (connection);

  return result;
}

static SpicoTaskResult
run_read (SpicoExecutor       *self,
          SpicoSqlConnection **connection,
          SpicoTask           *task,
          GError             **error)
{
  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (GError) local_error = NULL;
      SpicoTaskResult result = SPICO_TASK_FAILED;

      if (*connection == NULL)
        *connection = open_connection (self, SPICO_SQL_OPEN_READ_ONLY, &local_error);
      if (*connection != NULL)
        result = run_read_once (task, *connection, &local_error);
      if (result != SPICO_TASK_FAILED)
        return result;

      if (is_connection_lost (local_error))
        g_clear_pointer (connection, spico_sql_connection_free);
      if (attempt + 1 >= self->max_attempts || (!is_retryable (local_error) && !is_connection_lost (local_error)))
        {
          count_error (self, local_error, FALSE);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return SPICO_TASK_FAILED;
        }
      count_error (self, local_error, TRUE);
      wait_before_attempt (attempt);
    }
}

static void
handle_read (SpicoExecutor       *self,
             SpicoSqlConnection **connection,
             SpicoTask           *task)
{
  SpicoTaskResult result = SPICO_TASK_DONE;

  if (task->sort != NULL)
    result = task->sort (task);
  if (task->run != NULL && result != SPICO_TASK_WRITE)
    result = run_read (self, connection, task, &task->error);

  if (result == SPICO_TASK_WRITE)
    {
      if (spico_executor_write (self, task))
        return;
      g_set_error_literal (&task->error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "Too many writes wait");
    }

  finish_task (task);
}

static gpointer
read_thread (gpointer data)
{
  SpicoExecutor *self = data;
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GPtrArray) tasks = g_ptr_array_new ();

  while (task_queue_pop (&self->reads, 1, tasks))
    {
      SpicoTask *task = g_ptr_array_steal_index (tasks, 0);

      handle_read (self, &connection, task);
    }

  return NULL;
}

/* The writer. */

/* How the tasks of a transaction stand to each other. */
typedef enum {
  GROUP_ALONE,
  GROUP_TRUSTING, /* none is waited for, as most succeed: after a failure all run again, with care */
  GROUP_CAREFUL,  /* the failure of one undoes that one only */
} GroupMode;

static gboolean
undo_task (SpicoExecutor      *self,
           SpicoTask          *task,
           SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  task->is_kept = FALSE;
  if (task->group != NULL)
    self->group_class->undo (task->group);

  return spico_sql_connection_rollback_to (connection, SAVEPOINT, &error) && spico_sql_connection_release_later (connection, SAVEPOINT, &error);
}

/* Whether the transaction goes on after one task of it. */
static gboolean
run_in_group (SpicoExecutor      *self,
              SpicoTask          *task,
              SpicoSqlConnection *connection,
              GroupMode           mode)
{
  if (mode == GROUP_ALONE)
    {
      task->is_kept = task->run (task, connection, TRUE, &task->error) == SPICO_TASK_DONE;
      return task->is_kept;
    }

  if (!spico_sql_connection_savepoint (connection, SAVEPOINT, &task->error))
    return FALSE;

  if (task->group != NULL)
    self->group_class->mark (task->group);
  task->is_kept = task->run (task, connection, TRUE, &task->error) == SPICO_TASK_DONE;
  if (task->is_kept && mode == GROUP_TRUSTING)
    return spico_sql_connection_release_later (connection, SAVEPOINT, &task->error);
  /* What it left to be run later may fail only here. */
  if (task->is_kept && spico_sql_connection_release (connection, SAVEPOINT, &task->error))
    return TRUE;
  /* Whatever it failed for: another one's error may not have been met yet. */
  if (mode == GROUP_TRUSTING)
    return FALSE;

  return undo_task (self, task, connection);
}

static void
set_task_error (SpicoTask    *task,
                const GError *error)
{
  task->is_kept = FALSE;
  g_clear_error (&task->error);
  task->error = g_error_copy (error);
}

/* Nothing of the group is kept. Those that did not fail by themselves share the reason; what a lost connection interrupted before the commit can be tried again. */
static void
fail_group (GPtrArray    *tasks,
            const GError *error,
            gboolean      before_commit)
{
  g_autoptr (GError) again = g_error_new_literal (SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY, "The transaction ended before its commit");

  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      if (task->error == NULL)
        set_task_error (task, error != NULL ? error : again);
      if (before_commit && is_connection_lost (task->error))
        set_task_error (task, again);
      task->is_kept = FALSE;
    }
}

static gboolean
run_tasks (SpicoExecutor      *self,
           SpicoSqlConnection *connection,
           GPtrArray          *tasks,
           GroupMode           mode)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      if (task->announce != NULL)
        task->announce (task, connection);
    }
  for (guint i = 0; i < tasks->len; i++)
    {
      if (!run_in_group (self, g_ptr_array_index (tasks, i), connection, mode))
        return FALSE;
    }

  return TRUE;
}

/* The last that is done in the transaction. */
static gboolean
complete_tasks (SpicoExecutor      *self,
                SpicoSqlConnection *connection,
                gpointer            group,
                GPtrArray          *tasks,
                GError            **error)
{
  if (group != NULL && !self->group_class->write (group, connection, error))
    return FALSE;

  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      if (task->is_kept && task->complete != NULL && !task->complete (task, error))
        return FALSE;
    }

  return TRUE;
}

static void
start_again (GPtrArray *tasks,
             gpointer   group)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      g_clear_error (&task->error);
      task->is_kept = FALSE;
      task->group = group;
    }
}

static gboolean
any_lost_the_connection (GPtrArray    *tasks,
                         const GError *error)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      if (is_connection_lost (task->error))
        return TRUE;
    }

  return is_connection_lost (error);
}

typedef enum {
  OUTCOME_COMMITTED,
  OUTCOME_FAILED,
  OUTCOME_LOST, /* and with it the connection */
} Outcome;

/* Runs all in one transaction and commits. */
static Outcome
try_in_transaction (SpicoExecutor      *self,
                    SpicoSqlConnection *connection,
                    GPtrArray          *tasks,
                    gpointer            group,
                    GroupMode           mode)
{
  g_autoptr (GError) error = NULL;
  gboolean is_lost;
  gboolean ready;

  ready = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error) && run_tasks (self, connection, tasks, mode)
          && complete_tasks (self, connection, group, tasks, &error);
  if (ready && spico_sql_connection_commit (connection, &error))
    return OUTCOME_COMMITTED;

  is_lost = any_lost_the_connection (tasks, error);
  if (spico_sql_connection_in_transaction (connection))
    spico_sql_connection_rollback (connection);
  fail_group (tasks, error, !ready);

  return is_lost ? OUTCOME_LOST : OUTCOME_FAILED;
}

static Outcome
try_group (SpicoExecutor      *self,
           SpicoSqlConnection *connection,
           GPtrArray          *tasks,
           GroupMode           mode)
{
  gpointer group = self->group_class != NULL ? self->group_class->start () : NULL;
  Outcome outcome;

  start_again (tasks, group);
  outcome = try_in_transaction (self, connection, tasks, group, mode);
  if (group != NULL && outcome == OUTCOME_COMMITTED)
    self->group_class->told (group, self->group_data);

  for (guint i = 0; i < tasks->len; i++)
    ((SpicoTask *) g_ptr_array_index (tasks, i))->group = NULL;
  if (group != NULL)
    self->group_class->free (group);

  return outcome;
}

/* Once is enough for what took too long. */
static GPtrArray *
list_worth_care (GPtrArray *tasks)
{
  GPtrArray *worth = g_ptr_array_new ();

  for (guint i = 0; i < tasks->len; i++)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      if (!g_error_matches (task->error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TIMEOUT))
        g_ptr_array_add (worth, task);
    }

  return worth;
}

/* Tells whether the connection is still worth something. */
static gboolean
run_group (SpicoExecutor      *self,
           SpicoSqlConnection *connection,
           GPtrArray          *tasks)
{
  g_autoptr (GPtrArray) worth = NULL;
  Outcome outcome;

  if (tasks->len == 1)
    return try_group (self, connection, tasks, GROUP_ALONE) != OUTCOME_LOST;
  /* What SQLite answers costs no time to wait for. */
  if (!spico_sql_connection_is_postgresql (connection))
    return try_group (self, connection, tasks, GROUP_CAREFUL) != OUTCOME_LOST;

  outcome = try_group (self, connection, tasks, GROUP_TRUSTING);
  if (outcome == OUTCOME_FAILED)
    {
      worth = list_worth_care (tasks);
      outcome = try_group (self, connection, worth, GROUP_CAREFUL);
    }

  return outcome != OUTCOME_LOST;
}

static gboolean
is_worth_another_attempt (SpicoExecutor *self,
                          SpicoTask     *task)
{
  return !task->is_kept && is_retryable (task->error) && ++task->attempts < self->max_attempts;
}

/* Finishes what is done or failed for good; what stays in @tasks is to be tried again. */
static void
finish_group (SpicoExecutor *self,
              GPtrArray     *tasks)
{
  g_autoptr (GPtrArray) finished = g_ptr_array_new ();

  for (guint i = 0; i < tasks->len;)
    {
      SpicoTask *task = g_ptr_array_index (tasks, i);

      gboolean is_tried_again = is_worth_another_attempt (self, task);

      count_error (self, task->error, is_tried_again);
      if (is_of_the_disk (task->error))
        g_atomic_int_set (&self->is_failing, TRUE);
      if (is_tried_again)
        i++;
      else
        g_ptr_array_add (finished, g_ptr_array_steal_index (tasks, i));
    }

  for (guint i = 0; i < finished->len; i++)
    finish_task (g_ptr_array_index (finished, i));
}

/* What was kept was committed: the disk can be written. */
static void
note_commit (SpicoExecutor *self,
             GPtrArray     *tasks)
{
  guint n_kept = 0;

  for (guint i = 0; i < tasks->len; i++)
    n_kept += ((SpicoTask *) g_ptr_array_index (tasks, i))->is_kept;

  if (n_kept == 0)
    return;

  g_atomic_int_set (&self->is_failing, FALSE);
  if (self->metrics != NULL)
    spico_metrics_count_group (self->metrics, n_kept);
}

static void
handle_group (SpicoExecutor       *self,
              SpicoSqlConnection **connection,
              GPtrArray           *tasks)
{
  g_autoptr (GError) error = NULL;

  if (*connection == NULL)
    *connection = open_writer (self, &error);

  if (*connection == NULL)
    {
      start_again (tasks, NULL);
      fail_group (tasks, error, TRUE);
    }
  else if (!run_group (self, *connection, tasks))
    {
      g_clear_pointer (connection, spico_sql_connection_free);
    }

  note_commit (self, tasks);
  finish_group (self, tasks);
}

static gpointer
write_thread (gpointer data)
{
  Writer *writer = data;
  SpicoExecutor *self = writer->executor;
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GPtrArray) tasks = g_ptr_array_new ();

  while (task_queue_pop (&writer->tasks, self->max_group, tasks))
    {
      gint64 begun_us = g_get_monotonic_time ();

      handle_group (self, &connection, tasks);
      if (writer->rests)
        g_usleep ((gulong) MIN (REST_FACTOR * (g_get_monotonic_time () - begun_us), MAX_REST_US));
      if (tasks->len > 0)
        wait_before_attempt (((SpicoTask *) g_ptr_array_index (tasks, 0))->attempts);
    }

  return NULL;
}

static void
writer_free (gpointer data)
{
  Writer *writer = data;

  task_queue_close (&writer->tasks);
  if (writer->thread != NULL)
    g_thread_join (writer->thread);
  task_queue_clear (&writer->tasks);
  g_free (writer);
}

static gboolean
start_writers (SpicoExecutor              *self,
               const SpicoExecutorOptions *options,
               GError                    **error)
{
  guint n = g_str_has_prefix (self->database, "postgres") ? MAX (options->n_writers, 1) + 1 : 1;

  while (self->writers->len < n)
    {
      Writer *writer = g_new0 (Writer, 1);

      writer->executor = self;
      task_queue_init (&writer->tasks, options->max_waiting);
      writer->tasks.has_rivals = n > 1;
      writer->rests = n > 1 && self->writers->len == n - 1;
      g_ptr_array_add (self->writers, writer);
      writer->thread = g_thread_try_new ("writer", write_thread, writer, error);
      if (writer->thread == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
start_readers (SpicoExecutor              *self,
               const SpicoExecutorOptions *options,
               GError                    **error)
{
  while (self->readers->len < MAX (options->n_readers, 1))
    {
      GThread *reader = g_thread_try_new ("reader", read_thread, self, error);

      if (reader == NULL)
        return FALSE;
      g_ptr_array_add (self->readers, reader);
    }

  return TRUE;
}

/**
 * spico_executor_new:
 * @options: the options, copied
 * @error: return location for a #SpicoSqlError
 *
 * Starts the threads; the database must have its schema.
 *
 * Returns: (transfer full) (nullable): an executor
 */
SpicoExecutor *
spico_executor_new (const SpicoExecutorOptions *options,
                    GError                    **error)
{
  SpicoExecutor *self;

  self = g_new0 (SpicoExecutor, 1);
  self->database = g_strdup (options->database);
  self->key = options->key != NULL ? g_bytes_ref (options->key) : NULL;
  self->max_group = MAX (options->max_group, 1);
  self->time_limit_ms = options->time_limit_ms;
  self->lock_timeout_ms = options->lock_timeout_ms;
  self->max_attempts = options->max_attempts > 0 ? options->max_attempts : MAX_ATTEMPTS;
  self->group_class = options->group_class;
  self->group_data = options->group_data;
  self->metrics = options->metrics;
  self->readers = g_ptr_array_new ();
  self->writers = g_ptr_array_new_with_free_func (writer_free);
  task_queue_init (&self->reads, options->max_waiting);

  if (!start_writers (self, options, error) || !start_readers (self, options, error))
    g_clear_pointer (&self, spico_executor_free);

  return self;
}

/**
 * spico_executor_free:
 * @self: (transfer full): an executor
 *
 * Runs what still waits, then ends the threads.
 */
void
spico_executor_free (SpicoExecutor *self)
{
  if (self == NULL)
    return;

  /* Readers first: they may still hand tasks to the writers. */
  task_queue_close (&self->reads);
  for (guint i = 0; i < self->readers->len; i++)
    g_thread_join (g_ptr_array_index (self->readers, i));
  g_ptr_array_unref (self->writers);

  spico_sql_checkpointer_free (self->checkpointer);
  task_queue_clear (&self->reads);
  g_ptr_array_unref (self->readers);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self->database);
  g_free (self);
}

/**
 * spico_executor_read:
 * @self: an executor
 * @task: a task, lent until it is done()
 *
 * Gives a task to the readers.
 *
 * Returns: whether it is taken; too many wait otherwise, and done() is not called
 */
gboolean
spico_executor_read (SpicoExecutor *self,
                     SpicoTask     *task)
{
  return task_queue_push (&self->reads, task);
}

/* The last is that of the background, unless there is but one. */
static Writer *
find_writer (SpicoExecutor *self,
             guint          lane)
{
  guint n = self->writers->len;
  guint index = lane == SPICO_LANE_BACKGROUND || n == 1 ? n - 1 : lane % (n - 1);

  return g_ptr_array_index (self->writers, index);
}

/**
 * spico_executor_write:
 * @self: an executor
 * @task: a task, lent until it is done()
 *
 * Gives a task to the writer of its lane.
 *
 * Returns: whether it is taken; too many wait otherwise, and done() is not called
 */
gboolean
spico_executor_write (SpicoExecutor *self,
                      SpicoTask     *task)
{
  return task_queue_push (&find_writer (self, task->lane)->tasks, task);
}

static guint
count_waiting (TaskQueue *queue)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&queue->mutex);

  return g_queue_get_length (&queue->tasks);
}

/**
 * spico_executor_count_waiting:
 * @self: an executor
 * @n_reads: (out): how many tasks wait for a reader
 * @n_writes: (out): how many wait for a writer
 */
void
spico_executor_count_waiting (SpicoExecutor *self,
                              guint         *n_reads,
                              guint         *n_writes)
{
  *n_reads = count_waiting (&self->reads);
  *n_writes = 0;
  for (guint i = 0; i < self->writers->len; i++)
    *n_writes += count_waiting (&((Writer *) g_ptr_array_index (self->writers, i))->tasks);
}

/**
 * spico_executor_can_write:
 * @self: an executor
 *
 * Returns: whether nothing has shown that the database cannot be written; after a failure of the disk, a commit shows that it can again
 */
gboolean
spico_executor_can_write (SpicoExecutor *self)
{
  return !g_atomic_int_get (&self->is_failing);
}
