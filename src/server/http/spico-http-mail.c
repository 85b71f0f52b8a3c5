/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the database, which knows what is to be mailed, and the relay. Once a second what is due is claimed and given to the relay's thread; what became of it is written when it comes.
 * Any process may send; the claim keeps the others away. */
#include "spico-http-server-private.h"

#include "spico-announcement-mailing.h"
#include "spico-journal.h"
#include "spico-log.h"
#include "spico-mail-message.h"
#include "spico-notification.h"

#define CLAIMED_AT_ONCE 8

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  GPtrArray *claimed; /* of SpicoNotification */
} Round;

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  SpicoNotification *notification;
  SpicoMailOutcome outcome;
  GPtrArray *changes;
} Settlement;

/* What became of it. */

static SpicoTaskResult
run_settlement (SpicoTask          *task,
                SpicoSqlConnection *connection,
                gboolean            can_write,
                GError            **error)
{
  Settlement *self = (Settlement *) task;

  g_ptr_array_set_size (self->changes, 0);
  return spico_notification_settle (self->notification, connection, self->outcome, g_get_real_time (), self->changes, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
settlement_done (SpicoTask    *task,
                 const GError *error)
{
  Settlement *self = (Settlement *) task;
  SpicoHttpServer *server = self->server;

  /* Otherwise its claim ends by itself, and it is sent again under the same Message-ID. */
  if (error != NULL)
    spico_log_failure ("mail", NULL, error);
  else
    spico_http_publish (server, self->changes);
  spico_notification_free (self->notification);
  g_ptr_array_unref (self->changes);
  g_free (self);
  spico_http_chore_end (server, NULL);
}

static void
mail_sent (SpicoMailOutcome outcome,
           gpointer         data)
{
  static const char *const words[] = { [SPICO_MAIL_SENT] = "sent", [SPICO_MAIL_LATER] = "later", [SPICO_MAIL_REFUSED] = "refused" };
  Settlement *self = data;

  spico_log (outcome == SPICO_MAIL_SENT ? SPICO_LOG_INFO : SPICO_LOG_WARNING, "mail", "outcome=%s attempts=%u events=%u", words[outcome], self->notification->attempts + 1, self->notification->ids->len);
  self->outcome = outcome;
  self->task.run = run_settlement;
  self->task.done = settlement_done;
  if (!spico_executor_write (self->server->executor, &self->task))
    settlement_done (&self->task, NULL);
}

static void
send_mail (SpicoHttpServer   *server,
           SpicoNotification *notification)
{
  Settlement *settlement = g_new0 (Settlement, 1);
  SpicoMailMessage message = {
    .id = notification->message_id,
    .from = spico_mail_relay_get_from (server->mail_relay),
    .to = notification->to,
    .kind = notification->kind,
    .events = (const char *const *) notification->events->pdata,
    .details = notification->details,
    .is_asked = notification->is_asked,
    .code = notification->code,
    .has_account = notification->has_account,
    .url = server->options.public_url,
    .sent_at_us = g_get_real_time (),
  };
  g_autofree char *mail = NULL;

  spico_http_chore_follow (server);
  settlement->server = server;
  settlement->notification = notification;
  settlement->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  /* The register may have lost the address since, or its reader wants no such mails any more. */
  if (notification->to == NULL)
    {
      mail_sent (SPICO_MAIL_REFUSED, settlement);
      return;
    }

  mail = spico_mail_message_format (&message);
  spico_mail_relay_send (server->mail_relay, notification->to, mail, mail_sent, settlement);
}

/* A round. */

static SpicoTaskResult
run_round (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  Round *self = (Round *) task;
  gboolean is_due, goes_on;

  /* Where nobody is to be told, nothing is written. */
  if (!can_write)
    {
      if (!spico_notification_is_due (connection, g_get_real_time (), self->server->mail_wait_us, &is_due, error)
          || !spico_announcement_mailing_is_due (connection, g_get_real_time (), &goes_on, error))
        return SPICO_TASK_FAILED;
      return is_due || goes_on ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
    }

  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  self->claimed = spico_notification_claim (connection, g_get_real_time (), self->server->mail_wait_us, CLAIMED_AT_ONCE, error);
  return self->claimed != NULL && spico_announcement_mailing_go_on (connection, g_get_real_time (), self->server->announcements_per_minute, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
round_done (SpicoTask    *task,
            const GError *error)
{
  Round *self = (Round *) task;
  SpicoHttpServer *server = self->server;

  if (error != NULL)
    spico_log_failure ("mail", NULL, error);
  /* While the server stops too: the relay gives it up at once then, and it is not left claimed. */
  for (guint i = 0; error == NULL && self->claimed != NULL && i < self->claimed->len; i++)
    send_mail (server, g_steal_pointer (&g_ptr_array_index (self->claimed, i)));
  g_clear_pointer (&self->claimed, g_ptr_array_unref);
  g_free (self);
  spico_http_chore_end (server, &server->is_mailing);
}

/**
 * spico_http_mail:
 * @server: the server
 *
 * Mails what is due, unless that is being looked at already, or the region has no relay.
 */
void
spico_http_mail (SpicoHttpServer *server)
{
  Round *self;

  if (server->mail_relay == NULL || !spico_http_chore_begin (server, &server->is_mailing))
    return;

  self = g_new0 (Round, 1);
  self->server = server;
  self->task.run = run_round;
  self->task.done = round_done;
  if (!spico_executor_read (server->executor, &self->task))
    round_done (&self->task, NULL);
}
