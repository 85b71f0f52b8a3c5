/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in with a provider (F002), and the lock of whoever does (X018): against a server that answers as the test wants, with a real keyring. */
#include <libsoup/soup.h>
#include <string.h>

#include "spico-client-lock.h"
#include "spico-client-private.h"
#include "spico-client-sign-in.h"
#include "spico-test-region.h"

#define LOCK "une phrase à moi"
#define OTHER_LOCK "une autre phrase"
#define CODE "c0de"

typedef struct {
  SoupServer *server;
  char *uri;
  char *folder;
  SpicoCredentials *keyring;
  SpicoClient *client;
  const char *login;    /* who the provider says it is */
  const char *metadata; /* NULL as of an older server */
  char *challenge;
  char *redirect_uri;
  char *device_name;
  guint n_tokens;
  guint n_revoked;
} Fixture;

/* The server */

static void
answer (SoupServerMessage *message,
        guint              status,
        char              *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, json, strlen (json));
}

static void
metadata_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           data)
{
  Fixture *fixture = data;
  g_autoptr (GString) text = g_string_new (fixture->metadata);

  if (fixture->metadata == NULL)
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  g_string_replace (text, "@", fixture->uri, 0);
  answer (message, 200, g_string_free_and_steal (g_steal_pointer (&text)));
}

/* As RFC 7636 section 4.6 says. */
static gboolean
is_verified (Fixture    *fixture,
             const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  *strchr (text, '=') = '\0';

  return strlen (verifier) >= 43 && g_strcmp0 (text, fixture->challenge) == 0;
}

static void
token_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           data)
{
  Fixture *fixture = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GHashTable) form = soup_form_decode (text);

  if (g_strcmp0 (g_hash_table_lookup (form, "grant_type"), "password") == 0)
    {
      answer (message, 400, g_strdup ("{\"error\":\"unauthorized_client\"}"));
      return;
    }
  if (g_strcmp0 (g_hash_table_lookup (form, "code"), CODE) != 0 || g_strcmp0 (g_hash_table_lookup (form, "client_id"), "spico") != 0 ||
      g_strcmp0 (g_hash_table_lookup (form, "redirect_uri"), fixture->redirect_uri) != 0 || !is_verified (fixture, g_hash_table_lookup (form, "code_verifier")))
    {
      answer (message, 400, g_strdup ("{\"error\":\"invalid_grant\"}"));
      return;
    }
  g_set_str (&fixture->device_name, g_hash_table_lookup (form, "device_name"));
  answer (message, 200, g_strdup_printf ("{\"access_token\":\"a%u\",\"refresh_token\":\"r%u\",\"token_type\":\"Bearer\",\"expires_in\":600}", fixture->n_tokens, fixture->n_tokens));
  fixture->n_tokens++;
}

static void
session_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  Fixture *fixture = data;

  answer (message, 200,
          g_strdup_printf ("{\"username\":\"%s\",\"accounts\":{\"p-%s\":{\"name\":\"Dr %s\",\"isPersonal\":true,\"accountCapabilities\":{}}},\"capabilities\":{},\"primaryAccounts\":{},"
                           "\"apiUrl\":\"/jmap/api\",\"eventSourceUrl\":\"/jmap/eventsource/\",\"state\":\"s\"}",
                           fixture->login, fixture->login, fixture->login));
}

static void
revoke_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  ((Fixture *) data)->n_revoked++;
  answer (message, 200, g_strdup ("{}"));
}

static void
nothing_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  soup_server_message_set_status (message, 503, NULL);
}

#define BOTH                                                                                                                   \
  "{\"issuer\":\"@\",\"authorization_endpoint\":\"@/auth/authorize\",\"token_endpoint\":\"@/auth/token\",\"response_types_supported\":[\"code\"]," \
  "\"grant_types_supported\":[\"authorization_code\",\"refresh_token\",\"password\"],\"code_challenge_methods_supported\":[\"S256\"],"             \
  "\"authorization_response_iss_parameter_supported\":true,\"spico_provider_name\":\"Pro Santé Connect\"}"

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  GSList *uris;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, nothing_cb, fixture, NULL);
  soup_server_add_handler (fixture->server, "/.well-known/oauth-authorization-server", metadata_cb, fixture, NULL);
  soup_server_add_handler (fixture->server, "/.well-known/jmap", session_cb, fixture, NULL);
  soup_server_add_handler (fixture->server, "/auth/token", token_cb, fixture, NULL);
  soup_server_add_handler (fixture->server, "/auth/revoke", revoke_cb, fixture, NULL);
  g_assert_true (soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (fixture->server);
  fixture->uri = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  fixture->folder = spico_test_make_folder ();
  fixture->keyring = spico_keyring_new ();
  fixture->client = spico_client_new (fixture->folder, fixture->keyring);
  spico_client_set_device_name (fixture->client, "Poste 4");
  fixture->login = "mauger";
  fixture->metadata = BOTH;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_test_succeeds (spico_client_close (fixture->client));
  g_clear_object (&fixture->client);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->keyring);
  spico_test_erase_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->uri);
  g_free (fixture->challenge);
  g_free (fixture->redirect_uri);
  g_free (fixture->device_name);
}

