/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Je m'en occupe »: who answers in a conversation, of those who act for an account (B014). */
#include "spico-jmap-world.h"

#include "spico-operator.h"

#define assert_size(answer, pointer, expected) g_assert_cmpuint (spico_jmap_world_size (answer, pointer), ==, expected)

/* %NULL where it was done, otherwise the property that was refused. @value: JSON. */
static char *
assign (SpicoJmapWorld *world,
        const char     *person,
        const char     *account,
        const char     *conversation,
        const char     *value)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Conversation/set',{'accountId':'%s','update':{'%s':{'assignedPersonId':%s}}},'0']", account, conversation, value);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", conversation, "/properties/0", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", conversation, NULL);

  g_assert_cmpint (spico_jmap_world_has (answer, done), !=, spico_jmap_world_has (answer, refused));
  return g_strdup (spico_jmap_world_text (answer, refused));
}

static void
assert_assigned (SpicoJmapWorld *world,
                 const char     *person,
                 const char     *account,
                 const char     *conversation,
                 const char     *expected)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Conversation/get',{'accountId':'%s','ids':['%s'],'properties':['assignedPersonId']},'0']", account, conversation);

  assert_size (answer, "0/1/list", 1);
  assert_text (answer, "0/1/list/0/assignedPersonId", expected);
}

static void
assert_assigned_by (SpicoJmapWorld *world,
                    const char     *person,
                    const char     *account,
                    const char     *conversation,
                    const char     *expected)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Conversation/get',{'accountId':'%s','ids':['%s'],'properties':['assignedByPersonId']},'0']", account, conversation);

  assert_size (answer, "0/1/list", 1);
  assert_text (answer, "0/1/list/0/assignedByPersonId", expected);
}

static void
assert_found (SpicoJmapWorld *world,
              const char     *person,
              const char     *account,
              const char     *assigned,
              gsize           n_found)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Conversation/query',{'accountId':'%s','filter':{'assignedPersonId':'%s'}},'0']", account, assigned);

  assert_size (answer, "0/1/ids", n_found);
}

static void
test_one_of_those_who_act_answers (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  static const char *const strangers[] = { "'pb'", "'pc'", "'fs'", "'nobody'", "''" };
  g_autofree char *id = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  spico_jmap_world_delegate (world, "fs", "pb", "dossiers");
  id = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  assert_assigned (world, "pa", "fs", id, NULL);

  g_assert_null (assign (world, "pa", "fs", id, "'pa'"));
  g_assert_true (spico_jmap_world_told (world, "fs", "Conversation"));
  g_assert_false (spico_jmap_world_told (world, "pc", "Conversation"));
  assert_assigned (world, "pd", "fs", id, "pa");
  assert_assigned (world, "pc", "pc", id, NULL);
  assert_found (world, "pd", "fs", "pa", 1);
  assert_found (world, "pd", "fs", "pd", 0);

  g_assert_null (assign (world, "pd", "fs", id, "'pd'"));
  assert_assigned (world, "pa", "fs", id, "pd");
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *refused = assign (world, "pd", "fs", id, strangers[i]);

      g_assert_cmpstr (refused, ==, "assignedPersonId");
    }
  assert_assigned (world, "pa", "fs", id, "pd");
  g_assert_null (assign (world, "pa", "fs", id, "null"));
  assert_assigned (world, "pd", "fs", id, NULL);
}

/* Whoever starts a conversation may say at once who answers in it. */
static void
test_who_answers_from_the_start (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autoptr (SpicoAnswer) made = spico_jmap_world_ask (world, "pd",
                                                       "['Conversation/set',{'accountId':'fs','create':{'x':{'subject':'s','participantIds':['pc'],'assignedPersonId':'pd'},"
                                                       "'y':{'subject':'s','participantIds':['pc'],'assignedPersonId':'pc'}}},'0']");

  assert_assigned (world, "pd", "fs", spico_jmap_world_text (made, "0/1/created/x/id"), "pd");
  assert_text (made, "0/1/notCreated/y/properties/0", "assignedPersonId");
}

static void
assert_unread (SpicoJmapWorld *world,
               const char     *person,
               const char     *conversation,
               gboolean        is_unread)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person,
                                                         "['ReadMarker/get',{'accountId':'fs','ids':['%s_fs_%s'],'properties':['isMarkedUnread']},'0'],"
                                                         "['Conversation/query',{'accountId':'fs','filter':{'isUnread':true}},'1']",
                                                         conversation, person);

  assert_size (answer, "0/1/list", 1);
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/isMarkedUnread"), ==, is_unread);
  g_assert_cmpint (spico_jmap_world_lists (answer, "1/1/ids", conversation), ==, is_unread);
}

