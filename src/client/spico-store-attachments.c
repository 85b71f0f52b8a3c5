/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-attachments.h"

#include <string.h>

#include "spico-attachment-private.h"
#include "spico-json.h"
#include "spico-store-contact.h"
#include "spico-store-corrections.h"
#include "spico-store-objects.h"
#include "spico-store-scheduled.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-uuid.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

#define LIMITS_SETTING "attachment-limits"
#define MAX_BLOB_ID 255

/* What was read stays here up to that many bytes. */
#define MAX_KEPT G_GINT64_CONSTANT (500000000)

/* A blob that is lost that often between its upload and its message is lost for another reason than its age. */
#define MAX_LOST 3

SpicoAttaching *
spico_attaching_new (const char *id)
{
  SpicoAttaching *self = g_new0 (SpicoAttaching, 1);

  self->id = g_strdup (id);

  return self;
}

void
spico_attaching_free (gpointer data)
{
  SpicoAttaching *self = data;

  g_free (self->id);
  g_free (self->mailbox_id);
  g_free (self->conversation_id);
  g_free (self->account_id);
  g_free (self->name);
  g_free (self->media_type);
  g_free (self->file);
  g_free (self->blob_id);
  g_free (self->source_id);
  g_free (self);
}

static DexFuture *
not_found (void)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such attachment");
}

/* The limits */

static gint64
take_limit (gint64 said,
            gint64 most)
{
  return said > 0 ? MIN (said, most) : 0;
}

/* As JMAP mail tells it (RFC 8621 section 1.3.1): in the account. All accounts of a region are told the same. */
static JsonObject *
find_discussions (JsonObject *session)
{
  JsonObject *accounts = spico_json_get_object (session, "accounts");
  g_autoptr (GList) ids = accounts != NULL ? json_object_get_members (accounts) : NULL;

  for (GList *link = ids; link != NULL; link = link->next)
    {
      JsonObject *account = spico_json_get_object (accounts, link->data);
      JsonObject *capabilities = account != NULL ? spico_json_get_object (account, "accountCapabilities") : NULL;
      JsonObject *discussions = capabilities != NULL ? spico_json_get_object (capabilities, SPICO_CAPABILITY_DISCUSSIONS) : NULL;

      if (discussions != NULL && spico_json_get_int (discussions, "maxSizeAttachmentsPerMessage") > 0)
        return discussions;
    }

  return NULL;
}

/**
 * spico_store_put_attachment_limits:
 * @session: a session object
 *
 * Notes what the server takes, so that one is told off line too. One that says nothing takes nothing that is known: what was noted before, or the usual, stands.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_attachment_limits (SpicoTransaction *transaction,
                                   JsonObject       *session,
                                   GError          **error)
{
  JsonObject *discussions = find_discussions (session);
  JsonObject *capabilities = spico_json_get_object (session, "capabilities");
  JsonObject *core = capabilities != NULL ? spico_json_get_object (capabilities, SPICO_CAPABILITY_CORE) : NULL;
  gint64 most = SPICO_ATTACHMENT_MAX_SIZE;
  g_autofree char *value = NULL;

  if (discussions == NULL)
    return TRUE;

  value = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, take_limit (spico_json_get_int (discussions, "maxSizeAttachmentsPerMessage"), most),
                           core != NULL ? take_limit (spico_json_get_int (core, "maxSizeUpload"), most) : 0, take_limit (spico_json_get_int (discussions, "maxAttachmentsPerMessage"), SPICO_ATTACHMENT_MAX_COUNT));

  return spico_store_put_setting (transaction, LIMITS_SETTING, value, error);
}

static gboolean
read_limits (SpicoTransaction      *transaction,
             SpicoAttachmentLimits *limits,
             GError               **error)
{
  g_autofree char *text = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT value FROM setting WHERE name = '" LIMITS_SETTING "'", NULL, &text, error))
    return FALSE;
  spico_attachment_limits_parse (text, limits);

  return TRUE;
}

static gboolean
check_limits (SpicoTransaction *transaction,
              const char       *mailbox_id,
              const char       *conversation_id,
              GError          **error)
{
  SpicoAttachmentLimits limits;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "iii", "SELECT COUNT (*), COALESCE (SUM (size), 0), COALESCE (MAX (size), 0) FROM attachment WHERE mailbox_id = $1 AND conversation_id = $2",
                                                VALUES (T (mailbox_id), T (conversation_id)), error);

  if (rows == NULL || !read_limits (transaction, &limits, error))
    return FALSE;
  if (spico_rows_get_int (rows, 0, 0) <= limits.max_count && spico_rows_get_int (rows, 0, 1) <= limits.max_size && spico_rows_get_int (rows, 0, 2) <= limits.max_size_each)
    return TRUE;

  g_set_error_literal (error, SPICO_CLIENT_ERROR, spico_rows_get_int (rows, 0, 0) > limits.max_count ? SPICO_CLIENT_ERROR_TOO_MANY : SPICO_CLIENT_ERROR_TOO_LARGE, "More is attached than the server takes");
  return FALSE;
}

/* What is attached to a draft */

