/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-file-name.h"

static void
test_names_that_do_anywhere (void)
{
  static const char *const names[] = { "a", "Bilan.pdf", "Compte rendu d’été.pdf", "bilan..pdf", "½ 血液.txt", "100%.pdf", "a'b" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (spico_file_name_is_harmless (names[i]));
    }
}

static void
test_names_that_mislead (void)
{
  static const char *const names[] = {
    "", ".", "..", ".bashrc", " a", "a ", "a\u00a0", "\u2003a", "a/b", "/a", "a\\b", "C:a", "a*", "a?", "a\"b", "<a>", "a|b", "a\nb", "a\tb", "a\x7f", "a\xc2\x85", "photo\u202egpj.exe", "a\u200bb", "a\u2028b", "a\ue000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%u", i);
      g_assert_false (spico_file_name_is_harmless (names[i]));
    }
}

static void
test_names_are_as_long_as_a_file_system_takes (void)
{
  g_autofree char *longest = g_strnfill (255, 'a');
  g_autofree char *longer = g_strnfill (256, 'a');
  g_autoptr (GString) accented = g_string_new (NULL);

  for (guint i = 0; i < 128; i++)
    g_string_append (accented, "é");
  g_assert_true (spico_file_name_is_harmless (longest));
  g_assert_false (spico_file_name_is_harmless (longer));
  g_assert_false (spico_file_name_is_harmless (accented->str));
}

static void
test_media_types (void)
{
  static const char *const types[] = { "application/pdf", "image/svg+xml", "application/vnd.oasis.opendocument.text" };
  static const char *const others[] = { "", "pdf", "/", "a/", "/b", "a/b/c", "a/b; charset=utf-8", "a /b", "a/b\n", "é/b" };
  g_autofree char *long_name = g_strnfill (127, 'a');
  g_autofree char *longer = g_strconcat (long_name, "/b", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_true (spico_media_type_is_valid (types[i]));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (spico_media_type_is_valid (others[i]));
  g_assert_false (spico_media_type_is_valid (longer));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-name/names-that-do-anywhere", test_names_that_do_anywhere);
  g_test_add_func ("/file-name/names-that-mislead", test_names_that_mislead);
  g_test_add_func ("/file-name/names-are-as-long-as-a-file-system-takes", test_names_are_as_long_as_a_file_system_takes);
  g_test_add_func ("/file-name/media-types", test_media_types);

  return g_test_run ();
}
