/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client against a real server and a real keyring: signing in, talking, being off line. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "spico-test-clients.h"

static void
test_sign_in (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autoptr (SpicoList) own = NULL;
  g_autoptr (SpicoList) delegated = NULL;
  g_autoptr (SpicoAccount) first = NULL;
  SpicoAccount *structure;
  SpicoPrincipal *person;

  spico_test_fails (spico_client_sign_in (fixture->a, fixture->region->uri, "mauger", "wrong"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_SIGNED_OUT);
  spico_test_fails (spico_client_sign_in (fixture->a, "http://spico.example", "mauger", SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_INSECURE);

  spico_test_sign_in (fixture, fixture->a, "mauger");
  g_assert_cmpuint (spico_test_n_items (spico_client_get_accounts (fixture->a)), ==, 2);
  first = g_list_model_get_item (spico_client_get_accounts (fixture->a), 0);
  g_assert_true (spico_account_is_personal (first));
  g_assert_true (spico_client_get_account (fixture->a) == first);
  structure = spico_client_find_account (fixture->a, STRUCTURE);
  g_assert_nonnull (structure);
  g_assert_false (spico_account_is_personal (structure));
  g_assert_true (spico_account_has_discussions (structure));

  own = spico_test_list_filled (fixture->a, MAUGER);
  delegated = spico_test_list_filled (fixture->a, STRUCTURE);
  person = spico_client_get_person (fixture->a);
  g_assert_cmpstr (spico_principal_get_id (person), ==, MAUGER);
  spico_test_wait_for (spico_principal_is_loaded (person) && *spico_principal_get_profession (person) != '\0');
  spico_test_wait_for (spico_account_get_unread_count (first) > 0);
}

static void
test_unix (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;

  spico_test_region_kill (fixture->region);
  spico_test_region_use_unix (fixture->region);
  spico_test_region_start (fixture->region);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, MAUGER);
}

static void
test_talk (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessageList) messages_a = NULL;
  g_autoptr (SpicoMessageList) messages_b = NULL;
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoConversation) alone = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));

  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Un essai", ASKED);
  alone = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  messages_a = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages_a, ASKED, SPICO_MESSAGE_SENT));

  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Un essai")) != NULL);
  g_assert_cmpstr (spico_conversation_get_id (there), ==, id);
  spico_test_wait_for (spico_conversation_get_unread_count (there) == 1);
  messages_b = spico_client_list_messages (fixture->b, TOTARO, id);
  spico_test_wait_for (spico_test_last_is (messages_b, ASKED, SPICO_MESSAGE_SENT));

  spico_test_succeeds (spico_client_mark_read (fixture->b, TOTARO, id, 1));
  spico_test_wait_for (spico_conversation_get_unread_count (there) == 0);
  spico_test_wait_for (spico_test_last_is (messages_a, ASKED, SPICO_MESSAGE_READ));
  message = spico_test_last_message (messages_a);
  g_assert_cmpuint (spico_test_n_items (spico_message_get_read_by (message)), ==, 1);

  g_free (spico_test_await_string (spico_client_send_message (fixture->b, TOTARO, TOTARO, id, NULL, "Oui.")));
  spico_test_wait_for (spico_test_last_is (messages_a, "Oui.", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_n_items (messages_a), ==, 2);
  spico_test_wait_for (g_str_equal (spico_conversation_get_preview (alone), "Oui.") && spico_conversation_get_unread_count (alone) == 1);
  g_assert_false (spico_conversation_is_local (alone));
}

/* Whoever answers has read what they answer to, whether or not their program says so. */
static void
test_who_answers_has_read (SpicoTestClients *fixture,
                           gconstpointer     data)
{
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) asked = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Une question", ASKED);
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, ASKED, SPICO_MESSAGE_SENT));
  asked = spico_test_last_message (messages);
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Une question")) != NULL);

  g_free (spico_test_await_string (spico_client_send_message (fixture->b, TOTARO, TOTARO, id, NULL, "Oui.")));
  spico_test_wait_for (spico_test_last_is (messages, "Oui.", SPICO_MESSAGE_SENT));
  spico_test_wait_for (spico_message_get_state (asked) == SPICO_MESSAGE_READ);
  g_assert_cmpuint (spico_test_n_items (spico_message_get_read_by (asked)), ==, 1);
}

