/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of what presses, and which times are offered (B015). */
#include "spico-urgency-text.h"

#include "spico-conversation-private.h"
#include "spico-message-private.h"
#include "spico-principal-private.h"
#include "spico-region-zone.h"

static GDateTime *
moment (const char *text)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_timezone (utc, spico_region_zone_get ());
}

static void
assert_choice (SpicoReplyChoice choice,
               const char      *now,
               const char      *expected)
{
  g_autoptr (GDateTime) there = moment (now);
  g_autoptr (GDateTime) time = spico_reply_choice_time (choice, there);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : NULL;

  g_assert_cmpstr (text, ==, expected);
}

/* By the region's clock, wherever the computer is. */
static void
test_choices (void)
{
  assert_choice (SPICO_REPLY_IN_AN_HOUR, "2026-03-12T13:07:41Z", "2026-03-12 15:07:00");
  assert_choice (SPICO_REPLY_TODAY, "2026-03-12T13:07:41Z", "2026-03-12 18:00:00");
  assert_choice (SPICO_REPLY_TOMORROW, "2026-03-12T13:07:41Z", "2026-03-13 12:00:00");
  /* Half an hour is left, or less. */
  assert_choice (SPICO_REPLY_TODAY, "2026-03-12T16:30:00Z", "2026-03-12 18:00:00");
  assert_choice (SPICO_REPLY_TODAY, "2026-03-12T16:30:01Z", NULL);
  assert_choice (SPICO_REPLY_TODAY, "2026-03-12T21:00:00Z", NULL);
  /* Past midnight, and where the clock is put forward. */
  assert_choice (SPICO_REPLY_IN_AN_HOUR, "2026-03-12T22:30:00Z", "2026-03-13 00:30:00");
  assert_choice (SPICO_REPLY_IN_AN_HOUR, "2026-03-29T00:30:00Z", "2026-03-29 03:30:00");
  assert_choice (SPICO_REPLY_TOMORROW, "2026-03-28T12:00:00Z", "2026-03-29 12:00:00");
}

static void
assert_reply_by (const char *time,
                 const char *now,
                 const char *expected)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_iso8601 (time, NULL);
  g_autoptr (GDateTime) there = moment (now);
  g_autofree char *text = spico_text_reply_by (then, there);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_reply_by (void)
{
  const char *now = "2026-03-12T13:00:00Z";

  assert_reply_by ("2026-03-12T17:00:00Z", now, "Answer expected before 18:00");
  assert_reply_by ("2026-03-13T11:00:00Z", now, "Answer expected before tomorrow 12:00");
  assert_reply_by ("2026-03-17T17:00:00Z", now, "Answer expected before Tuesday 18:00");
  assert_reply_by ("2026-03-24T08:30:00Z", now, "Answer expected before Tuesday, March 24 9:30");
  assert_reply_by ("2026-03-11T08:00:00Z", now, "Answer expected before yesterday 9:00");
  assert_reply_by ("2026-03-10T08:00:00Z", now, "Answer expected before Tuesday, March 10 9:00");
}

static SpicoMessage *
message_new (const char *sent_at,
             const char *reply_by)
{
  SpicoMessage *message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autoptr (GDateTime) sent = moment (sent_at);
  g_autoptr (GDateTime) reply = reply_by != NULL ? moment (reply_by) : NULL;

  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_OWN, TRUE);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, g_date_time_to_unix_usec (sent));
  if (reply != NULL)
    spico_item_set_time (message, SPICO_MESSAGE_PROP_REPLY_BY, g_date_time_to_unix_usec (reply));

  return message;
}

static void
assert_expected (SpicoMessage *message,
                 const char   *now,
                 const char   *expected)
{
  g_autoptr (GDateTime) there = moment (now);
  g_autofree char *text = spico_text_reply_expected (message, there);

  g_assert_cmpstr (text, ==, expected);
}

/* Whether it came stands with it; that it did not, once its time is over. */
static void
test_expected (void)
{
  g_autoptr (SpicoMessage) message = message_new ("2026-03-12T13:00:00Z", "2026-03-12T14:00:00Z");
  g_autoptr (SpicoMessage) calm = message_new ("2026-03-12T13:00:00Z", NULL);

  assert_expected (calm, "2026-03-12T13:30:00Z", NULL);
  assert_expected (message, "2026-03-12T13:30:00Z", "Answer expected before 15:00");
  assert_expected (message, "2026-03-12T14:00:00Z", "Answer expected before 15:00: no answer yet");
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_ANSWERED, TRUE);
  assert_expected (message, "2026-03-12T13:30:00Z", "Answer expected before 15:00: answered");
  assert_expected (message, "2026-03-12T16:00:00Z", "Answer expected before 15:00: answered");
}

static void
set_unread_by (SpicoMessage *message,
               guint         n)
{
  static const char *const names[] = { "Mme Alice", "M. Bruno", "Mme Chloé" };
  g_autoptr (GListStore) readers = g_list_store_new (SPICO_TYPE_PRINCIPAL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);

      spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NAME, names[i]);
      g_list_store_append (readers, principal);
    }
  spico_item_set_object (message, SPICO_MESSAGE_PROP_UNREAD_BY, readers);
}

static void
assert_unread (SpicoMessage *message,
               const char   *expected)
{
  g_autoptr (GDateTime) now = moment ("2026-03-12T14:00:00Z");
  g_autofree char *text = spico_text_unread_by (message, now);

  g_assert_cmpstr (text, ==, expected);
}

/* One or two are named; of what has not left, nobody. */
static void
test_unread_by (void)
{
  g_autoptr (SpicoMessage) message = message_new ("2026-03-12T13:05:00Z", NULL);

  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_URGENT, TRUE);
  assert_unread (message, NULL);
  set_unread_by (message, 1);
  assert_unread (message, "Unread by Mme Alice since 14:05: call");
  set_unread_by (message, 2);
  assert_unread (message, "Unread by Mme Alice and M. Bruno since 14:05: call");
  set_unread_by (message, 3);
  assert_unread (message, "Unread by everyone since 14:05: call");
  /* By a colleague. */
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_STATE, SPICO_MESSAGE_READ);
  assert_unread (message, "Unread by everyone since 14:05: call");
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_STATE, SPICO_MESSAGE_QUEUED);
  assert_unread (message, "Not sent yet: call");
}

static void
test_conversation (void)
{
  g_autoptr (SpicoConversation) conversation = g_object_new (SPICO_TYPE_CONVERSATION, NULL);
  g_autoptr (GDateTime) now = moment ("2026-03-12T14:00:00Z");
  g_autoptr (GDateTime) time = moment ("2026-03-13T11:00:00Z");
  g_autofree char *text = NULL;

  g_assert_null (spico_text_reply_to_conversation (conversation, now));
  spico_item_set_time (conversation, SPICO_CONVERSATION_PROP_REPLY_BY, g_date_time_to_unix_usec (time));
  text = spico_text_reply_to_conversation (conversation, now);
  g_assert_cmpstr (text, ==, "Answer expected before tomorrow 12:00");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/urgency/which-times-are-offered", test_choices);
  g_test_add_func ("/urgency/by-when", test_reply_by);
  g_test_add_func ("/urgency/whether-it-came", test_expected);
  g_test_add_func ("/urgency/who-has-not-read-it", test_unread_by);
  g_test_add_func ("/urgency/of-a-conversation", test_conversation);

  return g_test_run ();
}
