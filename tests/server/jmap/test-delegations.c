/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delegations, from the request to the end: F022–F032. */
#include "spico-jmap-world.h"

#include "spico-delegation-record.h"
#include "spico-notification.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)
#define assert_size(answer, pointer, expected) g_assert_cmpuint (spico_jmap_world_size (answer, pointer), ==, expected)

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

static yyjson_doc *
create (SpicoJmapWorld *world,
        const char     *person,
        const char     *account,
        const char     *delegator,
        const char     *delegate,
        const char     *more)
{
  return spico_jmap_world_ask (world, person, "['Delegation/set',{'accountId':'%s','create':{'x':{'delegatorId':'%s','delegateId':'%s',%s}}},'0']", account, delegator, delegate, more);
}

static char *
ask (SpicoJmapWorld *world,
     const char     *person,
     const char     *delegator,
     const char     *scope)
{
  g_autofree char *more = g_strdup_printf ("'scope':'%s'", scope);
  g_autoptr (SpicoAnswer) answer = create (world, person, person, delegator, person, more);
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  g_assert_nonnull (id);
  assert_text (answer, "0/1/created/x/status", "requested");
  return id;
}

static char *
offer (SpicoJmapWorld *world,
       const char     *person,
       const char     *delegate,
       const char     *more)
{
  g_autoptr (SpicoAnswer) answer = create (world, person, person, person, delegate, more);
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  g_assert_nonnull (id);
  assert_text (answer, "0/1/created/x/status", "offered");
  return id;
}

/* %NULL where it was done, otherwise the type of the refusal. */
static char *
set_status (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *id,
            const char     *status)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Delegation/set',{'accountId':'%s','update':{'%s':{'status':'%s'}}},'0']", account, id, status);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);

  g_assert_cmpint (spico_jmap_world_has (answer, done), !=, (spico_jmap_world_has (answer, refused)));
  return g_strdup (spico_jmap_world_text (answer, refused));
}

static void
assert_set (SpicoJmapWorld *world,
            const char     *person,
            const char     *account,
            const char     *id,
            const char     *status,
            const char     *refusal)
{
  g_autofree char *type = set_status (world, person, account, id, status);

  g_assert_cmpstr (type, ==, refusal);
}

static void
assert_status (SpicoJmapWorld *world,
               const char     *person,
               const char     *id,
               const char     *status)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Delegation/get',{'accountId':'%s','ids':['%s']},'0']", person, id);

  assert_text (answer, "0/1/list/0/status", status);
}

static gboolean
may_use (SpicoJmapWorld *world,
         const char     *person,
         const char     *account,
         const char     *type)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['%s/query',{'accountId':'%s'},'0']", type, account);

  return spico_jmap_world_has (answer, "0/1/ids");
}

/* ---- Asked for ---- */

static void
test_a_request_is_accepted (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "pb", "discussions");
  g_autoptr (SpicoAnswer) owner = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "Delegation"));
  g_assert_true (spico_jmap_world_told (world, "pb", "Delegation"));
  g_assert_false (may_use (world, "pa", "pb", "Message"));

  owner = spico_jmap_world_ask (world, "pb", "['Delegation/get',{'accountId':'pb','ids':null},'0'],['Delegation/query',{'accountId':'pb','filter':{'status':'requested','delegatorId':'pb'}},'1']");
  assert_text (owner, "0/1/list/0/id", id);
  assert_text (owner, "0/1/list/0/delegateId", "pa");
  assert_text (owner, "0/1/list/0/scope", "discussions");
  assert_text (owner, "0/1/list/0/setBy", "pa");
  assert_size (owner, "1/1/ids", 1);

  assert_set (world, "pb", "pb", id, "accepted", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "Delegation"));
  g_assert_true (may_use (world, "pa", "pb", "Message"));
  g_assert_false (may_use (world, "pa", "pb", "Dossier"));
  after = spico_jmap_world_ask (world, "pa", "['Delegation/get',{'accountId':'pa','ids':['%s']},'0']", id);
  assert_text (after, "0/1/list/0/status", "accepted");
  assert_text (after, "0/1/list/0/answeredByPersonId", "pb");
  g_assert_nonnull (spico_jmap_world_text (after, "0/1/list/0/answeredAt"));
  assert_number (after, "0/1/list/0/isSuspended", 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'delegation.accept' AND person_id = 'pb' AND account_id = 'pb' AND rule = 'self/other-side'"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'delegation.create' AND person_id = 'pa'"), ==, 1);

  /* The same again changes nothing, and is told to nobody. */
  assert_set (world, "pb", "pb", id, "accepted", NULL);
  g_assert_false (spico_jmap_world_told (world, "pa", "Delegation"));
}

