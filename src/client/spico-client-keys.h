/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-credentials.h"
#include "spico-profile.h"

G_BEGIN_DECLS

/* The key of a person's store, and the token of their session, in the keyring: in clear, or locked (X018). All of these await, from a fiber; they fail
 * with %SPICO_CLIENT_ERROR. In each the order of what is written and cleared is such that ending in between loses nothing. */

/** spico_keys_await_clear: Returns: (transfer full) (nullable): the key, %NULL without an error where there is none in clear */
GBytes *spico_keys_await_clear (SpicoCredentials *credentials,
                                SpicoProfile     *profile,
                                GError          **error);

/** spico_keys_await_is_lockable: Returns: whether a password opens it again; %FALSE without an error where none does */
gboolean spico_keys_await_is_lockable (SpicoCredentials *credentials,
                                       SpicoProfile     *profile,
                                       GError          **error);

/** spico_keys_await_keep: keeps @key, in clear and as @password wraps it */
gboolean spico_keys_await_keep (SpicoCredentials *credentials,
                                SpicoProfile     *profile,
                                GBytes           *key,
                                const char       *password,
                                GError          **error);

/** spico_keys_await_lock: leaves nothing in clear; only where spico_keys_await_is_lockable() */
gboolean spico_keys_await_lock (SpicoCredentials *credentials,
                                SpicoProfile     *profile,
                                GBytes           *key,
                                GError          **error);

/** spico_keys_await_open: Returns: (transfer full) (nullable): the key, that @password opened; nothing else changes. %NULL without an error where none is there */
GBytes *spico_keys_await_open (SpicoCredentials *credentials,
                               SpicoProfile     *profile,
                               const char       *password,
                               GError          **error);

/** spico_keys_await_unlock: has @key and the token in clear again */
gboolean spico_keys_await_unlock (SpicoCredentials *credentials,
                                  SpicoProfile     *profile,
                                  GBytes           *key,
                                  GError          **error);

/** spico_keys_await_forget: the key, in every form: what is left of the store, nobody reads any more */
gboolean spico_keys_await_forget (SpicoCredentials *credentials,
                                  SpicoProfile     *profile,
                                  GError          **error);

/** spico_keys_await_digest: Returns: (transfer full) (nullable): what stands for the token of a session, locked or not; %NULL where there is none, or the keyring fails */
char *spico_keys_await_digest (SpicoCredentials *credentials,
                               SpicoProfile     *profile);

G_END_DECLS