/* B016: who is absent has answered by themselves, and has read nothing. */
static void
test_who_is_absent_has_not_read (SpicoTestClients *fixture,
                                 gconstpointer     data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 1);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *tomorrow = g_date_time_format (then, "%Y-%m-%d"); /* the region's today may be that */
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) asked = NULL;
  g_autoptr (SpicoMessage) reply = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  spico_test_succeeds (spico_client_declare_absence (fixture->b, TOTARO, today, tomorrow, NULL, "Demain."));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Une question", ASKED);
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_n_items (G_LIST_MODEL (messages)) == 2);
  asked = g_list_model_get_item (G_LIST_MODEL (messages), 0);
  reply = g_list_model_get_item (G_LIST_MODEL (messages), 1);
  spico_test_wait_for (spico_message_is_automatic (reply));
  g_assert_nonnull (strstr (spico_message_get_text (reply), "Demain."));
  g_assert_false (spico_message_is_automatic (asked));
  spico_test_wait_for (spico_message_get_state (asked) == SPICO_MESSAGE_SENT && spico_test_is_settled (fixture->a));
  g_assert_true (spico_message_get_read_by (asked) == NULL || spico_test_n_items (spico_message_get_read_by (asked)) == 0);
}

static void
test_for_account (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  g_free (spico_test_start (fixture->a, STRUCTURE, TOTARO, "Pour la structure", ASKED));

  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Pour la structure")) != NULL);
  messages = spico_client_list_messages (fixture->b, TOTARO, spico_conversation_get_id (there));
  spico_test_wait_for (spico_test_last_is (messages, ASKED, SPICO_MESSAGE_SENT));
  message = spico_test_last_message (messages);
  g_assert_true (spico_message_is_for_account (message));
  g_assert_false (spico_message_is_own (message));
  g_assert_cmpstr (spico_principal_get_id (spico_message_get_person (message)), ==, MAUGER);
  g_assert_cmpstr (spico_principal_get_id (spico_message_get_account (message)), ==, STRUCTURE);
}

static void
reopen (SpicoTestClients *fixture)
{
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
}

static void
test_offline (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoDraft) draft = spico_draft_new (MAUGER, NULL, NULL, "Plus tard", "À finir");
  g_autoptr (SpicoDraft) kept = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autofree char *id = NULL;
  guint n;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  list = spico_test_list_filled (fixture->a, MAUGER);
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  n = spico_test_n_items (list);
  g_clear_object (&list);

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  reopen (fixture);
  g_assert_cmpuint (spico_test_n_items (spico_client_get_accounts (fixture->a)), ==, 2);
  list = spico_client_list_conversations (fixture->a, MAUGER, SPICO_CONVERSATIONS_CURRENT);
  spico_test_wait_for (spico_test_n_items (list) == n);

  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Hors ligne", "Un");
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Deux")));
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Trois")));
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 3);
  g_clear_object (&list);
  reopen (fixture);
  g_assert_cmpuint (spico_client_get_pending_count (fixture->a), ==, 3);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Hors ligne")) != NULL);
  {
    g_autoptr (SpicoMessageList) messages = spico_client_list_messages (fixture->b, TOTARO, id);
    g_autoptr (SpicoMessage) first = NULL;

    spico_test_wait_for (spico_test_last_is (messages, "Trois", SPICO_MESSAGE_SENT));
    g_assert_cmpuint (spico_test_n_items (messages), ==, 3);
    first = g_list_model_get_item (G_LIST_MODEL (messages), 0);
    g_assert_cmpstr (spico_message_get_text (first), ==, "Un");
  }
  kept = spico_test_await_object (spico_client_load_draft (fixture->a, NULL, NULL));
  g_assert_cmpstr (spico_draft_get_text (kept), ==, "À finir");
  g_assert_cmpstr (spico_draft_get_subject (kept), ==, "Plus tard");
}

