/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachments-private.h"

#include "spico-bytes.h"
#include "spico-store-attachments.h"

#define STOP_S 2

G_DEFINE_FINAL_TYPE (SpicoAttachments, spico_attachments, G_TYPE_OBJECT)

static const char *
row_id (SpicoRows *rows,
        guint      row)
{
  return spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_ID);
}

/* The items */

static SpicoAttachmentState
state_of (SpicoAttachments      *self,
          const char            *id,
          const char            *blob_id,
          SpicoAttachmentFailure failure)
{
  if (failure != SPICO_ATTACHMENT_FAILURE_NONE)
    return SPICO_ATTACHMENT_FAILED;
  if (blob_id != NULL)
    return SPICO_ATTACHMENT_READY;

  return g_strcmp0 (self->uploading_id, id) == 0 ? SPICO_ATTACHMENT_UPLOADING : SPICO_ATTACHMENT_WAITING;
}

void
spico_attachments_fill (SpicoAttachments      *self,
                        SpicoAttachment       *item,
                        const char            *id,
                        const char            *name,
                        const char            *media_type,
                        gint64                 size,
                        const char            *blob_id,
                        SpicoAttachmentFailure failure)
{
  /* Its message says that it was sent, and what was read here is older. */
  if (spico_attachment_get_id (item) == NULL && *spico_attachment_get_name (item) != '\0')
    return;

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_ID, id);
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_NAME, name);
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_MEDIA_TYPE, media_type);
  spico_item_set_int64 (item, SPICO_ATTACHMENT_PROP_SIZE, size);
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_BLOB_ID, blob_id);
  spico_item_set_enum (item, SPICO_ATTACHMENT_PROP_FAILURE, (int) failure);
  spico_item_set_enum (item, SPICO_ATTACHMENT_PROP_STATE, (int) state_of (self, id, blob_id, failure));
  g_object_thaw_notify (G_OBJECT (item));
}

SpicoAttachment *
spico_attachments_intern (SpicoAttachments *self,
                          const char       *id)
{
  SpicoAttachment *item = g_hash_table_lookup (self->items, id);

  if (item == NULL)
    {
      item = g_object_new (SPICO_TYPE_ATTACHMENT, NULL);
      g_hash_table_insert (self->items, g_strdup (id), item);
    }

  return g_object_ref (item);
}

static void
fill_row (SpicoAttachments *self,
          guint             row)
{
  SpicoRows *rows = self->rows;
  g_autoptr (SpicoAttachment) item = spico_attachments_intern (self, row_id (rows, row));

  spico_attachments_fill (self, item, row_id (rows, row), spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_NAME), spico_rows_get_string (rows, row, SPICO_ATTACHED_COLUMN_TYPE),
                          spico_rows_get_int (rows, row, SPICO_ATTACHED_COLUMN_SIZE), spico_rows_get_text (rows, row, SPICO_ATTACHED_COLUMN_BLOB_ID),
                          (SpicoAttachmentFailure) spico_rows_get_int (rows, row, SPICO_ATTACHED_COLUMN_FAILURE));
}

/* What was sent, or let go of, is no item of ours any more: its message has it. */
static void
forget_gone (SpicoAttachments *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < spico_rows_get_n_rows (self->rows); i++)
    g_hash_table_add (ids, (gpointer) row_id (self->rows, i));
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!g_hash_table_contains (ids, id))
        g_hash_table_iter_remove (&iter);
    }
}

/* The lists */

static char *
place_key (const char *mailbox_id,
           const char *conversation_id)
{
  return g_strconcat (mailbox_id, " ", conversation_id, NULL);
}

static gboolean
is_in (SpicoAttachments *self,
       guint             row,
       const char       *place)
{
  const char *mailbox_id = spico_rows_get_text (self->rows, row, SPICO_ATTACHED_COLUMN_MAILBOX_ID);
  const char *conversation_id = spico_rows_get_text (self->rows, row, SPICO_ATTACHED_COLUMN_CONVERSATION_ID);
  g_autofree char *key = mailbox_id != NULL && conversation_id != NULL ? place_key (mailbox_id, conversation_id) : NULL;

  return g_strcmp0 (key, place) == 0;
}

/* The rows that stay are not touched. */
static void
splice_list (GListStore *list,
             GPtrArray  *wanted)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint n_same = 0;
  guint n_same_end = 0;

  for (gboolean is_same = TRUE; is_same && n_same < MIN (n, wanted->len); n_same += is_same)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), n_same);

      is_same = (gpointer) item == g_ptr_array_index (wanted, n_same);
    }
  for (gboolean is_same = TRUE; is_same && n_same_end < MIN (n, wanted->len) - n_same; n_same_end += is_same)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), n - 1 - n_same_end);

      is_same = (gpointer) item == g_ptr_array_index (wanted, wanted->len - 1 - n_same_end);
    }

  if (n_same + n_same_end < MAX (n, wanted->len))
    g_list_store_splice (list, n_same, n - n_same - n_same_end, wanted->pdata + n_same, wanted->len - n_same - n_same_end);
}

