/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the windows read, against a real server. */
#include <string.h>

#include "spico-client-search.h"
#include "spico-store-pull.h"
#include "spico-store-reads.h"
#include "spico-test-clients.h"

static void
check_conversation (SpicoConversation *conversation)
{
  SpicoPatient *patient = spico_conversation_get_patient (conversation);
  g_autoptr (SpicoPrincipal) other = g_list_model_get_item (spico_conversation_get_participants (conversation), 0);

  g_assert_nonnull (patient);
  g_assert_cmpstr (spico_patient_get_birth_name (patient), ==, "LAPRUNE");
  g_assert_cmpuint (spico_test_n_items (spico_conversation_get_participants (conversation)), ==, 1);
  g_assert_cmpstr (spico_principal_get_id (other), ==, TOTARO);
  g_assert_cmpstr (spico_principal_get_family_name (other), ==, "TOTARO");
  g_assert_cmpstr (spico_conversation_get_preview (conversation), !=, "");
  g_assert_cmpstr (spico_conversation_get_preview_author (conversation), !=, "");
  g_assert_nonnull (spico_conversation_get_last_message_at (conversation));
  g_assert_cmpuint (spico_conversation_get_unread_count (conversation), ==, 1);
}

static void
test_first_sync (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoList) dossiers = NULL;
  g_autoptr (SpicoList) about = NULL;
  g_autoptr (SpicoList) favourites = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_wait_for ((conversation = spico_test_find_conversation (list, RETURN_HOME)) != NULL);
  spico_test_wait_for (spico_conversation_get_unread_count (conversation) == 1 && *spico_conversation_get_preview_author (conversation) != '\0');
  check_conversation (conversation);

  messages = spico_client_list_messages (fixture->a, MAUGER, spico_conversation_get_id (conversation));
  spico_test_wait_for (!spico_message_list_is_loading (messages));
  g_assert_cmpuint (spico_test_n_items (messages), >=, 2);
  g_assert_cmpint (spico_message_list_get_first_unread_seq (messages), ==, spico_test_n_items (messages));
  g_assert_cmpuint (spico_message_list_get_n_unread_at_open (messages), ==, 1);
  g_assert_false (spico_message_list_get_has_older (messages));
  message = g_list_model_get_item (G_LIST_MODEL (messages), 0);
  g_assert_cmpint (spico_message_get_seq (message), ==, 1);
  g_assert_cmpstr (spico_principal_get_name (spico_message_get_person (message)), !=, "");

  dossiers = spico_client_list_dossiers (fixture->a, MAUGER, NULL);
  spico_test_wait_for (spico_test_n_items (dossiers) > 0);
  favourites = spico_client_list_favourites (fixture->a, MAUGER);
  spico_test_wait_for (!spico_list_is_loading (favourites));
  about = spico_client_list_dossier_conversations (fixture->a, MAUGER, spico_patient_get_dossier_id (spico_conversation_get_patient (conversation)));
  spico_test_wait_for (spico_test_n_items (about) >= 1);
}

static void
load_older (SpicoMessageList *messages)
{
  spico_test_succeeds (spico_message_list_load_older (messages));
}

static void
test_older (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) first = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Longue", "1");
  for (guint i = 2; i <= 150; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, text)));
    }
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  /* As if the first ones had never been read from the server. */
  spico_test_change_store (fixture->a, "DELETE FROM message WHERE seq <= 40");

  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (!spico_message_list_is_loading (messages));
  g_assert_cmpuint (spico_test_n_items (messages), ==, 24);
  g_assert_true (spico_message_list_get_has_older (messages));
  for (guint n = 36; n <= 108; n += 12)
    {
      load_older (messages);
      g_assert_cmpuint (spico_test_n_items (messages), ==, n);
    }
  /* What the store still has of a page, and then what the server has. */
  load_older (messages);
  g_assert_cmpuint (spico_test_n_items (messages), ==, 110);
  for (guint n = 122; n <= 146; n += 12)
    {
      load_older (messages);
      g_assert_cmpuint (spico_test_n_items (messages), ==, n);
    }
  load_older (messages);
  g_assert_cmpuint (spico_test_n_items (messages), ==, 150);
  g_assert_false (spico_message_list_get_has_older (messages));
  first = g_list_model_get_item (G_LIST_MODEL (messages), 0);
  g_assert_cmpstr (spico_message_get_text (first), ==, "1");
}

