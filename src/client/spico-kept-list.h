/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_KEPT_LIST (spico_kept_list_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeptList, spico_kept_list, SPICO, KEPT_LIST, GObject)

/*
 * What is kept for an account, or for all (@account_id: (nullable)): a #GListModel of #SpicoKept that follows the store. @store: (nullable): without one, there is nothing.
 */
SpicoKeptList *spico_kept_list_new (SpicoStore *store,
                                    const char *account_id);

G_END_DECLS
