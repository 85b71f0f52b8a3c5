/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line an event on the standard error, where the service manager collects them. Never a login, an id, an address or a word that someone wrote. */
#include "spico-http-server-private.h"

#include <stdio.h>

/**
 * spico_http_log_request:
 * @exchange: an exchange that has ended
 *
 * Logs one request, if the options say so. Its path is that of the route, never what the client sent.
 */
void
spico_http_log_request (SpicoHttpExchange *exchange)
{
  double milliseconds = (double) (g_get_monotonic_time () - exchange->started_us) / 1000.0;
  guint status = exchange->stream != NULL || exchange->download != NULL ? MHD_HTTP_OK : exchange->answer != NULL ? exchange->answer->status : 0;

  if (!exchange->server->options.logs_requests)
    return;

  fprintf (stderr, "event=request method=%s path=%s status=%u ms=%.1f\n", exchange->log_method,
           exchange->route != NULL ? exchange->route->path : "-", status, milliseconds);
}

/**
 * spico_http_log_failure:
 * @what: what failed, in one word
 * @error: why
 *
 * Logs a failure of the server. The messages of this program's errors hold nothing personal.
 */
void
spico_http_log_failure (const char   *what,
                        const GError *error)
{
  g_autofree char *message = g_strdelimit (g_strdup (error->message), "\"\n\r", ' ');

  fprintf (stderr, "event=failure what=%s domain=%s code=%d message=\"%s\"\n", what, g_quark_to_string (error->domain), error->code, message);
}
