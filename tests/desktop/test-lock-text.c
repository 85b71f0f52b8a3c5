/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lock page says (X018). */
#include "spico-client-error.h"
#include "spico-lock-text.h"

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_what_waits_is_said (void)
{
  check (spico_lock_explain (&(SpicoWaiting) { 0 }), "Spico is locked. What this computer keeps is encrypted.");
  check (spico_lock_explain (&(SpicoWaiting) { .n_messages = 1 }), "Spico is locked. 1 message waits: it leaves once you unlock.");
  check (spico_lock_explain (&(SpicoWaiting) { .n_messages = 12 }), "Spico is locked. 12 messages wait: they leave once you unlock.");
  check (spico_lock_explain (&(SpicoWaiting) { .n_changes = 1 }), "Spico is locked. 1 change waits to be saved: it leaves once you unlock.");
  check (spico_lock_explain (&(SpicoWaiting) { .n_messages = 2, .n_changes = 3, .n_drafts = 1 }),
         "Spico is locked. 2 messages wait: they leave once you unlock.\n3 changes wait to be saved: they leave once you unlock.\n1 text that you typed is neither sent nor saved: you find it again once you unlock.");
  check (spico_lock_explain (&(SpicoWaiting) { .n_drafts = 2 }), "Spico is locked. 2 texts that you typed are neither sent nor saved: you find them again once you unlock.");
}

static void
test_a_wait_comes_before_all_else (void)
{
  g_autoptr (GError) wrong = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "");
  g_autoptr (GError) keyring = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "");

  check (spico_lock_format_error (wrong, 0, FALSE), "Wrong password. It is the one that you last signed in with on this computer.");
  check (spico_lock_format_error (wrong, 0, TRUE), "Wrong password. It is the lock password that you chose for this computer.");
  check (spico_lock_format_error (wrong, 1, FALSE), "Too many attempts. Try again in 1 second.");
  check (spico_lock_format_error (wrong, 300, TRUE), "Too many attempts. Try again in 300 seconds.");
  check (spico_lock_format_error (keyring, 0, TRUE), "The keyring is locked or missing. Unlock it, then try again.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock-text/what-waits-is-said", test_what_waits_is_said);
  g_test_add_func ("/lock-text/a-wait-comes-before-all-else", test_a_wait_comes_before_all_else);

  return g_test_run ();
}
