/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F049: which of the received groups are shown. */
#include "spico-group-filter.h"

static gboolean
shows (const char *access,
       const char *sharing,
       const char *text,
       gboolean    is_public,
       gboolean    is_accepted)
{
  const SpicoGroupFilter filter = { access, sharing, text };

  return spico_group_filter_shows (&filter, "Équipe d’appui du Tarn", is_public, is_accepted);
}

static void
test_all_are_shown_by_default (void)
{
  g_assert_true (shows (NULL, NULL, NULL, TRUE, TRUE));
  g_assert_true (shows ("all", "all", "", FALSE, FALSE));
}

static void
test_access_and_sharing_narrow (void)
{
  g_assert_true (shows ("public", "all", "", TRUE, FALSE));
  g_assert_false (shows ("public", "all", "", FALSE, FALSE));
  g_assert_true (shows ("private", "all", "", FALSE, FALSE));
  g_assert_false (shows ("private", "all", "", TRUE, FALSE));
  g_assert_true (shows ("all", "accepted", "", TRUE, TRUE));
  g_assert_false (shows ("all", "accepted", "", TRUE, FALSE));
  g_assert_true (shows ("all", "waiting", "", TRUE, FALSE));
  g_assert_false (shows ("public", "waiting", "", TRUE, TRUE));
}

static void
test_words_are_found_without_their_accents (void)
{
  g_assert_true (shows ("all", "all", "equi", TRUE, TRUE));
  g_assert_true (shows ("all", "all", "TARN équipe", TRUE, TRUE));
  g_assert_false (shows ("all", "all", "uipe", TRUE, TRUE));
  g_assert_false (shows ("all", "all", "tarn lot", TRUE, TRUE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-filter/all-are-shown-by-default", test_all_are_shown_by_default);
  g_test_add_func ("/group-filter/access-and-sharing-narrow", test_access_and_sharing_narrow);
  g_test_add_func ("/group-filter/words-are-found-without-their-accents", test_words_are_found_without_their_accents);

  return g_test_run ();
}
