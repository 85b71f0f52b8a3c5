/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-identifier.h"

#include <string.h>

#define RPPS_LENGTH 11
#define ADELI_LENGTH 9
#define FINESS_LENGTH 9
#define INS_BODY_LENGTH 13
#define INS_LENGTH 15

static gboolean
all_digits (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

/* Luhn over characters whose values are 0 to 9; the last one is the key. */
static gboolean
luhn_holds (const char *text,
            int (*value_of) (char c))
{
  gsize length = strlen (text);
  int sum = 0;

  for (gsize i = 0; i < length; i++)
    {
      int value = value_of (text[length - 1 - i]);

      if (i % 2 == 1)
        value = value * 2 > 9 ? value * 2 - 9 : value * 2;
      sum += value;
    }

  return sum % 10 == 0;
}

static int
finess_value (char c)
{
  if (c == 'A')
    return 1;
  if (c == 'B')
    return 2;

  return g_ascii_digit_value (c);
}

/* 2A and 2B for Corsica. */
static gboolean
is_corsican_letter (char digit,
                    char letter)
{
  return digit == '2' && (letter == 'A' || letter == 'B');
}

/**
 * spico_identifier_check_rpps:
 * @number: an RPPS number, from anywhere
 *
 * Returns: whether it is 11 digits that follow Luhn's rule (X016)
 */
SpicoIdentifierCheck
spico_identifier_check_rpps (const char *number)
{
  if (strlen (number) != RPPS_LENGTH || !all_digits (number, RPPS_LENGTH))
    return SPICO_IDENTIFIER_MALFORMED;

  return luhn_holds (number, g_ascii_digit_value) ? SPICO_IDENTIFIER_VALID : SPICO_IDENTIFIER_WRONG_KEY;
}

/**
 * spico_identifier_check_adeli:
 * @number: an ADELI number, from anywhere
 *
 * Returns: whether it has the form of one: a department, whose second character may be a letter, and seven digits; a key is not checked, no register keeps to one
 */
SpicoIdentifierCheck
spico_identifier_check_adeli (const char *number)
{
  if (strlen (number) != ADELI_LENGTH || !g_ascii_isdigit (number[0]) || !(g_ascii_isdigit (number[1]) || g_ascii_isupper (number[1])) || !all_digits (number + 2, ADELI_LENGTH - 2))
    return SPICO_IDENTIFIER_MALFORMED;

  return SPICO_IDENTIFIER_VALID;
}

/**
 * spico_identifier_check_national:
 * @identifier: a national identifier of a professional (« Identification nationale PP »), from anywhere
 *
 * Returns: the check of what follows its first digit: 8 and an RPPS number, or 0 and an ADELI number
 */
SpicoIdentifierCheck
spico_identifier_check_national (const char *identifier)
{
  if (identifier[0] == '8')
    return spico_identifier_check_rpps (identifier + 1);
  if (identifier[0] == '0')
    return spico_identifier_check_adeli (identifier + 1);

  return SPICO_IDENTIFIER_MALFORMED;
}

/**
 * spico_identifier_check_finess:
 * @number: a FINESS number, from anywhere
 *
 * Returns: whether it is 9 characters that follow Luhn's rule, where the department may be 2A or 2B (A counts 1, B counts 2)
 */
SpicoIdentifierCheck
spico_identifier_check_finess (const char *number)
{
  if (strlen (number) != FINESS_LENGTH || !all_digits (number + 2, FINESS_LENGTH - 2))
    return SPICO_IDENTIFIER_MALFORMED;
  if (!g_ascii_isdigit (number[0]) || !(g_ascii_isdigit (number[1]) || is_corsican_letter (number[0], number[1])))
    return SPICO_IDENTIFIER_MALFORMED;

  return luhn_holds (number, finess_value) ? SPICO_IDENTIFIER_VALID : SPICO_IDENTIFIER_WRONG_KEY;
}

/**
 * spico_identifier_ins_key:
 * @matricule: the 13 first characters of an INS number, or more, from anywhere
 *
 * Returns: its key, 97 − (number mod 97), 2A counting as 19 and 2B as 18; −1 where it has no such form (X012)
 */
int
spico_identifier_ins_key (const char *matricule)
{
  guint64 number = 0;

  if (strlen (matricule) < INS_BODY_LENGTH)
    return -1;

  for (guint i = 0; i < INS_BODY_LENGTH; i++)
    {
      int digit = g_ascii_digit_value (matricule[i]);

      if (i == 6 && is_corsican_letter (matricule[5], matricule[6]))
        digit = matricule[6] == 'A' ? 9 : 8;
      else if (i == 5 && is_corsican_letter (matricule[5], matricule[6]))
        digit = 1;

      if (digit < 0)
        return -1;
      number = number * 10 + (guint64) digit;
    }

  return 97 - (int) (number % 97);
}

/**
 * spico_identifier_check_ins:
 * @matricule: an INS number (NIR or NIA) with its key, from anywhere
 *
 * Returns: whether it is 13 characters and their key of two digits (X012)
 */
SpicoIdentifierCheck
spico_identifier_check_ins (const char *matricule)
{
  int key = spico_identifier_ins_key (matricule);

  if (key < 0 || strlen (matricule) != INS_LENGTH || !all_digits (matricule + INS_BODY_LENGTH, 2))
    return SPICO_IDENTIFIER_MALFORMED;

  return key == g_ascii_digit_value (matricule[13]) * 10 + g_ascii_digit_value (matricule[14]) ? SPICO_IDENTIFIER_VALID : SPICO_IDENTIFIER_WRONG_KEY;
}

/**
 * spico_identifier_person_id:
 * @national_identifier: 8 and an RPPS number, or 0 and an ADELI number
 *
 * Returns: (transfer full): the id of that person's Principal, and of their account
 */
char *
spico_identifier_person_id (const char *national_identifier)
{
  g_autofree char *lower = g_ascii_strdown (national_identifier, -1);

  return g_strconcat ("p", lower, NULL);
}

/**
 * spico_identifier_structure_id:
 * @finess: a FINESS number
 *
 * Returns: (transfer full): the id of that structure's Principal, and of its account
 */
char *
spico_identifier_structure_id (const char *finess)
{
  g_autofree char *lower = g_ascii_strdown (finess, -1);

  return g_strconcat ("f", lower, NULL);
}
