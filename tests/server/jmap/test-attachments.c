/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that go with messages: who may send which, who may have them, and what becomes of them. */
#include "spico-blob.h"
#include "spico-jmap-world.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define WITHDRAW "'isWithdrawn':true"

/* What somebody uploads. */
static char *
upload (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        gsize           size)
{
  g_autoptr (SpicoBlob) blob = spico_blob_new (account_id, "application/pdf", world->now_us++);
  g_autofree char *data = g_strnfill (size, 'x');
  g_autoptr (GBytes) piece = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  gboolean exists;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_blob_begin (world->connection, blob, person_id, world->now_us, &error));
  g_assert_true (spico_blob_append (world->connection, blob, 0, piece, &exists, &error));
  g_assert_true (spico_blob_finish (world->connection, blob, &exists, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);

  return g_strdup (blob->id);
}

static SpicoAnswer *
say (SpicoJmapWorld *world,
     const char     *person_id,
     const char     *account_id,
     const char     *conversation_id,
     const char     *more)
{
  return spico_jmap_world_ask (world, person_id, "['Message/set',{'accountId':'%s','create':{'x':{'conversationId':'%s',%s}}},'0']", account_id, conversation_id, more);
}

/* A message without a word, with one file. */
static char *
send (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *account_id,
      const char     *conversation_id,
      const char     *blob_id)
{
  g_autofree char *more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", blob_id);
  g_autoptr (SpicoAnswer) answer = say (world, person_id, account_id, conversation_id, more);

  g_assert_nonnull (spico_jmap_world_text (answer, "0/1/created/x/id"));
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

static SpicoAnswer *
withdraw (SpicoJmapWorld *world,
          const char     *person_id,
          const char     *account_id,
          const char     *id)
{
  return spico_jmap_world_ask (world, person_id, "['Message/set',{'accountId':'%s','update':{'%s':{" WITHDRAW "}}},'0']", account_id, id);
}

/* As a download does. */
static gboolean
may_download (SpicoJmapWorld *world,
              const char     *person_id,
              const char     *account_id,
              const char     *blob_id)
{
  SpicoActor actor = { (char *) person_id, (char *) "session" };
  SpicoAuthzDecision decision;
  g_autoptr (SpicoBlob) blob = NULL;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_authz_check (world->connection, &actor, world->now_us, account_id, SPICO_ACTION_BLOB_READ, blob_id, &decision, &error));
  if (!decision.allow)
    return FALSE;

  blob = spico_blob_find (world->connection, account_id, blob_id, &error);
  g_assert_no_error (error);
  piece = spico_blob_read (world->connection, blob, 0, &error);
  g_assert_no_error (error);
  return blob->size == (gint64) g_bytes_get_size (piece);
}

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  g_assert_true (spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error));
  return number;
}

static void
sweep (SpicoJmapWorld *world,
       gint64          now_us)
{
  g_autoptr (GError) error = NULL;
  guint n_gone;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_blob_sweep (world->connection, now_us, 10, &n_gone, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
}

static void
assert_refused (SpicoAnswer *answer,
                const char  *type)
{
  assert_text (answer, "0/1/notCreated/x/type", type);
}

static void
test_who_reads_the_message_has_the_file (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'Bilan d’été.pdf','type':'text/plain'},{'blobId':'%s','name':'Bilan.pdf'}]", blob, blob);
  g_autoptr (SpicoAnswer) sent = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;
  static const struct {
    const char *person;
    const char *account;
    gboolean may;
  } readers[] = {
    { "pa", "pa", TRUE }, { "pb", "pb", TRUE }, { "pd", "fs", TRUE }, { "pd", "pd", FALSE }, { "pc", "pc", FALSE }, { "pc", "fs", FALSE }, { "pb", "pa", FALSE }, { "pc", "region", FALSE },
  };

  g_assert_false (may_download (world, "pb", "pb", blob));
  sent = say (world, "pa", "pa", id, more);
  g_assert_cmpint (spico_jmap_world_number (sent, "0/1/created/x/attachments/0/size"), ==, 10);
  seen = spico_jmap_world_ask (world, "pd", "['Message/get',{'accountId':'fs','ids':['%s']},'0']", spico_jmap_world_text (sent, "0/1/created/x/id"));
  assert_text (seen, "0/1/list/0/text", "");
  assert_text (seen, "0/1/list/0/attachments/0/blobId", blob);
  assert_text (seen, "0/1/list/0/attachments/0/name", "Bilan d’été.pdf");
  assert_text (seen, "0/1/list/0/attachments/0/type", "text/plain");
  assert_text (seen, "0/1/list/0/attachments/1/name", "Bilan.pdf");
  assert_text (seen, "0/1/list/0/attachments/1/type", "application/pdf");
  g_assert_cmpint (spico_jmap_world_number (seen, "0/1/list/0/attachments/1/size"), ==, 10);
  g_assert_cmpuint (spico_jmap_world_size (seen, "0/1/list/0/attachments"), ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_test_message ("%s for %s", readers[i].person, readers[i].account);
      g_assert_cmpint (may_download (world, readers[i].person, readers[i].account, blob), ==, readers[i].may);
    }
}

