/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed about a group of favourites (F033-F059) or an absence (B016), and could not be saved: kept, told, and there again when its account is. Against a real server. */
#include "spico-absence.h"
#include "spico-client-forms.h"
#include "spico-client-kept.h"
#include "spico-client-lock.h"
#include "spico-client-templates.h"
#include "spico-test-clients.h"

static const char *const members[] = { TOTARO, BONNEFOUS, NULL };

static void
go_off_line (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE);
}

static void
come_back (SpicoTestClients *fixture)
{
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
}

static void
sign_in (SpicoTestClients *fixture)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
}

static char *
save (SpicoClient       *client,
      const char        *account_id,
      const char        *id,
      const char        *name,
      const char *const *ids)
{
  return spico_test_await_string (spico_client_save_group (client, account_id, id, name, "Les soignants du quartier", FALSE, TRUE, ids));
}

static SpicoKept *
find_kept (GListModel *kept,
           const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (kept); i++)
    {
      g_autoptr (SpicoKept) one = g_list_model_get_item (kept, i);

      if (g_str_equal (spico_kept_get_name (one), name))
        return g_steal_pointer (&one);
    }

  return NULL;
}

/* Whether there is one of this name, and for this reason. */
static gboolean
is_kept (GListModel     *kept,
         const char     *name,
         SpicoKeptReason reason)
{
  g_autoptr (SpicoKept) one = find_kept (kept, name);

  return one != NULL && spico_kept_get_reason (one) == reason;
}

static guint
count_unsaved (SpicoClient *client)
{
  g_autoptr (DexFuture) future = spico_client_count_unsaved (client);

  spico_test_wait_for (!dex_future_is_pending (future));

  return g_value_get_uint (dex_future_get_value (future, NULL));
}

static gboolean
is_ended (SpicoClient *client)
{
  SpicoAccount *account = spico_client_find_account (client, STRUCTURE);

  return account != NULL && spico_account_is_ended (account);
}

static void
set_scope (SpicoTestClients *fixture,
           const char       *scope)
{
  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", MAUGER, "--scope", scope, "--referent", "Mme X", NULL);
}

static void
end_delegation (SpicoTestClients *fixture)
{
  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
}

static void
type_draft (SpicoClient *client,
            const char  *id,
            const char  *name)
{
  g_autoptr (SpicoDraft) draft = spico_draft_new_group (STRUCTURE, id, name, "", members);

  spico_draft_set_switches (draft, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_ON);
  spico_test_succeeds (spico_client_save_draft (client, draft));
}

static void
type_absence (SpicoClient *client,
              const char  *message)
{
  const char *values[SPICO_ABSENCE_N_FIELDS + 1] = { "24/12/2026", "02/01/2027", message, TOTARO, NULL };

  spico_test_succeeds (spico_client_save_form (client, STRUCTURE, SPICO_ABSENCE_FORM, values));
}

/* All that can be typed of groups and absences for a structure, off line. Returns: (transfer full): the group that was to be made */
static char *
type_all (SpicoTestClients *fixture,
          const char       *known_id)
{
  g_autoptr (SpicoGroupSheet) sheet = spico_group_sheet_new ();
  g_autofree char *made = save (fixture->a, STRUCTURE, NULL, "Équipe de nuit", members);

  g_free (save (fixture->a, STRUCTURE, known_id, "Équipe de jour", members));
  type_draft (fixture->a, NULL, "À peine commencé");
  type_absence (fixture->a, "L'accueil répond.");
  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_CONTACT], "05 61 00 00 00");
  spico_test_succeeds (spico_client_save_group_sheet (fixture->a, STRUCTURE, known_id, sheet));

  return g_steal_pointer (&made);
}

static SpicoKept *
find_kind (GListModel   *kept,
           SpicoKeptKind kind)
{
  for (guint i = 0; i < g_list_model_get_n_items (kept); i++)
    {
      g_autoptr (SpicoKept) one = g_list_model_get_item (kept, i);

      if (spico_kept_get_kind (one) == kind)
        return g_steal_pointer (&one);
    }

  return NULL;
}

static void
discard_all (SpicoClient *client,
             GListModel  *kept)
{
  while (g_list_model_get_n_items (kept) > 0)
    {
      g_autoptr (SpicoKept) one = g_list_model_get_item (kept, 0);
      guint n = g_list_model_get_n_items (kept);

      spico_test_succeeds (spico_client_discard_kept (client, one));
      spico_test_wait_for (g_list_model_get_n_items (kept) < n);
    }
}

