/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-outbox.h"

#include "spico-group-uses.h"
#include "spico-json.h"
#include "spico-store-attachments.h"
#include "spico-store-corrections.h"
#include "spico-store-groups.h"
#include "spico-store-objects.h"
#include "spico-store-scheduled.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-store-templates.h"
#include "spico-urgency.h"

#define N_HEADS 30
#define NOT_CHANGED_AGAIN "AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.holder_id = $1 AND o.object_id = $2 AND o.kind IN ('flags', 'marker'))"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

JsonObject *
spico_operation_find_told (SpicoOperation *self)
{
  JsonObject *updates = self->arguments != NULL ? spico_json_get_object (self->arguments, "update") : NULL;
  JsonObject *creates = self->arguments != NULL ? spico_json_get_object (self->arguments, "create") : NULL;

  if (updates != NULL)
    return spico_json_get_object (updates, self->object_id);
  return creates != NULL ? spico_json_get_object (creates, "o") : NULL;
}

gboolean
spico_operation_has_files (SpicoOperation *self)
{
  return g_str_equal (self->kind, "message") || g_str_equal (self->kind, SPICO_OUTBOX_SCHEDULED);
}

void
spico_operation_free (gpointer data)
{
  SpicoOperation *operation = data;

  g_free (operation->account_id);
  g_free (operation->kind);
  g_free (operation->object_id);
  g_free (operation->method);
  g_clear_pointer (&operation->arguments, json_object_unref);
  g_free (operation);
}

void
spico_settlement_free (gpointer data)
{
  SpicoSettlement *settlement = data;

  spico_operation_free (settlement->operation);
  g_clear_pointer (&settlement->created, json_object_unref);
  g_free (settlement->existing_id);
  g_strfreev (settlement->refused_group_ids);
  g_strfreev (settlement->lost_blob_ids);
  g_free (settlement);
}

static void
set_list (JsonObject *object,
          const char *name,
          GStrv       ids)
{
  JsonArray *list;

  if (ids[0] == NULL)
    return;

  list = json_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    json_array_add_string_element (list, ids[i]);
  json_object_set_array_member (object, name, list);
}

/* A server that is older does not know of groups that are used: it is told of none where there is none. */
static void
set_groups (JsonObject *object,
            const char *used_groups)
{
  g_auto (GStrv) ids = spico_group_uses_list_ids (used_groups);

  set_list (object, "groupIds", ids);
}

/* The patient is told as whom one saw: see docs/protocol.md. */
static void
set_patient (JsonObject *object,
             const char *change,
             const char *dossier_id)
{
  if (dossier_id != NULL)
    json_object_set_string_member (object, g_str_equal (change, "attached") ? "attachedDossierId" : "detachedDossierId", dossier_id);
}

/* A message changes something (F053, F064, F072), or says something. */
static void
set_change (JsonObject *object,
            SpicoRows  *rows)
{
  g_auto (GStrv) added = g_strsplit (spico_rows_get_string (rows, 0, 3), " ", -1);
  g_auto (GStrv) removed = g_strsplit (spico_rows_get_string (rows, 0, 5), " ", -1);
  const char *new_subject = spico_rows_get_text (rows, 0, 6);

  set_list (object, "addedIds", added);
  set_list (object, "removedIds", removed);
  if (added[0] != NULL)
    set_groups (object, spico_rows_get_string (rows, 0, 4));
  if (new_subject != NULL)
    json_object_set_string_member (object, "newSubject", new_subject);
  set_patient (object, spico_rows_get_string (rows, 0, 10), spico_rows_get_text (rows, 0, 11));
}

/* A server that is older is told nothing where nothing presses. */
void
spico_outbox_set_urgency (JsonObject  *object,
                          SpicoUrgency urgency)
{
  g_autofree char *reply_by = urgency.reply_by > 0 ? spico_json_format_time (urgency.reply_by) : NULL;

  if (urgency.is_urgent)
    json_object_set_boolean_member (object, "isUrgent", TRUE);
  if (reply_by != NULL)
    json_object_set_string_member (object, "replyBy", reply_by);
}

