/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-text.h"

static void
test_white_space_of_any_kind_is_blank (void)
{
  g_assert_true (spico_text_is_blank (NULL));
  g_assert_true (spico_text_is_blank (""));
  g_assert_true (spico_text_is_blank (" \t\n"));
  g_assert_true (spico_text_is_blank ("\302\240\342\200\257"));
}

static void
test_a_letter_anywhere_is_not (void)
{
  g_assert_false (spico_text_is_blank ("\302\240é"));
  g_assert_false (spico_text_is_blank (" . "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/white-space-of-any-kind-is-blank", test_white_space_of_any_kind_is_blank);
  g_test_add_func ("/text/a-letter-anywhere-is-not", test_a_letter_anywhere_is_not);

  return g_test_run ();
}