static char *
make_known (SpicoTestClients *fixture)
{
  g_autofree char *id = save (fixture->a, STRUCTURE, NULL, "Équipe", members);

  spico_test_wait_for (spico_test_is_settled (fixture->a) && count_unsaved (fixture->a) == 0);

  return g_steal_pointer (&id);
}

/* F030: whatever was typed for a structure is kept when its delegation ends, saved or not, and whole; the account is there for as long as any of it is. */
static void
test_ended (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (SpicoKept) absence = NULL;
  g_autoptr (SpicoKept) sheet = NULL;
  g_autoptr (SpicoKept) group = NULL;
  g_autofree char *known_id = NULL;

  sign_in (fixture);
  known_id = make_known (fixture);
  kept = spico_client_list_kept (fixture->a, STRUCTURE);
  go_off_line (fixture);
  g_free (type_all (fixture, known_id));
  g_assert_cmpuint (count_unsaved (fixture->a), ==, 4);
  end_delegation (fixture);
  come_back (fixture);

  spico_test_wait_for (is_ended (fixture->a));
  spico_test_wait_for (g_list_model_get_n_items (kept) == 5);
  g_assert_true (is_kept (kept, "Équipe de nuit", SPICO_KEPT_ENDED));
  g_assert_true (is_kept (kept, "Équipe de jour", SPICO_KEPT_ENDED));
  g_assert_true (is_kept (kept, "À peine commencé", SPICO_KEPT_ENDED));
  group = find_kept (kept, "Équipe de nuit");
  g_assert_cmpstr (spico_kept_get_text (group), ==, "Les soignants du quartier");
  g_assert_true (g_strv_equal (spico_kept_get_ids (group), members));
  g_assert_cmpint (spico_kept_get_active_switch (group), ==, SPICO_DRAFT_SWITCH_OFF);
  g_assert_cmpint (spico_kept_get_public_switch (group), ==, SPICO_DRAFT_SWITCH_ON);
  absence = find_kind (kept, SPICO_KEPT_ABSENCE);
  g_assert_cmpstr (spico_kept_get_values (absence)[SPICO_ABSENCE_MESSAGE], ==, "L'accueil répond.");
  sheet = find_kind (kept, SPICO_KEPT_SHEET);
  g_assert_cmpstr (spico_kept_get_name (sheet), ==, "Équipe de jour");
  g_assert_nonnull (g_strstr_len (spico_kept_get_text (sheet), -1, "05 61 00 00 00"));

  discard_all (fixture->a, kept);
  spico_test_wait_for (spico_client_find_account (fixture->a, STRUCTURE) == NULL);
  g_assert_cmpuint (count_unsaved (fixture->a), ==, 0);
}

/* A scope that no longer covers « Discussions » (F024) takes no more along; and it outlives the program. */
static void
test_scope (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (GListModel) again = NULL;

  sign_in (fixture);
  kept = spico_client_list_kept (fixture->a, NULL);
  type_absence (fixture->a, "L'accueil répond.");
  type_draft (fixture->a, NULL, "À peine commencé");
  spico_test_wait_for (is_kept (kept, "À peine commencé", SPICO_KEPT_NOT_SAVED));
  g_assert_null (find_kind (kept, SPICO_KEPT_ABSENCE));
  end_delegation (fixture);
  set_scope (fixture, "dossiers");
  spico_test_wait_for (is_kept (kept, "À peine commencé", SPICO_KEPT_ENDED));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, 2);
  spico_test_wait_for (is_ended (fixture->a));

  again = spico_client_list_kept (fixture->a, STRUCTURE);
  spico_test_wait_for (g_list_model_get_n_items (again) == 2);
}

