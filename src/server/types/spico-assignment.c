/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Je m'en occupe » (B014): who answers in a conversation, for an account that several people act for. */
#include "spico-assignment.h"

#include "spico-sql-query.h"
#include "spico-type.h"

/**
 * spico_assignment_release:
 * @connection: a connection in a write transaction
 * @journal: where it is noted
 * @account_id: an account
 * @person_id: who no longer acts for it
 * @error: return location for a #SpicoSqlError
 *
 * Nobody goes on waiting for somebody who has left: their conversations are free to be taken again.
 *
 * Returns: whether the database answered
 */
gboolean
spico_assignment_release (SpicoSqlConnection *connection,
                          SpicoJournal       *journal,
                          const char         *account_id,
                          const char         *person_id,
                          GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "UPDATE participant SET assigned_person_id = NULL, assigned_by_person_id = NULL WHERE account_id = $1 AND assigned_person_id = $2 RETURNING conversation_id",
                     SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (person_id)), error);

  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (journal, account_id, spico_type_conversation.name, g_ptr_array_index (ids, i), SPICO_JOURNAL_UPDATED);

  return TRUE;
}
