/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-followed-delegations.h"

#include "spico-journal.h"
#include "spico-sql-query.h"
#include "spico-type.h"

typedef struct {
  char *id;
  char *structure_id;
  char *person_id;
  gboolean was_attached;
  gboolean is_attached;
} Followed;

struct _SpicoFollowedDelegations {
  SpicoSqlConnection *connection;
  /* By `PERSON STRUCTURE`: one is in force between two. */
  GHashTable *pairs;
};

static void
followed_free (gpointer data)
{
  Followed *followed = data;

  g_free (followed->id);
  g_free (followed->structure_id);
  g_free (followed->person_id);
  g_free (followed);
}

static char *
pair_of (const char *person_id,
         const char *structure_id)
{
  return g_strconcat (person_id, " ", structure_id, NULL);
}

/* From now on the delegation rests whenever the attachment has ended. */
static gboolean
note (SpicoSqlConnection *connection,
      GError            **error)
{
  return spico_sql_run (connection,
                        "UPDATE delegation SET follows_attachment = 1 WHERE follows_attachment = 0 AND status = 'accepted' AND EXISTS"
                        " (SELECT 1 FROM attachment h WHERE h.person_id = delegation.delegate_id AND h.structure_id = delegation.account_id)",
                        NULL, error);
}

static gboolean
read_all (SpicoFollowedDelegations *self,
          GError                  **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (self->connection,
                     "SELECT d.id, d.account_id, d.delegate_id, EXISTS (SELECT 1 FROM attachment h WHERE h.person_id = d.delegate_id AND h.structure_id = d.account_id)"
                     " FROM delegation d WHERE d.follows_attachment = 1 AND d.status = 'accepted'",
                     NULL, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      Followed *followed;

      if (!has_row)
        return TRUE;
      followed = g_new0 (Followed, 1);
      followed->id = g_strdup (spico_sql_statement_column_text (statement, 0));
      followed->structure_id = g_strdup (spico_sql_statement_column_text (statement, 1));
      followed->person_id = g_strdup (spico_sql_statement_column_text (statement, 2));
      followed->was_attached = spico_sql_statement_column_boolean (statement, 3);
      g_hash_table_replace (self->pairs, pair_of (followed->person_id, followed->structure_id), followed);
    }

  return FALSE;
}

/**
 * spico_followed_delegations_new:
 * @connection: a connection in the transaction that replaces attachments, before it does
 * @error: a #SpicoSqlError
 *
 * Notes which delegations stand beside an attachment, from now on for good.
 *
 * Returns: (transfer full) (nullable): how they stand; %NULL with @error set
 */
SpicoFollowedDelegations *
spico_followed_delegations_new (SpicoSqlConnection *connection,
                                GError            **error)
{
  g_autoptr (SpicoFollowedDelegations) self = g_new0 (SpicoFollowedDelegations, 1);

  self->connection = connection;
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, followed_free);

  return note (connection, error) && read_all (self, error) ? g_steal_pointer (&self) : NULL;
}

void
spico_followed_delegations_free (SpicoFollowedDelegations *self)
{
  g_hash_table_unref (self->pairs);
  g_free (self);
}

/**
 * spico_followed_delegations_attach:
 * @self: how delegations stood
 * @person_id: somebody whom the load attaches
 * @structure_id: to what
 *
 * The rows of the load may still wait to be written.
 */
void
spico_followed_delegations_attach (SpicoFollowedDelegations *self,
                                   const char               *person_id,
                                   const char               *structure_id)
{
  g_autofree char *pair = pair_of (person_id, structure_id);
  Followed *followed = g_hash_table_lookup (self->pairs, pair);

  if (followed != NULL)
    followed->is_attached = TRUE;
}

/* By another source, whose rows stay. */
static gboolean
attach_others (SpicoFollowedDelegations *self,
               GError                  **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (self->connection,
                     "SELECT d.delegate_id, d.account_id FROM delegation d JOIN attachment h ON h.person_id = d.delegate_id AND h.structure_id = d.account_id"
                     " WHERE d.follows_attachment = 1 AND d.status = 'accepted'",
                     NULL, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      spico_followed_delegations_attach (self, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1));
    }

  return FALSE;
}

/**
 * spico_followed_delegations_tell:
 * @self: how delegations stood, and whom the load attaches
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoSqlError
 *
 * Tells both sides of what rests from now on, or goes on (F031), once the former attachments are gone.
 *
 * Returns: whether no error was met
 */
gboolean
spico_followed_delegations_tell (SpicoFollowedDelegations *self,
                                 gint64                    now_us,
                                 GError                  **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  GHashTableIter iter;
  gpointer value;

  if (!attach_others (self, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->pairs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Followed *followed = value;

      if (followed->is_attached == followed->was_attached)
        continue;
      spico_journal_add (journal, followed->structure_id, spico_type_delegation.name, followed->id, SPICO_JOURNAL_UPDATED);
      spico_journal_add (journal, followed->person_id, spico_type_delegation.name, followed->id, SPICO_JOURNAL_UPDATED);
    }

  return spico_journal_write (journal, self->connection, changes, error);
}
