/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that change their conversation instead of saying something: who takes part in it (F053), its title (F072), its patient (F064). Each is its own trace, stands among the others, and is made under the lock of the conversation. */
#include "spico-conversation-change.h"

#include "spico-audit.h"
#include "spico-conversation-members.h"
#include "spico-conversation-patient.h"
#include "spico-message-attachments.h"
#include "spico-sort-key.h"
#include "spico-text.h"

/**
 * spico_conversation_change_ids:
 * @message: a message that is being made
 * @property: `addedIds`, `removedIds` or `groupIds`
 *
 * Returns: (transfer none) (nullable): whom it names there, %NULL for nobody
 */
const char *const *
spico_conversation_change_ids (SpicoJmapObject *message,
                               const char      *property)
{
  char **ids = spico_jmap_object_has (message, property) ? spico_jmap_object_value (message, property)->ids : NULL;

  return ids != NULL && ids[0] != NULL ? (const char *const *) ids : NULL;
}

static guint
count_changes (SpicoJmapObject *message)
{
  return (spico_conversation_change_ids (message, "addedIds") != NULL) + (spico_conversation_change_ids (message, "removedIds") != NULL)
         + (spico_jmap_object_text (message, "newSubject") != NULL) + spico_conversation_count_patient_changes (message);
}

/**
 * spico_conversation_is_change:
 * @message: a message that is being made
 *
 * Returns: whether it changes its conversation
 */
gboolean
spico_conversation_is_change (SpicoJmapObject *message)
{
  return count_changes (message) > 0;
}

/* What is more than one change is refused by the name of the last one. */
static const char *
surplus_of (SpicoJmapObject *message)
{
  const char *of_patient = spico_conversation_name_patient_change (message);

  if (of_patient != NULL)
    return of_patient;

  return spico_jmap_object_text (message, "newSubject") != NULL ? "newSubject" : "removedIds";
}

/**
 * spico_conversation_check_change:
 * @call: a call that makes a message
 * @message: it
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether it either says something, or changes one thing, and that is all it says
 */
gboolean
spico_conversation_check_change (SpicoJmapCall   *call,
                                 SpicoJmapObject *message,
                                 GError         **error)
{
  const char *text = spico_jmap_object_text (message, "text");
  const char *new_subject = spico_jmap_object_text (message, "newSubject");
  guint n_changes = count_changes (message);
  gboolean is_right = n_changes > 0 ? text == NULL || text[0] == '\0' : spico_message_has_attachments (message) || (text != NULL && !spico_text_is_blank (text));

  if (!is_right)
    return spico_jmap_refuse (call, "text", error);
  if (n_changes > 1)
    return spico_jmap_refuse (call, surplus_of (message), error);

  return new_subject == NULL || !spico_text_is_blank (new_subject) || spico_jmap_refuse (call, "newSubject", error);
}

/**
 * spico_conversation_check_action:
 * @call: a call that makes a message
 * @action: what it changes
 * @conversation_id: of which conversation
 * @property: the property that says it
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * That it was done is in the audit by its own name, beside the message that says it.
 *
 * Returns: whether the account may
 */
gboolean
spico_conversation_check_action (SpicoJmapCall *call,
                                 SpicoAction    action,
                                 const char    *conversation_id,
                                 const char    *property,
                                 GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, action, conversation_id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_jmap_refuse (call, property, error);

  return spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, action, "Conversation", conversation_id, decision.rule, error);
}

