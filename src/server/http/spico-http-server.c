/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http-server-private.h"

#include <sys/resource.h>
#include <unistd.h>

#include "spico-auth.h"
#include "spico-http-listener.h"
#include "spico-server-error.h"
#include "spico-uuid.h"

/* Files that are not connections: databases, logs, libraries. */
#define FILES_KEPT 256
#define FILES_MAX 65536
#define CONNECTIONS_MIN 64

#define BACKLOG 1024
#define IDLE_SECONDS 10u
/* libmicrohttpd zeroes all of it after each answer, so that it is what an idle connection costs. */
#define CONNECTION_MEMORY (SPICO_HTTP_HEAD_MAX + SPICO_HTTP_ANSWER_HEAD_MAX)

#define GROUP_MAX 32
#define HASHES_WAITING 64
#define GUESSERS_REMEMBERED 65536
#define STREAMS_PER_SESSION 8

/* How long a stopping server waits for its clients to take what it has answered. */
#define SENDING_US (5 * G_USEC_PER_SEC)

#define PRESENCE_INTERVAL_US (60 * G_USEC_PER_SEC)
#define PURGE_INTERVAL_US (600 * G_USEC_PER_SEC)

/* What libmicrohttpd keeps with a connection. After some malformed bodies (a chunk extension that never ends) 1.0.1 closes the connection without saying that its
 * request has ended; then the connection's own end is the last occasion to free it. */
typedef struct {
  SpicoHttpExchange *exchange;
} Connection;

static Connection *
find_connection (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info->socket_context;
}

static int
socket_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

/**
 * spico_http_server_expect:
 * @self: a server
 * @connection: a connection, in libmicrohttpd's thread or suspended
 *
 * A request is to come, or an answer to be taken: from now on it has a while for %SPICO_HTTP_SHARE of it. Without more of it in time it is cut.
 */
void
spico_http_server_expect (SpicoHttpServer       *self,
                          struct MHD_Connection *connection)
{
  spico_http_watch_expect (self->watch, socket_of (connection), g_get_monotonic_time () + (gint64) self->options.patience_s * G_USEC_PER_SEC);
}

/**
 * spico_http_server_forget:
 * @self: a server
 * @connection: a connection, in libmicrohttpd's thread or suspended
 *
 * It is ours to do something, or the connection's end.
 */
void
spico_http_server_forget (SpicoHttpServer       *self,
                          struct MHD_Connection *connection)
{
  spico_http_watch_forget (self->watch, socket_of (connection));
}

/**
 * spico_http_server_wait_long:
 * @self: a server
 * @connection: a connection, in libmicrohttpd's thread
 * @is_long: whether a request or an answer of more than %SPICO_HTTP_SHARE is under way
 *
 * Meanwhile a silence of the client is borne for as long as the watch does: its line may be slow, and the kernel holds back what we may send until it has sent a part of it.
 */
void
spico_http_server_wait_long (SpicoHttpServer       *self,
                             struct MHD_Connection *connection,
                             gboolean               is_long)
{
  MHD_set_connection_option (connection, MHD_CONNECTION_OPTION_TIMEOUT, is_long ? MAX (self->options.patience_s, IDLE_SECONDS) : IDLE_SECONDS);
}

/* libmicrohttpd calls. */

static void
handle_connection (void                               *data,
                   struct MHD_Connection              *connection,
                   void                              **context,
                   enum MHD_ConnectionNotificationCode code)
{
  SpicoHttpServer *self = data;
  Connection *ours = *context;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      *context = g_new0 (Connection, 1);
      spico_http_server_expect (self, connection);
      return;
    }

  spico_http_server_forget (self, connection);

  if (ours->exchange != NULL)
    {
      spico_http_log_request (ours->exchange);
      spico_http_exchange_free (ours->exchange);
    }
  g_free (ours);
  *context = NULL;
}

