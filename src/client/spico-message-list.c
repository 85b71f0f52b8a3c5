/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-list-private.h"

#include "spico-client-private.h"
#include "spico-keys.h"
#include "spico-message-private.h"
#include "spico-message-rows.h"
#include "spico-reader-private.h"
#include "spico-refresher.h"
#include "spico-session.h"
#include "spico-store-reads.h"

/* How far back a change is looked for: a message may come after one that was numbered later. */
#define REFRESHED_TAIL 200

struct _SpicoMessageList {
  GObject parent_instance;

  SpicoClient *client;
  SpicoStore *store;
  char *account_id;
  char *conversation_id;

  GArray *keys;
  GHashTable *items;
  GHashTable *readers;
  gint64 low_seq;
  gint64 high_seq;
  gint64 first_unread_seq;
  guint n_unread_at_open;

  SpicoRefresher *refresher;
  /* Of the reading under way; 0 for the first. */
  gint64 read_from_seq;
  /* What stands above the tail may say something else by now. */
  gboolean is_reworded;
  gboolean is_read;
  gboolean has_older;
  gboolean is_open;
  DexFuture *loading_older;
  /* Of spico_message_list_load_older_to(). */
  gint64 wanted_seq;
  GError *error;
};

enum {
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  PROP_IS_LOADING,
  PROP_HAS_OLDER,
  PROP_IS_OPEN,
  PROP_FIRST_UNREAD_SEQ,
  PROP_N_UNREAD_AT_OPEN,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoMessageList, spico_message_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* One reader object a marker, shared by all the messages that they have read. */
static SpicoReader *
reader_of (SpicoMessageList *self,
           SpicoRows        *markers,
           guint             row)
{
  const char *account_id = spico_rows_get_string (markers, row, SPICO_MARKER_COLUMN_ACCOUNT_ID);
  const char *person_id = spico_rows_get_string (markers, row, SPICO_MARKER_COLUMN_PERSON_ID);
  g_autofree char *key = g_strconcat (account_id, " ", person_id, NULL);
  SpicoReader *reader = g_hash_table_lookup (self->readers, key);

  if (reader == NULL)
    {
      g_autoptr (SpicoPrincipal) person = spico_client_intern (self->client, person_id);
      g_autoptr (SpicoPrincipal) account = spico_client_intern (self->client, account_id);

      reader = g_object_new (SPICO_TYPE_READER, NULL);
      spico_item_set_object (reader, SPICO_READER_PROP_PERSON, person);
      spico_item_set_object (reader, SPICO_READER_PROP_ACCOUNT, account);
      spico_item_set_boolean (reader, SPICO_READER_PROP_IS_FOR_ACCOUNT, !g_str_equal (person_id, account_id));
      g_hash_table_insert (self->readers, g_steal_pointer (&key), reader);
    }
  spico_item_set_time (reader, SPICO_READER_PROP_READ_AT, spico_rows_get_int (markers, row, SPICO_MARKER_COLUMN_READ_AT));

  return reader;
}

static void
set_read_by (SpicoMessage *item,
             GPtrArray    *readers)
{
  GListStore *store = spico_item_get_object (item, SPICO_MESSAGE_PROP_READ_BY);
  guint n_before = store != NULL ? g_list_model_get_n_items (G_LIST_MODEL (store)) : 0;

  /* Markers only rise: as many readers are the same readers. */
  if (store != NULL && n_before == readers->len)
    return;
  if (store == NULL)
    {
      g_autoptr (GListStore) fresh = g_list_store_new (SPICO_TYPE_READER);

      g_list_store_splice (fresh, 0, 0, readers->pdata, readers->len);
      spico_item_set_object (item, SPICO_MESSAGE_PROP_READ_BY, fresh);
    }
  else
    g_list_store_splice (store, 0, n_before, readers->pdata, readers->len);
}

static void
apply_markers_to (SpicoMessageList *self,
                  SpicoMessage     *item,
                  SpicoRows        *markers)
{
  const char *author_id = spico_principal_get_id (spico_message_get_person (item));
  g_autoptr (GPtrArray) readers = g_ptr_array_new ();
  gint64 seq = spico_message_get_seq (item);

  for (guint i = 0; seq > 0 && i < spico_rows_get_n_rows (markers); i++)
    {
      if (spico_rows_get_int (markers, i, SPICO_MARKER_COLUMN_READ_UP_TO) >= seq &&
          !g_str_equal (spico_rows_get_string (markers, i, SPICO_MARKER_COLUMN_PERSON_ID), author_id))
        g_ptr_array_add (readers, reader_of (self, markers, i));
    }
  set_read_by (item, readers);

  if (readers->len > 0 && spico_message_get_state (item) == SPICO_MESSAGE_SENT)
    spico_item_set_enum (item, SPICO_MESSAGE_PROP_STATE, SPICO_MESSAGE_READ);
}

/* Of what was just read: what stands there already follows its own reading. */
static void
apply_markers_to_keys (SpicoMessageList *self,
                       GArray           *keys,
                       SpicoRows        *markers)
{
  for (guint i = 0; i < keys->len; i++)
    apply_markers_to (self, g_hash_table_lookup (self->items, &g_array_index (keys, gint64, i)), markers);
}

static void
apply_markers (SpicoMessageList *self,
               SpicoRows        *markers)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    apply_markers_to (self, item, markers);
}

