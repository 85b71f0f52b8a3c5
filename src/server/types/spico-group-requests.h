/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"

G_BEGIN_DECLS

gboolean spico_group_requests_settle (SpicoSqlConnection *connection,
                                      SpicoJournal       *journal,
                                      const char         *group_id,
                                      const char         *successor_id,
                                      gint64              now_us,
                                      GError            **error);
gboolean spico_group_requests_drop (SpicoSqlConnection *connection,
                                    SpicoJournal       *journal,
                                    const char         *group_id,
                                    GError            **error);

G_END_DECLS
