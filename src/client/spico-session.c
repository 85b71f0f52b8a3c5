/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-session-private.h"

#include "spico-client-error.h"
#include "spico-http.h"
#include "spico-json.h"
#include "spico-secret.h"

/* 500 messages of 20,000 characters, escaped, stay below. */
#define MAX_ANSWER (64 * 1024 * 1024)
#define MAX_METADATA (64 * 1024)
#define TOO_MANY_REQUESTS 429
#define REQUEST_TIMEOUT_S 30
#define PING_S 30
/* Without a ping for that long, the stream is dead, whatever the network says. */
#define EVENT_TIMEOUT_S 70
/* An upload is answered once the operator's scanner has looked at it. */
#define TRANSFER_TIMEOUT_S 180
#define TOKEN_MARGIN_US (30 * G_USEC_PER_SEC)

struct _SpicoSession {
  GObject parent_instance;

  char *server_uri;
  char *login;
  SpicoCredentials *credentials;
  GUri *base;
  SoupSession *requests;
  SoupSession *events;
  SoupSession *transfers;
  GCancellable *cancellable;

  char *access_token;
  gint64 access_token_ends;
  char *refresh_token;
  DexFuture *refreshing;
  gboolean is_ended;
  gboolean must_erase; /* so the server says, which ended the session at its person's wish (B019) */

  JsonObject *object;
  char *api_path;
  char *event_template;
  char *seen_state;
  char *looked_up_for;
};

enum {
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoSession, spico_session, G_TYPE_OBJECT)

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

static DexFuture *
transmit (SpicoSession *self,
          SoupMessage  *message,
          gsize         most)
{
  return spico_http_send (self->requests, message, self->cancellable, most);
}

static void
end (SpicoSession *self)
{
  g_clear_pointer (&self->access_token, g_free);
  if (self->is_ended)
    return;
  self->is_ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0, self->must_erase);
}

static gboolean
take_tokens (SpicoSession *self,
             JsonObject   *answer)
{
  const char *access_token = spico_json_get_string (answer, "access_token");
  const char *refresh_token = spico_json_get_string (answer, "refresh_token");
  gint64 expires_in = spico_json_get_int (answer, "expires_in");

  if (access_token == NULL || refresh_token == NULL || expires_in <= 0)
    return FALSE;

  g_set_str (&self->access_token, access_token);
  g_set_str (&self->refresh_token, refresh_token);
  self->access_token_ends = g_get_monotonic_time () + MIN (expires_in, 3600) * G_USEC_PER_SEC - TOKEN_MARGIN_US;
  self->is_ended = FALSE;
  self->must_erase = FALSE;

  return TRUE;
}

/* Awaits, from a fiber. A refused grant is WRONG_PASSWORD: what that means depends on what was asked. */
static gboolean
await_tokens (SpicoSession *self,
              char         *form,
              GError      **error)
{
  g_autoptr (SpicoSecret) body_text = form;
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "POST", "/auth/token");
  g_autoptr (GBytes) body = g_bytes_new (body_text, strlen (body_text));
  g_autoptr (SpicoReply) reply = NULL;
  g_autoptr (JsonNode) node = NULL;

  soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  reply = dex_await_boxed (transmit (self, message, MAX_ANSWER), error);
  if (reply == NULL)
    return FALSE;

  if (reply->status == TOO_MANY_REQUESTS)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS, "Too many attempts");
  else if (reply->status >= 500)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server failed");
  else if (reply->status == SOUP_STATUS_OK || reply->status == SOUP_STATUS_BAD_REQUEST)
    node = dex_await_boxed (spico_json_parse_in_thread (reply->body), NULL);

  if (node != NULL && reply->status == SOUP_STATUS_OK && take_tokens (self, json_node_get_object (node)))
    return TRUE;

  if (node != NULL && g_strcmp0 (spico_json_get_string (json_node_get_object (node), "error"), "invalid_grant") == 0)
    {
      self->must_erase = spico_json_get_boolean (json_node_get_object (node), "erase");
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "The server refuses");
    }
  else if (node != NULL && g_strcmp0 (spico_json_get_string (json_node_get_object (node), "error"), "unauthorized_client") == 0)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_FORBIDDEN, "The region does not let anybody in that way");
  else if (error != NULL && *error == NULL)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "What answers is not a Spico server");

  return FALSE;
}

