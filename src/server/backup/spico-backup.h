/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-region-copy.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

GPtrArray *spico_backup_make (SpicoSqlConnection *source,
                              const char         *path,
                              GBytes             *key,
                              gint64              now_us,
                              GError            **error);
GPtrArray *spico_backup_verify (const char *path,
                                GBytes     *key,
                                GError    **error);
GPtrArray *spico_backup_restore (const char *path,
                                 GBytes     *key,
                                 const char *database,
                                 GBytes     *database_key,
                                 gint64      now_us,
                                 GError    **error);
GPtrArray *spico_region_port (SpicoSqlConnection *source,
                              const char         *database,
                              GBytes             *database_key,
                              gint64              now_us,
                              GError            **error);

G_END_DECLS
