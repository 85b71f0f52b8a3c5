/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_jmap_query_all (SpicoJmapCall *call,
                               GPtrArray     *ids,
                               GError       **error);
gboolean spico_jmap_query_state (SpicoJmapCall *call,
                                 char         **state,
                                 gboolean      *can_calculate,
                                 GError       **error);

G_END_DECLS