typedef struct {
  SpicoSession *session;
  char *text;
  char *verifier;
  char *redirect_uri;
  char *device_name;
  JsonArray *calls;
  gboolean has_erased;
} Task;

static Task *
task_new (SpicoSession *session,
          const char   *text)
{
  Task *task = g_new0 (Task, 1);

  task->session = g_object_ref (session);
  task->text = g_strdup (text);

  return task;
}

static void
task_free (gpointer data)
{
  Task *task = data;

  g_object_unref (task->session);
  spico_secret_free (task->text);
  spico_secret_free (task->verifier);
  g_free (task->redirect_uri);
  g_free (task->device_name);
  g_clear_pointer (&task->calls, json_array_unref);
  g_free (task);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  Task *task = data;
  SpicoSession *self = task->session;
  GError *error = NULL;

  if (!await_tokens (self, soup_form_encode ("grant_type", "password", "username", self->login, "password", task->text, "device_name", task->device_name, NULL), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
exchange_fiber (gpointer data)
{
  Task *task = data;
  GError *error = NULL;

  if (!await_tokens (task->session,
                     soup_form_encode ("grant_type", "authorization_code", "code", task->text, "code_verifier", task->verifier, "redirect_uri", task->redirect_uri,
                                       "client_id", SPICO_SESSION_CLIENT_ID, "device_name", task->device_name, NULL),
                     &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* From a fiber. Whoever read it, or brought a newer one, meanwhile was first. */
static gboolean
read_refresh_token (SpicoSession *self,
                    GError      **error)
{
  g_autofree char *kept = NULL;
  GError *own_error = NULL;

  if (self->refresh_token != NULL)
    return TRUE;
  kept = dex_await_string (spico_credentials_lookup (self->credentials, self->server_uri, self->login, SPICO_CREDENTIALS_REFRESH_TOKEN), &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }
  if (self->refresh_token == NULL)
    self->refresh_token = g_steal_pointer (&kept);

  return TRUE;
}

/* The previous refresh token stays valid until its successor is first used: dying before the keyring has it loses nothing. */
static DexFuture *
refresh_fiber (gpointer data)
{
  SpicoSession *self = ((Task *) data)->session;
  GError *error = NULL;

  if (!read_refresh_token (self, &error))
    return dex_future_new_for_error (error);
  if (self->refresh_token == NULL)
    {
      end (self);
      return reject (SPICO_CLIENT_ERROR_SESSION_ENDED, "There is no session any more");
    }

  if (!await_tokens (self, soup_form_encode ("grant_type", "refresh_token", "refresh_token", self->refresh_token, NULL), &error))
    {
      if (!g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
        return dex_future_new_for_error (error);
      g_error_free (error);
      g_clear_pointer (&self->refresh_token, g_free);
      end (self);
      return reject (SPICO_CLIENT_ERROR_SESSION_ENDED, "The server ended the session");
    }

  if (!dex_await (spico_session_save_tokens (self), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* One refresh at a time, whoever asks. */
static DexFuture *
ensure_token (SpicoSession *self)
{
  if (self->access_token != NULL && g_get_monotonic_time () < self->access_token_ends)
    return dex_future_new_true ();
  if (self->is_ended)
    return reject (SPICO_CLIENT_ERROR_SESSION_ENDED, "The server ended the session");

  if (self->refreshing != NULL && !dex_future_is_pending (self->refreshing))
    dex_clear (&self->refreshing);
  if (self->refreshing == NULL)
    self->refreshing = dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, refresh_fiber, task_new (self, NULL), task_free);

  return dex_ref (self->refreshing);
}

/* Awaits, from a fiber. Another call may drop a token while this one waits for it: then it is asked for again. */
static char *
await_token (SpicoSession *self,
             GError      **error)
{
  do
    {
      if (!dex_await (ensure_token (self), error))
        return NULL;
    }
  while (self->access_token == NULL);

  return g_strdup (self->access_token);
}

static void
authorize (SoupMessage *message,
           const char  *token)
{
  g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
}

/* Only the token that was refused goes: another call may have had it renewed already. */
static void
drop_token (SpicoSession *self,
            const char   *token)
{
  if (g_strcmp0 (self->access_token, token) == 0)
    g_clear_pointer (&self->access_token, g_free);
}

/* Awaits, from a fiber. A token that ended early is renewed, once; that the session itself has ended is for the renewal to find out. */
static SpicoReply *
await_reply (SpicoSession *self,
             const char   *method,
             const char   *path,
             GBytes       *body,
             GError      **error)
{
  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (SoupMessage) message = spico_http_make_message (self->base, method, path);
      g_autoptr (SpicoReply) reply = NULL;
      g_autofree char *token = NULL;

      if (message == NULL)
        {
          g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "The server sends us elsewhere");
          return NULL;
        }
      token = await_token (self, error);
      if (token == NULL)
        return NULL;
      authorize (message, token);
      if (body != NULL)
        {
          soup_message_set_request_body_from_bytes (message, "application/json", body);
          /* What is asked twice is done once (`clientId`, the larger marker): a POST may go over a connection that is there already. */
          soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
        }
      reply = dex_await_boxed (transmit (self, message, MAX_ANSWER), error);
      if (reply == NULL || reply->status != SOUP_STATUS_UNAUTHORIZED)
        return g_steal_pointer (&reply);

      drop_token (self, token);
      if (attempt > 0)
        {
          g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server refuses what it gave");
          return NULL;
        }
    }
}

static JsonNode *
await_json (SpicoSession *self,
            const char   *method,
            const char   *path,
            GBytes       *body,
            GError      **error)
{
  g_autoptr (SpicoReply) reply = await_reply (self, method, path, body, error);

  if (reply == NULL)
    return NULL;
  if (reply->status == SOUP_STATUS_OK)
    return dex_await_boxed (spico_json_parse_in_thread (reply->body), error);

  if (reply->status == SOUP_STATUS_BAD_REQUEST || reply->status == SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server refuses the request");
  else if (reply->status >= 500 || reply->status == TOO_MANY_REQUESTS)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server failed");
  else
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "What answers is not a Spico server");

  return NULL;
}

static DexFuture *
fetch_fiber (gpointer data)
{
  SpicoSession *self = ((Task *) data)->session;
  GError *error = NULL;
  g_autofree char *seen = g_strdup (self->seen_state);
  g_autofree char *wanted = spico_session_is_stale (self) ? g_strdup (seen) : NULL;
  g_autoptr (JsonNode) node = await_json (self, "GET", "/.well-known/jmap", NULL, &error);
  JsonObject *object;

  if (node == NULL)
    return dex_future_new_for_error (error);

  object = json_node_get_object (node);
  if (spico_json_get_object (object, "accounts") == NULL || spico_json_get_string (object, "apiUrl") == NULL ||
      spico_json_get_string (object, "eventSourceUrl") == NULL || spico_json_get_string (object, "state") == NULL)
    return reject (SPICO_CLIENT_ERROR_NOT_A_SERVER, "What answers is not a Spico server");

  g_clear_pointer (&self->object, json_object_unref);
  self->object = json_object_ref (object);
  g_set_str (&self->api_path, spico_json_get_string (object, "apiUrl"));
  g_set_str (&self->event_template, spico_json_get_string (object, "eventSourceUrl"));
  g_set_str (&self->looked_up_for, wanted);
  /* What an answer told meanwhile may be newer. */
  if (g_strcmp0 (self->seen_state, seen) == 0)
    g_set_str (&self->seen_state, spico_json_get_string (object, "state"));

  return dex_future_new_take_boxed (JSON_TYPE_OBJECT, json_object_ref (object));
}

/* No token goes along. */
static DexFuture *
await_answer (SpicoSession *self,
              SoupMessage  *message)
{
  GError *error = NULL;
  g_autoptr (SpicoReply) reply = dex_await_boxed (transmit (self, message, MAX_ANSWER), &error);
  JsonNode *node;

  if (reply == NULL)
    return dex_future_new_for_error (error);
  if (reply->status != SOUP_STATUS_OK)
    return reject (SPICO_CLIENT_ERROR_NOT_A_SERVER, "What answers is not a Spico server");

  node = dex_await_boxed (spico_json_parse_in_thread (reply->body), &error);
  return node != NULL ? dex_future_new_take_boxed (JSON_TYPE_NODE, node) : dex_future_new_for_error (error);
}

/* What anybody may read. */
static DexFuture *
ask_public (SpicoSession *self,
            const char   *path)
{
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "GET", path);

  return await_answer (self, message);
}

static DexFuture *
ask_support_fiber (gpointer data)
{
  return ask_public (((Task *) data)->session, "/support");
}

static DexFuture *
ask_announcements_fiber (gpointer data)
{
  return ask_public (((Task *) data)->session, "/announcements");
}

/* A server that has none is an older one. */
static DexFuture *
ask_metadata_fiber (gpointer data)
{
  SpicoSession *self = ((Task *) data)->session;
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "GET", "/.well-known/oauth-authorization-server");
  GError *error = NULL;
  g_autoptr (SpicoReply) reply = dex_await_boxed (transmit (self, message, MAX_METADATA), &error);
  JsonNode *node;

  if (reply == NULL)
    return dex_future_new_for_error (error);
  if (reply->status == SOUP_STATUS_NOT_FOUND)
    return reject (SPICO_CLIENT_ERROR_NOT_FOUND, "The server says nothing of how one signs in");
  if (reply->status != SOUP_STATUS_OK)
    return reject (SPICO_CLIENT_ERROR_NOT_A_SERVER, "What answers is not a Spico server");

  node = dex_await_boxed (spico_json_parse_in_thread (reply->body), &error);
  return node != NULL ? dex_future_new_take_boxed (JSON_TYPE_NODE, node) : dex_future_new_for_error (error);
}

static DexFuture *
ask_erasure_fiber (gpointer data)
{
  Task *task = data;
  SpicoSession *self = task->session;
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "POST", "/auth/erasure");
  g_autofree char *form = task->has_erased ? soup_form_encode ("token_digest", task->text, "erased", "true", NULL) : soup_form_encode ("token_digest", task->text, NULL);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));
  GError *error = NULL;
  g_autoptr (JsonNode) node = NULL;

  soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  node = dex_await_boxed (await_answer (self, message), &error);
  if (node == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_for_boolean (spico_json_get_boolean (json_node_get_object (node), "erase"));
}

/* Once an answer tells of the state of the session object, another state is news, even one that was seen before: what was taken may be given again. */
static void
note_state (SpicoSession *self,
            const char   *state)
{
  if (state == NULL)
    return;

  g_set_str (&self->seen_state, state);
  if (self->object != NULL && g_str_equal (state, spico_json_get_string (self->object, "state")))
    g_clear_pointer (&self->looked_up_for, g_free);
}

static DexFuture *
call_fiber (gpointer data)
{
  Task *task = data;
  SpicoSession *self = task->session;
  g_autoptr (GBytes) body = spico_session_make_body (task->calls);
  GError *error = NULL;
  g_autoptr (JsonNode) node = await_json (self, "POST", self->api_path != NULL ? self->api_path : "/jmap/api", body, &error);
  JsonObject *response;

  if (node == NULL)
    return dex_future_new_for_error (error);

  response = json_node_get_object (node);
  if (spico_json_get_array (response, "methodResponses") == NULL)
    return reject (SPICO_CLIENT_ERROR_SERVER, "The answer has no responses");
  note_state (self, spico_json_get_string (response, "sessionState"));

  return dex_future_new_take_boxed (JSON_TYPE_OBJECT, json_object_ref (response));
}

static char *
expand_template (const char *template)
{
  g_autoptr (GString) path = g_string_new (template);

  g_string_replace (path, "{types}", "*", 0);
  g_string_replace (path, "{closeafter}", "no", 0);
  g_string_replace (path, "{ping}", G_STRINGIFY (PING_S), 0);

  return g_string_free_and_steal (g_steal_pointer (&path));
}

static DexFuture *
open_events_fiber (gpointer data)
{
  SpicoSession *self = ((Task *) data)->session;
  g_autofree char *path = expand_template (self->event_template != NULL ? self->event_template : "/jmap/eventsource/?types={types}&closeafter={closeafter}&ping={ping}");
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "GET", path);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  if (message == NULL)
    return reject (SPICO_CLIENT_ERROR_NOT_A_SERVER, "The server sends us elsewhere");
  token = await_token (self, &error);
  if (token == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  authorize (message, token);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", "text/event-stream");
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  stream = dex_await_object (spico_http_open (self->events, message, self->cancellable), &error);
  if (stream == NULL)
    return spico_http_reject (message, error);

  if (soup_message_get_status (message) == SOUP_STATUS_UNAUTHORIZED)
    drop_token (self, token);
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    return reject (SPICO_CLIENT_ERROR_SERVER, "The event stream is refused");

  return dex_future_new_take_object (g_steal_pointer (&stream));
}

static DexFuture *
revoke_fiber (gpointer data)
{
  SpicoSession *self = ((Task *) data)->session;
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, "POST", "/auth/revoke");
  g_autofree char *form = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (SpicoReply) reply = NULL;
  GError *error = NULL;

  if (!read_refresh_token (self, NULL) || self->refresh_token == NULL)
    return dex_future_new_true ();

  form = soup_form_encode ("token", self->refresh_token, NULL);
  body = g_bytes_new (form, strlen (form));
  soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  reply = dex_await_boxed (transmit (self, message, MAX_ANSWER), &error);
  if (reply == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static void
spico_session_finalize (GObject *object)
{
  SpicoSession *self = SPICO_SESSION (object);

  g_free (self->server_uri);
  g_free (self->login);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_object (&self->requests);
  g_clear_object (&self->events);
  g_clear_object (&self->transfers);
  g_clear_object (&self->cancellable);
  g_free (self->access_token);
  g_free (self->refresh_token);
  dex_clear (&self->refreshing);
  g_clear_pointer (&self->object, json_object_unref);
  g_free (self->api_path);
  g_free (self->event_template);
  g_free (self->seen_state);
  g_free (self->looked_up_for);

  G_OBJECT_CLASS (spico_session_parent_class)->finalize (object);
}

static void
spico_session_class_init (SpicoSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_session_finalize;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
spico_session_init (SpicoSession *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * spico_session_new:
 * @server_uri: from spico_session_normalize_uri()
 *
 * Returns: (transfer full): a session; nothing is asked of the network yet
 */
SpicoSession *
spico_session_new (const char       *server_uri,
                   const char       *login,
                   SpicoCredentials *credentials)
{
  SpicoSession *self = g_object_new (SPICO_TYPE_SESSION, NULL);
  gboolean is_unix = g_str_has_prefix (server_uri, "unix:");

  self->server_uri = g_strdup (server_uri);
  self->login = g_strdup (login);
  self->credentials = g_object_ref (credentials);
  self->base = g_uri_parse (is_unix ? "http://localhost" : server_uri, SOUP_HTTP_URI_FLAGS, NULL);
  self->requests = spico_http_new (server_uri, self->base, REQUEST_TIMEOUT_S);
  self->events = spico_http_new (server_uri, self->base, EVENT_TIMEOUT_S);
  self->transfers = spico_http_new (server_uri, self->base, TRANSFER_TIMEOUT_S);

  return self;
}

const char *
spico_session_get_server_uri (SpicoSession *self)
{
  return self->server_uri;
}

const char *
spico_session_get_login (SpicoSession *self)
{
  return self->login;
}

/* Of a session that a provider's word began: nobody typed it. */
void
spico_session_set_login (SpicoSession *self,
                         const char   *login)
{
  g_return_if_fail (SPICO_IS_SESSION (self));

  g_set_str (&self->login, login);
}

/* Returns: (transfer full): a future of a boolean; the tokens are held, and not yet in the keyring */
DexFuture *
spico_session_sign_in (SpicoSession *self,
                       const char   *password,
                       const char   *device_name)
{
  Task *task = task_new (self, password);

  task->device_name = g_strdup (device_name);

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, sign_in_fiber, task, task_free);
}

DexFuture *
spico_session_exchange (SpicoSession *self,
                        const char   *code,
                        const char   *verifier,
                        const char   *redirect_uri,
                        const char   *device_name)
{
  Task *task;

  g_return_val_if_fail (SPICO_IS_SESSION (self), NULL);
  g_return_val_if_fail (code != NULL && verifier != NULL && redirect_uri != NULL && device_name != NULL, NULL);

  task = task_new (self, code);
  task->verifier = g_strdup (verifier);
  task->redirect_uri = g_strdup (redirect_uri);
  task->device_name = g_strdup (device_name);

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, exchange_fiber, task, task_free);
}

DexFuture *
spico_session_ask_metadata (SpicoSession *self)
{
  g_return_val_if_fail (SPICO_IS_SESSION (self), NULL);

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, ask_metadata_fiber, task_new (self, NULL), task_free);
}

/* Returns: (transfer full): a future of a boolean, once the keyring has the refresh token */
DexFuture *
spico_session_save_tokens (SpicoSession *self)
{
  return spico_credentials_store (self->credentials, self->server_uri, self->login, SPICO_CREDENTIALS_REFRESH_TOKEN, self->refresh_token);
}

DexFuture *
spico_session_revoke (SpicoSession *self)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, revoke_fiber, task_new (self, NULL), task_free);
}

/* Returns: (transfer full): a future of the session object (RFC 8620 section 2) */
DexFuture *
spico_session_fetch (SpicoSession *self)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, fetch_fiber, task_new (self, NULL), task_free);
}

