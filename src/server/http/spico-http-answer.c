/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http-answer.h"

#include <string.h>
#include <yyjson.h>
#include <zlib.h>

#include "spico-http-watch.h"

#define COMPRESS_ABOVE 1024
/* Compressing costs more time the better it is done; the first levels do most of it, and are for the pages that everyone asks for all the time. What is larger is
 * asked for by who was away: there, an eighth fewer bytes are worth twice the time. */
#define COMPRESSION_LEVEL 2
#define LARGE (64 * 1024)
#define LARGE_COMPRESSION_LEVEL 6

#define JSON_TYPE "application/json"
#define PROBLEM_TYPE "application/problem+json"
#define PAGE_TYPE "text/html; charset=utf-8"

/**
 * spico_http_answer_new_json:
 * @status: the HTTP status
 * @body: (transfer none): JSON
 *
 * Returns: (transfer full): an answer
 */
SpicoHttpAnswer *
spico_http_answer_new_json (guint   status,
                            GBytes *body)
{
  SpicoHttpAnswer *self = g_new0 (SpicoHttpAnswer, 1);

  self->status = status;
  self->body = g_bytes_ref (body);
  self->content_type = JSON_TYPE;

  return self;
}

/**
 * spico_http_answer_new_text:
 * @status: the HTTP status
 * @json: JSON
 *
 * Returns: (transfer full): an answer
 */
SpicoHttpAnswer *
spico_http_answer_new_text (guint       status,
                            const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return spico_http_answer_new_json (status, body);
}

static SpicoHttpAnswer *
new_problem (guint       status,
             const char *type,
             const char *limit,
             const char *title)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  g_autofree char *json = NULL;
  SpicoHttpAnswer *self;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "type", type);
  yyjson_mut_obj_add_uint (document, root, "status", status);
  yyjson_mut_obj_add_str (document, root, "title", title);
  if (limit != NULL)
    yyjson_mut_obj_add_str (document, root, "limit", limit);
  json = yyjson_mut_write (document, 0, NULL);
  yyjson_mut_doc_free (document);

  self = spico_http_answer_new_text (status, json);
  self->content_type = PROBLEM_TYPE;

  return self;
}

/**
 * spico_http_answer_new_problem:
 * @status: the HTTP status
 * @type: (nullable): the URI of the problem's type (RFC 8620 section 3.6.1); %NULL where the status says it all
 * @title: a sentence for who debugs a client, with nothing personal in it
 *
 * Returns: (transfer full): a problem details answer (RFC 7807)
 */
SpicoHttpAnswer *
spico_http_answer_new_problem (guint       status,
                               const char *type,
                               const char *title)
{
  return new_problem (status, type != NULL ? type : "about:blank", NULL, title);
}

/**
 * spico_http_answer_new_limit:
 * @status: the HTTP status
 * @limit: the name of the limit, as the session announces it
 * @title: a sentence for who debugs a client
 *
 * Returns: (transfer full): the `limit` problem (RFC 8620 section 3.6.1)
 */
SpicoHttpAnswer *
spico_http_answer_new_limit (guint       status,
                             const char *limit,
                             const char *title)
{
  return new_problem (status, "urn:ietf:params:jmap:error:limit", limit, title);
}

/**
 * spico_http_answer_new_overloaded:
 *
 * Returns: (transfer full): a 503, to be tried again soon
 */
SpicoHttpAnswer *
spico_http_answer_new_overloaded (void)
{
  SpicoHttpAnswer *self = spico_http_answer_new_problem (MHD_HTTP_SERVICE_UNAVAILABLE, NULL, "The server has too much to do; try again soon");

  self->retry_after = 2;

  return self;
}

/**
 * spico_http_answer_new_page:
 * @status: the HTTP status
 * @title: what it is about, in French
 * @text: a sentence or two, in French
 *
 * Returns: (transfer full): a page for whoever is in front of the browser
 */
