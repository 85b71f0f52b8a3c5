/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F072, F064, B004: the title is changed, and members are removed, by messages that say so; what an account is done with comes back with one. */
#include "spico-jmap-world.h"
#include "spico-sql-query.h"

static gint64
count (SpicoJmapWorld *world,
       const char     *sql,
       const char     *id)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (spico_sql_query_int64 (world->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), 0, &n, &error));
  g_assert_no_error (error);
  return n;
}

static void
assert_members (SpicoJmapWorld *world,
                const char     *id,
                gint64          n)
{
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM participant WHERE conversation_id = $1", id), ==, n);
  g_assert_cmpint (count (world, "SELECT holder_count FROM conversation WHERE id = $1", id), ==, n);
}

static void
assert_subject (SpicoJmapWorld *world,
                const char     *id,
                const char     *subject)
{
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s'],'properties':['subject']},'0']", id);

  assert_text (seen, "0/1/list/0/subject", subject);
}

static void
test_the_title_is_changed_and_leaves_a_trace (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) before = spico_jmap_world_ask (world, "pa", "['Conversation/get',{'accountId':'pa','ids':[]},'0']");
  g_autoptr (SpicoAnswer) done = spico_jmap_world_post (world, "pa", "pa", id, "'newSubject':'Pansement du mercredi'");
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) found = NULL;

  spico_jmap_world_assert_posted (done);
  g_assert_true (spico_jmap_world_told (world, "pb", "Conversation") && spico_jmap_world_told (world, "pb", "Message"));
  assert_subject (world, id, "Pansement du mercredi");
  seen = spico_jmap_world_ask (world, "pb", "['Message/query',{'accountId':'pb','filter':{'conversationId':'%s'}},'0'],['Message/get',{'accountId':'pb','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']", id);
  assert_text (seen, "1/1/list/0/newSubject", "Pansement du mercredi");
  assert_text (seen, "1/1/list/0/text", "");
  assert_text (seen, "1/1/list/0/fromPersonId", "pa");
  found = spico_jmap_world_ask (world, "pb", "['Conversation/query',{'accountId':'pb','filter':{'text':'pansement'}},'0']");
  assert_text (found, "0/1/ids/0", id);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.retitle' AND object_id = $1 AND rule = 'self/initiator'", id), ==, 1);
}

static void
test_only_the_initiating_account_changes_the_title (SpicoJmapWorld *world,
                                                    gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pb'");
  g_autoptr (SpicoAnswer) member = spico_jmap_world_post (world, "pb", "pb", id, "'newSubject':'Autre'");
  g_autoptr (SpicoAnswer) stranger = spico_jmap_world_post (world, "pc", "pc", id, "'newSubject':'Autre'");
  g_autoptr (SpicoAnswer) delegate = spico_jmap_world_post (world, "pd", "fs", id, "'newSubject':'Suivi'");

  spico_jmap_world_assert_refused (member, "newSubject");
  spico_jmap_world_assert_refused (stranger, "conversationId");
  spico_jmap_world_assert_posted (delegate);
  assert_subject (world, id, "Suivi");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE conversation_id = $1", id), ==, 1);
}

static void
test_one_change_at_a_time (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) words = spico_jmap_world_post (world, "pa", "pa", id, "'text':'Bonjour','newSubject':'Autre'");
  g_autoptr (SpicoAnswer) blank = spico_jmap_world_post (world, "pa", "pa", id, "'newSubject':'  '");
  g_autoptr (SpicoAnswer) two = spico_jmap_world_post (world, "pa", "pa", id, "'newSubject':'Autre','addedIds':['pc']");
  g_autoptr (SpicoAnswer) both = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pb'],'addedIds':['pc']");
  g_autoptr (SpicoAnswer) groups = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pb'],'groupIds':['g']");

  spico_jmap_world_assert_refused (words, "text");
  spico_jmap_world_assert_refused (blank, "newSubject");
  spico_jmap_world_assert_refused (two, "newSubject");
  spico_jmap_world_assert_refused (both, "removedIds");
  spico_jmap_world_assert_refused (groups, "groupIds");
  assert_members (world, id, 2);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE conversation_id = $1", id), ==, 0);
}

