/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

const char *const *spico_conversation_change_ids (SpicoJmapObject *message,
                                                  const char      *property);
gboolean spico_conversation_check_change (SpicoJmapCall   *call,
                                          SpicoJmapObject *message,
                                          GError         **error);
gboolean spico_conversation_check_action (SpicoJmapCall *call,
                                          SpicoAction    action,
                                          const char    *conversation_id,
                                          const char    *property,
                                          GError       **error);
gboolean spico_conversation_is_change (SpicoJmapObject *message);
gboolean spico_conversation_change (SpicoJmapCall   *call,
                                    const char      *message_id,
                                    SpicoJmapObject *message,
                                    gint64           seq,
                                    GPtrArray       *holders,
                                    GError         **error);
gboolean spico_conversation_complete_change (SpicoJmapCall     *call,
                                             const char *const *ids,
                                             gsize              n_ids,
                                             GHashTable        *objects,
                                             guint64            wanted,
                                             GError           **error);

G_END_DECLS
