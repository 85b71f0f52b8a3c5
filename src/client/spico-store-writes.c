/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-writes.h"

#include "spico-client-enums.h"
#include "spico-draft-private.h"
#include "spico-sort-key.h"
#include "spico-store-attachments.h"
#include "spico-store-corrections.h"
#include "spico-store-objects.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-text.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

SpicoWrite *
spico_write_new (const char *account_id,
                 const char *conversation_id,
                 const char *id)
{
  SpicoWrite *write = g_new0 (SpicoWrite, 1);

  write->account_id = g_strdup (account_id);
  write->conversation_id = g_strdup (conversation_id);
  write->id = g_strdup (id);

  return write;
}

void
spico_write_free (gpointer data)
{
  SpicoWrite *write = data;

  g_free (write->mailbox_id);
  g_free (write->account_id);
  g_free (write->conversation_id);
  g_free (write->id);
  g_free (write->dossier_id);
  g_free (write->subject);
  g_free (write->text);
  g_strfreev (write->ids);
  g_free (write->used_groups);
  g_free (write->in_reply_to_id);
  g_free (write);
}

static DexFuture *
not_found (void)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such object");
}

/* Its own lane, in which nothing waits for anything else. */
static char *
account_lane (const char *account_id,
              const char *what)
{
  return g_strconcat (account_id, " ", what, NULL);
}

/* One place a kind and object: what is changed again before it was sent is sent once, and what is changed again while it is being
 * sent takes a new place, that the end of the sending does not clear. A conversation and its messages share the lane that bears its id,
 * whichever accounts they are written for: they arrive in the order in which they were written. */
gboolean
spico_store_enqueue (SpicoTransaction *transaction,
                     const char       *lane,
                     const char       *account_id,
                     const char       *kind,
                     const char       *object_id,
                     GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_OUTBOX;

  return spico_sql_run (transaction->connection,
                        "INSERT OR REPLACE INTO outbox (lane, holder_id, kind, object_id) VALUES ($1, $2, $3, $4)",
                        VALUES (T (lane), T (account_id), T (kind), T (object_id)), error);
}

static gboolean
delete_draft (SpicoTransaction *transaction,
              const char       *account_id,
              const char       *conversation_id,
              GError          **error)
{
  return spico_sql_run (transaction->connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id = $2",
                        VALUES (T (account_id), T (conversation_id)), error);
}

static const char *
used_groups (SpicoWrite *write)
{
  return write->used_groups != NULL ? write->used_groups : "";
}

/* Those whom a group brought stay chosen where the group may not be used any more, each by themselves. */
#define WITHOUT_FAILED_GROUPS "used_groups = CASE local_error WHEN $3 THEN '' ELSE used_groups END"

/* A conversation that the server refused is tried again before the message that goes into it. */
gboolean
spico_store_revive_conversation (SpicoTransaction *transaction,
                                 const char       *account_id,
                                 const char       *conversation_id,
                                 GError          **error)
{
  if (!spico_sql_run (transaction->connection, "UPDATE conversation SET local_state = 1, local_error = 0, " WITHOUT_FAILED_GROUPS " WHERE holder_id = $1 AND id = $2 AND local_state = 4",
                      VALUES (T (account_id), T (conversation_id), N (SPICO_MESSAGE_FAILURE_GROUPS)), error))
    return FALSE;

  return spico_sql_connection_changes (transaction->connection) == 0 ||
         spico_store_enqueue (transaction, conversation_id, account_id, "conversation", conversation_id, error);
}

/* What a message changes of its conversation, where it says nothing. */
typedef struct {
  const char *added_ids;
  const char *removed_ids;
  const char *new_subject;
  const char *patient_change;
  const char *dossier_id;
} Change;

static const Change no_change = { "", "", NULL, "none", NULL };