SpicoHttpAnswer *
spico_http_answer_new_page (guint       status,
                            const char *title,
                            const char *text)
{
  g_autofree char *html = g_markup_printf_escaped ("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                                                   "<title>%s – Spico</title></head><body><main><h1>%s</h1><p>%s</p></main></body></html>\n",
                                                   title, title, text);
  SpicoHttpAnswer *self = spico_http_answer_new_text (status, html);

  self->content_type = PAGE_TYPE;

  return self;
}

/**
 * spico_http_answer_new_redirection:
 * @location: where to, checked
 *
 * Returns: (transfer full): a 302
 */
SpicoHttpAnswer *
spico_http_answer_new_redirection (const char *location)
{
  SpicoHttpAnswer *self = spico_http_answer_new_text (MHD_HTTP_FOUND, "");

  self->content_type = PAGE_TYPE;
  self->location = g_strdup (location);

  return self;
}

/**
 * spico_http_answer_is_problem:
 * @self: an answer
 *
 * Returns: whether it is problem details
 */
gboolean
spico_http_answer_is_problem (const SpicoHttpAnswer *self)
{
  return strcmp (self->content_type, PROBLEM_TYPE) == 0;
}

/**
 * spico_http_answer_set_instance:
 * @self: problem details that are not compressed
 * @request_id: the request's id, a UUID
 *
 * Names the occurrence (`instance`, RFC 7807 section 3.1).
 */
void
spico_http_answer_set_instance (SpicoHttpAnswer *self,
                                const char      *request_id)
{
  gsize length;
  const char *json = g_bytes_get_data (self->body, &length);
  GString *body;

  g_return_if_fail (!self->is_compressed && length > 2 && json[length - 1] == '}');

  /* Problems are made in several places, all by our own writer: one object, with members. */
  body = g_string_new_len (json, (gssize) length - 1);
  g_string_append_printf (body, ",\"instance\":\"urn:uuid:%s\"}", request_id);
  g_bytes_unref (self->body);
  self->body = g_string_free_to_bytes (body);
}

/**
 * spico_http_answer_free:
 * @self: (transfer full) (nullable): an answer
 */
void
spico_http_answer_free (SpicoHttpAnswer *self)
{
  if (self == NULL)
    return;

  g_bytes_unref (self->body);
  g_free (self->location);
  g_free (self);
}

/**
 * spico_http_answer_is_worth_compressing:
 * @self: an answer
 *
 * Returns: whether it is long enough and not compressed yet
 */
gboolean
spico_http_answer_is_worth_compressing (const SpicoHttpAnswer *self)
{
  return !self->is_compressed && g_bytes_get_size (self->body) > COMPRESS_ABOVE;
}

