/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group of favourites is used where members are chosen by it, and only while it may be: F041, F044, F050-F053. */
#include "spico-jmap-world.h"

static char *
take_id (SpicoAnswer *answer)
{
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  yyjson_doc_free (answer);
  g_assert_nonnull (id);
  return id;
}

/* Of @account, with `pb` and `pc` in it, and what else is said of it. */
static char *
make_group (SpicoJmapWorld *world,
            const char     *account,
            const char     *more)
{
  return take_id (spico_jmap_world_ask (world, account, "['FavouriteGroup/set',{'accountId':'%s','create':{'x':{'name':'Équipe PCO','memberIds':['pb','pc']%s}}},'0']", account, more));
}

static char *
share (SpicoJmapWorld *world,
       const char     *account,
       const char     *group,
       const char     *principal)
{
  return take_id (spico_jmap_world_ask (world, account, "['FavouriteGroupShare/set',{'accountId':'%s','create':{'x':{'groupId':'%s','principalId':'%s'}}},'0']", account, group, principal));
}

static void
set (SpicoJmapWorld *world,
     const char     *type,
     const char     *account,
     const char     *id,
     const char     *patch)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, account, "['%s/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", type, account, id, patch);
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);

  g_assert_true (spico_jmap_world_has (answer, done));
}

static void
destroy (SpicoJmapWorld *world,
         const char     *type,
         const char     *account,
         const char     *id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, account, "['%s/set',{'accountId':'%s','destroy':['%s']},'0']", type, account, id);

  g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/destroyed/0"), ==, id);
}

static gint64
count_all (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  spico_sql_query_int64 (world->connection, "SELECT (SELECT COUNT(*) FROM conversation) + (SELECT COUNT(*) FROM participant) + (SELECT COUNT(*) FROM message) + (SELECT COUNT(*) FROM message_addition)",
                         NULL, -1, &n, &error);
  g_assert_no_error (error);
  return n;
}

/* Whether @account may begin a conversation with those of @groups, and add them to @conversation: both or neither, and a refusal leaves nothing. */
static gboolean
may_use (SpicoJmapWorld *world,
         const char     *person,
         const char     *account,
         const char     *conversation,
         const char     *groups)
{
  gint64 before = count_all (world);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person,
                                                         "['Conversation/set',{'accountId':'%s','create':{'x':{'subject':'Alba','participantIds':['fo'],'groupIds':[%s]}}},'0'],"
                                                         "['Message/set',{'accountId':'%s','create':{'x':{'conversationId':'%s','text':'','addedIds':['pn'],'groupIds':[%s]}}},'1']",
                                                         account, groups, account, conversation, groups);

  if (spico_jmap_world_has (answer, "0/1/created/x"))
    {
      g_assert_true (spico_jmap_world_has (answer, "1/1/created/x"));
      g_assert_false (spico_jmap_world_has (answer, "0/1/created/x/groupIds"));
      g_assert_false (spico_jmap_world_has (answer, "1/1/created/x/groupIds"));
      return TRUE;
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *type = g_strdup_printf ("%u/1/notCreated/x/type", i);
      g_autofree char *property = g_strdup_printf ("%u/1/notCreated/x/properties/0", i);

      g_assert_cmpstr (spico_jmap_world_text (answer, type), ==, "invalidProperties");
      g_assert_cmpstr (spico_jmap_world_text (answer, property), ==, "groupIds");
    }
  g_assert_cmpint (count_all (world), ==, before);
  return FALSE;
}

static gboolean
may_use_one (SpicoJmapWorld *world,
             const char     *account,
             const char     *conversation,
             const char     *group)
{
  g_autofree char *groups = g_strdup_printf ("'%s'", group);

  return may_use (world, account, account, conversation, groups);
}

static void
test_one_that_is_deactivated (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'fo'");
  g_autofree char *group = make_group (world, "pa", "");
  g_autofree char *other = make_group (world, "pa", "");
  g_autofree char *both = g_strdup_printf ("'%s','%s'", group, other);

  g_assert_true (may_use (world, "pa", "pa", id, both));
  set (world, "FavouriteGroup", "pa", group, "'isActive':false");
  g_assert_false (may_use_one (world, "pa", id, group));
  g_assert_true (may_use_one (world, "pa", id, other));
  /* One that is not right is enough. */
  g_assert_false (may_use (world, "pa", "pa", id, both));

  set (world, "FavouriteGroup", "pa", group, "'isActive':true");
  g_assert_true (may_use (world, "pa", "pa", id, both));
  destroy (world, "FavouriteGroup", "pa", group);
  g_assert_false (may_use_one (world, "pa", id, group));
}

static void
test_one_that_is_shared (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pb", "pb", "'fo'");
  g_autofree char *group = make_group (world, "pa", "");
  g_autofree char *shared = NULL;

  /* Another's, though `pb` is in it. */
  g_assert_false (may_use_one (world, "pb", id, group));
  shared = share (world, "pa", group, "pb");
  g_assert_false (may_use_one (world, "pb", id, group));
  set (world, "FavouriteGroupShare", "pb", shared, "'isAccepted':true");
  g_assert_true (may_use_one (world, "pb", id, group));
  set (world, "FavouriteGroupShare", "pb", shared, "'isAccepted':false");
  g_assert_false (may_use_one (world, "pb", id, group));
  set (world, "FavouriteGroupShare", "pb", shared, "'isAccepted':true");
  destroy (world, "FavouriteGroupShare", "pa", shared);
  g_assert_false (may_use_one (world, "pb", id, group));
}

