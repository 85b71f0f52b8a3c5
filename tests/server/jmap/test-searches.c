/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Dernières recherches »: docs/protocol.md, RecentSearch. */
#include "spico-jmap-world.h"

static yyjson_doc *
search (SpicoJmapWorld *world,
        const char     *person,
        const char     *account,
        const char     *text,
        const char     *used_at)
{
  return spico_jmap_world_ask (world, person, "['RecentSearch/set',{'accountId':'%s','create':{'x':{'text':'%s','usedAt':'%s'}}},'0'],['RecentSearch/get',{'accountId':'%s','ids':['#x']},'1']", account, text,
                               used_at, account);
}

/* Each text once, however it was typed; the later use stands. */
static void
test_a_search_is_kept_once (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autoptr (SpicoAnswer) first = search (world, "pa", "pa", "Bély", "2025-12-02T10:00:00Z");
  g_autofree char *id = g_strdup (spico_jmap_world_text (first, "0/1/created/x/id"));
  g_autofree char *state = g_strdup (spico_jmap_world_text (first, "0/1/newState"));
  g_autoptr (SpicoAnswer) again = search (world, "pa", "pa", "BELY", "2025-12-01T10:00:00Z");
  g_autoptr (SpicoAnswer) other = search (world, "pa", "pa", "saules", "2099-12-01T10:00:00Z");
  g_autoptr (SpicoAnswer) answer = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "RecentSearch"));
  assert_text (again, "1/1/list/0/usedAt", "2025-12-02T10:00:00Z");
  answer = spico_jmap_world_ask (world, "pa", "['RecentSearch/query',{'accountId':'pa'},'0'],['RecentSearch/changes',{'accountId':'pa','sinceState':'%s'},'1'],"
                                              "['RecentSearch/set',{'accountId':'pa','create':{'x':{'text':' %%%% '},'y':{'text':''},'z':{'text':'now'}}},'2'],"
                                              "['RecentSearch/set',{'accountId':'pa','destroy':['%s']},'3'],['RecentSearch/query',{'accountId':'pa','filter':{'text':'a'}},'4']",
                                 state, id);
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/ids"), ==, 2);
  assert_text (answer, "0/1/ids/0", spico_jmap_world_text (other, "0/1/created/x/id"));
  assert_text (answer, "0/1/ids/1", spico_jmap_world_text (again, "0/1/created/x/id"));
  assert_text (answer, "1/1/destroyed/0", id);
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/created"), ==, 2);
  assert_text (answer, "2/1/notCreated/x/properties/0", "text");
  assert_text (answer, "2/1/notCreated/y/properties/0", "text");
  g_assert_true (spico_jmap_world_has (answer, "2/1/created/z/usedAt"));
  g_assert_cmpuint (spico_jmap_world_size (answer, "3/1/notDestroyed"), ==, 1);
  assert_text (answer, "4/1/type", "unsupportedFilter");
}

/* Twenty, the oldest gives way; and those of a delegate are not those of another. */
static void
test_searches_are_few_and_ones_own (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (SpicoAnswer) hidden = NULL;
  const char *id;

  spico_jmap_world_delegate (world, "fs", "pa", "all");
  yyjson_doc_free (search (world, "pa", "fs", "another", "2025-12-01T10:00:00Z"));
  for (guint i = 0; i < 23; i++)
    {
      g_autofree char *text = g_strdup_printf ("search %02u", i);
      g_autofree char *used_at = g_strdup_printf ("2025-12-01T10:00:%02uZ", i);

      yyjson_doc_free (search (world, "pd", "fs", text, used_at));
    }

  answer = spico_jmap_world_ask (world, "pd", "['RecentSearch/query',{'accountId':'fs'},'0'],['RecentSearch/get',{'accountId':'fs','#ids':{'resultOf':'0','name':'RecentSearch/query','path':'/ids'}},'1']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/ids"), ==, 20);
  assert_text (answer, "1/1/list/0/text", "search 22");
  assert_text (answer, "1/1/list/19/text", "search 03");

  id = spico_jmap_world_text (answer, "0/1/ids/0");
  hidden = spico_jmap_world_ask (world, "pa", "['RecentSearch/get',{'accountId':'fs','ids':['%s']},'0'],['RecentSearch/query',{'accountId':'fs'},'1'],['RecentSearch/changes',{'accountId':'fs','sinceState':'0'},'2']", id);
  assert_text (hidden, "0/1/notFound/0", id);
  g_assert_cmpuint (spico_jmap_world_size (hidden, "1/1/ids"), ==, 1);
  g_assert_cmpuint (spico_jmap_world_size (hidden, "2/1/created"), ==, 1);
}

#define ADD(name, function) g_test_add ("/searches/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F016-a-search-is-kept-once", test_a_search_is_kept_once);
  ADD ("F016-searches-are-few-and-ones-own", test_searches_are_few_and_ones_own);

  return g_test_run ();
}
