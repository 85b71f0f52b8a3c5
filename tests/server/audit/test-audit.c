/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-audit-chain.h"
#include "spico-operator.h"
#include "spico-schema.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define NOW_US G_GINT64_CONSTANT (1792483200000000)
#define MINUTE_US G_GINT64_CONSTANT (60000000)

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  g_assert_true (spico_schema_migrate (fixture->connection, NOW_US, &error));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

static void
add_rows (SpicoSqlConnection *connection,
          guint               n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      spico_operator_trace (connection, "p1", "test.act", "Dossier", "d1", NOW_US + i, &error);
      g_assert_no_error (error);
    }
}

static SpicoAuditSealing
seal (SpicoSqlConnection *connection,
      const char         *holder,
      gint64              now_us,
      guint               max_rows)
{
  SpicoAuditSealing sealing = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  spico_audit_seal (connection, holder, now_us, max_rows, &sealing, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (connection, &error));
  return sealing;
}

static void
seal_all (Fixture *fixture)
{
  g_auto (SpicoAuditSealing) sealing = seal (fixture->connection, "a", NOW_US, G_MAXINT32);

  g_assert_false (sealing.is_held);
}

static SpicoAuditVerdict
verify_with (Fixture    *fixture,
             gint64      anchor,
             const char *hash)
{
  SpicoAuditVerdict verdict = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_READ, &error));
  spico_audit_verify (fixture->connection, anchor, hash, &verdict, &error);
  g_assert_no_error (error);
  spico_sql_connection_rollback (fixture->connection);
  return verdict;
}

static void
assert_fault (Fixture        *fixture,
              SpicoAuditFault fault,
              gint64          at)
{
  g_auto (SpicoAuditVerdict) verdict = verify_with (fixture, 0, NULL);

  g_assert_cmpint (verdict.fault, ==, fault);
  g_assert_cmpint (verdict.fault_seal, ==, at);
}

static void
tamper (Fixture    *fixture,
        const char *sql)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (fixture->connection, sql, NULL, &error);
  g_assert_no_error (error);
}

static void
test_rows_are_chained (Fixture      *fixture,
                       gconstpointer data)
{
  g_auto (SpicoAuditSealing) first = { 0 };
  g_auto (SpicoAuditSealing) second = { 0 };
  g_auto (SpicoAuditVerdict) verdict = { 0 };

  assert_fault (fixture, SPICO_AUDIT_SOUND, 0);
  add_rows (fixture->connection, 200);
  first = seal (fixture->connection, "a", NOW_US, 130);
  g_assert_cmpuint (first.n_sealed, ==, 130);
  g_assert_cmpint (first.seal, ==, 130);
  second = seal (fixture->connection, "a", NOW_US, 130);
  g_assert_cmpuint (second.n_sealed, ==, 70);
  add_rows (fixture->connection, 3);

  verdict = verify_with (fixture, 0, NULL);
  g_assert_cmpint (verdict.fault, ==, SPICO_AUDIT_SOUND);
  g_assert_cmpint (verdict.seal, ==, 200);
  g_assert_cmpstr (verdict.hash, ==, second.hash);
  g_assert_cmpint (verdict.n_unsealed, ==, 3);
}

static void
test_an_idle_sealer_finds_nothing (Fixture      *fixture,
                                   gconstpointer data)
{
  gboolean exists = TRUE;
  gint64 oldest_at = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_audit_find_unsealed (fixture->connection, &oldest_at, &exists, &error));
  g_assert_false (exists);
  add_rows (fixture->connection, 2);
  g_assert_true (spico_audit_find_unsealed (fixture->connection, &oldest_at, &exists, &error));
  g_assert_true (exists);
  g_assert_cmpint (oldest_at, ==, NOW_US);
}

