/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites: F033–F051, F058. */
#include "spico-jmap-world.h"

#include "spico-notification.h"
#include "spico-operator-group-request.h"
#include "spico-operator-group.h"
#include "spico-server-error.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)
#define assert_size(answer, pointer, expected) g_assert_cmpuint (spico_jmap_world_size (answer, pointer), ==, expected)

static gint64
count (SpicoJmapWorld      *world,
       const char          *sql,
       const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, values, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static char *
take_id (yyjson_doc *answer)
{
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  yyjson_doc_free (answer);
  g_assert_nonnull (id);
  return id;
}

/* `Équipe PCO`, with @members in it, and what else is said of it. */
static char *
make_group (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *members,
            const char     *more)
{
  return take_id (spico_jmap_world_ask (world, person, "['FavouriteGroup/set',{'accountId':'%s','create':{'x':{'name':'Équipe PCO','memberIds':[%s]%s}}},'0']", account, members, more));
}

static char *
share (SpicoJmapWorld *world,
       const char     *person,
       const char     *account,
       const char     *group,
       const char     *principal)
{
  return take_id (spico_jmap_world_ask (world, person, "['FavouriteGroupShare/set',{'accountId':'%s','create':{'x':{'groupId':'%s','principalId':'%s'}}},'0']", account, group, principal));
}

/* What a share is set to: %NULL where it was done, otherwise the type of the refusal. */
static char *
set_share (SpicoJmapWorld *world,
           const char     *person,
           const char     *account,
           const char     *id,
           const char     *patch)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['FavouriteGroupShare/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", account, id, patch);
  g_autofree char *pointer = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);

  g_assert_cmpint (spico_jmap_world_has (answer, done), !=, (spico_jmap_world_has (answer, pointer)));
  return g_strdup (spico_jmap_world_text (answer, pointer));
}

static void
assert_share_set (SpicoJmapWorld *world,
                  const char     *person,
                  const char     *id,
                  const char     *patch,
                  const char     *refusal)
{
  g_autofree char *type = set_share (world, person, person, id, patch);

  g_assert_cmpstr (type, ==, refusal);
}

static char *
set_group (SpicoJmapWorld *world,
           const char     *person,
           const char     *id,
           const char     *patch)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['FavouriteGroup/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", person, id, patch);
  g_autofree char *pointer = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);

  return g_strdup (spico_jmap_world_text (answer, pointer));
}

static void
assert_group_set (SpicoJmapWorld *world,
                  const char     *person,
                  const char     *id,
                  const char     *patch,
                  const char     *refusal)
{
  g_autofree char *type = set_group (world, person, id, patch);

  g_assert_cmpstr (type, ==, refusal);
}

static guint
count_listed (SpicoJmapWorld *world,
              const char     *person,
              const char     *account,
              const char     *type,
              const char     *filter)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['%s/query',{'accountId':'%s','filter':{%s}},'0']", type, account, filter);

  g_assert_cmpstr (spico_jmap_world_text (answer, "0/0"), !=, "error");
  return (guint) spico_jmap_world_size (answer, "0/1/ids");
}

/* ---- One's own ---- */

static void
test_a_group_is_its_creators (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','fs','pn'", "");
  g_autoptr (SpicoAnswer) own = NULL;
  g_autoptr (SpicoAnswer) other = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pa", "FavouriteGroupShare"));
  g_assert_false (spico_jmap_world_told (world, "pb", "FavouriteGroup"));
  g_assert_false (spico_jmap_world_told (world, "region", "PublicGroup"));

  own = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/get',{'accountId':'pa','ids':['%s']},'0'],['FavouriteGroupShare/get',{'accountId':'pa','ids':null},'1']", id);
  assert_text (own, "0/1/list/0/name", "Équipe PCO");
  assert_text (own, "0/1/list/0/description", "");
  assert_number (own, "0/1/list/0/isActive", 1);
  assert_number (own, "0/1/list/0/isPublic", 0);
  assert_size (own, "0/1/list/0/memberIds", 3);
  assert_text (own, "0/1/list/0/creatorAccountId", "pa");
  assert_size (own, "1/1/list", 1);
  assert_text (own, "1/1/list/0/principalId", "pa");
  assert_number (own, "1/1/list/0/isAdministrator", 1);
  assert_number (own, "1/1/list/0/isAccepted", 1);

  other = spico_jmap_world_ask (world, "pb", "['FavouriteGroup/get',{'accountId':'pb','ids':['%s']},'0'],['FavouriteGroup/set',{'accountId':'pb','update':{'%s':{'name':'B'}},'destroy':['%s']},'1'],"
                                             "['FavouriteGroupShare/query',{'accountId':'pb'},'2'],['PublicGroup/get',{'accountId':'region','ids':['%s']},'3']",
                                id, id, id, id);
  assert_text (other, "0/1/notFound/0", id);
  assert_size (other, "1/1/notUpdated", 1);
  assert_size (other, "1/1/notDestroyed", 1);
  assert_size (other, "2/1/ids", 0);
  assert_text (other, "3/1/notFound/0", id);
}

