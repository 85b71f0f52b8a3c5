/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of messages on this computer: bench-search MESSAGES CONVERSATIONS. Prints, in milliseconds, the slowest of some searches of each sort, from the question to
 * the rows, on the main thread, with the real store; the first one of all is asked as soon as it is open. `search.write` is what each message costs that is written. */
#include <stdio.h>
#include <stdlib.h>

#include "spico-sql-query.h"
#include "spico-store-reads.h"
#include "../client/spico-test-region.h"

#define ACCOUNT "p899700900014"
#define SEED 20
#define BATCH 5000
#define ROUNDS 5
#define MOST_WORDS 30
#define RARE 20000
#define SECONDS_APART 40

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT

static const char *const words[] = { "pansement", "tension", "sortie", "kiné", "aide", "domicile", "ordonnance", "bilan", "visite", "chambre", "repas", "marche", "douleur",
                                     "famille", "réunion", "transport", "lit", "semaine", "matin", "soir", "prévue", "demandée", "faite", "attendue" };

/* Typed letter by letter, a word is searched as what it begins with. */
static const struct {
  const char *figure;
  const char *texts[ROUNDS];
} searches[] = {
  { "search.common", { "douleur", "matin", "visite", "demandee", "kine" } },
  { "search.begun", { "do", "dou", "doul", "pans", "reu" } },
  { "search.rare", { "mot17", "mot1999", "mot12345", "mot4", "mot777" } },
  { "search.several", { "douleur matin", "sortie kine visite", "pansement mot17", "tension repas marche lit", "douleur mat" } },
  { "search.nothing", { "douleur jamais", "jamais", "mot99999", "pansement zz", "xylophone" } },
};

typedef struct {
  GRand *chance;
  guint first;
  guint n;
  guint n_conversations;
} Batch;

static void
run (SpicoTransaction    *transaction,
     const char          *sql,
     const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;

  if (!spico_sql_run (transaction->connection, sql, values, &error))
    g_error ("%s", error->message);
}

static char *
conversation_id (guint number)
{
  return g_strdup_printf ("01900000-0000-7000-8000-%012u", number);
}

static DexFuture *
add_conversations (SpicoTransaction *transaction,
                   gpointer          data)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->n; i++)
    {
      g_autofree char *id = conversation_id (i);

      run (transaction, "INSERT INTO conversation (id, holder_id, subject) VALUES ($1, $2, 'Suivi')", SPICO_SQL_VALUES (T (id), T (ACCOUNT)));
    }

  return dex_future_new_true ();
}

static char *
make_text (GRand *chance)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (chance, 4, MOST_WORDS);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s ", words[g_rand_int_range (chance, 0, G_N_ELEMENTS (words))]);
  g_string_append_printf (text, "mot%d.", g_rand_int_range (chance, 0, RARE));

  return g_string_free (text, FALSE);
}

static DexFuture *
add_messages (SpicoTransaction *transaction,
              gpointer          data)
{
  Batch *batch = data;

  for (guint i = batch->first; i < batch->first + batch->n; i++)
    {
      g_autofree char *id = g_strdup_printf ("01900000-0000-7000-9000-%012u", i);
      g_autofree char *conversation = conversation_id (i % batch->n_conversations);
      g_autofree char *text = make_text (batch->chance);

      run (transaction, "INSERT INTO message (id, conversation_id, text, seq, sent_at, from_person_id, from_account_id, holder_id) VALUES ($1, $2, $3, $4, $5, $6, $6, $6)",
           SPICO_SQL_VALUES (T (id), T (conversation), T (text), N (i / batch->n_conversations + 1),
                             N ((G_GINT64_CONSTANT (1700000000) + (gint64) i * SECONDS_APART) * G_USEC_PER_SEC), T (ACCOUNT)));
    }

  return dex_future_new_true ();
}

/* What a message costs once it is written, in milliseconds. */
static double
fill (SpicoStore *store,
      guint       n_messages,
      guint       n_conversations)
{
  Batch batch = { g_rand_new_with_seed (SEED), 0, n_conversations, n_conversations };
  gint64 begun;

  spico_test_succeeds (spico_store_write (store, add_conversations, &batch, NULL));
  begun = g_get_monotonic_time ();
  for (batch.first = 0; batch.first < n_messages; batch.first += batch.n)
    {
      batch.n = MIN (BATCH, n_messages - batch.first);
      spico_test_succeeds (spico_store_write (store, add_messages, &batch, NULL));
    }
  g_rand_free (batch.chance);

  return (double) (g_get_monotonic_time () - begun) / 1000.0 / n_messages;
}

static double
search (SpicoStore *store,
        const char *text)
{
  SpicoReadRequest *request = g_new0 (SpicoReadRequest, 1);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (SpicoPage) page = NULL;

  request->query = spico_read_query_new (SPICO_READ_FOUND_MESSAGES, ACCOUNT);
  request->query->text = g_strdup (text);
  request->with_keys = TRUE;
  request->n_first = G_MAXUINT;
  page = spico_test_await_boxed (spico_store_read (store, spico_read_list, request, spico_read_request_free));

  return (double) (g_get_monotonic_time () - begun) / 1000.0;
}

static double
slowest (SpicoStore        *store,
         const char *const *texts)
{
  double most = 0;

  for (guint i = 0; i < ROUNDS; i++)
    most = MAX (most, search (store, texts[i]));

  return most;
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  guint8 bytes[32] = { 1 };
  g_autoptr (GBytes) key = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (SpicoStore) store = NULL;

  if (argc != 3)
    g_error ("bench-search MESSAGES CONVERSATIONS");
  dex_init ();
  folder = spico_test_make_folder ();
  path = g_build_filename (folder, "store.db", NULL);
  store = spico_test_await_object (spico_store_open (path, key));
  spico_store_set_person (store, ACCOUNT);
  printf ("search.write %.3f\n", fill (store, (guint) atoi (argv[1]), (guint) atoi (argv[2])));

  spico_test_succeeds (spico_store_close (store));
  g_clear_object (&store);
  store = spico_test_await_object (spico_store_open (path, key));
  spico_store_set_person (store, ACCOUNT);
  printf ("search.first %.1f\n", search (store, "douleur"));
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    printf ("%s %.1f\n", searches[i].figure, slowest (store, searches[i].texts));

  spico_test_succeeds (spico_store_close (store));
  spico_test_erase_folder (folder);

  return 0;
}
