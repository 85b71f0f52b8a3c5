/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read and written on line only, against a real server: cards, who belongs to a structure, absences, notifications, profiles. */
#include "spico-account-profile-private.h"
#include "spico-test-clients.h"

static SpicoPeoplePage *
await_page (DexFuture *future)
{
  g_autoptr (DexFuture) kept = dex_ref (future);
  g_autoptr (GError) error = NULL;

  spico_test_await (future, &error);
  g_assert_no_error (error);

  return spico_people_page_copy (g_value_get_boxed (dex_future_get_value (kept, NULL)));
}

static void
test_cards (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (SpicoCard) card = NULL;
  g_autoptr (SpicoPeoplePage) people = NULL;
  g_autoptr (SpicoPeoplePage) rest = NULL;
  g_autoptr (SpicoPrincipal) bonnefous = NULL;

  spico_test_fails (spico_client_get_card (fixture->a, BONNEFOUS), SPICO_CLIENT_ERROR_OFFLINE);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_ONLINE);

  card = spico_test_await_object (spico_client_get_card (fixture->a, BONNEFOUS));
  g_assert_cmpuint (spico_card_count (card, "activities"), ==, 1);
  g_assert_cmpstr (spico_card_get_field (card, "activities", 0, "profession"), ==, "Médecin");
  g_assert_cmpstr (spico_card_get_field (card, "activities", 0, "modeCode"), ==, "L");
  g_assert_cmpstr (spico_card_get_field (card, "activities", 9, "profession"), ==, "");
  g_assert_cmpstr (spico_card_get_field (card, "skills", 0, "label"), ==, "Médecine générale");
  g_assert_cmpstr (spico_card_get_text (card, "legalEntityName"), ==, "");
  g_assert_true (spico_card_get_boolean (card, "hasMailAddress"));
  bonnefous = spico_client_get_principal (fixture->a, BONNEFOUS);
  spico_test_wait_for (spico_principal_is_loaded (bonnefous));
  g_assert_true (spico_principal_is_listed (bonnefous));
  g_assert_cmpstr (spico_principal_get_source (bonnefous), ==, "RPPS");

  people = await_page (spico_client_list_structure (fixture->a, STRUCTURE, SPICO_PRINCIPAL_PERSON, 0));
  g_assert_cmpuint (people->total, >=, 2);
  g_assert_cmpuint (g_strv_length (people->ids), ==, people->total);
  rest = await_page (spico_client_list_structure (fixture->a, STRUCTURE, SPICO_PRINCIPAL_PERSON, 1));
  g_assert_cmpuint (g_strv_length (rest->ids), ==, people->total - 1);
  g_assert_cmpstr (rest->ids[0], ==, people->ids[1]);

  spico_test_fails (spico_client_get_card (fixture->a, "pnobody"), SPICO_CLIENT_ERROR_NOT_FOUND);
}

/* Whatever a server sends. */
static void
test_a_card_holds_what_its_descriptor_allows (void)
{
  g_autoptr (JsonNode) node = json_from_string ("{\"activities\":\"no list\",\"skills\":[7,{\"label\":{}},{\"label\":\"Gériatrie\"}],\"siret\":12,\"hasMailAddress\":\"yes\"}", NULL);
  g_autoptr (SpicoCard) card = spico_card_new (json_node_get_object (node));

  g_assert_cmpuint (spico_card_count (card, "activities"), ==, 0);
  g_assert_cmpuint (spico_card_count (card, "attachments"), ==, 0);
  g_assert_cmpuint (spico_card_count (card, "skills"), ==, 3);
  g_assert_cmpstr (spico_card_get_field (card, "skills", 0, "label"), ==, "");
  g_assert_cmpstr (spico_card_get_field (card, "skills", 1, "label"), ==, "");
  g_assert_cmpstr (spico_card_get_field (card, "skills", 2, "label"), ==, "Gériatrie");
  g_assert_cmpstr (spico_card_get_text (card, "siret"), ==, "");
  g_assert_false (spico_card_get_boolean (card, "hasMailAddress"));
}