static void
test_who_takes_part_later_has_it_and_who_left_has_not (SpicoJmapWorld *world,
                                                       gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autoptr (SpicoAnswer) added = NULL;
  g_autoptr (SpicoAnswer) removed = NULL;
  g_autoptr (SpicoAnswer) left = NULL;

  g_free (send (world, "pa", "pa", id, blob));
  g_assert_false (may_download (world, "pc", "pc", blob));
  added = say (world, "pa", "pa", id, "'addedIds':['pc']");
  g_assert_true (spico_jmap_world_has (added, "0/1/created/x"));
  g_assert_true (may_download (world, "pc", "pc", blob));

  removed = say (world, "pa", "pa", id, "'removedIds':['pb']");
  g_assert_true (spico_jmap_world_has (removed, "0/1/created/x"));
  g_assert_false (may_download (world, "pb", "pb", blob));

  /* Nor is it the author's any more, who has given it away. */
  left = say (world, "pa", "pa", id, "'removedIds':['pa']");
  g_assert_true (spico_jmap_world_has (left, "0/1/created/x"));
  g_assert_false (may_download (world, "pa", "pa", blob));
  g_assert_true (may_download (world, "pd", "fs", blob));

  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1 WHERE delegate_id = 'pd'", NULL);
  g_assert_false (may_download (world, "pd", "fs", blob));
}

static void
test_only_what_one_may_read_is_sent (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *others = upload (world, "pb", "pb", 10);
  g_autofree char *for_structure = upload (world, "pd", "fs", 10);
  g_autofree char *own = upload (world, "pa", "pa", 10);
  const char *const refused[] = { others, for_structure, "nobody", id };
  g_autofree char *both = g_strdup_printf ("'text':'Bonjour','attachments':[{'blobId':'%s','name':'a'},{'blobId':'%s','name':'b'}]", own, others);
  g_autoptr (SpicoAnswer) half = NULL;
  g_autoptr (SpicoAnswer) at_home = NULL;
  g_autofree char *at_home_more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'a'}]", for_structure);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *more = g_strdup_printf ("'text':'Bonjour','attachments':[{'blobId':'%s','name':'a'}]", refused[i]);
      g_autoptr (SpicoAnswer) answer = say (world, "pa", "pa", id, more);

      assert_refused (answer, "blobNotFound");
      assert_text (answer, "0/1/notCreated/x/notFound/0", refused[i]);
    }

  half = say (world, "pa", "pa", id, both);
  assert_refused (half, "blobNotFound");
  g_assert_cmpuint (spico_jmap_world_size (half, "0/1/notCreated/x/notFound"), ==, 1);
  g_assert_cmpint (count (world, "SELECT count(*) FROM message_attachment"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM message"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob"), ==, 3);
  g_assert_true (may_download (world, "pa", "pa", own));

  /* What they uploaded for the structure goes in its name only. */
  at_home = say (world, "pd", "fs", id, at_home_more);
  g_assert_true (spico_jmap_world_has (at_home, "0/1/created/x"));
}

