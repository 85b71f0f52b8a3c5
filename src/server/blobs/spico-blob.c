/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blobs in the database, piece by piece: no more than one piece is ever in memory or in one transaction. */
#include "spico-blob.h"

#include "spico-attachment-sql.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-uuid.h"

/**
 * spico_blob_new:
 * @account_id: the account that it will belong to
 * @type: its media type
 * @now_us: the time, in microseconds since 1970
 *
 * Returns: (transfer full): a blob that is in no database yet
 */
SpicoBlob *
spico_blob_new (const char *account_id,
                const char *type,
                gint64      now_us)
{
  SpicoBlob *blob = g_new0 (SpicoBlob, 1);

  blob->id = spico_uuid_new (now_us);
  blob->account_id = g_strdup (account_id);
  blob->type = g_strdup (type);

  return blob;
}

/**
 * spico_blob_free:
 * @blob: (transfer full): a blob
 */
void
spico_blob_free (SpicoBlob *blob)
{
  g_free (blob->id);
  g_free (blob->account_id);
  g_free (blob->type);
  g_free (blob);
}

/**
 * spico_blob_has_room:
 * @connection: a connection, in a transaction
 * @person_id: a person
 * @n_bytes: how many bytes more they would hold
 * @has_room: (out): whether they may
 * @error: return location for a #SpicoSqlError
 *
 * Nobody fills the disk with what nothing refers to.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_has_room (SpicoSqlConnection *connection,
                     const char         *person_id,
                     gint64              n_bytes,
                     gboolean           *has_room,
                     GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  statement = spico_sql_query (connection, "SELECT count(*), CAST(COALESCE(sum(size), 0) AS BIGINT) FROM blob WHERE person_id = $1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *has_room = spico_sql_statement_column_int64 (statement, 0) < SPICO_BLOB_MAX_HELD
              && spico_sql_statement_column_int64 (statement, 1) + n_bytes <= SPICO_BLOB_MAX_HELD_BYTES;
  return TRUE;
}

/**
 * spico_blob_begin:
 * @connection: a connection, in a transaction that writes
 * @blob: a new blob
 * @person_id: who uploads it
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Makes its row. Nobody sees it before spico_blob_finish().
 *
 * Returns: whether it is made
 */
gboolean
spico_blob_begin (SpicoSqlConnection *connection,
                  const SpicoBlob    *blob,
                  const char         *person_id,
                  gint64              now_us,
                  GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at) VALUES ($1, $2, $3, $4, 0, 0, $5)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->account_id), SPICO_SQL_TEXT (blob->id), SPICO_SQL_TEXT (person_id),
                                          SPICO_SQL_TEXT (blob->type), SPICO_SQL_INT (now_us)),
                        error);
}

