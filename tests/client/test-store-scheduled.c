/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that are sent later, in the store, without a server: whatever becomes of them, their words stand in one place. */
#include "spico-store-accounts.h"
#include "spico-store-kept.h"
#include "spico-store-reads.h"
#include "spico-store-scheduled.h"
#include "spico-store-writes.h"
#include "spico-test-store.h"

#define ID "0190f5a2-7c1e-7000-8000-000000000001"
#define CONVERSATION "0190f5a2-7c1e-7000-8000-000000000002"
#define ANSWERED "0190f5a2-7c1e-7000-8000-000000000003"
#define EIGHT G_GINT64_CONSTANT (4102473600000000)
#define NINE G_GINT64_CONSTANT (4102477200000000)
#define OF_CONVERSATION(account) "\"conversationId\":\"" CONVERSATION "\",\"fromPersonId\":\"" account "\",\"fromAccountId\":\"" MAUGER "\""
#define PUT_CONVERSATION                                                                                                                                  \
  "{\"account\":\"" MAUGER "\",\"type\":\"Conversation\",\"list\":[{\"id\":\"" CONVERSATION "\",\"subject\":\"Pansement\",\"createdAt\":\"2026-01-05T10:00:00Z\"," \
  "\"creatorAccountId\":\"" MAUGER "\",\"creatorPersonId\":\"" MAUGER "\",\"participantIds\":[\"" MAUGER "\",\"" TOTARO "\"]}]}"
#define PUT(author, status, at)                                                                                                                                  \
  "{\"account\":\"" MAUGER "\",\"type\":\"ScheduledMessage\",\"list\":[{\"id\":\"" ID "\"," OF_CONVERSATION (author) ",\"text\":\"Demain\",\"sendAt\":\"" at "\",\"status\":\"" status "\"," \
  "\"createdAt\":\"2026-01-05T10:00:00Z\"}]}"
#define PUT_MESSAGE                                                                                                                                                     \
  "{\"account\":\"" MAUGER "\",\"type\":\"Message\",\"list\":[{\"id\":\"" ID "\"," OF_CONVERSATION (MAUGER) ",\"seq\":1,\"sentAt\":\"2026-01-05T10:00:00Z\",\"text\":\"Demain\"}]}"
#define PUT_WITH_FILE                                                                                                                                                   \
  "{\"account\":\"" MAUGER "\",\"type\":\"ScheduledMessage\",\"list\":[{\"id\":\"" ID "\"," OF_CONVERSATION (MAUGER) ",\"text\":\"Demain\",\"sendAt\":\"" AT_EIGHT "\"," \
  "\"status\":\"pending\",\"createdAt\":\"2026-01-05T10:00:00Z\",\"attachments\":[{\"blobId\":\"b1\",\"name\":\"Bilan.pdf\",\"type\":\"application/pdf\",\"size\":4}]}]}"
#define FOUND_BY_NAME "SELECT COUNT (*) FROM attachment_search WHERE attachment_search MATCH 'name : \"bilan\"'"
#define AT_EIGHT "2100-01-01T08:00:00Z"

static SpicoWrite *
write_new (gint64 send_at)
{
  SpicoWrite *write = spico_write_new (MAUGER, CONVERSATION, ID);

  write->mailbox_id = g_strdup (MAUGER);
  write->text = g_strdup ("Demain");
  write->in_reply_to_id = g_strdup (ANSWERED);
  write->urgency.is_urgent = TRUE;
  write->number = send_at;

  return write;
}

static void
run (SpicoTestStore *fixture,
     SpicoStoreFunc  func,
     gint64          send_at)
{
  spico_test_succeeds (spico_store_write (fixture->store, func, write_new (send_at), spico_write_free));
}

/* It is the one that there is, whatever id it has by now. */
static SpicoScheduledMessage *
only (SpicoTestStore *fixture)
{
  g_autoptr (GListModel) list = spico_test_await_object (spico_store_read (fixture->store, spico_store_read_scheduled, (gpointer) CONVERSATION, NULL));

  g_assert_cmpuint (g_list_model_get_n_items (list), <=, 1);
  return g_list_model_get_item (list, 0);
}

