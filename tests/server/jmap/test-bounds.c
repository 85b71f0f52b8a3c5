/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bounds an answer, how far back changes go, and how often markers tell. */
#include <string.h>

#include "spico-jmap-world.h"
#include "spico-journal.h"
#include "spico-read-marker.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)

#define NUMBERS(n) "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " #n ") "

/* ---- Bytes ---- */

static void
fill_conversation (SpicoJmapWorld *world,
                   const char     *id)
{
  g_autofree char *text = g_strnfill (60000, 'x');

  spico_jmap_world_sql (world,
                        "INSERT INTO message (id, client_id, conversation_id, text, composed_at, seq, sent_at, from_person_id, from_account_id, text_key) " NUMBERS (400)
                        "SELECT 'm' || i, NULL, $1, $2, NULL, i, i, 'pb', 'pb', '' FROM n",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (text)));
  spico_jmap_world_sql (world, "UPDATE conversation SET last_message_seq = 400 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
}

static char *
list_ids (guint n)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (ids, "%s'm%u'", i > 1 ? "," : "", i);

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

static void
test_the_bytes_of_an_answer_are_bounded (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *many = list_ids (400);
  g_autofree char *few = list_ids (200);
  g_autoptr (SpicoAnswer) answer = NULL;

  fill_conversation (world, conversation);
  answer = spico_jmap_world_ask (world, "pa",
                                 "['Message/get',{'accountId':'pa','ids':[%s]},'0'],['Message/get',{'accountId':'pa','ids':['m1']},'1'],"
                                 "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'a'}}},'2'],['Core/echo',{'a':1},'3']",
                                 many, conversation);
  assert_text (answer, "0/1/type", "requestTooLarge");
  assert_text (answer, "1/1/list/0/id", "m1");
  g_assert_true (spico_jmap_world_has (answer, "2/1/created/x/id"));
  assert_number (answer, "3/1/a", 1);
  g_clear_pointer (&answer, yyjson_doc_free);

  answer = spico_jmap_world_ask (world, "pa",
                                 "['Message/get',{'accountId':'pa','ids':[%s]},'0'],['Message/get',{'accountId':'pa','ids':[%s],'properties':['seq']},'1'],"
                                 "['Message/get',{'accountId':'pa','ids':[%s]},'2'],['Message/get',{'accountId':'pa','ids':[%s]},'3']",
                                 few, many, few, few);
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list"), ==, 200);
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/list"), ==, 400);
  assert_text (answer, "2/1/type", "requestTooLarge");
  assert_text (answer, "3/1/type", "requestTooLarge");
}

static void
test_the_references_of_a_request_are_bounded (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  g_autofree char *text = g_strnfill (900000, 'x');
  g_autoptr (GString) calls = g_string_new (NULL);
  g_autoptr (SpicoAnswer) answer = NULL;

  g_string_append_printf (calls, "['Core/echo',{'a':'%s'},'0']", text);
  for (guint i = 1; i < 12; i++)
    g_string_append_printf (calls, ",['Core/echo',{'#a':{'resultOf':'0','name':'Core/echo','path':'/a'}},'%u']", i);
  answer = spico_jmap_world_ask (world, "pa", "%s", calls->str);
  assert_text (answer, "8/0", "Core/echo");
  assert_text (answer, "9/1/type", "requestTooLarge");
  assert_text (answer, "11/1/type", "requestTooLarge");
}

/* ---- /queryChanges ---- */

