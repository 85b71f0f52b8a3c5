/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several people at once, each through a connection of their own: nothing is numbered twice, nothing slips below a state that was given. */
#include "spico-jmap-world.h"

#define N_MESSAGES 40

typedef struct {
  SpicoJmapWorld *world;
  const char *person;
  const char *conversation;
} Writer;

static gpointer
write_messages (gpointer data)
{
  const Writer *writer = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, writer->world);
  for (guint i = 0; i < N_MESSAGES; i++)
    g_free (spico_jmap_world_say (&own, writer->person, writer->person, writer->conversation, "Bonjour"));
  spico_jmap_world_leave (&own);

  return NULL;
}

typedef struct {
  SpicoJmapWorld *world;
  GHashTable *seen;
  int done;
} Reader;

/* Asks for the changes since the last state, over and over, as clients do. */
static gboolean
look (SpicoJmapWorld *own,
      Reader         *reader,
      char          **state)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (own, "pc", "['Message/changes',{'accountId':'pc','sinceState':'%s'},'0']", *state);
  gsize n_created = spico_jmap_world_size (answer, "0/1/created");

  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/updated"), ==, 0);
  for (gsize i = 0; i < n_created; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("0/1/created/%" G_GSIZE_FORMAT, i);

      g_assert_true (g_hash_table_add (reader->seen, g_strdup (spico_jmap_world_text (answer, pointer))));
    }
  g_set_str (state, spico_jmap_world_text (answer, "0/1/newState"));

  return n_created > 0;
}

static gpointer
follow (gpointer data)
{
  Reader *reader = data;
  SpicoJmapWorld own = { 0 };
  g_autofree char *state = g_strdup ("0");

  spico_jmap_world_join (&own, reader->world);
  while (look (&own, reader, &state) || !g_atomic_int_get (&reader->done))
    g_thread_yield ();
  while (look (&own, reader, &state))
    ;
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
test_nothing_is_lost_between_writers (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  static const char *const people[] = { "pa", "pb", "pd" };
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc','pd'");
  Reader reader = { world, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), 0 };
  Writer writers[G_N_ELEMENTS (people)];
  GThread *threads[G_N_ELEMENTS (people)];
  GThread *follower = g_thread_new ("follow", follow, &reader);
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      writers[i] = (Writer) { .world = world, .person = people[i], .conversation = conversation };
      threads[i] = g_thread_new (people[i], write_messages, &writers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_thread_join (threads[i]);
  g_atomic_int_set (&reader.done, 1);
  g_thread_join (follower);

  g_assert_cmpuint (g_hash_table_size (reader.seen), ==, N_MESSAGES * G_N_ELEMENTS (people));
  g_hash_table_unref (reader.seen);

  answer = spico_jmap_world_ask (world, "pc",
                                 "['Message/query',{'accountId':'pc','filter':{'conversationId':'%s'},'sort':[{'property':'seq'}]},'0'],"
                                 "['Message/get',{'accountId':'pc','properties':['seq'],'#ids':{'resultOf':'0','name':'Message/query','path':'/ids'}},'1']",
                                 conversation);
  for (guint i = 0; i < N_MESSAGES * G_N_ELEMENTS (people); i++)
    {
      g_autofree char *pointer = g_strdup_printf ("1/1/list/%u/seq", i);

      g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, i + 1);
    }
}

static gpointer
send_the_same (gpointer data)
{
  const Writer *writer = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, writer->world);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("01890000-0000-7000-8000-%012u", i);
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (&own, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'Bonjour','clientId':'%s'}}},'0']",
                                                             writer->conversation, id);

      g_assert_cmpstr (spico_jmap_world_text (answer, "0/1/created/x/id"), ==, id);
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