static void
test_absences (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (GListModel) none = NULL;
  g_autoptr (GListModel) one = NULL;
  g_autoptr (SpicoAbsence) absence = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 3);
  g_autofree char *first_day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *last_day = g_date_time_format (then, "%Y-%m-%d");
  SpicoPrincipal *person;

  spico_test_fails (spico_client_list_absences (fixture->a, MAUGER), SPICO_CLIENT_ERROR_OFFLINE);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_ONLINE);
  none = spico_test_await_object (spico_client_list_absences (fixture->a, MAUGER));
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);

  spico_test_succeeds (spico_client_declare_absence (fixture->a, MAUGER, first_day, last_day, BONNEFOUS, "Le soir seulement"));
  person = spico_client_get_person (fixture->a);
  spico_test_wait_for (spico_principal_get_presence (person) == SPICO_PRESENCE_ABSENT);
  g_assert_cmpstr (spico_principal_get_absent_until (person), ==, last_day);
  spico_test_fails (spico_client_declare_absence (fixture->a, MAUGER, last_day, last_day, NULL, ""), SPICO_CLIENT_ERROR_CONFLICT);
  spico_test_fails (spico_client_declare_absence (fixture->a, MAUGER, "2027-05-01", "2027-04-01", NULL, ""), SPICO_CLIENT_ERROR_INVALID);
  spico_test_succeeds (spico_client_declare_absence (fixture->a, STRUCTURE, first_day, first_day, NULL, ""));

  one = spico_test_await_object (spico_client_list_absences (fixture->a, MAUGER));
  g_assert_cmpuint (g_list_model_get_n_items (one), ==, 1);
  absence = g_list_model_get_item (one, 0);
  g_assert_cmpstr (spico_absence_get_stand_in_id (absence), ==, BONNEFOUS);
  g_assert_cmpstr (spico_absence_get_message (absence), ==, "Le soir seulement");
  spico_test_succeeds (spico_client_withdraw_absence (fixture->a, MAUGER, spico_absence_get_id (absence)));
  spico_test_wait_for (spico_principal_get_presence (person) == SPICO_PRESENCE_ONLINE);
  spico_test_fails (spico_client_withdraw_absence (fixture->a, MAUGER, spico_absence_get_id (absence)), SPICO_CLIENT_ERROR_INVALID);
}

/* This region has no relay: the server says so, and nothing is promised. */
static void
test_notifications (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  spico_test_fails (spico_client_notify (fixture->a, MAUGER, BONNEFOUS), SPICO_CLIENT_ERROR_OFFLINE);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_client_get_connection (fixture->a) == SPICO_CONNECTION_ONLINE);
  spico_test_fails (spico_client_notify (fixture->a, MAUGER, BONNEFOUS), SPICO_CLIENT_ERROR_INVALID);
}

/* F005, F006: what one window changes, the other shows; a structure has its own; off line, what was known is known. */
static void
test_profiles (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (SpicoAccountProfile) own = NULL;
  g_autoptr (SpicoAccountProfile) elsewhere = NULL;
  g_autoptr (SpicoAccountProfile) of_structure = NULL;
  g_autofree char *typed = NULL;

  spico_test_fails (spico_client_set_profile_switch (fixture->a, MAUGER, "groupByMail", FALSE), SPICO_CLIENT_ERROR_OFFLINE);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "mauger");
  own = spico_client_get_account_profile (fixture->a, MAUGER);
  elsewhere = spico_client_get_account_profile (fixture->b, MAUGER);
  of_structure = spico_client_get_account_profile (fixture->a, STRUCTURE);
  spico_test_wait_for (spico_account_profile_is_known (own) && spico_account_profile_is_known (elsewhere) && spico_account_profile_is_known (of_structure));
  g_assert_true (spico_account_profile_get_boolean (own, "groupByMail"));
  g_assert_cmpstr (spico_account_profile_get_address (of_structure), ==, "");

  spico_test_succeeds (spico_client_set_profile_switch (fixture->a, MAUGER, "groupByMail", FALSE));
  spico_test_succeeds (spico_client_set_profile_text (fixture->a, MAUGER, "telephone", "04 67 00 00 00"));
  spico_test_wait_for (!spico_account_profile_get_boolean (own, "groupByMail") && g_str_equal (spico_account_profile_get_string (own, "telephone"), "04 67 00 00 00"));
  spico_test_wait_for (!spico_account_profile_get_boolean (elsewhere, "groupByMail") && g_str_equal (spico_account_profile_get_string (elsewhere, "telephone"), "04 67 00 00 00"));
  g_assert_true (spico_account_profile_get_boolean (of_structure, "groupByMail"));

  spico_test_fails (spico_client_set_profile_text (fixture->a, MAUGER, "telephone", "nobody"), SPICO_CLIENT_ERROR_INVALID);
  spico_test_fails (spico_client_set_profile_text (fixture->a, MAUGER, "pendingMail", "nobody"), SPICO_CLIENT_ERROR_INVALID);
  spico_test_fails (spico_client_set_profile_text (fixture->a, MAUGER, "pendingMail", "a@b.example"), SPICO_CLIENT_ERROR_FORBIDDEN);

  spico_test_succeeds (spico_client_save_typed_profile (fixture->a, MAUGER, "a@b.example"));
  typed = spico_test_await_string (spico_client_load_typed_profile (fixture->a, MAUGER));
  g_assert_cmpstr (typed, ==, "a@b.example");
}

