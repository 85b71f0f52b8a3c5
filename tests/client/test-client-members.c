/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F053, F064, F072: who takes part in a conversation that there is, its title and its patient are changed, against a real server. */
#include "spico-conversation-changes.h"
#include "spico-test-clients.h"

#define SUBJECT "Retour à domicile"

/* A conversation of two, with two messages; @id is told which. */
static SpicoMessageList *
talk (SpicoTestClients *fixture,
      char            **id)
{
  SpicoMessageList *messages;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "bonnefous");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  *id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Un");
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, *id, NULL, "Deux")));
  messages = spico_client_list_messages (fixture->a, MAUGER, *id);
  spico_test_wait_for (spico_test_last_is (messages, "Deux", SPICO_MESSAGE_SENT));

  return messages;
}

static void
add (SpicoClient *client,
     const char  *id,
     const char  *member_id)
{
  const char *const ids[] = { member_id, NULL };

  g_free (spico_test_await_string (spico_client_add_members (client, MAUGER, id, ids, NULL)));
}

static void
assert_adds (SpicoMessage *message,
             const char   *member_id)
{
  GListModel *added = spico_message_get_members (message);
  g_autoptr (SpicoPrincipal) first = NULL;

  g_assert_cmpstr (spico_message_get_text (message), ==, "");
  g_assert_cmpuint (spico_test_n_items (added), ==, 1);
  first = g_list_model_get_item (added, 0);
  g_assert_cmpstr (spico_principal_get_id (first), ==, member_id);
  spico_test_wait_for (*spico_principal_get_name (first) != '\0');
}

/* Who is added finds the conversation with all that was said, of which nothing is unread but that they were added. */
static void
test_added (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) of_b = spico_test_list_filled (fixture->b, BONNEFOUS);
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) trace = NULL;
  g_autoptr (SpicoMessage) seen = NULL;

  add (fixture->a, id, BONNEFOUS);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  trace = spico_test_last_message (here);
  g_assert_true (spico_message_is_own (trace));
  assert_adds (trace, BONNEFOUS);
  spico_test_wait_for (spico_test_n_items (spico_conversation_get_participants (own)) == 2);

  spico_test_wait_for ((there = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  spico_test_wait_for (spico_conversation_get_unread_count (there) == 1 && *spico_conversation_get_preview (there) == '\0');
  messages = spico_client_list_messages (fixture->b, BONNEFOUS, id);
  spico_test_wait_for (spico_test_n_items (messages) == 3);
  g_assert_cmpint (spico_message_list_get_first_unread_seq (messages), ==, 3);
  g_assert_cmpuint (spico_message_list_get_n_unread_at_open (messages), ==, 1);
  seen = spico_test_last_message (messages);
  assert_adds (seen, BONNEFOUS);
  g_assert_cmpstr (spico_principal_get_id (spico_message_get_person (seen)), ==, MAUGER);

  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Trois")));
  spico_test_wait_for (spico_conversation_get_unread_count (there) == 2);
  spico_test_succeeds (spico_client_mark_read (fixture->b, BONNEFOUS, id, 4));
  spico_test_wait_for (spico_conversation_get_unread_count (there) == 0);
}

/* Chosen off line, they are added once there is a server again, behind what was written before. */
static void
test_added_off_line (SpicoTestClients *fixture,
                     gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) of_b = spico_test_list_filled (fixture->b, BONNEFOUS);
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoConversation) there = NULL;

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Trois")));
  add (fixture->a, id, BONNEFOUS);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_QUEUED));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 2);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  messages = spico_client_list_messages (fixture->b, BONNEFOUS, id);
  spico_test_wait_for (spico_test_n_items (messages) == 4);
  g_assert_cmpint (spico_message_list_get_first_unread_seq (messages), ==, 4);
}

/* What the server does not take says why, and can be chosen anew: nobody is forgotten. */
static void
test_refused (SpicoTestClients *fixture,
              gconstpointer     data)
{
  static const char *const chosen[] = { BONNEFOUS, NULL };
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoDraft) draft = spico_draft_new_members (MAUGER, id, chosen);
  g_autoptr (SpicoDraft) both = NULL;
  g_autoptr (SpicoDraft) words = NULL;
  g_autoptr (SpicoMessage) message = NULL;

  spico_test_fails (spico_client_add_members (fixture->a, MAUGER, id, chosen + 1, NULL), SPICO_CLIENT_ERROR_INVALID);
  add (fixture->a, id, "p000000000000");
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_FAILED));
  message = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_failure (message), ==, SPICO_MESSAGE_FAILURE_MEMBERS);

  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  words = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (message)));
  g_assert_true (spico_draft_is_empty (words));
  spico_test_wait_for (spico_test_last_is (here, "Deux", SPICO_MESSAGE_SENT));
  both = spico_test_await_object (spico_client_load_members_draft (fixture->a, MAUGER, id));
  g_assert_cmpuint (g_strv_length ((GStrv) spico_draft_get_participant_ids (both)), ==, 2);
  g_assert_true (g_strv_contains (spico_draft_get_participant_ids (both), BONNEFOUS));

  /* Once they are added, nothing is left of the choice. */
  add (fixture->a, id, BONNEFOUS);
  g_clear_object (&both);
  both = spico_test_await_object (spico_client_load_members_draft (fixture->a, MAUGER, id));
  g_assert_true (spico_draft_is_empty (both));
}

