/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store, without a server. */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "spico-json.h"
#include "spico-session.h"
#include "spico-sql-builder.h"
#include "spico-store-accounts.h"
#include "spico-store-objects.h"
#include "spico-store-outbox.h"
#include "spico-store-pull.h"
#include "spico-store-reads.h"
#include "spico-store-schema.h"
#include "spico-store-search.h"
#include "spico-store-summary.h"
#include "spico-store-writes.h"
#include "spico-test-region.h"

#define CONVERSATION "01900000-0000-7000-8000-000000000001"
#define MESSAGE "01900000-0000-7000-8000-000000000002"

typedef struct {
  char *folder;
  char *path;
  GBytes *key;
  SpicoStore *store;
} Fixture;

static GBytes *
make_key (guint8 first)
{
  guint8 bytes[32] = { first };

  return g_bytes_new (bytes, sizeof bytes);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = spico_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->key = make_key (1);
  fixture->store = spico_test_await_object (spico_store_open (fixture->path, fixture->key));
  spico_store_set_person (fixture->store, MAUGER);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->store != NULL)
    spico_test_succeeds (spico_store_close (fixture->store));
  g_clear_object (&fixture->store);
  spico_test_erase_folder (fixture->folder);
  g_bytes_unref (fixture->key);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static DexFuture *
check_schema (SpicoTransaction *transaction,
              gpointer          data)
{
  guint n = 0;
  const SpicoType *const *types = spico_types_cached (&n);
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (!spico_sql_schema_matches (transaction->connection, types[i], SPICO_SQL_COLUMNS_ALL, spico_store_schema_local_columns (types[i]), &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

static void
test_schema (Fixture      *fixture,
             gconstpointer data)
{
  spico_test_succeeds (spico_store_read (fixture->store, check_schema, NULL, NULL));
}

static DexFuture *
check_waiting_plan (SpicoTransaction *transaction,
                    gpointer          data)
{
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "iiit", "EXPLAIN QUERY PLAN " SPICO_STORE_LAST_WAITING,
                                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (MAUGER), SPICO_SQL_TEXT (CONVERSATION)), &error);

  g_assert_no_error (error);
  g_assert_cmpint (spico_rows_get_n_rows (rows), >, 0);
  g_assert_nonnull (strstr (spico_rows_get_text (rows, 0, 3), "USING INDEX message_waiting"));

  return dex_future_new_true ();
}

/* Each conversation that a delta touches asks for it: read from the whole table, six weeks of messages took minutes. */
static void
test_waiting_is_found_by_its_index (Fixture      *fixture,
                                    gconstpointer data)
{
  spico_test_succeeds (spico_store_read (fixture->store, check_waiting_plan, NULL, NULL));
}

static DexFuture *
check_search_plan (SpicoTransaction *transaction,
                   gpointer          data)
{
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "iiit", "EXPLAIN QUERY PLAN " SPICO_STORE_SEARCH,
                                                SPICO_SQL_VALUES (SPICO_SQL_TEXT ("text : un"), SPICO_SQL_TEXT ("name : un"), SPICO_SQL_TEXT (MAUGER), SPICO_SQL_INT (10), SPICO_SQL_TEXT (NULL),
                                                                  SPICO_SQL_TEXT (NULL), SPICO_SQL_INT (0), SPICO_SQL_INT (G_MAXINT64), SPICO_SQL_INT (0), SPICO_SQL_TEXT (MAUGER)),
                                                &error);
  g_autoptr (GString) plan = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_string_append_printf (plan, "%s\n", spico_rows_get_text (rows, i, 3));
  g_test_message ("%s", plan->str);
  g_assert_nonnull (strstr (plan->str, "SCAN s VIRTUAL TABLE"));
  g_assert_nonnull (strstr (plan->str, "SEARCH m USING INTEGER PRIMARY KEY"));
  g_assert_null (strstr (plan->str, "SCAN m"));

  return dex_future_new_true ();
}

/* Where the messages were read first, each of them asked the index anew: seconds for some thousands. */
static void
test_a_search_begins_in_the_index (Fixture      *fixture,
                                   gconstpointer data)
{
  spico_test_succeeds (spico_store_read (fixture->store, check_search_plan, NULL, NULL));
}

