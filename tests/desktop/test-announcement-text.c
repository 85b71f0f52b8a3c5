/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F008: which announcement stands over the window, and what it says. */
#include "spico-announcement-private.h"
#include "spico-announcement-text.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY (24 * HOUR)

/* Monday 30 November 2026, 12:00 UTC. */
#define NOW (G_GINT64_CONSTANT (1796040000) * G_USEC_PER_SEC)

static GDateTime *
at (gint64 us)
{
  return g_date_time_new_from_unix_local_usec (us);
}

static void
add_window (GListStore *list,
            const char *id,
            gint64      starts_at,
            gint64      ends_at,
            gboolean    is_read)
{
  g_autoptr (SpicoAnnouncement) announcement = spico_announcement_new (id, SPICO_ANNOUNCEMENT_MAINTENANCE, "Mise à jour", "", starts_at, ends_at, NOW - DAY, is_read);

  g_list_store_append (list, announcement);
}

static void
add_release (GListStore *list,
             const char *id,
             gboolean    is_read)
{
  g_autoptr (SpicoAnnouncement) announcement = spico_announcement_new (id, SPICO_ANNOUNCEMENT_RELEASE, "Version 3.1", "", 0, 0, NOW, is_read);

  g_list_store_append (list, announcement);
}

static void
add_incident (GListStore *list,
              const char *id,
              gint64      starts_at,
              gint64      ends_at)
{
  g_autoptr (SpicoAnnouncement) announcement = spico_announcement_new (id, SPICO_ANNOUNCEMENT_INCIDENT, "Les courriels tardent", "", starts_at, ends_at, NOW, FALSE);

  g_list_store_append (list, announcement);
}

static void
assert_due (GListStore *list,
            gint64      now_us,
            const char *id)
{
  g_autoptr (GDateTime) now = at (now_us);
  g_autoptr (SpicoAnnouncement) due = spico_announcement_find_due (G_LIST_MODEL (list), now);

  g_assert_cmpstr (due != NULL ? spico_announcement_get_id (due) : NULL, ==, id);
}

static void
test_a_window_comes_near_begins_and_ends (void)
{
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GDateTime) before = at (NOW);
  g_autoptr (GDateTime) after = at (NOW + 2 * DAY + HOUR);

  add_window (list, "w", NOW + 2 * DAY, NOW + 2 * DAY + HOUR, FALSE);
  assert_due (list, NOW, NULL);
  assert_due (list, NOW + DAY - 1, NULL);
  assert_due (list, NOW + DAY, "w");
  assert_due (list, NOW + 2 * DAY, "w");
  assert_due (list, NOW + 2 * DAY + HOUR - 1, "w");
  assert_due (list, NOW + 2 * DAY + HOUR, NULL);
  g_assert_true (spico_announcement_awaits_time (G_LIST_MODEL (list), before));
  g_assert_false (spico_announcement_awaits_time (G_LIST_MODEL (list), after));
}

static void
test_what_was_read_does_not_come_back (void)
{
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);

  add_release (list, "r", TRUE);
  add_window (list, "w", NOW - HOUR, NOW + HOUR, TRUE);
  assert_due (list, NOW, NULL);
  add_release (list, "older", FALSE);
  assert_due (list, NOW, "older");
}

static void
test_what_is_under_way_goes_before (void)
{
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);

  add_release (list, "new", FALSE);
  add_release (list, "old", FALSE);
  assert_due (list, NOW, "new");
  add_window (list, "later", NOW + 3 * HOUR, NOW + 4 * HOUR, FALSE);
  add_window (list, "soon", NOW + HOUR, NOW + 2 * HOUR, FALSE);
  assert_due (list, NOW, "soon");
  assert_due (list, NOW + 3 * HOUR, "later");
  assert_due (list, NOW + 5 * HOUR, "new");
}