static gboolean
insert_message (SpicoTransaction *transaction,
                SpicoWrite       *write,
                const Change     *change,
                GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO message (holder_id, id, client_id, conversation_id, text, added_ids, removed_ids, new_subject, used_groups, composed_at, from_person_id, from_account_id, in_reply_to_id, is_urgent, reply_by, patient_change, dossier_id, local_state) "
                        "VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $1, $11, $12, NULLIF ($13, 0), $14, $15, 1)",
                        VALUES (T (write->account_id), T (write->id), T (write->conversation_id), T (write->text != NULL ? write->text : ""), T (change->added_ids), T (change->removed_ids),
                                T (change->new_subject), T (*change->added_ids != '\0' ? used_groups (write) : ""), N (write->number), T (transaction->person_id), T (write->in_reply_to_id),
                                N (write->urgency.is_urgent), N (write->urgency.reply_by), T (change->patient_change), T (change->dossier_id)), error) &&
         spico_store_enqueue (transaction, write->conversation_id, write->account_id, "message", write->id, error);
}

/* Reads account_id, conversation_id, id, text, in_reply_to_id, urgency, number (when it was written). It waits from now on, as what is sent does. */
gboolean
spico_store_send_waiting (SpicoTransaction *transaction,
                          SpicoWrite       *write,
                          GError          **error)
{
  return spico_store_revive_conversation (transaction, write->account_id, write->conversation_id, error) && insert_message (transaction, write, &no_change, error) &&
         spico_store_refresh_mailboxes (transaction, write->conversation_id, error);
}

/* What is attached to the draft goes along; without a word it says what it does alone. */
static gboolean
send_attached (SpicoTransaction *transaction,
               SpicoWrite       *write,
               const char       *mailbox_id,
               const char       *place,
               GError          **error)
{
  guint n_sent = 0;

  if (!spico_store_send_attached (transaction, mailbox_id, place, write->account_id, write->id, &n_sent, error))
    return FALSE;
  if (n_sent > 0 || !spico_text_is_blank (write->text))
    return TRUE;

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "A message says something, or something goes with it");
  return FALSE;
}

/* Reads mailbox_id, account_id, conversation_id, id (whose row is written), text. What is attached to the draft goes along, and the draft away. */
gboolean
spico_store_use_draft (SpicoTransaction *transaction,
                       SpicoWrite       *write,
                       GError          **error)
{
  return send_attached (transaction, write, write->mailbox_id, write->conversation_id, error) && delete_draft (transaction, write->mailbox_id, write->conversation_id, error);
}

