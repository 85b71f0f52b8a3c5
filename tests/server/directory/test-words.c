/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the index of the directory that need no database. */
#include <string.h>

#include "spico-directory-block.h"
#include "spico-directory-numbers.h"
#include "spico-directory-spelling.h"
#include "spico-directory-words.h"

static void
test_lists_come_back_as_they_were (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GArray) serials = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint32 last = 0;
      const guchar *at;
      guint32 serial = 0;
      guint n = 0;

      for (guint i = 0; i < round; i++)
        {
          guint32 difference = (guint32) g_rand_int_range (chance, 1, 1 << g_rand_int_range (chance, 1, 24));

          spico_directory_pack (bytes, difference);
          last += difference;
          g_array_append_val (serials, last);
        }
      at = bytes->data;
      while (spico_directory_unpack (&at, bytes->data + bytes->len, &serial))
        g_assert_cmpuint (serial, ==, g_array_index (serials, guint32, n++));
      g_assert_cmpuint (n, ==, round);
    }
}

/* Whatever bytes a list has, reading it ends at its end. */
static void
test_any_bytes_can_be_read (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (8);

  for (guint round = 0; round < 2000; round++)
    {
      guint length = (guint) g_rand_int_range (chance, 0, 40);
      g_autofree guchar *bytes = g_malloc (length + 1);
      const guchar *at = bytes;
      guint32 serial = 0;
      guint n = 0;

      for (guint i = 0; i < length; i++)
        bytes[i] = (guchar) g_rand_int_range (chance, 0, 256);
      while (spico_directory_unpack (&at, bytes + length, &serial))
        n++;
      g_assert_cmpuint (n, <=, length);
      g_assert_true (at <= bytes + length);
    }
}

static void
test_blocks_come_back_as_they_were (void)
{
  static const char *const keys[] = { "a\x1f" "0", "a\x1f" "0\x1f" "031", "ab\x1f" "0", "abc", "b", "bcdefgh\x1f" "5\x1f" "974", "bcdefgi", "\xc3\xa9" };
  SpicoDirectoryBlockWriter writer;
  SpicoDirectoryBlockReader reader;
  g_autoptr (GBytes) block = NULL;
  guchar data[400];

  spico_directory_block_writer_start (&writer);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      memset (data, (int) i, sizeof data);
      spico_directory_block_writer_add (&writer, keys[i], data, i * 50);
    }
  block = g_byte_array_free_to_bytes (writer.bytes);

  spico_directory_block_reader_init (&reader, block);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      memset (data, (int) i, sizeof data);
      g_assert_true (spico_directory_block_reader_next (&reader));
      g_assert_cmpstr (reader.key, ==, keys[i]);
      g_assert_cmpmem (reader.data, reader.length, data, i * 50);
    }
  g_assert_false (spico_directory_block_reader_next (&reader));
}

/* However a block is damaged, reading it ends within it. */
static void
test_any_block_can_be_read (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (9);

  for (guint round = 0; round < 5000; round++)
    {
      guint length = (guint) g_rand_int_range (chance, 0, 200);
      guchar *bytes = g_malloc (length + 1);
      g_autoptr (GBytes) block = NULL;
      SpicoDirectoryBlockReader reader;
      guint n = 0;

      for (guint i = 0; i < length; i++)
        bytes[i] = (guchar) g_rand_int_range (chance, 0, g_rand_boolean (chance) ? 256 : 6);
      block = g_bytes_new_take (bytes, length);
      spico_directory_block_reader_init (&reader, block);
      while (spico_directory_block_reader_next (&reader))
        {
          g_assert_cmpuint (strlen (reader.key), <=, SPICO_DIRECTORY_MAX_KEY);
          g_assert_true (reader.data >= bytes && reader.data + reader.length <= bytes + length);
          n++;
        }
      g_assert_cmpuint (n, <=, length);
    }
}

static void
test_areas_are_departments (void)
{
  static const struct {
    const char *postal_code;
    guint area;
  } cases[] = {
    { "31000", 31 }, { "09100", 9 }, { "20000", 20 }, { "20200", 20 }, { "97400", 974 }, { "98800", 988 }, { "00000", 0 }, { "", 0 }, { NULL, 0 }, { "3100", 0 }, { "310000", 0 }, { "31 00", 0 }, { "AB123", 0 }, { "٣١٠٠٠", 0 },
  };
  SpicoDirectoryAreas areas = { 0 };
  SpicoDirectoryAreas same = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (spico_directory_area (cases[i].postal_code), ==, cases[i].area);
      spico_directory_areas_add (&areas, cases[i].area);
    }
  spico_directory_areas_add (&areas, 5000);

  bytes = spico_directory_areas_pack (&areas);
  spico_directory_areas_unpack (&same, bytes);
  g_assert_cmpmem (&areas, sizeof areas, &same, sizeof same);
  g_assert_true (spico_directory_areas_have (&same, 0));
  g_assert_true (spico_directory_areas_have (&same, 988));
  g_assert_false (spico_directory_areas_have (&same, 32));
  g_assert_false (spico_directory_areas_have (&same, 5000));
}

