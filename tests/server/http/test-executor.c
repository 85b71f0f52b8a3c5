/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "spico-executor.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

/* Far above what any other statement of these tests takes. */
#define TIME_LIMIT_MS 1000

typedef struct {
  guint lock_timeout_ms;
  guint max_attempts;
} Patience;

static const Patience usual = { 5000, 0 };
/* Who finds a lock comes back at once, as long as it takes; or as often as usual. */
static const Patience endless = { 1, G_MAXUINT };
static const Patience none = { 1, 0 };

typedef struct {
  GMutex mutex;
  GCond cond;
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
  SpicoExecutor *executor;
  SpicoMetrics *metrics;
  guint n_done;
  gboolean is_held;
} Fixture;

typedef struct {
  SpicoTask task;
  Fixture *fixture;
  guint number;
  guint n_runs;
  guint n_busy;
  gboolean fails;
  gboolean fails_later;
  gboolean takes_long;
  gboolean holds;
  gboolean is_done;
  gint64 n_committed;
  GError *error;
} TestTask;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const Patience *patience = data;
  SpicoExecutorOptions options = { .n_readers = 2, .n_writers = 2, .max_waiting = 100, .max_group = 32, .time_limit_ms = TIME_LIMIT_MS };

  g_mutex_init (&fixture->mutex);
  g_cond_init (&fixture->cond);
  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  spico_sql_connection_run_script (fixture->connection, "CREATE TABLE item (number BIGINT PRIMARY KEY);", &error);
  g_assert_no_error (error);
  fixture->metrics = spico_metrics_new ();
  options.database = spico_test_database_get_uri (fixture->database);
  options.metrics = fixture->metrics;
  options.lock_timeout_ms = patience->lock_timeout_ms;
  options.max_attempts = patience->max_attempts;
  fixture->executor = spico_executor_new (&options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->executor, spico_executor_free);
  g_clear_pointer (&fixture->metrics, spico_metrics_free);
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
  g_mutex_clear (&fixture->mutex);
  g_cond_clear (&fixture->cond);
}

static gint64
count_items (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  spico_sql_query_int64 (fixture->connection, "SELECT count(*) FROM item", NULL, -1, &n, &error);
  g_assert_no_error (error);

  return n;
}

static void
hold (Fixture *fixture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  fixture->is_held = TRUE;
  g_cond_broadcast (&fixture->cond);
  while (fixture->is_held)
    g_cond_wait (&fixture->cond, &fixture->mutex);
}

static void
await_held (Fixture *fixture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  while (!fixture->is_held)
    g_cond_wait (&fixture->cond, &fixture->mutex);
}

static void
let_go (Fixture *fixture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  fixture->is_held = FALSE;
  g_cond_broadcast (&fixture->cond);
}

static guint
count_retries (Fixture *fixture)
{
  SpicoGauges gauges = { 0 };
  g_autofree char *page = spico_metrics_write (fixture->metrics, &gauges);
  const char *line = strstr (page, "\nspico_database_retries_total ");

  g_assert_nonnull (line);

  return (guint) g_ascii_strtoull (strchr (line, ' '), NULL, 10);
}

static void
assert_measured (Fixture    *fixture,
                 const char *format,
                 guint       number)
{
  SpicoGauges gauges = { 0 };
  g_autofree char *page = spico_metrics_write (fixture->metrics, &gauges);
  g_autofree char *line = g_strdup_printf ("\n%s %u\n", format, number);

  if (strstr (page, line) == NULL)
    g_error ("The metrics do not say %s", line);
}

#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n"

static SpicoTaskResult
insert_item (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  TestTask *self = (TestTask *) task;
  gint64 count;

  if (!can_write)
    return SPICO_TASK_WRITE;

  self->n_runs++;
  if (self->holds)
    hold (self->fixture);
  if (self->takes_long && !spico_sql_query_int64 (connection, ENDLESS, NULL, 0, &count, error))
    return SPICO_TASK_FAILED;
  if (!spico_sql_run (connection, "INSERT INTO item (number) VALUES ($1)", SPICO_SQL_VALUES (SPICO_SQL_INT (self->number)), error))
    return SPICO_TASK_FAILED;
  if (self->fails_later && !spico_sql_run_later (connection, "INSERT INTO item (number) VALUES (0)", NULL, error))
    return SPICO_TASK_FAILED;
  if (self->n_runs <= self->n_busy)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY, "Busy");
      return SPICO_TASK_FAILED;
    }
  if (self->fails)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "Failed");
      return SPICO_TASK_FAILED;
    }

  return SPICO_TASK_DONE;
}

