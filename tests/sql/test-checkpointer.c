/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that brings an SQLite database's log over; on files in clear text and encrypted. */
#include <string.h>

#include "spico-sql-checkpointer.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define PAGES 40
#define ROUNDS 5
/* Of some four pages each; the checkpointer needs far fewer, however rarely its thread runs. */
#define MOST_COMMITS 200000

typedef struct {
  SpicoTestDatabase *database;
  GBytes *key;
  SpicoSqlConnection *writer;
  SpicoSqlCheckpointer *checkpointer;
  guint n_rows;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  gboolean is_encrypted = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  guint8 key[32];

  memset (key, 7, sizeof key);
  fixture->database = spico_test_database_new ();
  fixture->key = is_encrypted ? g_bytes_new (key, sizeof key) : NULL;
  fixture->writer = spico_sql_connection_open (spico_test_database_get_uri (fixture->database), SPICO_SQL_OPEN_CREATE, fixture->key, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_run_script (fixture->writer, "CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT NOT NULL)", &error));
  fixture->checkpointer = spico_sql_checkpointer_new (spico_test_database_get_uri (fixture->database), fixture->key, PAGES);
  spico_sql_checkpointer_follow (fixture->checkpointer, fixture->writer);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->writer);
  spico_sql_checkpointer_free (fixture->checkpointer);
  g_clear_pointer (&fixture->key, g_bytes_unref);
  spico_test_database_free (fixture->database);
}

static void
write_note (Fixture *fixture)
{
  g_autofree char *text = g_strnfill (3000, 'n');
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (fixture->writer, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_sql_run (fixture->writer, "INSERT INTO note VALUES ($1, $2)", SPICO_SQL_VALUES (SPICO_SQL_INT (fixture->n_rows), SPICO_SQL_TEXT (text)), &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (fixture->writer, &error));
  fixture->n_rows++;
}

/* How often the log has begun anew: the checkpoint sequence number of its header (SQLite's file format, section 4.1). */
static guint
count_beginnings (Fixture *fixture)
{
  g_autofree char *path = g_strconcat (spico_test_database_get_uri (fixture->database), "-wal", NULL);
  g_autofree char *contents = NULL;
  guint32 number;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 32);
  memcpy (&number, contents + 12, sizeof number);
  return GUINT32_FROM_BE (number);
}

static gint64
count_notes (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gint64 count = -1;

  spico_sql_query_int64 (connection, "SELECT count(*) FROM note", NULL, -1, &count, &error);
  g_assert_no_error (error);
  return count;
}

static void
write_until (Fixture *fixture,
             guint    n_rounds)
{
  for (guint i = 0; spico_sql_checkpointer_count (fixture->checkpointer) < n_rounds; i++)
    {
      g_assert_cmpuint (i, <, MOST_COMMITS);
      write_note (fixture);
    }
}

static void
test_the_log_begins_anew (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (SpicoSqlConnection) reader = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  write_note (fixture);
  before = count_beginnings (fixture);
  write_until (fixture, ROUNDS);
  write_note (fixture);
  g_assert_cmpuint (count_beginnings (fixture), >, before);

  reader = spico_sql_connection_open (spico_test_database_get_uri (fixture->database), SPICO_SQL_OPEN_READ_ONLY, fixture->key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_notes (reader), ==, fixture->n_rows);
}

/* A reader keeps its snapshot, whatever is brought over meanwhile; the log waits for it, and goes on growing. */
static void
test_a_reader_keeps_its_snapshot (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (SpicoSqlConnection) reader = NULL;
  g_autoptr (GError) error = NULL;

  write_note (fixture);
  reader = spico_sql_connection_open (spico_test_database_get_uri (fixture->database), SPICO_SQL_OPEN_READ_ONLY, fixture->key, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_begin (reader, SPICO_SQL_TRANSACTION_READ, &error));
  g_assert_cmpint (count_notes (reader), ==, 1);

  write_until (fixture, ROUNDS);
  g_assert_cmpint (count_notes (reader), ==, 1);
  spico_sql_connection_rollback (reader);
  g_assert_cmpint (count_notes (reader), ==, fixture->n_rows);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sql/checkpointer/the-log-begins-anew", Fixture, GINT_TO_POINTER (FALSE), set_up, test_the_log_begins_anew, tear_down);
  g_test_add ("/sql/checkpointer/the-log-begins-anew-encrypted", Fixture, GINT_TO_POINTER (TRUE), set_up, test_the_log_begins_anew, tear_down);
  g_test_add ("/sql/checkpointer/a-reader-keeps-its-snapshot", Fixture, GINT_TO_POINTER (FALSE), set_up, test_a_reader_keeps_its_snapshot, tear_down);

  return g_test_run ();
}
