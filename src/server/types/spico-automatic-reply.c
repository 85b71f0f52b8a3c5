/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an absent account answers by itself (B016): once in a conversation for each absence, and never to another automatic reply. */
#include "spico-automatic-reply.h"

#include "spico-audit.h"
#include "spico-sort-key.h"
#include "spico-uuid.h"

/* In a larger conversation it would be noise: whoever writes there is told before sending. */
#define MAX_HOLDERS 20

#define RULE "automatic-reply"

typedef struct {
  char *absence_id;
  char *account_id;
  char *text;
} Reply;

static void
reply_free (Reply *reply)
{
  g_free (reply->absence_id);
  g_free (reply->account_id);
  g_free (reply->text);
  g_free (reply);
}

static SpicoQuery *
find_absences (SpicoJmapCall *call,
               const char    *conversation_id)
{
  SpicoQuery *query = spico_jmap_call_new_query (call);

  spico_query_add (query, "SELECT b.id, b.principal_id, b.last_day, COALESCE(i.name, ''), b.message FROM conversation c JOIN participant v ON v.conversation_id = c.id"
                          " JOIN absence b ON b.principal_id = v.account_id LEFT JOIN principal i ON i.id = b.stand_in_id"
                          " WHERE b.first_day <= {today} AND b.last_day >= {today} AND v.account_id <> {account}"
                          " AND (v.answered_absence_id IS NULL OR v.answered_absence_id <> b.id) AND c.holder_count <= ");
  spico_query_add_int64 (query, MAX_HOLDERS);
  spico_query_add (query, " AND c.id = ");
  spico_query_add_text (query, conversation_id);
  spico_query_add (query, " ORDER BY b.id");

  return query;
}

/* What the server writes is French, as its mails are. */
static char *
format_text (const char *last_day,
             const char *stand_in,
             const char *message)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Absence jusqu'au %.2s/%.2s/%.4s inclus.", last_day + 8, last_day + 5, last_day);
  if (stand_in[0] != '\0')
    g_string_append_printf (text, "\nRemplacement\u00a0: %s", stand_in);
  if (message[0] != '\0')
    g_string_append_printf (text, "\n\n%s", message);

  return g_string_free_and_steal (text);
}

static GPtrArray *
read_replies (SpicoJmapCall *call,
              const char    *conversation_id,
              GError       **error)
{
  g_autoptr (GPtrArray) replies = g_ptr_array_new_with_free_func ((GDestroyNotify) reply_free);
  g_autoptr (SpicoQuery) query = find_absences (call, conversation_id);
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, call->context->connection, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;

  while (spico_sql_statement_step (statement, &has_row, error) && has_row)
    {
      Reply *reply = g_new (Reply, 1);

      reply->absence_id = g_strdup (spico_sql_statement_column_text (statement, 0));
      reply->account_id = g_strdup (spico_sql_statement_column_text (statement, 1));
      reply->text = format_text (spico_sql_statement_column_text (statement, 2), spico_sql_statement_column_text (statement, 3), spico_sql_statement_column_text (statement, 4));
      g_ptr_array_add (replies, reply);
    }

  return has_row ? NULL : g_steal_pointer (&replies);
}

/* An account answers, and nobody for it: of a structure too, the person is the account itself. */
static gboolean
insert_reply (SpicoJmapCall *call,
              const char    *conversation_id,
              const char    *id,
              const Reply   *reply,
              gint64         seq,
              gint64         sent_at,
              GError       **error)
{
  static const char *const columns[] = { "text_key", NULL };
  g_autoptr (SpicoJmapObject) object = spico_jmap_object_new (&spico_type_message);
  g_autofree char *text_key = spico_sort_key (reply->text);

  spico_jmap_object_set_text (object, "id", id);
  spico_jmap_object_set_text (object, "conversationId", conversation_id);
  spico_jmap_object_set_text (object, "text", reply->text);
  spico_jmap_object_set_number (object, "seq", seq);
  spico_jmap_object_set_number (object, "sentAt", sent_at);
  spico_jmap_object_set_text (object, "fromPersonId", reply->account_id);
  spico_jmap_object_set_text (object, "fromAccountId", reply->account_id);
  spico_jmap_object_set_number (object, "isAutomatic", 1);

  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (text_key)), error);
}

static gboolean
send_reply (SpicoJmapCall *call,
            const char    *conversation_id,
            const Reply   *reply,
            GPtrArray     *holders,
            gint64         seq,
            gint64         sent_at,
            GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autofree char *id = spico_uuid_new (context->now_us);

  if (!insert_reply (call, conversation_id, id, reply, seq, sent_at, error)
      || !spico_sql_run (context->connection, "UPDATE participant SET answered_absence_id = $1 WHERE conversation_id = $2 AND account_id = $3",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (reply->absence_id), SPICO_SQL_TEXT (conversation_id), SPICO_SQL_TEXT (reply->account_id)), error))
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    spico_journal_add (context->journal, g_ptr_array_index (holders, i), "Message", id, SPICO_JOURNAL_CREATED);

  return spico_audit_add (context->connection, context->actor, context->now_us, reply->account_id, SPICO_ACTION_MESSAGE_CREATE, "Message", id, RULE, error);
}

/**
 * spico_automatic_reply_announce:
 * @call: a call that makes a message
 * @conversation_id: its conversation
 *
 * Says that spico_automatic_reply_send() will soon be asked: see spico_sql_statement_announce().
 */
void
spico_automatic_reply_announce (SpicoJmapCall *call,
                                const char    *conversation_id)
{
  g_autoptr (SpicoQuery) query = find_absences (call, conversation_id);

  spico_query_announce (query, call->context->connection);
}

/**
 * spico_automatic_reply_send:
 * @call: a call that has made a message
 * @conversation_id: its conversation, whose row is locked
 * @holders: (element-type utf8): the accounts that take part
 * @sent_at: when the message was sent, in microseconds since 1970
 * @last_seq: (inout): the place of the last message of the conversation
 * @error: return location for a #SpicoSqlError
 *
 * Whoever is absent today, and has not answered in this conversation during this absence yet, answers by itself (B016).
 *
 * Returns: whether the database answered
 */
gboolean
spico_automatic_reply_send (SpicoJmapCall *call,
                            const char    *conversation_id,
                            GPtrArray     *holders,
                            gint64         sent_at,
                            gint64        *last_seq,
                            GError       **error)
{
  g_autoptr (GPtrArray) replies = read_replies (call, conversation_id, error);

  if (replies == NULL)
    return FALSE;

  for (guint i = 0; i < replies->len; i++)
    {
      if (!send_reply (call, conversation_id, g_ptr_array_index (replies, i), holders, ++*last_seq, sent_at, error))
        return FALSE;
    }

  return TRUE;
}
