/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-query.h"

G_BEGIN_DECLS

gboolean spico_assignment_news_queue (SpicoSqlConnection *connection,
                                      const char         *conversation_id,
                                      const char         *account_id,
                                      const char         *by_person_id,
                                      const char         *person_id,
                                      gint64              now_us,
                                      GError            **error);
char *spico_assignment_news_format (const char *who,
                                    const char *account);

G_END_DECLS
