/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "spico-client-error.h"
#include "spico-day.h"
#include "spico-error-text.h"
#include "spico-thread-text.h"

/* English, the language of the code: what is French is in po/fr.po and in the end-to-end tests. */

static GDateTime *
at (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  return g_date_time_new_from_iso8601 (text, utc);
}

static SpicoThreadPlace
place (const char *previous_person,
       const char *previous_time,
       const char *person,
       const char *time)
{
  g_autoptr (GDateTime) above_time = at (previous_time);
  g_autoptr (GDateTime) here_time = at (time);
  SpicoThreadMessage above = { previous_person, previous_person, above_time };
  SpicoThreadMessage here = { person, person, here_time };

  return spico_thread_place (&above, &here, NULL, FALSE, FALSE);
}

static void
test_group (void)
{
  SpicoThreadPlace same = place ("p1", "2026-11-16T14:30:00Z", "p1", "2026-11-16T14:34:59Z");
  SpicoThreadPlace late = place ("p1", "2026-11-16T14:30:00Z", "p1", "2026-11-16T14:35:00Z");
  SpicoThreadPlace other = place ("p1", "2026-11-16T14:30:00Z", "p2", "2026-11-16T14:31:00Z");

  g_assert_false (same.starts_group);
  g_assert_true (late.starts_group);
  g_assert_true (other.starts_group);
  g_assert_true (same.ends_group);
  g_assert_false (same.starts_day);
}

static void
test_account_and_divider (void)
{
  g_autoptr (GDateTime) time = at ("2026-11-16T14:30:00Z");
  SpicoThreadMessage own = { "p1", "p1", time };
  SpicoThreadMessage behalf = { "p1", "f1", time };

  g_assert_true (spico_thread_place (&own, &behalf, NULL, FALSE, FALSE).starts_group);
  g_assert_false (spico_thread_place (&own, &own, &own, FALSE, FALSE).starts_group);
  g_assert_true (spico_thread_place (&own, &own, &own, TRUE, FALSE).starts_group);
  g_assert_true (spico_thread_place (&own, &own, &own, FALSE, TRUE).ends_group);
  g_assert_false (spico_thread_place (&own, &own, &own, FALSE, FALSE).ends_group);
}

static void
test_day (void)
{
  SpicoThreadPlace midnight = place ("p1", "2026-11-15T23:59:00Z", "p1", "2026-11-16T00:01:00Z");

  g_assert_true (midnight.starts_day);
  g_assert_true (midnight.starts_group);
}

