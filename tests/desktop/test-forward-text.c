/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F054: what a message becomes that is passed on. */
#include "spico-forward-text.h"

static void
test_each_line_is_quoted (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new (zone, 2026, 11, 16, 14, 32, 0);
  g_autofree char *text = spico_text_forward ("Mme X on behalf of Y", time, "Un\n\nTrois");
  g_autofree char *waiting = spico_text_forward ("Mme X", NULL, "Un");

  g_assert_cmpstr (text, ==, "Message from Mme X on behalf of Y, Monday, November 16, 2026, 14:32:\n> Un\n> \n> Trois\n\n");
  g_assert_cmpstr (waiting, ==, "Message from Mme X:\n> Un\n\n");
  g_assert_true (spico_text_has_quote (text));
}

static void
test_what_is_no_quote (void)
{
  g_assert_true (spico_text_has_quote ("> Un"));
  g_assert_false (spico_text_has_quote (""));
  g_assert_false (spico_text_has_quote ("3 > 2\nTA >14"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forward-text/F054 each line is quoted", test_each_line_is_quoted);
  g_test_add_func ("/forward-text/F054 what is no quote", test_what_is_no_quote);

  return g_test_run ();
}