static void
test_a_group_is_what_it_can_be (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autoptr (GString) many = g_string_new ("'q0'");
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 1; i < 501; i++)
    g_string_append_printf (many, ",'q%u'", i);
  answer = spico_jmap_world_ask (world, "pa",
                                 "['FavouriteGroup/set',{'accountId':'pa','create':{'a':{},'b':{'name':' '},'c':{'name':'C','memberIds':['nobody']},'d':{'name':'D','memberIds':[%s]},"
                                 "'e':{'name':'E','creatorAccountId':'pb'},'f':{'name':'F','memberIds':['pb','pb']},'g':{'name':'G','isActive':false}}},'0']",
                                 many->str);
  assert_text (answer, "0/1/notCreated/a/properties/0", "name");
  assert_text (answer, "0/1/notCreated/b/properties/0", "name");
  assert_text (answer, "0/1/notCreated/c/properties/0", "memberIds");
  assert_text (answer, "0/1/notCreated/d/properties/0", "memberIds");
  assert_text (answer, "0/1/notCreated/e/properties/0", "creatorAccountId");
  assert_text (answer, "0/1/notCreated/f/properties/0", "memberIds");
  assert_size (answer, "0/1/created/g/memberIds", 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM favourite_group_member", NULL), ==, 0);
}

static void
test_an_account_administers_two_hundred_groups (SpicoJmapWorld *world,
                                                gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) create = g_string_new ("");

      for (guint j = 0; j < 100; j++)
        g_string_append_printf (create, "%s'g%u':{'name':'G %u'}", j > 0 ? "," : "", j, j);
      yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{%s}},'0']", create->str));
    }
  answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{'x':{'name':'X'}}},'0']");
  assert_text (answer, "0/1/notCreated/x/type", "overQuota");
}

static void
test_a_group_changes_as_its_administrator_says (SpicoJmapWorld *world,
                                                gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb'", "");
  g_autofree char *pointer = g_strconcat ("0/1/updated/", id, NULL);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['FavouriteGroup/set',{'accountId':'pa','update':{'%s':{'name':'Abeilles','description':'Maison de santé','isActive':false,'memberIds':['pc','fs']}}},'0'],"
                                                         "['FavouriteGroup/get',{'accountId':'pa','ids':['%s']},'1'],"
                                                         "['FavouriteGroup/query',{'accountId':'pa','filter':{'text':'abei','isActive':false,'isAdministrator':true,'memberId':'pc','isPublic':false}},'2'],"
                                                         "['FavouriteGroup/query',{'accountId':'pa','filter':{'isUsable':true}},'3'],"
                                                         "['FavouriteGroup/query',{'accountId':'pa','filter':{'memberId':'pb'}},'4'],"
                                                         "['FavouriteGroup/query',{'accountId':'pa','filter':{'text':'quipe'}},'5']",
                                                         id, id);

  g_assert_true (spico_jmap_world_has (answer, pointer));
  assert_text (answer, "1/1/list/0/name", "Abeilles");
  assert_text (answer, "1/1/list/0/description", "Maison de santé");
  assert_number (answer, "1/1/list/0/isActive", 0);
  assert_size (answer, "1/1/list/0/memberIds", 2);
  assert_text (answer, "2/1/ids/0", id);
  /* F041: it is listed, and used nowhere. */
  assert_size (answer, "3/1/ids", 0);
  assert_size (answer, "4/1/ids", 0);
  assert_size (answer, "5/1/ids", 0);
  assert_group_set (world, "pa", id, "'name':null", "invalidProperties");
  assert_group_set (world, "pa", id, "'memberIds':['nobody']", "invalidProperties");
  assert_group_set (world, "pa", id, "'isActive':true,'memberIds':null", NULL);
  g_assert_cmpuint (count_listed (world, "pa", "pa", "FavouriteGroup", "'isUsable':true"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM favourite_group_member", NULL), ==, 0);
}

/* ---- Shared ---- */

static void
test_a_group_is_shared_with_its_members (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc'", "");
  g_autoptr (SpicoAnswer) refused = spico_jmap_world_ask (world, "pa",
                                                          "['FavouriteGroupShare/set',{'accountId':'pa','create':{'a':{'groupId':'%s','principalId':'pd'},'b':{'groupId':'%s','principalId':'pb','isAdministrator':true},"
                                                          "'c':{'groupId':'%s','principalId':'pb','isAccepted':true},'d':{'groupId':'nothing','principalId':'pb'},'e':{'groupId':'%s','principalId':'pa'}}},'0']",
                                                          id, id, id, id);
  g_autofree char *shared = NULL;
  g_autoptr (SpicoAnswer) second = NULL;
  g_autoptr (SpicoAnswer) recipient = NULL;
  g_autoptr (SpicoAnswer) stranger = NULL;

  assert_text (refused, "0/1/notCreated/a/properties/0", "principalId");
  assert_text (refused, "0/1/notCreated/b/properties/0", "isAdministrator");
  assert_text (refused, "0/1/notCreated/c/properties/0", "isAccepted");
  assert_text (refused, "0/1/notCreated/d/properties/0", "groupId");
  assert_text (refused, "0/1/notCreated/e/properties/0", "groupId");

  shared = share (world, "pa", "pa", id, "pb");
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));
  g_assert_true (spico_jmap_world_told (world, "pa", "FavouriteGroupShare"));
  g_assert_false (spico_jmap_world_told (world, "pa", "FavouriteGroup"));
  g_assert_false (spico_jmap_world_told (world, "pc", "FavouriteGroup"));

  second = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','create':{'x':{'groupId':'%s','principalId':'pb'}}},'0']", id);
  assert_text (second, "0/1/notCreated/x/type", "alreadyExists");
  assert_text (second, "0/1/notCreated/x/existingId", shared);

  recipient = spico_jmap_world_ask (world, "pb",
                                    "['FavouriteGroup/changes',{'accountId':'pb','sinceState':'0'},'0'],['FavouriteGroupShare/get',{'accountId':'pb','ids':null},'1'],"
                                    "['FavouriteGroup/query',{'accountId':'pb','filter':{'isAccepted':false}},'2'],['FavouriteGroup/query',{'accountId':'pb','filter':{'isUsable':true}},'3'],"
                                    "['FavouriteGroup/set',{'accountId':'pb','update':{'%s':{'name':'B'}},'destroy':['%s']},'4'],"
                                    "['FavouriteGroupShare/set',{'accountId':'pb','create':{'x':{'groupId':'%s','principalId':'pc'}},'update':{'%s':{'isAdministrator':true}},'destroy':['%s']},'5']",
                                    id, id, id, shared, shared);
  assert_text (recipient, "0/1/created/0", id);
  assert_size (recipient, "1/1/list", 1);
  assert_text (recipient, "1/1/list/0/id", shared);
  assert_number (recipient, "1/1/list/0/isAccepted", 0);
  g_assert_nonnull (spico_jmap_world_text (recipient, "1/1/list/0/sharedAt"));
  assert_text (recipient, "2/1/ids/0", id);
  assert_size (recipient, "3/1/ids", 0);
  {
    g_autofree char *update = g_strconcat ("4/1/notUpdated/", id, "/type", NULL);
    g_autofree char *destroy = g_strconcat ("4/1/notDestroyed/", id, "/type", NULL);
    g_autofree char *appoint = g_strconcat ("5/1/notUpdated/", shared, "/type", NULL);
    g_autofree char *withdraw = g_strconcat ("5/1/notDestroyed/", shared, "/type", NULL);

    /* F045: only administrators edit the definition, the members, the shares. */
    assert_text (recipient, update, "forbidden");
    assert_text (recipient, destroy, "forbidden");
    assert_text (recipient, "5/1/notCreated/x/properties/0", "groupId");
    assert_text (recipient, appoint, "forbidden");
    assert_text (recipient, withdraw, "forbidden");
  }

  stranger = spico_jmap_world_ask (world, "pc", "['FavouriteGroup/query',{'accountId':'pc'},'0'],['FavouriteGroupShare/get',{'accountId':'pc','ids':['%s']},'1'],"
                                                "['FavouriteGroupShare/set',{'accountId':'pc','update':{'%s':{'isAccepted':true}}},'2']",
                                   shared, shared);
  assert_size (stranger, "0/1/ids", 0);
  assert_text (stranger, "1/1/notFound/0", shared);
  assert_size (stranger, "2/1/notUpdated", 1);
}

