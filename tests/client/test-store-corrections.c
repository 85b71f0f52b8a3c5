/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A correction in the store, without a server: what is said to be waiting, and until when. */
#include "spico-page.h"
#include "spico-store-corrections.h"
#include "spico-store-outbox.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"
#include "spico-test-store.h"

#define ID "0190f5a2-7c1e-7000-8000-000000000001"
#define CONVERSATION "0190f5a2-7c1e-7000-8000-000000000002"
#define PUT_CONVERSATION                                                                                                                                  \
  "{\"account\":\"" MAUGER "\",\"type\":\"Conversation\",\"list\":[{\"id\":\"" CONVERSATION "\",\"subject\":\"Pansement\",\"createdAt\":\"2026-01-05T10:00:00Z\"," \
  "\"creatorAccountId\":\"" MAUGER "\",\"creatorPersonId\":\"" MAUGER "\",\"participantIds\":[\"" MAUGER "\",\"" TOTARO "\"],\"lastMessageSeq\":1}]}"
#define PUT_MESSAGE(text, more)                                                                                                                                \
  "{\"account\":\"" MAUGER "\",\"type\":\"Message\",\"list\":[{\"id\":\"" ID "\",\"conversationId\":\"" CONVERSATION "\",\"seq\":1,\"sentAt\":\"2026-01-05T10:00:00Z\"," \
  "\"fromPersonId\":\"" MAUGER "\",\"fromAccountId\":\"" MAUGER "\",\"text\":\"" text "\"" more "}]}"
#define EDITED ",\"editedAt\":\"2026-01-05T10:01:00Z\",\"earlierTexts\":[{\"text\":\"Un\",\"writtenAt\":\"2026-01-05T10:00:00Z\"}]"

static void
changed_cb (SpicoStore   *store,
            SpicoChanges *changes,
            gpointer      data)
{
  guint *n_told = data;

  if ((changes->flags & SPICO_CHANGE_WORDING) != 0 && spico_changes_has_conversation (changes, MAUGER, CONVERSATION))
    (*n_told)++;
}

static void
correct (SpicoTestStore *fixture,
         const char     *text)
{
  SpicoWrite *write = spico_write_new (MAUGER, CONVERSATION, ID);

  write->text = g_strdup (text);
  spico_test_succeeds (spico_store_write (fixture->store, spico_write_correction, write, spico_write_free));
}

/* Returns: (transfer full): what waits first, on its way to the server */
static SpicoSettlement *
tell (SpicoTestStore *fixture)
{
  g_autoptr (GPtrArray) heads = spico_test_await_boxed (spico_store_read (fixture->store, spico_outbox_read_heads, NULL, NULL));
  SpicoSettlement *settlement = g_new0 (SpicoSettlement, 1);

  g_assert_cmpuint (heads->len, ==, 1);
  g_ptr_array_set_free_func (heads, NULL);
  settlement->operation = g_ptr_array_index (heads, 0);
  settlement->outcome = SPICO_OUTCOME_DONE;

  return settlement;
}

/* The server has taken it. */
static void
settle (SpicoTestStore  *fixture,
        SpicoSettlement *settlement)
{
  g_autoptr (GPtrArray) settlements = g_ptr_array_new_with_free_func (spico_settlement_free);

  g_ptr_array_add (settlements, settlement);
  spico_test_succeeds (spico_store_write (fixture->store, spico_outbox_settle, settlements, NULL));
}

static gboolean
is_waiting (SpicoTestStore *fixture)
{
  SpicoReadMessages *request = g_new0 (SpicoReadMessages, 1);
  g_autoptr (SpicoPage) page = NULL;

  request->account_id = g_strdup (MAUGER);
  request->conversation_id = g_strdup (CONVERSATION);
  page = spico_test_await_boxed (spico_store_read (fixture->store, spico_read_messages, request, spico_read_messages_free));
  g_assert_cmpuint (spico_rows_get_n_rows (page->rows), ==, 1);

  return *spico_rows_get_string (page->rows, 0, SPICO_MESSAGE_COLUMN_CORRECTION) != '\0';
}

static void
begin (SpicoTestStore *fixture)
{
  spico_test_store_put_accounts (fixture, "");
  spico_test_store_put (fixture, PUT_CONVERSATION);
  spico_test_store_put (fixture, PUT_MESSAGE ("Un", ""));
  g_assert_false (is_waiting (fixture));
  correct (fixture, "Deux");
  g_assert_true (is_waiting (fixture));
}

/* As it mostly is: the answer first, the change then. */
static void
test_it_waits_until_the_message_says_so (SpicoTestStore *fixture,
                                         gconstpointer   data)
{
  guint n_told = 0;

  begin (fixture);
  settle (fixture, tell (fixture));
  g_assert_true (is_waiting (fixture));
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &n_told);
  spico_test_store_put (fixture, PUT_MESSAGE ("Deux", EDITED));
  g_assert_false (is_waiting (fixture));
  spico_test_wait_for (n_told > 0);
  g_signal_handlers_disconnect_by_data (fixture->store, &n_told);
}

/* The change was heard of before the answer: whoever was shown it as waiting is told that it is not any more. */
static void
test_the_message_says_so_before_the_answer (SpicoTestStore *fixture,
                                            gconstpointer   data)
{
  guint n_told = 0;

  begin (fixture);
  spico_test_store_put (fixture, PUT_MESSAGE ("Deux", EDITED));
  g_assert_true (is_waiting (fixture));
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &n_told);
  settle (fixture, tell (fixture));
  g_assert_false (is_waiting (fixture));
  spico_test_wait_for (n_told > 0);
  g_signal_handlers_disconnect_by_data (fixture->store, &n_told);
}

/* What is typed meanwhile is told next. */
static void
test_what_was_typed_meanwhile_waits (SpicoTestStore *fixture,
                                     gconstpointer   data)
{
  SpicoSettlement *told;

  begin (fixture);
  told = tell (fixture);
  correct (fixture, "Trois");
  settle (fixture, told);
  spico_test_store_put (fixture, PUT_MESSAGE ("Deux", EDITED));
  g_assert_true (is_waiting (fixture));
  settle (fixture, tell (fixture));
  spico_test_store_put (fixture, PUT_MESSAGE ("Trois", EDITED));
  g_assert_false (is_waiting (fixture));
}

#define ADD(name, test) g_test_add ("/store/corrections/" name, SpicoTestStore, NULL, spico_test_store_set_up, test, spico_test_store_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("waits-until-the-message-says-so", test_it_waits_until_the_message_says_so);
  ADD ("the-message-says-so-before-the-answer", test_the_message_says_so_before_the_answer);
  ADD ("typed-meanwhile", test_what_was_typed_meanwhile_waits);

  return g_test_run ();
}
