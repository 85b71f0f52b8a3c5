/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-pace.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define START_US (1000 * SECOND_US)

typedef struct {
  SpicoEventPace pace;
  gint64 now_us;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  spico_event_pace_init (&fixture->pace, SECOND_US);
  fixture->now_us = START_US;
}

static gboolean
begins (Fixture *fixture,
        gint64   after_us)
{
  gboolean is_due;

  fixture->now_us += after_us;

  return spico_event_pace_begin (&fixture->pace, fixture->now_us, &is_due);
}

/* Begins, and tells whether it is due. */
static gboolean
is_due (Fixture *fixture,
        gint64   after_us)
{
  gboolean result;

  fixture->now_us += after_us;
  g_assert_true (spico_event_pace_begin (&fixture->pace, fixture->now_us, &result));

  return result;
}

static void
review (Fixture *fixture,
        gint64   takes_us,
        gboolean has_failed)
{
  gint64 begun_us = fixture->now_us;

  fixture->now_us += takes_us;
  spico_event_pace_end (&fixture->pace, begun_us, fixture->now_us, has_failed);
}

static void
test_first (Fixture      *fixture,
            gconstpointer data)
{
  g_assert_true (is_due (fixture, 0));
}

static void
test_idle (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (is_due (fixture, 0));
  review (fixture, 0, FALSE);
  fixture->now_us += SECOND_US;
  for (guint i = 0; i < 100; i++)
    {
      g_assert_false (is_due (fixture, SECOND_US / 4));
      spico_event_pace_end_idle (&fixture->pace);
    }
}

static void
test_one_at_a_time (Fixture      *fixture,
                    gconstpointer data)
{
  g_assert_true (begins (fixture, 0));
  g_assert_false (begins (fixture, 100 * SECOND_US));
  spico_event_pace_end_idle (&fixture->pace);
  g_assert_true (begins (fixture, 0));
}

/* A short review may follow another after the least interval, counted from one beginning to the next. */
static void
test_short (Fixture      *fixture,
            gconstpointer data)
{
  g_assert_true (begins (fixture, 0));
  review (fixture, SECOND_US / 10, FALSE);
  g_assert_false (begins (fixture, 0));
  g_assert_false (begins (fixture, SECOND_US * 9 / 10 - 1));
  g_assert_true (begins (fixture, 1));
}

/* A long one leaves five times as much to the rest. */
static void
test_long (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (begins (fixture, 0));
  review (fixture, 2 * SECOND_US, FALSE);
  g_assert_false (begins (fixture, 10 * SECOND_US - 1));
  g_assert_true (begins (fixture, 1));
  /* Once it is short again, so is the wait. */
  review (fixture, 0, FALSE);
  g_assert_true (begins (fixture, SECOND_US));
}

/* Whatever is written, and however long each takes, reviews take a sixth of the time at most. */
static void
test_share (Fixture      *fixture,
            gconstpointer data)
{
  gint64 spent_us = 0;

  g_random_set_seed (1);
  while (fixture->now_us < START_US + 3600 * SECOND_US)
    {
      gint64 takes_us = g_random_int_range (0, 5 * G_USEC_PER_SEC);

      while (!begins (fixture, SECOND_US / 4))
        continue;
      review (fixture, takes_us, FALSE);
      spent_us += takes_us;
    }
  g_assert_cmpint (spent_us, <=, (fixture->now_us - START_US) / 6 + 5 * SECOND_US);
}

static void
test_by_the_clock (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_true (is_due (fixture, 0));
  review (fixture, 0, FALSE);
  g_assert_false (is_due (fixture, 30 * SECOND_US - 1));
  spico_event_pace_end_idle (&fixture->pace);
  g_assert_true (is_due (fixture, 1));
}

/* What somebody asks for waits for no interval, but for the rest of the time. */
static void
test_owed (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_true (begins (fixture, 0));
  /* While one goes on, which may have read too early. */
  spico_event_pace_owe (&fixture->pace);
  review (fixture, SECOND_US / 100, FALSE);
  g_assert_false (begins (fixture, SECOND_US / 100));
  g_assert_true (is_due (fixture, SECOND_US / 100 * 4));
  review (fixture, 0, FALSE);
  g_assert_false (begins (fixture, SECOND_US - 1));
  g_assert_false (is_due (fixture, 1));
}

/* A database in trouble is not asked any oftener. */
static void
test_failed (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_true (begins (fixture, 0));
  review (fixture, SECOND_US, TRUE);
  g_assert_false (begins (fixture, 5 * SECOND_US - 1));
  g_assert_true (is_due (fixture, 1));
  review (fixture, 0, TRUE);
  g_assert_false (begins (fixture, SECOND_US - 1));
  g_assert_true (is_due (fixture, 1));
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/event-pace/the-first-look-reviews", test_first);
  add ("/event-pace/where-nothing-is-written-it-only-looks", test_idle);
  add ("/event-pace/one-at-a-time", test_one_at_a_time);
  add ("/event-pace/short-reviews-follow-after-the-least-interval", test_short);
  add ("/event-pace/long-reviews-leave-time-to-the-rest", test_long);
  add ("/event-pace/reviews-take-a-sixth-of-the-time-at-most", test_share);
  add ("/event-pace/what-ends-by-the-clock-is-looked-for", test_by_the_clock);
  add ("/event-pace/what-is-owed-is-due", test_owed);
  add ("/event-pace/what-failed-is-owed", test_failed);

  return g_test_run ();
}