static void
test_up_to_id_spares_what_is_below (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (SpicoAnswer) query = NULL;
  g_autoptr (SpicoAnswer) changes = NULL;
  const char *state;

  spico_jmap_world_add_principal (world, "q1", "person", "Q", TRUE);
  spico_jmap_world_add_principal (world, "q2", "person", "Q", TRUE);
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'a':{'principalId':'pb'}}},'0']"));
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'b':{'principalId':'pc'}}},'0']"));
  query = spico_jmap_world_ask (world, "pa", "['Favourite/query',{'accountId':'pa'},'0']");
  state = spico_jmap_world_text (query, "0/1/queryState");
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'c':{'principalId':'q1'},'d':{'principalId':'q2'}}},'0']"));

  changes = spico_jmap_world_ask (world, "pa",
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s'},'0'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s','upToId':'%s'},'1'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s','upToId':'unknown'},'2'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s','upToId':null,'maxChanges':3},'3'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s','upToId':3},'4'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'%s','sort':[{'property':'createdAt','isAscending':false}],'upToId':'%s','calculateTotal':true},'5']",
                                  state, state, spico_jmap_world_text (query, "0/1/ids/1"), state, state, state, state, spico_jmap_world_text (query, "0/1/ids/1"));
  g_assert_cmpuint (spico_jmap_world_size (changes, "0/1/added"), ==, 2);
  g_assert_cmpuint (spico_jmap_world_size (changes, "1/1/added"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (changes, "2/1/added"), ==, 2);
  assert_text (changes, "3/1/type", "tooManyChanges");
  assert_text (changes, "4/1/type", "invalidArguments");
  g_assert_cmpuint (spico_jmap_world_size (changes, "5/1/added"), ==, 2);
  assert_number (changes, "5/1/added/0/index", 0);
  assert_number (changes, "5/1/total", 4);
}

static void
test_too_much_change_is_asked_for_anew (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autoptr (SpicoAnswer) changes = NULL;

  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'a':{'principalId':'pb'}}},'0']"));
  spico_jmap_world_sql (world,
                        "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at) " NUMBERS (5001)
                        "SELECT 'pa', 'Favourite', 'x' || i, i + 1, i + 1, 0, 0 FROM n",
                        NULL);
  spico_jmap_world_sql (world, "UPDATE state SET modseq = 5002 WHERE account_id = 'pa' AND type = 'Favourite'", NULL);
  changes = spico_jmap_world_ask (world, "pa",
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'1'},'0'],"
                                  "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'2'},'1']");
  assert_text (changes, "0/1/type", "cannotCalculateChanges");
  g_assert_cmpuint (spico_jmap_world_size (changes, "1/1/removed"), ==, 5000);
}

/* ---- Tombstones ---- */

static guint
purge (SpicoJmapWorld *world,
       guint           most)
{
  g_autoptr (GError) error = NULL;
  guint n_gone = 0;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_journal_purge (world->connection, world->now_us, most, &n_gone, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
  return n_gone;
}

static void
test_tombstones_end_after_180_days (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autoptr (SpicoAnswer) made = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'a':{'principalId':'pb'},'b':{'principalId':'pc'}}},'0']");
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','destroy':['%s']},'0']", spico_jmap_world_text (made, "0/1/created/a/id")));
  g_assert_cmpuint (purge (world, 100), ==, 0);
  world->now_us += SPICO_JOURNAL_LIFETIME_US - 10 * G_USEC_PER_SEC;
  g_assert_cmpuint (purge (world, 100), ==, 0);
  before = spico_jmap_world_ask (world, "pa", "['Favourite/changes',{'accountId':'pa','sinceState':'2'},'0'],['Favourite/changes',{'accountId':'pa','sinceState':'0'},'1']");
  g_assert_cmpuint (spico_jmap_world_size (before, "0/1/destroyed"), ==, 1);

  world->now_us += 20 * G_USEC_PER_SEC;
  g_assert_cmpuint (purge (world, 100), ==, 1);
  g_assert_cmpuint (purge (world, 100), ==, 0);
  after = spico_jmap_world_ask (world, "pa",
                                "['Favourite/changes',{'accountId':'pa','sinceState':'2'},'0'],['Favourite/changes',{'accountId':'pa','sinceState':'3'},'1'],"
                                "['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'2'},'2'],['Favourite/queryChanges',{'accountId':'pa','sinceQueryState':'3'},'3'],"
                                "['Favourite/get',{'accountId':'pa','ids':null},'4']");
  assert_text (after, "0/1/type", "cannotCalculateChanges");
  assert_text (after, "1/1/newState", "3");
  assert_text (after, "2/1/type", "cannotCalculateChanges");
  assert_text (after, "3/1/newQueryState", "3");
  g_assert_cmpuint (spico_jmap_world_size (after, "4/1/list"), ==, 1);
}