/* The program that is killed: writes three messages off line, says so, and waits for its end. */
G_NORETURN static void
write_and_wait (const char *folder)
{
  g_autoptr (SpicoCredentials) keyring = spico_keyring_new ();
  g_autoptr (SpicoClient) client = spico_client_new (folder, keyring);
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;

  spico_test_succeeds (spico_client_open_last (client));
  id = spico_test_start (client, MAUGER, TOTARO, "Avant la fin", "Un");
  g_free (spico_test_await_string (spico_client_send_message (client, MAUGER, MAUGER, id, NULL, "Deux")));
  g_free (spico_test_await_string (spico_client_send_message (client, MAUGER, MAUGER, id, NULL, "Trois")));
  draft = spico_draft_new_message (MAUGER, id, NULL, NULL, "Et encore");
  spico_test_succeeds (spico_client_save_draft (client, draft));
  g_print ("written\n");
  for (;;)
    spico_test_turn ();
}

static void
run_and_kill (SpicoTestClients *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--write-and-wait", fixture->folder_a, NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "written");
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
test_killed (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) here = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  spico_test_let_go (&fixture->a);
  spico_test_region_kill (fixture->region);
  run_and_kill (fixture);

  reopen (fixture);
  g_assert_cmpuint (spico_client_get_pending_count (fixture->a), ==, 3);
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for ((here = spico_test_find_conversation (list, "Avant la fin")) != NULL);
  g_assert_cmpuint (spico_conversation_get_pending_count (here), ==, 3);
  g_assert_cmpstr (spico_conversation_get_draft_text (here), ==, "Et encore");

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Avant la fin")) != NULL);
  messages = spico_client_list_messages (fixture->b, TOTARO, spico_conversation_get_id (there));
  spico_test_wait_for (spico_test_last_is (messages, "Trois", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_n_items (messages), ==, 3);
  g_assert_cmpstr (spico_conversation_get_draft_text (here), ==, "Et encore");
}

/* The server dies again and again while messages leave: whatever answer was lost, each arrives once and in order. */
static void
test_once (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Une seule fois", "0");

  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, text)));
      if (i % 5 == 0)
        {
          spico_test_region_kill (fixture->region);
          spico_test_region_start (fixture->region);
          spico_client_reconnect (fixture->a);
        }
    }
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_client_reconnect (fixture->b);
  spico_test_wait_for (spico_test_is_settled (fixture->b));

  messages = spico_client_list_messages (fixture->b, TOTARO, id);
  spico_test_wait_for (spico_test_last_is (messages, "20", SPICO_MESSAGE_SENT));
  g_assert_cmpuint (spico_test_n_items (messages), ==, 21);
  for (guint i = 0; i <= 20; i++)
    {
      g_autoptr (SpicoMessage) message = g_list_model_get_item (G_LIST_MODEL (messages), i);
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_cmpstr (spico_message_get_text (message), ==, text);
      g_assert_cmpint (spico_message_get_seq (message), ==, i + 1);
    }
}

static void
test_absence (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  spico_test_let_go (&fixture->a);

  id = spico_test_start (fixture->b, TOTARO, MAUGER, "Pendant l'absence", ASKED);
  for (guint i = 0; i < 12; i++)
    g_free (spico_test_await_string (spico_client_send_message (fixture->b, TOTARO, TOTARO, id, NULL, "Suite")));
  spico_test_wait_for (spico_test_is_settled (fixture->b));

  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for ((conversation = spico_test_find_conversation (list, "Pendant l'absence")) != NULL);
  spico_test_wait_for (spico_conversation_get_unread_count (conversation) == 13);
}

