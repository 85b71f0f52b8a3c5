/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does with messages that are sent later, and what of that is told to the server. */
#include "spico-store-scheduled.h"

#include "spico-store-attachments.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-store-writes.h"
#include "spico-uuid.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

#define TIME_WAITS "EXISTS (SELECT 1 FROM outbox AS o WHERE o.holder_id = $1 AND o.object_id = $2 AND o.kind = '" SPICO_OUTBOX_SCHEDULED_TIME "')"
#define IS_TOLD "NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.holder_id = $1 AND o.object_id = $2 AND o.kind = '" SPICO_OUTBOX_SCHEDULED "' AND o.is_attempted = 0)"

typedef struct {
  gint64 local_state;
  /* The server may have it. */
  gboolean is_told;
  SpicoWrite *write;
} Standing;

static void
standing_clear (Standing *self)
{
  g_clear_pointer (&self->write, spico_write_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Standing, standing_clear)

/* As it stands here, as what is written: %SPICO_CLIENT_ERROR_NOT_FOUND where it is not here (any more): it has left meanwhile. */
static gboolean
read_standing (SpicoTransaction *transaction,
               SpicoWrite       *what,
               Standing         *standing,
               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tttiiii" "i",
                                                "SELECT conversation_id, text, in_reply_to_id, is_urgent, COALESCE (reply_by, 0), COALESCE (send_at, base_send_at, 0), local_state, " IS_TOLD " FROM scheduled_message WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (what->account_id), T (what->id)), error);
  SpicoWrite *write;

  if (rows == NULL)
    return FALSE;
  if (spico_rows_get_n_rows (rows) == 0)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such message");
      return FALSE;
    }

  write = spico_write_new (what->account_id, spico_rows_get_text (rows, 0, 0), what->id);
  write->text = g_strdup (spico_rows_get_string (rows, 0, 1));
  write->in_reply_to_id = g_strdup (spico_rows_get_text (rows, 0, 2));
  write->urgency = (SpicoUrgency) { spico_rows_get_int (rows, 0, 3) != 0, spico_rows_get_int (rows, 0, 4) };
  write->number = spico_rows_get_int (rows, 0, 5);
  standing->write = write;
  standing->local_state = spico_rows_get_int (rows, 0, 6);
  standing->is_told = spico_rows_get_int (rows, 0, 7) != 0;

  return TRUE;
}

static gboolean
run (SpicoTransaction *transaction,
     SpicoWrite       *what,
     const char       *sql,
     GError          **error)
{
  return spico_sql_run (transaction->connection, sql, VALUES (T (what->account_id), T (what->id)), error);
}

static gboolean
enqueue (SpicoTransaction *transaction,
         const Standing   *standing,
         const char       *kind,
         GError          **error)
{
  return spico_store_enqueue (transaction, standing->write->conversation_id, standing->write->account_id, kind, standing->write->id, error);
}

/* ---- What a person does ---- */

/* Reads mailbox_id (in which it was written, and whose draft it was), account_id (for which), conversation_id, id (new), text, in_reply_to_id, urgency, number (when it leaves). */
DexFuture *
spico_write_scheduled (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;

  return spico_store_answer (spico_store_revive_conversation (transaction, write->account_id, write->conversation_id, &error)
                               && spico_sql_run (transaction->connection,
                                                 "INSERT INTO scheduled_message (holder_id, id, client_id, conversation_id, text, in_reply_to_id, is_urgent, reply_by, send_at, from_person_id, from_account_id, created_at, local_state) "
                                                 "VALUES ($1, $2, $2, $3, $4, $5, $6, NULLIF ($7, 0), $8, $9, $1, $10, 1)",
                                                 VALUES (T (write->account_id), T (write->id), T (write->conversation_id), T (write->text), T (write->in_reply_to_id), N (write->urgency.is_urgent),
                                                         N (write->urgency.reply_by), N (write->number), T (transaction->person_id), N (g_get_real_time ())),
                                                 &error)
                               && spico_store_enqueue (transaction, write->conversation_id, write->account_id, SPICO_OUTBOX_SCHEDULED, write->id, &error)
                               && spico_store_use_draft (transaction, write, &error) && spico_store_show_scheduled (transaction, write->account_id, write->id, &error)
                               && spico_store_refresh_conversation (transaction, write->mailbox_id, write->conversation_id, &error),
                             &error);
}

