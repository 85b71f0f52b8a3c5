/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-openid-provider.h"

#include <curl/curl.h>
#include <string.h>

#include "spico-log.h"
#include "spico-openid-fetch.h"
#include "spico-openid-reader.h"
#include "spico-openid-token.h"
#include "spico-server-error.h"

#define N_THREADS 8
#define MAX_WAITING 128
/* What a browser waits for, all in all. */
#define WHOLE_US (20 * G_USEC_PER_SEC)
#define REMEMBERED_US (3600 * (gint64) G_USEC_PER_SEC)
/* Keys that nobody has heard of are asked for again, but not as often as strangers like. */
#define FRESH_LOOKS 6
#define FRESH_LOOKS_US (600 * (gint64) G_USEC_PER_SEC)
/* The longest address that a browser is sent to: room is left for it in an answer's head. */
#define MAX_URL 1100

struct _SpicoOpenidProvider {
  SpicoOpenidOptions options;
  gboolean allows_loopback;
  GThreadPool *threads;
  gint is_stopping; /* atomic */

  GMutex fetching; /* one looks, the others wait for what they find */
  GMutex mutex;    /* of what follows */
  SpicoOpenidMetadata *metadata;
  SpicoOpenidKeys *keys;
  gint64 metadata_until_us;
  gint64 keys_until_us;
  gint64 failed_at_us;
  gint64 looks_since_us;
  guint n_looks;
};

typedef struct {
  SpicoOpenidRequest *request; /* NULL to prepare only */
  SpicoOpenidMetadata *metadata;
  gint64 asked_at_us;
  SpicoOpenidDoneFunc done;
  gpointer data;
} Job;

/**
 * spico_openid_request_free:
 * @request: (transfer full) (nullable): a request
 */
void
spico_openid_request_free (SpicoOpenidRequest *request)
{
  if (request == NULL)
    return;

  g_free (request->code);
  g_free (request->verifier);
  g_free (request->nonce);
  g_free (request->redirect_uri);
  g_free (request->issuer);
  g_free (request);
}

/* Asking. */

static GString *
fetch (SpicoOpenidProvider *self,
       const Job           *job,
       const char          *url,
       const char          *form,
       const char          *authorization,
       guint               *status,
       GError             **error)
{
  const SpicoOpenidFetch request = {
    .url = url,
    .form = form,
    .authorization = authorization,
    .ca_file = self->options.ca_file,
    .allows_loopback = self->allows_loopback,
    .until_us = job->asked_at_us + WHOLE_US,
    .is_stopping = &self->is_stopping,
  };

  return spico_openid_fetch (&request, status, error);
}

static GString *
fetch_document (SpicoOpenidProvider *self,
                const Job           *job,
                const char          *url,
                const char          *authorization,
                GError             **error)
{
  guint status;
  g_autoptr (GString) answer = fetch (self, job, url, NULL, authorization, &status, error);

  if (answer == NULL || status == 200)
    return g_steal_pointer (&answer);

  g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The provider answers %u", status);
  return NULL;
}

/* What the provider says of itself. */

static SpicoOpenidMetadata *
known_metadata (SpicoOpenidProvider *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->metadata != NULL && g_get_monotonic_time () < self->metadata_until_us ? spico_openid_metadata_ref (self->metadata) : NULL;
}

static SpicoOpenidMetadata *
fetch_metadata (SpicoOpenidProvider *self,
                const Job           *job,
                GError             **error)
{
  gboolean has_slash = g_str_has_suffix (self->options.issuer, "/");
  g_autofree char *url = g_strconcat (self->options.issuer, has_slash ? "" : "/", ".well-known/openid-configuration", NULL);
  g_autoptr (GString) answer = fetch_document (self, job, url, NULL, error);

  return answer != NULL ? spico_openid_metadata_read (answer->str, answer->len, self->options.issuer, error) : NULL;
}

static void
note_metadata (SpicoOpenidProvider *self,
               SpicoOpenidMetadata *metadata)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (metadata == NULL)
    {
      self->failed_at_us = g_get_monotonic_time ();
      return;
    }

  g_clear_pointer (&self->metadata, spico_openid_metadata_unref);
  self->metadata = spico_openid_metadata_ref (metadata);
  self->metadata_until_us = g_get_monotonic_time () + REMEMBERED_US;
}

/* Whoever waited while another one asked in vain need not ask too. */
static SpicoOpenidMetadata *
load_metadata (SpicoOpenidProvider *self,
               const Job           *job,
               GError             **error)
{
  g_autoptr (GMutexLocker) alone = g_mutex_locker_new (&self->fetching);
  g_autoptr (SpicoOpenidMetadata) metadata = known_metadata (self);

  if (metadata != NULL)
    return g_steal_pointer (&metadata);
  if (self->failed_at_us > job->asked_at_us)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "The provider has just failed");
      return NULL;
    }

  metadata = fetch_metadata (self, job, error);
  note_metadata (self, metadata);

  return g_steal_pointer (&metadata);
}