static void
test_a_request_is_refused (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "pb", "all");
  g_autofree char *again = NULL;

  assert_set (world, "pa", "pa", id, "accepted", "forbidden");
  assert_set (world, "pa", "pa", id, "refused", "forbidden");
  assert_set (world, "pc", "pc", id, "accepted", "notFound");
  assert_set (world, "pb", "pb", id, "requested", NULL);
  assert_set (world, "pb", "pb", id, "offered", "invalidProperties");
  assert_set (world, "pb", "pb", id, "ended", "forbidden");
  assert_set (world, "pb", "pb", id, "refused", NULL);
  assert_set (world, "pb", "pb", id, "accepted", "forbidden");
  assert_set (world, "pa", "pa", id, "ended", "forbidden");
  assert_status (world, "pa", id, "refused");
  g_assert_false (may_use (world, "pa", "pb", "Message"));

  again = ask (world, "pa", "pb", "all");
  g_assert_cmpstr (again, !=, id);
}

static void
test_a_request_is_taken_back (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "pb", "all");
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_set (world, "pa", "pa", id, "ended", NULL);
  assert_set (world, "pb", "pb", id, "accepted", "forbidden");
  answer = spico_jmap_world_ask (world, "pb", "['Delegation/get',{'accountId':'pb','ids':['%s']},'0']", id);
  assert_text (answer, "0/1/list/0/status", "ended");
  assert_text (answer, "0/1/list/0/endedByPersonId", "pa");
  g_assert_nonnull (spico_jmap_world_text (answer, "0/1/list/0/endedAt"));
}

#define ASSERT_REFUSED(person, account, delegator, delegate, more, type)                                                       \
  G_STMT_START                                                                                                                 \
    {                                                                                                                          \
      g_autoptr (SpicoAnswer) refused_ = create (world, person, account, delegator, delegate, more);                           \
                                                                                                                               \
      assert_text (refused_, "0/1/notCreated/x/type", type);                                                                   \
    }                                                                                                                          \
  G_STMT_END

/* F025: from one's own account only; whom one asks must be there to answer. */
static void
test_a_request_is_for_oneself (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *id = NULL;

  ASSERT_REFUSED ("pd", "fs", "pa", "fs", "'scope':'all'", "forbidden");
  ASSERT_REFUSED ("pd", "fs", "pa", "pd", "'scope':'all'", "forbidden");
  ASSERT_REFUSED ("pd", "fs", "fs", "pc", "'scope':'all'", "forbidden");
  ASSERT_REFUSED ("pa", "pa", "pb", "pc", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pa", "pa", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "nobody", "pa", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pn", "pa", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "region", "pa", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pa", "fs", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pa", "pn", "'scope':'all'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'agenda'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'status':'requested'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','status':'accepted'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','status':'offered'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','setBy':'operator'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','referent':'Mme X'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','endsOn':'2026-03-01'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pb", "pa", "'scope':'all','answeredByPersonId':'pb'", "invalidProperties");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM delegation"), ==, 1);

  /* What was agreed cannot be made more of. */
  id = ask (world, "pa", "pb", "discussions");
  {
    g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pb", "['Delegation/set',{'accountId':'pb','update':{'%s':{'scope':'all','status':'accepted'}},'destroy':['%s']},'0']", id, id);

    assert_size (answer, "0/1/notUpdated", 1);
    assert_size (answer, "0/1/notDestroyed", 1);
  }
  assert_status (world, "pb", id, "requested");
}

