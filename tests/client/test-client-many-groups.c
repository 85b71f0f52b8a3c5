/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten thousand groups of favourites in the store: F049. */
#include <string.h>

#include "spico-test-clients.h"

#define N_GROUPS "10000"
/* Three for each reading, which groups, what they are and who is in them; what has changed meanwhile is read again. */
#define MOST_STATEMENTS 30
/* Numbers looked at for a group, the search for its members included. */
#define MOST_LOOKS 100

/* Of the groups', by the store's thread. */
static int n_statements;
static guint64 n_looks;

int __real_sqlite3_step (gpointer statement);
int __wrap_sqlite3_step (gpointer statement);
int sqlite3_stmt_busy (gpointer statement);
const char *sqlite3_sql (gpointer statement);

/* A statement that is not under way begins. */
int
__wrap_sqlite3_step (gpointer statement)
{
  if (!sqlite3_stmt_busy (statement) && strstr (sqlite3_sql (statement), "favourite_group") != NULL)
    g_atomic_int_inc (&n_statements);

  return __real_sqlite3_step (statement);
}

gint64 __real_spico_rows_get_int (SpicoRows *rows,
                                  guint      row,
                                  guint      column);
gint64 __wrap_spico_rows_get_int (SpicoRows *rows,
                                  guint      row,
                                  guint      column);

gint64
__wrap_spico_rows_get_int (SpicoRows *rows,
                           guint      row,
                           guint      column)
{
  n_looks++;

  return __real_spico_rows_get_int (rows, row, column);
}

static void
add_groups (SpicoClient *client)
{
  spico_test_change_store (client, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " N_GROUPS ") "
                                   "INSERT INTO favourite_group (id, name, is_active, creator_account_id, holder_id, search_key) "
                                   "SELECT 'many-' || i, 'CPTS ' || i, 1, '" TOTARO "', '" MAUGER "', ' cpts ' || i FROM n");
  spico_test_change_store (client, "INSERT INTO favourite_group_member (holder_id, group_id, position, principal_id) "
                                   "SELECT g.holder_id, g.id, p.position, p.id FROM favourite_group AS g, "
                                   "(SELECT 0 AS position, '" TOTARO "' AS id UNION ALL SELECT 1, '" STRUCTURE "') AS p WHERE g.id LIKE 'many-%'");
  spico_test_change_store (client, "INSERT INTO favourite_group_share (id, group_id, principal_id, is_accepted, holder_id) "
                                   "SELECT 'share-' || id, id, holder_id, 1, holder_id FROM favourite_group WHERE id LIKE 'many-%'");
}

static void
assert_reads_once (SpicoClient   *client,
                   SpicoGroupList which,
                   guint          least)
{
  g_autoptr (SpicoList) list = NULL;

  g_atomic_int_set (&n_statements, 0);
  n_looks = 0;
  list = spico_client_list_groups (client, MAUGER, which);
  spico_test_wait_for (spico_test_n_items (list) >= least);
  g_test_message ("%u groups, %d statements, %" G_GUINT64_FORMAT " looks", spico_test_n_items (list), g_atomic_int_get (&n_statements), n_looks);
  g_assert_cmpint (g_atomic_int_get (&n_statements), <=, MOST_STATEMENTS);
  g_assert_cmpuint (n_looks, <=, MOST_LOOKS * spico_test_n_items (list) * MOST_STATEMENTS / 3);
}

/* The lists of the screen ask for what they need at once, and each group is found its members without a look at the others', however many there are. */
static void
test_many (SpicoTestClients *fixture,
           gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  add_groups (fixture->a);
  assert_reads_once (fixture->a, SPICO_GROUP_LIST_ADMINISTERED, 1);
  assert_reads_once (fixture->a, SPICO_GROUP_LIST_RECEIVED, 10000);
  assert_reads_once (fixture->a, SPICO_GROUP_LIST_USABLE, 10000);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("F049-many-groups-are-read-at-once", test_many);

  return g_test_run ();
}