static void
test_what_one_reads_is_forwarded (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autofree char *first = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *second = spico_jmap_world_converse (world, "pb", "pb", "'pc'");
  g_autofree char *third = spico_jmap_world_converse (world, "pd", "fs", "'pa'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", blob);
  g_autofree char *message = send (world, "pa", "pa", first, blob);
  g_autofree char *forwarded = NULL;
  g_autoptr (SpicoAnswer) refused = NULL;
  g_autoptr (SpicoAnswer) not_copied = NULL;
  g_autoptr (SpicoAnswer) copied = NULL;
  g_autoptr (SpicoAnswer) withdrawn = NULL;

  refused = say (world, "pd", "fs", third, more);
  assert_refused (refused, "blobNotFound");
  not_copied = spico_jmap_world_ask (world, "pd", "['Blob/copy',{'fromAccountId':'pd','accountId':'fs','blobIds':['%s']},'0']", blob);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (not_copied, "0/1/copied")));

  forwarded = send (world, "pb", "pb", second, blob);
  g_assert_true (may_download (world, "pc", "pc", blob));

  /* Who acts for two accounts takes it from one to the other. */
  spico_jmap_world_delegate (world, "pb", "pd", "all");
  copied = spico_jmap_world_ask (world, "pd", "['Blob/copy',{'fromAccountId':'pb','accountId':'fs','blobIds':['%s']},'0']", blob);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (copied, "0/1/notCopied")));
  g_free (send (world, "pd", "fs", third, blob));

  /* What was passed on stands by itself. */
  withdrawn = withdraw (world, "pa", "pa", message);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (withdrawn, "0/1/notUpdated")));
  sweep (world, world->now_us + 2 * SPICO_BLOB_LIFETIME_US);
  g_assert_true (may_download (world, "pc", "pc", blob));
  g_assert_true (may_download (world, "pa", "pa", blob));
}

static void
test_the_purge_keeps_what_a_message_has (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *unsent = upload (world, "pa", "pa", 10);
  gboolean has_room = FALSE;

  g_free (send (world, "pa", "pa", id, blob));
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob"), ==, 1);
  g_assert_true (spico_blob_has_room (world->connection, "pa", SPICO_BLOB_MAX_HELD_BYTES - 10, &has_room, NULL));
  g_assert_true (has_room);
  sweep (world, world->now_us + 2 * SPICO_BLOB_LIFETIME_US);
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob_piece"), ==, 1);
  g_assert_true (may_download (world, "pb", "pb", blob));
  g_assert_false (may_download (world, "pa", "pa", unsent));
}

static void
test_what_is_withdrawn_is_nobodys (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *message = send (world, "pa", "pa", id, blob);
  g_autoptr (SpicoAnswer) withdrawn = withdraw (world, "pa", "pa", message);
  g_autoptr (SpicoAnswer) seen = spico_jmap_world_ask (world, "pb", "['Message/get',{'accountId':'pb','ids':['%s']},'0']", message);
  g_autofree char *pointer = g_strconcat ("0/1/updated/", message, "/attachments", NULL);
  g_autofree char *more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", blob);
  g_autoptr (SpicoAnswer) again = NULL;

  g_assert_true (yyjson_is_arr (spico_jmap_world_value (withdrawn, pointer)));
  g_assert_cmpuint (spico_jmap_world_size (withdrawn, pointer), ==, 0);
  g_assert_true (yyjson_get_bool (spico_jmap_world_value (seen, "0/1/list/0/isWithdrawn")));
  g_assert_cmpuint (spico_jmap_world_size (seen, "0/1/list/0/attachments"), ==, 0);
  g_assert_false (may_download (world, "pa", "pa", blob));
  g_assert_false (may_download (world, "pb", "pb", blob));
  g_assert_false (may_download (world, "pd", "fs", blob));
  again = say (world, "pa", "pa", id, more);
  assert_refused (again, "blobNotFound");

  sweep (world, world->now_us);
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob") + count (world, "SELECT count(*) FROM blob_piece") + count (world, "SELECT count(*) FROM message_attachment"), ==, 0);
}

static void
test_bad_names_and_types_are_refused (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *long_name = g_strnfill (256, 'a');
  g_autofree char *long_attachment = g_strdup_printf ("'name':'%s'", long_name);
  g_autofree char *longest_name = g_strnfill (255, 'a');
  g_autofree char *longest = g_strdup_printf ("'text':'','attachments':[{'blobId':'%s','name':'%s','type':''}]", blob, longest_name);
  const char *const refused[] = {
    "'name':''",
    "'name':'../bilan.pdf'",
    "'name':'a/b'",
    "'name':'a\\\\b'",
    "'name':'.bilan'",
    "'name':' bilan'",
    "'name':'bilan '",
    "'name':'a\\u0000b'",
    "'name':'a\\nb'",
    "'name':'exe.\\u202efdp'",
    "'name':null",
    "'type':'application/pdf'",
    "'name':'a','type':'pdf'",
    "'name':'a','type':'text/html; charset=x'",
    "'name':'a','size':10",
    "'name':'a','disposition':'inline'",
    long_attachment,
  };
  g_autoptr (SpicoAnswer) taken = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *more = g_strdup_printf ("'text':'Bonjour','attachments':[{'blobId':'%s',%s}]", blob, refused[i]);
      g_autoptr (SpicoAnswer) answer = say (world, "pa", "pa", id, more);

      g_test_message ("%s", refused[i]);
      assert_refused (answer, "invalidProperties");
      assert_text (answer, "0/1/notCreated/x/properties/0", "attachments");
    }
  g_assert_cmpint (count (world, "SELECT count(*) FROM message"), ==, 0);

  taken = say (world, "pa", "pa", id, longest);
  assert_text (taken, "0/1/created/x/attachments/0/type", "application/pdf");
}