/* A client that sends again before the first answer came. */
static void
test_the_same_create_twice_at_once_makes_one (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  Writer writer = { .world = world, .conversation = conversation };
  GThread *first = g_thread_new ("first", send_the_same, &writer);
  GThread *second = g_thread_new ("second", send_the_same, &writer);
  g_autoptr (SpicoAnswer) answer = NULL;

  g_thread_join (first);
  g_thread_join (second);
  answer = spico_jmap_world_ask (world, "pa", "['Message/query',{'accountId':'pa','calculateTotal':true},'0'],['Conversation/get',{'accountId':'pa','ids':['%s'],'properties':['lastMessageSeq']},'1']",
                                 conversation);
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/total"), ==, N_MESSAGES);
  g_assert_cmpint (spico_jmap_world_number (answer, "1/1/list/0/lastMessageSeq"), ==, N_MESSAGES);
}

/* ---- Groups of favourites ---- */

#define N_GROUPS 20

/* A group that `pa` and `pb` administer, and that `pc` has been given. */
typedef struct {
  char *id;
  char *of_pa;
  char *of_pb;
  char *of_pc;
} Group;

static char *
share_group (SpicoJmapWorld *world,
             const char     *group_id,
             const char     *principal_id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','create':{'x':{'groupId':'%s','principalId':'%s'}}},'0']", group_id, principal_id);

  return g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

static void
group_clear (Group *group)
{
  g_free (group->id);
  g_free (group->of_pa);
  g_free (group->of_pb);
  g_free (group->of_pc);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Group, group_clear)

static void
make_group (SpicoJmapWorld *world,
            Group          *group)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['FavouriteGroup/set',{'accountId':'pa','create':{'x':{'name':'G','memberIds':['pb','pc']}}},'0']");

  group->id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
  group->of_pa = g_strconcat (group->id, "_pa", NULL);
  group->of_pb = share_group (world, group->id, "pb");
  group->of_pc = share_group (world, group->id, "pc");
  yyjson_doc_free (spico_jmap_world_ask (world, "pb", "['FavouriteGroupShare/set',{'accountId':'pb','update':{'%s':{'isAccepted':true}}},'0']", group->of_pb));
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['FavouriteGroupShare/set',{'accountId':'pa','update':{'%s':{'isAdministrator':true}}},'0']", group->of_pb));
}

/* Two people at once, a deed each. */
typedef struct {
  SpicoJmapWorld *world;
  const char *person;
  const char *set; /* of the share, up to its id */
  const char *share;
  const char *end;
  gboolean is_done;
} Deed;

static gpointer
do_deed (gpointer data)
{
  Deed *deed = data;
  SpicoJmapWorld own = { 0 };
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_join (&own, deed->world);
  answer = spico_jmap_world_ask (&own, deed->person, "['FavouriteGroupShare/set',{'accountId':'%s',%s'%s'%s},'0']", deed->person, deed->set, deed->share, deed->end);
  deed->is_done = spico_jmap_world_size (answer, "0/1/updated") + spico_jmap_world_size (answer, "0/1/destroyed") > 0;
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
do_both (Deed *first,
         Deed *second)
{
  GThread *one = g_thread_new ("one", do_deed, first);
  GThread *other = g_thread_new ("other", do_deed, second);

  g_thread_join (one);
  g_thread_join (other);
}

static gint64
count_rows (SpicoJmapWorld *world,
            const char     *sql,
            const char     *id)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  spico_sql_query_int64 (world->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), -1, &n, &error);
  g_assert_no_error (error);
  return n;
}

#define STEP_DOWN .set = "'update':{", .end = ":{'isAdministrator':false}}"
#define ACCEPT .set = "'update':{", .end = ":{'isAccepted':true}}"
#define WITHDRAW .set = "'destroy':[", .end = "]"