/* Each maker below gives the object of a create or of an update; NULL with no error where the row is gone, and so is its reason. */
static JsonObject *
make_message (SpicoTransaction *transaction,
              SpicoOperation   *operation,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttitttttiitt", "SELECT conversation_id, " SPICO_STORE_WORDING ", composed_at, added_ids, used_groups, removed_ids, new_subject, in_reply_to_id, is_urgent, reply_by, patient_change, dossier_id FROM message WHERE holder_id = $1 AND id = $2 AND local_state = 1",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  g_autofree char *composed_at = NULL;
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  composed_at = spico_json_format_time (spico_rows_get_int (rows, 0, 2));
  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "conversationId", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "text", spico_rows_get_text (rows, 0, 1));
  json_object_set_string_member (object, "composedAt", composed_at);
  if (spico_rows_get_text (rows, 0, 7) != NULL)
    json_object_set_string_member (object, "inReplyToId", spico_rows_get_text (rows, 0, 7));
  set_change (object, rows);
  spico_outbox_set_urgency (object, (SpicoUrgency) { spico_rows_get_int (rows, 0, 8) != 0, spico_rows_get_int (rows, 0, 9) });
  if (spico_outbox_add_attached (transaction, operation->object_id, object, error))
    return object;

  json_object_unref (object);
  return NULL;
}

static JsonObject *
make_conversation (SpicoTransaction *transaction,
                   SpicoOperation   *operation,
                   GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttt", "SELECT subject, dossier_id, used_groups FROM conversation WHERE holder_id = $1 AND id = $2 AND local_state = 1",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  g_autoptr (SpicoRows) members = NULL;
  JsonArray *participants;
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  members = spico_rows_read (transaction->connection, "t",
                             "SELECT principal_id FROM conversation_participant WHERE holder_id = $1 AND conversation_id = $2 AND principal_id <> $1 ORDER BY position",
                             VALUES (T (operation->account_id), T (operation->object_id)), error);
  if (members == NULL)
    return NULL;

  participants = json_array_new ();
  for (guint i = 0; i < spico_rows_get_n_rows (members); i++)
    json_array_add_string_element (participants, spico_rows_get_text (members, i, 0));

  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "subject", spico_rows_get_text (rows, 0, 0));
  json_object_set_array_member (object, "participantIds", participants);
  if (spico_rows_get_text (rows, 0, 1) != NULL)
    json_object_set_string_member (object, "dossierId", spico_rows_get_text (rows, 0, 1));
  set_groups (object, spico_rows_get_string (rows, 0, 2));

  return object;
}

static JsonObject *
make_flags (SpicoTransaction *transaction,
            SpicoOperation   *operation,
            GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "iiii", "SELECT is_pinned, is_muted, handled_seq, archived_seq FROM conversation WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  object = json_object_new ();
  json_object_set_boolean_member (object, "isPinned", spico_rows_get_int (rows, 0, 0));
  json_object_set_boolean_member (object, "isMuted", spico_rows_get_int (rows, 0, 1));
  json_object_set_int_member (object, "handledSeq", spico_rows_get_int (rows, 0, 2));
  json_object_set_int_member (object, "archivedSeq", spico_rows_get_int (rows, 0, 3));

  return object;
}

static JsonObject *
make_marker (SpicoTransaction *transaction,
             SpicoOperation   *operation,
             GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ii", "SELECT read_up_to, is_marked_unread FROM read_marker WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  object = json_object_new ();
  if (spico_rows_get_int (rows, 0, 1))
    json_object_set_boolean_member (object, "isMarkedUnread", TRUE);
  else
    json_object_set_int_member (object, "readUpTo", spico_rows_get_int (rows, 0, 0));

  return object;
}

static JsonObject *
make_favourite (SpicoTransaction *transaction,
                SpicoOperation   *operation,
                GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT principal_id FROM favourite WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "principalId", spico_rows_get_text (rows, 0, 0));

  return object;
}

