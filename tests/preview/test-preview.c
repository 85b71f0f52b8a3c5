/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped program, given files as people send them, and as nobody should. */
#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>

#include "spico-preview-format.h"

typedef struct {
  guint32 width;
  guint32 height;
  GBytes *pixels;
} Shown;

static void
shown_free (Shown *shown)
{
  g_bytes_unref (shown->pixels);
  g_free (shown);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shown, shown_free)

static GBytes *
run (const char          *side,
     GBytes              *file,
     GSpawnChildSetupFunc set_up)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *output = NULL;

  if (set_up != NULL)
    g_subprocess_launcher_set_child_setup (launcher, set_up, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SPICO_PREVIEW"), side, NULL);
  g_assert_no_error (error);
  /* What refuses a file may close before it has it all. */
  if (!g_subprocess_communicate (process, file, NULL, &output, NULL, &error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
      return g_bytes_new (NULL, 0);
    }
  g_assert_true (g_subprocess_get_successful (process) == (g_bytes_get_size (output) > 0));

  return output;
}

static Shown *
preview (const char *side,
         GBytes     *file)
{
  g_autoptr (GBytes) output = run (side, file, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (output, &size);
  Shown *shown;

  g_assert_cmpuint (size, >, SPICO_PREVIEW_HEADER_LENGTH);
  g_assert_cmpmem (data, SPICO_PREVIEW_WORD_LENGTH, SPICO_PREVIEW_WORD, SPICO_PREVIEW_WORD_LENGTH);
  shown = g_new0 (Shown, 1);
  shown->width = data[4] + data[5] * 256U;
  shown->height = data[8] + data[9] * 256U;
  shown->pixels = g_bytes_new_from_bytes (output, SPICO_PREVIEW_HEADER_LENGTH, size - SPICO_PREVIEW_HEADER_LENGTH);
  g_assert_cmpuint (g_bytes_get_size (shown->pixels), ==, shown->width * shown->height * 4);

  return shown;
}

static void
assert_not_shown (const char *what,
                  GBytes     *file)
{
  g_autoptr (GBytes) output = run ("256", file, NULL);

  g_test_message ("%s", what);
  g_assert_cmpuint (g_bytes_get_size (output), ==, 0);
}

static void
assert_text_not_shown (const char *text)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  g_autofree char *shown = g_strescape (text, NULL);

  assert_not_shown (shown, file);
}

static gboolean
is_near (const Shown *shown,
         guint        x,
         guint        y,
         guint32      rgba)
{
  const guint8 *pixel = (const guint8 *) g_bytes_get_data (shown->pixels, NULL) + (y * shown->width + x) * 4;

  for (guint i = 0; i < 4; i++)
    {
      if (ABS ((int) pixel[i] - (int) (rgba >> (24 - 8 * i) & 0xff)) > 12)
        return FALSE;
    }

  return TRUE;
}

/* Red, with its left quarter blue. */
static GBytes *
make_picture (const char *type,
              int         width,
              int         height)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) left = gdk_pixbuf_new_subpixbuf (picture, 0, 0, width / 4, height);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  gdk_pixbuf_fill (picture, 0xff0000ff);
  gdk_pixbuf_fill (left, 0x0000ffff);
  gdk_pixbuf_save_to_buffer (picture, &data, &size, type, &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

static void
test_pictures (void)
{
  static const char *const types[] = { "jpeg", "png", "tiff", "webp" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) file = make_picture (types[i], 800, 400);
      g_autoptr (Shown) shown = preview ("200", file);

      g_test_message ("%s", types[i]);
      g_assert_cmpuint (shown->width, ==, 200);
      g_assert_cmpuint (shown->height, ==, 100);
      g_assert_true (is_near (shown, 10, 50, 0x0000ffff));
      g_assert_true (is_near (shown, 150, 50, 0xff0000ff));
    }
}

static void
test_a_small_picture_is_not_blown_up (void)
{
  g_autoptr (GBytes) file = make_picture ("png", 40, 20);
  g_autoptr (Shown) shown = preview ("2048", file);

  g_assert_cmpuint (shown->width, ==, 40);
  g_assert_cmpuint (shown->height, ==, 20);
}

