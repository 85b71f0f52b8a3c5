/* SPDX-License-Identifier: GPL-3.0-or-later */
/* B016: an absent account answers by itself, once in a conversation for each absence. */
#include <string.h>

#include "spico-jmap-world.h"
#include "spico-sql-query.h"

static void
declare (SpicoJmapWorld *world,
         const char     *id,
         const char     *account_id,
         const char     *first_day,
         const char     *last_day)
{
  spico_jmap_world_sql (world, "INSERT INTO absence (id, principal_id, first_day, last_day, stand_in_id, message) VALUES ($1, $2, $3, $4, 'pc', 'Le soir seulement.')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (first_day), SPICO_SQL_TEXT (last_day)));
}

/* All messages of a conversation: `Bonjour|!Absence…`, those that were not written marked. */
static char *
read_messages (SpicoJmapWorld *world,
               const char     *person_id,
               const char     *account_id,
               const char     *conversation_id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person_id,
                                                         "['Message/query',{'accountId':'%s','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],"
                                                         "['Message/get',{'accountId':'%s','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']",
                                                         account_id, conversation_id, account_id);
  g_autoptr (GString) texts = g_string_new (NULL);

  for (gsize i = 0; i < spico_jmap_world_size (answer, "1/1/list"); i++)
    {
      g_autofree char *text = g_strdup_printf ("1/1/list/%" G_GSIZE_FORMAT "/text", i);
      g_autofree char *is_automatic = g_strdup_printf ("1/1/list/%" G_GSIZE_FORMAT "/isAutomatic", i);
      g_autofree char *from = g_strdup_printf ("1/1/list/%" G_GSIZE_FORMAT "/fromAccountId", i);

      g_string_append_printf (texts, "%s%s%s", i > 0 ? "|" : "", yyjson_get_bool (spico_jmap_world_value (answer, is_automatic)) ? "!" : "", spico_jmap_world_text (answer, from));
      g_string_append_printf (texts, ":%s", spico_jmap_world_text (answer, text));
    }

  return g_string_free_and_steal (g_steal_pointer (&texts));
}

static void
assert_messages (SpicoJmapWorld *world,
                 const char     *conversation_id,
                 const char     *expected)
{
  g_autofree char *messages = read_messages (world, "pa", "pa", conversation_id);

  g_assert_cmpstr (messages, ==, expected);
}

static void
say (SpicoJmapWorld *world,
     const char     *person_id,
     const char     *conversation_id,
     const char     *text)
{
  g_free (spico_jmap_world_say (world, person_id, person_id, conversation_id, text));
}

#define REPLY "Absence jusqu'au 05/01/2026 inclus.\nRemplacement\u00a0: Mme Chloé Caumont\n\nLe soir seulement."

static void
test_it_answers_once_for_each_absence (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");

  declare (world, "now", "pb", "2026-01-01", "2026-01-05");
  declare (world, "next", "pb", "2026-01-06", "2026-01-07");
  say (world, "pa", id, "Bonjour");
  g_assert_true (spico_jmap_world_told (world, "pa", "Message") && spico_jmap_world_told (world, "pb", "Message"));
  assert_messages (world, id, "pa:Bonjour|!pb:" REPLY);
  say (world, "pa", id, "Encore");
  assert_messages (world, id, "pa:Bonjour|!pb:" REPLY "|pa:Encore");

  world->now_us += 6 * G_TIME_SPAN_DAY;
  say (world, "pa", id, "Puis");
  assert_messages (world, id, "pa:Bonjour|!pb:" REPLY "|pa:Encore|pa:Puis|!pb:Absence jusqu'au 07/01/2026 inclus.\nRemplacement\u00a0: Mme Chloé Caumont\n\nLe soir seulement.");
}

/* Nobody has read, though their account has answered; who wrote has something to read. */
static void
test_nobody_has_read (SpicoJmapWorld *world,
                      gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) writer = NULL;
  g_autoptr (SpicoAnswer) absent = NULL;

  declare (world, "now", "pb", "2026-01-01", "2026-01-05");
  say (world, "pa", id, "Bonjour");
  writer = spico_jmap_world_ask (world, "pa", "['Conversation/get',{'accountId':'pa','ids':['%s'],'properties':['unreadCount','lastMessageSeq']},'0']", id);
  absent = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s'],'properties':['unreadCount']},'0'],['ReadMarker/get',{'accountId':'pb','ids':['%s_pb_pb']},'1']", id, id);
  g_assert_cmpint (spico_jmap_world_number (writer, "0/1/list/0/unreadCount"), ==, 1);
  g_assert_cmpint (spico_jmap_world_number (absent, "0/1/list/0/unreadCount"), ==, 1);
  g_assert_cmpint (spico_jmap_world_number (absent, "1/1/list/0/readUpTo"), ==, 0);
}

