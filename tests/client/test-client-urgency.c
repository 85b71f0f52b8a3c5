/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Urgent » and « Réponse attendue avant… », and who is told that nobody has read it (B015), against a real server. */
#include "spico-client-messages.h"
#include "spico-overdue.h"
#include "spico-test-clients.h"

#define SUBJECT "Chute de ce matin"

/* A conversation of two that both have, in which `a` has written something that nobody presses for. */
typedef struct {
  char *id;
  SpicoMessageList *here;
  SpicoMessageList *there;
  SpicoConversation *of_a;
  SpicoConversation *of_b;
} Talk;

static void
talk_clear (Talk *talk)
{
  g_free (talk->id);
  g_clear_object (&talk->here);
  g_clear_object (&talk->there);
  g_clear_object (&talk->of_a);
  g_clear_object (&talk->of_b);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

static void
begin (SpicoTestClients *fixture,
       Talk             *talk)
{
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) found = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  talk->id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Un");
  talk->here = spico_client_list_messages (fixture->a, MAUGER, talk->id);
  talk->there = spico_client_list_messages (fixture->b, TOTARO, talk->id);
  spico_test_wait_for (spico_test_last_is (talk->here, "Un", SPICO_MESSAGE_SENT) && spico_test_last_is (talk->there, "Un", SPICO_MESSAGE_SENT));
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for ((found = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  talk->of_b = spico_test_await_object (spico_client_get_conversation (fixture->b, TOTARO, talk->id));
  talk->of_a = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, talk->id));
}

static SpicoDraft *
make_draft (Talk        *talk,
            SpicoUrgency urgency,
            const char  *text)
{
  SpicoDraft *draft = spico_draft_new_message (MAUGER, talk->id, MAUGER, SUBJECT, text);

  spico_draft_set_urgency (draft, urgency);
  return draft;
}

static void
press (SpicoTestClients *fixture,
       Talk             *talk,
       SpicoUrgency      urgency,
       const char       *text)
{
  g_autoptr (SpicoDraft) draft = make_draft (talk, urgency, text);

  g_free (spico_test_await_string (spico_client_send_draft (fixture->a, draft)));
}

static void
press_and_arrive (SpicoTestClients *fixture,
                  Talk             *talk,
                  SpicoUrgency      urgency)
{
  press (fixture, talk, urgency, "Deux");
  spico_test_wait_for (spico_test_last_is (talk->here, "Deux", SPICO_MESSAGE_SENT) && spico_test_last_is (talk->there, "Deux", SPICO_MESSAGE_SENT));
}

static void
answer (SpicoTestClients *fixture,
        Talk             *talk,
        const char       *text)
{
  g_free (spico_test_await_string (spico_client_send_message (fixture->b, TOTARO, TOTARO, talk->id, NULL, text)));
}

static void
cut (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE && spico_client_get_connection (fixture->b) == SPICO_CONNECTION_OFFLINE);
}

/* What the server says of what was written has come, and does not come again. */
static void
hear_all (SpicoTestClients *fixture)
{
  cut (fixture);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
}

/* All that was written is an hour older, and so are the times that were given. The server says the same: what it tells later changes nothing. */
static SpicoOverdue *
let_an_hour_pass (SpicoTestClients *fixture)
{
  spico_test_region_change (fixture->region, "UPDATE message SET sent_at = sent_at - 3600000000, composed_at = composed_at - 3600000000, reply_by = reply_by - 3600000000");
  spico_test_change_store (fixture->a, "UPDATE message SET sent_at = sent_at - 3600000000 WHERE sent_at > 0");
  spico_test_change_store (fixture->a, "UPDATE message SET composed_at = composed_at - 3600000000, reply_by = reply_by - 3600000000");
  spico_test_change_store (fixture->a, "UPDATE conversation SET due_at = due_at - 3600000000 WHERE due_at > 0");

  return spico_overdue_new (fixture->a);
}

static SpicoUrgency
in_half_an_hour (void)
{
  return (SpicoUrgency) { FALSE, (g_get_real_time () / G_USEC_PER_SEC + 1800) * G_USEC_PER_SEC };
}

static const SpicoUrgency urgent = { TRUE, 0 };

static SpicoMessage *
last (SpicoMessageList *list)
{
  g_autoptr (SpicoMessage) message = spico_test_last_message (list);

  /* The list keeps it. */
  return message;
}

static gboolean
is_overdue (Talk *talk)
{
  return spico_conversation_is_overdue (talk->of_a);
}