/* What was kept is where it was typed, once the account is back: it can be saved then. On the person's other device there was never anything of it. */
static void
test_comes_back (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (GListModel) elsewhere = NULL;
  g_autoptr (SpicoList) groups = NULL;
  g_autoptr (SpicoFavouriteGroup) known = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_auto (GStrv) values = NULL;
  g_autofree char *known_id = NULL;
  g_autofree char *made_id = NULL;

  sign_in (fixture);
  known_id = make_known (fixture);
  kept = spico_client_list_kept (fixture->a, STRUCTURE);
  go_off_line (fixture);
  made_id = type_all (fixture, known_id);
  end_delegation (fixture);
  come_back (fixture);
  spico_test_wait_for (g_list_model_get_n_items (kept) == 5);
  spico_test_sign_in (fixture, fixture->b, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  elsewhere = spico_client_list_kept (fixture->b, NULL);

  go_off_line (fixture);
  set_scope (fixture, "all");
  come_back (fixture);
  spico_test_wait_for (!is_ended (fixture->a) && spico_client_find_account (fixture->a, STRUCTURE) != NULL);
  spico_test_wait_for (is_kept (kept, "Équipe de nuit", SPICO_KEPT_NOT_SAVED) && is_kept (kept, "À peine commencé", SPICO_KEPT_NOT_SAVED));
  groups = spico_client_list_groups (fixture->a, STRUCTURE, SPICO_GROUP_LIST_ADMINISTERED);
  spico_test_wait_for (spico_test_n_items (groups) > 0 && g_list_model_get_n_items (kept) == 2);
  for (guint i = 0; i < spico_test_n_items (groups); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

      if (g_str_equal (spico_favourite_group_get_id (group), known_id))
        g_set_object (&known, group);
    }
  g_assert_cmpstr (spico_favourite_group_get_name (known), ==, "Équipe");
  g_assert_true (spico_favourite_group_get_has_draft (known));
  draft = spico_test_await_object (spico_client_load_group_draft (fixture->a, STRUCTURE, made_id));
  g_assert_cmpint (spico_draft_get_active_switch (draft), ==, SPICO_DRAFT_SWITCH_OFF);
  g_assert_cmpint (spico_draft_get_public_switch (draft), ==, SPICO_DRAFT_SWITCH_ON);
  values = spico_test_await_boxed (spico_client_load_form (fixture->a, STRUCTURE, SPICO_ABSENCE_FORM, SPICO_ABSENCE_N_FIELDS));
  g_assert_cmpstr (values[SPICO_ABSENCE_MESSAGE], ==, "L'accueil répond.");
  g_assert_cmpuint (g_list_model_get_n_items (elsewhere), ==, 0);
}

/* A new group that the server refuses was said to be saved: it comes back, and says why. */
static void
test_refused (SpicoTestClients *fixture,
              gconstpointer     data)
{
  static const char *const unknown[] = { TOTARO, "p000000000000", NULL };
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (SpicoList) groups = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture);
  kept = spico_client_list_kept (fixture->a, MAUGER);
  groups = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  spico_test_wait_for (!spico_list_is_loading (groups));
  go_off_line (fixture);
  id = save (fixture->a, MAUGER, NULL, "Équipe", unknown);
  g_free (save (fixture->a, MAUGER, id, "Équipe TND", unknown));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, 0);
  come_back (fixture);

  spico_test_wait_for (is_kept (kept, "Équipe TND", SPICO_KEPT_MEMBERS));
  draft = spico_test_await_object (spico_client_load_group_draft (fixture->a, MAUGER, id));
  g_assert_cmpstr (spico_draft_get_text (draft), ==, "Les soignants du quartier");
  g_assert_cmpint (spico_draft_get_reason (draft), ==, SPICO_KEPT_MEMBERS);
  g_assert_cmpint (spico_draft_get_public_switch (draft), ==, SPICO_DRAFT_SWITCH_ON);
  g_assert_true (g_strv_equal (spico_draft_get_participant_ids (draft), unknown));

  /* What is typed into it since keeps the reason. */
  {
    g_autoptr (SpicoDraft) typed = spico_draft_new_group (MAUGER, id, "Équipe du soir", "", members);

    spico_test_succeeds (spico_client_save_draft (fixture->a, typed));
  }
  spico_test_wait_for (is_kept (kept, "Équipe du soir", SPICO_KEPT_MEMBERS));
  discard_all (fixture->a, kept);
}