/* Closed in order, the store is one file: nothing is left in a log beside it. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);

  for (guint i = 0; i < 20; i++)
    {
      spico_test_succeeds (spico_store_read (fixture->store, check_schema, NULL, NULL));
      spico_test_succeeds (spico_store_close (fixture->store));
      g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
      g_clear_object (&fixture->store);
      fixture->store = spico_test_await_object (spico_store_open (fixture->path, fixture->key));
    }
}

static void
test_wrong_key (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) other = make_key (2);

  spico_test_succeeds (spico_store_close (fixture->store));
  g_clear_object (&fixture->store);
  spico_test_fails (spico_store_open (fixture->path, other), SPICO_CLIENT_ERROR_STORE);
}

static DexFuture *
put_json (SpicoTransaction *transaction,
          gpointer          data)
{
  const char *text = data;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  GError *error = NULL;
  g_autoptr (JsonNode) node = spico_json_parse (bytes, &error);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  const char *account_id = spico_json_get_string (object, "account");

  if (object == NULL ||
      !spico_store_put_objects (transaction, account_id != NULL ? account_id : MAUGER, spico_type_find (spico_json_get_string (object, "type")), spico_json_get_array (object, "list"), NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
put (Fixture    *fixture,
     const char *text)
{
  return spico_store_write (fixture->store, put_json, g_strdup (text), g_free);
}

static void
put_conversation_of (Fixture    *fixture,
                     const char *account_id)
{
  g_autofree char *text = g_strdup_printf ("{\"account\":\"%s\",\"type\":\"Conversation\",\"list\":[{\"id\":\"" CONVERSATION "\",\"subject\":\"Essai\","
                                           "\"participantIds\":[\"" MAUGER "\",\"" TOTARO "\",\"" STRUCTURE "\"],"
                                           "\"createdAt\":\"2026-01-01T10:00:00Z\",\"lastMessageSeq\":0,\"unreadCount\":0}]}",
                                           account_id);

  spico_test_succeeds (put (fixture, text));
}

static void
put_conversation (Fixture *fixture)
{
  put_conversation_of (fixture, MAUGER);
}

static DexFuture *
write_message_for (Fixture    *fixture,
                   const char *account_id,
                   const char *id,
                   const char *text)
{
  SpicoWrite *write = spico_write_new (account_id, CONVERSATION, id);

  write->mailbox_id = g_strdup (MAUGER);
  write->text = g_strdup (text);
  write->number = 1767261600000000;

  return spico_store_write (fixture->store, spico_write_message, write, spico_write_free);
}

static DexFuture *
write_message (Fixture    *fixture,
               const char *id,
               const char *text)
{
  return write_message_for (fixture, MAUGER, id, text);
}

static guint
count_heads (Fixture *fixture)
{
  DexFuture *future = spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL);
  GPtrArray *heads;
  guint n;

  spico_test_wait_for (!dex_future_is_pending (future));
  heads = g_value_get_boxed (dex_future_get_value (future, NULL));
  n = heads->len;
  dex_unref (future);

  return n;
}

static void
test_outbox_lane (Fixture      *fixture,
                  gconstpointer data)
{
  put_conversation (fixture);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));
  spico_test_succeeds (write_message (fixture, "01900000-0000-7000-8000-000000000003", "Deux"));
  g_assert_cmpuint (count_heads (fixture), ==, 1);
}

/* Written as oneself, then for a structure that takes part too: both go the same way, one behind the other. */
static void
test_outbox_lane_of_two_accounts (Fixture      *fixture,
                                  gconstpointer data)
{
  put_conversation (fixture);
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));
  spico_test_succeeds (write_message (fixture, "01900000-0000-7000-8000-000000000003", "Deux"));
  spico_test_succeeds (write_message_for (fixture, STRUCTURE, "01900000-0000-7000-8000-000000000004", "Trois"));
  g_assert_cmpuint (count_heads (fixture), ==, 1);
}

/* The answer was lost, and the delta brings the message: there is nothing left to send. */
static void
test_lost_answer (Fixture      *fixture,
                  gconstpointer data)
{
  put_conversation (fixture);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));
  g_assert_cmpuint (count_heads (fixture), ==, 1);
  spico_test_succeeds (put (fixture, "{\"type\":\"Message\",\"list\":[{\"id\":\"" MESSAGE "\",\"conversationId\":\"" CONVERSATION "\",\"text\":\"Un\",\"seq\":1,"
                                     "\"sentAt\":\"2026-01-01T10:00:01Z\",\"fromPersonId\":\"" MAUGER "\",\"fromAccountId\":\"" MAUGER "\"}]}"));
  g_assert_cmpuint (count_heads (fixture), ==, 0);
}

