/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-store.h"

G_BEGIN_DECLS

/*
 * SpicoStoreListKind:
 * @get_item_type: what it lists
 * @read: a #SpicoStoreFunc, of a string that says whose; resolves to a #GListModel of them
 * @equal: whether two of them say the same
 * @changes: the #SpicoChangeFlags after which it is read again
 *
 * A short list that one reading of the store gives as a whole.
 */
typedef struct {
  GType (*get_item_type) (void);
  SpicoStoreFunc read;
  GEqualFunc equal;
  guint changes;
} SpicoStoreListKind;

#define SPICO_TYPE_STORE_LIST (spico_store_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoStoreList, spico_store_list, SPICO, STORE_LIST, GObject)

/*
 * A #GListModel that follows the store. That it was read for the first time is told by `items-changed`, whatever there is. @store: (nullable): without one, there is nothing. @kind is borrowed for good. Main thread.
 */
GListModel *spico_store_list_new (SpicoStore               *store,
                                  const SpicoStoreListKind *kind,
                                  const char               *whose);

G_END_DECLS
