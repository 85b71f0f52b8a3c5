/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F064, F068, F087: a patient is attached to a conversation, and detached from it, by messages that say so and never say who it is. */
#include <string.h>

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

static SpicoAnswer *
attach (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        const char     *conversation_id,
        const char     *dossier_id)
{
  g_autofree char *change = g_strdup_printf ("'attachedDossierId':'%s'", dossier_id);

  return spico_jmap_world_post (world, person_id, account_id, conversation_id, change);
}

static SpicoAnswer *
detach (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        const char     *conversation_id,
        const char     *dossier_id)
{
  g_autofree char *change = g_strdup_printf ("'detachedDossierId':'%s'", dossier_id);

  return spico_jmap_world_post (world, person_id, account_id, conversation_id, change);
}

static void
refuse (SpicoJmapWorld *world,
        const char     *dossier_id,
        const char     *account_id)
{
  spico_jmap_world_sql (world, "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                               " VALUES ($1, $2, 0, 1, '', 0, 0, 'pa', 'pa')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id), SPICO_SQL_TEXT (account_id)));
}

/* @dossier_id: (nullable): as participant `pb` sees it */
static void
assert_about (SpicoJmapWorld *world,
              const char     *id,
              const char     *dossier_id)
{
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s']},'0'],['Conversation/query',{'accountId':'pb','filter':{'text':'laprune'}},'1']", id);

  g_assert_cmpstr (spico_jmap_world_text (seen, "0/1/list/0/dossierId"), ==, dossier_id);
  assert_text (seen, "0/1/list/0/patientBirthName", dossier_id != NULL ? "LAPRUNE" : "");
  assert_text (seen, "0/1/list/0/patientFirstNames", dossier_id != NULL ? "ALBA" : "");
  g_assert_cmpstr (spico_jmap_world_text (seen, "0/1/list/0/patientBirthDate"), ==, dossier_id != NULL ? "1938-03-12" : NULL);
  assert_text (seen, "0/1/list/0/patientSex", dossier_id != NULL ? "female" : "unknown");
  g_assert_cmpuint (spico_jmap_world_size (seen, "1/1/ids"), ==, dossier_id != NULL ? 1 : 0);
}

static void
assert_messages (SpicoJmapWorld *world,
                 const char     *id,
                 gint64          n)
{
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE conversation_id = $1", id), ==, n);
}

static char *
dup_messages (SpicoJmapWorld *world,
              const char     *id)
{
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb",
                                                       "['Message/query',{'accountId':'pb','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],['Message/get',{'accountId':'pb','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']",
                                                       id);

  return yyjson_val_write (spico_jmap_world_value (seen, "1/1/list"), 0, NULL);
}

static void
test_all_see_who_is_attached (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) done = attach (world, "pa", "pa", id, dossier);
  g_autofree char *messages = NULL;

  spico_jmap_world_assert_posted (done);
  g_assert_false (spico_jmap_world_has (done, "0/1/created/x/attachedDossierId"));
  g_assert_true (spico_jmap_world_told (world, "pb", "Conversation") && spico_jmap_world_told (world, "pb", "Message"));
  assert_about (world, id, dossier);
  messages = dup_messages (world, id);
  g_assert_nonnull (strstr (messages, "\"patientChange\":\"attached\""));
  g_assert_null (strstr (messages, dossier));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.attachPatient' AND object_id = $1 AND rule = 'self/initiator'", id), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.attachPatient' AND object_id = $1 AND rule = 'self/active-list'", dossier), ==, 1);
}

static void
test_nobody_sees_who_was_detached (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) attached = attach (world, "pa", "pa", id, dossier);
  g_autoptr (SpicoAnswer) done = detach (world, "pa", "pa", id, dossier);
  g_autofree char *messages = NULL;

  spico_jmap_world_assert_posted (done);
  g_assert_true (spico_jmap_world_told (world, "pb", "Conversation") && spico_jmap_world_told (world, "pb", "Message"));
  assert_about (world, id, NULL);
  messages = dup_messages (world, id);
  g_assert_nonnull (strstr (messages, "\"patientChange\":\"detached\""));
  g_assert_null (strstr (messages, dossier));
  g_assert_null (strstr (messages, "LAPRUNE"));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.detachPatient' AND object_id = $1", id), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.detachPatient' AND object_id = $1", dossier), ==, 1);
}

