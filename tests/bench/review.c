/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-review DATABASE STREAMS: how long a review of that many event streams takes, each of another person, in milliseconds: where something was written, and where
 * nothing was. The database must be empty. */
#include <stdio.h>
#include <stdlib.h>

#include "spico-authz.h"
#include "spico-event-hub.h"
#include "spico-schema.h"
#include "spico-sql-query.h"

#define RUNS 9

static const char *const types[] = { "Conversation", "Dossier", "Favourite", "Message", "ReadMarker" };

static void
run (SpicoSqlConnection  *connection,
     const char          *sql,
     const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (connection, sql, values, &error);
  g_assert_no_error (error);
}

static void
add_person (SpicoSqlConnection *connection,
            const char         *id,
            gint64              now_us)
{
  run (connection, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ($1, $1, '', 1, 0)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
  run (connection, "INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at) VALUES ($1, $1, $1, $2, $2, $3)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us + G_TIME_SPAN_HOUR)));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    run (connection, "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, 1, 0)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (types[i])));
}

static void
open_stream (SpicoEventHub *hub,
             const char    *id)
{
  SpicoActor actor = { (char *) id, (char *) id };
  SpicoEventOptions options = { 0 };
  g_autoptr (GPtrArray) accounts = g_ptr_array_new ();

  g_assert_nonnull (spico_event_hub_open (hub, NULL, &actor, accounts, &options));
}

static void
fill (SpicoSqlConnection *connection,
      SpicoEventHub      *hub,
      guint               n)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GError) error = NULL;

  spico_schema_migrate (connection, now_us, &error);
  g_assert_no_error (error);
  spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("p81%010u", i);

      add_person (connection, id, now_us);
      open_stream (hub, id);
    }
  spico_sql_connection_commit (connection, &error);
  g_assert_no_error (error);
  /* As PostgreSQL does by itself, a little later. */
  run (connection, "ANALYZE", NULL);
}

/* As the server does it. */
static void
review (SpicoSqlConnection *connection,
        SpicoEventHub      *hub)
{
  g_autoptr (GError) error = NULL;
  gboolean has_changed;

  spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_has_changed (connection, &has_changed, &error));
  if (has_changed)
    g_assert_true (spico_event_hub_review (hub, connection, g_get_real_time (), &error));
  spico_sql_connection_rollback (connection);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static double
measure (SpicoSqlConnection *writer,
         SpicoSqlConnection *reader,
         SpicoEventHub      *hub,
         gboolean            writes)
{
  gint64 times[RUNS];

  for (guint i = 0; i < RUNS; i++)
    {
      gint64 start;

      if (writes)
        run (writer, "UPDATE state SET modseq = modseq + 1 WHERE account_id = 'p810000000000'", NULL);
      start = g_get_monotonic_time ();
      review (reader, hub);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, RUNS, sizeof *times, compare_cb);

  return (double) times[RUNS / 2] / 1000;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) writer = NULL;
  g_autoptr (SpicoSqlConnection) reader = NULL;
  SpicoEventHub *hub;
  guint n;

  g_assert_cmpint (argc, ==, 3);
  n = (guint) atoi (argv[2]);
  hub = spico_event_hub_new (n, 1);
  writer = spico_sql_connection_open (argv[1], SPICO_SQL_OPEN_CREATE, NULL, &error);
  g_assert_no_error (error);
  fill (writer, hub, n);
  reader = spico_sql_connection_open (argv[1], SPICO_SQL_OPEN_READ_ONLY, NULL, &error);
  g_assert_no_error (error);

  printf ("%.2f %.3f\n", measure (writer, reader, hub, TRUE), measure (writer, reader, hub, FALSE));

  return 0;
}