static void
test_a_pair_has_one (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "pb", "discussions");
  g_autoptr (SpicoAnswer) second = create (world, "pa", "pa", "pb", "pa", "'scope':'all'");
  g_autoptr (SpicoAnswer) offered = create (world, "pb", "pb", "pb", "pa", "'scope':'all'");
  g_autofree char *other_way = NULL;

  assert_text (second, "0/1/notCreated/x/type", "alreadyExists");
  assert_text (second, "0/1/notCreated/x/existingId", id);
  assert_text (offered, "0/1/notCreated/x/existingId", id);
  ASSERT_REFUSED ("pd", "pd", "fs", "pd", "'scope':'all'", "alreadyExists");
  other_way = ask (world, "pb", "pa", "all");
  g_assert_cmpstr (other_way, !=, id);
}

static void
test_requests_are_bounded (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  for (guint i = 0; i < 51; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);

      spico_jmap_world_add_principal (world, principal, "person", "Q", TRUE);
      if (i < 50)
        g_free (ask (world, "pa", principal, "all"));
    }
  ASSERT_REFUSED ("pa", "pa", "q50", "pa", "'scope':'all'", "overQuota");
  /* Who takes them all back, and asks again and again, writes to nobody any more. */
  spico_jmap_world_sql (world, "UPDATE delegation SET status = 'refused' WHERE delegate_id = 'pa'", NULL);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);

      g_free (ask (world, "pa", principal, "all"));
    }
  spico_jmap_world_sql (world, "UPDATE delegation SET status = 'refused' WHERE delegate_id = 'pa'", NULL);
  ASSERT_REFUSED ("pa", "pa", "q50", "pa", "'scope':'all'", "overQuota");
  world->now_us += G_TIME_SPAN_DAY;
  g_free (ask (world, "pa", "q50", "all"));
}

/* ---- Of a structure ---- */

static void
test_a_structure_answers_through_its_delegates (SpicoJmapWorld *world,
                                                gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "fs", "all");
  g_autofree char *small = ask (world, "pb", "fs", "discussions");
  g_autoptr (SpicoAnswer) seen = NULL;

  spico_jmap_world_add_principal (world, "pe", "person", "M. Éric Escande", TRUE);
  spico_jmap_world_delegate (world, "fs", "pe", "dossiers");
  g_assert_true (spico_jmap_world_told (world, "fs", "Delegation"));

  /* Whoever holds a delegation sees what is asked, whatever its scope; not who is merely attached (F021), nor who asked. */
  seen = spico_jmap_world_ask (world, "pe", "['Delegation/query',{'accountId':'fs','filter':{'status':'requested'}},'0']");
  assert_size (seen, "0/1/ids", 2);
  g_assert_false (may_use (world, "pc", "fs", "Delegation"));
  g_assert_false (may_use (world, "pa", "fs", "Delegation"));
  assert_set (world, "pc", "pc", id, "accepted", "notFound");

  /* F022: nobody grants more than they hold. */
  assert_set (world, "pe", "fs", id, "accepted", "forbidden");
  assert_set (world, "pe", "fs", small, "accepted", "forbidden");
  assert_set (world, "pd", "pd", id, "accepted", "notFound");
  assert_set (world, "pd", "fs", id, "accepted", NULL);
  assert_set (world, "pe", "fs", small, "refused", NULL);
  g_assert_true (may_use (world, "pa", "fs", "Message"));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'delegation.accept' AND person_id = 'pd' AND account_id = 'fs' AND rule = 'delegation/other-side'"), ==, 1);

  /* Nobody passes a delegation of a person on, or sees who else has one. */
  spico_jmap_world_delegate (world, "pb", "pe", "all");
  g_free (ask (world, "pc", "pb", "all"));
  seen = (yyjson_doc_free (seen), spico_jmap_world_ask (world, "pe", "['Delegation/get',{'accountId':'pb','ids':null},'0'],['Delegation/changes',{'accountId':'pb','sinceState':'0'},'1']"));
  assert_size (seen, "0/1/list", 0);
  assert_size (seen, "1/1/created", 0);
}

