/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-sql-query.h"
#include "spico-test-database.h"

#define WORDS "amoxicilline trois fois par jour"

static GBytes *
make_key (guint8 fill)
{
  guint8 key[32];

  memset (key, fill, sizeof key);
  return g_bytes_new (key, sizeof key);
}

static SpicoSqlConnection *
open_keyed (SpicoTestDatabase *database,
            GBytes            *key,
            GError           **error)
{
  return spico_sql_connection_open (spico_test_database_get_uri (database), SPICO_SQL_OPEN_CREATE, key, error);
}

static void
write_words (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_run_script (connection, "CREATE TABLE IF NOT EXISTS note (text TEXT NOT NULL)", &error);
  g_assert_no_error (error);
  spico_sql_run (connection, "INSERT INTO note (text) VALUES ($1)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (WORDS)), &error);
  g_assert_no_error (error);
}

/* Reads every file of the database's folder as it stands on the disk. */
static guint
count_files_with (SpicoTestDatabase *database,
                  const char        *needle,
                  guint             *n_files)
{
  const char *folder = spico_test_database_get_folder (database);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_found = 0;

  for (*n_files = 0; (name = g_dir_read_name (dir)) != NULL; (*n_files)++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      n_found += memmem (contents, length, needle, strlen (needle)) != NULL;
    }

  return n_found;
}

static void
test_the_disk_holds_ciphertext (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GBytes) key = make_key (1);
  g_autoptr (GError) error = NULL;
  SpicoSqlConnection *connection = open_keyed (database, key, &error);
  GStatBuf status;
  guint n_files = 0;

  g_assert_no_error (error);
  write_words (connection);

  /* With its write-ahead log, and then without. */
  g_assert_cmpuint (count_files_with (database, "amoxicilline", &n_files), ==, 0);
  g_assert_cmpuint (n_files, >=, 2);
  spico_sql_connection_free (connection);
  g_assert_cmpuint (count_files_with (database, "amoxicilline", &n_files), ==, 0);
  g_assert_cmpuint (count_files_with (database, "SQLite format", &n_files), ==, 0);
  g_assert_cmpuint (count_files_with (database, "CREATE TABLE", &n_files), ==, 0);
  g_assert_cmpuint (n_files, ==, 1);

  g_assert_cmpint (g_stat (spico_test_database_get_uri (database), &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

/* Shows that the search above would find it. */
static void
test_without_a_key_it_is_clear (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  SpicoSqlConnection *connection = spico_test_database_connect (database);
  guint n_files = 0;

  write_words (connection);
  spico_sql_connection_free (connection);
  g_assert_cmpuint (count_files_with (database, "amoxicilline", &n_files), ==, 1);
}

static void
test_the_key_opens_it_again (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GBytes) key = make_key (2);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *mode = NULL;
  gint64 temp_store = 0;
  SpicoSqlConnection *connection = open_keyed (database, key, &error);

  write_words (connection);
  spico_sql_connection_free (connection);

  connection = open_keyed (database, key, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_query_text (connection, "SELECT text FROM note", NULL, &text, &error));
  g_assert_cmpstr (text, ==, WORDS);
  g_assert_true (spico_sql_query_int64 (connection, "PRAGMA temp_store", NULL, -1, &temp_store, &error));
  g_assert_cmpint (temp_store, ==, 2);
  g_assert_true (spico_sql_query_text (connection, "PRAGMA journal_mode", NULL, &mode, &error));
  g_assert_cmpstr (mode, ==, "wal");
  spico_sql_connection_free (connection);
}

/* More than SQLite's own 2 MB: a page that falls out of the cache is read and deciphered anew. */
static void
test_pages_are_kept (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (GBytes) key = i == 0 ? make_key (1) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SpicoSqlConnection) connection = open_keyed (database, key, &error);
      gint64 size = 0;

      g_assert_no_error (error);
      g_assert_true (spico_sql_query_int64 (connection, "PRAGMA cache_size", NULL, 0, &size, &error));
      g_assert_cmpint (size, ==, -16000);
    }
}

