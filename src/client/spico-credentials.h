/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CREDENTIALS (spico_credentials_get_type ())
G_DECLARE_INTERFACE (SpicoCredentials, spico_credentials, SPICO, CREDENTIALS, GObject)

/**
 * SpicoCredentialsInterface:
 * @lookup: a future of a string, %NULL where there is none
 * @store: a future of a boolean
 * @clear: a future of a boolean
 *
 * Where the secrets of a person live: the refresh token and the key of the store. Nothing else ever keeps them. Each is found
 * by the server's address, the login and its purpose.
 */
struct _SpicoCredentialsInterface {
  GTypeInterface parent_iface;

  DexFuture *(*lookup) (SpicoCredentials *self,
                        const char       *server_uri,
                        const char       *login,
                        const char       *purpose);
  DexFuture *(*store) (SpicoCredentials *self,
                       const char       *server_uri,
                       const char       *login,
                       const char       *purpose,
                       const char       *secret);
  DexFuture *(*clear) (SpicoCredentials *self,
                       const char       *server_uri,
                       const char       *login,
                       const char       *purpose);
};

/**
 * The purposes of secrets. `store-key` and `refresh-token` stand there in clear while their person's store is not locked; `locked-key` is the key as their password
 * wraps it, always there, and `locked-token` the token as the key seals it, while the store is locked (X018), and
 * `token-digest` what stands for it then: with it one asks whether the device must erase what it keeps, and nothing else (B019).
 */
#define SPICO_CREDENTIALS_REFRESH_TOKEN "refresh-token"
#define SPICO_CREDENTIALS_STORE_KEY "store-key"
#define SPICO_CREDENTIALS_LOCKED_KEY "locked-key"
#define SPICO_CREDENTIALS_LOCKED_TOKEN "locked-token"
#define SPICO_CREDENTIALS_TOKEN_DIGEST "token-digest"

DexFuture *spico_credentials_lookup (SpicoCredentials *self,
                                     const char       *server_uri,
                                     const char       *login,
                                     const char       *purpose);
DexFuture *spico_credentials_store (SpicoCredentials *self,
                                    const char       *server_uri,
                                    const char       *login,
                                    const char       *purpose,
                                    const char       *secret);
DexFuture *spico_credentials_clear (SpicoCredentials *self,
                                    const char       *server_uri,
                                    const char       *login,
                                    const char       *purpose);

#define SPICO_TYPE_KEYRING (spico_keyring_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeyring, spico_keyring, SPICO, KEYRING, GObject)

/**
 * spico_keyring_new:
 *
 * Returns: (transfer full): the session's keyring, through the Secret Service
 */
SpicoCredentials *spico_keyring_new (void);

G_END_DECLS
