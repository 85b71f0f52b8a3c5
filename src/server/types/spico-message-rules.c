/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: numbered under the lock of their conversation, so that none ever appears below one that was read. */
#include "spico-type-rules.h"

#include "spico-automatic-reply.h"
#include "spico-conversation-change.h"
#include "spico-conversation-members.h"
#include "spico-conversation-patient.h"
#include "spico-group-use.h"
#include "spico-message-attachments.h"
#include "spico-message-correction.h"
#include "spico-message-making.h"
#include "spico-message-urgency.h"
#include "spico-message-withdrawal.h"
#include "spico-sort-key.h"

static const SpicoJmapExpression sorts[] = {
  { "sentAt", "t.sent_at" },
  { "seq", "t.seq" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Message", "SELECT c.object_id FROM change c" },
  { "Conversation", "SELECT m.id FROM change c JOIN message m ON m.conversation_id = c.object_id AND c.created_modseq = c.modseq" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "conversationId"))
    return spico_jmap_filter_equal (query, "t.conversation_id", value, error);
  if (g_str_equal (name, "text"))
    return spico_jmap_filter_text (query, "t.text_key", value, error);
  if (g_str_equal (name, "after"))
    return spico_jmap_filter_compare (query, "t.sent_at >=", TRUE, value, error);
  if (g_str_equal (name, "before"))
    return spico_jmap_filter_compare (query, "t.sent_at <", TRUE, value, error);
  if (g_str_equal (name, "minSeq"))
    return spico_jmap_filter_compare (query, "t.seq >=", FALSE, value, error);
  if (g_str_equal (name, "maxSeq"))
    return spico_jmap_filter_compare (query, "t.seq <=", FALSE, value, error);
  if (g_str_equal (name, "fromAccountId"))
    return spico_jmap_filter_equal (query, "t.from_account_id", value, error);

  return spico_jmap_filter_unknown (error);
}

/* Where a message stands in its conversation. */
typedef struct {
  gint64 seq;
  gint64 sent_at;
} Place;

static char *
take_place_sql (SpicoSqlConnection *connection)
{
  return g_strconcat ("SELECT last_message_seq, last_message_at FROM conversation WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
}

/* The row of the conversation is locked until the end: numbers are given in the order of commits. Times too never go back, whatever a clock does: to sort by one is to sort by the other. */
static gboolean
take_place (SpicoJmapCall *call,
            const char    *conversation_id,
            Place         *place,
            GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autofree char *sql = take_place_sql (connection);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), error);
  gboolean exists;

  if (statement == NULL || !spico_sql_statement_step (statement, &exists, error))
    return FALSE;

  place->seq = exists ? spico_sql_statement_column_int64 (statement, 0) + 1 : 0;
  place->sent_at = MAX (call->context->now_us, exists ? spico_sql_statement_column_int64 (statement, 1) : 0);
  return TRUE;
}

static gboolean
check_create (SpicoJmapCall *call,
              const char    *conversation_id,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_CREATE, conversation_id,
                          &decision, error))
    return FALSE;

  *rule = decision.rule;
  return decision.allow || spico_jmap_refuse (call, "conversationId", error);
}

/* A group is used to add somebody, and for nothing else. */
static gboolean
check_groups (SpicoJmapCall   *call,
              SpicoJmapObject *object,
              GError         **error)
{
  if (spico_conversation_change_ids (object, "addedIds") == NULL && spico_conversation_change_ids (object, "groupIds") != NULL)
    return spico_jmap_refuse (call, "groupIds", error);

  return spico_group_check_use (call, object, error);
}

/* What it answers stands in the same conversation, whatever has become of it: who was off line may not know yet. A trace says nothing, and so answers nothing. */
static gboolean
check_reply (SpicoJmapCall   *call,
             SpicoJmapObject *object,
             const char      *conversation_id,
             GError         **error)
{
  const char *id = spico_jmap_object_text (object, "inReplyToId");
  gboolean is_there;

  if (id == NULL)
    return TRUE;
  if (spico_conversation_is_change (object))
    return spico_jmap_refuse (call, "inReplyToId", error);
  if (!spico_sql_query_exists (call->context->connection, "SELECT 1 FROM message WHERE id = $1 AND conversation_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (conversation_id)), &is_there, error))
    return FALSE;

  return is_there || spico_jmap_refuse (call, "inReplyToId", error);
}

/* A message is made to be read: withdrawing it is an update. */
static gboolean
check_not_withdrawn (SpicoJmapCall   *call,
                     SpicoJmapObject *object,
                     GError         **error)
{
  return spico_jmap_object_number (object, "isWithdrawn") == 0 || spico_jmap_refuse (call, "isWithdrawn", error);
}

/* Nobody signs for another: the person is the token's, the account is the call's. */
static gboolean
insert_message (SpicoJmapCall   *call,
                SpicoJmapObject *object,
                const Place     *place,
                GError         **error)
{
  static const char *const columns[] = { "text_key", NULL };
  const char *text = spico_jmap_object_text (object, "text");
  g_autofree char *text_key = spico_sort_key (text != NULL ? text : "");

  spico_jmap_object_set_number (object, "seq", place->seq);
  spico_jmap_object_set_number (object, "sentAt", place->sent_at);
  spico_jmap_object_set_text (object, "fromPersonId", call->context->actor->person_id);
  spico_jmap_object_set_text (object, "fromAccountId", call->account_id);
  spico_jmap_object_set_text (object, "patientChange", spico_conversation_describe_patient_change (object));

  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (text_key)), error);
}

