/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, refreshing and signing out (docs/protocol.md; RFC 6749 sections 4.3, 5 and 6; RFC 7009). */
#include "spico-http-server-private.h"

#include <string.h>

#include "spico-auth-device.h"
#include "spico-auth.h"
#include "spico-server-error.h"

static SpicoHttpAnswer *
new_refusal (const char *code)
{
  g_autofree char *json = g_strdup_printf ("{\"error\":\"%s\"}", code);

  return spico_http_answer_new_text (MHD_HTTP_BAD_REQUEST, json);
}

/* A session that its person ended from another device is not one that has merely expired: this device erases what it keeps (B019). */
static SpicoHttpAnswer *
new_order_to_erase (void)
{
  return spico_http_answer_new_text (MHD_HTTP_BAD_REQUEST, "{\"error\":\"invalid_grant\",\"erase\":true}");
}

/* A parameter that stands twice, is not UTF-8, or is no form at all, is a request that nobody should guess at (RFC 6749 section 3.2). */
static GHashTable *
parse_form (GBytes *body)
{
  g_autoptr (GHashTable) form = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  GUriParamsIter iter;
  char *name, *value;
  g_autoptr (GError) error = NULL;

  if (length == 0 || memchr (text, '\0', length) != NULL)
    return NULL;

  g_uri_params_iter_init (&iter, text, (gssize) length, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      if (!g_hash_table_insert (form, name, value))
        return NULL;
    }

  return error == NULL ? g_steal_pointer (&form) : NULL;
}

static GHashTable *
take_form (SpicoHttpExchange *exchange)
{
  g_autoptr (GBytes) body = spico_http_exchange_take_body (exchange);

  return parse_form (body);
}

/* The outcome of either grant. */

static gboolean
keep_tokens (SpicoHttpExchange *exchange,
             SpicoAuthTokens   *tokens)
{
  g_free (exchange->tokens_json);
  exchange->tokens_json = g_strdup_printf ("{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"}",
                                           tokens->access_token, SPICO_AUTH_ACCESS_SECONDS, tokens->refresh_token);

  return TRUE;
}

/* A refusal may have something to commit: the end of a session. So it is no failure of the task. */
static SpicoTaskResult
conclude (SpicoHttpExchange *exchange,
          SpicoAuthTokens   *tokens,
          GError            *local_error,
          GError           **error)
{
  if (tokens != NULL)
    {
      keep_tokens (exchange, tokens);
      return SPICO_TASK_DONE;
    }
  exchange->must_erase = g_error_matches (local_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ERASED);
  if (exchange->must_erase || g_error_matches (local_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED))
    {
      exchange->is_refused = TRUE;
      g_error_free (local_error);
      return SPICO_TASK_DONE;
    }

  g_propagate_error (error, local_error);
  return SPICO_TASK_FAILED;
}

static void
grant_done (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    {
      spico_http_exchange_fail (exchange, error);
      return;
    }
  if (exchange->is_refused)
    {
      spico_http_exchange_finish (exchange, exchange->must_erase ? new_order_to_erase () : new_refusal ("invalid_grant"));
      return;
    }

  if (exchange->password != NULL)
    spico_auth_limiter_succeed (exchange->server->limiter, exchange->login, exchange->address);
  spico_http_exchange_finish (exchange, spico_http_answer_new_text (MHD_HTTP_OK, exchange->tokens_json));
}

