/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group.h"

#include "spico-sql-query.h"
#include "spico-type.h"

/**
 * spico_group_share_free:
 * @share: (transfer full): a share
 */
void
spico_group_share_free (SpicoGroupShare *share)
{
  g_free (share->id);
  g_free (share->principal_id);
  g_free (share);
}

/**
 * spico_group_lock:
 * @connection: a connection in a write transaction
 * @group_id: a group, from anywhere
 * @group: (out): what it is
 * @error: return location for a #SpicoSqlError
 *
 * Whoever changes a group, its members or its shares locks it first, until the end of the transaction: what is then read of it stays true.
 *
 * Returns: whether the database answered
 */
gboolean
spico_group_lock (SpicoSqlConnection *connection,
                  const char         *group_id,
                  SpicoGroup         *group,
                  GError            **error)
{
  g_autofree char *sql = g_strconcat ("SELECT is_public FROM favourite_group WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  gint64 is_public;

  if (!spico_sql_query_int64 (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id)), -1, &is_public, error))
    return FALSE;

  *group = (SpicoGroup) { .exists = is_public >= 0, .is_public = is_public > 0 };
  return TRUE;
}

static SpicoGroupShare *
read_share (SpicoSqlStatement *statement)
{
  SpicoGroupShare *share = g_new0 (SpicoGroupShare, 1);

  share->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  share->principal_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  share->is_administrator = spico_sql_statement_column_boolean (statement, 2);
  share->is_accepted = spico_sql_statement_column_boolean (statement, 3);
  share->is_shared = !spico_sql_statement_column_is_null (statement, 4);
  share->is_answered = !spico_sql_statement_column_is_null (statement, 5);

  return share;
}

/**
 * spico_group_list_shares:
 * @connection: a connection, in a transaction
 * @group_id: a group, locked
 * @shared_only: whether those who use a public group of their own accord are left out: they may be many
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoGroupShare) (nullable): its shares
 */
GPtrArray *
spico_group_list_shares (SpicoSqlConnection *connection,
                         const char         *group_id,
                         gboolean            shared_only,
                         GError            **error)
{
  const char *sql = shared_only
                      ? "SELECT id, principal_id, is_administrator, is_accepted, shared_at, answered_at FROM favourite_group_share WHERE group_id = $1 AND shared_at IS NOT NULL ORDER BY principal_id"
                      : "SELECT id, principal_id, is_administrator, is_accepted, shared_at, answered_at FROM favourite_group_share WHERE group_id = $1 ORDER BY principal_id";
  g_autoptr (GPtrArray) shares = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_group_share_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&shares);
      g_ptr_array_add (shares, read_share (statement));
    }

  return NULL;
}

/**
 * spico_group_find_share:
 * @shares: (element-type SpicoGroupShare): shares of a group
 * @principal_id: an account
 *
 * Returns: (transfer none) (nullable): that of the account
 */
SpicoGroupShare *
spico_group_find_share (GPtrArray  *shares,
                        const char *principal_id)
{
  for (guint i = 0; i < shares->len; i++)
    {
      SpicoGroupShare *share = g_ptr_array_index (shares, i);

      if (g_str_equal (share->principal_id, principal_id))
        return share;
    }

  return NULL;
}

/**
 * spico_group_count_administrators:
 * @shares: (element-type SpicoGroupShare): shares of a group
 *
 * Returns: how many administer it
 */
guint
spico_group_count_administrators (GPtrArray *shares)
{
  guint n_administrators = 0;

  for (guint i = 0; i < shares->len; i++)
    n_administrators += ((SpicoGroupShare *) g_ptr_array_index (shares, i))->is_administrator;

  return n_administrators;
}

/**
 * spico_group_tell:
 * @journal: a journal
 * @shares: (element-type SpicoGroupShare): all shares of a group
 * @group_id: the group
 * @kind: what happens to it
 *
 * Tells everyone who has the group.
 */
void
spico_group_tell (SpicoJournal    *journal,
                  GPtrArray       *shares,
                  const char      *group_id,
                  SpicoJournalKind kind)
{
  for (guint i = 0; i < shares->len; i++)
    spico_journal_add (journal, ((SpicoGroupShare *) g_ptr_array_index (shares, i))->principal_id, spico_type_favourite_group.name, group_id, kind);
}