/* Puts a message into its conversation, and away what stood at @place in @mailbox_id, if anywhere. Resolves to the message's id. */
static DexFuture *
write_message (SpicoTransaction *transaction,
               SpicoWrite       *write,
               const Change     *change,
               const char       *mailbox_id,
               const char       *place)
{
  const SpicoSqlValue *values = VALUES (T (write->account_id), T (write->conversation_id));
  GError *error = NULL;
  gboolean exists = FALSE;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM conversation WHERE holder_id = $1 AND id = $2", values, &exists, &error))
    return dex_future_new_for_error (error);
  if (!exists)
    return not_found ();

  if (!spico_store_revive_conversation (transaction, write->account_id, write->conversation_id, &error) ||
      !insert_message (transaction, write, change, &error) ||
      (change == &no_change && !send_attached (transaction, write, mailbox_id, place, &error)) ||
      (place != NULL && !delete_draft (transaction, mailbox_id, place, &error)) ||
      !spico_store_refresh_mailboxes (transaction, write->conversation_id, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_string (write->id);
}

/* Reads mailbox_id (in which it was written, and whose draft it was), account_id (for which), conversation_id, id, text, in_reply_to_id, urgency, number (when it was
 * written). Resolves to the message's id. */
DexFuture *
spico_write_message (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoWrite *write = data;

  return write_message (transaction, write, &no_change, write->mailbox_id, write->conversation_id);
}

/* Reads account_id (which adds, and whose draft it was), conversation_id, id, text (empty), ids, used_groups, number (when they were chosen). Resolves to the message's id. */
DexFuture *
spico_write_added (SpicoTransaction *transaction,
                   gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *added_ids = g_strjoinv (" ", write->ids);
  g_autofree char *place = spico_draft_members_place (write->conversation_id);

  return write_message (transaction, write, &(Change) { added_ids, "", NULL, "none", NULL }, write->account_id, place);
}

/* Reads account_id (which removes), conversation_id, id, ids, number (when they were chosen). Resolves to the message's id. */
DexFuture *
spico_write_removed (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *removed_ids = g_strjoinv (" ", write->ids);

  return write_message (transaction, write, &(Change) { "", removed_ids, NULL, "none", NULL }, NULL, NULL);
}

/* Reads account_id, conversation_id, id, subject (the new one), number (when it was given). Resolves to the message's id. */
DexFuture *
spico_write_retitled (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoWrite *write = data;

  return write_message (transaction, write, &(Change) { "", "", write->subject, "none", NULL }, NULL, NULL);
}

/* Reads account_id, conversation_id, id, dossier_id, flag (whether the patient is attached, or detached), number (when it was chosen). Resolves to the message's id. */
DexFuture *
spico_write_patient (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoWrite *write = data;

  return write_message (transaction, write, &(Change) { "", "", NULL, write->flag ? "attached" : "detached", write->dossier_id }, NULL, NULL);
}

static char *
conversation_search_key (const char *subject)
{
  g_autofree char *key = spico_sort_key (subject);

  return g_strconcat (" ", key, NULL);
}

static gboolean
insert_conversation (SpicoTransaction *transaction,
                     SpicoWrite       *write,
                     GError          **error)
{
  g_autofree char *search_key = conversation_search_key (write->subject);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO conversation (holder_id, id, client_id, subject, dossier_id, creator_account_id, creator_person_id, created_at, local_state, search_key, used_groups, "
                        "patient_birth_name, patient_first_names, patient_birth_date, patient_sex) "
                        "SELECT $1, $2, $2, $3, $4, $1, $5, $6, 1, $7, $8, COALESCE (d.birth_name, ''), COALESCE (d.first_names, ''), d.birth_date, COALESCE (d.sex, 'unknown') "
                        "FROM (SELECT 1) AS one LEFT JOIN dossier AS d ON d.holder_id = $1 AND d.id = $4",
                        VALUES (T (write->account_id), T (write->conversation_id), T (write->subject), T (write->dossier_id), T (transaction->person_id), N (write->number), T (search_key),
                                T (used_groups (write))),
                        error);
}

static gboolean
insert_participants (SpicoTransaction *transaction,
                     SpicoWrite       *write,
                     GError          **error)
{
  g_autofree char *list = spico_json_text_array ((const char *const *) write->ids);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO conversation_participant (holder_id, conversation_id, position, principal_id) "
                        "SELECT $1, $2, key + 1, value FROM json_each ($3) WHERE value <> $1",
                        VALUES (T (write->account_id), T (write->conversation_id), T (list)), error) &&
         spico_sql_run (transaction->connection, "INSERT INTO conversation_participant (holder_id, conversation_id, position, principal_id) VALUES ($1, $2, 0, $1)",
                        VALUES (T (write->account_id), T (write->conversation_id)), error);
}

/* Reads account_id, conversation_id (new), id (of the first message), ids, used_groups, dossier_id, subject, text, urgency, number (when it was
 * written). Resolves to the conversation's id. */
DexFuture *
spico_write_conversation (SpicoTransaction *transaction,
                          gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;

  if (!insert_conversation (transaction, write, &error) ||
      !insert_participants (transaction, write, &error) ||
      !spico_store_enqueue (transaction, write->conversation_id, write->account_id, "conversation", write->conversation_id, &error) ||
      !insert_message (transaction, write, &no_change, &error) ||
      !send_attached (transaction, write, "", "", &error) ||
      !delete_draft (transaction, "", "", &error) ||
      !spico_store_refresh_conversation (transaction, write->account_id, write->conversation_id, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_string (write->conversation_id);
}

static SpicoRows *
find_failed (SpicoTransaction *transaction,
             SpicoWrite       *write,
             GError          **error)
{
  return spico_rows_read (transaction->connection, "ttttttii", "SELECT holder_id, conversation_id, text, added_ids, CASE local_error WHEN $2 THEN '' ELSE used_groups END, in_reply_to_id, is_urgent, reply_by FROM message WHERE id = $1 AND local_state = 4",
                          VALUES (T (write->id), N (SPICO_MESSAGE_FAILURE_GROUPS)), error);
}

/* Reads id. It leaves behind what was written since, and so it stands there too. */
DexFuture *
spico_write_retry (SpicoTransaction *transaction,
                   gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = find_failed (transaction, write, &error);
  const char *account_id;
  const char *conversation_id;

  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return not_found ();

  account_id = spico_rows_get_text (rows, 0, 0);
  conversation_id = spico_rows_get_text (rows, 0, 1);

  return spico_store_answer (spico_store_revive_conversation (transaction, account_id, conversation_id, &error) && spico_store_retry_attached (transaction, write->id, &error) &&
                               spico_sql_run (transaction->connection, "UPDATE message SET local_state = 1, local_error = 0, used_groups = $4, "
                                              "row_id = CASE WHEN row_id = (SELECT MAX (row_id) FROM message WHERE conversation_id = $3 AND local_state <> 0) THEN row_id ELSE (SELECT MAX (row_id) + 1 FROM message) END "
                                              "WHERE holder_id = $1 AND id = $2",
                                              VALUES (T (account_id), T (write->id), T (conversation_id), T (spico_rows_get_string (rows, 0, 4))), &error) &&
                               spico_store_enqueue (transaction, conversation_id, account_id, "message", write->id, &error) &&
                               spico_store_refresh_mailboxes (transaction, conversation_id, &error),
                             &error);
}

/* Whole lines of one text are in another: « oui » is not in « oui, demain ». */
#define HAS_LINES(text, lines) "instr (char (10) || " text " || char (10), char (10) || " lines " || char (10)) > 0"

/* A text joins the draft of a conversation, and so do the account that it was written for, the message that it answers, and how it presses. What was offered twice is there once. */
static gboolean
join_draft (SpicoTransaction *transaction,
            const char       *mailbox_id,
            const char       *conversation_id,
            const char       *account_id,
            const char       *text,
            const char       *in_reply_to_id,
            SpicoUrgency      urgency,
            GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, account_id, text, saved_at, in_reply_to_id, is_urgent, reply_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                        "ON CONFLICT (holder_id, conversation_id) DO UPDATE SET account_id = excluded.account_id, in_reply_to_id = COALESCE (excluded.in_reply_to_id, in_reply_to_id), "
                        "is_urgent = MAX (is_urgent, excluded.is_urgent), reply_by = CASE excluded.reply_by WHEN 0 THEN reply_by ELSE excluded.reply_by END, text = CASE "
                        "WHEN text = '' OR " HAS_LINES ("excluded.text", "text") " THEN excluded.text WHEN " HAS_LINES ("text", "excluded.text") " THEN text "
                        "ELSE text || char (10) || excluded.text END",
                        VALUES (T (mailbox_id), T (conversation_id), T (account_id), T (text), N (g_get_real_time ()), T (in_reply_to_id),
                                N (urgency.is_urgent), N (urgency.reply_by)), error);
}

/* Two lists as one; either may be empty. */
#define JOINED_GROUPS \
  "CASE WHEN used_groups = '' THEN excluded.used_groups WHEN excluded.used_groups = '' THEN used_groups " \
  "ELSE substr (used_groups, 1, length (used_groups) - 1) || ',' || substr (excluded.used_groups, 2) END"

/* Who was to be added is chosen again, beside whoever is chosen already. */
static gboolean
join_members (SpicoTransaction *transaction,
              const char       *mailbox_id,
              const char       *conversation_id,
              const char       *added_ids,
              const char       *groups,
              GError          **error)
{
  g_autofree char *place = spico_draft_members_place (conversation_id);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, account_id, participant_ids, used_groups, saved_at) VALUES ($1, $2, $1, $3, $4, $5) "
                        "ON CONFLICT (holder_id, conversation_id) DO UPDATE SET participant_ids = trim (participant_ids || ' ' || excluded.participant_ids), "
                        "used_groups = " JOINED_GROUPS,
                        VALUES (T (mailbox_id), T (place), T (added_ids), T (groups), N (g_get_real_time ())), error);
}

