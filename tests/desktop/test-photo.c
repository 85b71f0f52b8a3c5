/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photograph loses what it says besides what it shows, and shows the same. */
#include <gio/gio.h>
#include <string.h>

#include "spico-photo-stream.h"

/* What nobody is to read in what goes on. */
#define SECRET "48.8566N"

static GBytes *
read_picture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pictures", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

/* As many bytes at a time as @step. */
static GBytes *
filter (GBytes  *file,
        gsize    step,
        GError **error)
{
  g_autoptr (GInputStream) base = g_memory_input_stream_new_from_bytes (file);
  g_autoptr (GInputStream) stream = spico_photo_stream_new (base);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (step);
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, step, NULL, error)) > 0)
    g_byte_array_append (output, buffer, (guint) n);
  if (n < 0)
    return NULL;
  g_assert_true (g_input_stream_close (stream, NULL, NULL));

  return g_byte_array_free_to_bytes (g_steal_pointer (&output));
}

static gboolean
holds (GBytes     *file,
       const char *word)
{
  gsize size;
  const char *data = g_bytes_get_data (file, &size);

  return memmem (data, size, word, strlen (word)) != NULL;
}

/* What it shows, by the shipped program. */
static GBytes *
show (GBytes *file)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, g_getenv ("SPICO_PREVIEW"), "256", NULL);
  g_autoptr (GError) error = NULL;
  GBytes *output = NULL;

  g_subprocess_communicate (process, file, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (output), >, 0);

  return output;
}

static GBytes *
insert (GBytes       *file,
        gsize         at,
        const guint8 *data,
        gsize         length)
{
  GByteArray *with = g_byte_array_new ();
  gsize size;
  const guint8 *old = g_bytes_get_data (file, &size);

  g_byte_array_append (with, old, (guint) at);
  g_byte_array_append (with, data, (guint) length);
  g_byte_array_append (with, old + at, (guint) (size - at));

  return g_byte_array_free_to_bytes (with);
}

static GBytes *
append (GBytes     *file,
        const char *text)
{
  return insert (file, g_bytes_get_size (file), (const guint8 *) text, strlen (text));
}

static GBytes *
insert_segment (GBytes     *file,
                guint8      marker,
                const char *word,
                gsize       word_length)
{
  g_autoptr (GByteArray) segment = g_byte_array_new ();
  gsize length = 2 + word_length + strlen (SECRET);
  const guint8 head[] = { 0xff, marker, (guint8) (length >> 8), (guint8) length };

  g_byte_array_append (segment, head, sizeof head);
  g_byte_array_append (segment, (const guint8 *) word, (guint) word_length);
  g_byte_array_append (segment, (const guint8 *) SECRET, (guint) strlen (SECRET));

  return insert (file, 2, segment->data, segment->len);
}

/* EXIF of a telephone that was held upright: which way up (0x0112) among other things, and what the end of the directory leads to. */
static const char exif[] = "Exif\0\0II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0abc\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";

static GBytes *
make_telling_jpeg (const char *name)
{
  g_autoptr (GBytes) plain = read_picture (name);
  g_autoptr (GBytes) with_exif = insert_segment (plain, 0xe1, exif, sizeof exif - 1);
  g_autoptr (GBytes) with_xmp = insert_segment (with_exif, 0xe1, "http://ns.adobe.com/xap/1.0/", 29);
  g_autoptr (GBytes) with_iptc = insert_segment (with_xmp, 0xed, "Photoshop 3.0", 14);
  g_autoptr (GBytes) with_others = insert_segment (with_iptc, 0xe2, "MPF", 4);
  g_autoptr (GBytes) with_comment = insert_segment (with_others, 0xfe, "", 0);

  return append (with_comment, SECRET);
}

static void
assert_same_picture (GBytes *a,
                     GBytes *b)
{
  g_autoptr (GBytes) shown_a = show (a);
  g_autoptr (GBytes) shown_b = show (b);

  g_assert_true (g_bytes_equal (shown_a, shown_b));
}

static void
test_a_jpeg_shows_the_same_and_says_nothing (void)
{
  static const char *const names[] = { "plain.jpg", "progressive.jpg", "grey.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) telling = make_telling_jpeg (names[i]);
      g_autoptr (GBytes) silent = filter (telling, 4096, NULL);
      g_autoptr (GBytes) again = filter (silent, 7, NULL);

      g_test_message ("%s", names[i]);
      g_assert_true (holds (telling, SECRET));
      g_assert_false (holds (silent, SECRET));
      g_assert_false (holds (silent, "abc"));
      /* Which way up is all that is left of EXIF. */
      g_assert_true (holds (silent, "Exif"));
      assert_same_picture (telling, silent);
      g_assert_true (g_bytes_equal (silent, again));
    }
}

static void
test_a_jpeg_that_says_nothing_stays_as_it_is (void)
{
  g_autoptr (GBytes) plain = read_picture ("plain.jpg");
  g_autoptr (GBytes) silent = filter (plain, 1000, NULL);

  g_assert_true (g_bytes_equal (plain, silent));
}

static void
test_colours_stay (void)
{
  g_autoptr (GBytes) plain = read_picture ("plain.jpg");
  g_autoptr (GBytes) profiled = insert_segment (plain, 0xe2, "ICC_PROFILE\0\1\1", 14);
  g_autoptr (GBytes) silent = filter (profiled, 1000, NULL);

  g_assert_true (g_bytes_equal (profiled, silent));
}