/* Two who are absent, and a structure; whoever writes does not answer themselves, and an answer is not answered. */
static void
test_each_answers_and_no_answer_is_answered (SpicoJmapWorld *world,
                                             gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");

  declare (world, "a", "pa", "2026-01-01", "2026-01-05");
  declare (world, "b", "pb", "2026-01-01", "2026-01-05");
  declare (world, "c", "fs", "2026-01-01", "2026-01-05");
  say (world, "pa", id, "Bonjour");
  assert_messages (world, id, "pa:Bonjour|!pb:" REPLY "|!fs:" REPLY);
  say (world, "pb", id, "Je suis là");
  assert_messages (world, id, "pa:Bonjour|!pb:" REPLY "|!fs:" REPLY "|pb:Je suis là|!pa:" REPLY);
}

static void
test_who_is_not_absent_today_does_not_answer (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pd'");

  declare (world, "over", "pb", "2025-12-01", "2025-12-31");
  declare (world, "later", "pd", "2026-02-01", "2026-02-03");
  say (world, "pa", id, "Bonjour");
  assert_messages (world, id, "pa:Bonjour");
}

/* Who is added to a conversation was not written to yet. */
static void
test_adding_somebody_is_not_writing (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) added = NULL;

  declare (world, "now", "pd", "2026-01-01", "2026-01-05");
  added = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'','addedIds':['pd']}}},'0']", id);
  g_assert_nonnull (spico_jmap_world_text (added, "0/1/created/x/id"));
  assert_messages (world, id, "pa:");
  say (world, "pa", id, "Bonjour");
  assert_messages (world, id, "pa:|pa:Bonjour|!pd:" REPLY);
}

/* In a large one it would be noise. */
static void
test_a_large_conversation_is_not_answered (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autoptr (GString) members = g_string_new ("'pb'");
  g_autofree char *id = NULL;

  for (int i = 0; i < 19; i++)
    {
      g_autofree char *member = g_strdup_printf ("p1%02d", i);

      spico_jmap_world_add_principal (world, member, "person", member, TRUE);
      g_string_append_printf (members, ",'%s'", member);
    }
  id = spico_jmap_world_converse (world, "pa", "pa", members->str);
  declare (world, "now", "pb", "2026-01-01", "2026-01-05");
  say (world, "pa", id, "Bonjour");
  assert_messages (world, id, "pa:Bonjour");
}

/* Nobody says of what they write that it was not written. */
static void
test_nobody_pretends (SpicoJmapWorld *world,
                      gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'Bonjour','isAutomatic':true}}},'0']", id);

  assert_text (answer, "0/1/notCreated/x/type", "invalidProperties");
  assert_messages (world, id, "");
}

/* How often the file of a zone was asked for. */
static guint n_zones;
GTimeZone *__real_g_time_zone_new_identifier (const char *identifier);
GTimeZone *__wrap_g_time_zone_new_identifier (const char *identifier);

GTimeZone *
__wrap_g_time_zone_new_identifier (const char *identifier)
{
  n_zones++;
  return __real_g_time_zone_new_identifier (identifier);
}

/* Each message asks which day it is in the region: nothing is read from the disk for it. */
static void
test_the_zone_is_read_once (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  guint n_before;

  say (world, "pa", id, "Bonjour");
  n_before = n_zones;
  g_assert_cmpuint (n_before, >, 0);
  say (world, "pa", id, "Encore");
  say (world, "pb", id, "Puis");
  g_assert_cmpuint (n_zones, ==, n_before);
}

#define ADD(name, function) g_test_add ("/automatic-replies/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("B016-it-answers-once-for-each-absence", test_it_answers_once_for_each_absence);
  ADD ("B016-nobody-has-read", test_nobody_has_read);
  ADD ("B016-each-answers-and-no-answer-is-answered", test_each_answers_and_no_answer_is_answered);
  ADD ("B016-who-is-not-absent-today-does-not-answer", test_who_is_not_absent_today_does_not_answer);
  ADD ("B016-adding-somebody-is-not-writing", test_adding_somebody_is_not_writing);
  ADD ("B016-a-large-conversation-is-not-answered", test_a_large_conversation_is_not_answered);
  ADD ("B016-nobody-pretends", test_nobody_pretends);
  ADD ("B016-the-zone-is-read-once", test_the_zone_is_read_once);

  return g_test_run ();
}
