/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a message that is sent later, once its time has come: an ordinary message, under its own id, or a refusal that keeps its words. One transaction each, under the lock of its row: so once, whichever process comes first, and whenever it dies. */
#include "spico-scheduled-release.h"

#include "spico-message-making.h"

#define SAVEPOINT "scheduled"

/**
 * spico_scheduled_message_clear:
 * @self: a message that waits
 *
 * Frees what it holds.
 */
void
spico_scheduled_message_clear (SpicoScheduledMessage *self)
{
  g_free (self->conversation_id);
  g_free (self->text);
  g_free (self->in_reply_to_id);
  g_free (self->from_account_id);
  g_free (self->account_id);
  g_free (self->author.person_id);
  g_free (self->author.session_id);
}

static void
read_row (SpicoScheduledMessage *self,
          SpicoSqlStatement     *statement)
{
  self->conversation_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->text = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->in_reply_to_id = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->is_urgent = spico_sql_statement_column_boolean (statement, 3);
  self->reply_by = spico_sql_statement_column_int64 (statement, 4);
  self->send_at = spico_sql_statement_column_int64 (statement, 5);
  self->from_account_id = g_strdup (spico_sql_statement_column_text (statement, 6));
  self->account_id = g_strdup (spico_sql_statement_column_text (statement, 7));
  self->author.person_id = g_strdup (spico_sql_statement_column_text (statement, 8));
  self->author.session_id = g_strdup (spico_sql_statement_column_text (statement, 9));
}

/**
 * spico_scheduled_message_lock:
 * @self: (out caller-allocates): what the message is
 * @connection: a connection, in a transaction that writes
 * @id: a message that may wait
 * @error: return location for a #SpicoSqlError
 *
 * Locks its row until the end: whoever releases, changes or cancels it comes one after the other.
 *
 * Returns: whether the database answered
 */
gboolean
spico_scheduled_message_lock (SpicoScheduledMessage *self,
                              SpicoSqlConnection    *connection,
                              const char            *id,
                              GError               **error)
{
  g_autofree char *sql = g_strconcat ("SELECT conversation_id, text, in_reply_to_id, is_urgent, reply_by, send_at, from_account_id, account_id, from_person_id, session_id"
                                      " FROM scheduled_message WHERE id = $1",
                                      spico_sql_connection_for_update (connection), NULL);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  gboolean has_row;

  *self = (SpicoScheduledMessage) { 0 };
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    read_row (self, statement);

  return TRUE;
}

/* ---- It becomes a message ---- */

static SpicoJmapObject *
read_attachment (SpicoSqlStatement *statement)
{
  SpicoJmapObject *record = spico_jmap_object_new (&spico_record_message_attachment);

  spico_jmap_object_set_text (record, "blobId", spico_sql_statement_column_text (statement, 0));
  spico_jmap_object_set_text (record, "name", spico_sql_statement_column_text (statement, 1));
  spico_jmap_object_set_text (record, "type", spico_sql_statement_column_text (statement, 2));
  spico_jmap_object_set_number (record, "size", spico_sql_statement_column_int64 (statement, 3));

  return record;
}

static gboolean
read_attachments (SpicoSqlConnection *connection,
                  const char         *id,
                  SpicoJmapObject    *message,
                  GError            **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_jmap_object_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT blob_id, name, type, size FROM message_attachment WHERE message_id = $1 ORDER BY number",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (spico_sql_statement_step (statement, &has_row, error) && has_row)
    g_ptr_array_add (records, read_attachment (statement));

  spico_jmap_object_value (message, "attachments")->records = g_steal_pointer (&records);
  return !has_row;
}

/* It was written when its author wanted it to leave: an answer is expected after that, however late a server that stood still sends it. */
static SpicoJmapObject *
new_message (const SpicoScheduledMessage *self,
             const char                  *id,
             gint64                       now_us)
{
  SpicoJmapObject *message = spico_jmap_object_new (&spico_type_message);

  spico_jmap_object_set_text (message, "id", id);
  spico_jmap_object_set_text (message, "conversationId", self->conversation_id);
  spico_jmap_object_set_text (message, "text", self->text);
  if (self->in_reply_to_id != NULL)
    spico_jmap_object_set_text (message, "inReplyToId", self->in_reply_to_id);
  spico_jmap_object_set_number (message, "isUrgent", self->is_urgent);
  spico_jmap_object_set_number (message, "composedAt", MIN (self->send_at, now_us));
  spico_jmap_object_value (message, "composedAt")->is_present = TRUE;
  if (self->reply_by != 0)
    {
      spico_jmap_object_set_number (message, "replyBy", self->reply_by);
      spico_jmap_object_value (message, "replyBy")->is_present = TRUE;
    }

  return message;
}