/* A chunk whose sum is not looked at by the filter, which leaves it out. */
static GBytes *
insert_chunk (GBytes       *file,
              const char   *name,
              const guint8 *data,
              gsize         length)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  guint32 size = GUINT32_TO_BE ((guint32) length);

  g_byte_array_append (chunk, (const guint8 *) &size, 4);
  g_byte_array_append (chunk, (const guint8 *) name, 4);
  g_byte_array_append (chunk, data, (guint) length);
  g_byte_array_append (chunk, (const guint8 *) "\0\0\0\0", 4);

  /* Behind IHDR. */
  return insert (file, 33, chunk->data, chunk->len);
}

static void
test_a_png (void)
{
  g_autoptr (GBytes) plain = read_picture ("plain.png");
  g_autoptr (GBytes) clean = filter (plain, 512, NULL);
  g_autoptr (GBytes) with_text = insert_chunk (plain, "tEXt", (const guint8 *) "GPS\0" SECRET, 4 + strlen (SECRET));
  g_autoptr (GBytes) with_exif = insert_chunk (with_text, "eXIf", (const guint8 *) exif + 6, sizeof exif - 7);
  g_autoptr (GBytes) with_end = append (with_exif, SECRET);
  g_autoptr (GBytes) silent = filter (with_end, 512, NULL);

  g_assert_false (holds (silent, SECRET));
  g_assert_false (holds (silent, "tEXt"));
  g_assert_false (holds (silent, "abc"));
  g_assert_true (holds (silent, "eXIf"));
  g_assert_cmpuint (g_bytes_get_size (silent), ==, g_bytes_get_size (clean) + 26 + 12);
  assert_same_picture (plain, clean);
}

static void
test_a_webp (void)
{
  g_autoptr (GBytes) plain = read_picture ("plain.webp");
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GBytes) telling = NULL;
  g_autoptr (GBytes) silent = NULL;
  guint32 size;

  g_byte_array_append (whole, g_bytes_get_data (plain, NULL), (guint) g_bytes_get_size (plain));
  g_byte_array_append (whole, (const guint8 *) "EXIF\x32\0\0\0" "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0" SECRET SECRET SECRET, 8 + 50);
  g_byte_array_append (whole, (const guint8 *) "XMP \x08\0\0\0" SECRET, 16);
  size = GUINT32_TO_LE (whole->len - 8);
  memcpy (whole->data + 4, &size, 4);
  g_byte_array_append (whole, (const guint8 *) SECRET, 8);
  telling = g_byte_array_free_to_bytes (g_steal_pointer (&whole));
  silent = filter (telling, 512, NULL);

  g_assert_false (holds (silent, SECRET));
  g_assert_true (holds (silent, "EXIF"));
  assert_same_picture (plain, silent);
}

static void
test_another_file_stays_as_it_is (void)
{
  static const char *const texts[] = { "", "a", "%PDF-1.7 " SECRET, "\xff\xd8", "RIFF\x08\0\0\0WAVE", "GIF89a " SECRET };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GBytes) same = filter (file, 3, NULL);

      g_assert_true (g_bytes_equal (file, same));
    }
}

static void
test_a_damaged_picture_does_not_go_on (void)
{
  static const char *const names[] = { "plain.jpg", "plain.png", "plain.webp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = read_picture (names[i]);
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, 60);
      g_autoptr (GError) error = NULL;

      g_assert_null (filter (part, 512, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* Whatever is in it: it ends, is not longer than it was by more than which way up, and is the same however it is read. */
static void
test_files_that_are_broken (void)
{
  GBytes *files[] = { make_telling_jpeg ("plain.jpg"), make_telling_jpeg ("progressive.jpg"), read_picture ("plain.png"), read_picture ("plain.webp") };

  for (guint i = 0; i < G_N_ELEMENTS (files) * 500; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (files[i % G_N_ELEMENTS (files)], &size);
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (GBytes) at_once = NULL;
      g_autoptr (GBytes) by_bytes = NULL;

      for (gint k = g_test_rand_int_range (1, 6); k > 0; k--)
        copy[g_test_rand_int_range (2, (gint32) MIN (size, k % 2 ? 300 : size))] = (guint8) g_test_rand_int ();
      broken = g_bytes_new_take (copy, (gsize) g_test_rand_int_range ((gint32) size / 2, (gint32) size + 1));
      at_once = filter (broken, 65536, NULL);
      by_bytes = filter (broken, 1, NULL);
      g_assert_true ((at_once == NULL) == (by_bytes == NULL));
      if (at_once != NULL)
        {
          g_assert_true (g_bytes_equal (at_once, by_bytes));
          g_assert_cmpuint (g_bytes_get_size (at_once), <=, g_bytes_get_size (broken) + 64);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_bytes_unref (files[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo/a-jpeg-shows-the-same-and-says-nothing", test_a_jpeg_shows_the_same_and_says_nothing);
  g_test_add_func ("/photo/a-jpeg-that-says-nothing-stays-as-it-is", test_a_jpeg_that_says_nothing_stays_as_it_is);
  g_test_add_func ("/photo/colours-stay", test_colours_stay);
  g_test_add_func ("/photo/a-png", test_a_png);
  g_test_add_func ("/photo/a-webp", test_a_webp);
  g_test_add_func ("/photo/another-file-stays-as-it-is", test_another_file_stays_as_it_is);
  g_test_add_func ("/photo/a-damaged-picture-does-not-go-on", test_a_damaged_picture_does_not_go_on);
  g_test_add_func ("/photo/files-that-are-broken", test_files_that_are_broken);

  return g_test_run ();
}
