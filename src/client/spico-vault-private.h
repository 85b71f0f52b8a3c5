/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sodium.h>

#include "spico-vault.h"

G_BEGIN_DECLS

/* What a file begins with, then the header of libsodium's secretstream, then pieces; all but the last are full. */
#define SPICO_VAULT_MAGIC "SPICOF1"
#define SPICO_VAULT_PIECE 65536
#define SPICO_VAULT_SEALED_PIECE (SPICO_VAULT_PIECE + crypto_secretstream_xchacha20poly1305_ABYTES)

typedef crypto_secretstream_xchacha20poly1305_state SpicoVaultState;

gboolean spico_vault_is_closed (SpicoVault *self);
char *spico_vault_get_path (SpicoVault *self,
                            const char *name);
gboolean spico_vault_init_push (SpicoVault      *self,
                                SpicoVaultState *state,
                                guint8          *header);
gboolean spico_vault_init_pull (SpicoVault      *self,
                                SpicoVaultState *state,
                                const guint8    *header);
GInputStream *spico_vault_stream_new (SpicoVault *self,
                                      const char *name,
                                      GError    **error);

G_END_DECLS