/* The browser */

typedef struct {
  SpicoAuthorization *authorization;
  DexFuture *future;
  char *state;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  spico_authorization_give_up (attempt->authorization);
  g_object_unref (attempt->authorization);
  dex_unref (attempt->future);
  g_free (attempt->state);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static char *
format_page (const GError *error)
{
  return g_strdup (error == NULL ? "<p>in</p>" : "<p>out</p>");
}

/* What the browser is sent to is looked at as the server does. */
static Attempt *
begin (Fixture    *fixture,
       const char *expected_login)
{
  g_autoptr (SpicoSignInWays) ways = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  Attempt *attempt = g_new0 (Attempt, 1);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autofree char *endpoint = g_strconcat (fixture->uri, "/auth/authorize?", NULL);

  attempt->authorization = spico_client_authorize (fixture->client, ways, expected_login);
  attempt->future = spico_authorization_begin (attempt->authorization, format_page);
  g_assert_true (g_str_has_prefix (spico_authorization_get_uri (attempt->authorization), endpoint));
  uri = g_uri_parse (spico_authorization_get_uri (attempt->authorization), SOUP_HTTP_URI_FLAGS, NULL);
  query = soup_form_decode (g_uri_get_query (uri));
  g_assert_cmpstr (g_hash_table_lookup (query, "response_type"), ==, "code");
  g_assert_cmpstr (g_hash_table_lookup (query, "client_id"), ==, "spico");
  g_assert_cmpstr (g_hash_table_lookup (query, "code_challenge_method"), ==, "S256");
  g_set_str (&fixture->challenge, g_hash_table_lookup (query, "code_challenge"));
  g_set_str (&fixture->redirect_uri, g_hash_table_lookup (query, "redirect_uri"));
  attempt->state = g_strdup (g_hash_table_lookup (query, "state"));
  g_assert_cmpuint (strlen (attempt->state), ==, 43);
  g_assert_true (g_str_has_prefix (fixture->redirect_uri, "http://127.0.0.1:"));

  return attempt;
}

typedef struct {
  GBytes *body;
  gboolean is_done;
} Visit;

static void
visited_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Visit *visit = data;

  visit->body = soup_session_send_and_read_finish (SOUP_SESSION (object), result, NULL);
  visit->is_done = TRUE;
}

/* Returns: the status; @page is in @fragment */
static guint
visit (const char *method,
       const char *address,
       const char *body,
       const char *fragment)
{
  g_autoptr (SoupSession) soup = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  g_autoptr (GBytes) sent = body != NULL ? g_bytes_new_static (body, strlen (body)) : NULL;
  Visit seen = { NULL, FALSE };

  soup_session_set_proxy_resolver (soup, NULL);
  if (sent != NULL)
    soup_message_set_request_body_from_bytes (message, "text/plain", sent);
  soup_session_send_and_read_async (soup, message, G_PRIORITY_DEFAULT, NULL, visited_cb, &seen);
  spico_test_wait_for (seen.is_done);
  if (fragment != NULL)
    {
      g_autofree char *page = g_strndup (g_bytes_get_data (seen.body, NULL), g_bytes_get_size (seen.body));

      g_assert_nonnull (strstr (page, fragment));
      g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (message), "Cache-Control"), ==, "no-store");
    }
  g_clear_pointer (&seen.body, g_bytes_unref);

  return soup_message_get_status (message);
}

/* Comes back from the provider: @answer is what comes behind the state and the issuer. */
static guint
come_back (Fixture    *fixture,
           Attempt    *attempt,
           const char *rest,
           const char *fragment)
{
  g_autofree char *address = g_strdup_printf ("%s?state=%s&iss=%s&%s", fixture->redirect_uri, attempt->state, fixture->uri, rest);

  return visit ("GET", address, NULL, fragment);
}

