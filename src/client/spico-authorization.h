/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-session.h"
#include "spico-sign-in-ways.h"

G_BEGIN_DECLS

#define SPICO_TYPE_AUTHORIZATION (spico_authorization_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAuthorization, spico_authorization, SPICO, AUTHORIZATION, GObject)

/**
 * SpicoAuthorization:
 *
 * Somebody who signs in with a provider, in their browser (F002, RFC 8252): what the browser is sent to, what waits for it on this machine
 * alone, and the session that its answer begins. It serves once, on the main thread. Nothing of it is kept before spico_client_sign_in_authorized();
 * whoever lets it go without that calls spico_authorization_give_up().
 */

/**
 * SpicoAuthorizationPage:
 * @error: (nullable): why nobody is signed in; %NULL where somebody is
 *
 * Returns: (transfer full): the page that the browser shows in the end, in HTML
 */
typedef char *(*SpicoAuthorizationPage) (const GError *error);

/**
 * spico_authorization_new:
 * @ways: those of a server that has a provider
 * @session: (transfer full): a session with that server that nobody has begun
 * @expected_login: (nullable): who has to sign in; %NULL where anybody may
 * @device_name: what this device is called in « Mes appareils »
 *
 * Returns: (transfer full): an authorization; nothing listens yet
 */
SpicoAuthorization *spico_authorization_new (SpicoSignInWays *ways,
                                             SpicoSession    *session,
                                             const char      *expected_login,
                                             const char      *device_name);

/** spico_authorization_set_patience: waits for that long, and not for ten minutes; before spico_authorization_begin() */
void spico_authorization_set_patience (SpicoAuthorization *self,
                                       guint               seconds);

/**
 * spico_authorization_begin:
 * @page: what the browser shows in the end
 *
 * Waits for the browser, on a port of the loopback interface that was free.
 *
 * Returns: (transfer full): a future of a boolean, once a session has begun, and it is known whose it is. Rejects with %SPICO_CLIENT_ERROR_CANCELLED, `NO_ACCOUNT`,
 *   `ACCOUNT_CLOSED`, `OTHER_PERSON`, `PROVIDER`, `TIMED_OUT`, `BROWSER`, or as spico_session_exchange() and spico_session_fetch() do
 */
DexFuture *spico_authorization_begin (SpicoAuthorization    *self,
                                      SpicoAuthorizationPage page);

/** spico_authorization_get_uri: Returns: (transfer none) (nullable): what the browser opens, as often as one likes; %NULL before spico_authorization_begin() */
const char *spico_authorization_get_uri (SpicoAuthorization *self);

/** spico_authorization_get_session: Returns: (transfer none): the session; it is signed in once spico_authorization_begin() is resolved */
SpicoSession *spico_authorization_get_session (SpicoAuthorization *self);

/** spico_authorization_has_session: Returns: whether the session has begun, and is that of who was expected */
gboolean spico_authorization_has_session (SpicoAuthorization *self);

/** spico_authorization_set_used: the session is in use: giving up does not end it any more */
void spico_authorization_set_used (SpicoAuthorization *self);

/** spico_authorization_give_up: waits no more, and ends the session where one has begun and nobody uses it; what waits is rejected with %SPICO_CLIENT_ERROR_CANCELLED */
void spico_authorization_give_up (SpicoAuthorization *self);

G_END_DECLS