/**
 * spico_blob_append:
 * @connection: a connection, in a transaction that writes
 * @blob: a blob that is being uploaded
 * @number: the number of the piece, from 0
 * @piece: its bytes
 * @exists: (out): whether the blob is still there; it may have been swept meanwhile
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_append (SpicoSqlConnection *connection,
                   const SpicoBlob    *blob,
                   gint64              number,
                   GBytes             *piece,
                   gboolean           *exists,
                   GError            **error)
{
  if (!spico_sql_run (connection, "UPDATE blob SET size = size + $3 WHERE account_id = $1 AND id = $2 AND is_whole = 0",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->account_id), SPICO_SQL_TEXT (blob->id), SPICO_SQL_INT ((gint64) g_bytes_get_size (piece))),
                      error))
    return FALSE;

  *exists = spico_sql_connection_changes (connection) > 0;
  return !*exists
         || spico_sql_run (connection, "INSERT INTO blob_piece (blob_id, number, data) VALUES ($1, $2, $3)",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->id), SPICO_SQL_INT (number), SPICO_SQL_BLOB (piece)), error);
}

/**
 * spico_blob_finish:
 * @connection: a connection, in a transaction that writes
 * @blob: a blob whose pieces have all come
 * @exists: (out): whether it is still there, and can be seen from now on
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_finish (SpicoSqlConnection *connection,
                   const SpicoBlob    *blob,
                   gboolean           *exists,
                   GError            **error)
{
  if (!spico_sql_run (connection, "UPDATE blob SET is_whole = 1 WHERE account_id = $1 AND id = $2",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->account_id), SPICO_SQL_TEXT (blob->id)), error))
    return FALSE;

  *exists = spico_sql_connection_changes (connection) > 0;
  return TRUE;
}

static gboolean
remove_pieces (SpicoSqlConnection *connection,
               const char         *id,
               GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM blob_piece WHERE blob_id = $1 AND NOT EXISTS (SELECT 1 FROM blob WHERE id = $1)"
                        " AND NOT EXISTS (SELECT 1 FROM message_attachment WHERE blob_id = $1)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

/**
 * spico_blob_abandon:
 * @connection: a connection, in a transaction that writes
 * @blob: a blob whose upload was broken off
 * @error: return location for a #SpicoSqlError
 *
 * Removes what has come of it. One that is whole stays.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_abandon (SpicoSqlConnection *connection,
                    const SpicoBlob    *blob,
                    GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM blob WHERE account_id = $1 AND id = $2 AND is_whole = 0",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->account_id), SPICO_SQL_TEXT (blob->id)), error)
         && remove_pieces (connection, blob->id, error);
}

/**
 * spico_blob_find:
 * @connection: a connection, in a transaction
 * @account_id: an account
 * @id: the id of a blob that authz_check lets one read
 * @error: return location for a #SpicoSqlError, or %SPICO_SERVER_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the blob
 */
SpicoBlob *
spico_blob_find (SpicoSqlConnection *connection,
                 const char         *account_id,
                 const char         *id,
                 GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  SpicoBlob *blob;
  gboolean has_row;

  statement = spico_sql_query (connection, "SELECT type, size FROM blob WHERE account_id = $1 AND id = $2 AND is_whole = 1"
                               " UNION ALL SELECT a.type, a.size FROM message_attachment a WHERE a.blob_id = $2 AND " SPICO_ATTACHMENT_IS_SEEN ("a", "$1") " LIMIT 1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such blob");
      return NULL;
    }

  blob = g_new0 (SpicoBlob, 1);
  blob->id = g_strdup (id);
  blob->account_id = g_strdup (account_id);
  blob->type = g_strdup (spico_sql_statement_column_text (statement, 0));
  blob->size = spico_sql_statement_column_int64 (statement, 1);
  return blob;
}

/**
 * spico_blob_read:
 * @connection: a connection, in a transaction
 * @blob: a blob
 * @number: the number of a piece, from 0
 * @error: return location for a #SpicoSqlError, or %SPICO_SERVER_ERROR_NOT_FOUND if it is gone
 *
 * Returns: (transfer full) (nullable): the piece
 */
GBytes *
spico_blob_read (SpicoSqlConnection *connection,
                 const SpicoBlob    *blob,
                 gint64              number,
                 GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  statement = spico_sql_query (connection, "SELECT data FROM blob_piece WHERE blob_id = $1 AND number = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (blob->id), SPICO_SQL_INT (number)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "A piece of the blob is gone");
      return NULL;
    }

  return spico_sql_statement_column_blob (statement, 0);
}

