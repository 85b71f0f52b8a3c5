/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a password locks, only that password opens (X018). */
#include "spico-client-error.h"
#include "spico-lock.h"
#include "spico-test-region.h"

#define PASSWORD "Été à l’hôpital"

static GBytes *
await_key (const char *text,
           const char *password)
{
  return spico_test_await_boxed (spico_lock_unwrap (text, password));
}

static void
test_key_is_spelled (void)
{
  g_autoptr (GBytes) key = spico_lock_make_key ();
  g_autoptr (GBytes) other = spico_lock_make_key ();
  g_autofree char *text = spico_lock_format_key (key);
  g_autoptr (GBytes) read = spico_lock_parse_key (text);

  g_assert_true (g_bytes_equal (key, read));
  g_assert_false (g_bytes_equal (key, other));
  g_assert_null (spico_lock_parse_key (NULL));
  g_assert_null (spico_lock_parse_key (""));
  g_assert_null (spico_lock_parse_key (text + 2));
  text[7] = 'x';
  g_assert_null (spico_lock_parse_key (text));
}

static void
test_only_the_password_opens (void)
{
  g_autoptr (GBytes) key = spico_lock_make_key ();
  g_autofree char *text = spico_test_await_string (spico_lock_wrap (key, PASSWORD));
  g_autofree char *again = spico_test_await_string (spico_lock_wrap (key, PASSWORD));
  g_autofree char *spelled = spico_lock_format_key (key);
  g_autoptr (GBytes) opened = await_key (text, PASSWORD);

  g_assert_true (g_bytes_equal (key, opened));
  g_assert_cmpstr (text, !=, again);
  g_bytes_unref (g_steal_pointer (&opened));
  opened = await_key (text, "E\314\201te\314\201 a\314\200 l’ho\314\202pital");
  g_assert_true (g_bytes_equal (key, opened));
  g_assert_null (strstr (text, spelled));
  spico_test_fails (spico_lock_unwrap (text, "Ete à l’hôpital"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_fails (spico_lock_unwrap (text, ""), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
}

/* One that was altered opens nothing, and costs no more than one may. */
static void
test_what_is_no_lock_is_refused (void)
{
  static const char *const wrong[] = {
    "",
    "$$$$",
    "argon2id-1$3$128$AAAA$AAAA",
    "argon2id-2$3$128$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
    "argon2id-1$0$128$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
    "argon2id-1$11$128$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
    "argon2id-1$3$1025$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
    "argon2id-1$3$-1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
    "argon2id-1$3$128$AAAAAAAAAAAAAAAAAAAAAA==$AAAA$AAAA",
  };
  g_autofree char *large = g_strnfill (100000, '$');

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    spico_test_fails (spico_lock_unwrap (wrong[i], PASSWORD), SPICO_CLIENT_ERROR_KEYRING);
  spico_test_fails (spico_lock_unwrap (large, PASSWORD), SPICO_CLIENT_ERROR_KEYRING);
  spico_test_fails (spico_lock_unwrap ("argon2id-1$1$8$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", PASSWORD), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
}

static void
test_a_token_is_sealed_with_the_key (void)
{
  g_autoptr (GBytes) key = spico_lock_make_key ();
  g_autoptr (GBytes) other = spico_lock_make_key ();
  g_autofree char *sealed = spico_lock_seal (key, "token-secret");
  g_autofree char *opened = spico_lock_unseal (key, sealed);
  g_autofree char *large = g_strnfill (100000, 'A');

  g_assert_cmpstr (opened, ==, "token-secret");
  g_assert_null (strstr (sealed, "token"));
  g_assert_null (spico_lock_unseal (other, sealed));
  g_assert_null (spico_lock_unseal (key, ""));
  g_assert_null (spico_lock_unseal (key, "AAAA"));
  g_assert_null (spico_lock_unseal (key, large));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/a-key-is-spelled", test_key_is_spelled);
  g_test_add_func ("/lock/only-the-password-opens", test_only_the_password_opens);
  g_test_add_func ("/lock/what-is-no-lock-is-refused", test_what_is_no_lock_is_refused);
  g_test_add_func ("/lock/a-token-is-sealed-with-the-key", test_a_token_is_sealed_with_the_key);

  return g_test_run ();
}