/* What was written joins the draft. */
static gboolean
join_failed (SpicoTransaction *transaction,
             const char       *mailbox_id,
             SpicoRows        *rows,
             GError          **error)
{
  const char *conversation_id = spico_rows_get_text (rows, 0, 1);
  const char *added_ids = spico_rows_get_string (rows, 0, 3);

  /* What else it changes is done again where it was done. */
  if (*added_ids == '\0' && *spico_rows_get_text (rows, 0, 2) == '\0')
    return TRUE;
  if (*added_ids != '\0')
    return join_members (transaction, mailbox_id, conversation_id, added_ids, spico_rows_get_string (rows, 0, 4), error);

  return join_draft (transaction, mailbox_id, conversation_id, spico_rows_get_text (rows, 0, 0), spico_rows_get_text (rows, 0, 2), spico_rows_get_text (rows, 0, 5),
                     (SpicoUrgency) { spico_rows_get_int (rows, 0, 6) != 0, spico_rows_get_int (rows, 0, 7) }, error);
}

/* What waits, and nobody has tried to tell the server of: afterwards it may be there. */
static SpicoRows *
find_untold (SpicoTransaction *transaction,
             SpicoWrite       *write,
             GError          **error)
{
  return spico_rows_read (transaction->connection, "ttttttii",
                          "SELECT holder_id, conversation_id, " SPICO_STORE_WORDING ", added_ids, used_groups, in_reply_to_id, is_urgent, reply_by FROM message WHERE id = $1 AND local_state = 1 "
                          "AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.kind = 'message' AND o.object_id = $1 AND o.is_attempted = 0)",
                          VALUES (T (write->id)), error);
}

