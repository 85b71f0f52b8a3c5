/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites in the store, off line too, against a real server: F033-F051. */
#include "spico-test-clients.h"

/* What the demonstration region gives: a group that each administers, and what Totaro has of others'. */
#define OWN 1
#define RECEIVED 1
#define USABLE 2

static const char *const members[] = { TOTARO, STRUCTURE, NULL };

static char *
save (SpicoClient *client,
      const char  *group_id,
      const char  *name,
      gboolean     is_active,
      gboolean     is_public)
{
  return spico_test_await_string (spico_client_save_group (client, MAUGER, group_id, name, "Maison de santé", is_active, is_public, members));
}

/* F045: whatever is done off line is there at once, and reaches the other devices in order. */
static void
test_off_line (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoList) usable = NULL;
  g_autoptr (SpicoList) elsewhere = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;
  g_autoptr (SpicoFavouriteGroup) copy = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  administered = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  usable = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_USABLE);
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE);

  id = save (fixture->a, NULL, "Équipe", TRUE, FALSE);
  spico_test_wait_for (spico_test_has_group (administered, "Équipe") && spico_test_has_group (usable, "Équipe"));
  g_free (save (fixture->a, id, "Équipe TND", TRUE, FALSE));
  spico_test_wait_for ((group = spico_test_find_group (administered, "Équipe TND")) != NULL);
  g_assert_true (spico_favourite_group_get_is_waiting (group));
  g_assert_true (spico_favourite_group_get_is_administrator (group));
  g_assert_cmpuint (spico_test_n_items (spico_favourite_group_get_members (group)), ==, 2);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_wait_for (!spico_favourite_group_get_is_waiting (group));

  /* The same person, on another machine. */
  spico_test_sign_in (fixture, fixture->b, "mauger");
  elsewhere = spico_client_list_groups (fixture->b, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  spico_test_wait_for ((copy = spico_test_find_group (elsewhere, "Équipe TND")) != NULL);
  g_assert_cmpuint (spico_test_n_items (elsewhere), ==, OWN + 1);
  g_assert_cmpstr (spico_favourite_group_get_id (copy), ==, id);
  g_assert_cmpstr (spico_favourite_group_get_description (copy), ==, "Maison de santé");
  g_assert_cmpuint (spico_test_n_items (spico_favourite_group_get_members (copy)), ==, 2);
  g_assert_cmpstr (spico_principal_get_id (spico_favourite_group_get_creator (copy)), ==, MAUGER);
  g_assert_nonnull (spico_favourite_group_get_created_at (copy));

  /* F041: deactivated there, it is listed here, and used nowhere. */
  g_free (save (fixture->b, id, "Équipe TND", FALSE, FALSE));
  spico_test_wait_for (!spico_test_has_group (usable, "Équipe TND"));
  spico_test_wait_for (!spico_favourite_group_get_is_active (group));
  g_assert_cmpuint (spico_test_n_items (administered), ==, OWN + 1);

  spico_test_succeeds (spico_client_destroy_group (fixture->b, MAUGER, id));
  spico_test_wait_for (spico_test_n_items (administered) == OWN && spico_test_n_items (elsewhere) == OWN);
  spico_test_fails (spico_client_save_group (fixture->a, MAUGER, NULL, " ", "", TRUE, FALSE, members), SPICO_CLIENT_ERROR_INVALID);
}