#define fails(attempt, code) spico_test_fails (dex_ref ((attempt)->future), code)

/* The cases */

static void
test_ways (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SpicoSignInWays) both = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  g_autoptr (SpicoSignInWays) old = NULL;
  g_autoptr (SpicoSignInWays) elsewhere = NULL;
  g_autoptr (SpicoSignInWays) bare = NULL;

  g_assert_true (spico_sign_in_ways_takes_password (both));
  g_assert_cmpstr (spico_sign_in_ways_get_provider (both), ==, "Pro Santé Connect");

  fixture->metadata = NULL;
  old = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  g_assert_true (spico_sign_in_ways_takes_password (old));
  g_assert_null (spico_sign_in_ways_get_provider (old));

  /* What leads to another machine, or goes without PKCE, is not offered. */
  fixture->metadata = "{\"issuer\":\"@\",\"authorization_endpoint\":\"https://elsewhere.example/authorize\",\"response_types_supported\":[\"code\"],"
                      "\"grant_types_supported\":[\"authorization_code\"],\"code_challenge_methods_supported\":[\"S256\"],\"spico_provider_name\":\"X\"}";
  elsewhere = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  g_assert_null (spico_sign_in_ways_get_provider (elsewhere));
  fixture->metadata = "{\"issuer\":\"@\",\"authorization_endpoint\":\"@/auth/authorize\",\"response_types_supported\":[\"code\"],"
                      "\"grant_types_supported\":[\"authorization_code\"],\"spico_provider_name\":\"X\"}";
  bare = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  g_assert_null (spico_sign_in_ways_get_provider (bare));
  g_assert_false (spico_sign_in_ways_takes_password (bare));

  fixture->metadata = "{\"issuer\":\"https://elsewhere.example\",\"grant_types_supported\":[\"password\"]}";
  spico_test_fails (spico_client_ask_sign_in_ways (fixture->client, fixture->uri), SPICO_CLIENT_ERROR_NOT_A_SERVER);
  spico_test_fails (spico_client_ask_sign_in_ways (fixture->client, "http://spico.example"), SPICO_CLIENT_ERROR_INSECURE);
}

/* Whoever asks something else than what the browser was sent for finds nothing, and the browser still gets its answer. */
static void
test_nothing_else_is_answered (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (Attempt) attempt = begin (fixture, NULL);
  g_autofree char *other = g_strconcat (fixture->redirect_uri, "favicon.ico", NULL);
  g_autofree char *posted = g_strdup_printf ("%s?state=%s&iss=%s&code=" CODE, fixture->redirect_uri, attempt->state, fixture->uri);

  g_assert_cmpuint (visit ("GET", fixture->redirect_uri, NULL, NULL), ==, 404);
  g_assert_cmpuint (visit ("GET", other, NULL, NULL), ==, 404);
  g_assert_cmpuint (visit ("POST", posted, "code=" CODE, NULL), ==, 404);
  g_assert_cmpuint (visit ("PUT", posted, NULL, NULL), ==, 404);
  g_assert_true (dex_future_is_pending (attempt->future));

  g_assert_cmpuint (come_back (fixture, attempt, "code=" CODE, "<p>in</p>"), ==, 200);
  spico_test_succeeds (dex_ref (attempt->future));
  g_assert_cmpstr (fixture->device_name, ==, "Poste 4");
  g_assert_cmpstr (spico_session_get_login (spico_authorization_get_session (attempt->authorization)), ==, "mauger");
}

/* Once answered, nothing listens any more: not even for the same answer. */
static void
test_it_serves_once (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (Attempt) attempt = begin (fixture, NULL);
  g_autofree char *again = g_strdup_printf ("%s?state=%s&iss=%s&code=" CODE, fixture->redirect_uri, attempt->state, fixture->uri);

  g_assert_cmpuint (come_back (fixture, attempt, "code=" CODE, "<p>in</p>"), ==, 200);
  spico_test_succeeds (dex_ref (attempt->future));
  g_assert_cmpuint (visit ("GET", again, NULL, NULL), !=, 200);
  g_assert_cmpuint (fixture->n_tokens, ==, 1);

  /* Whoever goes no further leaves no session behind. */
  spico_authorization_give_up (attempt->authorization);
  spico_test_wait_for (fixture->n_revoked == 1);
}

