/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receiving a request, bounded and checked, and sending its answer. */
#include "spico-http-server-private.h"

#include <sodium.h>
#include <string.h>
#include <sys/socket.h>

#include "spico-auth.h"
#include "spico-log.h"
#include "spico-server-error.h"

/* A body that is too long is read to this length, so that the client sees the answer rather than a broken connection. */
#define MAX_DISCARDED (8 * 1024 * 1024)

/* What the kernel keeps for a client that does not read: a few hundred events, or as much of an answer as it must take in its time. */
#define STREAM_BUFFER (16 * 1024)
#define ANSWER_BUFFER SPICO_HTTP_SHARE

static const char *
canonical_method (const char *method)
{
  static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (strcmp (method, methods[i]) == 0)
        return methods[i];
    }

  return "-";
}

/**
 * spico_http_exchange_new:
 * @server: the server
 * @connection: the connection
 * @path: the path
 * @method: the method
 *
 * Returns: (transfer full): an exchange
 */
SpicoHttpExchange *
spico_http_exchange_new (SpicoHttpServer       *server,
                         struct MHD_Connection *connection,
                         const char            *path,
                         const char            *method)
{
  SpicoHttpExchange *self = g_new0 (SpicoHttpExchange, 1);

  self->server = server;
  self->connection = connection;
  self->route = spico_http_routes_find (path);
  self->path = g_strdup (path);
  self->log_method = canonical_method (method);
  self->is_head = strcmp (method, "HEAD") == 0;
  self->started_us = g_get_monotonic_time ();
  self->id = g_uuid_string_random ();

  return self;
}

static void
wipe (char *text)
{
  if (text == NULL)
    return;

  sodium_memzero (text, strlen (text));
  g_free (text);
}

static void
release_bytes (SpicoHttpExchange *self,
               gsize              n_bytes)
{
  if (n_bytes == 0)
    return;

  g_mutex_lock (&self->server->mutex);
  self->server->body_memory -= n_bytes;
  g_mutex_unlock (&self->server->mutex);
  self->n_reserved -= n_bytes;
}

static void
release_body (SpicoHttpExchange *self)
{
  release_bytes (self, self->n_reserved);
}

/* Counts one more of a token's, unless there are too many. */
static gboolean
count_up (GHashTable *counts,
          const char *token_hash,
          guint       most)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, token_hash));

  if (n >= most)
    return FALSE;

  g_hash_table_insert (counts, g_strdup (token_hash), GUINT_TO_POINTER (n + 1));
  return TRUE;
}

static void
count_down (SpicoHttpExchange *self,
            GHashTable        *counts,
            gboolean          *is_counted)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n;

  if (!*is_counted)
    return;

  locker = g_mutex_locker_new (&self->server->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, self->token_hash));
  if (n > 1)
    g_hash_table_insert (counts, g_strdup (self->token_hash), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (counts, self->token_hash);
  *is_counted = FALSE;
}

static void
leave_count (SpicoHttpExchange *self)
{
  count_down (self, self->server->requests, &self->is_counted);
}

static void
leave_unanswered (SpicoHttpExchange *self)
{
  SpicoHttpServer *server = self->server;

  if (!self->has_worked)
    return;

  g_mutex_lock (&server->mutex);
  server->n_unanswered--;
  g_cond_broadcast (&server->cond);
  g_mutex_unlock (&server->mutex);
}

/* What the work needed: a stream may go on for days after it. */
static void
forget_work (SpicoHttpExchange *self)
{
  g_clear_pointer (&self->run, spico_jmap_run_free);
  g_clear_pointer (&self->request, spico_jmap_request_free);
  g_clear_pointer (&self->actor, spico_actor_free);
  g_clear_pointer (&self->person_id, g_free);
  g_clear_pointer (&self->reply, g_bytes_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->review, spico_event_review_free);
  g_clear_pointer (&self->token, wipe);
  g_clear_pointer (&self->password, wipe);
  g_clear_pointer (&self->refresh_token, wipe);
  g_clear_pointer (&self->tokens_json, wipe);
  g_clear_pointer (&self->code, wipe);
  g_clear_pointer (&self->code_verifier, wipe);
  g_clear_pointer (&self->identity, wipe);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->flow, spico_auth_flow_free);
  g_clear_pointer (&self->openid_request, spico_openid_request_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->login, g_free);
  g_clear_pointer (&self->password_hash, g_free);
  g_clear_pointer (&self->device_name, g_free);
}

