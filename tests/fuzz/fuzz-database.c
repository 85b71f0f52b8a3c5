/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A SQLite file that somebody else has made, opened, migrated and read as the server does. */
#include <glib/gstdio.h>

#include "spico-auth.h"
#include "spico-authz.h"
#include "spico-fuzz.h"
#include "spico-jmap.h"
#include "spico-schema.h"
#include "spico-sql-query.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)

static void
read_session (SpicoSqlConnection *connection)
{
  SpicoActor actor = { (char *) "pa", (char *) "session" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) session = NULL;

  if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error))
    return;
  session = spico_jmap_session (connection, &actor, &spico_jmap_default_limits, "pa", "", NOW_US, &error);
  g_assert_true ((session == NULL) == (error != NULL));
  spico_sql_connection_rollback (connection);
}

static void
open_hostile (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (path, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_true ((connection == NULL) == (error != NULL));
  if (connection == NULL)
    return;

  if (spico_schema_migrate (connection, NOW_US, &error))
    read_session (connection);
  else
    g_assert_true (error->domain == SPICO_SQL_ERROR);
  g_assert_false (spico_sql_connection_in_transaction (connection));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *folder = g_dir_make_tmp ("spico-fuzz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "hostile.db", NULL);
  g_autofree char *journal = g_strconcat (path, "-wal", NULL);
  g_autofree char *memory = g_strconcat (path, "-shm", NULL);
  g_autofree char *rollback = g_strconcat (path, "-journal", NULL);

  g_file_set_contents (path, (const char *) data, (gssize) size, NULL);
  open_hostile (path);

  g_unlink (path);
  g_unlink (journal);
  g_unlink (memory);
  g_unlink (rollback);
  g_rmdir (folder);

  return 0;
}
