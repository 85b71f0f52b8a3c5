/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-relay.h"

#include <curl/curl.h>
#include <string.h>

#include "spico-mail-address.h"
#include "spico-server-error.h"

#define CONNECT_MS 10000L
#define WHOLE_MS 30000L

struct _SpicoMailRelay {
  SpicoMailOptions options;
  GThreadPool *pool;
  GMutex mutex;
  gint is_stopping; /* atomic; set with the mutex held */
};

typedef struct {
  char *to;
  char *mail;
  gsize n_read;
  SpicoMailSentFunc sent;
  gpointer data;
} Mail;

static gboolean
wrong (GError    **error,
       const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * spico_mail_options_check:
 * @options: what the operator says
 * @error: return location for a #SpicoServerError
 *
 * Returns: whether it can be a relay: its address, from whom, and nothing in clear but to this machine
 */
gboolean
spico_mail_options_check (const SpicoMailOptions *options,
                          GError                **error)
{
  g_autoptr (GUri) uri = NULL;

  if (options->relay == NULL)
    return TRUE;

  uri = g_uri_parse (options->relay, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || (!g_str_equal (g_uri_get_scheme (uri), "smtp") && !g_str_equal (g_uri_get_scheme (uri), "smtps")) || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || *g_uri_get_path (uri) != '\0' || g_uri_get_userinfo (uri) != NULL)
    return wrong (error, "[mail] relay must be like smtp://relay.example:587 or smtps://relay.example");
  if (options->from == NULL || !spico_mail_address_is_valid (options->from))
    return wrong (error, "[mail] from must be an address");
  if (!options->needs_tls && g_str_equal (g_uri_get_scheme (uri), "smtp") && !is_loopback (g_uri_get_host (uri)))
    return wrong (error, "[mail] starttls=false is for a relay on this machine only");

  return TRUE;
}

static void
mail_end (Mail            *mail,
          SpicoMailOutcome outcome)
{
  mail->sent (outcome, mail->data);
  g_free (mail->to);
  g_free (mail->mail);
  g_free (mail);
}

/* libcurl calls. */

static size_t
read_mail (char  *buffer,
           size_t size,
           size_t n,
           void  *user_data)
{
  Mail *mail = user_data;
  gsize length = MIN (size * n, strlen (mail->mail + mail->n_read));

  memcpy (buffer, mail->mail + mail->n_read, length);
  mail->n_read += length;

  return length;
}

static int
look_for_the_end (void      *user_data,
                  curl_off_t download_total,
                  curl_off_t download_now,
                  curl_off_t upload_total,
                  curl_off_t upload_now)
{
  SpicoMailRelay *self = user_data;

  return g_atomic_int_get (&self->is_stopping);
}

/* What a relay says of a recipient or of a mail is final; what it says of us, or of itself, is not. */
static SpicoMailOutcome
judge (CURL    *easy,
       CURLcode result)
{
  long status = 0;

  if (result == CURLE_OK)
    return SPICO_MAIL_SENT;

  curl_easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &status);
  return result != CURLE_LOGIN_DENIED && status >= 550 && status <= 559 ? SPICO_MAIL_REFUSED : SPICO_MAIL_LATER;
}

static void
set_relay (SpicoMailRelay *self,
           CURL           *easy)
{
  const SpicoMailOptions *options = &self->options;

  curl_easy_setopt (easy, CURLOPT_URL, options->relay);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, WHOLE_MS);
  curl_easy_setopt (easy, CURLOPT_USE_SSL, options->needs_tls ? (long) CURLUSESSL_ALL : (long) CURLUSESSL_NONE);
  if (options->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, options->ca_file);
  if (options->login != NULL)
    {
      curl_easy_setopt (easy, CURLOPT_USERNAME, options->login);
      curl_easy_setopt (easy, CURLOPT_PASSWORD, options->password);
    }
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, look_for_the_end);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, self);
}