/* The place may be that of a conversation that went meanwhile. */
static gboolean
show_place (SpicoTransaction *transaction,
            const char       *mailbox_id,
            const char       *conversation_id,
            GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return *conversation_id == '\0'
         || (spico_sql_run (transaction->connection, "INSERT INTO conversation (holder_id, id, is_gone) VALUES ($1, $2, 1) ON CONFLICT (holder_id, id) DO NOTHING", VALUES (T (mailbox_id), T (conversation_id)), error)
             && spico_store_refresh_conversation (transaction, mailbox_id, conversation_id, error));
}

static gboolean
put_file (SpicoTransaction *transaction,
          const char       *file,
          const char       *blob_id,
          gint64            size,
          GError          **error)
{
  return spico_sql_run (transaction->connection, "INSERT INTO attachment_file (name, blob_id, size, used_at) VALUES ($1, $2, $3, $4)", VALUES (T (file), T (blob_id), N (size), N (g_get_real_time ())), error);
}

/* Reads id (new), mailbox_id, conversation_id, account_id, name, media_type, size, file. */
DexFuture *
spico_write_attached (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  return spico_store_answer (spico_sql_run (transaction->connection, "INSERT INTO attachment (id, mailbox_id, conversation_id, account_id, name, type, size, file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                                            VALUES (T (what->id), T (what->mailbox_id), T (what->conversation_id), T (what->account_id), T (what->name), T (what->media_type), N (what->size), T (what->file)), &error) &&
                               put_file (transaction, what->file, NULL, what->size, &error) &&
                               check_limits (transaction, what->mailbox_id, what->conversation_id, &error) &&
                               show_place (transaction, what->mailbox_id, what->conversation_id, &error),
                             &error);
}

/* The file that has it already goes along; the blob itself, where it is in that account. */
static gboolean
forward (SpicoTransaction *transaction,
         SpicoAttaching   *what,
         SpicoRows        *rows,
         guint             row,
         GError          **error)
{
  const char *source_account_id = spico_rows_get_text (rows, row, 0);
  const char *blob_id = spico_rows_get_text (rows, row, 1);
  gboolean is_there = g_str_equal (source_account_id, what->account_id);
  g_autofree char *id = spico_uuid_new (g_get_real_time ());

  return spico_sql_run (transaction->connection,
                        "INSERT INTO attachment (id, mailbox_id, conversation_id, account_id, name, type, size, file, blob_id, source_account_id, source_blob_id) "
                        "VALUES ($1, $2, $3, $4, $5, $6, $7, COALESCE ((SELECT name FROM attachment_file WHERE blob_id = $8 LIMIT 1), ''), $9, $10, $8)",
                        VALUES (T (id), T (what->mailbox_id), T (what->conversation_id), T (what->account_id), T (spico_rows_get_string (rows, row, 2)), T (spico_rows_get_string (rows, row, 3)),
                                N (spico_rows_get_int (rows, row, 4)), T (blob_id), T (is_there ? blob_id : NULL), T (source_account_id)),
                        error);
}

/* Reads id (a message), source_id (the mailbox in which it is read), mailbox_id, conversation_id, account_id. */
DexFuture *
spico_write_forwarded (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tttti", "SELECT holder_id, blob_id, name, type, size FROM message_attachment WHERE holder_id = $1 AND message_id = $2 ORDER BY number",
                                                VALUES (T (what->source_id), T (what->id)), &error);

  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return not_found ();

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!forward (transaction, what, rows, i, &error))
        return dex_future_new_for_error (error);
    }

  return spico_store_answer (check_limits (transaction, what->mailbox_id, what->conversation_id, &error) && show_place (transaction, what->mailbox_id, what->conversation_id, &error), &error);
}