static void
test_what_is_transparent_stays_so (void)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 8, 8);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (Shown) shown = NULL;
  char *data;
  gsize size;

  gdk_pixbuf_fill (picture, 0x00ff0080);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &size, "png", NULL, NULL));
  file = g_bytes_new_take (data, size);
  shown = preview ("100", file);

  g_assert_true (is_near (shown, 4, 4, 0x00ff0080));
}

/* EXIF with an orientation, behind the beginning of a JPEG. */
static GBytes *
turn (GBytes *jpeg)
{
  static const guint8 exif[] = {
    0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
    'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
  };
  GByteArray *turned = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);

  g_byte_array_append (turned, data, 2);
  g_byte_array_append (turned, exif, sizeof exif);
  g_byte_array_append (turned, data + 2, (guint) size - 2);

  return g_byte_array_free_to_bytes (turned);
}

static void
test_a_photograph_stands_as_it_was_taken (void)
{
  g_autoptr (GBytes) lying = make_picture ("jpeg", 800, 400);
  g_autoptr (GBytes) standing = turn (lying);
  g_autoptr (Shown) shown = preview ("200", standing);

  g_assert_cmpuint (shown->width, ==, 100);
  g_assert_cmpuint (shown->height, ==, 200);
  g_assert_true (is_near (shown, 50, 10, 0x0000ffff));
}

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A blue page and a red one. */
static GBytes *
make_pdf (double width,
          double height)
{
  GByteArray *data = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, data, width, height);
  cairo_t *context = cairo_create (surface);

  cairo_set_source_rgb (context, 0, 0, 1);
  cairo_rectangle (context, 0, 0, width / 2, height);
  cairo_fill (context);
  cairo_show_page (context);
  cairo_set_source_rgb (context, 1, 0, 0);
  cairo_paint (context);
  cairo_show_page (context);
  cairo_destroy (context);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (data);
}

static void
test_the_first_page_of_a_pdf (void)
{
  g_autoptr (GBytes) file = make_pdf (600, 800);
  g_autoptr (Shown) shown = preview ("400", file);

  g_assert_cmpuint (shown->width, ==, 300);
  g_assert_cmpuint (shown->height, ==, 400);
  g_assert_true (is_near (shown, 50, 200, 0x0000ffff));
  g_assert_true (is_near (shown, 250, 200, 0xffffffff));
}

/* Most letters of laboratories bring no font along: the sandbox lets those of this computer be read. */
static void
test_letters_without_their_font (void)
{
  static const char pdf[] = "%PDF-1.4\n"
                            "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
                            "4 0 obj<</Length 42>>stream\nBT /F 60 Tf 10 30 Td (Bilan) Tj ET        \nendstream endobj\n"
                            "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                            "trailer<</Root 1 0 R>>\n";
  g_autoptr (GBytes) file = g_bytes_new_static (pdf, strlen (pdf));
  g_autoptr (Shown) shown = preview ("200", file);
  guint n_dark = 0;

  for (guint i = 0; i < shown->width * shown->height; i++)
    n_dark += ((const guint8 *) g_bytes_get_data (shown->pixels, NULL))[i * 4] < 64;
  g_assert_cmpuint (n_dark, >, 200);
}

static void
test_what_is_no_picture (void)
{
  static const char *const texts[] = {
    "", "a", "\xff", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "GIF89a", "%PDF-", "%PDF-1.4\n", "<html><script>1</script></html>", "MZ", "#!/bin/sh\n", "RIFFxxxxWEBP", "II*",
    "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect width='10' height='10'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>", "/* XPM */\nstatic char *a[] = {\"1 1 1 1\",\"a c #f00\",\"a\"};", "BM", "P6 1 1 255 abc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_text_not_shown (texts[i]);
}

/* The header of a PNG that claims to be as large as this. */
static GBytes *
make_claim (guint32 width,
            guint32 height)
{
  guint8 *data;
  gsize size;
  g_autoptr (GBytes) small = make_picture ("png", 8, 8);
  guint32 crc = 0xffffffff;

  data = g_bytes_unref_to_data (g_steal_pointer (&small), &size);
  width = GUINT32_TO_BE (width);
  height = GUINT32_TO_BE (height);
  memcpy (data + 16, &width, 4);
  memcpy (data + 20, &height, 4);
  for (guint i = 12; i < 29; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
  crc = GUINT32_TO_BE (~crc);
  memcpy (data + 29, &crc, 4);

  return g_bytes_new_take (data, size);
}

static void
test_bombs (void)
{
  static const guint32 sizes[][2] = { { 100000, 100000 }, { 20000, 20000 }, { 1000000, 1000 }, { 0x7fffffff, 1 }, { 1, 0x7fffffff } };
  g_autoptr (GBytes) poster = make_pdf (14400, 14400);
  g_autoptr (GBytes) thread = make_pdf (1, 100000);
  g_autoptr (Shown) shown = preview ("256", poster);
  g_autoptr (Shown) thin = preview ("256", thread);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (SPICO_PREVIEW_FILE_MAX + 1), SPICO_PREVIEW_FILE_MAX + 1);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) claim = make_claim (sizes[i][0], sizes[i][1]);

      assert_not_shown ("a claim", claim);
    }
  assert_not_shown ("a large file", large);
  g_assert_cmpuint (shown->width, ==, 256);
  g_assert_cmpuint (thin->width, ==, 1);
  g_assert_cmpuint (thin->height, ==, 256);
}