/* F050, F051: one that was shared, and a public one that nobody shared, are used once they are accepted. */
static void
test_received (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoList) received = NULL;
  g_autoptr (SpicoList) usable = NULL;
  g_autofree char *shared = NULL;
  g_autofree char *public_id = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  received = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_RECEIVED);
  usable = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_USABLE);
  shared = save (fixture->a, NULL, "Équipe TND", TRUE, FALSE);
  public_id = save (fixture->a, NULL, "CPTS du Tarn", TRUE, TRUE);
  administered = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  spico_test_wait_for (spico_test_group_is_told (administered, "Équipe TND") && spico_test_group_is_told (administered, "CPTS du Tarn"));
  spico_test_wait_for (spico_test_n_items (received) == RECEIVED);

  spico_test_succeeds (spico_client_share_group (fixture->a, MAUGER, shared, TOTARO));
  spico_test_fails (spico_client_share_group (fixture->a, MAUGER, shared, TOTARO), SPICO_CLIENT_ERROR_CONFLICT);
  spico_test_wait_for ((group = spico_test_find_group (received, "Équipe TND")) != NULL);
  g_assert_false (spico_favourite_group_get_is_accepted (group));
  g_assert_false (spico_favourite_group_get_is_administrator (group));
  spico_test_wait_for (spico_test_n_items (usable) == USABLE);

  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, shared, TRUE));
  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, public_id, TRUE));
  spico_test_wait_for (spico_test_has_group (usable, "Équipe TND") && spico_test_has_group (usable, "CPTS du Tarn"));
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  /* Each list reads the store by itself. */
  spico_test_wait_for (spico_test_n_items (received) == RECEIVED + 2 && spico_favourite_group_get_accepted_at (group) != NULL);

  /* Off line, cancelled and accepted again: what is told is the last word. */
  spico_test_region_kill (fixture->region);
  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, shared, FALSE));
  spico_test_wait_for (spico_test_n_items (usable) == USABLE + 1);
  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, public_id, FALSE));
  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, shared, TRUE));
  spico_test_wait_for (spico_test_has_group (usable, "Équipe TND") && spico_test_n_items (usable) == USABLE + 1);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  spico_test_wait_for (!spico_favourite_group_get_is_waiting (group) && spico_favourite_group_get_is_accepted (group));
  spico_test_wait_for (spico_test_n_items (usable) == USABLE + 1);

  /* Who does not administer a group cannot change it: what they see comes back to what it is. */
  {
    g_autofree char *id = NULL;

    spico_test_region_kill (fixture->region);
    spico_test_wait_for (spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
    id = spico_test_await_string (spico_client_save_group (fixture->b, TOTARO, shared, "À moi", "", TRUE, FALSE, members));
    spico_test_wait_for (spico_test_has_group (received, "À moi"));
    spico_test_region_start (fixture->region);
    spico_test_wait_for (spico_test_group_is_told (received, "Équipe TND"));
    g_assert_cmpuint (spico_test_n_items (received), ==, RECEIVED + 2);
  }

  /* A public one that is public no more is lost. */
  g_free (save (fixture->a, public_id, "CPTS du Tarn", TRUE, FALSE));
  spico_test_wait_for (!spico_test_has_group (received, "CPTS du Tarn"));
  g_assert_cmpuint (spico_test_n_items (received), ==, RECEIVED + 1);
}

static SpicoGroupShare *
find_share (SpicoList  *shares,
            const char *principal_id)
{
  for (guint i = 0; i < spico_test_n_items (shares); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_list_model_get_item (G_LIST_MODEL (shares), i);

      if (g_strcmp0 (spico_principal_get_id (spico_group_share_get_principal (share)), principal_id) == 0)
        return g_steal_pointer (&share);
    }

  return NULL;
}

