/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-type-rules.h"

G_BEGIN_DECLS

gboolean spico_message_correct (SpicoJmapCall *call,
                                const char    *id,
                                const char    *text,
                                GError       **error);
gboolean spico_message_complete_earlier (SpicoJmapCall     *call,
                                         const char *const *ids,
                                         gsize              n_ids,
                                         GHashTable        *objects,
                                         guint64            wanted,
                                         GError           **error);

G_END_DECLS
