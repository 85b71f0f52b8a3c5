/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Requests to one server, from a fiber or not, on the main thread: no redirection is followed, nothing goes to another origin, and answers are bounded. */

/**
 * SpicoReply:
 * @status: of HTTP
 * @body: all of it
 */
typedef struct {
  guint status;
  GBytes *body;
} SpicoReply;

#define SPICO_TYPE_REPLY (spico_reply_get_type ())
GType spico_reply_get_type (void);
void spico_reply_free (SpicoReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoReply, spico_reply_free)

/**
 * spico_http_new:
 * @server_uri: from spico_session_normalize_uri()
 * @base: the same as an address of HTTP
 * @timeout: in seconds, of a connection that says nothing
 *
 * Returns: (transfer full): connections to that server
 */
SoupSession *spico_http_new (const char *server_uri,
                             GUri       *base,
                             guint       timeout);

/**
 * spico_http_make_message:
 * @base: the server
 * @path: a path of the server, or a full address of the same origin: a token goes nowhere else
 *
 * Returns: (transfer full) (nullable): a message; %NULL where @path leads elsewhere
 */
SoupMessage *spico_http_make_message (GUri       *base,
                                      const char *method,
                                      const char *path);

/** spico_http_open: Returns: (transfer full): a future of a #GInputStream, the body of the answer; what it rejects with is for spico_http_reject() */
DexFuture *spico_http_open (SoupSession  *soup,
                            SoupMessage  *message,
                            GCancellable *cancellable);

/**
 * spico_http_send:
 * @most: the bytes of an answer
 *
 * Returns: (transfer full): a future of a #SpicoReply; rejects with %SPICO_CLIENT_ERROR_OFFLINE, `CERTIFICATE…`, or `SERVER` where the answer is larger
 */
DexFuture *spico_http_send (SoupSession  *soup,
                            SoupMessage  *message,
                            GCancellable *cancellable,
                            gsize         most);

/** spico_http_reject: Returns: (transfer full): a future that is rejected as a person is to be told of @error, of the network, while @message was sent */
DexFuture *spico_http_reject (SoupMessage  *message,
                              const GError *error);

G_END_DECLS
