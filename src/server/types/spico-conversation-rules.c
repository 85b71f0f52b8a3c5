/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations: between principals, perhaps about a patient (F064). */
#include "spico-type-rules.h"

#include "spico-assignment-news.h"
#include "spico-conversation-members.h"
#include "spico-delegation-sql.h"
#include "spico-group-use.h"
#include "spico-sort-key.h"

#define OWN_MARKER "read_marker r WHERE r.conversation_id = t.id AND r.account_id = {account} AND r.person_id = {person}"
#define UNREAD                                                                                                                 \
  "message m WHERE m.conversation_id = t.id AND m.from_person_id <> {person} AND m.is_withdrawn = 0"                            \
  " AND m.seq > v.history_seq AND m.seq > COALESCE((SELECT r.read_up_to FROM " OWN_MARKER "), 0)"

/* Nothing came since. */
#define UP_TO_DATE(seq) seq " > 0 AND " seq " >= t.last_message_seq"

/* Who may answer for an account: the person that it is, and its delegates for discussions (B014). */
#define ACTS_FOR_ACCOUNT(person)                                                                                               \
  "(" person " = {account} OR EXISTS (SELECT 1 FROM delegation g WHERE g.account_id = {account} AND g.delegate_id = " person   \
  " AND g.scope IN ('all', 'discussions') AND " SPICO_DELEGATION_IN_FORCE ("g") "))"

/* Who no longer acts for the account answers for nothing. */
#define WHILE_ASSIGNED(column) "CASE WHEN v.assigned_person_id IS NOT NULL AND " ACTS_FOR_ACCOUNT ("v.assigned_person_id") " THEN " column " END"

static const SpicoJmapExpression expressions[] = {
  { "patientBirthName", "COALESCE(d.birth_name, '')" },
  { "patientFirstNames", "COALESCE(d.first_names, '')" },
  { "patientBirthDate", "d.birth_date" },
  { "patientSex", "COALESCE(d.sex, 'unknown')" },
  { "isPinned", "v.is_pinned" },
  { "isMuted", "v.is_muted" },
  { "handledSeq", "v.handled_seq" },
  { "archivedSeq", "v.archived_seq" },
  { "assignedPersonId", WHILE_ASSIGNED ("v.assigned_person_id") },
  { "assignedByPersonId", WHILE_ASSIGNED ("v.assigned_by_person_id") },
  { "historySeq", "v.history_seq" },
  { "unreadCount", "(SELECT COUNT(*) FROM " UNREAD ")" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "lastMessageAt", "v.last_activity_at" },
  { NULL, NULL },
};

/* Messages move conversations in the list, and markers make them read. */
static const SpicoJmapDependency dependencies[] = {
  { "Conversation", "SELECT c.object_id FROM change c" },
  { "Message", "SELECT m.conversation_id FROM change c JOIN message m ON m.id = c.object_id" },
  { "ReadMarker", "SELECT r.conversation_id FROM change c JOIN read_marker r ON r.id = c.object_id" },
  { NULL, NULL },
};

static gboolean
filter_participant (SpicoQuery *query,
                    yyjson_val *value,
                    GError    **error)
{
  spico_query_add (query, "EXISTS (SELECT 1 FROM participant q WHERE q.conversation_id = t.id AND ");
  if (!spico_jmap_filter_equal (query, "q.account_id", value, error))
    return FALSE;
  spico_query_add (query, ")");

  return TRUE;
}

