/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces to whoever cannot sign in (F005, F008). Anybody may ask, as often as they like: the database is asked once in ten seconds at most. */
#include "spico-http-server-private.h"

/* For how long an answer is kept, here and by whoever asks. */
#define KEEP_SECONDS 10

static GBytes *
find_kept (SpicoHttpServer *server)
{
  GBytes *kept = NULL;

  g_mutex_lock (&server->mutex);
  if (server->announcements != NULL && g_get_monotonic_time () < server->announcements_until_us)
    kept = g_bytes_ref (server->announcements);
  g_mutex_unlock (&server->mutex);

  return kept;
}

static void
keep (SpicoHttpServer *server,
      GBytes          *announcements)
{
  g_mutex_lock (&server->mutex);
  g_clear_pointer (&server->announcements, g_bytes_unref);
  server->announcements = g_bytes_ref (announcements);
  server->announcements_until_us = g_get_monotonic_time () + KEEP_SECONDS * G_USEC_PER_SEC;
  g_mutex_unlock (&server->mutex);
}

static void
answer_with (SpicoHttpExchange *exchange,
             GBytes            *announcements)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_json (MHD_HTTP_OK, announcements);

  answer->max_age = KEEP_SECONDS;
  spico_http_exchange_finish (exchange, answer);
}

static SpicoTaskResult
run_announcements (SpicoTask          *task,
                   SpicoSqlConnection *connection,
                   gboolean            can_write,
                   GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  g_clear_pointer (&exchange->reply, g_bytes_unref);
  exchange->reply = spico_jmap_public_announcements (connection, g_get_real_time (), error);

  return exchange->reply != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
announcements_read (SpicoTask    *task,
                    const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    {
      spico_http_exchange_fail (exchange, error);
      return;
    }

  keep (exchange->server, exchange->reply);
  answer_with (exchange, exchange->reply);
}

/**
 * spico_http_start_announcements:
 * @exchange: an exchange
 *
 * `GET /announcements`: the incidents and maintenances of now, for whoever cannot sign in.
 */
void
spico_http_start_announcements (SpicoHttpExchange *exchange)
{
  g_autoptr (GBytes) kept = find_kept (exchange->server);

  if (kept != NULL)
    {
      answer_with (exchange, kept);
      return;
    }

  exchange->task.run = run_announcements;
  exchange->task.done = announcements_read;
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}