static void
test_another_key_is_refused (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GBytes) key = make_key (3);
  g_autoptr (GBytes) other = make_key (4);
  g_autoptr (GBytes) brief = g_bytes_new ("brief", 5);
  g_autoptr (GError) error = NULL;
  SpicoSqlConnection *connection = open_keyed (database, key, &error);

  write_words (connection);
  spico_sql_connection_free (connection);

  g_assert_null (open_keyed (database, other, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_WRONG_KEY);
  g_clear_error (&error);

  g_assert_null (open_keyed (database, brief, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_WRONG_KEY);
  g_clear_error (&error);

  g_assert_null (open_keyed (database, NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_NOT_A_DATABASE);
  g_clear_error (&error);

  /* And no attempt has harmed it. */
  connection = open_keyed (database, key, &error);
  g_assert_no_error (error);
  spico_sql_connection_free (connection);
}

static void
test_a_clear_file_takes_no_key (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GBytes) key = make_key (5);
  g_autoptr (GError) error = NULL;
  SpicoSqlConnection *connection = spico_test_database_connect (database);

  write_words (connection);
  spico_sql_connection_free (connection);
  g_assert_null (open_keyed (database, key, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_WRONG_KEY);
}

static void
test_something_else_is_no_database (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (spico_test_database_get_uri (database), text, -1, &error));
  g_assert_null (open_keyed (database, NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_NOT_A_DATABASE);
}

static void
test_a_damaged_file_is_noticed (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (GBytes) key = make_key (6);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  SpicoSqlConnection *connection = open_keyed (database, key, &error);
  gsize length = 0;

  write_words (connection);
  spico_sql_connection_free (connection);

  g_assert_true (g_file_get_contents (spico_test_database_get_uri (database), &contents, &length, &error));
  contents[length - 100] ^= 1;
  g_assert_true (g_file_set_contents (spico_test_database_get_uri (database), contents, (gssize) length, &error));

  /* Every page carries a seal: what was touched is never read as if it were right. */
  connection = open_keyed (database, key, &error);
  if (connection != NULL)
    g_assert_false (spico_sql_query_text (connection, "SELECT text FROM note", NULL, &text, &error));
  g_assert_nonnull (error);
  g_assert_null (text);
  spico_sql_connection_free (connection);
}

/* The same program where plain SQLite answers first, as it would in an executable linked in the wrong order. */
static void
test_without_sqlcipher_nothing_is_written (void)
{
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (GBytes) key = make_key (7);
      g_autofree char *contents = NULL;
      gsize length = 1;

      g_assert_null (open_keyed (database, key, &error));
      g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_NOT_ENCRYPTED);
      g_assert_true (g_file_get_contents (spico_test_database_get_uri (database), &contents, &length, NULL));
      g_assert_cmpuint (length, ==, 0);
      return;
    }

  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LD_PRELOAD", "libsqlite3.so.0", TRUE);

  g_test_trap_subprocess_with_envp (NULL, (const char *const *) environment, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql/encryption/the-disk-holds-ciphertext", test_the_disk_holds_ciphertext);
  g_test_add_func ("/sql/encryption/without-a-key-it-is-clear", test_without_a_key_it_is_clear);
  g_test_add_func ("/sql/encryption/the-key-opens-it-again", test_the_key_opens_it_again);
  g_test_add_func ("/sql/encryption/pages-are-kept", test_pages_are_kept);
  g_test_add_func ("/sql/encryption/another-key-is-refused", test_another_key_is_refused);
  g_test_add_func ("/sql/encryption/a-clear-file-takes-no-key", test_a_clear_file_takes_no_key);
  g_test_add_func ("/sql/encryption/something-else-is-no-database", test_something_else_is_no_database);
  g_test_add_func ("/sql/encryption/a-damaged-file-is-noticed", test_a_damaged_file_is_noticed);
  g_test_add_func ("/sql/encryption/without-sqlcipher-nothing-is-written", test_without_sqlcipher_nothing_is_written);

  return g_test_run ();
}
