/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-test-database.h"

#include <glib/gstdio.h>

struct _SpicoTestDatabase {
  char *folder;
  char *name;
  char *uri;
};

static void
administer (const char *format,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (g_getenv ("SPICO_TEST_POSTGRES"), SPICO_SQL_OPEN_NONE, NULL, &error);
  g_autofree char *sql = g_strconcat (format, name, NULL);

  g_assert_no_error (error);
  spico_sql_connection_run_script (connection, sql, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }

  g_rmdir (folder);
}

/**
 * spico_test_database_uses_postgres:
 *
 * Returns: whether the databases of this run are PostgreSQL's
 */
gboolean
spico_test_database_uses_postgres (void)
{
  return g_getenv ("SPICO_TEST_POSTGRES") != NULL;
}

/**
 * spico_test_database_new:
 *
 * Returns: (transfer full): a new, empty database
 */
SpicoTestDatabase *
spico_test_database_new (void)
{
  static guint last = 0;
  SpicoTestDatabase *self = g_new0 (SpicoTestDatabase, 1);

  self->folder = g_dir_make_tmp ("spico-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);

  if (spico_test_database_uses_postgres ())
    {
      g_auto (GStrv) parts = g_strsplit (g_getenv ("SPICO_TEST_POSTGRES"), "/postgres?", 2);

      self->name = g_strdup_printf ("test_%u", ++last);
      administer ("CREATE DATABASE ", self->name);
      self->uri = g_strdup_printf ("%s/%s?%s", parts[0], self->name, parts[1]);
    }
  else
    self->uri = g_build_filename (self->folder, "test.db", NULL);

  return self;
}

/**
 * spico_test_database_free:
 * @self: (transfer full) (nullable): a database to which nobody is connected any more
 */
void
spico_test_database_free (SpicoTestDatabase *self)
{
  if (self == NULL)
    return;

  if (self->name != NULL)
    administer ("DROP DATABASE ", self->name);

  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->uri);
  g_free (self);
}

/**
 * spico_test_database_get_uri:
 * @self: a database
 *
 * Returns: (transfer none): what spico_sql_connection_open(), or `--database`, takes
 */
const char *
spico_test_database_get_uri (SpicoTestDatabase *self)
{
  return self->uri;
}

/**
 * spico_test_database_get_folder:
 * @self: a database
 *
 * Returns: (transfer none): a folder for the test's own files; it goes with the database
 */
const char *
spico_test_database_get_folder (SpicoTestDatabase *self)
{
  return self->folder;
}

/**
 * spico_test_database_connect:
 * @self: a database
 *
 * Returns: (transfer full): a connection that may write
 */
SpicoSqlConnection *
spico_test_database_connect (SpicoTestDatabase *self)
{
  g_autoptr (GError) error = NULL;
  SpicoSqlConnection *connection = spico_sql_connection_open (self->uri, SPICO_SQL_OPEN_CREATE, NULL, &error);

  g_assert_no_error (error);
  return connection;
}