/* What it was to say, and does not. The message itself stays. */
static DexFuture *
take_refused (SpicoTransaction *transaction,
              SpicoWrite       *write)
{
  g_autoptr (SpicoRows) refused = NULL;
  GError *error = NULL;

  if (!spico_store_take_refused (transaction, write->id, &refused, &error))
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (refused) == 0)
    return not_found ();
  if (!join_draft (transaction, write->mailbox_id, spico_rows_get_text (refused, 0, 1), spico_rows_get_text (refused, 0, 0), spico_rows_get_text (refused, 0, 2), NULL, SPICO_NOT_URGENT, &error) ||
      !spico_store_refresh_mailboxes (transaction, spico_rows_get_text (refused, 0, 1), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_string (spico_rows_get_text (refused, 0, 1));
}

/* Reads mailbox_id, id. The text joins the draft of the conversation in that mailbox, or whom it adds that of « Ajouter des membres ». Resolves to the conversation. */
DexFuture *
spico_write_withdraw (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = find_failed (transaction, write, &error);
  const char *account_id;
  const char *conversation_id;

  if (rows != NULL && spico_rows_get_n_rows (rows) == 0)
    {
      g_clear_pointer (&rows, spico_rows_unref);
      rows = find_untold (transaction, write, &error);
    }
  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return take_refused (transaction, write);

  account_id = spico_rows_get_text (rows, 0, 0);
  conversation_id = spico_rows_get_text (rows, 0, 1);
  if (!join_failed (transaction, write->mailbox_id, rows, &error) || !spico_store_take_back_attached (transaction, write->id, write->mailbox_id, conversation_id, &error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM message WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (write->id)), &error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE kind IN ('message', '" SPICO_OUTBOX_CORRECTION "') AND object_id = $1", VALUES (T (write->id)), &error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM correction WHERE message_id = $1", VALUES (T (write->id)), &error) ||
      !spico_store_refresh_mailboxes (transaction, conversation_id, &error))
    return dex_future_new_for_error (error);

  transaction->changes->flags |= SPICO_CHANGE_OUTBOX;

  return dex_future_new_for_string (conversation_id);
}

/* The conversation went while somebody was writing in it: what holds the draft is made again, for them alone. */
static gboolean
keep_conversation (SpicoTransaction *transaction,
                   SpicoWrite       *write,
                   GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO conversation (holder_id, id, subject, created_at, is_gone) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (holder_id, id) DO NOTHING",
                        VALUES (T (write->mailbox_id), T (write->conversation_id), T (write->subject != NULL ? write->subject : ""), N (write->number)), error);
}

