/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Envoyer plus tard… ». It is 2026-01-01T00:00:00Z. */
#include "spico-jmap-world.h"

#include "spico-blob.h"
#include "spico-schedule.h"
#include "spico-scheduled-release.h"

#define EIGHT "'sendAt':'2026-01-01T08:00:00Z'"

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static SpicoAnswer *
try_to_schedule (SpicoJmapWorld *world,
                 const char     *person_id,
                 const char     *account_id,
                 const char     *conversation_id,
                 const char     *more)
{
  return spico_jmap_world_ask (world, person_id, "['ScheduledMessage/set',{'accountId':'%s','create':{'x':{'conversationId':'%s',%s}}},'0']", account_id, conversation_id, more);
}

static char *
schedule (SpicoJmapWorld *world,
          const char     *person_id,
          const char     *account_id,
          const char     *conversation_id,
          const char     *more)
{
  g_autoptr (SpicoAnswer) answer = try_to_schedule (world, person_id, account_id, conversation_id, more);

  g_assert_true (spico_jmap_world_has (answer, "0/1/created/x/id"));
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

/* What a server does at its tick. */
static gboolean
release_one (SpicoJmapWorld *world)
{
  SpicoJmapLimits limits = spico_jmap_world_limits ();
  g_autoptr (GError) error = NULL;
  gboolean was_due = FALSE;

  g_ptr_array_set_size (world->changes, 0);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_scheduled_messages_release (world->connection, &limits, world->now_us, &was_due, world->changes, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));

  return was_due;
}

static void
wait_hours (SpicoJmapWorld *world,
            guint           hours)
{
  world->now_us += hours * G_TIME_SPAN_HOUR;
}

static SpicoAnswer *
get_message (SpicoJmapWorld *world,
             const char     *person_id,
             const char     *id)
{
  return spico_jmap_world_ask (world, person_id, "['Message/get',{'accountId':'%s','ids':['%s']},'0']", person_id, id);
}

static SpicoAnswer *
get_scheduled (SpicoJmapWorld *world,
               const char     *person_id,
               const char     *account_id)
{
  return spico_jmap_world_ask (world, person_id, "['ScheduledMessage/get',{'accountId':'%s','ids':null},'0']", account_id);
}

static void
assert_unseen (SpicoJmapWorld *world,
               const char     *id)
{
  g_autoptr (SpicoAnswer) answer = get_message (world, "pb", id);

  g_assert_cmpint (spico_jmap_world_size (answer, "0/1/list"), ==, 0);
}

/* Nobody sees it before; then everybody does, once, at the moment it left, below what was said meanwhile. */
static void
test_leaves_at_its_time (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *first = spico_jmap_world_say (world, "pa", "pa", conversation, "Bonjour");
  g_autofree char *more = g_strdup_printf ("'text':'Demain','isUrgent':true,'replyBy':'2026-01-01T17:00:00Z','inReplyToId':'%s'," EIGHT, first);
  g_autofree char *id = schedule (world, "pa", "pa", conversation, more);
  g_autofree char *meanwhile = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "ScheduledMessage"));
  g_assert_false (spico_jmap_world_told (world, "pb", "Message"));
  assert_unseen (world, id);
  g_assert_false (release_one (world));
  wait_hours (world, 7);
  meanwhile = spico_jmap_world_say (world, "pb", "pb", conversation, "Entre-temps");
  g_assert_false (release_one (world));

  wait_hours (world, 1);
  g_assert_true (release_one (world));
  g_assert_true (spico_jmap_world_told (world, "pa", "ScheduledMessage"));
  g_assert_true (spico_jmap_world_told (world, "pb", "Message"));
  g_assert_false (release_one (world));

  answer = get_message (world, "pb", id);
  assert_text (answer, "0/1/list/0/text", "Demain");
  assert_text (answer, "0/1/list/0/fromPersonId", "pa");
  assert_text (answer, "0/1/list/0/inReplyToId", first);
  assert_text (answer, "0/1/list/0/replyBy", "2026-01-01T17:00:00Z");
  assert_text (answer, "0/1/list/0/composedAt", "2026-01-01T08:00:00Z");
  g_assert_true (yyjson_get_bool (spico_jmap_world_value (answer, "0/1/list/0/isUrgent")));
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/seq"), ==, 3);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE sent_at >= 1767254400000000"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM scheduled_message"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'message.create' AND person_id = 'pa' AND type = 'Message'"), ==, 2);
}