/**
 * spico_http_exchange_free:
 * @self: (transfer full): an exchange that has ended
 */
void
spico_http_exchange_free (SpicoHttpExchange *self)
{
  leave_count (self);
  count_down (self, self->server->uploads, &self->is_upload_counted);
  leave_unanswered (self);
  release_body (self);
  if (self->body != NULL)
    {
      /* It may hold a password. */
      sodium_memzero (self->body->data, self->body->len);
      g_byte_array_unref (self->body);
    }
  if (self->stream != NULL)
    spico_event_hub_close (self->server->hub, self->stream);
  spico_http_upload_end (self);
  g_clear_pointer (&self->download, spico_http_download_free);
  g_clear_pointer (&self->answer, spico_http_answer_free);
  forget_work (self);
  g_free (self->id);
  g_free (self->token_hash);
  g_free (self->token_digest);
  g_free (self);
}

/* The head of the request. */

static gboolean
is_allowed_method (SpicoHttpExchange *self)
{
  if (strcmp (self->log_method, self->route->method) == 0)
    return TRUE;

  return self->is_head && strcmp (self->route->method, "GET") == 0;
}

static SpicoHttpAnswer *
new_method_refused (SpicoHttpExchange *self)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_problem (MHD_HTTP_METHOD_NOT_ALLOWED, NULL, "This path has another method");

  answer->allow = strcmp (self->route->method, "GET") == 0 ? "GET, HEAD" : "POST";

  return answer;
}

static SpicoHttpAnswer *
new_too_large (SpicoHttpExchange *self)
{
  return spico_http_answer_new_limit (MHD_HTTP_CONTENT_TOO_LARGE, self->route->takes_pieces ? "maxSizeUpload" : "maxSizeRequest", "The body is too large");
}

static SpicoHttpAnswer *
new_too_many (const char *limit)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_limit (MHD_HTTP_TOO_MANY_REQUESTS, limit, "Too many of these at once");

  answer->retry_after = 1;

  return answer;
}

/* An upload counts from its head to its end. */
static SpicoHttpAnswer *
enter_upload (SpicoHttpExchange *self)
{
  SpicoHttpServer *server = self->server;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  self->is_upload_counted = count_up (server->uploads, self->token_hash, server->options.limits.max_concurrent_upload);

  return self->is_upload_counted ? NULL : new_too_many ("maxConcurrentUpload");
}

static SpicoHttpAnswer *
new_wrong_type (SpicoHttpExchange *self)
{
  if (strcmp (self->route->content_type, "application/json") == 0)
    return spico_http_answer_new_problem (MHD_HTTP_BAD_REQUEST, "urn:ietf:params:jmap:error:notJSON", "The body must be application/json");

  return spico_http_answer_new_text (MHD_HTTP_BAD_REQUEST, "{\"error\":\"invalid_request\"}");
}

/* What is wrong with the head alone; %NULL when the body may come. */
static SpicoHttpAnswer *
check_head (SpicoHttpExchange *self)
{
  if (spico_http_head_is_ambiguous (self))
    {
      SpicoHttpAnswer *answer = spico_http_answer_new_problem (MHD_HTTP_BAD_REQUEST, NULL, "A header stands twice, or where it may not");

      answer->closes = TRUE;
      return answer;
    }
  if (self->route == NULL)
    return spico_http_answer_new_problem (MHD_HTTP_NOT_FOUND, NULL, "There is nothing here");
  if (!is_allowed_method (self))
    return new_method_refused (self);

  self->token = spico_http_head_bearer (self);
  if (self->route->needs_token && self->token == NULL)
    return spico_http_answer_new_problem (MHD_HTTP_UNAUTHORIZED, NULL, "A bearer token is missing");
  if (self->route->content_type != NULL && !spico_http_head_has_content_type (self, self->route->content_type))
    return new_wrong_type (self);
  if (self->route->needs_token)
    self->token_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->token, -1);

  return self->route->takes_pieces ? enter_upload (self) : NULL;
}

