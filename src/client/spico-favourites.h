/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SPICO_TYPE_FAVOURITES (spico_favourites_get_type ())
G_DECLARE_FINAL_TYPE (SpicoFavourites, spico_favourites, SPICO, FAVOURITES, GObject)

/**
 * SpicoFavourites:
 *
 * Which principals are favourites of one account (F016): each account has its own. It follows the store, and emits `changed`. Main thread only.
 */

/**
 * spico_favourites_contains:
 *
 * Returns: whether the principal is a favourite; %FALSE before the first reading
 */
gboolean spico_favourites_contains (SpicoFavourites *self,
                                    const char      *principal_id);

G_END_DECLS
