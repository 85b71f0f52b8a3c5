/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spico-server: reads its options, brings the database to its schema, serves until it is asked to stop. */
#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "spico-auth.h"
#include "spico-http-server.h"
#include "spico-log.h"
#include "spico-mail-address.h"
#include "spico-schema.h"
#include "spico-server-error.h"

#define KEY_BYTES 32

#define LIFETIME_DAYS 30
#define N_READERS_MAX 64
#define N_WRITERS_MAX 16
#define MAX_WAITING 4096
#define QUERY_SECONDS 10
#define LOCK_SECONDS 5
#define GATHER_MINUTES 10
#define ANNOUNCEMENTS_PER_MINUTE 300
#define MAX_BODY_MEMORY_MB 256
#define STREAM_TIMEOUT_SECONDS 60
#define MAX_SUPPORT 200
#define MAX_OFFLINE_HOURS 720
#define PATIENCE_SECONDS 30
#define REVIEW_SECONDS 1
/* Every domain of MSSanté is below it, but for what the operator knows of. */
#define MSSANTE_DOMAIN "mssante.fr"
#define MSSANTE_MAILS_A_DAY 200
#define CLAMD_SECONDS 60
/* The question costs less than a tenth of a millisecond. */
#define LOOK_INTERVAL_MS 250
#define KEPT_BYTES (16 * 1024 * 1024)

typedef struct {
  char *database;
  char *listen;
  char *config;
  char *public_url;
  char *region_name;
  char *support_mail;
  char *support_telephone;
  char *support_hours;
  char *push_ca_file;
  char *metrics;
  char *clamd;
  SpicoMailOptions mail;
  SpicoMailOptions mssante;
  GStrv mssante_domains;
  SpicoOpenidOptions openid;
  gboolean version;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->database);
  g_free (arguments->listen);
  g_free (arguments->config);
  g_free (arguments->public_url);
  g_free (arguments->region_name);
  g_free (arguments->support_mail);
  g_free (arguments->support_telephone);
  g_free (arguments->support_hours);
  g_free (arguments->push_ca_file);
  g_free (arguments->metrics);
  g_free (arguments->clamd);
  spico_mail_options_clear (&arguments->mail);
  spico_mail_options_clear (&arguments->mssante);
  g_strfreev (arguments->mssante_domains);
  spico_openid_options_clear (&arguments->openid);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *arguments,
                 int       *argc,
                 char    ***argv,
                 GError   **error)
{
  const GOptionEntry entries[] = {
    { "database", 'd', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &arguments->database, "SQLite file, made where there is none, or postgresql:// address", "DATABASE" },
    { "listen", 'l', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &arguments->listen, "Loopback ADDRESS:PORT (port 0 takes a free one) or unix:PATH", "ADDRESS" },
    { "config", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &arguments->config, "Configuration file; what stands in it gives way to these options", "FILE" },
    { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &arguments->version, "Print the version and leave", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "The server of a Spico region.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "There is an argument too many");
      return FALSE;
    }

  return TRUE;
}

/* The configuration file: absent groups and keys take their defaults; a wrong value stops the start rather than be guessed at. */

static gboolean
read_number (GKeyFile   *file,
             const char *group,
             const char *key,
             guint       fallback,
             guint       smallest,
             guint       largest,
             guint      *number,
             GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  guint64 value;

  *number = fallback;
  if (!g_key_file_has_key (file, group, key, NULL))
    return TRUE;

  value = g_key_file_get_uint64 (file, group, key, &local_error);
  if (local_error != NULL || value < smallest || value > largest)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[%s] %s must be a number from %u to %u", group, key, smallest, largest);
      return FALSE;
    }
  *number = (guint) value;

  return TRUE;
}

static gboolean
read_switch (GKeyFile   *file,
             const char *group,
             const char *key,
             gboolean    fallback,
             gboolean   *value,
             GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  *value = fallback;
  if (!g_key_file_has_key (file, group, key, NULL))
    return TRUE;

  *value = g_key_file_get_boolean (file, group, key, &local_error);
  if (local_error != NULL)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[%s] %s must be true or false", group, key);
      return FALSE;
    }

  return TRUE;
}

