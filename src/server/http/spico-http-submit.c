/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the database, where mails through MSSanté wait, and the operator's relay for them (F066): as spico-http-mail.c, but one at a time, as its files are in memory. */
#include "spico-http-server-private.h"

#include "spico-email-submission.h"
#include "spico-journal.h"
#include "spico-log.h"

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  SpicoEmailSubmission *submission;
  SpicoMailOutcome outcome;
  GPtrArray *changes;
} Sending;

static void
sending_free (Sending *self)
{
  spico_email_submission_free (self->submission);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

static void
end_round (Sending *self)
{
  SpicoHttpServer *server = self->server;

  sending_free (self);
  spico_http_chore_end (server, &server->is_submitting);
}

/* What became of it. */

static SpicoTaskResult
run_settlement (SpicoTask          *task,
                SpicoSqlConnection *connection,
                gboolean            can_write,
                GError            **error)
{
  Sending *self = (Sending *) task;

  g_ptr_array_set_size (self->changes, 0);
  return spico_email_submission_settle (self->submission, connection, self->outcome, g_get_real_time (), self->changes, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
settlement_done (SpicoTask    *task,
                 const GError *error)
{
  Sending *self = (Sending *) task;

  /* Otherwise its claim ends by itself, and it is sent again under the same Message-ID. */
  if (error != NULL)
    spico_log_failure ("submit", NULL, error);
  else
    spico_http_publish (self->server, self->changes);
  end_round (self);
}

static void
mail_sent (SpicoMailOutcome outcome,
           gpointer         data)
{
  static const char *const words[] = { [SPICO_MAIL_SENT] = "sent", [SPICO_MAIL_LATER] = "later", [SPICO_MAIL_REFUSED] = "refused" };
  Sending *self = data;

  spico_log (outcome == SPICO_MAIL_SENT ? SPICO_LOG_INFO : SPICO_LOG_WARNING, "submit", "outcome=%s attempts=%u recipients=%u", words[outcome], self->submission->attempts + 1,
             self->submission->message.to->len);
  self->outcome = outcome;
  self->task.run = run_settlement;
  self->task.done = settlement_done;
  if (!spico_executor_write (self->server->executor, &self->task))
    end_round (self);
}

static void
send_mail (Sending *self)
{
  const SpicoEmailMessage *message = &self->submission->message;
  g_autoptr (GPtrArray) to = g_ptr_array_new ();
  g_autoptr (GBytes) mail = spico_email_message_format (message);

  for (guint i = 0; i < message->to->len; i++)
    g_ptr_array_add (to, ((SpicoEmailAddress *) g_ptr_array_index (message->to, i))->email);
  g_ptr_array_add (to, NULL);
  spico_mail_relay_submit (self->server->mssante_relay, message->from.email, (const char *const *) to->pdata, mail, mail_sent, self);
}

/* A round. */

static SpicoTaskResult
run_round (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  Sending *self = (Sending *) task;
  gboolean is_due, was_asked;

  /* Where nothing is to be sent, nothing is written. */
  if (!can_write)
    {
      if (!spico_email_submission_is_due (connection, g_get_real_time (), &is_due, error))
        return SPICO_TASK_FAILED;
      return is_due ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
    }

  g_clear_pointer (&self->submission, spico_email_submission_free);
  self->submission = spico_email_submission_claim (connection, g_get_real_time (), &was_asked, error);
  return self->submission != NULL || !was_asked ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
round_done (SpicoTask    *task,
            const GError *error)
{
  Sending *self = (Sending *) task;

  if (error != NULL)
    spico_log_failure ("submit", NULL, error);
  if (error != NULL || self->submission == NULL)
    end_round (self);
  else
    send_mail (self);
}

/**
 * spico_http_submit:
 * @server: the server
 *
 * Sends what waits for the operator's relay of MSSanté, unless one is under way, or the region has none.
 */
void
spico_http_submit (SpicoHttpServer *server)
{
  Sending *self;

  if (server->mssante_relay == NULL || !spico_http_chore_begin (server, &server->is_submitting))
    return;

  self = g_new0 (Sending, 1);
  self->server = server;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  self->task.run = run_round;
  self->task.done = round_done;
  if (!spico_executor_read (server->executor, &self->task))
    end_round (self);
}