/* The kernel keeps no more for a client that does not read, and says so when some of it was taken. */
static void
limit_send_buffer (SpicoHttpExchange *self,
                   int                size)
{
  setsockopt (MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

static void
be_patient (SpicoHttpExchange *self)
{
  self->is_patient = TRUE;
  spico_http_server_wait_long (self->server, self->connection, TRUE);
}

/**
 * spico_http_exchange_moved:
 * @self: an exchange, in libmicrohttpd's thread
 * @before: how many bytes had come, or were taken
 * @after: how many have, or are
 *
 * With each %SPICO_HTTP_SHARE the client has its time again.
 */
void
spico_http_exchange_moved (SpicoHttpExchange *self,
                           guint64            before,
                           guint64            after)
{
  if (before / SPICO_HTTP_SHARE != after / SPICO_HTTP_SHARE)
    spico_http_server_expect (self->server, self->connection);
}

static void
answer_taken_cb (guint64  before,
                 guint64  after,
                 gpointer data)
{
  spico_http_exchange_moved (data, before, after);
}

static enum MHD_Result
send_answer (SpicoHttpExchange *self)
{
  if (spico_http_answer_is_problem (self->answer))
    spico_http_answer_set_instance (self->answer, self->id);
  if (g_bytes_get_size (self->answer->body) > SPICO_HTTP_SHARE)
    {
      be_patient (self);
      limit_send_buffer (self, ANSWER_BUFFER);
    }

  return spico_http_answer_send (self->answer, self->id, self->connection, answer_taken_cb, self);
}

static gsize
largest_body (SpicoHttpExchange *self)
{
  const SpicoJmapLimits *limits = &self->server->options.limits;

  if (self->route != NULL && self->route->takes_pieces)
    return limits->max_size_upload;

  return self->route != NULL && self->route->max_body > 0 ? self->route->max_body : limits->max_size_request;
}

/**
 * spico_http_exchange_begin:
 * @self: an exchange whose head has come
 *
 * Checks the head. A refusal waits for the body, which is thrown away, unless the client would wait with it or it is huge.
 *
 * Returns: whether the connection goes on
 */
enum MHD_Result
spico_http_exchange_begin (SpicoHttpExchange *self)
{
  guint64 length = spico_http_head_length (self);

  if (spico_http_head_is_too_large (self))
    return spico_http_head_refuse (self);

  self->max_body = largest_body (self);
  self->answer = check_head (self);
  if (self->answer == NULL && length > self->max_body)
    self->answer = new_too_large (self);

  if (length > SPICO_HTTP_SHARE || MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, "Transfer-Encoding") != NULL)
    be_patient (self);

  if (self->answer == NULL)
    {
      self->accepts_gzip = spico_http_head_accepts_gzip (self);
      self->address = spico_http_head_address (self);
      return MHD_YES;
    }

  if (length > MAX_DISCARDED || MHD_lookup_connection_value (self->connection, MHD_HEADER_KIND, "Expect") != NULL)
    {
      self->answer->closes = TRUE;
      return send_answer (self);
    }

  return MHD_YES;
}

/* The body. */

static gboolean
reserve_body (SpicoHttpExchange *self,
              gsize              length)
{
  SpicoHttpServer *server = self->server;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  if (server->body_memory + length > (gsize) g_atomic_int_get (&server->max_body_memory_mb) * 1024 * 1024)
    return FALSE;

  server->body_memory += length;
  self->n_reserved += length;

  return TRUE;
}

static void
drop_body (SpicoHttpExchange *self,
           SpicoHttpAnswer   *answer)
{
  release_body (self);
  g_clear_pointer (&self->body, g_byte_array_unref);
  self->answer = answer;
}

/* Takes what has come of a piece, or of the whole body. */
static GBytes *
take_bytes (SpicoHttpExchange *self,
            gsize              length)
{
  GBytes *piece = g_bytes_new (self->body->data, length);

  g_byte_array_remove_range (self->body, 0, (guint) length);

  return piece;
}

/**
 * spico_http_exchange_receive:
 * @self: an exchange
 * @data: the next bytes of the body
 * @length: how many
 *
 * Returns: whether the connection goes on
 */
enum MHD_Result
spico_http_exchange_receive (SpicoHttpExchange *self,
                             const char        *data,
                             gsize              length)
{
  spico_http_exchange_moved (self, self->n_received, self->n_received + length);
  self->n_received += length;
  if (self->answer == NULL && self->n_received > self->max_body)
    drop_body (self, new_too_large (self));
  else if (self->answer == NULL && !reserve_body (self, length))
    drop_body (self, spico_http_answer_new_overloaded ());

  if (self->answer != NULL)
    {
      self->n_discarded += length;
      return self->n_discarded <= MAX_DISCARDED ? MHD_YES : MHD_NO;
    }

  if (self->body == NULL)
    self->body = g_byte_array_new ();
  g_byte_array_append (self->body, (const guint8 *) data, (guint) length);
  if (self->route->takes_pieces && self->body->len >= SPICO_BLOB_PIECE)
    spico_http_upload_piece (self, take_bytes (self, SPICO_BLOB_PIECE));

  return MHD_YES;
}

/**
 * spico_http_exchange_take_body:
 * @self: an exchange whose body has come
 *
 * Returns: (transfer full): the body
 */
GBytes *
spico_http_exchange_take_body (SpicoHttpExchange *self)
{
  if (self->body == NULL)
    return g_bytes_new_static ("", 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
}

/**
 * spico_http_exchange_argument:
 * @self: an exchange, in libmicrohttpd's thread
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the value in the address's query
 */
const char *
spico_http_exchange_argument (SpicoHttpExchange *self,
                              const char        *name)
{
  return MHD_lookup_connection_value (self->connection, MHD_GET_ARGUMENT_KIND, name);
}

/* The work. */

/* Counts the request among those under way, or says why it cannot begin. An upload is counted by itself. */
static SpicoHttpAnswer *
enter_work (SpicoHttpExchange *self)
{
  SpicoHttpServer *server = self->server;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->mutex);

  if (server->is_stopping)
    {
      SpicoHttpAnswer *answer = spico_http_answer_new_overloaded ();

      answer->closes = TRUE;
      return answer;
    }

  if (self->route->needs_token && !self->route->takes_pieces && !self->is_counted)
    {
      self->is_counted = count_up (server->requests, self->token_hash, server->options.limits.max_concurrent_requests);
      if (!self->is_counted)
        return new_too_many ("maxConcurrentRequests");
    }
  server->n_working++;
  server->n_unanswered += !self->has_worked;
  self->has_worked = TRUE;

  return NULL;
}

/**
 * spico_http_exchange_suspend:
 * @self: an exchange, in libmicrohttpd's thread
 *
 * Suspends the connection for a piece of work, in the midst of a body or of an answer; spico_http_exchange_resume() goes on.
 *
 * Returns: (transfer full) (nullable): why the work cannot begin: then nothing is suspended
 */
SpicoHttpAnswer *
spico_http_exchange_suspend (SpicoHttpExchange *self)
{
  SpicoHttpAnswer *answer = enter_work (self);

  if (answer != NULL)
    return answer;

  g_atomic_int_set (&self->is_working, 1);
  spico_http_server_forget (self->server, self->connection);
  MHD_suspend_connection (self->connection);

  return NULL;
}

/**
 * spico_http_exchange_work:
 * @self: an exchange that has come whole
 *
 * Suspends the connection and starts the work; or answers at once where nothing is to be done.
 *
 * Returns: whether the connection goes on
 */
enum MHD_Result
spico_http_exchange_work (SpicoHttpExchange *self)
{
  self->has_started = TRUE;
  if (self->answer == NULL)
    self->answer = spico_http_exchange_suspend (self);
  if (self->answer != NULL)
    {
      spico_http_server_expect (self->server, self->connection);
      return spico_http_exchange_send (self);
    }

  self->route->start (self);

  return MHD_YES;
}

/**
 * spico_http_exchange_resume:
 * @self: an exchange, which is given back
 *
 * After this the exchange belongs to libmicrohttpd's thread, and may be gone.
 */
void
spico_http_exchange_resume (SpicoHttpExchange *self)
{
  SpicoHttpServer *server = self->server;

  /* A download holds a piece of its blob until it ends, and counts as long. */
  if (self->download == NULL)
    leave_count (self);
  release_bytes (self, self->n_reserved - (self->body != NULL ? self->body->len : 0));
  /* A stream has its own time. */
  if (self->stream == NULL)
    spico_http_server_expect (server, self->connection);
  g_atomic_int_set (&self->is_working, 0);
  MHD_resume_connection (self->connection);

  g_mutex_lock (&server->mutex);
  server->n_working--;
  g_cond_broadcast (&server->cond);
  g_mutex_unlock (&server->mutex);
}

/**
 * spico_http_exchange_finish:
 * @self: an exchange, which is given back
 * @answer: (transfer full): its answer
 *
 * Ends the work, in any thread.
 */
void
spico_http_exchange_finish (SpicoHttpExchange *self,
                            SpicoHttpAnswer   *answer)
{
  self->answer = answer;
  spico_http_exchange_resume (self);
}

/**
 * spico_http_exchange_stream:
 * @self: an exchange, which is given back
 * @stream: (transfer full): the stream that answers it
 *
 * Ends the work, in any thread, with a stream of events.
 */
void
spico_http_exchange_stream (SpicoHttpExchange *self,
                            SpicoEventStream  *stream)
{
  self->stream = stream;
  leave_count (self);
  g_clear_pointer (&self->token_hash, g_free);
  forget_work (self);
  spico_http_exchange_resume (self);
}

/**
 * spico_http_exchange_download:
 * @self: an exchange, which is given back
 * @download: (transfer full): what it is answered
 *
 * Ends the work, in any thread, with the bytes of a blob.
 */
void
spico_http_exchange_download (SpicoHttpExchange *self,
                              SpicoHttpDownload *download)
{
  self->download = download;
  spico_http_exchange_resume (self);
}

/* Not at once again: it would take as long. */
static SpicoHttpAnswer *
new_too_slow (SpicoHttpExchange *self,
              const GError      *error)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_problem (MHD_HTTP_SERVICE_UNAVAILABLE, NULL, "A query took too long; nothing was done");

  spico_log_failure ("query", self->id, error);
  answer->retry_after = 30;

  return answer;
}