/* The initiating account gives it another title; who takes part only is refused, and the line that said so goes without a word. */
static void
test_retitled (SpicoTestClients *fixture,
               gconstpointer     data)
{
  static const char *const chosen[] = { BONNEFOUS, NULL };
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) of_b = spico_test_list_filled (fixture->b, BONNEFOUS);
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) trace = NULL;
  g_autoptr (SpicoMessage) refused = NULL;
  g_autoptr (SpicoDraft) words = NULL;

  g_free (spico_test_await_string (spico_client_add_members (fixture->a, MAUGER, id, chosen, NULL)));
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  spico_test_wait_for (spico_conversation_is_initiated (own) && !spico_conversation_is_initiated (there));
  spico_test_fails (spico_client_set_subject (fixture->a, MAUGER, id, " "), SPICO_CLIENT_ERROR_INVALID);
  g_free (spico_test_await_string (spico_client_set_subject (fixture->a, MAUGER, id, "Pansement ")));
  spico_test_wait_for (g_str_equal (spico_conversation_get_subject (own), "Pansement") && g_str_equal (spico_conversation_get_subject (there), "Pansement"));
  spico_test_wait_for (spico_conversation_get_preview_change (there) == SPICO_MESSAGE_CHANGE_SUBJECT);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  trace = spico_test_last_message (here);
  g_assert_cmpstr (spico_message_get_new_subject (trace), ==, "Pansement");

  messages = spico_client_list_messages (fixture->b, BONNEFOUS, id);
  g_free (spico_test_await_string (spico_client_set_subject (fixture->b, BONNEFOUS, id, "Autre")));
  spico_test_wait_for (spico_test_last_is (messages, "", SPICO_MESSAGE_FAILED));
  refused = spico_test_last_message (messages);
  g_assert_cmpint (spico_message_get_failure (refused), ==, SPICO_MESSAGE_FAILURE_INITIATOR);
  words = spico_test_await_object (spico_client_withdraw_failed (fixture->b, BONNEFOUS, spico_message_get_id (refused)));
  g_assert_true (spico_draft_is_empty (words));
  spico_test_wait_for (spico_test_last_is (messages, "", SPICO_MESSAGE_SENT) && g_str_equal (spico_conversation_get_subject (there), "Pansement"));
}

/* Who is removed keeps nothing of it. */
static void
test_removed (SpicoTestClients *fixture,
              gconstpointer     data)
{
  static const char *const member[] = { BONNEFOUS, NULL };
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autoptr (SpicoList) of_b = spico_test_list_filled (fixture->b, BONNEFOUS);
  g_autoptr (SpicoMessageList) messages = spico_client_list_messages (fixture->b, BONNEFOUS, id);
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoMessage) trace = NULL;

  add (fixture->a, id, BONNEFOUS);
  spico_test_wait_for (spico_test_n_items (messages) == 3);
  spico_test_fails (spico_client_remove_members (fixture->a, MAUGER, id, member + 1), SPICO_CLIENT_ERROR_INVALID);
  g_free (spico_test_await_string (spico_client_remove_members (fixture->a, MAUGER, id, member)));
  spico_test_wait_for (!spico_message_list_is_open (messages) && spico_test_n_items (messages) == 0);
  spico_test_wait_for (spico_test_n_items (spico_conversation_get_participants (own)) == 1);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  trace = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_change (trace), ==, SPICO_MESSAGE_CHANGE_REMOVED);
  g_assert_null (spico_test_find_conversation (of_b, SUBJECT));
}

/* One of the active list of the first account, by their name. */
static char *
find_dossier (SpicoClient *client,
              const char  *name)
{
  g_autoptr (SpicoList) dossiers = spico_client_list_dossiers (client, MAUGER, name);
  g_autoptr (SpicoDossier) dossier = NULL;

  spico_test_wait_for (spico_test_n_items (dossiers) >= 1);
  dossier = g_list_model_get_item (G_LIST_MODEL (dossiers), 0);
  spico_test_wait_for (*spico_dossier_get_id (dossier) != '\0');

  return g_strdup (spico_dossier_get_id (dossier));
}

static gboolean
is_about (SpicoConversation *conversation,
          const char        *name)
{
  SpicoPatient *patient = spico_conversation_get_patient (conversation);

  return patient != NULL && g_str_equal (spico_patient_get_birth_name (patient), name);
}