static gboolean
put_draft (SpicoTransaction *transaction,
           SpicoWrite       *write,
           GError          **error)
{
  g_autofree char *ids = write->ids != NULL ? g_strjoinv (" ", write->ids) : g_strdup ("");

  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, account_id, participant_ids, dossier_id, subject, text, saved_at, used_groups, in_reply_to_id, is_urgent, reply_by, active_switch, public_switch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
                        "ON CONFLICT (holder_id, conversation_id) DO UPDATE SET account_id = excluded.account_id, participant_ids = excluded.participant_ids, "
                        "dossier_id = excluded.dossier_id, subject = excluded.subject, text = excluded.text, saved_at = excluded.saved_at, used_groups = excluded.used_groups, "
                        "in_reply_to_id = excluded.in_reply_to_id, is_urgent = excluded.is_urgent, reply_by = excluded.reply_by, active_switch = excluded.active_switch, public_switch = excluded.public_switch",
                        VALUES (T (write->mailbox_id), T (write->conversation_id), T (write->account_id), T (ids), T (write->dossier_id),
                                T (write->subject != NULL ? write->subject : ""), T (write->text != NULL ? write->text : ""), N (write->number), T (used_groups (write)), T (write->in_reply_to_id),
                                N (write->urgency.is_urgent), N (write->urgency.reply_by), N (write->active_switch), N (write->public_switch)),
                        error);
}

/* A list of groups says which have a draft: it is read again when one comes or goes, not at each key. */
static gboolean
note_group_draft (SpicoTransaction *transaction,
                  SpicoWrite       *write,
                  GError          **error)
{
  gint64 has_draft = 0;

  if (!spico_draft_is_group_place (write->conversation_id))
    return TRUE;
  transaction->changes->flags |= SPICO_CHANGE_KEPT;
  if (!spico_sql_query_int64 (transaction->connection, "SELECT COUNT (*) FROM draft WHERE holder_id = $1 AND conversation_id = $2",
                              VALUES (T (write->mailbox_id), T (write->conversation_id)), 0, &has_draft, error))
    return FALSE;
  if ((has_draft > 0) == write->flag)
    transaction->changes->flags |= SPICO_CHANGE_GROUPS;

  return TRUE;
}

/* Reads mailbox_id and conversation_id, both "" for the form, which no conversation shows, as it shows none of what stands beside them; account_id (« Agir en tant que »), ids, used_groups, dossier_id, subject, text, in_reply_to_id, urgency, active_switch, public_switch,
 * number (now), flag (whether it is empty, and so goes away). */
DexFuture *
spico_write_draft (SpicoTransaction *transaction,
                   gpointer          data)
{
  SpicoWrite *write = data;
  gboolean is_placed = *write->conversation_id != '\0' && !spico_draft_is_beside (write->conversation_id);
  GError *error = NULL;
  gboolean ok;

  if (!note_group_draft (transaction, write, &error))
    ok = FALSE;
  else if (write->flag)
    ok = delete_draft (transaction, write->mailbox_id, write->conversation_id, &error);
  else
    ok = put_draft (transaction, write, &error) && (!is_placed || keep_conversation (transaction, write, &error));

  if (ok && is_placed)
    ok = spico_store_refresh_conversation (transaction, write->mailbox_id, write->conversation_id, &error);

  return spico_store_answer (ok, &error);
}

/* Reads mailbox_id, conversation_id, account_id, subject, text, in_reply_to_id, urgency, number (now). The text joins the draft. */
gboolean
spico_store_join (SpicoTransaction *transaction,
                  SpicoWrite       *write,
                  GError          **error)
{
  return join_draft (transaction, write->mailbox_id, write->conversation_id, write->account_id, write->text, write->in_reply_to_id, write->urgency, error) &&
         keep_conversation (transaction, write, error) &&
         spico_store_refresh_conversation (transaction, write->mailbox_id, write->conversation_id, error);
}

/* Reads what spico_store_join() does. */
DexFuture *
spico_write_joined (SpicoTransaction *transaction,
                    gpointer          data)
{
  GError *error = NULL;

  return spico_store_answer (spico_store_join (transaction, data, &error), &error);
}

