/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

void spico_automatic_reply_announce (SpicoJmapCall *call,
                                     const char    *conversation_id);
gboolean spico_automatic_reply_send (SpicoJmapCall *call,
                                     const char    *conversation_id,
                                     GPtrArray     *holders,
                                     gint64         sent_at,
                                     gint64        *last_seq,
                                     GError       **error);

G_END_DECLS