/* All of it or nothing: a connection that goes meanwhile is told, and not asked for ever. */
static void
test_whole (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (SpicoMessageList) broken = NULL;
  g_autoptr (SpicoMessageList) whole = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Longue", "1");
  for (guint i = 2; i <= 100; i++)
    g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, "Suite")));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_change_store (fixture->a, "DELETE FROM message WHERE seq <= 20");

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  broken = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_fails (spico_message_list_load_all (broken, NULL), SPICO_CLIENT_ERROR_OFFLINE);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_ONLINE);
  whole = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_succeeds (spico_message_list_load_all (whole, NULL));
  g_assert_cmpuint (spico_test_n_items (whole), ==, 100);
}

static void
test_flags (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoConversation) last = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  last = g_list_model_get_item (G_LIST_MODEL (list), spico_test_n_items (list) - 1);
  id = g_strdup (spico_conversation_get_id (last));

  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, id, SPICO_CONVERSATION_PINNED, TRUE));
  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, id, SPICO_CONVERSATION_MUTED, TRUE));
  spico_test_succeeds (spico_client_mark_unread (fixture->a, MAUGER, id));
  spico_test_wait_for (spico_conversation_has_flag (last, SPICO_CONVERSATION_PINNED) && spico_conversation_has_flag (last, SPICO_CONVERSATION_MUTED) && spico_conversation_is_unread (last));
  {
    g_autoptr (SpicoConversation) first = g_list_model_get_item (G_LIST_MODEL (list), 0);

    g_assert_true (first == last);
  }

  /* The same person, on another machine. */
  spico_test_sign_in (fixture, fixture->b, "mauger");
  g_clear_object (&list);
  g_clear_object (&last);
  list = spico_test_list_filled (fixture->b, MAUGER);
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  last = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (spico_conversation_get_id (last), ==, id);
  spico_test_wait_for (spico_conversation_has_flag (last, SPICO_CONVERSATION_PINNED) && spico_conversation_has_flag (last, SPICO_CONVERSATION_MUTED) && spico_conversation_is_unread (last));
}

static gboolean
lists (SpicoList *list)
{
  g_autoptr (SpicoConversation) conversation = spico_test_find_conversation (list, "Pansement");

  return conversation != NULL;
}

/* « Traité » and archived end with the next message, whoever is on line when it comes (B004). */
static void
test_put_away (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (SpicoList) current = NULL;
  g_autoptr (SpicoList) to_handle = NULL;
  g_autoptr (SpicoList) archived = NULL;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) own = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Pansement", "Un");
  own = spico_test_await_object (spico_client_get_conversation (fixture->a, MAUGER, id));
  current = spico_client_list_conversations (fixture->a, MAUGER, SPICO_CONVERSATIONS_CURRENT);
  to_handle = spico_client_list_conversations (fixture->a, MAUGER, SPICO_CONVERSATIONS_TO_HANDLE);
  archived = spico_client_list_conversations (fixture->a, MAUGER, SPICO_CONVERSATIONS_ARCHIVED);
  of_b = spico_client_list_conversations (fixture->b, TOTARO, SPICO_CONVERSATIONS_CURRENT);
  spico_test_wait_for (lists (current) && lists (to_handle) && spico_test_is_settled (fixture->a) && lists (of_b));

  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, id, SPICO_CONVERSATION_HANDLED, TRUE));
  spico_test_wait_for (!lists (to_handle) && spico_conversation_has_flag (own, SPICO_CONVERSATION_HANDLED));
  g_assert_true (lists (current));
  spico_test_succeeds (spico_client_set_flag (fixture->a, MAUGER, id, SPICO_CONVERSATION_ARCHIVED, TRUE));
  spico_test_wait_for (!lists (current) && lists (archived));

  /* What is being written is never out of sight. */
  {
    g_autoptr (SpicoDraft) draft = spico_draft_new_message (MAUGER, id, NULL, "Pansement", "Encore");
    g_autoptr (SpicoDraft) nothing = spico_draft_new_message (MAUGER, id, NULL, "Pansement", "");

    spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
    spico_test_wait_for (lists (current));
    spico_test_succeeds (spico_client_save_draft (fixture->a, nothing));
    spico_test_wait_for (lists (archived));
  }

  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_free (spico_test_await_string (spico_client_send_message (fixture->b, TOTARO, TOTARO, id, NULL, "Deux")));
  spico_test_wait_for (lists (current) && lists (to_handle));
  spico_test_wait_for (!lists (archived) && !spico_conversation_has_flag (own, SPICO_CONVERSATION_HANDLED));
}