/* Read by who reads it, in the thread and in the list, until somebody answers. */
static void
test_pressing (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  SpicoUrgency urgency = in_half_an_hour ();
  g_autoptr (SpicoMessage) sent = NULL;

  urgency.is_urgent = TRUE;
  begin (fixture, &talk);
  g_assert_false (spico_message_is_urgent (last (talk.there)) || spico_message_get_reply_by (last (talk.there)) != NULL);
  press_and_arrive (fixture, &talk, urgency);
  g_assert_true (spico_message_is_urgent (last (talk.there)) && spico_message_is_urgent (last (talk.here)));
  g_assert_cmpint (g_date_time_to_unix_usec (spico_message_get_reply_by (last (talk.there))), ==, urgency.reply_by);
  spico_test_wait_for (spico_conversation_is_urgent (talk.of_b) && spico_conversation_get_reply_by (talk.of_b) != NULL);
  g_assert_cmpint (g_date_time_to_unix_usec (spico_conversation_get_reply_by (talk.of_b)), ==, urgency.reply_by);
  g_assert_false (spico_conversation_is_urgent (talk.of_a) || spico_conversation_get_reply_by (talk.of_a) != NULL || is_overdue (&talk));

  sent = spico_test_last_message (talk.here);
  g_assert_false (spico_message_is_answered (sent));
  answer (fixture, &talk, "J'arrive");
  spico_test_wait_for (!spico_conversation_is_urgent (talk.of_b) && spico_conversation_get_reply_by (talk.of_b) == NULL);
  spico_test_wait_for (spico_message_is_answered (sent));
}

/* « Urgents » shows it to who is pressed, until it is « traité ». */
static void
test_the_list (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  g_autoptr (SpicoList) list = NULL;

  begin (fixture, &talk);
  list = spico_client_list_conversations (fixture->b, TOTARO, SPICO_CONVERSATIONS_URGENT);
  press_and_arrive (fixture, &talk, urgent);
  spico_test_wait_for (spico_test_n_items (list) == 1);
  spico_test_succeeds (spico_client_set_flag (fixture->b, TOTARO, talk.id, SPICO_CONVERSATION_HANDLED, TRUE));
  spico_test_wait_for (spico_test_n_items (list) == 0 && !spico_conversation_is_urgent (talk.of_b));
}

/* Nobody has read it in time: who wrote it sees who, is told once, and no more once it is read. */
static void
test_overdue (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  g_autoptr (SpicoOverdue) overdue = NULL;
  g_autoptr (SpicoOverdue) later = NULL;
  g_autoptr (SpicoPrincipal) reader = NULL;
  const SpicoOverdueConversation *first;

  begin (fixture, &talk);
  press_and_arrive (fixture, &talk, urgent);
  hear_all (fixture);
  g_assert_false (is_overdue (&talk));
  overdue = let_an_hour_pass (fixture);
  spico_test_wait_for (is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 1);
  first = g_ptr_array_index (spico_overdue_get_conversations (overdue), 0);
  g_assert_cmpstr (first->account_id, ==, MAUGER);
  g_assert_cmpstr (first->conversation_id, ==, talk.id);
  g_assert_false (first->is_told);
  spico_test_wait_for (spico_message_get_unread_by (last (talk.here)) != NULL);
  reader = g_list_model_get_item (spico_message_get_unread_by (last (talk.here)), 0);
  g_assert_cmpstr (spico_principal_get_id (reader), ==, TOTARO);

  spico_overdue_note_told (overdue);
  /* What is written later is read later. */
  spico_test_change_store (fixture->a, "UPDATE message SET is_told = is_told");
  later = spico_overdue_new (fixture->a);
  spico_test_wait_for (spico_overdue_get_conversations (later)->len == 1);
  first = g_ptr_array_index (spico_overdue_get_conversations (later), 0);
  g_assert_true (first->is_told);

  spico_test_succeeds (spico_client_mark_read (fixture->b, TOTARO, talk.id, 2));
  spico_test_wait_for (!is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 0);
  spico_test_wait_for (spico_message_get_unread_by (last (talk.here)) == NULL);
}

/* An answer ends it, « traité » too, and what was withdrawn waits for nobody. */
static void
test_what_ends_it (SpicoTestClients *fixture,
                   gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  g_autoptr (SpicoOverdue) overdue = NULL;

  begin (fixture, &talk);
  press_and_arrive (fixture, &talk, in_half_an_hour ());
  hear_all (fixture);
  overdue = let_an_hour_pass (fixture);
  spico_test_wait_for (is_overdue (&talk));
  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, talk.id, SPICO_CONVERSATION_HANDLED, TRUE));
  spico_test_wait_for (!is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 0);
  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, talk.id, SPICO_CONVERSATION_HANDLED, FALSE));
  spico_test_wait_for (is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 1);
  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (last (talk.here))));
  spico_test_wait_for (!is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 0);
}

