/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SPICO_TYPE_LIST (spico_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoList, spico_list, SPICO, LIST, GObject)

/**
 * SpicoList:
 *
 * A live #GListModel over the store: it follows what is written here and what the server tells, with precise `items-changed`.
 * It keeps the ordered keys of its rows and loads contents by pages of 64: an item is given at once, and fills itself (its
 * `is-loaded` property) when its page comes. Main thread only.
 *
 * Properties: `item-type`, `n-items`, `is-loading` (nothing is known yet, or a search is still being completed by the server),
 * `error` (a boxed #GError of %SPICO_CLIENT_ERROR, %NULL when all is well).
 */

/**
 * spico_list_is_loading:
 *
 * Returns: whether the first rows have not been read yet, or the server's answer to a search is still awaited
 */
gboolean spico_list_is_loading (SpicoList *self);

/**
 * spico_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the last reading, or the server's part of a search, failed. A search off line keeps
 *   its local rows and says %SPICO_CLIENT_ERROR_OFFLINE here
 */
const GError *spico_list_get_error (SpicoList *self);

G_END_DECLS