static void
test_an_altered_row_is_found (Fixture      *fixture,
                              gconstpointer data)
{
  static const char *const columns[] = { "person_id", "account_id", "session_id", "action", "type", "object_id", "rule", "seal_hash" };

  add_rows (fixture->connection, 20);
  seal_all (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *alter = g_strdup_printf ("UPDATE audit SET %s = %s || 'x' WHERE seal = %u", columns[i], columns[i], i + 5);
      g_autofree char *restore = g_strdup_printf ("UPDATE audit SET %s = substr(%s, 1, length(%s) - 1) WHERE seal = %u", columns[i], columns[i], columns[i], i + 5);

      tamper (fixture, alter);
      assert_fault (fixture, SPICO_AUDIT_ALTERED, i + 5);
      tamper (fixture, restore);
      assert_fault (fixture, SPICO_AUDIT_SOUND, 0);
    }

  tamper (fixture, "UPDATE audit SET at = at + 1 WHERE seal = 20");
  assert_fault (fixture, SPICO_AUDIT_ALTERED, 20);
}

static void
test_values_that_change_places_are_found (Fixture      *fixture,
                                          gconstpointer data)
{
  add_rows (fixture->connection, 3);
  seal_all (fixture);
  tamper (fixture, "UPDATE audit SET type = 'Dossierd', object_id = '1' WHERE seal = 2");
  assert_fault (fixture, SPICO_AUDIT_ALTERED, 2);
}

static void
test_a_removed_row_is_found (Fixture      *fixture,
                             gconstpointer data)
{
  add_rows (fixture->connection, 10);
  seal_all (fixture);
  tamper (fixture, "DELETE FROM audit WHERE seal = 10");
  assert_fault (fixture, SPICO_AUDIT_MISSING, 10);
  tamper (fixture, "DELETE FROM audit WHERE seal = 4");
  assert_fault (fixture, SPICO_AUDIT_MISSING, 4);
  tamper (fixture, "DELETE FROM audit WHERE seal = 1");
  assert_fault (fixture, SPICO_AUDIT_MISSING, 1);
  tamper (fixture, "DELETE FROM audit");
  assert_fault (fixture, SPICO_AUDIT_MISSING, 1);
}

static void
test_a_row_without_its_seal_is_found (Fixture      *fixture,
                                      gconstpointer data)
{
  add_rows (fixture->connection, 10);
  seal_all (fixture);
  tamper (fixture, "UPDATE audit SET seal = NULL, seal_hash = NULL WHERE seal = 3");
  assert_fault (fixture, SPICO_AUDIT_MISSING, 3);
  seal_all (fixture);
  assert_fault (fixture, SPICO_AUDIT_MISSING, 3);
}

#define FORGED(seal)                                                                                                           \
  "INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule, seal, seal_hash)"                  \
  " VALUES (1, 'x', 'x', 'x', 'x', 'x', 'x', 'x', " seal ", '00')"

static void
test_an_inserted_row_is_found (Fixture      *fixture,
                               gconstpointer data)
{
  add_rows (fixture->connection, 10);
  seal_all (fixture);
  tamper (fixture, FORGED ("11"));
  assert_fault (fixture, SPICO_AUDIT_UNEXPECTED, 11);
  tamper (fixture, "DELETE FROM audit WHERE seal = 11");
  tamper (fixture, FORGED ("0"));
  assert_fault (fixture, SPICO_AUDIT_UNEXPECTED, 0);
  tamper (fixture, "DELETE FROM audit WHERE seal = 0");
  assert_fault (fixture, SPICO_AUDIT_SOUND, 0);

  /* Room is made for it. */
  for (guint i = 10; i >= 6; i--)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE audit SET seal = %u WHERE seal = %u", i + 1, i);

      tamper (fixture, sql);
    }
  tamper (fixture, FORGED ("6"));
  tamper (fixture, "UPDATE audit_head SET seal = 11");
  assert_fault (fixture, SPICO_AUDIT_ALTERED, 6);
}

