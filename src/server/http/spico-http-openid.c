/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in with the operator's OpenID provider (F002): the client's browser comes here, goes to the provider, comes back, and goes to the client with a code, which `/auth/token`
 * redeems (docs/protocol.md; RFC 6749 section 4.1, RFC 8252, RFC 8414, RFC 9207). To the provider this server is the client, with a secret. */
#include "spico-http-server-private.h"

#include <string.h>
#include <yyjson.h>

#include "spico-server-error.h"

#define CALLBACK "/auth/callback"
#define KEEP_METADATA_SECONDS 60
#define MAX_STATE 128
#define CHALLENGE_LENGTH 43
/* What a provider's code may be. */
#define MAX_CODE 2048

#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

/* What the server says of itself. */

static void
add_url (yyjson_mut_doc *document,
         const char     *name,
         const char     *base_url,
         const char     *path)
{
  g_autofree char *url = g_strconcat (base_url, path, NULL);

  yyjson_mut_obj_add_strcpy (document, yyjson_mut_doc_get_root (document), name, url);
}

static void
add_texts (yyjson_mut_doc    *document,
           const char        *name,
           const char *const *texts)
{
  yyjson_mut_val *array = yyjson_mut_obj_add_arr (document, yyjson_mut_doc_get_root (document), name);

  for (guint i = 0; texts[i] != NULL; i++)
    yyjson_mut_arr_add_str (document, array, texts[i]);
}

static void
add_grants (yyjson_mut_doc  *document,
            SpicoHttpServer *server)
{
  const char *grants[4] = { "refresh_token" };
  guint n = 1;

  if (server->openid != NULL)
    grants[n++] = "authorization_code";
  if (server->options.allows_passwords)
    grants[n++] = "password";
  add_texts (document, "grant_types_supported", grants);
}

static void
add_provider (yyjson_mut_doc  *document,
              SpicoHttpServer *server,
              const char      *base_url)
{
  static const char *const code[] = { "code", NULL };
  static const char *const s256[] = { "S256", NULL };
  yyjson_mut_val *root = yyjson_mut_doc_get_root (document);

  add_url (document, "authorization_endpoint", base_url, "/auth/authorize");
  add_texts (document, "response_types_supported", code);
  add_texts (document, "code_challenge_methods_supported", s256);
  yyjson_mut_obj_add_bool (document, root, "authorization_response_iss_parameter_supported", true);
  yyjson_mut_obj_add_strcpy (document, root, "spico_provider_name", spico_openid_provider_get_options (server->openid)->name);
}

/* RFC 8414 wants the list even where nothing is in it. */
static void
add_no_provider (yyjson_mut_doc *document)
{
  static const char *const none[] = { NULL };

  add_texts (document, "response_types_supported", none);
}

/**
 * spico_http_start_metadata:
 * @exchange: an exchange
 *
 * `GET /.well-known/oauth-authorization-server` (RFC 8414): in which ways people may sign in.
 */
void
spico_http_start_metadata (SpicoHttpExchange *exchange)
{
  static const char *const none[] = { "none", NULL };
  g_autofree char *base_url = spico_http_head_base_url (exchange);
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  g_autofree char *json = NULL;
  SpicoHttpAnswer *answer;

  yyjson_mut_doc_set_root (document, yyjson_mut_obj (document));
  add_url (document, "issuer", base_url, "");
  add_url (document, "token_endpoint", base_url, "/auth/token");
  add_url (document, "revocation_endpoint", base_url, "/auth/revoke");
  add_texts (document, "token_endpoint_auth_methods_supported", none);
  add_grants (document, exchange->server);
  if (exchange->server->openid != NULL)
    add_provider (document, exchange->server, base_url);
  else
    add_no_provider (document);
  json = yyjson_mut_write (document, 0, NULL);
  yyjson_mut_doc_free (document);

  answer = spico_http_answer_new_text (MHD_HTTP_OK, json);
  answer->max_age = KEEP_METADATA_SECONDS;
  spico_http_exchange_finish (exchange, answer);
}

/* What the browser is answered. */