static void
test_an_incident_goes_before_all_else_until_it_is_over (void)
{
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GListStore) open = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GDateTime) now = at (NOW);

  add_window (list, "w", NOW - HOUR, NOW + 3 * HOUR, FALSE);
  add_incident (list, "i", NOW, NOW + HOUR);
  assert_due (list, NOW, "i");
  assert_due (list, NOW + HOUR, "w");

  add_incident (open, "without an end", NOW - DAY, 0);
  assert_due (open, NOW + 30 * DAY, "without an end");
  g_assert_false (spico_announcement_awaits_time (G_LIST_MODEL (open), now));
  add_incident (open, "with an end", NOW, NOW + HOUR);
  g_assert_true (spico_announcement_awaits_time (G_LIST_MODEL (open), now));
}

static void
check_banner (GListStore *list,
              gint64      now_us,
              const char *expected)
{
  g_autoptr (GDateTime) now = at (now_us);
  g_autoptr (SpicoAnnouncement) first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autofree char *text = spico_announcement_format_banner (first, now);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (GListStore) window = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GListStore) night = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GListStore) release = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (SpicoAnnouncement) note = NULL;
  g_autofree char *when = NULL;

  add_window (window, "w", NOW + HOUR, NOW + 2 * HOUR, FALSE);
  check_banner (window, NOW, "Maintenance on Monday, November 30, 2026, from 13:00 to 14:00: Mise à jour");
  check_banner (window, NOW + HOUR, "Maintenance under way until 14:00: Mise à jour");

  add_window (night, "n", NOW + 10 * HOUR, NOW + 14 * HOUR, FALSE);
  check_banner (night, NOW, "Maintenance from Monday, November 30, 2026, 22:00 to Tuesday, December 1, 2026, 02:00: Mise à jour");
  check_banner (night, NOW + 11 * HOUR, "Maintenance under way until Tuesday, December 1, 2026, 02:00: Mise à jour");
  check_banner (night, NOW + 13 * HOUR, "Maintenance under way until 02:00: Mise à jour");

  add_release (release, "r", FALSE);
  check_banner (release, NOW, "What’s new: Version 3.1");
  note = g_list_model_get_item (G_LIST_MODEL (release), 0);
  when = spico_announcement_format_when (note);
  g_assert_cmpstr (when, ==, "What’s new, Monday, November 30, 2026");
}

static void
check_when (SpicoAnnouncementKind kind,
            gint64                ends_at,
            const char           *expected)
{
  g_autoptr (SpicoAnnouncement) announcement = spico_announcement_new ("a", kind, "Titre", "", NOW - HOUR, ends_at, NOW, FALSE);
  g_autofree char *when = spico_announcement_format_when (announcement);

  g_assert_cmpstr (when, ==, expected);
}

static void
test_words_of_an_incident (void)
{
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);

  add_incident (list, "i", NOW - HOUR, 0);
  check_banner (list, NOW, "Incident since 11:00: Les courriels tardent");
  check_banner (list, NOW + DAY, "Incident since Monday, November 30, 2026, 11:00: Les courriels tardent");
  check_when (SPICO_ANNOUNCEMENT_INCIDENT, 0, "Incident since Monday, November 30, 2026, 11:00");
  check_when (SPICO_ANNOUNCEMENT_INCIDENT, NOW + HOUR, "Incident since Monday, November 30, 2026, 11:00, until about Monday, November 30, 2026, 13:00");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/announcement-text/F008-a-window-comes-near-begins-and-ends", test_a_window_comes_near_begins_and_ends);
  g_test_add_func ("/announcement-text/F008-what-was-read-does-not-come-back", test_what_was_read_does_not_come_back);
  g_test_add_func ("/announcement-text/F008-what-is-under-way-goes-before", test_what_is_under_way_goes_before);
  g_test_add_func ("/announcement-text/F008-an-incident-goes-before-all-else-until-it-is-over", test_an_incident_goes_before_all_else_until_it_is_over);
  g_test_add_func ("/announcement-text/F008-words", test_words);
  g_test_add_func ("/announcement-text/F008-words-of-an-incident", test_words_of_an_incident);

  return g_test_run ();
}