/* F043, F046, F047: an administrator sees with whom a group is shared, appoints another, and may leave only then. */
static void
test_administrators (SpicoTestClients *fixture,
                     gconstpointer     data)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoList) elsewhere = NULL;
  g_autoptr (SpicoList) received = NULL;
  g_autoptr (SpicoList) shares = NULL;
  g_autoptr (SpicoGroupShare) own = NULL;
  g_autoptr (SpicoGroupShare) share = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  administered = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  elsewhere = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_ADMINISTERED);
  received = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_RECEIVED);
  id = save (fixture->a, NULL, "Équipe TND", TRUE, FALSE);
  spico_test_wait_for (spico_test_group_is_told (administered, "Équipe TND"));
  spico_test_succeeds (spico_client_share_group (fixture->a, MAUGER, id, TOTARO));
  spico_test_wait_for (spico_test_has_group (received, "Équipe TND"));

  shares = spico_client_list_group_shares (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_n_items (shares) == 2);
  own = find_share (shares, MAUGER);
  share = find_share (shares, TOTARO);
  g_assert_true (own != NULL && share != NULL);
  g_assert_true (spico_group_share_get_is_administrator (own));
  g_assert_nonnull (spico_group_share_get_shared_at (share));
  g_assert_false (spico_group_share_get_is_accepted (share));
  spico_test_fails (spico_client_set_group_administrator (fixture->a, MAUGER, spico_group_share_get_id (share), TRUE), SPICO_CLIENT_ERROR_INVALID);
  spico_test_fails (spico_client_set_group_administrator (fixture->a, MAUGER, spico_group_share_get_id (own), FALSE), SPICO_CLIENT_ERROR_INVALID);

  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, id, TRUE));
  spico_test_wait_for (spico_group_share_get_is_accepted (share));
  spico_test_succeeds (spico_client_set_group_administrator (fixture->a, MAUGER, spico_group_share_get_id (share), TRUE));
  spico_test_wait_for (spico_test_has_group (elsewhere, "Équipe TND"));
  spico_test_succeeds (spico_client_set_group_administrator (fixture->a, MAUGER, spico_group_share_get_id (own), FALSE));
  spico_test_wait_for (spico_test_n_items (administered) == OWN);
  spico_test_fails (spico_client_withdraw_group_share (fixture->b, TOTARO, spico_group_share_get_id (share)), SPICO_CLIENT_ERROR_INVALID);
  spico_test_succeeds (spico_client_withdraw_group_share (fixture->b, TOTARO, spico_group_share_get_id (own)));
}

/* A group that both clients administer, as Mauger and as Totaro. Returns: (transfer full): its id */
static char *
make_shared (SpicoTestClients *fixture,
             SpicoList        *of_a,
             SpicoList        *of_b)
{
  char *id = save (fixture->a, NULL, "Équipe TND", TRUE, FALSE);
  g_autoptr (SpicoList) received = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_RECEIVED);
  g_autoptr (SpicoList) shares = spico_client_list_group_shares (fixture->a, MAUGER, id);
  g_autoptr (SpicoGroupShare) share = NULL;

  spico_test_wait_for (spico_test_group_is_told (of_a, "Équipe TND"));
  spico_test_succeeds (spico_client_share_group (fixture->a, MAUGER, id, TOTARO));
  spico_test_wait_for (spico_test_has_group (received, "Équipe TND") && spico_test_n_items (shares) == 2);
  spico_test_succeeds (spico_client_accept_group (fixture->b, TOTARO, id, TRUE));
  share = find_share (shares, TOTARO);
  spico_test_wait_for (spico_group_share_get_is_accepted (share));
  spico_test_succeeds (spico_client_set_group_administrator (fixture->a, MAUGER, spico_group_share_get_id (share), TRUE));
  spico_test_wait_for (spico_test_has_group (of_b, "Équipe TND"));
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));

  return id;
}