/* It may have gone while it committed: nobody knows what was done. */
static SpicoHttpAnswer *
new_unserved (SpicoHttpExchange *self,
              const GError      *error)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_problem (MHD_HTTP_SERVICE_UNAVAILABLE, NULL, "The database cannot serve; ask again, under the same clientId");

  spico_log_failure ("request", self->id, error);
  answer->retry_after = 2;

  return answer;
}

/**
 * spico_http_exchange_describe:
 * @self: an exchange
 * @error: why some work was not done
 *
 * Says what a client may know of an error: 401 for a token that opens nothing, 404 for what is not there, 503 for too much work, a query that took too long or a database that
 * cannot serve, 500 for the rest; the three last are logged.
 *
 * Returns: (transfer full): an answer
 */
SpicoHttpAnswer *
spico_http_exchange_describe (SpicoHttpExchange *self,
                              const GError      *error)
{
  if (g_error_matches (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED))
    return spico_http_answer_new_problem (MHD_HTTP_UNAUTHORIZED, NULL, "The token is unknown or has expired");
  if (g_error_matches (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND))
    return spico_http_answer_new_problem (MHD_HTTP_NOT_FOUND, NULL, "There is nothing here");
  if (g_error_matches (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED) || g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY))
    return spico_http_answer_new_overloaded ();
  if (g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TIMEOUT))
    return new_too_slow (self, error);
  if (g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO) || g_error_matches (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FULL))
    return new_unserved (self, error);

  spico_log_failure ("request", self->id, error);
  return spico_http_answer_new_problem (MHD_HTTP_INTERNAL_SERVER_ERROR, NULL, "The server failed; nothing was changed");
}