/* Returns: (transfer full): a future of a #JsonNode, an object: how the support desk is reached, which anybody may know (F101) */
DexFuture *
spico_session_ask_support (SpicoSession *self)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, ask_support_fiber, task_new (self, NULL), task_free);
}

/* Returns: (transfer full): a future of a #JsonNode, an object: what the operator announces to whoever cannot sign in (F008) */
DexFuture *
spico_session_ask_announcements (SpicoSession *self)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, ask_announcements_fiber, task_new (self, NULL), task_free);
}

DexFuture *
spico_session_ask_erasure (SpicoSession *self,
                           const char   *token_digest,
                           gboolean      has_erased)
{
  Task *task;

  g_return_val_if_fail (SPICO_IS_SESSION (self), NULL);
  g_return_val_if_fail (token_digest != NULL, NULL);

  task = task_new (self, token_digest);
  task->has_erased = has_erased;

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, ask_erasure_fiber, task, task_free);
}

/* Returns: (transfer none) (nullable): the session object last fetched */
JsonObject *
spico_session_get_object (SpicoSession *self)
{
  return self->object;
}

/* Returns: what the server announces for a limit of the core capability (RFC 8620 section 2), and never more than @most */
guint
spico_session_get_limit (SpicoSession *self,
                         const char   *name,
                         guint         most)
{
  JsonObject *capabilities = spico_json_get_object (self->object, "capabilities");
  gint64 announced = spico_json_get_int (spico_json_get_object (capabilities, SPICO_CAPABILITY_CORE), name);

  return announced > 0 && announced < most ? (guint) announced : most;
}

