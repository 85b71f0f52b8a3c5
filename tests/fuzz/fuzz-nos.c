/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nomenclatures: what a load says that it has added is there, each code with a label; a load that fails has added nothing. */
#include "spico-fuzz-directory.h"

#include "spico-server-error.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static SpicoSqlConnection *connection;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (connection == NULL)
    connection = spico_fuzz_directory ();

  report = spico_nos_import (connection, stream, NULL, &error);
  g_assert_true ((report == NULL) == (error != NULL));
  g_assert_true (report != NULL || error->domain == SPICO_SERVER_ERROR);
  g_assert_false (spico_sql_connection_in_transaction (connection));
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM nomenclature"), ==, report != NULL ? (gint64) report->added : 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM nomenclature WHERE system = '' OR code = '' OR label = ''"), ==, 0);
  g_clear_error (&error);
  spico_sql_connection_run_script (connection, "DELETE FROM nomenclature; DELETE FROM audit", &error);
  g_assert_no_error (error);

  return 0;
}