static void
refuse_page (SpicoHttpExchange *exchange)
{
  spico_http_exchange_finish (exchange, spico_http_answer_new_page (MHD_HTTP_BAD_REQUEST, "Connexion impossible",
                                                                    "Cette demande de connexion n'est pas valide, a expiré ou a déjà servi. Fermez cette page, puis recommencez depuis Spico."));
}

static void
add_parameter (GString    *url,
               const char *name,
               const char *value)
{
  g_string_append_printf (url, "%c%s=", strchr (url->str, '?') != NULL ? '&' : '?', name);
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

/* Back to the client, with a code or with what went wrong, and with who says so. */
static void
finish_at_client (SpicoHttpExchange *exchange,
                  const char        *code,
                  const char        *error,
                  const char        *description)
{
  const SpicoAuthFlow *flow = exchange->flow;
  g_autoptr (GString) url = g_string_new (flow->redirect_uri);

  if (code != NULL)
    add_parameter (url, "code", code);
  if (error != NULL)
    add_parameter (url, "error", error);
  if (description != NULL)
    add_parameter (url, "error_description", description);
  add_parameter (url, "state", flow->client_state);
  add_parameter (url, "iss", flow->base_url);
  spico_http_exchange_finish (exchange, spico_http_answer_new_redirection (url->str));
}

/* A provider, or a database, that has no time may have it later; what cannot be believed is for the log. */
static void
fail_at_client (SpicoHttpExchange *exchange,
                const GError      *error)
{
  gboolean is_later = g_error_matches (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED);

  finish_at_client (exchange, NULL, is_later ? "temporarily_unavailable" : "server_error", NULL);
}

/* The log says what it was, as for any other request. */
static void
fail_in_database (SpicoHttpExchange *exchange,
                  const GError      *error)
{
  SpicoHttpAnswer *answer = spico_http_exchange_describe (exchange, error);
  gboolean is_later = answer->status == MHD_HTTP_SERVICE_UNAVAILABLE;

  spico_http_answer_free (answer);
  finish_at_client (exchange, NULL, is_later ? "temporarily_unavailable" : "server_error", NULL);
}

/* The parameters. */

typedef struct {
  const char *values[8];
  gboolean is_repeated;
} Parameters;

static const char *const names[] = { "response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", NULL };
static const char *const callback_names[] = { "state", "code", "error", "iss", NULL };

typedef struct {
  const char *const *names;
  Parameters *parameters;
} Reading;

static enum MHD_Result
read_parameter (void              *data,
                enum MHD_ValueKind kind,
                const char        *name,
                const char        *value)
{
  Reading *reading = data;

  for (guint i = 0; reading->names[i] != NULL; i++)
    {
      if (strcmp (reading->names[i], name) != 0)
        continue;
      reading->parameters->is_repeated = reading->parameters->is_repeated || reading->parameters->values[i] != NULL;
      reading->parameters->values[i] = value != NULL ? value : "";
    }

  return MHD_YES;
}

/* One that stands twice is a request that nobody should guess at (RFC 6749 section 3.1); one that is not known is passed over. */
static gboolean
read_parameters (SpicoHttpExchange *exchange,
                 const char *const *wanted,
                 Parameters        *parameters)
{
  Reading reading = { .names = wanted, .parameters = parameters };

  MHD_get_connection_values (exchange->connection, MHD_GET_ARGUMENT_KIND, read_parameter, &reading);

  return !parameters->is_repeated;
}

static gboolean
has_only (const char *text,
          const char *signs,
          gsize       most)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= most && strspn (text, signs) == length;
}

/* A program on the browser's own computer, at a port of its choice, and nothing else (RFC 8252 section 7.3). */
static gboolean
is_loopback (const char *redirect_uri)
{
  static const char *const hosts[] = { "http://127.0.0.1:", "http://[::1]:" };

  for (guint i = 0; redirect_uri != NULL && i < G_N_ELEMENTS (hosts); i++)
    {
      const char *port = redirect_uri + strlen (hosts[i]);
      gsize n_digits;

      if (!g_str_has_prefix (redirect_uri, hosts[i]))
        continue;
      n_digits = strspn (port, "0123456789");
      return n_digits >= 1 && n_digits <= 5 && port[0] != '0' && g_ascii_strtoull (port, NULL, 10) <= G_MAXUINT16 && strcmp (port + n_digits, "/") == 0;
    }

  return FALSE;
}

