/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a right that one person gives or takes needs to be seen by another: two real clients with their encrypted stores, no window, one server.
 *   bench-rights URI FOLDER SPICOCTL DATABASE TIMES
 * It prints STEP MICROSECONDS for each step of each time, from what one person does (or from the start of spicoctl) until the list that the other looks at shows it. The steps follow each
 * other without a pause, so that each meets a server that has just told something else. */
#include <stdio.h>
#include <stdlib.h>

#include "../client/spico-test-region.h"

#define GROUP "Équipe TND"
#define ANNOUNCED "Version 3.1"

typedef struct {
  SpicoClient *client;
  SpicoList *groups;
} Person;

typedef struct {
  Person giver;    /* MAUGER */
  Person receiver; /* BONNEFOUS */
  SpicoList *asked;
  SpicoList *conversations;
  GListModel *announcements;
  const char *spicoctl;
  const char *database;
  gint64 begun_us;
} Bench;

static void
tell (Bench      *self,
      const char *step)
{
  printf ("%s %" G_GINT64_FORMAT "\n", step, g_get_monotonic_time () - self->begun_us);
  fflush (stdout);
}

#define MEASURE(self, step, begin, condition)                                                                                  \
  G_STMT_START                                                                                                                 \
  {                                                                                                                            \
    DexFuture *bench_future;                                                                                                   \
    (self)->begun_us = g_get_monotonic_time ();                                                                                \
    bench_future = (begin);                                                                                                    \
    spico_test_wait_for (condition);                                                                                           \
    tell ((self), (step));                                                                                                     \
    spico_test_succeeds (bench_future);                                                                                        \
  }                                                                                                                            \
  G_STMT_END

static guint
n_items (gpointer list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static Person
sign_in (const char       *folder,
         const char       *name,
         SpicoCredentials *keyring,
         const char       *uri)
{
  g_autofree char *home = g_build_filename (folder, name, NULL);
  Person person = { .client = spico_client_new (home, keyring) };

  spico_test_succeeds (spico_client_sign_in (person.client, uri, name, SPICO_TEST_PASSWORD));
  spico_test_wait_for (spico_client_get_connection (person.client) == SPICO_CONNECTION_ONLINE && !spico_client_is_syncing (person.client));

  return person;
}

static void
let_go (Person *person)
{
  g_clear_object (&person->groups);
  spico_test_succeeds (spico_client_close (person->client));
  g_clear_object (&person->client);
}

/* ---- What is seen ---- */

static gboolean
has_account (Bench      *self,
             const char *id)
{
  GListModel *accounts = spico_client_get_accounts (self->receiver.client);

  for (guint i = 0; i < n_items (accounts); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (spico_account_get_id (account), id) && !spico_account_is_ended (account))
        return TRUE;
    }

  return FALSE;
}

static SpicoFavouriteGroup *
find_group (Person     *person,
            const char *id)
{
  for (guint i = 0; i < n_items (person->groups); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (person->groups), i);

      if (g_str_equal (spico_favourite_group_get_id (group), id))
        return g_steal_pointer (&group);
    }

  return NULL;
}

/* Of so many members; -1 where there is no group. */
static int
n_members (Person     *person,
           const char *id)
{
  g_autoptr (SpicoFavouriteGroup) group = find_group (person, id);

  return group != NULL && !spico_favourite_group_get_is_waiting (group) ? (int) n_items (spico_favourite_group_get_members (group)) : -1;
}

/* Returns: (transfer full) (nullable): the id of what the receiver's request is to the giver */
static char *
find_request (Bench *self)
{
  g_autoptr (SpicoDelegation) delegation = g_list_model_get_item (G_LIST_MODEL (self->asked), 0);

  return delegation != NULL ? g_strdup (spico_delegation_get_id (delegation)) : NULL;
}

static gboolean
has_conversation (Bench      *self,
                  const char *subject)
{
  g_autoptr (SpicoConversation) conversation = spico_test_find_conversation (self->conversations, subject);

  return conversation != NULL;
}

/* ---- What is done ---- */

static DexFuture *
set_delegation (Bench                *self,
                const char           *id,
                SpicoDelegationStatus status)
{
  return spico_client_set_delegation (self->giver.client, MAUGER, id, status);
}

static void
measure_delegation (Bench *self)
{
  g_autofree char *id = NULL;

  spico_test_succeeds (spico_client_ask_delegation (self->receiver.client, MAUGER, SPICO_DELEGATION_ALL));
  spico_test_wait_for ((id = find_request (self)) != NULL);
  MEASURE (self, "delegation.accept", set_delegation (self, id, SPICO_DELEGATION_ACCEPTED), has_account (self, MAUGER));
  MEASURE (self, "delegation.end", set_delegation (self, id, SPICO_DELEGATION_ENDED), !has_account (self, MAUGER));
}