static enum MHD_Result
handle_request (void                  *data,
                struct MHD_Connection *connection,
                const char            *path,
                const char            *method,
                const char            *version,
                const char            *upload_data,
                size_t                *upload_length,
                void                 **context)
{
  SpicoHttpExchange *exchange = *context;

  if (exchange == NULL)
    {
      exchange = spico_http_exchange_new (data, connection, path, method);
      exchange->is_old = strcmp (version, MHD_HTTP_VERSION_1_1) != 0;
      *context = exchange;
      find_connection (connection)->exchange = exchange;
      return spico_http_exchange_begin (exchange);
    }
  if (*upload_length > 0)
    {
      size_t length = *upload_length;

      /* Of a chunked body libmicrohttpd offers what it has already read even while the connection is suspended: not before the piece is written. */
      if (g_atomic_int_get (&exchange->is_working))
        return MHD_YES;

      *upload_length = 0;
      return spico_http_exchange_receive (exchange, upload_data, length);
    }
  if (!exchange->has_started)
    return spico_http_exchange_work (exchange);

  return spico_http_exchange_send (exchange);
}

static void
handle_completed (void                           *data,
                  struct MHD_Connection          *connection,
                  void                          **context,
                  enum MHD_RequestTerminationCode code)
{
  SpicoHttpExchange *exchange = *context;

  if (exchange == NULL)
    return;

  *context = NULL;
  find_connection (connection)->exchange = NULL;
  if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
    {
      spico_http_server_expect (exchange->server, connection);
      if (exchange->is_patient)
        spico_http_server_wait_long (exchange->server, connection, FALSE);
    }
  spico_http_log_request (exchange);
  spico_http_exchange_free (exchange);
}

/* Its messages speak of what clients sent; the requests' own lines say enough. */
static void
ignore_message (void       *data,
                const char *format,
                va_list     arguments)
{
}

/* The server. */

static guint
raise_connection_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return CONNECTIONS_MIN;

  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? FILES_MAX : MIN (limit.rlim_max, FILES_MAX);
  setrlimit (RLIMIT_NOFILE, &limit);
  getrlimit (RLIMIT_NOFILE, &limit);

  return limit.rlim_cur > FILES_KEPT + CONNECTIONS_MIN ? (guint) (limit.rlim_cur - FILES_KEPT) : CONNECTIONS_MIN;
}