static gboolean
finds (SpicoList  *list,
       const char *id)
{
  for (guint i = 0; i < spico_test_n_items (list); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (spico_principal_get_id (principal), id))
        return TRUE;
    }

  return FALSE;
}

static SpicoAnnouncement *
first_announcement (GListModel *announcements)
{
  g_autoptr (SpicoAnnouncement) announcement = g_list_model_get_item (announcements, 0);

  return announcement;
}

static gboolean
is_read (GListModel *announcements)
{
  return spico_test_n_items (announcements) == 1 && spico_announcement_is_read (first_announcement (announcements));
}

/* F008: what the operator announces comes by itself, stays off line, and is remembered as read. */
static void
test_announcements (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  g_autoptr (GListModel) announcements = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  announcements = spico_client_list_announcements (fixture->a);
  g_assert_cmpuint (spico_test_n_items (announcements), ==, 0);
  spico_test_region_ctl (fixture->region, "announce", "add", "--kind", "maintenance", "--title", "Mise à jour", "--text", "Une heure au plus.", "--from", "2999-12-01T22:00", "--until", "2999-12-01T23:00", NULL);
  spico_test_wait_for (spico_test_n_items (announcements) == 1);
  g_assert_cmpstr (spico_announcement_get_title (first_announcement (announcements)), ==, "Mise à jour");
  g_assert_cmpstr (spico_announcement_get_text (first_announcement (announcements)), ==, "Une heure au plus.");
  g_assert_cmpint (g_date_time_get_hour (spico_announcement_get_ends_at (first_announcement (announcements))), ==, 23);
  g_assert_false (spico_announcement_is_read (first_announcement (announcements)));

  id = g_strdup (spico_announcement_get_id (first_announcement (announcements)));
  spico_test_succeeds (spico_client_read_announcements (fixture->a, (const char *const[]) { id, "unknown", NULL }));
  spico_test_wait_for (is_read (announcements));
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_clear_object (&announcements);
  announcements = spico_client_list_announcements (fixture->a);
  spico_test_wait_for (is_read (announcements));

  spico_test_region_start (fixture->region);
  spico_test_region_ctl (fixture->region, "announce", "withdraw", id, NULL);
  spico_test_wait_for (spico_test_n_items (announcements) == 0);
}

/* Who works where MAUGER does, and is neither a favourite nor a correspondent; and who works elsewhere. */
#define COLLEAGUE "p899700900360"
#define STRANGER "p899700900345"

/* What is shown at once, from the store, does not move when the server's answer comes. */
static void
test_directory_order (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autoptr (SpicoList) found = NULL;
  g_autoptr (GPtrArray) at_once = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  found = spico_client_find_principals (fixture->a, "ma", NULL);
  spico_test_wait_for ((n = spico_test_n_items (found)) > 0);
  g_assert_true (spico_list_is_loading (found));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (at_once, g_list_model_get_item (G_LIST_MODEL (found), i));

  spico_test_wait_for (!spico_list_is_loading (found));
  g_assert_cmpuint (spico_test_n_items (found), >=, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) principal = g_list_model_get_item (G_LIST_MODEL (found), i);

      g_assert_true ((gpointer) principal == g_ptr_array_index (at_once, i));
    }
}

