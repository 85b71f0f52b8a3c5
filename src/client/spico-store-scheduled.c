/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-scheduled.h"

#include "spico-scheduled-message-private.h"
#include "spico-store-attachments.h"
#include "spico-store-contact.h"
#include "spico-store-objects.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-store-writes.h"
#include "spico-type.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* A statement about one of them: $1 is its account, $2 its id. */
static gboolean
run (SpicoTransaction *transaction,
     const char       *account_id,
     const char       *id,
     const char       *sql,
     GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_OUTBOX;

  return spico_sql_run (transaction->connection, sql, VALUES (T (account_id), T (id)), error);
}

gboolean
spico_store_show_scheduled (SpicoTransaction *transaction,
                            const char       *account_id,
                            const char       *id,
                            GError          **error)
{
  g_autofree char *conversation_id = NULL;

  transaction->changes->flags |= SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_OUTBOX;

  return spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM scheduled_message WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id)), &conversation_id, error)
         && (conversation_id == NULL || spico_store_refresh_mailboxes (transaction, conversation_id, error));
}

static gboolean
forget (SpicoTransaction *transaction,
        const char       *account_id,
        const char       *id,
        GError          **error)
{
  g_autofree char *conversation_id = NULL;

  return spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM scheduled_message WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id)), &conversation_id, error)
         && run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", error)
         && run (transaction, account_id, id, "DELETE FROM scheduled_message WHERE holder_id = $1 AND id = $2", error)
         && (conversation_id == NULL || spico_store_refresh_mailboxes (transaction, conversation_id, error));
}

/* ---- What the server tells ---- */

typedef struct {
  gint64 local_state;
  gint64 send_at;
} Standing;

/* One that is not here stands as the server has it. */
static gboolean
read_standing (SpicoTransaction *transaction,
               const char       *account_id,
               const char       *id,
               Standing         *standing,
               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ii", "SELECT local_state, COALESCE (send_at, 0) FROM scheduled_message WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (account_id), T (id)), error);

  if (rows == NULL)
    return FALSE;

  *standing = (Standing) { SPICO_LOCAL_SYNCED, 0 };
  if (spico_rows_get_n_rows (rows) > 0)
    *standing = (Standing) { spico_rows_get_int (rows, 0, 0), spico_rows_get_int (rows, 0, 1) };

  return TRUE;
}

/* What is changed here stands above what the server has. */
static gboolean
put_below (SpicoTransaction *transaction,
           const char       *account_id,
           JsonObject       *object,
           const Standing   *standing,
           GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  gint64 theirs = spico_json_parse_time (spico_json_get_string (object, "sendAt"));

  if (standing->local_state == SPICO_LOCAL_DELETED)
    return TRUE;
  if (standing->local_state == SPICO_LOCAL_MODIFIED)
    return spico_sql_run (transaction->connection, "UPDATE scheduled_message SET send_at = NULLIF ($3, 0), base_send_at = $4 WHERE holder_id = $1 AND id = $2",
                          VALUES (T (account_id), T (id), N (standing->send_at), N (theirs)), error);

  return spico_sql_run (transaction->connection, "UPDATE scheduled_message SET local_state = 0, local_error = 0, base_send_at = NULL WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id)), error);
}

/* The server has what was scheduled here before its answer came: a time that was chosen since is told behind it. */
static gboolean
settle_created (SpicoTransaction *transaction,
                const char       *account_id,
                const char       *id,
                Standing         *standing,
                GError          **error)
{
  gboolean is_changed = FALSE;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_SCHEDULED_TIME "'", VALUES (T (account_id), T (id)), &is_changed, error))
    return FALSE;
  if (standing->local_state == SPICO_LOCAL_CREATED)
    standing->local_state = is_changed ? SPICO_LOCAL_MODIFIED : SPICO_LOCAL_SYNCED;

  return run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_SCHEDULED "'", error)
         && spico_sql_run (transaction->connection, "UPDATE scheduled_message SET local_state = $3 WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id), N (standing->local_state)), error)
         && spico_store_settle_attached (transaction, id, error);
}

static void
see (GHashTable *seen,
     const char *principal_id)
{
  if (seen != NULL && principal_id != NULL && *principal_id != '\0')
    g_hash_table_add (seen, g_strdup (principal_id));
}

gboolean
spico_store_put_scheduled (SpicoTransaction *transaction,
                           const char       *account_id,
                           JsonObject       *object,
                           GHashTable       *seen,
                           GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  Standing standing;

  see (seen, spico_json_get_string (object, "fromPersonId"));
  see (seen, spico_json_get_string (object, "fromAccountId"));

  return read_standing (transaction, account_id, id, &standing, error) && spico_store_upsert (transaction, account_id, &spico_type_scheduled_message, object, error)
         && spico_store_put_attachments (transaction, account_id, object, error) && settle_created (transaction, account_id, id, &standing, error)
         && put_below (transaction, account_id, object, &standing, error) && spico_store_show_scheduled (transaction, account_id, id, error);
}

