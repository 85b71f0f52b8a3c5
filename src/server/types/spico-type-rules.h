/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"
#include "spico-read-marker.h"

G_BEGIN_DECLS

/** Above this number of holders, a read marker is not told to the others: « Vu par » is fetched when opened (design section 5). */
#define SPICO_MARKER_HOLDERS_MAX 20

gboolean spico_conversation_check_seq (SpicoJmapCall *call,
                                       const char    *conversation_id,
                                       const char    *property,
                                       gint64         seq,
                                       GError       **error);
gboolean spico_conversation_list_holders (SpicoSqlConnection *connection,
                                          const char         *conversation_id,
                                          GPtrArray          *account_ids,
                                          GError            **error);
void spico_conversation_announce_holders (SpicoSqlConnection *connection,
                                          const char         *conversation_id);
void spico_read_marker_announce (SpicoJmapCall *call,
                                 const char    *conversation_id);
gboolean spico_read_marker_raise (SpicoJmapCall *call,
                                  const char    *conversation_id,
                                  GPtrArray     *holders,
                                  gint64         read_up_to,
                                  gboolean       is_marked_unread,
                                  GError       **error);
gboolean spico_read_marker_mark_unread (SpicoJmapCall *call,
                                        const char    *conversation_id,
                                        const char    *person_id,
                                        GError       **error);

G_END_DECLS