/* F047: each has seen that there is another one. */
static void
test_the_last_two_administrators_do_not_both_leave (SpicoJmapWorld *world,
                                                    gconstpointer   data)
{
  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_auto (Group) group = { 0 };
      Deed of_pa = { .world = world, .person = "pa", STEP_DOWN };
      Deed of_pb = { .world = world, .person = "pb", STEP_DOWN };

      make_group (world, &group);
      of_pa.share = group.of_pa;
      of_pb.share = group.of_pb;
      do_both (&of_pa, &of_pb);
      g_assert_true (of_pa.is_done != of_pb.is_done);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM favourite_group_share WHERE group_id = $1 AND is_administrator = 1", group.id), ==, 1);
    }
}

/* F047: of two administrators one leaves on two devices at once, while the other leaves too: whoever comes last stays, on whichever device. */
static void
test_the_last_administrator_does_not_leave_on_two_devices (SpicoJmapWorld *world,
                                                           gconstpointer   data)
{
  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_auto (Group) group = { 0 };
      Deed deeds[] = {
        { .world = world, .person = "pa", STEP_DOWN },
        { .world = world, .person = "pa", STEP_DOWN },
        { .world = world, .person = "pb", STEP_DOWN },
      };
      GThread *threads[G_N_ELEMENTS (deeds)];

      make_group (world, &group);
      deeds[0].share = deeds[1].share = group.of_pa;
      deeds[2].share = group.of_pb;
      for (guint j = 0; j < G_N_ELEMENTS (deeds); j++)
        threads[j] = g_thread_new ("device", do_deed, &deeds[j]);
      for (guint j = 0; j < G_N_ELEMENTS (deeds); j++)
        g_thread_join (threads[j]);
      g_assert_true (deeds[2].is_done != (deeds[0].is_done || deeds[1].is_done));
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM favourite_group_share WHERE group_id = $1 AND is_administrator = 1", group.id), ==, 1);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM favourite_group_share WHERE group_id = $1", group.id), ==, 3);

      /* Alone, on two devices: neither is told that they left. */
      deeds[0].share = deeds[1].share = deeds[2].is_done ? group.of_pa : group.of_pb;
      deeds[0].person = deeds[1].person = deeds[2].is_done ? "pa" : "pb";
      do_both (&deeds[0], &deeds[1]);
      g_assert_false (deeds[0].is_done || deeds[1].is_done);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM favourite_group_share WHERE group_id = $1 AND is_administrator = 1", group.id), ==, 1);
    }
}

/* F044: what is accepted while it is withdrawn is gone; and nobody is told that they still have it. */
static void
test_a_share_is_not_accepted_once_withdrawn (SpicoJmapWorld *world,
                                             gconstpointer   data)
{
  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_auto (Group) group = { 0 };
      Deed of_pc = { .world = world, .person = "pc", ACCEPT };
      Deed of_pb = { .world = world, .person = "pb", WITHDRAW };

      make_group (world, &group);
      of_pc.share = group.of_pc;
      of_pb.share = group.of_pc;
      do_both (&of_pc, &of_pb);
      g_assert_true (of_pb.is_done);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM favourite_group_share WHERE id = $1", group.of_pc), ==, 0);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM change WHERE object_id = $1 AND type = 'FavouriteGroupShare' AND destroyed = 0", group.of_pc), ==, 0);
      g_assert_cmpint (count_rows (world, "SELECT COUNT(*) FROM change WHERE object_id = $1 AND type = 'FavouriteGroup' AND account_id = 'pc' AND destroyed = 0", group.id), ==, 0);
    }
}

#define ADD(name, function) g_test_add ("/concurrency/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("nothing-is-lost-between-writers", test_nothing_is_lost_between_writers);
  ADD ("B003-the-same-create-twice-at-once-makes-one", test_the_same_create_twice_at_once_makes_one);
  ADD ("F047-the-last-two-administrators-do-not-both-leave", test_the_last_two_administrators_do_not_both_leave);
  ADD ("F047-the-last-administrator-does-not-leave-on-two-devices", test_the_last_administrator_does_not_leave_on_two_devices);
  ADD ("F044-a-share-is-not-accepted-once-withdrawn", test_a_share_is_not_accepted_once_withdrawn);

  return g_test_run ();
}
