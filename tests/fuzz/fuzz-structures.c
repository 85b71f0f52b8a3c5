/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ROR, RECO² and the operator add: organisations internes and structures stand in the directory under a name, each unit under a parent, and whoever is attached under something that is there. */
#include "spico-fuzz-directory.h"

#include "spico-server-error.h"

#define PARENT                                                                                                                 \
  "INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address, postal_code, town, telephone, source, is_listed,"      \
  " has_account, name_key, town_key, number) VALUES ('f310990106', 'structure', 'EHPAD', '', '', '310990106', '', '', '', '', '', '', '', '', 'FINESS', 1, 0, 'ehpad', '', 1)"

static void
reset (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_run_script (connection, "DELETE FROM directory_block; DELETE FROM directory_word; DELETE FROM directory_area; DELETE FROM principal; DELETE FROM attachment;"
                                               " DELETE FROM register_source; DELETE FROM change; DELETE FROM state; DELETE FROM audit; " PARENT,
                                   &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static SpicoSqlConnection *connection;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (connection == NULL)
    {
      connection = spico_fuzz_directory ();
      reset (connection);
    }

  report = spico_structures_import (connection, stream, NULL, &error);
  g_assert_true ((report == NULL) == (error != NULL));
  g_assert_true (report != NULL || error->domain == SPICO_SERVER_ERROR);
  g_assert_false (spico_sql_connection_in_transaction (connection));
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal WHERE source = 'ROR'"), ==, report != NULL ? (gint64) report->added : 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal WHERE name = '' OR number IS NULL"), ==, 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM principal u WHERE u.kind = 'unit' AND NOT EXISTS (SELECT 1 FROM principal p WHERE p.id = u.structure_id)"), ==, 0);
  g_assert_cmpint (spico_fuzz_count (connection, "SELECT count(*) FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM principal p WHERE p.id = a.structure_id)"), ==, 0);
  if (report != NULL)
    reset (connection);

  return 0;
}