/* All who take part see at once who the patient is, and nobody does once they are detached. */
static void
test_patient (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *dossier_id = find_dossier (fixture->a, "laprune alba");
  g_autoptr (SpicoList) of_b = spico_test_list_filled (fixture->b, BONNEFOUS);
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoConversation) there = NULL;
  g_autoptr (SpicoMessage) trace = NULL;

  add (fixture->a, id, BONNEFOUS);
  spico_test_wait_for ((there = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  g_free (spico_test_await_string (spico_client_attach_patient (fixture->a, MAUGER, id, dossier_id)));
  spico_test_wait_for (is_about (own, "LAPRUNE") && is_about (there, "LAPRUNE"));
  spico_test_wait_for (spico_conversation_get_preview_change (there) == SPICO_MESSAGE_CHANGE_ATTACHED && *spico_conversation_get_preview (there) == '\0');
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_SENT));
  trace = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_change (trace), ==, SPICO_MESSAGE_CHANGE_ATTACHED);

  g_free (spico_test_await_string (spico_client_detach_patient (fixture->a, MAUGER, id, dossier_id)));
  spico_test_wait_for (spico_conversation_get_patient (own) == NULL && spico_conversation_get_patient (there) == NULL);
  spico_test_wait_for (spico_conversation_get_preview_change (there) == SPICO_MESSAGE_CHANGE_DETACHED);
}

/* Of two patients that are attached off line, the first to arrive stays; the other waits for somebody to decide. */
static void
test_two_patients (SpicoTestClients *fixture,
                   gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *first_id = find_dossier (fixture->a, "laprune alba");
  g_autofree char *second_id = find_dossier (fixture->a, "fourcade yvette");
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoMessage) refused = NULL;

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_free (spico_test_await_string (spico_client_attach_patient (fixture->a, MAUGER, id, first_id)));
  g_free (spico_test_await_string (spico_client_attach_patient (fixture->a, MAUGER, id, second_id)));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 2 && spico_conversation_get_patient (own) == NULL);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_FAILED));
  refused = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_failure (refused), ==, SPICO_MESSAGE_FAILURE_OTHER_PATIENT);
  spico_test_wait_for (is_about (own, "LAPRUNE"));

  /* Once the first is detached, « Réessayer » attaches the other. */
  g_free (spico_test_await_string (spico_client_detach_patient (fixture->a, MAUGER, id, first_id)));
  spico_test_wait_for (spico_conversation_get_patient (own) == NULL);
  spico_test_succeeds (spico_client_retry (fixture->a, spico_message_get_id (refused)));
  spico_test_wait_for (spico_conversation_get_patient (own) != NULL && g_str_equal (spico_patient_get_dossier_id (spico_conversation_get_patient (own)), second_id));
}

/* F087: what hinders it is said, and nobody sees anything of the patient. */
static void
test_patient_refused (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *dossier_id = find_dossier (fixture->a, "laprune alba");
  g_autofree char *sql = g_strdup_printf ("INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id) "
                                          "VALUES ('%s', '" TOTARO "', 0, 1, '', 0, 0, '" MAUGER "', '" MAUGER "') ON CONFLICT (dossier_id, account_id) DO UPDATE SET refusal = 1, habilitation = 0",
                                          dossier_id);
  g_autoptr (SpicoConversation) own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  g_autoptr (SpicoMessage) refused = NULL;
  g_autoptr (SpicoDraft) words = NULL;

  spico_test_region_change (fixture->region, sql);
  g_free (spico_test_await_string (spico_client_attach_patient (fixture->a, MAUGER, id, dossier_id)));
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_FAILED));
  refused = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_failure (refused), ==, SPICO_MESSAGE_FAILURE_PATIENT_REFUSES);
  g_assert_null (spico_conversation_get_patient (own));
  words = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (refused)));
  g_assert_true (spico_draft_is_empty (words));

  g_free (spico_test_await_string (spico_client_attach_patient (fixture->a, MAUGER, id, "nobody")));
  spico_test_wait_for (spico_test_last_is (here, "", SPICO_MESSAGE_FAILED));
  g_clear_object (&refused);
  refused = spico_test_last_message (here);
  g_assert_cmpint (spico_message_get_failure (refused), ==, SPICO_MESSAGE_FAILURE_PATIENT);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F053-added", test_added);
  SPICO_TEST_ADD ("F053-added-off-line", test_added_off_line);
  SPICO_TEST_ADD ("F053-refused", test_refused);
  SPICO_TEST_ADD ("F064-removed", test_removed);
  SPICO_TEST_ADD ("F072-retitled", test_retitled);
  SPICO_TEST_ADD ("F064-patient", test_patient);
  SPICO_TEST_ADD ("F064-two-patients", test_two_patients);
  SPICO_TEST_ADD ("F087-patient-refused", test_patient_refused);

  return g_test_run ();
}
