/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-authorization.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-json.h"
#include "spico-main-thread.h"
#include "spico-secret.h"

/* Finding one's card, and its code, takes a while. */
#define PATIENCE_S 600
/* A browser takes its last page at once. */
#define PAGE_S 10
#define RANDOM_SIZE 32
#define MAX_CODE 2048

struct _SpicoAuthorization {
  GObject parent_instance;

  SpicoSignInWays *ways;
  SpicoSession *session;
  char *expected_login;
  char *device_name;
  SpicoAuthorizationPage page;

  SoupServer *server;
  char *redirect_uri;
  char *uri;
  SpicoSecret *verifier;
  SpicoSecret *state;
  DexPromise *promise;
  guint patience;
  guint patience_source;
  guint page_source; /* while the browser takes its last page */

  gboolean is_answered; /* the browser has come back */
  gboolean is_over;
  gboolean has_session;
  gboolean is_used;
};

G_DEFINE_FINAL_TYPE (SpicoAuthorization, spico_authorization, G_TYPE_OBJECT)

static void
stop_listening (SpicoAuthorization *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_handle_id (&self->page_source, g_source_remove);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

static void
spico_authorization_dispose (GObject *object)
{
  SpicoAuthorization *self = SPICO_AUTHORIZATION (object);

  stop_listening (self);
  g_clear_object (&self->ways);
  g_clear_object (&self->session);
  dex_clear (&self->promise);

  G_OBJECT_CLASS (spico_authorization_parent_class)->dispose (object);
}

static void
spico_authorization_finalize (GObject *object)
{
  SpicoAuthorization *self = SPICO_AUTHORIZATION (object);

  g_free (self->expected_login);
  g_free (self->device_name);
  g_free (self->redirect_uri);
  g_free (self->uri);
  spico_secret_free (self->verifier);
  spico_secret_free (self->state);

  G_OBJECT_CLASS (spico_authorization_parent_class)->finalize (object);
}

static void
spico_authorization_class_init (SpicoAuthorizationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_authorization_dispose;
  object_class->finalize = spico_authorization_finalize;
}

static void
spico_authorization_init (SpicoAuthorization *self)
{
  self->promise = dex_promise_new ();
  self->patience = PATIENCE_S;
}

/* The end */

/* Takes @error, NULL where somebody is signed in. */
static void
end (SpicoAuthorization *self,
     GError             *error)
{
  self->is_over = TRUE;
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (error == NULL)
    dex_promise_resolve_boolean (self->promise, TRUE);
  else
    dex_promise_reject (self->promise, error);
}

/* Off line it ends by itself there. */
static void
end_session (SpicoAuthorization *self)
{
  if (self->has_session && !self->is_used)
    dex_future_disown (spico_session_revoke (self->session));
  self->has_session = FALSE;
}

static gboolean
patience_cb (gpointer data)
{
  g_autoptr (SpicoAuthorization) self = g_object_ref (data);

  self->patience_source = 0;
  if (!self->is_answered)
    {
      end (self, g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TIMED_OUT, "The browser did not come back"));
      stop_listening (self);
    }

  return G_SOURCE_REMOVE;
}

/* What the browser brings */

/* RFC 6749 section 4.1.2.1, and what the server adds to it. */
static GError *
error_of_answer (GHashTable *query)
{
  const char *error = g_hash_table_lookup (query, "error");
  const char *description = g_hash_table_lookup (query, "error_description");

  if (g_strcmp0 (description, "no_account") == 0)
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NO_ACCOUNT, "Nobody has an account under this identity");
  if (g_strcmp0 (description, "account_disabled") == 0 || g_str_equal (error, "account_disabled"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_ACCOUNT_CLOSED, "The account is closed");
  if (g_str_equal (error, "access_denied"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED, "Whoever signs in gave up in the browser");
  if (g_str_equal (error, "temporarily_unavailable") || g_str_equal (error, "server_error"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_PROVIDER, "The provider does not answer as it should");

  return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "The server does not take what it was asked");
}

/* In a time that says nothing of how much of it is right. */
static gboolean
is_state (SpicoAuthorization *self,
          const char         *state)
{
  return strlen (state) == strlen (self->state) && sodium_memcmp (state, self->state, strlen (self->state)) == 0;
}

/* Returns: (transfer full) (nullable): why the answer brings no code */
static GError *
check_answer (SpicoAuthorization *self,
              GHashTable         *query)
{
  const char *code = g_hash_table_lookup (query, "code");

  if (!is_state (self, g_hash_table_lookup (query, "state")) || !spico_sign_in_ways_is_issuer (self->ways, g_hash_table_lookup (query, "iss")))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "This is the answer to something else");
  if (g_hash_table_contains (query, "error"))
    return error_of_answer (query);
  if (code == NULL || *code == '\0' || strlen (code) > MAX_CODE)
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "The answer has no code");

  return NULL;
}

