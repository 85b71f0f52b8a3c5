/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message, against a real server. */
#include "spico-client-messages.h"
#include "spico-sql-connection.h"
#include "spico-test-clients.h"

#define SUBJECT "Retour à domicile"

/* A conversation of two, with a message of `a` that `b` has; @id is told which. */
static SpicoMessageList *
talk (SpicoTestClients *fixture,
      char            **id,
      SpicoMessageList **there)
{
  SpicoMessageList *here;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  *id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Un");
  here = spico_client_list_messages (fixture->a, MAUGER, *id);
  spico_test_wait_for (spico_test_last_is (here, "Un", SPICO_MESSAGE_SENT));
  *there = spico_client_list_messages (fixture->b, TOTARO, *id);
  spico_test_wait_for (spico_test_last_is (*there, "Un", SPICO_MESSAGE_SENT));
  /* A message may come before its conversation. */
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for ((conversation = spico_test_find_conversation (of_b, SUBJECT)) != NULL);

  return here;
}

static void
send (SpicoClient *client,
      const char  *account_id,
      const char  *conversation_id,
      const char  *in_reply_to_id,
      const char  *text)
{
  g_free (spico_test_await_string (spico_client_send_message (client, account_id, account_id, conversation_id, in_reply_to_id, text)));
}

static void
cut (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE && spico_client_get_connection (fixture->b) == SPICO_CONNECTION_OFFLINE);
}

/* Written off line, and read by both with who wrote what it answers. */
static void
test_a_reply_off_line (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) asked = spico_test_last_message (there);
  g_autoptr (SpicoMessage) waiting = NULL;
  g_autoptr (SpicoMessage) got = NULL;
  SpicoMessage *original;

  g_assert_null (spico_message_get_in_reply_to (asked));
  cut (fixture);
  send (fixture->b, TOTARO, id, spico_message_get_id (asked), "Oui");
  spico_test_wait_for (spico_test_last_is (there, "Oui", SPICO_MESSAGE_QUEUED));
  waiting = spico_test_last_message (there);
  original = spico_message_get_in_reply_to (waiting);
  g_assert_cmpstr (spico_message_get_text (original), ==, "Un");
  g_assert_false (spico_message_is_own (original));

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "Oui", SPICO_MESSAGE_SENT));
  got = spico_test_last_message (here);
  original = spico_message_get_in_reply_to (got);
  g_assert_cmpstr (spico_message_get_id (original), ==, spico_message_get_id (asked));
  g_assert_cmpint (spico_message_get_seq (original), ==, 1);
  g_assert_cmpstr (spico_principal_get_id (spico_message_get_person (original)), ==, MAUGER);
  g_assert_true (spico_message_is_own (original));
}

/* What one was answering is found again with the words, and alone it is nothing. */
static void
test_a_draft_keeps_what_it_answers (SpicoTestClients *fixture,
                                    gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) asked = spico_test_last_message (there);
  g_autoptr (SpicoDraft) draft = spico_draft_new_message (TOTARO, id, TOTARO, SUBJECT, "Peut-être");
  g_autoptr (SpicoDraft) more = spico_draft_new_message (TOTARO, id, TOTARO, SUBJECT, "Demain");
  g_autoptr (SpicoDraft) found = NULL;
  g_autoptr (SpicoDraft) bare = spico_draft_new_message (TOTARO, id, TOTARO, SUBJECT, "");
  g_autoptr (SpicoMessage) original = NULL;

  spico_draft_set_in_reply_to_id (draft, spico_message_get_id (asked));
  spico_test_succeeds (spico_client_save_draft (fixture->b, draft));
  spico_test_succeeds (spico_client_join_draft (fixture->b, more));
  found = spico_test_await_object (spico_client_load_draft (fixture->b, TOTARO, id));
  g_assert_cmpstr (spico_draft_get_text (found), ==, "Peut-être\nDemain");
  g_assert_cmpstr (spico_draft_get_in_reply_to_id (found), ==, spico_message_get_id (asked));
  original = spico_test_await_object (spico_client_get_quoted (fixture->b, TOTARO, id, spico_draft_get_in_reply_to_id (found)));
  g_assert_cmpstr (spico_message_get_text (original), ==, "Un");

  spico_draft_set_in_reply_to_id (bare, spico_message_get_id (asked));
  g_assert_true (spico_draft_is_empty (bare));
}