static GArray *
apply_rows (SpicoMessageList *self,
            SpicoPage        *page)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SpicoMessageRows) rows = spico_message_rows_new (self->client, self->account_id, self->conversation_id, page);

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      gint64 key = spico_rows_get_int (page->rows, i, SPICO_MESSAGE_COLUMN_KEY);
      gint64 seq = spico_rows_get_int (page->rows, i, SPICO_MESSAGE_COLUMN_SEQ);
      SpicoMessage *item = g_hash_table_lookup (self->items, &key);

      if (item == NULL)
        {
          item = g_object_new (SPICO_TYPE_MESSAGE, NULL);
          g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), item);
        }
      spico_message_rows_fill (rows, item, i);
      self->high_seq = MAX (self->high_seq, seq);
      if (seq > 0 && (self->low_seq == 0 || seq < self->low_seq))
        self->low_seq = seq;
      g_array_append_val (keys, key);
    }
  apply_markers_to_keys (self, keys, page->markers);

  return keys;
}

static gint64
seq_at (SpicoMessageList *self,
        guint             position)
{
  return spico_message_get_seq (g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, position)));
}

static void
forget_removed (SpicoMessageList *self)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < self->keys->len; i++)
    g_hash_table_add (kept, &g_array_index (self->keys, gint64, i));
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!g_hash_table_contains (kept, key))
        g_hash_table_iter_remove (&iter);
    }
}

static void
splice (SpicoMessageList *self,
        GArray           *target)
{
  guint n_before = self->keys->len;

  spico_keys_splice (G_LIST_MODEL (self), self->keys, target);
  if (self->keys->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  if (self->items != NULL && g_hash_table_size (self->items) != self->keys->len)
    forget_removed (self);
}

static void
set_has_older (SpicoMessageList *self,
               gboolean          has_older)
{
  if (self->has_older == has_older)
    return;
  self->has_older = has_older;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_OLDER]);
}

static void
set_is_open (SpicoMessageList *self,
             gboolean          is_open)
{
  if (self->is_open == is_open)
    return;
  self->is_open = is_open;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_OPEN]);
}

static void
set_error (SpicoMessageList *self,
           const GError     *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
apply_first (SpicoMessageList *self,
             SpicoPage        *page)
{
  g_autoptr (GArray) keys = NULL;

  self->first_unread_seq = page->first_unread_seq;
  self->n_unread_at_open = page->n_unread;
  keys = apply_rows (self, page);
  set_has_older (self, self->low_seq > 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_UNREAD_SEQ]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNREAD_AT_OPEN]);
  splice (self, keys);
  set_is_open (self, page->is_open);
}

/* What was read of a conversation that is closed is not to be seen any more (F030): only what was written and never left stays. */
static void
apply_closed (SpicoMessageList *self,
              SpicoPage        *page)
{
  g_autoptr (GArray) keys = NULL;

  self->low_seq = 0;
  self->high_seq = 0;
  keys = apply_rows (self, page);
  splice (self, keys);
  set_has_older (self, FALSE);
  set_is_open (self, FALSE);
}