/* Whom a search has merely found before does not stand above those whom the server ranks first: on line nobody but favourites, correspondents and colleagues is there before it answers. */
static void
test_directory_ranks (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autoptr (SpicoList) before = NULL;
  g_autoptr (SpicoList) found = NULL;
  g_autoptr (SpicoList) next = NULL;
  g_autoptr (SpicoList) away = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  before = spico_client_find_principals (fixture->a, "tailhades", NULL);
  spico_test_wait_for (!spico_list_is_loading (before));
  g_assert_true (finds (before, STRANGER));

  spico_test_region_pause (fixture->region);
  found = spico_client_find_principals (fixture->a, "tailhad", NULL);
  /* Asked after it, and so read after it. */
  next = spico_client_find_principals (fixture->a, "ma", NULL);
  spico_test_wait_for (spico_test_n_items (next) > 0);
  g_assert_true (spico_list_is_loading (found));
  g_assert_cmpuint (spico_test_n_items (found), ==, 0);
  spico_test_region_resume (fixture->region);
  spico_test_wait_for (!spico_list_is_loading (found));
  g_assert_true (finds (found, STRANGER));

  spico_test_region_kill (fixture->region);
  away = spico_client_find_principals (fixture->a, "tailhad", NULL);
  spico_test_wait_for (!spico_list_is_loading (away));
  g_assert_nonnull (spico_list_get_error (away));
  g_assert_true (finds (away, STRANGER));
}

static void
test_directory (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autoptr (SpicoList) found = NULL;
  g_autoptr (SpicoList) favourites = NULL;
  g_autoptr (SpicoList) searches = NULL;
  g_autoptr (SpicoList) here = NULL;
  g_autoptr (SpicoFavourites) of_mauger = NULL;
  g_autoptr (SpicoFavourites) of_structure = NULL;
  guint n;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  found = spico_client_find_principals (fixture->a, "bonnef", NULL);
  spico_test_wait_for (!spico_list_is_loading (found));
  g_assert_null (spico_list_get_error (found));
  g_assert_true (finds (found, BONNEFOUS));

  favourites = spico_client_list_favourites (fixture->a, MAUGER);
  spico_test_wait_for (!spico_list_is_loading (favourites));
  n = spico_test_n_items (favourites);
  if (finds (favourites, BONNEFOUS))
    {
      spico_test_succeeds (spico_client_remove_favourite (fixture->a, MAUGER, BONNEFOUS));
      spico_test_wait_for (spico_test_n_items (favourites) == n - 1);
      n--;
    }
  of_mauger = spico_client_get_favourites (fixture->a, MAUGER);
  of_structure = spico_client_get_favourites (fixture->a, STRUCTURE);
  spico_test_wait_for (spico_favourites_contains (of_structure, BONNEFOUS));
  spico_test_succeeds (spico_client_remove_favourite (fixture->a, STRUCTURE, BONNEFOUS));
  spico_test_wait_for (!spico_favourites_contains (of_structure, BONNEFOUS));
  spico_test_succeeds (spico_client_add_favourite (fixture->a, MAUGER, BONNEFOUS));
  spico_test_wait_for (spico_test_n_items (favourites) == n + 1 && spico_favourites_contains (of_mauger, BONNEFOUS));
  g_assert_false (spico_favourites_contains (of_structure, BONNEFOUS));
  spico_test_succeeds (spico_client_remove_favourite (fixture->a, MAUGER, BONNEFOUS));
  spico_test_wait_for (spico_test_n_items (favourites) == n && !spico_favourites_contains (of_mauger, BONNEFOUS));

  spico_test_succeeds (spico_client_remember_search (fixture->a, "bonnef"));
  searches = spico_client_list_recent_searches (fixture->a);
  spico_test_wait_for (spico_test_n_items (searches) == 1);

  spico_test_region_kill (fixture->region);
  here = spico_client_find_principals (fixture->a, "bonnef", NULL);
  spico_test_wait_for (finds (here, BONNEFOUS));
  spico_test_wait_for (spico_list_get_error (here) != NULL);
}

#define SSIAD "f310990130"
#define NURSE_OF_SSIAD "p899700900295"
#define NURSE_OF_TOWN "p899700900055"
#define PHARMACIST "p899700900345"

