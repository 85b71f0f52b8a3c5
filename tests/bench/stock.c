/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stock of data of the server's figures, the same for the same arguments: people who are signed in, conversations of five, messages.
 *   bench-stock DATABASE make PEOPLE CONVERSATIONS everywhere|spread|everyone
 *   bench-stock DATABASE add MESSAGES
 * Rows are written as the server leaves them after a create, without its rules: a million messages would take it a quarter of an hour. `make` lists the
 * conversations, each with its participants; person N is p8 and eleven digits, their access token N in 43 digits. `everywhere` has person 0 in each conversation;
 * `everyone` has all people take part, the others the first two hundred. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spico-auth.h"
#include "spico-auth-hash.h"
#include "spico-schema.h"
#include "spico-sort-key.h"
#include "spico-sql-query.h"
#include "spico-uuid.h"

#define PASSWORD "spico-bench"
#define PARTICIPANTS 5
/* Who takes part in conversations; the others only listen. */
#define ACTIVE 200
#define SEED 20
#define SPAN_US (G_GINT64_CONSTANT (42) * 86400 * G_USEC_PER_SEC)
/* A transaction that ends now and then: others may write in between. */
#define BATCH 5000

static const char *const words[] = { "pansement", "tension", "sortie", "kiné", "aide", "domicile", "ordonnance", "bilan", "visite", "chambre", "repas", "marche", "douleur",
                                     "famille", "réunion", "transport", "lit", "semaine", "matin", "soir", "prévue", "demandée", "faite", "attendue" };

typedef struct {
  char *id;
  gint64 seq;
  char *people[PARTICIPANTS];
} Conversation;

typedef struct {
  SpicoSqlConnection *connection;
  GRand *chance;
  gint64 now_us;
  GPtrArray *conversations;
  guint n_active; /* who takes part in conversations */
  GHashTable *states; /* of Message, by account */
} Stock;

static void
conversation_free (Conversation *conversation)
{
  g_free (conversation->id);
  for (guint i = 0; i < PARTICIPANTS; i++)
    g_free (conversation->people[i]);
  g_free (conversation);
}

static void
run (Stock               *stock,
     const char          *sql,
     const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;

  if (!spico_sql_run (stock->connection, sql, values, &error))
    g_error ("%s", error->message);
}

static void
begin (Stock *stock)
{
  g_autoptr (GError) error = NULL;

  if (!spico_sql_connection_begin (stock->connection, SPICO_SQL_TRANSACTION_WRITE, &error))
    g_error ("%s", error->message);
}

static void
commit (Stock *stock)
{
  g_autoptr (GError) error = NULL;

  if (!spico_sql_connection_commit (stock->connection, &error))
    g_error ("%s", error->message);
}

static char *
person_id (guint number)
{
  return g_strdup_printf ("p8%011u", number);
}

static char *
make_id (Stock *stock,
         gint64 at_us)
{
  guint8 random[SPICO_UUID_RANDOM_SIZE];

  for (guint i = 0; i < sizeof random; i++)
    random[i] = (guint8) g_rand_int_range (stock->chance, 0, 256);

  return spico_uuid_make (at_us, random);
}

