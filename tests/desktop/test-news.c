/* SPDX-License-Identifier: GPL-3.0-or-later */
/* B005: what there is to tell of what came, and what is said of it. */
#include "spico-arrivals.h"
#include "spico-news.h"
#include "spico-notification-text.h"
#include "spico-quiet-hours.h"

typedef struct {
  SpicoNews *news;
  GPtrArray *conversations;
  GHashTable *accounts;
  const char *seen;
} Fixture;

static void
free_conversation (gpointer data)
{
  spico_unread_conversation_free (data);
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->news = spico_news_new ();
  self->conversations = g_ptr_array_new_with_free_func (free_conversation);
  self->accounts = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (self->accounts, (gpointer) "p1");
  g_hash_table_add (self->accounts, (gpointer) "f1");
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  spico_news_free (self->news);
  g_ptr_array_unref (self->conversations);
  g_hash_table_unref (self->accounts);
}

static gboolean
is_seen (const SpicoUnreadConversation *conversation,
         gpointer                       data)
{
  return g_strcmp0 (conversation->conversation_id, ((Fixture *) data)->seen) == 0;
}

static void
add_urgent (Fixture    *self,
            const char *account_id,
            const char *conversation_id,
            gint64      last_seq,
            guint       n_messages,
            guint       n_urgent)
{
  g_ptr_array_add (self->conversations, spico_unread_conversation_new (account_id, conversation_id, last_seq, last_seq * 1000, n_messages, n_urgent));
}

static void
add (Fixture    *self,
     const char *account_id,
     const char *conversation_id,
     gint64      last_seq,
     guint       n_messages)
{
  add_urgent (self, account_id, conversation_id, last_seq, n_messages, 0);
}

/* What was added is what is unread now. */
static SpicoNewsChange
take (Fixture *self,
      gboolean is_settled)
{
  SpicoNewsChange change = spico_news_take (self->news, self->conversations, self->accounts, is_settled, is_seen, self);

  g_ptr_array_set_size (self->conversations, 0);
  return change;
}

static void
assert_sum (Fixture *self,
            guint    n_messages,
            guint    n_conversations)
{
  SpicoNewsSummary summary = spico_news_sum_up (self->news);

  g_assert_cmpuint (summary.n_messages, ==, n_messages);
  g_assert_cmpuint (summary.n_conversations, ==, n_conversations);
}

static void
test_first (Fixture      *self,
            gconstpointer data)
{
  add (self, "p1", "a", 7, 3);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  assert_sum (self, 0, 0);

  add (self, "p1", "a", 8, 4);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 1, 1);
  g_assert_cmpstr (spico_news_sum_up (self->news).conversation_id, ==, "a");
  g_assert_cmpstr (spico_news_sum_up (self->news).account_id, ==, "p1");
}

static void
test_first_while_it_comes (Fixture      *self,
                           gconstpointer data)
{
  g_autoptr (GHashTable) all = g_hash_table_ref (self->accounts);

  self->accounts = g_hash_table_new (g_str_hash, g_str_equal);
  g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_SAME);
  add (self, "p1", "a", 7, 3);
  g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_SAME);
  g_hash_table_unref (self->accounts);
  self->accounts = g_steal_pointer (&all);
  add (self, "p1", "a", 7, 3);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  add (self, "p1", "a", 8, 4);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 1, 1);
}

static void
test_burst (Fixture      *self,
            gconstpointer data)
{
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  for (guint i = 1; i <= 50; i++)
    {
      add (self, "p1", "a", i * 100, i * 100);
      g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_SAME);
    }
  add (self, "p1", "a", 5000, 5000);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 5000, 1);
}