/* The way there. */

static SpicoTaskResult
run_save_flow (SpicoTask          *task,
               SpicoSqlConnection *connection,
               gboolean            can_write,
               GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = g_get_real_time ();
  gboolean has_room;

  if (!spico_auth_flow_has_room (connection, exchange->address, now_us, &has_room, error))
    return SPICO_TASK_FAILED;

  exchange->is_refused = !has_room;
  if (!has_room)
    return SPICO_TASK_DONE;
  if (!can_write)
    return SPICO_TASK_WRITE;

  return spico_auth_flow_save (exchange->flow, connection, exchange->address, now_us, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static char *
callback_url (const SpicoAuthFlow *flow)
{
  return g_strconcat (flow->base_url, CALLBACK, NULL);
}

static void
flow_saved (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  const SpicoAuthFlow *flow = exchange->flow;
  g_autofree char *challenge = spico_auth_challenge (flow->verifier);
  g_autofree char *callback = callback_url (flow);
  g_autofree char *url = NULL;

  if (error != NULL)
    {
      fail_in_database (exchange, error);
      return;
    }
  if (!exchange->is_refused)
    url = spico_openid_provider_make_url (exchange->server->openid, flow->state, flow->nonce, challenge, callback);

  if (url != NULL)
    spico_http_exchange_finish (exchange, spico_http_answer_new_redirection (url));
  else
    finish_at_client (exchange, NULL, "temporarily_unavailable", NULL);
}

static void
provider_prepared (const char   *identity,
                   const GError *error,
                   gpointer      data)
{
  SpicoHttpExchange *exchange = data;

  if (error != NULL)
    {
      fail_at_client (exchange, error);
      return;
    }

  exchange->task.run = run_save_flow;
  exchange->task.done = flow_saved;
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    finish_at_client (exchange, NULL, "temporarily_unavailable", NULL);
}

/* Returns: (transfer full) (nullable): what the client asks, where it may. */
static SpicoAuthFlow *
read_flow (SpicoHttpExchange *exchange)
{
  Parameters parameters = { 0 };
  const char *const *values = parameters.values;
  g_autofree char *base_url = spico_http_head_base_url (exchange);

  if (exchange->server->openid == NULL || *base_url == '\0' || !read_parameters (exchange, names, &parameters) || g_strcmp0 (values[0], "code") != 0
      || g_strcmp0 (values[1], SPICO_HTTP_CLIENT_ID) != 0 || !is_loopback (values[2]) || !has_only (values[3], UNRESERVED, MAX_STATE)
      || !has_only (values[4], UNRESERVED, CHALLENGE_LENGTH) || strlen (values[4]) != CHALLENGE_LENGTH || g_strcmp0 (values[5], "S256") != 0)
    return NULL;

  return spico_auth_flow_new (base_url, values[2], values[3], values[4]);
}

/**
 * spico_http_start_authorize:
 * @exchange: an exchange
 *
 * `GET /auth/authorize`: sends the browser to the provider.
 */
void
spico_http_start_authorize (SpicoHttpExchange *exchange)
{
  exchange->flow = read_flow (exchange);
  if (exchange->flow == NULL)
    refuse_page (exchange);
  else if (!spico_openid_provider_prepare (exchange->server->openid, provider_prepared, exchange))
    finish_at_client (exchange, NULL, "temporarily_unavailable", NULL);
}

/* The way back. */

static SpicoTaskResult
run_grant (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  const SpicoOpenidOptions *options = spico_openid_provider_get_options (exchange->server->openid);

  g_clear_pointer (&exchange->code, g_free);

  return spico_auth_flow_grant (exchange->flow, connection, exchange->identity, options->matches_login, g_get_real_time (), &exchange->grant, &exchange->code, error)
           ? SPICO_TASK_DONE
           : SPICO_TASK_FAILED;
}

static void
granted (SpicoTask    *task,
         const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    fail_in_database (exchange, error);
  else if (exchange->grant == SPICO_AUTH_GRANTED)
    finish_at_client (exchange, exchange->code, NULL, NULL);
  else
    finish_at_client (exchange, NULL, "access_denied", exchange->grant == SPICO_AUTH_DISABLED ? "account_disabled" : "no_account");
}

static void
identified (const char   *identity,
            const GError *error,
            gpointer      data)
{
  SpicoHttpExchange *exchange = data;

  if (error != NULL)
    {
      fail_at_client (exchange, error);
      return;
    }

  exchange->identity = g_strdup (identity);
  exchange->task.run = run_grant;
  exchange->task.done = granted;
  if (!spico_executor_write (exchange->server->executor, &exchange->task))
    finish_at_client (exchange, NULL, "temporarily_unavailable", NULL);
}

static void
identify (SpicoHttpExchange *exchange)
{
  const SpicoAuthFlow *flow = exchange->flow;
  SpicoOpenidRequest *request = g_steal_pointer (&exchange->openid_request);

  request->verifier = g_strdup (flow->verifier);
  request->nonce = g_strdup (flow->nonce);
  request->redirect_uri = callback_url (flow);
  if (!spico_openid_provider_identify (exchange->server->openid, request, identified, exchange))
    finish_at_client (exchange, NULL, "temporarily_unavailable", NULL);
}

/* What the provider says instead of a code (OpenID Connect Core 1.0 section 3.1.2.6): the person did not want, or it could not. */
static const char *
translate_error (const char *error)
{
  static const char *const persons[] = { "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required", NULL };

  if (g_strv_contains (persons, error))
    return "access_denied";

  return g_str_equal (error, "temporarily_unavailable") ? "temporarily_unavailable" : "server_error";
}

static SpicoTaskResult
run_take_flow (SpicoTask          *task,
               SpicoSqlConnection *connection,
               gboolean            can_write,
               GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = g_get_real_time ();
  gboolean is_known;

  g_clear_pointer (&exchange->flow, spico_auth_flow_free);
  if (can_write)
    {
      exchange->flow = spico_auth_flow_take (connection, exchange->state, now_us, error);
      return exchange->flow != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
    }
  if (!spico_auth_flow_is_known (connection, exchange->state, now_us, &is_known, error))
    return SPICO_TASK_FAILED;

  return is_known ? SPICO_TASK_WRITE : SPICO_TASK_DONE;
}

static void
flow_taken (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (exchange->flow == NULL && (error == NULL || g_error_matches (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED)))
    refuse_page (exchange);
  else if (exchange->flow == NULL)
    spico_http_exchange_fail (exchange, error);
  else if (error != NULL)
    fail_in_database (exchange, error);
  else if (exchange->oauth_error != NULL)
    finish_at_client (exchange, NULL, exchange->oauth_error, NULL);
  else
    identify (exchange);
}

/**
 * spico_http_start_callback:
 * @exchange: an exchange
 *
 * `GET /auth/callback`: the browser comes back from the provider, and goes on to the client.
 */
void
spico_http_start_callback (SpicoHttpExchange *exchange)
{
  Parameters parameters = { 0 };
  const char *const *values = parameters.values;

  if (exchange->server->openid == NULL || !read_parameters (exchange, callback_names, &parameters) || values[0] == NULL || (values[1] == NULL && values[2] == NULL)
      || (values[1] != NULL && (*values[1] == '\0' || strlen (values[1]) > MAX_CODE)))
    {
      refuse_page (exchange);
      return;
    }

  exchange->state = g_strdup (values[0]);
  exchange->oauth_error = values[2] != NULL ? translate_error (values[2]) : NULL;
  exchange->openid_request = g_new0 (SpicoOpenidRequest, 1);
  exchange->openid_request->code = g_strdup (values[1]);
  exchange->openid_request->issuer = g_strdup (values[3]);
  exchange->task.run = run_take_flow;
  exchange->task.done = flow_taken;
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}
