/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group that was used off line, and may not be used any more once there is a server: F041, F044, F052, F053. Against a real server. */
#include <string.h>

#include "spico-group-uses.h"
#include "spico-test-clients.h"

#define NAME "Équipe « TND »"

/* Whom it has, and whom Mauger chooses by it. */
static const char *const members[] = { MAUGER, TOTARO, BONNEFOUS, NULL };
static const char *const *const chosen = members + 1;

static SpicoFavouriteGroup *
find_group (SpicoList  *list,
            const char *id)
{
  for (guint i = 0; i < spico_test_n_items (list); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (spico_favourite_group_get_id (group), id) && spico_test_n_items (spico_favourite_group_get_members (group)) == G_N_ELEMENTS (members) - 1)
        return g_steal_pointer (&group);
    }

  return NULL;
}

/* Of @account_id; told to the server, where there is one. */
static char *
save (SpicoClient *client,
      const char  *account_id,
      const char  *id,
      gboolean     is_active)
{
  return spico_test_await_string (spico_client_save_group (client, account_id, id, NAME, "", is_active, FALSE, members));
}

static void
add_use (SpicoClient    *client,
         SpicoGroupUses *uses,
         const char     *group_id)
{
  g_autoptr (SpicoList) usable = spico_client_list_groups (client, MAUGER, SPICO_GROUP_LIST_USABLE);
  g_autoptr (SpicoFavouriteGroup) group = NULL;

  spico_test_wait_for ((group = find_group (usable, group_id)) != NULL);
  spico_group_uses_add (uses, group);
}

/* What a conversation or its « Ajouter des membres » is given once the group was used, and the members are chosen. */
static char *
use (SpicoClient *client,
     const char  *group_id)
{
  g_autoptr (SpicoGroupUses) uses = spico_group_uses_new ();

  add_use (client, uses, group_id);

  return spico_group_uses_to_text (uses, MAUGER, chosen);
}

/* The same members stand in a group of Mauger's own, which she uses too. */
static char *
use_beside_own (SpicoClient *client,
                const char  *group_id)
{
  g_autofree char *own_id = spico_test_await_string (spico_client_save_group (client, MAUGER, NULL, "Les miens", "", TRUE, FALSE, members));
  g_autoptr (SpicoGroupUses) uses = spico_group_uses_new ();

  add_use (client, uses, own_id);
  add_use (client, uses, group_id);

  return spico_group_uses_to_text (uses, MAUGER, chosen);
}

static char *
start (SpicoClient *client,
       const char  *used_groups)
{
  return spico_test_await_string (spico_client_start_conversation (client, MAUGER, chosen, used_groups, NULL, "Objet", "Bonjour"));
}

static void
withdraw (SpicoClient *client,
          const char  *group_id)
{
  g_autoptr (SpicoList) shares = spico_client_list_group_shares (client, TOTARO, group_id);

  spico_test_wait_for (spico_test_n_items (shares) == 2);
  for (guint i = 0; i < spico_test_n_items (shares); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_list_model_get_item (G_LIST_MODEL (shares), i);

      if (g_str_equal (spico_principal_get_id (spico_group_share_get_principal (share)), MAUGER))
        spico_test_succeeds (spico_client_withdraw_group_share (client, TOTARO, spico_group_share_get_id (share)));
    }
}

static void
deactivate (SpicoClient *client,
            const char  *group_id)
{
  g_autoptr (SpicoList) administered = spico_client_list_groups (client, TOTARO, SPICO_GROUP_LIST_ADMINISTERED);
  g_autoptr (SpicoFavouriteGroup) group = NULL;

  spico_test_wait_for ((group = find_group (administered, group_id)) != NULL);
  g_free (save (client, TOTARO, group_id, FALSE));
  spico_test_wait_for (!spico_favourite_group_get_is_active (group) && !spico_favourite_group_get_is_waiting (group));
}

/* Whose group it is takes it back, or deactivates it, while Mauger is away. */
static void
change_meanwhile (SpicoTestClients *fixture,
                  const char       *group_id,
                  gboolean          is_withdrawn)
{
  spico_test_let_go (&fixture->a);
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_is_settled (fixture->b));
  if (is_withdrawn)
    withdraw (fixture->b, group_id);
  else
    deactivate (fixture->b, group_id);

  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
}