/* Not to be read before the server is reached (F030): it comes back whole. */
static void
apply_locked (SpicoMessageList *self)
{
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->low_seq = 0;
  self->high_seq = 0;
  splice (self, nothing);
  set_has_older (self, FALSE);
}

/* The tail was read anew from a seq on: what stands before it stays. An item takes its seq only once the rows before it were cut. */
static void
apply_tail (SpicoMessageList *self,
            SpicoPage        *page,
            gint64            from_seq)
{
  g_autoptr (GArray) target = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) keys = NULL;
  gboolean was_empty = self->low_seq == 0;

  for (guint i = 0; i < self->keys->len && seq_at (self, i) > 0 && seq_at (self, i) < from_seq; i++)
    g_array_append_val (target, g_array_index (self->keys, gint64, i));
  keys = apply_rows (self, page);
  apply_markers (self, page->markers);
  if (keys->len > 0)
    g_array_append_vals (target, keys->data, keys->len);
  splice (self, target);
  if (was_empty)
    set_has_older (self, self->low_seq > 1);
  set_is_open (self, TRUE);
}

static void
messages_read_cb (gpointer      owner,
                  const GValue *value,
                  const GError *error)
{
  SpicoMessageList *self = owner;
  SpicoPage *page = value != NULL ? g_value_get_boxed (value) : NULL;

  if (page == NULL)
    set_error (self, error);
  else if (page->is_locked)
    apply_locked (self);
  else if (self->read_from_seq == 0)
    apply_first (self, page);
  else if (!page->is_open)
    apply_closed (self, page);
  else
    apply_tail (self, page, self->read_from_seq);

  if (self->is_read)
    return;
  self->is_read = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);
}

static SpicoReadMessages *
make_request (SpicoMessageList *self)
{
  SpicoReadMessages *request = g_new0 (SpicoReadMessages, 1);

  request->account_id = g_strdup (self->account_id);
  request->conversation_id = g_strdup (self->conversation_id);

  return request;
}

static DexFuture *
read_messages (gpointer owner)
{
  SpicoMessageList *self = owner;
  SpicoReadMessages *request = make_request (self);

  request->low_seq = self->is_read ? MAX (MAX (self->low_seq, self->is_reworded ? 0 : self->high_seq - REFRESHED_TAIL), 1) : 0;
  self->is_reworded = FALSE;
  self->read_from_seq = request->low_seq;

  return spico_store_read (self->store, spico_read_messages, request, spico_read_messages_free);
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (data);

  self->is_reworded |= (changes->flags & SPICO_CHANGE_WORDING) != 0;
  if ((changes->flags & SPICO_CHANGE_CONTACT) || spico_changes_has_conversation (changes, self->account_id, self->conversation_id))
    spico_refresher_ask (self->refresher);
}

static void
sending_cb (SpicoClient *client,
            const char  *message_id,
            gboolean     is_sending,
            gpointer     data)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (data);

  for (guint i = self->keys->len; i > 0 && seq_at (self, i - 1) == 0; i--)
    {
      SpicoMessage *item = g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, i - 1));
      SpicoMessageState state = spico_message_get_state (item);

      if (g_str_equal (spico_message_get_id (item), message_id) && (state == SPICO_MESSAGE_QUEUED || state == SPICO_MESSAGE_SENDING))
        spico_item_set_enum (item, SPICO_MESSAGE_PROP_STATE, is_sending ? SPICO_MESSAGE_SENDING : SPICO_MESSAGE_QUEUED);
    }
}

static GType
spico_message_list_get_item_type (GListModel *model)
{
  return SPICO_TYPE_MESSAGE;
}

static guint
spico_message_list_get_n_items (GListModel *model)
{
  return SPICO_MESSAGE_LIST (model)->keys->len;
}

static gpointer
spico_message_list_get_item (GListModel *model,
                             guint       position)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (model);

  if (position >= self->keys->len)
    return NULL;

  return g_object_ref (g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, position)));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_message_list_get_item_type;
  iface->get_n_items = spico_message_list_get_n_items;
  iface->get_item = spico_message_list_get_item;
}

