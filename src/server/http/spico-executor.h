/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-metrics.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoTaskResult:
 * @SPICO_TASK_DONE: it is done; what it wrote is to be committed
 * @SPICO_TASK_WRITE: it has found out that it writes: it is run again, from the start, by the writer
 * @SPICO_TASK_FAILED: an error is set; what it wrote is undone
 */
typedef enum {
  SPICO_TASK_DONE,
  SPICO_TASK_WRITE,
  SPICO_TASK_FAILED,
} SpicoTaskResult;

typedef struct _SpicoTask SpicoTask;

/** The lane of what nobody waits for: where there are several writers, it has one of its own. */
#define SPICO_LANE_BACKGROUND G_MAXUINT

/**
 * SpicoTaskRunFunc:
 * @task: the task
 * @connection: a connection inside a transaction
 * @can_write: whether the writer runs it; a reader has one snapshot and cannot write
 * @error: return location for an error
 *
 * Does the work. It may be run several times, when the database asks for a retry: each run starts afresh.
 */
typedef SpicoTaskResult (*SpicoTaskRunFunc) (SpicoTask          *task,
                                             SpicoSqlConnection *connection,
                                             gboolean            can_write,
                                             GError            **error);

/**
 * SpicoTaskDoneFunc:
 * @task: the task, which belongs to the callee again
 * @error: (nullable): why nothing of it was done
 *
 * Called once, outside any transaction, after the commit.
 */
typedef void (*SpicoTaskDoneFunc) (SpicoTask    *task,
                                   const GError *error);

/**
 * SpicoTaskCompleteFunc:
 * @task: the task
 * @error: return location for an error
 *
 * Does what is left once all tasks of the group have run and the group is written, before the commit.
 *
 * Returns: whether it is done; the whole group fails otherwise
 */
typedef gboolean (*SpicoTaskCompleteFunc) (SpicoTask          *task,
                                           GError            **error);

/**
 * SpicoTaskGroupClass:
 * @start: (transfer full): makes what the tasks of one transaction have in common, their #SpicoTask.group
 * @mark: called before each task that may be undone by itself
 * @undo: takes back what was noted since the last mark, as the task was undone
 * @write: writes it at the end of the transaction
 * @told: called once it is committed, before any task is done()
 * @free: frees it
 *
 * What the writer does for all the tasks that it commits at once.
 */
typedef struct {
  gpointer (*start) (void);
  void (*mark) (gpointer group);
  void (*undo) (gpointer group);
  gboolean (*write) (gpointer            group,
                     SpicoSqlConnection *connection,
                     GError            **error);
  void (*told) (gpointer group,
                gpointer user_data);
  void (*free) (gpointer group);
} SpicoTaskGroupClass;

/**
 * SpicoTaskSortFunc:
 * @task: the task
 *
 * Finds out, before the database is asked anything, where the task belongs.
 *
 * Returns: %SPICO_TASK_WRITE for the writer; otherwise a reader runs it
 */
typedef SpicoTaskResult (*SpicoTaskSortFunc) (SpicoTask *task);

/**
 * SpicoTaskAnnounceFunc:
 * @task: the task
 * @connection: a connection inside a transaction
 *
 * Announces what @run will ask first (spico_sql_statement_announce()); in a group, before any task of it runs.
 */
typedef void (*SpicoTaskAnnounceFunc) (SpicoTask          *task,
                                       SpicoSqlConnection *connection);

/**
 * SpicoTask:
 * @sort: (nullable): what comes first, where a reader takes it
 * @announce: (nullable): what goes before @run
 * @run: (nullable): the work in the database; %NULL where only @done is to be called in another thread
 * @complete: (nullable): what is left at the end of the group
 * @done: what follows
 * @group: (nullable): what the tasks of its transaction have in common, while the writer runs it
 * @lane: tasks of one lane are done one after the other; those of others perhaps at the same time, on PostgreSQL
 * @stands_apart: whether it has a transaction of its own where there are several writers: for what locks rows of many lanes, or early those that all share
 * @is_alone: whether the writer gives it a transaction of its own: for what takes locks that no request takes, and would hold them for the others of a group
 *
 * A piece of work for the executor; the first member of a larger struct.
 */
struct _SpicoTask {
  SpicoTaskSortFunc sort;
  SpicoTaskAnnounceFunc announce;
  SpicoTaskRunFunc run;
  SpicoTaskCompleteFunc complete;
  SpicoTaskDoneFunc done;
  gpointer group;
  guint lane;
  gboolean stands_apart;
  gboolean is_alone;

  /*< private >*/
  guint attempts;
  GError *error;
  gboolean is_kept;
};

/**
 * SpicoExecutorOptions:
 * @database: the path of a SQLite database or a `postgresql://` address
 * @key: (nullable): the key of an encrypted SQLite database
 * @n_readers: how many reader threads, each with its own connection
 * @n_writers: how many writer threads, likewise, beside that of the background; SQLite has one
 * @max_waiting: how many tasks may wait for readers, and as many for each writer
 * @max_group: how many waiting writes are committed at once at most
 * @time_limit_ms: how long one statement may take, in milliseconds; 0 for as long as it wants
 * @lock_timeout_ms: how long an attempt waits for what another one has locked, in milliseconds
 * @max_attempts: how often at most a task is run where the database is busy; 0 for the usual number
 * @group_class: (nullable): what the writer does for all the tasks of a transaction
 * @group_data: (nullable): for its `told`
 * @metrics: (nullable): where groups, errors and retries are counted; lent
 */
typedef struct {
  const char *database;
  GBytes *key;
  guint n_readers;
  guint n_writers;
  guint max_waiting;
  guint max_group;
  guint time_limit_ms;
  guint lock_timeout_ms;
  guint max_attempts;
  const SpicoTaskGroupClass *group_class;
  gpointer group_data;
  SpicoMetrics *metrics;
} SpicoExecutorOptions;

/**
 * SpicoExecutor:
 *
 * Runs tasks in the database: readers at the same time, each on one snapshot, and writers, each of which commits what waits for it as a group, so that many writes cost one
 * flush of the disk. SQLite has one writer; on PostgreSQL several share the lanes of the tasks. Nothing is done() before its commit; when the commit fails, it fails for the whole group.
 */
typedef struct _SpicoExecutor SpicoExecutor;

SpicoExecutor *spico_executor_new (const SpicoExecutorOptions *options,
                                   GError                    **error);
void spico_executor_free (SpicoExecutor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoExecutor, spico_executor_free)

gboolean spico_executor_read (SpicoExecutor *self,
                              SpicoTask     *task);
gboolean spico_executor_write (SpicoExecutor *self,
                               SpicoTask     *task);
void spico_executor_count_waiting (SpicoExecutor *self,
                                   guint         *n_reads,
                                   guint         *n_writes);
gboolean spico_executor_can_write (SpicoExecutor *self);

G_END_DECLS