/* The same file, under so many names. */
static char *
list_of (const char *blob_id,
         guint       n)
{
  g_autoptr (GString) list = g_string_new ("'attachments':[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s{'blobId':'%s','name':'%u'}", i > 0 ? "," : "", blob_id, i);
  g_string_append_c (list, ']');

  return g_string_free_and_steal (g_steal_pointer (&list));
}

static void
test_so_many_and_so_large (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *full = list_of (blob, 20);
  g_autofree char *one_more = list_of (blob, 21);
  g_autoptr (SpicoAnswer) too_many = say (world, "pa", "pa", id, one_more);
  g_autoptr (SpicoAnswer) as_many = say (world, "pa", "pa", id, full);
  g_autoptr (SpicoAnswer) too_large = NULL;

  assert_refused (too_many, "invalidProperties");
  g_assert_cmpuint (spico_jmap_world_size (as_many, "0/1/created/x/attachments"), ==, 20);
  assert_text (as_many, "0/1/created/x/attachments/19/name", "19");

  /* What the row says is what is counted. */
  spico_jmap_world_sql (world, "UPDATE message_attachment SET size = 2500001 WHERE number < 20", NULL);
  too_large = say (world, "pa", "pa", id, full);
  assert_refused (too_large, "tooLarge");
}

static void
test_only_a_message_that_says_something_has_them (SpicoJmapWorld *world,
                                                  gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *change = g_strdup_printf ("'newSubject':'Bilan','attachments':[{'blobId':'%s','name':'a'}]", blob);
  g_autofree char *message = NULL;
  g_autofree char *as_it_is = NULL;
  g_autoptr (SpicoAnswer) changed = say (world, "pa", "pa", id, change);
  g_autoptr (SpicoAnswer) none = say (world, "pa", "pa", id, "'text':'','attachments':[]");
  g_autoptr (SpicoAnswer) updated = NULL;
  g_autoptr (SpicoAnswer) unchanged = NULL;

  assert_refused (changed, "invalidProperties");
  assert_text (changed, "0/1/notCreated/x/properties/0", "attachments");
  assert_refused (none, "invalidProperties");
  assert_text (none, "0/1/notCreated/x/properties/0", "text");

  message = send (world, "pa", "pa", id, blob);
  updated = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','update':{'%s':{'attachments':[]}}},'0']", message);
  g_assert_false (yyjson_is_null (spico_jmap_world_value (updated, "0/1/notUpdated")));
  as_it_is = g_strdup_printf ("[{'blobId':'%s','name':'Bilan.pdf','type':'application/pdf','size':10}]", blob);
  unchanged = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','update':{'%s':{'attachments':%s}}},'0']", message, as_it_is);
  g_assert_true (yyjson_is_null (spico_jmap_world_value (unchanged, "0/1/notUpdated")));
}

/* An answer that was lost: the client sends again, after the blob has become the message's; and not with another file. */
static void
test_sent_twice_is_one (SpicoJmapWorld *world,
                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *blob = upload (world, "pa", "pa", 10);
  g_autofree char *other = upload (world, "pa", "pa", 10);
  g_autofree char *more = g_strdup_printf ("'clientId':'01900000-0000-7000-8000-000000000001','attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", blob);
  g_autofree char *changed = g_strdup_printf ("'clientId':'01900000-0000-7000-8000-000000000001','attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", other);
  g_autoptr (SpicoAnswer) once = say (world, "pa", "pa", id, more);
  g_autoptr (SpicoAnswer) twice = say (world, "pa", "pa", id, more);
  g_autoptr (SpicoAnswer) another = say (world, "pa", "pa", id, changed);

  g_assert_nonnull (spico_jmap_world_text (once, "0/1/created/x/id"));
  assert_text (twice, "0/1/created/x/id", spico_jmap_world_text (once, "0/1/created/x/id"));
  assert_text (twice, "0/1/created/x/attachments/0/blobId", blob);
  assert_refused (another, "alreadyExists");
  g_assert_cmpint (count (world, "SELECT count(*) FROM message_attachment"), ==, 1);
}