static void
test_what_sounds_alike (void)
{
  static const char *const alike[][2] = {
    { "lefevre", "lefebvre" }, { "gautier", "gauthier" }, { "dupont", "dupond" }, { "mathieu", "matthieu" }, { "stephanie", "stefanie" }, { "philippe", "filip" }, { "mauger", "moge" }, { "renaud", "reno" }, { "renault", "renaud" }, { "wolinska", "volinska" }, { "yves", "ives" },
  };
  static const char *const different[][2] = { { "martin", "marchand" }, { "roche", "roux" }, { "simon", "sylvie" } };

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_autofree char *one = spico_directory_sound (alike[i][0]);
      g_autofree char *other = spico_directory_sound (alike[i][1]);

      g_test_message ("%s %s", alike[i][0], alike[i][1]);
      g_assert_cmpstr (one, ==, other);
    }
  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      g_autofree char *one = spico_directory_sound (different[i][0]);
      g_autofree char *other = spico_directory_sound (different[i][1]);

      g_assert_cmpstr (one, !=, other);
    }
}

static void
test_distances (void)
{
  g_assert_cmpuint (spico_directory_distance ("martin", "martin"), ==, 0);
  g_assert_cmpuint (spico_directory_distance ("martin", "matrin"), ==, 1);
  g_assert_cmpuint (spico_directory_distance ("martin", "marin"), ==, 1);
  g_assert_cmpuint (spico_directory_distance ("martin", "martins"), ==, 1);
  g_assert_cmpuint (spico_directory_distance ("martin", "nartin"), ==, 1);
  g_assert_cmpuint (spico_directory_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (spico_directory_distance ("abc", ""), ==, 3);
  g_assert_cmpuint (spico_directory_distance ("kitten", "sitting"), ==, 3);
}

static void
gather (gpointer            data,
        const char         *word,
        SpicoDirectoryField field)
{
  g_string_append_printf (data, "%s/%d ", word, (int) field);
}

static void
test_the_words_of_somebody (void)
{
  g_autofree char *many = g_strnfill (3000, 'a');
  SpicoDirectoryEntry entry = { .kind = "person", .family = "le gall st", .given = "anne sophie", .places = { "chu d albi", NULL }, .labels = { "mme", "infirmier", NULL }, .town = "l hay", .postal_code = "94240", .profession_code = "60", .structure_id = "f1" };
  g_autoptr (GString) found = g_string_new (NULL);

  spico_directory_each_word (&entry, gather, found);
  g_assert_cmpstr (found->str, ==,
                   "le/0 gall/0 legall/0 st/0 saint/0 legallst/0 anne/1 sophie/1 annesophie/1 mme/3 infirmier/3 l/4 hay/4 lhay/4 94240/4 chu/2 d/2 albi/2 =l hay/5 @f1/5 #60/5 ");

  /* Whatever is too long is left out. */
  entry = (SpicoDirectoryEntry) { .kind = "unit", .family = many, .given = "", .town = many, .postal_code = "" };
  g_string_truncate (found, 0);
  spico_directory_each_word (&entry, gather, found);
  g_assert_cmpstr (found->str, ==, "!unit/5 ");
}

static void
test_forms_of_a_word (void)
{
  static const char *const forms[][2] = { { "cardiologue", "cardiologie" }, { "infirmiere", "infirmier" }, { "pediatre", "pediatrie" }, { "generaliste", "generale" }, { "pharmacienne", "pharmacien" }, { "anesthesiste", "anesthesie" }, { "docteur", "dr" }, { "kine", "kinesitherapeute" }, { "educatrice", "educateur" } };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_auto (GStrv) found = spico_directory_forms (forms[i][0]);

      g_test_message ("%s", forms[i][0]);
      g_assert_true (g_strv_contains ((const char *const *) found, forms[i][1]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/directory/lists-come-back-as-they-were", test_lists_come_back_as_they_were);
  g_test_add_func ("/server/directory/any-bytes-can-be-read", test_any_bytes_can_be_read);
  g_test_add_func ("/server/directory/blocks-come-back-as-they-were", test_blocks_come_back_as_they_were);
  g_test_add_func ("/server/directory/any-block-can-be-read", test_any_block_can_be_read);
  g_test_add_func ("/server/directory/areas-are-departments", test_areas_are_departments);
  g_test_add_func ("/server/directory/what-sounds-alike", test_what_sounds_alike);
  g_test_add_func ("/server/directory/distances", test_distances);
  g_test_add_func ("/server/directory/the-words-of-somebody", test_the_words_of_somebody);
  g_test_add_func ("/server/directory/forms-of-a-word", test_forms_of_a_word);

  return g_test_run ();
}
