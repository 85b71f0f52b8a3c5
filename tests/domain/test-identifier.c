/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-identifier.h"

typedef struct {
  const char *text;
  SpicoIdentifierCheck check;
} Vector;

#define VALID SPICO_IDENTIFIER_VALID
#define WRONG_KEY SPICO_IDENTIFIER_WRONG_KEY
#define MALFORMED SPICO_IDENTIFIER_MALFORMED

/* Numbers of published test ranges and made-up ones; none is a person's. */
static const Vector rpps[] = {
  { "8997000000", MALFORMED },
  { "899700000055", MALFORMED },
  { "8997000000A", MALFORMED },
  { "", MALFORMED },
};

static const Vector finess[] = {
  { "010000495", VALID },
  { "010001311", VALID },
  { "010002558", VALID },
  { "2A0002408", VALID },
  { "2A0004040", VALID },
  { "2B0002638", VALID },
  { "2B0007298", VALID },
  { "010000017", WRONG_KEY },
  { "2A0002409", WRONG_KEY },
  { "2C0002408", MALFORMED },
  { "1A0002408", MALFORMED },
  { "2a0002408", MALFORMED },
  { "01000016", MALFORMED },
  { "0100004955", MALFORMED },
  { "", MALFORMED },
  { "2", MALFORMED },
};

static const Vector ins[] = {
  { "295109912611193", VALID },
  { "253072B07300470", VALID },
  { "253072A07300443", VALID },
  { "279035121518989", VALID },
  { "277076322082910", VALID },
  { "274075176079430", VALID },
  { "180017505600103", VALID },
  { "295109912611199", WRONG_KEY },
  { "123456789012244", WRONG_KEY },
  { "276037510669380", WRONG_KEY },
  { "899999999999999", WRONG_KEY },
  { "253072C07300443", MALFORMED },
  { "6546546546546703", MALFORMED },
  { "2790351215189", MALFORMED },
  { "27903512151898 9", MALFORMED },
  { "2790351215189AB", MALFORMED },
  { "", MALFORMED },
};

static void
check_vectors (const Vector *vectors,
               guint         n_vectors,
               SpicoIdentifierCheck (*check) (const char *text))
{
  for (guint i = 0; i < n_vectors; i++)
    {
      g_test_message ("%s", vectors[i].text);
      g_assert_cmpint (check (vectors[i].text), ==, vectors[i].check);
    }
}

static void
test_rpps (void)
{
  guint n_valid = 0;

  check_vectors (rpps, G_N_ELEMENTS (rpps), spico_identifier_check_rpps);

  /* Of ten keys exactly one is right. */
  for (char key = '0'; key <= '9'; key++)
    {
      char number[] = "89970000000";

      number[10] = key;
      n_valid += spico_identifier_check_rpps (number) == VALID;
    }

  g_assert_cmpuint (n_valid, ==, 1);
}

static void
test_luhn_catches_one_wrong_digit (void)
{
  for (guint place = 0; place < 9; place++)
    {
      for (char digit = '0'; digit <= '9'; digit++)
        {
          char number[] = "010000495";
          gboolean is_same = number[place] == digit;

          number[place] = digit;
          g_assert_cmpint (spico_identifier_check_finess (number), ==, is_same ? VALID : WRONG_KEY);
        }
    }
}

static void
test_finess (void)
{
  check_vectors (finess, G_N_ELEMENTS (finess), spico_identifier_check_finess);
}

static void
test_ins (void)
{
  check_vectors (ins, G_N_ELEMENTS (ins), spico_identifier_check_ins);
  g_assert_cmpint (spico_identifier_ins_key ("123456789012244"), ==, 12);
  g_assert_cmpint (spico_identifier_ins_key ("1234567890"), ==, -1);
}

static void
test_national (void)
{
  g_assert_cmpint (spico_identifier_check_national ("0319970005"), ==, VALID);
  g_assert_cmpint (spico_identifier_check_national ("02A9970005"), ==, VALID);
  g_assert_cmpint (spico_identifier_check_national ("03199700056"), ==, MALFORMED);
  g_assert_cmpint (spico_identifier_check_national ("7319970005"), ==, MALFORMED);
  g_assert_cmpint (spico_identifier_check_national ("8"), ==, MALFORMED);
  g_assert_cmpint (spico_identifier_check_national (""), ==, MALFORMED);
}

static void
test_ids (void)
{
  g_autofree char *person = spico_identifier_person_id ("810001234567");
  g_autofree char *structure = spico_identifier_structure_id ("2A0002408");

  g_assert_cmpstr (person, ==, "p810001234567");
  g_assert_cmpstr (structure, ==, "f2a0002408");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/identifier/rpps", test_rpps);
  g_test_add_func ("/domain/identifier/luhn-catches-one-wrong-digit", test_luhn_catches_one_wrong_digit);
  g_test_add_func ("/domain/identifier/finess", test_finess);
  g_test_add_func ("/domain/identifier/ins", test_ins);
  g_test_add_func ("/domain/identifier/national", test_national);
  g_test_add_func ("/domain/identifier/ids", test_ids);

  return g_test_run ();
}
