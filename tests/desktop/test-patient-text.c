/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patient-text.h"

static void
assert_text (char       *actual,
             const char *expected)
{
  g_autofree char *text = actual;

  g_assert_cmpstr (text, ==, expected);
}

/* F068: birth name, first name, birth date and sex. */
static void
test_identity_shows_four_traits (void)
{
  assert_text (spico_patient_format_identity ("Laprune", "Alba", "1948-03-12", SPICO_SEX_FEMALE),
               "LAPRUNE Alba, born on 12/03/1948\u00a0(F)");
  assert_text (spico_patient_format_identity ("LAPRUNE", "Noé", "1950-01-02", SPICO_SEX_MALE),
               "LAPRUNE Noé, born on 02/01/1950\u00a0(M)");
  assert_text (spico_patient_format_identity ("LAPRUNE", "Noé", "1950-01-02", SPICO_SEX_UNKNOWN),
               "LAPRUNE Noé, born on 02/01/1950");
}

static void
test_first_names_do_not_shout (void)
{
  assert_text (spico_patient_format_name ("LAPRUNE", "JEAN-NOËL ÉMILE"), "LAPRUNE Jean-Noël Émile");
  assert_text (spico_patient_format_name ("d'Arc", "Marie de Lourdes"), "D'ARC Marie de Lourdes");
  assert_text (spico_patient_format_name (NULL, NULL), "");
}

/* X012: the INS writes unknown days and months as 00. */
static void
test_unknown_days_are_left_out (void)
{
  assert_text (spico_patient_format_date ("1948-03-00"), "03/1948");
  assert_text (spico_patient_format_date ("1948-00-00"), "1948");
  assert_text (spico_patient_format_date ("12/03/1948"), "");
  assert_text (spico_patient_format_date ("1948-0é-1"), "");
  assert_text (spico_patient_format_date (NULL), "");
  assert_text (spico_patient_format_birth ("1948-03-00", SPICO_SEX_FEMALE), "born in 03/1948\u00a0(F)");
}

static void
test_age_counts_whole_years (void)
{
  g_autoptr (GDate) today = g_date_new_dmy (11, G_DATE_MARCH, 2026);

  assert_text (spico_patient_format_age ("1948-03-12", today), "77 years");
  g_date_add_days (today, 1);
  assert_text (spico_patient_format_age ("1948-03-12", today), "78 years");
  assert_text (spico_patient_format_age ("2024-04-01", today), "23 months");
  assert_text (spico_patient_format_age ("2026-02-12", today), "1 month");
  assert_text (spico_patient_format_age ("1948-03-00", today), NULL);
  assert_text (spico_patient_format_age ("2030-01-01", today), NULL);
}

static void
test_matricule_is_grouped (void)
{
  assert_text (spico_patient_format_matricule ("248033155500188"), "2\u00a048\u00a003\u00a031\u00a0555\u00a0001\u00a088");
  assert_text (spico_patient_format_matricule ("24803"), "24803");
  assert_text (spico_patient_format_matricule (NULL), "");
}

static void
test_identity_status_has_its_word (void)
{
  g_assert_cmpstr (spico_patient_ins_status_label (SPICO_INS_QUALIFIED), ==, "qualified");
  g_assert_cmpstr (spico_patient_ins_status_label (SPICO_INS_PROVISIONAL), ==, "provisional");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/patient-text/identity-shows-four-traits", test_identity_shows_four_traits);
  g_test_add_func ("/patient-text/first-names-do-not-shout", test_first_names_do_not_shout);
  g_test_add_func ("/patient-text/unknown-days-are-left-out", test_unknown_days_are_left_out);
  g_test_add_func ("/patient-text/age-counts-whole-years", test_age_counts_whole_years);
  g_test_add_func ("/patient-text/matricule-is-grouped", test_matricule_is_grouped);
  g_test_add_func ("/patient-text/identity-status-has-its-word", test_identity_status_has_its_word);

  return g_test_run ();
}