static void
task_done (SpicoTask    *task,
           const GError *error)
{
  TestTask *self = (TestTask *) task;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->fixture->mutex);

  g_assert_false (self->is_done);
  self->is_done = TRUE;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->fixture->n_done++;
  g_cond_broadcast (&self->fixture->cond);
}

static void
await_done (Fixture *fixture,
            guint    n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  while (fixture->n_done < n)
    g_cond_wait (&fixture->cond, &fixture->mutex);
}

static TestTask
new_task (Fixture *fixture,
          guint    number)
{
  return (TestTask) { .task = { .run = insert_item, .done = task_done }, .fixture = fixture, .number = number };
}

static void
test_group (Fixture      *fixture,
            gconstpointer data)
{
  TestTask tasks[40];

  /* The first one holds the writer until the others wait behind it. */
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = new_task (fixture, i);
  tasks[0].holds = TRUE;
  tasks[5].fails = TRUE;
  tasks[6].number = 0;
  tasks[7].fails_later = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &tasks[0].task));
  await_held (fixture);
  for (guint i = 1; i < G_N_ELEMENTS (tasks); i++)
    g_assert_true (spico_executor_write (fixture->executor, &tasks[i].task));
  let_go (fixture);
  await_done (fixture, G_N_ELEMENTS (tasks));

  g_assert_error (tasks[5].error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED);
  g_assert_error (tasks[6].error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  g_assert_true (tasks[7].error != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      if (i < 5 || i > 7)
        g_assert_no_error (tasks[i].error);
      g_clear_error (&tasks[i].error);
    }
  g_assert_cmpint (count_items (fixture), ==, 37);
  /* One alone, then 32 of which three failed, then seven. */
  assert_measured (fixture, "spico_writer_group_size_bucket{le=\"1\"}", 1);
  assert_measured (fixture, "spico_writer_group_size_bucket{le=\"8\"}", 2);
  assert_measured (fixture, "spico_writer_group_size_bucket{le=\"+Inf\"}", 3);
  assert_measured (fixture, "spico_writer_group_size_sum", 37);
}

/* One that takes too long fails alone: those of its group, and those after it, are done. */
static void
test_too_long (Fixture      *fixture,
               gconstpointer data)
{
  TestTask tasks[4];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = new_task (fixture, i);
  tasks[0].holds = TRUE;
  tasks[2].takes_long = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &tasks[0].task));
  await_held (fixture);
  for (guint i = 1; i < G_N_ELEMENTS (tasks); i++)
    g_assert_true (spico_executor_write (fixture->executor, &tasks[i].task));
  let_go (fixture);
  await_done (fixture, G_N_ELEMENTS (tasks));

  g_assert_error (tasks[2].error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TIMEOUT);
  g_assert_cmpuint (tasks[2].n_runs, ==, 1);
  g_clear_error (&tasks[2].error);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    g_assert_no_error (tasks[i].error);
  g_assert_cmpint (count_items (fixture), ==, 3);
}

/* What others see is committed: the tasks before one that is alone, and it alone. */
static SpicoTaskResult
count_committed (SpicoTask          *task,
                 SpicoSqlConnection *connection,
                 gboolean            can_write,
                 GError            **error)
{
  TestTask *self = (TestTask *) task;
  SpicoTaskResult result = insert_item (task, connection, can_write, error);

  self->n_committed = count_items (self->fixture);

  return result;
}

static void
run_six (Fixture  *fixture,
         TestTask *tasks)
{
  tasks[0].holds = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &tasks[0].task));
  await_held (fixture);
  for (guint i = 1; i < 6; i++)
    g_assert_true (spico_executor_write (fixture->executor, &tasks[i].task));
  let_go (fixture);
  await_done (fixture, 6);
}

static void
test_apart (Fixture      *fixture,
            gconstpointer data)
{
  TestTask tasks[6];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = new_task (fixture, i);
  tasks[3].task.stands_apart = TRUE;
  tasks[3].task.run = tasks[4].task.run = count_committed;
  run_six (fixture, tasks);

  g_assert_cmpint (tasks[3].n_committed, ==, 3);
  g_assert_cmpint (tasks[4].n_committed, ==, 4);
}