/* What the server did not take, or has no more, is another one for it. */
static gboolean
schedule_anew (SpicoTransaction *transaction,
               const Standing   *standing,
               gint64            send_at,
               GError          **error)
{
  SpicoWrite *old = standing->write;
  g_autofree char *id = spico_uuid_new (g_get_real_time ());

  return spico_store_revive_conversation (transaction, old->account_id, old->conversation_id, error) && spico_store_hand_attached (transaction, old->id, id, error)
         && spico_sql_run (transaction->connection, "UPDATE scheduled_message SET id = $3, client_id = $3, send_at = $4, local_state = 1, local_error = 0 WHERE holder_id = $1 AND id = $2",
                           VALUES (T (old->account_id), T (old->id), T (id), N (send_at)), error)
         && spico_store_enqueue (transaction, old->conversation_id, old->account_id, SPICO_OUTBOX_SCHEDULED, id, error)
         && spico_store_show_scheduled (transaction, old->account_id, id, error);
}

/* @send_at: 0 for now */
static gboolean
change_time (SpicoTransaction *transaction,
             const Standing   *standing,
             gint64            send_at,
             GError          **error)
{
  SpicoWrite *write = standing->write;

  return spico_sql_run (transaction->connection,
                        "UPDATE scheduled_message SET base_send_at = CASE WHEN local_state = 0 OR (local_state = 1 AND $4 = 1) THEN COALESCE (base_send_at, send_at) ELSE base_send_at END, send_at = NULLIF ($3, 0), "
                        "local_state = CASE local_state WHEN 0 THEN 2 ELSE local_state END, local_error = 0 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (write->account_id), T (write->id), N (send_at), N (standing->is_told)), error)
         && (!standing->is_told || enqueue (transaction, standing, SPICO_OUTBOX_SCHEDULED_TIME, error)) && spico_store_show_scheduled (transaction, write->account_id, write->id, error);
}

/* Reads account_id, id, number (when it leaves). */
DexFuture *
spico_write_scheduled_time (SpicoTransaction *transaction,
                            gpointer          data)
{
  SpicoWrite *what = data;
  g_auto (Standing) standing = { 0 };
  GError *error = NULL;
  gboolean ok = read_standing (transaction, what, &standing, &error);

  if (ok && standing.local_state == SPICO_LOCAL_FAILED)
    ok = schedule_anew (transaction, &standing, what->number, &error);
  else if (ok && standing.local_state != SPICO_LOCAL_DELETED)
    ok = change_time (transaction, &standing, what->number, &error);

  return spico_store_answer (ok, &error);
}

/* It waits as any message does from now on; written, for whoever counts from it, no later than it was to leave. */
static gboolean
send_here (SpicoTransaction *transaction,
           const Standing   *standing,
           GError          **error)
{
  SpicoWrite *write = standing->write;
  g_autofree char *old_id = g_steal_pointer (&write->id);
  gint64 now = g_get_real_time ();

  write->id = spico_uuid_new (now);
  write->number = write->number > 0 ? MIN (write->number, now) : now;

  return spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", VALUES (T (write->account_id), T (old_id)), error)
         && spico_store_hand_attached (transaction, old_id, write->id, error)
         && spico_sql_run (transaction->connection, "DELETE FROM scheduled_message WHERE holder_id = $1 AND id = $2", VALUES (T (write->account_id), T (old_id)), error)
         && spico_store_send_waiting (transaction, write, error);
}

/* Reads account_id, id. */
DexFuture *
spico_write_scheduled_now (SpicoTransaction *transaction,
                           gpointer          data)
{
  SpicoWrite *what = data;
  g_auto (Standing) standing = { 0 };
  GError *error = NULL;
  gboolean ok = read_standing (transaction, what, &standing, &error);

  transaction->changes->flags |= SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_OUTBOX;
  if (ok && (standing.local_state == SPICO_LOCAL_FAILED || (standing.local_state == SPICO_LOCAL_CREATED && !standing.is_told)))
    ok = send_here (transaction, &standing, &error);
  else if (ok && standing.local_state != SPICO_LOCAL_DELETED)
    ok = change_time (transaction, &standing, 0, &error);

  return spico_store_answer (ok, &error);
}

/* Reads account_id, id. What nobody has told the server of is cancelled at once; the rest once it says so, as it may have left. */
DexFuture *
spico_write_unscheduled (SpicoTransaction *transaction,
                         gpointer          data)
{
  SpicoWrite *what = data;
  g_auto (Standing) standing = { 0 };
  GError *error = NULL;

  if (!read_standing (transaction, what, &standing, &error))
    return dex_future_new_for_error (error);
  if (standing.local_state == SPICO_LOCAL_FAILED || (standing.local_state == SPICO_LOCAL_CREATED && !standing.is_told))
    return spico_store_answer (spico_store_hold_scheduled (transaction, what->account_id, what->id, &error), &error);

  return spico_store_answer (run (transaction, what, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_SCHEDULED_TIME "'", &error)
                               && run (transaction, what, "UPDATE scheduled_message SET local_state = 3 WHERE holder_id = $1 AND id = $2", &error)
                               && enqueue (transaction, &standing, SPICO_OUTBOX_UNSCHEDULED, &error) && spico_store_show_scheduled (transaction, what->account_id, what->id, &error),
                             &error);
}

/* Reads mailbox_id, account_id, id. What stays here, cancelled or refused, joins the draft of its conversation in that mailbox. */
DexFuture *
spico_write_scheduled_taken (SpicoTransaction *transaction,
                             gpointer          data)
{
  SpicoWrite *what = data;
  g_auto (Standing) standing = { 0 };
  GError *error = NULL;

  if (!read_standing (transaction, what, &standing, &error))
    return dex_future_new_for_error (error);
  if (standing.local_state != SPICO_LOCAL_FAILED)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server has it still");

  transaction->changes->flags |= SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_OUTBOX;
  standing.write->mailbox_id = g_strdup (what->mailbox_id);
  standing.write->number = g_get_real_time ();
  return spico_store_answer (spico_store_take_back_attached (transaction, what->id, what->mailbox_id, standing.write->conversation_id, &error) && spico_store_join (transaction, standing.write, &error)
                               && run (transaction, what, "DELETE FROM scheduled_message WHERE holder_id = $1 AND id = $2", &error)
                               && spico_store_refresh_mailboxes (transaction, standing.write->conversation_id, &error),
                             &error);
}

/* ---- What is told to the server ---- */

static void
set_time (JsonObject *object,
          const char *name,
          gint64      time)
{
  g_autofree char *text = spico_json_format_time (time);

  json_object_set_string_member (object, name, text);
}

/* As it was told for the first time: a time that was chosen since is told behind it. */
JsonObject *
spico_outbox_make_scheduled (SpicoTransaction *transaction,
                             SpicoOperation   *operation,
                             GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tttiii", "SELECT conversation_id, text, in_reply_to_id, is_urgent, COALESCE (reply_by, 0), COALESCE (base_send_at, send_at) FROM scheduled_message WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  g_autoptr (JsonObject) object = NULL;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "conversationId", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "text", spico_rows_get_string (rows, 0, 1));
  if (spico_rows_get_text (rows, 0, 2) != NULL)
    json_object_set_string_member (object, "inReplyToId", spico_rows_get_text (rows, 0, 2));
  spico_outbox_set_urgency (object, (SpicoUrgency) { spico_rows_get_int (rows, 0, 3) != 0, spico_rows_get_int (rows, 0, 4) });
  set_time (object, "sendAt", spico_rows_get_int (rows, 0, 5));

  return spico_outbox_add_attached (transaction, operation->object_id, object, error) ? g_steal_pointer (&object) : NULL;
}