static SpicoList *
search_people (SpicoClient *client,
               const char  *name,
               const char  *town,
               const char  *profession_code,
               const char  *structure_id)
{
  SpicoPrincipalFilter filter = { .persons = TRUE, .town = town, .profession_code = profession_code, .structure_id = structure_id };
  SpicoList *found = spico_client_search_directory (client, name, &filter);

  spico_test_wait_for (!spico_list_is_loading (found));
  return found;
}

static void
assert_found (SpicoClient *client,
              const char  *name,
              const char  *town,
              const char  *profession_code,
              const char  *structure_id,
              guint        n)
{
  g_autoptr (SpicoList) found = search_people (client, name, town, profession_code, structure_id);

  g_assert_no_error (spico_list_get_error (found));
  g_assert_cmpuint (spico_test_n_items (found), ==, n);
}

/* F086: the server alone says who has what was asked for; off line the store does, and says so. */
static void
test_search_by_fields (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  SpicoPrincipalFilter structures = { .structures = TRUE, .town = "319", .profession_code = "500" };
  g_autoptr (SpicoList) homes = NULL;
  g_autoptr (SpicoList) nurses = NULL;
  g_autoptr (SpicoList) off_line = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  nurses = search_people (fixture->a, "", "Valdorse", "60", NULL);
  g_assert_cmpuint (spico_test_n_items (nurses), ==, 3);
  g_assert_true (finds (nurses, NURSE_OF_TOWN) && finds (nurses, NURSE_OF_SSIAD));
  assert_found (fixture->a, "", "31998 valdorse", "60", "", 3);
  assert_found (fixture->a, "bous", "319", "60", NULL, 1);
  assert_found (fixture->a, "", "", "", SSIAD, 2);
  assert_found (fixture->a, "", NULL, "21", SSIAD, 0);

  homes = spico_client_search_directory (fixture->a, "", &structures);
  spico_test_wait_for (!spico_list_is_loading (homes));
  g_assert_cmpuint (spico_test_n_items (homes), ==, 1);
  g_assert_true (finds (homes, STRUCTURE));

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  off_line = search_people (fixture->a, "", "Valdorse", "60", NULL);
  g_assert_error (spico_list_get_error (off_line), SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE);
  g_assert_true (finds (off_line, NURSE_OF_TOWN));
  g_assert_false (finds (off_line, PHARMACIST));
}

static char *
dup_label (SpicoClient       *client,
           SpicoPrincipalKind kind,
           const char        *code)
{
  g_autoptr (GListModel) categories = spico_test_await_object (spico_client_list_categories (client, kind));

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr (SpicoCategory) category = g_list_model_get_item (categories, i);

      if (g_str_equal (spico_category_get_code (category), code))
        return g_strdup (spico_category_get_label (category));
    }

  return NULL;
}

static gboolean
has_label (SpicoClient       *client,
           SpicoPrincipalKind kind,
           const char        *code,
           const char        *label)
{
  g_autofree char *found = dup_label (client, kind, code);

  return g_strcmp0 (found, label) == 0;
}

