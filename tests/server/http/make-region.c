/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-region DATABASE PASSWORD (LOGIN PERSON)…: the smallest region that one can sign in to. */
#include "spico-auth.h"
#include "spico-schema.h"
#include "spico-sql-query.h"

static gboolean
add_person (SpicoSqlConnection *connection,
            const char         *login,
            const char         *person_id,
            const char         *password,
            GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name,"
                        " address, postal_code, town, telephone, source, is_listed, has_account, name_key, town_key)"
                        " VALUES ($1, 'person', $2, $2, '', '', '', '', '', '', '', '', '', '', 'operator', 1, 0, $2, '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (login)), error) &&
         spico_auth_create_account (connection, login, person_id, password, g_get_real_time (), error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = NULL;

  g_assert_cmpint (argc, >=, 3);
  connection = spico_sql_connection_open (argv[1], SPICO_SQL_OPEN_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (spico_auth_init (&error));
  g_assert_true (spico_schema_migrate (connection, g_get_real_time (), &error));
  g_assert_true (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  for (int i = 3; i + 1 < argc; i += 2)
    {
      add_person (connection, argv[i], argv[i + 1], argv[2], &error);
      g_assert_no_error (error);
    }
  g_assert_true (spico_sql_connection_commit (connection, &error));

  return 0;
}