static DexFuture *
put_failed (SpicoTransaction *transaction,
            gpointer          data)
{
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "UPDATE message SET local_state = 4", NULL, &error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM outbox", NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
undo_migrations (SpicoTransaction *transaction,
                 gpointer          data)
{
  static const char *const statements[] = {
    "DROP TRIGGER attachment_search_insert",
    "DROP TRIGGER attachment_search_come",
    "DROP TRIGGER attachment_search_delete",
    "DROP TRIGGER attachment_search_gone",
    "DROP TRIGGER attachment_search_move",
    "DROP TABLE attachment_search",
    "DROP TABLE scheduled_message",
    "ALTER TABLE conversation DROP COLUMN scheduled_count",
    "DROP INDEX conversation_assigned",
    "ALTER TABLE conversation DROP COLUMN assigned_by_person_id",
    "ALTER TABLE favourite_group_share DROP COLUMN answered_at",
    "ALTER TABLE draft DROP COLUMN active_switch",
    "ALTER TABLE draft DROP COLUMN public_switch",
    "ALTER TABLE draft DROP COLUMN reason",
    "ALTER TABLE message DROP COLUMN patient_change",
    "ALTER TABLE message DROP COLUMN dossier_id",
    "DROP TABLE message_template",
    "DROP TABLE template_draft",
    "DROP TRIGGER message_delete_attachments",
    "DROP TABLE attachment",
    "DROP TABLE message_attachment",
    "DROP TABLE attachment_file",
    "DROP TABLE gone_file",
    "ALTER TABLE conversation DROP COLUMN preview_attachment_count",
    "ALTER TABLE conversation DROP COLUMN draft_attachment_count",
    "DROP TRIGGER message_search_insert",
    "DROP TRIGGER message_search_delete",
    "DROP TRIGGER message_search_update",
    "DROP TABLE message_search",
    "DROP INDEX message_pressing",
    "DROP INDEX conversation_due",
    "ALTER TABLE message DROP COLUMN is_urgent",
    "ALTER TABLE message DROP COLUMN reply_by",
    "ALTER TABLE message DROP COLUMN is_overdue",
    "ALTER TABLE message DROP COLUMN is_told",
    "ALTER TABLE conversation DROP COLUMN is_urgent",
    "ALTER TABLE conversation DROP COLUMN reply_by",
    "ALTER TABLE conversation DROP COLUMN is_overdue",
    "ALTER TABLE conversation DROP COLUMN due_at",
    "ALTER TABLE draft DROP COLUMN is_urgent",
    "ALTER TABLE draft DROP COLUMN reply_by",
    "ALTER TABLE message DROP COLUMN edited_at",
    "ALTER TABLE message DROP COLUMN earlier_texts",
    "DROP TABLE correction",
    "ALTER TABLE outbox DROP COLUMN is_attempted",
    "ALTER TABLE message DROP COLUMN is_withdrawn",
    "ALTER TABLE message DROP COLUMN withdrawn_at",
    "ALTER TABLE conversation DROP COLUMN preview_is_withdrawn",
    "ALTER TABLE message DROP COLUMN in_reply_to_id",
    "ALTER TABLE draft DROP COLUMN in_reply_to_id",
    "ALTER TABLE conversation DROP COLUMN handled_seq",
    "ALTER TABLE conversation DROP COLUMN archived_seq",
    "ALTER TABLE conversation ADD COLUMN is_handled BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE principal DROP COLUMN connection",
    "ALTER TABLE conversation DROP COLUMN preview_change",
    "ALTER TABLE message DROP COLUMN new_subject",
    "ALTER TABLE message DROP COLUMN removed_ids",
    "ALTER TABLE conversation DROP COLUMN used_groups",
    "ALTER TABLE message DROP COLUMN used_groups",
    "ALTER TABLE draft DROP COLUMN used_groups",
    "ALTER TABLE message DROP COLUMN is_automatic",
    "ALTER TABLE message DROP COLUMN added_ids",
    /* Such a message was read without whom it adds. */
    "INSERT INTO message (holder_id, id, conversation_id) VALUES ('" MAUGER "', 'added', '" CONVERSATION "')",
    "INSERT INTO sync_state (account_id, type, state) VALUES ('" MAUGER "', 'Message', '7'), ('" MAUGER "', 'Favourite', '7')",
    "ALTER TABLE conversation DROP COLUMN history_seq",
    "DROP TABLE delegation",
    "ALTER TABLE conversation DROP COLUMN assigned_person_id",
    "DROP TABLE favourite_group",
    "DROP TABLE favourite_group_member",
    "DROP TABLE favourite_group_share",
    "DROP TABLE recent_search",
    "CREATE TABLE recent_search (row_id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, used_at BIGINT NOT NULL)",
    "DROP INDEX dossier_without_circle",
    "ALTER TABLE dossier DROP COLUMN has_circle",
    "DROP TABLE circle_member",
    "DROP TABLE colleague",
    "DROP INDEX conversation_mailboxes",
    "DELETE FROM schema_migration WHERE version > 1",
  };
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      if (!spico_sql_run (transaction->connection, statements[i], NULL, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/* What @sql counts in the store. */
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
count (Fixture    *fixture,
       const char *sql)
{
  DexFuture *future = spico_store_read (fixture->store, count_rows, (gpointer) sql, NULL);
  gint64 n;

  spico_test_wait_for (!dex_future_is_pending (future));
  n = g_value_get_int64 (dex_future_get_value (future, NULL));
  dex_unref (future);

  return n;
}

static void
settle (Fixture    *fixture,
        const char *created)
{
  GPtrArray *settlements = g_ptr_array_new_with_free_func (spico_settlement_free);
  SpicoSettlement *settlement = g_new0 (SpicoSettlement, 1);
  DexFuture *future = spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL);
  GPtrArray *heads;

  spico_test_wait_for (!dex_future_is_pending (future));
  heads = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (heads->len, ==, 1);
  settlement->operation = g_ptr_array_steal_index (heads, 0);
  dex_unref (future);
  settlement->outcome = SPICO_OUTCOME_DONE;
  if (created != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (created, strlen (created));
      g_autoptr (JsonNode) node = spico_json_parse (bytes, NULL);

      settlement->created = json_object_ref (json_node_get_object (node));
    }
  g_ptr_array_add (settlements, settlement);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_settle, settlements, (GDestroyNotify) g_ptr_array_unref));
}

/* The server says that it is done, but not what it made: the message is told again at the next opening, for it may bear no number yet. */
static void
test_bare_answer (Fixture      *fixture,
                  gconstpointer data)
{
  put_conversation (fixture);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));
  settle (fixture, NULL);
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_complete, NULL, NULL));
  g_assert_cmpuint (count_heads (fixture), ==, 1);
  settle (fixture, "{\"seq\":1,\"sentAt\":\"2026-01-01T10:00:01Z\"}");
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_complete, NULL, NULL));
  g_assert_cmpuint (count_heads (fixture), ==, 0);
}