/* Whoever is handed a conversation tells by that what they took themselves from what they were given. */
static void
test_who_handed_it_over_is_said (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;
  g_autoptr (SpicoAnswer) taken = NULL;
  g_autoptr (SpicoAnswer) made = NULL;
  g_autoptr (SpicoAnswer) forged = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  id = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  assert_assigned_by (world, "pd", "fs", id, NULL);

  done = g_strdup_printf ("0/1/updated/%s/assignedByPersonId", id);
  taken = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'fs','update':{'%s':{'assignedPersonId':'pa'}}},'0']", id);
  assert_text (taken, done, "pa");
  assert_assigned_by (world, "pd", "fs", id, "pa");
  /* Said once more by another, as in a whole object, it is handed over by nobody. */
  g_assert_null (assign (world, "pd", "fs", id, "'pa'"));
  assert_assigned_by (world, "pa", "fs", id, "pa");
  assert_unread (world, "pa", id, FALSE);
  g_assert_null (assign (world, "pa", "fs", id, "'pd'"));
  assert_assigned_by (world, "pd", "fs", id, "pa");
  assert_assigned_by (world, "pc", "pc", id, NULL);
  g_assert_null (assign (world, "pa", "fs", id, "null"));
  assert_assigned_by (world, "pd", "fs", id, NULL);

  made = spico_jmap_world_ask (world, "pd", "['Conversation/set',{'accountId':'fs','create':{'x':{'subject':'s','participantIds':['pc'],'assignedPersonId':'pa'},'y':{'subject':'s','participantIds':['pc']}}},'0']");
  assert_assigned_by (world, "pa", "fs", spico_jmap_world_text (made, "0/1/created/x/id"), "pd");
  assert_unread (world, "pa", spico_jmap_world_text (made, "0/1/created/x/id"), TRUE);
  assert_assigned_by (world, "pa", "fs", spico_jmap_world_text (made, "0/1/created/y/id"), NULL);
  forged = spico_jmap_world_ask (world, "pd", "['Conversation/set',{'accountId':'fs','update':{'%s':{'assignedByPersonId':'pa'}},'create':{'z':{'subject':'s','participantIds':['pc'],'assignedByPersonId':'pa'}}},'0']", id);
  assert_size (forged, "0/1/notUpdated", 1);
  assert_text (forged, "0/1/notCreated/z/properties/0", "assignedByPersonId");
}

/* So it is new on all their devices until they look at it on one; for nobody else, and not for whoever takes it themselves. */
static void
test_what_is_handed_over_is_unread (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autofree char *message = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  id = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  message = spico_jmap_world_say (world, "pc", "pc", id, "Bonjour");
  for (guint i = 0; i < 2; i++)
    yyjson_doc_free (spico_jmap_world_ask (world, i == 0 ? "pa" : "pd", "['ReadMarker/set',{'accountId':'fs','update':{'%s_fs_%s':{'readUpTo':1}}},'0']", id, i == 0 ? "pa" : "pd"));
  g_assert_null (assign (world, "pa", "fs", id, "'pa'"));
  assert_unread (world, "pa", id, FALSE);
  g_assert_null (assign (world, "pa", "fs", id, "null"));

  g_assert_null (assign (world, "pd", "fs", id, "'pa'"));
  g_assert_true (spico_jmap_world_told (world, "fs", "ReadMarker"));
  g_assert_false (spico_jmap_world_told (world, "pc", "ReadMarker"));
  assert_unread (world, "pa", id, TRUE);
  assert_unread (world, "pd", id, FALSE);
  seen = spico_jmap_world_ask (world, "pd", "['ReadMarker/get',{'accountId':'fs','ids':['%s_fs_pa'],'properties':['readUpTo','isMarkedUnread']},'0']", id);
  g_assert_cmpint (spico_jmap_world_number (seen, "0/1/list/0/readUpTo"), ==, 1);
  g_assert_cmpint (spico_jmap_world_number (seen, "0/1/list/0/isMarkedUnread"), ==, 0);

  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['ReadMarker/set',{'accountId':'fs','update':{'%s_fs_pa':{'readUpTo':1}}},'0']", id));
  assert_unread (world, "pa", id, FALSE);
}

static void
end_delegation (SpicoJmapWorld *world,
                const char     *person,
                const char     *account)
{
  g_autoptr (SpicoAnswer) found = spico_jmap_world_ask (world, person, "['Delegation/query',{'accountId':'%s','filter':{'delegatorId':'%s'}},'0']", person, account);
  const char *id = spico_jmap_world_text (found, "0/1/ids/0");
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);
  g_autoptr (SpicoAnswer) ended = spico_jmap_world_ask (world, person, "['Delegation/set',{'accountId':'%s','update':{'%s':{'status':'ended'}}},'0']", person, id);

  g_assert_true (spico_jmap_world_has (ended, done));
}

/* However a delegation ends, what was taken is free again, and the account is told so. */
static void
test_who_leaves_answers_no_more (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pc'");
  g_autoptr (GError) error = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  g_assert_null (assign (world, "pa", "fs", id, "'pa'"));
  end_delegation (world, "pa", "fs");
  g_assert_true (spico_jmap_world_told (world, "fs", "Conversation"));
  assert_assigned (world, "pd", "fs", id, NULL);
  assert_assigned_by (world, "pd", "fs", id, NULL);

  spico_jmap_world_delegate (world, "fs", "pb", "all");
  g_assert_null (assign (world, "pb", "fs", id, "'pb'"));
  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ('bruno', 'pb', '', 0, 0)", NULL);
  assert_assigned (world, "pd", "fs", id, NULL);
  assert_assigned_by (world, "pd", "fs", id, NULL);
  assert_found (world, "pd", "fs", "pb", 0);
  spico_jmap_world_sql (world, "UPDATE login SET is_enabled = 1 WHERE person_id = 'pb'", NULL);
  assert_assigned (world, "pd", "fs", id, "pb");
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_operator_end_delegation (world->connection, "fs", "pb", world->now_us, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  spico_jmap_world_delegate (world, "fs", "pb", "discussions");
  assert_assigned (world, "pd", "fs", id, NULL);
}

#define ADD(name, function) g_test_add ("/assignments/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("B014-one-of-those-who-act-answers", test_one_of_those_who_act_answers);
  ADD ("B014-who-answers-from-the-start", test_who_answers_from_the_start);
  ADD ("B014-who-handed-it-over-is-said", test_who_handed_it_over_is_said);
  ADD ("B014-what-is-handed-over-is-unread", test_what_is_handed_over_is_unread);
  ADD ("B014-who-leaves-answers-no-more", test_who_leaves_answers_no_more);

  return g_test_run ();
}