/* It is found however far up it is, without a server too. */
static void
test_an_original_far_up (SpicoTestClients *fixture,
                         gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) first = spico_test_last_message (here);
  g_autofree char *original_id = g_strdup (spico_message_get_id (first));
  g_autoptr (SpicoMessageList) anew = NULL;
  g_autoptr (SpicoMessage) last = NULL;
  guint position;

  for (guint i = 0; i < 200; i++)
    send (fixture->a, MAUGER, id, NULL, "Suite");
  send (fixture->a, MAUGER, id, original_id, "Enfin");
  spico_test_wait_for (spico_test_last_is (here, "Enfin", SPICO_MESSAGE_SENT));
  cut (fixture);

  anew = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (anew, "Enfin", SPICO_MESSAGE_SENT));
  last = spico_test_last_message (anew);
  g_assert_cmpint (spico_message_get_seq (spico_message_get_in_reply_to (last)), ==, 1);
  g_assert_false (spico_message_list_find (anew, original_id, &position));
  dex_future_disown (spico_message_list_load_older_to (anew, 1));
  spico_test_wait_for (spico_message_list_find (anew, original_id, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_false (spico_message_list_get_has_older (anew));
}

static gboolean
last_is_withdrawn (SpicoMessageList *list)
{
  g_autoptr (SpicoMessage) last = spico_test_last_message (list);

  return last != NULL && spico_message_is_withdrawn (last) && *spico_message_get_text (last) == '\0' && spico_message_get_withdrawn_at (last) != NULL;
}

/* Gone for who wrote it and for who has it, which is no longer unread for them; what quotes it says so. */
static void
test_withdrawn (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoConversation) of_b = spico_test_await_object (spico_client_get_conversation (fixture->b, TOTARO, id));
  g_autoptr (SpicoMessage) wrong = NULL;
  g_autoptr (SpicoMessage) reply = NULL;

  send (fixture->a, MAUGER, id, NULL, "Deux");
  spico_test_wait_for (spico_test_last_is (there, "Deux", SPICO_MESSAGE_SENT) && spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENT));
  wrong = spico_test_last_message (here);
  send (fixture->a, MAUGER, id, spico_message_get_id (wrong), "Non, trois");
  spico_test_wait_for (spico_test_last_is (there, "Non, trois", SPICO_MESSAGE_SENT) && spico_test_last_is (here, "Non, trois", SPICO_MESSAGE_SENT));
  spico_test_wait_for (spico_conversation_get_unread_count (of_b) == 3);
  reply = spico_test_last_message (there);

  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (wrong)));
  spico_test_wait_for (spico_message_is_withdrawn (wrong));
  g_assert_cmpstr (spico_message_get_text (wrong), ==, "");
  spico_test_wait_for (spico_message_is_withdrawn (spico_message_get_in_reply_to (reply)));
  g_assert_cmpstr (spico_message_get_text (spico_message_get_in_reply_to (reply)), ==, "");
  spico_test_wait_for (spico_conversation_get_unread_count (of_b) == 2);

  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (reply)));
  spico_test_wait_for (last_is_withdrawn (here) && last_is_withdrawn (there));
  spico_test_wait_for (spico_conversation_get_preview_is_withdrawn (of_b) && spico_conversation_get_unread_count (of_b) == 1);
  g_assert_cmpstr (spico_conversation_get_preview (of_b), ==, "");
}

