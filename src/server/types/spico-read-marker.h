/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The others hear of a marker's moves no more than once in this time, in microseconds (design section 5). */
#define SPICO_MARKER_INTERVAL_US (5 * G_USEC_PER_SEC)

gboolean spico_read_markers_are_due (SpicoSqlConnection *connection,
                                     gint64              now_us,
                                     gboolean           *due,
                                     GError            **error);
gboolean spico_read_markers_tell (SpicoSqlConnection *connection,
                                  gint64              now_us,
                                  guint               most,
                                  guint              *n_told,
                                  GPtrArray          *changes,
                                  GError            **error);

G_END_DECLS