static void
test_read (Fixture      *self,
           gconstpointer data)
{
  take (self, TRUE);
  add (self, "p1", "a", 1, 1);
  add (self, "p1", "b", 2, 2);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 3, 2);

  add (self, "p1", "a", 1, 1);
  g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_LESS);
  assert_sum (self, 1, 1);
  g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_LESS);
  assert_sum (self, 0, 0);

  /* Unread again is not new again. */
  add (self, "p1", "a", 1, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  add (self, "p1", "a", 2, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 1, 1);
}

static void
test_seen (Fixture      *self,
           gconstpointer data)
{
  take (self, TRUE);
  self->seen = "a";
  add (self, "p1", "a", 1, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  self->seen = NULL;
  add (self, "p1", "a", 1, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  add (self, "p1", "a", 2, 2);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 1, 1);
  self->seen = "a";
  add (self, "p1", "a", 2, 2);
  g_assert_cmpint (take (self, FALSE), ==, SPICO_NEWS_LESS);
  assert_sum (self, 0, 0);
}

static void
test_account_that_comes (Fixture      *self,
                         gconstpointer data)
{
  g_hash_table_remove (self->accounts, "f1");
  take (self, TRUE);
  g_hash_table_add (self->accounts, (gpointer) "f1");
  add (self, "f1", "old", 90, 90);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
  add (self, "f1", "old", 91, 91);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 1, 1);
}

static void
test_two_accounts (Fixture      *self,
                   gconstpointer data)
{
  take (self, TRUE);
  add (self, "p1", "a", 2, 2);
  add (self, "f1", "a", 2, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  assert_sum (self, 2, 1);
}

static void
test_forget (Fixture      *self,
             gconstpointer data)
{
  take (self, TRUE);
  add (self, "p1", "a", 2, 2);
  take (self, TRUE);
  spico_news_forget (self->news);
  assert_sum (self, 0, 0);
  add (self, "p1", "a", 2, 2);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_SAME);
}

static void
test_text (void)
{
  g_autofree char *one = spico_text_new_messages (1, 0, 1);
  g_autofree char *several = spico_text_new_messages (3, 0, 1);
  g_autofree char *many = spico_text_new_messages (5000, 0, 12);
  g_autofree char *handed = spico_text_handed (1);
  g_autofree char *several_handed = spico_text_handed (2);
  g_autofree char *request = spico_text_new_requests (1);
  g_autofree char *groups = spico_text_new_groups (2);
  g_autofree char *announcement = spico_text_new_announcements (1);

  g_assert_cmpstr (one, ==, "New message");
  g_assert_cmpstr (several, ==, "3 new messages");
  g_assert_cmpstr (many, ==, "5000 new messages in 12 conversations");
  g_assert_cmpstr (handed, ==, "1 conversation is handed to you");
  g_assert_cmpstr (several_handed, ==, "2 conversations are handed to you");
  g_assert_cmpstr (request, ==, "1 delegation request waits for your answer");
  g_assert_cmpstr (groups, ==, "2 groups of favourites are newly shared");
  g_assert_cmpstr (announcement, ==, "1 new communication of the operator");
}

static SpicoNewsChange
take_ids (SpicoArrivals *arrivals,
          gboolean       is_settled,
          const char    *first,
          const char    *second)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (first != NULL)
    g_ptr_array_add (ids, (gpointer) first);
  if (second != NULL)
    g_ptr_array_add (ids, (gpointer) second);

  return spico_arrivals_take (arrivals, ids, is_settled);
}

