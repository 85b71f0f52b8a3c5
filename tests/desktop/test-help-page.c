/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of the help, as they are read (F101). */
#include "spico-help-page.h"
#include "spico-help-topics.h"

static void
check_block (const SpicoHelpPage *page,
             guint                position,
             SpicoHelpBlockKind   kind,
             guint                number,
             const char          *text)
{
  const SpicoHelpBlock *block = g_ptr_array_index (page->blocks, position);

  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpuint (block->number, ==, number);
  g_assert_cmpstr (block->text, ==, text);
}

static void
test_each_line_is_what_it_begins_with (void)
{
  g_autoptr (SpicoHelpPage) page = spico_help_page_parse ("# Titre\nUn texte.\n\n## Partie\n1. Premier\n12. Douzième\n- Point\n→ absence\n2026, une année.\n-non\n");

  g_assert_nonnull (page);
  g_assert_cmpstr (page->title, ==, "Titre");
  g_assert_cmpuint (page->blocks->len, ==, 8);
  check_block (page, 0, SPICO_HELP_PARAGRAPH, 0, "Un texte.");
  check_block (page, 1, SPICO_HELP_HEADING, 0, "Partie");
  check_block (page, 2, SPICO_HELP_STEP, 1, "Premier");
  check_block (page, 3, SPICO_HELP_STEP, 12, "Douzième");
  check_block (page, 4, SPICO_HELP_ITEM, 0, "Point");
  check_block (page, 5, SPICO_HELP_LINK, 0, "absence");
  check_block (page, 6, SPICO_HELP_PARAGRAPH, 0, "2026, une année.");
  check_block (page, 7, SPICO_HELP_PARAGRAPH, 0, "-non");
}

static void
test_what_has_no_title_is_no_page (void)
{
  g_assert_null (spico_help_page_parse (""));
  g_assert_null (spico_help_page_parse ("Un texte.\n# Titre\n"));
}

static void
test_a_screen_has_one_page_and_other_widgets_none (void)
{
  g_assert_cmpstr (spico_help_find_topic ("SpicoAbsenceDialog"), ==, "absence");
  g_assert_cmpstr (spico_help_find_topic ("SpicoPicker"), ==, "recherche");
  g_assert_null (spico_help_find_topic ("GtkButton"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help-page/F101-each-line-is-what-it-begins-with", test_each_line_is_what_it_begins_with);
  g_test_add_func ("/help-page/F101-what-has-no-title-is-no-page", test_what_has_no_title_is_no_page);
  g_test_add_func ("/help-page/F101-a-screen-has-one-page-and-other-widgets-none", test_a_screen_has_one_page_and_other_widgets_none);

  return g_test_run ();
}