static void
assert_day (const char *day,
            const char *expected)
{
  g_autoptr (GDateTime) now = at ("2026-11-21T08:00:00Z");
  g_autoptr (GDateTime) then = at (day);
  g_autofree char *text = spico_text_day (then, now);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_day_headers (void)
{
  assert_day ("2026-11-21T00:00:00Z", "Today");
  assert_day ("2026-11-20T23:59:00Z", "Yesterday");
  assert_day ("2026-11-16T12:00:00Z", "Monday, November 16");
  assert_day ("2025-11-16T12:00:00Z", "Sunday, November 16, 2025");
}

static void
assert_short (const char *time,
              const char *expected)
{
  g_autoptr (GDateTime) now = at ("2026-11-21T08:00:00Z");
  g_autoptr (GDateTime) then = at (time);
  g_autofree char *text = spico_text_short_time (then, now);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_short_times (void)
{
  assert_short ("2026-11-21T07:05:00Z", "07:05");
  assert_short ("2026-11-21T09:05:00Z", "09:05");
  assert_short ("2026-11-20T07:05:00Z", "Yesterday");
  assert_short ("2026-11-16T07:05:00Z", "Monday");
  assert_short ("2026-11-01T07:05:00Z", "Nov 1");
  assert_short ("2025-12-31T07:05:00Z", "2025-12-31");
}

static void
assert_seen (const char *const *readers,
             const char        *expected)
{
  g_autofree char *text = spico_text_seen_by (readers);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_seen_by (void)
{
  assert_seen ((const char *const[]) { NULL }, "");
  assert_seen ((const char *const[]) { "A", NULL }, "Seen by A");
  assert_seen ((const char *const[]) { "A", "B", NULL }, "Seen by A and B");
  assert_seen ((const char *const[]) { "A", "B", "C", NULL }, "Seen by A, B and C");
  assert_seen ((const char *const[]) { "A", "B", "C", "D", "E", NULL }, "Seen by A, B and 3 others");
}

static void
test_added (void)
{
  static const char *const nine[] = { "A", "B", "C", "D", "E", "F", "G", "H", "I", NULL };
  g_autofree char *one = spico_text_added ("X", (const char *const[]) { "A", NULL });
  g_autofree char *own = spico_text_added (NULL, (const char *const[]) { "A", "B", NULL });
  g_autofree char *many = spico_text_added ("X on behalf of Y", nine);
  g_autofree char *waiting = spico_text_adding ((const char *const[]) { "A", "B", NULL });

  g_assert_cmpstr (waiting, ==, "Adding A and B");
  g_assert_cmpstr (one, ==, "X added A");
  g_assert_cmpstr (own, ==, "You added A and B");
  g_assert_cmpstr (many, ==, "X on behalf of Y added A, B, C, D, E and 4 others");
}

static void
test_behalf (void)
{
  g_autofree char *own = spico_text_on_behalf ("X", NULL);
  g_autofree char *behalf = spico_text_on_behalf ("X", "Y");

  g_assert_cmpstr (own, ==, "X");
  g_assert_cmpstr (behalf, ==, "X on behalf of Y");
}

/* F041: which group, and what can be done. */
static void
test_failure (void)
{
  static const char *const names[] = { "TND", "PCO", NULL };
  g_autofree char *one = spico_text_message_failure (SPICO_MESSAGE_FAILURE_GROUPS, names + 1);
  g_autofree char *several = spico_text_message_failure (SPICO_MESSAGE_FAILURE_GROUPS, names);
  g_autofree char *other = spico_text_message_failure (SPICO_MESSAGE_FAILURE_TOO_LARGE, NULL);

  g_assert_cmpstr (one, ==, "The group of favorites “PCO” can no longer be used: nothing was sent. “Retry” keeps the same people, without the group.");
  g_assert_true (g_str_has_prefix (several, "At least one of these groups of favorites can no longer be used: “TND”, “PCO”. Nothing was sent."));
  g_assert_cmpstr (other, ==, "The message is too long.");
}

static void
test_counts (void)
{
  g_autofree char *one = spico_text_unread_divider (1);
  g_autofree char *three = spico_text_unread_divider (3);
  g_autofree char *offline = spico_text_offline (0);
  g_autofree char *waiting = spico_text_offline (1);

  g_assert_cmpstr (one, ==, "1 new message");
  g_assert_cmpstr (three, ==, "3 new messages");
  g_assert_cmpstr (offline, ==, "Offline");
  g_assert_cmpstr (waiting, ==, "Offline · 1 message waiting");
}

static void
test_row_label (void)
{
  g_autofree char *quiet = spico_text_conversation_label ("Subject", "A, B", NULL, NULL, 0, FALSE, FALSE, 0, 0);
  g_autofree char *busy = spico_text_conversation_label ("Subject", "A", "PATIENT", "C answers", 3, TRUE, TRUE, 2, 1);

  g_assert_cmpstr (quiet, ==, "Subject, A, B");
  g_assert_cmpstr (busy, ==, "Subject, A, PATIENT, C answers, 3 unread, Draft, 2 messages waiting, 1 message failed");
}

static void
test_one_line (void)
{
  g_autofree char *line = spico_text_one_line ("  two\n\nlines \t here ");

  g_assert_cmpstr (line, ==, "two lines here");
}

static void
test_errors (void)
{
  for (int code = SPICO_CLIENT_ERROR_OFFLINE; code <= SPICO_CLIENT_ERROR_STATE; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (SPICO_CLIENT_ERROR, code, "column ins_matricule");

      g_assert_cmpuint (strlen (spico_error_text (error)), >, 10);
      g_assert_null (strstr (spico_error_text (error), "column"));
    }
}

static const char *wall_clock = "2026-11-24T23:59:58+01:00";

static GDateTime *
read_clock (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (wall_clock, NULL);

  return g_date_time_to_local (time);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* A day that ends while a window is open, a clock that was set back, and a day that is the same. */
static void
test_day_changes (void)
{
  g_autoptr (SpicoDay) day = spico_day_new (read_clock);
  g_autoptr (GDate) today = NULL;
  guint n = 0;

  g_signal_connect_swapped (day, "changed", G_CALLBACK (count_cb), &n);
  spico_day_check (day);
  g_assert_cmpuint (n, ==, 0);
  wall_clock = "2026-11-26T08:00:00+01:00";
  spico_day_check (day);
  spico_day_check (day);
  g_assert_cmpuint (n, ==, 1);
  today = spico_day_today (day);
  g_assert_cmpint (g_date_get_day (today), ==, 26);
  wall_clock = "2026-11-25T08:00:00+01:00";
  spico_day_check (day);
  g_assert_cmpuint (n, ==, 2);
}

/* Nobody asks: midnight itself wakes it up. */
static void
test_midnight (void)
{
  g_autoptr (SpicoDay) day = NULL;
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n = 0;

  wall_clock = "2026-11-24T23:59:59+00:00";
  day = spico_day_new (read_clock);
  g_signal_connect_swapped (day, "changed", G_CALLBACK (count_cb), &n);
  wall_clock = "2026-11-25T00:00:01+00:00";
  while (n == 0 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-text/five minutes make a group", test_group);
  g_test_add_func ("/thread-text/account and divider end a group", test_account_and_divider);
  g_test_add_func ("/thread-text/midnight starts a day", test_day);
  g_test_add_func ("/thread-text/day headers", test_day_headers);
  g_test_add_func ("/thread-text/another day begins", test_day_changes);
  g_test_add_func ("/thread-text/midnight is told", test_midnight);
  g_test_add_func ("/thread-text/short times of the list", test_short_times);
  g_test_add_func ("/thread-text/B004 read receipts", test_seen_by);
  g_test_add_func ("/thread-text/F053 who added whom", test_added);
  g_test_add_func ("/thread-text/F022 both names", test_behalf);
  g_test_add_func ("/thread-text/failure", test_failure);
  g_test_add_func ("/thread-text/B003 counts in the singular and the plural", test_counts);
  g_test_add_func ("/thread-text/B010 what a screen reader says of a row", test_row_label);
  g_test_add_func ("/thread-text/a text on one line", test_one_line);
  g_test_add_func ("/thread-text/errors show no technical words", test_errors);

  return g_test_run ();
}
