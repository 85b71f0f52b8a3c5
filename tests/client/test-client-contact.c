/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of delegated accounts and of dossiers locks once the server was not reached for too long, and opens with the next contact (F030). The clock is not touched: what the store has noted is. */
#include "spico-client-contact.h"
#include "spico-store-contact.h"
#include "spico-test-clients.h"

#define HOUR G_TIME_SPAN_HOUR
#define NOW (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)

/* As if the server had last answered that much earlier. */
#define THREE_DAYS_AND_AN_HOUR_AGO "UPDATE setting SET value = CAST (value AS INTEGER) - 262800000000 WHERE name = 'contact'"
#define TWO_HOURS_AGO "UPDATE setting SET value = CAST (value AS INTEGER) - 7200000000 WHERE name = 'contact'"
#define TOMORROW "UPDATE setting SET value = CAST (value AS INTEGER) + 86400000000 WHERE name = 'contact'"

static void
test_lost (void)
{
  g_assert_false (spico_contact_is_lost (NOW, 72, NOW));
  g_assert_false (spico_contact_is_lost (NOW - 72 * HOUR, 72, NOW));
  g_assert_true (spico_contact_is_lost (NOW - 72 * HOUR - 1, 72, NOW));
  g_assert_true (spico_contact_is_lost (NOW - HOUR - 1, 1, NOW));
  g_assert_true (spico_contact_is_lost (0, 720, NOW));

  /* A clock that is put right while it runs locks nothing; one that was set back does. */
  g_assert_false (spico_contact_is_lost (NOW + G_TIME_SPAN_MINUTE, 72, NOW));
  g_assert_true (spico_contact_is_lost (NOW + 3 * G_TIME_SPAN_MINUTE, 72, NOW));
}

static void
go_offline (SpicoTestClients *fixture)
{
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
}

static void
come_back (SpicoTestClients *fixture)
{
  spico_test_region_start (fixture->region);
  spico_client_reconnect (fixture->a);
  spico_test_wait_for (!spico_client_get_contact_lost (fixture->a));
}

static void
reopen (SpicoTestClients *fixture)
{
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
}

/* In an open window, when the time has come. */
static void
test_open_window (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autoptr (SpicoList) own = NULL;
  g_autoptr (SpicoList) delegated = NULL;
  g_autoptr (SpicoList) dossiers = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *sent = NULL;
  const char *id;
  guint n_own, n_delegated, n_dossiers;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  own = spico_test_list_filled (fixture->a, MAUGER);
  delegated = spico_test_list_filled (fixture->a, STRUCTURE);
  dossiers = spico_client_list_dossiers (fixture->a, MAUGER, NULL);
  spico_test_wait_for (spico_test_n_items (dossiers) > 0);
  go_offline (fixture);
  n_own = spico_test_n_items (own);
  n_delegated = spico_test_n_items (delegated);
  n_dossiers = spico_test_n_items (dossiers);

  conversation = g_list_model_get_item (G_LIST_MODEL (delegated), 0);
  id = spico_conversation_get_id (conversation);
  sent = spico_test_await_string (spico_client_send_message (fixture->a, STRUCTURE, STRUCTURE, id, NULL, "Écrit hors ligne"));
  draft = spico_draft_new_message (STRUCTURE, id, NULL, NULL, "À finir");
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  messages = spico_client_list_messages (fixture->a, STRUCTURE, id);
  spico_test_wait_for (spico_test_last_is (messages, "Écrit hors ligne", SPICO_MESSAGE_QUEUED));

  /* Nothing locks before its time, whatever looks. */
  spico_client_check_contact (fixture->a, g_get_real_time () + 73 * HOUR);
  g_assert_false (spico_client_is_locked (fixture->a, spico_client_find_account (fixture->a, STRUCTURE)));
  spico_test_change_store (fixture->a, THREE_DAYS_AND_AN_HOUR_AGO);
  spico_client_check_contact (fixture->a, g_get_real_time () + 73 * HOUR);
  spico_test_wait_for (spico_client_get_contact_lost (fixture->a));
  g_assert_true (spico_client_is_locked (fixture->a, spico_client_find_account (fixture->a, STRUCTURE)));
  g_assert_false (spico_client_is_locked (fixture->a, spico_client_find_account (fixture->a, MAUGER)));
  spico_test_wait_for (spico_test_n_items (delegated) == 0 && spico_test_n_items (messages) == 0 && spico_test_n_items (dossiers) == 0);
  g_assert_true (spico_message_list_is_open (messages));
  g_assert_cmpuint (spico_test_n_items (own), ==, n_own);
  spico_test_fails (spico_client_get_conversation (fixture->a, STRUCTURE, id), SPICO_CLIENT_ERROR_NOT_FOUND);
  g_assert_cmpuint (spico_client_get_pending_count (fixture->a), ==, 1);

  /* All of it comes back, with what was written, and what waited is sent. */
  come_back (fixture);
  spico_test_wait_for (spico_test_n_items (delegated) == n_delegated && spico_test_n_items (dossiers) == n_dossiers);
  spico_test_wait_for (spico_test_last_is (messages, "Écrit hors ligne", SPICO_MESSAGE_SENT) && spico_test_n_items (messages) > 1);
  g_clear_object (&conversation);
  conversation = spico_test_await_object (spico_client_get_conversation (fixture->a, STRUCTURE, id));
  g_assert_cmpstr (spico_conversation_get_draft_text (conversation), ==, "À finir");
  g_assert_cmpuint (spico_client_get_pending_count (fixture->a), ==, 0);
}

/* From the start, and by the hours that the operator gives. */
static void
test_start (SpicoTestClients *fixture,
            gconstpointer     data)
{
  static const char *const changes[] = { THREE_DAYS_AND_AN_HOUR_AGO, TOMORROW, "DELETE FROM setting WHERE name = 'contact'" };
  g_autoptr (SpicoList) delegated = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  delegated = spico_test_list_filled (fixture->a, STRUCTURE);
  g_assert_cmpuint (spico_client_get_contact_hours (fixture->a), ==, 72);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      go_offline (fixture);
      spico_test_change_store (fixture->a, changes[i]);
      g_clear_object (&delegated);
      reopen (fixture);
      g_assert_true (spico_client_get_contact_lost (fixture->a));
      delegated = spico_client_list_conversations (fixture->a, STRUCTURE, SPICO_CONVERSATIONS_CURRENT);
      spico_test_wait_for (!spico_list_is_loading (delegated));
      g_assert_cmpuint (spico_test_n_items (delegated), ==, 0);
      come_back (fixture);
      spico_test_wait_for (spico_test_n_items (delegated) > 0);
    }

  /* Two hours are not too long, but for an operator who gives one. */
  go_offline (fixture);
  spico_test_change_store (fixture->a, TWO_HOURS_AGO);
  g_clear_object (&delegated);
  reopen (fixture);
  g_assert_false (spico_client_get_contact_lost (fixture->a));
  spico_test_change_store (fixture->a, "UPDATE setting SET value = '1' WHERE name = 'offline-hours'");
  reopen (fixture);
  g_assert_true (spico_client_get_contact_lost (fixture->a));
  g_assert_cmpuint (spico_client_get_contact_hours (fixture->a), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/contact/when-it-is-lost", test_lost);
  SPICO_TEST_ADD ("contact/locks-in-an-open-window", test_open_window);
  SPICO_TEST_ADD ("contact/locks-from-the-start", test_start);

  return g_test_run ();
}
