/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with messages in the store, without a server (F054): what waits for what, what goes with what, and what stays for how long. */
#include <string.h>

#include "spico-json.h"
#include "spico-store-accounts.h"
#include "spico-store-attachments.h"
#include "spico-store-objects.h"
#include "spico-store-pull.h"
#include "spico-store-writes.h"
#include "spico-test-store.h"
#include "spico-type.h"

#define CONVERSATION "01900000-0000-7000-8000-000000000001"
#define MESSAGE "01900000-0000-7000-8000-000000000002"
#define OTHER "01900000-0000-7000-8000-000000000003"
#define CONVERSATION_OF(account) \
  "{\"account\":\"" account "\",\"type\":\"Conversation\",\"list\":[{\"id\":\"" CONVERSATION "\",\"subject\":\"Essai\",\"participantIds\":[\"" MAUGER "\",\"" TOTARO "\",\"" STRUCTURE "\"]," \
  "\"createdAt\":\"2026-01-01T10:00:00Z\",\"lastMessageSeq\":0,\"unreadCount\":0}]}"
#define MESSAGE_WITH(attachments, more) \
  "{\"account\":\"" MAUGER "\",\"type\":\"Message\",\"list\":[{\"id\":\"" MESSAGE "\",\"conversationId\":\"" CONVERSATION "\",\"text\":\"\",\"seq\":1,\"sentAt\":\"2026-01-01T10:00:01Z\"," \
  "\"fromPersonId\":\"" TOTARO "\",\"fromAccountId\":\"" TOTARO "\",\"attachments\":[" attachments "]" more "}]}"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *node = spico_json_parse (bytes, &error);

  g_assert_no_error (error);

  return node;
}

static void
set_up (SpicoTestStore *fixture,
        gconstpointer   data)
{
  spico_test_store_set_up (fixture, data);
  spico_test_store_put (fixture, CONVERSATION_OF (MAUGER));
  spico_test_store_put (fixture, CONVERSATION_OF (STRUCTURE));
}

static DexFuture *
count_rows (SpicoTransaction *transaction,
            gpointer          data)
{
  gint64 n = 0;
  GError *error = NULL;

  if (!spico_sql_query_int64 (transaction->connection, data, NULL, 0, &n, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (n);
}

static gint64
count (SpicoTestStore *fixture,
       const char     *sql)
{
  DexFuture *future = spico_store_read (fixture->store, count_rows, (gpointer) sql, NULL);
  gint64 n;

  spico_test_wait_for (!dex_future_is_pending (future));
  n = g_value_get_int64 (dex_future_get_value (future, NULL));
  dex_unref (future);

  return n;
}

static DexFuture *
attach (SpicoTestStore *fixture,
        const char     *conversation_id,
        const char     *id,
        gint64          size)
{
  SpicoAttaching *what = spico_attaching_new (id);

  what->mailbox_id = g_strdup (*conversation_id != '\0' ? MAUGER : "");
  what->conversation_id = g_strdup (conversation_id);
  what->account_id = g_strdup (MAUGER);
  what->name = g_strdup ("Note.pdf");
  what->media_type = g_strdup ("application/pdf");
  what->size = size;
  what->file = g_strconcat (id, ".file", NULL);

  return spico_store_write (fixture->store, spico_write_attached, what, spico_attaching_free);
}

static void
upload (SpicoTestStore *fixture,
        const char     *id,
        const char     *account_id,
        const char     *blob_id)
{
  SpicoAttaching *what = spico_attaching_new (id);

  what->account_id = g_strdup (account_id);
  what->blob_id = g_strdup (blob_id);
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_uploaded, what, spico_attaching_free));
}

static DexFuture *
write_message (SpicoTestStore *fixture,
               const char     *account_id,
               const char     *id,
               const char     *text)
{
  SpicoWrite *write = spico_write_new (account_id, CONVERSATION, id);

  write->mailbox_id = g_strdup (MAUGER);
  write->text = g_strdup (text);
  write->number = 1767261600000000;

  return spico_store_write (fixture->store, spico_write_message, write, spico_write_free);
}

static GPtrArray *
read_heads (SpicoTestStore *fixture)
{
  return spico_test_await_boxed (spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL));
}

static guint
count_heads (SpicoTestStore *fixture)
{
  g_autoptr (GPtrArray) heads = read_heads (fixture);

  return heads->len;
}

