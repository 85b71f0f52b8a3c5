/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "spico-audit-chain.h"
#include "spico-backup.h"
#include "spico-schema.h"
#include "spico-sql-builder.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)
/* Of the schema: shares of groups say whether they were answered. */
#define FIRST_WITH_ANSWERS 39

static void
assert_matches (SpicoSqlConnection *connection)
{
  guint n_types = 0;
  const SpicoType *const *types = spico_types_all (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr (GError) error = NULL;

      spico_sql_schema_matches (connection, types[i], SPICO_SQL_COLUMNS_SHARED, spico_schema_extra_columns (types[i]), &error);
      g_assert_no_error (error);
    }
}

static void
test_from_each_version (void)
{
  for (guint from = 0; from <= spico_schema_n_migrations; from++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
      g_autoptr (GError) error = NULL;
      guint version = 0;

      g_assert_true (spico_sql_migrate (connection, spico_schema_migrations, from, NOW_US, &error));
      g_assert_no_error (error);
      g_assert_true (spico_schema_migrate (connection, NOW_US, &error));
      g_assert_no_error (error);
      g_assert_true (spico_sql_check_migrations (connection, spico_schema_migrations, spico_schema_n_migrations, &version, &error));
      g_assert_cmpuint (version, ==, spico_schema_n_migrations);
      assert_matches (connection);
    }
}

static void
test_a_later_version_is_refused (void)
{
  g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_schema_migrate (connection, NOW_US, &error));
  g_assert_true (spico_sql_connection_run_script (connection, "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (1000, 'later', 'x', 0)", &error));
  g_assert_false (spico_schema_migrate (connection, NOW_US, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_TOO_NEW);
}

/* Regions that programs of each version have left. */

static char *
unpack_version (SpicoTestDatabase *database,
                guint              version)
{
  g_autofree char *name = g_strdup_printf ("%u.backup.gz", version);
  g_autofree char *packed_path = g_build_filename (g_getenv ("SPICO_VERSIONS"), name, NULL);
  g_autofree char *path = g_build_filename (spico_test_database_get_folder (database), "version.backup", NULL);
  g_autoptr (GFile) packed = g_file_new_for_path (packed_path);
  g_autoptr (GFile) unpacked = g_file_new_for_path (path);
  g_autoptr (GConverter) gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) raw = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GFileOutputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_query_exists (packed, NULL))
    g_error ("Version %u of the schema has no region in tests/server/schema/versions: make-version makes it", version);

  raw = G_INPUT_STREAM (g_file_read (packed, NULL, &error));
  g_assert_no_error (error);
  input = g_converter_input_stream_new (raw, gunzip);
  output = g_file_create (unpacked, G_FILE_CREATE_PRIVATE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (output), input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&path);
}

static guint
find_version (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (path, SPICO_SQL_OPEN_READ_ONLY, NULL, &error);
  guint version = 0;

  g_assert_no_error (error);
  g_assert_true (spico_sql_check_migrations (connection, spico_schema_migrations, spico_schema_n_migrations, &version, &error));
  g_assert_no_error (error);

  return version;
}

static const SpicoTable *
find_table (GPtrArray  *layout,
            const char *name)
{
  for (guint i = 0; i < layout->len; i++)
    {
      const SpicoTable *table = g_ptr_array_index (layout, i);

      if (g_str_equal (table->name, name))
        return table;
    }

  return NULL;
}

static gboolean
has_same_columns (const SpicoTable *one,
                  const SpicoTable *other)
{
  g_autofree char *left = spico_table_build_insert (one, 1);
  g_autofree char *right = spico_table_build_insert (other, 1);

  return g_str_equal (left, right);
}

/* A table that no migration has touched holds the same; every other one, at least as many rows. */
static void
assert_kept (SpicoSqlConnection *connection,
             GPtrArray          *before,
             guint               version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) old = spico_region_layout_new (version, &error);
  g_autoptr (GPtrArray) new = spico_region_layout_new (spico_schema_n_migrations, &error);
  g_autoptr (GPtrArray) after = NULL;

  g_assert_true (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error));
  after = spico_region_digest (connection, spico_schema_n_migrations, &error);
  g_assert_no_error (error);
  spico_sql_connection_rollback (connection);

  for (guint i = 0; i < before->len; i++)
    {
      const SpicoTableDigest *one = g_ptr_array_index (before, i);

      for (guint j = 0; j < after->len; j++)
        {
          const SpicoTableDigest *other = g_ptr_array_index (after, j);

          if (!g_str_equal (one->table, other->table))
            continue;
          g_assert_cmpint (other->n_rows, >=, one->n_rows);
          if (!g_str_equal (one->table, "audit") && has_same_columns (find_table (old, one->table), find_table (new, one->table)))
            g_assert_cmpstr (other->sha256, ==, one->sha256);
        }
    }
}

static gint64
count (SpicoSqlConnection *connection,
       const char         *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  spico_sql_query_int64 (connection, sql, NULL, -1, &n, &error);
  g_assert_no_error (error);

  return n;
}

