/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list shows of the messages that a search has found. */
#include <locale.h>

#include <glib.h>

#include "spico-found-text.h"

static void
assert_excerpt (const char *text,
                const char *searched,
                const char *markup)
{
  g_autofree char *excerpt = spico_text_found_excerpt (text, searched);

  g_assert_cmpstr (excerpt, ==, markup);
}

static void
test_found_words_are_bold (void)
{
  assert_excerpt ("Douleur au cœur ce matin", "coeur", "Douleur au <b>cœur</b> ce matin");
  assert_excerpt ("Élévation de la température", "elev temp", "<b>Élévation</b> de la <b>température</b>");
  assert_excerpt ("Deux\nlignes,  une seule", "lignes", "Deux <b>lignes</b>, une seule");
}

static void
test_it_begins_a_few_words_before (void)
{
  assert_excerpt ("Bonjour, je vous confirme la visite de demain matin pour le pansement de la jambe", "pansement", "…de demain matin pour le <b>pansement</b> de la jambe");
}

static void
test_what_is_not_found_begins_at_the_beginning (void)
{
  assert_excerpt ("Bonjour à tous", "pansement", "Bonjour à tous");
  assert_excerpt ("", "pansement", "");
}

static void
test_nothing_that_was_written_is_markup (void)
{
  assert_excerpt ("<b>5 < 6</b> & saturation", "6 saturation", "&lt;b&gt;5 &lt; <b>6</b>&lt;/b&gt; &amp; <b>saturation</b>");
}

static void
test_a_long_message_is_cut_after_a_word (void)
{
  g_autofree char *text = g_strnfill (200000, 'a');
  g_autofree char *many = NULL;
  g_autofree char *excerpt = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append (words, "soins ");
  excerpt = spico_text_found_excerpt (words->str, "rien");
  g_assert_cmpint (g_utf8_strlen (excerpt, -1), <=, 170);
  g_assert_true (g_str_has_suffix (excerpt, "soins") || g_str_has_suffix (excerpt, " "));
  many = spico_text_found_excerpt (text, "aaa");
  g_assert_cmpint (g_utf8_strlen (many, -1), >, 0);
}

/* As the search has it: each word begins one that was said, in whichever order. */
static void
test_every_word_is_looked_for (void)
{
  g_assert_true (spico_text_has_words ("Échographie_rénale.pdf, Bilan.pdf", "bilan ECHO"));
  g_assert_false (spico_text_has_words ("Échographie_rénale.pdf, Bilan.pdf", "bilan sang"));
  g_assert_false (spico_text_has_words ("Échographie_rénale.pdf", "graphie"));
  g_assert_true (spico_text_has_words ("", ""));
  g_assert_false (spico_text_has_words ("", "bilan"));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/found-text/bold", test_found_words_are_bold);
  g_test_add_func ("/found-text/before", test_it_begins_a_few_words_before);
  g_test_add_func ("/found-text/not-found", test_what_is_not_found_begins_at_the_beginning);
  g_test_add_func ("/found-text/markup", test_nothing_that_was_written_is_markup);
  g_test_add_func ("/found-text/every-word", test_every_word_is_looked_for);
  g_test_add_func ("/found-text/long", test_a_long_message_is_cut_after_a_word);

  return g_test_run ();
}