/* All have the password of the first: hashing thousands would take minutes. */
static void
add_person (Stock      *stock,
            guint       number,
            const char *password_hash)
{
  g_autofree char *id = person_id (number);
  g_autofree char *name = g_strdup_printf ("bench%u", number);
  g_autofree char *token = g_strdup_printf ("%043u", number);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  gint64 end_us = stock->now_us + SPAN_US;

  run (stock,
       "INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address, postal_code, town, telephone,"
       " source, is_listed, has_account, name_key, town_key) VALUES ($1, 'person', $2, $2, '', '', '', '', '', '', '', '', '', '', 'operator', 1, 1, $2, '')",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (name)));
  run (stock, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ($1, $2, $3, 1, $4)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (name), SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (password_hash), SPICO_SQL_INT (stock->now_us)));
  run (stock, "INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (token), SPICO_SQL_TEXT (name), SPICO_SQL_TEXT (id), SPICO_SQL_INT (stock->now_us), SPICO_SQL_INT (end_us)));
  run (stock, "INSERT INTO access_token (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_TEXT (token), SPICO_SQL_INT (stock->now_us), SPICO_SQL_INT (end_us)));
  /* A stream begins with the states that there are: everybody has one. */
  run (stock, "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, 'Message', 1, 0)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
}

static void
add_people (Stock *stock,
            guint  n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = spico_auth_hash_password (PASSWORD, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    add_person (stock, i, hash);
}

/* The first forty conversations have two hundred people between them, so that those who write at once are many. */
static void
choose_people (Stock   *stock,
               guint    number,
               gboolean everywhere,
               guint    people[PARTICIPANTS])
{
  for (guint i = 0; i < PARTICIPANTS;)
    {
      gboolean is_new = TRUE;

      people[i] = number < ACTIVE / PARTICIPANTS ? number * PARTICIPANTS + i : (guint) g_rand_int_range (stock->chance, 0, (gint32) stock->n_active);
      if (everywhere)
        people[i] = i == 0 ? 0 : 1 + (number * PARTICIPANTS + i) % (ACTIVE - 1);
      for (guint j = 0; j < i; j++)
        is_new = is_new && people[j] != people[i];
      i += is_new ? 1 : 0;
    }
}

static void
add_conversation (Stock   *stock,
                  guint    number,
                  gboolean everywhere)
{
  gint64 at_us = stock->now_us - SPAN_US + number;
  g_autofree char *id = make_id (stock, at_us);
  g_autofree char *subject = g_strdup_printf ("Suivi %u", number + 1);
  g_autofree char *subject_key = spico_sort_key (subject);
  guint people[PARTICIPANTS];

  choose_people (stock, number, everywhere, people);
  printf ("%s", id);
  for (guint i = 0; i < PARTICIPANTS; i++)
    {
      g_autofree char *person = person_id (people[i]);

      printf (" %u", people[i]);
      if (i == 0)
        run (stock,
             "INSERT INTO conversation (id, client_id, subject, creator_account_id, creator_person_id, created_at, subject_key, last_message_seq, holder_count)"
             " VALUES ($1, $1, $2, $3, $3, $4, $5, 0, 5)",
             SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (subject), SPICO_SQL_TEXT (person), SPICO_SQL_INT (at_us), SPICO_SQL_TEXT (subject_key)));
      run (stock, "INSERT INTO participant (conversation_id, account_id, is_pinned, is_muted, last_activity_at) VALUES ($1, $2, 0, 0, $3)",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (person), SPICO_SQL_INT (at_us)));
      run (stock,
           "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, 'Conversation', 1, 0) ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + 1",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (person)));
      run (stock,
           "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at)"
           " SELECT account_id, type, $2, modseq, modseq, 0, $3 FROM state WHERE account_id = $1 AND type = 'Conversation'",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (person), SPICO_SQL_TEXT (id), SPICO_SQL_INT (at_us)));
    }
  printf ("\n");
}

static void
make (Stock   *stock,
      guint    n_people,
      guint    n_conversations,
      gboolean everywhere)
{
  begin (stock);
  add_people (stock, n_people);
  for (guint i = 0; i < n_conversations; i++)
    add_conversation (stock, i, everywhere);
  commit (stock);
}

static void
read_conversations (Stock *stock)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement
    = spico_sql_query (stock->connection,
                       "SELECT c.id, c.last_message_seq, p.account_id FROM conversation c JOIN participant p ON p.conversation_id = c.id ORDER BY c.created_at, c.id, p.account_id",
                       NULL, &error);
  Conversation *last = NULL;
  guint n_people = 0;
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      const char *id = spico_sql_statement_column_text (statement, 0);

      if (last == NULL || !g_str_equal (last->id, id))
        {
          last = g_new0 (Conversation, 1);
          last->id = g_strdup (id);
          last->seq = spico_sql_statement_column_int64 (statement, 1);
          g_ptr_array_add (stock->conversations, last);
          n_people = 0;
        }
      g_assert (n_people < PARTICIPANTS);
      last->people[n_people++] = g_strdup (spico_sql_statement_column_text (statement, 2));
    }
  g_assert_no_error (error);
}

static void
read_states (Stock *stock)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (stock->connection, "SELECT account_id, modseq FROM state WHERE type = 'Message'", NULL, &error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, &error) && has_row)
    {
      gint64 modseq = spico_sql_statement_column_int64 (statement, 1);

      g_hash_table_insert (stock->states, g_strdup (spico_sql_statement_column_text (statement, 0)), g_memdup2 (&modseq, sizeof modseq));
    }
  g_assert_no_error (error);
}

static gint64
raise_state (Stock      *stock,
             const char *account_id)
{
  gint64 *state = g_hash_table_lookup (stock->states, account_id);

  if (state == NULL)
    {
      state = g_new0 (gint64, 1);
      g_hash_table_insert (stock->states, g_strdup (account_id), state);
    }

  return ++*state;
}

static char *
make_text (Stock *stock)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (stock->chance, 6, 40);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", words[g_rand_int_range (stock->chance, 0, G_N_ELEMENTS (words))]);
  g_string_append_c (text, '.');

  return g_string_free_and_steal (text);
}

