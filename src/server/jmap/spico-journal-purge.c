/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of tombstones. What is still there keeps its change row for ever: it is one a holder and object. */
#include "spico-journal.h"

#include "spico-sql-query.h"

typedef struct {
  char *account_id;
  char *type_name;
  gint64 modseq;
} Group;

static void
group_free (Group *group)
{
  g_free (group->account_id);
  g_free (group->type_name);
  g_free (group);
}

/* Of each (account, type), the last of the tombstones that go now; ascending, as every writer locks the states. */
static GPtrArray *
list_groups (SpicoSqlConnection *connection,
             gint64              before_us,
             guint               most,
             GError            **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = spico_sql_query (connection,
                               "SELECT o.account_id, o.type, MAX(o.modseq) FROM (SELECT account_id, type, modseq FROM change"
                               " WHERE destroyed = 1 AND changed_at < $1 ORDER BY changed_at LIMIT $2) o GROUP BY o.account_id, o.type ORDER BY o.account_id, o.type",
                               SPICO_SQL_VALUES (SPICO_SQL_INT (before_us), SPICO_SQL_INT (most)), error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      Group *group;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        continue;
      group = g_new0 (Group, 1);
      group->account_id = g_strdup (spico_sql_statement_column_text (statement, 0));
      group->type_name = g_strdup (spico_sql_statement_column_text (statement, 1));
      group->modseq = spico_sql_statement_column_int64 (statement, 2);
      g_ptr_array_add (groups, group);
    }

  return g_steal_pointer (&groups);
}

static gboolean
purge_group (SpicoSqlConnection *connection,
             const Group        *group,
             gint64              before_us,
             guint              *n_gone,
             GError            **error)
{
  if (!spico_sql_run (connection, "UPDATE state SET oldest = $3 WHERE account_id = $1 AND type = $2 AND oldest < $3",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (group->account_id), SPICO_SQL_TEXT (group->type_name), SPICO_SQL_INT (group->modseq)), error)
      || !spico_sql_run (connection, "DELETE FROM change WHERE account_id = $1 AND type = $2 AND modseq <= $3 AND destroyed = 1 AND changed_at < $4",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (group->account_id), SPICO_SQL_TEXT (group->type_name), SPICO_SQL_INT (group->modseq),
                                           SPICO_SQL_INT (before_us)),
                         error))
    return FALSE;

  *n_gone += (guint) spico_sql_connection_changes (connection);
  return TRUE;
}

/**
 * spico_journal_purge:
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @most: how many tombstones to remove, or a few more: other writers wait meanwhile
 * @n_gone: (out): how many are removed
 * @error: return location for a #SpicoSqlError
 *
 * Forgets what has been gone for %SPICO_JOURNAL_LIFETIME_US. From a state before that, changes can no longer be worked out.
 *
 * Returns: whether the database answered
 */
gboolean
spico_journal_purge (SpicoSqlConnection *connection,
                     gint64              now_us,
                     guint               most,
                     guint              *n_gone,
                     GError            **error)
{
  gint64 before_us = now_us - SPICO_JOURNAL_LIFETIME_US;
  g_autoptr (GPtrArray) groups = list_groups (connection, before_us, most, error);

  *n_gone = 0;
  if (groups == NULL)
    return FALSE;

  for (guint i = 0; i < groups->len; i++)
    {
      if (!purge_group (connection, g_ptr_array_index (groups, i), before_us, n_gone, error))
        return FALSE;
    }

  return TRUE;
}
