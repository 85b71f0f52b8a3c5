/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-review.h"

#include "spico-auth.h"
#include "spico-authz.h"
#include "spico-query.h"

/* How many sessions, people or accounts one statement looks up. */
#define BATCH 64

typedef struct {
  guint64 id;
  char *person_id;
  char *session_id;
} Stream;

struct _SpicoEventReview {
  GPtrArray *streams;
  GHashTable *open;     /* set of session ids */
  GHashTable *accounts; /* person id → GPtrArray of SpicoAuthzAccount */
  GHashTable *states;   /* account id → (type name → gint64) */
};

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_free (stream->person_id);
  g_free (stream->session_id);
  g_free (stream);
}

/**
 * spico_event_review_new:
 *
 * Returns: (transfer full): a review of no stream
 */
SpicoEventReview *
spico_event_review_new (void)
{
  SpicoEventReview *self = g_new0 (SpicoEventReview, 1);

  self->streams = g_ptr_array_new_with_free_func (stream_free);
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);

  return self;
}

/**
 * spico_event_review_free:
 * @self: (transfer full) (nullable): a review
 */
void
spico_event_review_free (SpicoEventReview *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->streams);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->states);
  g_free (self);
}

/**
 * spico_event_review_add:
 * @self: a review that is not read yet
 * @stream_id: the stream
 * @person_id: whose it is
 * @session_id: the session that opened it
 */
void
spico_event_review_add (SpicoEventReview *self,
                        guint64           stream_id,
                        const char       *person_id,
                        const char       *session_id)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->id = stream_id;
  stream->person_id = g_strdup (person_id);
  stream->session_id = g_strdup (session_id);
  g_ptr_array_add (self->streams, stream);
}

typedef gboolean (*LookUp) (SpicoEventReview   *self,
                            SpicoSqlConnection *connection,
                            const char *const  *ids,
                            gsize               n_ids,
                            gint64              now_us,
                            GError            **error);

/* Looks up every id of a set, many in a statement. */
static gboolean
look_up_all (SpicoEventReview   *self,
             SpicoSqlConnection *connection,
             GHashTable         *set,
             LookUp              look_up,
             gint64              now_us,
             GError            **error)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (set);

  for (guint i = 0; i < ids->len; i += BATCH)
    {
      if (!look_up (self, connection, (const char *const *) &ids->pdata[i], MIN (BATCH, ids->len - i), now_us, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
look_up_sessions (SpicoEventReview   *self,
                  SpicoSqlConnection *connection,
                  const char *const  *ids,
                  gsize               n_ids,
                  gint64              now_us,
                  GError            **error)
{
  return spico_auth_find_open_sessions (connection, ids, n_ids, now_us, self->open, error);
}

static gboolean
look_up_accounts (SpicoEventReview   *self,
                  SpicoSqlConnection *connection,
                  const char *const  *ids,
                  gsize               n_ids,
                  gint64              now_us,
                  GError            **error)
{
  return spico_authz_accounts_of_people (connection, ids, n_ids, now_us, self->accounts, error);
}

static gboolean
look_up_states (SpicoEventReview   *self,
                SpicoSqlConnection *connection,
                const char *const  *ids,
                gsize               n_ids,
                gint64              now_us,
                GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, 0);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT account_id, type, modseq FROM state WHERE account_id IN ");
  spico_query_add_list (query, ids, n_ids);
  statement = spico_query_run (query, connection, error);
  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      GHashTable *states;
      gint64 state;

      if (!has_row)
        return TRUE;
      states = g_hash_table_lookup (self->states, spico_sql_statement_column_text (statement, 0));
      state = spico_sql_statement_column_int64 (statement, 2);
      g_hash_table_insert (states, g_strdup (spico_sql_statement_column_text (statement, 1)), g_memdup2 (&state, sizeof state));
    }

  return FALSE;
}

static void
expect_states (SpicoEventReview *self,
               GPtrArray        *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const char *account_id = ((const SpicoAuthzAccount *) g_ptr_array_index (accounts, i))->account_id;

      if (!g_hash_table_contains (self->states, account_id))
        g_hash_table_insert (self->states, g_strdup (account_id), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free));
    }
}

/**
 * spico_event_review_read:
 * @self: a review
 * @connection: a connection in a transaction
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Looks up every stream's session, accounts and states.
 *
 * Returns: whether the database answered
 */
gboolean
spico_event_review_read (SpicoEventReview   *self,
                         SpicoSqlConnection *connection,
                         gint64              now_us,
                         GError            **error)
{
  g_autoptr (GHashTable) sessions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer accounts;

  g_hash_table_remove_all (self->open);
  g_hash_table_remove_all (self->accounts);
  g_hash_table_remove_all (self->states);

  for (guint i = 0; i < self->streams->len; i++)
    g_hash_table_add (sessions, ((const Stream *) g_ptr_array_index (self->streams, i))->session_id);
  if (!look_up_all (self, connection, sessions, look_up_sessions, now_us, error))
    return FALSE;

  for (guint i = 0; i < self->streams->len; i++)
    {
      const Stream *stream = g_ptr_array_index (self->streams, i);

      if (g_hash_table_contains (self->open, stream->session_id))
        g_hash_table_add (people, stream->person_id);
    }
  if (!look_up_all (self, connection, people, look_up_accounts, now_us, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, NULL, &accounts))
    expect_states (self, accounts);

  return look_up_all (self, connection, self->states, look_up_states, now_us, error);
}

/**
 * spico_event_review_foreach:
 * @self: a review that was read
 * @func: (scope call): called for each of its streams
 * @data: given to @func
 */
void
spico_event_review_foreach (SpicoEventReview    *self,
                            SpicoEventReviewFunc func,
                            gpointer             data)
{
  for (guint i = 0; i < self->streams->len; i++)
    {
      const Stream *stream = g_ptr_array_index (self->streams, i);
      gboolean is_open = g_hash_table_contains (self->open, stream->session_id);

      func (self, stream->id, is_open ? g_hash_table_lookup (self->accounts, stream->person_id) : NULL, data);
    }
}

/**
 * spico_event_review_get_states:
 * @self: a review that was read
 * @account_id: an account that one of its people may use
 *
 * Returns: (transfer none) (element-type utf8 gint64): the state of each type
 */
GHashTable *
spico_event_review_get_states (SpicoEventReview *self,
                               const char       *account_id)
{
  return g_hash_table_lookup (self->states, account_id);
}