static gboolean
has_member (SpicoFavouriteGroup *group,
            const char          *principal_id)
{
  GListModel *principals = spico_favourite_group_get_members (group);

  for (guint i = 0; i < spico_test_n_items (principals); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (principals, i);

      if (g_str_equal (spico_principal_get_id (principal), principal_id))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_both (SpicoList  *list,
          const char *name)
{
  g_autoptr (SpicoFavouriteGroup) group = spico_test_find_group (list, name);

  return group != NULL && !spico_favourite_group_get_is_waiting (group) && has_member (group, BONNEFOUS) && has_member (group, MAUGER);
}

static void
go_off_line (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE && spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
}

/* F045: two administrators edit a group while they are off line. Whoever is told first stands; of the other, nothing typed is lost: members join, and a name or
 * a description that both changed waits in the editor. */
static void
test_both_edit (SpicoTestClients *fixture,
                gconstpointer     data)
{
  static const char *const with_bonnefous[] = { TOTARO, STRUCTURE, BONNEFOUS, NULL };
  static const char *const with_mauger[] = { TOTARO, STRUCTURE, MAUGER, NULL };
  g_autoptr (SpicoList) of_a = NULL;
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoDraft) draft = NULL;
  g_autofree char *id = NULL;
  gboolean is_a;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  of_a = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  of_b = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_ADMINISTERED);
  id = make_shared (fixture, of_a, of_b);

  /* Each changed something else. */
  go_off_line (fixture);
  g_free (spico_test_await_string (spico_client_save_group (fixture->a, MAUGER, id, "Équipe TND", "Maison de santé", TRUE, FALSE, with_bonnefous)));
  g_free (spico_test_await_string (spico_client_save_group (fixture->b, TOTARO, id, "Équipe", "Maison de santé", TRUE, FALSE, with_mauger)));
  spico_test_region_start (fixture->region);
  spico_test_wait_for (has_both (of_a, "Équipe") && has_both (of_b, "Équipe"));
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));

  /* Both changed the name. */
  go_off_line (fixture);
  g_free (save (fixture->a, id, "Équipe A", TRUE, FALSE));
  g_free (spico_test_await_string (spico_client_save_group (fixture->b, TOTARO, id, "Équipe B", "Maison de santé", TRUE, FALSE, members)));
  spico_test_region_start (fixture->region);
  spico_test_wait_for ((spico_test_group_is_told (of_a, "Équipe A") && spico_test_group_is_told (of_b, "Équipe A")) || (spico_test_group_is_told (of_a, "Équipe B") && spico_test_group_is_told (of_b, "Équipe B")));
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  is_a = spico_test_has_group (of_a, "Équipe B");

  /* What was typed under the name that does not stand waits for the one who typed it, and for nobody else. */
  draft = spico_test_await_object (is_a ? spico_client_load_group_draft (fixture->a, MAUGER, id) : spico_client_load_group_draft (fixture->b, TOTARO, id));
  g_assert_cmpstr (spico_draft_get_subject (draft), ==, is_a ? "Équipe A" : "Équipe B");
  {
    g_autoptr (SpicoFavouriteGroup) there = spico_test_find_group (is_a ? of_a : of_b, is_a ? "Équipe B" : "Équipe A");
    g_autoptr (SpicoFavouriteGroup) elsewhere = spico_test_find_group (is_a ? of_b : of_a, is_a ? "Équipe B" : "Équipe A");

    spico_test_wait_for (spico_favourite_group_get_has_draft (there));
    g_assert_false (spico_favourite_group_get_has_draft (elsewhere));
    spico_test_succeeds (spico_client_discard_group_draft (is_a ? fixture->a : fixture->b, is_a ? MAUGER : TOTARO, id));
    spico_test_wait_for (!spico_favourite_group_get_has_draft (there));
  }

  /* A group that somebody deletes meanwhile leaves what was typed of it to a new one. */
  go_off_line (fixture);
  g_free (save (fixture->a, id, "À refaire", TRUE, FALSE));
  spico_test_succeeds (spico_client_destroy_group (fixture->b, TOTARO, id));
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_n_items (of_b) == OWN);
  spico_test_wait_for (spico_test_n_items (of_a) == OWN);
}

static SpicoFavouriteGroup *
find_public (SpicoPublicGroups *groups,
             const char        *name)
{
  for (guint i = 0; i < spico_test_n_items (groups); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

      if (g_str_equal (spico_favourite_group_get_name (group), name))
        return g_steal_pointer (&group);
    }

  return NULL;
}

/* F049, F051: public groups are found by everyone, and used once they are accepted; private ones are not found. */
static void
test_public (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoList) usable = NULL;
  g_autoptr (SpicoPublicGroups) groups = NULL;
  g_autoptr (SpicoPublicGroups) unread = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;
  SpicoPrincipal *creator;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  administered = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  g_free (save (fixture->a, NULL, "CPTS du Tarn", TRUE, TRUE));
  g_free (save (fixture->a, NULL, "À moi seule", TRUE, FALSE));
  spico_test_wait_for (spico_test_group_is_told (administered, "CPTS du Tarn") && spico_test_group_is_told (administered, "À moi seule"));

  groups = spico_client_list_public_groups (fixture->b, TOTARO);
  spico_test_wait_for (!spico_public_groups_is_loading (groups));
  g_assert_no_error (spico_public_groups_get_error (groups));
  group = find_public (groups, "CPTS du Tarn");
  g_assert_nonnull (group);
  g_assert_null (find_public (groups, "À moi seule"));
  g_assert_true (spico_favourite_group_get_is_public (group));
  g_assert_true (spico_favourite_group_get_is_active (group));
  g_assert_false (spico_favourite_group_get_is_accepted (group));
  g_assert_nonnull (spico_favourite_group_get_created_at (group));
  creator = spico_favourite_group_get_creator (group);
  spico_test_wait_for (spico_principal_is_loaded (creator));
  g_assert_cmpstr (spico_principal_get_id (creator), ==, MAUGER);

  usable = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_USABLE);
  spico_public_groups_accept (groups, group);
  g_assert_true (spico_favourite_group_get_is_accepted (group));
  spico_test_wait_for (spico_test_has_group (usable, "CPTS du Tarn"));

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
  unread = spico_client_list_public_groups (fixture->b, TOTARO);
  spico_test_wait_for (!spico_public_groups_is_loading (unread));
  g_assert_error (spico_public_groups_get_error (unread), SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE);
  g_assert_cmpuint (spico_test_n_items (unread), ==, 0);
}