/* Somebody has read it: it stays, whoever knows of that already. Off line nothing is withdrawn. */
static void
test_not_withdrawn (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) message = spico_test_last_message (here);

  spico_test_succeeds (spico_client_mark_read (fixture->b, TOTARO, id, 1));
  spico_test_wait_for (spico_test_last_is (here, "Un", SPICO_MESSAGE_READ));
  spico_test_fails (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (message)), SPICO_CLIENT_ERROR_INVALID);
  g_assert_cmpstr (spico_message_get_text (message), ==, "Un");

  send (fixture->a, MAUGER, id, NULL, "Deux");
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENT));
  g_clear_object (&message);
  message = spico_test_last_message (here);
  cut (fixture);
  spico_test_fails (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (message)), SPICO_CLIENT_ERROR_OFFLINE);
  g_assert_false (spico_message_is_withdrawn (message));
}

/* ---- Corrections ---- */

static void
correct (SpicoClient  *client,
         const char   *account_id,
         SpicoMessage *message,
         const char   *text)
{
  spico_test_succeeds (spico_client_correct_message (client, account_id, spico_message_get_id (message), text));
}

/* What it said before is @earlier and nothing else; NULL for nothing. */
static gboolean
said_before (SpicoMessage *message,
             const char   *earlier)
{
  GListModel *list = spico_message_get_earlier (message);
  g_autoptr (SpicoMessage) first = list != NULL ? g_list_model_get_item (list, 0) : NULL;

  if (earlier == NULL)
    return first == NULL && spico_message_get_edited_at (message) == NULL;

  return first != NULL && g_list_model_get_n_items (list) == 1 && g_str_equal (spico_message_get_text (first), earlier) && spico_message_get_sent_at (first) != NULL
         && spico_message_get_edited_at (message) != NULL;
}

static gboolean
says (SpicoMessage *message,
      const char   *text)
{
  return g_str_equal (spico_message_get_text (message), text) && !spico_message_is_correcting (message);
}

/* The region of a message that was sent an hour before. */
static void
grow_old (SpicoTestClients *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (spico_sql_run (connection, "UPDATE message SET sent_at = sent_at - 3600000000", NULL, &error));
}

/* Said anew for who wrote it and for who has it, who reads what it said and has nothing more to read; what quotes it says it too. */
static void
test_corrected (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoConversation) of_b = spico_test_await_object (spico_client_get_conversation (fixture->b, TOTARO, id));
  g_autoptr (SpicoMessage) written = spico_test_last_message (here);
  g_autoptr (SpicoMessage) received = spico_test_last_message (there);
  g_autoptr (SpicoMessage) reply = NULL;

  g_assert_true (said_before (received, NULL));
  spico_test_succeeds (spico_client_mark_read (fixture->b, TOTARO, id, 1));
  send (fixture->b, TOTARO, id, spico_message_get_id (received), "Bien");
  spico_test_wait_for (spico_test_last_is (here, "Bien", SPICO_MESSAGE_SENT));
  reply = spico_test_last_message (here);

  correct (fixture->a, MAUGER, written, "Deux");
  spico_test_wait_for (g_str_equal (spico_message_get_text (written), "Deux"));
  spico_test_wait_for (says (received, "Deux") && said_before (received, "Un"));
  spico_test_wait_for (says (written, "Deux") && said_before (written, "Un"));
  spico_test_wait_for (g_str_equal (spico_message_get_text (spico_message_get_in_reply_to (reply)), "Deux"));
  spico_test_wait_for (spico_conversation_get_unread_count (of_b) == 0);
  g_assert_cmpint (spico_message_get_seq (received), ==, 1);

  /* The same once more, and nothing at all. */
  correct (fixture->a, MAUGER, written, "Deux");
  spico_test_fails (spico_client_correct_message (fixture->a, MAUGER, spico_message_get_id (written), " "), SPICO_CLIENT_ERROR_INVALID);
  spico_test_fails (spico_client_correct_message (fixture->b, TOTARO, spico_message_get_id (received), "Trois"), SPICO_CLIENT_ERROR_NOT_FOUND);
  send (fixture->a, MAUGER, id, NULL, "Suite");
  spico_test_wait_for (spico_test_last_is (there, "Suite", SPICO_MESSAGE_SENT));
  g_assert_true (said_before (received, "Un"));
}