/* The register of the demonstration, with another label for nurses. */
static void
rename_nurses (SpicoTestRegion *region)
{
  g_autofree char *demo = g_build_filename (g_getenv ("SPICO_DEMO"), "rpps.txt", NULL);
  g_autofree char *path = g_build_filename (region->folder, "rpps.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (demo, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  g_string_replace (changed, "|Infirmier|", "|Infirmier en soins généraux|", 0);
  g_file_set_contents (path, changed->str, -1, &error);
  g_assert_no_error (error);
  spico_test_region_ctl (region, "import", "rpps", path, NULL);
}

/* F086, F092: what one chooses among follows the registers, and is there off line. */
static void
test_categories (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_assert_true (has_label (fixture->a, SPICO_PRINCIPAL_PERSON, "60", "Infirmier"));
  g_assert_true (has_label (fixture->a, SPICO_PRINCIPAL_STRUCTURE, "355", "Centre Hospitalier (C.H.)"));
  g_assert_true (has_label (fixture->a, SPICO_PRINCIPAL_STRUCTURE, "60", NULL));

  rename_nurses (fixture->region);
  spico_test_wait_for (has_label (fixture->a, SPICO_PRINCIPAL_PERSON, "60", "Infirmier en soins généraux"));
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_assert_true (has_label (fixture->a, SPICO_PRINCIPAL_PERSON, "60", "Infirmier en soins généraux"));
}

/* Who works where MAUGER does, and is neither a favourite nor a correspondent; and who works elsewhere. */
#define COLLEAGUE "p899700900360"
#define STRANGER "p899700900345"

static char *
read_note (SpicoClient *client)
{
  return spico_test_await_string (spico_store_read (spico_client_get_store (client), spico_read_setting, g_strdup (SPICO_COLLEAGUES_SETTING), g_free));
}

/* Whether colleagues were read for these accounts. */
static gboolean
is_note_of (SpicoClient *client,
            const char  *accounts)
{
  g_autofree char *note = read_note (client);
  g_autofree char *end = g_strconcat (" ", accounts, NULL);

  return note != NULL && g_strcmp0 (strchr (note, ' '), end) == 0;
}

static void
await_colleagues (SpicoClient *client)
{
  spico_test_wait_for (is_note_of (client, MAUGER " " STRUCTURE));
}

static gboolean
finds_off_line (SpicoClient *client,
                const char  *text,
                const char  *id)
{
  g_autoptr (SpicoList) found = spico_client_find_principals (client, text, NULL);

  spico_test_wait_for (!spico_list_is_loading (found));
  g_assert_error (spico_list_get_error (found), SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE);

  return finds (found, id);
}

/* Of several searches that wait for one, only the one that somebody still looks at is asked: whom the others would have found is not there. */
static void
test_last_waiting_search (SpicoTestClients *fixture,
                          gconstpointer     data)
{
  g_autoptr (SpicoList) first = NULL;
  g_autoptr (SpicoList) given_up = NULL;
  g_autoptr (SpicoList) last = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_region_pause (fixture->region);
  first = spico_client_find_principals (fixture->a, "herail", NULL);
  given_up = spico_client_find_principals (fixture->a, "tailhades", NULL);
  g_clear_object (&given_up);
  last = spico_client_find_principals (fixture->a, "gineste", NULL);
  spico_test_turn ();
  spico_test_region_resume (fixture->region);
  spico_test_wait_for (!spico_list_is_loading (last) && !spico_list_is_loading (first));
  g_assert_true (finds (last, "p899700900436"));

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  g_assert_true (finds_off_line (fixture->a, "herail", "p899700900451"));
  g_assert_true (finds_off_line (fixture->a, "gineste", "p899700900436"));
  g_assert_false (finds_off_line (fixture->a, "tailhades", STRANGER));
}

/* The demonstration's people, and a crowd who work where MAUGER does. */
static void
load_crowd (SpicoTestClients *fixture,
            guint             n_people)
{
  g_autofree char *demo = g_build_filename (g_getenv ("SPICO_DEMO"), "rpps.txt", NULL);
  g_autofree char *path = g_build_filename (fixture->region->folder, "crowd.txt", NULL);
  g_autofree char *people = NULL;
  g_autoptr (GString) all = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (demo, &people, NULL, &error);
  g_assert_no_error (error);
  all = g_string_new (people);
  for (guint i = 0; i < n_people; i++)
    g_string_append_printf (all, "8|9972%07u|89972%07u|||MME||ZENTCYRANS|Anne%04u|60|Infirmier|C||||||||||310990106|||EHPAD LES TROIS TILLEULS|||||||||||31998||Valdorse|||||||||||||||||||\n", i, i, i);
  g_file_set_contents (path, all->str, -1, &error);
  g_assert_no_error (error);
  spico_test_region_ctl (fixture->region, "import", "rpps", path, NULL);
}

/* F020: of a structure that has more than 2,000 people, the first by name are kept, and no more. */
static void
test_colleagues_of_a_hospital (SpicoTestClients *fixture,
                               gconstpointer     data)
{
  load_crowd (fixture, 2050);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  await_colleagues (fixture->a);
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);

  g_assert_true (finds_off_line (fixture->a, "izard", COLLEAGUE));
  g_assert_true (finds_off_line (fixture->a, "zentcyrans anne1900", "p899720001900"));
  g_assert_false (finds_off_line (fixture->a, "zentcyrans anne2040", "p899720002040"));
}

