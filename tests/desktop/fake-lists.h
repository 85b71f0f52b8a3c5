/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-favourites.h"
#include "spico-list.h"
#include "spico-message-list.h"

G_BEGIN_DECLS

/* The lists of src/client, over stores in memory: everything is loaded from the start. */

SpicoList *fake_list_new (GListStore *store);
SpicoFavourites *fake_favourites_new (GListStore *store);
SpicoMessageList *fake_message_list_new (GListStore *store,
                                         gint64      first_unread_seq);

G_END_DECLS