/* Its author is not there: what they have not read yet is not read by it. */
static void
test_reads_nothing (SpicoJmapWorld *world,
                    gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *first = spico_jmap_world_say (world, "pa", "pa", conversation, "Bonjour");
  g_autofree char *one = schedule (world, "pa", "pa", conversation, "'text':'Un'," EIGHT);
  g_autofree char *two = schedule (world, "pa", "pa", conversation, "'text':'Deux','sendAt':'2026-01-01T09:00:00Z'");
  g_autofree char *unread = NULL;

  wait_hours (world, 8);
  g_assert_true (release_one (world));
  g_assert_cmpint (count (world, "SELECT read_up_to FROM read_marker WHERE account_id = 'pa'"), ==, 2);
  unread = spico_jmap_world_say (world, "pb", "pb", conversation, "Pas encore lu");
  wait_hours (world, 1);
  g_assert_true (release_one (world));
  g_assert_cmpint (count (world, "SELECT read_up_to FROM read_marker WHERE account_id = 'pa'"), ==, 2);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message"), ==, 4);
}

/* What would be refused now is not taken for later; nor what leaves at once, or next year. */
static void
test_bounds (SpicoJmapWorld *world,
             gconstpointer   data)
{
  static const struct {
    const char *more;
    const char *property;
  } refused[] = {
    { "'text':'Un','sendAt':'2026-01-01T00:00:30Z'", "sendAt" },
    { "'text':'Un','sendAt':'2026-04-02T00:00:00Z'", "sendAt" },
    { "'text':'Un','sendAt':null", "sendAt" },
    { "'text':'Un'", "sendAt" },
    { "'text':' '," EIGHT, "text" },
    { "'text':'Un','inReplyToId':'else'," EIGHT, "inReplyToId" },
    { "'text':'Un','replyBy':'2026-01-01T07:00:00Z'," EIGHT, "replyBy" },
    { "'text':'Un','replyBy':'2026-02-01T07:00:00Z'," EIGHT, "replyBy" },
  };
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) stranger = try_to_schedule (world, "pc", "pc", conversation, "'text':'Un'," EIGHT);

  spico_jmap_world_assert_refused (stranger, "conversationId");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = try_to_schedule (world, "pa", "pa", conversation, refused[i].more);

      spico_jmap_world_assert_refused (answer, refused[i].property);
    }

  for (guint i = 0; i < SPICO_SCHEDULED_MAX; i++)
    g_free (schedule (world, "pa", "pa", conversation, "'text':'Un'," EIGHT));
  {
    g_autoptr (SpicoAnswer) one_more = try_to_schedule (world, "pa", "pa", conversation, "'text':'Un'," EIGHT);

    assert_text (one_more, "0/1/notCreated/x/type", "overQuota");
  }
}