static void
test_foreign_answers (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (Attempt) state = begin (fixture, NULL);
  g_autofree char *wrong = g_strdup_printf ("%s?state=%c%s&iss=%s&code=" CODE, fixture->redirect_uri, state->state[0] == 'A' ? 'B' : 'A', state->state + 1, fixture->uri);
  g_autoptr (Attempt) issuer = NULL;
  g_autoptr (Attempt) silent = NULL;
  g_autoptr (Attempt) code = NULL;
  g_autofree char *mixed = NULL;
  g_autofree char *bare = NULL;

  g_assert_cmpuint (visit ("GET", wrong, NULL, "<p>out</p>"), ==, 400);
  fails (state, SPICO_CLIENT_ERROR_BROWSER);

  issuer = begin (fixture, NULL);
  mixed = g_strdup_printf ("%s?state=%s&iss=https://elsewhere.example&code=" CODE, fixture->redirect_uri, issuer->state);
  g_assert_cmpuint (visit ("GET", mixed, NULL, "<p>out</p>"), ==, 400);
  fails (issuer, SPICO_CLIENT_ERROR_BROWSER);

  silent = begin (fixture, NULL);
  bare = g_strdup_printf ("%s?state=%s&code=" CODE, fixture->redirect_uri, silent->state);
  g_assert_cmpuint (visit ("GET", bare, NULL, "<p>out</p>"), ==, 400);
  fails (silent, SPICO_CLIENT_ERROR_BROWSER);
  g_assert_cmpuint (fixture->n_tokens, ==, 0);

  code = begin (fixture, NULL);
  g_assert_cmpuint (come_back (fixture, code, "code=other", "<p>out</p>"), ==, 400);
  fails (code, SPICO_CLIENT_ERROR_BROWSER);
}

static void
test_refusals (Fixture      *fixture,
               gconstpointer data)
{
  static const struct {
    const char *answer;
    int code;
  } cases[] = {
    { "error=access_denied", SPICO_CLIENT_ERROR_CANCELLED },
    { "error=access_denied&error_description=no_account", SPICO_CLIENT_ERROR_NO_ACCOUNT },
    { "error=access_denied&error_description=account_disabled", SPICO_CLIENT_ERROR_ACCOUNT_CLOSED },
    { "error=temporarily_unavailable", SPICO_CLIENT_ERROR_PROVIDER },
    { "error=server_error", SPICO_CLIENT_ERROR_PROVIDER },
    { "error=invalid_request", SPICO_CLIENT_ERROR_BROWSER },
    { "nothing=1", SPICO_CLIENT_ERROR_BROWSER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Attempt) attempt = begin (fixture, NULL);

      g_assert_cmpuint (come_back (fixture, attempt, cases[i].answer, "<p>out</p>"), ==, 400);
      fails (attempt, cases[i].code);
    }
  g_assert_cmpuint (fixture->n_tokens, ==, 0);
}

static DexFuture *
let_go_cb (DexFuture *future,
           gpointer   data)
{
  SpicoAuthorization **authorization = data;

  spico_authorization_give_up (*authorization);
  g_clear_object (authorization);

  return dex_future_new_true ();
}

/* Whoever is told of the end lets go at once; the browser reads its page nevertheless. */
static void
test_the_page_goes_out (Fixture      *fixture,
                        gconstpointer data)
{
  static const char *const answers[] = { "error=access_denied", "code=" CODE };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      Attempt *attempt = begin (fixture, NULL);
      g_autoptr (DexFuture) over = dex_future_finally (dex_ref (attempt->future), let_go_cb, &attempt->authorization, NULL);

      come_back (fixture, attempt, answers[i], i == 0 ? "<p>out</p>" : "<p>in</p>");
      spico_test_succeeds (dex_ref (over));
      g_assert_null (attempt->authorization);
      dex_unref (attempt->future);
      g_free (attempt->state);
      g_free (attempt);
    }
}

static void
test_giving_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (Attempt) attempt = begin (fixture, NULL);
  g_autoptr (SpicoSignInWays) ways = spico_test_await_object (spico_client_ask_sign_in_ways (fixture->client, fixture->uri));
  g_autoptr (SpicoAuthorization) late = spico_client_authorize (fixture->client, ways, NULL);

  spico_authorization_give_up (attempt->authorization);
  fails (attempt, SPICO_CLIENT_ERROR_CANCELLED);
  g_assert_cmpuint (visit ("GET", fixture->redirect_uri, NULL, NULL), ==, 0);

  spico_authorization_set_patience (late, 0);
  spico_test_fails (spico_authorization_begin (late, format_page), SPICO_CLIENT_ERROR_TIMED_OUT);
}

