/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a message once it is written, its author withdraws or corrects it: under the lock of its conversation. */
#include "spico-message-state.h"

/**
 * spico_message_state_lock:
 * @self: (out caller-allocates): what the message is
 * @call: an update of a message
 * @id: the message, which exists
 * @error: return location for a #SpicoSqlError
 *
 * Locks its conversation until the end, as whoever writes or reads in it does, and then reads the message.
 *
 * Returns: whether the database answered
 */
gboolean
spico_message_state_lock (SpicoMessageState *self,
                          SpicoJmapCall     *call,
                          const char        *id,
                          GError           **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autofree char *lock = g_strconcat ("SELECT id FROM conversation WHERE id = (SELECT conversation_id FROM message WHERE id = $1)", spico_sql_connection_for_update (connection), NULL);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  if (!spico_sql_query_text (connection, lock, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &self->conversation_id, error))
    return FALSE;

  statement = spico_sql_query (connection, "SELECT text, seq, sent_at, edited_at, is_withdrawn, CASE WHEN EXISTS (SELECT 1 FROM message_attachment a WHERE a.message_id = message.id) THEN 1 ELSE 0 END"
                               " FROM message WHERE id = $1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  self->text = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->seq = spico_sql_statement_column_int64 (statement, 1);
  self->sent_at = spico_sql_statement_column_int64 (statement, 2);
  self->edited_at = spico_sql_statement_column_int64 (statement, 3);
  self->is_withdrawn = spico_sql_statement_column_boolean (statement, 4);
  self->has_attachments = spico_sql_statement_column_boolean (statement, 5);
  return TRUE;
}

/**
 * spico_message_state_clear:
 * @self: what a message is
 *
 * Frees what it holds.
 */
void
spico_message_state_clear (SpicoMessageState *self)
{
  g_free (self->conversation_id);
  g_free (self->text);
}

/**
 * spico_message_state_is_trace:
 * @self: what a message is
 *
 * Returns: whether it changes its conversation instead of saying something
 */
gboolean
spico_message_state_is_trace (const SpicoMessageState *self)
{
  return !self->is_withdrawn && !self->has_attachments && *self->text == '\0';
}

/**
 * spico_message_forbid:
 * @why: a sentence
 * @error: return location for `forbidden`
 *
 * Returns: %FALSE
 */
gboolean
spico_message_forbid (const char *why,
                      GError    **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_FORBIDDEN, why);
  return FALSE;
}

/**
 * spico_message_tell_holders:
 * @call: an update of a message
 * @id: the message
 * @conversation_id: where it stands
 * @error: return location for a #SpicoSqlError
 *
 * Tells everybody who takes part that the message is another.
 *
 * Returns: whether the database answered
 */
gboolean
spico_message_tell_holders (SpicoJmapCall *call,
                            const char    *id,
                            const char    *conversation_id,
                            GError       **error)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);

  if (!spico_conversation_list_holders (call->context->connection, conversation_id, holders, error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Message", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}