static void
test_a_share_is_accepted_and_again (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb'", "");
  g_autofree char *shared = share (world, "pa", "pa", id, "pb");
  g_autoptr (SpicoAnswer) accepted = NULL;
  g_autoptr (SpicoAnswer) cancelled = NULL;

  assert_share_set (world, "pa", shared, "'isAccepted':true", "forbidden");
  assert_share_set (world, "pb", shared, "'isAccepted':true", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "FavouriteGroupShare"));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isUsable':true"), ==, 1);
  accepted = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/get',{'accountId':'pa','ids':['%s']},'0']", shared);
  assert_number (accepted, "0/1/list/0/isAccepted", 1);
  assert_text (accepted, "0/1/list/0/acceptedByPersonId", "pb");
  g_assert_nonnull (spico_jmap_world_text (accepted, "0/1/list/0/acceptedAt"));

  assert_share_set (world, "pb", shared, "'isAccepted':false", NULL);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isUsable':true"), ==, 0);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", ""), ==, 1);
  cancelled = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/get',{'accountId':'pa','ids':['%s']},'0']", shared);
  assert_number (cancelled, "0/1/list/0/isAccepted", 0);
  assert_text (cancelled, "0/1/list/0/acceptedAt", NULL);
  assert_text (cancelled, "0/1/list/0/acceptedByPersonId", NULL);

  assert_share_set (world, "pb", shared, "'isAccepted':true", NULL);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isUsable':true"), ==, 1);

  /* What changes nothing is told to nobody. */
  assert_share_set (world, "pb", shared, "'isAccepted':true", NULL);
  g_assert_cmpuint (world->changes->len, ==, 0);
  /* F041: a group that is deactivated is used nowhere, and comes back as it was. */
  assert_group_set (world, "pa", id, "'isActive':false", NULL);
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroup"));
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isUsable':true"), ==, 0);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isActive':false"), ==, 1);
}

