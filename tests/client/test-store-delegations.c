/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delegations in the store, without a server: which list each stands in, whom it asks, and when they are read again (F022–F032). */
#include "spico-store-delegations.h"
#include "spico-test-store.h"
#include "spico-type.h"

#define D_WITH(id, delegator, delegate, status, created, scope, suspended)                                                      \
  "{\"id\":\"" id "\",\"delegatorId\":\"" delegator "\",\"delegateId\":\"" delegate "\",\"scope\":\"" scope "\",\"status\":\"" status "\",\"isSuspended\":" suspended                 \
  ",\"createdAt\":\"2026-01-" created "T10:00:00Z\"}"
#define D(id, delegator, delegate, status, created) D_WITH (id, delegator, delegate, status, created, "all", "false")
#define DELEGATIONS(account, list) "{\"account\":\"" account "\",\"type\":\"Delegation\",\"list\":[" list "]}"

typedef struct {
  SpicoDelegationList which;
  const char *account_id;
} Asked;

/* `d1! d2/`: those that the person is to answer are marked so, and the last ones of a structure. */
static DexFuture *
read_list (SpicoTransaction *transaction,
           gpointer          data)
{
  Asked *asked = data;
  g_autoptr (SpicoReadQuery) query = spico_read_query_new (SPICO_READ_DELEGATIONS, asked->account_id);
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autoptr (SpicoRows) keys = NULL;
  g_autoptr (GError) error = NULL;

  query->delegation_list = asked->which;
  keys = spico_store_delegation_keys (transaction, query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < spico_rows_get_n_rows (keys); i++)
    {
      g_autofree char *key = g_strdup_printf ("[%" G_GINT64_FORMAT "]", spico_rows_get_int (keys, i, 0));
      g_autoptr (SpicoPage) page = spico_page_new ();

      g_assert_true (spico_store_load_delegations (transaction, key, page, &error));
      g_string_append_printf (ids, "%s%s%s%s", i > 0 ? " " : "", spico_rows_get_text (page->rows, 0, SPICO_DELEGATION_COLUMN_ID),
                              spico_rows_get_int (page->rows, 0, SPICO_DELEGATION_COLUMN_IS_TO_ANSWER) ? "!" : "",
                              spico_rows_get_int (page->rows, 0, SPICO_DELEGATION_COLUMN_IS_LAST) ? "/" : "");
    }

  return dex_future_new_take_string (g_string_free_and_steal (g_steal_pointer (&ids)));
}

static void
assert_list (SpicoTestStore            *fixture,
             SpicoDelegationList which,
             const char         *account_id,
             const char         *expected)
{
  Asked asked = { which, account_id };
  DexFuture *future = spico_store_read (fixture->store, read_list, &asked, NULL);

  spico_test_wait_for (!dex_future_is_pending (future));
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (future, NULL)), ==, expected);
  dex_unref (future);
}

static DexFuture *
count_states (SpicoTransaction *transaction,
              gpointer          data)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "i", "SELECT COUNT(*) FROM sync_state WHERE type = 'Delegation'", NULL, NULL);

  return dex_future_new_for_int64 (spico_rows_get_int (rows, 0, 0));
}

static gboolean
has_states (SpicoTestStore *fixture)
{
  DexFuture *future = spico_store_read (fixture->store, count_states, NULL, NULL);
  gboolean has_any;

  spico_test_wait_for (!dex_future_is_pending (future));
  has_any = g_value_get_int64 (dex_future_get_value (future, NULL)) > 0;
  dex_unref (future);

  return has_any;
}

static DexFuture *
put_state (SpicoTransaction *transaction,
           gpointer          data)
{
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "INSERT INTO sync_state (account_id, type, state) VALUES ('" MAUGER "', 'Delegation', '1')", NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* Who is asked answers: the owner, the other delegates of a structure, whoever is offered one; nobody answers their own request (F028, F031). */
static void
test_who_answers (SpicoTestStore      *fixture,
                  gconstpointer data)
{
  spico_test_store_put (fixture, DELEGATIONS (MAUGER, D ("asked", MAUGER, TOTARO, "requested", "01") "," D ("mine", "f9", MAUGER, "requested", "02") "," D ("offered", TOTARO, MAUGER, "offered", "03") ","
                                     D ("proposed", MAUGER, "p9", "offered", "04")));
  spico_test_store_put (fixture, DELEGATIONS (STRUCTURE, D ("structure", STRUCTURE, TOTARO, "requested", "05") "," D ("own", STRUCTURE, MAUGER, "requested", "06")));

  assert_list (fixture, SPICO_DELEGATIONS_TO_ANSWER, "", "structure! offered! asked!");
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATORS, MAUGER, "offered! mine");
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATES, MAUGER, "proposed asked!");
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATES, STRUCTURE, "own structure!");
}

/* What waits comes first, what is over last; what was followed by another between the same two is not shown again. */
static void
test_order (SpicoTestStore      *fixture,
            gconstpointer data)
{
  spico_test_store_put (fixture, DELEGATIONS (MAUGER, D ("ended", MAUGER, "p8", "ended", "08") "," D ("old", MAUGER, TOTARO, "refused", "01") "," D ("inforce", MAUGER, "p9", "accepted", "02") ","
                                     D ("again", MAUGER, TOTARO, "requested", "03")));

  assert_list (fixture, SPICO_DELEGATIONS_DELEGATES, MAUGER, "again! inforce ended");
}

