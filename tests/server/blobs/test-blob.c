/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the clock and the quotas decide about blobs. */
#include "spico-blob.h"
#include "spico-schema.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->database = spico_test_database_new ();
  self->connection = spico_test_database_connect (self->database);
  g_assert_true (spico_schema_migrate (self->connection, NOW_US, &error));
  g_assert_true (spico_sql_connection_begin (self->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  spico_sql_connection_rollback (self->connection);
  spico_sql_connection_free (self->connection);
  spico_test_database_free (self->database);
}

static SpicoBlob *
add_blob (Fixture *self,
          gint64   now_us,
          gsize    size,
          gboolean is_whole)
{
  SpicoBlob *blob = spico_blob_new ("pa", "text/plain", now_us);
  g_autofree char *data = g_strnfill (size, 'x');
  g_autoptr (GBytes) piece = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  gboolean exists = FALSE;

  g_assert_true (spico_blob_begin (self->connection, blob, "pa", now_us, &error));
  g_assert_true (spico_blob_append (self->connection, blob, 0, piece, &exists, &error));
  g_assert_true (exists);
  g_assert_true (!is_whole || spico_blob_finish (self->connection, blob, &exists, &error));
  g_assert_no_error (error);
  return blob;
}

static gint64
count (Fixture    *self,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  spico_sql_query_int64 (self->connection, sql, NULL, -1, &n, &error);
  g_assert_no_error (error);
  return n;
}

static guint
sweep (Fixture *self,
       gint64   now_us,
       guint    most)
{
  g_autoptr (GError) error = NULL;
  guint n_gone = 0;

  g_assert_true (spico_blob_sweep (self->connection, now_us, most, &n_gone, &error));
  g_assert_no_error (error);
  return n_gone;
}

static void
test_kept_for_a_day (Fixture      *self,
                     gconstpointer data)
{
  g_autoptr (SpicoBlob) blob = add_blob (self, NOW_US, 10, TRUE);

  g_assert_cmpuint (sweep (self, NOW_US + HOUR_US, 10), ==, 0);
  g_assert_cmpuint (sweep (self, NOW_US + SPICO_BLOB_LIFETIME_US, 10), ==, 0);
  g_assert_cmpuint (sweep (self, NOW_US + SPICO_BLOB_LIFETIME_US + 1, 10), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM blob_piece"), ==, 0);
}

static void
test_what_a_broken_upload_left_goes_sooner (Fixture      *self,
                                            gconstpointer data)
{
  g_autoptr (SpicoBlob) broken = add_blob (self, NOW_US, 10, FALSE);
  g_autoptr (SpicoBlob) whole = add_blob (self, NOW_US, 10, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoBlob) found = NULL;

  g_assert_cmpuint (sweep (self, NOW_US + SPICO_BLOB_UPLOAD_US, 10), ==, 0);
  g_assert_cmpuint (sweep (self, NOW_US + 2 * SPICO_BLOB_UPLOAD_US + 1, 10), ==, 1);
  found = spico_blob_find (self->connection, "pa", whole->id, &error);
  g_assert_no_error (error);
}

static void
test_a_few_at_a_time (Fixture      *self,
                      gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (SpicoBlob) blob = add_blob (self, NOW_US + i, 10, TRUE);
    }

  g_assert_cmpuint (sweep (self, NOW_US + 2 * SPICO_BLOB_LIFETIME_US, 3), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM blob_piece"), ==, 2);
  g_assert_cmpuint (sweep (self, NOW_US + 2 * SPICO_BLOB_LIFETIME_US, 3), ==, 2);
}

static void
test_a_copy_keeps_the_bytes (Fixture      *self,
                             gconstpointer data)
{
  g_autoptr (SpicoBlob) blob = add_blob (self, NOW_US, 10, TRUE);
  g_autoptr (SpicoBlob) copied = NULL;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists = FALSE;

  g_assert_true (spico_blob_copy (self->connection, blob, "fs", "pa", NOW_US + 20 * HOUR_US, &exists, &error));
  g_assert_true (exists);
  g_assert_cmpuint (sweep (self, NOW_US + 25 * HOUR_US, 10), ==, 1);
  copied = spico_blob_find (self->connection, "fs", blob->id, &error);
  g_assert_no_error (error);
  piece = spico_blob_read (self->connection, copied, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (piece), ==, 10);

  g_assert_true (spico_blob_copy (self->connection, blob, "fs", "pa", NOW_US, &exists, &error));
  g_assert_false (exists);
  g_assert_cmpuint (sweep (self, NOW_US + 45 * HOUR_US, 10), ==, 1);
  g_assert_cmpint (count (self, "SELECT count(*) FROM blob_piece"), ==, 0);
}

static void
test_an_upload_that_was_swept_ends (Fixture      *self,
                                    gconstpointer data)
{
  g_autoptr (SpicoBlob) blob = add_blob (self, NOW_US, 10, FALSE);
  g_autoptr (GBytes) piece = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  gboolean exists = TRUE;

  g_assert_cmpuint (sweep (self, NOW_US + 2 * SPICO_BLOB_UPLOAD_US + 1, 10), ==, 1);
  g_assert_true (spico_blob_append (self->connection, blob, 1, piece, &exists, &error));
  g_assert_no_error (error);
  g_assert_false (exists);
  g_assert_cmpint (count (self, "SELECT count(*) FROM blob_piece"), ==, 0);
}

static void
test_room_is_bounded (Fixture      *self,
                      gconstpointer data)
{
  g_autoptr (SpicoBlob) blob = add_blob (self, NOW_US, 10, FALSE);
  g_autoptr (GError) error = NULL;
  gboolean has_room = FALSE;

  g_assert_true (spico_blob_has_room (self->connection, "pa", SPICO_BLOB_MAX_HELD_BYTES - 10, &has_room, &error));
  g_assert_true (has_room);
  g_assert_true (spico_blob_has_room (self->connection, "pa", SPICO_BLOB_MAX_HELD_BYTES - 9, &has_room, &error));
  g_assert_false (has_room);
  for (guint i = 1; i < SPICO_BLOB_MAX_HELD; i++)
    {
      g_autoptr (SpicoBlob) more = add_blob (self, NOW_US, 0, TRUE);
    }
  g_assert_true (spico_blob_has_room (self->connection, "pa", 0, &has_room, &error));
  g_assert_false (has_room);
  g_assert_true (spico_blob_has_room (self->connection, "pb", 0, &has_room, &error));
  g_assert_true (has_room);
  g_assert_no_error (error);
}

#define ADD(name, function) g_test_add ("/blobs/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("kept-for-a-day", test_kept_for_a_day);
  ADD ("what-a-broken-upload-left-goes-sooner", test_what_a_broken_upload_left_goes_sooner);
  ADD ("a-few-at-a-time", test_a_few_at_a_time);
  ADD ("a-copy-keeps-the-bytes", test_a_copy_keeps_the_bytes);
  ADD ("an-upload-that-was-swept-ends", test_an_upload_that_was_swept_ends);
  ADD ("room-is-bounded", test_room_is_bounded);

  return g_test_run ();
}