static void
assert_is (SpicoTestStore     *fixture,
           SpicoScheduledState state,
           gint64              send_at,
           SpicoMessageFailure failure)
{
  g_autoptr (SpicoScheduledMessage) message = only (fixture);
  GDateTime *time;

  g_assert_nonnull (message);
  time = spico_scheduled_message_get_send_at (message);
  g_assert_cmpstr (spico_scheduled_message_get_text (message), ==, "Demain");
  g_assert_cmpint (spico_scheduled_message_get_state (message), ==, state);
  g_assert_cmpint (time != NULL ? g_date_time_to_unix_usec (time) : 0, ==, send_at);
  g_assert_cmpint (spico_scheduled_message_get_failure (message), ==, failure);
}

static void
assert_none (SpicoTestStore *fixture)
{
  g_autoptr (SpicoScheduledMessage) message = only (fixture);

  g_assert_null (message);
}

/* The place of what has another id by now is where the store says. */
static void
take_back (SpicoTestStore *fixture)
{
  g_autoptr (SpicoScheduledMessage) message = only (fixture);
  SpicoWrite *write = spico_write_new (MAUGER, CONVERSATION, spico_scheduled_message_get_id (message));

  write->mailbox_id = g_strdup (MAUGER);
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_scheduled_taken, write, spico_write_free));
}

static DexFuture *
count_rows (SpicoTransaction *transaction,
            gpointer          data)
{
  gint64 n = 0;
  GError *error = NULL;

  return spico_sql_query_int64 (transaction->connection, data, NULL, 0, &n, &error) ? dex_future_new_for_int64 (n) : dex_future_new_for_error (error);
}

static void
assert_counts (SpicoTestStore *fixture,
               const char     *sql,
               gint64          expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = spico_store_read (fixture->store, count_rows, (gpointer) sql, NULL);
  const GValue *value;

  while (dex_future_is_pending (future))
    spico_test_turn ();
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (value), ==, expected);
}

#define DRAFTS "SELECT COUNT (*) FROM draft WHERE text = 'Demain' AND is_urgent = 1 AND in_reply_to_id = '" ANSWERED "'"

/* Returns: (transfer full) (nullable): what waits first, on its way to the server, which may have it from then on */
static SpicoSettlement *
tell (SpicoTestStore *fixture)
{
  g_autoptr (GPtrArray) heads = spico_test_await_boxed (spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL));
  SpicoSettlement *settlement;

  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_begin, heads, NULL));
  if (heads->len == 0)
    return NULL;

  g_assert_cmpuint (heads->len, ==, 1);
  g_ptr_array_set_free_func (heads, NULL);
  settlement = g_new0 (SpicoSettlement, 1);
  settlement->operation = g_ptr_array_index (heads, 0);
  settlement->outcome = SPICO_OUTCOME_DONE;

  return settlement;
}

static void
settle (SpicoTestStore     *fixture,
        SpicoSettlement    *settlement,
        SpicoMessageFailure failure)
{
  GPtrArray *settlements = g_ptr_array_new_with_free_func (spico_settlement_free);

  g_assert_nonnull (settlement);
  settlement->failure = failure;
  settlement->outcome = failure != SPICO_MESSAGE_FAILURE_NONE ? SPICO_OUTCOME_REFUSED : SPICO_OUTCOME_DONE;
  g_ptr_array_add (settlements, settlement);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_settle, settlements, (GDestroyNotify) g_ptr_array_unref));
}

static const char *
told_time (SpicoSettlement *settlement)
{
  return spico_json_get_string (spico_operation_find_told (settlement->operation), "sendAt");
}

/* The server says that it is not there any more. */
static DexFuture *
remove_it (SpicoTransaction *transaction,
           gpointer          data)
{
  GError *error = NULL;

  return spico_store_answer (spico_store_remove_scheduled (transaction, MAUGER, ID, &error), &error);
}

static void
assert_nothing_waits (SpicoTestStore *fixture)
{
  g_assert_null (tell (fixture));
}

static void
set_up (SpicoTestStore *fixture)
{
  spico_test_store_put_accounts (fixture, "");
  spico_test_store_put (fixture, PUT_CONVERSATION);
}