static gboolean
touch_conversation (SpicoJmapCall *call,
                    const char    *conversation_id,
                    gint64         last_seq,
                    gint64         sent_at,
                    GError       **error)
{
  return spico_sql_run_later (call->context->connection, "UPDATE conversation SET last_message_seq = $1, last_message_at = $2 WHERE id = $3",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (last_seq), SPICO_SQL_INT (sent_at), SPICO_SQL_TEXT (conversation_id)), error);
}

/* The conversation moves up in the lists of all its participants. */
static gboolean
touch_participants (SpicoJmapCall *call,
                    const char    *conversation_id,
                    const Place   *place,
                    GError       **error)
{
  return spico_sql_run_later (call->context->connection, "UPDATE participant SET last_activity_at = $1 WHERE conversation_id = $2",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (place->sent_at), SPICO_SQL_TEXT (conversation_id)), error);
}

/* All that is asked before anything is written, at once. */
static void
announce_create (SpicoJmapCall   *call,
                 SpicoJmapObject *object)
{
  SpicoJmapContext *context = call->context;
  const char *conversation_id = spico_jmap_object_text (object, "conversationId");
  g_autofree char *sql = take_place_sql (context->connection);

  spico_sql_announce (context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)));
  spico_authz_announce (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_CREATE, conversation_id);
  spico_conversation_announce_holders (context->connection, conversation_id);
  spico_automatic_reply_announce (call, conversation_id);
  spico_read_marker_announce (call, conversation_id);
}

/**
 * spico_message_check:
 * @call: a call that makes a message, or one that is sent later
 * @message: what it says; what the server knows of its attachments is added
 * @rule: (out): by which rule its account may write there
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether it may be sent now
 */
gboolean
spico_message_check (SpicoJmapCall   *call,
                     SpicoJmapObject *message,
                     const char     **rule,
                     GError         **error)
{
  const char *conversation_id = spico_jmap_object_text (message, "conversationId");

  return check_create (call, conversation_id, rule, error) && spico_conversation_check_change (call, message, error)
         && check_groups (call, message, error) && check_reply (call, message, conversation_id, error) && check_not_withdrawn (call, message, error)
         && spico_message_check_attachments (call, message, error) && spico_message_check_urgency (call, message, error);
}

/* Whoever has left reads nothing any more. */
static gboolean
raise_marker (SpicoJmapCall *call,
              const char    *conversation_id,
              GPtrArray     *holders,
              gint64         seq,
              GError       **error)
{
  return !g_ptr_array_find_with_equal_func (holders, call->account_id, g_str_equal, NULL) || spico_read_marker_raise (call, conversation_id, NULL, seq, FALSE, error);
}

static gboolean
write_message (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const Place     *place,
               gboolean         is_read,
               GError         **error)
{
  const char *conversation_id = spico_jmap_object_text (object, "conversationId");
  gboolean is_change = spico_conversation_is_change (object);
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_free);
  gint64 last_seq = place->seq;

  if (!insert_message (call, object, place, error) || !spico_message_write_attachments (call, id, object, error) || !spico_conversation_list_holders (call->context->connection, conversation_id, holders, error)
      || (is_change && !spico_conversation_change (call, id, object, place->seq, holders, error))
      || (!is_change && !spico_automatic_reply_send (call, conversation_id, holders, place->sent_at, &last_seq, error))
      || !touch_conversation (call, conversation_id, last_seq, place->sent_at, error) || !touch_participants (call, conversation_id, place, error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Message", id, SPICO_JOURNAL_CREATED);

  return !is_read || raise_marker (call, conversation_id, holders, place->seq, error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  Place place;

  return take_place (call, spico_jmap_object_text (object, "conversationId"), &place, error) && spico_message_check (call, object, rule, error) && write_message (call, id, object, &place, TRUE, error);
}

/* Nobody looked at the conversation: what its author has not read yet stays so, and keeps the message unread with it. */
static gboolean
has_read_all (SpicoJmapCall *call,
              const char    *conversation_id,
              gint64         seq,
              gboolean      *has_read,
              GError       **error)
{
  return spico_sql_query_exists (call->context->connection, "SELECT 1 FROM read_marker WHERE conversation_id = $1 AND account_id = $2 AND person_id = $3 AND read_up_to >= $4 AND is_marked_unread = 0",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->context->actor->person_id), SPICO_SQL_INT (seq)),
                                 has_read, error);
}

