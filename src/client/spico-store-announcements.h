/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"

G_BEGIN_DECLS

/*
 * What the store keeps of announcements (F008): the answer to `Announcement/get`, as it was last read, and which of them the person has read. Each is a #SpicoStoreFunc.
 */

#define SPICO_ANNOUNCEMENTS_SETTING "announcements"

DexFuture *spico_store_write_announcements (SpicoTransaction *transaction,
                                            gpointer          data);
DexFuture *spico_store_write_announcements_read (SpicoTransaction *transaction,
                                                 gpointer          data);
DexFuture *spico_store_read_announcements (SpicoTransaction *transaction,
                                           gpointer          data);

G_END_DECLS
