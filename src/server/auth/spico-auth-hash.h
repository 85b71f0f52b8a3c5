/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *spico_auth_hash_password (const char *password,
                                GError    **error);
gboolean spico_auth_verify_password (const char *password_hash,
                                     const char *password);

/**
 * SpicoAuthHasher:
 *
 * A few threads of its own for checking passwords: argon2id is slow on purpose (64 MiB and about 0.1 s each), and must hold up neither readers nor the writer.
 */
typedef struct _SpicoAuthHasher SpicoAuthHasher;

/**
 * SpicoAuthVerifiedFunc:
 * @matches: whether the password is the right one
 * @data: what was given to spico_auth_hasher_verify()
 *
 * Called in one of the hasher's threads.
 */
typedef void (*SpicoAuthVerifiedFunc) (gboolean matches,
                                       gpointer data);

SpicoAuthHasher *spico_auth_hasher_new (guint    n_threads,
                                        guint    max_waiting,
                                        GError **error);
void spico_auth_hasher_free (SpicoAuthHasher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAuthHasher, spico_auth_hasher_free)

gboolean spico_auth_hasher_verify (SpicoAuthHasher      *self,
                                   const char           *password_hash,
                                   const char           *password,
                                   SpicoAuthVerifiedFunc verified,
                                   gpointer              data);

G_END_DECLS