/* Off line it waits, through the end of the program too, and of several wordings the last one is told. */
static void
test_corrected_off_line (SpicoTestClients *fixture,
                         gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) received = spico_test_last_message (there);
  g_autoptr (SpicoMessage) written = spico_test_last_message (here);
  g_autoptr (SpicoMessage) found = NULL;

  cut (fixture);
  correct (fixture->a, MAUGER, written, "Deux");
  correct (fixture->a, MAUGER, written, "Trois");
  spico_test_wait_for (spico_message_is_correcting (written) && g_str_equal (spico_message_get_text (written), "Trois"));
  g_assert_cmpint (spico_message_get_state (written), ==, SPICO_MESSAGE_SENT);

  g_clear_object (&written);
  g_clear_object (&here);
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  here = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (here, "Trois", SPICO_MESSAGE_SENT));
  found = spico_test_last_message (here);
  g_assert_true (spico_message_is_correcting (found));

  spico_test_region_start (fixture->region);
  spico_test_wait_for (says (received, "Trois") && said_before (received, "Un"));
  spico_test_wait_for (says (found, "Trois") && said_before (found, "Un"));
}

/* What has not left yet is sent as it is to be, and nobody sees that it was anything else. */
static void
test_corrected_while_it_waits (SpicoTestClients *fixture,
                               gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) waiting = NULL;
  g_autoptr (SpicoMessage) received = NULL;

  cut (fixture);
  send (fixture->a, MAUGER, id, NULL, "Deux");
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_QUEUED));
  waiting = spico_test_last_message (here);
  correct (fixture->a, MAUGER, waiting, "Trois");
  spico_test_wait_for (spico_test_last_is (here, "Trois", SPICO_MESSAGE_QUEUED));
  send (fixture->a, MAUGER, id, NULL, "Fin");

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (there, "Fin", SPICO_MESSAGE_SENT) && spico_test_last_is (here, "Fin", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_count_text (there, "Deux"), ==, 0);
  received = g_list_model_get_item (G_LIST_MODEL (there), 1);
  g_assert_true (says (received, "Trois") && said_before (received, NULL));
  spico_test_wait_for (says (waiting, "Trois"));
}

/* The server has it in the first wording, whose answer was lost: the second follows. */
static void
test_corrected_after_a_lost_answer (SpicoTestClients *fixture,
                                    gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) written = spico_test_last_message (here);
  g_autoptr (SpicoMessage) received = spico_test_last_message (there);

  cut (fixture);
  spico_test_change_store (fixture->a, "UPDATE message SET local_state = 1, seq = 0, sent_at = 0");
  spico_test_change_store (fixture->a, "INSERT INTO outbox (lane, holder_id, kind, object_id, is_attempted) SELECT conversation_id, holder_id, 'message', id, 1 FROM message WHERE text = 'Un'");
  spico_test_change_store (fixture->a, "DELETE FROM message WHERE text <> 'Un'");
  correct (fixture->a, MAUGER, written, "Deux");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (says (received, "Deux") && said_before (received, "Un"));
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENT) && says (written, "Deux"));
}

/* Too late: it says again what others read, what was typed stands below it, and is taken back into the draft. */
static void
test_a_correction_that_comes_too_late (SpicoTestClients *fixture,
                                       gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) written = spico_test_last_message (here);
  g_autoptr (SpicoDraft) draft = spico_draft_new_message (MAUGER, id, MAUGER, SUBJECT, "Autre chose");
  g_autoptr (SpicoDraft) taken = NULL;

  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  cut (fixture);
  correct (fixture->a, MAUGER, written, "Deux");
  spico_test_fails (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (written)), SPICO_CLIENT_ERROR_NOT_FOUND);
  grow_old (fixture);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (g_str_equal (spico_message_get_refused_text (written), "Deux"));
  g_assert_true (says (written, "Un") && said_before (written, NULL));
  g_assert_cmpint (spico_message_get_correction_failure (written), ==, SPICO_MESSAGE_FAILURE_TOO_LATE);
  g_assert_true (spico_test_last_is (there, "Un", SPICO_MESSAGE_SENT));

  taken = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (written)));
  g_assert_cmpstr (spico_draft_get_text (taken), ==, "Autre chose\nDeux");
  spico_test_wait_for (*spico_message_get_refused_text (written) == '\0');
  g_assert_cmpint (spico_message_get_correction_failure (written), ==, SPICO_MESSAGE_FAILURE_NONE);
  g_assert_true (says (written, "Un"));
}