static void
test_the_initiating_account_alone_may (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pb'");
  g_autofree char *own = spico_jmap_world_open_dossier (world, "pb", "pb");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pd", "fs");
  g_autoptr (SpicoAnswer) member = attach (world, "pb", "pb", id, own);
  g_autoptr (SpicoAnswer) stranger = attach (world, "pc", "pc", id, own);
  g_autoptr (SpicoAnswer) delegate = attach (world, "pd", "fs", id, dossier);
  g_autoptr (SpicoAnswer) detached_by_member = detach (world, "pb", "pb", id, dossier);

  spico_jmap_world_assert_refused (member, "attachedDossierId");
  spico_jmap_world_assert_refused (stranger, "conversationId");
  spico_jmap_world_assert_posted (delegate);
  spico_jmap_world_assert_refused (detached_by_member, "detachedDossierId");
  assert_about (world, id, dossier);
  assert_messages (world, id, 1);
}

/* A delegate for discussions opens no dossier, and so attaches none; to detach one shows nobody anything. */
static void
test_a_delegate_for_discussions_only_detaches (SpicoJmapWorld *world,
                                               gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pd", "fs");
  g_autoptr (SpicoAnswer) refused = NULL;
  g_autoptr (SpicoAnswer) attached = NULL;
  g_autoptr (SpicoAnswer) done = NULL;

  spico_jmap_world_delegate (world, "fs", "pc", "discussions");
  refused = attach (world, "pc", "fs", id, dossier);
  spico_jmap_world_assert_refused (refused, "attachedDossierId");
  attached = attach (world, "pd", "fs", id, dossier);
  spico_jmap_world_assert_posted (attached);
  done = detach (world, "pc", "fs", id, dossier);
  spico_jmap_world_assert_posted (done);
  assert_about (world, id, NULL);
}

static void
test_the_patient_is_of_the_active_list (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *foreign = spico_jmap_world_open_dossier (world, "pc", "pc");
  g_autoptr (SpicoAnswer) unknown = attach (world, "pa", "pa", id, "nobody");
  g_autoptr (SpicoAnswer) of_another = attach (world, "pa", "pa", id, foreign);
  g_autoptr (SpicoAnswer) unlisted = NULL;

  spico_jmap_world_sql (world, "UPDATE dossier_member SET in_active_list = 0 WHERE dossier_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier)));
  unlisted = attach (world, "pa", "pa", id, dossier);
  spico_jmap_world_assert_refused (unknown, "attachedDossierId");
  spico_jmap_world_assert_refused (of_another, "attachedDossierId");
  spico_jmap_world_assert_refused (unlisted, "attachedDossierId");
  assert_about (world, id, NULL);
  assert_messages (world, id, 0);
}

static void
test_whom_the_patient_refuses_hinders_it (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) refused = NULL;
  g_autoptr (SpicoAnswer) removed = NULL;
  g_autoptr (SpicoAnswer) done = NULL;

  refuse (world, dossier, "pc");
  refused = attach (world, "pa", "pa", id, dossier);
  spico_jmap_world_assert_refused (refused, "attachedDossierId");
  g_assert_cmpuint (spico_jmap_world_size (refused, "0/1/notCreated/x/refusedIds"), ==, 1);
  assert_text (refused, "0/1/notCreated/x/refusedIds/0", "pc");
  assert_about (world, id, NULL);
  assert_messages (world, id, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.attachPatient' AND object_id = $1", id), ==, 0);
  removed = spico_jmap_world_post (world, "pa", "pa", id, "'removedIds':['pc']");
  spico_jmap_world_assert_posted (removed);
  done = attach (world, "pa", "pa", id, dossier);
  spico_jmap_world_assert_posted (done);
}

/* The refusal of a person holds whichever account they act for. */
static void
test_a_delegate_whom_the_patient_refuses_attaches_nothing (SpicoJmapWorld *world,
                                                           gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pd", "fs");
  g_autoptr (SpicoAnswer) refused = NULL;

  refuse (world, dossier, "pd");
  refused = attach (world, "pd", "fs", id, dossier);
  spico_jmap_world_assert_refused (refused, "attachedDossierId");
  assert_about (world, id, NULL);
}

/* Of two who were off line, the first is right. */
static void
test_no_patient_takes_the_place_of_another (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *first = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *second = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) done = attach (world, "pa", "pa", id, first);
  g_autoptr (SpicoAnswer) again = attach (world, "pa", "pa", id, first);
  g_autoptr (SpicoAnswer) other = attach (world, "pa", "pa", id, second);
  g_autoptr (SpicoAnswer) stale = detach (world, "pa", "pa", id, second);
  g_autoptr (SpicoAnswer) detached = NULL;
  g_autoptr (SpicoAnswer) twice = NULL;
  g_autoptr (SpicoAnswer) now = NULL;

  spico_jmap_world_assert_posted (done);
  spico_jmap_world_assert_posted (again);
  spico_jmap_world_assert_refused (other, "detachedDossierId");
  spico_jmap_world_assert_refused (stale, "detachedDossierId");
  assert_about (world, id, first);
  detached = detach (world, "pa", "pa", id, first);
  twice = detach (world, "pa", "pa", id, first);
  spico_jmap_world_assert_posted (detached);
  spico_jmap_world_assert_posted (twice);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'conversation.detachPatient' AND object_id = $1", first), ==, 1);
  now = attach (world, "pa", "pa", id, second);
  spico_jmap_world_assert_posted (now);
  assert_about (world, id, second);
}