/* Time passes for what has not left too; once it has, its reader has as long as if it had been written then. */
static void
test_overdue_off_line (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  g_autoptr (SpicoOverdue) overdue = NULL;
  SpicoUrgency urgency = in_half_an_hour ();
  const SpicoOverdueConversation *first;

  begin (fixture, &talk);
  cut (fixture);
  press (fixture, &talk, urgency, "Deux");
  spico_test_wait_for (spico_test_last_is (talk.here, "Deux", SPICO_MESSAGE_QUEUED));
  g_assert_false (is_overdue (&talk));
  overdue = let_an_hour_pass (fixture);
  spico_test_wait_for (is_overdue (&talk) && spico_message_get_unread_by (last (talk.here)) != NULL && spico_overdue_get_conversations (overdue)->len == 1);
  spico_overdue_note_told (overdue);

  g_clear_object (&talk.of_a);
  g_clear_object (&talk.here);
  g_clear_object (&overdue);
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  overdue = spico_overdue_new (fixture->a);
  talk.of_a = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, talk.id));
  talk.here = spico_client_list_messages (fixture->a, MAUGER, talk.id);
  spico_test_wait_for (is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 1);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (talk.there, "Deux", SPICO_MESSAGE_SENT));
  g_assert_cmpint (g_date_time_to_unix_usec (spico_message_get_reply_by (last (talk.there))), ==, urgency.reply_by - G_TIME_SPAN_HOUR);
  spico_test_wait_for (!is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 0);

  /* Nobody has read it since it left either: that is told by itself. */
  g_clear_object (&overdue);
  overdue = let_an_hour_pass (fixture);
  spico_test_wait_for (is_overdue (&talk) && spico_overdue_get_conversations (overdue)->len == 1);
  first = g_ptr_array_index (spico_overdue_get_conversations (overdue), 0);
  g_assert_false (first->is_told);
}

/* How it was to press is kept with what was written, and with what is taken back. */
static void
test_drafts (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };
  SpicoUrgency urgency = in_half_an_hour ();
  g_autoptr (SpicoDraft) kept = NULL;
  g_autoptr (SpicoDraft) loaded = NULL;
  g_autoptr (SpicoDraft) taken = NULL;

  urgency.is_urgent = TRUE;
  begin (fixture, &talk);
  kept = make_draft (&talk, urgency, "Deux");
  spico_test_succeeds (spico_client_save_draft (fixture->a, kept));
  loaded = spico_test_await_object (spico_client_load_draft (fixture->a, MAUGER, talk.id));
  g_assert_true (spico_draft_get_urgency (loaded).is_urgent);
  g_assert_cmpint (spico_draft_get_urgency (loaded).reply_by, ==, urgency.reply_by);

  cut (fixture);
  press (fixture, &talk, urgency, "Deux");
  spico_test_wait_for (spico_test_last_is (talk.here, "Deux", SPICO_MESSAGE_QUEUED));
  taken = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (last (talk.here))));
  g_assert_cmpstr (spico_draft_get_text (taken), ==, "Deux");
  g_assert_true (spico_draft_get_urgency (taken).is_urgent);
  g_assert_cmpint (spico_draft_get_urgency (taken).reply_by, ==, urgency.reply_by);
}

/* The first message of a conversation presses as any other. */
static void
test_a_new_conversation (SpicoTestClients *fixture,
                         gconstpointer     data)
{
  static const char *const ids[] = { TOTARO, NULL };
  g_autoptr (SpicoDraft) draft = spico_draft_new (MAUGER, ids, NULL, SUBJECT, "Un");
  g_autoptr (SpicoMessageList) there = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  spico_draft_set_urgency (draft, urgent);
  id = spico_test_await_string (spico_client_send_draft (fixture->a, draft));
  there = spico_client_list_messages (fixture->b, TOTARO, id);
  spico_test_wait_for (spico_test_last_is (there, "Un", SPICO_MESSAGE_SENT));
  g_assert_true (spico_message_is_urgent (last (there)));
}

/* The whole account sees it, who wrote it is told. */
static void
test_a_structure (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  static const char *const ids[] = { TOTARO, NULL };
  g_autoptr (SpicoDraft) draft = spico_draft_new (STRUCTURE, ids, NULL, SUBJECT, "Un");
  g_autoptr (SpicoMessageList) here = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoOverdue) overdue = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_draft_set_urgency (draft, urgent);
  id = spico_test_await_string (spico_client_send_draft (fixture->a, draft));
  here = spico_client_list_messages (fixture->a, STRUCTURE, id);
  spico_test_wait_for (spico_test_last_is (here, "Un", SPICO_MESSAGE_SENT));
  conversation = spico_test_await_object (spico_client_get_conversation (fixture->a, STRUCTURE, id));

  hear_all (fixture);

  /* As if a colleague had written it. */
  spico_test_region_change (fixture->region, "UPDATE message SET from_person_id = '" BONNEFOUS "' WHERE is_urgent = 1");
  spico_test_change_store (fixture->a, "UPDATE message SET from_person_id = '" BONNEFOUS "' WHERE is_urgent = 1");
  overdue = let_an_hour_pass (fixture);
  spico_test_wait_for (spico_conversation_is_overdue (conversation) && spico_message_get_unread_by (last (here)) != NULL);
  g_assert_cmpuint (spico_overdue_get_conversations (overdue)->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SPICO_TEST_ADD ("urgency/pressing", test_pressing);
  SPICO_TEST_ADD ("urgency/the-list", test_the_list);
  SPICO_TEST_ADD ("urgency/overdue", test_overdue);
  SPICO_TEST_ADD ("urgency/what-ends-it", test_what_ends_it);
  SPICO_TEST_ADD ("urgency/overdue-off-line", test_overdue_off_line);
  SPICO_TEST_ADD ("urgency/drafts", test_drafts);
  SPICO_TEST_ADD ("urgency/a-new-conversation", test_a_new_conversation);
  SPICO_TEST_ADD ("urgency/a-structure", test_a_structure);

  return g_test_run ();
}