/* Its time is changed, it is sent at once, or cancelled; what has left is not there any more. */
static void
test_is_changed (SpicoJmapWorld *world,
                 gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *later = schedule (world, "pa", "pa", conversation, "'text':'Un'," EIGHT);
  g_autofree char *now = schedule (world, "pa", "pa", conversation, "'text':'Deux'," EIGHT);
  g_autofree char *never = schedule (world, "pa", "pa", conversation, "'text':'Trois'," EIGHT);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['ScheduledMessage/set',{'accountId':'pa','update':{'%s':{'sendAt':'2026-01-01T09:00:00Z'},'%s':{'sendAt':null}},'destroy':['%s']},'0']", later, now, never);
  g_autoptr (SpicoAnswer) sent = NULL;
  g_autoptr (SpicoAnswer) late = NULL;

  g_assert_true (spico_jmap_world_has (answer, "0/1/updated"));
  g_assert_cmpint (spico_jmap_world_size (answer, "0/1/updated"), ==, 2);
  g_assert_true (spico_jmap_world_lists (answer, "0/1/destroyed", never));
  sent = get_message (world, "pb", now);
  assert_text (sent, "0/1/list/0/text", "Deux");

  wait_hours (world, 8);
  g_assert_false (release_one (world));
  assert_unseen (world, never);
  wait_hours (world, 1);
  g_assert_true (release_one (world));
  late = spico_jmap_world_ask (world, "pa", "['ScheduledMessage/set',{'accountId':'pa','destroy':['%s'],'update':{'%s':{'sendAt':null}}},'0']", later, now);
  {
    g_autofree char *destroyed = g_strdup_printf ("0/1/notDestroyed/%s/type", later);
    g_autofree char *updated = g_strdup_printf ("0/1/notUpdated/%s/type", now);

    assert_text (late, destroyed, "notFound");
    assert_text (late, updated, "notFound");
  }
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message"), ==, 2);
}

/* A retry of what has left meanwhile makes no second one. */
static void
test_told_again (SpicoJmapWorld *world,
                 gconstpointer   data)
{
  const char *more = "'clientId':'0194c2f0-0000-7000-8000-000000000001','text':'Un'," EIGHT;
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *id = schedule (world, "pa", "pa", conversation, more);
  g_autofree char *again = schedule (world, "pa", "pa", conversation, more);
  g_autofree char *after = NULL;

  wait_hours (world, 8);
  g_assert_true (release_one (world));
  after = schedule (world, "pa", "pa", conversation, more);
  g_assert_cmpstr (again, ==, id);
  g_assert_cmpstr (after, ==, id);
  g_assert_false (release_one (world));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM scheduled_message"), ==, 0);
}

/* Who has left the conversation sends nothing, and keeps what they wrote. */
static void
test_left (SpicoJmapWorld *world,
           gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autofree char *id = schedule (world, "pb", "pb", conversation, "'text':'Un'," EIGHT);
  g_autoptr (SpicoAnswer) removal = spico_jmap_world_post (world, "pa", "pa", conversation, "'removedIds':['pb']");
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_assert_posted (removal);
  wait_hours (world, 8);
  g_assert_true (release_one (world));
  g_assert_true (spico_jmap_world_told (world, "pb", "ScheduledMessage"));
  g_assert_false (spico_jmap_world_told (world, "pa", "Message"));
  g_assert_false (release_one (world));
  answer = get_scheduled (world, "pb", "pb");
  assert_text (answer, "0/1/list/0/status", "refused");
  assert_text (answer, "0/1/list/0/text", "Un");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE text = 'Un'"), ==, 0);
}

/* A mailbox works as one: a colleague sees who has scheduled what, and may cancel it, and no more. */
static void
test_colleagues (SpicoJmapWorld *world,
                 gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  g_autofree char *id = schedule (world, "pd", "fs", conversation, "'text':'Un'," EIGHT);
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) sooner = NULL;
  g_autoptr (SpicoAnswer) cancelled = NULL;
  g_autoptr (SpicoAnswer) stranger = get_scheduled (world, "pa", "pa");
  g_autofree char *refused = g_strdup_printf ("0/1/notUpdated/%s/type", id);

  spico_jmap_world_delegate (world, "fs", "pb", "discussions");
  seen = get_scheduled (world, "pb", "fs");
  assert_text (seen, "0/1/list/0/fromPersonId", "pd");
  g_assert_cmpint (spico_jmap_world_size (stranger, "0/1/list"), ==, 0);
  sooner = spico_jmap_world_ask (world, "pb", "['ScheduledMessage/set',{'accountId':'fs','update':{'%s':{'sendAt':null}}},'0']", id);
  assert_text (sooner, refused, "forbidden");
  cancelled = spico_jmap_world_ask (world, "pb", "['ScheduledMessage/set',{'accountId':'fs','destroy':['%s']},'0']", id);
  g_assert_true (spico_jmap_world_lists (cancelled, "0/1/destroyed", id));
}

