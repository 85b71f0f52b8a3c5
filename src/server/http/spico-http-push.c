/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the database, which knows what is to be pushed, and the sender. Once a second: what changed is noted, what is due is claimed and sent; what was
 * answered is written when it comes. Any process may send; the claim keeps the others away. */
#include "spico-http-server-private.h"

#include "spico-log.h"
#include "spico-push-subscription.h"

#define CLAIMED_AT_ONCE 16

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  GHashTable *account_ids; /* in which something changed */
  GPtrArray *claimed;      /* of SpicoPushSubscription */
  GPtrArray *bodies;       /* of text, %NULL where nothing is to be sent */
} Round;

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  SpicoPushSubscription *subscription;
  guint status;
} Settlement;

/**
 * spico_http_publish:
 * @server: the server
 * @changes: (element-type SpicoStateChange): what was committed
 *
 * Tells the event streams now, the other servers on the database soon, and whoever is pushed to within a second or so.
 */
void
spico_http_publish (SpicoHttpServer *server,
                    GPtrArray       *changes)
{
  spico_event_hub_publish (server->hub, changes);
  spico_relay_tell (server->relay, changes);
  spico_http_hear_of_releases (server, changes);

  g_mutex_lock (&server->mutex);
  for (guint i = 0; i < changes->len; i++)
    g_hash_table_add (server->changed_accounts, g_strdup (((SpicoStateChange *) g_ptr_array_index (changes, i))->account_id));
  g_mutex_unlock (&server->mutex);
}

/* What was answered. */

static SpicoTaskResult
run_settlement (SpicoTask          *task,
                SpicoSqlConnection *connection,
                gboolean            can_write,
                GError            **error)
{
  Settlement *self = (Settlement *) task;

  return spico_push_settle (self->subscription, connection, self->status, g_get_real_time (), error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
settlement_done (SpicoTask    *task,
                 const GError *error)
{
  Settlement *self = (Settlement *) task;
  SpicoHttpServer *server = self->server;

  /* Otherwise its claim ends by itself. */
  if (error != NULL)
    spico_log_failure ("push", NULL, error);
  spico_push_subscription_free (self->subscription);
  g_free (self);
  spico_http_chore_end (server, NULL);
}

static void
push_sent (guint    status,
           gpointer data)
{
  Settlement *self = data;

  self->status = status;
  self->task.lane = SPICO_LANE_BACKGROUND;
  self->task.run = run_settlement;
  self->task.done = settlement_done;
  if (!spico_executor_write (self->server->executor, &self->task))
    settlement_done (&self->task, NULL);
}

static void
send_push (SpicoHttpServer       *server,
           SpicoPushSubscription *subscription,
           const char            *body)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  /* While the server stops too: the sender gives it up at once then, and it is not left claimed. */
  spico_http_chore_follow (server);
  settlement->server = server;
  settlement->subscription = subscription;
  spico_push_sender_send (server->sender, subscription->url, body, push_sent, settlement);
}

/* A round. */

static gboolean
note_changes (Round              *self,
              SpicoSqlConnection *connection,
              GError            **error)
{
  g_autofree gpointer *keys = NULL;
  guint n_keys;

  if (g_hash_table_size (self->account_ids) == 0)
    return TRUE;

  keys = g_hash_table_get_keys_as_array (self->account_ids, &n_keys);
  return spico_push_note (connection, (const char *const *) keys, n_keys, error);
}

static gboolean
claim_and_compose (Round              *self,
                   SpicoSqlConnection *connection,
                   GError            **error)
{
  guint room = spico_push_sender_room (self->server->sender);
  gint64 now_us = g_get_real_time ();

  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  g_ptr_array_set_size (self->bodies, 0);
  self->claimed = spico_push_claim (connection, now_us, MIN (room, CLAIMED_AT_ONCE), error);
  for (guint i = 0; self->claimed != NULL && i < self->claimed->len; i++)
    {
      char *body;

      if (!spico_push_compose (g_ptr_array_index (self->claimed, i), connection, now_us, &body, error))
        return FALSE;
      g_ptr_array_add (self->bodies, body);
    }

  return self->claimed != NULL;
}

static SpicoTaskResult
run_round (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  Round *self = (Round *) task;
  gboolean has_any, is_due;

  /* Where nobody is pushed to, nothing is written. */
  if (!can_write)
    {
      if (!spico_push_is_due (connection, g_get_real_time (), &has_any, &is_due, error))
        return SPICO_TASK_FAILED;
      return is_due || (has_any && g_hash_table_size (self->account_ids) > 0) ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
    }

  return note_changes (self, connection, error) && claim_and_compose (self, connection, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
round_done (SpicoTask    *task,
            const GError *error)
{
  Round *self = (Round *) task;
  SpicoHttpServer *server = self->server;

  if (error != NULL)
    spico_log_failure ("push", NULL, error);
  for (guint i = 0; error == NULL && self->claimed != NULL && i < self->claimed->len; i++)
    {
      const char *body = g_ptr_array_index (self->bodies, i);

      if (body != NULL)
        send_push (server, g_steal_pointer (&g_ptr_array_index (self->claimed, i)), body);
    }
  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  g_ptr_array_unref (self->bodies);
  g_hash_table_unref (self->account_ids);
  g_free (self);
  spico_http_chore_end (server, &server->is_pushing);
}

static GHashTable *
take_changed_accounts (SpicoHttpServer *server)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);
  GHashTable *taken = g_steal_pointer (&server->changed_accounts);

  server->changed_accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return taken;
}

/**
 * spico_http_push:
 * @server: the server
 *
 * Pushes what is due, unless that is being looked at already.
 */
void
spico_http_push (SpicoHttpServer *server)
{
  Round *self;

  if (!spico_http_chore_begin (server, &server->is_pushing))
    return;

  self = g_new0 (Round, 1);
  self->server = server;
  self->account_ids = take_changed_accounts (server);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->task.lane = SPICO_LANE_BACKGROUND;
  self->task.run = run_round;
  self->task.done = round_done;
  if (!spico_executor_read (server->executor, &self->task))
    round_done (&self->task, NULL);
}