static void
write_or_refuse (SpicoHttpExchange *exchange)
{
  if (!spico_executor_write (exchange->server->executor, &exchange->task))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

static void
read_or_refuse (SpicoHttpExchange *exchange)
{
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

/* By password: look the login up, check the password on a thread of its own, open the session. */

static SpicoTaskResult
run_open_session (SpicoTask          *task,
                  SpicoSqlConnection *connection,
                  gboolean            can_write,
                  GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  GError *local_error = NULL;

  exchange->is_refused = FALSE;
  tokens = spico_auth_open_session (connection, exchange->login, exchange->password_hash, exchange->device_name,
                                    spico_http_server_get_session_lifetime (exchange->server), g_get_real_time (), &local_error);

  return conclude (exchange, tokens, local_error, error);
}

static void
password_verified (gboolean matches,
                   gpointer data)
{
  SpicoHttpExchange *exchange = data;

  if (!matches)
    {
      spico_auth_limiter_fail (exchange->server->limiter, exchange->login, exchange->address, g_get_monotonic_time ());
      spico_http_exchange_finish (exchange, new_refusal ("invalid_grant"));
      return;
    }

  exchange->task.run = run_open_session;
  exchange->task.done = grant_done;
  write_or_refuse (exchange);
}

static SpicoTaskResult
run_find_login (SpicoTask          *task,
                SpicoSqlConnection *connection,
                gboolean            can_write,
                GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  g_clear_pointer (&exchange->password_hash, g_free);

  return spico_auth_find_login (connection, exchange->login, &exchange->password_hash, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
login_found (SpicoTask    *task,
             const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    spico_http_exchange_fail (exchange, error);
  else if (!spico_auth_hasher_verify (exchange->server->hasher, exchange->password_hash, exchange->password, password_verified, exchange))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

static SpicoHttpAnswer *
new_slowed_down (guint seconds)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_text (MHD_HTTP_TOO_MANY_REQUESTS, "{\"error\":\"slow_down\"}");

  answer->retry_after = seconds;

  return answer;
}

static void
start_password (SpicoHttpExchange *exchange,
                GHashTable        *form)
{
  const char *username = g_hash_table_lookup (form, "username");
  const char *password = g_hash_table_lookup (form, "password");
  const char *device_name = g_hash_table_lookup (form, "device_name");
  guint wait;

  exchange->device_name = spico_auth_normalise_device_name (device_name != NULL ? device_name : "");
  if (username == NULL || password == NULL || exchange->device_name == NULL)
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
      return;
    }

  /* What cannot be a login is nobody's, and takes as long as any other. */
  exchange->login = spico_auth_normalise_login (username);
  if (exchange->login == NULL)
    exchange->login = g_strdup ("");
  exchange->password = g_strndup (password, SPICO_AUTH_PASSWORD_MAX + 1);

  wait = spico_auth_limiter_begin (exchange->server->limiter, exchange->login, exchange->address, g_get_monotonic_time ());
  if (wait > 0)
    {
      spico_http_exchange_finish (exchange, new_slowed_down (wait));
      return;
    }

  exchange->task.run = run_find_login;
  exchange->task.done = login_found;
  read_or_refuse (exchange);
}

/* By refresh token: only one that exists goes to the writer. */

static SpicoTaskResult
find_token (SpicoHttpExchange  *exchange,
            SpicoSqlConnection *connection,
            GError            **error)
{
  gboolean is_known;

  if (!spico_auth_knows_token (connection, exchange->refresh_token, &is_known, error))
    return SPICO_TASK_FAILED;

  exchange->is_refused = !is_known;

  return is_known ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
}

static SpicoTaskResult
run_refresh (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  GError *local_error = NULL;

  if (!can_write)
    return find_token (exchange, connection, error);

  exchange->is_refused = FALSE;
  tokens = spico_auth_refresh (connection, exchange->refresh_token, spico_http_server_get_session_lifetime (exchange->server), g_get_real_time (), &local_error);

  return conclude (exchange, tokens, local_error, error);
}

static void
start_refresh (SpicoHttpExchange *exchange,
               GHashTable        *form)
{
  exchange->refresh_token = g_strdup (g_hash_table_lookup (form, "refresh_token"));
  if (exchange->refresh_token == NULL)
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
      return;
    }

  exchange->task.run = run_refresh;
  exchange->task.done = grant_done;
  read_or_refuse (exchange);
}

/* By a code, which the browser brought from the operator's OpenID provider (F002). */

static SpicoTaskResult
find_code (SpicoHttpExchange  *exchange,
           SpicoSqlConnection *connection,
           GError            **error)
{
  gboolean is_known;

  if (!spico_auth_knows_code (connection, exchange->code, &is_known, error))
    return SPICO_TASK_FAILED;

  exchange->is_refused = !is_known;

  return is_known ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
}

static SpicoTaskResult
run_redeem (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  const SpicoAuthCode code = {
    .code = exchange->code,
    .verifier = exchange->code_verifier,
    .redirect_uri = exchange->redirect_uri,
    .device_name = exchange->device_name,
  };
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  GError *local_error = NULL;

  if (!can_write)
    return find_code (exchange, connection, error);

  exchange->is_refused = FALSE;
  tokens = spico_auth_redeem (connection, &code, spico_http_server_get_session_lifetime (exchange->server), g_get_real_time (), &local_error);

  return conclude (exchange, tokens, local_error, error);
}

static void
start_code (SpicoHttpExchange *exchange,
            GHashTable        *form)
{
  const char *device_name = g_hash_table_lookup (form, "device_name");

  exchange->device_name = spico_auth_normalise_device_name (device_name != NULL ? device_name : "");
  exchange->code = g_strdup (g_hash_table_lookup (form, "code"));
  exchange->code_verifier = g_strdup (g_hash_table_lookup (form, "code_verifier"));
  exchange->redirect_uri = g_strdup (g_hash_table_lookup (form, "redirect_uri"));
  if (exchange->device_name == NULL || exchange->code == NULL || exchange->code_verifier == NULL || exchange->redirect_uri == NULL)
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
      return;
    }
  if (g_strcmp0 (g_hash_table_lookup (form, "client_id"), SPICO_HTTP_CLIENT_ID) != 0)
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_client"));
      return;
    }

  exchange->task.run = run_redeem;
  exchange->task.done = grant_done;
  read_or_refuse (exchange);
}