/* What the tasks of one transaction have in common: the sum of their numbers, which is the last item that is written. */
typedef struct {
  guint n_tasks;
  guint n_marked;
  gint64 sum;
  gint64 marked_sum;
  gboolean is_written;
} TestGroup;

static gpointer
start_group (void)
{
  return g_new0 (TestGroup, 1);
}

static void
mark_group (gpointer data)
{
  TestGroup *group = data;

  group->n_marked = group->n_tasks;
  group->marked_sum = group->sum;
}

static void
undo_in_group (gpointer data)
{
  TestGroup *group = data;

  group->n_tasks = group->n_marked;
  group->sum = group->marked_sum;
}

static gboolean
write_group (gpointer            data,
             SpicoSqlConnection *connection,
             GError            **error)
{
  TestGroup *group = data;

  group->is_written = TRUE;
  return spico_sql_run (connection, "INSERT INTO item (number) VALUES ($1)", SPICO_SQL_VALUES (SPICO_SQL_INT (1000 + group->sum)), error);
}

static void
tell_group (gpointer data,
            gpointer user_data)
{
  TestGroup *group = data;
  guint *n_told = user_data;

  *n_told += group->n_tasks;
}

static SpicoTaskResult
add_to_group (SpicoTask          *task,
              SpicoSqlConnection *connection,
              gboolean            can_write,
              GError            **error)
{
  TestTask *self = (TestTask *) task;
  TestGroup *group = task->group;
  SpicoTaskResult result = insert_item (task, connection, can_write, error);

  g_assert_false (group->is_written);
  if (result == SPICO_TASK_DONE)
    {
      group->sum += self->number;
      group->n_tasks++;
    }

  return result;
}

static gboolean
complete_task (SpicoTask *task,
               GError   **error)
{
  g_assert_true (((TestGroup *) task->group)->is_written);
  g_assert_false (((TestTask *) task)->fails || ((TestTask *) task)->fails_later);

  return TRUE;
}

static void
test_group_class (Fixture      *fixture,
                  gconstpointer data)
{
  static const SpicoTaskGroupClass group_class = { start_group, mark_group, undo_in_group, write_group, tell_group, g_free };
  guint n_told = 0;
  SpicoExecutorOptions options = { .database = spico_test_database_get_uri (fixture->database),
                                   .n_readers = 1, .max_waiting = 100, .max_group = 32, .group_class = &group_class, .group_data = &n_told };
  g_autoptr (GError) error = NULL;
  TestTask tasks[6];

  g_clear_pointer (&fixture->executor, spico_executor_free);
  fixture->executor = spico_executor_new (&options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      tasks[i] = new_task (fixture, i);
      tasks[i].task.run = add_to_group;
      tasks[i].task.complete = complete_task;
    }
  tasks[2].fails = TRUE;
  tasks[3].fails_later = TRUE;
  run_six (fixture, tasks);
  g_clear_error (&tasks[2].error);
  g_clear_error (&tasks[3].error);

  /* The first alone, then the others, of which two failed: four items, and one a transaction. */
  g_assert_cmpuint (n_told, ==, 4);
  g_assert_cmpint (count_items (fixture), ==, 6);
  g_assert_true (spico_sql_run (fixture->connection, "INSERT INTO item (number) VALUES (1000), (1010) ON CONFLICT (number) DO NOTHING", NULL, &error));
  g_assert_cmpint (count_items (fixture), ==, 6);
}

static void
test_alone (Fixture      *fixture,
            gconstpointer data)
{
  TestTask tasks[6];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = new_task (fixture, i);
  tasks[3].task.is_alone = TRUE;
  tasks[3].task.run = tasks[4].task.run = tasks[5].task.run = count_committed;
  run_six (fixture, tasks);

  g_assert_cmpint (tasks[3].n_committed, ==, 3);
  g_assert_cmpint (tasks[4].n_committed, ==, 4);
  g_assert_cmpint (tasks[5].n_committed, ==, 4);
  g_assert_cmpint (count_items (fixture), ==, 6);
}