static SpicoGroupSheet *
load_sheet (SpicoClient *client,
            const char  *account_id,
            const char  *group_id)
{
  g_autoptr (DexFuture) future = spico_client_load_group_sheet (client, account_id, group_id);

  spico_test_wait_for (!dex_future_is_pending (future));

  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static gboolean
has_contact (SpicoClient *client,
             const char  *account_id,
             const char  *group_id,
             const char  *contact)
{
  g_autoptr (SpicoGroupSheet) sheet = load_sheet (client, account_id, group_id);

  return g_strcmp0 (sheet->parts[SPICO_GROUP_SHEET_CONTACT], contact) == 0;
}

/* F059: what is written in the sheet of a group is there the next time, on this computer alone, and marks no group; it goes with the group. */
static void
test_sheet (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;
  g_autoptr (SpicoGroupSheet) sheet = spico_group_sheet_new ();
  g_autoptr (SpicoGroupSheet) nothing = spico_group_sheet_new ();
  g_autoptr (SpicoGroupSheet) kept = NULL;
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  administered = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  id = save (fixture->a, NULL, "CPTS du Tarn", TRUE, TRUE);
  other = save (fixture->a, NULL, "Équipe TND", TRUE, FALSE);
  spico_test_wait_for (spico_test_group_is_told (administered, "CPTS du Tarn") && spico_test_group_is_told (administered, "Équipe TND"));
  g_assert_true (has_contact (fixture->a, MAUGER, id, NULL));

  g_set_str (&sheet->parts[SPICO_GROUP_SHEET_CONTACT], "05 61 00 00 00");
  spico_test_succeeds (spico_client_save_group_sheet (fixture->a, MAUGER, id, sheet));
  spico_test_succeeds (spico_client_save_group_sheet (fixture->a, MAUGER, other, sheet));
  kept = load_sheet (fixture->a, MAUGER, id);
  g_assert_cmpstr (kept->parts[SPICO_GROUP_SHEET_CONTACT], ==, "05 61 00 00 00");
  g_assert_null (kept->parts[SPICO_GROUP_SHEET_TITLE]);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  group = spico_test_find_group (administered, "CPTS du Tarn");
  g_assert_false (spico_favourite_group_get_has_draft (group));
  spico_test_sign_in (fixture, fixture->b, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  g_assert_true (has_contact (fixture->b, MAUGER, id, NULL));

  spico_test_succeeds (spico_client_save_group_sheet (fixture->a, MAUGER, other, nothing));
  g_assert_true (has_contact (fixture->a, MAUGER, other, NULL));
  spico_test_succeeds (spico_client_destroy_group (fixture->b, MAUGER, id));
  spico_test_wait_for (spico_test_n_items (administered) == OWN + 1);
  g_assert_true (has_contact (fixture->a, MAUGER, id, NULL));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F045-groups-off-line", test_off_line);
  SPICO_TEST_ADD ("F050-groups-received", test_received);
  SPICO_TEST_ADD ("F046-group-administrators", test_administrators);
  SPICO_TEST_ADD ("F045-both-edit-a-group", test_both_edit);
  SPICO_TEST_ADD ("F049-public-groups", test_public);
  SPICO_TEST_ADD ("F059-the-sheet-of-a-group", test_sheet);

  return g_test_run ();
}
