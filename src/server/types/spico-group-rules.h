/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-group.h"
#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_group_complete (SpicoJmapCall     *call,
                               const char *const *ids,
                               gsize              n_ids,
                               GHashTable        *objects,
                               guint64            wanted,
                               GError           **error);
gboolean spico_group_filter (SpicoJmapCall *call,
                             SpicoQuery    *query,
                             const char    *name,
                             yyjson_val    *value,
                             GError       **error);
gboolean spico_group_fail (GError    **error,
                           int         code,
                           const char *description);
gboolean spico_group_may (SpicoJmapCall *call,
                          SpicoAction    action,
                          const char    *object_id,
                          const char   **rule,
                          gboolean      *may,
                          GError       **error);

G_END_DECLS