static void
fill_list (SpicoAttachments *self,
           const char       *place,
           GListStore       *list)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->rows != NULL && i < spico_rows_get_n_rows (self->rows); i++)
    {
      if (is_in (self, i, place))
        g_ptr_array_add (wanted, spico_attachments_intern (self, row_id (self->rows, i)));
    }
  splice_list (list, wanted);
}

static void
fill_lists (SpicoAttachments *self)
{
  GHashTableIter iter;
  gpointer place;
  gpointer list;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &place, &list))
    fill_list (self, place, list);
}

GListModel *
spico_attachments_list (SpicoAttachments *self,
                        const char       *mailbox_id,
                        const char       *conversation_id)
{
  g_autofree char *place = place_key (mailbox_id, conversation_id);
  GListStore *list = g_hash_table_lookup (self->places, place);

  if (list == NULL)
    {
      list = g_list_store_new (SPICO_TYPE_ATTACHMENT);
      fill_list (self, place, list);
      g_hash_table_insert (self->places, g_steal_pointer (&place), list);
    }

  return G_LIST_MODEL (g_object_ref (list));
}

/* The files */

static DexFuture *
remove_fiber (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;
  g_auto (GStrv) names = g_strsplit (transfer->file, " ", -1);

  spico_bytes_await_remove (self->vault, names);
  dex_await (spico_store_write (self->store, spico_write_files_removed, g_strdupv (names), (GDestroyNotify) g_strfreev), NULL);

  return dex_future_new_true ();
}

static void
remove_gone (SpicoAttachments *self,
             SpicoRows        *gone)
{
  g_autoptr (GString) names = g_string_new (NULL);
  SpicoTransfer *transfer;

  for (guint i = 0; i < spico_rows_get_n_rows (gone); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", spico_rows_get_string (gone, i, 0));
  if (names->len == 0 || self->is_stopped)
    return;

  transfer = spico_transfer_new (self, NULL);
  transfer->file = g_strdup (names->str);
  dex_future_disown (spico_transfer_spawn (transfer, remove_fiber));
}

static void
leave_out (GHashTable *names,
           SpicoRows  *known)
{
  for (guint i = 0; i < spico_rows_get_n_rows (known); i++)
    g_hash_table_remove (names, spico_rows_get_string (known, i, 0));
}

/* What a program that was killed left behind. A file that is being made is known, or in the store by the time that is read. */
static DexFuture *
sweep_fiber (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;
  g_auto (GStrv) there = spico_bytes_await_list (self->vault);
  g_autoptr (GHashTable) orphans = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SpicoRows) known = NULL;
  g_auto (GStrv) names = NULL;

  for (guint i = 0; there != NULL && there[i] != NULL; i++)
    {
      if (!g_hash_table_contains (self->making, there[i]))
        g_hash_table_add (orphans, there[i]);
    }
  known = g_hash_table_size (orphans) > 0 ? dex_await_boxed (spico_store_read (self->store, spico_read_files, NULL, NULL), NULL) : NULL;
  if (known == NULL)
    return dex_future_new_true ();

  leave_out (orphans, known);
  names = (GStrv) g_hash_table_get_keys_as_array (orphans, NULL);
  for (guint i = 0; names[i] != NULL; i++)
    names[i] = g_strdup (names[i]);
  spico_bytes_await_remove (self->vault, names);

  return dex_future_new_true ();
}

/* Reading */

static DexFuture *
read_attached (gpointer owner)
{
  SpicoAttachments *self = owner;

  self->settled_at_read = self->settled;

  return spico_store_read (self->store, spico_read_attached, NULL, NULL);
}

static void
attached_read_cb (gpointer      owner,
                  const GValue *value,
                  const GError *error)
{
  SpicoAttachments *self = owner;
  GPtrArray *all = value != NULL ? g_value_get_boxed (value) : NULL;
  SpicoRows *limits;

  if (all == NULL || self->is_stopped)
    return;

  g_clear_pointer (&self->rows, spico_rows_unref);
  self->rows = spico_rows_ref (g_ptr_array_index (all, 0));
  self->is_stale = self->settled_at_read != self->settled;
  limits = g_ptr_array_index (all, 2);
  spico_attachment_limits_parse (spico_rows_get_n_rows (limits) > 0 ? spico_rows_get_text (limits, 0, 0) : NULL, &self->limits);
  for (guint i = 0; i < spico_rows_get_n_rows (self->rows); i++)
    fill_row (self, i);
  fill_lists (self);
  forget_gone (self);
  remove_gone (self, g_ptr_array_index (all, 1));
  spico_attachments_upload_next (self);
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  SpicoAttachments *self = SPICO_ATTACHMENTS (data);

  if (changes->flags & (SPICO_CHANGE_ATTACHMENTS | SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_ACCOUNTS | SPICO_CHANGE_OUTBOX))
    spico_refresher_ask (self->refresher);
}

static void
connection_notify_cb (SpicoClient *client,
                      GParamSpec  *pspec,
                      gpointer     data)
{
  spico_attachments_connection_changed (data);
}

/* What is under way */

