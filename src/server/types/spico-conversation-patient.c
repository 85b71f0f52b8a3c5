/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom a conversation is about, attached to it and detached from it by a message (F064). The message never says who it is: whoever may not know any more reads it too. What was wanted is done only where the
 * conversation still is what its author saw: a patient never takes the place of another.
 */
#include "spico-conversation-patient.h"

#include "spico-audit.h"
#include "spico-conversation-change.h"
#include "spico-conversation-members.h"

/**
 * spico_conversation_count_patient_changes:
 * @message: a message that is being made
 *
 * Returns: how many patients it attaches or detaches
 */
guint
spico_conversation_count_patient_changes (SpicoJmapObject *message)
{
  return (spico_jmap_object_text (message, "attachedDossierId") != NULL) + (spico_jmap_object_text (message, "detachedDossierId") != NULL);
}

/**
 * spico_conversation_name_patient_change:
 * @message: a message that is being made
 *
 * Returns: (transfer none) (nullable): the property that names the patient, %NULL for none
 */
const char *
spico_conversation_name_patient_change (SpicoJmapObject *message)
{
  if (spico_jmap_object_text (message, "detachedDossierId") != NULL)
    return "detachedDossierId";

  return spico_jmap_object_text (message, "attachedDossierId") != NULL ? "attachedDossierId" : NULL;
}

/**
 * spico_conversation_describe_patient_change:
 * @message: a message that is being made
 *
 * Returns: (transfer none): its `patientChange`
 */
const char *
spico_conversation_describe_patient_change (SpicoJmapObject *message)
{
  if (spico_jmap_object_text (message, "attachedDossierId") != NULL)
    return "attached";

  return spico_jmap_object_text (message, "detachedDossierId") != NULL ? "detached" : "none";
}

/* By the dossier too: which patient it was stands nowhere else, once they are detached (X001). */
static gboolean
trace_dossier (SpicoJmapCall *call,
               SpicoAction    action,
               const char    *dossier_id,
               const char    *rule,
               GError       **error)
{
  SpicoJmapContext *context = call->context;

  return spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, action, "Dossier", dossier_id, rule, error);
}

/* As at a conversation's start: the patient stands in the active list of the account, and is open to whoever acts (F068, F087). */
static gboolean
check_dossier (SpicoJmapCall *call,
               const char    *dossier_id,
               GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_CONVERSATION_CREATE, dossier_id, &decision, error))
    return FALSE;

  if (!decision.allow)
    return spico_jmap_refuse (call, "attachedDossierId", error);

  return trace_dossier (call, SPICO_ACTION_CONVERSATION_ATTACH, dossier_id, decision.rule, error);
}

/* The row of the conversation is locked. */
static gboolean
read_dossier (SpicoJmapCall *call,
              const char    *conversation_id,
              char         **dossier_id,
              GError       **error)
{
  return spico_sql_query_text (call->context->connection, "SELECT dossier_id FROM conversation WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), dossier_id, error);
}

/* What was said about one patient must never stand below another. */
static gboolean
check_attach (SpicoJmapCall *call,
              const char    *conversation_id,
              const char    *dossier_id,
              GPtrArray     *holders,
              GError       **error)
{
  g_autofree char *present_id = NULL;

  if (!spico_conversation_check_action (call, SPICO_ACTION_CONVERSATION_ATTACH, conversation_id, "attachedDossierId", error) || !check_dossier (call, dossier_id, error)
      || !read_dossier (call, conversation_id, &present_id, error))
    return FALSE;
  if (present_id != NULL && !g_str_equal (present_id, dossier_id))
    return spico_jmap_refuse (call, "detachedDossierId", error);

  return spico_conversation_check_refusals (call, "attachedDossierId", dossier_id, holders, error);
}

/* Two who detach the same one off line are both right. */
static gboolean
check_detach (SpicoJmapCall *call,
              const char    *conversation_id,
              const char    *dossier_id,
              GError       **error)
{
  g_autofree char *present_id = NULL;

  if (!spico_conversation_check_action (call, SPICO_ACTION_CONVERSATION_DETACH, conversation_id, "detachedDossierId", error) || !read_dossier (call, conversation_id, &present_id, error))
    return FALSE;

  if (present_id == NULL)
    return TRUE;
  if (!g_str_equal (present_id, dossier_id))
    return spico_jmap_refuse (call, "detachedDossierId", error);

  return trace_dossier (call, SPICO_ACTION_CONVERSATION_DETACH, dossier_id, "initiator", error);
}

/**
 * spico_conversation_change_patient:
 * @call: a call that makes a message
 * @message: it, which attaches a patient to its conversation or detaches one
 * @holders: (element-type utf8): who takes part
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether it is done
 */
gboolean
spico_conversation_change_patient (SpicoJmapCall   *call,
                                   SpicoJmapObject *message,
                                   GPtrArray       *holders,
                                   GError         **error)
{
  const char *conversation_id = spico_jmap_object_text (message, "conversationId");
  const char *attached_id = spico_jmap_object_text (message, "attachedDossierId");
  const char *detached_id = spico_jmap_object_text (message, "detachedDossierId");
  gboolean may = attached_id != NULL ? check_attach (call, conversation_id, attached_id, holders, error) : check_detach (call, conversation_id, detached_id, error);

  if (!may
      || !spico_sql_run (call->context->connection, "UPDATE conversation SET dossier_id = $1 WHERE id = $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (attached_id), SPICO_SQL_TEXT (conversation_id)), error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Conversation", conversation_id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}
