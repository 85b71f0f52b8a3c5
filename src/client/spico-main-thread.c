/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-main-thread.h"

typedef struct {
  DexPromise *promise;
  DexFuture *result;
} Outcome;

void
spico_main_thread_invoke (GSourceFunc    func,
                          gpointer       data,
                          GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, NULL);
}

static gboolean
let_go_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
spico_main_thread_let_go (gpointer       data,
                          GDestroyNotify destroy)
{
  spico_main_thread_invoke (let_go_cb, data, destroy);
}

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  dex_unref (outcome->promise);
  dex_unref (outcome->result);
  g_free (outcome);
}

static gboolean
settle_cb (gpointer data)
{
  Outcome *outcome = data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (outcome->result, &error);

  if (value != NULL)
    dex_promise_resolve (outcome->promise, value);
  else
    dex_promise_reject (outcome->promise, error);

  return G_SOURCE_REMOVE;
}

void
spico_main_thread_settle (DexPromise *promise,
                          DexFuture  *result)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->promise = promise;
  outcome->result = result;
  spico_main_thread_invoke (settle_cb, outcome, outcome_free);
}

typedef struct {
  DexFiberFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  task->destroy (task->data);
  g_free (task);
}

static DexFuture *
run_task (gpointer data)
{
  Task *task = data;

  spico_main_thread_settle (task->promise, task->func (task->data));

  return dex_future_new_true ();
}

DexFuture *
spico_main_thread_run (DexFiberFunc   func,
                       gpointer       data,
                       GDestroyNotify destroy)
{
  Task *task = g_new0 (Task, 1);
  DexFuture *future;

  task->func = func;
  task->data = data;
  task->destroy = destroy;
  task->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (task->promise));
  dex_future_disown (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, run_task, task, task_free));

  return future;
}
