/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-auth-limiter.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
fail_times (SpicoAuthLimiter *limiter,
            const char       *login,
            const char       *address,
            guint             n,
            gint64            now)
{
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (spico_auth_limiter_begin (limiter, login, address, now), ==, 0);
}

static void
test_doubles (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (100);
  gint64 now = SECOND;

  fail_times (limiter, "a", NULL, 5, now);
  for (guint wait = 1; wait <= 32; wait *= 2)
    {
      g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", NULL, now), ==, wait);
      /* Asking too early makes it no longer. */
      g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", NULL, now), ==, wait);
      now += wait * SECOND;
      g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", NULL, now), ==, 0);
    }
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", NULL, now), ==, 60);
      now += 60 * SECOND;
      g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", NULL, now), ==, 0);
    }
}

/* A server that takes ten seconds over a password gives no guesses away. */
static void
test_wait_begins_with_the_answer (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (100);

  fail_times (limiter, "a", "192.0.2.1", 4, SECOND);
  spico_auth_limiter_fail (limiter, "a", "192.0.2.1", 11 * SECOND);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", "192.0.2.1", 11 * SECOND), ==, 0);
  spico_auth_limiter_fail (limiter, "a", "192.0.2.1", 21 * SECOND);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", "192.0.2.1", 21 * SECOND), ==, 1);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "a", "192.0.2.1", 22 * SECOND), ==, 0);
}

static void
test_other_logins (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (100);

  fail_times (limiter, "a", NULL, 5, SECOND);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "b", NULL, SECOND), ==, 0);
}

static void
test_address (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (1000);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *login = g_strdup_printf ("login%u", i);

      fail_times (limiter, login, "192.0.2.1", 1, SECOND);
    }
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "fresh", "192.0.2.1", SECOND), ==, 1);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "fresh", "192.0.2.2", SECOND), ==, 0);
}

static void
test_success (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (100);

  for (guint i = 0; i < 200; i++)
    {
      fail_times (limiter, "a", "192.0.2.1", 1, SECOND);
      spico_auth_limiter_succeed (limiter, "a", "192.0.2.1");
    }
  g_assert_cmpuint (spico_auth_limiter_size (limiter), ==, 0);
}

static void
test_success_elsewhere (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (1000);

  /* Who has one account of their own does not buy guesses at others with it. */
  for (guint i = 0; i < 29; i++)
    {
      g_autofree char *login = g_strdup_printf ("login%u", i);

      fail_times (limiter, login, "192.0.2.1", 1, SECOND);
    }
  fail_times (limiter, "mine", "192.0.2.1", 1, SECOND);
  spico_auth_limiter_succeed (limiter, "mine", "192.0.2.1");
  fail_times (limiter, "other", "192.0.2.1", 1, SECOND);
  g_assert_cmpuint (spico_auth_limiter_begin (limiter, "another", "192.0.2.1", SECOND), ==, 1);
}

static void
test_forgets (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (100);

  fail_times (limiter, "a", NULL, 5, SECOND);
  fail_times (limiter, "a", NULL, 5, SECOND + 2 * G_GINT64_CONSTANT (3600) * SECOND);
}

static void
test_bounded (void)
{
  g_autoptr (SpicoAuthLimiter) limiter = spico_auth_limiter_new (50);

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *login = g_strdup_printf ("login%u", i);
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", i);

      fail_times (limiter, login, address, 1, SECOND + i);
    }
  g_assert_cmpuint (spico_auth_limiter_size (limiter), <=, 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limiter/each-failure-doubles-the-wait-up-to-a-minute", test_doubles);
  g_test_add_func ("/limiter/the-wait-begins-with-the-answer", test_wait_begins_with_the_answer);
  g_test_add_func ("/limiter/other-logins-are-not-held", test_other_logins);
  g_test_add_func ("/limiter/one-address-trying-many-logins-is-held", test_address);
  g_test_add_func ("/limiter/signing-in-well-leaves-no-trace", test_success);
  g_test_add_func ("/limiter/ones-own-account-buys-no-guesses", test_success_elsewhere);
  g_test_add_func ("/limiter/failures-are-forgotten-after-an-hour", test_forgets);
  g_test_add_func ("/limiter/memory-is-bounded", test_bounded);

  return g_test_run ();
}