/* It has left, or somebody has cancelled it. Where that was asked for here, and no message has come of it, its words are here. */
gboolean
spico_store_remove_scheduled (SpicoTransaction *transaction,
                              const char       *account_id,
                              const char       *id,
                              GError          **error)
{
  gboolean has_left = FALSE;
  Standing standing;

  if (!read_standing (transaction, account_id, id, &standing, error)
      || !spico_sql_query_exists (transaction->connection, "SELECT 1 FROM message WHERE id = $1", VALUES (T (id)), &has_left, error))
    return FALSE;
  if (standing.local_state == SPICO_LOCAL_FAILED)
    return TRUE;

  return standing.local_state == SPICO_LOCAL_DELETED && !has_left ? spico_store_hold_scheduled (transaction, account_id, id, error) : forget (transaction, account_id, id, error);
}

gboolean
spico_store_hold_scheduled (SpicoTransaction *transaction,
                            const char       *account_id,
                            const char       *id,
                            GError          **error)
{
  return spico_store_unsettle_attached (transaction, account_id, id, error)
         && run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", error)
         && run (transaction, account_id, id,
                 "UPDATE scheduled_message SET local_state = 4, local_error = 0, send_at = COALESCE (send_at, base_send_at), base_send_at = NULL, status = 'pending' WHERE holder_id = $1 AND id = $2", error)
         && spico_store_show_scheduled (transaction, account_id, id, error);
}