/* Before anybody was told of it, it is what was last chosen; told meanwhile, the choice follows. */
static void
test_changed (SpicoTestStore *fixture,
              gconstpointer   data)
{
  SpicoSettlement *first;
  SpicoSettlement *second;

  set_up (fixture);
  run (fixture, spico_write_scheduled, EIGHT);
  assert_is (fixture, SPICO_SCHEDULED_QUEUED, EIGHT, 0);
  assert_counts (fixture, "SELECT scheduled_count FROM conversation", 1);
  run (fixture, spico_write_scheduled_time, NINE);
  first = tell (fixture);
  g_assert_true (g_str_has_prefix (told_time (first), "2100-01-01T09:00:00"));

  run (fixture, spico_write_scheduled_time, EIGHT);
  settle (fixture, first, 0);
  assert_is (fixture, SPICO_SCHEDULED_QUEUED, EIGHT, 0);
  second = tell (fixture);
  g_assert_cmpstr (second->operation->kind, ==, SPICO_OUTBOX_SCHEDULED_TIME);
  g_assert_true (g_str_has_prefix (told_time (second), "2100-01-01T08:00:00"));
  settle (fixture, second, 0);
  assert_is (fixture, SPICO_SCHEDULED_WAITING, EIGHT, 0);
  assert_nothing_waits (fixture);
}

/* A time that the server does not take leaves it as it was. */
static void
test_time_refused (SpicoTestStore *fixture,
                   gconstpointer   data)
{
  set_up (fixture);
  spico_test_store_put (fixture, PUT (MAUGER, "pending", AT_EIGHT));
  run (fixture, spico_write_scheduled_time, NINE);
  settle (fixture, tell (fixture), SPICO_MESSAGE_FAILURE_SEND_AT);
  assert_is (fixture, SPICO_SCHEDULED_WAITING, EIGHT, SPICO_MESSAGE_FAILURE_SEND_AT);
  run (fixture, spico_write_scheduled_now, 0);
  assert_is (fixture, SPICO_SCHEDULED_LEAVING, 0, 0);
  settle (fixture, tell (fixture), SPICO_MESSAGE_FAILURE_NO_ACCESS);
  assert_is (fixture, SPICO_SCHEDULED_WAITING, EIGHT, SPICO_MESSAGE_FAILURE_NO_ACCESS);
}

/* What was off line past its time keeps its words: they take another time, or leave now. */
static void
test_past_its_time (SpicoTestStore *fixture,
                    gconstpointer   data)
{
  g_autoptr (SpicoScheduledMessage) message = NULL;
  SpicoWrite *write;

  set_up (fixture);
  run (fixture, spico_write_scheduled, EIGHT);
  settle (fixture, tell (fixture), SPICO_MESSAGE_FAILURE_SEND_AT);
  assert_is (fixture, SPICO_SCHEDULED_REFUSED, EIGHT, SPICO_MESSAGE_FAILURE_SEND_AT);
  run (fixture, spico_write_scheduled_time, NINE);
  assert_is (fixture, SPICO_SCHEDULED_QUEUED, NINE, 0);
  settle (fixture, tell (fixture), SPICO_MESSAGE_FAILURE_SEND_AT);
  assert_is (fixture, SPICO_SCHEDULED_REFUSED, NINE, SPICO_MESSAGE_FAILURE_SEND_AT);

  message = only (fixture);
  write = spico_write_new (MAUGER, CONVERSATION, spico_scheduled_message_get_id (message));
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_scheduled_now, write, spico_write_free));
  assert_none (fixture);
  assert_counts (fixture, "SELECT COUNT (*) FROM message WHERE text = 'Demain' AND local_state = 1 AND in_reply_to_id = '" ANSWERED "' AND is_urgent = 1", 1);
}

/* Cancelled before anybody was told, and after: the words wait for whoever takes them, and join what is written. */
static void
test_cancelled (SpicoTestStore *fixture,
                gconstpointer   data)
{
  set_up (fixture);
  run (fixture, spico_write_scheduled, EIGHT);
  run (fixture, spico_write_unscheduled, 0);
  assert_is (fixture, SPICO_SCHEDULED_CANCELLED, EIGHT, 0);
  assert_nothing_waits (fixture);
  take_back (fixture);
  assert_none (fixture);
  assert_counts (fixture, DRAFTS, 1);

  run (fixture, spico_write_scheduled, EIGHT);
  assert_counts (fixture, DRAFTS, 0);
  settle (fixture, tell (fixture), 0);
  run (fixture, spico_write_unscheduled, 0);
  assert_is (fixture, SPICO_SCHEDULED_CANCELLING, EIGHT, 0);
  settle (fixture, tell (fixture), 0);
  assert_is (fixture, SPICO_SCHEDULED_CANCELLED, EIGHT, 0);
  take_back (fixture);
  assert_counts (fixture, DRAFTS, 1);
  assert_counts (fixture, "SELECT scheduled_count FROM conversation", 0);
}

