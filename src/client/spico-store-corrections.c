/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-corrections.h"

#include "spico-correction.h"
#include "spico-json.h"
#include "spico-rows.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-store-writes.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* It is being told, or will be. */
#define IS_TO_BE_TOLD "EXISTS (SELECT 1 FROM outbox AS o WHERE o.kind = '" SPICO_OUTBOX_CORRECTION "' AND o.lane = correction.conversation_id AND o.object_id = correction.message_id)"

static gboolean
show (SpicoTransaction *transaction,
      const char       *conversation_id,
      GError          **error)
{
  /* The message may stand far up, and be quoted anywhere. */
  transaction->changes->flags |= SPICO_CHANGE_WORDING;

  return spico_store_refresh_mailboxes (transaction, conversation_id, error);
}

static gboolean
drop (SpicoTransaction *transaction,
      const char       *message_id,
      GError          **error)
{
  return spico_sql_run (transaction->connection, "DELETE FROM correction WHERE message_id = $1", VALUES (T (message_id)), error);
}

/* The server takes what says the same as no change: what may have left already, in whichever wording, is told again. */
static gboolean
put (SpicoTransaction *transaction,
     SpicoWrite       *write,
     const char       *conversation_id,
     GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO correction (message_id, account_id, conversation_id, text) VALUES ($1, $2, $3, $4) "
                        "ON CONFLICT (message_id) DO UPDATE SET text = excluded.text, failure = 0",
                        VALUES (T (write->id), T (write->account_id), T (conversation_id), T (write->text)), error) &&
         spico_store_enqueue (transaction, conversation_id, write->account_id, SPICO_OUTBOX_CORRECTION, write->id, error);
}

/* Reads account_id (for which the message was written), id (the message), text. Rejects where there is no message that the person may still correct. */
DexFuture *
spico_write_correction (SpicoTransaction *transaction,
                        gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tii",
                                                "SELECT conversation_id, text = $4 AND local_state = 0, EXISTS (SELECT 1 FROM correction WHERE message_id = $2 AND failure = 0) FROM message "
                                                "WHERE holder_id = $1 AND id = $2 AND from_person_id = $3 AND from_account_id = $1 AND is_automatic = 0 AND is_withdrawn = 0 AND text <> '' AND local_state IN (0, 1)",
                                                VALUES (T (write->account_id), T (write->id), T (transaction->person_id), T (write->text)), &error);
  const char *conversation_id;
  gboolean is_said;

  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such message to be corrected");

  conversation_id = spico_rows_get_text (rows, 0, 0);
  is_said = spico_rows_get_int (rows, 0, 1) && !spico_rows_get_int (rows, 0, 2);

  return spico_store_answer ((is_said ? drop (transaction, write->id, &error) : put (transaction, write, conversation_id, &error)) && show (transaction, conversation_id, &error), &error);
}

/**
 * spico_store_take_refused:
 * @message_id: a message
 * @refused: (out): a row, or none: the account that it was written for, the conversation, and what the server did not let it say
 *
 * Takes the refused wording of a message away, for whoever puts it elsewhere.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_take_refused (SpicoTransaction *transaction,
                          const char       *message_id,
                          SpicoRows       **refused,
                          GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttt", "SELECT account_id, conversation_id, text FROM correction WHERE message_id = $1 AND failure <> 0", VALUES (T (message_id)), error);

  if (rows == NULL || (spico_rows_get_n_rows (rows) > 0 && (!drop (transaction, message_id, error) || !show (transaction, spico_rows_get_text (rows, 0, 1), error))))
    return FALSE;

  *refused = g_steal_pointer (&rows);
  return TRUE;
}

/**
 * spico_store_fold_corrections:
 * @account_id: an account, some of whose messages were just refused
 *
 * What the server never got says what it was to say at last.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_fold_corrections (SpicoTransaction *transaction,
                              const char       *account_id,
                              GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "UPDATE message SET text = (SELECT w.text FROM correction AS w WHERE w.message_id = message.id) "
                        "WHERE holder_id = $1 AND local_state = 4 AND id IN (SELECT message_id FROM correction)",
                        VALUES (T (account_id)), error) &&
         spico_sql_run (transaction->connection, "DELETE FROM correction WHERE message_id IN (SELECT id FROM message WHERE holder_id = $1 AND local_state = 4)", VALUES (T (account_id)), error);
}

/**
 * spico_store_keep_corrections:
 *
 * A conversation is about to go: what its messages were to say, and do not, is kept as its draft.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_keep_corrections (SpicoTransaction *transaction,
                              const char       *account_id,
                              const char       *conversation_id,
                              GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (account_id), T (conversation_id));

  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, account_id, text, saved_at) SELECT account_id, conversation_id, account_id, text, $3 FROM correction "
                        "WHERE account_id = $1 AND conversation_id = $2 AND message_id IN (SELECT id FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0) "
                        "ON CONFLICT (holder_id, conversation_id) DO UPDATE SET text = text || CASE text WHEN '' THEN '' ELSE char (10) END || excluded.text",
                        VALUES (T (account_id), T (conversation_id), N (g_get_real_time ())), error) &&
         spico_sql_run (transaction->connection,
                        "DELETE FROM correction WHERE account_id = $1 AND conversation_id = $2 AND message_id IN (SELECT id FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0)",
                        values, error);
}

/* Nothing of it is trusted further than that: as many as the server keeps, each a text and a time. */
static char *
make_wordings (JsonObject *message)
{
  JsonArray *earlier = spico_json_get_array (message, "earlierTexts");
  guint n = earlier != NULL ? MIN (json_array_get_length (earlier), SPICO_CORRECTION_MAX) : 0;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *kept = json_array_new ();

  for (guint i = 0; i < n; i++)
    {
      JsonObject *wording = spico_json_get_element_object (earlier, i);
      const char *text = wording != NULL ? spico_json_get_string (wording, "text") : NULL;
      JsonObject *copy;

      if (text == NULL)
        continue;
      copy = json_object_new ();
      json_object_set_string_member (copy, "text", text);
      json_object_set_int_member (copy, "at", spico_json_parse_time (spico_json_get_string (wording, "writtenAt")));
      json_array_add_object_element (kept, copy);
    }
  if (json_array_get_length (kept) == 0)
    {
      json_array_unref (kept);
      return g_strdup ("");
    }
  json_node_take_array (node, kept);

  return json_to_string (node, FALSE);
}