static void
test_nobody_answers_their_own_request (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "fs", "all");

  /* Should the operator have named them meanwhile under another delegation. */
  spico_jmap_world_sql (world, "DROP INDEX delegation_open", NULL);
  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  assert_set (world, "pa", "fs", id, "accepted", "forbidden");
  assert_set (world, "pa", "fs", id, "refused", "forbidden");
}

static void
test_a_structure_keeps_a_delegate (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "fs", "discussions");

  assert_set (world, "pd", "pd", "fs-pd-all", "ended", "forbidden");
  assert_set (world, "pd", "fs", "fs-pd-all", "ended", "forbidden");
  assert_set (world, "pd", "fs", id, "accepted", NULL);
  /* One that is suspended answers for nobody. */
  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ('anne', 'pa', '', 0, 0)", NULL);
  assert_set (world, "pd", "pd", "fs-pd-all", "ended", "forbidden");
  spico_jmap_world_sql (world, "UPDATE login SET is_enabled = 1", NULL);
  /* F031: the other delegates may end it; here the new one ends the older. */
  assert_set (world, "pa", "fs", "fs-pd-all", "ended", NULL);
  g_assert_false (may_use (world, "pd", "fs", "Message"));
  assert_set (world, "pa", "pa", id, "ended", "forbidden");
}

/* ---- Ended ---- */

static void
test_either_side_ends_it (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  g_autofree char *first = ask (world, "pa", "pb", "all");
  g_autofree char *second = NULL;

  assert_set (world, "pb", "pb", first, "accepted", NULL);
  assert_set (world, "pc", "pc", first, "ended", "notFound");
  assert_set (world, "pb", "pb", first, "ended", NULL);
  g_assert_true (spico_jmap_world_told (world, "pa", "Delegation"));
  g_assert_false (may_use (world, "pa", "pb", "Message"));
  assert_set (world, "pb", "pb", first, "accepted", "forbidden");

  second = ask (world, "pa", "pb", "all");
  assert_set (world, "pb", "pb", second, "accepted", NULL);
  /* Not from the account that it gives: that is the owner's business. */
  assert_set (world, "pa", "pb", second, "ended", "notFound");
  assert_set (world, "pa", "pa", second, "ended", NULL);
  g_assert_false (may_use (world, "pa", "pb", "Message"));
}

/* F032, and the clock ends it. */
static void
test_an_offer_has_a_last_day (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = offer (world, "pa", "pb", "'scope':'all','endsOn':'2026-01-03'");
  g_autofree char *late = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;
  guint n_ended;

  ASSERT_REFUSED ("pa", "pa", "pa", "pc", "'scope':'all','endsOn':'2025-12-31'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pa", "pc", "'scope':'all','endsOn':'2026-02-30'", "invalidProperties");
  ASSERT_REFUSED ("pa", "pa", "pa", "pc", "'scope':'all','endsOn':'2029-01-01'", "invalidProperties");
  assert_set (world, "pa", "pa", id, "accepted", "forbidden");
  assert_set (world, "pb", "pb", id, "accepted", NULL);
  late = offer (world, "pa", "pc", "'scope':'all','endsOn':'2026-01-03'");
  answer = spico_jmap_world_ask (world, "pb", "['Delegation/get',{'accountId':'pb','ids':['%s']},'0']", id);
  assert_text (answer, "0/1/list/0/endsOn", "2026-01-03");
  assert_text (answer, "0/1/list/0/endedAt", NULL);
  g_assert_true (may_use (world, "pb", "pa", "Message"));

  /* The last day ends at midnight in the region, one hour before that of the clock. */
  world->now_us = G_GINT64_CONSTANT (1767481200000000) - 10 * G_USEC_PER_SEC;
  g_assert_true (may_use (world, "pb", "pa", "Message"));
  world->now_us = G_GINT64_CONSTANT (1767481200000000);
  g_assert_false (may_use (world, "pb", "pa", "Message"));
  assert_status (world, "pb", id, "ended");
  assert_set (world, "pc", "pc", late, "accepted", "forbidden");

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_delegation_expire (world->connection, TRUE, world->now_us, 50, &n_ended, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_ended, ==, 2);
  g_clear_pointer (&answer, yyjson_doc_free);
  answer = spico_jmap_world_ask (world, "pb", "['Delegation/changes',{'accountId':'pb','sinceState':'2'},'0'],['Delegation/get',{'accountId':'pb','ids':['%s']},'1']", id);
  assert_text (answer, "0/1/updated/0", id);
  g_assert_nonnull (spico_jmap_world_text (answer, "1/1/list/0/endedAt"));
  assert_text (answer, "1/1/list/0/endedByPersonId", NULL);
  again = offer (world, "pa", "pb", "'scope':'all'");
  assert_set (world, "pb", "pb", again, "refused", NULL);
}

