/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-favourites.h"
#include "spico-store.h"

G_BEGIN_DECLS

/* @store: (nullable): without one, nobody is a favourite. */
SpicoFavourites *spico_favourites_new (SpicoStore *store,
                                       const char *account_id);

G_END_DECLS
