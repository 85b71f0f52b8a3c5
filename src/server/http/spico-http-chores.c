/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's own work that no request waits for, counted so that a stop waits for it. */
#include "spico-http-server-private.h"

#include "spico-journal.h"
#include "spico-log.h"
#include "spico-read-marker.h"

#define MARKERS_AT_ONCE 16

/**
 * spico_http_chore_begin:
 * @server: the server
 * @is_under_way: (nullable): the server's note of a chore of which one goes on at a time
 *
 * Returns: whether it may begin: the server is not stopping, and it does not go on already. Then spico_http_chore_end() must follow
 */
gboolean
spico_http_chore_begin (SpicoHttpServer *server,
                        gboolean        *is_under_way)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  if (server->is_stopping || (is_under_way != NULL && *is_under_way))
    return FALSE;

  if (is_under_way != NULL)
    *is_under_way = TRUE;
  server->n_background++;

  return TRUE;
}

/**
 * spico_http_chore_follow:
 * @server: the server, of which a chore goes on
 *
 * Begins what follows from that one, even while the server stops. spico_http_chore_end() must follow.
 */
void
spico_http_chore_follow (SpicoHttpServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  server->n_background++;
}

/**
 * spico_http_chore_may_go_on:
 * @server: the server, of which a chore goes on
 *
 * Returns: whether it may do more: the server is not stopping
 */
gboolean
spico_http_chore_may_go_on (SpicoHttpServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return !server->is_stopping;
}

/**
 * spico_http_chore_end:
 * @server: the server, which may be gone after this
 * @is_under_way: (nullable): what spico_http_chore_begin() was given
 */
void
spico_http_chore_end (SpicoHttpServer *server,
                      gboolean        *is_under_way)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  if (is_under_way != NULL)
    *is_under_way = FALSE;
  server->n_background--;
  g_cond_broadcast (&server->cond);
}

/* What markers still have to tell. */

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  GPtrArray *changes;
  guint n_told;
} Telling;

static SpicoTaskResult
run_telling (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  Telling *self = (Telling *) task;
  gint64 now_us = g_get_real_time ();
  gboolean due;

  /* An idle server writes nothing. */
  if (!can_write)
    {
      if (!spico_read_markers_are_due (connection, now_us, &due, error))
        return SPICO_TASK_FAILED;
      return due ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
    }

  g_ptr_array_set_size (self->changes, 0);
  self->n_told = 0;
  return spico_read_markers_tell (connection, now_us, MARKERS_AT_ONCE, &self->n_told, self->changes, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

/* Whoever moves one of these markers meanwhile waits: a few at a time. */
static gboolean
tell_more (Telling *self)
{
  gboolean is_behind = self->n_told == MARKERS_AT_ONCE;

  self->n_told = 0;
  return is_behind && spico_http_chore_may_go_on (self->server) && spico_executor_read (self->server->executor, &self->task);
}

static void
telling_done (SpicoTask    *task,
              const GError *error)
{
  Telling *self = (Telling *) task;
  SpicoHttpServer *server = self->server;

  if (error != NULL)
    spico_log_failure ("background", NULL, error);
  else
    spico_http_publish (server, self->changes);
  if (error == NULL && tell_more (self))
    return;
  g_ptr_array_unref (self->changes);
  g_free (self);
  spico_http_chore_end (server, &server->is_telling);
}

/**
 * spico_http_tell_markers:
 * @server: the server
 *
 * Tells the holders of read markers that have moved again since they were last told, unless that is being done already.
 */
void
spico_http_tell_markers (SpicoHttpServer *server)
{
  Telling *self;

  if (!spico_http_chore_begin (server, &server->is_telling))
    return;

  self = g_new0 (Telling, 1);
  self->server = server;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  self->task.lane = SPICO_LANE_BACKGROUND;
  self->task.stands_apart = TRUE;
  self->task.run = run_telling;
  self->task.done = telling_done;
  if (!spico_executor_read (server->executor, &self->task))
    telling_done (&self->task, NULL);
}