static void
test_a_group_always_has_an_administrator (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc'", "");
  g_autofree char *own = g_strconcat (id, "_pa", NULL);
  g_autofree char *to_pb = share (world, "pa", "pa", id, "pb");
  g_autofree char *to_pc = share (world, "pa", "pa", id, "pc");
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) gone = NULL;

  assert_share_set (world, "pa", own, "'isAdministrator':false", "invalidProperties");
  /* F046: who is « En attente » cannot be one. */
  assert_share_set (world, "pa", to_pb, "'isAdministrator':true", "invalidProperties");
  assert_share_set (world, "pb", to_pb, "'isAccepted':true", NULL);
  assert_share_set (world, "pa", to_pb, "'isAdministrator':true", NULL);
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));

  seen = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/changes',{'accountId':'pb','sinceState':'2'},'0'],['FavouriteGroupShare/query',{'accountId':'pb','filter':{'groupId':'%s'}},'1']", id);
  g_assert_true (spico_jmap_world_lists (seen, "0/1/created", own));
  g_assert_true (spico_jmap_world_lists (seen, "0/1/created", to_pc));
  assert_size (seen, "1/1/ids", 3);
  assert_group_set (world, "pb", id, "'name':'Équipe de M. Bély'", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroup"));

  /* An administrator uses the group, and is a member of it if they were one. */
  assert_share_set (world, "pb", to_pb, "'isAccepted':false", "invalidProperties");
  assert_group_set (world, "pa", id, "'memberIds':['pc']", "invalidProperties");

  assert_share_set (world, "pa", own, "'isAdministrator':false", NULL);
  gone = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/get',{'accountId':'pa','ids':null},'0'],['FavouriteGroupShare/changes',{'accountId':'pa','sinceState':'1'},'1']");
  assert_size (gone, "0/1/list", 1);
  assert_text (gone, "0/1/list/0/id", own);
  g_assert_false (spico_jmap_world_lists (gone, "1/1/created", to_pc));
  assert_group_set (world, "pa", id, "'name':'A'", "forbidden");

  /* F047: the last one stays. */
  assert_share_set (world, "pb", to_pb, "'isAdministrator':false", "invalidProperties");
  {
    g_autoptr (SpicoAnswer) withdrawn = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/set',{'accountId':'pb','destroy':['%s','%s']},'0']", to_pb, own);

    assert_size (withdrawn, "0/1/notDestroyed", 1);
    assert_text (withdrawn, "0/1/destroyed/0", own);
  }
  g_assert_cmpuint (count_listed (world, "pa", "pa", "FavouriteGroup", ""), ==, 0);
}

static void
test_a_group_has_twenty_administrators (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autoptr (GString) members = g_string_new ("'pb'");
  g_autofree char *id = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);

      spico_jmap_world_add_principal (world, principal, "person", "Q", TRUE);
      g_string_append_printf (members, ",'%s'", principal);
    }
  id = make_group (world, "pa", "pa", members->str, "");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);
      g_autofree char *shared = share (world, "pa", "pa", id, principal);

      assert_share_set (world, principal, shared, "'isAccepted':true", NULL);
      assert_share_set (world, "pa", shared, "'isAdministrator':true", i < 19 ? NULL : "overQuota");
    }
}

static void
test_what_is_withdrawn_is_gone (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc'", "");
  g_autofree char *to_pb = share (world, "pa", "pa", id, "pb");
  g_autofree char *to_pc = share (world, "pa", "pa", id, "pc");
  g_autoptr (SpicoAnswer) changes = NULL;

  assert_share_set (world, "pb", to_pb, "'isAccepted':true", NULL);
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','destroy':['%s']},'0']", to_pb));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));
  changes = spico_jmap_world_ask (world, "pb", "['FavouriteGroup/changes',{'accountId':'pb','sinceState':'1'},'0'],['FavouriteGroupShare/changes',{'accountId':'pb','sinceState':'1'},'1'],"
                                               "['FavouriteGroup/get',{'accountId':'pb','ids':['%s']},'2'],['FavouriteGroupShare/set',{'accountId':'pb','update':{'%s':{'isAccepted':true}}},'3']",
                                  id, to_pb);
  assert_text (changes, "0/1/destroyed/0", id);
  assert_text (changes, "1/1/destroyed/0", to_pb);
  assert_text (changes, "2/1/notFound/0", id);
  assert_size (changes, "3/1/notUpdated", 1);

  /* Who is no longer a member loses it too. */
  assert_group_set (world, "pa", id, "'memberIds':['pb']", NULL);
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroup"));
  g_assert_cmpuint (count_listed (world, "pc", "pc", "FavouriteGroup", ""), ==, 0);
  g_assert_cmpuint (count_listed (world, "pa", "pa", "FavouriteGroupShare", ""), ==, 1);

  /* It can be shared again, and with the group itself everything goes. */
  g_free (share (world, "pa", "pa", id, "pb"));
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','destroy':['%s']},'0']", id));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pb", "FavouriteGroupShare"));
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroupShare", ""), ==, 0);
  g_assert_cmpint (count (world, "SELECT (SELECT COUNT(*) FROM favourite_group) + (SELECT COUNT(*) FROM favourite_group_share) + (SELECT COUNT(*) FROM favourite_group_member)", NULL), ==, 0);
}

static void
test_a_delegate_answers_for_a_structure (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'fs'", "");
  g_autofree char *shared = share (world, "pa", "pa", id, "fs");
  g_autofree char *refused = NULL;
  g_autofree char *done = NULL;
  g_autoptr (SpicoAnswer) attached = NULL;
  g_autoptr (SpicoAnswer) dossiers = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;

  spico_jmap_world_delegate (world, "fs", "pb", "dossiers");
  attached = spico_jmap_world_ask (world, "pc", "['FavouriteGroupShare/set',{'accountId':'fs','update':{'%s':{'isAccepted':true}}},'0']", shared);
  dossiers = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/set',{'accountId':'fs','update':{'%s':{'isAccepted':true}}},'0']", shared);
  assert_text (attached, "0/1/type", "accountNotFound");
  assert_text (dossiers, "0/1/type", "accountNotSupportedByMethod");
  refused = set_share (world, "pd", "pd", shared, "'isAccepted':true");
  g_assert_cmpstr (refused, ==, "notFound");

  done = set_share (world, "pd", "fs", shared, "'isAccepted':true");
  g_assert_cmpstr (done, ==, NULL);
  seen = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/get',{'accountId':'pa','ids':['%s']},'0']", shared);
  assert_text (seen, "0/1/list/0/principalId", "fs");
  assert_text (seen, "0/1/list/0/acceptedByPersonId", "pd");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'groupShare.update' AND person_id = 'pd' AND account_id = 'fs' AND object_id = $1 AND rule = 'delegation/shared'",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (shared))),
                   ==, 1);
  g_assert_cmpuint (count_listed (world, "pd", "fs", "FavouriteGroup", "'isUsable':true"), ==, 1);
  g_assert_cmpuint (count_listed (world, "pd", "pd", "FavouriteGroup", ""), ==, 0);
}

