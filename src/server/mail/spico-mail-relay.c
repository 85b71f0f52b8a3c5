/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-relay.h"

#include <curl/curl.h>
#include <string.h>

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
  char *from;
  GStrv to;
  GBytes *mail;
  gsize n_read;
  SpicoMailSentFunc sent;
  gpointer data;
} Mail;

static gboolean
wrong (GError    **error,
       const char *group,
       const char *text)
{
  g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[%s] %s", group, text);
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
 * @group: in which group of the configuration
 * @error: return location for a #SpicoServerError
 *
 * Returns: whether it can be a relay: its address, and nothing in clear but to this machine
 */
gboolean
spico_mail_options_check (const SpicoMailOptions *options,
                          const char             *group,
                          GError                **error)
{
  g_autoptr (GUri) uri = NULL;

  if (options->relay == NULL)
    return TRUE;

  uri = g_uri_parse (options->relay, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || (!g_str_equal (g_uri_get_scheme (uri), "smtp") && !g_str_equal (g_uri_get_scheme (uri), "smtps")) || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || *g_uri_get_path (uri) != '\0' || g_uri_get_userinfo (uri) != NULL)
    return wrong (error, group, "relay must be like smtp://relay.example:587 or smtps://relay.example");
  if (!options->needs_tls && g_str_equal (g_uri_get_scheme (uri), "smtp") && !is_loopback (g_uri_get_host (uri)))
    return wrong (error, group, "starttls=false is for a relay on this machine only");

  return TRUE;
}

/**
 * spico_mail_options_clear:
 * @options: options, whose texts are freed
 */
void
spico_mail_options_clear (SpicoMailOptions *options)
{
  g_clear_pointer (&options->relay, g_free);
  g_clear_pointer (&options->from, g_free);
  g_clear_pointer (&options->login, g_free);
  g_clear_pointer (&options->password, g_free);
  g_clear_pointer (&options->ca_file, g_free);
  g_clear_pointer (&options->certificate_file, g_free);
  g_clear_pointer (&options->key_file, g_free);
}

static void
mail_end (Mail            *mail,
          SpicoMailOutcome outcome)
{
  mail->sent (outcome, mail->data);
  g_free (mail->from);
  g_strfreev (mail->to);
  g_bytes_unref (mail->mail);
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
  gsize whole;
  const char *bytes = g_bytes_get_data (mail->mail, &whole);
  gsize length = MIN (size * n, whole - mail->n_read);

  memcpy (buffer, bytes + mail->n_read, length);
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
  if (options->certificate_file != NULL)
    curl_easy_setopt (easy, CURLOPT_SSLCERT, options->certificate_file);
  if (options->key_file != NULL)
    curl_easy_setopt (easy, CURLOPT_SSLKEY, options->key_file);
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
  struct curl_slist *recipients = NULL;
  SpicoMailOutcome outcome;

  if (g_atomic_int_get (&self->is_stopping))
    {
      mail_end (mail, SPICO_MAIL_LATER);
      return;
    }

  easy = curl_easy_init ();
  for (guint i = 0; mail->to[i] != NULL; i++)
    recipients = curl_slist_append (recipients, mail->to[i]);
  set_relay (self, easy);
  curl_easy_setopt (easy, CURLOPT_MAIL_FROM, mail->from);
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
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "libcurl cannot start");
      return NULL;
    }

  self = g_new0 (SpicoMailRelay, 1);
  self->options.relay = g_strdup (options->relay);
  self->options.from = g_strdup (options->from);
  self->options.login = g_strdup (options->login);
  self->options.password = g_strdup (options->password);
  self->options.ca_file = g_strdup (options->ca_file);
  self->options.certificate_file = g_strdup (options->certificate_file);
  self->options.key_file = g_strdup (options->key_file);
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
  spico_mail_options_clear (&self->options);
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
 * spico_mail_relay_submit:
 * @self: a relay; one that was stopped gives up at once
 * @from: a valid address
 * @to: valid addresses
 * @mail: the mail, from its headers on
 * @sent: told what became of it
 * @data: given along
 */
void
spico_mail_relay_submit (SpicoMailRelay    *self,
                         const char        *from,
                         const char *const *to,
                         GBytes            *mail,
                         SpicoMailSentFunc  sent,
                         gpointer           data)
{
  Mail *item = g_new0 (Mail, 1);
  gboolean is_taken;

  item->from = g_strdup (from);
  item->to = g_strdupv ((char **) to);
  item->mail = g_bytes_ref (mail);
  item->sent = sent;
  item->data = data;

  g_mutex_lock (&self->mutex);
  is_taken = !g_atomic_int_get (&self->is_stopping) && g_thread_pool_push (self->pool, item, NULL);
  g_mutex_unlock (&self->mutex);

  if (!is_taken)
    mail_end (item, SPICO_MAIL_LATER);
}

/**
 * spico_mail_relay_send:
 * @self: a relay; one that was stopped gives up at once
 * @to: a valid address
 * @mail: the mail, from its headers on
 * @sent: told what became of it
 * @data: given along
 *
 * Sends a mail of the operator's own.
 */
void
spico_mail_relay_send (SpicoMailRelay   *self,
                       const char       *to,
                       const char       *mail,
                       SpicoMailSentFunc sent,
                       gpointer          data)
{
  const char *recipients[] = { to, NULL };
  g_autoptr (GBytes) bytes = g_bytes_new (mail, strlen (mail));

  spico_mail_relay_submit (self, self->options.from, recipients, bytes, sent, data);
}