/* As somebody whose browser came back. */
static Attempt *
authorize (Fixture    *fixture,
           const char *expected_login)
{
  Attempt *attempt = begin (fixture, expected_login);

  g_assert_cmpuint (come_back (fixture, attempt, "code=" CODE, "<p>in</p>"), ==, 200);
  spico_test_succeeds (dex_ref (attempt->future));

  return attempt;
}

static void
sign_in (Fixture    *fixture,
         const char *lock)
{
  g_autoptr (Attempt) attempt = authorize (fixture, NULL);

  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, NULL, FALSE), SPICO_CLIENT_ERROR_NO_LOCK);
  g_assert_cmpint (spico_client_get_state (fixture->client), !=, SPICO_CLIENT_READY);
  spico_test_succeeds (spico_client_sign_in_authorized (fixture->client, attempt->authorization, lock, TRUE));
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_READY);
}

static void
reopen (Fixture         *fixture,
        SpicoClientState state)
{
  spico_test_succeeds (spico_client_close (fixture->client));
  g_clear_object (&fixture->client);
  fixture->client = spico_client_new (fixture->folder, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->client));
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, state);
}

/* Nothing is kept of somebody before there is something to lock it with; then that alone opens it, whoever starts the program again. */
static void
test_a_lock_is_chosen (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (Attempt) attempt = authorize (fixture, NULL);
  g_autofree char *key = NULL;
  g_autofree char *people = g_build_filename (fixture->folder, "people.ini", NULL);

  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, NULL, FALSE), SPICO_CLIENT_ERROR_NO_LOCK);
  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, "faux", FALSE), SPICO_CLIENT_ERROR_NO_LOCK);
  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, "1234567", TRUE), SPICO_CLIENT_ERROR_INVALID);
  key = spico_test_await_string (spico_credentials_lookup (fixture->keyring, fixture->uri, "mauger", SPICO_CREDENTIALS_STORE_KEY));
  g_assert_null (key);
  g_assert_false (g_file_test (people, G_FILE_TEST_EXISTS));
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_SIGNED_OUT);

  spico_test_succeeds (spico_client_sign_in_authorized (fixture->client, attempt->authorization, LOCK, TRUE));
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_READY);
  g_assert_cmpstr (spico_client_get_login (fixture->client), ==, "mauger");
  g_assert_true (spico_client_uses_provider (fixture->client));
  g_assert_true (spico_client_has_own_lock (fixture->client));

  /* The session is in use: letting go of how it began does not end it. */
  spico_authorization_give_up (attempt->authorization);
  spico_test_succeeds (spico_client_lock (fixture->client));
  reopen (fixture, SPICO_CLIENT_LOCKED);
  g_assert_true (spico_client_has_own_lock (fixture->client));
  spico_test_fails (spico_client_unlock (fixture->client, "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_succeeds (spico_client_unlock (fixture->client, LOCK));
  g_assert_cmpuint (fixture->n_revoked, ==, 0);
}

/* With the store open, whoever signs in anew is asked for nothing else, and nobody else takes their place. */
static void
test_signing_in_anew (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (Attempt) again = NULL;
  g_autoptr (Attempt) other = NULL;

  sign_in (fixture, LOCK);
  again = authorize (fixture, "mauger");
  spico_test_succeeds (spico_client_sign_in_authorized (fixture->client, again->authorization, NULL, FALSE));
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_READY);
  /* That of before is of no use any more. */
  spico_test_wait_for (fixture->n_revoked == 1);

  fixture->login = "totaro";
  other = begin (fixture, "mauger");
  g_assert_cmpuint (come_back (fixture, other, "code=" CODE, "<p>out</p>"), ==, 400);
  fails (other, SPICO_CLIENT_ERROR_OTHER_PERSON);
  spico_test_wait_for (fixture->n_revoked == 2);
  spico_test_fails (spico_client_sign_in_authorized (fixture->client, other->authorization, NULL, FALSE), SPICO_CLIENT_ERROR_STATE);
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_READY);
  g_assert_cmpstr (spico_client_get_login (fixture->client), ==, "mauger");

  spico_test_succeeds (spico_client_lock (fixture->client));
  spico_test_succeeds (spico_client_unlock (fixture->client, LOCK));
}