/**
 * spico_store_put_wordings:
 * @message: a message as the server has it, whose row is written
 *
 * Keeps what it said before. What it was to say has been told, unless that still waits: the server has the last word.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_wordings (SpicoTransaction *transaction,
                          const char       *account_id,
                          JsonObject       *message,
                          GError          **error)
{
  const char *id = spico_json_get_string (message, "id");
  g_autofree char *wordings = make_wordings (message);

  /* It may stand far up, and be quoted anywhere. */
  if (spico_json_get_boolean (message, "isWithdrawn") || *wordings != '\0')
    transaction->changes->flags |= SPICO_CHANGE_WORDING;

  return spico_sql_run (transaction->connection, "UPDATE message SET earlier_texts = $3 WHERE holder_id = $1 AND id = $2 AND earlier_texts <> $3",
                        VALUES (T (account_id), T (id), T (wordings)), error) &&
         spico_sql_run (transaction->connection, "DELETE FROM correction WHERE message_id = $2 AND account_id = $1 AND failure = 0 AND NOT " IS_TO_BE_TOLD, VALUES (T (account_id), T (id)), error);
}

/* NULL with no error where there is nothing to tell any more. */
JsonObject *
spico_outbox_make_correction (SpicoTransaction *transaction,
                              SpicoOperation   *operation,
                              GError          **error)
{
  g_autofree char *text = NULL;
  JsonObject *object;

  if (!spico_sql_query_text (transaction->connection, "SELECT text FROM correction WHERE message_id = $1 AND failure = 0", VALUES (T (operation->object_id)), &text, error) || text == NULL)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "text", text);

  return object;
}

/* It stands until the server's own word of the message comes, which may have come before, and was shown as waiting: spico_store_put_wordings(). What was typed meanwhile is told next. */
gboolean
spico_outbox_correction_done (SpicoTransaction *transaction,
                              SpicoOperation   *operation,
                              GError          **error)
{
  g_autofree char *conversation_id = NULL;

  if (!spico_sql_query_text (transaction->connection,
                             "SELECT conversation_id FROM correction WHERE message_id = $1 AND failure = 0 AND NOT " IS_TO_BE_TOLD " "
                             "AND EXISTS (SELECT 1 FROM message AS m WHERE m.holder_id = correction.account_id AND m.id = correction.message_id AND m.text = correction.text)",
                             VALUES (T (operation->object_id)), &conversation_id, error))
    return FALSE;

  return conversation_id == NULL || (drop (transaction, operation->object_id, error) && show (transaction, conversation_id, error));
}

/* The message says again what the server has, and what was typed is shown below it. */
gboolean
spico_outbox_correction_refused (SpicoTransaction *transaction,
                                 SpicoSettlement  *settlement,
                                 GError          **error)
{
  const char *id = settlement->operation->object_id;
  g_autofree char *conversation_id = NULL;

  return spico_sql_run (transaction->connection, "UPDATE correction SET failure = $2 WHERE message_id = $1 AND NOT " IS_TO_BE_TOLD, VALUES (T (id), N (settlement->failure)), error) &&
         spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM correction WHERE message_id = $1", VALUES (T (id)), &conversation_id, error) &&
         (conversation_id == NULL || show (transaction, conversation_id, error));
}