static DexFuture *
write_marker (SpicoTransaction *transaction,
              SpicoWrite       *write,
              gboolean          marked_unread)
{
  g_autofree char *marker_id = spico_store_marker_id (write->conversation_id, write->account_id, transaction->person_id);
  gint64 read_up_to = marked_unread ? 0 : write->number;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection,
                      "INSERT INTO read_marker (holder_id, id, conversation_id, account_id, person_id, read_up_to, is_marked_unread, local_state) "
                      "VALUES ($1, $2, $3, $1, $4, $5, $6, 2) "
                      "ON CONFLICT (holder_id, id) DO UPDATE SET read_up_to = MAX (read_up_to, excluded.read_up_to), is_marked_unread = excluded.is_marked_unread, local_state = 2 "
                      "WHERE read_up_to < excluded.read_up_to OR is_marked_unread <> excluded.is_marked_unread",
                      VALUES (T (write->account_id), T (marker_id), T (write->conversation_id), T (transaction->person_id), N (read_up_to), N (marked_unread)), &error))
    return dex_future_new_for_error (error);
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return dex_future_new_true ();

  return spico_store_answer (spico_store_enqueue (transaction, marker_id, write->account_id, "marker", marker_id, &error) &&
                               spico_store_refresh_conversation (transaction, write->account_id, write->conversation_id, &error),
                             &error);
}

/* Reads account_id, conversation_id, number (the seq). */
DexFuture *
spico_write_read_marker (SpicoTransaction *transaction,
                         gpointer          data)
{
  return write_marker (transaction, data, FALSE);
}

/* Reads account_id, conversation_id. */
DexFuture *
spico_write_unread (SpicoTransaction *transaction,
                    gpointer          data)
{
  return write_marker (transaction, data, TRUE);
}

/* What is done with a conversation up to its last message ends with the next. One that the server does not have yet stays « created ». */
#define UP_TO_LAST "CASE $3 WHEN 0 THEN 0 ELSE local_last_seq END"
#define SET_FLAG(column, value)                                                                                                \
  "UPDATE conversation SET " column " = " value ", local_state = CASE local_state WHEN 0 THEN 2 ELSE local_state END "         \
  "WHERE holder_id = $1 AND id = $2 AND " column " <> " value

/* Reads account_id, conversation_id, number (a #SpicoConversationFlag), flag. */
DexFuture *
spico_write_flag (SpicoTransaction *transaction,
                  gpointer          data)
{
  static const char *const statements[] = {
    [SPICO_CONVERSATION_PINNED] = SET_FLAG ("is_pinned", "$3"),
    [SPICO_CONVERSATION_MUTED] = SET_FLAG ("is_muted", "$3"),
    [SPICO_CONVERSATION_HANDLED] = SET_FLAG ("handled_seq", UP_TO_LAST),
    [SPICO_CONVERSATION_ARCHIVED] = SET_FLAG ("archived_seq", UP_TO_LAST),
  };
  SpicoWrite *write = data;
  const SpicoSqlValue *values = VALUES (T (write->account_id), T (write->conversation_id));
  g_autofree char *lane = account_lane (write->account_id, write->conversation_id);
  gboolean is_made = TRUE;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, statements[write->number], VALUES (T (write->account_id), T (write->conversation_id), N (write->flag)), &error))
    return dex_future_new_for_error (error);
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return dex_future_new_true ();

  /* What is « traité » presses nobody any more. */
  if (!spico_store_refresh_conversation (transaction, write->account_id, write->conversation_id, &error) ||
      !spico_sql_query_exists (transaction->connection, "SELECT 1 FROM conversation WHERE holder_id = $1 AND id = $2 AND local_state NOT IN (1, 4)", values, &is_made, &error))
    return dex_future_new_for_error (error);

  /* Flags wait for the conversation, where the server does not have it yet. */
  return spico_store_answer (spico_store_enqueue (transaction, is_made ? lane : write->conversation_id, write->account_id, "flags", write->conversation_id, &error), &error);
}