static JsonObject *
make_search (SpicoTransaction *transaction,
             SpicoOperation   *operation,
             GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ti", "SELECT text, used_at FROM recent_search WHERE holder_id = $1 AND id = $2 AND local_state = 1",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  g_autofree char *used_at = NULL;
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  used_at = spico_json_format_time (spico_rows_get_int (rows, 0, 1));
  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "text", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "usedAt", used_at);

  return object;
}

/* Never gives NULL without an error: a destroy needs no object. */
static JsonObject *
make_nothing (SpicoTransaction *transaction,
              SpicoOperation   *operation,
              GError          **error)
{
  return json_object_new ();
}

static const struct {
  const char *kind;
  const char *method;
  const char *verb;
  JsonObject *(*make) (SpicoTransaction *transaction,
                       SpicoOperation   *operation,
                       GError          **error);
} makers[] = {
  { "conversation", "Conversation/set", "create", make_conversation },
  { "message", "Message/set", "create", make_message },
  { SPICO_OUTBOX_CORRECTION, "Message/set", "update", spico_outbox_make_correction },
  { "flags", "Conversation/set", "update", make_flags },
  { "marker", "ReadMarker/set", "update", make_marker },
  { "favourite", "Favourite/set", "create", make_favourite },
  { "unfavourite", "Favourite/set", "destroy", make_nothing },
  { "search", "RecentSearch/set", "create", make_search },
  { SPICO_OUTBOX_GROUP, "FavouriteGroup/set", "create", spico_outbox_make_group },
  { SPICO_OUTBOX_GROUP_EDIT, "FavouriteGroup/set", "update", spico_outbox_make_group_edit },
  { SPICO_OUTBOX_UNGROUP, "FavouriteGroup/set", "destroy", make_nothing },
  { SPICO_OUTBOX_JOIN, "FavouriteGroupShare/set", "create", spico_outbox_make_join },
  { SPICO_OUTBOX_ANSWER, "FavouriteGroupShare/set", "update", spico_outbox_make_answer },
  { SPICO_OUTBOX_TEMPLATE, "MessageTemplate/set", "create", spico_outbox_make_template },
  { SPICO_OUTBOX_TEMPLATE_EDIT, "MessageTemplate/set", "update", spico_outbox_make_template_edit },
  { SPICO_OUTBOX_UNTEMPLATE, "MessageTemplate/set", "destroy", make_nothing },
  { SPICO_OUTBOX_SCHEDULED, "ScheduledMessage/set", "create", spico_outbox_make_scheduled },
  { SPICO_OUTBOX_SCHEDULED_TIME, "ScheduledMessage/set", "update", spico_outbox_make_scheduled_time },
  { SPICO_OUTBOX_UNSCHEDULED, "ScheduledMessage/set", "destroy", make_nothing },
};

static JsonObject *
make_arguments (SpicoOperation *operation,
                const char     *verb,
                JsonObject     *object)
{
  JsonObject *arguments = json_object_new ();

  json_object_set_string_member (arguments, "accountId", operation->account_id);
  if (g_str_equal (verb, "destroy"))
    {
      JsonArray *ids = json_array_new ();

      json_array_add_string_element (ids, operation->object_id);
      json_object_set_array_member (arguments, "destroy", ids);
    }
  else
    {
      JsonObject *objects = json_object_new ();

      json_object_set_object_member (objects, g_str_equal (verb, "create") ? "o" : operation->object_id, json_object_ref (object));
      json_object_set_object_member (arguments, verb, objects);
    }

  return arguments;
}

/* Somebody else may edit it too: it is told as it was edited, or read again first (docs/protocol.md). */
static gboolean
add_state (SpicoTransaction *transaction,
           SpicoOperation   *operation,
           const SpicoType  *type,
           GError          **error)
{
  g_autofree char *state = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT state FROM sync_state WHERE account_id = $1 AND type = $2",
                             VALUES (T (operation->account_id), T (type->name)), &state, error))
    return FALSE;
  if (state != NULL)
    json_object_set_string_member (operation->arguments, "ifInState", state);

  return TRUE;
}