static void
take_text (GKeyFile   *file,
           const char *group,
           const char *key,
           char      **value)
{
  if (*value == NULL)
    *value = g_key_file_get_string (file, group, key, NULL);
}

/* 32 bytes, as they are: base64 or a pass phrase would be one more thing to get wrong. */
static GBytes *
read_key (GKeyFile *file,
          GError  **error)
{
  g_autofree char *path = g_key_file_get_string (file, "database", "key-file", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  if (path == NULL || !g_file_get_contents (path, &contents, &length, error))
    return NULL;
  if (length != KEY_BYTES)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The key file must hold exactly %d bytes", KEY_BYTES);
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&contents), length);
}

/* Two lines: who signs in at the relay, and with what. */
static gboolean
read_credentials (GKeyFile         *file,
                  const char       *group,
                  SpicoMailOptions *mail,
                  GError          **error)
{
  g_autofree char *path = g_key_file_get_string (file, group, "credentials-file", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &contents, NULL, error))
    return FALSE;

  lines = g_strsplit (contents, "\n", 3);
  if (g_strv_length (lines) < 2 || *lines[0] == '\0' || *lines[1] == '\0')
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[%s] credentials-file must hold a login and a password, a line each", group);
      return FALSE;
    }
  mail->login = g_strdup (lines[0]);
  mail->password = g_strdup (lines[1]);

  return TRUE;
}

/* What tells people of what happens in Spico comes from one address. */
static gboolean
check_sender (const SpicoMailOptions *mail,
              GError                **error)
{
  if (mail->relay == NULL || (mail->from != NULL && spico_mail_address_is_valid (mail->from)))
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[mail] from must be an address");
  return FALSE;
}

static gboolean
read_mail (GKeyFile         *file,
           SpicoMailOptions *mail,
           GError          **error)
{
  take_text (file, "mail", "relay", &mail->relay);
  take_text (file, "mail", "from", &mail->from);
  take_text (file, "mail", "ca-file", &mail->ca_file);

  return read_switch (file, "mail", "starttls", TRUE, &mail->needs_tls, error) && read_number (file, "mail", "gather-minutes", GATHER_MINUTES, 0, 60, &mail->gather_minutes, error)
         && read_number (file, "mail", "announcements-per-minute", ANNOUNCEMENTS_PER_MINUTE, 10, 400, &mail->announcements_per_minute, error)
         && read_credentials (file, "mail", mail, error) && spico_mail_options_check (mail, "mail", error) && check_sender (mail, error);
}

static gboolean
check_domains (Arguments *arguments,
               GError   **error)
{
  for (guint i = 0; arguments->mssante_domains[i] != NULL; i++)
    {
      g_strstrip (arguments->mssante_domains[i]);
      if (spico_mail_domain_is_valid (arguments->mssante_domains[i]))
        continue;
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[mssante] domains must be like mssante.fr;sante.example");
      return FALSE;
    }

  return TRUE;
}

/* Where mails through MSSanté are given to, and which addresses are of MSSanté (F066). */
static gboolean
read_mssante (GKeyFile         *file,
              Arguments        *arguments,
              SpicoHttpOptions *options,
              GError          **error)
{
  SpicoMailOptions *relay = &arguments->mssante;

  take_text (file, "mssante", "relay", &relay->relay);
  take_text (file, "mssante", "ca-file", &relay->ca_file);
  take_text (file, "mssante", "certificate-file", &relay->certificate_file);
  take_text (file, "mssante", "key-file", &relay->key_file);
  g_strfreev (arguments->mssante_domains);
  arguments->mssante_domains = g_key_file_get_string_list (file, "mssante", "domains", NULL, NULL);
  if (arguments->mssante_domains == NULL)
    arguments->mssante_domains = g_strsplit (MSSANTE_DOMAIN, ";", -1);
  if (!check_domains (arguments, error) || !read_switch (file, "mssante", "starttls", TRUE, &relay->needs_tls, error)
      || !read_number (file, "mssante", "mails-per-day", MSSANTE_MAILS_A_DAY, 1, 10000, &options->limits.max_emails_a_day, error) || !read_credentials (file, "mssante", relay, error)
      || !spico_mail_options_check (relay, "mssante", error))
    return FALSE;

  options->limits.mssante_domains = (const char *const *) arguments->mssante_domains;
  options->mssante = relay;

  return TRUE;
}