static guint
n_messages (Fixture    *fixture,
            const char *account_id)
{
  SpicoReadMessages *request = g_new0 (SpicoReadMessages, 1);
  DexFuture *future;
  SpicoPage *page;
  guint n;

  request->account_id = g_strdup (account_id);
  request->conversation_id = g_strdup (CONVERSATION);
  future = spico_store_read (fixture->store, spico_read_messages, request, spico_read_messages_free);
  spico_test_wait_for (!dex_future_is_pending (future));
  page = g_value_get_boxed (dex_future_get_value (future, NULL));
  n = spico_rows_get_n_rows (page->rows);
  dex_unref (future);

  return n;
}

/* Off line too, what is written for the structure stands in the thread where it was written (F022); once sent, it is there once. */
static void
test_written_for_another (Fixture      *fixture,
                          gconstpointer data)
{
  put_conversation (fixture);
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (write_message_for (fixture, STRUCTURE, MESSAGE, "Un"));
  g_assert_cmpuint (n_messages (fixture, MAUGER), ==, 1);
  g_assert_cmpuint (n_messages (fixture, STRUCTURE), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT SUM (pending_count) FROM conversation"), ==, 2);

  settle (fixture, "{\"seq\":1,\"sentAt\":\"2026-01-01T10:00:01Z\"}");
  g_assert_cmpuint (n_messages (fixture, MAUGER), ==, 1);
  g_assert_cmpuint (n_messages (fixture, STRUCTURE), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message WHERE local_state = 0 AND seq = 1"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT SUM (pending_count) FROM conversation"), ==, 0);
}