static void
test_after_commit (Fixture      *fixture,
                   gconstpointer data)
{
  TestTask task = new_task (fixture, 1);

  task.holds = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  await_held (fixture);
  g_assert_cmpint (count_items (fixture), ==, 0);
  g_assert_false (task.is_done);
  let_go (fixture);
  await_done (fixture, 1);
  g_assert_cmpint (count_items (fixture), ==, 1);
}

static void
test_retry (Fixture      *fixture,
            gconstpointer data)
{
  TestTask twice = new_task (fixture, 1);
  TestTask always = new_task (fixture, 2);

  twice.n_busy = 2;
  always.n_busy = 1000;
  g_assert_true (spico_executor_write (fixture->executor, &twice.task));
  g_assert_true (spico_executor_write (fixture->executor, &always.task));
  await_done (fixture, 2);
  g_assert_no_error (twice.error);
  g_assert_cmpuint (twice.n_runs, >=, 3);
  g_assert_error (always.error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
  g_clear_error (&always.error);
  g_assert_cmpuint (always.n_runs, <, 10);
  g_assert_cmpint (count_items (fixture), ==, 1);
  g_assert_cmpuint (count_retries (fixture), >=, 2);
  /* The last failure of the second task is not tried again. */
  assert_measured (fixture, "spico_database_errors_total{kind=\"busy\"}", count_retries (fixture) + 1);
  assert_measured (fixture, "spico_writer_group_size_count", 1);
}

/* Raises one row, and lets somebody else raise another, before it wants that too. */
static SpicoTaskResult
raise_both (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  TestTask *self = (TestTask *) task;

  self->n_runs++;
  if (!spico_sql_run (connection, "SET LOCAL deadlock_timeout = '10ms'", NULL, error) ||
      !spico_sql_run (connection, "UPDATE item SET number = number + 10 WHERE number % 10 = 1", NULL, error))
    return SPICO_TASK_FAILED;
  if (self->n_runs == 1)
    hold (self->fixture);

  return spico_sql_run (connection, "UPDATE item SET number = number + 10 WHERE number % 10 = 2", NULL, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static gpointer
raise_first (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  spico_sql_run (fixture->connection, "UPDATE item SET number = number + 10 WHERE number % 10 = 1", NULL, &error);
  g_assert_no_error (error);

  return NULL;
}

static gboolean
is_waiting_for_a_lock (Fixture *fixture)
{
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (fixture->database);
  g_autoptr (GError) error = NULL;
  gboolean waits;

  spico_sql_query_exists (connection, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", NULL, &waits, &error);
  g_assert_no_error (error);

  return waits;
}

/* A real deadlock: PostgreSQL ends whoever looks for it first, which is ours. */
static void
test_deadlock (Fixture      *fixture,
               gconstpointer data)
{
  TestTask task = new_task (fixture, 0);
  g_autoptr (GError) error = NULL;
  GThread *other;

  spico_sql_connection_run_script (fixture->connection, "INSERT INTO item VALUES (1), (2); SET deadlock_timeout = '60s'; SET lock_timeout = '60s'", &error);
  g_assert_no_error (error);
  task.task.run = raise_both;
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  await_held (fixture);
  g_assert_true (spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_sql_run (fixture->connection, "UPDATE item SET number = number + 10 WHERE number % 10 = 2", NULL, &error));
  other = g_thread_new ("other", raise_first, fixture);
  while (!is_waiting_for_a_lock (fixture))
    g_thread_yield ();
  let_go (fixture);
  g_thread_join (other);
  g_assert_true (spico_sql_connection_commit (fixture->connection, &error));
  await_done (fixture, 1);

  g_assert_no_error (task.error);
  g_assert_cmpuint (task.n_runs, ==, 2);
  g_assert_cmpint (count_items (fixture), ==, 2);
}

/* The error that PostgreSQL, or what speaks its protocol, gives where transactions cannot stand in a row. */
static SpicoTaskResult
fail_to_serialize (SpicoTask          *task,
                   SpicoSqlConnection *connection,
                   gboolean            can_write,
                   GError            **error)
{
  TestTask *self = (TestTask *) task;

  if (++self->n_runs < 3 && !spico_sql_run (connection, "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", NULL, error))
    return SPICO_TASK_FAILED;

  return spico_sql_run (connection, "INSERT INTO item (number) VALUES (5)", NULL, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
test_serialization (Fixture      *fixture,
                    gconstpointer data)
{
  TestTask task = new_task (fixture, 0);

  task.task.run = fail_to_serialize;
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  await_done (fixture, 1);
  g_assert_no_error (task.error);
  g_assert_cmpuint (task.n_runs, ==, 3);
  g_assert_cmpint (count_items (fixture), ==, 1);
}

/* Locks. */

static void
begin_lock (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_sql_run (fixture->connection, "UPDATE item SET number = number + 100 WHERE number = 1", NULL, &error);
  g_assert_no_error (error);
}

static void
end_lock (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_commit (fixture->connection, &error);
  g_assert_no_error (error);
}

static SpicoTaskResult
raise_all (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  TestTask *self = (TestTask *) task;

  self->n_runs++;

  return spico_sql_run (connection, "UPDATE item SET number = number + 10", NULL, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static TestTask
new_raising (Fixture *fixture)
{
  TestTask task = new_task (fixture, 0);
  g_autoptr (GError) error = NULL;

  spico_sql_run (fixture->connection, "INSERT INTO item VALUES (1)", NULL, &error);
  g_assert_no_error (error);
  task.task.run = raise_all;

  return task;
}

static gint64
only_item (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  spico_sql_query_int64 (fixture->connection, "SELECT number FROM item", NULL, -1, &number, &error);
  g_assert_no_error (error);

  return number;
}

/* Another process has locked what a task wants to write (on SQLite everything, on PostgreSQL a row), and lets go after some attempts. */
static void
test_lock (Fixture      *fixture,
           gconstpointer data)
{
  TestTask task = new_raising (fixture);

  begin_lock (fixture);
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  while (count_retries (fixture) < 3)
    g_thread_yield ();
  g_assert_false (task.is_done);
  end_lock (fixture);
  await_done (fixture, 1);

  g_assert_no_error (task.error);
  g_assert_cmpint (only_item (fixture), ==, 111);
}

/* It never lets go: the task is refused, having done nothing, and the writer goes on with the next one. */
static void
test_lock_that_stays (Fixture      *fixture,
                      gconstpointer data)
{
  TestTask task = new_raising (fixture);
  TestTask next = new_task (fixture, 0);

  next.task.run = raise_all;
  begin_lock (fixture);
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  await_done (fixture, 1);
  g_assert_error (task.error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
  g_clear_error (&task.error);
  assert_measured (fixture, "spico_database_errors_total{kind=\"busy\"}", 6);
  assert_measured (fixture, "spico_database_retries_total", 5);
  g_assert_true (spico_executor_can_write (fixture->executor));
  end_lock (fixture);

  g_assert_cmpint (only_item (fixture), ==, 101);
  g_assert_true (spico_executor_write (fixture->executor, &next.task));
  await_done (fixture, 2);
  g_assert_no_error (next.error);
  g_assert_cmpint (only_item (fixture), ==, 111);
}

/* Others of the same group, who want something else, do not wait for the lock to go. */
static void
test_lock_of_one (Fixture      *fixture,
                  gconstpointer data)
{
  TestTask task = new_raising (fixture);
  TestTask first = new_task (fixture, 5);
  TestTask other = new_task (fixture, 6);

  begin_lock (fixture);
  first.holds = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &first.task));
  await_held (fixture);
  g_assert_true (spico_executor_write (fixture->executor, &task.task));
  g_assert_true (spico_executor_write (fixture->executor, &other.task));
  let_go (fixture);
  await_done (fixture, 2);
  g_assert_true (other.is_done);
  g_assert_no_error (other.error);
  g_assert_false (task.is_done);
  end_lock (fixture);
  await_done (fixture, 3);
  g_assert_no_error (task.error);
}

/* On PostgreSQL: what one lane holds up goes on in another; of one lane, nothing overtakes. */
static void
test_lanes (Fixture      *fixture,
            gconstpointer data)
{
  TestTask held = new_task (fixture, 1);
  TestTask behind = new_task (fixture, 2);
  TestTask beside = new_task (fixture, 3);

  held.holds = TRUE;
  held.task.lane = behind.task.lane = 7;
  beside.task.lane = 8;
  g_assert_true (spico_executor_write (fixture->executor, &held.task));
  await_held (fixture);
  g_assert_true (spico_executor_write (fixture->executor, &behind.task));
  g_assert_true (spico_executor_write (fixture->executor, &beside.task));
  await_done (fixture, 1);
  g_assert_true (beside.is_done);
  g_assert_cmpint (count_items (fixture), ==, 1);
  let_go (fixture);
  await_done (fixture, 3);
  g_assert_cmpint (count_items (fixture), ==, 3);
}

static void
test_goes_to_writer (Fixture      *fixture,
                     gconstpointer data)
{
  TestTask task = new_task (fixture, 1);

  g_assert_true (spico_executor_read (fixture->executor, &task.task));
  await_done (fixture, 1);
  g_assert_no_error (task.error);
  g_assert_cmpint (count_items (fixture), ==, 1);
}

static SpicoTaskResult
write_in_snapshot (SpicoTask          *task,
                   SpicoSqlConnection *connection,
                   gboolean            can_write,
                   GError            **error)
{
  g_assert_false (can_write);

  return spico_sql_run (connection, "INSERT INTO item (number) VALUES (1)", NULL, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
test_readers_cannot_write (Fixture      *fixture,
                           gconstpointer data)
{
  TestTask task = new_task (fixture, 1);

  task.task.run = write_in_snapshot;
  g_assert_true (spico_executor_read (fixture->executor, &task.task));
  await_done (fixture, 1);
  g_assert_nonnull (task.error);
  g_clear_error (&task.error);
  g_assert_cmpint (count_items (fixture), ==, 0);
}

static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  TestTask tasks[102];
  guint n_taken = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = new_task (fixture, i);
  tasks[0].holds = TRUE;
  g_assert_true (spico_executor_write (fixture->executor, &tasks[0].task));
  await_held (fixture);
  for (guint i = 1; i < G_N_ELEMENTS (tasks); i++)
    n_taken += spico_executor_write (fixture->executor, &tasks[i].task);
  g_assert_cmpuint (n_taken, ==, 100);
  g_assert_false (tasks[101].is_done);
  let_go (fixture);
  await_done (fixture, 101);
}

static void
test_end_runs_what_waits (Fixture      *fixture,
                          gconstpointer data)
{
  TestTask tasks[20];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      tasks[i] = new_task (fixture, i);
      g_assert_true (spico_executor_read (fixture->executor, &tasks[i].task));
    }
  g_clear_pointer (&fixture->executor, spico_executor_free);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    g_assert_true (tasks[i].is_done);
  g_assert_cmpint (count_items (fixture), ==, 20);
}

static void
add_with (const char     *path,
          const Patience *patience,
          void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, patience, set_up, test, tear_down);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  add_with (path, &usual, test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/executor/one-failure-in-a-group-undoes-itself-only", test_group);
  add ("/executor/what-takes-too-long-fails-alone", test_too_long);
  add ("/executor/a-task-that-is-alone-shares-no-transaction", test_alone);
  add ("/executor/what-tasks-have-in-common-is-written-once", test_group_class);
  add ("/executor/nothing-is-done-before-its-commit", test_after_commit);
  add ("/executor/a-busy-database-is-tried-again-but-not-for-ever", test_retry);
  add_with ("/executor/a-write-waits-for-a-lock-that-goes", &endless, test_lock);
  add_with ("/executor/a-write-is-refused-for-a-lock-that-stays", &none, test_lock_that_stays);
  add ("/executor/a-reader-hands-over-to-the-writer", test_goes_to_writer);
  add ("/executor/a-reader-cannot-write", test_readers_cannot_write);
  add ("/executor/what-waits-is-bounded", test_bounded);
  add ("/executor/the-end-runs-what-waits", test_end_runs_what_waits);
  /* SQLite has one writer. */
  if (spico_test_database_uses_postgres ())
    {
      add ("/executor/lanes-do-not-wait-for-each-other", test_lanes);
      add ("/executor/what-stands-apart-shares-no-transaction-where-there-are-rivals", test_apart);
      add ("/executor/a-deadlock-is-tried-again", test_deadlock);
      add_with ("/executor/a-lock-holds-up-who-wants-it-only", &endless, test_lock_of_one);
      add ("/executor/a-serialization-failure-is-tried-again", test_serialization);
    }

  return g_test_run ();
}
