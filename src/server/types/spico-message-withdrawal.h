/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-type-rules.h"

G_BEGIN_DECLS

gboolean spico_message_withdraw (SpicoJmapCall *call,
                                 const char    *id,
                                 GError       **error);

G_END_DECLS
