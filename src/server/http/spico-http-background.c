/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server does by itself: it looks after the event streams, notes who is there, seals the audit, and forgets spent sessions. */
#include "spico-http-server-private.h"

#include "spico-audit-chain.h"
#include "spico-auth.h"
#include "spico-delegation-record.h"
#include "spico-email-submission.h"
#include "spico-journal.h"
#include "spico-log.h"
#include "spico-notification.h"
#include "spico-push-subscription.h"
#include "spico-sql-query.h"

/* Presence is coarse (F014): written once a minute while a stream is open, and good for a little longer, so that a reconnection does not blink. */
#define PRESENCE_LIFETIME_US (150 * G_USEC_PER_SEC)

/* Few enough for other writers not to wait long. */
#define BLOBS_AT_ONCE 4
#define DELEGATIONS_AT_ONCE 50
#define NOTIFICATIONS_AT_ONCE 100
#define TOMBSTONES_AT_ONCE 500
/* Few enough for other writers not to wait long; when more wait, the next ones follow, on PostgreSQL after a rest. */
#define SEALS_AT_ONCE 64
#define ANCHOR_INTERVAL_US G_GINT64_CONSTANT (3600000000)

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  gboolean *is_under_way;
  gint64 begun_us;
  gboolean is_due;
  GPtrArray *people;
  SpicoAuditSealing sealing;
  gint64 oldest_at;
} BackgroundTask;

static BackgroundTask *
begin (SpicoHttpServer  *server,
       gboolean         *is_under_way,
       SpicoTaskRunFunc  run,
       SpicoTaskDoneFunc done)
{
  BackgroundTask *self;

  if (!spico_http_chore_begin (server, is_under_way))
    return NULL;

  self = g_new0 (BackgroundTask, 1);
  self->server = server;
  self->is_under_way = is_under_way;
  self->task.lane = SPICO_LANE_BACKGROUND;
  self->task.run = run;
  self->task.done = done;

  return self;
}

static void
background_done (SpicoTask    *task,
                 const GError *error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  SpicoHttpServer *server = self->server;
  gboolean *is_under_way = self->is_under_way;

  if (error != NULL)
    spico_log_failure ("background", NULL, error);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  spico_audit_sealing_clear (&self->sealing);
  g_free (self);
  spico_http_chore_end (server, is_under_way);
}

/* What the executor does not take now comes again by itself. */
static void
write_in_background (BackgroundTask *self)
{
  if (self != NULL && !spico_executor_write (self->server->executor, &self->task))
    background_done (&self->task, NULL);
}

/* Reviews. */