/* The delta of one mailbox comes before the answer to the other. */
static void
test_written_for_another_lost_answer (Fixture      *fixture,
                                      gconstpointer data)
{
  put_conversation (fixture);
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (write_message_for (fixture, STRUCTURE, MESSAGE, "Un"));
  spico_test_succeeds (put (fixture, "{\"type\":\"Message\",\"list\":[{\"id\":\"" MESSAGE "\",\"conversationId\":\"" CONVERSATION "\",\"text\":\"Un\",\"seq\":1,"
                                     "\"sentAt\":\"2026-01-01T10:00:01Z\",\"fromPersonId\":\"" MAUGER "\",\"fromAccountId\":\"" STRUCTURE "\"}]}"));
  g_assert_cmpuint (count_heads (fixture), ==, 0);
  g_assert_cmpuint (n_messages (fixture, MAUGER), ==, 1);
  g_assert_cmpuint (n_messages (fixture, STRUCTURE), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message WHERE local_state <> 0"), ==, 0);
}

static DexFuture *
put_session (SpicoTransaction *transaction,
             gpointer          data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, strlen (data));
  g_autoptr (JsonNode) node = spico_json_parse (bytes, NULL);
  GError *error = NULL;

  if (!spico_store_put_accounts (transaction, json_node_get_object (node), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static void
put_accounts (Fixture    *fixture,
              const char *capabilities)
{
  g_autofree char *structure = capabilities != NULL ? g_strdup_printf (",\"" STRUCTURE "\":{\"name\":\"EHPAD\",\"accountCapabilities\":{%s}}", capabilities) : g_strdup ("");
  g_autofree char *session = g_strdup_printf ("{\"accounts\":{\"" MAUGER "\":{\"name\":\"MAUGER\",\"isPersonal\":true,\"accountCapabilities\":{\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}}}%s}}", structure);

  spico_test_succeeds (spico_store_write (fixture->store, put_session, g_strdup (session), g_free));
}

/* A delegation ends (F030): what was cached of the account goes at once, what the person wrote for it stays. */
static void
test_delegation_ends (Fixture      *fixture,
                      gconstpointer data)
{
  put_accounts (fixture, "\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}");
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (put (fixture, "{\"account\":\"" STRUCTURE "\",\"type\":\"Conversation\",\"list\":[{\"id\":\"01900000-0000-7000-8000-000000000009\",\"subject\":\"Autre\","
                                     "\"participantIds\":[],\"createdAt\":\"2026-01-01T10:00:00Z\",\"lastMessageSeq\":0,\"unreadCount\":0}]}"));
  spico_test_succeeds (put (fixture, "{\"account\":\"" STRUCTURE "\",\"type\":\"Message\",\"list\":[{\"id\":\"01900000-0000-7000-8000-000000000008\",\"conversationId\":\"" CONVERSATION "\","
                                     "\"text\":\"Secret\",\"seq\":1,\"sentAt\":\"2026-01-01T10:00:01Z\",\"fromPersonId\":\"" TOTARO "\",\"fromAccountId\":\"" TOTARO "\"}]}"));
  spico_test_succeeds (write_message_for (fixture, STRUCTURE, MESSAGE, "Un"));

  put_accounts (fixture, NULL);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message WHERE text = 'Secret'"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message WHERE text = 'Un' AND local_state = 4"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT failed_count FROM conversation WHERE is_gone = 1"), ==, 1);
  g_assert_cmpuint (count_heads (fixture), ==, 0);
}

/* What was written for it in one's own mailbox no longer says there that it waits. */
static void
test_delegation_ends_elsewhere (Fixture      *fixture,
                                gconstpointer data)
{
  put_accounts (fixture, "\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}");
  put_conversation (fixture);
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (write_message_for (fixture, STRUCTURE, MESSAGE, "Un"));
  g_assert_cmpint (count (fixture, "SELECT pending_count FROM conversation WHERE holder_id = '" MAUGER "'"), ==, 1);

  put_accounts (fixture, NULL);
  g_assert_cmpint (count (fixture, "SELECT pending_count FROM conversation WHERE holder_id = '" MAUGER "'"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT failed_count FROM conversation WHERE holder_id = '" MAUGER "'"), ==, 1);
}

/* The scope was narrowed (F024): what it no longer covers goes as well. */
static void
test_scope_narrows (Fixture      *fixture,
                    gconstpointer data)
{
  put_accounts (fixture, "\"" SPICO_CAPABILITY_DISCUSSIONS "\":{},\"" SPICO_CAPABILITY_DOSSIERS "\":{}");
  put_conversation_of (fixture, STRUCTURE);
  spico_test_succeeds (put (fixture, "{\"account\":\"" STRUCTURE "\",\"type\":\"Dossier\",\"list\":[{\"id\":\"d1\",\"birthName\":\"DURAND\",\"inActiveList\":true}]}"));

  spico_test_succeeds (put (fixture, "{\"account\":\"" STRUCTURE "\",\"type\":\"FavouriteGroup\",\"list\":[{\"id\":\"g1\",\"name\":\"PCO\",\"memberIds\":[\"" MAUGER "\"]}]}"));
  spico_test_succeeds (put (fixture, "{\"account\":\"" STRUCTURE "\",\"type\":\"FavouriteGroupShare\",\"list\":[{\"id\":\"s1\",\"groupId\":\"g1\",\"principalId\":\"" STRUCTURE "\"}]}"));

  put_accounts (fixture, "\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}");
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM dossier"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM favourite_group_member"), ==, 1);
  put_accounts (fixture, "\"" SPICO_CAPABILITY_DOSSIERS "\":{}");
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT (SELECT COUNT(*) FROM favourite_group) + (SELECT COUNT(*) FROM favourite_group_share) + (SELECT COUNT(*) FROM favourite_group_member)"), ==, 0);
}

/* Sent again, a message leaves behind those written since; it stands there too. */
static void
test_retried_leaves_last (Fixture      *fixture,
                          gconstpointer data)
{
  put_conversation (fixture);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));
  spico_test_succeeds (spico_store_write (fixture->store, put_failed, NULL, NULL));
  spico_test_succeeds (write_message (fixture, "01900000-0000-7000-8000-000000000003", "Deux"));
  g_assert_cmpint (count (fixture, "SELECT text = 'Deux' FROM message ORDER BY row_id DESC LIMIT 1"), ==, 1);
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_retry, spico_write_new (NULL, NULL, MESSAGE), spico_write_free));
  g_assert_cmpint (count (fixture, "SELECT text = 'Un' FROM message ORDER BY row_id DESC LIMIT 1"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT object_id = '" MESSAGE "' FROM outbox ORDER BY row_id DESC LIMIT 1"), ==, 1);
}

/* A store that the first version left behind is brought up to date. */
static void
test_first_schema (Fixture      *fixture,
                   gconstpointer data)
{
  put_conversation (fixture);
  spico_test_succeeds (spico_store_write (fixture->store, undo_migrations, NULL, NULL));
  spico_test_succeeds (spico_store_close (fixture->store));
  g_clear_object (&fixture->store);
  fixture->store = spico_test_await_object (spico_store_open (fixture->path, fixture->key));
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'conversation_mailboxes'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM sync_state"), ==, 1);
}

static DexFuture *
remove_conversation (SpicoTransaction *transaction,
                     gpointer          data)
{
  GError *error = NULL;

  return spico_store_remove_conversation (transaction, MAUGER, CONVERSATION, &error) ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* Who was to be added to a conversation is nobody's words: neither a refusal nor a choice keeps it, once the mailbox takes no part in it any more. */
static void
test_added_goes_along (Fixture      *fixture,
                       gconstpointer data)
{
  static const char *const ids[] = { TOTARO, BONNEFOUS, NULL };
  SpicoWrite *added = spico_write_new (MAUGER, CONVERSATION, MESSAGE);
  SpicoWrite *chosen = spico_write_new (MAUGER, "members " CONVERSATION, NULL);

  added->text = g_strdup ("");
  added->ids = g_strdupv ((GStrv) ids);
  chosen->mailbox_id = g_strdup (MAUGER);
  chosen->ids = g_strdupv ((GStrv) ids);
  put_conversation (fixture);
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_added, added, spico_write_free));
  g_assert_cmpuint (count_heads (fixture), ==, 1);
  spico_test_succeeds (spico_store_write (fixture->store, put_failed, NULL, NULL));
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_draft, chosen, spico_write_free));
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM draft"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 1);

  spico_test_succeeds (spico_store_write (fixture->store, remove_conversation, NULL, NULL));
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM message"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM draft"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT COUNT(*) FROM conversation"), ==, 0);
}