static void
test_a_chain_made_anew_is_not_the_anchor (Fixture      *fixture,
                                          gconstpointer data)
{
  g_auto (SpicoAuditVerdict) before = { 0 };
  g_auto (SpicoAuditVerdict) good = { 0 };
  g_auto (SpicoAuditVerdict) without = { 0 };
  g_auto (SpicoAuditVerdict) with = { 0 };

  add_rows (fixture->connection, 10);
  seal_all (fixture);
  before = verify_with (fixture, 0, NULL);
  add_rows (fixture->connection, 10);
  seal_all (fixture);
  good = verify_with (fixture, before.seal, before.hash);
  g_assert_cmpint (good.fault, ==, SPICO_AUDIT_SOUND);

  tamper (fixture, "UPDATE audit SET person_id = 'nobody', seal = NULL, seal_hash = NULL");
  tamper (fixture, "DELETE FROM audit_head");
  seal_all (fixture);
  without = verify_with (fixture, 0, NULL);
  g_assert_cmpint (without.fault, ==, SPICO_AUDIT_SOUND);
  with = verify_with (fixture, before.seal, before.hash);
  g_assert_cmpint (with.fault, ==, SPICO_AUDIT_NOT_THE_ANCHOR);
  g_assert_cmpint (with.fault_seal, ==, 10);
}

static void
test_an_anchor_beyond_the_end_is_told (Fixture      *fixture,
                                       gconstpointer data)
{
  g_auto (SpicoAuditVerdict) verdict = { 0 };

  add_rows (fixture->connection, 2);
  seal_all (fixture);
  verdict = verify_with (fixture, 3, "0000000000000000000000000000000000000000000000000000000000000000");
  g_assert_cmpint (verdict.fault, ==, SPICO_AUDIT_NOT_THE_ANCHOR);
}

static void
test_one_process_seals_at_a_time (Fixture      *fixture,
                                  gconstpointer data)
{
  g_auto (SpicoAuditSealing) first = { 0 };
  g_auto (SpicoAuditSealing) second = { 0 };
  g_auto (SpicoAuditSealing) later = { 0 };
  g_auto (SpicoAuditSealing) back = { 0 };

  add_rows (fixture->connection, 10);
  first = seal (fixture->connection, "a", NOW_US, 5);
  g_assert_cmpuint (first.n_sealed, ==, 5);
  second = seal (fixture->connection, "b", NOW_US + G_USEC_PER_SEC, 5);
  g_assert_true (second.is_held);
  g_assert_cmpuint (second.n_sealed, ==, 0);
  /* The first one is gone. */
  later = seal (fixture->connection, "b", NOW_US + MINUTE_US, 5);
  g_assert_false (later.is_held);
  g_assert_cmpuint (later.n_sealed, ==, 5);
  back = seal (fixture->connection, "a", NOW_US + MINUTE_US, 5);
  g_assert_true (back.is_held);
  assert_fault (fixture, SPICO_AUDIT_SOUND, 0);
}

static void
test_a_lease_of_a_clock_that_jumped_ends (Fixture      *fixture,
                                          gconstpointer data)
{
  g_auto (SpicoAuditSealing) future = { 0 };
  g_auto (SpicoAuditSealing) now = { 0 };

  add_rows (fixture->connection, 2);
  future = seal (fixture->connection, "a", NOW_US + 1000 * MINUTE_US, 1);
  g_assert_cmpuint (future.n_sealed, ==, 1);
  now = seal (fixture->connection, "b", NOW_US, 1);
  g_assert_cmpuint (now.n_sealed, ==, 1);
}

