/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-metrics-listener.h"

#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

#include "spico-http-answer.h"
#include "spico-http-listener.h"
#include "spico-server-error.h"

#define BACKLOG 16
#define CONNECTIONS 16
#define IDLE_SECONDS 10

#define PAGE_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct _SpicoMetricsListener {
  SpicoMetricsFunc write;
  gpointer data;
  char *bound;
  struct MHD_Daemon *daemon;
};

static enum MHD_Result
answer (struct MHD_Connection *connection,
        guint                  status,
        const char            *type,
        const char            *text)
{
  struct MHD_Response *response = MHD_create_response_from_buffer_copy (strlen (text), text);
  enum MHD_Result result;

  spico_http_add_common_headers (response);
  MHD_add_response_header (response, "Content-Type", type);
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header (response, "Allow", "GET, HEAD");
  result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);

  return result;
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
  SpicoMetricsListener *self = data;
  g_autofree char *page = NULL;

  /* Once for the head, then for a body, which nobody sends here. */
  if (*context == NULL)
    {
      *context = self;
      return MHD_YES;
    }
  if (*upload_length > 0)
    {
      *upload_length = 0;
      return MHD_YES;
    }
  if (strcmp (path, "/metrics") != 0)
    return answer (connection, MHD_HTTP_NOT_FOUND, "text/plain", "There is nothing here\n");
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return answer (connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain", "This path has another method\n");

  page = self->write (self->data);

  return answer (connection, MHD_HTTP_OK, PAGE_TYPE, page);
}

static void
ignore_message (void       *data,
                const char *format,
                va_list     arguments)
{
}

/**
 * spico_metrics_listener_new:
 * @address: what to listen on, see spico_http_listen(): loopback or a Unix socket
 * @write: writes the page
 * @data: given to @write
 * @error: return location for a #SpicoServerError
 *
 * Returns: (transfer full) (nullable): a listener, which serves until it is freed
 */
SpicoMetricsListener *
spico_metrics_listener_new (const char      *address,
                            SpicoMetricsFunc write,
                            gpointer         data,
                            GError         **error)
{
  g_autoptr (SpicoMetricsListener) self = g_new0 (SpicoMetricsListener, 1);
  int fd = spico_http_listen (address, BACKLOG, &self->bound, error);

  if (fd < 0)
    return NULL;

  self->write = write;
  self->data = data;
  self->daemon = MHD_start_daemon (MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle_request, self,
                                   MHD_OPTION_EXTERNAL_LOGGER, ignore_message, NULL,
                                   MHD_OPTION_LISTEN_SOCKET, fd,
                                   MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
                                   MHD_OPTION_CONNECTION_LIMIT, (unsigned int) CONNECTIONS,
                                   MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) IDLE_SECONDS,
                                   MHD_OPTION_END);
  if (self->daemon == NULL)
    {
      close (fd);
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "The metrics' HTTP daemon cannot start");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * spico_metrics_listener_get_address:
 * @self: a listener
 *
 * Returns: (transfer none): what it listens on, with the port that was taken
 */
const char *
spico_metrics_listener_get_address (SpicoMetricsListener *self)
{
  return self->bound;
}

/**
 * spico_metrics_listener_free:
 * @self: (transfer full) (nullable): a listener
 */
void
spico_metrics_listener_free (SpicoMetricsListener *self)
{
  if (self == NULL)
    return;

  /* Closes the socket too. */
  if (self->daemon != NULL)
    MHD_stop_daemon (self->daemon);
  if (self->bound != NULL && g_str_has_prefix (self->bound, "unix:"))
    unlink (self->bound + strlen ("unix:"));
  g_free (self->bound);
  g_free (self);
}
