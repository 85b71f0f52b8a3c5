/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Retirer »: its author withdraws a message that nobody else has read. That it was there stays. */
#include "spico-message-withdrawal.h"

#include "spico-audit.h"
#include "spico-message-attachments.h"
#include "spico-message-state.h"

/* Whoever has read so far, for whichever account; one's own other accounts are oneself. */
static gboolean
check_unread (SpicoJmapCall           *call,
              const SpicoMessageState *state,
              GError                 **error)
{
  gboolean is_read;

  if (!spico_sql_query_exists (call->context->connection, "SELECT 1 FROM read_marker WHERE conversation_id = $1 AND person_id <> $2 AND read_up_to >= $3",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (state->conversation_id), SPICO_SQL_TEXT (call->context->actor->person_id), SPICO_SQL_INT (state->seq)), &is_read, error))
    return FALSE;

  return !is_read || spico_message_forbid ("Somebody else has read it.", error);
}

static gboolean
erase (SpicoJmapCall           *call,
       const char              *id,
       const SpicoMessageState *state,
       const char              *rule,
       GError                 **error)
{
  SpicoJmapContext *context = call->context;

  return spico_sql_run (context->connection, "UPDATE message SET text = '', text_key = '', is_withdrawn = 1, withdrawn_at = $1, edited_at = NULL WHERE id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (context->now_us), SPICO_SQL_TEXT (id)), error)
         && spico_message_remove_attachments (call, id, error)
         && spico_sql_run (context->connection, "DELETE FROM message_wording WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error)
         && spico_message_tell_holders (call, id, state->conversation_id, error)
         && spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_WITHDRAW, "Message", id, rule, error);
}

/**
 * spico_message_withdraw:
 * @call: an update of a message
 * @id: the message
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Withdraws it for everybody, if nobody else has read it: decided under the lock of its conversation. Nothing is left of its text here, nor of what it said before. What was withdrawn before stays so.
 *
 * Returns: whether it is withdrawn
 */
gboolean
spico_message_withdraw (SpicoJmapCall *call,
                        const char    *id,
                        GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_auto (SpicoMessageState) state = { 0 };
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_WITHDRAW, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_message_forbid ("Somebody else wrote it.", error);
  if (!spico_message_state_lock (&state, call, id, error))
    return FALSE;
  if (state.is_withdrawn)
    return TRUE;
  if (spico_message_state_is_trace (&state))
    return spico_message_forbid ("What changes the conversation is not withdrawn.", error);

  return check_unread (call, &state, error) && erase (call, id, &state, decision.rule, error);
}