static GBytes *
gzip (GBytes *body)
{
  z_stream stream = { 0 };
  gsize length, bound;
  const guint8 *data = g_bytes_get_data (body, &length);
  g_autofree guint8 *compressed = NULL;
  int level = length > LARGE ? LARGE_COMPRESSION_LEVEL : COMPRESSION_LEVEL;
  int result;

  if (length > G_MAXUINT / 2 || deflateInit2 (&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return NULL;

  bound = deflateBound (&stream, length);
  compressed = g_malloc (bound);
  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) length;
  stream.next_out = compressed;
  stream.avail_out = (uInt) bound;
  result = deflate (&stream, Z_FINISH);
  bound = stream.total_out;
  deflateEnd (&stream);
  if (result != Z_STREAM_END)
    return NULL;

  return g_bytes_new_take (g_realloc (g_steal_pointer (&compressed), bound), bound);
}

/**
 * spico_http_answer_compress:
 * @self: an answer
 *
 * Compresses its body where that is worth it; only for a client that accepts gzip.
 */
void
spico_http_answer_compress (SpicoHttpAnswer *self)
{
  GBytes *compressed;

  if (!spico_http_answer_is_worth_compressing (self))
    return;

  compressed = gzip (self->body);
  if (compressed == NULL)
    return;

  g_bytes_unref (self->body);
  self->body = compressed;
  self->is_compressed = TRUE;
}

/**
 * spico_http_add_common_headers:
 * @response: a response
 *
 * Adds what every response carries: nothing here is to be kept, framed, sniffed or run.
 */
void
spico_http_add_common_headers (struct MHD_Response *response)
{
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header (response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  MHD_add_response_header (response, "Cross-Origin-Resource-Policy", "same-origin");
  MHD_add_response_header (response, "Referrer-Policy", "no-referrer");
}

static void
bytes_unref (void *data)
{
  g_bytes_unref (data);
}

/* What libmicrohttpd sends by itself goes at one go, and nobody hears how it goes: what is longer than a share goes in shares. */

typedef struct {
  GBytes *body;
  SpicoHttpTakenFunc taken;
  gpointer data;
} Sending;

static void
sending_free (void *data)
{
  Sending *self = data;

  g_bytes_unref (self->body);
  g_free (self);
}

/* The next share is wanted when the client, or the kernel for it, has taken the one before. */
static ssize_t
read_share (void    *data,
            uint64_t position,
            char    *buffer,
            size_t   most)
{
  Sending *self = data;
  gsize length;
  const char *bytes = g_bytes_get_data (self->body, &length);

  length = MIN (length - position, most);
  memcpy (buffer, bytes + position, length);
  self->taken (position, position + length, self->data);

  return (ssize_t) length;
}

static struct MHD_Response *
new_response (GBytes            *body,
              SpicoHttpTakenFunc taken,
              gpointer           data)
{
  gsize length;
  const void *bytes = g_bytes_get_data (body, &length);
  Sending *sending;

  if (length <= SPICO_HTTP_SHARE)
    return MHD_create_response_from_buffer_with_free_callback_cls (length, bytes != NULL ? bytes : "", bytes_unref, g_bytes_ref (body));

  sending = g_new0 (Sending, 1);
  sending->body = g_bytes_ref (body);
  sending->taken = taken;
  sending->data = data;

  return MHD_create_response_from_callback (length, SPICO_HTTP_SHARE, read_share, sending, sending_free);
}

/* Nothing is to be kept, unless the answer says so. */
static void
allow_keeping (struct MHD_Response *response,
               guint                seconds)
{
  g_autofree char *value = g_strdup_printf ("max-age=%u", seconds);

  MHD_del_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "Cache-Control", value);
}

/**
 * spico_http_answer_send:
 * @self: an answer
 * @request_id: the request's id, with which support finds it in the log
 * @connection: the connection that asked, in its access handler
 * @taken: called as the client takes it, if it is long
 * @data: given to @taken
 *
 * Returns: what libmicrohttpd said
 */
enum MHD_Result
spico_http_answer_send (const SpicoHttpAnswer *self,
                        const char            *request_id,
                        struct MHD_Connection *connection,
                        SpicoHttpTakenFunc     taken,
                        gpointer               data)
{
  struct MHD_Response *response = new_response (self->body, taken, data);
  enum MHD_Result result;

  spico_http_add_common_headers (response);
  MHD_add_response_header (response, "Content-Type", self->content_type);
  MHD_add_response_header (response, "X-Request-Id", request_id);
  MHD_add_response_header (response, "Vary", "Accept-Encoding");
  if (self->is_compressed)
    MHD_add_response_header (response, "Content-Encoding", "gzip");
  if (self->allow != NULL)
    MHD_add_response_header (response, "Allow", self->allow);
  if (self->location != NULL)
    MHD_add_response_header (response, "Location", self->location);
  if (self->max_age > 0)
    allow_keeping (response, self->max_age);
  if (self->status == MHD_HTTP_UNAUTHORIZED)
    MHD_add_response_header (response, "WWW-Authenticate", "Bearer");
  if (self->closes)
    MHD_add_response_header (response, "Connection", "close");
  if (self->retry_after > 0)
    {
      char seconds[16];

      g_snprintf (seconds, sizeof seconds, "%u", self->retry_after);
      MHD_add_response_header (response, "Retry-After", seconds);
    }

  result = MHD_queue_response (connection, self->status, response);
  MHD_destroy_response (response);

  return result;
}
