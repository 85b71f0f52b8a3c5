/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-uuid.h"

#include <string.h>

#define NOW_US G_GINT64_CONSTANT (1645557742000000)

static void
test_made_as_in_the_rfc (void)
{
  /* The example of RFC 9562, appendix A.6, without its random rand_a. */
  static const guint8 random[SPICO_UUID_RANDOM_SIZE] = { 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f };
  g_autofree char *uuid = spico_uuid_make (NOW_US, random);

  g_assert_cmpstr (uuid, ==, "017f22e2-79b0-7000-98c4-dc0c0c07398f");
  g_assert_true (spico_uuid_is_valid (uuid));
}

static void
test_sorts_by_time (void)
{
  static const guint8 large[SPICO_UUID_RANDOM_SIZE] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  static const guint8 small[SPICO_UUID_RANDOM_SIZE] = { 0 };

  for (gint64 us = NOW_US; us < NOW_US + 3000; us++)
    {
      g_autofree char *before = spico_uuid_make (us, large);
      g_autofree char *after = spico_uuid_make (us + 1, small);

      g_assert_cmpstr (before, <, after);
    }
}

static void
test_never_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    {
      char *uuid = spico_uuid_new (NOW_US);

      g_assert_true (spico_uuid_is_valid (uuid));
      g_assert_true (g_hash_table_add (seen, uuid));
    }
}

static void
test_refuses_other_spellings (void)
{
  static const char *const others[] = {
    "",
    "017f22e279b0700098c4dc0c0c07398f",
    "017F22E2-79B0-7000-98C4-DC0C0C07398F",
    "{017f22e2-79b0-7000-98c4-dc0c0c07398f}",
    "017f22e2-79b0-4000-98c4-dc0c0c07398f",
    "017f22e2-79b0-7000-18c4-dc0c0c07398f",
    "017f22e2-79b0-7000-98c4-dc0c0c07398",
    "017f22e2-79b0-7000-98c4-dc0c0c07398f0",
    "017f22e2-79b0-7000-98c4-dc0c0c07398g",
    "017f22e2_79b0-7000-98c4-dc0c0c07398f",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (spico_uuid_is_valid (others[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/uuid/made-as-in-the-rfc", test_made_as_in_the_rfc);
  g_test_add_func ("/domain/uuid/sorts-by-time", test_sorts_by_time);
  g_test_add_func ("/domain/uuid/never-twice", test_never_twice);
  g_test_add_func ("/domain/uuid/refuses-other-spellings", test_refuses_other_spellings);

  return g_test_run ();
}