static void
test_it_is_all_that_is_changed (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *with_words = g_strdup_printf ("'text':'Bonjour','attachedDossierId':'%s'", dossier);
  g_autofree char *with_subject = g_strdup_printf ("'newSubject':'Autre','attachedDossierId':'%s'", dossier);
  g_autofree char *both = g_strdup_printf ("'attachedDossierId':'%s','detachedDossierId':'%s'", dossier, dossier);
  g_autoptr (SpicoAnswer) words = spico_jmap_world_post (world, "pa", "pa", id, with_words);
  g_autoptr (SpicoAnswer) subject = spico_jmap_world_post (world, "pa", "pa", id, with_subject);
  g_autoptr (SpicoAnswer) two = spico_jmap_world_post (world, "pa", "pa", id, both);
  g_autoptr (SpicoAnswer) none = spico_jmap_world_post (world, "pa", "pa", id, "'attachedDossierId':null");
  g_autoptr (SpicoAnswer) said = spico_jmap_world_post (world, "pa", "pa", id, "'text':'Bonjour','patientChange':'attached'");

  spico_jmap_world_assert_refused (words, "text");
  spico_jmap_world_assert_refused (subject, "attachedDossierId");
  spico_jmap_world_assert_refused (two, "detachedDossierId");
  spico_jmap_world_assert_refused (none, "text");
  spico_jmap_world_assert_refused (said, "patientChange");
  assert_about (world, id, NULL);
  assert_messages (world, id, 0);
}

/* Who is added once there is a patient is checked as at the start. */
static void
test_who_is_added_later_is_checked (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) done = attach (world, "pa", "pa", id, dossier);
  g_autoptr (SpicoAnswer) refused = NULL;

  refuse (world, dossier, "pc");
  refused = spico_jmap_world_post (world, "pb", "pb", id, "'addedIds':['pc']");
  spico_jmap_world_assert_refused (refused, "addedIds");
}

#define ADD(name, function) g_test_add ("/server/conversation-patients/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F064-attached", test_all_see_who_is_attached);
  ADD ("F064-detached", test_nobody_sees_who_was_detached);
  ADD ("F072-of-the-initiating-account", test_the_initiating_account_alone_may);
  ADD ("F022-delegate-for-discussions", test_a_delegate_for_discussions_only_detaches);
  ADD ("F068-of-the-active-list", test_the_patient_is_of_the_active_list);
  ADD ("F087-refused-member", test_whom_the_patient_refuses_hinders_it);
  ADD ("F087-refused-delegate", test_a_delegate_whom_the_patient_refuses_attaches_nothing);
  ADD ("first-is-right", test_no_patient_takes_the_place_of_another);
  ADD ("one-at-a-time", test_it_is_all_that_is_changed);
  ADD ("F087-added-later", test_who_is_added_later_is_checked);

  return g_test_run ();
}
