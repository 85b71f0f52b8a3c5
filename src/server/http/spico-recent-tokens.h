/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoRecentTokens:
 *
 * Whose the tokens were that were accepted lately, by their hashes. It says whose request is worth reading before the database is asked; it lets nobody in. Bounded, and from any thread.
 */
typedef struct _SpicoRecentTokens SpicoRecentTokens;

/** How long a token is remembered, at least half of it, in microseconds. */
#define SPICO_RECENT_TOKENS_LIFETIME_US (2 * 60 * G_USEC_PER_SEC)

/** How many are remembered, at least half of it. */
#define SPICO_RECENT_TOKENS_MAX 16384

SpicoRecentTokens *spico_recent_tokens_new (void);
void spico_recent_tokens_free (SpicoRecentTokens *self);

void spico_recent_tokens_note (SpicoRecentTokens *self,
                               const char        *token_hash,
                               const char        *person_id,
                               gint64             now_us);
void spico_recent_tokens_forget (SpicoRecentTokens *self,
                                 const char        *token_hash);
char *spico_recent_tokens_find (SpicoRecentTokens *self,
                                const char        *token_hash,
                                gint64             now_us);

G_END_DECLS