/* Files may not grow any more: writing fails and says so, what was written stays, and writing goes on once there is room. */
static void
test_disk_full (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (20000, 'x');
  struct rlimit before;
  struct rlimit tight;

  put_conversation (fixture);
  spico_test_succeeds (write_message (fixture, MESSAGE, "Un"));

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  spico_test_fails (write_message (fixture, "01900000-0000-7000-8000-000000000003", long_text), SPICO_CLIENT_ERROR_STORE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_cmpuint (count_heads (fixture), ==, 1);
  spico_test_succeeds (write_message (fixture, "01900000-0000-7000-8000-000000000003", long_text));
}

static void
put_message (Fixture    *fixture,
             guint       seq,
             const char *sent_at,
             const char *person_id)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"Message\",\"list\":[{\"id\":\"01900000-0000-7000-8000-0000000001%02u\",\"conversationId\":\"" CONVERSATION "\",\"text\":\"x\","
                                           "\"seq\":%u,\"sentAt\":\"%s\",\"fromPersonId\":\"%s\",\"fromAccountId\":\"%s\"}]}",
                                           seq, seq, sent_at, person_id, person_id);

  spico_test_succeeds (put (fixture, text));
}

static gint64
begin_reading (Fixture *fixture)
{
  DexFuture *future = spico_store_write (fixture->store, spico_store_begin_reading, g_strdup (MAUGER), g_free);
  gint64 after;

  spico_test_wait_for (!dex_future_is_pending (future));
  after = g_value_get_int64 (dex_future_get_value (future, NULL));
  dex_unref (future);

  return after;
}

