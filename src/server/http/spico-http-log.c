/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http-server-private.h"

#include "spico-log.h"

/**
 * spico_http_log_request:
 * @exchange: an exchange that has ended
 *
 * Counts one request and logs it, if the options say so. Its path is that of the route, never what the client sent.
 */
void
spico_http_log_request (SpicoHttpExchange *exchange)
{
  double seconds = (double) (g_get_monotonic_time () - exchange->started_us) / G_USEC_PER_SEC;
  /* Their clients decide how long they take. */
  gboolean is_streamed = exchange->stream != NULL || exchange->download != NULL;
  guint status = is_streamed ? MHD_HTTP_OK : exchange->answer != NULL ? exchange->answer->status : 0;
  const char *path = exchange->route != NULL ? exchange->route->path : "-";

  spico_metrics_count_request (exchange->server->metrics, path, exchange->log_method, status, is_streamed ? -1 : seconds);
  if (g_atomic_int_get (&exchange->server->logs_requests))
    spico_log (SPICO_LOG_INFO, "request", "method=%s path=%s status=%u ms=%.1f id=%s", exchange->log_method, path, status, seconds * 1000.0, exchange->id);
}