/* The server cannot tell what changed: everything is read anew, and what was made here stays. */
static void
test_lost_state (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoConversation) here = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;
  guint n;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  list = spico_test_list_filled (fixture->a, MAUGER);
  of_b = spico_test_list_filled (fixture->b, TOTARO);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  n = spico_test_n_items (list);

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  spico_test_change_store (fixture->a, "UPDATE sync_state SET state = '999999'");
  spico_test_change_store (fixture->a, "INSERT INTO conversation (holder_id, id, subject) VALUES ('" MAUGER "', '01900000-0000-7000-8000-00000000dead', 'Disparue')");
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Avant la remise à neuf", ASKED);
  draft = spico_draft_new_message (MAUGER, id, NULL, NULL, "Gardé");
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  spico_test_wait_for (spico_test_n_items (list) == n + 2);

  spico_test_region_start (fixture->region);
  spico_client_reconnect (fixture->a);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_n_items (list) == n + 1);
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, "Avant la remise à neuf")) != NULL);
  here = spico_test_find_conversation (list, "Avant la remise à neuf");
  g_assert_cmpstr (spico_conversation_get_draft_text (here), ==, "Gardé");
}

/* What was written for an account whose delegation ends (F030) stays within reach, and nothing else of that account does. */
static void
test_delegation_ended (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, STRUCTURE);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  conversation = g_list_model_get_item (G_LIST_MODEL (list), 0);
  messages = spico_client_list_messages (fixture->a, STRUCTURE, spico_conversation_get_id (conversation));
  spico_test_wait_for (spico_test_n_items (messages) > 1);
  spico_client_set_account (fixture->a, spico_client_find_account (fixture->a, STRUCTURE));

  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  id = spico_test_await_string (spico_client_send_message (fixture->a, STRUCTURE, STRUCTURE, spico_conversation_get_id (conversation), NULL, "Trop tard"));
  spico_test_wait_for (spico_account_is_ended (spico_client_find_account (fixture->a, STRUCTURE)));
  g_assert_false (spico_account_has_discussions (spico_client_find_account (fixture->a, STRUCTURE)));
  g_assert_cmpstr (spico_account_get_id (spico_client_get_account (fixture->a)), ==, MAUGER);
  spico_test_wait_for (spico_client_get_failed_count (fixture->a) == 1);
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 0);
  spico_test_wait_for (!spico_message_list_is_open (messages) && spico_test_n_items (messages) == 1);
  spico_test_wait_for (spico_test_n_items (list) == 1);

  /* Taken back, it is a draft; the draft gone, nothing is left of the account. */
  message = spico_test_last_message (messages);
  g_assert_cmpint (spico_message_get_failure (message), ==, SPICO_MESSAGE_FAILURE_DELEGATION_ENDED);
  draft = spico_test_await_object (spico_client_withdraw_failed (fixture->a, STRUCTURE, spico_message_get_id (message)));
  g_assert_cmpstr (spico_draft_get_text (draft), ==, "Trop tard");
  g_assert_nonnull (spico_client_find_account (fixture->a, STRUCTURE));
  spico_test_succeeds (spico_client_discard_draft (fixture->a, STRUCTURE, spico_conversation_get_id (conversation)));
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);
  spico_test_wait_for (spico_test_n_items (list) == 0);
}

/* The conversation goes while somebody types in it: what they typed is kept where it can be found (F030). */
static void
test_delegation_ended_while_writing (SpicoTestClients *fixture,
                                     gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoDraft) draft = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, STRUCTURE);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  conversation = g_list_model_get_item (G_LIST_MODEL (list), 0);
  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);

  draft = spico_draft_new_message (STRUCTURE, spico_conversation_get_id (conversation), NULL, "Objet", "Encore un mot");
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) != NULL);
  g_assert_true (spico_account_is_ended (spico_client_find_account (fixture->a, STRUCTURE)));
  spico_test_wait_for (spico_test_n_items (list) == 1);
}

