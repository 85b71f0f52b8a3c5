/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups that somebody shared, and that wait for an answer: accepted, declined, given up, off line too, on each device; F007, F044, F050. */
#include "spico-test-clients.h"

/* What the demonstration region has of Bonnefous for Mauger, not answered yet. */
#define ASKED_GROUP "Maison de santé"
#define NEW_GROUP "Équipe TND"

static const char *const members[] = { MAUGER, TOTARO, STRUCTURE, NULL };

static void
sign_in (SpicoTestClients *fixture,
         const char       *of_b)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, of_b);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
}

static SpicoList *
list_asked (SpicoClient *client,
            const char  *account_id)
{
  return spico_client_list_groups (client, account_id, SPICO_GROUP_LIST_TO_ANSWER);
}

static void
answer (SpicoClient *client,
        const char  *account_id,
        SpicoList   *list,
        const char  *name,
        gboolean     is_accepted)
{
  g_autoptr (SpicoFavouriteGroup) group = spico_test_find_group (list, name);

  spico_test_succeeds (spico_client_accept_group (client, account_id, spico_favourite_group_get_id (group), is_accepted));
}

/* By Totaro, the second client. Returns: (transfer full): the id of a group that is shared with @principal_id */
static char *
share_new (SpicoTestClients *fixture,
           const char       *principal_id)
{
  g_autoptr (SpicoList) administered = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_ADMINISTERED);
  char *id = spico_test_await_string (spico_client_save_group (fixture->b, TOTARO, NULL, NEW_GROUP, "", TRUE, FALSE, members));

  spico_test_wait_for (spico_test_group_is_told (administered, NEW_GROUP));
  spico_test_succeeds (spico_client_share_group (fixture->b, TOTARO, id, principal_id));

  return id;
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

static void
withdraw (SpicoTestClients *fixture,
          const char       *id,
          const char       *principal_id)
{
  g_autoptr (SpicoList) shares = spico_client_list_group_shares (fixture->b, TOTARO, id);
  g_autoptr (SpicoGroupShare) share = NULL;

  spico_test_wait_for ((share = find_share (shares, principal_id)) != NULL);
  spico_test_succeeds (spico_client_withdraw_group_share (fixture->b, TOTARO, spico_group_share_get_id (share)));
}

/* Declined on one device, it waits on neither; it stays in the list, and can be accepted later. */
static void
test_declined (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (SpicoList) here = NULL;
  g_autoptr (SpicoList) elsewhere = NULL;
  g_autoptr (SpicoList) received = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;

  sign_in (fixture, "mauger");
  here = list_asked (fixture->a, MAUGER);
  elsewhere = list_asked (fixture->b, MAUGER);
  received = spico_client_list_groups (fixture->b, MAUGER, SPICO_GROUP_LIST_RECEIVED);
  spico_test_wait_for (spico_test_n_items (here) == 1 && spico_test_n_items (elsewhere) == 1);
  spico_test_wait_for ((group = spico_test_find_group (received, ASKED_GROUP)) != NULL);
  g_assert_true (spico_favourite_group_get_is_to_answer (group));

  answer (fixture->a, MAUGER, here, ASKED_GROUP, FALSE);
  spico_test_wait_for (spico_test_n_items (here) == 0 && spico_test_n_items (elsewhere) == 0);
  spico_test_wait_for (!spico_favourite_group_get_is_to_answer (group));
  g_assert_false (spico_favourite_group_get_is_accepted (group));

  answer (fixture->b, MAUGER, received, ASKED_GROUP, TRUE);
  spico_test_wait_for (spico_favourite_group_get_is_accepted (group));
  g_assert_false (spico_favourite_group_get_is_to_answer (group));
}

