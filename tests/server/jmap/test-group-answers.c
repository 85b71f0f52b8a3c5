/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a share of a group of favourites has been answered: F007, F044, F050. */
#include "spico-jmap-world.h"

static char *
take_id (SpicoAnswer *answer)
{
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  yyjson_doc_free (answer);
  g_assert_nonnull (id);
  return id;
}

/* Of `pa`, with `pb` and the structure in it. */
static char *
make_group (SpicoJmapWorld *world,
            const char     *more)
{
  return take_id (spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{'x':{'name':'Équipe PCO','memberIds':['pb','fs']%s}}},'0']", more));
}

static char *
share (SpicoJmapWorld *world,
       const char     *group,
       const char     *principal)
{
  return take_id (spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','create':{'x':{'groupId':'%s','principalId':'%s'}}},'0']", group, principal));
}

static void
withdraw (SpicoJmapWorld *world,
          const char     *id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','destroy':['%s']},'0']", id);

  g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/destroyed/0"), ==, id);
}

/* What a share is set to by @person for @account: %NULL where it was done, otherwise the type of the refusal. */
static char *
set (SpicoJmapWorld *world,
     const char     *person,
     const char     *account,
     const char     *id,
     const char     *patch)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['FavouriteGroupShare/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", account, id, patch);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);
  const char *type = spico_jmap_world_text (answer, "0/1/type");

  g_assert_cmpint (spico_jmap_world_has (answer, done), !=, type != NULL || spico_jmap_world_has (answer, refused));
  return g_strdup (type != NULL ? type : spico_jmap_world_text (answer, refused));
}

#define assert_set(world, person, account, id, patch, refusal)                \
  G_STMT_START                                                                \
  {                                                                           \
    g_autofree char *_type = set (world, person, account, id, patch);         \
    g_assert_cmpstr (_type, ==, refusal);                                     \
  }                                                                           \
  G_STMT_END

/* When it was answered, as its account is told. */
static char *
answered_at (SpicoJmapWorld *world,
             const char     *person,
             const char     *account,
             const char     *id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['FavouriteGroupShare/get',{'accountId':'%s','ids':['%s'],'properties':['answeredAt']},'0']", account, id);

  g_assert_true (spico_jmap_world_has (answer, "0/1/list/0/answeredAt"));
  return g_strdup (spico_jmap_world_text (answer, "0/1/list/0/answeredAt"));
}

static gboolean
is_answered (SpicoJmapWorld *world,
             const char     *person,
             const char     *account,
             const char     *id)
{
  g_autofree char *at = answered_at (world, person, account, id);

  return at != NULL;
}

static void
test_who_accepts_has_answered (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *group = make_group (world, "");
  g_autofree char *own = g_strconcat (group, "_pa", NULL);
  g_autofree char *shared = share (world, group, "pb");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *of_acceptance = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  g_assert_true (is_answered (world, "pa", "pa", own));
  g_assert_false (is_answered (world, "pb", "pb", shared));

  assert_set (world, "pb", "pb", shared, "'isAccepted':true", NULL);
  answer = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/get',{'accountId':'pb','ids':['%s']},'0']", shared);
  of_acceptance = g_strdup (spico_jmap_world_text (answer, "0/1/list/0/acceptedAt"));
  first = answered_at (world, "pb", "pb", shared);
  g_assert_cmpstr (first, ==, of_acceptance);

  /* « Annuler l'utilisation » is an answer too, of later. */
  world->now_us += 60 * G_USEC_PER_SEC;
  assert_set (world, "pb", "pb", shared, "'isAccepted':false", NULL);
  second = answered_at (world, "pb", "pb", shared);
  g_assert_cmpstr (second, >, first);
}

static void
test_who_declines_has_answered (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *group = make_group (world, "");
  g_autofree char *shared = share (world, group, "pb");
  g_autofree char *pointer = g_strconcat ("0/1/updated/", shared, "/answeredAt", NULL);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  g_ptr_array_set_size (world->changes, 0);
  answer = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/set',{'accountId':'pb','update':{'%s':{'isAccepted':false}}},'0']", shared);
  g_assert_nonnull (spico_jmap_world_text (answer, pointer));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));
  first = answered_at (world, "pb", "pb", shared);

  /* Once is enough: told again by a device that was off line, it changes nothing, and is told to nobody. */
  world->now_us += 60 * G_USEC_PER_SEC;
  assert_set (world, "pb", "pb", shared, "'isAccepted':false", NULL);
  g_assert_cmpuint (world->changes->len, ==, 0);
  again = answered_at (world, "pb", "pb", shared);
  g_assert_cmpstr (again, ==, first);

  /* It can be accepted again later. */
  assert_set (world, "pb", "pb", shared, "'isAccepted':true", NULL);
}