/**
 * spico_http_exchange_fail:
 * @self: an exchange, which is given back
 * @error: why the work was not done
 *
 * Ends the work with what a client may know of it.
 */
void
spico_http_exchange_fail (SpicoHttpExchange *self,
                          const GError      *error)
{
  spico_http_exchange_finish (self, spico_http_exchange_describe (self, error));
}

static enum MHD_Result
send_response (SpicoHttpExchange   *self,
               struct MHD_Response *response)
{
  enum MHD_Result result;

  spico_http_add_common_headers (response);
  MHD_add_response_header (response, "X-Request-Id", self->id);
  result = MHD_queue_response (self->connection, MHD_HTTP_OK, response);
  MHD_destroy_response (response);

  return result;
}

/**
 * spico_http_exchange_send:
 * @self: an exchange whose work has ended
 *
 * Returns: whether the connection goes on
 */
enum MHD_Result
spico_http_exchange_send (SpicoHttpExchange *self)
{
  if (self->stream == NULL && self->download == NULL)
    return send_answer (self);
  if (self->download != NULL)
    {
      be_patient (self);
      limit_send_buffer (self, ANSWER_BUFFER);
      return send_response (self, spico_http_download_respond (self->download));
    }

  /* Only what a client does not take ends it: while nothing is to be told, it is suspended. After it the connection has its usual time again. */
  self->is_patient = TRUE;
  MHD_set_connection_option (self->connection, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned int) g_atomic_int_get (&self->server->stream_timeout_s));
  limit_send_buffer (self, STREAM_BUFFER);
  return send_response (self, spico_event_stream_respond (self->stream));
}
