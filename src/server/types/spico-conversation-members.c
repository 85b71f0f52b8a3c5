/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who takes part in a conversation: at its start (F068), and added to it or removed from it later, by a message that says so (F053). */
#include "spico-conversation-members.h"

#include "spico-notification.h"
#include "spico-register-schema.h"

/* Each must be in the directory; with or without an account (F073). */
static gboolean
check_known (SpicoJmapCall *call,
             const char    *property,
             GPtrArray     *member_ids,
             GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT COUNT(*) FROM principal t WHERE " SPICO_REGISTER_IS_THERE ("t") " AND t.id IN ");
  spico_query_add_list (query, (const char *const *) member_ids->pdata, member_ids->len);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return spico_sql_statement_column_int64 (statement, 0) == (gint64) member_ids->len || spico_jmap_refuse (call, property, error);
}

/**
 * spico_conversation_check_refusals:
 * @call: a call
 * @property: the property that brings them together
 * @dossier_id: whom the conversation is about
 * @member_ids: (element-type utf8): one or several, each once
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Whom the patient refuses takes no part in a conversation about them (F087). The error says who: the account sees the circle, which says it too.
 *
 * Returns: whether the patient refuses none of them
 */
gboolean
spico_conversation_check_refusals (SpicoJmapCall *call,
                                   const char    *property,
                                   const char    *dossier_id,
                                   GPtrArray     *member_ids,
                                   GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (GPtrArray) refused = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  spico_query_add (query, "SELECT account_id FROM dossier_member WHERE refusal = 1 AND dossier_id = ");
  spico_query_add_text (query, dossier_id);
  spico_query_add (query, " AND account_id IN ");
  spico_query_add_list (query, (const char *const *) member_ids->pdata, member_ids->len);
  spico_query_add (query, " ORDER BY account_id");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_collect_texts (statement, refused, error))
    return FALSE;
  if (refused->len == 0)
    return TRUE;

  call->refused_member_ids = g_strdupv ((GStrv) refused->pdata);
  return spico_jmap_refuse (call, property, error);
}

/**
 * spico_conversation_check_members:
 * @call: a call
 * @property: the property that names them
 * @dossier_id: (nullable): whom the conversation is about
 * @member_ids: (element-type utf8): one or several, each once
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether all of them may take part
 */
gboolean
spico_conversation_check_members (SpicoJmapCall *call,
                                  const char    *property,
                                  const char    *dossier_id,
                                  GPtrArray     *member_ids,
                                  GError       **error)
{
  return check_known (call, property, member_ids, error) && (dossier_id == NULL || spico_conversation_check_refusals (call, property, dossier_id, member_ids, error));
}

/**
 * spico_conversation_insert_member:
 * @call: a call
 * @conversation_id: a conversation
 * @account_id: who takes part from now on
 * @own: (nullable): what the account keeps about it
 * @history_seq: the last message that was there before
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether it is written
 */
gboolean
spico_conversation_insert_member (SpicoJmapCall   *call,
                                  const char      *conversation_id,
                                  const char      *account_id,
                                  SpicoJmapObject *own,
                                  gint64           history_seq,
                                  GError         **error)
{
  const char *assigned_person_id = own != NULL ? spico_jmap_object_text (own, "assignedPersonId") : NULL;

  return spico_sql_run (call->context->connection,
                        "INSERT INTO participant (conversation_id, account_id, is_pinned, is_muted, assigned_person_id, assigned_by_person_id, last_activity_at, history_seq)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (account_id),
                                          SPICO_SQL_INT (own != NULL ? spico_jmap_object_number (own, "isPinned") : 0),
                                          SPICO_SQL_INT (own != NULL ? spico_jmap_object_number (own, "isMuted") : 0),
                                          SPICO_SQL_TEXT (assigned_person_id), SPICO_SQL_TEXT (assigned_person_id != NULL ? call->context->actor->person_id : NULL),
                                          SPICO_SQL_INT (call->context->now_us), SPICO_SQL_INT (history_seq)),
                        error);
}

/**
 * spico_conversation_notify_absent:
 * @call: a call
 * @conversation_id: a conversation
 * @member_ids: (element-type utf8): who takes part from now on
 * @error: return location for a #SpicoSqlError
 *
 * Whoever has no account is told by mail that they were written to (F073).
 *
 * Returns: whether the database answered
 */
gboolean
spico_conversation_notify_absent (SpicoJmapCall *call,
                                  const char    *conversation_id,
                                  GPtrArray     *member_ids,
                                  GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!context->limits->sends_mail)
    return TRUE;
  if (!spico_notification_queue (context->connection, conversation_id, call->account_id, context->actor->person_id, member_ids, context->now_us, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (context->journal, call->account_id, "Notification", g_ptr_array_index (ids, i), SPICO_JOURNAL_CREATED);
  return TRUE;
}

/* ---- Added by a message ---- */

static GPtrArray *
list_new (const char *const *member_ids,
          GPtrArray         *holders)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *added = g_ptr_array_new ();

  for (guint i = 0; i < holders->len; i++)
    g_hash_table_add (known, g_ptr_array_index (holders, i));
  for (guint i = 0; member_ids[i] != NULL; i++)
    {
      if (g_hash_table_add (known, (gpointer) member_ids[i]))
        g_ptr_array_add (added, (gpointer) member_ids[i]);
    }

  return added;
}

