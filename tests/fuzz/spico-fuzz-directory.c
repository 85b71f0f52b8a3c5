/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An empty directory for what loads registers. */
#include "spico-fuzz-directory.h"

#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)

/* A new directory, in memory. */
SpicoSqlConnection *
spico_fuzz_directory (void)
{
  g_autoptr (GError) error = NULL;
  SpicoSqlConnection *connection = spico_sql_connection_open (":memory:", SPICO_SQL_OPEN_CREATE, NULL, &error);

  g_assert_no_error (error);
  spico_schema_migrate (connection, NOW_US, &error);
  g_assert_no_error (error);

  return connection;
}

gint64
spico_fuzz_count (SpicoSqlConnection *connection,
                  const char         *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);

  return number;
}

static void
empty (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_run_script (connection, "DELETE FROM directory_block; DELETE FROM directory_word; DELETE FROM directory_area; DELETE FROM principal; DELETE FROM activity; DELETE FROM person_skill; DELETE FROM site; DELETE FROM legal_entity;"
                                               " DELETE FROM register_source; DELETE FROM change; DELETE FROM state; DELETE FROM audit",
                                   &error);
  g_assert_no_error (error);
}

/* What a load says that it has added is there, each with a name and an identifier; a load that fails has added nothing. */
void
spico_fuzz_directory_import (SpicoFuzzImport import,
                             const uint8_t  *data,
                             size_t          size)
{
  static SpicoSqlConnection *connection;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gint64 added;

  if (connection == NULL)
    connection = spico_fuzz_directory ();

  report = import (connection, stream, &error);
  g_assert_true ((report == NULL) == (error != NULL));
  if (report == NULL)
    g_assert_true (error->domain == SPICO_SERVER_ERROR);

  added = report != NULL ? (gint64) report->added : 0;
  g_assert_false (spico_sql_connection_in_transaction (connection));
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, added);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal WHERE name = '' OR national_id = ''"), ==, 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM activity a WHERE NOT EXISTS (SELECT 1 FROM principal p WHERE p.id = a.person_id)"), ==, 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal WHERE number IS NULL"), ==, 0);
  if (report != NULL)
    empty (connection);
}