static void
send_one (gpointer item,
          gpointer user_data)
{
  SpicoMailRelay *self = user_data;
  Mail *mail = item;
  CURL *easy;
  struct curl_slist *recipients;
  SpicoMailOutcome outcome;

  if (g_atomic_int_get (&self->is_stopping))
    {
      mail_end (mail, SPICO_MAIL_LATER);
      return;
    }

  easy = curl_easy_init ();
  recipients = curl_slist_append (NULL, mail->to);
  set_relay (self, easy);
  curl_easy_setopt (easy, CURLOPT_MAIL_FROM, self->options.from);
  curl_easy_setopt (easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, read_mail);
  curl_easy_setopt (easy, CURLOPT_READDATA, mail);
  curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
  outcome = judge (easy, curl_easy_perform (easy));
  curl_slist_free_all (recipients);
  curl_easy_cleanup (easy);

  mail_end (mail, outcome);
}

/**
 * spico_mail_relay_new:
 * @options: the relay, checked
 * @error: return location for a #SpicoServerError or a #GThreadError
 *
 * Returns: (transfer full) (nullable): what gives it mails
 */
SpicoMailRelay *
spico_mail_relay_new (const SpicoMailOptions *options,
                      GError                **error)
{
  SpicoMailRelay *self;

  if (curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK)
    {
      wrong (error, "libcurl cannot start");
      return NULL;
    }

  self = g_new0 (SpicoMailRelay, 1);
  self->options.relay = g_strdup (options->relay);
  self->options.from = g_strdup (options->from);
  self->options.login = g_strdup (options->login);
  self->options.password = g_strdup (options->password);
  self->options.ca_file = g_strdup (options->ca_file);
  self->options.needs_tls = options->needs_tls;
  g_mutex_init (&self->mutex);
  self->pool = g_thread_pool_new (send_one, self, 1, TRUE, error);
  if (self->pool == NULL)
    g_clear_pointer (&self, spico_mail_relay_free);

  return self;
}

/**
 * spico_mail_relay_stop:
 * @self: (nullable): a relay
 *
 * Gives up what is under way, which is to be tried again, and ends the thread.
 */
void
spico_mail_relay_stop (SpicoMailRelay *self)
{
  if (self == NULL || self->pool == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->is_stopping, 1);
  g_mutex_unlock (&self->mutex);
  g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
}

/**
 * spico_mail_relay_free:
 * @self: (transfer full) (nullable): a relay
 */
void
spico_mail_relay_free (SpicoMailRelay *self)
{
  if (self == NULL)
    return;

  spico_mail_relay_stop (self);
  g_mutex_clear (&self->mutex);
  g_free (self->options.relay);
  g_free (self->options.from);
  g_free (self->options.login);
  g_free (self->options.password);
  g_free (self->options.ca_file);
  g_free (self);
  curl_global_cleanup ();
}

/**
 * spico_mail_relay_get_from:
 * @self: a relay
 *
 * Returns: (transfer none): the address that mails are sent from
 */
const char *
spico_mail_relay_get_from (SpicoMailRelay *self)
{
  return self->options.from;
}

/**
 * spico_mail_relay_send:
 * @self: a relay; one that was stopped gives up at once
 * @to: a valid address
 * @mail: the mail, from its headers on
 * @sent: told what became of it
 * @data: given along
 */
void
spico_mail_relay_send (SpicoMailRelay   *self,
                       const char       *to,
                       const char       *mail,
                       SpicoMailSentFunc sent,
                       gpointer          data)
{
  Mail *item = g_new0 (Mail, 1);
  gboolean is_taken;

  item->to = g_strdup (to);
  item->mail = g_strdup (mail);
  item->sent = sent;
  item->data = data;

  g_mutex_lock (&self->mutex);
  is_taken = !g_atomic_int_get (&self->is_stopping) && g_thread_pool_push (self->pool, item, NULL);
  g_mutex_unlock (&self->mutex);

  if (!is_taken)
    mail_end (item, SPICO_MAIL_LATER);
}