/* Two administrators, each in their own account: the one who has not seen what the other changed is told so. */
static void
test_what_another_administrator_changed_is_not_written_over (SpicoJmapWorld *world,
                                                             gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb'", "");
  g_autofree char *shared = share (world, "pa", "pa", id, "pb");
  g_autofree char *state = NULL;
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) late = NULL;

  assert_share_set (world, "pb", shared, "'isAccepted':true", NULL);
  assert_share_set (world, "pa", shared, "'isAdministrator':true", NULL);
  before = spico_jmap_world_ask (world, "pb", "['FavouriteGroup/get',{'accountId':'pb','ids':[]},'0']");
  assert_group_set (world, "pa", id, "'memberIds':['pb','pc']", NULL);
  late = spico_jmap_world_ask (world, "pb", "['FavouriteGroup/set',{'accountId':'pb','ifInState':'%s','update':{'%s':{'memberIds':['pb','pn']}}},'0']", spico_jmap_world_text (before, "0/1/state"), id);
  assert_text (late, "0/1/type", "stateMismatch");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM favourite_group_member WHERE principal_id = 'pc'", NULL), ==, 1);
}

/* ---- Public ---- */

static void
test_a_public_group_is_everyones_once_accepted (SpicoJmapWorld *world,
                                                gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb'", ",'isPublic':true");
  g_autofree char *private_id = make_group (world, "pa", "pa", "'pb'", "");
  g_autofree char *joined = NULL;
  g_autoptr (SpicoAnswer) found = NULL;
  g_autoptr (SpicoAnswer) refused = NULL;
  g_autoptr (SpicoAnswer) lost = NULL;

  g_assert_cmpint (count (world, "SELECT modseq FROM state WHERE account_id = 'region' AND type = 'PublicGroup'", NULL), ==, 1);
  found = spico_jmap_world_ask (world, "pc",
                                "['PublicGroup/query',{'accountId':'region','filter':{'text':'equip pco','isActive':true,'memberId':'pb','creatorAccountId':'pa'}},'0'],"
                                "['PublicGroup/get',{'accountId':'region','#ids':{'resultOf':'0','name':'PublicGroup/query','path':'/ids'}},'1'],"
                                "['PublicGroup/changes',{'accountId':'region','sinceState':'0'},'2'],['PublicGroup/set',{'accountId':'region','destroy':['%s']},'3'],"
                                "['FavouriteGroup/query',{'accountId':'pc'},'4'],['PublicGroup/get',{'accountId':'region','ids':['%s']},'5']",
                                id, private_id);
  assert_size (found, "0/1/ids", 1);
  assert_text (found, "1/1/list/0/id", id);
  assert_text (found, "1/1/list/0/memberIds/0", "pb");
  assert_text (found, "1/1/list/0/creatorPersonId", "pa");
  assert_size (found, "2/1/created", 1);
  assert_text (found, "3/1/type", "accountReadOnly");
  assert_size (found, "4/1/ids", 0);
  assert_text (found, "5/1/notFound/0", private_id);

  refused = spico_jmap_world_ask (world, "pc",
                                  "['FavouriteGroupShare/set',{'accountId':'pc','create':{'a':{'groupId':'%s','principalId':'pc'},'b':{'groupId':'%s','principalId':'pb'},'c':{'groupId':'%s','principalId':'pc','isAccepted':false},"
                                  "'d':{'groupId':'%s','principalId':'pc','isAdministrator':true}}},'0']",
                                  private_id, id, id, id);
  assert_text (refused, "0/1/notCreated/a/properties/0", "groupId");
  assert_text (refused, "0/1/notCreated/b/properties/0", "groupId");
  assert_text (refused, "0/1/notCreated/c/properties/0", "isAccepted");
  assert_text (refused, "0/1/notCreated/d/properties/0", "isAdministrator");

  /* F051: accepted before use, by whoever is not a member too. */
  joined = share (world, "pc", "pc", id, "pc");
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroupShare"));
  g_assert_false (spico_jmap_world_told (world, "pa", "FavouriteGroupShare"));
  g_assert_cmpuint (count_listed (world, "pc", "pc", "FavouriteGroup", "'isUsable':true,'isPublic':true"), ==, 1);
  g_assert_cmpuint (count_listed (world, "pa", "pa", "FavouriteGroupShare", ""), ==, 2);
  assert_share_set (world, "pa", joined, "'isAdministrator':true", "notFound");
  assert_share_set (world, "pc", joined, "'isAdministrator':true", "forbidden");
  assert_share_set (world, "pc", joined, "'isAccepted':false", NULL);
  g_assert_cmpuint (count_listed (world, "pc", "pc", "FavouriteGroup", "'isUsable':true"), ==, 0);
  assert_share_set (world, "pc", joined, "'isAccepted':true", NULL);
  g_assert_cmpuint (count_listed (world, "pc", "pc", "FavouriteGroup", "'isUsable':true"), ==, 1);

  /* What changes reaches them; and it is lost to them when it is public no more. */
  assert_group_set (world, "pa", id, "'name':'CPTS du Tarn'", NULL);
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "region", "PublicGroup"));
  assert_group_set (world, "pa", id, "'isPublic':false", NULL);
  g_assert_true (spico_jmap_world_told (world, "pc", "FavouriteGroup"));
  g_assert_true (spico_jmap_world_told (world, "region", "PublicGroup"));
  lost = spico_jmap_world_ask (world, "pc", "['FavouriteGroup/query',{'accountId':'pc'},'0'],['FavouriteGroupShare/query',{'accountId':'pc'},'1'],['PublicGroup/query',{'accountId':'region'},'2'],"
                                            "['PublicGroup/changes',{'accountId':'region','sinceState':'1'},'3']");
  assert_size (lost, "0/1/ids", 0);
  assert_size (lost, "1/1/ids", 0);
  assert_size (lost, "2/1/ids", 0);
  assert_text (lost, "3/1/destroyed/0", id);
}

