/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F053: members are added to a conversation that there is, by a message that says so. */
#include <string.h>

#include "spico-conversation-members.h"
#include "spico-jmap-world.h"
#include "spico-sql-query.h"

static gint64
count_members (SpicoJmapWorld *world,
               const char     *conversation_id)
{
  g_autoptr (GError) error = NULL;
  gint64 n_rows;
  gint64 n_noted;

  g_assert_true (spico_sql_query_int64 (world->connection, "SELECT COUNT(*) FROM participant WHERE conversation_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), 0, &n_rows, &error));
  g_assert_true (spico_sql_query_int64 (world->connection, "SELECT holder_count FROM conversation WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), 0, &n_noted, &error));
  g_assert_cmpint (n_rows, ==, n_noted);

  return n_rows;
}

static void
test_who_is_added_sees_everything (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");
  g_autoptr (SpicoAnswer) before = spico_jmap_world_ask (world, "pa", "['Conversation/get',{'accountId':'pa','ids':[]},'0'],['Message/get',{'accountId':'pa','ids':[]},'1']");
  g_autoptr (SpicoAnswer) added = spico_jmap_world_post (world, "pb", "pb", id, "'text':'','addedIds':['pc','pn']");
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) told = NULL;

  spico_jmap_world_assert_posted (added);
  g_assert_true (spico_jmap_world_told (world, "pa", "Conversation") && spico_jmap_world_told (world, "pc", "Conversation"));
  seen = spico_jmap_world_ask (world, "pc",
                               "['Conversation/changes',{'accountId':'pc','sinceState':'0'},'0'],['Conversation/get',{'accountId':'pc','ids':['%s']},'1'],"
                               "['Message/query',{'accountId':'pc','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'2'],"
                               "['Message/get',{'accountId':'pc','#ids':{'resultOf':'2','name':'Message/query','path':'/ids'}},'3']", id, id);
  assert_text (seen, "0/1/created/0", id);
  g_assert_cmpuint (spico_jmap_world_size (seen, "1/1/list/0/participantIds"), ==, 4);
  assert_text (seen, "3/1/list/0/id", message);
  g_assert_cmpuint (spico_jmap_world_size (seen, "3/1/list/0/addedIds"), ==, 0);
  assert_text (seen, "3/1/list/1/fromPersonId", "pb");
  assert_text (seen, "3/1/list/1/addedIds/0", "pc");
  assert_text (seen, "3/1/list/1/addedIds/1", "pn");

  told = spico_jmap_world_ask (world, "pa", "['Conversation/changes',{'accountId':'pa','sinceState':'%s'},'0'],['Message/changes',{'accountId':'pa','sinceState':'%s'},'1'],"
                               "['Message/get',{'accountId':'pa','#ids':{'resultOf':'1','name':'Message/changes','path':'/created'},'properties':['addedIds']},'2']",
                               spico_jmap_world_text (before, "0/1/state"), spico_jmap_world_text (before, "1/1/state"));
  assert_text (told, "0/1/updated/0", id);
  g_assert_cmpuint (spico_jmap_world_size (told, "1/1/created"), ==, 1);
  assert_text (told, "2/1/list/0/addedIds/0", "pc");
  g_assert_cmpint (count_members (world, id), ==, 4);
}

static SpicoAnswer *
ask_unread (SpicoJmapWorld *world,
            const char     *person_id,
            const char     *account_id,
            const char     *conversation_id)
{
  return spico_jmap_world_ask (world, person_id,
                               "['Conversation/get',{'accountId':'%s','ids':['%s'],'properties':['unreadCount','historySeq']},'0'],"
                               "['Conversation/query',{'accountId':'%s','filter':{'isUnread':true}},'1']",
                               account_id, conversation_id, account_id);
}

static void
assert_unread (SpicoJmapWorld *world,
               const char     *person_id,
               const char     *account_id,
               const char     *conversation_id,
               gint64          history_seq,
               gint64          n_unread)
{
  g_autoptr (SpicoAnswer) answer = ask_unread (world, person_id, account_id, conversation_id);

  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/historySeq"), ==, history_seq);
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/unreadCount"), ==, n_unread);
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/ids"), ==, n_unread > 0 ? 1 : 0);
}

/* What was written before is there to be read, and nobody is asked to: that one was added, and what follows, is new. Whoever acts for the account is counted alike. */
static void
test_what_was_before_is_not_unread (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) added = NULL;
  g_autoptr (SpicoAnswer) again = NULL;
  g_autoptr (SpicoAnswer) read = NULL;

  g_free (spico_jmap_world_say (world, "pa", "pa", id, "Un"));
  g_free (spico_jmap_world_say (world, "pa", "pa", id, "Deux"));
  assert_unread (world, "pb", "pb", id, 0, 2);
  added = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pc','fs']");
  spico_jmap_world_assert_posted (added);
  assert_unread (world, "pc", "pc", id, 2, 1);
  assert_unread (world, "pd", "fs", id, 2, 1);
  assert_unread (world, "pb", "pb", id, 0, 3);

  /* Who is named again has read no more than before. */
  g_free (spico_jmap_world_say (world, "pa", "pa", id, "Trois"));
  again = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pb','pc']");
  spico_jmap_world_assert_posted (again);
  assert_unread (world, "pc", "pc", id, 2, 3);
  assert_unread (world, "pb", "pb", id, 0, 5);
  read = spico_jmap_world_ask (world, "pc", "['ReadMarker/set',{'accountId':'pc','update':{'%s_pc_pc':{'readUpTo':5}}},'0']", id);
  assert_unread (world, "pc", "pc", id, 2, 0);
}

static void
test_whoever_takes_part_may_add (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  g_autoptr (SpicoAnswer) stranger = spico_jmap_world_post (world, "pc", "pc", id, "'text':'','addedIds':['pc']");
  g_autoptr (SpicoAnswer) delegate = spico_jmap_world_post (world, "pd", "fs", id, "'text':'','addedIds':['pb']");
  g_autoptr (SpicoAnswer) again = NULL;

  spico_jmap_world_assert_refused (stranger, "conversationId");
  spico_jmap_world_assert_posted (delegate);
  again = spico_jmap_world_post (world, "pb", "pb", id, "'text':'','addedIds':['pc']");
  spico_jmap_world_assert_posted (again);
  g_assert_cmpint (count_members (world, id), ==, 4);
}

static void
test_what_cannot_be_is_refused (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *plain = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) started = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'Alba','participantIds':['pb'],'dossierId':'%s'}}},'0']", dossier);
  const char *id = spico_jmap_world_text (started, "0/1/created/x/id");
  g_autoptr (SpicoAnswer) words = spico_jmap_world_post (world, "pa", "pa", plain, "'text':'Bonjour','addedIds':['pc']");
  g_autoptr (SpicoAnswer) nobody = spico_jmap_world_post (world, "pa", "pa", plain, "'text':'','addedIds':['nobody']");
  g_autoptr (SpicoAnswer) nothing = spico_jmap_world_post (world, "pa", "pa", plain, "'text':' ','addedIds':[]");
  g_autoptr (SpicoAnswer) refused = NULL;
  g_autoptr (SpicoAnswer) other = NULL;

  spico_jmap_world_assert_refused (words, "text");
  spico_jmap_world_assert_refused (nothing, "text");
  spico_jmap_world_assert_refused (nobody, "addedIds");
  spico_jmap_world_sql (world, "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                               " VALUES ($1, 'pc', 0, 1, '', 0, 0, 'pa', 'pa')", SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier)));
  refused = spico_jmap_world_post (world, "pb", "pb", id, "'text':'','addedIds':['fo','pc']");
  spico_jmap_world_assert_refused (refused, "addedIds");
  g_assert_cmpint (count_members (world, id), ==, 2);
  other = spico_jmap_world_ask (world, "pa", "['Message/query',{'accountId':'pa','filter':{'conversationId':'%s'}},'0'],['Message/query',{'accountId':'pa','filter':{'conversationId':'%s'}},'1']", plain, id);
  g_assert_cmpuint (spico_jmap_world_size (other, "0/1/ids"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (other, "1/1/ids"), ==, 0);
}

/* Two who add the same person off line are both right; and sending twice adds once. */
static void
test_who_is_there_stays (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  static const char *const create = "'clientId':'0190b7a0-0000-7000-8000-00000000f053','text':'','addedIds':['pb','pc']";
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) first = spico_jmap_world_post (world, "pa", "pa", id, create);
  g_autoptr (SpicoAnswer) again = spico_jmap_world_post (world, "pa", "pa", id, create);
  g_autoptr (SpicoAnswer) other = spico_jmap_world_post (world, "pb", "pb", id, "'text':'','addedIds':['pc']");

  spico_jmap_world_assert_posted (first);
  assert_text (again, "0/1/created/x/id", spico_jmap_world_text (first, "0/1/created/x/id"));
  spico_jmap_world_assert_posted (other);
  g_assert_cmpint (count_members (world, id), ==, 3);
}