static void
test_tombstones_end_a_few_at_a_time (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  spico_jmap_world_sql (world, "INSERT INTO state (account_id, type, modseq, oldest) VALUES ('pa', 'Favourite', 20, 0), ('pb', 'Favourite', 20, 0)", NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at) " NUMBERS (20)
                        "SELECT CASE WHEN i > 10 THEN 'pb' ELSE 'pa' END, 'Favourite', 'x' || i, i, 0, CASE WHEN i = 3 THEN 0 ELSE 1 END, i FROM n",
                        NULL);
  g_assert_cmpuint (purge (world, 5), ==, 5);
  g_assert_cmpuint (purge (world, 5), ==, 5);
  g_assert_cmpuint (purge (world, 100), ==, 9);
}

/* ---- Markers ---- */

static void
read_up_to (SpicoJmapWorld *world,
            const char     *id,
            guint           seq)
{
  yyjson_doc_free (spico_jmap_world_ask (world, "pb", "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':%u}}},'0']", id, seq));
}

static void
tell (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;
  gboolean due = FALSE;
  guint n_told;

  g_ptr_array_set_size (world->changes, 0);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_read_markers_are_due (world->connection, world->now_us, &due, &error));
  g_assert_true (spico_read_markers_tell (world->connection, world->now_us, 10, &n_told, world->changes, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
  g_assert_cmpint (due, ==, world->changes->len > 0);
}

static void
test_markers_tell_once_in_five_seconds (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  for (guint i = 0; i < 4; i++)
    g_free (spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));

  read_up_to (world, id, 1);
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
  read_up_to (world, id, 2);
  g_assert_true (spico_jmap_world_told (world, "pb", "ReadMarker"));
  g_assert_false (spico_jmap_world_told (world, "pa", "ReadMarker"));
  before = spico_jmap_world_ask (world, "pa", "['ReadMarker/query',{'accountId':'pa'},'0'],['ReadMarker/get',{'accountId':'pa','ids':['%s_pb_pb']},'1']", id);
  assert_number (before, "0/1/canCalculateChanges", 1);
  assert_number (before, "1/1/list/0/readUpTo", 1);
  tell (world);
  g_assert_cmpuint (world->changes->len, ==, 0);

  /* What was not told is, later, once, even if nothing moves any more. */
  world->now_us += SPICO_MARKER_INTERVAL_US;
  tell (world);
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
  g_assert_false (spico_jmap_world_told (world, "pb", "ReadMarker"));
  after = spico_jmap_world_ask (world, "pa", "['ReadMarker/changes',{'accountId':'pa','sinceState':'%s'},'0'],['ReadMarker/get',{'accountId':'pa','ids':['%s_pb_pb']},'1']",
                                spico_jmap_world_text (before, "1/1/state"), id);
  g_assert_cmpuint (spico_jmap_world_size (after, "0/1/updated"), ==, 1);
  assert_number (after, "1/1/list/0/readUpTo", 2);
  world->now_us += 2 * SPICO_MARKER_INTERVAL_US;
  tell (world);
  g_assert_cmpuint (world->changes->len, ==, 0);

  read_up_to (world, id, 3);
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
}