/* Of another person there is none: it is theirs alone. What ends takes its profile along. */
static void
test_profiles_that_end (SpicoTestClients *fixture,
                        gconstpointer     data)
{
  g_autoptr (SpicoAccountProfile) of_structure = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  of_structure = spico_client_get_account_profile (fixture->a, STRUCTURE);
  spico_test_wait_for (spico_account_profile_is_known (of_structure));
  spico_test_succeeds (spico_client_save_typed_profile (fixture->a, STRUCTURE, "a@b.example"));
  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);
  {
    g_autofree char *typed = spico_test_await_string (spico_client_load_typed_profile (fixture->a, STRUCTURE));
    g_autoptr (SpicoAccountProfile) after = spico_client_get_account_profile (fixture->a, STRUCTURE);

    g_assert_null (typed);
    g_assert_false (spico_account_profile_is_known (after));
  }
}

/* Whatever a server sends. */
static void
test_a_profile_holds_what_its_descriptor_allows (void)
{
  g_autofree char *name = g_strnfill (300, 'a');
  g_autofree char *too_long = g_strconcat ("{\"id\":\"p1\",\"mail\":\"", name, "\"}", NULL);
  const char *bad[] = { "", "[]", "null", "{}", "{\"id\":7}", too_long };
  g_autoptr (SpicoAccountProfile) profile = spico_account_profile_new (NULL, "p1");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      spico_account_profile_take (profile, bad[i]);
      g_assert_false (spico_account_profile_is_known (profile));
    }
  spico_account_profile_take (profile, "{\"id\":\"p1\",\"mail\":7,\"registerMail\":\"a@b.example\",\"groupByMail\":\"yes\",\"attemptsLeft\":-4,\"codeExpiresAt\":{}}");
  g_assert_true (spico_account_profile_is_known (profile));
  g_assert_cmpstr (spico_account_profile_get_address (profile), ==, "a@b.example");
  g_assert_false (spico_account_profile_get_boolean (profile, "groupByMail"));
  g_assert_cmpuint (spico_account_profile_get_attempts_left (profile), ==, 0);
  g_assert_cmpint (spico_account_profile_get_code_expires_at (profile), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("cards", test_cards);
  g_test_add_func ("/client/a-card-holds-what-its-descriptor-allows", test_a_card_holds_what_its_descriptor_allows);
  SPICO_TEST_ADD ("absences", test_absences);
  SPICO_TEST_ADD ("notifications", test_notifications);
  SPICO_TEST_ADD ("F005-profiles", test_profiles);
  SPICO_TEST_ADD ("F005-profiles-that-end", test_profiles_that_end);
  g_test_add_func ("/client/F005-a-profile-holds-what-its-descriptor-allows", test_a_profile_holds_what_its_descriptor_allows);

  return g_test_run ();
}