/* One line. */
static gboolean
read_client_secret (GKeyFile           *file,
                    SpicoOpenidOptions *openid,
                    GError            **error)
{
  g_autofree char *path = g_key_file_get_string (file, "openid", "client-secret-file", NULL);

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &openid->client_secret, NULL, error))
    return FALSE;

  g_strchomp (openid->client_secret);
  return TRUE;
}

static gboolean
read_match (GKeyFile *file,
            gboolean *matches_login,
            GError  **error)
{
  g_autofree char *match = g_key_file_get_string (file, "openid", "match", NULL);

  *matches_login = g_strcmp0 (match, "login") == 0;
  if (match == NULL || *matches_login || g_str_equal (match, "national-id"))
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[openid] match must be national-id or login");
  return FALSE;
}

static void
take_text_or (GKeyFile   *file,
              const char *key,
              const char *fallback,
              char      **value)
{
  take_text (file, "openid", key, value);
  if (*value == NULL)
    *value = g_strdup (fallback);
}

/* What is not said is as Pro Santé Connect wants it. An empty acr-values asks for none. */
static gboolean
read_openid (GKeyFile           *file,
             SpicoOpenidOptions *openid,
             GError            **error)
{
  take_text (file, "openid", "issuer", &openid->issuer);
  take_text (file, "openid", "client-id", &openid->client_id);
  take_text (file, "openid", "ca-file", &openid->ca_file);
  take_text_or (file, "name", "Pro Santé Connect", &openid->name);
  take_text_or (file, "scope", "openid scope_all", &openid->scope);
  take_text_or (file, "acr-values", "eidas1", &openid->acr_values);
  take_text_or (file, "identity-claim", "SubjectNameID", &openid->identity_claim);
  if (*openid->acr_values == '\0')
    g_clear_pointer (&openid->acr_values, g_free);

  return read_client_secret (file, openid, error) && read_match (file, &openid->matches_login, error) && spico_openid_options_check (openid, error);
}

/* Somebody must be able to sign in. */
static gboolean
read_ways (GKeyFile         *file,
           Arguments        *arguments,
           SpicoHttpOptions *options,
           GError          **error)
{
  if (!read_openid (file, &arguments->openid, error) || !read_switch (file, "sign-in", "local", TRUE, &options->allows_passwords, error))
    return FALSE;
  if (options->allows_passwords || arguments->openid.issuer != NULL)
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[sign-in] local=false needs [openid]: nobody could sign in");
  return FALSE;
}

/* Scheme, host and port, and nothing behind them. */
static gboolean
check_public_url (const char *text,
                  GError    **error)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

  if (text == NULL
      || (uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https") && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
          && *g_uri_get_path (uri) == '\0' && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL && g_uri_get_userinfo (uri) == NULL))
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[http] public-url must be like https://region.example");
  return FALSE;
}

static gboolean
fits_support (const char *text)
{
  return text == NULL || (g_utf8_validate (text, -1, NULL) && g_utf8_strlen (text, -1) <= MAX_SUPPORT);
}

/* Every client shows it: a line each, and an address that a mail can be sent to. */
static gboolean
read_support (GKeyFile        *file,
              Arguments       *arguments,
              SpicoJmapLimits *limits,
              GError         **error)
{
  take_text (file, "region", "support-mail", &arguments->support_mail);
  take_text (file, "region", "support-telephone", &arguments->support_telephone);
  take_text (file, "region", "support-hours", &arguments->support_hours);
  if ((arguments->support_mail != NULL && !spico_mail_address_is_valid (arguments->support_mail))
      || !fits_support (arguments->support_mail) || !fits_support (arguments->support_telephone) || !fits_support (arguments->support_hours))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[region] support-mail must be an address; it, support-telephone and support-hours have at most 200 characters");
      return FALSE;
    }

  limits->support_mail = arguments->support_mail;
  limits->support_telephone = arguments->support_telephone;
  limits->support_hours = arguments->support_hours;
  return TRUE;
}

