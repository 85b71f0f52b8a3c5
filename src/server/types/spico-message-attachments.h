/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_message_has_attachments (SpicoJmapObject *message);
gboolean spico_message_check_files (SpicoJmapCall   *call,
                                    SpicoJmapObject *object,
                                    GError         **error);
gboolean spico_message_check_attachments (SpicoJmapCall   *call,
                                          SpicoJmapObject *message,
                                          GError         **error);
gboolean spico_message_write_attachments (SpicoJmapCall   *call,
                                          const char      *id,
                                          SpicoJmapObject *message,
                                          GError         **error);
gboolean spico_message_remove_attachments (SpicoJmapCall *call,
                                           const char    *id,
                                           GError       **error);
gboolean spico_message_complete_attachments (SpicoJmapCall     *call,
                                             const char *const *ids,
                                             gsize              n_ids,
                                             GHashTable        *objects,
                                             guint64            wanted,
                                             GError           **error);

G_END_DECLS