/* The provider vouches for somebody; what is locked here opens by its own password nevertheless, or is erased. */
static void
test_a_lock_that_is_there (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (Attempt) attempt = NULL;
  g_autoptr (Attempt) forgotten = NULL;

  sign_in (fixture, LOCK);
  spico_test_succeeds (spico_client_lock (fixture->client));
  attempt = authorize (fixture, "mauger");
  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, NULL, FALSE), SPICO_CLIENT_ERROR_OWN_LOCK);
  g_assert_cmpint (spico_client_get_state (fixture->client), ==, SPICO_CLIENT_LOCKED);
  for (guint i = 0; i < 5; i++)
    spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, "faux", FALSE), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_fails (spico_client_sign_in_authorized (fixture->client, attempt->authorization, LOCK, FALSE), SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS);

  spico_test_succeeds (spico_client_sign_in_authorized (fixture->client, attempt->authorization, OTHER_LOCK, TRUE));
  spico_test_succeeds (spico_client_lock (fixture->client));
  spico_test_fails (spico_client_unlock (fixture->client, LOCK), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  forgotten = authorize (fixture, "mauger");
  spico_test_succeeds (spico_client_sign_in_authorized (fixture->client, forgotten->authorization, OTHER_LOCK, FALSE));
  g_assert_true (spico_client_has_own_lock (fixture->client));
  spico_test_succeeds (spico_client_lock (fixture->client));
  spico_test_succeeds (spico_client_unlock (fixture->client, OTHER_LOCK));
}

static void
test_another_lock_password (Fixture      *fixture,
                            gconstpointer data)
{
  sign_in (fixture, LOCK);
  spico_test_fails (spico_client_change_lock_password (fixture->client, "faux", OTHER_LOCK), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_fails (spico_client_change_lock_password (fixture->client, LOCK, "court"), SPICO_CLIENT_ERROR_INVALID);
  spico_test_succeeds (spico_client_change_lock_password (fixture->client, LOCK, OTHER_LOCK));
  spico_test_succeeds (spico_client_lock (fixture->client));
  spico_test_fails (spico_client_change_lock_password (fixture->client, OTHER_LOCK, LOCK), SPICO_CLIENT_ERROR_STATE);
  spico_test_fails (spico_client_unlock (fixture->client, LOCK), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_succeeds (spico_client_unlock (fixture->client, OTHER_LOCK));
}

/* Two people of one computer, of whom neither opens what is the other's. */
static void
test_two_people (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GListModel) others = spico_client_list_other_people (fixture->client);
  g_autoptr (SpicoKnownPerson) mauger = NULL;

  sign_in (fixture, LOCK);
  spico_test_succeeds (spico_client_lock (fixture->client));
  fixture->login = "totaro";
  sign_in (fixture, OTHER_LOCK);
  g_assert_cmpuint (g_list_model_get_n_items (others), ==, 1);
  mauger = g_list_model_get_item (others, 0);
  spico_test_succeeds (spico_client_choose_person (fixture->client, mauger));
  spico_test_fails (spico_client_unlock (fixture->client, OTHER_LOCK), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_succeeds (spico_client_unlock (fixture->client, LOCK));
  g_assert_cmpstr (spico_client_get_login (fixture->client), ==, "mauger");
}

static void
test_no_local_logins (Fixture      *fixture,
                      gconstpointer data)
{
  spico_test_fails (spico_client_sign_in (fixture->client, fixture->uri, "mauger", SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_FORBIDDEN);
}

#define ADD(name, function) g_test_add ("/authorization/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ways", test_ways);
  ADD ("nothing-else-is-answered", test_nothing_else_is_answered);
  ADD ("it-serves-once", test_it_serves_once);
  ADD ("foreign-answers", test_foreign_answers);
  ADD ("refusals", test_refusals);
  ADD ("the-page-goes-out", test_the_page_goes_out);
  ADD ("giving-up", test_giving_up);
  ADD ("a-lock-is-chosen", test_a_lock_is_chosen);
  ADD ("signing-in-anew", test_signing_in_anew);
  ADD ("a-lock-that-is-there", test_a_lock_that_is_there);
  ADD ("another-lock-password", test_another_lock_password);
  ADD ("two-people", test_two_people);
  ADD ("no-local-logins", test_no_local_logins);

  return g_test_run ();
}
