/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that come from people, go to the server, and come from it. */
#include "spico-attachments-private.h"

#include "spico-bytes.h"
#include "spico-session-blobs.h"
#include "spico-store-attachments.h"
#include "spico-uuid.h"

#define FIRST_DELAY_MS 1000
#define MAX_DOUBLED 6

static void
tell_progress (gint64   n_done,
               gpointer data)
{
  SpicoTransfer *transfer = data;

  spico_attachment_set_progress (transfer->item, n_done, transfer->size);
}

static void
set_state (SpicoTransfer       *transfer,
           SpicoAttachmentState state)
{
  spico_item_set_enum (transfer->item, SPICO_ATTACHMENT_PROP_STATE, (int) state);
}

/* Awaits. What nobody refers to goes; until it is known, nobody sweeps it away. */
static gboolean
await_refer (SpicoTransfer  *transfer,
             SpicoStoreFunc  func,
             SpicoAttaching *what,
             GError        **error)
{
  SpicoAttachments *self = transfer->attachments;
  g_autofree char *file = g_strdup (what->file);
  g_auto (GStrv) names = g_new0 (char *, 2);
  gboolean ok = dex_await (spico_store_write (self->store, func, what, spico_attaching_free), error);

  names[0] = g_strdup (file);
  if (!ok)
    spico_bytes_await_remove (self->vault, names);
  g_hash_table_remove (self->making, file);

  return ok;
}

/* Awaits. A new file with all that @stream gives; it is one that is being made until await_refer(). */
static gint64
await_make_file (SpicoTransfer     *transfer,
                 GInputStream      *stream,
                 gint64             most,
                 SpicoBytesProgress progress,
                 char             **file,
                 GError           **error)
{
  SpicoAttachments *self = transfer->attachments;
  g_autofree char *name = spico_vault_make_name ();
  gint64 size;

  g_hash_table_add (self->making, g_strdup (name));
  size = spico_bytes_await_keep (self->vault, name, stream, most, transfer->cancellable, progress, transfer, error);
  if (size < 0)
    g_hash_table_remove (self->making, name);
  else
    *file = g_steal_pointer (&name);

  return size;
}

/* ---- From people ---- */

/* Of whatever they had us read. */
static DexFuture *
reject_stream (GError *error)
{
  g_autoptr (GError) taken = error;

  if (taken->domain == SPICO_CLIENT_ERROR)
    return dex_future_new_for_error (g_steal_pointer (&taken));

  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "What is attached cannot be read");
}

static DexFuture *
keep_fiber (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;
  g_autofree char *file = NULL;
  GError *error = NULL;
  SpicoAttaching *what;

  transfer->size = await_make_file (transfer, transfer->stream, self->limits.max_size_each, NULL, &file, &error);
  dex_await (dex_input_stream_close (transfer->stream, G_PRIORITY_DEFAULT), NULL);
  if (transfer->size < 0)
    return reject_stream (error);

  what = spico_attaching_new (transfer->id);
  what->mailbox_id = g_strdup (transfer->mailbox_id);
  what->conversation_id = g_strdup (transfer->conversation_id);
  what->account_id = g_strdup (transfer->account_id);
  what->name = g_strdup (transfer->name);
  what->media_type = g_strdup (transfer->media_type);
  what->size = transfer->size;
  what->file = g_steal_pointer (&file);
  if (!await_refer (transfer, spico_write_attached, what, &error))
    return dex_future_new_for_error (error);

  transfer->item = spico_attachments_intern (self, transfer->id);
  spico_attachments_fill (self, transfer->item, transfer->id, transfer->name, transfer->media_type, transfer->size, NULL, SPICO_ATTACHMENT_FAILURE_NONE);

  return dex_future_new_for_object (transfer->item);
}

DexFuture *
spico_attachments_keep (SpicoAttachments *self,
                        const char       *mailbox_id,
                        const char       *conversation_id,
                        const char       *account_id,
                        GInputStream     *stream,
                        const char       *name,
                        const char       *media_type,
                        GCancellable     *cancellable)
{
  SpicoTransfer *transfer = spico_transfer_new (self, cancellable);

  transfer->id = spico_uuid_new (g_get_real_time ());
  transfer->mailbox_id = g_strdup (mailbox_id);
  transfer->conversation_id = g_strdup (conversation_id);
  transfer->account_id = g_strdup (account_id);
  transfer->name = spico_attachment_make_name (name);
  transfer->media_type = g_strdup (spico_attachment_take_type (media_type));
  transfer->stream = g_object_ref (stream);

  return spico_transfer_spawn (transfer, keep_fiber);
}

/* ---- From the server ---- */