/* Somebody who uses a public group, and with whom it is then shared, has it once, and goes on using it when it is private again. */
static void
test_a_share_takes_the_place_of_what_one_had (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb'", ",'isPublic':true");
  g_autofree char *joined = share (world, "pb", "pb", id, "pb");
  g_autofree char *shared = share (world, "pa", "pa", id, "pb");
  g_autoptr (SpicoAnswer) answer = NULL;

  answer = spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/get',{'accountId':'pb','ids':null},'0'],['FavouriteGroupShare/changes',{'accountId':'pb','sinceState':'1'},'1']");
  assert_size (answer, "0/1/list", 1);
  assert_text (answer, "0/1/list/0/id", shared);
  assert_number (answer, "0/1/list/0/isAccepted", 1);
  assert_text (answer, "0/1/list/0/acceptedByPersonId", "pb");
  assert_text (answer, "1/1/destroyed/0", joined);
  assert_group_set (world, "pa", id, "'isPublic':false", NULL);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", "'isUsable':true"), ==, 1);
}

static void
test_a_card_names_public_groups (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *private_id = make_group (world, "pa", "pa", "'pb','fs'", "");
  g_autofree char *inactive = make_group (world, "pa", "pa", "'pb'", ",'isPublic':true,'isActive':false");
  g_autofree char *public_id = make_group (world, "pa", "pa", "'pb','pa'", ",'isPublic':true");
  g_autofree char *of_fs = make_group (world, "pd", "fs", "'pb'", ",'isPublic':true");
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_group_set (world, "pa", public_id, "'name':'Zone Nord'", NULL);
  answer = spico_jmap_world_ask (world, "pc", "['PrincipalCard/get',{'accountId':'region','ids':['pa','pb','fs','pc']},'0']");
  assert_size (answer, "0/1/list/0/publicGroups", 1);
  assert_text (answer, "0/1/list/0/publicGroups/0/groupId", public_id);
  assert_size (answer, "0/1/list/1/publicGroups", 2);
  assert_text (answer, "0/1/list/1/publicGroups/0/groupId", of_fs);
  assert_text (answer, "0/1/list/1/publicGroups/1/name", "Zone Nord");
  assert_size (answer, "0/1/list/2/publicGroups", 1);
  assert_size (answer, "0/1/list/3/publicGroups", 0);
}

/* ---- The operator ---- */

static void
appoint (SpicoJmapWorld *world,
         const char     *group,
         const char     *principal,
         const char     *requester,
         int             refusal)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  done = spico_operator_appoint (world->connection, group, principal, requester, world->now_us, &error);
  if (done)
    g_assert_true (spico_sql_connection_commit (world->connection, &error));
  else
    spico_sql_connection_rollback (world->connection);
  if (refusal >= 0)
    g_assert_error (error, SPICO_SERVER_ERROR, refusal);
  else
    g_assert_no_error (error);
}

static void
test_a_group_outlives_its_administrator (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc','pn'", ",'isPublic':true");
  g_autofree char *to_pb = share (world, "pa", "pa", id, "pb");
  g_autofree char *joined = share (world, "pc", "pc", id, "pc");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  const SpicoOperatorGroup *group;

  spico_jmap_world_sql (world, "UPDATE principal SET is_listed = 0, has_account = 0 WHERE id = 'pa'", NULL);
  g_assert_cmpuint (count_listed (world, "pb", "pb", "FavouriteGroup", ""), ==, 1);

  appoint (world, "nothing", "pb", "pa", SPICO_SERVER_ERROR_NOT_FOUND);
  appoint (world, id, "pb", "pd", SPICO_SERVER_ERROR_INVALID);
  appoint (world, id, "pn", "pa", SPICO_SERVER_ERROR_NOT_FOUND);
  appoint (world, id, "pa", "pb", SPICO_SERVER_ERROR_EXISTS);
  /* As the one who leaves asks: somebody with whom it was shared. As a member asks: somebody who had it of their own accord, and somebody who had it not. */
  appoint (world, id, "pb", "pa", -1);
  appoint (world, id, "pc", "pb", -1);
  appoint (world, id, "fs", "pb", -1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'group.appoint' AND object_id = $1 AND person_id = 'operator'", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id))), ==, 3);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'group.request' AND account_id = 'pb'", NULL), ==, 2);

  answer = spico_jmap_world_ask (world, "pd", "['FavouriteGroup/changes',{'accountId':'fs','sinceState':'0'},'0'],['FavouriteGroupShare/changes',{'accountId':'fs','sinceState':'0'},'1'],"
                                              "['FavouriteGroupShare/query',{'accountId':'fs'},'2']");
  assert_text (answer, "0/1/created/0", id);
  assert_size (answer, "1/1/created", 4);
  assert_size (answer, "2/1/ids", 4);
  assert_group_set (world, "pb", id, "'name':'CPTS du Tarn'", NULL);
  assert_group_set (world, "pc", id, "'isPublic':false", NULL);
  g_assert_cmpuint (count_listed (world, "pc", "pc", "FavouriteGroup", "'isUsable':true"), ==, 1);

  found = spico_operator_find_groups (world->connection, "cpts du", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  group = g_ptr_array_index (found, 0);
  g_assert_cmpstr (group->id, ==, id);
  g_assert_cmpstr (group->creator, ==, "Mme Anne Ablon");
  g_assert_cmpstr (group->administrators, ==, "EHPAD Les Saules (fs), Mme Anne Ablon (pa), M. Bruno Bély (pb), Mme Chloé Caumont (pc)");
}

