/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"

G_BEGIN_DECLS

DexFuture *spico_store_read_unread (SpicoTransaction *transaction,
                                    gpointer          data);

G_END_DECLS