/* In one request too, where the second finds whom the first has added. */
static void
test_two_adds_follow_each_other (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) both = spico_jmap_world_ask (world, "pa",
                                                       "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','addedIds':['pc']},'y':{'conversationId':'%s','addedIds':['pc','pd']}}},'0']",
                                                       id, id);

  g_assert_nonnull (spico_jmap_world_text (both, "0/1/created/x/id"));
  g_assert_nonnull (spico_jmap_world_text (both, "0/1/created/y/id"));
  g_assert_cmpint (count_members (world, id), ==, 4);
}

typedef struct {
  SpicoJmapWorld *world;
  const char *person;
  const char *conversation;
} Adder;

static gpointer
add_all (gpointer data)
{
  static const char *const more[] = { "'addedIds':['pc']", "'addedIds':['pd','pc']", "'addedIds':['fo','pn']", "'text':'Bonjour'", "'addedIds':['fs','pc']" };
  const Adder *adder = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, adder->world);
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_post (&own, adder->person, adder->person, adder->conversation, more[i]);

      spico_jmap_world_assert_posted (answer);
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
test_two_may_add_at_once (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  Adder first = { world, "pa", id };
  Adder second = { world, "pb", id };
  GThread *one = g_thread_new ("first", add_all, &first);
  GThread *other = g_thread_new ("second", add_all, &second);

  g_thread_join (one);
  g_thread_join (other);
  g_assert_cmpint (count_members (world, id), ==, 7);
}