/* Returns: (nullable): of what is edited by several people, its type */
static const SpicoType *
shared_type (SpicoOperation *operation)
{
  if (g_str_equal (operation->kind, SPICO_OUTBOX_GROUP_EDIT))
    return &spico_type_favourite_group;

  return g_str_equal (operation->kind, SPICO_OUTBOX_TEMPLATE_EDIT) ? &spico_type_message_template : NULL;
}

/* An operation whose row is gone has nothing to say any more: it is given without arguments, and settled as done. */
static gboolean
complete_operation (SpicoTransaction *transaction,
                    SpicoOperation   *operation,
                    GError          **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GError *local_error = NULL;
      g_autoptr (JsonObject) object = NULL;

      if (!g_str_equal (makers[i].kind, operation->kind))
        continue;
      object = makers[i].make (transaction, operation, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      operation->method = g_strdup (makers[i].method);
      if (object != NULL)
        operation->arguments = make_arguments (operation, makers[i].verb, object);
      if (object != NULL && shared_type (operation) != NULL && !add_state (transaction, operation, shared_type (operation), error))
        return FALSE;
    }

  return TRUE;
}

/* What is attached to a message comes first, and nobody is told of a conversation before there is something to read in it. */
#define IS_INCOMPLETE                                                                                                          \
  "kind IN ('message', 'conversation', '" SPICO_OUTBOX_SCHEDULED "') AND EXISTS (SELECT 1 FROM attachment AS a WHERE a.blob_id IS NULL AND "                 \
  "(a.message_id = o.object_id OR (o.kind = 'conversation' AND EXISTS (SELECT 1 FROM message AS m WHERE m.id = a.message_id AND m.conversation_id = o.object_id))))"

/**
 * spico_outbox_read_heads:
 *
 * A #SpicoStoreFunc for spico_store_read(): the first operation of each lane, so that each conversation's are told in order.
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #SpicoOperation
 */
DexFuture *
spico_outbox_read_heads (SpicoTransaction *transaction,
                         gpointer          data)
{
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ittt",
                                                "SELECT row_id, holder_id, kind, object_id FROM outbox AS o WHERE row_id IN (SELECT MIN (row_id) FROM outbox GROUP BY lane) AND NOT (" IS_INCOMPLETE ") "
                                                "ORDER BY row_id LIMIT $1",
                                                VALUES (N (N_HEADS)), &error);
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (spico_operation_free);

  if (rows == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      SpicoOperation *operation = g_new0 (SpicoOperation, 1);

      g_ptr_array_add (operations, operation);
      operation->row_id = spico_rows_get_int (rows, i, 0);
      operation->account_id = g_strdup (spico_rows_get_text (rows, i, 1));
      operation->kind = g_strdup (spico_rows_get_text (rows, i, 2));
      operation->object_id = g_strdup (spico_rows_get_text (rows, i, 3));
      if (!complete_operation (transaction, operation, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&operations));
}

static gboolean
forget (SpicoTransaction *transaction,
        SpicoOperation   *operation,
        GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_OUTBOX;

  return spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE row_id = $1", VALUES (N (operation->row_id)), error);
}

static gboolean
refresh_of_message (SpicoTransaction *transaction,
                    SpicoOperation   *operation,
                    GError          **error)
{
  g_autofree char *conversation_id = NULL;

  return spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM message WHERE holder_id = $1 AND id = $2",
                               VALUES (T (operation->account_id), T (operation->object_id)), &conversation_id, error) &&
         (conversation_id == NULL || spico_store_refresh_mailboxes (transaction, conversation_id, error));
}