/* On PostgreSQL a row may be committed after others that have higher numbers; SQLite has one writer. */
static void
test_a_row_that_commits_late_is_sealed (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (SpicoSqlConnection) slow = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SpicoAuditVerdict) verdict = { 0 };

  slow = spico_test_database_connect (fixture->database);
  g_assert_true (spico_sql_connection_begin (slow, SPICO_SQL_TRANSACTION_WRITE, &error));
  add_rows (slow, 1);
  add_rows (fixture->connection, 2);
  seal_all (fixture);
  g_assert_true (spico_sql_connection_commit (slow, &error));
  seal_all (fixture);
  verdict = verify_with (fixture, 0, NULL);
  g_assert_cmpint (verdict.fault, ==, SPICO_AUDIT_SOUND);
  g_assert_cmpint (verdict.seal, ==, 3);
  g_assert_cmpint (verdict.n_unsealed, ==, 0);
}

/* Sealers that all hold their lease for expired. */

typedef struct {
  Fixture *fixture;
  const char *holder;
  gint *clock;
  gint *n_sealed;
} Sealer;

#define ROWS 300
#define PATIENCE_MS (120 * 1000)

static gpointer
seal_thread (gpointer data)
{
  Sealer *sealer = data;
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (sealer->fixture->database);

  spico_sql_connection_set_busy_timeout (connection, PATIENCE_MS);
  while (g_atomic_int_get (sealer->n_sealed) < ROWS)
    {
      g_auto (SpicoAuditSealing) sealing = seal (connection, sealer->holder, NOW_US + g_atomic_int_add (sealer->clock, 1) * MINUTE_US, 7);

      g_atomic_int_add (sealer->n_sealed, (gint) sealing.n_sealed);
    }

  return NULL;
}

static void
test_sealers_that_meet_make_one_chain (Fixture      *fixture,
                                       gconstpointer data)
{
  gint clock = 0;
  gint n_sealed = 0;
  Sealer sealers[] = { { fixture, "a", &clock, &n_sealed }, { fixture, "b", &clock, &n_sealed }, { fixture, "c", &clock, &n_sealed } };
  GThread *threads[G_N_ELEMENTS (sealers)];
  g_auto (SpicoAuditVerdict) verdict = { 0 };

  add_rows (fixture->connection, ROWS);
  for (guint i = 0; i < G_N_ELEMENTS (sealers); i++)
    threads[i] = g_thread_new ("sealer", seal_thread, &sealers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (sealers); i++)
    g_thread_join (threads[i]);

  verdict = verify_with (fixture, 0, NULL);
  g_assert_cmpint (verdict.fault, ==, SPICO_AUDIT_SOUND);
  g_assert_cmpint (verdict.seal, ==, ROWS);
  g_assert_cmpint (n_sealed, ==, ROWS);
}

#define ADD(name, function) g_test_add ("/server/audit/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("rows-are-chained", test_rows_are_chained);
  ADD ("an-idle-sealer-finds-nothing", test_an_idle_sealer_finds_nothing);
  ADD ("an-altered-row-is-found", test_an_altered_row_is_found);
  ADD ("values-that-change-places-are-found", test_values_that_change_places_are_found);
  ADD ("a-removed-row-is-found", test_a_removed_row_is_found);
  ADD ("a-row-without-its-seal-is-found", test_a_row_without_its_seal_is_found);
  ADD ("an-inserted-row-is-found", test_an_inserted_row_is_found);
  ADD ("a-chain-made-anew-is-not-the-anchor", test_a_chain_made_anew_is_not_the_anchor);
  ADD ("an-anchor-beyond-the-end-is-told", test_an_anchor_beyond_the_end_is_told);
  ADD ("one-process-seals-at-a-time", test_one_process_seals_at_a_time);
  ADD ("a-lease-of-a-clock-that-jumped-ends", test_a_lease_of_a_clock_that_jumped_ends);
  if (spico_test_database_uses_postgres ())
    ADD ("a-row-that-commits-late-is-sealed", test_a_row_that_commits_late_is_sealed);
  ADD ("sealers-that-meet-make-one-chain", test_sealers_that_meet_make_one_chain);

  return g_test_run ();
}