/* Reads account_id, id (new), text (the principal), number (now). */
DexFuture *
spico_write_favourite (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *what = g_strconcat ("favourite ", write->text, NULL);
  g_autofree char *lane = account_lane (write->account_id, what);
  const SpicoSqlValue *values = VALUES (T (write->account_id), T (write->text));
  GError *error = NULL;
  gboolean exists = FALSE;

  transaction->changes->flags |= SPICO_CHANGE_FAVOURITES;
  spico_changes_add_principal (transaction->changes, write->text);

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM favourite WHERE holder_id = $1 AND principal_id = $2 AND local_state <> 3", values, &exists, &error))
    return dex_future_new_for_error (error);
  if (exists)
    return dex_future_new_true ();

  return spico_store_answer (spico_sql_run (transaction->connection,
                                            "INSERT INTO favourite (holder_id, id, client_id, principal_id, created_at, local_state) VALUES ($1, $2, $2, $3, $4, 1)",
                                            VALUES (T (write->account_id), T (write->id), T (write->text), N (write->number)), &error) &&
                               spico_store_enqueue (transaction, lane, write->account_id, "favourite", write->id, &error),
                             &error);
}

/* Reads account_id, text (the principal). */
DexFuture *
spico_write_unfavourite (SpicoTransaction *transaction,
                         gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *what = g_strconcat ("favourite ", write->text, NULL);
  g_autofree char *lane = account_lane (write->account_id, what);
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT id FROM favourite WHERE holder_id = $1 AND principal_id = $2 AND local_state <> 3",
                                                VALUES (T (write->account_id), T (write->text)), &error);

  if (rows == NULL)
    return dex_future_new_for_error (error);

  transaction->changes->flags |= SPICO_CHANGE_FAVOURITES;
  spico_changes_add_principal (transaction->changes, write->text);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      const char *id = spico_rows_get_text (rows, i, 0);

      if (!spico_sql_run (transaction->connection, "UPDATE favourite SET local_state = 3 WHERE holder_id = $1 AND id = $2", VALUES (T (write->account_id), T (id)), &error) ||
          !spico_store_enqueue (transaction, lane, write->account_id, "unfavourite", id, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

/* What still waits of the same text has nothing to say any more. */
static gboolean
drop_waiting_search (SpicoTransaction *transaction,
                     const char       *text_key,
                     GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (transaction->person_id), T (text_key));

  return spico_sql_run (transaction->connection,
                        "DELETE FROM outbox WHERE holder_id = $1 AND kind = 'search' AND object_id IN "
                        "(SELECT id FROM recent_search WHERE holder_id = $1 AND text_key = $2 AND local_state = 1)",
                        values, error) &&
         spico_sql_run (transaction->connection, "DELETE FROM recent_search WHERE holder_id = $1 AND text_key = $2 AND local_state = 1", values, error);
}

/* Reads id (new), text, number (now). Latest searches are the person's own, whomever they act for. */
DexFuture *
spico_write_search (SpicoTransaction *transaction,
                    gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *text_key = spico_sort_key (write->text);
  g_autofree char *lane = account_lane (transaction->person_id, "search");
  GError *error = NULL;

  /* Without a letter or a digit it finds nobody. */
  if (*text_key == '\0')
    return dex_future_new_true ();

  transaction->changes->flags |= SPICO_CHANGE_SEARCHES;

  return spico_store_answer (drop_waiting_search (transaction, text_key, &error) &&
                               spico_sql_run (transaction->connection, "INSERT INTO recent_search (holder_id, id, client_id, text, used_at, text_key, local_state) VALUES ($1, $2, $2, $3, $4, $5, 1)",
                                              VALUES (T (transaction->person_id), T (write->id), T (write->text), N (write->number), T (text_key)), &error) &&
                               spico_store_enqueue (transaction, lane, transaction->person_id, "search", write->id, &error),
                             &error);
}

/* Reads id (the name), text (the value). */
DexFuture *
spico_write_setting (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;

  transaction->changes->flags |= SPICO_CHANGE_KEPT;
  return spico_store_answer (spico_store_put_setting (transaction, write->id, write->text, &error), &error);
}
