/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup is a SQLite file, whatever the region's database: the tables of the region with all their rows, as one snapshot has them, and a manifest with the hash of each
 * table. With a key it is encrypted as a region's file is. */
#include "spico-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-operator.h"
#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define FORMAT 1

#define MANIFEST                                                                                                               \
  "CREATE TABLE backup_manifest (format BIGINT NOT NULL, version BIGINT NOT NULL, made_at BIGINT NOT NULL);"                   \
  "CREATE TABLE backup_table (name TEXT PRIMARY KEY, n_rows BIGINT NOT NULL, sha256 TEXT NOT NULL)"

static gboolean
fail (GError         **error,
      SpicoServerError code,
      const char      *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, code, text);
  return FALSE;
}

/* The version of a region's schema, which is left as it is. */
static gboolean
find_version (SpicoSqlConnection *connection,
              guint              *version,
              GError            **error)
{
  if (!spico_sql_check_migrations (connection, spico_schema_migrations, spico_schema_n_migrations, version, error))
    return FALSE;

  return *version > 0 || fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "The database holds no region");
}

/* Files. */

static gboolean
set_errno (GError    **error,
           const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
flush (const char *path,
       int         flags,
       GError    **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean succeeded = fd >= 0 && fsync (fd) == 0;

  if (!succeeded)
    set_errno (error, "The backup cannot be flushed to the disk");
  if (fd >= 0)
    close (fd);

  return succeeded;
}

/* Gives the finished file its name, which nothing may have yet. */
static gboolean
publish (const char *temporary,
         const char *path,
         GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!flush (temporary, O_RDONLY, error))
    return FALSE;
  if (link (temporary, path) != 0)
    return errno == EEXIST ? fail (error, SPICO_SERVER_ERROR_EXISTS, "There is a file of this name already") : set_errno (error, "The backup cannot be given its name");

  g_unlink (temporary);

  return flush (folder, O_RDONLY | O_DIRECTORY, error);
}

static void
remove_temporary (const char *temporary)
{
  g_autofree char *journal = g_strconcat (temporary, "-journal", NULL);

  g_unlink (temporary);
  g_unlink (journal);
}

/* Making one. */

static gboolean
write_manifest (SpicoSqlConnection *file,
                guint               version,
                GPtrArray          *digests,
                gint64              now_us,
                GError            **error)
{
  if (!spico_sql_connection_run_script (file, MANIFEST, error)
      || !spico_sql_run (file, "INSERT INTO backup_manifest (format, version, made_at) VALUES ($1, $2, $3)",
                         SPICO_SQL_VALUES (SPICO_SQL_INT (FORMAT), SPICO_SQL_INT (version), SPICO_SQL_INT (now_us)), error))
    return FALSE;

  for (guint i = 0; i < digests->len; i++)
    {
      const SpicoTableDigest *digest = g_ptr_array_index (digests, i);

      if (!spico_sql_run (file, "INSERT INTO backup_table (name, n_rows, sha256) VALUES ($1, $2, $3)",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (digest->table), SPICO_SQL_INT (digest->n_rows), SPICO_SQL_TEXT (digest->sha256)), error))
        return FALSE;
    }

  return TRUE;
}