/* Whether an answer told of another session state than that of the session object, which was not fetched for it yet. */
gboolean
spico_session_is_stale (SpicoSession *self)
{
  return self->object != NULL && g_strcmp0 (self->seen_state, spico_json_get_string (self->object, "state")) != 0 &&
         g_strcmp0 (self->seen_state, self->looked_up_for) != 0;
}

/**
 * spico_session_call:
 * @calls: (transfer full): `methodCalls`
 *
 * Returns: (transfer full): a future of the response object; rejects with %SPICO_CLIENT_ERROR_OFFLINE, `CERTIFICATE…`, `SESSION_ENDED`, `SERVER` (to be tried again), `INVALID` (the request
 *   as a whole is refused)
 */
DexFuture *
spico_session_call (SpicoSession *self,
                    JsonArray    *calls)
{
  Task *task = task_new (self, NULL);

  task->calls = calls;

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, call_fiber, task, task_free);
}

/* Returns: (transfer full): a future of a #GInputStream, the event stream (RFC 8620 section 7.3) */
DexFuture *
spico_session_open_events (SpicoSession *self)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, open_events_fiber, task_new (self, NULL), task_free);
}

/* Gives up what is under way. */
void
spico_session_abort (SpicoSession *self)
{
  g_cancellable_cancel (self->cancellable);
  soup_session_abort (self->requests);
  soup_session_abort (self->events);
  soup_session_abort (self->transfers);
}