/* Away for years: neither what was sent a moment ago nor a reading that was cut hides what is between. */
static void
test_reading_leaves_no_hole (Fixture      *fixture,
                             gconstpointer data)
{
  gint64 last_of_others = spico_json_parse_time ("2020-01-01T10:00:00Z");

  put_conversation (fixture);
  put_message (fixture, 1, "2020-01-01T10:00:00Z", TOTARO);
  put_message (fixture, 9, "2025-01-01T10:00:00Z", MAUGER);
  g_assert_cmpint (begin_reading (fixture), ==, last_of_others);
  put_message (fixture, 8, "2024-12-31T10:00:00Z", TOTARO);
  g_assert_cmpint (begin_reading (fixture), ==, last_of_others);
  spico_test_succeeds (spico_store_write (fixture->store, spico_store_end_reading, g_strdup (MAUGER), g_free));
  g_assert_cmpint (begin_reading (fixture), >, last_of_others);
}

static void
test_bad_object (Fixture      *fixture,
                 gconstpointer data)
{
  spico_test_fails (put (fixture, "{\"type\":\"Message\",\"list\":[{\"id\":\"" MESSAGE "\",\"conversationId\":\"" CONVERSATION "\",\"text\":7}]}"), SPICO_CLIENT_ERROR_SERVER);
  spico_test_fails (put (fixture, "{\"type\":\"Message\",\"list\":[{\"text\":\"sans id\"}]}"), SPICO_CLIENT_ERROR_SERVER);
}

static void
test_json_depth (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"a\":");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  bytes = g_bytes_new (deep->str, deep->len);
  g_assert_null (spico_json_parse (bytes, &error));
  g_assert_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER);

  g_assert_true (spico_json_is_shallow ("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}", 49));
}

static void
test_times (void)
{
  g_autofree char *whole = spico_json_format_time (1767261600000000);
  g_autofree char *part = spico_json_format_time (1767261600120000);

  g_assert_cmpstr (whole, ==, "2026-01-01T10:00:00Z");
  g_assert_cmpstr (part, ==, "2026-01-01T10:00:00.12Z");
  g_assert_cmpint (spico_json_parse_time (part), ==, 1767261600120000);
  g_assert_cmpint (spico_json_parse_time ("hier"), ==, 0);
}

static void
check_uri (const char *typed,
           const char *expected,
           gint        code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = spico_session_normalize_uri (typed, &error);

  g_assert_cmpstr (uri, ==, expected);
  if (expected == NULL)
    g_assert_error (error, SPICO_CLIENT_ERROR, code);
}

