/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of messages on this computer (B004), with what a real server brought. */
#include "spico-client-attachments.h"
#include "spico-client-messages.h"
#include "spico-client-search.h"
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
found_within (SpicoTestClients        *fixture,
              const char              *account_id,
              const char              *searched,
              const SpicoSearchFilter *filter)
{
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, account_id, searched, filter);
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

static char *
found_by (SpicoTestClients *fixture,
          const char       *account_id,
          const char       *searched)
{
  return found_within (fixture, account_id, searched, NULL);
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
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, "cœur", NULL);
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
  spico_test_wait_for (spico_test_is_settled (fixture->a));
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
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, "écharpe", NULL);
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

static char *
send_file (SpicoTestClients *fixture,
           SpicoMessageList *here,
           const char       *id,
           const char       *name,
           const char       *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (SpicoMessage) last = NULL;

  g_object_unref (spico_test_await_object (spico_client_attach (fixture->a, MAUGER, id, MAUGER, stream, name, "application/pdf", NULL)));
  say (fixture, here, id, text);
  last = spico_test_last_message (here);

  return g_strdup (spico_message_get_id (last));
}

/* The words of a message and the names of its files are two texts: each is looked through by itself. */
static void
test_names_of_files (SpicoTestClients *fixture,
                     gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *message_id = send_file (fixture, here, id, "Bilan_préopératoire-2026.pdf", "Voici");
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, "preop bilan", NULL);
  g_autoptr (SpicoFoundMessage) found = NULL;

  spico_test_wait_for (spico_test_n_items (list) == 1);
  found = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (spico_message_get_id (spico_found_message_get_message (found)), ==, message_id);
  g_assert_cmpstr (spico_found_message_get_files (found), ==, "Bilan_préopératoire-2026.pdf");
  assert_found (fixture, "2026 pdf", "Voici");
  assert_found (fixture, "voici bilan", "");

  spico_test_succeeds (spico_client_withdraw_message (fixture->a, MAUGER, message_id));
  spico_test_wait_for (spico_test_n_items (list) == 0);
}

/* A message that says what its file is called is found once. */
static void
test_found_once (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) here = talk (fixture, &id);
  g_autofree char *message_id = send_file (fixture, here, id, "Narcisses.pdf", "Les narcisses de la semaine");

  assert_found (fixture, "narciss", "Les narcisses de la semaine");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_change_store (fixture->a, "UPDATE message SET sent_at = sent_at - 86400000000 WHERE text LIKE 'Les narc%'");
  assert_found (fixture, "narciss", "Les narcisses de la semaine");
  spico_test_change_store (fixture->a, "DELETE FROM message WHERE text LIKE 'Les narc%'");
  assert_found (fixture, "narciss", "");
}

static char *
first_dossier (SpicoTestClients *fixture)
{
  g_autoptr (SpicoList) dossiers = spico_client_list_dossiers (fixture->a, MAUGER, "laprune alba");
  g_autoptr (SpicoDossier) dossier = NULL;

  spico_test_wait_for (spico_test_n_items (dossiers) == 1);
  dossier = g_list_model_get_item (G_LIST_MODEL (dossiers), 0);

  return g_strdup (spico_dossier_get_id (dossier));
}

static void
assert_narrowed (SpicoTestClients        *fixture,
                 const SpicoSearchFilter *filter,
                 const char              *texts,
                 const char              *subjects)
{
  g_autofree char *found = found_within (fixture, MAUGER, "vertige", filter);
  g_autoptr (SpicoList) list = spico_client_search_conversations (fixture->a, MAUGER, "suivi narcisse", filter);
  g_autoptr (GString) got = g_string_new (NULL);

  g_assert_cmpstr (found, ==, texts);
  spico_test_wait_for (!spico_list_is_loading (list));
  for (guint i = 0; i < spico_test_n_items (list); i++)
    {
      g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (got, "%s%s", i > 0 ? "\n" : "", spico_conversation_get_subject (conversation));
    }
  g_assert_cmpstr (got->str, ==, subjects);
}

static void
start_about (SpicoTestClients *fixture,
             SpicoClient      *client,
             const char       *account_id,
             const char       *other_id,
             const char       *dossier_id,
             const char       *subject,
             const char       *text)
{
  const char *ids[] = { other_id, NULL };
  g_autofree char *id = spico_test_await_string (spico_client_start_conversation (client, account_id, ids, NULL, dossier_id, subject, text));
  g_autoptr (SpicoList) list = spico_client_search_messages (fixture->a, MAUGER, text, NULL);

  spico_test_wait_for (spico_test_n_items (list) == 1);
}