static void
free_server (SpicoHttpServer *self)
{
  g_clear_pointer (&self->metrics_listener, spico_metrics_listener_free);
  g_clear_pointer (&self->relay, spico_relay_free);
  g_clear_pointer (&self->hasher, spico_auth_hasher_free);
  g_clear_pointer (&self->sender, spico_push_sender_free);
  g_clear_pointer (&self->openid, spico_openid_provider_free);
  g_clear_pointer (&self->scanner, spico_scanner_free);
  g_clear_pointer (&self->mail_relay, spico_mail_relay_free);
  g_clear_pointer (&self->mssante_relay, spico_mail_relay_free);
  g_clear_pointer (&self->executor, spico_executor_free);
  g_clear_pointer (&self->hub, spico_event_hub_free);
  g_clear_pointer (&self->recent_tokens, spico_recent_tokens_free);
  g_clear_pointer (&self->watch, spico_http_watch_free);
  g_clear_pointer (&self->metrics, spico_metrics_free);
  g_clear_pointer (&self->limiter, spico_auth_limiter_free);
  g_clear_pointer (&self->requests, g_hash_table_unref);
  g_clear_pointer (&self->uploads, g_hash_table_unref);
  g_clear_pointer (&self->changed_accounts, g_hash_table_unref);
  g_clear_pointer (&self->announcements, g_bytes_unref);
  g_clear_pointer (&self->options.key, g_bytes_unref);
  g_free ((char *) self->options.database);
  g_free ((char *) self->options.address);
  g_free ((char *) self->options.public_url);
  g_free ((char *) self->options.push_ca_file);
  g_free ((char *) self->options.clamd);
  g_free ((char *) self->options.limits.region_name);
  g_free ((char *) self->options.limits.support_mail);
  g_free ((char *) self->options.limits.support_telephone);
  g_free ((char *) self->options.limits.support_hours);
  g_strfreev ((char **) self->options.limits.mssante_domains);
  g_free (self->bound);
  g_free (self->holder);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static gpointer
start_group (void)
{
  return spico_jmap_group_new (g_get_real_time ());
}

static void
mark_group (gpointer group)
{
  spico_jmap_group_mark (group);
}

static void
undo_in_group (gpointer group)
{
  spico_jmap_group_undo (group);
}

static gboolean
write_group (gpointer            group,
             SpicoSqlConnection *connection,
             GError            **error)
{
  return spico_jmap_group_write (group, connection, error);
}

static void
tell_group (gpointer group,
            gpointer user_data)
{
  GPtrArray *changes = spico_jmap_group_get_changes (group);

  if (changes->len > 0)
    spico_http_publish (user_data, changes);
}

static void
free_group (gpointer group)
{
  spico_jmap_group_free (group);
}

static const SpicoTaskGroupClass group_class = {
  .start = start_group,
  .mark = mark_group,
  .undo = undo_in_group,
  .write = write_group,
  .told = tell_group,
  .free = free_group,
};

static gboolean
start_workers (SpicoHttpServer *self,
               guint            max_connections,
               GError         **error)
{
  const SpicoHttpOptions *options = &self->options;
  SpicoExecutorOptions executor_options = {
    .database = options->database,
    .key = options->key,
    .n_readers = options->n_readers,
    .n_writers = options->n_writers,
    .max_waiting = options->max_waiting,
    .max_group = GROUP_MAX,
    .time_limit_ms = options->time_limit_ms,
    .lock_timeout_ms = options->lock_timeout_ms,
    .group_class = &group_class,
    .group_data = self,
    .metrics = self->metrics,
  };

  self->limiter = spico_auth_limiter_new (GUESSERS_REMEMBERED);
  self->recent_tokens = spico_recent_tokens_new ();
  /* Streams leave room for requests. */
  self->hub = spico_event_hub_new (max_connections / 4 * 3, STREAMS_PER_SESSION);
  self->hasher = spico_auth_hasher_new (options->n_hashers, HASHES_WAITING, error);
  if (self->hasher == NULL)
    return FALSE;
  self->executor = spico_executor_new (&executor_options, error);
  if (self->executor == NULL)
    return FALSE;
  self->sender = spico_push_sender_new (options->limits.pushes_to_private, options->push_ca_file, error);

  if (self->sender == NULL)
    return FALSE;
  if (options->mail->relay != NULL && (self->mail_relay = spico_mail_relay_new (options->mail, error)) == NULL)
    return FALSE;
  if (options->mssante->relay != NULL && (self->mssante_relay = spico_mail_relay_new (options->mssante, error)) == NULL)
    return FALSE;
  if (options->clamd != NULL && (self->scanner = spico_scanner_new (options->clamd, options->clamd_seconds, error)) == NULL)
    return FALSE;
  if (options->openid->issuer != NULL && (self->openid = spico_openid_provider_new (options->openid, error)) == NULL)
    return FALSE;
  /* A SQLite file has one server. */
  if (g_str_has_prefix (options->database, "postgres"))
    self->relay = spico_relay_new (options->database, spico_http_heard_cb, self);

  return TRUE;
}

static gboolean
start_daemon (SpicoHttpServer *self,
              guint            max_connections,
              GError         **error)
{
  int fd = spico_http_listen (self->options.address, BACKLOG, &self->bound, error);

  if (fd < 0)
    return FALSE;

  /* Not epoll: in 1.0.1 it stalls when a multiple of 128 connections become ready at once. */
  self->daemon = MHD_start_daemon (MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle_request, self,
                                   MHD_OPTION_EXTERNAL_LOGGER, ignore_message, NULL,
                                   MHD_OPTION_LISTEN_SOCKET, fd,
                                   MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
                                   MHD_OPTION_CONNECTION_LIMIT, (unsigned int) max_connections,
                                   MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
                                   MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
                                   MHD_OPTION_NOTIFY_COMPLETED, handle_completed, self,
                                   MHD_OPTION_NOTIFY_CONNECTION, handle_connection, self,
                                   MHD_OPTION_END);
  if (self->daemon != NULL)
    return TRUE;

  close (fd);
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "The HTTP daemon cannot start");

  return FALSE;
}

