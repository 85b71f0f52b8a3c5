/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What identifies a patient, in words: one place, so that lists, chips and headers never differ (F068, F074, X012). */
#include "spico-patient-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* The groups in which the French write an INS number: sex, year, month, department, commune, order, key. */
static const guint matricule_groups[] = { 1, 2, 2, 2, 3, 3, 2 };

static gboolean
parse_date (const char *date,
            guint      *year,
            guint      *month,
            guint      *day)
{
  if (date == NULL || strlen (date) != 10 || date[4] != '-' || date[7] != '-')
    return FALSE;

  for (guint i = 0; i < 10; i++)
    {
      if (i != 4 && i != 7 && !g_ascii_isdigit (date[i]))
        return FALSE;
    }

  *year = (guint) g_ascii_strtoull (date, NULL, 10);
  *month = (guint) g_ascii_strtoull (date + 5, NULL, 10);
  *day = (guint) g_ascii_strtoull (date + 8, NULL, 10);
  return TRUE;
}

/**
 * spico_patient_format_date:
 * @date: (nullable): a calendar day, `YYYY-MM-DD`, where month and day are `00` if unknown (INS)
 *
 * Returns: (transfer full): the day as people write it, without its unknown parts; empty if @date is not a day
 */
char *
spico_patient_format_date (const char *date)
{
  guint year, month, day;

  if (!parse_date (date, &year, &month, &day))
    return g_strdup ("");
  if (month == 0)
    return g_strdup_printf ("%04u", year);
  if (day == 0)
    return g_strdup_printf ("%02u/%04u", month, year);
  return g_strdup_printf ("%02u/%02u/%04u", day, month, year);
}

static gboolean
has_lower (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_islower (g_utf8_get_char (text)))
        return TRUE;
    }

  return FALSE;
}

/* The INS gives first names in capitals; two names that both shout cannot be told apart at a glance. */
static char *
dup_first_names (const char *first_names)
{
  GString *text;
  gboolean starts_word = TRUE;

  if (first_names == NULL || has_lower (first_names))
    return g_strdup (first_names != NULL ? first_names : "");

  text = g_string_new (NULL);
  for (; *first_names != '\0'; first_names = g_utf8_next_char (first_names))
    {
      gunichar c = g_utf8_get_char (first_names);

      g_string_append_unichar (text, starts_word ? c : g_unichar_tolower (c));
      starts_word = !g_unichar_isalpha (c);
    }

  return g_string_free (text, FALSE);
}

/**
 * spico_patient_format_name:
 * @birth_name: (nullable): the birth name
 * @first_names: (nullable): the first names
 *
 * Returns: (transfer full): the name in capitals, then the first names with theirs
 */
char *
spico_patient_format_name (const char *birth_name,
                           const char *first_names)
{
  g_autofree char *upper = g_utf8_strup (birth_name != NULL ? birth_name : "", -1);
  g_autofree char *first = dup_first_names (first_names);
  char *name = g_strconcat (upper, " ", first, NULL);

  return g_strstrip (name);
}

/* The participle agrees in some languages, so that there is a sentence for each sex. */
static char *
format_birth_sentence (const char *date,
                       gboolean    whole_day,
                       SpicoSex    sex)
{
  switch (sex)
    {
    case SPICO_SEX_FEMALE:
      /* Translators: about a woman; %s is a whole date, or a month or a year */
      return g_strdup_printf (whole_day ? C_("female", "born on %s") : C_("female", "born in %s"), date);
    case SPICO_SEX_MALE:
      /* Translators: about a man; %s is a whole date, or a month or a year */
      return g_strdup_printf (whole_day ? C_("male", "born on %s") : C_("male", "born in %s"), date);
    case SPICO_SEX_UNKNOWN:
    default:
      /* Translators: about a person of unknown sex; %s is a whole date, or a month or a year */
      return g_strdup_printf (whole_day ? _("born on %s") : _("born in %s"), date);
    }
}

/**
 * spico_patient_format_birth:
 * @birth_date: (nullable): the birth date, `YYYY-MM-DD`
 * @sex: the sex
 *
 * Returns: (transfer full): « née le 12/03/1948 (F) »; the letter, which F068 asks for, is left out where the sex is not known
 */