/* The server has not the blobs of the first that is told. */
static void
lose (SpicoTestStore    *fixture,
      const char *const *lost)
{
  g_autoptr (GPtrArray) heads = read_heads (fixture);
  GPtrArray *settlements = g_ptr_array_new_with_free_func (spico_settlement_free);
  SpicoSettlement *settlement = g_new0 (SpicoSettlement, 1);

  g_assert_cmpuint (heads->len, ==, 1);
  settlement->operation = g_ptr_array_steal_index (heads, 0);
  settlement->outcome = SPICO_OUTCOME_LATER;
  settlement->lost_blob_ids = g_strdupv ((GStrv) lost);
  g_ptr_array_add (settlements, settlement);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_settle, settlements, (GDestroyNotify) g_ptr_array_unref));
}

/* A message waits for what goes with it, and what was written after it for the message; then it is told with it, in the order in which it was attached. */
static void
test_waits (SpicoTestStore *fixture,
            gconstpointer   data)
{
  g_autoptr (GPtrArray) heads = NULL;
  SpicoOperation *operation;
  JsonArray *list;

  spico_test_fails (write_message (fixture, MAUGER, MESSAGE, ""), SPICO_CLIENT_ERROR_INVALID);
  spico_test_succeeds (attach (fixture, CONVERSATION, "one", 10));
  spico_test_succeeds (attach (fixture, CONVERSATION, "two", 10));
  spico_test_succeeds (write_message (fixture, MAUGER, MESSAGE, ""));
  spico_test_succeeds (write_message (fixture, MAUGER, OTHER, "Deux"));
  upload (fixture, "two", MAUGER, "blob-two");
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  upload (fixture, "one", MAUGER, "blob-one");

  heads = read_heads (fixture);
  g_assert_cmpuint (heads->len, ==, 1);
  operation = g_ptr_array_index (heads, 0);
  g_assert_cmpstr (operation->object_id, ==, MESSAGE);
  list = spico_json_get_array (spico_json_get_object (spico_json_get_object (operation->arguments, "create"), "o"), "attachments");
  g_assert_cmpuint (json_array_get_length (list), ==, 2);
  g_assert_cmpstr (spico_json_get_string (spico_json_get_element_object (list, 0), "blobId"), ==, "blob-one");
  g_assert_cmpstr (spico_json_get_string (spico_json_get_element_object (list, 1), "name"), ==, "Note.pdf");
}

/* A conversation that is new is told of with its first message: nobody finds it empty. */
static void
test_a_new_conversation_waits (SpicoTestStore *fixture,
                               gconstpointer   data)
{
  static const char *const ids[] = { TOTARO, NULL };
  SpicoWrite *write = spico_write_new (MAUGER, OTHER, MESSAGE);

  spico_test_succeeds (attach (fixture, "", "one", 10));
  write->ids = g_strdupv ((GStrv) ids);
  write->subject = g_strdup ("Essai");
  write->text = g_strdup ("");
  write->number = 1767261600000000;
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_conversation, write, spico_write_free));
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  upload (fixture, "one", MAUGER, "blob-one");
  g_assert_cmpuint (count_heads (fixture), ==, 1);
}

/* Sent for another account, it is to be there. */
static void
test_another_account (SpicoTestStore *fixture,
                      gconstpointer   data)
{
  spico_test_succeeds (attach (fixture, CONVERSATION, "one", 10));
  upload (fixture, "one", MAUGER, "blob-one");
  spico_test_succeeds (write_message (fixture, STRUCTURE, MESSAGE, "Un"));
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  upload (fixture, "one", MAUGER, "blob-late");
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  upload (fixture, "one", STRUCTURE, "blob-two");
  g_assert_cmpuint (count_heads (fixture), ==, 1);
}

/* Once it was sent it stands in each mailbox, with the blobs that the server has taken, and its file is what was received. */
static void
test_settled (SpicoTestStore *fixture,
              gconstpointer   data)
{
  spico_test_succeeds (attach (fixture, CONVERSATION, "one", 10));
  upload (fixture, "one", MAUGER, "blob-new");
  spico_test_succeeds (write_message (fixture, MAUGER, MESSAGE, ""));
  spico_test_store_put (fixture, MESSAGE_WITH ("{\"blobId\":\"blob-old\",\"name\":\"Note.pdf\",\"type\":\"application/pdf\",\"size\":10}", ""));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM message_attachment WHERE message_id = '" MESSAGE "'"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment_file WHERE blob_id = 'blob-old' AND name = 'one.file'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM outbox"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT SUM (preview_attachment_count) FROM conversation"), ==, 2);

  /* It is withdrawn in one mailbox, then in the other. */
  spico_test_store_put (fixture, MESSAGE_WITH ("", ",\"isWithdrawn\":true,\"withdrawnAt\":\"2026-01-01T10:01:00Z\""));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM message_attachment"), ==, 1);
}

