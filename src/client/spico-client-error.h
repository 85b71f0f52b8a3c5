/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoClientError:
 * @SPICO_CLIENT_ERROR_OFFLINE: the server cannot be reached now
 * @SPICO_CLIENT_ERROR_WRONG_PASSWORD: unknown login, wrong password or disabled account: the server does not say which
 * @SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS: guessing is slowed down; wait
 * @SPICO_CLIENT_ERROR_SESSION_ENDED: the session was ended (revoked, disabled, expired): sign in again
 * @SPICO_CLIENT_ERROR_INSECURE: plain HTTP to something else than this machine, refused before anything is sent
 * @SPICO_CLIENT_ERROR_CERTIFICATE: nobody whom this machine trusts vouches for the server's certificate
 * @SPICO_CLIENT_ERROR_CERTIFICATE_HOST: its certificate is for another host
 * @SPICO_CLIENT_ERROR_CERTIFICATE_DATE: its certificate is not valid yet, or no more, by this machine's clock
 * @SPICO_CLIENT_ERROR_NOT_A_SERVER: what answers is not a Spico server
 * @SPICO_CLIENT_ERROR_SERVER: the server failed, or answered what the protocol does not allow
 * @SPICO_CLIENT_ERROR_KEYRING: the keyring is locked or missing
 * @SPICO_CLIENT_ERROR_STORE: the store cannot be opened, read or written (disk full, wrong key)
 * @SPICO_CLIENT_ERROR_LOCKED: what is kept here is locked with another password than the one that the server takes
 * @SPICO_CLIENT_ERROR_OWN_LOCK: what is kept here is locked with the password that its person chose for this computer
 * @SPICO_CLIENT_ERROR_NO_LOCK: nothing locks what would be kept here: its person has to choose a password for this computer first
 * @SPICO_CLIENT_ERROR_CANCELLED: whoever was signing in gave up, here or in their browser; or it was given up as its #GCancellable says
 * @SPICO_CLIENT_ERROR_NO_ACCOUNT: the provider vouches for somebody who has no account (F001)
 * @SPICO_CLIENT_ERROR_ACCOUNT_CLOSED: their account was closed
 * @SPICO_CLIENT_ERROR_OTHER_PERSON: it is somebody else who has signed in than who was asked to
 * @SPICO_CLIENT_ERROR_PROVIDER: the provider does not answer the server, or not as it should
 * @SPICO_CLIENT_ERROR_TIMED_OUT: the browser did not come back in time
 * @SPICO_CLIENT_ERROR_BROWSER: what the browser brought is no answer to what was asked
 * @SPICO_CLIENT_ERROR_NOT_FOUND: the object is not in the store
 * @SPICO_CLIENT_ERROR_INVALID: a value that the protocol does not allow (empty text, too long, unknown account)
 * @SPICO_CLIENT_ERROR_CONFLICT: what is asked for is there already, or was asked for too often
 * @SPICO_CLIENT_ERROR_FORBIDDEN: the region does not do that
 * @SPICO_CLIENT_ERROR_TOO_LARGE: what is attached is larger than the server takes
 * @SPICO_CLIENT_ERROR_TOO_MANY: more is attached than the server takes
 * @SPICO_CLIENT_ERROR_STATE: nobody is signed in, or the client is closing
 *
 * Everything that an operation of the client can fail with. Messages are for developers and carry no personal data; text for
 * people is made in `desktop/` from the code.
 */
typedef enum {
  SPICO_CLIENT_ERROR_OFFLINE,
  SPICO_CLIENT_ERROR_WRONG_PASSWORD,
  SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS,
  SPICO_CLIENT_ERROR_SESSION_ENDED,
  SPICO_CLIENT_ERROR_INSECURE,
  SPICO_CLIENT_ERROR_CERTIFICATE,
  SPICO_CLIENT_ERROR_CERTIFICATE_HOST,
  SPICO_CLIENT_ERROR_CERTIFICATE_DATE,
  SPICO_CLIENT_ERROR_NOT_A_SERVER,
  SPICO_CLIENT_ERROR_SERVER,
  SPICO_CLIENT_ERROR_KEYRING,
  SPICO_CLIENT_ERROR_STORE,
  SPICO_CLIENT_ERROR_LOCKED,
  SPICO_CLIENT_ERROR_OWN_LOCK,
  SPICO_CLIENT_ERROR_NO_LOCK,
  SPICO_CLIENT_ERROR_CANCELLED,
  SPICO_CLIENT_ERROR_NO_ACCOUNT,
  SPICO_CLIENT_ERROR_ACCOUNT_CLOSED,
  SPICO_CLIENT_ERROR_OTHER_PERSON,
  SPICO_CLIENT_ERROR_PROVIDER,
  SPICO_CLIENT_ERROR_TIMED_OUT,
  SPICO_CLIENT_ERROR_BROWSER,
  SPICO_CLIENT_ERROR_NOT_FOUND,
  SPICO_CLIENT_ERROR_INVALID,
  SPICO_CLIENT_ERROR_CONFLICT,
  SPICO_CLIENT_ERROR_FORBIDDEN,
  SPICO_CLIENT_ERROR_TOO_LARGE,
  SPICO_CLIENT_ERROR_TOO_MANY,
  SPICO_CLIENT_ERROR_STATE,
} SpicoClientError;

#define SPICO_CLIENT_ERROR (spico_client_error_quark ())
GQuark spico_client_error_quark (void);

/**
 * spico_client_error_is_certificate:
 * @error: (nullable): an error
 *
 * Returns: whether the server's certificate was not accepted, so that nothing was sent
 */
gboolean spico_client_error_is_certificate (const GError *error);

/**
 * spico_client_error_is_connection:
 * @error: (nullable): an error
 *
 * Returns: whether there is no connection as long as it lasts: the server cannot be reached, is not to be trusted, or has ended the session
 */
gboolean spico_client_error_is_connection (const GError *error);

G_END_DECLS