static GError *
connection_error (GError *error)
{
  g_autoptr (GError) taken = error;

  if (taken->domain == SPICO_CLIENT_ERROR && taken->code != SPICO_CLIENT_ERROR_TOO_LARGE)
    return g_steal_pointer (&taken);
  if (taken->domain == SPICO_CLIENT_ERROR)
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server gives more than it said");

  return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "The connection broke");
}

/* Awaits. A file of exactly @size bytes. */
static char *
await_download (SpicoTransfer *transfer,
                const char    *account_id,
                const char    *blob_id,
                gint64         size,
                GError       **error)
{
  SpicoAttachments *self = transfer->attachments;
  g_autoptr (SpicoSession) session = g_object_ref (self->client->session);
  g_autoptr (GInputStream) stream = spico_session_await_download (session, account_id, blob_id, transfer->cancellable, error);
  g_autofree char *file = NULL;
  GError *local_error = NULL;
  gint64 n_got;

  if (stream == NULL)
    return NULL;
  n_got = await_make_file (transfer, stream, size, tell_progress, &file, &local_error);
  if (n_got < 0)
    {
      g_propagate_error (error, connection_error (local_error));
      return NULL;
    }
  if (n_got == size)
    return g_steal_pointer (&file);

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server gives less than it said");
  g_hash_table_remove (self->making, file);
  spico_bytes_await_remove (self->vault, (char *[]) { file, NULL });

  return NULL;
}

char *
spico_transfer_await_fetch (SpicoTransfer *transfer,
                            const char    *id,
                            const char    *account_id,
                            const char    *blob_id,
                            gint64         size,
                            GError       **error)
{
  g_autofree char *file = NULL;
  SpicoAttaching *what;

  if (!spico_attachments_is_online (transfer->attachments))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
      return NULL;
    }
  if (size > SPICO_ATTACHMENT_MAX_SIZE || blob_id == NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server says what cannot be");
      return NULL;
    }

  file = await_download (transfer, account_id, blob_id, size, error);
  if (file == NULL)
    return NULL;

  what = spico_attaching_new (id);
  what->account_id = g_strdup (account_id);
  what->blob_id = g_strdup (blob_id);
  what->size = size;
  what->file = g_strdup (file);

  return await_refer (transfer, spico_write_fetched, what, error) ? g_steal_pointer (&file) : NULL;
}

static void
note_used (SpicoAttachments *self,
           const char       *file)
{
  SpicoAttaching *what = spico_attaching_new (NULL);

  what->file = g_strdup (file);
  dex_future_disown (spico_store_write (self->store, spico_write_file_used, what, spico_attaching_free));
}

/* Awaits. What this computer has lost, the server may have. */
static GInputStream *
await_open_kept (SpicoTransfer *transfer,
                 const char    *file,
                 gint64         size)
{
  SpicoAttachments *self = transfer->attachments;
  g_autoptr (GError) error = NULL;
  GInputStream *stream = spico_bytes_await_open (self->vault, file, size, &error);
  SpicoAttaching *what;

  if (stream != NULL)
    note_used (self, file);
  if (stream != NULL || self->is_stopped)
    return stream;

  what = spico_attaching_new (NULL);
  what->file = g_strdup (file);
  dex_await (spico_store_write (self->store, spico_write_file_lost, what, spico_attaching_free), NULL);

  return NULL;
}

/* Awaits. The bytes, from here or from there; the item says how far they are. */
static GInputStream *
await_fetch_and_open (SpicoTransfer *transfer,
                      const char    *account_id,
                      const char    *blob_id,
                      gint64         size,
                      GError       **error)
{
  SpicoAttachmentState former = spico_attachment_get_state (transfer->item);
  gboolean is_sent = transfer->id == NULL;
  g_autofree char *file = NULL;
  GInputStream *stream;

  transfer->size = size;
  if (is_sent)
    set_state (transfer, SPICO_ATTACHMENT_DOWNLOADING);
  spico_attachment_set_progress (transfer->item, 0, size);
  file = spico_transfer_await_fetch (transfer, transfer->id, account_id, blob_id, size, error);
  stream = file != NULL ? spico_bytes_await_open (transfer->attachments->vault, file, size, error) : NULL;
  if (is_sent)
    set_state (transfer, stream != NULL ? SPICO_ATTACHMENT_LOCAL : former == SPICO_ATTACHMENT_DOWNLOADING ? former : SPICO_ATTACHMENT_REMOTE);

  return stream;
}