static void
spico_message_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, SPICO_TYPE_MESSAGE);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->keys->len);
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, !self->is_read);
      break;
    case PROP_HAS_OLDER:
      g_value_set_boolean (value, self->has_older);
      break;
    case PROP_IS_OPEN:
      g_value_set_boolean (value, self->is_open);
      break;
    case PROP_FIRST_UNREAD_SEQ:
      g_value_set_int64 (value, self->first_unread_seq);
      break;
    case PROP_N_UNREAD_AT_OPEN:
      g_value_set_uint (value, self->n_unread_at_open);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_message_list_dispose (GObject *object)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  dex_clear (&self->loading_older);

  G_OBJECT_CLASS (spico_message_list_parent_class)->dispose (object);
}

static void
spico_message_list_finalize (GObject *object)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (object);

  g_free (self->account_id);
  g_free (self->conversation_id);
  g_array_unref (self->keys);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->readers);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (spico_message_list_parent_class)->finalize (object);
}

static void
spico_message_list_class_init (SpicoMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = spico_message_list_dispose;
  object_class->finalize = spico_message_list_finalize;
  object_class->get_property = spico_message_list_get_property;

  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, TRUE, flags);
  properties[PROP_HAS_OLDER] = g_param_spec_boolean ("has-older", NULL, NULL, FALSE, flags);
  properties[PROP_IS_OPEN] = g_param_spec_boolean ("is-open", NULL, NULL, TRUE, flags);
  properties[PROP_FIRST_UNREAD_SEQ] = g_param_spec_int64 ("first-unread-seq", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_UNREAD_AT_OPEN] = g_param_spec_uint ("n-unread-at-open", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spico_message_list_init (SpicoMessageList *self)
{
  self->is_open = TRUE;
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* Returns: (transfer full): a list that reads itself at once */
SpicoMessageList *
spico_message_list_new (SpicoClient *client,
                        const char  *account_id,
                        const char  *conversation_id)
{
  SpicoMessageList *self = g_object_new (SPICO_TYPE_MESSAGE_LIST, NULL);
  SpicoStore *store = spico_client_get_store (client);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->conversation_id = g_strdup (conversation_id);
  g_signal_connect (client, "message-sending", G_CALLBACK (sending_cb), self);
  if (store != NULL)
    {
      self->store = g_object_ref (store);
      self->refresher = spico_refresher_new (self, read_messages, messages_read_cb);
      g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
      spico_refresher_ask (self->refresher);
    }
  else
    {
      self->is_read = TRUE;
      self->error = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "Nobody is signed in");
    }

  return self;
}

gboolean
spico_message_list_is_loading (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), FALSE);

  return !self->is_read;
}

gboolean
spico_message_list_get_has_older (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), FALSE);

  return self->has_older;
}

gboolean
spico_message_list_is_open (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), FALSE);

  return self->is_open;
}

gint64
spico_message_list_get_first_unread_seq (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), 0);

  return self->first_unread_seq;
}

guint
spico_message_list_get_n_unread_at_open (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), 0);

  return self->n_unread_at_open;
}

const GError *
spico_message_list_get_error (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), NULL);

  return self->error;
}

static SpicoPage *
await_older (SpicoMessageList *self,
             gboolean          gaps,
             GError          **error)
{
  SpicoReadMessages *request = make_request (self);
  g_autoptr (SpicoPage) page = NULL;

  request->before_seq = self->low_seq;
  request->wanted_seq = self->wanted_seq;
  request->gaps = gaps;
  page = dex_await_boxed (spico_store_read (self->store, spico_read_messages, request, spico_read_messages_free), error);
  if (page == NULL || !page->is_locked)
    return g_steal_pointer (&page);

  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "The server was not reached for too long");

  return NULL;
}

/* From the store while it has what follows without a hole, else from the server. Nothing is shown from here: what a change of the
 * list makes a view do needs more stack than a fiber has. */