/* That somebody has read up to what they wrote, their message says: no marker tells it a second time, now or later. */
static void
test_what_one_writes_moves_no_marker_of_the_others (SpicoJmapWorld *world,
                                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;
  g_autoptr (SpicoAnswer) read = NULL;
  g_autoptr (SpicoAnswer) own = NULL;

  before = spico_jmap_world_ask (world, "pb", "['ReadMarker/get',{'accountId':'pb','ids':['%s_pa_pa']},'0']", id);
  g_free (spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));
  g_assert_true (spico_jmap_world_told (world, "pb", "Message"));
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
  g_assert_false (spico_jmap_world_told (world, "pb", "ReadMarker"));
  world->now_us += SPICO_MARKER_INTERVAL_US;
  tell (world);
  g_assert_cmpuint (world->changes->len, ==, 0);

  own = spico_jmap_world_ask (world, "pa", "['ReadMarker/get',{'accountId':'pa','ids':['%s_pa_pa']},'0']", id);
  assert_number (own, "0/1/list/0/readUpTo", 1);
  after = spico_jmap_world_ask (world, "pb", "['ReadMarker/get',{'accountId':'pb','ids':['%s_pa_pa']},'0']", id);
  g_assert_cmpuint (spico_jmap_world_size (after, "0/1/list"), ==, 0);
  g_assert_cmpstr (spico_jmap_world_text (after, "0/1/state"), ==, spico_jmap_world_text (before, "0/1/state"));

  /* What they then read of others is told, with all that was before. */
  g_free (spico_jmap_world_say (world, "pb", "pb", id, "Bonsoir"));
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['ReadMarker/set',{'accountId':'pa','update':{'%s_pa_pa':{'readUpTo':2}}},'0']", id));
  g_assert_true (spico_jmap_world_told (world, "pb", "ReadMarker"));
  read = spico_jmap_world_ask (world, "pb", "['ReadMarker/changes',{'accountId':'pb','sinceState':'%s'},'0'],['ReadMarker/get',{'accountId':'pb','ids':['%s_pa_pa']},'1']",
                               spico_jmap_world_text (before, "0/1/state"), id);
  g_assert_cmpuint (spico_jmap_world_size (read, "0/1/created"), ==, 1);
  assert_number (read, "1/1/list/0/readUpTo", 2);
}

/* On PostgreSQL: who tells waits for nobody, and so stands in nobody's way. */
static void
test_markers_that_move_just_now_are_told_later (SpicoJmapWorld *world,
                                                gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  SpicoJmapWorld other = { 0 };
  g_autoptr (GError) error = NULL;
  guint n_told;

  for (guint i = 0; i < 2; i++)
    g_free (spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));
  read_up_to (world, id, 1);
  read_up_to (world, id, 2);
  world->now_us += SPICO_MARKER_INTERVAL_US;

  spico_jmap_world_join (&other, world);
  g_assert_true (spico_sql_connection_begin (other.connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_sql_run (other.connection, "UPDATE read_marker SET is_marked_unread = is_marked_unread", NULL, &error));
  g_ptr_array_set_size (world->changes, 0);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_read_markers_tell (world->connection, world->now_us, 10, &n_told, world->changes, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_told, ==, 0);
  g_assert_cmpuint (world->changes->len, ==, 0);
  g_assert_true (spico_sql_connection_commit (other.connection, &error));
  spico_jmap_world_leave (&other);

  tell (world);
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
}

#define ADD(name, function) g_test_add ("/bounds/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("the-bytes-of-an-answer-are-bounded", test_the_bytes_of_an_answer_are_bounded);
  ADD ("the-references-of-a-request-are-bounded", test_the_references_of_a_request_are_bounded);
  ADD ("up-to-id-spares-what-is-below", test_up_to_id_spares_what_is_below);
  ADD ("too-much-change-is-asked-for-anew", test_too_much_change_is_asked_for_anew);
  ADD ("tombstones-end-after-180-days", test_tombstones_end_after_180_days);
  ADD ("tombstones-end-a-few-at-a-time", test_tombstones_end_a_few_at_a_time);
  ADD ("B004-markers-tell-once-in-five-seconds", test_markers_tell_once_in_five_seconds);
  ADD ("B004-what-one-writes-moves-no-marker-of-the-others", test_what_one_writes_moves_no_marker_of_the_others);
  /* SQLite has one writer. */
  if (spico_test_database_uses_postgres ())
    ADD ("markers-that-move-just-now-are-told-later", test_markers_that_move_just_now_are_told_later);

  return g_test_run ();
}
