/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages as the store's rows have them. */
#include "spico-message-rows.h"

#include "spico-attachment-private.h"
#include "spico-client-private.h"
#include "spico-group-uses.h"
#include "spico-json.h"
#include "spico-message-private.h"
#include "spico-store-attachments.h"
#include "spico-store-reads.h"
#include "spico-store-schema.h"

struct _SpicoMessageRows {
  /* Borrowed */
  SpicoClient *client;
  const char *account_id;
  const char *conversation_id;
  SpicoPage *page;

  /* Who has not read what is overdue; NULL where nothing is. */
  GListStore *unread_by;

  /* The rows of the messages that others answer, by their ids; NULL without any. */
  GHashTable *quoted;
  /* The first row of what goes with each message, by its id; NULL without any. */
  GHashTable *attached;
};

static SpicoMessageState
state_of (SpicoMessageRows *self,
          const char       *id,
          gint64            local_state)
{
  if (local_state == SPICO_LOCAL_SYNCED)
    return SPICO_MESSAGE_SENT;
  if (local_state == SPICO_LOCAL_FAILED)
    return SPICO_MESSAGE_FAILED;

  return spico_client_is_sending (self->client, id) ? SPICO_MESSAGE_SENDING : SPICO_MESSAGE_QUEUED;
}

/* Whom it adds or removes never changes. */
static void
fill_members (SpicoMessageRows *self,
              SpicoMessage     *item,
              const char       *member_ids)
{
  g_auto (GStrv) ids = g_strsplit (member_ids, " ", -1);
  g_autoptr (GListStore) members = NULL;

  if (ids[0] == NULL || spico_message_get_members (item) != NULL)
    return;

  members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (SpicoPrincipal) principal = spico_client_intern (self->client, ids[i]);

      g_list_store_append (members, principal);
    }
  spico_item_set_object (item, SPICO_MESSAGE_PROP_MEMBERS, members);
}

static void
fill_author (SpicoMessageRows *self,
             SpicoMessage     *item,
             const char       *person_id,
             const char       *account_id)
{
  g_autoptr (SpicoPrincipal) person = spico_client_intern (self->client, person_id);
  g_autoptr (SpicoPrincipal) account = spico_client_intern (self->client, account_id);

  spico_item_set_object (item, SPICO_MESSAGE_PROP_PERSON, person);
  spico_item_set_object (item, SPICO_MESSAGE_PROP_ACCOUNT, account);
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_OWN, g_str_equal (person_id, spico_client_get_person_id (self->client)));
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT, !g_str_equal (person_id, account_id));
}

/* Of one that others answer, at @row of the page. */
void
spico_message_rows_fill_quoted (SpicoMessageRows *self,
                                SpicoMessage     *original,
                                guint             row)
{
  SpicoRows *quoted = self->page->quoted;

  g_object_freeze_notify (G_OBJECT (original));
  spico_item_set_int64 (original, SPICO_MESSAGE_PROP_SEQ, spico_rows_get_int (quoted, row, SPICO_QUOTED_COLUMN_SEQ));
  spico_item_set_boolean (original, SPICO_MESSAGE_PROP_IS_WITHDRAWN, spico_rows_get_int (quoted, row, SPICO_QUOTED_COLUMN_IS_WITHDRAWN) != 0);
  spico_item_set_uint (original, SPICO_MESSAGE_PROP_ATTACHMENT_COUNT, (guint) spico_rows_get_int (quoted, row, SPICO_QUOTED_COLUMN_ATTACHMENT_COUNT));
  spico_item_set_string (original, SPICO_MESSAGE_PROP_TEXT, spico_rows_get_string (quoted, row, SPICO_QUOTED_COLUMN_TEXT));
  fill_author (self, original, spico_rows_get_string (quoted, row, SPICO_QUOTED_COLUMN_PERSON_ID), spico_rows_get_string (quoted, row, SPICO_QUOTED_COLUMN_ACCOUNT_ID));
  g_object_thaw_notify (G_OBJECT (original));
}

/* What a message answers never changes; what is known of it may. */
static void
fill_reply (SpicoMessageRows *self,
            SpicoMessage     *item,
            const char       *original_id)
{
  g_autoptr (SpicoMessage) original = NULL;
  guint row;

  if (original_id == NULL)
    return;

  g_set_object (&original, spico_message_get_in_reply_to (item));
  if (original == NULL)
    {
      original = g_object_new (SPICO_TYPE_MESSAGE, NULL);
      spico_item_set_string (original, SPICO_MESSAGE_PROP_ID, original_id);
    }
  row = self->quoted != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->quoted, original_id)) : 0;
  if (row > 0)
    spico_message_rows_fill_quoted (self, original, row - 1);
  spico_item_set_object (item, SPICO_MESSAGE_PROP_IN_REPLY_TO, original);
}

