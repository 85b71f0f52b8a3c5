/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-query.h"

G_BEGIN_DECLS

gboolean spico_announcement_mailing_start (SpicoSqlConnection *connection,
                                           const char         *announcement_id,
                                           gint64              now_us,
                                           GError            **error);
gboolean spico_announcement_mailing_stop (SpicoSqlConnection *connection,
                                          const char         *announcement_id,
                                          gint64              now_us,
                                          GError            **error);
gboolean spico_announcement_mailing_is_due (SpicoSqlConnection *connection,
                                            gint64              now_us,
                                            gboolean           *is_due,
                                            GError            **error);
gboolean spico_announcement_mailing_go_on (SpicoSqlConnection *connection,
                                           gint64              now_us,
                                           guint               per_minute,
                                           GError            **error);

G_END_DECLS