/**
 * spico_outbox_begin:
 * @data: a #GPtrArray of #SpicoOperation
 *
 * A #SpicoStoreFunc for spico_store_write(): they are about to be told. From now on the server may have the messages among them, whatever is heard of it; one that was taken back meanwhile is removed from @data.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_outbox_begin (SpicoTransaction *transaction,
                    gpointer          data)
{
  GPtrArray *operations = data;
  GError *error = NULL;

  for (guint i = operations->len; i > 0; i--)
    {
      SpicoOperation *operation = g_ptr_array_index (operations, i - 1);

      if (!spico_operation_has_files (operation))
        continue;
      if (!spico_sql_run (transaction->connection, "UPDATE outbox SET is_attempted = 1 WHERE row_id = $1", VALUES (N (operation->row_id)), &error))
        return dex_future_new_for_error (error);
      if (spico_sql_connection_changes (transaction->connection) == 0)
        g_ptr_array_remove_index (operations, i - 1);
      else if (!refresh_of_message (transaction, operation, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/* Without the server's word on its seq, the message stays as it is until the next delta brings it, or spico_outbox_complete() asks again. */
static gboolean
message_done (SpicoTransaction *transaction,
              SpicoSettlement  *settlement,
              GError          **error)
{
  return spico_store_settle_message (transaction, settlement->operation->object_id, spico_json_get_int (settlement->created, "seq"),
                                     spico_json_parse_time (spico_json_get_string (settlement->created, "sentAt")), error) &&
         refresh_of_message (transaction, settlement->operation, error);
}

static gboolean
conversation_done (SpicoTransaction *transaction,
                   SpicoSettlement  *settlement,
                   GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  gint64 created_at = spico_json_parse_time (spico_json_get_string (settlement->created, "createdAt"));

  return spico_sql_run (transaction->connection,
                        "UPDATE conversation SET local_state = CASE WHEN is_pinned + is_muted > 0 THEN 2 ELSE 0 END, local_error = 0, used_groups = '', "
                        "created_at = CASE $3 WHEN 0 THEN created_at ELSE $3 END WHERE holder_id = $1 AND id = $2 AND local_state = 1",
                        VALUES (T (operation->account_id), T (operation->object_id), N (created_at)), error) &&
         spico_store_refresh_conversation (transaction, operation->account_id, operation->object_id, error);
}