JsonObject *
spico_outbox_make_scheduled_time (SpicoTransaction *transaction,
                                  SpicoOperation   *operation,
                                  GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "i", "SELECT COALESCE (send_at, 0) FROM scheduled_message WHERE holder_id = $1 AND id = $2", VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  object = json_object_new ();
  if (spico_rows_get_int (rows, 0, 0) != 0)
    set_time (object, "sendAt", spico_rows_get_int (rows, 0, 0));
  else
    json_object_set_null_member (object, "sendAt");

  return object;
}

gboolean
spico_outbox_is_of_scheduled (SpicoOperation *operation)
{
  static const char *const kinds[] = { SPICO_OUTBOX_SCHEDULED, SPICO_OUTBOX_SCHEDULED_TIME, SPICO_OUTBOX_UNSCHEDULED, NULL };

  return g_strv_contains (kinds, operation->kind);
}

static gint64
told_time (SpicoOperation *operation)
{
  JsonObject *told = spico_operation_find_told (operation);

  return told != NULL ? spico_json_parse_time (spico_json_get_string (told, "sendAt")) : 0;
}

/* What is to leave now stays until the server tells that it has. */
static gboolean
time_done (SpicoTransaction *transaction,
           SpicoOperation   *operation,
           GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "UPDATE scheduled_message SET local_state = CASE WHEN " TIME_WAITS " OR send_at IS NULL THEN 2 ELSE 0 END, base_send_at = CASE WHEN " TIME_WAITS " OR send_at IS NULL THEN COALESCE (NULLIF ($3, 0), base_send_at) END, "
                        "status = 'pending', local_error = 0 WHERE holder_id = $1 AND id = $2 AND local_state IN (1, 2)",
                        VALUES (T (operation->account_id), T (operation->object_id), N (told_time (operation))), error);
}

