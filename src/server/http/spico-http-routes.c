/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at each path, and JMAP's own paths. Each route is a chain of steps, from one thread to the next; the exchange goes along. */
#include "spico-http-server-private.h"

#include <string.h>

#include "spico-auth.h"
#include "spico-authz.h"
#include "spico-journal.h"
#include "spico-log.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define MAX_FORM (16 * 1024)
/* GET has no body; what comes all the same is read and forgotten. */
#define MAX_NO_BODY 1024

static const SpicoHttpRoute routes[] = {
  { "/.well-known/jmap", "GET", TRUE, NULL, MAX_NO_BODY, FALSE, spico_http_start_session },
  { "/jmap/api", "POST", TRUE, "application/json", 0, FALSE, spico_http_start_api },
  { "/jmap/upload/{accountId}/", "POST", TRUE, NULL, 0, TRUE, spico_http_start_upload },
  { "/jmap/download/{accountId}/{blobId}/{name}", "GET", TRUE, NULL, MAX_NO_BODY, FALSE, spico_http_start_download },
  { "/jmap/eventsource/", "GET", TRUE, NULL, MAX_NO_BODY, FALSE, spico_http_start_events },
  { "/.well-known/oauth-authorization-server", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_metadata },
  { "/auth/authorize", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_authorize },
  { "/auth/callback", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_callback },
  { "/auth/token", "POST", FALSE, FORM_TYPE, MAX_FORM, FALSE, spico_http_start_token },
  { "/auth/revoke", "POST", FALSE, FORM_TYPE, MAX_FORM, FALSE, spico_http_start_revoke },
  { "/auth/erasure", "POST", FALSE, FORM_TYPE, MAX_FORM, FALSE, spico_http_start_erasure },
  { "/announcements", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_announcements },
  { "/support", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_support },
  { "/healthz", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_health },
  { "/healthz/live", "GET", FALSE, NULL, MAX_NO_BODY, FALSE, spico_http_start_live },
};

/* Part by part; the last brace of a path stands for all that is left, so that a name may hold anything. */
static gboolean
path_matches (const char *pattern,
              const char *path)
{
  while (*pattern != '\0')
    {
      gsize length;

      if (*pattern != '{')
        {
          if (*pattern++ != *path++)
            return FALSE;
          continue;
        }
      pattern = strchr (pattern, '}') + 1;
      length = *pattern != '\0' ? strcspn (path, "/") : strlen (path);
      if (length == 0)
        return FALSE;
      path += length;
    }

  return *path == '\0';
}

/**
 * spico_http_routes_find:
 * @path: a path, decoded
 *
 * Returns: (transfer none) (nullable): what is served there
 */
const SpicoHttpRoute *
spico_http_routes_find (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (path_matches (routes[i].path, path))
        return &routes[i];
    }

  return NULL;
}

static void
read_or_refuse (SpicoHttpExchange *exchange)
{
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

/**
 * spico_http_authenticate:
 * @exchange: an exchange
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError, or %SPICO_SERVER_ERROR_REFUSED
 *
 * Finds who asks, by the bearer token.
 *
 * Returns: whether somebody does
 */
gboolean
spico_http_authenticate (SpicoHttpExchange  *exchange,
                         SpicoSqlConnection *connection,
                         gint64              now_us,
                         GError            **error)
{
  g_clear_pointer (&exchange->actor, spico_actor_free);
  g_clear_pointer (&exchange->login, g_free);
  exchange->actor = spico_auth_authenticate (connection, exchange->token, now_us, &exchange->login, error);
  if (exchange->actor != NULL)
    spico_recent_tokens_note (exchange->server->recent_tokens, exchange->token_hash, exchange->actor->person_id, g_get_monotonic_time ());
  else
    spico_recent_tokens_forget (exchange->server->recent_tokens, exchange->token_hash);

  return exchange->actor != NULL;
}

/* Compresses in whatever thread this is, and answers. */
static void
answer_now (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoHttpAnswer *answer = spico_http_answer_new_json (MHD_HTTP_OK, exchange->reply);

  if (exchange->accepts_gzip)
    spico_http_answer_compress (answer);
  spico_http_exchange_finish (exchange, answer);
}

/* The session. */

static SpicoTaskResult
run_session (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = g_get_real_time ();

  if (!spico_http_authenticate (exchange, connection, now_us, error))
    return SPICO_TASK_FAILED;

  g_clear_pointer (&exchange->reply, g_bytes_unref);
  exchange->reply = spico_jmap_session (connection, exchange->actor, &exchange->server->options.limits, exchange->login, exchange->base_url,
                                        now_us, error);

  return exchange->reply != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
session_read (SpicoTask    *task,
              const GError *error)
{
  if (error != NULL)
    spico_http_exchange_fail ((SpicoHttpExchange *) task, error);
  else
    answer_now (task, NULL);
}

/**
 * spico_http_start_session:
 * @exchange: an exchange
 *
 * `GET /.well-known/jmap` (RFC 8620 section 2).
 */
void
spico_http_start_session (SpicoHttpExchange *exchange)
{
  exchange->base_url = spico_http_head_base_url (exchange);
  exchange->task.run = run_session;
  exchange->task.done = session_read;
  read_or_refuse (exchange);
}

/* The calls. */

/* Asks who it is before reading what they want: a stranger's body is not worth parsing. The problem of a body that is no request becomes the answer. */
static gboolean
parse_request (SpicoHttpExchange *exchange)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) problem = NULL;

  if (exchange->request != NULL)
    return TRUE;

  body = spico_http_exchange_take_body (exchange);
  exchange->request = spico_jmap_request_parse (body, &exchange->server->options.limits, &problem);
  if (exchange->request != NULL)
    return TRUE;

  exchange->answer = spico_http_answer_new_json (MHD_HTTP_BAD_REQUEST, problem);
  exchange->answer->content_type = "application/problem+json";

  return FALSE;
}

