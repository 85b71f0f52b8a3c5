/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-fixture.h"

#include "spico-schema.h"

void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  spico_schema_migrate (fixture->connection, NOW_US, &error);
  g_assert_no_error (error);
}

void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

gint64
count (Fixture    *fixture,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  spico_sql_query_int64 (fixture->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

void
assert_text (Fixture    *fixture,
             const char *sql,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  spico_sql_query_text (fixture->connection, sql, NULL, &text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

SpicoRegisterReport *
try_import (Fixture                    *fixture,
            Import                      import,
            const char                 *text,
            const SpicoRegisterOptions *options,
            GError                    **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);

  return import (fixture->connection, stream, options, error);
}
