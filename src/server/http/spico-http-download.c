/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET /jmap/download/{accountId}/{blobId}/{name}?type={type} (RFC 8620 section 6.2). A piece at a time is in memory; the next one is read when the client has
 * taken it. */
#include "spico-http-server-private.h"

#include <string.h>

#include "spico-authz.h"
#include "spico-server-error.h"

#define PATH_PREFIX "/jmap/download/"

struct _SpicoHttpDownload {
  SpicoHttpExchange *exchange;
  char *account_id;
  char *blob_id;
  SpicoBlob *blob;
  char *type;
  char *disposition;

  GBytes *piece;
  gint64 number;
  gsize offset;
  gboolean is_broken;
};

/**
 * spico_http_download_free:
 * @self: (transfer full): a download
 */
void
spico_http_download_free (SpicoHttpDownload *self)
{
  g_clear_pointer (&self->blob, spico_blob_free);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_free (self->account_id);
  g_free (self->blob_id);
  g_free (self->type);
  g_free (self->disposition);
  g_free (self);
}

static SpicoHttpDownload *
new_download (SpicoHttpExchange *exchange)
{
  SpicoHttpDownload *self = g_new0 (SpicoHttpDownload, 1);
  g_auto (GStrv) parts = g_strsplit (exchange->path + strlen (PATH_PREFIX), "/", 3);

  self->exchange = exchange;
  self->account_id = g_strdup (parts[0]);
  self->blob_id = g_strdup (parts[1]);
  self->type = g_strdup (spico_http_media_type (spico_http_exchange_argument (exchange, "type")));
  self->disposition = spico_http_disposition (parts[2]);

  return self;
}

/* The first piece comes with the right to it. */

static SpicoTaskResult
run_first (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoHttpDownload *self = exchange->download;
  gint64 now_us = g_get_real_time ();
  SpicoAuthzDecision decision;

  g_clear_pointer (&self->blob, spico_blob_free);
  g_clear_pointer (&self->piece, g_bytes_unref);
  if (!spico_http_authenticate (exchange, connection, now_us, error)
      || !spico_authz_check (connection, exchange->actor, now_us, self->account_id, SPICO_ACTION_BLOB_READ, self->blob_id, &decision, error))
    return SPICO_TASK_FAILED;
  if (!decision.allow)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such blob");
      return SPICO_TASK_FAILED;
    }

  self->blob = spico_blob_find (connection, self->account_id, self->blob_id, error);
  if (self->blob != NULL)
    self->piece = spico_blob_read (connection, self->blob, 0, error);

  return self->piece != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
first_done (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error == NULL)
    {
      spico_http_exchange_download (exchange, exchange->download);
      return;
    }

  g_clear_pointer (&exchange->download, spico_http_download_free);
  spico_http_exchange_fail (exchange, error);
}

/**
 * spico_http_start_download:
 * @exchange: an exchange
 */
void
spico_http_start_download (SpicoHttpExchange *exchange)
{
  exchange->download = new_download (exchange);
  exchange->task.run = run_first;
  exchange->task.done = first_done;
  if (spico_executor_read (exchange->server->executor, &exchange->task))
    return;

  g_clear_pointer (&exchange->download, spico_http_download_free);
  spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

/* The next ones. */

static SpicoTaskResult
run_next (SpicoTask          *task,
          SpicoSqlConnection *connection,
          gboolean            can_write,
          GError            **error)
{
  SpicoHttpDownload *self = ((SpicoHttpExchange *) task)->download;

  g_clear_pointer (&self->piece, g_bytes_unref);
  self->piece = spico_blob_read (connection, self->blob, self->number, error);

  return self->piece != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
next_done (SpicoTask    *task,
           const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  exchange->download->is_broken = error != NULL;
  spico_http_exchange_resume (exchange);
}

/* Whether the next piece is on its way. */
static gboolean
ask_for_next (SpicoHttpDownload *self)
{
  SpicoHttpExchange *exchange = self->exchange;
  SpicoHttpAnswer *refusal = spico_http_exchange_suspend (exchange);

  if (refusal != NULL)
    {
      spico_http_answer_free (refusal);
      return FALSE;
    }

  g_clear_pointer (&self->piece, g_bytes_unref);
  self->number++;
  self->offset = 0;
  exchange->task.run = run_next;
  exchange->task.done = next_done;
  if (!spico_executor_read (exchange->server->executor, &exchange->task))
    {
      self->is_broken = TRUE;
      spico_http_exchange_resume (exchange);
    }

  return TRUE;
}

/* libmicrohttpd's thread asks; it never waits for the database. */
static ssize_t
read_blob (void    *data,
           uint64_t position,
           char    *buffer,
           size_t   most)
{
  SpicoHttpDownload *self = data;
  gsize length;
  const char *bytes;

  if (self->is_broken)
    return MHD_CONTENT_READER_END_WITH_ERROR;
  if ((gint64) position >= self->blob->size)
    return MHD_CONTENT_READER_END_OF_STREAM;

  bytes = g_bytes_get_data (self->piece, &length);
  if (self->offset == length)
    return ask_for_next (self) ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;

  length = MIN (length - self->offset, most);
  spico_http_exchange_moved (self->exchange, position, position + length);
  memcpy (buffer, bytes + self->offset, length);
  self->offset += length;

  return (ssize_t) length;
}

/**
 * spico_http_download_respond:
 * @self: a download whose first piece is there
 *
 * Returns: (transfer full): the response that sends it
 */
struct MHD_Response *
spico_http_download_respond (SpicoHttpDownload *self)
{
  struct MHD_Response *response = MHD_create_response_from_callback ((uint64_t) self->blob->size, 16 * 1024, read_blob, self, NULL);

  MHD_add_response_header (response, "Content-Type", self->type);
  MHD_add_response_header (response, "Content-Disposition", self->disposition);

  return response;
}