/* Reads id. What goes with a message goes with it. */
DexFuture *
spico_write_detached (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt", "SELECT mailbox_id, conversation_id FROM attachment WHERE id = $1 AND message_id IS NULL", VALUES (T (what->id)), &error);

  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return not_found ();

  return spico_store_answer (spico_sql_run (transaction->connection, "DELETE FROM attachment WHERE id = $1", VALUES (T (what->id)), &error) &&
                               show_place (transaction, spico_rows_get_string (rows, 0, 0), spico_rows_get_string (rows, 0, 1), &error),
                             &error);
}

/* Reads mailbox_id, conversation_id. */
DexFuture *
spico_write_all_detached (SpicoTransaction *transaction,
                          gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "DELETE FROM attachment WHERE mailbox_id = $1 AND conversation_id = $2", VALUES (T (what->mailbox_id), T (what->conversation_id)), &error))
    return dex_future_new_for_error (error);
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return dex_future_new_true ();

  return spico_store_answer (show_place (transaction, what->mailbox_id, what->conversation_id, &error), &error);
}

/* Reads id. */
DexFuture *
spico_write_attachment_retry (SpicoTransaction *transaction,
                              gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "UPDATE attachment SET failure = 0, n_lost = 0 WHERE id = $1 AND message_id IS NULL", VALUES (T (what->id)), &error))
    return dex_future_new_for_error (error);
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return not_found ();
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return dex_future_new_true ();
}

/* On its way */

/* Reads id, account_id, blob_id. Where it is sent for another account by now, it has to be there. */
DexFuture *
spico_write_uploaded (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "UPDATE attachment SET blob_id = $3 WHERE id = $1 AND account_id = $2", VALUES (T (what->id), T (what->account_id), T (what->blob_id)), &error))
    return dex_future_new_for_error (error);
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS | SPICO_CHANGE_OUTBOX;

  return dex_future_new_true ();
}

static gboolean
fail_message (SpicoTransaction *transaction,
              const char       *message_id,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt", "SELECT holder_id, conversation_id FROM message WHERE id = $1 AND local_state = 1", VALUES (T (message_id)), error);

  if (rows == NULL)
    return FALSE;
  if (spico_rows_get_n_rows (rows) == 0)
    return spico_store_fail_scheduled (transaction, message_id, SPICO_MESSAGE_FAILURE_ATTACHMENT, error);
  transaction->changes->flags |= SPICO_CHANGE_OUTBOX;

  return spico_sql_run (transaction->connection, "UPDATE message SET local_state = 4, local_error = $2 WHERE id = $1 AND local_state = 1", VALUES (T (message_id), N (SPICO_MESSAGE_FAILURE_ATTACHMENT)), error) &&
         spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE kind = 'message' AND object_id = $1", VALUES (T (message_id)), error) &&
         spico_store_fold_corrections (transaction, spico_rows_get_text (rows, 0, 0), error) && spico_store_refresh_mailboxes (transaction, spico_rows_get_text (rows, 0, 1), error);
}

/* Reads id, failure. The message that it goes with fails too: its text and the rest are kept. */
DexFuture *
spico_write_upload_failed (SpicoTransaction *transaction,
                           gpointer          data)
{
  SpicoAttaching *what = data;
  g_autofree char *message_id = NULL;
  GError *error = NULL;

  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_store_answer (spico_sql_run (transaction->connection, "UPDATE attachment SET failure = $2 WHERE id = $1", VALUES (T (what->id), N (what->failure)), &error) &&
                               spico_sql_query_text (transaction->connection, "SELECT message_id FROM attachment WHERE id = $1", VALUES (T (what->id)), &message_id, &error) &&
                               (message_id == NULL || fail_message (transaction, message_id, &error)),
                             &error);
}

/* Files */

/* What was opened last stays; what is still to be sent is not counted, and never goes. */
static gboolean
bound_kept (SpicoTransaction *transaction,
            GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "DELETE FROM attachment_file WHERE name IN (SELECT name FROM (SELECT name, SUM (size) OVER (ORDER BY used_at DESC, name) AS kept FROM attachment_file AS f "
                        "WHERE NOT EXISTS (SELECT 1 FROM attachment AS a WHERE a.file = f.name)) WHERE kept > $1)",
                        VALUES (N (MAX_KEPT)), error);
}

