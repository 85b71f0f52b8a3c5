/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_message_check_urgency (SpicoJmapCall   *call,
                                      SpicoJmapObject *message,
                                      GError         **error);

G_END_DECLS
