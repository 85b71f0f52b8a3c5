/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long an authorisation takes: bench-authz DATABASE, filled by bench-stock. Every check of the same people and conversations is made once before, then timed
 * one by one, half of them refused. */
#include <stdio.h>
#include <stdlib.h>

#include "spico-authz.h"
#include "spico-sql-query.h"
#include "wire.h"

#define CHECKS 20000
#define PEOPLE 200
#define SEED 20

static GPtrArray *
read_conversations (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement
    = spico_sql_query (connection, "SELECT c.id, p.account_id FROM conversation c JOIN participant p ON p.conversation_id = c.id ORDER BY c.id, p.account_id LIMIT 500", NULL, &error);
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      g_ptr_array_add (pairs, g_strdup (spico_sql_statement_column_text (statement, 0)));
      g_ptr_array_add (pairs, g_strdup (spico_sql_statement_column_text (statement, 1)));
    }
  g_assert_no_error (error);
  g_assert (pairs->len > 0);

  return pairs;
}

static gint64
check (SpicoSqlConnection *connection,
       const char         *conversation_id,
       const char         *person_id,
       gboolean            expected)
{
  SpicoActor actor = { .person_id = (char *) person_id, .session_id = (char *) "bench" };
  SpicoAuthzDecision decision;
  g_autoptr (GError) error = NULL;
  gint64 begun_us = g_get_monotonic_time ();
  gint64 now_us = g_get_real_time ();

  if (!spico_authz_check (connection, &actor, now_us, person_id, SPICO_ACTION_MESSAGE_CREATE, conversation_id, &decision, &error))
    g_error ("%s", error->message);
  now_us = g_get_monotonic_time ();
  g_assert (!expected || decision.allow);

  return now_us - begun_us;
}

static void
check_all (SpicoSqlConnection *connection,
           GPtrArray          *pairs,
           GArray             *delays)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);

  g_array_set_size (delays, 0);
  for (guint i = 0; i < CHECKS; i++)
    {
      guint pair = (guint) g_rand_int_range (chance, 0, (gint32) pairs->len / 2);
      const char *participant = g_ptr_array_index (pairs, 2 * pair + 1);
      g_autofree char *anyone = g_strdup_printf ("p8%011u", (guint) g_rand_int_range (chance, 0, PEOPLE));
      gint64 delay_us = check (connection, g_ptr_array_index (pairs, 2 * pair), i % 2 == 0 ? participant : anyone, i % 2 == 0);

      g_array_append_val (delays, delay_us);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert (argc == 2);
  connection = spico_sql_connection_open (argv[1], SPICO_SQL_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error));
  pairs = read_conversations (connection);
  for (guint i = 0; i < 2; i++)
    check_all (connection, pairs, delays);
  spico_sql_connection_rollback (connection);
  printf ("{\"p50_us\": %" G_GINT64_FORMAT ", \"p99_us\": %" G_GINT64_FORMAT "}\n", wire_percentile (delays, 50), wire_percentile (delays, 99));

  return EXIT_SUCCESS;
}