/* Reads id (nullable: of what is attached and waits for its bytes), account_id (which sees it), blob_id, size, file. Rejects where nothing refers to it any more. */
DexFuture *
spico_write_fetched (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoAttaching *what = data;
  gboolean is_wanted = FALSE;
  GError *error = NULL;

  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;
  if (!spico_sql_query_exists (transaction->connection,
                               "SELECT 1 FROM attachment WHERE id = $1 UNION ALL SELECT 1 FROM message_attachment WHERE $1 IS NULL AND holder_id = $2 AND blob_id = $3",
                               VALUES (T (what->id), T (what->account_id), T (what->blob_id)), &is_wanted, &error))
    return dex_future_new_for_error (error);
  if (!is_wanted)
    return not_found ();

  return spico_store_answer (spico_sql_run (transaction->connection, "DELETE FROM attachment_file WHERE blob_id = $1 AND NOT EXISTS (SELECT 1 FROM attachment AS a WHERE a.file = attachment_file.name)", VALUES (T (what->blob_id)), &error) &&
                               put_file (transaction, what->file, what->blob_id, what->size, &error) &&
                               spico_sql_run (transaction->connection, "UPDATE attachment SET file = $2 WHERE id = $1 AND file = ''", VALUES (T (what->id), T (what->file)), &error) && bound_kept (transaction, &error),
                             &error);
}

/* Reads file. */
DexFuture *
spico_write_file_used (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  return spico_store_answer (spico_sql_run (transaction->connection, "UPDATE attachment_file SET used_at = $2 WHERE name = $1", VALUES (T (what->file), N (g_get_real_time ())), &error), &error);
}

/* Reads file, of which the disk has lost something. */
DexFuture *
spico_write_file_lost (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoAttaching *what = data;
  GError *error = NULL;

  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_store_answer (spico_sql_run (transaction->connection, "UPDATE attachment SET file = '' WHERE file = $1", VALUES (T (what->file)), &error) &&
                               spico_sql_run (transaction->connection, "DELETE FROM attachment_file WHERE name = $1", VALUES (T (what->file)), &error),
                             &error);
}

/* @data: a strv: they are not on the disk any more. */
DexFuture *
spico_write_files_removed (SpicoTransaction *transaction,
                           gpointer          data)
{
  g_autofree char *names = spico_json_text_array (data);
  GError *error = NULL;

  return spico_store_answer (spico_sql_run (transaction->connection, "DELETE FROM gone_file WHERE name IN (SELECT value FROM json_each ($1))", VALUES (T (names)), &error), &error);
}

