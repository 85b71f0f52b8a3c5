/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sort-key.h"

static const struct {
  const char *text;
  const char *key;
} keys[] = {
  { "", "" },
  { "MAUGER", "mauger" },
  { "Hélène ŒUVRARD", "helene oeuvrard" },
  { "L’Haÿ-les-Roses", "l hay les roses" },
  { "D'ALMEIDA", "d almeida" },
  { "  Mme   Stéphanie\tMAUGER. ", "mme stephanie mauger" },
  { "e\xcc\x81te\xcc\x81", "ete" },
  { "İZMİR", "izmir" },
  { "Straße", "strasse" },
  { "— - ’", "" },
  { "CH n° 12", "ch n 12" },
  { "Ærø", "aero" },
  { "ﬁn", "fin" },
  { "Żółć", "zolc" },
  { "\xff\xfe" "abc", "abc" },
};

static void
test_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *key = spico_sort_key (keys[i].text);

      g_assert_cmpstr (key, ==, keys[i].key);
    }
}

static void
test_key_of_a_key_is_itself (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *again = spico_sort_key (keys[i].key);

      g_assert_cmpstr (again, ==, keys[i].key);
    }
}

static void
test_words_are_distinct (void)
{
  g_auto (GStrv) words = spico_sort_key_words ("Saint-Étienne, saint Paul (saint-paul)");
  const char *expected[] = { "saint", "etienne", "paul", NULL };

  g_assert_cmpstrv (words, expected);
}

static void
test_no_words (void)
{
  g_auto (GStrv) words = spico_sort_key_words (" - ");

  g_assert_cmpuint (g_strv_length (words), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/sort-key/keys", test_keys);
  g_test_add_func ("/domain/sort-key/key-of-a-key-is-itself", test_key_of_a_key_is_itself);
  g_test_add_func ("/domain/sort-key/words-are-distinct", test_words_are_distinct);
  g_test_add_func ("/domain/sort-key/no-words", test_no_words);

  return g_test_run ();
}