/* The id of what is asked, or %NULL where it is refused in that way. */
static char *
request (SpicoJmapWorld *world,
         const char     *person,
         const char     *account,
         const char     *group,
         const char     *successor,
         const char     *refusal)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['GroupRequest/set',{'accountId':'%s','create':{'r':{'groupId':'%s','successorId':'%s'}}},'0']", account, group, successor);

  assert_text (answer, "0/1/notCreated/r/type", refusal);
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/r/id"));
}

static void
assert_request (SpicoJmapWorld *world,
                const char     *account,
                const char     *id,
                const char     *status)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, account, "['GroupRequest/get',{'accountId':'%s','ids':['%s']},'0']", account, id);

  assert_text (answer, "0/1/list/0/status", status);
}

static void
answer_request (SpicoJmapWorld *world,
                const char     *id,
                gboolean        is_granted,
                int             refusal)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  if (spico_operator_answer_group_request (world->connection, id, is_granted, world->now_us, &error))
    g_assert_true (spico_sql_connection_commit (world->connection, &error));
  else
    spico_sql_connection_rollback (world->connection);
  if (refusal >= 0)
    g_assert_error (error, SPICO_SERVER_ERROR, refusal);
  else
    g_assert_no_error (error);
}

static void
test_whoever_leaves_names_a_successor (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc','pn'", "");
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;
  const SpicoOperatorGroupRequest *found;

  /* Who is not in the group, has no account, or administers it. */
  g_assert_null (request (world, "pa", "pa", id, "pd", "invalidProperties"));
  g_assert_null (request (world, "pa", "pa", id, "pn", "invalidProperties"));
  g_assert_null (request (world, "pa", "pa", id, "pa", "invalidProperties"));
  g_assert_null (request (world, "pb", "pb", id, "pb", "invalidProperties"));
  first = request (world, "pa", "pa", id, "pb", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "GroupRequest"));
  g_assert_null (request (world, "pa", "pa", id, "pc", "alreadyExists"));
  assert_request (world, "pa", first, "pending");

  waiting = spico_operator_list_group_requests (world->connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->len, ==, 1);
  found = g_ptr_array_index (waiting, 0);
  g_assert_cmpstr (found->id, ==, first);
  g_assert_cmpstr (found->group_id, ==, id);
  g_assert_cmpstr (found->requester, ==, "Mme Anne Ablon (pa)");
  g_assert_cmpstr (found->successor, ==, "M. Bruno Bély (pb)");

  answer_request (world, "nothing", TRUE, SPICO_SERVER_ERROR_NOT_FOUND);
  answer_request (world, first, FALSE, -1);
  assert_request (world, "pa", first, "refused");
  answer_request (world, first, TRUE, SPICO_SERVER_ERROR_NOT_FOUND);
  again = request (world, "pa", "pa", id, "pb", NULL);
  answer_request (world, again, TRUE, -1);
  assert_request (world, "pa", again, "done");
  assert_group_set (world, "pb", id, "'name':'CPTS du Tarn'", NULL);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action IN ('group.refuse', 'group.appoint', 'group.request') AND person_id = 'operator'", NULL), ==, 3);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM group_request", NULL), ==, 1);
}