static char *
write_metrics (gpointer data)
{
  SpicoHttpServer *self = data;
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  SpicoGauges gauges = {
    .connections = info != NULL ? info->num_connections : 0,
    .streams = spico_event_hub_size (self->hub),
    .can_write = spico_executor_can_write (self->executor),
  };

  spico_executor_count_waiting (self->executor, &gauges.reads_waiting, &gauges.writes_waiting);
  g_mutex_lock (&self->mutex);
  gauges.body_bytes = self->body_memory;
  g_mutex_unlock (&self->mutex);

  return spico_metrics_write (self->metrics, &gauges);
}

static gboolean
start_metrics (SpicoHttpServer *self,
               const char      *address,
               GError         **error)
{
  if (address == NULL)
    return TRUE;

  self->metrics_listener = spico_metrics_listener_new (address, write_metrics, self, error);

  return self->metrics_listener != NULL;
}

/**
 * spico_http_server_new:
 * @options: the options, copied
 * @error: return location for a #SpicoServerError or a #SpicoSqlError
 *
 * Listens and serves, until spico_http_server_stop().
 *
 * Returns: (transfer full) (nullable): the server
 */
SpicoHttpServer *
spico_http_server_new (const SpicoHttpOptions *options,
                       GError                **error)
{
  SpicoHttpServer *self = g_new0 (SpicoHttpServer, 1);
  guint max_connections = raise_connection_limit ();

  self->options = *options;
  self->options.database = g_strdup (options->database);
  self->options.address = g_strdup (options->address);
  self->options.public_url = g_strdup (options->public_url);
  self->options.push_ca_file = g_strdup (options->push_ca_file);
  self->options.limits.region_name = g_strdup (options->limits.region_name);
  self->options.limits.support_mail = g_strdup (options->limits.support_mail);
  self->options.limits.support_telephone = g_strdup (options->limits.support_telephone);
  self->options.limits.support_hours = g_strdup (options->limits.support_hours);
  self->options.limits.mssante_domains = (const char *const *) g_strdupv ((char **) options->limits.mssante_domains);
  self->options.limits.sends_emails = options->mssante->relay != NULL;
  self->options.metrics_address = NULL;
  self->options.clamd = g_strdup (options->clamd);
  self->options.limits.sends_mail = options->mail->relay != NULL;
  self->announcements_per_minute = options->mail->announcements_per_minute;
  self->mail_wait_us = options->mail->gather_minutes * G_TIME_SPAN_MINUTE;
  self->options.key = options->key != NULL ? g_bytes_ref (options->key) : NULL;
  self->holder = spico_uuid_new (g_get_real_time ());
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed_accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->watch = spico_http_watch_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  spico_event_pace_init (&self->pace, (gint64) options->review_s * G_USEC_PER_SEC);

  self->metrics = spico_metrics_new ();
  spico_http_server_apply_settings (self, &options->settings);

  if (!start_workers (self, max_connections, error) || !start_daemon (self, max_connections, error))
    {
      g_clear_pointer (&self, free_server);
    }
  else if (!start_metrics (self, options->metrics_address, error))
    {
      spico_http_server_stop (self);
      self = NULL;
    }

  return self;
}

/**
 * spico_http_server_get_address:
 * @self: a server
 *
 * Returns: (transfer none): what it listens on, with the port that was taken
 */
const char *
spico_http_server_get_address (SpicoHttpServer *self)
{
  return self->bound;
}

/**
 * spico_http_server_get_metrics_address:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): where `/metrics` is served, with the port that was taken
 */
const char *
spico_http_server_get_metrics_address (SpicoHttpServer *self)
{
  return self->metrics_listener != NULL ? spico_metrics_listener_get_address (self->metrics_listener) : NULL;
}

/**
 * spico_http_server_apply_settings:
 * @self: a server
 * @settings: what holds from now on, for what begins from now on
 */