static void
test_a_conversation_is_bounded (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) too_many = NULL;
  g_autoptr (SpicoAnswer) last = NULL;

  for (guint i = 2; i < SPICO_CONVERSATION_MAX_HOLDERS - 1; i++)
    {
      g_autofree char *account_id = g_strdup_printf ("p%u", 1000 + i);

      spico_jmap_world_sql (world, "INSERT INTO participant (conversation_id, account_id, is_pinned, is_muted, last_activity_at) VALUES ($1, $2, 0, 0, 0)",
                            SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (account_id)));
    }
  spico_jmap_world_sql (world, "UPDATE conversation SET holder_count = $1 WHERE id = $2", SPICO_SQL_VALUES (SPICO_SQL_INT (SPICO_CONVERSATION_MAX_HOLDERS - 1), SPICO_SQL_TEXT (id)));
  too_many = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pc','fo']");
  spico_jmap_world_assert_refused (too_many, "addedIds");
  last = spico_jmap_world_post (world, "pa", "pa", id, "'text':'','addedIds':['pc']");
  spico_jmap_world_assert_posted (last);
  g_assert_cmpint (count_members (world, id), ==, SPICO_CONVERSATION_MAX_HOLDERS);
}

/* F073 */
static void
test_who_has_no_account_is_told (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) added = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;

  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ('pn', 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', 'Cabinet', '', '', '1 rue des Lilas', '31000', '', 'Ville', '', '0536490010', '', '', 'a@b.example', '')", NULL);
  id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  added = spico_jmap_world_post (world, "pb", "pb", id, "'text':'','addedIds':['pn','pc']");
  spico_jmap_world_assert_posted (added);
  g_assert_true (spico_jmap_world_told (world, "pb", "Notification"));
  g_assert_true (spico_sql_query_int64 (world->connection, "SELECT COUNT(*) FROM notification WHERE principal_id = 'pn' AND account_id = 'pb' AND kind = 'conversation'", NULL, 0, &n, &error));
  g_assert_cmpint (n, ==, 1);
}

#define ADD(name, function) g_test_add ("/server/members/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F053-who-is-added-sees-everything", test_who_is_added_sees_everything);
  ADD ("F053-what-was-before-is-not-unread", test_what_was_before_is_not_unread);
  ADD ("F053-whoever-takes-part-may-add", test_whoever_takes_part_may_add);
  ADD ("F053-what-cannot-be-is-refused", test_what_cannot_be_is_refused);
  ADD ("F053-who-is-there-stays", test_who_is_there_stays);
  ADD ("F053-two-adds-follow-each-other", test_two_adds_follow_each_other);
  ADD ("F053-two-may-add-at-once", test_two_may_add_at_once);
  ADD ("F053-a-conversation-is-bounded", test_a_conversation_is_bounded);
  ADD ("F053-who-has-no-account-is-told", test_who_has_no_account_is_told);

  return g_test_run ();
}
