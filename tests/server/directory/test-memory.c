/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection remembers of the directory: only what is still so, and only so much. */
#include <glib.h>

#include "spico-directory-memory.h"
#include "spico-test-database.h"

#define LISTS SPICO_DIRECTORY_SHELF_LISTS
#define PEOPLE SPICO_DIRECTORY_SHELF_PEOPLE
#define MEGABYTE (1024 * 1024)

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

static void
begin (Fixture            *fixture,
       SpicoSqlTransaction mode)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (fixture->connection, mode, &error);
  g_assert_no_error (error);
}

static void
keep (Fixture            *fixture,
      SpicoDirectoryShelf shelf,
      const char         *key,
      gsize               size)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (rows, g_bytes_new_take (g_malloc0 (size), size));
  spico_directory_memory_keep (fixture->connection, shelf, key, rows);
}

static gboolean
is_kept (Fixture            *fixture,
         SpicoDirectoryShelf shelf,
         const char         *key)
{
  g_autoptr (GPtrArray) rows = spico_directory_memory_find (fixture->connection, shelf, key);

  return rows != NULL;
}

static void
keep_person (Fixture    *fixture,
             gint64      number,
             const char *id)
{
  SpicoDirectoryFound *person = id != NULL ? spico_directory_found_new (id, number, TRUE, "durand anne") : NULL;

  spico_directory_memory_keep_person (fixture->connection, number, person);
  g_clear_pointer (&person, spico_directory_found_unref);
}

/* Returns: (nullable): the id; « nobody » where it is remembered that there is nobody */
static char *
find_person (Fixture *fixture,
             gint64   number)
{
  SpicoDirectoryFound *person = NULL;
  char *id;

  if (!spico_directory_memory_find_person (fixture->connection, number, &person))
    return NULL;

  id = g_strdup (person != NULL ? person->id : "nobody");
  g_clear_pointer (&person, spico_directory_found_unref);
  return id;
}

static void
assert_person (Fixture    *fixture,
               gint64      number,
               const char *expected)
{
  g_autofree char *id = find_person (fixture, number);

  g_assert_cmpstr (id, ==, expected);
}

static void
test_until_the_mark_is_another (Fixture      *fixture,
                                gconstpointer data)
{
  spico_directory_memory_open (fixture->connection, LISTS, 7);
  spico_directory_memory_open (fixture->connection, PEOPLE, 3);
  keep (fixture, LISTS, "9*mar", 100);
  keep (fixture, PEOPLE, "1-9", 100);
  keep_person (fixture, 41, "p1");
  keep_person (fixture, 42, NULL);

  spico_directory_memory_open (fixture->connection, LISTS, 7);
  g_assert_true (is_kept (fixture, LISTS, "9*mar"));
  g_assert_false (is_kept (fixture, LISTS, "9*ma"));
  g_assert_false (is_kept (fixture, PEOPLE, "9*mar"));
  assert_person (fixture, 41, "p1");
  assert_person (fixture, 42, "nobody");
  assert_person (fixture, 43, NULL);

  spico_directory_memory_open (fixture->connection, LISTS, 8);
  g_assert_false (is_kept (fixture, LISTS, "9*mar"));
  g_assert_true (is_kept (fixture, PEOPLE, "1-9"));
  assert_person (fixture, 41, "p1");

  /* A restored region may count from lower. */
  spico_directory_memory_open (fixture->connection, PEOPLE, 2);
  g_assert_false (is_kept (fixture, PEOPLE, "1-9"));
  assert_person (fixture, 41, NULL);
  assert_person (fixture, 42, NULL);
}

static void
fill (Fixture *fixture)
{
  keep (fixture, LISTS, "9*mar", 100);
  keep_person (fixture, 41, "p1");
}

/* The next transaction may give the same mark to something else. */
static void
test_what_is_undone_is_forgotten (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin (fixture, SPICO_SQL_TRANSACTION_WRITE);
  fill (fixture);
  spico_sql_connection_rollback (fixture->connection);
  g_assert_false (is_kept (fixture, LISTS, "9*mar"));
  assert_person (fixture, 41, NULL);

  begin (fixture, SPICO_SQL_TRANSACTION_WRITE);
  spico_sql_connection_savepoint (fixture->connection, "one", &error);
  g_assert_no_error (error);
  fill (fixture);
  spico_sql_connection_rollback_to (fixture->connection, "one", &error);
  g_assert_no_error (error);
  g_assert_false (is_kept (fixture, LISTS, "9*mar"));
  fill (fixture);
  spico_sql_connection_commit (fixture->connection, &error);
  g_assert_no_error (error);
  g_assert_true (is_kept (fixture, LISTS, "9*mar"));

  begin (fixture, SPICO_SQL_TRANSACTION_READ);
  spico_sql_connection_rollback (fixture->connection);
  g_assert_true (is_kept (fixture, LISTS, "9*mar"));
  assert_person (fixture, 41, "p1");
}

static void
test_lists_are_bounded (Fixture      *fixture,
                        gconstpointer data)
{
  guint n = 0;

  keep (fixture, LISTS, "asked for", MEGABYTE);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      keep (fixture, LISTS, key, MEGABYTE);
      g_assert_true (is_kept (fixture, LISTS, key));
      /* What is asked for again and again stays. */
      g_assert_true (is_kept (fixture, LISTS, "asked for"));
    }
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      n += is_kept (fixture, LISTS, key) ? 1 : 0;
    }
  g_assert_cmpuint (n, <, 16);

  keep (fixture, LISTS, "giant", 3 * MEGABYTE);
  g_assert_false (is_kept (fixture, LISTS, "giant"));
}

static void
test_people_are_bounded (Fixture      *fixture,
                         gconstpointer data)
{
  guint n = 0;

  keep_person (fixture, 1, "asked for");
  for (gint64 number = 2; number < 200000; number++)
    {
      keep_person (fixture, number, NULL);
      if (number % 1000 == 0)
        assert_person (fixture, 1, "asked for");
    }
  for (gint64 number = 2; number < 200000; number += 100)
    {
      g_autofree char *id = find_person (fixture, number);

      n += id != NULL ? 1 : 0;
    }
  g_assert_cmpuint (n, <=, 600);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/server/directory/memory/until-the-mark-is-another", Fixture, NULL, set_up, test_until_the_mark_is_another, tear_down);
  g_test_add ("/server/directory/memory/what-is-undone-is-forgotten", Fixture, NULL, set_up, test_what_is_undone_is_forgotten, tear_down);
  g_test_add ("/server/directory/memory/lists-are-bounded", Fixture, NULL, set_up, test_lists_are_bounded, tear_down);
  g_test_add ("/server/directory/memory/people-are-bounded", Fixture, NULL, set_up, test_people_are_bounded, tear_down);

  return g_test_run ();
}