static SpicoTaskResult
sort_request (SpicoHttpExchange *exchange)
{
  if (!spico_jmap_request_writes (exchange->request))
    return SPICO_TASK_DONE;

  exchange->task.lane = spico_jmap_request_lane (exchange->request, &exchange->task.stands_apart);
  return SPICO_TASK_WRITE;
}

/* Who was known a moment ago is asked what they want first: if to write, the writer finds out whether they still are. */
static SpicoTaskResult
sort_api (SpicoTask *task)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  exchange->person_id = spico_recent_tokens_find (exchange->server->recent_tokens, exchange->token_hash, g_get_monotonic_time ());

  return exchange->person_id != NULL && parse_request (exchange) ? sort_request (exchange) : SPICO_TASK_DONE;
}

static void
announce_api (SpicoTask          *task,
              SpicoSqlConnection *connection)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  const char *person_id = exchange->actor != NULL ? exchange->actor->person_id : exchange->person_id;

  exchange->now_us = g_get_real_time ();
  spico_auth_announce (connection, exchange->token, exchange->now_us);
  if (person_id != NULL)
    spico_authz_announce_accounts (connection, person_id, exchange->now_us);
}

static SpicoTaskResult
start_writing (SpicoHttpExchange  *exchange,
               SpicoSqlConnection *connection,
               gint64              now_us,
               GError            **error)
{
  exchange->run = spico_jmap_request_start (exchange->request, exchange->task.group, connection, exchange->actor, now_us, error);

  return exchange->run != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static SpicoTaskResult
run_api (SpicoTask          *task,
         SpicoSqlConnection *connection,
         gboolean            can_write,
         GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = exchange->now_us != 0 ? exchange->now_us : g_get_real_time ();
  g_autoptr (GPtrArray) changes = NULL;

  g_clear_pointer (&exchange->run, spico_jmap_run_free);
  if (!spico_http_authenticate (exchange, connection, now_us, error))
    return SPICO_TASK_FAILED;
  if (exchange->answer != NULL || !parse_request (exchange))
    return SPICO_TASK_DONE;
  if (!can_write && sort_request (exchange) == SPICO_TASK_WRITE)
    return SPICO_TASK_WRITE;

  if (can_write)
    return start_writing (exchange, connection, now_us, error);

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_clear_pointer (&exchange->reply, g_bytes_unref);
  exchange->reply = spico_jmap_request_run (exchange->request, connection, exchange->actor, now_us, changes, error);

  return exchange->reply != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static gboolean
complete_api (SpicoTask *task,
              GError   **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (exchange->run == NULL)
    return TRUE;

  g_clear_pointer (&exchange->reply, g_bytes_unref);
  exchange->reply = spico_jmap_run_finish (exchange->run, error);
  g_clear_pointer (&exchange->run, spico_jmap_run_free);

  return exchange->reply != NULL;
}

static void
api_done (SpicoTask    *task,
          const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gboolean has_written;

  if (error != NULL)
    {
      g_clear_pointer (&exchange->answer, spico_http_answer_free);
      spico_http_exchange_fail (exchange, error);
      return;
    }
  if (exchange->answer != NULL)
    {
      spico_http_exchange_finish (exchange, exchange->answer);
      return;
    }

  has_written = spico_jmap_request_writes (exchange->request);

  /* The writer has better things to do than to compress. */
  task->sort = NULL;
  task->run = NULL;
  task->done = answer_now;
  if (has_written && exchange->accepts_gzip && g_bytes_get_size (exchange->reply) > 1024 && spico_executor_read (exchange->server->executor, task))
    return;
  if (has_written)
    exchange->accepts_gzip = FALSE;
  answer_now (task, NULL);
}

/**
 * spico_http_start_api:
 * @exchange: an exchange
 *
 * `POST /jmap/api` (RFC 8620 section 3).
 */
void
spico_http_start_api (SpicoHttpExchange *exchange)
{
  exchange->task.sort = sort_api;
  exchange->task.announce = announce_api;
  exchange->task.run = run_api;
  exchange->task.complete = complete_api;
  exchange->task.done = api_done;
  read_or_refuse (exchange);
}

/* The events. */

static SpicoTaskResult
run_events (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = g_get_real_time ();

  if (!spico_http_authenticate (exchange, connection, now_us, error))
    return SPICO_TASK_FAILED;

  g_clear_pointer (&exchange->accounts, g_ptr_array_unref);
  exchange->accounts = spico_authz_accounts (connection, exchange->actor->person_id, now_us, error);

  return exchange->accounts != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static SpicoTaskResult
run_first_review (SpicoTask          *task,
                  SpicoSqlConnection *connection,
                  gboolean            can_write,
                  GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  return spico_event_review_read (exchange->review, connection, g_get_real_time (), error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
first_review_done (SpicoTask    *task,
                   const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoEventStream *stream = g_steal_pointer (&exchange->stream);

  if (error != NULL)
    {
      spico_event_hub_close (exchange->server->hub, stream);
      spico_http_exchange_fail (exchange, error);
      return;
    }

  spico_event_hub_apply_review (exchange->server->hub, exchange->review);
  spico_http_exchange_stream (exchange, stream);
}

/* The stream is open before the states are read, so that no change falls between the two. */
static void
events_authenticated (SpicoTask    *task,
                      const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoEventHub *hub = exchange->server->hub;

  if (error != NULL)
    {
      spico_http_exchange_fail (exchange, error);
      return;
    }

  exchange->stream = spico_event_hub_open (hub, exchange->connection, exchange->actor, exchange->accounts, &exchange->event_options);
  if (exchange->stream == NULL)
    {
      spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
      return;
    }

  exchange->review = spico_event_hub_begin_review (hub, exchange->stream);
  task->run = run_first_review;
  task->done = first_review_done;
  if (!spico_executor_read (exchange->server->executor, task))
    {
      spico_event_hub_close (hub, g_steal_pointer (&exchange->stream));
      spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
    }
}

/**
 * spico_http_start_events:
 * @exchange: an exchange
 *
 * `GET /jmap/eventsource/` (RFC 8620 section 7.3).
 */
void
spico_http_start_events (SpicoHttpExchange *exchange)
{
  if (!spico_event_options_parse (&exchange->event_options, spico_http_exchange_argument (exchange, "types"),
                                  spico_http_exchange_argument (exchange, "closeafter"), spico_http_exchange_argument (exchange, "ping")))
    {
      spico_http_exchange_finish (exchange, spico_http_answer_new_problem (MHD_HTTP_BAD_REQUEST, NULL, "The parameters are types, closeafter and ping"));
      return;
    }

  exchange->task.run = run_events;
  exchange->task.done = events_authenticated;
  read_or_refuse (exchange);
}

/* Health. */

static SpicoTaskResult
run_health (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  gint64 one;

  return spico_sql_query_int64 (connection, "SELECT 1", NULL, 0, &one, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
health_read (SpicoTask    *task,
             const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    {
      spico_log_failure ("health", exchange->id, error);
      spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
      return;
    }
  if (!spico_executor_can_write (exchange->server->executor))
    {
      spico_http_exchange_finish (exchange, spico_http_answer_new_problem (MHD_HTTP_SERVICE_UNAVAILABLE, NULL, "The database cannot be written"));
      return;
    }

  spico_http_exchange_finish (exchange, spico_http_answer_new_text (MHD_HTTP_OK, "{\"status\":\"ok\"}"));
}

/**
 * spico_http_start_support:
 * @exchange: an exchange
 *
 * `GET /support`: how the support desk is reached (F101), for whoever cannot sign in.
 */
void
spico_http_start_support (SpicoHttpExchange *exchange)
{
  g_autoptr (GBytes) body = spico_jmap_session_support (&exchange->server->options.limits);

  spico_http_exchange_finish (exchange, spico_http_answer_new_json (MHD_HTTP_OK, body));
}

/**
 * spico_http_start_health:
 * @exchange: an exchange
 *
 * `GET /healthz`: 200 while the database answers, and unless the last write failed for want of a disk; whether to send requests here.
 */
void
spico_http_start_health (SpicoHttpExchange *exchange)
{
  exchange->task.run = run_health;
  exchange->task.done = health_read;
  read_or_refuse (exchange);
}

/**
 * spico_http_start_live:
 * @exchange: an exchange
 *
 * `GET /healthz/live`: 200 while requests are answered at all; if not, a restart may help.
 */
void
spico_http_start_live (SpicoHttpExchange *exchange)
{
  spico_http_exchange_finish (exchange, spico_http_answer_new_text (MHD_HTTP_OK, "{\"status\":\"ok\"}"));
}