static void
test_a_member_asks_to_administer (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autofree char *hidden = make_group (world, "pa", "pa", "'pb'", "");
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc','fs'", ",'isPublic':true");
  g_autofree char *to_pb = share (world, "pa", "pa", id, "pb");
  g_autofree char *of_pb = NULL;
  g_autofree char *of_pc = NULL;
  g_autofree char *of_fs = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  g_assert_null (request (world, "pb", "pb", hidden, "pb", "invalidProperties"));
  g_assert_null (request (world, "pb", "pb", id, "pc", "invalidProperties"));
  g_assert_null (request (world, "pn", "pn", id, "pn", "invalidProperties"));
  of_pb = request (world, "pb", "pb", id, "pb", NULL);
  of_pc = request (world, "pc", "pc", id, "pc", NULL);
  of_fs = request (world, "pd", "fs", id, "fs", NULL);
  answer = spico_jmap_world_ask (world, "pb", "['GroupRequest/query',{'accountId':'pb','filter':{'groupId':'%s'}},'0'],['GroupRequest/get',{'accountId':'pb','ids':['%s']},'1']", id, of_pc);
  assert_size (answer, "0/1/ids", 1);
  assert_text (answer, "1/1/notFound/0", of_pc);

  /* Whoever gives the role: what was asked is done. */
  spico_jmap_world_sql (world, "UPDATE favourite_group_share SET is_accepted = 1 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (to_pb)));
  g_clear_pointer (&answer, yyjson_doc_free);
  answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','update':{'%s':{'isAdministrator':true}}},'0']", to_pb);
  g_assert_true (spico_jmap_world_told (world, "pb", "GroupRequest"));
  assert_request (world, "pb", of_pb, "done");

  g_clear_pointer (&answer, yyjson_doc_free);
  answer = spico_jmap_world_ask (world, "pc", "['GroupRequest/set',{'accountId':'pc','destroy':['%s']},'0']", of_pc);
  assert_text (answer, "0/1/destroyed/0", of_pc);
  answer_request (world, of_pc, TRUE, SPICO_SERVER_ERROR_NOT_FOUND);

  g_clear_pointer (&answer, yyjson_doc_free);
  answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','destroy':['%s']},'0']", id);
  assert_text (answer, "0/1/destroyed/0", id);
  g_assert_true (spico_jmap_world_told (world, "fs", "GroupRequest"));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM group_request", NULL), ==, 0);
}

/* ---- Mails ---- */

static void
add_mail (SpicoJmapWorld *world,
          const char     *person_id)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ($1, 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', '', '', '', '', '', '', '', '', '', '', '', $1 || '@b.example', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)));
}

static void
test_who_is_given_a_group_is_told_by_mail (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autofree char *id = make_group (world, "pa", "pa", "'pb','pc','fs'", "");
  g_autofree char *other = make_group (world, "pa", "pa", "'pb'", "");
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (SpicoAnswer) own = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *to_pb = NULL;

  add_mail (world, "pb");
  add_mail (world, "pd");
  spico_jmap_world_delegate (world, "fs", "pc", "all");
  add_mail (world, "pc");
  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE delegate_id = 'pc'", NULL);

  to_pb = share (world, "pa", "pa", id, "pb");
  g_assert_true (spico_jmap_world_told (world, "pa", "Notification"));
  g_assert_false (spico_jmap_world_told (world, "pb", "Notification"));
  g_free (share (world, "pa", "pa", id, "fs"));
  g_free (share (world, "pa", "pa", other, "pb"));
  /* Withdrawn and shared again the same day: told once. */
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','destroy':['%s']},'0']", to_pb));
  g_free (share (world, "pa", "pa", id, "pb"));

  own = spico_jmap_world_ask (world, "pa", "['Notification/get',{'accountId':'pa','ids':null},'0']");
  assert_size (own, "0/1/list", 3);
  assert_text (own, "0/1/list/0/kind", "group");

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  claimed = spico_notification_claim (world->connection, world->now_us + G_USEC_PER_SEC, 0, 8, &error);
  g_assert_no_error (error);
  spico_sql_connection_rollback (world->connection);
  g_assert_cmpuint (claimed->len, ==, 2);
  for (guint i = 0; i < claimed->len; i++)
    {
      const SpicoNotification *notification = g_ptr_array_index (claimed, i);
      gboolean is_delegate = g_str_equal (notification->to, "pd@b.example");

      g_assert_cmpuint (notification->ids->len, ==, is_delegate ? 1 : 2);
      g_assert_cmpstr (g_ptr_array_index (notification->events, 0), ==, is_delegate ? "Mme Anne Ablon partage un groupe de favoris avec EHPAD Les Saules" : "Mme Anne Ablon partage un groupe de favoris avec vous");
    }
}

#define ADD(name, function) g_test_add ("/groups/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F033-a-group-is-its-creators", test_a_group_is_its_creators);
  ADD ("F040-a-group-is-what-it-can-be", test_a_group_is_what_it_can_be);
  ADD ("F033-an-account-administers-two-hundred-groups", test_an_account_administers_two_hundred_groups);
  ADD ("F041-a-group-changes-as-its-administrator-says", test_a_group_changes_as_its_administrator_says);
  ADD ("F044-a-group-is-shared-with-its-members", test_a_group_is_shared_with_its_members);
  ADD ("F050-a-share-is-accepted-and-again", test_a_share_is_accepted_and_again);
  ADD ("F047-a-group-always-has-an-administrator", test_a_group_always_has_an_administrator);
  ADD ("F046-a-group-has-twenty-administrators", test_a_group_has_twenty_administrators);
  ADD ("F044-what-is-withdrawn-is-gone", test_what_is_withdrawn_is_gone);
  ADD ("F044-a-delegate-answers-for-a-structure", test_a_delegate_answers_for_a_structure);
  ADD ("F046-what-another-administrator-changed-is-not-written-over", test_what_another_administrator_changed_is_not_written_over);
  ADD ("F051-a-public-group-is-everyones-once-accepted", test_a_public_group_is_everyones_once_accepted);
  ADD ("F051-a-share-takes-the-place-of-what-one-had", test_a_share_takes_the_place_of_what_one_had);
  ADD ("F018-a-card-names-public-groups", test_a_card_names_public_groups);
  ADD ("F058-a-group-outlives-its-administrator", test_a_group_outlives_its_administrator);
  ADD ("F058-whoever-leaves-names-a-successor", test_whoever_leaves_names_a_successor);
  ADD ("F058-a-member-asks-to-administer", test_a_member_asks_to_administer);
  ADD ("F044-who-is-given-a-group-is-told-by-mail", test_who_is_given_a_group_is_told_by_mail);

  return g_test_run ();
}
