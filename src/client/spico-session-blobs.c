/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-session-blobs.h"

#include "spico-client-error.h"
#include "spico-http.h"
#include "spico-json.h"
#include "spico-session-private.h"

#define MAX_REPLY (64 * 1024)
#define MAX_ID 255
#define TOO_MANY_REQUESTS 429
#define UNPROCESSABLE 422
#define INSUFFICIENT_STORAGE 507

/* The server does not learn the name twice, nor does what stands between write it down. */
#define UPLOAD_PATH "/jmap/upload/{accountId}/"
#define DOWNLOAD_PATH "/jmap/download/{accountId}/{blobId}/{name}?type={type}"
#define DOWNLOAD_NAME "blob"
#define DOWNLOAD_TYPE "application/octet-stream"

static void
fill_in (GString    *path,
         const char *variable,
         const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_replace (path, variable, escaped, 0);
}

/* What the session object says, or what every server of ours has. */
static char *
make_path (SpicoSession *self,
           const char   *member,
           const char   *fallback,
           const char   *account_id,
           const char   *blob_id)
{
  JsonObject *object = spico_session_get_object (self);
  const char *template = object != NULL ? spico_json_get_string (object, member) : NULL;
  g_autoptr (GString) path = g_string_new (template != NULL ? template : fallback);

  fill_in (path, "{accountId}", account_id);
  if (blob_id != NULL)
    fill_in (path, "{blobId}", blob_id);
  fill_in (path, "{name}", DOWNLOAD_NAME);
  fill_in (path, "{type}", DOWNLOAD_TYPE);

  return g_string_free_and_steal (g_steal_pointer (&path));
}

/* What a person is told of @local_error, of the network; whoever gave up hears so. */
static void
take_error (SoupMessage  *message,
            GCancellable *cancellable,
            GError       *local_error,
            GError      **error)
{
  g_autoptr (GError) taken = local_error;
  g_autoptr (DexFuture) rejected = NULL;

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED, "It was given up");
      return;
    }
  if (taken->domain == SPICO_CLIENT_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&taken));
      return;
    }
  rejected = spico_http_reject (message, taken);
  dex_future_get_value (rejected, error);
}

static SpicoAttachmentFailure
failure_of (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      return SPICO_ATTACHMENT_FAILURE_TOO_LARGE;
    case UNPROCESSABLE:
      return SPICO_ATTACHMENT_FAILURE_INFECTED;
    case INSUFFICIENT_STORAGE:
      return SPICO_ATTACHMENT_FAILURE_QUOTA;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_FORBIDDEN:
      return SPICO_ATTACHMENT_FAILURE_NO_ACCESS;
    default:
      break;
    }

  return status >= 400 && status < 500 && status != TOO_MANY_REQUESTS && status != SOUP_STATUS_UNAUTHORIZED && status != SOUP_STATUS_REQUEST_TIMEOUT ? SPICO_ATTACHMENT_FAILURE_REFUSED
                                                                                                                                              : SPICO_ATTACHMENT_FAILURE_NONE;
}

typedef struct {
  const SpicoUpload *upload;
  gint64 n_sent;
} Sending;

static void
wrote_cb (SoupMessage *message,
          guint        length,
          gpointer     data)
{
  Sending *sending = data;

  sending->n_sent += length;
  if (sending->upload->progress != NULL)
    sending->upload->progress (sending->n_sent, sending->upload->data);
}

static SpicoReply *
await_reply (SpicoSession      *self,
             SoupMessage       *message,
             const SpicoUpload *upload,
             GError           **error)
{
  Sending sending = { upload, 0 };
  GError *local_error = NULL;
  SpicoReply *reply;
  gulong handler = g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_cb), &sending);

  soup_message_set_request_body (message, upload->media_type, upload->stream, upload->size);
  /* What is refused is refused before it is sent. */
  soup_message_headers_set_expectations (soup_message_get_request_headers (message), SOUP_EXPECTATION_CONTINUE);
  reply = dex_await_boxed (spico_http_send (spico_session_get_transfers (self), message, upload->cancellable, MAX_REPLY), &local_error);
  g_signal_handler_disconnect (message, handler);
  if (reply == NULL)
    take_error (message, upload->cancellable, local_error, error);

  return reply;
}

static char *
await_blob_id (SpicoReply *reply,
               GError    **error)
{
  g_autoptr (JsonNode) node = dex_await_boxed (spico_json_parse_in_thread (reply->body), NULL);
  const char *blob_id = node != NULL ? spico_json_get_string (json_node_get_object (node), "blobId") : NULL;

  if (blob_id != NULL && *blob_id != '\0' && strlen (blob_id) <= MAX_ID)
    return g_strdup (blob_id);

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server does not say which blob it made");
  return NULL;
}

char *
spico_session_await_upload (SpicoSession           *self,
                            const SpicoUpload      *upload,
                            SpicoAttachmentFailure *failure,
                            GError                **error)
{
  g_autofree char *path = make_path (self, "uploadUrl", UPLOAD_PATH, upload->account_id, NULL);
  g_autoptr (SoupMessage) message = spico_session_await_authorized (self, "POST", path, error);
  g_autoptr (SpicoReply) reply = NULL;

  *failure = SPICO_ATTACHMENT_FAILURE_NONE;
  if (message == NULL)
    return NULL;
  reply = await_reply (self, message, upload, error);
  if (reply == NULL)
    return NULL;
  if (reply->status == SOUP_STATUS_CREATED)
    return await_blob_id (reply, error);

  if (reply->status == SOUP_STATUS_UNAUTHORIZED)
    spico_session_drop_token_of (self, message);
  *failure = failure_of (reply->status);
  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server does not take the upload");

  return NULL;
}

GInputStream *
spico_session_await_download (SpicoSession *self,
                              const char   *account_id,
                              const char   *blob_id,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autofree char *path = make_path (self, "downloadUrl", DOWNLOAD_PATH, account_id, blob_id);
  g_autoptr (SoupMessage) message = spico_session_await_authorized (self, "GET", path, error);
  g_autoptr (GInputStream) stream = NULL;
  GError *local_error = NULL;
  guint status;

  if (message == NULL)
    return NULL;
  /* A file that is a compressed one stays so. */
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  stream = dex_await_object (spico_http_open (spico_session_get_transfers (self), message, cancellable), &local_error);
  if (stream == NULL)
    {
      take_error (message, cancellable, local_error, error);
      return NULL;
    }

  status = soup_message_get_status (message);
  if (status == SOUP_STATUS_OK)
    return g_steal_pointer (&stream);

  if (status == SOUP_STATUS_UNAUTHORIZED)
    spico_session_drop_token_of (self, message);
  g_set_error_literal (error, SPICO_CLIENT_ERROR, status == SOUP_STATUS_NOT_FOUND ? SPICO_CLIENT_ERROR_NOT_FOUND : SPICO_CLIENT_ERROR_SERVER, "The server does not give the blob");

  return NULL;
}