static void
seal_all (SpicoSqlConnection *connection)
{
  g_auto (SpicoAuditSealing) sealing = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_audit_seal (connection, "test", g_get_real_time (), G_MAXINT32, &sealing, &error));
  g_assert_true (spico_sql_connection_commit (connection, &error));
}

/* What a region is for, whatever its first version was. */
static void
assert_whole (SpicoSqlConnection *connection)
{
  g_auto (SpicoAuditVerdict) verdict = { 0 };
  g_autoptr (GError) error = NULL;

  assert_matches (connection);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM message WHERE text <> ''"), ==, 12);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM conversation c WHERE c.last_message_seq <> (SELECT count(*) FROM message m WHERE m.conversation_id = c.id)"), ==, 0);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM dossier"), ==, 3);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM principal WHERE number IS NULL"), ==, 0);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM directory_block WHERE place IN (-1, 31) AND first <> ''"), >=, 2);
  g_assert_cmpint (count (connection, "SELECT count(*) FROM directory_word WHERE word = 'mauger' AND n >= 1"), ==, 1);
  seal_all (connection);
  g_assert_true (spico_audit_verify (connection, 0, NULL, &verdict, &error));
  g_assert_cmpint (verdict.fault, ==, SPICO_AUDIT_SOUND);
  g_assert_cmpint (verdict.n_unsealed, ==, 0);
  g_assert_cmpint (verdict.seal, ==, count (connection, "SELECT count(*) FROM audit"));
}

/* Of the shares of before, what was accepted was answered then; of the others nobody knows (F007). */
static void
assert_accepted_is_answered (SpicoSqlConnection *connection)
{
  g_assert_cmpint (count (connection, "SELECT count(*) FROM favourite_group_share WHERE COALESCE(answered_at, 0) <> CASE is_accepted WHEN 1 THEN accepted_at ELSE 0 END"), ==, 0);
}

/* An earlier program's region is brought to today's schema, on SQLite where it lies, on PostgreSQL as it was ported there. */
static void
test_every_version_migrates (void)
{
  for (guint version = 1; version <= spico_schema_n_migrations; version++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autofree char *path = unpack_version (database, version);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) before = NULL;
      g_autoptr (GPtrArray) restored = NULL;
      g_autoptr (SpicoSqlConnection) connection = NULL;

      g_assert_cmpuint (find_version (path), ==, version);
      before = spico_backup_verify (path, NULL, &error);
      g_assert_no_error (error);
      if (spico_test_database_uses_postgres ())
        restored = spico_backup_restore (path, NULL, spico_test_database_get_uri (database), NULL, NOW_US, &error);
      else
        g_assert_cmpint (g_rename (path, spico_test_database_get_uri (database)), ==, 0);
      g_assert_no_error (error);

      connection = spico_test_database_connect (database);
      g_assert_true (spico_schema_migrate (connection, NOW_US, &error));
      g_assert_no_error (error);
      assert_kept (connection, before, version);
      assert_whole (connection);
      if (version < FIRST_WITH_ANSWERS)
        assert_accepted_is_answered (connection);
    }
}

static void
test_a_backup_of_every_version_is_restored (void)
{
  for (guint version = 1; version <= spico_schema_n_migrations; version++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autofree char *path = unpack_version (database, version);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) restored = spico_backup_restore (path, NULL, spico_test_database_get_uri (database), NULL, NOW_US, &error);
      g_autoptr (SpicoSqlConnection) connection = NULL;

      g_assert_no_error (error);
      connection = spico_test_database_connect (database);
      assert_kept (connection, restored, version);
      assert_whole (connection);
      g_assert_cmpint (count (connection, "SELECT count(*) FROM audit WHERE action = 'region.restore'"), ==, 1);
    }
}

static guint
version_of (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  guint version = 0;

  g_assert_true (spico_sql_check_migrations (connection, spico_schema_migrations, spico_schema_n_migrations, &version, &error));

  return version;
}

/* Before an upgrade one backs up with the program that is there, or with the new one. */
static void
test_a_backup_leaves_the_schema_as_it_is (void)
{
  for (guint version = 1; version <= spico_schema_n_migrations; version++)
    {
      g_autoptr (SpicoTestDatabase) database = spico_test_database_new ();
      g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (database);
      g_autofree char *path = g_build_filename (spico_test_database_get_folder (database), "region.backup", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) digests = NULL;

      g_assert_true (spico_sql_migrate (connection, spico_schema_migrations, version, NOW_US, &error));
      digests = spico_backup_make (connection, path, NULL, NOW_US, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (version_of (connection), ==, version);
      g_assert_cmpuint (find_version (path), ==, version);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/schema/from-each-version", test_from_each_version);
  g_test_add_func ("/server/schema/a-later-version-is-refused", test_a_later_version_is_refused);

  g_test_add_func ("/server/schema/every-version-migrates", test_every_version_migrates);
  g_test_add_func ("/server/schema/a-backup-of-every-version-is-restored", test_a_backup_of_every_version_is_restored);

  g_test_add_func ("/server/schema/a-backup-leaves-the-schema-as-it-is", test_a_backup_leaves_the_schema_as_it_is);

  return g_test_run ();
}
