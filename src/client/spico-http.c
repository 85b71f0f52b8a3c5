/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-session.h"

#define CHUNK (64 * 1024)
#define IDLE_S 8

static SpicoReply *
spico_reply_copy (SpicoReply *self)
{
  SpicoReply *copy = g_new0 (SpicoReply, 1);

  copy->status = self->status;
  copy->body = g_bytes_ref (self->body);

  return copy;
}

void
spico_reply_free (SpicoReply *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (SpicoReply, spico_reply, spico_reply_copy, spico_reply_free)

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

/* What nobody vouches for may be wrong in any other way too. */
static SpicoClientError
code_of_certificate (GTlsCertificateFlags flags)
{
  if (flags & (G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_REVOKED | G_TLS_CERTIFICATE_INSECURE | G_TLS_CERTIFICATE_GENERIC_ERROR))
    return SPICO_CLIENT_ERROR_CERTIFICATE;
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return SPICO_CLIENT_ERROR_CERTIFICATE_HOST;
  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return SPICO_CLIENT_ERROR_CERTIFICATE_DATE;

  return SPICO_CLIENT_ERROR_CERTIFICATE;
}

/* TLS that breaks off is a network that breaks off. */
DexFuture *
spico_http_reject (SoupMessage  *message,
                   const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return reject (code_of_certificate (soup_message_get_tls_peer_certificate_errors (message)), "The server's certificate is not accepted");

  return reject (SPICO_CLIENT_ERROR_OFFLINE, "The server cannot be reached");
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, error);
}

DexFuture *
spico_http_open (SoupSession  *soup,
                 SoupMessage  *message,
                 GCancellable *cancellable)
{
  DexPromise *promise = dex_promise_new ();

  soup_session_send_async (soup, message, G_PRIORITY_DEFAULT, cancellable, sent_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

typedef struct {
  SoupSession *soup;
  SoupMessage *message;
  GCancellable *cancellable;
  gsize most;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_object_unref (sending->soup);
  g_object_unref (sending->message);
  g_object_unref (sending->cancellable);
  g_free (sending);
}

static DexFuture *
send_fiber (gpointer data)
{
  Sending *sending = data;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  SpicoReply reply;
  DexFuture *result;
  gsize n = 1;

  stream = dex_await_object (spico_http_open (sending->soup, sending->message, sending->cancellable), &error);
  if (stream == NULL)
    return spico_http_reject (sending->message, error);

  while (n > 0)
    {
      g_autoptr (GBytes) chunk = dex_await_boxed (dex_input_stream_read_bytes (stream, CHUNK, G_PRIORITY_DEFAULT), &error);

      if (chunk == NULL)
        return spico_http_reject (sending->message, error);
      n = g_bytes_get_size (chunk);
      if (body->len + n > sending->most)
        return reject (SPICO_CLIENT_ERROR_SERVER, "The answer is too large");
      g_byte_array_append (body, g_bytes_get_data (chunk, NULL), n);
    }

  reply.status = soup_message_get_status (sending->message);
  reply.body = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  result = dex_future_new_take_boxed (SPICO_TYPE_REPLY, spico_reply_copy (&reply));
  g_bytes_unref (reply.body);

  return result;
}

DexFuture *
spico_http_send (SoupSession  *soup,
                 SoupMessage  *message,
                 GCancellable *cancellable,
                 gsize         most)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->soup = g_object_ref (soup);
  sending->message = g_object_ref (message);
  sending->cancellable = g_object_ref (cancellable);
  sending->most = most;

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, send_fiber, sending, sending_free);
}

SoupMessage *
spico_http_make_message (GUri       *base,
                         const char *method,
                         const char *path)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (base, path, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (base)) != 0 || g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (base)) != 0 ||
      g_uri_get_port (uri) != g_uri_get_port (base))
    return NULL;

  message = soup_message_new_from_uri (method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Over HTTP/2, libsoup 3.6 lets whoever awaits a body wait on for ever when the connection ends: one would seem on line long after the server is gone. */
  soup_message_set_force_http1 (message, TRUE);

  return message;
}

SoupSession *
spico_http_new (const char *server_uri,
                GUri       *base,
                guint       timeout)
{
  g_autoptr (GSocketAddress) address = NULL;
  gboolean is_unix = g_str_has_prefix (server_uri, "unix:");
  SoupSession *soup;

  if (is_unix)
    address = g_unix_socket_address_new (server_uri + strlen ("unix:"));

  soup = g_object_new (SOUP_TYPE_SESSION,
                       "remote-connectable", address,
                       "timeout", timeout,
                       "idle-timeout", IDLE_S,
                       "user-agent", "Spico/" SPICO_VERSION,
                       NULL);
  /* Nothing stands between this machine and itself. */
  if (is_unix || spico_session_is_loopback (g_uri_get_host (base)))
    soup_session_set_proxy_resolver (soup, NULL);

  return soup;
}