static gboolean
read_level (GKeyFile      *file,
            SpicoLogLevel *level,
            GError       **error)
{
  g_autofree char *name = g_key_file_get_string (file, "log", "level", NULL);

  *level = SPICO_LOG_INFO;
  if (name == NULL || spico_log_parse_level (name, level))
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[log] level must be error, warning or info");
  return FALSE;
}

/* What SIGHUP reads again. */
static gboolean
read_settings (GKeyFile          *file,
               SpicoHttpSettings *settings,
               GError           **error)
{
  return read_number (file, "http", "max-body-memory-mb", MAX_BODY_MEMORY_MB, 1, 65536, &settings->max_body_memory_mb, error)
         && read_number (file, "http", "stream-timeout-seconds", STREAM_TIMEOUT_SECONDS, 1, 3600, &settings->stream_timeout_s, error)
         && read_switch (file, "log", "requests", TRUE, &settings->logs_requests, error) && read_level (file, &settings->log_level, error)
         && read_number (file, "sign-in", "session-days", LIFETIME_DAYS, 1, 180, &settings->session_days, error);
}

static GKeyFile *
load_config (const char *path,
             GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (path != NULL && !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return NULL;

  return g_steal_pointer (&file);
}

static gboolean
read_config (GKeyFile         *file,
             Arguments        *arguments,
             SpicoHttpOptions *options,
             GError          **error)
{
  g_autoptr (GError) key_error = NULL;
  guint max_upload_mb, max_attachments_mb, query_seconds, lock_seconds;

  take_text (file, "database", "uri", &arguments->database);
  take_text (file, "http", "listen", &arguments->listen);
  take_text (file, "http", "public-url", &arguments->public_url);
  take_text (file, "metrics", "listen", &arguments->metrics);
  take_text (file, "attachments", "clamd", &arguments->clamd);
  take_text (file, "push", "ca-file", &arguments->push_ca_file);
  take_text (file, "region", "name", &arguments->region_name);
  if (!check_public_url (arguments->public_url, error))
    return FALSE;
  options->limits = spico_jmap_default_limits;
  options->limits.region_name = arguments->region_name;
  if (!read_support (file, arguments, &options->limits, error) ||
      !read_number (file, "region", "offline-hours", options->limits.offline_hours, 1, MAX_OFFLINE_HOURS, &options->limits.offline_hours, error) ||
      !read_number (file, "http", "readers", CLAMP (g_get_num_processors (), 2, 8), 1, N_READERS_MAX, &options->n_readers, error) ||
      !read_number (file, "database", "writers", CLAMP (g_get_num_processors (), 2, 4), 1, N_WRITERS_MAX, &options->n_writers, error) ||
      !read_number (file, "http", "max-waiting", MAX_WAITING, 16, 65536, &options->max_waiting, error) ||
      !read_number (file, "http", "max-concurrent-requests", options->limits.max_concurrent_requests, 1, 1024, &options->limits.max_concurrent_requests, error) ||
      !read_number (file, "database", "query-seconds", QUERY_SECONDS, 1, 300, &query_seconds, error) ||
      !read_number (file, "database", "lock-seconds", LOCK_SECONDS, 0, 60, &lock_seconds, error) ||
      !read_number (file, "http", "max-size-upload-mb", 50, 1, 400, &max_upload_mb, error) ||
      !read_number (file, "attachments", "max-size-mb", 50, 1, 400, &max_attachments_mb, error) ||
      !read_number (file, "attachments", "clamd-seconds", CLAMD_SECONDS, 1, 600, &options->clamd_seconds, error) ||
      !read_number (file, "http", "max-concurrent-uploads", options->limits.max_concurrent_upload, 1, 64, &options->limits.max_concurrent_upload, error) ||
      !read_number (file, "http", "patience-seconds", PATIENCE_SECONDS, 1, 3600, &options->patience_s, error) ||
      !read_number (file, "http", "review-seconds", REVIEW_SECONDS, 1, 60, &options->review_s, error) ||
      !read_switch (file, "http", "trust-proxy", FALSE, &options->trusts_proxy, error) ||
      !read_switch (file, "push", "allow-private", FALSE, &options->limits.pushes_to_private, error) ||
      !read_number (file, "sign-in", "password-threads", 2, 1, 64, &options->n_hashers, error) ||
      !read_mail (file, &arguments->mail, error) ||
      !read_mssante (file, arguments, options, error) ||
      !read_ways (file, arguments, options, error) ||
      !read_settings (file, &options->settings, error))
    return FALSE;

  options->time_limit_ms = query_seconds * 1000;
  options->lock_timeout_ms = lock_seconds * 1000;
  options->limits.max_size_upload = (gsize) max_upload_mb * 1000 * 1000;
  options->limits.max_size_attachments = (gsize) max_attachments_mb * 1000 * 1000;
  options->key = read_key (file, &key_error);
  if (key_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&key_error));
      return FALSE;
    }
  if (arguments->database == NULL || arguments->listen == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "--database and --listen must be given, here or in the configuration file");
      return FALSE;
    }
  options->database = arguments->database;
  options->address = arguments->listen;
  options->public_url = arguments->public_url;
  options->push_ca_file = arguments->push_ca_file;
  options->mail = &arguments->mail;
  options->openid = &arguments->openid;
  options->metrics_address = arguments->metrics;
  options->clamd = arguments->clamd;

  return TRUE;
}

