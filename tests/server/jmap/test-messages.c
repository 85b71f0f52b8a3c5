/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message. */
#include "spico-jmap-world.h"

#define assert_text(answer, pointer, expected) g_assert_cmpstr (spico_jmap_world_text (answer, pointer), ==, expected)

/* @more: what is beside the conversation: `'text':'Oui','inReplyToId':'…'`. */
static SpicoAnswer *
say (SpicoJmapWorld *world,
     const char     *person_id,
     const char     *account_id,
     const char     *conversation_id,
     const char     *more)
{
  return spico_jmap_world_ask (world, person_id, "['Message/set',{'accountId':'%s','create':{'x':{'conversationId':'%s',%s}}},'0']", account_id, conversation_id, more);
}

static void
assert_not_created (SpicoAnswer *answer,
                    const char  *property)
{
  assert_text (answer, "0/1/notCreated/x/type", "invalidProperties");
  assert_text (answer, "0/1/notCreated/x/properties/0", property);
}

static void
test_a_reply_says_what_it_answers (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *asked = spico_jmap_world_say (world, "pa", "pa", id, "Huit heures ?");
  g_autofree char *more = g_strdup_printf ("'text':'Oui','inReplyToId':'%s'", asked);
  g_autoptr (SpicoAnswer) answered = say (world, "pb", "pb", id, more);
  g_autoptr (SpicoAnswer) seen = NULL;

  g_assert_nonnull (spico_jmap_world_text (answered, "0/1/created/x/id"));
  seen = spico_jmap_world_ask (world, "pa",
                               "['Message/query',{'accountId':'pa','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],"
                               "['Message/get',{'accountId':'pa','#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']", id);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (seen, "1/1/list/0/inReplyToId")));
  assert_text (seen, "1/1/list/1/inReplyToId", asked);
}

/* Whoever answers a message of another conversation would show that they know of it; and those who read here may not. */
static void
test_a_reply_stays_in_its_conversation (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *own = spico_jmap_world_converse (world, "pa", "pa", "'pc'");
  g_autofree char *others = spico_jmap_world_converse (world, "pc", "pc", "'pd'");
  g_autofree char *here = spico_jmap_world_say (world, "pa", "pa", id, "Ici");
  g_autofree char *elsewhere = spico_jmap_world_say (world, "pa", "pa", own, "Ailleurs");
  g_autofree char *unseen = spico_jmap_world_say (world, "pc", "pc", others, "Entre nous");
  const char *const refused[] = { elsewhere, unseen, "nobody", id };
  g_autofree char *adding = g_strdup_printf ("'text':'','addedIds':['pc'],'inReplyToId':'%s'", here);
  g_autoptr (SpicoAnswer) added = say (world, "pa", "pa", id, adding);

  assert_not_created (added, "inReplyToId");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *more = g_strdup_printf ("'text':'Oui','inReplyToId':'%s'", refused[i]);
      g_autoptr (SpicoAnswer) answer = say (world, "pa", "pa", id, more);

      assert_not_created (answer, "inReplyToId");
    }
}

#define ADD(name, function) g_test_add ("/server/messages/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("a-reply-says-what-it-answers", test_a_reply_says_what_it_answers);
  ADD ("a-reply-stays-in-its-conversation", test_a_reply_stays_in_its_conversation);

  return g_test_run ();
}
