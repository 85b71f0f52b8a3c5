/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a vault keeps comes back as it was, or not at all. */
#include <glib/gstdio.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-lock.h"
#include "spico-test-region.h"
#include "spico-vault.h"

#define PIECE 65536
#define HEAD (8 + 24)
#define SEALED (PIECE + 17)

typedef struct {
  char *folder;
  GBytes *key;
  SpicoVault *vault;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = spico_test_make_folder ();
  fixture->key = spico_lock_make_key ();
  fixture->vault = spico_vault_new (fixture->folder, fixture->key);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_vault_unref (fixture->vault);
  g_bytes_unref (fixture->key);
  spico_test_erase_folder (fixture->folder);
  g_free (fixture->folder);
}

static GBytes *
make_bytes (gsize size)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 7 + i / PIECE);

  return g_bytes_new_take (bytes, size);
}

/* In pieces that are not those of the file. */
static char *
keep (Fixture *fixture,
      GBytes  *bytes)
{
  g_autofree char *name = spico_vault_make_name ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoVaultWriter) writer = spico_vault_write (fixture->vault, name, &error);

  g_assert_no_error (error);
  for (gsize at = 0; at < g_bytes_get_size (bytes); at += 50000)
    {
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (bytes, at, MIN (50000, g_bytes_get_size (bytes) - at));

      g_assert_true (spico_vault_writer_add (writer, piece, &error));
    }
  g_assert_true (spico_vault_writer_finish (writer, &error));

  return g_steal_pointer (&name);
}

/* Returns: (nullable): all that is in the file */
static GBytes *
read_back (SpicoVault *vault,
           const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = spico_vault_open (vault, name, &error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[10000];
  gssize n = 1;

  while (stream != NULL && n > 0)
    {
      n = g_input_stream_read (stream, piece, sizeof piece, NULL, &error);
      if (n > 0)
        g_byte_array_append (bytes, piece, (guint) n);
    }
  if (stream != NULL && n == 0)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  g_assert_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE);
  return NULL;
}

static gboolean
can_read (SpicoVault *vault,
          const char *name)
{
  g_autoptr (GBytes) bytes = read_back (vault, name);

  return bytes != NULL;
}

static char *
path_of (Fixture    *fixture,
         const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_comes_back (Fixture      *fixture,
                 gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (sizes[i]);
      g_autofree char *name = keep (fixture, bytes);
      g_autoptr (GBytes) found = read_back (fixture->vault, name);

      g_assert_nonnull (found);
      g_assert_true (g_bytes_equal (bytes, found));
      g_assert_true (spico_vault_check (fixture->vault, name, (gint64) sizes[i], NULL));
      g_assert_false (spico_vault_check (fixture->vault, name, (gint64) sizes[i] + 1, NULL));
    }
}

/* Cut anywhere, also between two pieces, or longer. */
static void
test_other_lengths (Fixture      *fixture,
                    gconstpointer data)
{
  static const gsize lengths[] = { 0, 4, HEAD - 1, HEAD, HEAD + 10, HEAD + SEALED, HEAD + SEALED + 5, HEAD + 2 * SEALED };
  g_autoptr (GBytes) bytes = make_bytes (2 * PIECE + 100);
  g_autofree char *name = keep (fixture, bytes);
  g_autofree char *path = path_of (fixture, name);
  g_autofree char *kept = NULL;
  g_autofree char *longer = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &kept, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_true (g_file_set_contents (path, kept, (gssize) lengths[i], NULL));
      g_assert_false (can_read (fixture->vault, name));
    }
  longer = g_malloc0 (length + 1);
  memcpy (longer, kept, length);
  g_assert_true (g_file_set_contents (path, longer, (gssize) length + 1, NULL));
  g_assert_false (can_read (fixture->vault, name));
  g_assert_true (g_file_set_contents (path, kept, (gssize) length, NULL));
  g_assert_true (can_read (fixture->vault, name));
}

/* One bit anywhere, another name, another key. */
static void
test_altered (Fixture      *fixture,
              gconstpointer data)
{
  static const gsize places[] = { 0, 8, HEAD, HEAD + SEALED - 1, HEAD + SEALED, HEAD + SEALED + 50 };
  g_autoptr (GBytes) bytes = make_bytes (PIECE + 100);
  g_autofree char *name = keep (fixture, bytes);
  g_autofree char *other_name = keep (fixture, bytes);
  g_autofree char *path = path_of (fixture, name);
  g_autofree char *other_path = path_of (fixture, other_name);
  g_autoptr (GBytes) other_key = spico_lock_make_key ();
  g_autoptr (SpicoVault) other = spico_vault_new (fixture->folder, other_key);
  g_autofree char *kept = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &kept, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      kept[places[i]] ^= 1;
      g_assert_true (g_file_set_contents (path, kept, (gssize) length, NULL));
      g_assert_false (can_read (fixture->vault, name));
      kept[places[i]] ^= 1;
    }
  g_assert_true (g_file_set_contents (other_path, kept, (gssize) length, NULL));
  g_assert_false (can_read (fixture->vault, other_name));
  g_assert_true (g_file_set_contents (path, kept, (gssize) length, NULL));
  g_assert_false (can_read (other, name));
  g_assert_true (can_read (fixture->vault, name));
}

/* Nothing of the bytes, nobody else reads it, and the name says nothing. */
static void
test_says_nothing (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("Compte rendu de Mme Durand", 26);
  g_autofree char *name = keep (fixture, bytes);
  g_autofree char *path = path_of (fixture, name);
  g_autofree char *kept = NULL;
  gsize length;
  GStatBuf status;

  g_assert_true (g_file_get_contents (path, &kept, &length, NULL));
  g_assert_null (memmem (kept, length, "Durand", 6));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (strlen (name), ==, 32 + strlen (".file"));
}

/* What was not finished is gone; what is closed neither gives nor takes, whoever holds a stream of it. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (3 * PIECE);
  g_autofree char *name = keep (fixture, bytes);
  g_autofree char *begun_name = spico_vault_make_name ();
  g_autoptr (SpicoVaultWriter) begun = spico_vault_write (fixture->vault, begun_name, NULL);
  g_autoptr (GInputStream) stream = spico_vault_open (fixture->vault, name, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;
  guint8 piece[10];

  g_assert_cmpint (g_input_stream_read (stream, piece, sizeof piece, NULL, NULL), ==, sizeof piece);
  spico_vault_close (fixture->vault);
  g_assert_cmpint (g_input_stream_read (stream, piece, sizeof piece, NULL, &error), ==, -1);
  g_assert_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE);
  g_assert_false (can_read (fixture->vault, name));
  g_assert_false (spico_vault_writer_finish (begun, NULL));
  g_clear_pointer (&begun, spico_vault_writer_free);
  left = spico_vault_list (fixture->vault);
  g_assert_cmpuint (g_strv_length (left), ==, 1);
  g_assert_cmpstr (left[0], ==, name);
}

#define ADD(name, function) g_test_add ("/client/vault/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("comes-back", test_comes_back);
  ADD ("other-lengths", test_other_lengths);
  ADD ("altered", test_altered);
  ADD ("says-nothing", test_says_nothing);
  ADD ("closed", test_closed);

  return g_test_run ();
}