/* Several that are refused, or whose group goes, do not stand in each other's place. */
static void
test_each_has_a_place (SpicoTestClients *fixture,
                       gconstpointer     data)
{
  static const char *const unknown[] = { "p000000000000", NULL };
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (SpicoList) elsewhere = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture);
  kept = spico_client_list_kept (fixture->a, MAUGER);
  id = save (fixture->a, MAUGER, NULL, "Équipe", members);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && count_unsaved (fixture->a) == 0);
  spico_test_sign_in (fixture, fixture->b, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  elsewhere = spico_client_list_groups (fixture->b, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  spico_test_wait_for (spico_test_n_items (elsewhere) > 1);

  go_off_line (fixture);
  g_free (save (fixture->a, MAUGER, NULL, "Un", unknown));
  g_free (save (fixture->a, MAUGER, NULL, "Deux", unknown));
  g_free (save (fixture->a, MAUGER, id, "Trois", members));
  spico_test_wait_for (spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
  spico_test_succeeds (spico_client_destroy_group (fixture->b, MAUGER, id));
  spico_test_region_start (fixture->region);
  spico_test_wait_for (is_kept (kept, "Un", SPICO_KEPT_MEMBERS) && is_kept (kept, "Deux", SPICO_KEPT_MEMBERS));
  /* Whoever comes first: the group is edited and then deleted, and nothing is left to be saved; or it is deleted first. */
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  spico_test_wait_for (spico_test_n_items (elsewhere) == 1);
}

/* What somebody types of a group that is deleted elsewhere is theirs; what they delete themselves is gone. */
static void
test_deleted (SpicoTestClients *fixture,
              gconstpointer     data)
{
  g_autoptr (GListModel) kept = NULL;
  g_autoptr (SpicoList) groups = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autoptr (SpicoDraft) other = NULL;
  g_autofree char *id = NULL;
  g_autofree char *own_id = NULL;

  sign_in (fixture);
  kept = spico_client_list_kept (fixture->a, MAUGER);
  groups = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  id = save (fixture->a, MAUGER, NULL, "Équipe", members);
  own_id = save (fixture->a, MAUGER, NULL, "Équipe de nuit", members);
  spico_test_wait_for (spico_test_n_items (groups) == 3 && spico_test_is_settled (fixture->a) && count_unsaved (fixture->a) == 0);
  draft = spico_draft_new_group (MAUGER, id, "Équipe TND", "", members);
  other = spico_draft_new_group (MAUGER, own_id, "Équipe de jour", "", members);
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  spico_test_succeeds (spico_client_save_draft (fixture->a, other));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, 0);

  spico_test_succeeds (spico_client_destroy_group (fixture->a, MAUGER, own_id));
  spico_test_sign_in (fixture, fixture->b, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  spico_test_succeeds (spico_client_destroy_group (fixture->b, MAUGER, id));
  spico_test_wait_for (is_kept (kept, "Équipe TND", SPICO_KEPT_GONE));
  g_assert_cmpuint (g_list_model_get_n_items (kept), ==, 1);
}

static void
assert_left (SpicoClient *client,
             guint        n_messages,
             guint        n_changes,
             guint        n_drafts)
{
  const SpicoWaiting *waiting;

  spico_test_succeeds (spico_client_lock (client));
  waiting = spico_client_get_waiting (client);
  g_assert_cmpuint (waiting->n_messages, ==, n_messages);
  g_assert_cmpuint (waiting->n_changes, ==, n_changes);
  g_assert_cmpuint (waiting->n_drafts, ==, n_drafts);
  spico_test_succeeds (spico_client_unlock (client, SPICO_TEST_PASSWORD));
}

/* Two groups and a template wait; a group, a template, an absence and a conversation are begun. */
static void
test_locked (SpicoTestClients *fixture,
             gconstpointer     data)
{
  static const char *const form[] = { TOTARO, NULL };
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *saved_id = spico_client_new_template_id ();
  g_autofree char *typed_id = spico_client_new_template_id ();
  g_autofree char *known_id = NULL;

  sign_in (fixture);
  known_id = make_known (fixture);
  assert_left (fixture->a, 0, 0, 0);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  go_off_line (fixture);
  g_free (type_all (fixture, known_id));
  spico_test_succeeds (spico_client_save_template (fixture->a, STRUCTURE, saved_id, "Retour", "La sortie est prévue demain."));
  spico_test_succeeds (spico_client_keep_template (fixture->a, STRUCTURE, typed_id, "Entrée", ""));
  draft = spico_draft_new (MAUGER, form, NULL, "Objet", "Bonjour");
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  g_assert_cmpuint (count_unsaved (fixture->a), ==, 6);
  assert_left (fixture->a, 0, 3, 4);
  come_back (fixture);
  spico_test_wait_for (count_unsaved (fixture->a) == 3);
  assert_left (fixture->a, 0, 0, 4);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F030-what-was-typed-for-an-account-that-ends-is-kept", test_ended);
  SPICO_TEST_ADD ("F024-and-so-it-is-when-the-scope-narrows", test_scope);
  SPICO_TEST_ADD ("F030-it-is-there-again-with-the-account", test_comes_back);
  SPICO_TEST_ADD ("F040-a-group-that-is-refused-comes-back", test_refused);
  SPICO_TEST_ADD ("F040-each-that-is-refused-has-a-place", test_each_has_a_place);
  SPICO_TEST_ADD ("F048-what-was-typed-of-a-group-that-goes-stays", test_deleted);
  SPICO_TEST_ADD ("X018-what-is-left-behind-a-lock-is-counted", test_locked);

  return g_test_run ();
}