static void
test_arrivals (void)
{
  g_autoptr (SpicoArrivals) arrivals = spico_arrivals_new ();

  g_assert_cmpint (take_ids (arrivals, FALSE, NULL, NULL), ==, SPICO_NEWS_SAME);
  g_assert_cmpint (take_ids (arrivals, TRUE, "p1 a", NULL), ==, SPICO_NEWS_SAME);
  g_assert_cmpint (take_ids (arrivals, FALSE, "p1 a", "p1 b"), ==, SPICO_NEWS_SAME);
  g_assert_cmpint (take_ids (arrivals, TRUE, "p1 a", "p1 b"), ==, SPICO_NEWS_MORE);
  g_assert_cmpuint (spico_arrivals_count (arrivals), ==, 1);
  g_assert_cmpint (take_ids (arrivals, TRUE, "p1 a", "p1 b"), ==, SPICO_NEWS_SAME);
  g_assert_cmpint (take_ids (arrivals, FALSE, "p1 a", NULL), ==, SPICO_NEWS_LESS);
  g_assert_cmpuint (spico_arrivals_count (arrivals), ==, 0);
  g_assert_cmpint (take_ids (arrivals, TRUE, NULL, "f1 b"), ==, SPICO_NEWS_MORE);
  spico_arrivals_forget (arrivals);
  g_assert_cmpuint (spico_arrivals_count (arrivals), ==, 0);
  g_assert_cmpint (take_ids (arrivals, TRUE, NULL, "f1 b"), ==, SPICO_NEWS_SAME);

  /* A group that one took oneself, and gives up later. */
  spico_arrivals_know (arrivals, "p1 own");
  g_assert_cmpint (take_ids (arrivals, TRUE, "p1 own", NULL), ==, SPICO_NEWS_SAME);
}

static void
keep_ids (SpicoArrivals *arrivals,
          const char    *id)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (id != NULL)
    g_ptr_array_add (ids, (gpointer) id);
  spico_arrivals_keep (arrivals, ids);
}

/* B014: what was handed to somebody else meanwhile is told once more. */
static void
test_what_comes_again (void)
{
  g_autoptr (SpicoArrivals) arrivals = spico_arrivals_new ();

  take_ids (arrivals, TRUE, NULL, NULL);
  g_assert_cmpint (take_ids (arrivals, TRUE, "f1 a", NULL), ==, SPICO_NEWS_MORE);
  g_assert_true (spico_arrivals_has (arrivals, "f1 a"));
  g_assert_cmpint (take_ids (arrivals, TRUE, NULL, NULL), ==, SPICO_NEWS_LESS);
  g_assert_false (spico_arrivals_has (arrivals, "f1 a"));
  keep_ids (arrivals, "f1 a");
  g_assert_cmpint (take_ids (arrivals, TRUE, "f1 a", NULL), ==, SPICO_NEWS_SAME);
  keep_ids (arrivals, NULL);
  g_assert_cmpint (take_ids (arrivals, TRUE, "f1 a", NULL), ==, SPICO_NEWS_MORE);
}

static void
assert_quiet (GTimeZone  *zone,
              guint       from,
              guint       to,
              const char *utc,
              gboolean    is_quiet)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (utc, NULL);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (moment, zone);

  g_assert_true (spico_quiet_hours_contain (from, to, local) == is_quiet);
}