SoupMessage *
spico_session_await_authorized (SpicoSession *self,
                                const char   *method,
                                const char   *path,
                                GError      **error)
{
  g_autoptr (SoupMessage) message = spico_http_make_message (self->base, method, path);
  g_autofree char *token = NULL;

  if (message == NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "The server sends us elsewhere");
      return NULL;
    }
  token = await_token (self, error);
  if (token == NULL)
    return NULL;
  authorize (message, token);
  if (!g_cancellable_is_cancelled (self->cancellable))
    return g_steal_pointer (&message);

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "The session is being left");
  return NULL;
}

void
spico_session_drop_token_of (SpicoSession *self,
                             SoupMessage  *message)
{
  g_autofree char *value = self->access_token != NULL ? g_strconcat ("Bearer ", self->access_token, NULL) : NULL;

  if (g_strcmp0 (soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization"), value) == 0)
    g_clear_pointer (&self->access_token, g_free);
}

SoupSession *
spico_session_get_transfers (SpicoSession *self)
{
  return self->transfers;
}

/**
 * spico_session_find_response:
 * @call_id: the id given to a call
 * @name: (out) (transfer none) (optional): the response's name: the method's, or `error`
 *
 * Returns: (transfer none) (nullable): the response's arguments
 */
JsonObject *
spico_session_find_response (JsonObject *response,
                             const char *call_id,
                             const char **name)
{
  JsonArray *responses = spico_json_get_array (response, "methodResponses");

  for (guint i = 0; responses != NULL && i < json_array_get_length (responses); i++)
    {
      JsonNode *node = json_array_get_element (responses, i);
      JsonArray *triple = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (g_strcmp0 (spico_json_get_element_string (triple, 2), call_id) != 0)
        continue;
      if (name != NULL)
        *name = spico_json_get_element_string (triple, 0);
      return spico_json_get_element_object (triple, 1);
    }

  return NULL;
}