static void
go_off_line (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE);
}

/* Totaro shares a group with Mauger, who accepts it. */
static void
begin (SpicoTestClients *fixture,
       char            **group_id)
{
  g_autoptr (SpicoList) administered = NULL;
  g_autoptr (SpicoList) received = NULL;
  g_autoptr (SpicoFavouriteGroup) made = NULL;
  g_autoptr (SpicoFavouriteGroup) group = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  administered = spico_client_list_groups (fixture->b, TOTARO, SPICO_GROUP_LIST_ADMINISTERED);
  *group_id = save (fixture->b, TOTARO, NULL, TRUE);
  spico_test_wait_for ((made = find_group (administered, *group_id)) != NULL);
  spico_test_wait_for (!spico_favourite_group_get_is_waiting (made));
  spico_test_succeeds (spico_client_share_group (fixture->b, TOTARO, *group_id, MAUGER));
  received = spico_client_list_groups (fixture->a, MAUGER, SPICO_GROUP_LIST_RECEIVED);
  spico_test_wait_for ((group = find_group (received, *group_id)) != NULL);
  spico_test_succeeds (spico_client_accept_group (fixture->a, MAUGER, *group_id, TRUE));
  spico_test_wait_for (spico_favourite_group_get_is_accepted (group) && !spico_favourite_group_get_is_waiting (group));
}

static void
assert_failed (SpicoMessage *message)
{
  const char *const *names = spico_message_get_group_names (message);

  g_assert_cmpint (spico_message_get_failure (message), ==, SPICO_MESSAGE_FAILURE_GROUPS);
  g_assert_nonnull (names);
  g_assert_cmpuint (g_strv_length ((GStrv) names), ==, 1);
  g_assert_cmpstr (names[0], ==, NAME);
}

/* What is started with the group before there is a server is sent once there is one. */
static void
assert_reaches (SpicoTestClients *fixture,
                const char       *group_id)
{
  g_autofree char *used_groups = use (fixture->a, group_id);
  g_autofree char *id = start (fixture->a, used_groups);
  g_autoptr (SpicoMessageList) messages = spico_client_list_messages (fixture->a, MAUGER, id);

  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_last_is (messages, "Bonjour", SPICO_MESSAGE_SENT));
}

/* Off line it is used as on line; it reaches the others where the group still is one. */
static void
test_usable (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *group_id = NULL;

  begin (fixture, &group_id);
  go_off_line (fixture);
  assert_reaches (fixture, group_id);
}

/* One that was made off line too, and not yet told: it is made first. */
static void
test_made_off_line (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  g_autofree char *group_id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  go_off_line (fixture);
  group_id = save (fixture->a, MAUGER, NULL, TRUE);
  assert_reaches (fixture, group_id);
}

/* Deactivated meanwhile: the words stay, say which of two groups it was, and go to the same people without it once one has read that. */
static void
test_deactivated (SpicoTestClients *fixture,
                  gconstpointer     data)
{
  g_autofree char *group_id = NULL;
  g_autofree char *used_groups = NULL;
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoList) conversations = NULL;
  g_autoptr (SpicoConversation) elsewhere = NULL;

  begin (fixture, &group_id);
  go_off_line (fixture);
  used_groups = use_beside_own (fixture->a, group_id);
  id = start (fixture->a, used_groups);
  change_meanwhile (fixture, group_id, FALSE);

  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, "Bonjour", SPICO_MESSAGE_FAILED));
  message = spico_test_last_message (messages);
  assert_failed (message);
  conversations = spico_test_list_filled (fixture->b, TOTARO);
  g_assert_null (spico_test_find_conversation (conversations, "Objet"));

  spico_test_succeeds (spico_client_retry (fixture->a, spico_message_get_id (message)));
  spico_test_wait_for (spico_test_last_is (messages, "Bonjour", SPICO_MESSAGE_SENT));
  g_assert_null (spico_message_get_group_names (message));
  spico_test_wait_for ((elsewhere = spico_test_find_conversation (conversations, "Objet")) != NULL);
  g_assert_cmpuint (spico_test_n_items (spico_conversation_get_participants (elsewhere)), ==, 2);
}

