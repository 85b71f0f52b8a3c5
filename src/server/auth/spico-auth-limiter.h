/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoAuthLimiter:
 *
 * Slows down who guesses passwords, by login and by address: the first few failures cost nothing, each further one doubles the wait. It lives in memory, bounded:
 * of too many keys, the one that failed longest ago is forgotten. Safe from any thread.
 */
typedef struct _SpicoAuthLimiter SpicoAuthLimiter;

SpicoAuthLimiter *spico_auth_limiter_new (guint max_keys);
void spico_auth_limiter_free (SpicoAuthLimiter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAuthLimiter, spico_auth_limiter_free)

guint spico_auth_limiter_begin (SpicoAuthLimiter *self,
                                const char       *login,
                                const char       *address,
                                gint64            now_us);
void spico_auth_limiter_fail (SpicoAuthLimiter *self,
                              const char       *login,
                              const char       *address,
                              gint64            now_us);
void spico_auth_limiter_succeed (SpicoAuthLimiter *self,
                                 const char       *login,
                                 const char       *address);
guint spico_auth_limiter_size (SpicoAuthLimiter *self);

G_END_DECLS
