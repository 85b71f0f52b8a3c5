/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_group_check_use (SpicoJmapCall   *call,
                                SpicoJmapObject *object,
                                GError         **error);

G_END_DECLS
