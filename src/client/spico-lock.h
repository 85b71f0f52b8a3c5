/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/** SPICO_LOCK_KEY_SIZE: the bytes of a store's key. */
#define SPICO_LOCK_KEY_SIZE 32

/**
 * spico_lock_make_key:
 *
 * Returns: (transfer full): a fresh random key, whose bytes are overwritten when it is let go
 */
GBytes *spico_lock_make_key (void);

/** spico_lock_format_key: Returns: (transfer full): @key as hexadecimal digits; overwrite it once it has served */
char *spico_lock_format_key (GBytes *key);

/** spico_lock_parse_key: Returns: (transfer full) (nullable): the key that @text spells; %NULL where it spells none */
GBytes *spico_lock_parse_key (const char *text);

/**
 * spico_lock_wrap:
 * @key: a store's key
 * @password: what opens it again
 *
 * The key, sealed with one that argon2id makes of the password (X018). That takes much memory and a part of a second: it is done on another thread.
 *
 * Returns: (transfer full): a future of a string, different each time; rejects with %SPICO_CLIENT_ERROR_STORE where memory lacks
 */
DexFuture *spico_lock_wrap (GBytes     *key,
                            const char *password);

/**
 * spico_lock_unwrap:
 * @text: what spico_lock_wrap() gave
 * @password: what is tried
 *
 * Returns: (transfer full): a future of #GBytes, the key; rejects with %SPICO_CLIENT_ERROR_WRONG_PASSWORD, and with %SPICO_CLIENT_ERROR_KEYRING where @text
 *   is no such text
 */
DexFuture *spico_lock_unwrap (const char *text,
                              const char *password);

/** spico_lock_seal: Returns: (transfer full): @secret, sealed with @key */
char *spico_lock_seal (GBytes     *key,
                       const char *secret);

/** spico_lock_unseal: Returns: (transfer full) (nullable): the secret; %NULL where @text was not sealed with @key */
char *spico_lock_unseal (GBytes     *key,
                         const char *text);

G_END_DECLS