/* Off line it waits no more at once; the server, and the other device, learn it later. */
static void
test_declined_off_line (SpicoTestClients *fixture,
                        gconstpointer     data)
{
  g_autoptr (SpicoList) here = NULL;
  g_autoptr (SpicoList) elsewhere = NULL;
  g_autoptr (SpicoList) received = NULL;

  sign_in (fixture, "mauger");
  here = list_asked (fixture->a, MAUGER);
  elsewhere = list_asked (fixture->b, MAUGER);
  received = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_RECEIVED);
  spico_test_wait_for (spico_test_n_items (here) == 1 && spico_test_n_items (elsewhere) == 1);

  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE && spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
  answer (fixture->a, MAUGER, here, ASKED_GROUP, FALSE);
  spico_test_wait_for (spico_test_n_items (here) == 0 && !spico_test_group_is_told (received, ASKED_GROUP));
  g_assert_cmpuint (spico_test_n_items (elsewhere), ==, 1);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_group_is_told (received, ASKED_GROUP));
  spico_test_wait_for (spico_test_n_items (elsewhere) == 0);
  g_assert_cmpuint (spico_test_n_items (here), ==, 0);
}

/* What was given up has been answered; what is withdrawn and shared again has not; what is deactivated asks for nothing. */
static void
test_asked_again (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autoptr (SpicoList) asked = NULL;
  g_autoptr (SpicoList) received = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture, "totaro");
  asked = list_asked (fixture->a, MAUGER);
  received = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_RECEIVED);
  id = share_new (fixture, MAUGER);
  spico_test_wait_for (spico_test_has_group (asked, NEW_GROUP));

  answer (fixture->a, MAUGER, asked, NEW_GROUP, TRUE);
  spico_test_wait_for (!spico_test_has_group (asked, NEW_GROUP) && spico_test_group_is_told (received, NEW_GROUP));
  answer (fixture->a, MAUGER, received, NEW_GROUP, FALSE);
  group = spico_test_find_group (received, NEW_GROUP);
  spico_test_wait_for (!spico_favourite_group_get_is_accepted (group) && spico_test_group_is_told (received, NEW_GROUP));
  g_assert_false (spico_test_has_group (asked, NEW_GROUP) || spico_favourite_group_get_is_to_answer (group));

  withdraw (fixture, id, MAUGER);
  spico_test_wait_for (!spico_test_has_group (received, NEW_GROUP));
  spico_test_succeeds (spico_client_share_group (fixture->b, TOTARO, id, MAUGER));
  spico_test_wait_for (spico_test_has_group (asked, NEW_GROUP));

  g_free (spico_test_await_string (spico_client_save_group (fixture->b, TOTARO, id, NEW_GROUP, "", FALSE, FALSE, members)));
  spico_test_wait_for (!spico_test_has_group (asked, NEW_GROUP));
  spico_test_wait_for (spico_test_has_group (received, NEW_GROUP));
}

/* A structure is asked through its delegates, as long as they act for it in Discussions. */
static void
test_structure (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autoptr (SpicoList) asked = NULL;
  g_autoptr (SpicoList) own = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture, "totaro");
  asked = list_asked (fixture->a, STRUCTURE);
  own = list_asked (fixture->a, MAUGER);
  id = share_new (fixture, STRUCTURE);
  spico_test_wait_for (spico_test_has_group (asked, NEW_GROUP));
  g_assert_false (spico_test_has_group (own, NEW_GROUP));

  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", MAUGER, "--scope", "dossiers", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_test_n_items (asked) == 0);
  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", MAUGER, "--scope", "all", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_test_has_group (asked, NEW_GROUP));

  answer (fixture->a, STRUCTURE, asked, NEW_GROUP, FALSE);
  spico_test_wait_for (spico_test_n_items (asked) == 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F007-a-share-is-declined-on-one-of-two-devices", test_declined);
  SPICO_TEST_ADD ("F007-a-share-is-declined-off-line", test_declined_off_line);
  SPICO_TEST_ADD ("F050-what-is-shared-again-is-asked-again", test_asked_again);
  SPICO_TEST_ADD ("F044-a-structure-is-asked-through-its-delegates", test_structure);

  return g_test_run ();
}