/**
 * spico_blob_hold:
 * @connection: a connection, in a transaction that writes
 * @account_id: an account
 * @id: the id of a blob that authz_check lets one read
 * @exists: (out): whether it is still there
 * @error: return location for a #SpicoSqlError
 *
 * Keeps it until the end of the transaction: the sweep takes the pieces along with what refers to them last, and does not see what we write before the commit. It must wait for it.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_hold (SpicoSqlConnection *connection,
                 const char         *account_id,
                 const char         *id,
                 gboolean           *exists,
                 GError            **error)
{
  const char *for_update = spico_sql_connection_for_update (connection);
  g_autofree char *held = g_strconcat ("SELECT 1 FROM blob WHERE account_id = $1 AND id = $2 AND is_whole = 1", for_update, NULL);
  g_autofree char *attached = g_strconcat ("SELECT 1 FROM message_attachment a WHERE a.blob_id = $2 AND " SPICO_ATTACHMENT_IS_SEEN ("a", "$1")
                                           " ORDER BY a.message_id, a.number",
                                           for_update, NULL);

  return spico_sql_query_exists (connection, held, SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (id)), exists, error)
         && (*exists || spico_sql_query_exists (connection, attached, SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (id)), exists, error));
}

/**
 * spico_blob_release:
 * @connection: a connection, in a transaction that writes
 * @account_id: an account
 * @id: the id of a blob that something refers to now
 * @person_id: a person
 * @error: return location for a #SpicoSqlError
 *
 * The person holds it in that account no longer. Its pieces stay.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_release (SpicoSqlConnection *connection,
                    const char         *account_id,
                    const char         *id,
                    const char         *person_id,
                    GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM blob WHERE account_id = $1 AND id = $2 AND person_id = $3",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (person_id)), error);
}

/**
 * spico_blob_leave:
 * @connection: a connection, in a transaction that writes
 * @message_id: a message that is about to refer to nothing any more
 * @error: return location for a #SpicoSqlError
 *
 * Leaves what goes with it to the next sweep, as what a broken upload has left, of nobody and in no account.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_leave (SpicoSqlConnection *connection,
                  const char         *message_id,
                  GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at)"
                        " SELECT DISTINCT '', a.blob_id, '', '', a.size, 0, 0 FROM message_attachment a WHERE a.message_id = $1 ON CONFLICT (account_id, id) DO NOTHING",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (message_id)), error);
}

/**
 * spico_blob_copy:
 * @connection: a connection, in a transaction that writes
 * @blob: a blob that the person may read
 * @account_id: the account that gets it too
 * @person_id: who copies it
 * @now_us: the time, in microseconds since 1970
 * @exists: (out): whether the original is still there
 * @error: return location for a #SpicoSqlError
 *
 * The copy has the id of the original, and its own life. Copied again, it lives anew.
 *
 * Returns: whether it is copied
 */
gboolean
spico_blob_copy (SpicoSqlConnection *connection,
                 const SpicoBlob    *blob,
                 const char         *account_id,
                 const char         *person_id,
                 gint64              now_us,
                 gboolean           *exists,
                 GError            **error)
{
  if (!spico_blob_hold (connection, blob->account_id, blob->id, exists, error))
    return FALSE;

  return !*exists
         || spico_sql_run (connection,
                           "INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at) VALUES ($1, $2, $3, $4, $5, 1, $6)"
                           " ON CONFLICT (account_id, id) DO UPDATE SET created_at = excluded.created_at",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (blob->id), SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (blob->type),
                                             SPICO_SQL_INT (blob->size), SPICO_SQL_INT (now_us)),
                           error);
}

/**
 * spico_blob_sweep:
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @max_blobs: how many to remove at most: other writers wait meanwhile
 * @n_gone: (out): how many are removed
 * @error: return location for a #SpicoSqlError
 *
 * Removes blobs that nothing has referred to for %SPICO_BLOB_LIFETIME_US, and what broken uploads left.
 *
 * Returns: whether the database answered
 */
gboolean
spico_blob_sweep (SpicoSqlConnection *connection,
                  gint64              now_us,
                  guint               max_blobs,
                  guint              *n_gone,
                  GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = spico_sql_query (connection,
                               "DELETE FROM blob WHERE (account_id, id) IN (SELECT account_id, id FROM blob"
                               " WHERE created_at < $1 OR (created_at < $2 AND is_whole = 0) ORDER BY created_at LIMIT $3) RETURNING id",
                               SPICO_SQL_VALUES (SPICO_SQL_INT (now_us - SPICO_BLOB_LIFETIME_US), SPICO_SQL_INT (now_us - 2 * SPICO_BLOB_UPLOAD_US),
                                                 SPICO_SQL_INT (max_blobs)),
                               error);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }
  g_clear_pointer (&statement, spico_sql_statement_free);

  for (guint i = 0; i < ids->len; i++)
    {
      if (!remove_pieces (connection, g_ptr_array_index (ids, i), error))
        return FALSE;
    }

  *n_gone = ids->len;
  return TRUE;
}
