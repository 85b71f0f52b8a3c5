/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoRegisterSorter:
 *
 * Puts records in the order of their keys, compared bytewise, in a bounded space whatever their number: what does not fit goes to files that are gone with the process.
 */
typedef struct _SpicoRegisterSorter SpicoRegisterSorter;

/**
 * SpicoRegisterItem:
 * @key: the key
 * @value: the value, followed by a NUL
 * @length: its length in bytes
 *
 * A record, borrowed until the next one is asked for.
 */
typedef struct {
  const char *key;
  const char *value;
  gsize length;
} SpicoRegisterItem;

SpicoRegisterSorter *spico_register_sorter_new (gsize memory);
void spico_register_sorter_free (SpicoRegisterSorter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterSorter, spico_register_sorter_free)

gboolean spico_register_sorter_add (SpicoRegisterSorter *self,
                                    const char          *key,
                                    const char          *value,
                                    gsize                length,
                                    GError             **error);
guint64 spico_register_sorter_get_n_items (SpicoRegisterSorter *self);
gboolean spico_register_sorter_sort (SpicoRegisterSorter *self,
                                     GError             **error);
gboolean spico_register_sorter_next (SpicoRegisterSorter *self,
                                     SpicoRegisterItem   *item,
                                     gboolean            *has_item,
                                     GError             **error);

G_END_DECLS