void
spico_http_server_apply_settings (SpicoHttpServer         *self,
                                  const SpicoHttpSettings *settings)
{
  spico_log_set_level (settings->log_level);
  g_atomic_int_set (&self->logs_requests, settings->logs_requests);
  g_atomic_int_set (&self->session_days, (gint) settings->session_days);
  g_atomic_int_set (&self->stream_timeout_s, (gint) settings->stream_timeout_s);
  g_atomic_int_set (&self->max_body_memory_mb, (gint) settings->max_body_memory_mb);
}

/**
 * spico_http_server_get_session_lifetime:
 * @self: a server
 *
 * Returns: how long a session lives without a refresh, in microseconds
 */
gint64
spico_http_server_get_session_lifetime (SpicoHttpServer *self)
{
  return (gint64) g_atomic_int_get (&self->session_days) * 86400 * G_USEC_PER_SEC;
}

/**
 * spico_http_server_tick:
 * @self: a server
 *
 * To be called about once a second, from one thread: pings, presence, what markers still have to tell, the audit's seals, pushes, mails, messages that are sent later, purges.
 */
void
spico_http_server_tick (SpicoHttpServer *self)
{
  gint64 now_us = g_get_monotonic_time ();

  spico_event_hub_tick (self->hub, now_us);
  spico_http_watch_cut (self->watch, now_us);
  spico_http_write_presence (self, spico_event_hub_take_present (self->hub, now_us, PRESENCE_INTERVAL_US));
  spico_http_tell_markers (self);
  spico_http_push (self);
  spico_http_mail (self);
  spico_http_submit (self);
  spico_http_release (self);
  spico_http_seal_audit (self);
  spico_http_probe_disk (self);
  if (now_us >= self->next_purge_us || g_atomic_int_compare_and_exchange (&self->is_purge_behind, 1, 0))
    {
      self->next_purge_us = now_us + PURGE_INTERVAL_US;
      spico_http_purge_sessions (self);
    }
}

/**
 * spico_http_server_look:
 * @self: a server
 *
 * To be called several times a second: whether something was written that the event streams do not know of. What a delegation or a session no longer covers is told
 * to them no later than that, unless they were looked after a moment ago.
 */
void
spico_http_server_look (SpicoHttpServer *self)
{
  spico_http_review_streams (self, FALSE);
}

static void
await_work (SpicoHttpServer *self)
{
  gint64 deadline = g_get_monotonic_time () + SENDING_US;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->n_working > 0 || self->n_background > 0)
    g_cond_wait (&self->cond, &self->mutex);
  /* Who takes their answer takes it at once; the others are not waited for for ever. */
  while (self->n_unanswered > 0 && g_cond_wait_until (&self->cond, &self->mutex, deadline))
    ;
}

static void
refuse_work (SpicoHttpServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_stopping = TRUE;
}

/**
 * spico_http_server_stop:
 * @self: (transfer full): a server
 *
 * Stops cleanly: accepts nothing more, ends the event streams, finishes and answers what is under way, and frees everything.
 */
void
spico_http_server_stop (SpicoHttpServer *self)
{
  MHD_socket fd = MHD_quiesce_daemon (self->daemon);

  /* It reads what is taken down below. */
  g_clear_pointer (&self->metrics_listener, spico_metrics_listener_free);
  if (fd != MHD_INVALID_SOCKET)
    close (fd);
  if (g_str_has_prefix (self->bound, "unix:"))
    unlink (self->bound + strlen ("unix:"));

  refuse_work (self);
  /* What it gives up is settled by the executor, which is still there. */
  spico_push_sender_stop (self->sender);
  spico_mail_relay_stop (self->mail_relay);
  spico_mail_relay_stop (self->mssante_relay);
  spico_openid_provider_stop (self->openid);
  spico_scanner_stop (self->scanner);
  spico_event_hub_stop (self->hub);
  /* libmicrohttpd aborts the process if a connection is still suspended when it stops. */
  await_work (self);
  g_clear_pointer (&self->relay, spico_relay_free);
  MHD_stop_daemon (self->daemon);

  free_server (self);
}