/* The operator gives and takes: the open window shows it, without being asked (F029, F030). */
static void
test_delegation_told (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;

  spico_test_sign_in (fixture, fixture->a, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_assert_null (spico_client_find_account (fixture->a, STRUCTURE));

  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", TOTARO, "--scope", "discussions", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) != NULL);
  g_assert_false (spico_account_has_dossiers (spico_client_find_account (fixture->a, STRUCTURE)));
  list = spico_test_list_filled (fixture->a, STRUCTURE);

  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", TOTARO, NULL);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);
}

/* What was taken while the server stood still is told by the next stream, and that it is given again too, though what one may use is then what it was before (F029, F030). */
static void
test_delegation_told_after_restart (SpicoTestClients *fixture,
                                    gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_assert_nonnull (spico_client_find_account (fixture->a, STRUCTURE));

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);
  spico_test_wait_for (spico_test_is_settled (fixture->a));

  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", MAUGER, "--scope", "all", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) != NULL);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  ++*n;
}

static void
test_refused (SpicoTestClients *fixture,
              gconstpointer     data)
{
  static const char *const ids[] = { "p000000000000", NULL };
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;
  guint n_changes = 0;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  id = spico_test_await_string (spico_client_start_conversation (fixture->a, MAUGER, ids, NULL, NULL, "Personne", "Il y a quelqu'un ?"));
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, "Il y a quelqu'un ?", SPICO_MESSAGE_FAILED));
  message = spico_test_last_message (messages);
  g_assert_cmpint (spico_message_get_failure (message), ==, SPICO_MESSAGE_FAILURE_CONVERSATION);

  g_signal_connect (message, "notify::state", G_CALLBACK (count_cb), &n_changes);
  spico_test_succeeds (spico_client_retry (fixture->a, spico_message_get_id (message)));
  spico_test_wait_for (n_changes >= 2 && spico_message_get_state (message) == SPICO_MESSAGE_FAILED);
  draft = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (message)));
  g_assert_cmpstr (spico_draft_get_text (draft), ==, "Il y a quelqu'un ?");
  spico_test_wait_for (spico_test_n_items (messages) == 0);
}

static gboolean
holds (const char *path,
       const char *needle)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return FALSE;

  return memmem (text, length, needle, strlen (needle)) != NULL;
}

static guint
check_folder (const char        *path,
              const char *const *secrets)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          n += check_folder (child, secrets);
          continue;
        }
      n++;
      for (guint i = 0; secrets[i] != NULL; i++)
        g_assert_false (holds (child, secrets[i]));
      if (g_str_has_suffix (name, ".db"))
        g_assert_false (holds (child, "SQLite format 3"));
    }

  return n;
}

static void
test_ciphertext (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  static const char *const secrets[] = { "Sortie vendredi", "LAPRUNE", "TOTARO", "CREATE TABLE", "retour", NULL };
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (GDir) dir = NULL;
  GStatBuf status;
  const char *name;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_free (spico_test_start (fixture->a, MAUGER, TOTARO, "Un essai", ASKED));
  g_assert_cmpuint (check_folder (fixture->folder_a, secrets), >=, 2);

  dir = g_dir_open (fixture->folder_a, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (fixture->folder_a, name, NULL);

      g_assert_cmpint (g_stat (child, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 077, ==, 0);
    }
}

static void
test_sign_out (SpicoTestClients *fixture,
               gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_succeeds (spico_client_sign_out (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_SIGNED_OUT);
  g_assert_cmpuint (check_folder (fixture->folder_a, (const char *const[]) { NULL }), ==, 0);
  {
    g_autoptr (SpicoClient) again = spico_client_new (fixture->folder_a, fixture->keyring);
    DexFuture *future = spico_client_open_last (again);

    spico_test_wait_for (!dex_future_is_pending (future));
    g_assert_false (g_value_get_boolean (dex_future_get_value (future, NULL)));
    dex_unref (future);
  }
}

static void
test_session_ended (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_region_ctl (fixture->region, "account", "disable", "mauger", NULL);
  spico_test_region_kill (fixture->region);
  spico_test_region_start (fixture->region);
  spico_client_reconnect (fixture->a);
  spico_test_wait_for (spico_client_get_session_ended (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
  list = spico_test_list_filled (fixture->a, MAUGER);
  g_free (spico_test_start (fixture->a, MAUGER, TOTARO, "Plus tard", "Gardé"));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 1);

  spico_test_region_ctl (fixture->region, "account", "enable", "mauger", NULL);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  g_assert_false (spico_client_get_session_ended (fixture->a));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 0);
}

static void
change_region (SpicoTestClients *fixture,
               const char       *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_no_error (error);
  spico_sql_run (connection, sql, NULL, &error);
  g_assert_no_error (error);
}

static JsonArray *
make_echo (void)
{
  JsonArray *calls = json_array_new ();
  JsonArray *call = json_array_new ();

  json_array_add_string_element (call, "Core/echo");
  json_array_add_object_element (call, json_object_new ());
  json_array_add_string_element (call, "e");
  json_array_add_array_element (calls, call);

  return calls;
}

/* An access token that ended early is renewed, and what was asked with it is asked again. */
static void
test_token_ended (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  change_region (fixture, "DELETE FROM access_token");
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Avec un nouveau jeton", ASKED);
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, ASKED, SPICO_MESSAGE_SENT));
  g_assert_false (spico_client_get_session_ended (fixture->a));
}