static gboolean
migrate (const SpicoHttpOptions *options,
         GError                **error)
{
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (options->database, SPICO_SQL_OPEN_CREATE, options->key, error);

  return connection != NULL && spico_schema_migrate (connection, g_get_real_time (), error);
}

/* Tells the service manager, as sd_notify(3) does, without its library. */
static void
notify_manager (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  socklen_t length;
  int fd;

  if (path == NULL || (path[0] != '/' && path[0] != '@') || strlen (path) >= sizeof address.sun_path)
    return;

  memcpy (address.sun_path, path, strlen (path));
  length = (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + strlen (path));
  if (path[0] == '@')
    address.sun_path[0] = '\0';

  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *) &address, length) < 0)
    spico_log (SPICO_LOG_WARNING, "notify-failed", "errno=%d", errno);
  close (fd);
}

static gboolean
stop_asked_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (gpointer data)
{
  spico_http_server_tick (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
look_cb (gpointer data)
{
  spico_http_server_look (data);

  return G_SOURCE_CONTINUE;
}

/* Reloading. */

typedef struct {
  SpicoHttpServer *server;
  const char *path;
  GKeyFile *file;
} Running;

/* What a changed file says and a running server does not do. */
static void
tell_what_waits (GKeyFile *before,
                 GKeyFile *after)
{
  static const char *const keys[][2] = {
    { "database", "uri" },
    { "database", "key-file" },
    { "database", "query-seconds" },
    { "database", "lock-seconds" },
    { "http", "listen" },
    { "http", "public-url" },
    { "http", "max-size-upload-mb" },
    { "http", "max-concurrent-uploads" },
    { "attachments", "max-size-mb" },
    { "attachments", "clamd" },
    { "attachments", "clamd-seconds" },
    { "http", "readers" },
    { "http", "max-waiting" },
    { "http", "max-concurrent-requests" },
    { "http", "patience-seconds" },
    { "http", "review-seconds" },
    { "http", "trust-proxy" },
    { "metrics", "listen" },
    { "push", "allow-private" },
    { "push", "ca-file" },
    { "mail", "relay" },
    { "mail", "from" },
    { "mail", "starttls" },
    { "mail", "credentials-file" },
    { "mail", "ca-file" },
    { "mail", "gather-minutes" },
    { "mail", "announcements-per-minute" },
    { "mssante", "relay" },
    { "mssante", "starttls" },
    { "mssante", "credentials-file" },
    { "mssante", "ca-file" },
    { "mssante", "certificate-file" },
    { "mssante", "key-file" },
    { "mssante", "domains" },
    { "mssante", "mails-per-day" },
    { "sign-in", "password-threads" },
    { "sign-in", "local" },
    { "openid", "issuer" },
    { "openid", "client-id" },
    { "openid", "client-secret-file" },
    { "openid", "name" },
    { "openid", "scope" },
    { "openid", "acr-values" },
    { "openid", "identity-claim" },
    { "openid", "match" },
    { "openid", "ca-file" },
    { "region", "name" },
    { "region", "offline-hours" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *old = g_key_file_get_value (before, keys[i][0], keys[i][1], NULL);
      g_autofree char *new = g_key_file_get_value (after, keys[i][0], keys[i][1], NULL);

      if (g_strcmp0 (old, new) != 0)
        spico_log (SPICO_LOG_WARNING, "reload-waits", "group=%s key=%s for=restart", keys[i][0], keys[i][1]);
    }
}

/* A file that cannot be read, or holds a wrong value, changes nothing. */
static void
reload (Running *running)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = load_config (running->path, &error);
  SpicoHttpSettings settings;

  if (file == NULL || !read_settings (file, &settings, &error))
    {
      spico_log_failure ("reload", NULL, error);
      return;
    }

  spico_http_server_apply_settings (running->server, &settings);
  tell_what_waits (running->file, file);
  spico_log (SPICO_LOG_INFO, "reloaded", "what=configuration");
}

static gboolean
reload_asked_cb (gpointer data)
{
  g_autofree char *state = g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());

  notify_manager (state);
  reload (data);
  notify_manager ("READY=1");

  return G_SOURCE_CONTINUE;
}

static void
serve (SpicoHttpServer *server,
       Running         *running)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, stop_asked_cb, loop);
  g_unix_signal_add (SIGINT, stop_asked_cb, loop);
  g_unix_signal_add (SIGHUP, reload_asked_cb, running);
  g_timeout_add_seconds (1, tick_cb, server);
  g_timeout_add (LOOK_INTERVAL_MS, look_cb, server);

  printf ("listening on %s\n", spico_http_server_get_address (server));
  if (spico_http_server_get_metrics_address (server) != NULL)
    printf ("metrics on %s\n", spico_http_server_get_metrics_address (server));
  fflush (stdout);
  notify_manager ("READY=1");

  g_main_loop_run (loop);

  notify_manager ("STOPPING=1");
  spico_http_server_stop (server);
}

static gboolean
run (Arguments *arguments,
     GError   **error)
{
  SpicoHttpOptions options = { 0 };
  g_autoptr (GKeyFile) file = load_config (arguments->config, error);
  g_autoptr (GBytes) key = NULL;
  Running running = { .path = arguments->config, .file = file };

  if (file == NULL || !read_config (file, arguments, &options, error))
    return FALSE;

  key = options.key;
  if (spico_auth_init (error) && migrate (&options, error))
    running.server = spico_http_server_new (&options, error);
  if (running.server == NULL)
    return FALSE;

  serve (running.server, &running);

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  /* What an answer took is needed for the next one: given back to the system each time, it would come back page by page. */
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  /* A client that leaves, or a file that may not grow, is an error of one request, not the end of all. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);

  if (!parse_arguments (&arguments, &argc, &argv, &error))
    {
      fprintf (stderr, "spico-server: %s\n", error->message);
      return 2;
    }
  if (arguments.version)
    {
      printf ("spico-server %s\n", SPICO_VERSION);
      return EXIT_SUCCESS;
    }
  if (!run (&arguments, &error))
    {
      fprintf (stderr, "spico-server: %s\n", error->message);
      return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