static gboolean
forget (SpicoSqlConnection *connection,
        const char         *id,
        GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM scheduled_message WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

/**
 * spico_scheduled_message_send:
 * @self: a message that waits, whose row is locked
 * @call: a call for its author and the account that it was written for
 * @id: its id, which the message keeps
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Makes it a message now, by all rules of this moment; then it waits no more.
 *
 * Returns: whether it is one
 */
gboolean
spico_scheduled_message_send (const SpicoScheduledMessage *self,
                              SpicoJmapCall               *call,
                              const char                  *id,
                              GError                     **error)
{
  SpicoJmapContext *context = call->context;
  SpicoJmapCall as_message = *call;
  g_autoptr (SpicoJmapObject) message = new_message (self, id, context->now_us);
  const char *rule = NULL;

  as_message.rules = &spico_message_rules;
  if (!read_attachments (context->connection, id, message, error) || !spico_message_make_scheduled (&as_message, id, message, &rule, error)
      || !spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_MESSAGE_CREATE, "Message", id, rule, error)
      || !forget (context->connection, id, error))
    return FALSE;

  spico_journal_add (context->journal, self->account_id, "ScheduledMessage", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

/* ---- Its time ---- */

/**
 * spico_scheduled_messages_find_next:
 * @connection: a connection, in a transaction
 * @next_us: (out): when the next one leaves, in microseconds since 1970; %G_MAXINT64 where none waits
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_scheduled_messages_find_next (SpicoSqlConnection *connection,
                                    gint64             *next_us,
                                    GError            **error)
{
  return spico_sql_query_int64 (connection, "SELECT send_at FROM scheduled_message WHERE status = 'pending' ORDER BY send_at, id LIMIT 1", NULL, G_MAXINT64, next_us, error);
}

/* Whoever wrote it reads it where they still can: for an account that they have lost, in their own. */
static gboolean
keep_refused (const SpicoScheduledMessage *self,
              SpicoJmapContext            *context,
              const char                  *id,
              GError                     **error)
{
  SpicoAuthzDecision decision;
  const char *person_id = self->author.person_id;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, self->account_id, SPICO_ACTION_SCHEDULED_READ, id, &decision, error)
      || !spico_sql_run (context->connection, "UPDATE scheduled_message SET status = 'refused', account_id = $2 WHERE id = $1",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (decision.allow ? self->account_id : person_id)), error))
    return FALSE;

  spico_journal_add (context->journal, self->account_id, "ScheduledMessage", id, decision.allow ? SPICO_JOURNAL_UPDATED : SPICO_JOURNAL_DESTROYED);
  if (!decision.allow)
    spico_journal_add (context->journal, person_id, "ScheduledMessage", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

static gboolean
release (const SpicoScheduledMessage *self,
         SpicoJmapContext            *context,
         const char                  *id,
         GError                     **error)
{
  g_autoptr (GPtrArray) bad_properties = g_ptr_array_new ();
  SpicoJmapCall call = { .context = context, .rules = &spico_message_rules, .account_id = self->from_account_id, .bad_properties = bad_properties };
  g_autoptr (GError) refusal = NULL;
  guint mark = spico_journal_mark (context->journal);
  gboolean is_sent;

  if (!spico_sql_connection_savepoint (context->connection, SAVEPOINT, error))
    return FALSE;

  is_sent = spico_scheduled_message_send (self, &call, id, &refusal);
  g_strfreev (call.missing_blob_ids);
  g_strfreev (call.refused_group_ids);
  if (is_sent)
    return spico_sql_connection_release (context->connection, SAVEPOINT, error);
  if (refusal->domain != SPICO_JMAP_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  spico_journal_rollback (context->journal, mark);
  return spico_sql_connection_rollback_to (context->connection, SAVEPOINT, error) && keep_refused (self, context, id, error);
}

/**
 * spico_scheduled_messages_release:
 * @connection: a connection, in a transaction that writes
 * @limits: what holds for messages
 * @now_us: the time, in microseconds since 1970
 * @was_due: (out): whether one was due: more may be
 * @changes: (element-type SpicoStateChange): told whose state has moved on
 * @error: return location for a #SpicoSqlError: the transaction must be rolled back
 *
 * Sends the one that was due first, by all rules of this moment: who has left the conversation since, or lost the delegation, sends nothing. What is refused keeps its words, and says so to who wrote it.
 *
 * Returns: whether the database answered
 */
gboolean
spico_scheduled_messages_release (SpicoSqlConnection    *connection,
                                  const SpicoJmapLimits *limits,
                                  gint64                 now_us,
                                  gboolean              *was_due,
                                  GPtrArray             *changes,
                                  GError               **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_auto (SpicoScheduledMessage) message = { 0 };
  g_autofree char *lock = g_strconcat ("SELECT id FROM scheduled_message WHERE status = 'pending' AND send_at <= $1 ORDER BY send_at, id LIMIT 1", spico_sql_connection_for_update (connection), NULL);
  g_autofree char *id = NULL;
  SpicoJmapContext context = { .connection = connection, .now_us = now_us, .limits = limits, .journal = journal };

  if (!spico_sql_query_text (connection, lock, SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), &id, error))
    return FALSE;
  *was_due = id != NULL;
  if (id == NULL)
    return TRUE;
  if (!spico_scheduled_message_lock (&message, connection, id, error))
    return FALSE;

  context.actor = &message.author;
  return release (&message, &context, id, error) && spico_journal_write (journal, connection, changes, error);
}