/* The message has failed, or does not any more. */
static void
fill_failure (SpicoMessage       *item,
              SpicoMessageFailure failure,
              const char         *used_groups)
{
  g_auto (GStrv) names = failure == SPICO_MESSAGE_FAILURE_GROUPS ? spico_group_uses_list_names (used_groups) : NULL;

  if (names != NULL || spico_message_get_group_names (item) != NULL)
    spico_item_set_strv (item, SPICO_MESSAGE_PROP_GROUP_NAMES, (const char *const *) names);
  spico_item_set_enum (item, SPICO_MESSAGE_PROP_FAILURE, failure);
}

static GListModel *
read_earlier (const char *earlier_texts)
{
  g_autoptr (JsonNode) node = json_from_string (earlier_texts, NULL);
  JsonArray *earlier = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GListStore *store = g_list_store_new (SPICO_TYPE_MESSAGE);

  for (guint i = 0; earlier != NULL && i < json_array_get_length (earlier); i++)
    {
      JsonObject *wording = spico_json_get_element_object (earlier, i);
      g_autoptr (SpicoMessage) message = g_object_new (SPICO_TYPE_MESSAGE, NULL);

      spico_item_set_string (message, SPICO_MESSAGE_PROP_TEXT, spico_json_get_string (wording, "text"));
      spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, spico_json_get_int (wording, "at"));
      g_list_store_append (store, message);
    }

  return G_LIST_MODEL (store);
}

/* With each correction one comes, and with the withdrawal all go. */
static void
fill_earlier (SpicoMessage *item,
              const char   *earlier_texts,
              gint64        edited_at)
{
  g_autoptr (GListModel) earlier = NULL;
  GDateTime *known = spico_message_get_edited_at (item);

  if (edited_at > 0 && known != NULL && g_date_time_to_unix_usec (known) == edited_at)
    return;

  earlier = edited_at > 0 ? read_earlier (earlier_texts) : NULL;
  spico_item_set_object (item, SPICO_MESSAGE_PROP_EARLIER, earlier);
  spico_item_set_time (item, SPICO_MESSAGE_PROP_EDITED_AT, edited_at);
}

/* What it is to say: it does already, or was not let. */
static void
fill_correction (SpicoMessage       *item,
                 const char         *correction,
                 SpicoMessageFailure failure)
{
  gboolean is_refused = failure != SPICO_MESSAGE_FAILURE_NONE;

  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_CORRECTING, correction != NULL && !is_refused);
  spico_item_set_string (item, SPICO_MESSAGE_PROP_REFUSED_TEXT, is_refused ? correction : "");
  spico_item_set_enum (item, SPICO_MESSAGE_PROP_CORRECTION_FAILURE, failure);
}

/* Only who has not read it is named anew where it comes to be overdue. */
static void
fill_urgency (SpicoMessageRows *self,
              SpicoMessage     *item,
              guint             row)
{
  SpicoRows *rows = self->page->rows;
  gboolean is_overdue = spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_OVERDUE) != 0;

  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_URGENT, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_URGENT) != 0);
  spico_item_set_time (item, SPICO_MESSAGE_PROP_REPLY_BY, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_REPLY_BY));
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_ANSWERED, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_ANSWERED) != 0);
  if (!is_overdue || self->unread_by == NULL)
    spico_item_set_object (item, SPICO_MESSAGE_PROP_UNREAD_BY, NULL);
  else
    spico_item_set_object (item, SPICO_MESSAGE_PROP_UNREAD_BY, self->unread_by);
}

/* What was sent has no name of its own any more; one who reads it now goes on. */
static void
fill_sent (SpicoMessageRows *self,
           SpicoAttachment  *item,
           guint             row)
{
  SpicoRows *rows = self->page->attachments;
  gboolean is_here = spico_rows_get_int (rows, row, SPICO_ATTACHMENT_COLUMN_IS_HERE) != 0;
  gboolean is_downloading = spico_attachment_get_state (item) == SPICO_ATTACHMENT_DOWNLOADING;

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_ID, NULL);
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_NAME, spico_rows_get_string (rows, row, SPICO_ATTACHMENT_COLUMN_NAME));
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_MEDIA_TYPE, spico_rows_get_string (rows, row, SPICO_ATTACHMENT_COLUMN_TYPE));
  spico_item_set_int64 (item, SPICO_ATTACHMENT_PROP_SIZE, spico_rows_get_int (rows, row, SPICO_ATTACHMENT_COLUMN_SIZE));
  spico_item_set_string (item, SPICO_ATTACHMENT_PROP_BLOB_ID, spico_rows_get_text (rows, row, SPICO_ATTACHMENT_COLUMN_BLOB_ID));
  spico_item_set_enum (item, SPICO_ATTACHMENT_PROP_FAILURE, SPICO_ATTACHMENT_FAILURE_NONE);
  if (!is_downloading)
    spico_item_set_enum (item, SPICO_ATTACHMENT_PROP_STATE, is_here ? SPICO_ATTACHMENT_LOCAL : SPICO_ATTACHMENT_REMOTE);
  g_object_thaw_notify (G_OBJECT (item));
}