char *
spico_patient_format_birth (const char *birth_date,
                            SpicoSex    sex)
{
  g_autofree char *date = spico_patient_format_date (birth_date);
  g_autofree char *sentence = format_birth_sentence (date, strlen (date) == 10, sex);

  if (sex == SPICO_SEX_UNKNOWN)
    return g_steal_pointer (&sentence);
  return g_strdup_printf ("%s\u00a0(%s)", sentence, spico_patient_sex_letter (sex));
}

/**
 * spico_patient_format_identity:
 * @birth_name: (nullable): the birth name
 * @first_names: (nullable): the first names
 * @birth_date: (nullable): the birth date, `YYYY-MM-DD`
 * @sex: the sex
 *
 * The four traits that a chip and a list show, so that nobody takes one patient for another (F068).
 *
 * Returns: (transfer full): « LAPRUNE Alba, née le 12/03/1948 (F) »
 */
char *
spico_patient_format_identity (const char *birth_name,
                               const char *first_names,
                               const char *birth_date,
                               SpicoSex    sex)
{
  g_autofree char *name = spico_patient_format_name (birth_name, first_names);
  g_autofree char *birth = spico_patient_format_birth (birth_date, sex);

  /* Translators: a patient: the name, then « born on … » */
  return g_strdup_printf (_("%1$s, %2$s"), name, birth);
}

/**
 * spico_patient_sex_label:
 * @sex: a sex
 *
 * Returns: (transfer none): the word for it
 */
const char *
spico_patient_sex_label (SpicoSex sex)
{
  switch (sex)
    {
    case SPICO_SEX_FEMALE:
      return C_("sex", "Female");
    case SPICO_SEX_MALE:
      return C_("sex", "Male");
    case SPICO_SEX_UNKNOWN:
    default:
      return C_("sex", "Unknown");
    }
}

/**
 * spico_patient_sex_letter:
 * @sex: a sex
 *
 * Returns: (transfer none): the letter that stands for it in lists
 */
const char *
spico_patient_sex_letter (SpicoSex sex)
{
  switch (sex)
    {
    case SPICO_SEX_FEMALE:
      return C_("sex", "F");
    case SPICO_SEX_MALE:
      return C_("sex", "M");
    case SPICO_SEX_UNKNOWN:
    default:
      return "—";
    }
}

/**
 * spico_patient_format_age:
 * @birth_date: (nullable): the birth date, `YYYY-MM-DD`
 * @today: the current day
 *
 * Returns: (transfer full) (nullable): the age in years, in months below two years; %NULL where the birth date does not tell
 */
char *
spico_patient_format_age (const char  *birth_date,
                          const GDate *today)
{
  guint year, month, day;
  int months;

  if (!parse_date (birth_date, &year, &month, &day) || month == 0 || day == 0)
    return NULL;

  months = ((int) g_date_get_year (today) - (int) year) * 12 + (int) g_date_get_month (today) - (int) month;
  if (g_date_get_day (today) < day)
    months--;

  if (months < 0)
    return NULL;
  if (months < 24)
    return g_strdup_printf (g_dngettext (NULL, "%d month", "%d months", (gulong) months), months);
  return g_strdup_printf (g_dngettext (NULL, "%d year", "%d years", (gulong) (months / 12)), months / 12);
}

/**
 * spico_patient_format_matricule:
 * @matricule: (nullable): an INS number with its key, 15 characters
 *
 * Returns: (transfer full): the number in its usual groups, with no-break spaces; unchanged if it has another length
 */
char *
spico_patient_format_matricule (const char *matricule)
{
  GString *text;

  if (matricule == NULL)
    return g_strdup ("");
  if (strlen (matricule) != 15)
    return g_strdup (matricule);

  text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (matricule_groups); i++)
    {
      if (i > 0)
        g_string_append (text, "\u00a0");
      g_string_append_len (text, matricule, matricule_groups[i]);
      matricule += matricule_groups[i];
    }

  return g_string_free (text, FALSE);
}

/**
 * spico_patient_ins_status_label:
 * @status: a status
 *
 * Returns: (transfer none): the word for it: « provisoire », « récupérée », « validée » or « qualifiée » (X012)
 */
const char *
spico_patient_ins_status_label (SpicoInsStatus status)
{
  switch (status)
    {
    case SPICO_INS_QUALIFIED:
      return C_("identity", "qualified");
    case SPICO_INS_VALIDATED:
      return C_("identity", "validated");
    case SPICO_INS_RETRIEVED:
      return C_("identity", "retrieved");
    case SPICO_INS_PROVISIONAL:
    default:
      return C_("identity", "provisional");
    }
}