/* F020: the people of one's own structures are found off line, accents and the order of words forgiven. */
static void
test_colleagues (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  await_colleagues (fixture->a);
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);

  g_assert_true (finds_off_line (fixture->a, "izard", COLLEAGUE));
  g_assert_true (finds_off_line (fixture->a, "CAROLINE ízar", COLLEAGUE));
  g_assert_true (finds_off_line (fixture->a, "psycho caro", COLLEAGUE));
  g_assert_true (finds_off_line (fixture->a, "tilleuls", STRUCTURE));
  g_assert_false (finds_off_line (fixture->a, "tailhades", STRANGER));
}

/* Who was read today is not read again, unless it was for other accounts. */
static void
test_colleagues_once_a_day (SpicoTestClients *fixture,
                            gconstpointer     data)
{
  g_autofree char *first = NULL;
  g_autofree char *same = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  await_colleagues (fixture->a);
  first = read_note (fixture->a);
  g_free (spico_test_start (fixture->a, MAUGER, TOTARO, "Même jour", "1"));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  same = read_note (fixture->a);
  g_assert_cmpstr (first, ==, same);

  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_wait_for (is_note_of (fixture->a, MAUGER));
}

static gboolean
is_circle (SpicoList  *circle,
           const char *id,
           const char *role)
{
  for (guint i = 0; i < spico_test_n_items (circle); i++)
    {
      g_autoptr (SpicoCircleMember) member = g_list_model_get_item (G_LIST_MODEL (circle), i);

      if (g_str_equal (spico_principal_get_id (spico_circle_member_get_principal (member)), id))
        return g_str_equal (spico_circle_member_get_role (member), role) && !spico_circle_member_is_refused (member);
    }

  return FALSE;
}

static char *
find_dossier (SpicoClient *client)
{
  g_autoptr (SpicoList) dossiers = spico_client_list_dossiers (client, MAUGER, "laprune alba");
  g_autoptr (SpicoDossier) dossier = NULL;

  spico_test_wait_for (spico_test_n_items (dossiers) == 1);
  dossier = g_list_model_get_item (G_LIST_MODEL (dossiers), 0);
  spico_test_wait_for (spico_dossier_get_id (dossier) != NULL && *spico_dossier_get_id (dossier) != '\0');

  return g_strdup (spico_dossier_get_id (dossier));
}

/* F017: the circle is there off line; it goes with the dossier. */
static void
test_circle (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autoptr (SpicoList) circle = NULL;
  g_autoptr (SpicoList) of_structure = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  id = find_dossier (fixture->a);
  circle = spico_client_list_circle (fixture->a, MAUGER, id);
  spico_test_wait_for (is_circle (circle, BONNEFOUS, "Médecin traitant"));
  of_structure = spico_client_list_circle (fixture->a, STRUCTURE, id);
  spico_test_wait_for (is_circle (of_structure, MAUGER, "Infirmière coordinatrice"));

  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_wait_for (spico_test_n_items (of_structure) == 0);
  g_assert_cmpuint (spico_test_n_items (circle), >, 0);

  spico_test_region_kill (fixture->region);
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  g_clear_object (&circle);
  circle = spico_client_list_circle (fixture->a, MAUGER, id);
  spico_test_wait_for (is_circle (circle, BONNEFOUS, "Médecin traitant"));
}

static const char *
search_at (SpicoList *searches,
           guint      position)
{
  g_autoptr (SpicoSearchTerm) term = g_list_model_get_item (G_LIST_MODEL (searches), position);

  return term != NULL ? g_intern_string (spico_search_term_get_text (term)) : NULL;
}