/* What waits is the one object that the draft had; once it was sent, it stays that of its place. */
static SpicoAttachment *
take_attachment (SpicoMessageRows *self,
                 SpicoAttachment  *former,
                 guint             row)
{
  SpicoRows *rows = self->page->attachments;
  const char *id = spico_rows_get_text (rows, row, SPICO_ATTACHMENT_COLUMN_ID);
  SpicoAttachment *item = NULL;

  if (id == NULL || self->client->attachments == NULL)
    {
      item = former != NULL ? g_object_ref (former) : g_object_new (SPICO_TYPE_ATTACHMENT, NULL);
      fill_sent (self, item, row);
      return item;
    }

  item = spico_attachments_intern (self->client->attachments, id);
  spico_attachments_fill (self->client->attachments, item, id, spico_rows_get_string (rows, row, SPICO_ATTACHMENT_COLUMN_NAME), spico_rows_get_string (rows, row, SPICO_ATTACHMENT_COLUMN_TYPE),
                          spico_rows_get_int (rows, row, SPICO_ATTACHMENT_COLUMN_SIZE), spico_rows_get_text (rows, row, SPICO_ATTACHMENT_COLUMN_BLOB_ID),
                          (SpicoAttachmentFailure) spico_rows_get_int (rows, row, SPICO_ATTACHMENT_COLUMN_FAILURE));

  return item;
}

static guint
count_attachments (SpicoMessageRows *self,
                   const char       *id,
                   guint             first)
{
  SpicoRows *rows = self->page->attachments;
  guint n = 0;

  while (first + n < spico_rows_get_n_rows (rows) && g_str_equal (spico_rows_get_string (rows, first + n, SPICO_ATTACHMENT_COLUMN_MESSAGE_ID), id))
    n++;

  return n;
}

static void
fill_attachment (SpicoMessageRows *self,
                 GListStore       *list,
                 guint             position,
                 guint             row)
{
  g_autoptr (SpicoAttachment) former = g_list_model_get_item (G_LIST_MODEL (list), position);
  g_autoptr (SpicoAttachment) item = take_attachment (self, former, row);

  if (item != former)
    g_list_store_splice (list, position, former != NULL ? 1 : 0, (gpointer *) &item, 1);
}

/* Nothing, mostly. */
static void
fill_attachments (SpicoMessageRows *self,
                  SpicoMessage     *item,
                  const char       *id)
{
  guint row = self->attached != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->attached, id)) : 0;
  guint n = row > 0 ? count_attachments (self, id, row - 1) : 0;
  GListModel *known = spico_message_get_attachments (item);
  g_autoptr (GListStore) list = known != NULL ? g_object_ref (G_LIST_STORE (known)) : NULL;

  if (n == 0 && list == NULL)
    return;
  if (list == NULL)
    list = g_list_store_new (SPICO_TYPE_ATTACHMENT);
  for (guint i = 0; i < n; i++)
    fill_attachment (self, list, i, row - 1 + i);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > n)
    g_list_store_splice (list, n, g_list_model_get_n_items (G_LIST_MODEL (list)) - n, NULL, 0);
  spico_item_set_uint (item, SPICO_MESSAGE_PROP_ATTACHMENT_COUNT, n);
  spico_item_set_object (item, SPICO_MESSAGE_PROP_ATTACHMENTS, n > 0 ? list : NULL);
}