/* As the lock page and the question before one signs out have it (X018). */
static void
assert_left (SpicoTestStore *fixture,
             gint64          n_changes,
             gint64          n_drafts,
             guint           n_unsaved,
             gint64          n_pending,
             gint64          n_failed)
{
  g_autoptr (SpicoRows) left = spico_test_await_boxed (spico_store_read (fixture->store, spico_store_count_left, NULL, NULL));
  g_autoptr (SpicoRows) waiting = spico_test_await_boxed (spico_store_read (fixture->store, spico_read_waiting, NULL, NULL));
  g_autoptr (DexFuture) unsaved = spico_store_read (fixture->store, spico_store_count_unsaved, NULL, NULL);

  spico_test_wait_for (!dex_future_is_pending (unsaved));

  g_assert_cmpint (spico_rows_get_int (left, 0, 0), ==, n_changes);
  g_assert_cmpint (spico_rows_get_int (left, 0, 1), ==, n_drafts);
  g_assert_cmpuint (g_value_get_uint (dex_future_get_value (unsaved, NULL)), ==, n_unsaved);
  g_assert_cmpint (spico_rows_get_int (waiting, 0, 0), ==, n_pending);
  g_assert_cmpint (spico_rows_get_int (waiting, 0, 1), ==, n_failed);
}

/* Nobody signs out, or locks, without reading of what the server does not have. */
static void
test_counted (SpicoTestStore *fixture,
              gconstpointer   data)
{
  set_up (fixture);
  assert_left (fixture, 0, 0, 0, 0, 0);
  run (fixture, spico_write_scheduled, EIGHT);
  assert_left (fixture, 0, 0, 0, 1, 0);
  settle (fixture, tell (fixture), 0);
  assert_left (fixture, 0, 0, 0, 0, 0);
  run (fixture, spico_write_scheduled_time, NINE);
  assert_left (fixture, 1, 0, 0, 0, 0);
  settle (fixture, tell (fixture), 0);
  run (fixture, spico_write_unscheduled, 0);
  assert_left (fixture, 1, 0, 0, 0, 0);
  settle (fixture, tell (fixture), 0);
  assert_left (fixture, 0, 1, 1, 0, 0);
  take_back (fixture);
  assert_left (fixture, 0, 1, 0, 0, 0);

  run (fixture, spico_write_scheduled, EIGHT);
  settle (fixture, tell (fixture), SPICO_MESSAGE_FAILURE_SEND_AT);
  assert_left (fixture, 0, 1, 0, 0, 1);
}

/* Whoever cancels may be a moment too late: then it is a message, and nothing else. */
static void
test_too_late (SpicoTestStore *fixture,
               gconstpointer   data)
{
  SpicoSettlement *gone;

  set_up (fixture);
  spico_test_store_put (fixture, PUT (MAUGER, "pending", AT_EIGHT));
  run (fixture, spico_write_unscheduled, 0);
  gone = tell (fixture);
  gone->is_gone = TRUE;
  settle (fixture, gone, 0);
  assert_is (fixture, SPICO_SCHEDULED_CANCELLING, EIGHT, 0);
  spico_test_store_put (fixture, PUT_MESSAGE);
  assert_none (fixture);
  spico_test_succeeds (spico_store_write (fixture->store, remove_it, NULL, NULL));
  assert_none (fixture);
  assert_counts (fixture, "SELECT COUNT (*) FROM draft", 0);
}