gboolean
spico_outbox_scheduled_done (SpicoTransaction *transaction,
                             SpicoSettlement  *settlement,
                             GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  gboolean ok = TRUE;

  /* What is not there any more may have left: the messages say so. */
  if (settlement->is_gone)
    return TRUE;
  if (g_str_equal (operation->kind, SPICO_OUTBOX_UNSCHEDULED))
    ok = spico_store_hold_scheduled (transaction, operation->account_id, operation->object_id, error);
  else if (g_str_equal (operation->kind, SPICO_OUTBOX_SCHEDULED))
    ok = time_done (transaction, operation, error) && spico_store_settle_attached (transaction, operation->object_id, error);
  else
    ok = time_done (transaction, operation, error);

  return ok && spico_store_show_scheduled (transaction, operation->account_id, operation->object_id, error);
}

/* It leaves as it was to leave. */
static gboolean
time_refused (SpicoTransaction *transaction,
              SpicoSettlement  *settlement,
              GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  return spico_sql_run (transaction->connection,
                        "UPDATE scheduled_message SET local_state = 0, local_error = $3, send_at = COALESCE (base_send_at, send_at), base_send_at = NULL WHERE holder_id = $1 AND id = $2 AND local_state = 2",
                        VALUES (T (operation->account_id), T (operation->object_id), N (settlement->failure)), error)
         && spico_store_show_scheduled (transaction, operation->account_id, operation->object_id, error);
}

/* What was to be cancelled is, as it is not there. */
static gboolean
create_refused (SpicoTransaction *transaction,
                SpicoSettlement  *settlement,
                GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  gboolean is_cancelled = FALSE;

  if (!spico_store_refuse_attached (transaction, settlement, error)
      || !spico_sql_query_exists (transaction->connection, "SELECT 1 FROM scheduled_message WHERE holder_id = $1 AND id = $2 AND local_state = 3", VALUES (T (operation->account_id), T (operation->object_id)), &is_cancelled, error))
    return FALSE;

  return is_cancelled ? spico_store_hold_scheduled (transaction, operation->account_id, operation->object_id, error) : spico_store_fail_scheduled (transaction, operation->object_id, settlement->failure, error);
}

gboolean
spico_outbox_scheduled_refused (SpicoTransaction *transaction,
                                SpicoSettlement  *settlement,
                                GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  if (g_str_equal (operation->kind, SPICO_OUTBOX_SCHEDULED))
    return create_refused (transaction, settlement, error);
  if (settlement->is_gone)
    return TRUE;
  if (g_str_equal (operation->kind, SPICO_OUTBOX_SCHEDULED_TIME))
    return time_refused (transaction, settlement, error);

  /* It is not cancelled, and leaves. */
  return spico_sql_run (transaction->connection, "UPDATE scheduled_message SET local_state = 0, local_error = $3, send_at = COALESCE (send_at, base_send_at), base_send_at = NULL WHERE holder_id = $1 AND id = $2 AND local_state = 3",
                        VALUES (T (operation->account_id), T (operation->object_id), N (settlement->failure)), error)
         && spico_store_show_scheduled (transaction, operation->account_id, operation->object_id, error);
}