/**
 * spico_message_make_scheduled:
 * @call: a call for who wrote it
 * @id: what waited for its time, and is a message of that id then
 * @message: what it says
 * @rule: (out): by which rule its account may write there
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Makes it a message now, as any other; but that its author is not there, and so has read nothing by it.
 *
 * Returns: whether it is made
 */
gboolean
spico_message_make_scheduled (SpicoJmapCall   *call,
                              const char      *id,
                              SpicoJmapObject *message,
                              const char     **rule,
                              GError         **error)
{
  const char *conversation_id = spico_jmap_object_text (message, "conversationId");
  gboolean has_read;
  Place place;

  /* Its files stand under its own id: they are written anew as those of the message. */
  return take_place (call, conversation_id, &place, error) && spico_message_check (call, message, rule, error)
         && has_read_all (call, conversation_id, place.seq - 1, &has_read, error)
         && spico_sql_run (call->context->connection, "DELETE FROM message_attachment WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error)
         && write_message (call, id, message, &place, has_read, error);
}

/* What is withdrawn stays so. */
static gboolean
withdraw (SpicoJmapCall   *call,
          const char      *id,
          SpicoJmapObject *object,
          guint64         *returned,
          GError         **error)
{
  gboolean is_withdrawn;

  if (spico_jmap_object_number (object, "isWithdrawn") == 0)
    {
      if (!spico_sql_query_exists (call->context->connection, "SELECT 1 FROM message WHERE id = $1 AND is_withdrawn = 1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &is_withdrawn, error))
        return FALSE;
      return !is_withdrawn || spico_jmap_refuse (call, "isWithdrawn", error);
    }

  *returned |= spico_jmap_property_bit (call->rules->type, "text") | spico_jmap_property_bit (call->rules->type, "attachments") | spico_jmap_property_bit (call->rules->type, "withdrawnAt")
               | spico_jmap_property_bit (call->rules->type, "editedAt") | spico_jmap_property_bit (call->rules->type, "earlierTexts");
  return spico_message_withdraw (call, id, error);
}

static gboolean
correct (SpicoJmapCall   *call,
         const char      *id,
         SpicoJmapObject *object,
         guint64         *returned,
         GError         **error)
{
  /* It says something, or nothing any more. */
  if (spico_jmap_object_has (object, "isWithdrawn") && spico_jmap_object_number (object, "isWithdrawn") != 0)
    return spico_jmap_refuse (call, "text", error);

  *returned |= spico_jmap_property_bit (call->rules->type, "editedAt") | spico_jmap_property_bit (call->rules->type, "earlierTexts");
  return spico_message_correct (call, id, spico_jmap_object_text (object, "text"), error);
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  return (!spico_jmap_object_has (object, "text") || correct (call, id, object, returned, error))
         && (!spico_jmap_object_has (object, "isWithdrawn") || withdraw (call, id, object, returned, error));
}

static gboolean
complete (SpicoJmapCall     *call,
          const char *const *ids,
          gsize              n_ids,
          GHashTable        *objects,
          guint64            wanted,
          GError           **error)
{
  return spico_conversation_complete_change (call, ids, n_ids, objects, wanted, error) && spico_message_complete_attachments (call, ids, n_ids, objects, wanted, error)
         && spico_message_complete_earlier (call, ids, n_ids, objects, wanted, error);
}

const SpicoJmapRules spico_message_rules = {
  .type = &spico_type_message,
  .read = SPICO_ACTION_MESSAGE_READ,
  .create = SPICO_ACTION_MESSAGE_CREATE,
  .update = SPICO_ACTION_MESSAGE_UPDATE,
  .joins = "",
  .sorts = sorts,
  .tie_break = "t.seq",
  .reads_ahead = TRUE,
  .dependencies = dependencies,
  .container = "Conversation",
  .filter = filter,
  .complete = complete,
  .announce_create = announce_create,
  .create_object = create_object,
  .update_object = update_object,
};