static void
test_one_that_is_public (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pc", "pc", "'fo'");
  g_autofree char *group = make_group (world, "pa", ",'isPublic':true");
  g_autofree char *joined = NULL;

  g_assert_false (may_use_one (world, "pc", id, group));
  joined = share (world, "pc", group, "pc");
  g_assert_true (may_use_one (world, "pc", id, group));
  set (world, "FavouriteGroup", "pa", group, "'isPublic':false");
  g_assert_false (may_use_one (world, "pc", id, group));
}

/* It is the account that uses it: a delegate has none of their own groups for a structure, nor the structure's for themselves. */
static void
test_a_delegates (SpicoJmapWorld *world,
                  gconstpointer   data)
{
  g_autofree char *of_structure = spico_jmap_world_converse (world, "pd", "fs", "'fo'");
  g_autofree char *of_person = spico_jmap_world_converse (world, "pd", "pd", "'fo'");
  g_autofree char *own = make_group (world, "pd", "");
  g_autofree char *structures = take_id (spico_jmap_world_ask (world, "pd", "['FavouriteGroup/set',{'accountId':'fs','create':{'x':{'name':'Accueil','memberIds':['pb']}}},'0']"));
  g_autofree char *own_list = g_strdup_printf ("'%s'", own);
  g_autofree char *structures_list = g_strdup_printf ("'%s'", structures);

  g_assert_true (may_use (world, "pd", "fs", of_structure, structures_list));
  g_assert_false (may_use (world, "pd", "fs", of_structure, own_list));
  g_assert_true (may_use (world, "pd", "pd", of_person, own_list));
  g_assert_false (may_use (world, "pd", "pd", of_person, structures_list));
}

static void
test_what_is_none (SpicoJmapWorld *world,
                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'fo'");
  g_autofree char *group = make_group (world, "pa", "");
  g_autofree char *twice = g_strdup_printf ("'%s','%s'", group, group);
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (SpicoAnswer) words = NULL;
  g_autoptr (SpicoAnswer) updated = NULL;

  for (guint i = 0; i < 21; i++)
    {
      g_autofree char *made = make_group (world, "pa", "");

      if (i == 20)
        g_assert_true (may_use (world, "pa", "pa", id, many->str));
      g_string_append_printf (many, "%s'%s'", i > 0 ? "," : "", made);
    }
  g_assert_false (may_use (world, "pa", "pa", id, many->str));
  g_assert_false (may_use (world, "pa", "pa", id, twice));
  g_assert_false (may_use (world, "pa", "pa", id, "'nothing'"));
  g_assert_false (may_use (world, "pa", "pa", id, "7"));
  g_assert_true (may_use (world, "pa", "pa", id, ""));

  /* Words are not a group's. */
  words = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'Bonjour','groupIds':['%s']}}},'0']", id, group);
  g_assert_cmpstr (spico_jmap_world_text (words, "0/1/notCreated/x/properties/0"), ==, "groupIds");
  updated = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','update':{'%s':{'groupIds':['%s']}}},'0']", id, group);
  g_assert_true (spico_jmap_world_has (updated, "0/1/notUpdated"));
}

/* Of several, those that may not be used are named; nothing is said of the others. */
static void
test_which_is_named (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autofree char *usable = make_group (world, "pa", "");
  g_autofree char *group = make_group (world, "pa", "");
  g_autoptr (SpicoAnswer) answer = NULL;

  set (world, "FavouriteGroup", "pa", group, "'isActive':false");
  answer = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'Alba','participantIds':['pb'],'groupIds':['%s','%s']},'y':{'participantIds':7}}},'0']", usable, group);
  g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/notCreated/x/properties/0"), ==, "groupIds");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/notCreated/x/groupIds"), ==, 1);
  g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/notCreated/x/groupIds/0"), ==, group);
  g_assert_true (spico_jmap_world_has (answer, "0/1/notCreated/y"));
  g_assert_false (spico_jmap_world_has (answer, "0/1/notCreated/y/groupIds"));
}

/* What was sent before the answer was lost stays sent, whatever became of the group: it was used when it could be. */
static void
test_sent_twice (SpicoJmapWorld *world,
                 gconstpointer   data)
{
  static const char *const format = "['Conversation/set',{'accountId':'pa','create':{'x':{'clientId':'0190b7a0-0000-7000-8000-00000000f041','subject':'Alba','participantIds':['pb'],'groupIds':['%s']}}},'0']";
  g_autofree char *group = make_group (world, "pa", "");
  g_autoptr (SpicoAnswer) first = spico_jmap_world_ask (world, "pa", format, group);
  g_autoptr (SpicoAnswer) again = NULL;

  g_assert_nonnull (spico_jmap_world_text (first, "0/1/created/x/id"));
  set (world, "FavouriteGroup", "pa", group, "'isActive':false");
  again = spico_jmap_world_ask (world, "pa", format, group);
  g_assert_cmpstr (spico_jmap_world_text (again, "0/1/created/x/id"), ==, spico_jmap_world_text (first, "0/1/created/x/id"));
}

#define ADD(name, function) g_test_add ("/server/group-use/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F041-which-of-several-is-named", test_which_is_named);
  ADD ("F041-one-that-is-deactivated-is-used-nowhere", test_one_that_is_deactivated);
  ADD ("F044-one-that-is-withdrawn-is-used-nowhere", test_one_that_is_shared);
  ADD ("F051-one-that-is-public-is-accepted-first", test_one_that_is_public);
  ADD ("F045-a-delegate-uses-the-accounts", test_a_delegates);
  ADD ("F052-what-is-no-group-is-refused", test_what_is_none);
  ADD ("F052-what-is-sent-twice-is-used-once", test_sent_twice);

  return g_test_run ();
}