static DexFuture *
load_older_fiber (gpointer data)
{
  SpicoMessageList *self = SPICO_MESSAGE_LIST (data);
  GError *error = NULL;
  g_autoptr (SpicoPage) page = await_older (self, FALSE, &error);

  if (page == NULL)
    return dex_future_new_for_error (error);

  if (spico_rows_get_n_rows (page->rows) == 0)
    {
      if (!dex_await (spico_client_fetch_older (self->client, self->account_id, self->conversation_id, self->low_seq), &error))
        return dex_future_new_for_error (error);
      g_clear_pointer (&page, spico_page_unref);
      page = await_older (self, TRUE, &error);
      if (page == NULL)
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page));
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static DexFuture *
loaded_older_cb (DexFuture *future,
                 gpointer   data)
{
  g_autoptr (SpicoMessageList) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoPage *page;
  g_autoptr (GArray) target = NULL;

  if (value == NULL || self == NULL)
    return dex_ref (future);

  page = g_value_get_boxed (value);
  target = apply_rows (self, page);
  if (self->keys->len > 0)
    g_array_append_vals (target, self->keys->data, self->keys->len);
  splice (self, target);
  set_has_older (self, spico_rows_get_n_rows (page->rows) > 0 && self->low_seq > 1);

  return dex_future_new_for_boolean (self->has_older);
}

static DexFuture *
load_older (SpicoMessageList *self,
            gint64            wanted_seq)
{
  if (self->store == NULL || !self->is_read || !self->has_older)
    return dex_future_new_for_boolean (FALSE);

  if (self->loading_older != NULL && !dex_future_is_pending (self->loading_older))
    dex_clear (&self->loading_older);
  if (self->loading_older == NULL)
    {
      GWeakRef *weak = g_new0 (GWeakRef, 1);

      self->wanted_seq = wanted_seq;
      g_weak_ref_init (weak, self);
      self->loading_older = dex_future_then (dex_scheduler_spawn (NULL, 0, load_older_fiber, g_object_ref (self), g_object_unref), loaded_older_cb, weak, weak_free);
    }

  return dex_ref (self->loading_older);
}

DexFuture *
spico_message_list_load_older (SpicoMessageList *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), NULL);

  return load_older (self, 0);
}

DexFuture *
spico_message_list_load_older_to (SpicoMessageList *self,
                                  gint64            seq)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), NULL);

  return load_older (self, seq);
}

/* ---- The whole of it ---- */

typedef struct {
  SpicoMessageList *list;
  GCancellable *cancellable;
} Whole;

static void
whole_free (gpointer data)
{
  Whole *whole = data;

  g_object_unref (whole->list);
  g_clear_object (&whole->cancellable);
  g_free (whole);
}

static void
first_read_cb (SpicoMessageList *self,
               GParamSpec       *pspec,
               DexPromise       *promise)
{
  if (dex_future_is_pending (DEX_FUTURE (promise)))
    dex_promise_resolve_boolean (promise, TRUE);
}

static gboolean
await_first (SpicoMessageList *self,
             GError          **error)
{
  g_autoptr (DexPromise) promise = dex_promise_new ();
  gulong handler;
  gboolean is_there;

  if (self->is_read)
    return TRUE;

  handler = g_signal_connect (self, "notify::is-loading", G_CALLBACK (first_read_cb), promise);
  is_there = dex_await (dex_ref (DEX_FUTURE (promise)), error);
  g_signal_handler_disconnect (self, handler);

  return is_there;
}

static DexFuture *
load_all_fiber (gpointer data)
{
  Whole *whole = data;
  SpicoMessageList *self = whole->list;
  GError *error = NULL;

  if (!await_first (self, &error))
    return dex_future_new_for_error (error);
  if (self->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->error));

  while (self->has_older)
    {
      dex_await_boolean (spico_message_list_load_older_to (self, 1), &error);
      if (error != NULL || g_cancellable_set_error_if_cancelled (whole->cancellable, &error))
        return dex_future_new_for_error (error);
    }

  return self->is_open ? dex_future_new_true () : dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "The account takes no part in it");
}

DexFuture *
spico_message_list_load_all (SpicoMessageList *self,
                             GCancellable     *cancellable)
{
  Whole *whole;

  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), NULL);

  whole = g_new0 (Whole, 1);
  whole->list = g_object_ref (self);
  whole->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;

  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, load_all_fiber, whole, whole_free);
}

gboolean
spico_message_list_find (SpicoMessageList *self,
                         const char       *message_id,
                         guint            *position)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE_LIST (self), FALSE);
  g_return_val_if_fail (message_id != NULL, FALSE);

  for (guint i = self->keys->len; i > 0; i--)
    {
      if (!g_str_equal (spico_message_get_id (g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, i - 1))), message_id))
        continue;
      *position = i - 1;
      return TRUE;
    }

  return FALSE;
}