/* Who has lost the delegation sends nothing, and reads it in their own account; the mailbox does no more. */
static void
test_lost_delegation (SpicoJmapWorld *world,
                      gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  id = schedule (world, "pd", "fs", conversation, "'text':'Un'," EIGHT);
  spico_jmap_world_sql (world, "DELETE FROM delegation WHERE account_id = 'fs' AND delegate_id = 'pd'", NULL);
  wait_hours (world, 8);
  g_assert_true (release_one (world));
  g_assert_true (spico_jmap_world_told (world, "pd", "ScheduledMessage"));
  answer = get_scheduled (world, "pd", "pd");
  assert_text (answer, "0/1/list/0/text", "Un");
  assert_text (answer, "0/1/list/0/status", "refused");
  assert_text (answer, "0/1/list/0/fromAccountId", "fs");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message WHERE text = 'Un'"), ==, 0);
}

static char *
upload (SpicoJmapWorld *world)
{
  g_autoptr (SpicoBlob) blob = spico_blob_new ("pa", "application/pdf", world->now_us++);
  g_autoptr (GBytes) piece = g_bytes_new ("%PDF", 4);
  g_autoptr (GError) error = NULL;
  gboolean exists;

  blob->size = 4;
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_blob_begin (world->connection, blob, "pa", world->now_us, &error));
  g_assert_true (spico_blob_append (world->connection, blob, 0, piece, &exists, &error));
  g_assert_true (spico_blob_finish (world->connection, blob, &exists, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));

  return g_strdup (blob->id);
}

/* Files go along, and are there until then, for whoever acts for the account; cancelled, they are uploads of its author again. */
static void
test_files (SpicoJmapWorld *world,
            gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world);
  g_autofree char *more = g_strdup_printf ("'text':'Un','attachments':[{'blobId':'%s','name':'Bilan.pdf'}]," EIGHT, blob);
  g_autofree char *cancelled = schedule (world, "pa", "pa", conversation, more);
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) waiting = get_scheduled (world, "pa", "pa");
  g_autoptr (SpicoAnswer) undone = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;
  guint n_gone;
  g_autoptr (GError) error = NULL;

  assert_text (waiting, "0/1/list/0/attachments/0/name", "Bilan.pdf");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM blob"), ==, 0);
  undone = spico_jmap_world_ask (world, "pa", "['ScheduledMessage/set',{'accountId':'pa','destroy':['%s']},'0']", cancelled);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM blob WHERE person_id = 'pa' AND is_whole = 1"), ==, 1);

  id = schedule (world, "pa", "pa", conversation, more);
  wait_hours (world, 80);
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_blob_sweep (world->connection, world->now_us, 10, &n_gone, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_true (release_one (world));
  answer = get_message (world, "pb", id);
  assert_text (answer, "0/1/list/0/attachments/0/blobId", blob);
  g_assert_cmpint (spico_jmap_world_number (answer, "0/1/list/0/attachments/0/size"), ==, 4);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM blob_piece"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM message_attachment"), ==, 1);
}

#define ADD(name, function) g_test_add (name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/scheduled/leaves-at-its-time", test_leaves_at_its_time);
  ADD ("/scheduled/reads-nothing", test_reads_nothing);
  ADD ("/scheduled/bounds", test_bounds);
  ADD ("/scheduled/is-changed", test_is_changed);
  ADD ("/scheduled/told-again", test_told_again);
  ADD ("/scheduled/left", test_left);
  ADD ("/scheduled/colleagues", test_colleagues);
  ADD ("/scheduled/lost-delegation", test_lost_delegation);
  ADD ("/scheduled/files", test_files);

  return g_test_run ();
}