static SpicoTaskResult
run_review (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  gboolean has_changed;

  if (!spico_sql_connection_has_changed (connection, &has_changed, error))
    return SPICO_TASK_FAILED;
  /* A connection tells of a change once: another attempt must remember it. */
  self->is_due |= has_changed;
  if (!self->is_due)
    return SPICO_TASK_DONE;

  self->begun_us = g_get_monotonic_time ();

  return spico_event_hub_review (self->server->hub, connection, g_get_real_time (), error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

/* A change that a failed review has seen is told by its connection no more. */
static void
end_review (BackgroundTask *self,
            gboolean        has_failed)
{
  SpicoHttpServer *server = self->server;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  gint64 now_us = g_get_monotonic_time ();

  if (self->begun_us == 0 && !has_failed)
    spico_event_pace_end_idle (&server->pace);
  else
    spico_event_pace_end (&server->pace, self->begun_us > 0 ? self->begun_us : now_us, now_us, has_failed);
}

static void
review_done (SpicoTask    *task,
             const GError *error)
{
  end_review ((BackgroundTask *) task, error != NULL);
  background_done (task, error);
}

static gboolean
try_begin_review (SpicoHttpServer *server,
                  gboolean        *is_due)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  if (*is_due)
    spico_event_pace_owe (&server->pace);

  return !server->is_stopping && spico_event_pace_begin (&server->pace, g_get_monotonic_time (), is_due);
}

/**
 * spico_http_review_streams:
 * @server: the server
 * @is_due: whether somebody asks for it; otherwise only where something was written since the last time
 *
 * Compares the event streams with the database, unless that is being done already or was done a moment ago: then later.
 */
void
spico_http_review_streams (SpicoHttpServer *server,
                           gboolean         is_due)
{
  BackgroundTask *self;

  if (spico_event_hub_size (server->hub) == 0 || !try_begin_review (server, &is_due))
    return;

  self = begin (server, NULL, run_review, review_done);
  if (self == NULL)
    return;

  self->is_due = is_due;
  if (spico_executor_read (server->executor, &self->task))
    return;

  /* The next look tries again. */
  end_review (self, is_due);
  background_done (&self->task, NULL);
}

/* The audit. */

static SpicoTaskResult
run_sealing (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  gboolean exists = FALSE;

  /* An idle server writes nothing. */
  if (!can_write && !spico_audit_find_unsealed (connection, &self->oldest_at, &exists, error))
    return SPICO_TASK_FAILED;
  if (!can_write)
    return exists ? SPICO_TASK_WRITE : SPICO_TASK_DONE;

  spico_audit_sealing_clear (&self->sealing);
  return spico_audit_seal (connection, self->server->holder, g_get_real_time (), SEALS_AT_ONCE, &self->sealing, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

/* The end of the chain goes to the log, which others keep: an anchor that who can write in the database cannot take back. */
static void
tell_sealing (BackgroundTask *self)
{
  SpicoHttpServer *server = self->server;
  gint64 now_us = g_get_monotonic_time ();

  spico_metrics_count_seals (server->metrics, self->sealing.n_sealed);
  if (self->sealing.n_sealed == 0 || now_us < server->next_anchor_us)
    return;

  server->next_anchor_us = now_us + ANCHOR_INTERVAL_US;
  spico_log (SPICO_LOG_INFO, "audit-anchor", "anchor=%" G_GINT64_FORMAT ":%s", self->sealing.seal, self->sealing.hash);
}

/* The task once more, from its start. */
static gboolean
seal_more (BackgroundTask *self)
{
  spico_audit_sealing_clear (&self->sealing);
  self->sealing = (SpicoAuditSealing) { 0 };
  self->oldest_at = 0;

  return spico_http_chore_may_go_on (self->server) && spico_executor_read (self->server->executor, &self->task);
}

static void
sealing_done (SpicoTask    *task,
              const GError *error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  SpicoHttpServer *server = self->server;
  gboolean is_behind = error == NULL && self->sealing.n_sealed == SEALS_AT_ONCE;

  /* What cannot be read, or sealed, grows old. */
  if (error == NULL || self->oldest_at > 0)
    spico_metrics_set_seal_lag (server->metrics, self->oldest_at > 0 ? (double) (g_get_real_time () - self->oldest_at) / G_USEC_PER_SEC : 0);
  if (error == NULL)
    tell_sealing (self);
  if (!is_behind || !seal_more (self))
    background_done (task, error);
}

/**
 * spico_http_seal_audit:
 * @server: the server
 *
 * Chains what has been committed to the audit, unless that is being done already.
 */
void
spico_http_seal_audit (SpicoHttpServer *server)
{
  BackgroundTask *self = begin (server, &server->is_sealing, run_sealing, sealing_done);

  if (self == NULL)
    return;

  self->task.is_alone = TRUE;
  if (!spico_executor_read (server->executor, &self->task))
    background_done (&self->task, NULL);
}

/* Presence. */

static SpicoTaskResult
run_presence (SpicoTask          *task,
              SpicoSqlConnection *connection,
              gboolean            can_write,
              GError            **error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < self->people->len; i++)
    {
      if (!spico_auth_touch_presence (connection, g_ptr_array_index (self->people, i), now_us + PRESENCE_LIFETIME_US, now_us, error))
        return SPICO_TASK_FAILED;
    }

  return SPICO_TASK_DONE;
}

/**
 * spico_http_write_presence:
 * @server: the server
 * @people: (transfer full) (element-type utf8): who is there
 *
 * Notes that people have an event stream open.
 */
void
spico_http_write_presence (SpicoHttpServer *server,
                           GPtrArray       *people)
{
  g_autoptr (GPtrArray) taken = people;
  BackgroundTask *self;

  if (people->len == 0)
    return;

  self = begin (server, NULL, run_presence, background_done);
  if (self != NULL)
    self->people = g_steal_pointer (&taken);
  write_in_background (self);
}

/* A disk that was full. */

static SpicoTaskResult
run_probe (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  BackgroundTask *self = (BackgroundTask *) task;

  return spico_sql_run (connection,
                        "INSERT INTO lease (name, holder, expires_at) VALUES ('probe', $1, $2)"
                        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->server->holder), SPICO_SQL_INT (g_get_real_time ())), error)
           ? SPICO_TASK_DONE
           : SPICO_TASK_FAILED;
}

