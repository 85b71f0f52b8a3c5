/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/*
 * Keeps an object like what the store has: one reading at a time, and one more where something changed meanwhile. It belongs to its owner, and does not
 * keep it alive.
 */
typedef struct _SpicoRefresher SpicoRefresher;

/* Returns: (transfer full): a future of what is read */
typedef DexFuture *(*SpicoRefresherRead) (gpointer owner);

/* What was read: @value, or %NULL and @error. */
typedef void (*SpicoRefresherTake) (gpointer      owner,
                                    const GValue *value,
                                    const GError *error);

SpicoRefresher *spico_refresher_new (gpointer           owner,
                                     SpicoRefresherRead read,
                                     SpicoRefresherTake take);
void spico_refresher_free (SpicoRefresher *self);
void spico_refresher_ask (SpicoRefresher *self);

G_END_DECLS