/* Whatever is broken, the program ends, with a picture that is bounded or with none. */
static void
test_files_that_are_broken (void)
{
  GBytes *files[] = { make_picture ("jpeg", 64, 64), make_picture ("png", 64, 64), make_picture ("webp", 64, 64), make_picture ("tiff", 16, 16), make_pdf (100, 100) };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (files[i], &size);

      for (guint n = 0; n < 12; n++)
        {
          gsize length = n < 4 ? size * (n + 1) / 5 : size;
          guint8 *copy = g_memdup2 (data, length);
          g_autoptr (GBytes) broken = g_bytes_new_take (copy, length);
          g_autoptr (GBytes) output = NULL;

          for (guint k = 0; n >= 4 && k < n; k++)
            copy[g_test_rand_int_range (12, (gint32) length)] ^= (guint8) g_test_rand_int_range (1, 256);
          output = run ("64", broken, NULL);
          g_assert_cmpuint (g_bytes_get_size (output), <=, SPICO_PREVIEW_HEADER_LENGTH + 64 * 64 * 4);
        }
      g_bytes_unref (files[i]);
    }
}

static void
test_sizes_that_are_asked_for (void)
{
  static const char *const sides[] = { "0", "2049", "-1", "a", "", "64 " };
  g_autoptr (GBytes) file = make_picture ("png", 8, 8);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GBytes) output = run (sides[i], file, NULL);

      g_assert_cmpuint (g_bytes_get_size (output), ==, 0);
    }
}

/* A kernel that has no seccomp. */
static void
take_seccomp_away (gpointer user_data)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  seccomp_rule_add (filter, SCMP_ACT_ERRNO (22), SCMP_SYS (seccomp), 0);
  seccomp_rule_add (filter, SCMP_ACT_ERRNO (22), SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_EQ, PR_SET_SECCOMP));
  seccomp_load (filter);
  seccomp_release (filter);
}

static void
test_without_a_sandbox_nothing_is_read (void)
{
  g_autoptr (GBytes) file = make_picture ("png", 8, 8);
  g_autoptr (GBytes) output = run ("64", file, NULL);
  g_autoptr (GBytes) without = run ("64", file, take_seccomp_away);

  g_assert_cmpuint (g_bytes_get_size (output), >, 0);
  g_assert_cmpuint (g_bytes_get_size (without), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preview/pictures", test_pictures);
  g_test_add_func ("/preview/a-small-picture-is-not-blown-up", test_a_small_picture_is_not_blown_up);
  g_test_add_func ("/preview/what-is-transparent-stays-so", test_what_is_transparent_stays_so);
  g_test_add_func ("/preview/a-photograph-stands-as-it-was-taken", test_a_photograph_stands_as_it_was_taken);
  g_test_add_func ("/preview/the-first-page-of-a-pdf", test_the_first_page_of_a_pdf);
  g_test_add_func ("/preview/letters-without-their-font", test_letters_without_their_font);
  g_test_add_func ("/preview/what-is-no-picture", test_what_is_no_picture);
  g_test_add_func ("/preview/bombs", test_bombs);
  g_test_add_func ("/preview/files-that-are-broken", test_files_that_are_broken);
  g_test_add_func ("/preview/sizes-that-are-asked-for", test_sizes_that_are_asked_for);
  g_test_add_func ("/preview/without-a-sandbox-nothing-is-read", test_without_a_sandbox_nothing_is_read);

  return g_test_run ();
}