static DexFuture *
open_fiber (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;
  SpicoAttaching *what = spico_attaching_new (transfer->id);
  g_autoptr (SpicoRows) rows = NULL;
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;
  gint64 size;

  what->account_id = g_strdup (transfer->account_id);
  what->blob_id = g_strdup (transfer->blob_id);
  rows = dex_await_boxed (spico_store_read (self->store, spico_read_bytes, what, spico_attaching_free), &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);

  size = spico_rows_get_int (rows, 0, SPICO_BYTES_COLUMN_SIZE);
  if (*spico_rows_get_string (rows, 0, SPICO_BYTES_COLUMN_FILE) != '\0')
    stream = await_open_kept (transfer, spico_rows_get_string (rows, 0, SPICO_BYTES_COLUMN_FILE), size);
  if (stream == NULL)
    stream = await_fetch_and_open (transfer, spico_rows_get_string (rows, 0, SPICO_BYTES_COLUMN_ACCOUNT_ID), spico_rows_get_text (rows, 0, SPICO_BYTES_COLUMN_BLOB_ID), size, &error);

  return stream != NULL ? dex_future_new_take_object (g_steal_pointer (&stream)) : dex_future_new_for_error (error);
}

DexFuture *
spico_attachments_open (SpicoAttachments *self,
                        const char       *account_id,
                        SpicoAttachment  *item,
                        GCancellable     *cancellable)
{
  SpicoTransfer *transfer = spico_transfer_new (self, cancellable);

  transfer->item = g_object_ref (item);
  transfer->id = g_strdup (spico_attachment_get_id (item));
  transfer->account_id = g_strdup (account_id);
  transfer->blob_id = g_strdup (spico_attachment_get_blob_id (item));

  return spico_transfer_spawn (transfer, open_fiber);
}

/* ---- To the server ---- */

static gboolean
again_cb (gpointer data)
{
  SpicoAttachments *self = data;

  self->again_source = 0;
  spico_attachments_upload_next (self);

  return G_SOURCE_REMOVE;
}

/* A server that is busy is not asked by everyone at once. */
static void
upload_later (SpicoAttachments *self)
{
  guint delay = FIRST_DELAY_MS << MIN (self->n_failures, MAX_DOUBLED);

  self->n_failures++;
  if (self->again_source == 0 && !self->is_stopped)
    self->again_source = g_timeout_add (delay / 2 + (guint) g_random_int_range (0, (gint32) delay / 2 + 1), again_cb, self);
}

/* Awaits. It failed here, or was refused there, for good. */
static gboolean
await_fail (SpicoTransfer         *transfer,
            SpicoAttachmentFailure failure)
{
  SpicoAttaching *what = spico_attaching_new (transfer->id);

  what->failure = failure;

  return dex_await (spico_store_write (transfer->attachments->store, spico_write_upload_failed, what, spico_attaching_free), NULL);
}

/* Awaits. Where another account sends it, or this computer has not its bytes, they are fetched first. */
static GInputStream *
await_bytes (SpicoTransfer          *transfer,
             SpicoAttachmentFailure *failure,
             GError                **error)
{
  GInputStream *stream = *transfer->file != '\0' ? await_open_kept (transfer, transfer->file, transfer->size) : NULL;
  g_autofree char *file = NULL;

  if (stream != NULL)
    return stream;
  if (transfer->blob_id == NULL)
    {
      *failure = SPICO_ATTACHMENT_FAILURE_UNREADABLE;
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "What was attached cannot be read any more");
      return NULL;
    }

  file = spico_transfer_await_fetch (transfer, transfer->id, transfer->mailbox_id, transfer->blob_id, transfer->size, error);
  if (file != NULL)
    return spico_bytes_await_open (transfer->attachments->vault, file, transfer->size, error);
  if (g_error_matches (*error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    *failure = SPICO_ATTACHMENT_FAILURE_GONE;

  return NULL;
}

/* Awaits. */
static char *
await_upload (SpicoTransfer          *transfer,
              SpicoAttachmentFailure *failure,
              GError                **error)
{
  g_autoptr (GInputStream) stream = await_bytes (transfer, failure, error);
  SpicoUpload upload = { transfer->account_id, transfer->media_type, stream, transfer->size, transfer->cancellable, tell_progress, transfer };
  g_autoptr (SpicoSession) session = NULL;

  if (stream == NULL)
    return NULL;
  if (!spico_attachments_is_online (transfer->attachments))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
      return NULL;
    }
  session = g_object_ref (transfer->attachments->client->session);
  spico_attachment_set_progress (transfer->item, 0, transfer->size);

  return spico_session_await_upload (session, &upload, failure, error);
}