static void
cancelled_cb (GCancellable *asked,
              gpointer      data)
{
  g_cancellable_cancel (data);
}

SpicoTransfer *
spico_transfer_new (SpicoAttachments *attachments,
                    GCancellable     *asked)
{
  SpicoTransfer *transfer = g_new0 (SpicoTransfer, 1);

  transfer->attachments = g_object_ref (attachments);
  transfer->cancellable = g_cancellable_new ();
  transfer->stopping_handler = g_cancellable_connect (attachments->stopping, G_CALLBACK (cancelled_cb), g_object_ref (transfer->cancellable), g_object_unref);
  if (asked != NULL)
    {
      transfer->asked = g_object_ref (asked);
      transfer->asked_handler = g_cancellable_connect (asked, G_CALLBACK (cancelled_cb), g_object_ref (transfer->cancellable), g_object_unref);
    }

  return transfer;
}

static void
transfer_free (gpointer data)
{
  SpicoTransfer *transfer = data;
  SpicoAttachments *self = transfer->attachments;

  g_cancellable_disconnect (self->stopping, transfer->stopping_handler);
  if (transfer->asked != NULL)
    g_cancellable_disconnect (transfer->asked, transfer->asked_handler);
  g_clear_object (&transfer->asked);
  g_object_unref (transfer->cancellable);
  g_clear_object (&transfer->item);
  g_clear_object (&transfer->stream);
  g_free (transfer->id);
  g_free (transfer->mailbox_id);
  g_free (transfer->conversation_id);
  g_free (transfer->account_id);
  g_free (transfer->name);
  g_free (transfer->media_type);
  g_free (transfer->file);
  g_free (transfer->blob_id);
  g_free (transfer);
  g_object_unref (self);
}

static DexFuture *
transferred_cb (DexFuture *future,
                gpointer   data)
{
  SpicoAttachments *self = data;

  self->n_under_way--;
  if (self->n_under_way == 0 && self->rest != NULL)
    dex_promise_resolve_boolean (self->rest, TRUE);

  return dex_ref (future);
}

DexFuture *
spico_transfer_spawn (SpicoTransfer *transfer,
                      DexFiberFunc   func)
{
  SpicoAttachments *self = transfer->attachments;

  self->n_under_way++;

  return dex_future_finally (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, func, transfer, transfer_free), transferred_cb, g_object_ref (self), g_object_unref);
}

gboolean
spico_attachments_is_online (SpicoAttachments *self)
{
  return !self->is_stopped && self->client != NULL && self->client->session != NULL && spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

/* The object */

static void
spico_attachments_finalize (GObject *object)
{
  SpicoAttachments *self = SPICO_ATTACHMENTS (object);

  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_pointer (&self->vault, spico_vault_unref);
  g_clear_pointer (&self->rows, spico_rows_unref);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->making);
  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_object (&self->stopping);
  g_free (self->uploading_id);
  g_free (self->put_off_id);
  dex_clear (&self->rest);

  G_OBJECT_CLASS (spico_attachments_parent_class)->finalize (object);
}

static void
spico_attachments_class_init (SpicoAttachmentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_attachments_finalize;
}

static void
spico_attachments_init (SpicoAttachments *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->making = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stopping = g_cancellable_new ();
  spico_attachment_limits_parse (NULL, &self->limits);
}

SpicoAttachments *
spico_attachments_new (SpicoClient *client,
                       const char  *folder,
                       GBytes      *key)
{
  SpicoAttachments *self = g_object_new (SPICO_TYPE_ATTACHMENTS, NULL);

  self->client = client;
  self->store = g_object_ref (spico_client_get_store (client));
  self->vault = spico_vault_new (folder, key);
  self->refresher = spico_refresher_new (self, read_attached, attached_read_cb);
  g_signal_connect (self->store, "changed", G_CALLBACK (store_changed_cb), self);
  g_signal_connect (client, "notify::connection", G_CALLBACK (connection_notify_cb), self);
  spico_refresher_ask (self->refresher);
  dex_future_disown (spico_transfer_spawn (spico_transfer_new (self, NULL), sweep_fiber));

  return self;
}

DexFuture *
spico_attachments_stop (SpicoAttachments *self)
{
  if (!self->is_stopped)
    {
      self->is_stopped = TRUE;
      g_signal_handlers_disconnect_by_data (self->store, self);
      g_signal_handlers_disconnect_by_data (self->client, self);
      self->client = NULL;
      g_clear_handle_id (&self->again_source, g_source_remove);
      spico_vault_close (self->vault);
      g_cancellable_cancel (self->stopping);
      g_clear_pointer (&self->rows, spico_rows_unref);
      fill_lists (self);
    }
  if (self->n_under_way == 0)
    return dex_future_new_true ();
  if (self->rest == NULL)
    self->rest = dex_promise_new ();

  return dex_future_first (dex_ref (self->rest), dex_timeout_new_seconds (STOP_S), NULL);
}

void
spico_attachments_get_limits (SpicoAttachments      *self,
                              SpicoAttachmentLimits *limits)
{
  *limits = self->limits;
}
