/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-private.h"
#include "spico-store-reads.h"

G_BEGIN_DECLS

void spico_live_attach (SpicoClient    *client,
                        SpicoReadQuery *query,
                        gpointer        item);

G_END_DECLS
