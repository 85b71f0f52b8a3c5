/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-sweep MAKE-STOCK: numbers that nobody has any more leave the index, a little after each load. */
#include <gio/gio.h>
#include <string.h>

#include "spico-directory-block.h"
#include "spico-directory-numbers.h"
#include "spico-directory-sweep.h"
#include "spico-register.h"
#include "spico-schema.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)
#define SCALE "0.001"

static const char *make_stock;
static char *people; /* the file of the register */

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  spico_schema_migrate (fixture->connection, NOW_US, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

static void
load (Fixture    *fixture,
      const char *text)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = spico_rpps_import (fixture->connection, stream, &(SpicoRegisterOptions) { .now_us = NOW_US }, &error);
  g_assert_no_error (error);
}

static gint64
count (Fixture    *fixture,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (fixture->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static guint
count_serials (const SpicoDirectoryBlockReader *reader)
{
  const guchar *at = reader->data;
  guint32 serial = 0;
  guint n = 0;

  while (spico_directory_unpack (&at, reader->data + reader->length, &serial))
    n++;

  return n;
}

/* Every list of the index with how many it names, a line each. */
static char *
describe_lists (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (fixture->connection, "SELECT place, lists FROM directory_block WHERE place >= -1 ORDER BY place, first", NULL, &error);
  GString *text = g_string_new (NULL);
  gboolean has_row = TRUE;

  while (spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      g_autoptr (GBytes) lists = spico_sql_statement_column_blob (statement, 1);
      gint64 place = spico_sql_statement_column_int64 (statement, 0);
      SpicoDirectoryBlockReader reader;

      spico_directory_block_reader_init (&reader, lists);
      while (spico_directory_block_reader_next (&reader))
        g_string_append_printf (text, "%" G_GINT64_FORMAT " %s %u\n", place, reader.key, count_serials (&reader));
    }
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

static char *
describe_words (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (fixture->connection, "SELECT word, n FROM directory_word ORDER BY word", NULL, &error);
  GString *text = g_string_new (NULL);
  gboolean has_row = TRUE;

  while (spico_sql_statement_step (statement, &has_row, &error) && has_row)
    g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_int64 (statement, 1));
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

/* The index is what it would be, had what is there now been all that was ever there. */
static void
assert_like_fresh (Fixture    *fixture,
                   const char *text)
{
  g_autofree char *lists = describe_lists (fixture);
  g_autofree char *words = describe_words (fixture);
  g_autofree char *fresh_lists = NULL;
  g_autofree char *fresh_words = NULL;
  Fixture fresh;

  set_up (&fresh, NULL);
  load (&fresh, text);
  fresh_lists = describe_lists (&fresh);
  fresh_words = describe_words (&fresh);
  tear_down (&fresh, NULL);

  /* Too long to be shown. */
  g_assert_true (strcmp (lists, fresh_lists) == 0);
  g_assert_true (strcmp (words, fresh_words) == 0);
}

/* All who are of @old are of @new. */
static char *
replace (const char *text,
         const char *old,
         const char *new)
{
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, old, new, 0), >, 0);
  return g_strdup (changed->str);
}

#define GONE "SELECT count(*) FROM directory_block WHERE place < -1"

static void
test_what_is_gone_is_swept (Fixture      *fixture,
                            gconstpointer data)
{
  g_autofree char *masseurs = replace (people, "|Masseur-Kinésithérapeute|", "|Ergothérapeute de ville|");
  g_autofree char *both = replace (masseurs, "|Infirmier|", "|Infirmier diplômé|");

  load (fixture, people);
  g_assert_cmpint (count (fixture, GONE), ==, 0);
  load (fixture, both);
  g_assert_cmpint (count (fixture, GONE), ==, 0);
  assert_like_fresh (fixture, both);
}

/* Few that are gone wait for others. */
static void
test_few_wait_for_others (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *few = replace (people, "|Orthoptiste|", "|Orthoptiste de ville|");

  load (fixture, people);
  load (fixture, few);
  g_assert_cmpint (count (fixture, GONE), >, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM directory_block WHERE place < -1 AND first = 'cursor'"), ==, 0);
}

static guint
count_tenths_of (const SpicoDirectoryBlockReader *reader,
                 guint                            area)
{
  const guchar *at = reader->data;
  guint32 serial = 0;
  guint n = 0;

  while (spico_directory_unpack (&at, reader->data + reader->length, &serial))
    n += SPICO_DIRECTORY_NUMBER (area, serial) % 10 == 0 ? 1 : 0;

  return n;
}

/* How often the index has a number that ten divides. */
static guint
count_tenths (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (fixture->connection, "SELECT place, lists FROM directory_block WHERE place >= -1", NULL, &error);
  gboolean has_row = TRUE;
  guint n = 0;

  while (spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      g_autoptr (GBytes) lists = spico_sql_statement_column_blob (statement, 1);
      gint64 place = spico_sql_statement_column_int64 (statement, 0);
      SpicoDirectoryBlockReader reader;

      spico_directory_block_reader_init (&reader, lists);
      while (spico_directory_block_reader_next (&reader))
        n += count_tenths_of (&reader, place >= 0 ? (guint) place : (guint) g_ascii_strtoull (strrchr (reader.key, SPICO_DIRECTORY_UNIT) + 1, NULL, 10));
    }
  g_assert_no_error (error);

  return n;
}

static void
note_gone (Fixture *fixture,
           GArray  *numbers)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (spico_directory_note_gone (fixture->connection, numbers, &error));
  g_assert_true (spico_sql_connection_commit (fixture->connection, &error));
}

static void
sweep (Fixture *fixture,
       guint    max_blocks)
{
  g_autoptr (GError) error = NULL;

  spico_directory_sweep (fixture->connection, max_blocks, &error);
  g_assert_no_error (error);
}

static GArray *
list_tenths (Fixture *fixture)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (fixture->connection, "SELECT number FROM principal WHERE number % 10 = 0", NULL, &error);
  gboolean has_row = TRUE;

  while (spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      gint64 number = spico_sql_statement_column_int64 (statement, 0);

      g_array_append_val (numbers, number);
    }
  g_assert_no_error (error);

  return numbers;
}