static gboolean
stop_cb (gpointer data)
{
  stop_listening (data);

  return G_SOURCE_REMOVE;
}

/* Not from within what the server is about to do with the connection. */
static void
finished_cb (SoupServerMessage *message,
             gpointer           data)
{
  spico_main_thread_invoke (stop_cb, g_object_ref (data), g_object_unref);
}

static void
let_go_cb (gpointer  data,
           GClosure *closure)
{
  g_object_unref (data);
}

static gboolean
page_cb (gpointer data)
{
  SpicoAuthorization *self = data;

  self->page_source = 0;
  stop_listening (self);

  return G_SOURCE_REMOVE;
}

/* Nothing of the page is to be kept, nor told to another site. It goes out whoever lets go of this meanwhile. */
static void
show_page (SpicoAuthorization *self,
           SoupServerMessage  *message,
           const GError       *error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char *page = self->page (error);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_status (message, error == NULL ? SOUP_STATUS_OK : SOUP_STATUS_BAD_REQUEST, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page, strlen (page));
  g_signal_connect_data (message, "finished", G_CALLBACK (finished_cb), g_object_ref (self), let_go_cb, 0);
  self->page_source = g_timeout_add_seconds (PAGE_S, page_cb, self);
}

typedef struct {
  SpicoAuthorization *authorization;
  SoupServerMessage *message;
  char *code;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_object_unref (exchange->authorization);
  g_object_unref (exchange->message);
  spico_secret_free (exchange->code);
  g_free (exchange);
}

/* Awaits. Whose session it is, its object says. */
static gboolean
await_session (SpicoAuthorization *self,
               const char         *code,
               GError            **error)
{
  g_autoptr (JsonObject) object = NULL;
  const char *login;

  if (!dex_await (spico_session_exchange (self->session, code, self->verifier, self->redirect_uri, self->device_name), error))
    return FALSE;
  self->has_session = TRUE;

  object = dex_await_boxed (spico_session_fetch (self->session), error);
  if (object == NULL)
    return FALSE;
  login = spico_json_get_string (object, "username");
  if (login == NULL || *login == '\0')
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "The session is nobody's");
      return FALSE;
    }
  if (self->expected_login != NULL && !g_str_equal (login, self->expected_login))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OTHER_PERSON, "Somebody else has signed in");
      return FALSE;
    }
  spico_session_set_login (self->session, login);

  return TRUE;
}

/* A code that is not taken was used, or came too late. */
static GError *
error_of_exchange (GError *error)
{
  if (!g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    return error;

  g_error_free (error);
  return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "The code is not taken");
}

static DexFuture *
exchange_fiber (gpointer data)
{
  Exchange *exchange = data;
  SpicoAuthorization *self = exchange->authorization;
  GError *error = NULL;

  if (!await_session (self, exchange->code, &error))
    error = error_of_exchange (error);
  if (error != NULL || self->is_over)
    end_session (self);
  if (self->is_over)
    {
      g_clear_error (&error);
      return dex_future_new_true ();
    }

  show_page (self, exchange->message, error);
  soup_server_message_unpause (exchange->message);
  end (self, error);

  return dex_future_new_true ();
}

/* The browser waits too: its page says what became of it. */
static void
exchange_code (SpicoAuthorization *self,
               SoupServerMessage  *message,
               const char         *code)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->authorization = g_object_ref (self);
  exchange->message = g_object_ref (message);
  exchange->code = g_strdup (code);
  soup_server_message_pause (message);
  dex_future_disown (dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, exchange_fiber, exchange, exchange_free));
}