static void
test_who_is_removed_sees_nothing_any_more (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autofree char *message = spico_jmap_world_say (world, "pb", "pb", id, "Bonjour");
  g_autoptr (SpicoAnswer) before = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':[]},'0']");
  g_autofree char *state = g_strdup (spico_jmap_world_text (before, "0/1/state"));
  g_autoptr (SpicoAnswer) done = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pb']");
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) written = NULL;
  g_autoptr (SpicoAnswer) kept = NULL;

  spico_jmap_world_assert_posted (done);
  assert_members (world, id, 2);
  g_assert_true (spico_jmap_world_told (world, "pb", "Conversation") && !spico_jmap_world_told (world, "pb", "Message"));
  seen = spico_jmap_world_ask (world, "pb", "['Conversation/changes',{'accountId':'pb','sinceState':'%s'},'0'],['Conversation/get',{'accountId':'pb','ids':['%s']},'1'],['Message/get',{'accountId':'pb','ids':['%s']},'2']", state, id, message);
  assert_text (seen, "0/1/destroyed/0", id);
  assert_text (seen, "1/1/notFound/0", id);
  assert_text (seen, "2/1/notFound/0", message);
  written = spico_jmap_world_post (world, "pb", "pb", id, "'text':'Encore là'");
  spico_jmap_world_assert_refused (written, "conversationId");
  kept = spico_jmap_world_ask (world, "pc", "['Message/query',{'accountId':'pc','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],['Message/get',{'accountId':'pc','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']", id);
  assert_text (kept, "1/1/list/0/text", "Bonjour");
  assert_text (kept, "1/1/list/1/removedIds/0", "pb");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.remove' AND object_id = $1 AND rule = 'self/initiator'", id), ==, 1);
}

static void
test_only_the_initiating_account_removes_others (SpicoJmapWorld *world,
                                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autoptr (SpicoAnswer) member = spico_jmap_world_post (world, "pb", "pb", id, "'removedIds':['pc']");
  g_autoptr (SpicoAnswer) with_oneself = spico_jmap_world_post (world, "pb", "pb", id, "'removedIds':['pb','pc']");
  g_autoptr (SpicoAnswer) initiator = spico_jmap_world_post (world, "pb", "pb", id, "'removedIds':['pa']");
  g_autoptr (SpicoAnswer) all = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pa','pb']");

  spico_jmap_world_assert_refused (member, "removedIds");
  spico_jmap_world_assert_refused (with_oneself, "removedIds");
  spico_jmap_world_assert_refused (initiator, "removedIds");
  spico_jmap_world_assert_refused (all, "removedIds");
  assert_members (world, id, 3);
}

static void
test_anybody_leaves (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autoptr (SpicoAnswer) person = spico_jmap_world_post (world, "pb", "pb", id, "'removedIds':['pb']");
  g_autoptr (SpicoAnswer) structure = spico_jmap_world_post (world, "pd", "fs", id, "'removedIds':['fs']");
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s']},'0'],['ReadMarker/query',{'accountId':'pb','filter':{'conversationId':'%s'}},'1']", id, id);

  spico_jmap_world_assert_posted (person);
  spico_jmap_world_assert_posted (structure);
  assert_members (world, id, 1);
  assert_text (seen, "0/1/notFound/0", id);
  g_assert_cmpuint (spico_jmap_world_size (seen, "1/1/ids"), ==, 0);
}

/* Two who remove the same one off line are both right; and sending twice removes once. */
static void
test_who_is_gone_is_gone (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  static const char *const create = "'clientId':'0190b7a0-0000-7000-8000-00000000f064','removedIds':['pb']";
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pb','pc'");
  g_autoptr (SpicoAnswer) first = spico_jmap_world_post (world, "pd", "fs", id, create);
  g_autoptr (SpicoAnswer) again = spico_jmap_world_post (world, "pd", "fs", id, create);
  g_autoptr (SpicoAnswer) other = spico_jmap_world_post (world, "pd", "fs", id, "'removedIds':['pb']");

  spico_jmap_world_assert_posted (first);
  assert_text (again, "0/1/created/x/id", spico_jmap_world_text (first, "0/1/created/x/id"));
  spico_jmap_world_assert_posted (other);
  assert_members (world, id, 2);
}

