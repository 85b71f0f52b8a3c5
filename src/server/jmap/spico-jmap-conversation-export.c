/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversation/export: what leaves Spico leaves its trace first. */
#include "spico-jmap-private.h"

#include "spico-audit.h"

static gboolean
fail (GError    **error,
      int         code,
      const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
check_account (SpicoJmapCall *call,
               GError       **error)
{
  const SpicoAuthzAccount *account;

  if (!spico_jmap_call_string (call, "accountId", TRUE, &call->account_id, error))
    return FALSE;

  account = spico_jmap_context_account (call->context, call->account_id);
  if (account == NULL)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_FOUND, "There is no such account.");
  if ((account->scope & spico_action_scope (SPICO_ACTION_CONVERSATION_EXPORT)) == 0)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_SUPPORTED, "The account has no conversations.");

  return TRUE;
}

/**
 * spico_jmap_call_conversation_export:
 * @call: the call
 * @error: return location for an error
 *
 * Says that the person takes the conversation out of Spico, as a document: the audit keeps who, for which account, which one, and when. Nothing else changes.
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_conversation_export (SpicoJmapCall *call,
                                     GError       **error)
{
  static const char *const names[] = { "id", NULL };
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;
  const char *id;
  g_autofree char *exported_at = NULL;

  if (!spico_jmap_call_check_arguments (call, names, error) || !check_account (call, error) || !spico_jmap_call_string (call, "id", TRUE, &id, error))
    return FALSE;
  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_CONVERSATION_EXPORT, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such conversation.");
  if (!spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_CONVERSATION_EXPORT, "Conversation", id, decision.rule, error))
    return FALSE;

  exported_at = spico_utc_date_format (context->now_us);
  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "id", spico_jmap_call_text (call, id));
  spico_jmap_call_put (call, call->result, "exportedAt", spico_jmap_call_text (call, exported_at));
  return TRUE;
}
