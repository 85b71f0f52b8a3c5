/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-openid-fetch.h"

#include <curl/curl.h>
#include <string.h>

#include "spico-openid-reader.h"
#include "spico-server-error.h"

#define CONNECT_MS 5000L
#define WHOLE_MS 10000L

static size_t
take_answer (char  *data,
             size_t size,
             size_t n,
             void  *user_data)
{
  GString *answer = user_data;

  if (answer->len + n > SPICO_OPENID_ANSWER_MAX)
    return CURL_WRITEFUNC_ERROR;

  g_string_append_len (answer, data, (gssize) n);
  return n;
}

/* Once a second at least. */
static int
watch_progress (void      *user_data,
                curl_off_t n_to_come,
                curl_off_t n_come,
                curl_off_t n_to_go,
                curl_off_t n_gone)
{
  const SpicoOpenidFetch *self = user_data;

  return self->is_stopping != NULL && g_atomic_int_get (self->is_stopping) != 0;
}

static struct curl_slist *
make_headers (const SpicoOpenidFetch *self)
{
  struct curl_slist *headers = curl_slist_append (NULL, "Accept: application/json");

  if (self->authorization != NULL)
    {
      g_autofree char *line = g_strconcat ("Authorization: ", self->authorization, NULL);

      headers = curl_slist_append (headers, line);
      explicit_bzero (line, strlen (line));
    }

  return headers;
}

static void
set_options (const SpicoOpenidFetch *self,
             CURL                   *easy,
             GString                *answer)
{
  gint64 left_ms = (self->until_us - g_get_monotonic_time ()) / 1000;

  curl_easy_setopt (easy, CURLOPT_URL, self->url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, self->allows_loopback ? "https,http" : "https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  /* A proxy of the environment would be given the secret, and look the name up in our place. */
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, CLAMP ((long) left_ms, 1L, WHOLE_MS));
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, take_answer);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, answer);
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, watch_progress);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, self);
  if (self->form != NULL)
    curl_easy_setopt (easy, CURLOPT_POSTFIELDS, self->form);
  if (self->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, self->ca_file);
}

/**
 * spico_openid_fetch:
 * @self: a request
 * @status: (out): the HTTP status
 * @error: return location for a #SpicoServerError (`OVERLOADED` where nothing was answered, or the provider says that it cannot)
 *
 * Asks a provider something and waits for the answer, for ten seconds at most. Nothing is followed elsewhere.
 *
 * Returns: (transfer full) (nullable): the answer's body
 */
GString *
spico_openid_fetch (const SpicoOpenidFetch *self,
                    guint                  *status,
                    GError                **error)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  CURL *easy = curl_easy_init ();
  struct curl_slist *headers = make_headers (self);
  CURLcode result;
  long code = 0;

  set_options (self, easy, answer);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, headers);
  result = curl_easy_perform (easy);
  curl_easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &code);
  curl_easy_cleanup (easy);
  curl_slist_free_all (headers);

  *status = (guint) code;
  if (result == CURLE_OK && code < 500)
    return g_steal_pointer (&answer);

  if (result == CURLE_OK)
    g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "The provider answers %ld", code);
  else
    g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "The provider does not answer: %s", curl_easy_strerror (result));
  return NULL;
}