/* Of the row at @row of the page. */
void
spico_message_rows_fill (SpicoMessageRows *self,
                         SpicoMessage     *item,
                         guint             row)
{
  SpicoRows *rows = self->page->rows;
  const char *id = spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_ID);
  gint64 sent_at = spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_SENT_AT);
  gint64 local_state = spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_LOCAL_STATE);
  SpicoMessageState state = state_of (self, id, local_state);

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_MESSAGE_PROP_ID, id);
  spico_item_set_string (item, SPICO_MESSAGE_PROP_ACCOUNT_ID, self->account_id);
  spico_item_set_string (item, SPICO_MESSAGE_PROP_CONVERSATION_ID, self->conversation_id);
  spico_item_set_int64 (item, SPICO_MESSAGE_PROP_SEQ, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_SEQ));
  spico_item_set_string (item, SPICO_MESSAGE_PROP_TEXT, spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_TEXT));
  spico_item_set_enum (item, SPICO_MESSAGE_PROP_CHANGE, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_CHANGE));
  spico_item_set_string (item, SPICO_MESSAGE_PROP_NEW_SUBJECT, spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_NEW_SUBJECT));
  fill_members (self, item, spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_MEMBER_IDS));
  fill_attachments (self, item, id);
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_WITHDRAWN, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_WITHDRAWN) != 0);
  spico_item_set_time (item, SPICO_MESSAGE_PROP_WITHDRAWN_AT, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_WITHDRAWN_AT));
  spico_item_set_time (item, SPICO_MESSAGE_PROP_SENT_AT, sent_at > 0 ? sent_at : spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_COMPOSED_AT));
  fill_author (self, item, spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_PERSON_ID), spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_ACCOUNT_ID));
  /* READ is worked out from the markers, and stays. */
  if (state != SPICO_MESSAGE_SENT || spico_message_get_state (item) != SPICO_MESSAGE_READ)
    spico_item_set_enum (item, SPICO_MESSAGE_PROP_STATE, state);
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_IS_AUTOMATIC, spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_AUTOMATIC) != 0);
  fill_failure (item, local_state == SPICO_LOCAL_FAILED ? (SpicoMessageFailure) spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_LOCAL_ERROR) : SPICO_MESSAGE_FAILURE_NONE,
                spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_USED_GROUPS));
  fill_earlier (item, spico_rows_get_string (rows, row, SPICO_MESSAGE_COLUMN_EARLIER_TEXTS), spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_EDITED_AT));
  fill_correction (item, spico_rows_get_text (rows, row, SPICO_MESSAGE_COLUMN_CORRECTION), (SpicoMessageFailure) spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_CORRECTION_FAILURE));
  spico_item_set_boolean (item, SPICO_MESSAGE_PROP_CAN_TAKE_BACK, state == SPICO_MESSAGE_QUEUED && spico_rows_get_int (rows, row, SPICO_MESSAGE_COLUMN_IS_UNTOLD) != 0);
  fill_urgency (self, item, row);
  fill_reply (self, item, spico_rows_get_text (rows, row, SPICO_MESSAGE_COLUMN_IN_REPLY_TO_ID));
  g_object_thaw_notify (G_OBJECT (item));
}

static GHashTable *
index_quoted (SpicoRows *quoted)
{
  GHashTable *rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < spico_rows_get_n_rows (quoted); i++)
    g_hash_table_insert (rows, (gpointer) spico_rows_get_text (quoted, i, SPICO_QUOTED_COLUMN_ID), GUINT_TO_POINTER (i + 1));

  return rows;
}

static GListStore *
list_unread_by (SpicoMessageRows *self)
{
  GListStore *list = g_list_store_new (SPICO_TYPE_PRINCIPAL);

  for (guint i = 0; i < spico_rows_get_n_rows (self->page->members); i++)
    {
      g_autoptr (SpicoPrincipal) principal = spico_client_intern (self->client, spico_rows_get_string (self->page->members, i, 0));

      g_list_store_append (list, principal);
    }

  return list;
}

static GHashTable *
index_attached (SpicoRows *attached)
{
  GHashTable *rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = spico_rows_get_n_rows (attached); i > 0; i--)
    g_hash_table_insert (rows, (gpointer) spico_rows_get_string (attached, i - 1, SPICO_ATTACHMENT_COLUMN_MESSAGE_ID), GUINT_TO_POINTER (i));

  return rows;
}

/**
 * spico_message_rows_new:
 * @account_id: the mailbox
 * @page: what was read of the conversation; like the others, it outlives the object
 *
 * Names whom the page names, for messages to be filled from it.
 *
 * Returns: (transfer full): what fills them
 */
SpicoMessageRows *
spico_message_rows_new (SpicoClient *client,
                        const char  *account_id,
                        const char  *conversation_id,
                        SpicoPage   *page)
{
  SpicoMessageRows *self = g_new0 (SpicoMessageRows, 1);

  self->client = client;
  self->account_id = account_id;
  self->conversation_id = conversation_id;
  self->page = page;
  self->quoted = page->quoted != NULL ? index_quoted (page->quoted) : NULL;
  self->attached = page->attachments != NULL ? index_attached (page->attachments) : NULL;
  spico_client_fill_principals (client, page->principals);
  self->unread_by = page->members != NULL ? list_unread_by (self) : NULL;

  return self;
}

void
spico_message_rows_free (SpicoMessageRows *self)
{
  g_clear_pointer (&self->quoted, g_hash_table_unref);
  g_clear_object (&self->unread_by);
  g_clear_pointer (&self->attached, g_hash_table_unref);
  g_free (self);
}
