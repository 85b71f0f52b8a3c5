/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

gboolean spico_directory_note_gone (SpicoSqlConnection *connection,
                                    GArray             *numbers,
                                    GError            **error);
gboolean spico_directory_sweep (SpicoSqlConnection *connection,
                                guint               max_blocks,
                                GError            **error);

G_END_DECLS