static gboolean
favourite_done (SpicoTransaction *transaction,
                SpicoSettlement  *settlement,
                GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  const char *id = settlement->existing_id != NULL ? settlement->existing_id : operation->object_id;

  transaction->changes->flags |= SPICO_CHANGE_FAVOURITES;

  return spico_sql_run (transaction->connection, "UPDATE OR REPLACE favourite SET local_state = CASE local_state WHEN 1 THEN 0 ELSE local_state END, id = $3 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (operation->account_id), T (operation->object_id), T (id)), error) &&
         spico_sql_run (transaction->connection, "UPDATE outbox SET object_id = $3 WHERE holder_id = $1 AND object_id = $2 AND kind = 'unfavourite'",
                        VALUES (T (operation->account_id), T (operation->object_id), T (id)), error);
}

static gboolean
settle_done (SpicoTransaction *transaction,
             SpicoSettlement  *settlement,
             GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  const SpicoSqlValue *values = VALUES (T (operation->account_id), T (operation->object_id));

  if (g_str_equal (operation->kind, "message"))
    return message_done (transaction, settlement, error);
  if (g_str_equal (operation->kind, "conversation"))
    return conversation_done (transaction, settlement, error);
  if (g_str_equal (operation->kind, "favourite"))
    return favourite_done (transaction, settlement, error);
  if (g_str_equal (operation->kind, SPICO_OUTBOX_CORRECTION))
    return spico_outbox_correction_done (transaction, operation, error);
  if (spico_outbox_is_of_group (operation))
    return spico_outbox_group_done (transaction, settlement, error);
  if (spico_outbox_is_of_template (operation))
    return spico_outbox_template_done (transaction, settlement, error);
  if (spico_outbox_is_of_scheduled (operation))
    return spico_outbox_scheduled_done (transaction, settlement, error);
  if (g_str_equal (operation->kind, "unfavourite"))
    return spico_sql_run (transaction->connection, "DELETE FROM favourite WHERE holder_id = $1 AND id = $2", values, error);
  if (g_str_equal (operation->kind, "search"))
    return spico_sql_run (transaction->connection, "UPDATE recent_search SET local_state = 0 WHERE holder_id = $1 AND id = $2", values, error);
  if (g_str_equal (operation->kind, "flags"))
    return spico_sql_run (transaction->connection, "UPDATE conversation SET local_state = 0 WHERE holder_id = $1 AND id = $2 AND local_state = 2 " NOT_CHANGED_AGAIN, values, error);

  return spico_sql_run (transaction->connection, "UPDATE read_marker SET local_state = 0 WHERE holder_id = $1 AND id = $2 AND local_state = 2 " NOT_CHANGED_AGAIN, values, error);
}

/* What a message of a refused conversation says of it. */
static SpicoMessageFailure
inherited_failure (SpicoMessageFailure failure)
{
  return failure == SPICO_MESSAGE_FAILURE_DELEGATION_ENDED || failure == SPICO_MESSAGE_FAILURE_GROUPS ? failure : SPICO_MESSAGE_FAILURE_CONVERSATION;
}

/* Of several groups, which it was: what is kept names no other. An older server does not say it. */
static gboolean
keep_refused_groups (SpicoTransaction *transaction,
                     SpicoSettlement  *settlement,
                     const char       *table,
                     GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  g_autofree char *select = g_strdup_printf ("SELECT used_groups FROM %s WHERE holder_id = $1 AND id = $2", table);
  g_autofree char *update = g_strdup_printf ("UPDATE %s SET used_groups = $3 WHERE holder_id = $1 AND id = $2", table);
  g_autofree char *used = NULL;
  g_autofree char *refused = NULL;

  if (settlement->refused_group_ids == NULL)
    return TRUE;
  if (!spico_sql_query_text (transaction->connection, select, VALUES (T (operation->account_id), T (operation->object_id)), &used, error))
    return FALSE;

  refused = spico_group_uses_pick (used, (const char *const *) settlement->refused_group_ids);
  return *refused == '\0' || spico_sql_run (transaction->connection, update, VALUES (T (operation->account_id), T (operation->object_id), T (refused)), error);
}

/* A conversation that cannot be made takes what waits for it along. Its words say which groups it was. */
static gboolean
conversation_refused (SpicoTransaction *transaction,
                      SpicoSettlement  *settlement,
                      GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  return keep_refused_groups (transaction, settlement, "conversation", error) &&
         spico_sql_run (transaction->connection, "UPDATE conversation SET local_state = 4, local_error = $3 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (operation->account_id), T (operation->object_id), N (settlement->failure)), error) &&
         spico_sql_run (transaction->connection,
                        "DELETE FROM outbox WHERE holder_id = $1 AND kind = 'message' AND object_id IN "
                        "(SELECT id FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 1)",
                        VALUES (T (operation->account_id), T (operation->object_id)), error) &&
         spico_sql_run (transaction->connection,
                        "UPDATE message SET local_state = 4, local_error = CASE WHEN added_ids = '' THEN $3 ELSE $4 END, used_groups = CASE WHEN added_ids = '' THEN "
                        "(SELECT used_groups FROM conversation WHERE holder_id = $1 AND id = $2) ELSE used_groups END WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 1",
                        VALUES (T (operation->account_id), T (operation->object_id), N (inherited_failure (settlement->failure)),
                                N (settlement->failure == SPICO_MESSAGE_FAILURE_GROUPS ? SPICO_MESSAGE_FAILURE_CONVERSATION : inherited_failure (settlement->failure))), error) &&
         spico_store_fold_corrections (transaction, operation->account_id, error) &&
         spico_store_refuse_scheduled (transaction, operation->account_id, operation->object_id, inherited_failure (settlement->failure), error) &&
         spico_store_refresh_mailboxes (transaction, operation->object_id, error);
}

static gboolean
settle_refused (SpicoTransaction *transaction,
                SpicoSettlement  *settlement,
                GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  const SpicoSqlValue *values = VALUES (T (operation->account_id), T (operation->object_id), N (settlement->failure));

  if (g_str_equal (operation->kind, "message"))
    return keep_refused_groups (transaction, settlement, "message", error) &&
           spico_store_refuse_attached (transaction, settlement, error) &&
           spico_sql_run (transaction->connection, "UPDATE message SET local_state = 4, local_error = $3 WHERE holder_id = $1 AND id = $2", values, error) &&
           spico_store_fold_corrections (transaction, operation->account_id, error) &&
           refresh_of_message (transaction, operation, error);
  if (g_str_equal (operation->kind, "conversation"))
    return conversation_refused (transaction, settlement, error);
  if (g_str_equal (operation->kind, SPICO_OUTBOX_CORRECTION))
    return spico_outbox_correction_refused (transaction, settlement, error);
  if (spico_outbox_is_of_group (operation))
    return spico_outbox_group_refused (transaction, settlement, error);
  if (spico_outbox_is_of_template (operation))
    return spico_outbox_template_refused (transaction, settlement, error);
  if (spico_outbox_is_of_scheduled (operation))
    return spico_outbox_scheduled_refused (transaction, settlement, error);
  if (g_str_equal (operation->kind, "favourite"))
    {
      transaction->changes->flags |= SPICO_CHANGE_FAVOURITES;
      return spico_sql_run (transaction->connection, "DELETE FROM favourite WHERE holder_id = $1 AND id = $2", VALUES (T (operation->account_id), T (operation->object_id)), error);
    }

  if (g_str_equal (operation->kind, "search"))
    {
      transaction->changes->flags |= SPICO_CHANGE_SEARCHES;
      return spico_sql_run (transaction->connection, "DELETE FROM recent_search WHERE holder_id = $1 AND id = $2", VALUES (T (operation->account_id), T (operation->object_id)), error);
    }

  /* What the server does not take of the rest is given up: the next delta says how it stands. */
  return settle_done (transaction, settlement, error);
}

/**
 * spico_outbox_settle:
 * @data: a #GPtrArray of #SpicoSettlement
 *
 * A #SpicoStoreFunc for spico_store_write(): what became of operations. Each is forgotten as it is settled.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_outbox_settle (SpicoTransaction *transaction,
                     gpointer          data)
{
  GPtrArray *settlements = data;
  GError *error = NULL;

  for (guint i = 0; i < settlements->len; i++)
    {
      SpicoSettlement *settlement = g_ptr_array_index (settlements, i);

      if (settlement->lost_blob_ids != NULL && !spico_store_lose_blobs (transaction, settlement, &error))
        return dex_future_new_for_error (error);
      if (settlement->outcome == SPICO_OUTCOME_LATER)
        continue;
      if (!forget (transaction, settlement->operation, &error) ||
          !(settlement->outcome == SPICO_OUTCOME_DONE ? settle_done (transaction, settlement, &error) : settle_refused (transaction, settlement, &error)))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/**
 * spico_outbox_complete:
 *
 * A #SpicoStoreFunc for spico_store_write(): what waits without a place in the outbox is given one. An answer may have left out what became of it;
 * telling it twice does no harm, as creates bear their ids.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_outbox_complete (SpicoTransaction *transaction,
                       gpointer          data)
{
  static const char *const statements[] = {
    "INSERT INTO outbox (lane, holder_id, kind, object_id) SELECT id, holder_id, 'conversation', id FROM conversation AS c WHERE local_state = 1 "
    "AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.kind = 'conversation' AND o.object_id = c.id) ORDER BY row_id",
    "INSERT INTO outbox (lane, holder_id, kind, object_id, is_attempted) SELECT conversation_id, holder_id, 'message', id, 1 FROM message AS m WHERE local_state = 1 "
    "AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.kind = 'message' AND o.object_id = m.id) ORDER BY row_id",
  };
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      if (!spico_sql_run (transaction->connection, statements[i], NULL, &error))
        return dex_future_new_for_error (error);
      if (spico_sql_connection_changes (transaction->connection) > 0)
        transaction->changes->flags |= SPICO_CHANGE_OUTBOX;
    }

  return dex_future_new_true ();
}
