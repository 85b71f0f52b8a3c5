/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

gboolean spico_message_check (SpicoJmapCall   *call,
                              SpicoJmapObject *message,
                              const char     **rule,
                              GError         **error);
gboolean spico_message_make_scheduled (SpicoJmapCall   *call,
                                       const char      *id,
                                       SpicoJmapObject *message,
                                       const char     **rule,
                                       GError         **error);

G_END_DECLS