/**
 * spico_group_tell_share:
 * @journal: a journal
 * @shares: (element-type SpicoGroupShare): those with whom the group is shared
 * @share: a share of it
 * @kind: what happens to it
 *
 * Tells whose it is, and the administrators, who see it.
 */
void
spico_group_tell_share (SpicoJournal          *journal,
                        GPtrArray             *shares,
                        const SpicoGroupShare *share,
                        SpicoJournalKind       kind)
{
  spico_journal_add (journal, share->principal_id, spico_type_favourite_group_share.name, share->id, kind);
  if (!share->is_shared)
    return;

  for (guint i = 0; i < shares->len; i++)
    {
      const SpicoGroupShare *other = g_ptr_array_index (shares, i);

      if (other->is_administrator && !g_str_equal (other->principal_id, share->principal_id))
        spico_journal_add (journal, other->principal_id, spico_type_favourite_group_share.name, share->id, kind);
    }
}

/**
 * spico_group_tell_role:
 * @journal: a journal
 * @shares: (element-type SpicoGroupShare): those with whom the group is shared
 * @principal_id: who becomes an administrator, or no longer is one
 * @kind: whether the shares of the others come or go for them
 */
void
spico_group_tell_role (SpicoJournal    *journal,
                       GPtrArray       *shares,
                       const char      *principal_id,
                       SpicoJournalKind kind)
{
  for (guint i = 0; i < shares->len; i++)
    {
      const SpicoGroupShare *other = g_ptr_array_index (shares, i);

      if (other->is_shared && !g_str_equal (other->principal_id, principal_id))
        spico_journal_add (journal, principal_id, spico_type_favourite_group_share.name, other->id, kind);
    }
}

/**
 * spico_group_remove_share:
 * @connection: a connection in a write transaction
 * @journal: a journal
 * @group_id: a group, locked
 * @shares: (element-type SpicoGroupShare): those with whom it is shared
 * @share: a share of it
 * @error: return location for a #SpicoSqlError
 *
 * Takes the group from an account, and tells everyone concerned.
 *
 * Returns: whether it is done
 */
gboolean
spico_group_remove_share (SpicoSqlConnection    *connection,
                          SpicoJournal          *journal,
                          const char            *group_id,
                          GPtrArray             *shares,
                          const SpicoGroupShare *share,
                          GError               **error)
{
  spico_group_tell_share (journal, shares, share, SPICO_JOURNAL_DESTROYED);
  if (share->is_administrator)
    spico_group_tell_role (journal, shares, share->principal_id, SPICO_JOURNAL_DESTROYED);
  spico_journal_add (journal, share->principal_id, spico_type_favourite_group.name, group_id, SPICO_JOURNAL_DESTROYED);

  return spico_sql_run (connection, "DELETE FROM favourite_group_share WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (share->id)), error);
}

/**
 * spico_group_set_administrator:
 * @connection: a connection in a write transaction
 * @journal: a journal
 * @shares: (element-type SpicoGroupShare): those with whom the group, which is locked, is shared
 * @share: one of them
 * @is_administrator: whether it is to administer the group
 * @error: return location for a #SpicoSqlError
 *
 * Gives or takes the role, and tells everyone concerned: the one who has it sees all shares.
 *
 * Returns: whether it is done
 */
gboolean
spico_group_set_administrator (SpicoSqlConnection *connection,
                               SpicoJournal       *journal,
                               GPtrArray          *shares,
                               SpicoGroupShare    *share,
                               gboolean            is_administrator,
                               GError            **error)
{
  if (share->is_administrator == is_administrator)
    return TRUE;

  spico_group_tell_share (journal, shares, share, SPICO_JOURNAL_UPDATED);
  spico_group_tell_role (journal, shares, share->principal_id, is_administrator ? SPICO_JOURNAL_CREATED : SPICO_JOURNAL_DESTROYED);
  share->is_administrator = is_administrator;

  return spico_sql_run (connection, "UPDATE favourite_group_share SET is_administrator = $2 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (share->id), SPICO_SQL_BOOLEAN (is_administrator)), error);
}