/**
 * spico_http_probe_disk:
 * @server: the server
 *
 * After a write that failed for want of a disk, tries another one: nobody may be writing, and the front server waits to hear that it can send requests here again.
 */
void
spico_http_probe_disk (SpicoHttpServer *server)
{
  if (!spico_executor_can_write (server->executor))
    write_in_background (begin (server, NULL, run_probe, background_done));
}

/* Spent sessions. */

static SpicoTaskResult
run_purge (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  BackgroundTask *self = (BackgroundTask *) task;
  gint64 now_us = g_get_real_time ();
  guint n_blobs, n_tombstones, n_notifications, n_emails, n_ended, n_forgotten;

  if (!spico_auth_purge (connection, spico_http_server_get_session_lifetime (self->server), now_us, error)
      || !spico_blob_sweep (connection, now_us, BLOBS_AT_ONCE, &n_blobs, error)
      || !spico_push_purge (connection, now_us, error)
      || !spico_notification_purge (connection, now_us, NOTIFICATIONS_AT_ONCE, &n_notifications, error)
      || !spico_email_submission_purge (connection, now_us, NOTIFICATIONS_AT_ONCE, &n_emails, error)
      || !spico_delegation_expire (connection, self->server->options.limits.sends_mail, now_us, DELEGATIONS_AT_ONCE, &n_ended, error)
      || !spico_delegation_purge (connection, now_us, DELEGATIONS_AT_ONCE, &n_forgotten, error)
      || !spico_journal_purge (connection, now_us, TOMBSTONES_AT_ONCE, &n_tombstones, error))
    return SPICO_TASK_FAILED;

  /* More may wait: the next tick goes on. */
  if (n_blobs == BLOBS_AT_ONCE || n_notifications == NOTIFICATIONS_AT_ONCE || n_emails == NOTIFICATIONS_AT_ONCE || n_tombstones >= TOMBSTONES_AT_ONCE
      || n_ended == DELEGATIONS_AT_ONCE || n_forgotten == DELEGATIONS_AT_ONCE)
    g_atomic_int_set (&self->server->is_purge_behind, 1);

  return SPICO_TASK_DONE;
}

/**
 * spico_http_purge_sessions:
 * @server: the server
 *
 * Forgets what can open nothing any more, blobs that nothing refers to, and the traces of what is long gone; and notes which delegations are over.
 */
void
spico_http_purge_sessions (SpicoHttpServer *server)
{
  write_in_background (begin (server, NULL, run_purge, background_done));
}

/* Hearing. */

/**
 * spico_http_heard_cb:
 * @changes: (nullable) (element-type SpicoStateChange): what another server has committed; %NULL for anything
 * @data: the server
 *
 * Tells the event streams what another server said.
 */
void
spico_http_heard_cb (GPtrArray *changes,
                     gpointer   data)
{
  SpicoHttpServer *server = data;

  spico_http_hear_of_releases (server, changes);
  if (changes != NULL)
    spico_event_hub_publish (server->hub, changes);
  else
    spico_http_review_streams (server, TRUE);
}