/* The file is flushed once, at the end: until then it is worth nothing. Without a write-ahead log it is one file, which can be opened where nothing can be written. */
static gboolean
fill_file (SpicoSqlConnection *source,
           SpicoSqlConnection *file,
           guint               version,
           gint64              now_us,
           GError            **error)
{
  g_autoptr (GPtrArray) digests = NULL;

  if (!spico_sql_connection_run_script (file, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF", error)
      || !spico_sql_migrate (file, spico_schema_migrations, version, now_us, error) || !spico_sql_connection_begin (file, SPICO_SQL_TRANSACTION_WRITE, error))
    return FALSE;

  digests = spico_region_copy (source, file, version, error);
  if (digests == NULL || !write_manifest (file, version, digests, now_us, error))
    {
      spico_sql_connection_rollback (file);
      return FALSE;
    }

  return spico_sql_connection_commit (file, error) && spico_sql_connection_run_script (file, "PRAGMA journal_mode = DELETE", error);
}

static gboolean
write_file (SpicoSqlConnection *source,
            const char         *temporary,
            GBytes             *key,
            guint               version,
            gint64              now_us,
            GError            **error)
{
  g_autoptr (SpicoSqlConnection) file = spico_sql_connection_open (temporary, SPICO_SQL_OPEN_CREATE, key, error);

  return file != NULL && fill_file (source, file, version, now_us, error);
}

static gboolean
trace (SpicoSqlConnection *source,
       const char         *action,
       gint64              now_us,
       GError            **error)
{
  if (!spico_sql_connection_begin (source, SPICO_SQL_TRANSACTION_WRITE, error))
    return FALSE;
  if (spico_operator_trace (source, SPICO_OPERATOR_ID, action, "Region", "", now_us, error))
    return spico_sql_connection_commit (source, error);

  spico_sql_connection_rollback (source);

  return FALSE;
}

/**
 * spico_backup_make:
 * @source: a connection, without a transaction, to a region that may be served meanwhile
 * @path: where the backup goes; nothing may stand there
 * @key: (nullable): the key that it is encrypted with
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError, a #SpicoSqlError or a #GIOErrorEnum
 *
 * Makes a backup of one snapshot, reads it again, and only then gives it its name. That it was made stands in the audit, and in the backup.
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what it holds
 */
GPtrArray *
spico_backup_make (SpicoSqlConnection *source,
                   const char         *path,
                   GBytes             *key,
                   gint64              now_us,
                   GError            **error)
{
  g_autofree char *suffix = g_uuid_string_random ();
  g_autofree char *temporary = g_strdup_printf ("%s.%s.partial", path, suffix);
  g_autoptr (GPtrArray) digests = NULL;
  guint version = 0;
  gboolean is_written;

  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      fail (error, SPICO_SERVER_ERROR_EXISTS, "There is a file of this name already");
      return NULL;
    }
  if (!find_version (source, &version, error) || !trace (source, "region.backup", now_us, error)
      || !spico_sql_connection_begin (source, SPICO_SQL_TRANSACTION_READ, error))
    return NULL;

  is_written = write_file (source, temporary, key, version, now_us, error);
  spico_sql_connection_rollback (source);
  if (is_written)
    digests = spico_backup_verify (temporary, key, error);
  if (digests != NULL && publish (temporary, path, error))
    return g_steal_pointer (&digests);

  remove_temporary (temporary);

  return NULL;
}

/* Reading one. */

static GPtrArray *
read_manifest (SpicoSqlConnection *file,
               guint              *version,
               GError            **error)
{
  g_autoptr (GPtrArray) digests = spico_table_digests_new ();
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gint64 found = 0;
  gboolean has_row;

  if (!spico_sql_query_int64 (file, "SELECT version FROM backup_manifest WHERE format = $1", SPICO_SQL_VALUES (SPICO_SQL_INT (FORMAT)), 0, &found, error))
    return NULL;
  *version = (guint) CLAMP (found, 0, G_MAXINT);

  statement = spico_sql_query (file, "SELECT name, n_rows, sha256 FROM backup_table ORDER BY name", NULL, error);
  has_row = statement != NULL;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        spico_table_digests_add (digests, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_int64 (statement, 1),
                                 spico_sql_statement_column_text (statement, 2));
    }

  return statement != NULL ? g_steal_pointer (&digests) : NULL;
}

/* Opens a file that anybody may have written: SQLite is told to believe nothing of it. */
static SpicoSqlConnection *
open_backup (const char *path,
             GBytes     *key,
             GError    **error)
{
  g_autoptr (SpicoSqlConnection) file = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such file");
      return NULL;
    }
  file = spico_sql_connection_open (path, SPICO_SQL_OPEN_READ_ONLY, key, error);
  if (file == NULL || !spico_sql_connection_run_script (file, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON", error)
      || !spico_sql_connection_begin (file, SPICO_SQL_TRANSACTION_READ, error))
    return NULL;

  return g_steal_pointer (&file);
}

/* A damaged file fails in many ways: at any statement, by a hash, by its structure. To the operator they are one. */
static GPtrArray *
check_backup (SpicoSqlConnection *file,
              guint              *version,
              GError            **error)
{
  g_autofree char *integrity = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint migrated = 0;

  if (!spico_sql_check_migrations (file, spico_schema_migrations, spico_schema_n_migrations, &migrated, error))
    return NULL;
  if (!spico_sql_query_text (file, "PRAGMA integrity_check(1)", NULL, &integrity, NULL) || g_strcmp0 (integrity, "ok") != 0)
    return NULL;
  expected = read_manifest (file, version, NULL);
  if (expected == NULL || *version == 0 || *version != migrated)
    return NULL;
  found = spico_region_digest (file, *version, NULL);
  if (found == NULL || spico_table_digests_compare (found, expected) != NULL)
    return NULL;

  return g_steal_pointer (&found);
}

static GPtrArray *
check_or_complain (SpicoSqlConnection *file,
                   guint              *version,
                   GError            **error)
{
  g_autoptr (GError) reason = NULL;
  GPtrArray *digests = check_backup (file, version, &reason);

  if (digests == NULL && g_error_matches (reason, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TOO_NEW))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (digests == NULL)
    fail (error, SPICO_SERVER_ERROR_INVALID, "The file is damaged, or is not a backup");

  return digests;
}