/* What waits, and nobody has tried to send, is taken back into the draft, as it was last to be, and never leaves. */
static void
test_taken_back (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoDraft) draft = NULL;
  g_autoptr (SpicoDraft) taken = NULL;
  g_autoptr (SpicoMessage) waiting = NULL;

  cut (fixture);
  send (fixture->a, MAUGER, id, NULL, "Deux");
  draft = spico_draft_new_message (MAUGER, id, MAUGER, SUBJECT, "Ensuite");
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_QUEUED));
  waiting = spico_test_last_message (here);
  g_assert_true (spico_message_can_take_back (waiting));
  correct (fixture->a, MAUGER, waiting, "Trois");
  taken = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (waiting)));
  g_assert_cmpstr (spico_draft_get_text (taken), ==, "Ensuite\nTrois");
  spico_test_wait_for (spico_test_last_is (here, "Un", SPICO_MESSAGE_SENT));

  send (fixture->a, MAUGER, id, NULL, "Fin");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (there, "Fin", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_n_items (there), ==, 2);
}

/* The server may have it: it stays, until that is known. */
static void
test_not_taken_back (SpicoTestClients *fixture,
                     gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);
  g_autoptr (SpicoMessage) leaving = NULL;

  /* It answers nothing, and hangs up. */
  spico_test_region_pause (fixture->region);
  send (fixture->a, MAUGER, id, NULL, "Deux");
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENDING));
  leaving = spico_test_last_message (here);
  spico_test_wait_for (!spico_message_can_take_back (leaving));
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_QUEUED));
  g_assert_false (spico_message_can_take_back (leaving));
  spico_test_fails (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (leaving)), SPICO_CLIENT_ERROR_NOT_FOUND);
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_QUEUED));

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (there, "Deux", SPICO_MESSAGE_SENT) && spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENT));
  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (leaving)));
  spico_test_wait_for (last_is_withdrawn (there));
}

/* Noted by the server before anything leaves; where nothing can be noted, nothing does. */
static void
test_export (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) there = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id, &there);

  spico_test_succeeds (spico_client_trace_export (fixture->b, TOTARO, id));
  spico_test_fails (spico_client_trace_export (fixture->a, MAUGER, "nothing"), SPICO_CLIENT_ERROR_NOT_FOUND);
  spico_test_fails (spico_client_trace_export (fixture->a, BONNEFOUS, id), SPICO_CLIENT_ERROR_NOT_FOUND);
  cut (fixture);
  spico_test_fails (spico_client_trace_export (fixture->a, MAUGER, id), SPICO_CLIENT_ERROR_OFFLINE);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("messages/a-reply-off-line", test_a_reply_off_line);
  SPICO_TEST_ADD ("messages/a-draft-keeps-what-it-answers", test_a_draft_keeps_what_it_answers);
  SPICO_TEST_ADD ("messages/an-original-far-up", test_an_original_far_up);
  SPICO_TEST_ADD ("messages/withdrawn", test_withdrawn);
  SPICO_TEST_ADD ("messages/not-withdrawn", test_not_withdrawn);
  SPICO_TEST_ADD ("messages/corrected", test_corrected);
  SPICO_TEST_ADD ("messages/corrected-off-line", test_corrected_off_line);
  SPICO_TEST_ADD ("messages/corrected-while-it-waits", test_corrected_while_it_waits);
  SPICO_TEST_ADD ("messages/corrected-after-a-lost-answer", test_corrected_after_a_lost_answer);
  SPICO_TEST_ADD ("messages/a-correction-that-comes-too-late", test_a_correction_that_comes_too_late);
  SPICO_TEST_ADD ("messages/taken-back", test_taken_back);
  SPICO_TEST_ADD ("messages/not-taken-back", test_not_taken_back);
  SPICO_TEST_ADD ("messages/export", test_export);

  return g_test_run ();
}