static gboolean
retitle (SpicoJmapCall *call,
         const char    *conversation_id,
         const char    *subject,
         GPtrArray     *holders,
         GError       **error)
{
  g_autofree char *subject_key = spico_sort_key (subject);

  if (!spico_conversation_check_action (call, SPICO_ACTION_CONVERSATION_RETITLE, conversation_id, "newSubject", error)
      || !spico_sql_run (call->context->connection, "UPDATE conversation SET subject = $1, subject_key = $2 WHERE id = $3",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (subject), SPICO_SQL_TEXT (subject_key), SPICO_SQL_TEXT (conversation_id)), error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Conversation", conversation_id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

/* Whoever takes part may leave; others are removed by the account that has initiated the conversation, which stays. */
static gboolean
check_removal (SpicoJmapCall     *call,
               const char        *conversation_id,
               const char *const *member_ids,
               GError           **error)
{
  gboolean leaves = g_str_equal (member_ids[0], call->account_id) && member_ids[1] == NULL;

  if (!leaves && g_strv_contains (member_ids, call->account_id))
    return spico_jmap_refuse (call, "removedIds", error);

  return leaves || spico_conversation_check_action (call, SPICO_ACTION_CONVERSATION_REMOVE, conversation_id, "removedIds", error);
}

/**
 * spico_conversation_change:
 * @call: a call that makes a message
 * @message_id: the message, which is written
 * @message: it
 * @seq: its place
 * @holders: (element-type utf8): who takes part before; told who does after
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Does what a message that spico_conversation_is_change() says.
 *
 * Returns: whether it is done
 */
gboolean
spico_conversation_change (SpicoJmapCall   *call,
                           const char      *message_id,
                           SpicoJmapObject *message,
                           gint64           seq,
                           GPtrArray       *holders,
                           GError         **error)
{
  const char *conversation_id = spico_jmap_object_text (message, "conversationId");
  const char *const *added = spico_conversation_change_ids (message, "addedIds");
  const char *const *removed = spico_conversation_change_ids (message, "removedIds");

  if (added != NULL)
    return spico_conversation_add_members (call, conversation_id, message_id, seq, added, holders, error);
  if (removed != NULL)
    return check_removal (call, conversation_id, removed, error) && spico_conversation_remove_members (call, conversation_id, message_id, removed, holders, error);
  if (spico_conversation_count_patient_changes (message) > 0)
    return spico_conversation_change_patient (call, message, holders, error);

  return retitle (call, conversation_id, spico_jmap_object_text (message, "newSubject"), holders, error);
}

/* A message with words changes nothing: it need not be asked about. */
static gboolean
may_change (yyjson_mut_val *object)
{
  const char *text = yyjson_mut_get_str (yyjson_mut_obj_get (object, "text"));

  return text == NULL || text[0] == '\0';
}

static GPtrArray *
list_changes (GHashTable *objects)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iterator;
  gpointer id, object;

  g_hash_table_iter_init (&iterator, objects);
  while (g_hash_table_iter_next (&iterator, &id, &object))
    {
      if (may_change (object))
        g_ptr_array_add (ids, id);
    }

  return ids;
}

static gboolean
complete_list (SpicoJmapCall *call,
               GHashTable    *objects,
               GPtrArray     *to_ask,
               const char    *property,
               const char    *sql,
               gsize          n_ids,
               guint64        wanted,
               GError       **error)
{
  g_autoptr (GHashTable) lists = NULL;
  g_autoptr (SpicoQuery) query = NULL;

  if ((wanted & spico_jmap_property_bit (call->rules->type, property)) == 0)
    return TRUE;
  lists = spico_jmap_lists_put (call, objects, property);
  if (to_ask->len == 0)
    return TRUE;

  query = spico_jmap_call_new_query (call);
  spico_query_add (query, sql);
  spico_query_add_list (query, (const char *const *) to_ask->pdata, to_ask->len);
  spico_query_add (query, " ORDER BY message_id, account_id");

  return spico_jmap_lists_read (call, lists, query, n_ids, error);
}

/**
 * spico_conversation_complete_change:
 * @call: a call about messages
 * @ids: (array length=n_ids): ids, from anywhere
 * @n_ids: how many
 * @objects: (element-type utf8 yyjson_mut_val): the messages, by their ids
 * @wanted: the set of properties wanted
 * @error: return location for a #SpicoSqlError
 *
 * Adds whom the messages added and removed, in a statement each, and in none where all of them have words.
 *
 * Returns: whether the database answered, and it is not too much
 */
gboolean
spico_conversation_complete_change (SpicoJmapCall     *call,
                                    const char *const *ids,
                                    gsize              n_ids,
                                    GHashTable        *objects,
                                    guint64            wanted,
                                    GError           **error)
{
  g_autoptr (GPtrArray) to_ask = list_changes (objects);

  return complete_list (call, objects, to_ask, "addedIds", "SELECT message_id, account_id FROM message_addition WHERE message_id IN ", n_ids, wanted, error)
         && complete_list (call, objects, to_ask, "removedIds", "SELECT message_id, account_id FROM message_removal WHERE message_id IN ", n_ids, wanted, error);
}
