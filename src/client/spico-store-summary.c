/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-summary.h"

#include "spico-json.h"
#include "spico-store-attachments.h"
#include "spico-store-objects.h"
#include "spico-store-urgency.h"

#define PREVIEW_CHARACTERS 160

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* The beginning of a text, on one line. */
static char *
make_preview (const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (PREVIEW_CHARACTERS, g_utf8_strlen (text, -1)));

  for (char *c = start; *c != '\0'; c++)
    {
      if (g_ascii_isspace (*c))
        *c = ' ';
    }

  return g_steal_pointer (&start);
}

typedef struct {
  gint64 last_at;
  gint64 last_seq;
  gint64 unread;
  gint64 is_marked_unread;
  gint64 n_pending;
  gint64 n_failed;
  gint64 preview_change;
  char *preview;
  char *preview_person_id;
  gint64 preview_is_withdrawn;
  gint64 preview_attachment_count;
} Summary;

static void
summary_clear (Summary *summary)
{
  g_free (summary->preview);
  g_free (summary->preview_person_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Summary, summary_clear)

static gboolean
sum_up_last (SpicoTransaction    *transaction,
             const SpicoSqlValue *values,
             Summary             *summary,
             GError             **error)
{
  static const char *const queries[] = {
    SPICO_STORE_LAST_WAITING,
    "SELECT " SPICO_STORE_WORDING ", from_person_id, sent_at, seq, " SPICO_STORE_CHANGE ", is_withdrawn, "
    "(SELECT COUNT (*) FROM message_attachment AS a WHERE a.holder_id = message.holder_id AND a.message_id = message.id) FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 ORDER BY seq DESC LIMIT 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttiiiii", queries[i], values, error);

      if (rows == NULL)
        return FALSE;
      if (spico_rows_get_n_rows (rows) == 0)
        continue;

      summary->last_at = MAX (summary->last_at, spico_rows_get_int (rows, 0, 2));
      summary->last_seq = MAX (summary->last_seq, spico_rows_get_int (rows, 0, 3));
      if (summary->preview == NULL)
        {
          summary->preview = make_preview (spico_rows_get_string (rows, 0, 0));
          summary->preview_person_id = g_strdup (spico_rows_get_text (rows, 0, 1));
          summary->preview_change = spico_rows_get_int (rows, 0, 4);
          summary->preview_is_withdrawn = spico_rows_get_int (rows, 0, 5);
          summary->preview_attachment_count = spico_rows_get_int (rows, 0, 6);
        }
    }

  return TRUE;
}

/* Counted from the messages that are here; where some are not here yet, the server's own count stands in. */
static gboolean
sum_up_unread (SpicoTransaction *transaction,
               const char       *account_id,
               const char       *conversation_id,
               gint64            history_seq,
               gint64            server_last_seq,
               gint64            server_unread,
               Summary          *summary,
               GError          **error)
{
  g_autofree char *marker_id = spico_store_marker_id (conversation_id, account_id, transaction->person_id);
  g_autoptr (SpicoRows) marker = spico_rows_read (transaction->connection, "ii", "SELECT read_up_to, is_marked_unread FROM read_marker WHERE holder_id = $1 AND id = $2",
                                                  VALUES (T (account_id), T (marker_id)), error);
  g_autoptr (SpicoRows) counts = NULL;
  gint64 read_up_to = history_seq;
  gint64 n_missing;

  if (marker == NULL)
    return FALSE;
  if (spico_rows_get_n_rows (marker) > 0)
    {
      read_up_to = MAX (read_up_to, spico_rows_get_int (marker, 0, 0));
      summary->is_marked_unread = spico_rows_get_int (marker, 0, 1);
    }

  counts = spico_rows_read (transaction->connection, "ii",
                            "SELECT COUNT(*), COUNT(CASE WHEN from_person_id <> $4 AND is_withdrawn = 0 THEN 1 END) FROM message "
                            "WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 AND seq > $3",
                            VALUES (T (account_id), T (conversation_id), N (read_up_to), T (transaction->person_id)), error);
  if (counts == NULL)
    return FALSE;

  n_missing = MAX (server_last_seq, summary->last_seq) - read_up_to - spico_rows_get_int (counts, 0, 0);
  summary->unread = spico_rows_get_int (counts, 0, 1);
  if (n_missing > 0)
    summary->unread = MIN (MAX (summary->unread, server_unread), MAX (server_last_seq, summary->last_seq) - read_up_to);

  return TRUE;
}

static gboolean
sum_up_waiting (SpicoTransaction    *transaction,
                const SpicoSqlValue *values,
                Summary             *summary,
                GError             **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ii",
                                                "SELECT COUNT(CASE WHEN local_state = 1 THEN 1 END), COUNT(CASE WHEN local_state = 4 THEN 1 END) FROM message AS m "
                                                "WHERE " SPICO_STORE_IS_WAITING,
                                                values, error);

  if (rows == NULL)
    return FALSE;
  summary->n_pending = spico_rows_get_int (rows, 0, 0);
  summary->n_failed = spico_rows_get_int (rows, 0, 1);

  return TRUE;
}