/* Its keys. */

static SpicoOpenidKeys *
known_keys (SpicoOpenidProvider *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->keys != NULL && g_get_monotonic_time () < self->keys_until_us ? spico_openid_keys_ref (self->keys) : NULL;
}

/* Counts one more look at keys that should be known. */
static gboolean
may_look_again (SpicoOpenidProvider *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now_us = g_get_monotonic_time ();

  if (self->looks_since_us + FRESH_LOOKS_US < now_us)
    {
      self->looks_since_us = now_us;
      self->n_looks = 0;
    }

  return self->n_looks++ < FRESH_LOOKS;
}

/* @unlike: (nullable): keys among which one is missing: others are wanted. */
static SpicoOpenidKeys *
load_keys (SpicoOpenidProvider *self,
           const Job           *job,
           SpicoOpenidKeys     *unlike,
           GError             **error)
{
  g_autoptr (GMutexLocker) alone = g_mutex_locker_new (&self->fetching);
  g_autoptr (SpicoOpenidKeys) keys = known_keys (self);
  g_autoptr (GString) answer = NULL;

  if (keys != NULL && keys != unlike)
    return g_steal_pointer (&keys);

  answer = fetch_document (self, job, job->metadata->jwks_uri, NULL, error);
  g_clear_pointer (&keys, spico_openid_keys_unref);
  keys = answer != NULL ? spico_openid_keys_read (answer->str, answer->len, error) : NULL;
  if (keys == NULL)
    return NULL;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->keys, spico_openid_keys_unref);
  self->keys = spico_openid_keys_ref (keys);
  self->keys_until_us = g_get_monotonic_time () + REMEMBERED_US;
  g_mutex_unlock (&self->mutex);

  return g_steal_pointer (&keys);
}

/* Redeeming. */

