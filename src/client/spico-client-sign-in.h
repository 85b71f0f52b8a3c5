/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-authorization.h"
#include "spico-client.h"

G_BEGIN_DECLS

/* Signing in with a provider (F002), and the lock of whoever has no other password (X018). */

/** SPICO_LOCK_PASSWORD_MIN: the least characters of a password that locks what is kept here: what protects a copy of the keyring is this password alone */
#define SPICO_LOCK_PASSWORD_MIN 8

/** spico_client_is_lock_password: Returns: whether @password may lock what is kept here */
gboolean spico_client_is_lock_password (const char *password);

/**
 * spico_client_ask_sign_in_ways:
 * @server_uri: the server's address, as it is typed
 *
 * How one signs in there. Nobody has to be signed in.
 *
 * Returns: (transfer full): a future of a #SpicoSignInWays; rejects with %SPICO_CLIENT_ERROR_OFFLINE, `CERTIFICATE…`, `INVALID` or `INSECURE` where @server_uri is no
 *   address, `NOT_A_SERVER`
 */
DexFuture *spico_client_ask_sign_in_ways (SpicoClient *self,
                                          const char  *server_uri);

/**
 * spico_client_authorize:
 * @ways: those of a server that has a provider
 * @expected_login: (nullable): who has to sign in; %NULL where anybody may
 *
 * Returns: (transfer full): what goes through the browser, not begun yet
 */
SpicoAuthorization *spico_client_authorize (SpicoClient     *self,
                                            SpicoSignInWays *ways,
                                            const char      *expected_login);

/**
 * spico_client_sign_in_authorized:
 * @authorization: one whose browser has come back well
 * @lock_password: (nullable): the password of this computer's lock
 * @is_new: whether @lock_password was chosen just now: what is kept here under another one is erased; otherwise @lock_password opens it
 *
 * Goes on as spico_client_sign_in() does once a password was accepted. Asked without a password first: it then rejects with %SPICO_CLIENT_ERROR_NO_LOCK where one has to
 * be chosen, and with %SPICO_CLIENT_ERROR_OWN_LOCK or `LOCKED` where only one opens what is kept here (that of this computer, or the one that was last signed in with).
 * Nothing has changed then, and @authorization serves again.
 *
 * Returns: (transfer full): a future of a boolean; rejects also as spico_client_unlock() does, and with %SPICO_CLIENT_ERROR_INVALID where a new password is too short
 */
DexFuture *spico_client_sign_in_authorized (SpicoClient        *self,
                                            SpicoAuthorization *authorization,
                                            const char         *lock_password,
                                            gboolean            is_new);

/** spico_client_uses_provider: Returns: whether who is signed in, or locked, last signed in with a provider */
gboolean spico_client_uses_provider (SpicoClient *self);

/** spico_client_has_own_lock: Returns: whether who is signed in, or locked, unlocks with a password that was chosen for this computer, and is not that of a login */
gboolean spico_client_has_own_lock (SpicoClient *self);

/**
 * spico_client_change_lock_password:
 * @password: the one that unlocks now
 * @new_password: the one that is to unlock
 *
 * Of who is signed in.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_WRONG_PASSWORD, `TOO_MANY_ATTEMPTS` as spico_client_unlock() does, `INVALID` where the
 *   new one is too short
 */
DexFuture *spico_client_change_lock_password (SpicoClient *self,
                                              const char  *password,
                                              const char  *new_password);

G_END_DECLS