/* Any page, and anybody on this machine, may ask something here: only what bears a state is looked at, once. */
static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  g_autoptr (SpicoAuthorization) self = g_object_ref (data);
  GError *error;

  if (self->is_answered || self->is_over || query == NULL || !g_hash_table_contains (query, "state"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  self->is_answered = TRUE;
  error = check_answer (self, query);
  if (error == NULL)
    {
      exchange_code (self, message, g_hash_table_lookup (query, "code"));
      return;
    }
  show_page (self, message, error);
  end (self, error);
}

/* Before a body is read: none is. */
static void
early_request_cb (SoupServer        *server,
                  SoupServerMessage *message,
                  const char        *path,
                  GHashTable        *query,
                  gpointer           data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean has_body = soup_message_headers_get_one (headers, "Content-Length") != NULL || soup_message_headers_get_one (headers, "Transfer-Encoding") != NULL;

  if (has_body || !g_str_equal (path, "/") || soup_server_message_get_method (message) != SOUP_METHOD_GET)
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

/* The beginning */

/* 43 characters of those that a verifier may have (RFC 7636 section 4.1). */
static char *
encode (const guint8 *bytes)
{
  char *text = g_malloc (sodium_base64_ENCODED_LEN (RANDOM_SIZE, sodium_base64_VARIANT_URLSAFE_NO_PADDING));

  return sodium_bin2base64 (text, sodium_base64_ENCODED_LEN (RANDOM_SIZE, sodium_base64_VARIANT_URLSAFE_NO_PADDING), bytes, RANDOM_SIZE,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static char *
make_random (void)
{
  guint8 bytes[RANDOM_SIZE];
  char *text;

  randombytes_buf (bytes, sizeof bytes);
  text = encode (bytes);
  sodium_memzero (bytes, sizeof bytes);

  return text;
}

static char *
make_challenge (const char *verifier)
{
  guint8 digest[crypto_hash_sha256_BYTES];

  G_STATIC_ASSERT (sizeof digest == RANDOM_SIZE);
  crypto_hash_sha256 (digest, (const guint8 *) verifier, strlen (verifier));

  return encode (digest);
}

static void
make_uri (SpicoAuthorization *self)
{
  g_autofree char *challenge = make_challenge (self->verifier);
  g_autofree char *query = soup_form_encode ("response_type", "code", "client_id", SPICO_SESSION_CLIENT_ID, "redirect_uri", self->redirect_uri, "state", self->state,
                                             "code_challenge", challenge, "code_challenge_method", "S256", NULL);

  self->uri = g_strconcat (spico_sign_in_ways_get_endpoint (self->ways), "?", query, NULL);
}

/* On this machine alone; the port is one that was free (RFC 8252 section 7.3). */
static gboolean
listen_to_browser (SpicoAuthorization *self)
{
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->server, NULL, early_request_cb, NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return FALSE;

  uris = soup_server_get_uris (self->server);
  self->redirect_uri = g_strdup_printf ("http://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return TRUE;
}

SpicoAuthorization *
spico_authorization_new (SpicoSignInWays *ways,
                         SpicoSession    *session,
                         const char      *expected_login,
                         const char      *device_name)
{
  SpicoAuthorization *self;

  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (ways), NULL);
  g_return_val_if_fail (spico_sign_in_ways_get_provider (ways) != NULL, NULL);
  g_return_val_if_fail (SPICO_IS_SESSION (session), NULL);

  self = g_object_new (SPICO_TYPE_AUTHORIZATION, NULL);
  self->ways = g_object_ref (ways);
  self->session = session;
  self->expected_login = g_strdup (expected_login);
  self->device_name = g_strdup (device_name != NULL ? device_name : "");

  return self;
}

void
spico_authorization_set_patience (SpicoAuthorization *self,
                                  guint               seconds)
{
  g_return_if_fail (SPICO_IS_AUTHORIZATION (self));
  g_return_if_fail (self->server == NULL);

  self->patience = seconds;
}

DexFuture *
spico_authorization_begin (SpicoAuthorization    *self,
                           SpicoAuthorizationPage page)
{
  g_return_val_if_fail (SPICO_IS_AUTHORIZATION (self), NULL);
  g_return_val_if_fail (page != NULL, NULL);
  g_return_val_if_fail (self->page == NULL, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot be used");

  self->page = page;
  if (!listen_to_browser (self))
    {
      end (self, g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "No port of this machine is free"));
      return dex_ref (self->promise);
    }
  self->verifier = make_random ();
  self->state = make_random ();
  make_uri (self);
  self->patience_source = g_timeout_add_seconds (self->patience, patience_cb, self);

  return dex_ref (self->promise);
}

const char *
spico_authorization_get_uri (SpicoAuthorization *self)
{
  g_return_val_if_fail (SPICO_IS_AUTHORIZATION (self), NULL);

  return self->uri;
}

SpicoSession *
spico_authorization_get_session (SpicoAuthorization *self)
{
  g_return_val_if_fail (SPICO_IS_AUTHORIZATION (self), NULL);

  return self->session;
}

gboolean
spico_authorization_has_session (SpicoAuthorization *self)
{
  g_return_val_if_fail (SPICO_IS_AUTHORIZATION (self), FALSE);

  return self->has_session;
}

void
spico_authorization_set_used (SpicoAuthorization *self)
{
  g_return_if_fail (SPICO_IS_AUTHORIZATION (self));

  self->is_used = TRUE;
}

void
spico_authorization_give_up (SpicoAuthorization *self)
{
  g_return_if_fail (SPICO_IS_AUTHORIZATION (self));

  if (!self->is_over)
    end (self, g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED, "Whoever signs in gave up"));
  if (self->page_source == 0)
    stop_listening (self);
  end_session (self);
}
