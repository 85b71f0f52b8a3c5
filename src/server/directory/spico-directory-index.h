/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

gboolean spico_directory_index_missing (SpicoSqlConnection *connection,
                                        GError            **error);

G_END_DECLS
