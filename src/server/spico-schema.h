/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"
#include "spico-sql-migration.h"
#include "spico-type.h"

G_BEGIN_DECLS

/** The server's schema, one step a released version. */
extern const SpicoSqlMigration spico_schema_migrations[];
extern const guint spico_schema_n_migrations;

gboolean spico_schema_migrate (SpicoSqlConnection *connection,
                               gint64              now_us,
                               GError            **error);
const char *const *spico_schema_extra_columns (const SpicoType *type);

G_END_DECLS