static void
test_only_the_recipient_answers (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *group = make_group (world, "");
  g_autofree char *shared = share (world, group, "pb");

  assert_set (world, "pa", "pa", shared, "'isAccepted':false", "forbidden");
  assert_set (world, "pc", "pc", shared, "'isAccepted':false", "notFound");
  assert_set (world, "pb", "pb", shared, "'answeredAt':'2026-01-01T10:00:00Z'", "invalidProperties");
  g_assert_false (is_answered (world, "pb", "pb", shared));
}

static void
test_a_delegate_answers_until_the_delegation_ends (SpicoJmapWorld *world,
                                                   gconstpointer   data)
{
  g_autofree char *group = make_group (world, "");
  g_autofree char *shared = share (world, group, "fs");

  spico_jmap_world_delegate (world, "fs", "pb", "dossiers");
  spico_jmap_world_delegate (world, "fs", "pc", "discussions");
  assert_set (world, "pb", "fs", shared, "'isAccepted':false", "accountNotSupportedByMethod");
  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE account_id = 'fs' AND delegate_id = 'pc'", NULL);
  assert_set (world, "pc", "fs", shared, "'isAccepted':false", "accountNotFound");
  g_assert_false (is_answered (world, "pd", "fs", shared));

  assert_set (world, "pd", "fs", shared, "'isAccepted':false", NULL);
  g_assert_true (is_answered (world, "pd", "fs", shared));
}

static void
test_what_is_shared_again_waits_again (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *group = make_group (world, "");
  g_autofree char *first = share (world, group, "pb");
  g_autofree char *second = NULL;

  assert_set (world, "pb", "pb", first, "'isAccepted':false", NULL);
  withdraw (world, first);
  second = share (world, group, "pb");
  g_assert_false (is_answered (world, "pb", "pb", second));
}

/* Whoever uses a public group has said so; whoever gave it up and is then given it is asked. */
static void
test_who_uses_a_public_group_has_answered (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autofree char *group = make_group (world, ",'isPublic':true");
  g_autofree char *joined = take_id (spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/set',{'accountId':'pb','create':{'x':{'groupId':'%s','principalId':'pb'}}},'0']", group));
  g_autofree char *taken_over = NULL;
  g_autofree char *asked = NULL;

  g_assert_true (is_answered (world, "pb", "pb", joined));
  taken_over = share (world, group, "pb");
  g_assert_true (is_answered (world, "pb", "pb", taken_over));

  g_free (take_id (spico_jmap_world_ask (world, "pd", "['FavouriteGroupShare/set',{'accountId':'fs','create':{'x':{'groupId':'%s','principalId':'fs'}}},'0']", group)));
  spico_jmap_world_sql (world, "UPDATE favourite_group_share SET is_accepted = 0, accepted_at = NULL WHERE principal_id = 'fs'", NULL);
  asked = share (world, group, "fs");
  g_assert_false (is_answered (world, "pd", "fs", asked));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/group-answers/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)
  ADD ("F050-who-accepts-has-answered", test_who_accepts_has_answered);
  ADD ("F050-who-declines-has-answered", test_who_declines_has_answered);
  ADD ("F050-only-the-recipient-answers", test_only_the_recipient_answers);
  ADD ("F044-a-delegate-answers-until-the-delegation-ends", test_a_delegate_answers_until_the_delegation_ends);
  ADD ("F007-what-is-shared-again-waits-again", test_what_is_shared_again_waits_again);
  ADD ("F051-who-uses-a-public-group-has-answered", test_who_uses_a_public_group_has_answered);
#undef ADD

  return g_test_run ();
}