static void
add_message (Stock        *stock,
             Conversation *conversation,
             gint64        at_us)
{
  const char *author = conversation->people[g_rand_int_range (stock->chance, 0, PARTICIPANTS)];
  g_autofree char *id = make_id (stock, at_us);
  g_autofree char *text = make_text (stock);
  g_autofree char *text_key = spico_sort_key (text);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);

  run (stock,
       "INSERT INTO message (id, client_id, conversation_id, text, seq, sent_at, from_person_id, from_account_id, text_key) VALUES ($1, $1, $2, $3, $4, $5, $6, $6, $7)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (conversation->id), SPICO_SQL_TEXT (text), SPICO_SQL_INT (++conversation->seq), SPICO_SQL_INT (at_us),
                         SPICO_SQL_TEXT (author), SPICO_SQL_TEXT (text_key)));
  run (stock, "INSERT INTO creation (object_id, type, sha256, account_id, person_id, created_at) VALUES ($1, 'Message', $2, $3, $3, $4)",
       SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (digest), SPICO_SQL_TEXT (author), SPICO_SQL_INT (at_us)));
  for (guint i = 0; i < PARTICIPANTS; i++)
    {
      const char *account = conversation->people[i];

      run (stock, "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at) VALUES ($1, 'Message', $2, $3, $3, 0, $4)",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (account), SPICO_SQL_TEXT (id), SPICO_SQL_INT (raise_state (stock, account)), SPICO_SQL_INT (at_us)));
    }
}

static void
write_states (Stock *stock)
{
  GHashTableIter iter;
  gpointer account_id;
  gint64 *state;

  g_hash_table_iter_init (&iter, stock->states);
  while (g_hash_table_iter_next (&iter, &account_id, (gpointer *) &state))
    run (stock,
         "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, 'Message', $2, 0) ON CONFLICT (account_id, type) DO UPDATE SET modseq = excluded.modseq",
         SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_INT (*state)));
}

/* Everyone has read everything but the last message. */
static void
write_conversations (Stock *stock)
{
  for (guint i = 0; i < stock->conversations->len; i++)
    {
      Conversation *conversation = g_ptr_array_index (stock->conversations, i);

      run (stock,
           "UPDATE conversation SET last_message_seq = $1, last_message_at = (SELECT MAX(sent_at) FROM message WHERE conversation_id = $2) WHERE id = $2",
           SPICO_SQL_VALUES (SPICO_SQL_INT (conversation->seq), SPICO_SQL_TEXT (conversation->id)));
      run (stock,
           "UPDATE participant SET last_activity_at = (SELECT COALESCE(MAX(sent_at), last_activity_at) FROM message WHERE conversation_id = $1) WHERE conversation_id = $1",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation->id)));
      run (stock,
           "INSERT INTO read_marker (id, conversation_id, account_id, person_id, read_up_to, read_at, is_marked_unread, shown_up_to, shown_at)"
           " SELECT p.conversation_id || '_' || p.account_id || '_' || p.account_id, p.conversation_id, p.account_id, p.account_id, $2, $3, 0, $2, $3"
           " FROM participant p WHERE p.conversation_id = $1 AND $2 > 0 ON CONFLICT (id) DO UPDATE SET read_up_to = excluded.read_up_to, shown_up_to = excluded.shown_up_to",
           SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation->id), SPICO_SQL_INT (conversation->seq - 1), SPICO_SQL_INT (stock->now_us)));
    }
}

static void
add (Stock *stock,
     guint  n_messages)
{
  gint64 n_before = 0;

  begin (stock);
  read_conversations (stock);
  read_states (stock);
  /* Another seed where there are messages already, or their ids might come again. */
  for (guint i = 0; i < stock->conversations->len; i++)
    n_before += ((Conversation *) g_ptr_array_index (stock->conversations, i))->seq;
  g_rand_set_seed (stock->chance, SEED + (guint32) n_before);
  for (guint i = 0; i < n_messages; i++)
    {
      gint64 at_us = stock->now_us - SPAN_US + SPAN_US / n_messages * i;

      if (i > 0 && i % BATCH == 0)
        {
          write_states (stock);
          commit (stock);
          begin (stock);
        }
      add_message (stock, g_ptr_array_index (stock->conversations, i % stock->conversations->len), at_us);
    }
  write_states (stock);
  write_conversations (stock);
  commit (stock);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = NULL;
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) conversations = g_ptr_array_new_with_free_func ((GDestroyNotify) conversation_free);
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Stock stock = { .chance = chance, .now_us = g_get_real_time (), .conversations = conversations, .states = states };
  gboolean makes = argc == 6 && g_str_equal (argv[2], "make");

  if (!makes && !(argc == 4 && g_str_equal (argv[2], "add")))
    {
      fprintf (stderr, "Usage: bench-stock DATABASE make PEOPLE CONVERSATIONS everywhere|spread|everyone\n       bench-stock DATABASE add MESSAGES\n");
      return 2;
    }

  stock.connection = connection = spico_sql_connection_open (argv[1], SPICO_SQL_OPEN_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (spico_auth_init (&error));
  g_assert_true (spico_schema_migrate (connection, stock.now_us, &error));
  if (makes)
    {
      stock.n_active = g_str_equal (argv[5], "everyone") ? (guint) atoi (argv[3]) : ACTIVE;
      make (&stock, (guint) atoi (argv[3]), (guint) atoi (argv[4]), g_str_equal (argv[5], "everywhere"));
    }
  else
    {
      add (&stock, (guint) atoi (argv[3]));
    }

  return EXIT_SUCCESS;
}
