/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands between a file that somebody sent and the screen. */
#include "spico-previewer.h"

static GInputStream *
open_picture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pictures", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileInputStream *stream = g_file_read (file, NULL, &error);

  g_assert_no_error (error);

  return G_INPUT_STREAM (stream);
}

static gboolean
is_done (DexFuture *future)
{
  return dex_future_get_status (future) != DEX_FUTURE_STATUS_PENDING;
}

static void
await (DexFuture *future)
{
  while (!is_done (future))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_shown (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;

  await (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (value)), ==, 48);
  g_assert_cmpint (gdk_texture_get_height (g_value_get_object (value)), ==, 32);
}

static void
assert_not_shown (DexFuture *future)
{
  await (future);
  g_assert_true (dex_future_is_rejected (future));
}

static DexFuture *
show_text (SpicoPreviewer *previewer,
           const char     *text)
{
  g_autoptr (GInputStream) file = g_memory_input_stream_new_from_data (text, -1, NULL);

  return spico_previewer_show (previewer, file, 64, NULL);
}

static void
test_pictures_come_out_whole (void)
{
  g_autoptr (SpicoPreviewer) previewer = spico_previewer_new (g_getenv ("SPICO_PREVIEW"));
  static const char *const names[] = { "plain.jpg", "progressive.jpg", "grey.jpg", "plain.png", "plain.webp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GInputStream) file = open_picture (names[i]);
      g_autoptr (DexFuture) future = spico_previewer_show (previewer, file, 64, NULL);

      assert_shown (future);
      g_assert_true (g_input_stream_is_closed (file));
    }
}

/* More than may run at once: each has its turn, also behind those that fail. */
static void
test_many_have_their_turn (void)
{
  g_autoptr (SpicoPreviewer) previewer = spico_previewer_new (g_getenv ("SPICO_PREVIEW"));
  DexFuture *futures[12];

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      g_autoptr (GInputStream) file = open_picture ("plain.png");

      futures[i] = i % 3 == 0 ? show_text (previewer, "no picture") : spico_previewer_show (previewer, file, 64, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      if (i % 3 == 0)
        assert_not_shown (futures[i]);
      else
        assert_shown (futures[i]);
      dex_unref (futures[i]);
    }
}

static void
test_what_is_given_up_is_not_shown (void)
{
  g_autoptr (SpicoPreviewer) previewer = spico_previewer_new (g_getenv ("SPICO_PREVIEW"));
  g_autoptr (GInputStream) file = open_picture ("plain.png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DexFuture) given_up = spico_previewer_show (previewer, file, 64, cancellable);
  g_autoptr (GInputStream) next = open_picture ("plain.png");
  g_autoptr (DexFuture) shown = NULL;

  g_cancellable_cancel (cancellable);
  assert_not_shown (given_up);
  shown = spico_previewer_show (previewer, next, 64, NULL);
  assert_shown (shown);
}

/* Whatever stands in the place of the program: what it says is looked at. */
static void
test_lies_are_not_shown (void)
{
  static const char *const programs[] = { "/usr/bin/yes", "/usr/bin/true", "/usr/bin/false", "/nonexistent" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (SpicoPreviewer) previewer = spico_previewer_new (programs[i]);
      g_autoptr (DexFuture) future = show_text (previewer, "a file");

      assert_not_shown (future);
    }
}

static void
test_what_is_worth_a_try (void)
{
  g_assert_true (spico_previewer_may_show ("Plaie.JPG", 1));
  g_assert_true (spico_previewer_may_show ("Ordonnance du 3 mai.pdf", 1000000));
  g_assert_false (spico_previewer_may_show ("Plaie.jpg", 0));
  g_assert_false (spico_previewer_may_show ("Plaie.jpg", G_GINT64_CONSTANT (1) << 40));
  g_assert_false (spico_previewer_may_show ("logo.svg", 100));
  g_assert_false (spico_previewer_may_show ("facture.pdf.exe", 100));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/previewer/pictures-come-out-whole", test_pictures_come_out_whole);
  g_test_add_func ("/previewer/many-have-their-turn", test_many_have_their_turn);
  g_test_add_func ("/previewer/what-is-given-up-is-not-shown", test_what_is_given_up_is_not_shown);
  g_test_add_func ("/previewer/lies-are-not-shown", test_lies_are_not_shown);
  g_test_add_func ("/previewer/what-is-worth-a-try", test_what_is_worth_a_try);

  return g_test_run ();
}