/* The row of the conversation is locked: nobody else adds meanwhile. */
static gboolean
enter (SpicoJmapCall *call,
       const char    *conversation_id,
       gint64         seq,
       GPtrArray     *added,
       GPtrArray     *holders,
       GError       **error)
{
  for (guint i = 0; i < added->len; i++)
    {
      if (!spico_conversation_insert_member (call, conversation_id, g_ptr_array_index (added, i), NULL, seq - 1, error))
        return FALSE;
      spico_journal_add (call->context->journal, g_ptr_array_index (added, i), "Conversation", conversation_id, SPICO_JOURNAL_CREATED);
    }
  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Conversation", conversation_id, SPICO_JOURNAL_UPDATED);

  return spico_sql_run (call->context->connection, "UPDATE conversation SET holder_count = $1 WHERE id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (holders->len + added->len), SPICO_SQL_TEXT (conversation_id)), error);
}

static gboolean
join (GPtrArray *holders,
      GPtrArray *added)
{
  for (guint i = 0; i < added->len; i++)
    g_ptr_array_add (holders, g_strdup (g_ptr_array_index (added, i)));

  return TRUE;
}

static gboolean
write_trace (SpicoJmapCall     *call,
             const char        *sql,
             const char        *message_id,
             const char *const *member_ids,
             GError           **error)
{
  for (guint i = 0; member_ids[i] != NULL; i++)
    {
      if (!spico_sql_run (call->context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (message_id), SPICO_SQL_TEXT (member_ids[i])), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_conversation_add_members:
 * @call: a call that makes a message
 * @conversation_id: its conversation, whose row is locked
 * @message_id: the message, which says it
 * @seq: its place; what stands before it is not unread for who is added
 * @member_ids: who is added; those who take part already stay
 * @holders: (element-type utf8): who takes part before; told who does after
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Lets them take part from now on (F053): they see all of the conversation, and those who have no account are told by mail.
 *
 * Returns: whether they do
 */
gboolean
spico_conversation_add_members (SpicoJmapCall     *call,
                                const char        *conversation_id,
                                const char        *message_id,
                                gint64             seq,
                                const char *const *member_ids,
                                GPtrArray         *holders,
                                GError           **error)
{
  g_autoptr (GPtrArray) added = list_new (member_ids, holders);
  g_autofree char *dossier_id = NULL;

  if (!write_trace (call, "INSERT INTO message_addition (message_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", message_id, member_ids, error))
    return FALSE;
  if (added->len == 0)
    return TRUE;
  if (holders->len + added->len > SPICO_CONVERSATION_MAX_HOLDERS)
    return spico_jmap_refuse (call, "addedIds", error);

  return spico_sql_query_text (call->context->connection, "SELECT dossier_id FROM conversation WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id)), &dossier_id, error)
         && spico_conversation_check_members (call, "addedIds", dossier_id, added, error) && enter (call, conversation_id, seq, added, holders, error)
         && spico_conversation_notify_absent (call, conversation_id, added, error) && join (holders, added);
}

/* ---- Removed by a message ---- */

static gboolean
leave (SpicoJmapCall *call,
       const char    *conversation_id,
       const char    *account_id,
       GPtrArray     *holders,
       GError       **error)
{
  guint position;

  /* Two who remove the same one off line are both right. */
  if (!g_ptr_array_find_with_equal_func (holders, account_id, g_str_equal, &position))
    return TRUE;
  g_ptr_array_remove_index_fast (holders, position);
  spico_journal_add (call->context->journal, account_id, "Conversation", conversation_id, SPICO_JOURNAL_DESTROYED);

  return spico_sql_run (call->context->connection, "DELETE FROM participant WHERE conversation_id = $1 AND account_id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (account_id)), error);
}

/**
 * spico_conversation_remove_members:
 * @call: a call that makes a message
 * @conversation_id: its conversation, whose row is locked
 * @message_id: the message, which says it
 * @member_ids: who is removed; those who take no part do not matter
 * @holders: (element-type utf8): who takes part before; told who does after
 * @error: return location for a #SpicoSqlError
 *
 * Ends that they take part: they see nothing of the conversation any more. What they wrote stays.
 *
 * Returns: whether it is done
 */
gboolean
spico_conversation_remove_members (SpicoJmapCall     *call,
                                   const char        *conversation_id,
                                   const char        *message_id,
                                   const char *const *member_ids,
                                   GPtrArray         *holders,
                                   GError           **error)
{
  if (!write_trace (call, "INSERT INTO message_removal (message_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", message_id, member_ids, error))
    return FALSE;
  for (guint i = 0; member_ids[i] != NULL; i++)
    {
      if (!leave (call, conversation_id, member_ids[i], holders, error))
        return FALSE;
    }

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (call->context->journal, g_ptr_array_index (holders, i), "Conversation", conversation_id, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (call->context->connection, "UPDATE conversation SET holder_count = $1 WHERE id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (holders->len), SPICO_SQL_TEXT (conversation_id)), error);
}