/* One whose last day is over leaves its place before anybody has noted it. */
static void
test_what_is_over_leaves_its_place (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = offer (world, "pa", "pb", "'scope':'all','endsOn':'2026-01-03'");
  g_autofree char *again = NULL;

  world->now_us += 5 * G_TIME_SPAN_DAY;
  again = offer (world, "pa", "pb", "'scope':'all'");
  g_assert_cmpstr (again, !=, id);
  assert_status (world, "pa", id, "ended");
}

static void
test_what_ended_long_ago_is_forgotten (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *refused = ask (world, "pa", "pb", "all");
  g_autofree char *open = ask (world, "pa", "pc", "all");
  g_autoptr (GError) error = NULL;
  guint n_gone;

  assert_set (world, "pb", "pb", refused, "refused", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
      g_assert_true (spico_delegation_purge (world->connection, world->now_us + (i > 0 ? SPICO_JOURNAL_LIFETIME_US + G_USEC_PER_SEC : 0), 50, &n_gone, &error));
      g_assert_true (spico_sql_connection_commit (world->connection, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_gone, ==, i);
    }
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM delegation WHERE status = 'requested'"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM change WHERE type = 'Delegation' AND destroyed = 1"), ==, 2);
}

/* ---- Suspended ---- */

static void
test_a_closed_login_suspends (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = ask (world, "pa", "pb", "all");
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_set (world, "pb", "pb", id, "accepted", NULL);
  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ('bruno', 'pb', '', 0, 0)", NULL);
  g_assert_false (may_use (world, "pa", "pb", "Message"));
  answer = spico_jmap_world_ask (world, "pa", "['Delegation/get',{'accountId':'pa','ids':['%s']},'0']", id);
  assert_text (answer, "0/1/list/0/status", "accepted");
  assert_number (answer, "0/1/list/0/isSuspended", 1);
  spico_jmap_world_sql (world, "UPDATE login SET is_enabled = 1", NULL);
  g_assert_true (may_use (world, "pa", "pb", "Message"));
}

static void
test_the_end_of_an_attachment_suspends (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *attached = ask (world, "pc", "fs", "all");
  g_autofree char *other = ask (world, "pa", "fs", "all");

  assert_set (world, "pd", "fs", attached, "accepted", NULL);
  assert_set (world, "pd", "fs", other, "accepted", NULL);
  spico_jmap_world_sql (world, "DELETE FROM attachment", NULL);
  g_assert_false (may_use (world, "pc", "fs", "Message"));
  g_assert_true (may_use (world, "pa", "fs", "Message"));
  spico_jmap_world_sql (world, "INSERT INTO attachment (person_id, structure_id) VALUES ('pc', 'fs')", NULL);
  g_assert_true (may_use (world, "pc", "fs", "Message"));
}

/* ---- Mail ---- */