/* Withdrawn meanwhile, where its members were to be added to a conversation: nobody is, and they can be chosen anew, one by one. */
static void
test_added (SpicoTestClients *fixture,
            gconstpointer     data)
{
  g_autofree char *group_id = NULL;
  g_autofree char *used_groups = NULL;
  g_autofree char *id = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoDraft) words = NULL;
  g_autoptr (SpicoDraft) again = NULL;

  begin (fixture, &group_id);
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Objet", "Bonjour");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  go_off_line (fixture);
  used_groups = use (fixture->a, group_id);
  g_free (spico_test_await_string (spico_client_add_members (fixture->a, MAUGER, id, chosen, used_groups)));
  change_meanwhile (fixture, group_id, TRUE);

  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, "", SPICO_MESSAGE_FAILED));
  message = spico_test_last_message (messages);
  assert_failed (message);

  words = spico_test_await_object (spico_client_withdraw_failed (fixture->a, MAUGER, spico_message_get_id (message)));
  again = spico_test_await_object (spico_client_load_members_draft (fixture->a, MAUGER, id));
  g_assert_cmpuint (g_strv_length ((GStrv) spico_draft_get_participant_ids (again)), ==, 2);
  g_assert_cmpstr (spico_draft_get_used_groups (again), ==, "");
  g_free (spico_test_await_string (spico_client_add_members (fixture->a, MAUGER, id, chosen, NULL)));
  spico_test_wait_for (spico_test_last_is (messages, "", SPICO_MESSAGE_SENT));
}

/* What a draft keeps of the groups: those of which somebody is still chosen, by the account that used them. */
static void
test_uses (SpicoTestClients *fixture,
           gconstpointer     data)
{
  static const char *const nobody[] = { NULL };
  static const char *const other[] = { STRUCTURE, NULL };
  g_autofree char *group_id = NULL;
  g_autofree char *used_groups = NULL;
  g_autofree char *none = NULL;
  g_autofree char *others = NULL;
  g_autofree char *structures = NULL;
  g_autofree char *again = NULL;
  g_autoptr (SpicoGroupUses) uses = spico_group_uses_new ();
  g_autoptr (SpicoDraft) draft = NULL;
  g_autoptr (SpicoDraft) kept = NULL;
  g_auto (GStrv) ids = NULL;

  begin (fixture, &group_id);
  used_groups = use (fixture->a, group_id);
  ids = spico_group_uses_list_ids (used_groups);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, group_id);

  draft = spico_draft_new (MAUGER, chosen, NULL, "Objet", "");
  spico_draft_set_used_groups (draft, used_groups);
  spico_test_succeeds (spico_client_save_draft (fixture->a, draft));
  kept = spico_test_await_object (spico_client_load_draft (fixture->a, NULL, NULL));
  spico_group_uses_add_text (uses, spico_draft_get_used_groups (kept));
  spico_group_uses_add_text (uses, spico_draft_get_used_groups (kept));
  spico_group_uses_add_text (uses, "[{\"id\":7},null]");
  spico_group_uses_add_text (uses, "{");
  again = spico_group_uses_to_text (uses, MAUGER, chosen + 1);
  g_assert_nonnull (strstr (again, group_id));
  g_assert_null (strstr (again, TOTARO));
  none = spico_group_uses_to_text (uses, MAUGER, nobody);
  others = spico_group_uses_to_text (uses, MAUGER, other);
  structures = spico_group_uses_to_text (uses, STRUCTURE, chosen);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (others, ==, "");
  g_assert_cmpstr (structures, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F052-a-group-is-used-off-line", test_usable);
  SPICO_TEST_ADD ("F052-a-group-that-is-made-off-line-is-used", test_made_off_line);
  SPICO_TEST_ADD ("F041-a-group-that-was-deactivated-is-not", test_deactivated);
  SPICO_TEST_ADD ("F044-a-group-that-was-withdrawn-adds-nobody", test_added);
  SPICO_TEST_ADD ("F052-a-draft-keeps-by-which-groups", test_uses);

  return g_test_run ();
}