/* The last delegate of a structure cannot leave it (F031); a person's can. */
static void
test_last_of_a_structure (SpicoTestStore      *fixture,
                          gconstpointer data)
{
  spico_test_store_put (fixture, "{\"account\":\"" MAUGER "\",\"type\":\"Principal\",\"list\":[{\"id\":\"" STRUCTURE "\",\"kind\":\"structure\",\"name\":\"EHPAD\"},{\"id\":\"" TOTARO "\",\"kind\":\"person\",\"name\":\"TOTARO\"}]}");
  spico_test_store_put (fixture, DELEGATIONS (MAUGER, D ("here", STRUCTURE, MAUGER, "accepted", "01") "," D ("person", TOTARO, MAUGER, "accepted", "02")));
  spico_test_store_put (fixture, DELEGATIONS (STRUCTURE, D ("here", STRUCTURE, MAUGER, "accepted", "01")));
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATORS, MAUGER, "person here/");

  spico_test_store_put (fixture, DELEGATIONS (STRUCTURE, D ("other", STRUCTURE, TOTARO, "accepted", "03")));
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATORS, MAUGER, "person here");
}

/* Who may be entrusted with a conversation of the account: who answers in its discussions now (B014). */
static void
test_who_is_entrusted (SpicoTestStore      *fixture,
                       gconstpointer data)
{
  spico_test_store_put (fixture, DELEGATIONS (STRUCTURE, D ("mine", STRUCTURE, MAUGER, "accepted", "01") "," D ("asked", STRUCTURE, "p8", "requested", "02") "," D ("over", STRUCTURE, "p9", "ended", "03") ","
                                          D_WITH ("dossiers", STRUCTURE, "p7", "accepted", "04", "dossiers", "false") "," D_WITH ("away", STRUCTURE, "p6", "accepted", "05", "all", "true") ","
                                          D_WITH ("theirs", STRUCTURE, TOTARO, "accepted", "06", "discussions", "false")));

  assert_list (fixture, SPICO_DELEGATIONS_ANSWERING, STRUCTURE, "theirs mine");
  assert_list (fixture, SPICO_DELEGATIONS_ANSWERING, MAUGER, "");
}

/* What was known of an account that is no longer delegated goes with it (F030). */
static void
test_account_ends (SpicoTestStore      *fixture,
                   gconstpointer data)
{
  spico_test_store_put_accounts (fixture, ",\"" STRUCTURE "\":{\"name\":\"EHPAD\",\"accountCapabilities\":{\"" SPICO_CAPABILITY_DOSSIERS "\":{}}}");
  spico_test_store_put (fixture, DELEGATIONS (MAUGER, D ("mine", STRUCTURE, MAUGER, "accepted", "01")));
  spico_test_store_put (fixture, DELEGATIONS (STRUCTURE, D ("theirs", STRUCTURE, TOTARO, "requested", "02")));
  assert_list (fixture, SPICO_DELEGATIONS_TO_ANSWER, "", "theirs!");

  spico_test_store_put_accounts (fixture, "");
  assert_list (fixture, SPICO_DELEGATIONS_TO_ANSWER, "", "");
  assert_list (fixture, SPICO_DELEGATIONS_DELEGATORS, MAUGER, "mine");
}

/* What suspends a delegation moves no state: they are read again where the accounts, or what they cover, are others; and not otherwise. */
static void
test_read_again (SpicoTestStore      *fixture,
                 gconstpointer data)
{
  static const char *const sessions[] = {
    ",\"" STRUCTURE "\":{\"name\":\"EHPAD\",\"accountCapabilities\":{\"" SPICO_CAPABILITY_DOSSIERS "\":{}}}",
    ",\"" STRUCTURE "\":{\"name\":\"EHPAD\",\"accountCapabilities\":{\"" SPICO_CAPABILITY_DOSSIERS "\":{},\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}}}",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      spico_test_succeeds (spico_store_write (fixture->store, put_state, NULL, NULL));
      spico_test_store_put_accounts (fixture, sessions[i]);
      g_assert_false (has_states (fixture));
    }
  spico_test_succeeds (spico_store_write (fixture->store, put_state, NULL, NULL));
  spico_test_store_put_accounts (fixture, sessions[G_N_ELEMENTS (sessions) - 1]);
  g_assert_true (has_states (fixture));
}

#define ADD(name, test) g_test_add ("/store/delegations/" name, SpicoTestStore, NULL, spico_test_store_set_up, test, spico_test_store_tear_down)

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("F028, F031 who answers", test_who_answers);
  ADD ("order", test_order);
  ADD ("F031 last of a structure", test_last_of_a_structure);
  ADD ("B014 who is entrusted", test_who_is_entrusted);
  ADD ("F030 account ends", test_account_ends);
  ADD ("F031 read again", test_read_again);

  return g_test_run ();
}
