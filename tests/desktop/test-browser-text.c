/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the browser says once one has signed in with a provider, or not (F002), and what is said to whoever has no account (F001). */
#include <string.h>

#include "spico-browser-text.h"
#include "spico-client-error.h"

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static char *
format_refusal (SpicoClientError code)
{
  g_autoptr (GError) error = g_error_new_literal (SPICO_CLIENT_ERROR, (int) code, "not for people");

  return spico_browser_format_page (error);
}

static void
test_pages (void)
{
  g_autofree char *in = spico_browser_format_page (NULL);
  g_autofree char *cancelled = format_refusal (SPICO_CLIENT_ERROR_CANCELLED);
  g_autofree char *unknown = format_refusal (SPICO_CLIENT_ERROR_NO_ACCOUNT);

  g_assert_nonnull (strstr (in, "<h1>You are signed in to Spico.</h1>\n<p>You can close this page.</p>"));
  g_assert_nonnull (strstr (cancelled, "<h1>You are not signed in to Spico.</h1>\n<p>You can close this page and go back to Spico.</p>"));
  g_assert_nonnull (strstr (unknown, "<p>You do not have an account yet. Contact the support desk. You can close this page and go back to Spico.</p>"));
  g_assert_null (strstr (unknown, "not for people"));
  /* It loads nothing, and runs nothing. */
  g_assert_null (strstr (in, "src="));
  g_assert_null (strstr (in, "<script"));
}

static void
test_no_account (void)
{
  const char *both[] = { "aide@region.example", "05 00 00 00 00", "de 8 h à 18 h", NULL };
  const char *telephone[] = { "", "05 00 00 00 00", "", NULL };
  const char *nothing[] = { "", "", "", NULL };

  check (spico_browser_format_no_account (both), "You do not have an account yet. Contact the support desk: aide@region.example, 05 00 00 00 00.");
  check (spico_browser_format_no_account (telephone), "You do not have an account yet. Contact the support desk: 05 00 00 00 00.");
  check (spico_browser_format_no_account (nothing), "You do not have an account yet. Contact the support desk.");
  check (spico_browser_format_no_account (NULL), "You do not have an account yet. Contact the support desk.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/browser-text/pages", test_pages);
  g_test_add_func ("/browser-text/no-account", test_no_account);

  return g_test_run ();
}