static char *
escape (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/* RFC 6749 section 2.3.1: each is escaped before they are joined. */
static char *
make_credentials (const SpicoOpenidOptions *options)
{
  g_autofree char *id = escape (options->client_id);
  g_autofree char *secret = escape (options->client_secret);
  g_autofree char *pair = g_strconcat (id, ":", secret, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", base64, NULL);
}

static char *
make_form (const SpicoOpenidOptions *options,
           const SpicoOpenidRequest *request,
           gboolean                  posts_secret)
{
  g_autofree char *code = escape (request->code);
  g_autofree char *redirect_uri = escape (request->redirect_uri);
  g_autofree char *id = escape (options->client_id);
  g_autofree char *secret = escape (options->client_secret);
  g_autofree char *form = g_strdup_printf ("grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s", code, redirect_uri, request->verifier);

  return posts_secret ? g_strconcat (form, "&client_id=", id, "&client_secret=", secret, NULL) : g_steal_pointer (&form);
}

static SpicoOpenidTokens *
redeem (SpicoOpenidProvider *self,
        const Job           *job,
        GError             **error)
{
  gboolean posts_secret = job->metadata->posts_secret;
  g_autofree char *credentials = posts_secret ? NULL : make_credentials (&self->options);
  g_autofree char *form = make_form (&self->options, job->request, posts_secret);
  guint status;
  g_autoptr (GString) answer = fetch (self, job, job->metadata->token_endpoint, form, credentials, &status, error);
  SpicoOpenidTokens *tokens;

  if (answer == NULL)
    return NULL;
  if (status != 200)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The provider does not redeem its code: %u", status);
      return NULL;
    }

  tokens = spico_openid_tokens_read (answer->str, answer->len, error);
  explicit_bzero (answer->str, answer->len);

  return tokens;
}

/* With the keys that are known; should the one that signed it not be among them, with those that there are now. */
static gboolean
read_id_token (SpicoOpenidProvider     *self,
               const Job               *job,
               const SpicoOpenidTokens *tokens,
               char                   **subject,
               char                   **identity,
               GError                 **error)
{
  const SpicoOpenidExpectation expectation = {
    .issuer = self->options.issuer,
    .client_id = self->options.client_id,
    .nonce = job->request->nonce,
    .access_token = tokens->access_token,
    .acr_values = self->options.acr_values,
    .identity_claim = self->options.identity_claim,
    .now_s = g_get_real_time () / G_USEC_PER_SEC,
  };
  g_autoptr (SpicoOpenidKeys) keys = load_keys (self, job, NULL, error);
  g_autoptr (SpicoOpenidKeys) fresh = NULL;
  GError *local_error = NULL;

  if (keys == NULL)
    return FALSE;
  if (spico_openid_token_read (tokens->id_token, keys, &expectation, subject, identity, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND) || !may_look_again (self))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  g_clear_error (&local_error);
  fresh = load_keys (self, job, keys, error);

  return fresh != NULL && spico_openid_token_read (tokens->id_token, fresh, &expectation, subject, identity, error);
}

/* The userinfo says more than the ID token, where there is one. */
static gboolean
read_userinfo (SpicoOpenidProvider     *self,
               const Job               *job,
               const SpicoOpenidTokens *tokens,
               const char              *subject,
               char                   **identity,
               GError                 **error)
{
  const char *url = job->metadata->userinfo_endpoint;
  g_autofree char *authorization = g_strconcat ("Bearer ", tokens->access_token, NULL);
  g_autofree char *said = NULL;
  g_autoptr (GString) answer = NULL;

  if (url == NULL)
    return TRUE;

  answer = fetch_document (self, job, url, authorization, error);
  if (answer == NULL || !spico_openid_userinfo_read (answer->str, answer->len, subject, self->options.identity_claim, &said, error))
    return FALSE;
  if (said != NULL)
    {
      g_free (*identity);
      *identity = g_steal_pointer (&said);
    }

  return TRUE;
}

/* Whom the browser comes from is told by the provider, or may be (RFC 9207 section 2.4). */
static gboolean
check_issuer (SpicoOpenidProvider *self,
              const Job           *job,
              GError             **error)
{
  const char *issuer = job->request->issuer;

  if (issuer != NULL ? g_str_equal (issuer, self->options.issuer) : !job->metadata->says_issuer)
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The browser comes back from another provider");
  return FALSE;
}

static char *
identify (SpicoOpenidProvider *self,
          const Job           *job,
          GError             **error)
{
  g_autoptr (SpicoOpenidTokens) tokens = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *identity = NULL;

  if (!check_issuer (self, job, error))
    return NULL;
  tokens = redeem (self, job, error);
  if (tokens == NULL || !read_id_token (self, job, tokens, &subject, &identity, error) || !read_userinfo (self, job, tokens, subject, &identity, error))
    return NULL;
  if (identity == NULL)
    g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The provider does not say [openid] identity-claim");

  return g_steal_pointer (&identity);
}

/* The threads. */

static void
run_job (gpointer data,
         gpointer user_data)
{
  SpicoOpenidProvider *self = user_data;
  Job *job = data;
  g_autofree char *identity = NULL;
  g_autoptr (GError) error = NULL;

  job->metadata = load_metadata (self, job, &error);
  if (job->metadata != NULL && job->request != NULL)
    identity = identify (self, job, &error);
  if (error != NULL)
    spico_log_failure ("openid", NULL, error);

  job->done (identity, error, job->data);
  g_clear_pointer (&job->metadata, spico_openid_metadata_unref);
  spico_openid_request_free (job->request);
  g_free (job);
}

/* Who waits in the browser has waited since they asked, not since somebody was free. */
static gboolean
ask (SpicoOpenidProvider *self,
     SpicoOpenidRequest  *request,
     SpicoOpenidDoneFunc  done,
     gpointer             data)
{
  Job *job;

  if (g_atomic_int_get (&self->is_stopping) || g_thread_pool_unprocessed (self->threads) >= MAX_WAITING)
    {
      spico_openid_request_free (request);
      return FALSE;
    }

  job = g_new0 (Job, 1);
  job->request = request;
  job->asked_at_us = g_get_monotonic_time ();
  job->done = done;
  job->data = data;

  /* What fails here is that a further thread begins; those that there are take it. */
  g_thread_pool_push (self->threads, job, NULL);
  /* cppcheck-suppress memleak ; the pool has it */
  return TRUE;
}

static void
copy_options (SpicoOpenidOptions       *to,
              const SpicoOpenidOptions *from)
{
  to->issuer = g_strdup (from->issuer);
  to->client_id = g_strdup (from->client_id);
  to->client_secret = g_strdup (from->client_secret);
  to->name = g_strdup (from->name);
  to->scope = g_strdup (from->scope);
  to->acr_values = g_strdup (from->acr_values);
  to->identity_claim = g_strdup (from->identity_claim);
  to->matches_login = from->matches_login;
  to->ca_file = g_strdup (from->ca_file);
}

/**
 * spico_openid_provider_new:
 * @options: the operator's, checked, copied
 * @error: return location for a #SpicoServerError
 *
 * Nothing is asked before somebody signs in: the provider may be away when the server starts.
 *
 * Returns: (transfer full) (nullable): the provider
 */
SpicoOpenidProvider *
spico_openid_provider_new (const SpicoOpenidOptions *options,
                           GError                  **error)
{
  SpicoOpenidProvider *self;

  if (curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "libcurl cannot start");
      return NULL;
    }

  self = g_new0 (SpicoOpenidProvider, 1);
  copy_options (&self->options, options);
  self->allows_loopback = spico_openid_url_is_loopback (options->issuer);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->fetching);
  self->looks_since_us = G_MININT64 / 2;
  self->threads = g_thread_pool_new (run_job, self, N_THREADS, FALSE, error);
  if (self->threads == NULL)
    g_clear_pointer (&self, spico_openid_provider_free);

  return self;
}

