/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

guint spico_conversation_count_patient_changes (SpicoJmapObject *message);
const char *spico_conversation_name_patient_change (SpicoJmapObject *message);
const char *spico_conversation_describe_patient_change (SpicoJmapObject *message);
gboolean spico_conversation_change_patient (SpicoJmapCall   *call,
                                            SpicoJmapObject *message,
                                            GPtrArray       *holders,
                                            GError         **error);

G_END_DECLS