static void
test_narrowed (SpicoTestClients *fixture,
               gconstpointer     data)
{
  SpicoSearchFilter filter = { 0 };
  g_autofree char *dossier_id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  dossier_id = first_dossier (fixture);
  start_about (fixture, fixture->a, MAUGER, BONNEFOUS, dossier_id, "Suivi narcisse un", "Vertige un");
  start_about (fixture, fixture->a, MAUGER, TOTARO, NULL, "Suivi narcisse deux", "Vertige deux");
  start_about (fixture, fixture->b, TOTARO, MAUGER, NULL, "Suivi narcisse trois", "Vertige trois");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  /* Within one second, no order is promised. */
  spico_test_change_store (fixture->a, "UPDATE message SET sent_at = sent_at - CASE text WHEN 'Vertige un' THEN 20000000 WHEN 'Vertige deux' THEN 10000000 ELSE 0 END WHERE text LIKE 'Vertige %'");
  spico_test_change_store (fixture->a, "UPDATE conversation SET sort_time = sort_time - CASE subject WHEN 'Suivi narcisse un' THEN 20000000 WHEN 'Suivi narcisse deux' THEN 10000000 ELSE 0 END");
  assert_narrowed (fixture, &filter, "Vertige trois\nVertige deux\nVertige un", "Suivi narcisse trois\nSuivi narcisse deux\nSuivi narcisse un");

  filter.dossier_id = dossier_id;
  assert_narrowed (fixture, &filter, "Vertige un", "Suivi narcisse un");
  filter.dossier_id = NULL;
  filter.principal_id = (char *) TOTARO;
  assert_narrowed (fixture, &filter, "Vertige trois", "Suivi narcisse trois\nSuivi narcisse deux");
  filter.principal_id = NULL;
  filter.is_unread = TRUE;
  assert_narrowed (fixture, &filter, "Vertige trois", "Suivi narcisse trois");
  filter.is_unread = FALSE;

  spico_test_change_store (fixture->a, "UPDATE message SET sent_at = sent_at - 172800000000 WHERE text = 'Vertige deux'");
  spico_test_change_store (fixture->a, "UPDATE conversation SET sort_time = sort_time - 172800000000 WHERE subject = 'Suivi narcisse deux'");
  filter.from = g_get_real_time () - 24 * G_TIME_SPAN_HOUR;
  assert_narrowed (fixture, &filter, "Vertige trois\nVertige un", "Suivi narcisse trois\nSuivi narcisse un");
  filter.before = filter.from;
  filter.from = 0;
  assert_narrowed (fixture, &filter, "Vertige deux", "Suivi narcisse deux");
  filter.from = filter.before - 24 * G_TIME_SPAN_HOUR * 7;
  assert_narrowed (fixture, &filter, "Vertige deux", "Suivi narcisse deux");
  filter.before = filter.from + G_TIME_SPAN_HOUR;
  assert_narrowed (fixture, &filter, "", "");
}

static void
test_what_narrows_is_offered (SpicoTestClients *fixture,
                              gconstpointer     data)
{
  g_autoptr (GListModel) patients = NULL;
  g_autoptr (GListModel) people = NULL;
  g_autofree char *dossier_id = NULL;
  gboolean has_patient = FALSE;
  gboolean has_person = FALSE;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  dossier_id = first_dossier (fixture);
  start_about (fixture, fixture->a, MAUGER, BONNEFOUS, dossier_id, "Un", "Vertige un");
  start_about (fixture, fixture->a, MAUGER, BONNEFOUS, dossier_id, "Deux", "Vertige deux");
  patients = spico_test_await_object (spico_client_list_talked_about (fixture->a, MAUGER));
  people = spico_test_await_object (spico_client_list_talked_with (fixture->a, MAUGER));
  for (guint i = 0; i < spico_test_n_items (patients); i++)
    {
      g_autoptr (SpicoPatient) patient = g_list_model_get_item (patients, i);
      gboolean is_it = g_strcmp0 (spico_patient_get_dossier_id (patient), dossier_id) == 0;

      g_assert_false (has_patient && is_it);
      has_patient |= is_it;
    }
  for (guint i = 0; i < spico_test_n_items (people); i++)
    {
      g_autoptr (SpicoPrincipal) person = g_list_model_get_item (people, i);

      g_assert_cmpstr (spico_principal_get_id (person), !=, MAUGER);
      g_assert_cmpstr (spico_principal_get_name (person), !=, "");
      has_person |= g_str_equal (spico_principal_get_id (person), BONNEFOUS);
    }
  g_assert_true (has_patient && has_person);
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
  SPICO_TEST_ADD ("search/names-of-files", test_names_of_files);
  SPICO_TEST_ADD ("search/found-once", test_found_once);
  SPICO_TEST_ADD ("search/narrowed", test_narrowed);
  SPICO_TEST_ADD ("search/what-narrows-is-offered", test_what_narrows_is_offered);

  return g_test_run ();
}
