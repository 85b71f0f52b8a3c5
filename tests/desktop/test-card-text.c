/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a card. */
#include "spico-card-text.h"

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_telephones_are_read_by_two_digits (void)
{
  check (spico_card_format_telephone ("0536490010"), "05\302\24036\302\24049\302\24000\302\24010");
  check (spico_card_format_telephone ("+33536490010"), "+33536490010");
  check (spico_card_format_telephone ("05364900AB"), "05364900AB");
  check (spico_card_format_telephone (""), "");
}

static void
test_numbers_say_of_which_register_they_are (void)
{
  check (spico_card_format_number (SPICO_PRINCIPAL_PERSON, "899700900014"), "RPPS\302\24099700900014");
  check (spico_card_format_number (SPICO_PRINCIPAL_PERSON, "0319700013"), "ADELI\302\240319700013");
  check (spico_card_format_number (SPICO_PRINCIPAL_STRUCTURE, "310990106"), "FINESS\302\240310990106");
  check (spico_card_format_number (SPICO_PRINCIPAL_UNIT, ""), "");
}

static void
test_a_place_is_what_is_there_of_it (void)
{
  check (spico_card_format_place ("Bâtiment B", "12 Avenue DES TILLEULS", "31998", "Valdorse"), "Bâtiment B, 12 Avenue DES TILLEULS, 31998 Valdorse");
  check (spico_card_format_place ("", "", "", "Valdorse"), "Valdorse");
  check (spico_card_format_place ("", "", "", ""), "");
}

static void
test_a_source_is_named_with_its_day (void)
{
  check (spico_card_format_source ("RPPS", "2026-10-08"), "Source: RPPS, extraction of 08/10/2026");
  check (spico_card_format_source ("FINESS", NULL), "Source: FINESS");
  check (spico_card_format_source ("MSSANTE", NULL), "Source: MSSanté");
  check (spico_card_format_source ("", NULL), "");
}

static void
test_a_mode_is_named_by_its_code (void)
{
  check (spico_card_format_mode ("L"), "Self-employed");
  check (spico_card_format_mode ("S"), "Employed");
  check (spico_card_format_mode ("B"), "Volunteer");
  check (spico_card_format_mode ("?"), "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/card-text/telephones-are-read-by-two-digits", test_telephones_are_read_by_two_digits);
  g_test_add_func ("/card-text/numbers-say-of-which-register-they-are", test_numbers_say_of_which_register_they_are);
  g_test_add_func ("/card-text/a-place-is-what-is-there-of-it", test_a_place_is_what_is_there_of_it);
  g_test_add_func ("/card-text/a-source-is-named-with-its-day", test_a_source_is_named_with_its_day);
  g_test_add_func ("/card-text/a-mode-is-named-by-its-code", test_a_mode_is_named_by_its_code);

  return g_test_run ();
}