/* Several calls find out at once that their token ended: none of them takes the new one for the old, nor the session for ended. */
static void
test_tokens_ended_together (SpicoTestClients *fixture,
                            gconstpointer     data)
{
  DexFuture *calls[8];

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  for (guint round = 0; round < 20; round++)
    {
      change_region (fixture, "DELETE FROM access_token");
      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        calls[i] = spico_session_call (fixture->a->session, make_echo ());
      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        spico_test_succeeds (calls[i]);
    }
  g_assert_false (spico_client_get_session_ended (fixture->a));
}

/* Ended from elsewhere: what was being written stays, and is not sent. */
static void
test_session_revoked (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  change_region (fixture, "DELETE FROM access_token");
  change_region (fixture, "DELETE FROM refresh_token");
  g_free (spico_test_start (fixture->a, MAUGER, TOTARO, "Sans jeton", ASKED));
  spico_test_wait_for (spico_client_get_session_ended (fixture->a));
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 1);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  if (argc == 3 && g_str_equal (argv[1], "--write-and-wait"))
    write_and_wait (argv[2]);

  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("sign-in", test_sign_in);
  SPICO_TEST_ADD ("unix", test_unix);
  SPICO_TEST_ADD ("talk", test_talk);
  SPICO_TEST_ADD ("who-answers-has-read", test_who_answers_has_read);
  SPICO_TEST_ADD ("B016-who-is-absent-has-not-read", test_who_is_absent_has_not_read);
  SPICO_TEST_ADD ("for-account", test_for_account);
  SPICO_TEST_ADD ("offline", test_offline);
  SPICO_TEST_ADD ("killed", test_killed);
  SPICO_TEST_ADD ("once", test_once);
  SPICO_TEST_ADD ("absence", test_absence);
  SPICO_TEST_ADD ("lost-state", test_lost_state);
  SPICO_TEST_ADD ("delegation-ended", test_delegation_ended);
  SPICO_TEST_ADD ("delegation-ended-while-writing", test_delegation_ended_while_writing);
  SPICO_TEST_ADD ("delegation-told", test_delegation_told);
  SPICO_TEST_ADD ("delegation-told-after-a-restart", test_delegation_told_after_restart);
  SPICO_TEST_ADD ("refused", test_refused);
  SPICO_TEST_ADD ("ciphertext", test_ciphertext);
  SPICO_TEST_ADD ("sign-out", test_sign_out);
  SPICO_TEST_ADD ("session-ended", test_session_ended);
  SPICO_TEST_ADD ("session-revoked", test_session_revoked);
  SPICO_TEST_ADD ("token-ended", test_token_ended);
  SPICO_TEST_ADD ("tokens-ended-together", test_tokens_ended_together);

  return g_test_run ();
}