/* Resolves to #SpicoRows: the names of the files that there ought to be. */
DexFuture *
spico_read_files (SpicoTransaction *transaction,
                  gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "t", "SELECT name FROM attachment_file", NULL, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

static gboolean
add_rows (GPtrArray *all,
          SpicoRows *rows)
{
  if (rows != NULL)
    g_ptr_array_add (all, rows);

  return rows != NULL;
}

static void
unref_rows (gpointer data)
{
  spico_rows_unref (data);
}

DexFuture *
spico_read_attached (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoSqlConnection *connection = transaction->connection;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (unref_rows);
  GError *error = NULL;

  if (!add_rows (all, spico_rows_read (connection, "ttttttittttii",
                                       "SELECT id, mailbox_id, conversation_id, account_id, name, type, size, file, blob_id, source_account_id, source_blob_id, failure, "
                                       "failure = 0 AND blob_id IS NULL AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.id = message_id AND m.local_state = 4) "
                                       "AND NOT EXISTS (SELECT 1 FROM scheduled_message AS m WHERE m.id = message_id AND m.local_state = 4) FROM attachment ORDER BY row_id",
                                       NULL, &error)) ||
      !add_rows (all, spico_rows_read (connection, "t", "SELECT name FROM gone_file", NULL, &error)) ||
      !add_rows (all, spico_rows_read (connection, "t", "SELECT value FROM setting WHERE name = '" LIMITS_SETTING "'", NULL, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

static SpicoRows *
read_bytes (SpicoTransaction *transaction,
            SpicoAttaching   *what,
            GError          **error)
{
  if (what->id != NULL)
    return spico_rows_read (transaction->connection, "titt", "SELECT file, size, COALESCE (source_account_id, account_id), COALESCE (source_blob_id, blob_id) FROM attachment WHERE id = $1", VALUES (T (what->id)), error);

  return spico_rows_read (transaction->connection, "titt",
                          "SELECT COALESCE ((SELECT f.name FROM attachment_file AS f WHERE f.blob_id = m.blob_id LIMIT 1), ''), m.size, m.holder_id, m.blob_id FROM message_attachment AS m WHERE m.holder_id = $1 AND m.blob_id = $2 LIMIT 1",
                          VALUES (T (what->account_id), T (what->blob_id)), error);
}

/* Reads id, or account_id (the mailbox) and blob_id. Resolves to a row of #SpicoRows; what may not be read now is as far away as the server (F030). */
DexFuture *
spico_read_bytes (SpicoTransaction *transaction,
                  gpointer          data)
{
  g_autoptr (SpicoRows) rows = NULL;
  gboolean may_read = FALSE;
  GError *error = NULL;

  rows = read_bytes (transaction, data, &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  if (spico_rows_get_n_rows (rows) == 0)
    return not_found ();
  if (!spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, spico_rows_get_string (rows, 0, SPICO_BYTES_COLUMN_ACCOUNT_ID), &may_read, &error))
    return dex_future_new_for_error (error);

  return may_read ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, g_steal_pointer (&rows)) : dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "The server was not reached for too long");
}

/* With messages */

static gboolean
put_attachment (SpicoTransaction *transaction,
                const char       *account_id,
                const char       *message_id,
                guint             number,
                JsonObject       *record,
                GError          **error)
{
  const char *blob_id = spico_json_get_string (record, "blobId");
  const char *type = spico_json_get_string (record, "type");
  g_autofree char *name = spico_attachment_make_name (spico_json_get_string (record, "name"));

  if (blob_id == NULL || *blob_id == '\0' || strlen (blob_id) > MAX_BLOB_ID)
    return TRUE;

  return spico_sql_run (transaction->connection, "INSERT INTO message_attachment (holder_id, message_id, number, blob_id, name, type, size) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                        VALUES (T (account_id), T (message_id), N (number), T (blob_id), T (name), T (spico_attachment_take_type (type)), N (MAX (spico_json_get_int (record, "size"), 0))), error);
}

/**
 * spico_store_put_attachments:
 * @message: a message as the server has it, whose row is written
 *
 * Keeps what goes with it, which never changes, but goes where it is withdrawn. Nothing of it is trusted further than that: as many as a message may have, each under a harmless name.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_attachments (SpicoTransaction *transaction,
                             const char       *account_id,
                             JsonObject       *message,
                             GError          **error)
{
  const char *id = spico_json_get_string (message, "id");
  JsonArray *list = spico_json_get_array (message, "attachments");
  guint n = list != NULL ? MIN (json_array_get_length (list), SPICO_ATTACHMENT_MAX_COUNT) : 0;

  if (spico_json_get_boolean (message, "isWithdrawn"))
    return spico_sql_run (transaction->connection, "DELETE FROM message_attachment WHERE holder_id = $1 AND message_id = $2", VALUES (T (account_id), T (id)), error);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *record = spico_json_get_element_object (list, i);

      if (record != NULL && !put_attachment (transaction, account_id, id, i, record, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_store_send_attached:
 * @mailbox_id: the mailbox of the draft
 * @conversation_id: its conversation
 * @account_id: for which the message is written
 * @message_id: the message, whose row is written
 * @n_sent: (out): how many are attached
 *
 * What is attached to a draft goes with the message. What the server has in another account does not help there.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_send_attached (SpicoTransaction *transaction,
                           const char       *mailbox_id,
                           const char       *conversation_id,
                           const char       *account_id,
                           const char       *message_id,
                           guint            *n_sent,
                           GError          **error)
{
  gboolean has_failed = FALSE;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM attachment WHERE mailbox_id = $1 AND conversation_id = $2 AND failure <> 0", VALUES (T (mailbox_id), T (conversation_id)), &has_failed, error))
    return FALSE;
  if (has_failed)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server does not take what is attached");
      return FALSE;
    }
  if (!check_limits (transaction, mailbox_id, conversation_id, error) ||
      !spico_sql_run (transaction->connection,
                      "UPDATE attachment SET message_id = $4, mailbox_id = NULL, conversation_id = NULL, account_id = $3, blob_id = CASE account_id WHEN $3 THEN blob_id END "
                      "WHERE mailbox_id = $1 AND conversation_id = $2",
                      VALUES (T (mailbox_id), T (conversation_id), T (account_id), T (message_id)), error))
    return FALSE;
  *n_sent = (guint) spico_sql_connection_changes (transaction->connection);
  if (*n_sent > 0)
    transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return TRUE;
}

/** spico_store_take_back_attached: puts what goes with a message that is taken back beside the draft that its text joins. Returns: %FALSE with @error set */
gboolean
spico_store_take_back_attached (SpicoTransaction *transaction,
                                const char       *message_id,
                                const char       *mailbox_id,
                                const char       *conversation_id,
                                GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_sql_run (transaction->connection, "UPDATE attachment SET message_id = NULL, mailbox_id = $2, conversation_id = $3 WHERE message_id = $1", VALUES (T (message_id), T (mailbox_id), T (conversation_id)), error);
}

/** spico_store_retry_attached: of a message that is tried again. Returns: %FALSE with @error set */
gboolean
spico_store_retry_attached (SpicoTransaction *transaction,
                            const char       *message_id,
                            GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_sql_run (transaction->connection, "UPDATE attachment SET failure = 0, n_lost = 0 WHERE message_id = $1", VALUES (T (message_id)), error);
}

#define NUMBER "(SELECT COUNT (*) FROM attachment AS b WHERE b.message_id = a.message_id AND b.row_id < a.row_id)"

/**
 * spico_store_settle_attached:
 * @message_id: a message that the server has, and that stands in all its mailboxes; or one that it sends later
 *
 * What went with it is as what was received, and its files are kept as those are. Which blobs the server took may be told already: an upload that was told twice has two.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_settle_attached (SpicoTransaction *transaction,
                             const char       *message_id,
                             GError          **error)
{
  static const char *const tables[] = { "message", "scheduled_message" };
  const SpicoSqlValue *values = VALUES (T (message_id));

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO message_attachment (holder_id, message_id, number, blob_id, name, type, size) SELECT m.holder_id, a.message_id, " NUMBER ", a.blob_id, a.name, a.type, a.size "
                                              "FROM attachment AS a JOIN %s AS m ON m.id = a.message_id WHERE a.message_id = $1 AND a.blob_id IS NOT NULL ON CONFLICT DO NOTHING", tables[i]);

      if (!spico_sql_run (transaction->connection, sql, values, error))
        return FALSE;
    }
  if (!spico_sql_run (transaction->connection,
                      "UPDATE attachment_file SET used_at = $2, blob_id = (SELECT x.blob_id FROM attachment AS a JOIN message_attachment AS x ON x.message_id = a.message_id AND x.number = " NUMBER " "
                      "WHERE a.message_id = $1 AND a.file = attachment_file.name LIMIT 1) WHERE name IN (SELECT file FROM attachment WHERE message_id = $1)",
                      VALUES (T (message_id), N (g_get_real_time ())), error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM attachment WHERE message_id = $1", values, error))
    return FALSE;
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return TRUE;
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return bound_kept (transaction, error);
}

/**
 * spico_store_unsettle_attached:
 * @account_id: the account whose message it is
 * @message_id: a message that was to be sent later, and is the server's no more
 *
 * What goes with it is attached here again, and sent with it: the server has its blobs as uploads.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_unsettle_attached (SpicoTransaction *transaction,
                               const char       *account_id,
                               const char       *message_id,
                               GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (account_id), T (message_id));
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "i", "SELECT number FROM message_attachment WHERE holder_id = $1 AND message_id = $2 ORDER BY number", values, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      g_autofree char *id = spico_uuid_new (g_get_real_time ());

      if (!spico_sql_run (transaction->connection,
                          "INSERT INTO attachment (id, message_id, account_id, name, type, size, file, blob_id, source_account_id, source_blob_id) "
                          "SELECT $3, message_id, holder_id, name, type, size, COALESCE ((SELECT f.name FROM attachment_file AS f WHERE f.blob_id = m.blob_id LIMIT 1), ''), blob_id, holder_id, blob_id "
                          "FROM message_attachment AS m WHERE holder_id = $1 AND message_id = $2 AND number = $4",
                          VALUES (T (account_id), T (message_id), T (id), N (spico_rows_get_int (rows, i, 0))), error))
        return FALSE;
    }
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_sql_run (transaction->connection, "DELETE FROM message_attachment WHERE holder_id = $1 AND message_id = $2", values, error);
}

/** spico_store_hand_attached: what goes with a message goes with another one instead, as if nothing had refused it. Returns: %FALSE with @error set */
gboolean
spico_store_hand_attached (SpicoTransaction *transaction,
                           const char       *message_id,
                           const char       *new_id,
                           GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_sql_run (transaction->connection, "UPDATE attachment SET message_id = $2, failure = 0, n_lost = 0 WHERE message_id = $1", VALUES (T (message_id), T (new_id)), error);
}

/** spico_store_refuse_attached: the server refuses a message for what goes with it. Returns: %FALSE with @error set */
gboolean
spico_store_refuse_attached (SpicoTransaction *transaction,
                             SpicoSettlement  *settlement,
                             GError          **error)
{
  if (settlement->failure != SPICO_MESSAGE_FAILURE_ATTACHMENT)
    return TRUE;
  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;

  return spico_sql_run (transaction->connection, "UPDATE attachment SET failure = $2 WHERE message_id = $1", VALUES (T (settlement->operation->object_id), N (settlement->attachment_failure)), error);
}

/**
 * spico_store_lose_blobs:
 * @settlement: of a message whose blobs the server has not, or not any more
 *
 * They are given to it anew, and the message after them.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_lose_blobs (SpicoTransaction *transaction,
                        SpicoSettlement  *settlement,
                        GError          **error)
{
  const char *id = settlement->operation->object_id;
  g_autofree char *lost = spico_json_text_array ((const char *const *) settlement->lost_blob_ids);
  gboolean is_hopeless = FALSE;

  transaction->changes->flags |= SPICO_CHANGE_ATTACHMENTS;
  if (!spico_sql_run (transaction->connection,
                      "UPDATE attachment SET blob_id = NULL, n_lost = n_lost + 1, failure = CASE WHEN n_lost >= $3 THEN $4 ELSE failure END "
                      "WHERE message_id = $1 AND ($2 = '[]' OR blob_id IN (SELECT value FROM json_each ($2)))",
                      VALUES (T (id), T (lost), N (MAX_LOST), N (SPICO_ATTACHMENT_FAILURE_REFUSED)), error) ||
      !spico_sql_query_exists (transaction->connection, "SELECT 1 FROM attachment WHERE message_id = $1 AND failure <> 0", VALUES (T (id)), &is_hopeless, error))
    return FALSE;

  return !is_hopeless || fail_message (transaction, id, error);
}

/** spico_outbox_add_attached: adds to a message that is told what goes with it. Returns: %FALSE with @error set */
gboolean
spico_outbox_add_attached (SpicoTransaction *transaction,
                           const char       *message_id,
                           JsonObject       *object,
                           GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttt", "SELECT blob_id, name, type FROM attachment WHERE message_id = $1 ORDER BY row_id", VALUES (T (message_id)), error);
  JsonArray *list;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return rows != NULL;

  list = json_array_new ();
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      JsonObject *record = json_object_new ();

      json_object_set_string_member (record, "blobId", spico_rows_get_string (rows, i, 0));
      json_object_set_string_member (record, "name", spico_rows_get_string (rows, i, 1));
      json_object_set_string_member (record, "type", spico_rows_get_string (rows, i, 2));
      json_array_add_object_element (list, record);
    }
  json_object_set_array_member (object, "attachments", list);

  return TRUE;
}

/** spico_store_load_attachments: what goes with the messages of a page, in one statement. Returns: %FALSE with @error set */
gboolean
spico_store_load_attachments (SpicoTransaction *transaction,
                              const char       *account_id,
                              SpicoPage        *page,
                              GError          **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    g_ptr_array_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_MESSAGE_COLUMN_ID));
  g_ptr_array_add (ids, NULL);
  list = spico_json_text_array ((const char *const *) ids->pdata);
  page->attachments = spico_rows_read (transaction->connection, "tittttiii",
                                       "SELECT message_id, number, NULL, blob_id, name, type, size, 0, EXISTS (SELECT 1 FROM attachment_file AS f WHERE f.blob_id = m.blob_id) "
                                       "FROM message_attachment AS m WHERE holder_id = $1 AND message_id IN (SELECT value FROM json_each ($2)) "
                                       "UNION ALL SELECT message_id, row_id, id, blob_id, name, type, size, failure, file <> '' FROM attachment WHERE message_id IN (SELECT value FROM json_each ($2)) ORDER BY 1, 2",
                                       VALUES (T (account_id), T (list)), error);

  return page->attachments != NULL;
}
