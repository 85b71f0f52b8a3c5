/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts, and a store that takes nothing for a while. */
#include "spico-drafts.h"
#include "spico-store-writes.h"
#include "spico-test-region.h"

#define CONVERSATION "01900000-0000-7000-8000-000000000001"

typedef struct {
  char *folder;
  char *path;
  GBytes *key;
  SpicoStore *store;
  SpicoDrafts *drafts;
  /* Who else writes into the store. */
  SpicoSqlConnection *other;
} Fixture;

static gint64
count_conversations (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  spico_sql_query_int64 (fixture->other, "SELECT COUNT(*) FROM conversation", NULL, -1, &n, &error);
  g_assert_no_error (error);

  return n;
}

/* It does not wait for the other to end. */
static DexFuture *
be_impatient (SpicoTransaction *transaction,
              gpointer          data)
{
  spico_sql_connection_set_busy_timeout (transaction->connection, 0);

  return dex_future_new_true ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  guint8 bytes[32] = { 1 };
  g_autoptr (GError) error = NULL;

  fixture->folder = spico_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->key = g_bytes_new (bytes, sizeof bytes);
  fixture->store = spico_test_await_object (spico_store_open (fixture->path, fixture->key));
  spico_store_set_person (fixture->store, MAUGER);
  spico_test_succeeds (spico_store_write (fixture->store, be_impatient, NULL, NULL));
  fixture->drafts = spico_drafts_new (fixture->store);
  fixture->other = spico_sql_connection_open (fixture->path, SPICO_SQL_OPEN_NONE, fixture->key, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->other);
  g_object_unref (fixture->drafts);
  spico_test_succeeds (spico_store_close (fixture->store));
  g_object_unref (fixture->store);
  spico_test_erase_folder (fixture->folder);
  g_bytes_unref (fixture->key);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
make_busy (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (fixture->other, SPICO_SQL_TRANSACTION_WRITE, &error);
  g_assert_no_error (error);
}

static void
make_free (Fixture *fixture)
{
  spico_sql_connection_rollback (fixture->other);
}

static DexFuture *
save (Fixture    *fixture,
      const char *text)
{
  g_autoptr (SpicoDraft) draft = spico_draft_new_message (MAUGER, CONVERSATION, MAUGER, "Objet", text);

  return spico_drafts_save (fixture->drafts, draft);
}

static DexFuture *
join (Fixture    *fixture,
      const char *text)
{
  g_autoptr (SpicoDraft) draft = spico_draft_new_message (MAUGER, CONVERSATION, STRUCTURE, "Objet", text);

  return spico_drafts_join (fixture->drafts, draft);
}

static void
assert_draft (SpicoDrafts *drafts,
              const char  *account_id,
              const char  *text)
{
  g_autoptr (SpicoDraft) draft = spico_test_await_object (spico_drafts_load (drafts, MAUGER, CONVERSATION));

  g_assert_cmpstr (spico_draft_get_text (draft), ==, text);
  g_assert_cmpstr (spico_draft_get_account_id (draft), ==, account_id);
}

/* What the store itself has, as whoever opens it next will find it. */
static void
assert_stored (Fixture    *fixture,
               const char *account_id,
               const char *text)
{
  g_autoptr (SpicoDrafts) next = spico_drafts_new (fixture->store);

  assert_draft (next, account_id, text);
}

/* Turning to another conversation and back finds the newest words, and so does the store as soon as it can. */
static void
test_refused_is_kept (Fixture      *fixture,
                      gconstpointer data)
{
  spico_test_succeeds (save (fixture, "Je rap"));
  make_busy (fixture);
  spico_test_fails (save (fixture, "Je rappelle demain"), SPICO_CLIENT_ERROR_STORE);
  assert_draft (fixture->drafts, MAUGER, "Je rappelle demain");
  assert_stored (fixture, MAUGER, "Je rap");
  spico_test_fails (spico_drafts_flush (fixture->drafts), SPICO_CLIENT_ERROR_STORE);

  make_free (fixture);
  spico_test_succeeds (spico_drafts_flush (fixture->drafts));
  assert_stored (fixture, MAUGER, "Je rappelle demain");
}

/* Nobody needs to ask. */
static void
test_refused_is_offered_again (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *text = NULL;

  make_busy (fixture);
  spico_test_fails (save (fixture, "Je rappelle demain"), SPICO_CLIENT_ERROR_STORE);
  make_free (fixture);
  while (g_strcmp0 (text, "Je rappelle demain") != 0)
    {
      g_autoptr (SpicoDrafts) next = spico_drafts_new (fixture->store);
      g_autoptr (SpicoDraft) draft = spico_test_await_object (spico_drafts_load (next, MAUGER, CONVERSATION));

      g_set_str (&text, spico_draft_get_text (draft));
      spico_test_turn ();
    }
}

static void
test_newer_takes_the_place (Fixture      *fixture,
                            gconstpointer data)
{
  make_busy (fixture);
  spico_test_fails (save (fixture, "Un"), SPICO_CLIENT_ERROR_STORE);
  spico_test_fails (save (fixture, "Un, deux"), SPICO_CLIENT_ERROR_STORE);
  make_free (fixture);
  spico_test_succeeds (save (fixture, "Trois"));
  spico_test_succeeds (spico_drafts_flush (fixture->drafts));
  assert_stored (fixture, MAUGER, "Trois");
}

/* A message that could not be sent comes back beside what was written since, whichever of them the store refused. */
static void
test_joins_what_was_refused (Fixture      *fixture,
                             gconstpointer data)
{
  make_busy (fixture);
  spico_test_fails (save (fixture, "Écrit depuis"), SPICO_CLIENT_ERROR_STORE);
  spico_test_fails (join (fixture, "Rendu"), SPICO_CLIENT_ERROR_STORE);
  assert_draft (fixture->drafts, STRUCTURE, "Écrit depuis\nRendu");

  make_free (fixture);
  spico_test_succeeds (spico_drafts_flush (fixture->drafts));
  assert_stored (fixture, STRUCTURE, "Écrit depuis\nRendu");
}

static void
test_joins_what_is_stored (Fixture      *fixture,
                           gconstpointer data)
{
  spico_test_succeeds (save (fixture, "Écrit avant"));
  make_busy (fixture);
  spico_test_fails (join (fixture, "Un"), SPICO_CLIENT_ERROR_STORE);
  spico_test_fails (join (fixture, "Deux"), SPICO_CLIENT_ERROR_STORE);
  assert_draft (fixture->drafts, STRUCTURE, "Écrit avant\nUn\nDeux");

  make_free (fixture);
  /* Offered twice, it is there once. */
  dex_future_disown (spico_drafts_flush (fixture->drafts));
  spico_test_succeeds (spico_drafts_flush (fixture->drafts));
  assert_stored (fixture, STRUCTURE, "Écrit avant\nUn\nDeux");
  spico_test_succeeds (join (fixture, "Deu"));
  assert_stored (fixture, STRUCTURE, "Écrit avant\nUn\nDeux\nDeu");
}

/* Whoever opens the conversation while the draft is on its way has it. */
static void
test_on_its_way (Fixture      *fixture,
                 gconstpointer data)
{
  DexFuture *saved = save (fixture, "En route");

  assert_draft (fixture->drafts, MAUGER, "En route");
  spico_test_succeeds (saved);
}

/* What was sent or thrown away does not come back. */
static void
test_gone_for_good (Fixture      *fixture,
                    gconstpointer data)
{
  make_busy (fixture);
  spico_test_fails (save (fixture, "Envoyé"), SPICO_CLIENT_ERROR_STORE);
  spico_drafts_forget (fixture->drafts, MAUGER, CONVERSATION);
  make_free (fixture);
  spico_test_succeeds (spico_drafts_flush (fixture->drafts));
  assert_stored (fixture, MAUGER, "");

  spico_test_succeeds (save (fixture, "Jeté"));
  spico_test_succeeds (spico_drafts_discard (fixture->drafts, MAUGER, CONVERSATION));
  assert_stored (fixture, MAUGER, "");
}

/* A group's draft is of no conversation, and a name alone is worth keeping. */
static void
test_group (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const members[] = { TOTARO, STRUCTURE, NULL };
  g_autoptr (SpicoDraft) fresh = spico_draft_new_group (MAUGER, NULL, "Équipe PCO", NULL, NULL);
  g_autoptr (SpicoDraft) edited = spico_draft_new_group (MAUGER, "g1", "CPTS", "du Tarn", members);
  g_autoptr (SpicoDraft) found = NULL;
  g_autoptr (SpicoDraft) other = NULL;
  g_autoptr (SpicoDraft) gone = NULL;

  g_assert_false (spico_draft_is_empty (fresh));
  spico_test_succeeds (spico_drafts_save (fixture->drafts, fresh));
  spico_test_succeeds (spico_drafts_save (fixture->drafts, edited));
  found = spico_test_await_object (spico_drafts_load (fixture->drafts, MAUGER, "group g1"));
  g_assert_cmpstr (spico_draft_get_subject (found), ==, "CPTS");
  g_assert_cmpstr (spico_draft_get_text (found), ==, "du Tarn");
  g_assert_true (g_strv_equal (spico_draft_get_participant_ids (found), members));
  other = spico_test_await_object (spico_drafts_load (fixture->drafts, MAUGER, "group new"));
  g_assert_cmpstr (spico_draft_get_subject (other), ==, "Équipe PCO");
  g_assert_cmpint (count_conversations (fixture), ==, 0);

  spico_test_succeeds (spico_drafts_discard (fixture->drafts, MAUGER, "group g1"));
  gone = spico_test_await_object (spico_drafts_load (fixture->drafts, MAUGER, "group g1"));
  g_assert_true (spico_draft_is_empty (gone));
}

#define ADD(name, function) g_test_add ("/client/drafts/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("refused-is-kept", test_refused_is_kept);
  ADD ("refused-is-offered-again", test_refused_is_offered_again);
  ADD ("newer-takes-the-place", test_newer_takes_the_place);
  ADD ("joins-what-was-refused", test_joins_what_was_refused);
  ADD ("joins-what-is-stored", test_joins_what_is_stored);
  ADD ("on-its-way", test_on_its_way);
  ADD ("gone-for-good", test_gone_for_good);
  ADD ("group", test_group);

  return g_test_run ();
}