/* What the server has not any more is given to it anew, and not for ever. */
static void
test_lost (SpicoTestStore *fixture,
           gconstpointer   data)
{
  static const char *const lost[] = { "blob", NULL };
  static const char *const all[] = { NULL };

  spico_test_succeeds (attach (fixture, CONVERSATION, "one", 10));
  spico_test_succeeds (attach (fixture, CONVERSATION, "two", 10));
  upload (fixture, "one", MAUGER, "blob");
  upload (fixture, "two", MAUGER, "blob-two");
  spico_test_succeeds (write_message (fixture, MAUGER, MESSAGE, "Un"));
  lose (fixture, lost);
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment WHERE blob_id IS NULL AND failure = 0"), ==, 1);

  for (guint i = 0; i < 3; i++)
    {
      upload (fixture, "one", MAUGER, "blob");
      upload (fixture, "two", MAUGER, "blob-two");
      lose (fixture, all);
    }
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment WHERE failure <> 0"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT local_state FROM message WHERE id = '" MESSAGE "'"), ==, 4);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM outbox"), ==, 0);
}

static DexFuture *
fetch (SpicoTestStore *fixture,
       const char     *blob_id,
       gint64          size)
{
  SpicoAttaching *what = spico_attaching_new (NULL);

  what->account_id = g_strdup (MAUGER);
  what->blob_id = g_strdup (blob_id);
  what->size = size;
  what->file = g_strconcat (blob_id, ".file", NULL);

  return spico_store_write (fixture->store, spico_write_fetched, what, spico_attaching_free);
}

#define RECORD(id) "{\"blobId\":\"" id "\",\"name\":\"Image.dcm\",\"type\":\"application/dicom\",\"size\":200000000}"

/* What was read is bounded, the oldest goes first; what is to be sent never goes. What goes is told to whoever removes it from the disk. */
static void
test_bounded (SpicoTestStore *fixture,
              gconstpointer   data)
{
  SpicoAttaching *used = spico_attaching_new (NULL);

  spico_test_store_put (fixture, MESSAGE_WITH (RECORD ("a") "," RECORD ("b") "," RECORD ("c"), ""));
  spico_test_succeeds (attach (fixture, CONVERSATION, "waits", 40000000));
  spico_test_succeeds (fetch (fixture, "a", 200000000));
  spico_test_succeeds (fetch (fixture, "b", 200000000));
  used->file = g_strdup ("a.file");
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_file_used, used, spico_attaching_free));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM gone_file"), ==, 0);
  spico_test_succeeds (fetch (fixture, "c", 200000000));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment_file WHERE name IN ('a.file', 'c.file', 'waits.file')"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM gone_file WHERE name = 'b.file'"), ==, 1);

  /* Nothing refers to it. */
  spico_test_fails (fetch (fixture, "z", 1), SPICO_CLIENT_ERROR_NOT_FOUND);
  spico_test_store_put (fixture, MESSAGE_WITH ("", ",\"isWithdrawn\":true"));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment_file"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM gone_file"), ==, 3);
}