/* A cycle that stopped goes on where it was; what is gone meanwhile is for the next one. */
static void
test_a_cycle_goes_on (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GArray) numbers = NULL;
  guint n_before, n_between;

  load (fixture, people);
  numbers = list_tenths (fixture);
  n_before = count_tenths (fixture);
  note_gone (fixture, numbers);
  sweep (fixture, 1);
  n_between = count_tenths (fixture);
  g_assert_cmpuint (n_between, <, n_before);
  g_assert_cmpuint (n_between, >, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM directory_block WHERE place < -1 AND first = 'cursor'"), ==, 1);

  g_array_set_size (numbers, 1);
  g_array_index (numbers, gint64, 0) = SPICO_DIRECTORY_NUMBER (31, 1);
  note_gone (fixture, numbers);
  sweep (fixture, 1000000);
  g_assert_cmpuint (count_tenths (fixture), ==, 0);
  /* Too few for another cycle. */
  g_assert_cmpint (count (fixture, GONE), ==, 1);
}

static char *
make_people (void)
{
  g_autofree char *stock = g_dir_make_tmp ("spico-sweep-XXXXXX", NULL);
  const char *const arguments[] = { make_stock, stock, "--scale", SCALE, NULL };
  g_autofree char *path = g_build_filename (stock, "PS_LibreAcces_Personne_activite_20261102.txt", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  make_stock = argv[1];
  people = make_people ();

  g_test_add ("/server/directory/sweep/what-is-gone-is-swept", Fixture, NULL, set_up, test_what_is_gone_is_swept, tear_down);
  g_test_add ("/server/directory/sweep/few-wait-for-others", Fixture, NULL, set_up, test_few_wait_for_others, tear_down);
  g_test_add ("/server/directory/sweep/a-cycle-goes-on", Fixture, NULL, set_up, test_a_cycle_goes_on, tear_down);
  status = g_test_run ();
  g_free (people);
  return status;
}