/**
 * spico_backup_verify:
 * @path: a backup
 * @key: (nullable): its key
 * @error: a #SpicoServerError (`INVALID` where it is damaged) or a #SpicoSqlError
 *
 * Reads all of a backup and compares it with its manifest.
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what it holds
 */
GPtrArray *
spico_backup_verify (const char *path,
                     GBytes     *key,
                     GError    **error)
{
  g_autoptr (SpicoSqlConnection) file = open_backup (path, key, error);
  guint version = 0;

  return file != NULL ? check_or_complain (file, &version, error) : NULL;
}

/* Filling a database. */

static GPtrArray *
fill_database (SpicoSqlConnection *source,
               SpicoSqlConnection *target,
               guint               version,
               const char         *action,
               gint64              now_us,
               GError            **error)
{
  g_autoptr (GPtrArray) expected = spico_region_copy (source, target, version, error);
  g_autoptr (GPtrArray) found = expected != NULL ? spico_region_digest (target, version, error) : NULL;

  if (found == NULL)
    return NULL;
  if (spico_table_digests_compare (found, expected) != NULL)
    {
      fail (error, SPICO_SERVER_ERROR_FAILED, "What was written is not what was read");
      return NULL;
    }
  if (!spico_operator_trace (target, SPICO_OPERATOR_ID, action, "Region", "", now_us, error))
    return NULL;

  return g_steal_pointer (&found);
}

/* One transaction: an interruption leaves an empty region, which can be filled again. Then the migrations that came since. */
static GPtrArray *
fill_new_database (SpicoSqlConnection *source,
                   const char         *database,
                   GBytes             *key,
                   guint               version,
                   const char         *action,
                   gint64              now_us,
                   GError            **error)
{
  g_autoptr (SpicoSqlConnection) target = spico_sql_connection_open (database, SPICO_SQL_OPEN_CREATE, key, error);
  g_autoptr (GPtrArray) digests = NULL;

  if (target == NULL || !spico_region_check_empty (target, version, error) || !spico_sql_migrate (target, spico_schema_migrations, version, now_us, error)
      || !spico_sql_connection_begin (target, SPICO_SQL_TRANSACTION_WRITE, error))
    return NULL;

  digests = fill_database (source, target, version, action, now_us, error);
  if (digests == NULL)
    {
      spico_sql_connection_rollback (target);
      return NULL;
    }
  if (!spico_sql_connection_commit (target, error) || !spico_schema_migrate (target, now_us, error))
    return NULL;

  return g_steal_pointer (&digests);
}

/**
 * spico_backup_restore:
 * @path: a backup
 * @key: (nullable): its key
 * @database: the path of a new SQLite file, or the address of an empty PostgreSQL database
 * @database_key: (nullable): the key of a SQLite file
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`INVALID`, `EXISTS`) or a #SpicoSqlError
 *
 * Fills an empty database with a backup, whichever database that came from, and proves it by the hashes of the tables. The backup is verified before the database is touched.
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what was restored
 */
GPtrArray *
spico_backup_restore (const char *path,
                      GBytes     *key,
                      const char *database,
                      GBytes     *database_key,
                      gint64      now_us,
                      GError    **error)
{
  g_autoptr (SpicoSqlConnection) file = open_backup (path, key, error);
  g_autoptr (GPtrArray) digests = NULL;
  guint version = 0;

  digests = file != NULL ? check_or_complain (file, &version, error) : NULL;
  if (digests == NULL)
    return NULL;

  return fill_new_database (file, database, database_key, version, "region.restore", now_us, error);
}

/**
 * spico_region_port:
 * @source: a connection, without a transaction, to a region that nobody serves
 * @database: as in spico_backup_restore()
 * @database_key: (nullable): the key of a SQLite file
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`EXISTS`) or a #SpicoSqlError
 *
 * Moves a region from one database to another and proves it by the hashes of the tables. Of a SQLite file it holds the write lock meanwhile: nothing can be written that would stay behind.
 *
 * Returns: (transfer full) (nullable) (element-type SpicoTableDigest): what was moved
 */
GPtrArray *
spico_region_port (SpicoSqlConnection *source,
                   const char         *database,
                   GBytes             *database_key,
                   gint64              now_us,
                   GError            **error)
{
  SpicoSqlTransaction mode = spico_sql_connection_is_postgresql (source) ? SPICO_SQL_TRANSACTION_READ : SPICO_SQL_TRANSACTION_WRITE;
  GPtrArray *digests;
  guint version = 0;

  if (!find_version (source, &version, error) || !spico_sql_connection_begin (source, mode, error))
    return NULL;

  digests = fill_new_database (source, database, database_key, version, "region.port", now_us, error);
  spico_sql_connection_rollback (source);

  return digests;
}