/**
 * spico_http_start_token:
 * @exchange: an exchange
 *
 * `POST /auth/token`.
 */
void
spico_http_start_token (SpicoHttpExchange *exchange)
{
  g_autoptr (GHashTable) form = take_form (exchange);
  const char *grant_type = form != NULL ? g_hash_table_lookup (form, "grant_type") : NULL;

  if (grant_type == NULL)
    spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
  else if (strcmp (grant_type, "password") == 0 && !exchange->server->options.allows_passwords)
    spico_http_exchange_finish (exchange, new_refusal ("unauthorized_client"));
  else if (strcmp (grant_type, "password") == 0)
    start_password (exchange, form);
  else if (strcmp (grant_type, "authorization_code") == 0 && exchange->server->openid != NULL)
    start_code (exchange, form);
  else if (strcmp (grant_type, "refresh_token") == 0)
    start_refresh (exchange, form);
  else
    spico_http_exchange_finish (exchange, new_refusal ("unsupported_grant_type"));
}

/* Signing out. */

static SpicoTaskResult
run_revoke (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (!can_write)
    return find_token (exchange, connection, error);

  return spico_auth_revoke (connection, exchange->refresh_token, g_get_real_time (), error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
revoke_done (SpicoTask    *task,
             const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    {
      spico_http_exchange_fail (exchange, error);
      return;
    }

  /* The session's event streams end with it. */
  spico_http_review_streams (exchange->server, TRUE);
  spico_http_exchange_finish (exchange, spico_http_answer_new_text (MHD_HTTP_OK, "{}"));
}

/**
 * spico_http_start_revoke:
 * @exchange: an exchange
 *
 * `POST /auth/revoke`.
 */
void
spico_http_start_revoke (SpicoHttpExchange *exchange)
{
  g_autoptr (GHashTable) form = take_form (exchange);

  exchange->refresh_token = form != NULL ? g_strdup (g_hash_table_lookup (form, "token")) : NULL;
  if (exchange->refresh_token == NULL)
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
      return;
    }

  exchange->task.run = run_revoke;
  exchange->task.done = revoke_done;
  read_or_refuse (exchange);
}

/* A device that is locked: it has its token only as its key seals it, and asks with the token's digest, which opens nothing (B019, X018). */

static SpicoTaskResult
run_erasure (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (can_write)
    return spico_auth_confirm_erased (connection, exchange->token_digest, g_get_real_time (), error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
  if (!spico_auth_must_erase (connection, exchange->token_digest, &exchange->must_erase, error))
    return SPICO_TASK_FAILED;

  return exchange->must_erase && exchange->has_erased ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
}

static void
erasure_done (SpicoTask    *task,
              const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    spico_http_exchange_fail (exchange, error);
  else
    spico_http_exchange_finish (exchange, spico_http_answer_new_text (MHD_HTTP_OK, exchange->must_erase ? "{\"erase\":true}" : "{\"erase\":false}"));
}

/**
 * spico_http_start_erasure:
 * @exchange: an exchange
 *
 * `POST /auth/erasure`.
 */
void
spico_http_start_erasure (SpicoHttpExchange *exchange)
{
  g_autoptr (GHashTable) form = take_form (exchange);
  const char *erased = form != NULL ? g_hash_table_lookup (form, "erased") : NULL;

  exchange->token_digest = form != NULL ? g_strdup (g_hash_table_lookup (form, "token_digest")) : NULL;
  if (exchange->token_digest == NULL || (erased != NULL && strcmp (erased, "true") != 0))
    {
      spico_http_exchange_finish (exchange, new_refusal ("invalid_request"));
      return;
    }

  exchange->has_erased = erased != NULL;
  exchange->task.run = run_erasure;
  exchange->task.done = erasure_done;
  read_or_refuse (exchange);
}
