/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of an absence, as they are typed and shown. */
#include "spico-absence-text.h"
#include "spico-typed-day.h"

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_a_day_is_typed_as_it_is_written (void)
{
  check (spico_typed_day_parse ("24/12/2026"), "2026-12-24");
  check (spico_typed_day_parse (" 1/2/2027 "), "2027-02-01");
  check (spico_typed_day_parse ("29/02/2028"), "2028-02-29");
  check (spico_typed_day_parse ("29/02/2027"), NULL);
  check (spico_typed_day_parse ("24/12/26"), NULL);
  check (spico_typed_day_parse ("24/12/2026 soir"), NULL);
  check (spico_typed_day_parse ("24-12-2026"), NULL);
  check (spico_typed_day_parse (""), NULL);
}

static void
test_days_are_shown_as_they_are_typed (void)
{
  check (spico_absence_format_days ("2026-12-24", "2027-01-02"), "From 24/12/2026 to 02/01/2027");
}

static void
test_what_is_missing_is_said_in_its_order (void)
{
  g_assert_cmpstr (spico_absence_find_fault (NULL, NULL, "2026-11-28"), ==, "Enter the first day, such as 24/12/2026");
  g_assert_cmpstr (spico_absence_find_fault ("2026-12-24", NULL, "2026-11-28"), ==, "Enter the last day, such as 02/01/2027");
  g_assert_cmpstr (spico_absence_find_fault ("2026-12-24", "2026-12-23", "2026-11-28"), ==, "The last day comes before the first");
  g_assert_cmpstr (spico_absence_find_fault ("2026-11-01", "2026-11-27", "2026-11-28"), ==, "These days are over");
  g_assert_null (spico_absence_find_fault ("2026-11-01", "2026-11-28", "2026-11-28"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/absence-text/a-day-is-typed-as-it-is-written", test_a_day_is_typed_as_it_is_written);
  g_test_add_func ("/absence-text/days-are-shown-as-they-are-typed", test_days_are_shown_as_they_are_typed);
  g_test_add_func ("/absence-text/what-is-missing-is-said-in-its-order", test_what_is_missing_is_said_in_its_order);

  return g_test_run ();
}