/* As it is shown: nobody is found by who no longer acts for the account. */
static gboolean
filter_assigned (SpicoQuery *query,
                 yyjson_val *value,
                 GError    **error)
{
  spico_query_add (query, "(" ACTS_FOR_ACCOUNT ("v.assigned_person_id") " AND ");
  if (!spico_jmap_filter_equal (query, "v.assigned_person_id", value, error))
    return FALSE;
  spico_query_add (query, ")");

  return TRUE;
}

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "text"))
    return spico_jmap_filter_text (query, "t.subject_key || ' ' || COALESCE(d.birth_name_key, '')", value, error);
  if (g_str_equal (name, "dossierId"))
    return spico_jmap_filter_equal (query, "t.dossier_id", value, error);
  if (g_str_equal (name, "isUnread"))
    return spico_jmap_filter_boolean (query,
                                      "EXISTS (SELECT 1 FROM " UNREAD ") OR EXISTS (SELECT 1 FROM " OWN_MARKER " AND r.is_marked_unread = 1)",
                                      value, error);
  if (g_str_equal (name, "participantId"))
    return filter_participant (query, value, error);
  if (g_str_equal (name, "isHandled"))
    return spico_jmap_filter_boolean (query, UP_TO_DATE ("v.handled_seq"), value, error);
  if (g_str_equal (name, "isArchived"))
    return spico_jmap_filter_boolean (query, UP_TO_DATE ("v.archived_seq"), value, error);
  if (g_str_equal (name, "assignedPersonId"))
    return filter_assigned (query, value, error);

  return spico_jmap_filter_unknown (error);
}

/* The participants of all the conversations, in one statement. */
static gboolean
complete (SpicoJmapCall     *call,
          const char *const *ids,
          gsize              n_ids,
          GHashTable        *objects,
          guint64            wanted,
          GError           **error)
{
  g_autoptr (GHashTable) lists = NULL;
  g_autoptr (SpicoQuery) query = NULL;

  if ((wanted & spico_jmap_property_bit (call->rules->type, "participantIds")) == 0)
    return TRUE;

  lists = spico_jmap_lists_put (call, objects, "participantIds");
  query = spico_jmap_call_new_query (call);
  spico_query_add (query, "SELECT conversation_id, account_id FROM participant WHERE conversation_id IN ");
  spico_query_add_list (query, ids, n_ids);
  spico_query_add (query, " ORDER BY conversation_id, account_id");

  return spico_jmap_lists_read (call, lists, query, n_ids, error);
}

/* The accounts that take part: those asked for, and the one that asks. */
static GPtrArray *
collect_holders (SpicoJmapCall   *call,
                 SpicoJmapObject *object)
{
  GPtrArray *holders = g_ptr_array_new ();
  char **ids = spico_jmap_object_value (object, "participantIds")->ids;

  g_ptr_array_add (holders, (gpointer) call->account_id);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!g_str_equal (ids[i], call->account_id))
        g_ptr_array_add (holders, ids[i]);
    }

  return holders;
}

/* Nobody is charged with a conversation who cannot answer in it for the account. */
static gboolean
check_assigned (SpicoJmapCall   *call,
                SpicoJmapObject *object,
                GError         **error)
{
  const char *person_id = spico_jmap_object_text (object, "assignedPersonId");
  g_autoptr (SpicoQuery) query = NULL;
  gboolean acts;

  if (person_id == NULL)
    return TRUE;

  query = spico_jmap_call_new_query (call);
  spico_query_add (query, "SELECT 1 FROM principal t WHERE t.kind = 'person' AND t.id = ");
  spico_query_add_text (query, person_id);
  spico_query_add (query, " AND " ACTS_FOR_ACCOUNT ("t.id"));
  if (!spico_query_run_exists (query, call->context->connection, &acts, error))
    return FALSE;

  return acts || spico_jmap_refuse (call, "assignedPersonId", error);
}

/* Whoever takes one themselves knows it. To whom it is handed, it is unread, whatever they had read of it: which they are told on all their devices, until they look at it on one. */
static gboolean
tell_assigned (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               GError         **error)
{
  SpicoJmapContext *context = call->context;
  const char *person_id = spico_jmap_object_text (object, "assignedPersonId");

  if (person_id == NULL || g_str_equal (person_id, context->actor->person_id))
    return TRUE;
  if (!spico_read_marker_mark_unread (call, id, person_id, error))
    return FALSE;

  return !context->limits->sends_mail || spico_assignment_news_queue (context->connection, id, call->account_id, context->actor->person_id, person_id, context->now_us, error);
}