/**
 * spico_openid_provider_stop:
 * @self: (nullable): a provider
 *
 * Gives up what is under way, and whatever is still to come. All that was asked is answered.
 */
void
spico_openid_provider_stop (SpicoOpenidProvider *self)
{
  if (self != NULL)
    g_atomic_int_set (&self->is_stopping, 1);
}

/**
 * spico_openid_provider_free:
 * @self: (transfer full) (nullable): a provider
 */
void
spico_openid_provider_free (SpicoOpenidProvider *self)
{
  if (self == NULL)
    return;

  spico_openid_provider_stop (self);
  if (self->threads != NULL)
    g_thread_pool_free (self->threads, FALSE, TRUE);
  g_clear_pointer (&self->metadata, spico_openid_metadata_unref);
  g_clear_pointer (&self->keys, spico_openid_keys_unref);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->fetching);
  spico_openid_options_clear (&self->options);
  g_free (self);
  curl_global_cleanup ();
}

/**
 * spico_openid_provider_get_options:
 * @self: a provider
 *
 * Returns: (transfer none): the operator's options
 */
const SpicoOpenidOptions *
spico_openid_provider_get_options (SpicoOpenidProvider *self)
{
  return &self->options;
}

/**
 * spico_openid_provider_prepare:
 * @self: a provider
 * @done: told when its metadata are known, or why they are not
 * @data: given along
 *
 * Calls @done at once where they are known already.
 *
 * Returns: whether @done is, or was, called; not where too many wait
 */
gboolean
spico_openid_provider_prepare (SpicoOpenidProvider *self,
                               SpicoOpenidDoneFunc  done,
                               gpointer             data)
{
  g_autoptr (SpicoOpenidMetadata) metadata = known_metadata (self);

  if (metadata == NULL)
    return ask (self, NULL, done, data);

  done (NULL, NULL, data);
  return TRUE;
}

static void
add_parameter (GString    *url,
               const char *name,
               const char *value)
{
  g_string_append_printf (url, "&%s=", name);
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

/**
 * spico_openid_provider_make_url:
 * @self: a provider
 * @state: what it gives back
 * @nonce: what the ID token is to hold
 * @challenge: the S256 challenge
 * @redirect_uri: where it sends the browser back to
 *
 * Returns: (transfer full) (nullable): where the browser goes to sign in; %NULL where that is not known, or too long to be sent there
 */
char *
spico_openid_provider_make_url (SpicoOpenidProvider *self,
                                const char          *state,
                                const char          *nonce,
                                const char          *challenge,
                                const char          *redirect_uri)
{
  g_autoptr (SpicoOpenidMetadata) metadata = known_metadata (self);
  g_autoptr (GString) url = NULL;

  if (metadata == NULL)
    return NULL;

  url = g_string_new (metadata->authorization_endpoint);
  g_string_append_printf (url, "%cresponse_type=code", strchr (url->str, '?') != NULL ? '&' : '?');
  add_parameter (url, "client_id", self->options.client_id);
  add_parameter (url, "redirect_uri", redirect_uri);
  add_parameter (url, "scope", self->options.scope);
  if (self->options.acr_values != NULL)
    add_parameter (url, "acr_values", self->options.acr_values);
  add_parameter (url, "state", state);
  add_parameter (url, "nonce", nonce);
  add_parameter (url, "code_challenge", challenge);
  add_parameter (url, "code_challenge_method", "S256");

  return url->len <= MAX_URL ? g_string_free (g_steal_pointer (&url), FALSE) : NULL;
}

/**
 * spico_openid_provider_identify:
 * @self: a provider
 * @request: (transfer full): a sign-in that a browser came back from
 * @done: told who it is
 * @data: given along
 *
 * Redeems the code, checks the ID token, and asks for the rest of the claims.
 *
 * Returns: whether @done will be called; not where too many wait
 */
gboolean
spico_openid_provider_identify (SpicoOpenidProvider *self,
                                SpicoOpenidRequest  *request,
                                SpicoOpenidDoneFunc  done,
                                gpointer             data)
{
  return ask (self, request, done, data);
}
