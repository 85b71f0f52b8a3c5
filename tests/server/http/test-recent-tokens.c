/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-recent-tokens.h"

#define START_US (1000 * (gint64) G_USEC_PER_SEC)
#define LIFETIME_US SPICO_RECENT_TOKENS_LIFETIME_US

static void
assert_found (SpicoRecentTokens *tokens,
              const char        *hash,
              gint64             after_us,
              const char        *expected)
{
  g_autofree char *person_id = spico_recent_tokens_find (tokens, hash, START_US + after_us);

  g_assert_cmpstr (person_id, ==, expected);
}

static void
test_until_refused (void)
{
  SpicoRecentTokens *tokens = spico_recent_tokens_new ();

  spico_recent_tokens_note (tokens, "a", "pa", START_US);
  spico_recent_tokens_note (tokens, "b", "pb", START_US);
  assert_found (tokens, "a", 1, "pa");
  assert_found (tokens, "c", 1, NULL);
  spico_recent_tokens_forget (tokens, "a");
  assert_found (tokens, "a", 1, NULL);
  assert_found (tokens, "b", 1, "pb");
  spico_recent_tokens_free (tokens);
}

/* Half of the time at least, all of it at most. */
static void
test_for_its_time (void)
{
  SpicoRecentTokens *tokens = spico_recent_tokens_new ();

  spico_recent_tokens_note (tokens, "a", "pa", START_US);
  assert_found (tokens, "a", LIFETIME_US / 2 - 1, "pa");
  assert_found (tokens, "a", LIFETIME_US / 2, "pa");
  assert_found (tokens, "a", LIFETIME_US, NULL);
  spico_recent_tokens_note (tokens, "a", "pa", START_US + LIFETIME_US);
  assert_found (tokens, "a", 10 * LIFETIME_US, NULL);
  spico_recent_tokens_free (tokens);
}

/* The oldest make room. */
static void
test_no_more_than_so_many (void)
{
  SpicoRecentTokens *tokens = spico_recent_tokens_new ();
  guint n_found = 0;

  for (guint i = 0; i < 3 * SPICO_RECENT_TOKENS_MAX; i++)
    {
      g_autofree char *hash = g_strdup_printf ("%u", i);

      spico_recent_tokens_note (tokens, hash, "p", START_US);
    }
  for (guint i = 0; i < 3 * SPICO_RECENT_TOKENS_MAX; i++)
    {
      g_autofree char *hash = g_strdup_printf ("%u", i);
      g_autofree char *person_id = spico_recent_tokens_find (tokens, hash, START_US);

      n_found += person_id != NULL;
    }
  g_assert_cmpuint (n_found, >=, SPICO_RECENT_TOKENS_MAX / 2);
  g_assert_cmpuint (n_found, <=, SPICO_RECENT_TOKENS_MAX);
  spico_recent_tokens_free (tokens);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent-tokens/until-refused", test_until_refused);
  g_test_add_func ("/recent-tokens/for-its-time", test_for_its_time);
  g_test_add_func ("/recent-tokens/no-more-than-so-many", test_no_more_than_so_many);

  return g_test_run ();
}