/* They see the whole conversation again, as whoever is added does. */
static void
test_who_was_removed_may_be_added_again (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");
  g_autoptr (SpicoAnswer) removed = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pb']");
  g_autoptr (SpicoAnswer) away = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':[]},'0'],['Message/get',{'accountId':'pb','ids':[]},'1']");
  g_autofree char *conversations = g_strdup (spico_jmap_world_text (away, "0/1/state"));
  g_autofree char *messages = g_strdup (spico_jmap_world_text (away, "1/1/state"));
  g_autoptr (SpicoAnswer) added = spico_jmap_world_post (world, "pc", "pc", id, "'addedIds':['pb']");
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb", "['Conversation/changes',{'accountId':'pb','sinceState':'%s'},'0'],['Message/changes',{'accountId':'pb','sinceState':'%s'},'1'],['Message/get',{'accountId':'pb','ids':['%s']},'2']",
                                                       conversations, messages, message);

  spico_jmap_world_assert_posted (removed);
  spico_jmap_world_assert_posted (added);
  assert_text (seen, "0/1/created/0", id);
  g_assert_cmpuint (spico_jmap_world_size (seen, "1/1/created"), >=, 1);
  assert_text (seen, "2/1/list/0/text", "Bonjour");
  assert_members (world, id, 3);
}

static SpicoAnswer *
put_away (SpicoJmapWorld *world,
          const char     *id,
          int             seq)
{
  return spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','update':{'%s':{'handledSeq':%d,'archivedSeq':%d}}},'0']", id, seq, seq);
}

static void
assert_put_away (SpicoJmapWorld *world,
                 const char     *account_id,
                 gsize           n)
{
  g_autoptr (SpicoAnswer) found = spico_jmap_world_ask (world, account_id, "['Conversation/query',{'accountId':'%s','filter':{'isHandled':true}},'0'],['Conversation/query',{'accountId':'%s','filter':{'isArchived':true}},'1'],"
                                                        "['Conversation/query',{'accountId':'%s','filter':{'isArchived':false}},'2']", account_id, account_id, account_id);

  g_assert_cmpuint (spico_jmap_world_size (found, "0/1/ids"), ==, n);
  g_assert_cmpuint (spico_jmap_world_size (found, "1/1/ids"), ==, n);
  g_assert_cmpuint (spico_jmap_world_size (found, "2/1/ids"), ==, 1 - n);
}

/* « Traité » and archived belong to the account, and end with the next message: nobody misses an answer. */
static void
test_what_is_put_away_comes_back_with_a_message (SpicoJmapWorld *world,
                                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pb", "pb", id, "Bonjour");
  g_autoptr (SpicoAnswer) unwritten = put_away (world, id, 2);
  g_autoptr (SpicoAnswer) done = put_away (world, id, 1);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);
  g_autofree char *answer = NULL;

  assert_text (unwritten, refused, "invalidProperties");
  g_assert_true (spico_jmap_world_told (world, "pa", "Conversation") && !spico_jmap_world_told (world, "pb", "Conversation"));
  assert_put_away (world, "pa", 1);
  assert_put_away (world, "pb", 0);
  answer = spico_jmap_world_say (world, "pb", "pb", id, "Encore une chose");
  assert_put_away (world, "pa", 0);
}

#define ADD(name, function) g_test_add ("/server/conversation-changes/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F072-title", test_the_title_is_changed_and_leaves_a_trace);
  ADD ("F072-title-of-the-initiating-account", test_only_the_initiating_account_changes_the_title);
  ADD ("one-at-a-time", test_one_change_at_a_time);
  ADD ("removed", test_who_is_removed_sees_nothing_any_more);
  ADD ("removed-by-the-initiating-account", test_only_the_initiating_account_removes_others);
  ADD ("leaves", test_anybody_leaves);
  ADD ("gone-is-gone", test_who_is_gone_is_gone);
  ADD ("added-again", test_who_was_removed_may_be_added_again);
  ADD ("B004-put-away", test_what_is_put_away_comes_back_with_a_message);

  return g_test_run ();
}