/* B015: what was known is not urgent anew, what two accounts have is urgent once, and what is read is not any more. */
static void
test_urgent (Fixture      *self,
             gconstpointer data)
{
  add_urgent (self, "p1", "c1", 4, 2, 1);
  take (self, TRUE);
  add_urgent (self, "p1", "c1", 5, 3, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  g_assert_cmpuint (spico_news_sum_up (self->news).n_urgent, ==, 0);
  add_urgent (self, "p1", "c1", 6, 4, 2);
  add_urgent (self, "f1", "c1", 6, 1, 1);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  g_assert_cmpuint (spico_news_sum_up (self->news).n_urgent, ==, 1);
  add_urgent (self, "p1", "c2", 1, 1, 0);
  g_assert_cmpint (take (self, TRUE), ==, SPICO_NEWS_MORE);
  g_assert_cmpuint (spico_news_sum_up (self->news).n_urgent, ==, 0);
}

static void
test_urgent_text (void)
{
  g_autofree char *one = spico_text_new_messages (1, 1, 1);
  g_autofree char *several = spico_text_new_messages (3, 1, 2);
  g_autofree char *overdue = spico_text_overdue (1);
  g_autofree char *overdue_of_several = spico_text_overdue (2);

  g_assert_cmpstr (one, ==, "Urgent message");
  g_assert_cmpstr (several, ==, "3 new messages in 2 conversations, 1 of them urgent");
  g_assert_cmpstr (overdue, ==, "Your message was not read in time: call");
  g_assert_cmpstr (overdue_of_several, ==, "Messages of 2 conversations were not read in time: call");
}

static void
test_quiet_hours (void)
{
  g_autoptr (GTimeZone) paris = g_time_zone_new_identifier ("Europe/Paris");
  guint evening = 20 * 60;
  guint morning = 7 * 60;

  /* Past midnight, in winter: one hour before UTC. */
  assert_quiet (paris, evening, morning, "2026-01-15T18:59:00Z", FALSE);
  assert_quiet (paris, evening, morning, "2026-01-15T19:00:00Z", TRUE);
  assert_quiet (paris, evening, morning, "2026-01-15T23:30:00Z", TRUE);
  assert_quiet (paris, evening, morning, "2026-01-16T05:59:00Z", TRUE);
  assert_quiet (paris, evening, morning, "2026-01-16T06:00:00Z", FALSE);
  /* Within a day. */
  assert_quiet (paris, morning, evening, "2026-01-16T06:00:00Z", TRUE);
  assert_quiet (paris, morning, evening, "2026-01-16T19:00:00Z", FALSE);
  /* The same twice: all day. */
  assert_quiet (paris, 0, 0, "2026-01-16T12:00:00Z", TRUE);
  /* The night of 29 March is an hour shorter, that of 25 October an hour longer: both end at seven by the clock on the wall. */
  assert_quiet (paris, evening, morning, "2026-03-29T04:59:00Z", TRUE);
  assert_quiet (paris, evening, morning, "2026-03-29T05:00:00Z", FALSE);
  assert_quiet (paris, evening, morning, "2026-10-25T05:59:00Z", TRUE);
  assert_quiet (paris, evening, morning, "2026-10-25T06:00:00Z", FALSE);
  /* Half past two comes twice then: it is quiet both times; in March it does not come, and nothing ends in the middle of it. */
  assert_quiet (paris, 150, 180, "2026-10-25T00:45:00Z", TRUE);
  assert_quiet (paris, 150, 180, "2026-10-25T01:45:00Z", TRUE);
  assert_quiet (paris, 150, 180, "2026-10-25T02:00:00Z", FALSE);
  assert_quiet (paris, 150, 180, "2026-03-29T01:00:00Z", FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/news/what-is-there-at-first-is-not-new", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/news/nor-while-it-comes-for-the-first-time", Fixture, NULL, set_up, test_first_while_it_comes, tear_down);
  g_test_add ("/news/thousands-are-told-once", Fixture, NULL, set_up, test_burst, tear_down);
  g_test_add ("/news/what-is-read-goes", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/news/what-is-before-the-eyes-is-not-told", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/news/what-a-new-delegation-brings-is-not-new", Fixture, NULL, set_up, test_account_that_comes, tear_down);
  g_test_add ("/news/in-two-accounts-it-counts-once", Fixture, NULL, set_up, test_two_accounts, tear_down);
  g_test_add ("/news/what-is-forgotten-is-not-told-later", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/news/what-is-urgent", Fixture, NULL, set_up, test_urgent, tear_down);
  g_test_add_func ("/news/what-is-urgent-is-said", test_urgent_text);
  g_test_add_func ("/news/a-list-tells-what-came-into-it", test_arrivals);
  g_test_add_func ("/news/what-was-gone-may-come-again", test_what_comes_again);
  g_test_add_func ("/news/quiet-hours-follow-the-clock-on-the-wall", test_quiet_hours);
  g_test_add_func ("/news/the-text-has-numbers-only", test_text);

  return g_test_run ();
}
