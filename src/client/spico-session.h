/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libdex.h>

#include "spico-credentials.h"

G_BEGIN_DECLS

/* Fibers that call into libsoup need more than the usual 128 KiB, and those that tell views of a change as much as a main thread: pages that are
 * not touched cost nothing. */
#define SPICO_FIBER_STACK (1024 * 1024)
#define SPICO_VIEW_FIBER_STACK (8 * 1024 * 1024)

/** What this client is called at a server's `/auth/authorize` (RFC 6749): public, it has no secret. */
#define SPICO_SESSION_CLIENT_ID "spico"

#define SPICO_TYPE_SESSION (spico_session_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSession, spico_session, SPICO, SESSION, GObject)

/**
 * SpicoSession:
 *
 * The network of one person on one server: tokens, requests, the event stream. TLS everywhere but on this very machine; redirections are
 * not followed, answers are bounded. Rejections are %SPICO_CLIENT_ERROR. Emits `ended` once the server has ended the session, with whether its
 * person wants what is kept here to be erased (B019).
 */

gboolean spico_session_is_loopback (const char *host);
char *spico_session_normalize_uri (const char *server_uri,
                                   GError    **error);
GBytes *spico_session_make_body (JsonArray *calls);
SpicoSession *spico_session_new (const char       *server_uri,
                                 const char       *login,
                                 SpicoCredentials *credentials);
const char *spico_session_get_server_uri (SpicoSession *self);
const char *spico_session_get_login (SpicoSession *self);
DexFuture *spico_session_sign_in (SpicoSession *self,
                                  const char   *password,
                                  const char   *device_name);

/** spico_session_set_login: of a session that was made without one, once the session object says whose it is */
void spico_session_set_login (SpicoSession *self,
                              const char   *login);

/**
 * spico_session_ask_metadata:
 *
 * How one signs in to the server (RFC 8414), which anybody may know (F002).
 *
 * Returns: (transfer full): a future of a #JsonNode, an object; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where the server has none
 */
DexFuture *spico_session_ask_metadata (SpicoSession *self);

/**
 * spico_session_exchange:
 * @code: what the browser brought
 * @verifier: of PKCE (RFC 7636)
 * @redirect_uri: where the browser brought it
 * @device_name: what this device is called in « Mes appareils »
 *
 * Signs in with a code (RFC 6749 section 4.1.3, F002).
 *
 * Returns: (transfer full): a future of a boolean; the tokens are held, and not yet in the keyring. Rejects with %SPICO_CLIENT_ERROR_WRONG_PASSWORD where the code is not taken
 */
DexFuture *spico_session_exchange (SpicoSession *self,
                                   const char   *code,
                                   const char   *verifier,
                                   const char   *redirect_uri,
                                   const char   *device_name);
DexFuture *spico_session_save_tokens (SpicoSession *self);
DexFuture *spico_session_revoke (SpicoSession *self);
DexFuture *spico_session_fetch (SpicoSession *self);
DexFuture *spico_session_ask_support (SpicoSession *self);
DexFuture *spico_session_ask_announcements (SpicoSession *self);
DexFuture *spico_session_ask_erasure (SpicoSession *self,
                                      const char   *token_digest,
                                      gboolean      has_erased);
JsonObject *spico_session_get_object (SpicoSession *self);
guint spico_session_get_limit (SpicoSession *self,
                               const char   *name,
                               guint         most);
DexFuture *spico_session_call (SpicoSession *self,
                               JsonArray    *calls);
gboolean spico_session_is_stale (SpicoSession *self);
DexFuture *spico_session_open_events (SpicoSession *self);
void spico_session_abort (SpicoSession *self);

JsonObject *spico_session_find_response (JsonObject *response,
                                         const char *call_id,
                                         const char **name);

G_END_DECLS