static DexFuture *
save_group (Bench      *self,
            const char *id,
            gboolean    is_for_two)
{
  const char *const members[] = { BONNEFOUS, is_for_two ? TOTARO : NULL, NULL };

  return spico_client_save_group (self->giver.client, MAUGER, id, GROUP, "", TRUE, FALSE, members);
}

static char *
find_share (SpicoList *shares)
{
  for (guint i = 0; i < n_items (shares); i++)
    {
      g_autoptr (SpicoGroupShare) share = g_list_model_get_item (G_LIST_MODEL (shares), i);

      if (g_strcmp0 (spico_principal_get_id (spico_group_share_get_principal (share)), BONNEFOUS) == 0)
        return g_strdup (spico_group_share_get_id (share));
    }

  return NULL;
}

static void
measure_group (Bench *self)
{
  g_autofree char *id = spico_test_await_string (save_group (self, NULL, FALSE));
  g_autoptr (SpicoList) shares = spico_client_list_group_shares (self->giver.client, MAUGER, id);
  g_autofree char *share_id = NULL;

  spico_test_wait_for (n_members (&self->giver, id) == 1);
  MEASURE (self, "group.share", spico_client_share_group (self->giver.client, MAUGER, id, BONNEFOUS), n_members (&self->receiver, id) == 1);
  MEASURE (self, "group.member", save_group (self, id, TRUE), n_members (&self->receiver, id) == 2);
  spico_test_wait_for ((share_id = find_share (shares)) != NULL);
  MEASURE (self, "group.withdraw", spico_client_withdraw_group_share (self->giver.client, MAUGER, share_id), n_members (&self->receiver, id) == -1);
  spico_test_succeeds (spico_client_destroy_group (self->giver.client, MAUGER, id));
}

static void
measure_member (Bench *self,
                guint  number)
{
  g_autofree char *subject = g_strdup_printf ("Retour à domicile %u", number);
  const char *const first[] = { TOTARO, NULL };
  const char *const added[] = { BONNEFOUS, NULL };
  g_autofree char *id = spico_test_await_string (spico_client_start_conversation (self->giver.client, MAUGER, first, NULL, NULL, subject, "Bonjour"));

  spico_test_wait_for (spico_client_get_pending_count (self->giver.client) == 0);
  MEASURE (self, "member", spico_client_add_members (self->giver.client, MAUGER, id, added, NULL), has_conversation (self, subject));
}

static DexFuture *
run_spicoctl (Bench      *self,
              const char *first,
              ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list more;

  g_ptr_array_add (arguments, (gpointer) self->spicoctl);
  g_ptr_array_add (arguments, (gpointer) "--database");
  g_ptr_array_add (arguments, (gpointer) self->database);
  va_start (more, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (more, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (more);
  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_newv ((const char *const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);

  return dex_subprocess_wait_check (process);
}

static void
measure_announcement (Bench *self)
{
  g_autoptr (SpicoAnnouncement) announcement = NULL;
  const char *id;

  MEASURE (self, "announcement", run_spicoctl (self, "announce", "add", "--kind", "release", "--title", ANNOUNCED, NULL), n_items (self->announcements) == 1);
  announcement = g_list_model_get_item (self->announcements, 0);
  id = spico_announcement_get_id (announcement);
  MEASURE (self, "announcement.withdraw", run_spicoctl (self, "announce", "withdraw", id, NULL), n_items (self->announcements) == 0);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SpicoCredentials) keyring = NULL;
  Bench self = { 0 };

  g_assert (argc == 6);
  dex_init ();
  keyring = spico_keyring_new ();
  self.giver = sign_in (argv[2], "mauger", keyring, argv[1]);
  self.receiver = sign_in (argv[2], "bonnefous", keyring, argv[1]);
  self.spicoctl = argv[3];
  self.database = argv[4];
  self.giver.groups = spico_client_list_groups (self.giver.client, MAUGER, SPICO_GROUP_LIST_ADMINISTERED);
  self.receiver.groups = spico_client_list_groups (self.receiver.client, BONNEFOUS, SPICO_GROUP_LIST_RECEIVED);
  self.asked = spico_client_list_delegations (self.giver.client, MAUGER, SPICO_DELEGATIONS_TO_ANSWER);
  self.conversations = spico_client_list_conversations (self.receiver.client, BONNEFOUS, SPICO_CONVERSATIONS_CURRENT);
  self.announcements = spico_client_list_announcements (self.receiver.client);

  for (guint i = 0; i < (guint) atoi (argv[5]); i++)
    {
      measure_delegation (&self);
      measure_group (&self);
      measure_member (&self, i);
      measure_announcement (&self);
    }

  g_clear_object (&self.asked);
  g_clear_object (&self.conversations);
  g_clear_object (&self.announcements);
  let_go (&self.giver);
  let_go (&self.receiver);

  return EXIT_SUCCESS;
}