/**
 * spico_store_refresh_conversation:
 *
 * Works out again what a row of the list shows of its contents: last message, unread, waiting. A list then reads one table.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_refresh_conversation (SpicoTransaction *transaction,
                                  const char       *account_id,
                                  const char       *conversation_id,
                                  GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (account_id), T (conversation_id));
  g_autoptr (SpicoRows) row = spico_rows_read (transaction->connection, "iiiii", "SELECT created_at, last_message_at, last_message_seq, unread_count, history_seq FROM conversation WHERE holder_id = $1 AND id = $2",
                                               values, error);
  g_auto (Summary) summary = { 0 };

  if (row == NULL)
    return FALSE;
  spico_changes_add_conversation (transaction->changes, account_id, conversation_id);
  if (spico_rows_get_n_rows (row) == 0)
    return TRUE;

  if (!sum_up_last (transaction, values, &summary, error) ||
      !sum_up_unread (transaction, account_id, conversation_id, spico_rows_get_int (row, 0, 4), spico_rows_get_int (row, 0, 2), spico_rows_get_int (row, 0, 3), &summary, error) ||
      !sum_up_waiting (transaction, values, &summary, error))
    return FALSE;

  summary.last_at = MAX (summary.last_at, spico_rows_get_int (row, 0, 1));
  summary.last_seq = MAX (summary.last_seq, spico_rows_get_int (row, 0, 2));

  return spico_sql_run (transaction->connection,
                        "UPDATE conversation SET sort_time = $3, preview = $4, preview_person_id = $5, local_last_at = $6, local_last_seq = $7, "
                        "local_unread = $8, is_marked_unread = $9, pending_count = $10, failed_count = $11, preview_change = $12, preview_is_withdrawn = $13, preview_attachment_count = $14, "
                        "draft_attachment_count = (SELECT COUNT (*) FROM attachment WHERE mailbox_id = $1 AND conversation_id = $2), "
                        "scheduled_count = (SELECT COUNT (*) FROM scheduled_message WHERE conversation_id = $2), "
                        "draft_text = COALESCE ((SELECT text FROM draft WHERE holder_id = $1 AND conversation_id = $2), '') "
                        "WHERE holder_id = $1 AND id = $2",
                        VALUES (T (account_id), T (conversation_id),
                                N (summary.last_at > 0 ? summary.last_at : spico_rows_get_int (row, 0, 0)),
                                T (summary.preview != NULL ? summary.preview : ""), T (summary.preview_person_id), N (summary.last_at), N (summary.last_seq),
                                N (summary.unread), N (summary.is_marked_unread), N (summary.n_pending), N (summary.n_failed), N (summary.preview_change), N (summary.preview_is_withdrawn), N (summary.preview_attachment_count)),
                        error) &&
         spico_store_refresh_urgency (transaction, account_id, conversation_id, g_get_real_time (), error);
}

/**
 * spico_store_refresh_mailboxes:
 *
 * Does the same in every mailbox that holds the conversation: what was written for one of them waits in all.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_refresh_mailboxes (SpicoTransaction *transaction,
                               const char       *conversation_id,
                               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT holder_id FROM conversation WHERE id = $1",
                                                VALUES (T (conversation_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!spico_store_refresh_conversation (transaction, spico_rows_get_text (rows, i, 0), conversation_id, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_store_settle_message:
 * @seq: its number in the conversation; 0 where the server did not say it
 * @sent_at: when the server stored it, in microseconds since 1970
 *
 * The server has a message that was written here: it waits nowhere any more, and stands in every mailbox of this person that holds the
 * conversation. Does nothing for a message that does not wait.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_settle_message (SpicoTransaction *transaction,
                            const char       *id,
                            gint64            seq,
                            gint64            sent_at,
                            GError          **error)
{
  g_autofree char *conversation_id = NULL;

  if (!spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE kind = 'message' AND object_id = $1", VALUES (T (id)), error))
    return FALSE;
  if (spico_sql_connection_changes (transaction->connection) > 0)
    transaction->changes->flags |= SPICO_CHANGE_OUTBOX;
  if (seq <= 0 || sent_at <= 0)
    return TRUE;

  if (!spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM message WHERE id = $1 AND local_state <> 0 LIMIT 1", VALUES (T (id)), &conversation_id, error))
    return FALSE;
  if (conversation_id == NULL)
    return TRUE;

  return spico_sql_run (transaction->connection,
                        "INSERT INTO message (holder_id, id, client_id, conversation_id, text, added_ids, removed_ids, new_subject, patient_change, in_reply_to_id, is_urgent, reply_by, composed_at, from_person_id, from_account_id, seq, sent_at) "
                        "SELECT c.holder_id, m.id, m.client_id, m.conversation_id, m.text, m.added_ids, m.removed_ids, m.new_subject, m.patient_change, m.in_reply_to_id, m.is_urgent, m.reply_by, m.composed_at, m.from_person_id, m.from_account_id, $2, $3 "
                        "FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id AND c.is_gone = 0 "
                        "WHERE m.id = $1 AND m.local_state <> 0 ON CONFLICT (holder_id, id) DO NOTHING",
                        VALUES (T (id), N (seq), N (sent_at)), error) &&
         spico_sql_run (transaction->connection, "UPDATE message SET local_state = 0, local_error = 0, used_groups = '', dossier_id = NULL, seq = $2, sent_at = $3 WHERE id = $1 AND local_state <> 0",
                        VALUES (T (id), N (seq), N (sent_at)), error) &&
         spico_store_settle_attached (transaction, id, error) &&
         spico_store_refresh_mailboxes (transaction, conversation_id, error);
}