static void
test_addresses (void)
{
  check_uri (" spico.example ", "https://spico.example", 0);
  check_uri ("https://spico.example:8443/path?x", "https://spico.example:8443", 0);
  check_uri ("http://127.0.0.1:8080", "http://127.0.0.1:8080", 0);
  check_uri ("http://localhost:8080", "http://localhost:8080", 0);
  check_uri ("http://[::1]:8080", "http://[::1]:8080", 0);
  check_uri ("unix:/run/spico.sock", "unix:/run/spico.sock", 0);
  check_uri ("http://spico.example", NULL, SPICO_CLIENT_ERROR_INSECURE);
  check_uri ("http://127.0.0.1.example", NULL, SPICO_CLIENT_ERROR_INSECURE);
  check_uri ("https://login:word@spico.example", NULL, SPICO_CLIENT_ERROR_INVALID);
  check_uri ("ftp://spico.example", NULL, SPICO_CLIENT_ERROR_INVALID);
  check_uri ("", NULL, SPICO_CLIENT_ERROR_INVALID);
}

typedef struct {
  GMutex lock;
  GCond cond;
  gboolean has_begun;
} Begun;

static DexFuture *
tell_begun (SpicoTransaction *transaction,
            gpointer          data)
{
  Begun *begun = data;

  g_mutex_lock (&begun->lock);
  begun->has_begun = TRUE;
  g_cond_signal (&begun->cond);
  g_mutex_unlock (&begun->lock);

  return dex_future_new_true ();
}

static void
wait_begun (Begun *begun)
{
  g_mutex_lock (&begun->lock);
  while (!begun->has_begun)
    g_cond_wait (&begun->cond, &begun->lock);
  g_mutex_unlock (&begun->lock);
}

static DexFuture *
succeed (SpicoTransaction *transaction,
         gpointer          data)
{
  return dex_future_new_true ();
}

static void
note_thread (gpointer data)
{
  *(GThread **) data = g_thread_self ();
}

/* Whoever settles a future may be the last to let go of what waits for it, widgets among it: never the store's thread, nor does it let go of what it was given. */
static void
test_settled_on_the_main_thread (Fixture      *fixture,
                                 gconstpointer data)
{
  GThread *freed_by = NULL;
  Begun begun = { 0 };
  g_autoptr (DexFuture) first = spico_store_read (fixture->store, succeed, &freed_by, note_thread);
  g_autoptr (DexFuture) next = spico_store_read (fixture->store, tell_begun, &begun, NULL);

  /* Once the next one has begun, the thread has done with the first. */
  wait_begun (&begun);
  g_assert_true (dex_future_is_pending (first));
  g_assert_null (freed_by);

  spico_test_succeeds (g_steal_pointer (&next));
  g_assert_true (dex_future_is_resolved (first));
  g_assert_true (freed_by == g_thread_self ());
}

#define ADD(name, function) g_test_add ("/client/store/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("schema-is-the-descriptors", test_schema);
  ADD ("waiting-is-found-by-its-index", test_waiting_is_found_by_its_index);
  ADD ("search-begins-in-the-index", test_a_search_begins_in_the_index);
  ADD ("closed", test_closed);
  ADD ("wrong-key", test_wrong_key);
  ADD ("outbox-lane", test_outbox_lane);
  ADD ("outbox-lane-of-two-accounts", test_outbox_lane_of_two_accounts);
  ADD ("lost-answer", test_lost_answer);
  ADD ("bare-answer", test_bare_answer);
  ADD ("written-for-another", test_written_for_another);
  ADD ("written-for-another-lost-answer", test_written_for_another_lost_answer);
  ADD ("delegation-ends", test_delegation_ends);
  ADD ("delegation-ends-elsewhere", test_delegation_ends_elsewhere);
  ADD ("scope-narrows", test_scope_narrows);
  ADD ("retried-leaves-last", test_retried_leaves_last);
  ADD ("first-schema", test_first_schema);
  ADD ("F053-added-goes-along", test_added_goes_along);
  ADD ("reading-leaves-no-hole", test_reading_leaves_no_hole);
  ADD ("bad-object", test_bad_object);
  ADD ("disk-full", test_disk_full);
  ADD ("settled-on-the-main-thread", test_settled_on_the_main_thread);
  g_test_add_func ("/client/json/depth", test_json_depth);
  g_test_add_func ("/client/json/times", test_times);
  g_test_add_func ("/client/session/addresses", test_addresses);

  return g_test_run ();
}
