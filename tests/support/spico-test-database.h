/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoTestDatabase:
 *
 * An empty database that lasts as long as a test: of PostgreSQL where the program runs under `tests/support/with-postgres`, else a SQLite file in a folder of its own.
 */
typedef struct _SpicoTestDatabase SpicoTestDatabase;

SpicoTestDatabase *spico_test_database_new (void);
void spico_test_database_free (SpicoTestDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoTestDatabase, spico_test_database_free)

const char *spico_test_database_get_uri (SpicoTestDatabase *self);
const char *spico_test_database_get_folder (SpicoTestDatabase *self);
SpicoSqlConnection *spico_test_database_connect (SpicoTestDatabase *self);
gboolean spico_test_database_uses_postgres (void);

G_END_DECLS