static void
add_mail (SpicoJmapWorld *world,
          const char     *person_id)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ($1, 1, '60', 'C', 'L', '', '', '', '', '', NULL, '', '', '', '', '', '', '', '', '', '', '', '', '', $1 || '@b.example', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)));
}

/* Each mail as « whom: what »; they are sent. */
static char *
take_mails (SpicoJmapWorld *world)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  claimed = spico_notification_claim (world->connection, world->now_us + G_USEC_PER_SEC, 0, 20, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_run (world->connection, "UPDATE notification SET status = 'sent'", NULL, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  for (guint i = 0; i < claimed->len; i++)
    {
      const SpicoNotification *notification = g_ptr_array_index (claimed, i);

      for (guint j = 0; g_ptr_array_index (notification->events, j) != NULL; j++)
        g_ptr_array_add (lines, g_strdup_printf ("%.2s%s: %s", notification->to, notification->is_asked ? "?" : "", (char *) g_ptr_array_index (notification->events, j)));
    }
  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
assert_mails (SpicoJmapWorld *world,
              const char     *expected)
{
  g_autofree char *mails = take_mails (world);

  g_assert_cmpstr (mails, ==, expected);
}

/* F027. */
static void
test_the_other_side_is_told_by_mail (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *offered = NULL;
  g_autoptr (SpicoAnswer) own = NULL;

  add_mail (world, "pa");
  add_mail (world, "pb");
  first = ask (world, "pa", "pb", "all");
  g_assert_true (spico_jmap_world_told (world, "pa", "Notification"));
  assert_mails (world, "pb?: Mme Anne Ablon demande la délégation de votre compte");
  own = spico_jmap_world_ask (world, "pa", "['Notification/get',{'accountId':'pa','ids':null},'0']");
  assert_text (own, "0/1/list/0/kind", "delegation");
  assert_set (world, "pb", "pb", first, "accepted", NULL);
  assert_mails (world, "pa: M. Bruno Bély vous accorde la délégation de son compte");
  assert_set (world, "pb", "pb", first, "ended", NULL);
  assert_mails (world, "pa: M. Bruno Bély vous retire la délégation de son compte");

  second = ask (world, "pa", "pb", "all");
  assert_set (world, "pb", "pb", second, "refused", NULL);
  assert_mails (world, "pa: M. Bruno Bély vous refuse la délégation de son compte\npb?: Mme Anne Ablon demande la délégation de votre compte");

  offered = offer (world, "pb", "pa", "'scope':'all'");
  assert_mails (world, "pa?: M. Bruno Bély vous propose la délégation de son compte");
  assert_set (world, "pa", "pa", offered, "accepted", NULL);
  assert_mails (world, "pb: Mme Anne Ablon accepte la délégation de votre compte");
  assert_set (world, "pa", "pa", offered, "ended", NULL);
  assert_mails (world, "pb: Mme Anne Ablon met fin à sa délégation de votre compte");

  /* What is taken back is told to nobody by mail. */
  g_set_str (&offered, NULL);
  offered = offer (world, "pb", "pa", "'scope':'all'");
  assert_set (world, "pb", "pb", offered, "ended", NULL);
  assert_mails (world, "pa?: M. Bruno Bély vous propose la délégation de son compte");
}

/* F031: the other delegates are told at once. */
static void
test_all_who_act_for_a_structure_are_told (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autofree char *id = NULL;

  add_mail (world, "pa");
  add_mail (world, "pc");
  add_mail (world, "pd");
  spico_jmap_world_delegate (world, "fs", "pc", "dossiers");
  id = ask (world, "pa", "fs", "all");
  assert_mails (world, "pc?: Mme Anne Ablon demande la délégation du compte « EHPAD Les Saules »\npd?: Mme Anne Ablon demande la délégation du compte « EHPAD Les Saules »");
  assert_set (world, "pd", "fs", id, "accepted", NULL);
  g_assert_true (spico_jmap_world_told (world, "fs", "Delegation"));
  assert_mails (world, "pa: Mme Denise Dutilh vous accorde la délégation du compte « EHPAD Les Saules »\n"
                       "pc: Mme Denise Dutilh accorde à Mme Anne Ablon la délégation du compte « EHPAD Les Saules »");
  assert_set (world, "pc", "fs", id, "ended", NULL);
  assert_mails (world, "pa: Mme Chloé Caumont vous retire la délégation du compte « EHPAD Les Saules »\n"
                       "pd: Mme Chloé Caumont retire à Mme Anne Ablon la délégation du compte « EHPAD Les Saules »");
}

static void
test_both_are_told_that_it_is_over (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  guint n_ended;

  add_mail (world, "pa");
  add_mail (world, "pb");
  id = offer (world, "pa", "pb", "'scope':'all','endsOn':'2026-01-03'");
  assert_set (world, "pb", "pb", id, "accepted", NULL);
  g_free (take_mails (world));
  world->now_us += 5 * G_TIME_SPAN_DAY;
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_delegation_expire (world->connection, TRUE, world->now_us, 50, &n_ended, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  assert_mails (world, "pa: La délégation de votre compte à M. Bruno Bély est arrivée à son terme\npb: Votre délégation du compte de Mme Anne Ablon est arrivée à son terme");
}

/* ---- At once ---- */

typedef struct {
  SpicoJmapWorld *world;
  const char *person;
  const char *account;
  const char *status;
  GStrv ids;
  guint n_done;
} Hand;

static gpointer
set_all (gpointer data)
{
  Hand *hand = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, hand->world);
  for (guint i = 0; hand->ids[i] != NULL; i++)
    {
      g_autofree char *refusal = set_status (&own, hand->person, hand->account, hand->ids[i], hand->status);

      hand->n_done += refusal == NULL;
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

static void
run_hands (Hand *hands,
           guint n_hands)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 0; i < n_hands; i++)
    g_ptr_array_add (threads, g_thread_new (hands[i].person, set_all, &hands[i]));
  for (guint i = 0; i < n_hands; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

#define N_ASKED 20

static GStrv
ask_many (SpicoJmapWorld *world,
          const char     *delegator)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < N_ASKED; i++)
    {
      g_autofree char *person = g_strdup_printf ("q%u", i);

      spico_jmap_world_add_principal (world, person, "person", "Q", TRUE);
      g_strv_builder_take (ids, ask (world, person, delegator, "discussions"));
    }

  return g_strv_builder_end (ids);
}

static void
test_two_answers_at_once_are_one (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_auto (GStrv) ids = ask_many (world, "fs");
  Hand hands[] = { { world, "pd", "fs", "accepted", ids, 0 }, { world, "pa", "fs", "refused", ids, 0 } };

  spico_jmap_world_delegate (world, "fs", "pa", "all");
  run_hands (hands, G_N_ELEMENTS (hands));
  g_assert_cmpuint (hands[0].n_done + hands[1].n_done, ==, N_ASKED);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action IN ('delegation.accept', 'delegation.refuse')"), ==, N_ASKED);
}

static gpointer
take_back_all (gpointer data)
{
  Hand *hand = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, hand->world);
  for (guint i = 0; hand->ids[i] != NULL; i++)
    {
      g_autofree char *person = g_strdup_printf ("q%u", i);
      g_autofree char *refusal = set_status (&own, person, person, hand->ids[i], "ended");

      /* Whether it was accepted before or not, who asked wants it no more. */
      g_assert_null (refusal);
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

/* Accepted while it is taken back: whichever came first, it opens nothing in the end. */
static void
test_what_is_taken_back_opens_nothing (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_auto (GStrv) ids = ask_many (world, "pb");
  Hand owner = { world, "pb", "pb", "accepted", ids, 0 };
  Hand askers = { world, NULL, NULL, NULL, ids, 0 };
  GThread *first = g_thread_new ("owner", set_all, &owner);
  GThread *second = g_thread_new ("askers", take_back_all, &askers);

  g_thread_join (first);
  g_thread_join (second);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM delegation WHERE account_id = 'pb' AND status = 'ended'"), ==, N_ASKED);
}

/* Two delegates who end each other's at the same moment: one stays. */
static void
test_the_last_two_do_not_both_leave (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  char *of_pd[] = { (char *) "fs-pd-all", NULL };
  char *of_pa[] = { (char *) "fs-pa-all", NULL };
  Hand hands[] = { { world, "pd", "pd", "ended", of_pd, 0 }, { world, "pa", "pa", "ended", of_pa, 0 } };

  spico_jmap_world_delegate (world, "fs", "pa", "all");
  run_hands (hands, G_N_ELEMENTS (hands));
  g_assert_cmpuint (hands[0].n_done + hands[1].n_done, ==, 1);
}

static gpointer
ask_pb (gpointer data)
{
  Hand *hand = data;
  SpicoJmapWorld own = { 0 };

  spico_jmap_world_join (&own, hand->world);
  for (guint i = 0; i < N_ASKED; i++)
    {
      g_autoptr (SpicoAnswer) answer = create (&own, hand->person, hand->person, "pb", "pa", "'scope':'all'");

      hand->n_done += spico_jmap_world_has (answer, "0/1/created/x");
    }
  spico_jmap_world_leave (&own);

  return NULL;
}

/* Asked for and offered at once. */
static void
test_a_pair_has_one_at_once (SpicoJmapWorld *world,
                             gconstpointer   data)
{
  Hand hands[] = { { world, "pa", NULL, NULL, NULL, 0 }, { world, "pb", NULL, NULL, NULL, 0 } };
  GThread *first = g_thread_new ("pa", ask_pb, &hands[0]);
  GThread *second = g_thread_new ("pb", ask_pb, &hands[1]);

  g_thread_join (first);
  g_thread_join (second);
  g_assert_cmpuint (hands[0].n_done + hands[1].n_done, ==, 1);
}

#define ADD(name, function) g_test_add ("/delegations/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F028-a-request-is-accepted", test_a_request_is_accepted);
  ADD ("F028-a-request-is-refused", test_a_request_is_refused);
  ADD ("F030-a-request-is-taken-back", test_a_request_is_taken_back);
  ADD ("F025-a-request-is-for-oneself", test_a_request_is_for_oneself);
  ADD ("F025-a-pair-has-one", test_a_pair_has_one);
  ADD ("F025-requests-are-bounded", test_requests_are_bounded);
  ADD ("F031-a-structure-answers-through-its-delegates", test_a_structure_answers_through_its_delegates);
  ADD ("F022-nobody-answers-their-own-request", test_nobody_answers_their_own_request);
  ADD ("F031-a-structure-keeps-a-delegate", test_a_structure_keeps_a_delegate);
  ADD ("F030-either-side-ends-it", test_either_side_ends_it);
  ADD ("F032-an-offer-has-a-last-day", test_an_offer_has_a_last_day);
  ADD ("F032-what-is-over-leaves-its-place", test_what_is_over_leaves_its_place);
  ADD ("F030-what-ended-long-ago-is-forgotten", test_what_ended_long_ago_is_forgotten);
  ADD ("F031-a-closed-login-suspends", test_a_closed_login_suspends);
  ADD ("F031-the-end-of-an-attachment-suspends", test_the_end_of_an_attachment_suspends);
  ADD ("F027-the-other-side-is-told-by-mail", test_the_other_side_is_told_by_mail);
  ADD ("F031-all-who-act-for-a-structure-are-told", test_all_who_act_for_a_structure_are_told);
  ADD ("F032-both-are-told-that-it-is-over", test_both_are_told_that_it_is_over);
  ADD ("F028-two-answers-at-once-are-one", test_two_answers_at_once_are_one);
  ADD ("F030-what-is-taken-back-opens-nothing", test_what_is_taken_back_opens_nothing);
  ADD ("F031-the-last-two-do-not-both-leave", test_the_last_two_do_not_both_leave);
  ADD ("F025-a-pair-has-one-at-once", test_a_pair_has_one_at_once);

  return g_test_run ();
}
