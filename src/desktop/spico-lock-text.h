/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-waiting.h"

G_BEGIN_DECLS

/**
 * spico_lock_explain:
 * @waiting: what was left
 *
 * Returns: (transfer full): what the lock page says below the name (X018)
 */
char *spico_lock_explain (const SpicoWaiting *waiting);

/**
 * spico_lock_format_error:
 * @error: why it was not unlocked
 * @wait: the seconds until the next password may be tried; 0 where it may be now
 * @has_own_lock: whether what unlocks was chosen for this computer
 *
 * Returns: (transfer full): what is said of it
 */
char *spico_lock_format_error (const GError *error,
                               guint         wait,
                               gboolean      has_own_lock);

G_END_DECLS
