/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "spico-http-watch.h"

#define NOW_US ((gint64) 1000 * G_USEC_PER_SEC)
#define PATIENCE_US ((gint64) 30 * G_USEC_PER_SEC)

typedef struct {
  SpicoHttpWatch *watch;
  int near[2];
  int far[2];
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->watch = spico_http_watch_new ();
  for (guint i = 0; i < G_N_ELEMENTS (fixture->near); i++)
    {
      int ends[2];

      g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
      fixture->near[i] = ends[0];
      fixture->far[i] = ends[1];
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_http_watch_free (fixture->watch);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->near); i++)
    {
      close (fixture->near[i]);
      close (fixture->far[i]);
    }
}

static void
expect (Fixture *fixture,
        guint    i,
        gint64   now_us)
{
  spico_http_watch_expect (fixture->watch, fixture->near[i], now_us + PATIENCE_US);
}

/* What the client sees. */
static gboolean
is_cut (Fixture *fixture,
        guint    i,
        gint64   now_us)
{
  struct pollfd far = { .fd = fixture->far[i], .events = POLLIN };

  spico_http_watch_cut (fixture->watch, now_us);

  return poll (&far, 1, 0) == 1 && (far.revents & POLLHUP) != 0;
}

static void
test_patience (Fixture      *fixture,
               gconstpointer data)
{
  expect (fixture, 0, NOW_US);
  expect (fixture, 1, NOW_US + 1);
  g_assert_false (is_cut (fixture, 0, NOW_US + PATIENCE_US - 1));
  g_assert_true (is_cut (fixture, 0, NOW_US + PATIENCE_US));
  g_assert_false (is_cut (fixture, 1, NOW_US + PATIENCE_US));
  g_assert_true (is_cut (fixture, 1, NOW_US + PATIENCE_US + 1));
}

/* With each share it has its time again, for as long as it goes on. */
static void
test_shares (Fixture      *fixture,
             gconstpointer data)
{
  gint64 now_us = NOW_US;

  for (guint i = 0; i < 1000; i++)
    {
      expect (fixture, 0, now_us);
      now_us += PATIENCE_US - 1;
      g_assert_false (is_cut (fixture, 0, now_us));
    }
  g_assert_true (is_cut (fixture, 0, now_us + 1));
}

static void
test_forgotten (Fixture      *fixture,
                gconstpointer data)
{
  expect (fixture, 0, NOW_US);
  spico_http_watch_forget (fixture->watch, fixture->near[0]);
  g_assert_false (is_cut (fixture, 0, NOW_US + 1000 * PATIENCE_US));
  /* It is nothing to who was never awaited. */
  spico_http_watch_forget (fixture->watch, fixture->near[1]);
  g_assert_false (is_cut (fixture, 1, NOW_US + 1000 * PATIENCE_US));
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/http-watch/who-is-awaited-has-a-while", test_patience);
  add ("/http-watch/each-share-gives-the-time-again", test_shares);
  add ("/http-watch/who-is-not-awaited-has-all-the-time", test_forgotten);

  return g_test_run ();
}
