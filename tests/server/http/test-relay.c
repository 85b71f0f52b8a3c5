/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers on one PostgreSQL database tell each other. */
#include "spico-journal.h"
#include "spico-relay.h"
#include "spico-sql-channel.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define MANY 10000

/* One server's ear. */
typedef struct {
  GMutex mutex;
  GCond cond;
  GHashTable *states; /* `ACCOUNT TYPE` → gint64 */
  guint n_heard;
  guint n_anything;
} Ear;

typedef struct {
  SpicoTestDatabase *database;
  Ear ears[2];
  SpicoRelay *relays[2];
} Fixture;

static void
heard_cb (GPtrArray *changes,
          gpointer   data)
{
  Ear *ear = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ear->mutex);

  if (changes == NULL)
    ear->n_anything++;
  else
    ear->n_heard++;
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const SpicoStateChange *change = g_ptr_array_index (changes, i);

      g_hash_table_insert (ear->states, g_strconcat (change->account_id, " ", change->type_name, NULL), g_memdup2 (&change->state, sizeof change->state));
    }
  g_cond_broadcast (&ear->cond);
}

static void
wait_for_anything (Ear  *ear,
                   guint n)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ear->mutex);

  while (ear->n_anything < n)
    g_assert_true (g_cond_wait_until (&ear->cond, &ear->mutex, deadline));
}

static void
wait_for_state (Ear        *ear,
                const char *key,
                gint64      state)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ear->mutex);
  gint64 *known;

  while ((known = g_hash_table_lookup (ear->states, key)) == NULL || *known < state)
    g_assert_true (g_cond_wait_until (&ear->cond, &ear->mutex, deadline));
  g_assert_cmpint (*known, ==, state);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->database = spico_test_database_new ();
  for (guint i = 0; i < G_N_ELEMENTS (fixture->relays); i++)
    {
      Ear *ear = &fixture->ears[i];

      g_mutex_init (&ear->mutex);
      g_cond_init (&ear->cond);
      ear->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      fixture->relays[i] = spico_relay_new (spico_test_database_get_uri (fixture->database), heard_cb, ear);
      wait_for_anything (ear, 1);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->relays); i++)
    {
      spico_relay_free (fixture->relays[i]);
      g_hash_table_unref (fixture->ears[i].states);
      g_mutex_clear (&fixture->ears[i].mutex);
      g_cond_clear (&fixture->ears[i].cond);
    }
  spico_test_database_free (fixture->database);
}

static void
tell (SpicoRelay *relay,
      const char *account_id,
      const char *type_name,
      gint64      state)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  g_ptr_array_add (changes, spico_state_change_new (account_id, type_name, state));
  spico_relay_tell (relay, changes);
}

static void
test_both_ways (Fixture      *fixture,
                gconstpointer data)
{
  tell (fixture->relays[0], "pa", "Message", 3);
  wait_for_state (&fixture->ears[1], "pa Message", 3);
  tell (fixture->relays[1], "pb", "Conversation", 4);
  wait_for_state (&fixture->ears[0], "pb Conversation", 4);

  /* Nobody hears themselves. */
  g_assert_false (g_hash_table_contains (fixture->ears[0].states, "pa Message"));
  g_assert_false (g_hash_table_contains (fixture->ears[1].states, "pb Conversation"));
}

static void
test_together (Fixture      *fixture,
               gconstpointer data)
{
  for (guint i = 1; i <= MANY; i++)
    {
      g_autofree char *account_id = g_strdup_printf ("p%u", i % 100);

      tell (fixture->relays[0], account_id, "Message", i);
    }
  for (guint i = MANY - 99; i <= MANY; i++)
    {
      g_autofree char *key = g_strdup_printf ("p%u Message", i % 100);

      wait_for_state (&fixture->ears[1], key, i);
    }
  g_assert_cmpuint (fixture->ears[1].n_heard, <, MANY / 10);
}

static void
test_too_much (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  for (guint i = 1; i <= MANY; i++)
    {
      g_autofree char *account_id = g_strdup_printf ("p%u", i);

      g_ptr_array_add (changes, spico_state_change_new (account_id, "Message", i));
    }
  spico_relay_tell (fixture->relays[0], changes);
  wait_for_anything (&fixture->ears[1], 2);
  g_assert_cmpuint (g_hash_table_size (fixture->ears[1].states), ==, 0);
}

/* Of another version, or of somebody who has no business here. */
static void
test_nonsense (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const texts[] = { "pa", "pa Message", "pa Message x", "pa Message -1", "pa Message 99999999999999999999", "pa Nothing 1", " Message 1",
                                       "pa Message 1 2", "pa Message 1\n\npa Message 2", "\xc3\xa9" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlChannel) channel = spico_sql_channel_open (spico_test_database_get_uri (fixture->database), "spico_states", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      spico_sql_channel_send (channel, texts[i], &error);
      g_assert_no_error (error);
    }
  tell (fixture->relays[0], "pz", "Message", 1);
  wait_for_state (&fixture->ears[1], "pz Message", 1);
  g_assert_cmpuint (g_hash_table_size (fixture->ears[1].states), ==, 1);
  g_assert_cmpuint (fixture->ears[1].n_anything, ==, 1 + G_N_ELEMENTS (texts));
}

static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (fixture->database);

  spico_sql_run (connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", NULL, &error);
  g_assert_no_error (error);

  /* Each knows that it may have missed something, and hears again. */
  wait_for_anything (&fixture->ears[0], 2);
  wait_for_anything (&fixture->ears[1], 2);
  tell (fixture->relays[0], "pa", "Message", 7);
  wait_for_state (&fixture->ears[1], "pa Message", 7);
}

/* Of a program that is no server, and of a database that has no relays. */
static void
test_from_outside (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *nowhere = g_strdup ("postgresql:///nowhere-at-all?connect_timeout=2");
  guint n_before[G_N_ELEMENTS (fixture->ears)];

  for (guint i = 0; i < G_N_ELEMENTS (fixture->ears); i++)
    {
      wait_for_anything (&fixture->ears[i], 1);
      n_before[i] = fixture->ears[i].n_anything;
    }
  spico_relay_tell_anything ("/a/file.db");
  spico_relay_tell_anything (nowhere);
  spico_relay_tell_anything (spico_test_database_get_uri (fixture->database));
  for (guint i = 0; i < G_N_ELEMENTS (fixture->ears); i++)
    wait_for_anything (&fixture->ears[i], n_before[i] + 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/relay/both-ways", Fixture, NULL, set_up, test_both_ways, tear_down);
  g_test_add ("/relay/what-comes-together-goes-together", Fixture, NULL, set_up, test_together, tear_down);
  g_test_add ("/relay/too-much-is-anything", Fixture, NULL, set_up, test_too_much, tear_down);
  g_test_add ("/relay/who-is-no-server-can-tell-of-anything", Fixture, NULL, set_up, test_from_outside, tear_down);
  g_test_add ("/relay/nonsense-is-anything", Fixture, NULL, set_up, test_nonsense, tear_down);
  g_test_add ("/relay/a-cut-connection-comes-back", Fixture, NULL, set_up, test_cut, tear_down);

  return g_test_run ();
}
