/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-query.h"

G_BEGIN_DECLS

gboolean spico_group_news_queue (SpicoSqlConnection *connection,
                                 const char         *by_id,
                                 const char         *account_id,
                                 const char         *matter,
                                 gint64              now_us,
                                 GError            **error);
char *spico_group_news_format (const char *matter,
                               const char *who,
                               const char *structure);

G_END_DECLS
