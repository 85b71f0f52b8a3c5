/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Retirer »: its author withdraws a message that nobody else has read. That it was there stays. */
#include "spico-message-withdrawal.h"

#include "spico-audit.h"
#include "spico-message-attachments.h"

/* What a message is, once its conversation is locked. */
typedef struct {
  char *conversation_id;
  gint64 seq;
  gboolean is_withdrawn;
  gboolean is_trace;
} State;

static void
state_clear (State *state)
{
  g_free (state->conversation_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)

static gboolean
forbid (const char *why,
        GError    **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_FORBIDDEN, why);
  return FALSE;
}

/* The row of the conversation first, as whoever writes or reads in it does. */
static gboolean
lock_state (SpicoJmapCall *call,
            const char    *id,
            State         *state,
            GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autofree char *lock = g_strconcat ("SELECT id FROM conversation WHERE id = (SELECT conversation_id FROM message WHERE id = $1)", spico_sql_connection_for_update (connection), NULL);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  if (!spico_sql_query_text (connection, lock, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &state->conversation_id, error))
    return FALSE;

  statement = spico_sql_query (connection, "SELECT seq, is_withdrawn, CASE WHEN text = '' AND NOT EXISTS (SELECT 1 FROM message_attachment a WHERE a.message_id = message.id) THEN 1 ELSE 0 END"
                               " FROM message WHERE id = $1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  state->seq = spico_sql_statement_column_int64 (statement, 0);
  state->is_withdrawn = spico_sql_statement_column_boolean (statement, 1);
  state->is_trace = spico_sql_statement_column_boolean (statement, 2);
  return TRUE;
}

/* Whoever has read so far, for whichever account; one's own other accounts are oneself. */
static gboolean
check_unread (SpicoJmapCall *call,
              const State   *state,
              GError       **error)
{
  gboolean is_read;

  if (!spico_sql_query_exists (call->context->connection, "SELECT 1 FROM read_marker WHERE conversation_id = $1 AND person_id <> $2 AND read_up_to >= $3",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (state->conversation_id), SPICO_SQL_TEXT (call->context->actor->person_id), SPICO_SQL_INT (state->seq)), &is_read, error))
    return FALSE;

  return !is_read || forbid ("Somebody else has read it.", error);
}

static gboolean
tell_holders (SpicoJmapCall *call,
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

static gboolean
erase (SpicoJmapCall *call,
       const char    *id,
       const State   *state,
       const char    *rule,
       GError       **error)
{
  SpicoJmapContext *context = call->context;

  return spico_sql_run (context->connection, "UPDATE message SET text = '', text_key = '', is_withdrawn = 1, withdrawn_at = $1 WHERE id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (context->now_us), SPICO_SQL_TEXT (id)), error)
         && spico_message_remove_attachments (call, id, error) && tell_holders (call, id, state->conversation_id, error)
         && spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_WITHDRAW, "Message", id, rule, error);
}

/**
 * spico_message_withdraw:
 * @call: an update of a message
 * @id: the message
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Withdraws it for everybody, if nobody else has read it: decided under the lock of its conversation. Nothing is left of its text here. What was withdrawn before stays so.
 *
 * Returns: whether it is withdrawn
 */
gboolean
spico_message_withdraw (SpicoJmapCall *call,
                        const char    *id,
                        GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_auto (State) state = { 0 };
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_WITHDRAW, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return forbid ("Somebody else wrote it.", error);
  if (!lock_state (call, id, &state, error))
    return FALSE;
  if (state.is_withdrawn)
    return TRUE;
  if (state.is_trace)
    return forbid ("What changes the conversation is not withdrawn.", error);

  return check_unread (call, &state, error) && erase (call, id, &state, decision.rule, error);
}
