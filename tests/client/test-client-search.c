/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of messages on this computer (B004), with what a real server brought. */
#include "spico-client-messages.h"
#include "spico-found-message.h"
#include "spico-test-clients.h"

#define SUBJECT "Retour à domicile"

static SpicoMessageList *
talk (SpicoTestClients *fixture,
      char            **id)
{
  SpicoMessageList *here;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  *id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Vertige au cœur cette nuit");
  here = spico_client_list_messages (fixture->a, MAUGER, *id);
  spico_test_wait_for (spico_test_last_is (here, "Vertige au cœur cette nuit", SPICO_MESSAGE_SENT));

  return here;
}

static void
say (SpicoTestClients *fixture,
     SpicoMessageList *here,
     const char       *id,
     const char       *text)
{
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, text)));
  spico_test_wait_for (spico_test_last_is (here, text, SPICO_MESSAGE_SENT));
}

/* What is found, a line each, the first one first. */
static char *
found_by (SpicoTestClients *fixture,
          const char       *account_id,
          const char       *searched)
{
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, account_id, searched);
  GString *texts = g_string_new (NULL);

  spico_test_wait_for (!spico_list_is_loading (list));
  g_assert_no_error (spico_list_get_error (list));
  for (guint i = 0; i < spico_test_n_items (list); i++)
    {
      g_autoptr (SpicoFoundMessage) found = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (texts, "%s%s", i > 0 ? "\n" : "", spico_message_get_text (spico_found_message_get_message (found)));
    }

  return g_string_free (texts, FALSE);
}

static void
assert_found (SpicoTestClients *fixture,
              const char       *searched,
              const char       *texts)
{
  g_autofree char *found = found_by (fixture, MAUGER, searched);

  g_assert_cmpstr (found, ==, texts);
}

static void
test_words_begin (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);

  say (fixture, here, id, "Élévation de la température, sans vertige");
  assert_found (fixture, "VERTIG", "Élévation de la température, sans vertige\nVertige au cœur cette nuit");
  assert_found (fixture, "vertige temp", "Élévation de la température, sans vertige");
  assert_found (fixture, "elevation", "Élévation de la température, sans vertige");
  assert_found (fixture, "coeur", "Vertige au cœur cette nuit");
  assert_found (fixture, "cœu", "Vertige au cœur cette nuit");
  assert_found (fixture, "ertige", "");
  assert_found (fixture, "vertige glycémie", "");
}

static void
test_where_it_stands (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, "cœur");
  g_autoptr (SpicoFoundMessage) found = NULL;
  g_autoptr (SpicoMessage) last = spico_test_last_message (here);
  SpicoMessage *message;

  spico_test_wait_for (spico_test_n_items (list) == 1);
  found = g_list_model_get_item (G_LIST_MODEL (list), 0);
  message = spico_found_message_get_message (found);
  g_assert_cmpstr (spico_found_message_get_conversation_id (found), ==, id);
  g_assert_cmpstr (spico_found_message_get_account_id (found), ==, MAUGER);
  g_assert_cmpstr (spico_found_message_get_subject (found), ==, SUBJECT);
  g_assert_cmpstr (spico_found_message_get_searched (found), ==, "cœur");
  g_assert_cmpstr (spico_message_get_id (message), ==, spico_message_get_id (last));
  g_assert_cmpint (spico_message_get_seq (message), ==, spico_message_get_seq (last));
  g_assert_cmpstr (spico_principal_get_id (spico_message_get_person (message)), ==, MAUGER);
  g_assert_true (g_date_time_equal (spico_message_get_sent_at (message), spico_message_get_sent_at (last)));
}

/* By when they were sent, not by when they came: what is read of a long history comes last. */
static void
test_the_newest_first (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);

  say (fixture, here, id, "Vertige apaisée");
  spico_test_change_store (fixture->a, "UPDATE message SET sent_at = sent_at - 86400000000 WHERE text = 'Vertige apaisée'");
  assert_found (fixture, "vertige", "Vertige au cœur cette nuit\nVertige apaisée");
}

/* The list lives: what comes while it is shown is found, and what is withdrawn is not any more. */
static void
test_it_follows (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, "écharpe");
  g_autoptr (SpicoMessage) last = NULL;

  spico_test_wait_for (!spico_list_is_loading (list));
  g_assert_cmpuint (spico_test_n_items (list), ==, 0);
  say (fixture, here, id, "Écharpe remise");
  spico_test_wait_for (spico_test_n_items (list) == 1);

  last = spico_test_last_message (here);
  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, spico_message_get_id (last)));
  spico_test_wait_for (spico_test_n_items (list) == 0);
}

/* Off line too, and what is not sent yet. */
static void
test_off_line (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Vertige à la marche")));
  assert_found (fixture, "vertige", "Vertige à la marche\nVertige au cœur cette nuit");
}

/* Nothing that one types is the index's language, nor is a letter alone a search, nor a text without end. */
static void
test_anything_may_be_typed (SpicoTestClients *fixture,
                            gconstpointer     data)
{
  static const char *const nothing[] = { "", " ", "d", "\" OR holder : *", "text : vertige", "NEAR(vertige coeur)", "^vertige", "(", "vertige AND", "-vertige x", "\xff\xfe", "*", "{" };
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *endless = g_strnfill (100000, 'd');
  g_autofree char *of_another = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_free (found_by (fixture, MAUGER, nothing[i]));
  assert_found (fixture, "d", "");
  assert_found (fixture, "text : vertige", "");
  assert_found (fixture, "^vertige*", "Vertige au cœur cette nuit");
  assert_found (fixture, "a vertige", "");
  assert_found (fixture, endless, "");
  of_another = found_by (fixture, TOTARO, "vertige");
  g_assert_cmpstr (of_another, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("search/words-begin", test_words_begin);
  SPICO_TEST_ADD ("search/where-it-stands", test_where_it_stands);
  SPICO_TEST_ADD ("search/the-newest-first", test_the_newest_first);
  SPICO_TEST_ADD ("search/it-follows", test_it_follows);
  SPICO_TEST_ADD ("search/off-line", test_off_line);
  SPICO_TEST_ADD ("search/anything-may-be-typed", test_anything_may_be_typed);

  return g_test_run ();
}