/* F016: what was searched on one computer is found on another, each text once; off line it waits. */
static void
test_searches_on_two_computers (SpicoTestClients *fixture,
                                gconstpointer     data)
{
  g_autoptr (SpicoList) here = NULL;
  g_autoptr (SpicoList) there = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "mauger");
  here = spico_client_list_recent_searches (fixture->a);
  there = spico_client_list_recent_searches (fixture->b);
  spico_test_succeeds (spico_client_remember_search (fixture->a, "Béziers"));
  spico_test_wait_for (g_strcmp0 (search_at (there, 0), "Béziers") == 0);
  spico_test_succeeds (spico_client_remember_search (fixture->b, "sarda"));
  spico_test_wait_for (g_strcmp0 (search_at (here, 0), "sarda") == 0);
  spico_test_succeeds (spico_client_remember_search (fixture->b, "BEZIERS"));
  spico_test_wait_for (g_strcmp0 (search_at (here, 0), "BEZIERS") == 0 && spico_test_n_items (here) == 2);
  g_assert_cmpstr (search_at (here, 1), ==, "sarda");
  spico_test_wait_for (spico_test_n_items (there) == 2);

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_OFFLINE);
  spico_test_succeeds (spico_client_remember_search (fixture->a, "Sarda"));
  spico_test_succeeds (spico_client_remember_search (fixture->a, "%%"));
  spico_test_wait_for (g_strcmp0 (search_at (here, 0), "Sarda") == 0);
  g_assert_cmpuint (spico_test_n_items (here), ==, 2);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (g_strcmp0 (search_at (there, 0), "Sarda") == 0 && spico_test_n_items (there) == 2);
}

static void
test_search (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoList) by_name = NULL;
  g_autoptr (SpicoList) by_subject = NULL;
  g_autoptr (SpicoList) nothing = NULL;
  g_autoptr (SpicoList) dossiers = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  list = spico_test_list_filled (fixture->a, MAUGER);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  by_name = spico_client_search_conversations (fixture->a, MAUGER, "totaro", NULL);
  by_subject = spico_client_search_conversations (fixture->a, MAUGER, "RETOUR a domicile", NULL);
  nothing = spico_client_search_conversations (fixture->a, MAUGER, "zzzz", NULL);
  dossiers = spico_client_list_dossiers (fixture->a, MAUGER, "laprune");
  spico_test_wait_for (!spico_list_is_loading (by_name) && !spico_list_is_loading (by_subject) && !spico_list_is_loading (nothing) && !spico_list_is_loading (dossiers));
  g_assert_cmpuint (spico_test_n_items (by_name), >=, 1);
  g_assert_cmpuint (spico_test_n_items (by_subject), >=, 1);
  g_assert_cmpuint (spico_test_n_items (nothing), ==, 0);
  g_assert_cmpuint (spico_test_n_items (dossiers), >=, 1);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("first-sync", test_first_sync);
  SPICO_TEST_ADD ("older", test_older);
  SPICO_TEST_ADD ("B003-whole-conversation", test_whole);
  SPICO_TEST_ADD ("flags", test_flags);
  SPICO_TEST_ADD ("B004-put-away", test_put_away);
  SPICO_TEST_ADD ("directory", test_directory);
  SPICO_TEST_ADD ("directory-order", test_directory_order);
  SPICO_TEST_ADD ("directory-ranks", test_directory_ranks);
  SPICO_TEST_ADD ("F020-colleagues", test_colleagues);
  SPICO_TEST_ADD ("F020-colleagues-once-a-day", test_colleagues_once_a_day);
  SPICO_TEST_ADD ("F020-colleagues-of-a-hospital", test_colleagues_of_a_hospital);
  SPICO_TEST_ADD ("F016-last-waiting-search", test_last_waiting_search);
  SPICO_TEST_ADD ("F017-circle", test_circle);
  SPICO_TEST_ADD ("F086-search-by-fields", test_search_by_fields);
  SPICO_TEST_ADD ("F086-categories", test_categories);
  SPICO_TEST_ADD ("F008-announcements", test_announcements);
  SPICO_TEST_ADD ("F016-searches-on-two-computers", test_searches_on_two_computers);
  SPICO_TEST_ADD ("search", test_search);

  return g_test_run ();
}
