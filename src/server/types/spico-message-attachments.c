/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with a message. It refers to the pieces of their blobs itself: so they last as long as it does, and whoever reads it may have them, without a copy for anybody. */
#include "spico-message-attachments.h"

#include "spico-blob.h"
#include "spico-conversation-change.h"
#include "spico-file-name.h"
#include "spico-server-error.h"
#include "spico-view-records.h"

static GPtrArray *
records_of (SpicoJmapObject *message)
{
  return spico_jmap_object_value (message, "attachments")->records;
}

/**
 * spico_message_has_attachments:
 * @message: a message that is being made
 *
 * Returns: whether anything goes with it
 */
gboolean
spico_message_has_attachments (SpicoJmapObject *message)
{
  GPtrArray *records = records_of (message);

  return records != NULL && records->len > 0;
}

static gboolean
fail (GError    **error,
      int         code,
      const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
is_well_named (SpicoJmapObject *record)
{
  const char *type = spico_jmap_object_text (record, "type");

  return spico_file_name_is_harmless (spico_jmap_object_text (record, "name")) && (type == NULL || type[0] == '\0' || spico_media_type_is_valid (type));
}

/* A blob that the person may read in this account: their own there, or one of a message that the account sees. It stays there until the end of the transaction. */
static gboolean
find_blob (SpicoJmapCall *call,
           const char    *id,
           SpicoBlob    **blob,
           GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;
  g_autoptr (GError) find_error = NULL;
  gboolean exists = FALSE;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_BLOB_READ, id, &decision, error)
      || (decision.allow && !spico_blob_hold (context->connection, call->account_id, id, &exists, error)))
    return FALSE;
  if (!exists)
    return TRUE;

  *blob = spico_blob_find (context->connection, call->account_id, id, &find_error);
  if (*blob != NULL || g_error_matches (find_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&find_error));
  return FALSE;
}

/* What the client did not say of it is the blob's. */
static void
fill_record (SpicoJmapObject *record,
             const SpicoBlob *blob)
{
  const char *type = spico_jmap_object_text (record, "type");

  if (type == NULL || type[0] == '\0')
    spico_jmap_object_set_text (record, "type", blob->type);
  spico_jmap_object_set_number (record, "size", blob->size);
}

/* All that are missing are told, as in RFC 8621 section 4.6. */
static gboolean
find_blobs (SpicoJmapCall *call,
            GPtrArray     *records,
            gint64        *size,
            GError       **error)
{
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();
  gboolean is_missing = FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      SpicoJmapObject *record = g_ptr_array_index (records, i);
      const char *id = spico_jmap_object_text (record, "blobId");
      g_autoptr (SpicoBlob) blob = NULL;

      if (!find_blob (call, id, &blob, error))
        return FALSE;
      if (blob != NULL)
        {
          fill_record (record, blob);
          *size += blob->size;
          continue;
        }
      g_strv_builder_add (missing, id);
      is_missing = TRUE;
    }
  if (!is_missing)
    return TRUE;

  call->missing_blob_ids = g_strv_builder_end (missing);
  return fail (error, SPICO_JMAP_ERROR_BLOB_NOT_FOUND, "Some blobs are not there.");
}

/**
 * spico_message_check_files:
 * @call: a call that makes what files go with
 * @object: it, with a property `attachments`; what the server knows of them is added
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether what goes with it is well named, is there, and is not too much
 */
gboolean
spico_message_check_files (SpicoJmapCall   *call,
                           SpicoJmapObject *object,
                           GError         **error)
{
  GPtrArray *records = records_of (object);
  gint64 size = 0;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      if (!is_well_named (g_ptr_array_index (records, i)))
        return spico_jmap_refuse (call, "attachments", error);
    }
  if (records != NULL && !find_blobs (call, records, &size, error))
    return FALSE;

  return size <= (gint64) call->context->limits->max_size_attachments
         || fail (error, SPICO_JMAP_ERROR_TOO_LARGE, "The attachments are larger together than maxSizeAttachmentsPerMessage.");
}

/**
 * spico_message_check_attachments:
 * @call: a call that makes a message
 * @message: it; what the server knows of its attachments is added
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Returns: whether what goes with it may, and is there
 */
gboolean
spico_message_check_attachments (SpicoJmapCall   *call,
                                 SpicoJmapObject *message,
                                 GError         **error)
{
  if (!spico_message_has_attachments (message))
    return TRUE;
  if (spico_conversation_is_change (message))
    return spico_jmap_refuse (call, "attachments", error);

  return spico_message_check_files (call, message, error);
}

static gboolean
write_attachment (SpicoJmapCall   *call,
                  const char      *id,
                  gint64           number,
                  SpicoJmapObject *record,
                  GError         **error)
{
  return spico_sql_run (call->context->connection, "INSERT INTO message_attachment (message_id, number, blob_id, name, type, size) VALUES ($1, $2, $3, $4, $5, $6)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (number), SPICO_SQL_TEXT (spico_jmap_object_text (record, "blobId")),
                                          SPICO_SQL_TEXT (spico_jmap_object_text (record, "name")), SPICO_SQL_TEXT (spico_jmap_object_text (record, "type")),
                                          SPICO_SQL_INT (spico_jmap_object_number (record, "size"))),
                        error);
}

/**
 * spico_message_write_attachments:
 * @call: a call that makes a message
 * @id: the message
 * @message: it, as spico_message_check_attachments() has left it
 * @error: return location for a #SpicoSqlError
 *
 * Refers to the blobs. What the author held of them is let go of: they hold it by the message now, as everybody who reads it, and no longer than that.
 *
 * Returns: whether it is written
 */
gboolean
spico_message_write_attachments (SpicoJmapCall   *call,
                                 const char      *id,
                                 SpicoJmapObject *message,
                                 GError         **error)
{
  SpicoJmapContext *context = call->context;
  GPtrArray *records = records_of (message);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      SpicoJmapObject *record = g_ptr_array_index (records, i);

      if (!write_attachment (call, id, i, record, error)
          || !spico_blob_release (context->connection, call->account_id, spico_jmap_object_text (record, "blobId"), context->actor->person_id, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_message_remove_attachments:
 * @call: a call that withdraws a message
 * @id: the message
 * @error: return location for a #SpicoSqlError
 *
 * Nobody reads them by this message any more. What nothing else refers to goes with the next purge, and not now: the conversation is locked.
 *
 * Returns: whether they are removed
 */
gboolean
spico_message_remove_attachments (SpicoJmapCall *call,
                                  const char    *id,
                                  GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;

  return spico_blob_leave (connection, id, error)
         && spico_sql_run (connection, "DELETE FROM message_attachment WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

static const SpicoJmapExpression no_fields[] = { { NULL, NULL } };
static const SpicoViewSource source = { "attachments", "message_attachment", "message_id", "number", "1 = 1", "", no_fields };

/**
 * spico_message_complete_attachments:
 * @call: a call about messages
 * @ids: (array length=n_ids): ids, from anywhere
 * @n_ids: how many
 * @objects: (element-type utf8 yyjson_mut_val): the messages, by their ids
 * @wanted: the set of properties wanted
 * @error: return location for a #SpicoSqlError
 *
 * Adds what goes with the messages.
 *
 * Returns: whether the database answered, and it is not too much
 */
gboolean
spico_message_complete_attachments (SpicoJmapCall     *call,
                                    const char *const *ids,
                                    gsize              n_ids,
                                    GHashTable        *objects,
                                    guint64            wanted,
                                    GError           **error)
{
  return spico_view_complete (call, &source, ids, n_ids, objects, wanted, error);
}