/* ---- Several at once ---- */

#define N_FILES 20

typedef struct {
  SpicoJmapWorld *world;
  const char *conversation;
  char *blobs[N_FILES];
  char *messages[N_FILES];
  gboolean forwarded[N_FILES];
  gint n_busy; /* atomic */
} Race;

static gpointer
withdraw_all (gpointer data)
{
  Race *race = data;
  SpicoJmapWorld own;

  spico_jmap_world_join (&own, race->world);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autoptr (SpicoAnswer) answer = withdraw (&own, "pa", "pa", race->messages[i]);

      g_assert_true (yyjson_is_null (spico_jmap_world_value (answer, "0/1/notUpdated")));
    }
  spico_jmap_world_leave (&own);
  g_atomic_int_add (&race->n_busy, -1);

  return NULL;
}

static gpointer
forward_all (gpointer data)
{
  Race *race = data;
  SpicoJmapWorld own;

  spico_jmap_world_join (&own, race->world);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *more = g_strdup_printf ("'attachments':[{'blobId':'%s','name':'Bilan.pdf'}]", race->blobs[i]);
      g_autoptr (SpicoAnswer) answer = say (&own, "pb", "pb", race->conversation, more);

      race->forwarded[i] = spico_jmap_world_has (answer, "0/1/created/x");
      if (!race->forwarded[i])
        assert_refused (answer, "blobNotFound");
    }
  spico_jmap_world_leave (&own);
  g_atomic_int_add (&race->n_busy, -1);

  return NULL;
}

static void
try_sweep (SpicoJmapWorld *own)
{
  g_autoptr (GError) error = NULL;
  guint n_gone;

  if (spico_sql_connection_begin (own->connection, SPICO_SQL_TRANSACTION_WRITE, &error) && spico_blob_sweep (own->connection, own->now_us, 10, &n_gone, &error)
      && spico_sql_connection_commit (own->connection, &error))
    return;

  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
  spico_sql_connection_rollback (own->connection);
}

/* Withdrawn while another passes it on, and the purge goes by: either it was passed on, and stands with all its bytes, or it is gone. */
static void
test_passed_on_while_it_is_withdrawn (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autofree char *first = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *second = spico_jmap_world_converse (world, "pb", "pb", "'pc'");
  Race race = { .world = world, .conversation = second, .n_busy = 2 };
  GThread *author;
  GThread *reader;
  gint64 n_forwarded = 0;

  for (guint i = 0; i < N_FILES; i++)
    {
      race.blobs[i] = upload (world, "pa", "pa", 10);
      race.messages[i] = send (world, "pa", "pa", first, race.blobs[i]);
    }
  author = g_thread_new ("author", withdraw_all, &race);
  reader = g_thread_new ("reader", forward_all, &race);
  while (g_atomic_int_get (&race.n_busy) > 0)
    try_sweep (world);
  g_thread_join (author);
  g_thread_join (reader);
  sweep (world, world->now_us);
  sweep (world, world->now_us);

  for (guint i = 0; i < N_FILES; i++)
    {
      n_forwarded += race.forwarded[i];
      g_assert_cmpint (may_download (world, "pc", "pc", race.blobs[i]), ==, race.forwarded[i]);
      g_free (race.blobs[i]);
      g_free (race.messages[i]);
    }
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM blob_piece"), ==, n_forwarded);
}

#define ADD(name, function) g_test_add ("/server/attachments/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("who-reads-the-message-has-the-file", test_who_reads_the_message_has_the_file);
  ADD ("who-takes-part-later-has-it-and-who-left-has-not", test_who_takes_part_later_has_it_and_who_left_has_not);
  ADD ("only-what-one-may-read-is-sent", test_only_what_one_may_read_is_sent);
  ADD ("what-one-reads-is-forwarded", test_what_one_reads_is_forwarded);
  ADD ("the-purge-keeps-what-a-message-has", test_the_purge_keeps_what_a_message_has);
  ADD ("what-is-withdrawn-is-nobodys", test_what_is_withdrawn_is_nobodys);
  ADD ("bad-names-and-types-are-refused", test_bad_names_and_types_are_refused);
  ADD ("so-many-and-so-large", test_so_many_and_so_large);
  ADD ("only-a-message-that-says-something-has-them", test_only_a_message_that_says_something_has_them);
  ADD ("sent-twice-is-one", test_sent_twice_is_one);
  ADD ("passed-on-while-it-is-withdrawn", test_passed_on_while_it_is_withdrawn);

  return g_test_run ();
}
