/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Envoyer plus tard… »: messages that wait for their time. The account's own, as its mailbox is one for all who write in it: each of them sees who has scheduled what, and may cancel it; its author alone changes when it leaves. */
#include "spico-jmap-private.h"

#include "spico-blob.h"
#include "spico-message-attachments.h"
#include "spico-message-making.h"
#include "spico-schedule.h"
#include "spico-scheduled-release.h"
#include "spico-urgency.h"

static const SpicoJmapExpression sorts[] = {
  { "sendAt", "t.send_at" },
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "ScheduledMessage", "SELECT c.object_id FROM change c" },
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
  if (g_str_equal (name, "status"))
    return spico_jmap_filter_equal (query, "t.status", value, error);

  return spico_jmap_filter_unknown (error);
}

/* By the server's clock, whatever that of a computer says. */
static gboolean
check_send_at (SpicoJmapCall *call,
               gint64         send_at,
               GError       **error)
{
  gint64 now_us = call->context->now_us;

  return (send_at >= now_us + SPICO_SCHEDULE_SECONDS * G_USEC_PER_SEC && send_at <= now_us + SPICO_SCHEDULE_DAYS * G_TIME_SPAN_DAY)
         || spico_jmap_refuse (call, "sendAt", error);
}

static gboolean
check_reply_by (SpicoJmapCall *call,
                gint64         send_at,
                gint64         reply_by,
                const char    *property,
                GError       **error)
{
  return reply_by == 0 || (reply_by > send_at && reply_by <= send_at + SPICO_REPLY_DAYS * G_TIME_SPAN_DAY) || spico_jmap_refuse (call, property, error);
}

/* What would be refused now is not taken for later. Its time for an answer counts from when it leaves. */
static gboolean
check_message (SpicoJmapCall   *call,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  g_autoptr (SpicoJmapObject) message = spico_jmap_object_new (&spico_type_message);
  GPtrArray *records = spico_jmap_object_value (object, "attachments")->records;

  spico_jmap_object_set_text (message, "conversationId", spico_jmap_object_text (object, "conversationId"));
  spico_jmap_object_set_text (message, "text", spico_jmap_object_text (object, "text"));
  spico_jmap_object_set_text (message, "inReplyToId", spico_jmap_object_text (object, "inReplyToId"));
  if (records != NULL)
    spico_jmap_object_value (message, "attachments")->records = g_ptr_array_ref (records);

  return spico_message_check (call, message, rule, error);
}

/* The row of the account stays locked: two who schedule the last one at once do not schedule two. */
static gboolean
check_room (SpicoJmapCall *call,
            GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  const SpicoSqlValue *account = SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id));
  g_autofree char *lock = g_strconcat ("SELECT id FROM principal WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  g_autofree char *id = NULL;
  gint64 n_messages;

  if (!spico_sql_query_text (connection, lock, account, &id, error)
      || !spico_sql_query_int64 (connection, "SELECT COUNT(*) FROM scheduled_message WHERE account_id = $1", account, 0, &n_messages, error))
    return FALSE;
  if (n_messages < SPICO_SCHEDULED_MAX)
    return TRUE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_OVER_QUOTA, "Too many messages of this account wait for their time.");
  return FALSE;
}

static gboolean
insert (SpicoJmapCall   *call,
        SpicoJmapObject *object,
        GError         **error)
{
  static const char *const columns[] = { "account_id", "session_id", NULL };
  SpicoJmapContext *context = call->context;

  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  spico_jmap_object_set_text (object, "status", "pending");
  spico_jmap_object_set_text (object, "fromPersonId", context->actor->person_id);
  spico_jmap_object_set_text (object, "fromAccountId", call->account_id);

  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->session_id)), error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  gint64 send_at = spico_jmap_object_number (object, "sendAt");

  if (!check_message (call, object, rule, error) || !check_send_at (call, send_at, error)
      || !check_reply_by (call, send_at, spico_jmap_object_number (object, "replyBy"), "replyBy", error)
      || !check_room (call, error) || !insert (call, object, error) || !spico_message_write_attachments (call, id, object, error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "ScheduledMessage", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

static gboolean
not_there (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such object.");
  return FALSE;
}

/* What has left meanwhile waits no more: whoever was a moment too late learns it. */
static gboolean
lock (SpicoJmapCall         *call,
      const char            *id,
      SpicoScheduledMessage *message,
      GError               **error)
{
  if (!spico_scheduled_message_lock (message, call->context->connection, id, error))
    return FALSE;

  return g_strcmp0 (message->account_id, call->account_id) == 0 || not_there (error);
}

/* One that was refused waits anew. */
static gboolean
postpone (SpicoJmapCall               *call,
          const char                  *id,
          const SpicoScheduledMessage *message,
          gint64                       send_at,
          GError                     **error)
{
  if (!check_send_at (call, send_at, error) || !check_reply_by (call, send_at, message->reply_by, "sendAt", error)
      || !spico_sql_run (call->context->connection, "UPDATE scheduled_message SET send_at = $2, status = 'pending' WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (send_at)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "ScheduledMessage", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  g_auto (SpicoScheduledMessage) message = { 0 };
  SpicoJmapCall as_author = *call;
  gint64 send_at = spico_jmap_object_number (object, "sendAt");

  if (!spico_jmap_object_has (object, "sendAt"))
    return TRUE;
  if (!lock (call, id, &message, error))
    return FALSE;

  if (send_at != 0)
    {
      *returned |= spico_jmap_property_bit (call->rules->type, "status");
      return postpone (call, id, &message, send_at, error);
    }

  /* It was written for this account, whichever one keeps it by now. */
  as_author.account_id = message.from_account_id;
  return spico_scheduled_message_send (&message, &as_author, id, error);
}

/* Its files are those of whoever cancels it again, who may want to write on. */
static gboolean
give_back_files (SpicoJmapCall *call,
                 const char    *id,
                 GError       **error)
{
  SpicoJmapContext *context = call->context;

  return spico_sql_run (context->connection,
                        "INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at)"
                        " SELECT DISTINCT $2, a.blob_id, $3, a.type, a.size, 1, $4 FROM message_attachment a WHERE a.message_id = $1 ON CONFLICT (account_id, id) DO NOTHING",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_INT (context->now_us)), error)
         && spico_sql_run (context->connection, "DELETE FROM message_attachment WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  g_auto (SpicoScheduledMessage) message = { 0 };

  if (!lock (call, id, &message, error) || !give_back_files (call, id, error)
      || !spico_sql_run (call->context->connection, "DELETE FROM scheduled_message WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "ScheduledMessage", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

const SpicoJmapRules spico_scheduled_message_rules = {
  .type = &spico_type_scheduled_message,
  .read = SPICO_ACTION_SCHEDULED_READ,
  .create = SPICO_ACTION_SCHEDULED_CREATE,
  .update = SPICO_ACTION_SCHEDULED_UPDATE,
  .destroy = SPICO_ACTION_SCHEDULED_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .complete = spico_message_complete_attachments,
  .create_object = create_object,
  .update_object = update_object,
  .destroy_object = destroy_object,
};