static gboolean
await_note (SpicoTransfer *transfer,
            const char    *blob_id)
{
  SpicoAttaching *what = spico_attaching_new (transfer->id);

  what->account_id = g_strdup (transfer->account_id);
  what->blob_id = g_strdup (blob_id);

  return dex_await (spico_store_write (transfer->attachments->store, spico_write_uploaded, what, spico_attaching_free), NULL);
}

static void
end_upload (SpicoTransfer *transfer)
{
  SpicoAttachments *self = transfer->attachments;

  g_clear_pointer (&self->uploading_id, g_free);
  g_clear_object (&self->uploading);
  if (spico_attachment_get_state (transfer->item) == SPICO_ATTACHMENT_UPLOADING)
    set_state (transfer, SPICO_ATTACHMENT_WAITING);
}

/* Whatever comes of it is in the store before the next one begins. */
static DexFuture *
upload_fiber (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;
  SpicoAttachmentFailure failure = SPICO_ATTACHMENT_FAILURE_NONE;
  g_autoptr (GError) error = NULL;
  g_autofree char *blob_id = await_upload (transfer, &failure, &error);
  gboolean is_settled = blob_id != NULL ? await_note (transfer, blob_id) : failure != SPICO_ATTACHMENT_FAILURE_NONE && await_fail (transfer, failure);
  gboolean is_given_up = g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED);

  end_upload (transfer);
  if (self->is_stopped)
    return dex_future_new_true ();
  if (is_settled || is_given_up)
    {
      self->n_failures = is_settled ? 0 : self->n_failures;
      self->settled++;
      self->is_stale = TRUE;
      spico_refresher_ask (self->refresher);
    }
  else
    {
      g_set_str (&self->put_off_id, transfer->id);
      upload_later (self);
    }

  return dex_future_new_true ();
}

static void
start_upload (SpicoAttachments *self,
              guint             row)
{
  SpicoTransfer *transfer = spico_transfer_new (self, NULL);
  SpicoRows *rows = self->rows;

  transfer->id = g_strdup (spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_ID));
  transfer->account_id = g_strdup (spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_ACCOUNT_ID));
  transfer->media_type = g_strdup (spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_TYPE));
  transfer->file = g_strdup (spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_FILE));
  transfer->size = spico_rows_get_int (rows, row, SPICO_ATTACHED_COLUMN_SIZE);
  /* Where it is to be fetched. */
  transfer->mailbox_id = g_strdup (spico_rows_get_text (rows, row, SPICO_ATTACHED_COLUMN_SOURCE_ACCOUNT_ID));
  transfer->blob_id = g_strdup (spico_rows_get_text (rows, row, SPICO_ATTACHED_COLUMN_SOURCE_BLOB_ID));
  transfer->item = spico_attachments_intern (self, transfer->id);
  g_clear_pointer (&self->put_off_id, g_free);
  g_set_str (&self->uploading_id, transfer->id);
  g_set_object (&self->uploading, transfer->cancellable);
  spico_attachment_set_progress (transfer->item, 0, transfer->size);
  set_state (transfer, SPICO_ATTACHMENT_UPLOADING);
  dex_future_disown (spico_transfer_spawn (transfer, upload_fiber));
}

/* The first that is wanted; what was put off lets one of the others go before. */
static gboolean
find_wanted (SpicoAttachments *self,
             gboolean          is_put_off,
             guint            *row)
{
  for (guint i = 0; i < spico_rows_get_n_rows (self->rows); i++)
    {
      if (spico_rows_get_int (self->rows, i, SPICO_ATTACHED_COLUMN_IS_WANTED) == 0
          || (g_strcmp0 (self->put_off_id, spico_rows_get_string (self->rows, i, SPICO_ATTACHED_COLUMN_ID)) == 0) != is_put_off)
        continue;
      *row = i;
      return TRUE;
    }

  return FALSE;
}

/* One at a time, in the order in which they were attached. */
void
spico_attachments_upload_next (SpicoAttachments *self)
{
  guint row = 0;

  if (self->rows == NULL || self->is_stale || self->uploading_id != NULL || self->again_source != 0 || !spico_attachments_is_online (self))
    return;
  if (find_wanted (self, FALSE, &row) || find_wanted (self, TRUE, &row))
    start_upload (self, row);
}

/* What was put off is tried as soon as there is a server again. */
void
spico_attachments_connection_changed (SpicoAttachments *self)
{
  if (!spico_attachments_is_online (self))
    return;
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->n_failures = 0;
  spico_attachments_upload_next (self);
}

/* Somebody lets go of it. */
void
spico_attachments_give_up (SpicoAttachments *self,
                           const char       *id)
{
  if (g_strcmp0 (self->uploading_id, id) == 0)
    g_cancellable_cancel (self->uploading);
}
