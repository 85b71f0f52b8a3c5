/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that are sent later leave at their time. The server remembers when the next one does, and looks into the database only then, or once something of them has changed here or in another process. */
#include "spico-http-server-private.h"

#include "spico-log.h"
#include "spico-scheduled-release.h"

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  GPtrArray *changes;
  gint64 next_us;
  gboolean was_due;
} Release;

static SpicoTaskResult
run_release (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  Release *self = (Release *) task;
  gint64 now_us = g_get_real_time ();

  g_ptr_array_set_size (self->changes, 0);
  self->was_due = FALSE;
  if (can_write)
    return spico_scheduled_messages_release (connection, &self->server->options.limits, now_us, &self->was_due, self->changes, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;

  if (!spico_scheduled_messages_find_next (connection, &self->next_us, error))
    return SPICO_TASK_FAILED;
  return self->next_us <= now_us ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
}

/* What another process has just sent was due as well: then one more look says when the next one is. */
static gboolean
release_more (Release *self)
{
  return self->next_us <= g_get_real_time () && spico_http_chore_may_go_on (self->server) && spico_executor_read (self->server->executor, &self->task);
}

static void
release_done (SpicoTask    *task,
              const GError *error)
{
  Release *self = (Release *) task;
  SpicoHttpServer *server = self->server;

  if (error != NULL)
    spico_log_failure ("release", NULL, error);
  else
    spico_http_publish (server, self->changes);
  if (error == NULL && release_more (self))
    return;

  g_mutex_lock (&server->mutex);
  server->next_release_us = error != NULL ? 0 : MIN (server->next_release_us, self->next_us);
  g_mutex_unlock (&server->mutex);
  g_ptr_array_unref (self->changes);
  g_free (self);
  spico_http_chore_end (server, &server->is_releasing);
}

static gboolean
is_time (SpicoHttpServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  return server->next_release_us <= g_get_real_time ();
}

/**
 * spico_http_release:
 * @server: the server
 *
 * Sends what was to be sent later, where the time of the next one has come, unless that is being done already.
 */
void
spico_http_release (SpicoHttpServer *server)
{
  Release *self;

  if (!is_time (server) || !spico_http_chore_begin (server, &server->is_releasing))
    return;

  /* What changes from now on is heard of, and looked at after this. */
  g_mutex_lock (&server->mutex);
  server->next_release_us = G_MAXINT64;
  g_mutex_unlock (&server->mutex);

  self = g_new0 (Release, 1);
  self->server = server;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  self->next_us = G_MAXINT64;
  self->task.run = run_release;
  self->task.done = release_done;
  if (!spico_executor_read (server->executor, &self->task))
    {
      /* The readers are busy: at the next tick. */
      g_mutex_lock (&server->mutex);
      server->next_release_us = 0;
      g_mutex_unlock (&server->mutex);
      g_ptr_array_unref (self->changes);
      g_free (self);
      spico_http_chore_end (server, &server->is_releasing);
    }
}

/**
 * spico_http_hear_of_releases:
 * @server: the server
 * @changes: (nullable) (element-type SpicoStateChange): what was committed here or elsewhere; %NULL for anything
 *
 * Where messages that wait are among it, the next one may leave at another time.
 */
void
spico_http_hear_of_releases (SpicoHttpServer *server,
                             GPtrArray       *changes)
{
  gboolean is_concerned = changes == NULL;

  for (guint i = 0; changes != NULL && i < changes->len && !is_concerned; i++)
    is_concerned = g_str_equal (((SpicoStateChange *) g_ptr_array_index (changes, i))->type_name, "ScheduledMessage");
  if (!is_concerned)
    return;

  g_mutex_lock (&server->mutex);
  server->next_release_us = 0;
  g_mutex_unlock (&server->mutex);
}