/* Nobody is done with what is not written yet. */
static gboolean
check_seq (SpicoJmapCall   *call,
           const char      *id,
           SpicoJmapObject *object,
           const char      *property,
           GError         **error)
{
  return !spico_jmap_object_has (object, property) || spico_conversation_check_seq (call, id, property, spico_jmap_object_number (object, property), error);
}

static gboolean
check_create (SpicoJmapCall   *call,
              SpicoJmapObject *object,
              GPtrArray       *holders,
              const char     **rule,
              GError         **error)
{
  SpicoJmapContext *context = call->context;
  const char *dossier_id = spico_jmap_object_text (object, "dossierId");
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_CONVERSATION_CREATE, dossier_id,
                          &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_jmap_refuse (call, "dossierId", error);
  *rule = decision.rule;

  if (!check_assigned (call, object, error) || !check_seq (call, "", object, "handledSeq", error) || !check_seq (call, "", object, "archivedSeq", error))
    return FALSE;
  if (holders->len < 2)
    return spico_jmap_refuse (call, "participantIds", error);

  return spico_conversation_check_members (call, "participantIds", dossier_id, holders, error) && spico_group_check_use (call, object, error);
}

static gboolean
insert_conversation (SpicoJmapCall   *call,
                     const char      *id,
                     SpicoJmapObject *object,
                     GPtrArray       *holders,
                     GError         **error)
{
  static const char *const columns[] = { "subject_key", "last_message_at", "last_message_seq", "holder_count", NULL };
  g_autofree char *subject_key = spico_sort_key (spico_jmap_object_text (object, "subject"));

  spico_jmap_object_set_text (object, "creatorAccountId", call->account_id);
  spico_jmap_object_set_text (object, "creatorPersonId", call->context->actor->person_id);
  spico_jmap_object_set_number (object, "createdAt", call->context->now_us);

  return spico_jmap_object_insert (object, call, columns,
                                   SPICO_SQL_VALUES (SPICO_SQL_TEXT (subject_key), SPICO_SQL_NULL, SPICO_SQL_INT (0), SPICO_SQL_INT (holders->len)),
                                   error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  g_autoptr (GPtrArray) holders = collect_holders (call, object);

  if (!check_create (call, object, holders, rule, error) || !insert_conversation (call, id, object, holders, error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    {
      const char *account_id = g_ptr_array_index (holders, i);

      if (!spico_conversation_insert_member (call, id, account_id, i == 0 ? object : NULL, 0, error))
        return FALSE;
      spico_journal_add (call->context->journal, account_id, "Conversation", id, SPICO_JOURNAL_CREATED);
    }

  return tell_assigned (call, id, object, error) && spico_conversation_notify_absent (call, id, holders, error);
}

/* The same once more, as in a whole object, hands nothing over. */
static gboolean
update_assigned (SpicoJmapCall   *call,
                 const char      *id,
                 SpicoJmapObject *object,
                 guint64         *returned,
                 GError         **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  const char *person_id = spico_jmap_object_text (object, "assignedPersonId");

  if (!check_assigned (call, object, error)
      || !spico_sql_run (connection,
                         "UPDATE participant SET assigned_person_id = $1, assigned_by_person_id = $2 WHERE conversation_id = $3 AND account_id = $4"
                         " AND COALESCE(assigned_person_id, '') <> COALESCE($1, '')",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (person_id != NULL ? call->context->actor->person_id : NULL), SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)),
                         error))
    return FALSE;
  if (spico_sql_connection_changes (connection) == 0)
    return TRUE;

  *returned |= spico_jmap_property_bit (call->rules->type, "assignedByPersonId");
  return tell_assigned (call, id, object, error);
}

/* What an account keeps about a conversation is told to that account alone. */
static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  static const struct {
    const char *property;
    const char *sql;
  } updates[] = {
    { "isPinned", "UPDATE participant SET is_pinned = $1 WHERE conversation_id = $2 AND account_id = $3" },
    { "isMuted", "UPDATE participant SET is_muted = $1 WHERE conversation_id = $2 AND account_id = $3" },
    { "handledSeq", "UPDATE participant SET handled_seq = $1 WHERE conversation_id = $2 AND account_id = $3" },
    { "archivedSeq", "UPDATE participant SET archived_seq = $1 WHERE conversation_id = $2 AND account_id = $3" },
  };
  gboolean changed = spico_jmap_object_has (object, "assignedPersonId");

  if (!check_seq (call, id, object, "handledSeq", error) || !check_seq (call, id, object, "archivedSeq", error) || (changed && !update_assigned (call, id, object, returned, error)))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      if (!spico_jmap_object_has (object, updates[i].property))
        continue;
      if (!spico_sql_run (call->context->connection, updates[i].sql,
                          SPICO_SQL_VALUES (SPICO_SQL_INT (spico_jmap_object_number (object, updates[i].property)), SPICO_SQL_TEXT (id),
                                            SPICO_SQL_TEXT (call->account_id)),
                          error))
        return FALSE;
      changed = TRUE;
    }

  if (changed)
    spico_journal_add (call->context->journal, call->account_id, "Conversation", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

/**
 * spico_conversation_check_seq:
 * @call: a call
 * @conversation_id: a conversation, or "" for one that is being made
 * @property: which property says it
 * @seq: up to which message
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether there is such a message, or none is meant
 */
gboolean
spico_conversation_check_seq (SpicoJmapCall *call,
                              const char    *conversation_id,
                              const char    *property,
                              gint64         seq,
                              GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  /* It stays locked: whoever withdraws a message meanwhile either finds the marker that is set, or is before it. */
  g_autofree char *sql = g_strconcat ("SELECT last_message_seq FROM conversation WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  gint64 last_seq;

  if (seq == 0)
    return TRUE;
  if (!spico_sql_query_int64 (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), 0, &last_seq, error))
    return FALSE;

  return seq <= last_seq || spico_jmap_refuse (call, property, error);
}

#define LIST_HOLDERS "SELECT account_id FROM participant WHERE conversation_id = $1 ORDER BY account_id"

/**
 * spico_conversation_announce_holders:
 * @connection: a connection, in a transaction
 * @conversation_id: a conversation
 *
 * Says that spico_conversation_list_holders() will soon be asked: see spico_sql_statement_announce().
 */
void
spico_conversation_announce_holders (SpicoSqlConnection *connection,
                                     const char         *conversation_id)
{
  spico_sql_announce (connection, LIST_HOLDERS, SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)));
}

/**
 * spico_conversation_list_holders:
 * @connection: a connection, in a transaction
 * @conversation_id: a conversation
 * @account_ids: (element-type utf8): told the accounts that take part
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_conversation_list_holders (SpicoSqlConnection *connection,
                                 const char         *conversation_id,
                                 GPtrArray          *account_ids,
                                 GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, LIST_HOLDERS, SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), error);

  return statement != NULL && spico_sql_collect_texts (statement, account_ids, error);
}

const SpicoJmapRules spico_conversation_rules = {
  .type = &spico_type_conversation,
  .read = SPICO_ACTION_CONVERSATION_READ,
  .create = SPICO_ACTION_CONVERSATION_CREATE,
  .update = SPICO_ACTION_CONVERSATION_UPDATE,
  .joins = " LEFT JOIN dossier d ON d.id = t.dossier_id",
  .expressions = expressions,
  .sorts = sorts,
  .sort_descending = TRUE,
  .tie_break = "v.conversation_id",
  .reads_ahead = TRUE,
  .dependencies = dependencies,
  .filter = filter,
  .complete = complete,
  .create_object = create_object,
  .update_object = update_object,
};