/* The answer was lost, and the server tells that it is gone: the words are here. */
static void
test_answer_lost (SpicoTestStore *fixture,
                  gconstpointer   data)
{
  set_up (fixture);
  spico_test_store_put (fixture, PUT (MAUGER, "pending", AT_EIGHT));
  run (fixture, spico_write_unscheduled, 0);
  spico_test_succeeds (spico_store_write (fixture->store, remove_it, NULL, NULL));
  assert_is (fixture, SPICO_SCHEDULED_CANCELLED, EIGHT, 0);
  assert_nothing_waits (fixture);

  run (fixture, spico_write_scheduled_now, 0);
  assert_none (fixture);
  run (fixture, spico_write_scheduled, EIGHT);
  spico_test_store_put (fixture, PUT (MAUGER, "pending", AT_EIGHT));
  assert_is (fixture, SPICO_SCHEDULED_WAITING, EIGHT, 0);
  assert_counts (fixture, "SELECT COUNT (*) FROM outbox WHERE kind = 'scheduled'", 0);
  spico_test_store_put (fixture, PUT (MAUGER, "refused", AT_EIGHT));
  assert_is (fixture, SPICO_SCHEDULED_REFUSED, EIGHT, 0);
}

/* Files go along to the server, and come back with the words. */
static void
test_files (SpicoTestStore *fixture,
            gconstpointer   data)
{
  g_autoptr (SpicoScheduledMessage) message = NULL;

  set_up (fixture);
  spico_test_store_put (fixture, PUT_WITH_FILE);
  message = only (fixture);
  g_assert_cmpuint (spico_scheduled_message_get_n_files (message), ==, 1);
  run (fixture, spico_write_unscheduled, 0);
  settle (fixture, tell (fixture), 0);
  assert_counts (fixture, "SELECT COUNT (*) FROM message_attachment", 0);
  take_back (fixture);
  assert_counts (fixture, "SELECT COUNT (*) FROM attachment WHERE name = 'Bilan.pdf' AND blob_id = 'b1' AND mailbox_id = '" MAUGER "' AND conversation_id = '" CONVERSATION "'", 1);
}

static DexFuture *
forget_messages (SpicoTransaction *transaction,
                 gpointer          data)
{
  GError *error = NULL;

  return spico_store_answer (spico_sql_run (transaction->connection, "DELETE FROM message", NULL, &error), &error);
}

/* They are there before the message: a search finds them once it has come, and no more once it has gone (B004). */
static void
test_files_are_found (SpicoTestStore *fixture,
                      gconstpointer   data)
{
  set_up (fixture);
  spico_test_store_put (fixture, PUT_WITH_FILE);
  assert_counts (fixture, FOUND_BY_NAME, 0);
  spico_test_store_put (fixture, PUT_MESSAGE);
  assert_none (fixture);
  assert_counts (fixture, FOUND_BY_NAME, 1);
  spico_test_succeeds (spico_store_write (fixture->store, forget_messages, NULL, NULL));
  assert_counts (fixture, FOUND_BY_NAME, 0);
}

static DexFuture *
end_account (SpicoTransaction *transaction,
             gpointer          data)
{
  g_autoptr (JsonObject) session = json_object_new ();
  GError *error = NULL;

  return spico_store_answer (spico_store_put_accounts (transaction, session, &error), &error);
}

/* With the account goes what the server has; what never left stays, and says why. */
static void
test_account_ends (SpicoTestStore *fixture,
                   gconstpointer   data)
{
  set_up (fixture);
  run (fixture, spico_write_scheduled, EIGHT);
  spico_test_succeeds (spico_store_write (fixture->store, end_account, NULL, NULL));
  assert_is (fixture, SPICO_SCHEDULED_REFUSED, EIGHT, SPICO_MESSAGE_FAILURE_DELEGATION_ENDED);
  assert_nothing_waits (fixture);
  assert_counts (fixture, "SELECT COUNT (*) FROM conversation WHERE is_gone = 1", 1);
  take_back (fixture);
  assert_counts (fixture, DRAFTS, 1);
}

#define ADD(name, function) g_test_add ("/store/scheduled-" name, SpicoTestStore, NULL, spico_test_store_set_up, function, spico_test_store_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("changed", test_changed);
  ADD ("time-refused", test_time_refused);
  ADD ("past-its-time", test_past_its_time);
  ADD ("cancelled", test_cancelled);
  ADD ("X018-counted", test_counted);
  ADD ("too-late", test_too_late);
  ADD ("answer-lost", test_answer_lost);
  ADD ("files", test_files);
  ADD ("files-are-found", test_files_are_found);
  ADD ("account-ends", test_account_ends);

  return g_test_run ();
}