static DexFuture *
remove_conversation (SpicoTransaction *transaction,
                     gpointer          data)
{
  GError *error = NULL;

  return spico_store_remove_conversation (transaction, MAUGER, CONVERSATION, &error) ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* A conversation that goes takes along what was received in it, and nothing that was to leave, also without a word. */
static void
test_a_conversation_goes (SpicoTestStore *fixture,
                          gconstpointer   data)
{
  spico_test_store_put (fixture, MESSAGE_WITH (RECORD ("a"), ""));
  spico_test_succeeds (fetch (fixture, "a", 200000000));
  spico_test_succeeds (attach (fixture, CONVERSATION, "sent", 10));
  spico_test_succeeds (write_message (fixture, MAUGER, OTHER, ""));
  spico_test_succeeds (attach (fixture, CONVERSATION, "drafted", 10));
  spico_test_succeeds (spico_store_write (fixture->store, remove_conversation, NULL, NULL));
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM message"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM attachment_file"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT is_gone + draft_attachment_count FROM conversation WHERE holder_id = '" MAUGER "'"), ==, 2);
}

static void
put_session (SpicoTestStore *fixture,
             const char     *text)
{
  g_autoptr (JsonNode) node = parse (text);

  spico_test_succeeds (spico_store_write (fixture->store, spico_store_write_session, json_object_ref (json_node_get_object (node)), (GDestroyNotify) json_object_unref));
}

#define SESSION(limits) \
  "{\"accounts\":{\"" MAUGER "\":{\"name\":\"Mauger\",\"isPersonal\":true,\"accountCapabilities\":{\"https://spico.esante.com/jmap/discussions\":{" limits "}}}},\"capabilities\":{\"urn:ietf:params:jmap:core\":{\"maxSizeUpload\":90}}}"

/* As the server says; what it says that cannot be is not believed. */
static void
test_limits (SpicoTestStore *fixture,
             gconstpointer   data)
{
  put_session (fixture, SESSION ("\"maxSizeAttachmentsPerMessage\":100,\"maxAttachmentsPerMessage\":2"));
  spico_test_fails (attach (fixture, CONVERSATION, "one", 91), SPICO_CLIENT_ERROR_TOO_LARGE);
  spico_test_succeeds (attach (fixture, CONVERSATION, "one", 60));
  spico_test_fails (attach (fixture, CONVERSATION, "two", 60), SPICO_CLIENT_ERROR_TOO_LARGE);
  spico_test_succeeds (attach (fixture, CONVERSATION, "two", 10));
  spico_test_fails (attach (fixture, CONVERSATION, "three", 10), SPICO_CLIENT_ERROR_TOO_MANY);
  spico_test_succeeds (attach (fixture, "", "three", 10));
  put_session (fixture, SESSION ("\"maxSizeAttachmentsPerMessage\":9000000000000000,\"maxAttachmentsPerMessage\":-5"));
  spico_test_succeeds (attach (fixture, CONVERSATION, "four", 10));
  spico_test_fails (attach (fixture, CONVERSATION, "five", 91), SPICO_CLIENT_ERROR_TOO_LARGE);
}

/* Whatever a server says goes with a message: no more than may, each under a harmless name and a blob that can be one. */
static void
test_hostile (SpicoTestStore *fixture,
              gconstpointer   data)
{
  g_autoptr (GString) records = g_string_new ("null,17,{},{\"blobId\":\"\"},{\"blobId\":\"x\",\"name\":\"../\\u202e/etc/passwd\\u0000\",\"type\":\"text/html;x\",\"size\":-7}");
  g_autofree char *message = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (records, ",{\"blobId\":\"blob-%u\",\"name\":null,\"size\":\"much\"}", i);
  message = g_strdup_printf ("{\"account\":\"" MAUGER "\",\"type\":\"Message\",\"list\":[{\"id\":\"" MESSAGE "\",\"conversationId\":\"" CONVERSATION "\",\"text\":\"\",\"seq\":1,\"sentAt\":\"2026-01-01T10:00:01Z\","
                             "\"fromPersonId\":\"" TOTARO "\",\"fromAccountId\":\"" TOTARO "\",\"attachments\":[%s]}]}",
                             records->str);
  spico_test_store_put (fixture, message);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM message_attachment"), ==, 16);
  g_assert_cmpint (count (fixture, "SELECT COUNT (*) FROM message_attachment WHERE size = 0 AND type = 'application/octet-stream' AND name IN ('passwd', 'fichier')"), ==, 16);
}

#define ADD(name, function) g_test_add ("/client/store-attachments/" name, SpicoTestStore, NULL, set_up, function, spico_test_store_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("waits", test_waits);
  ADD ("a-new-conversation-waits", test_a_new_conversation_waits);
  ADD ("another-account", test_another_account);
  ADD ("settled", test_settled);
  ADD ("lost", test_lost);
  ADD ("bounded", test_bounded);
  ADD ("a-conversation-goes", test_a_conversation_goes);
  ADD ("limits", test_limits);
  ADD ("hostile", test_hostile);

  return g_test_run ();
}