gboolean
spico_store_scheduled_left (SpicoTransaction *transaction,
                            const char       *id,
                            GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT holder_id FROM scheduled_message WHERE id = $1", VALUES (T (id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!spico_store_settle_attached (transaction, id, error) || !forget (transaction, spico_rows_get_text (rows, i, 0), id, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- What never gets there ---- */

gboolean
spico_store_fail_scheduled (SpicoTransaction   *transaction,
                            const char         *id,
                            SpicoMessageFailure failure,
                            GError            **error)
{
  g_autofree char *account_id = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT holder_id FROM scheduled_message WHERE id = $1 AND local_state = 1", VALUES (T (id)), &account_id, error))
    return FALSE;
  if (account_id == NULL)
    return TRUE;

  return run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", error)
         && spico_sql_run (transaction->connection, "UPDATE scheduled_message SET local_state = 4, local_error = $3, send_at = COALESCE (send_at, base_send_at), base_send_at = NULL WHERE holder_id = $1 AND id = $2",
                           VALUES (T (account_id), T (id), N (failure)), error)
         && spico_store_show_scheduled (transaction, account_id, id, error);
}

gboolean
spico_store_refuse_scheduled (SpicoTransaction   *transaction,
                              const char         *account_id,
                              const char         *conversation_id,
                              SpicoMessageFailure failure,
                              GError            **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT id FROM scheduled_message WHERE holder_id = $1 AND local_state = 1 AND ($2 IS NULL OR conversation_id = $2)",
                                                VALUES (T (account_id), T (conversation_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!spico_store_fail_scheduled (transaction, spico_rows_get_text (rows, i, 0), failure, error))
        return FALSE;
    }

  return TRUE;
}

/* What never left stays, as messages do. What the server has of the person comes back to their own account, once it refuses it. */
gboolean
spico_store_end_scheduled (SpicoTransaction *transaction,
                           const char       *account_id,
                           GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_SCHEDULED;

  return spico_store_refuse_scheduled (transaction, account_id, NULL, SPICO_MESSAGE_FAILURE_DELEGATION_ENDED, error)
         && spico_sql_run (transaction->connection, "DELETE FROM scheduled_message WHERE holder_id = $1 AND local_state <> 4", VALUES (T (account_id)), error);
}

/* ---- The list ---- */

enum {
  ID,
  ACCOUNT_ID,
  CONVERSATION_ID,
  TEXT,
  IN_REPLY_TO_ID,
  IS_URGENT,
  REPLY_BY,
  SEND_AT,
  STATUS,
  PERSON_ID,
  PERSON_NAME,
  FROM_ACCOUNT_NAME,
  LOCAL_STATE,
  LOCAL_ERROR,
  N_FILES,
  FROM_ACCOUNT_ID,
};

#define COLUMNS                                                                                                                                                                                  \
  "s.id, s.holder_id, s.conversation_id, s.text, s.in_reply_to_id, s.is_urgent, COALESCE (s.reply_by, 0), COALESCE (s.send_at, 0), s.status, s.from_person_id, "                                \
  "COALESCE ((SELECT p.name FROM principal AS p WHERE p.id = s.from_person_id), ''), COALESCE ((SELECT p.name FROM principal AS p WHERE p.id = s.from_account_id), ''), s.local_state, s.local_error, " \
  "(SELECT COUNT (*) FROM attachment AS a WHERE a.message_id = s.id) + (SELECT COUNT (*) FROM message_attachment AS a WHERE a.holder_id = s.holder_id AND a.message_id = s.id), s.from_account_id "

static SpicoScheduledState
state_of (SpicoRows *rows,
          guint      row)
{
  gint64 local_state = spico_rows_get_int (rows, row, LOCAL_STATE);

  if (local_state == SPICO_LOCAL_FAILED)
    return spico_rows_get_int (rows, row, LOCAL_ERROR) != 0 ? SPICO_SCHEDULED_REFUSED : SPICO_SCHEDULED_CANCELLED;
  if (local_state == SPICO_LOCAL_DELETED)
    return SPICO_SCHEDULED_CANCELLING;
  if (spico_rows_get_int (rows, row, SEND_AT) == 0)
    return SPICO_SCHEDULED_LEAVING;
  if (local_state != SPICO_LOCAL_SYNCED)
    return SPICO_SCHEDULED_QUEUED;

  return g_strcmp0 (spico_rows_get_text (rows, row, STATUS), "refused") == 0 ? SPICO_SCHEDULED_REFUSED : SPICO_SCHEDULED_WAITING;
}

static SpicoScheduledMessage *
make (SpicoTransaction *transaction,
      SpicoRows        *rows,
      guint             row)
{
  return spico_scheduled_message_new (&(SpicoScheduledValues) {
    .id = spico_rows_get_text (rows, row, ID),
    .account_id = spico_rows_get_text (rows, row, ACCOUNT_ID),
    .conversation_id = spico_rows_get_text (rows, row, CONVERSATION_ID),
    .text = spico_rows_get_string (rows, row, TEXT),
    .person_name = spico_rows_get_string (rows, row, PERSON_NAME),
    .from_account_id = spico_rows_get_string (rows, row, FROM_ACCOUNT_ID),
    .from_account_name = spico_rows_get_string (rows, row, FROM_ACCOUNT_NAME),
    .is_own = g_strcmp0 (spico_rows_get_text (rows, row, PERSON_ID), transaction->person_id) == 0,
    .urgency = { spico_rows_get_int (rows, row, IS_URGENT) != 0, spico_rows_get_int (rows, row, REPLY_BY) },
    .send_at = spico_rows_get_int (rows, row, SEND_AT),
    .n_files = (guint) spico_rows_get_int (rows, row, N_FILES),
    .state = state_of (rows, row),
    .failure = (SpicoMessageFailure) spico_rows_get_int (rows, row, LOCAL_ERROR),
  });
}

/* What may not be read now is as far away as the server (F030); what never left is the person's own. */
static gboolean
may_show (SpicoTransaction *transaction,
          SpicoRows        *rows,
          guint             row,
          gboolean         *may_show,
          GError          **error)
{
  *may_show = spico_rows_get_int (rows, row, LOCAL_STATE) == SPICO_LOCAL_CREATED || spico_rows_get_int (rows, row, LOCAL_STATE) == SPICO_LOCAL_FAILED;

  return *may_show || spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, spico_rows_get_text (rows, row, ACCOUNT_ID), may_show, error);
}

/* @data is the id of a conversation. Resolves to a #GListStore of #SpicoScheduledMessage, in the order in which they leave. */
DexFuture *
spico_store_read_scheduled (SpicoTransaction *transaction,
                            gpointer          data)
{
  g_autoptr (GListStore) messages = g_list_store_new (SPICO_TYPE_SCHEDULED_MESSAGE);
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttttt" "iiit" "ttt" "iiit", "SELECT " COLUMNS "FROM scheduled_message AS s WHERE s.conversation_id = $1 ORDER BY COALESCE (s.send_at, 0), s.id",
                                                VALUES (T (data)), &error);

  if (rows == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      g_autoptr (SpicoScheduledMessage) message = NULL;
      gboolean is_shown;

      if (!may_show (transaction, rows, i, &is_shown, &error))
        return dex_future_new_for_error (error);
      if (!is_shown)
        continue;
      message = make (transaction, rows, i);
      g_list_store_append (messages, message);
    }

  return dex_future_new_take_object (g_steal_pointer (&messages));
}
