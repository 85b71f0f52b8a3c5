/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-unread.h"

#include "spico-client-private.h"
#include "spico-refresher.h"
#include "spico-store-unread.h"

/* What is written one after the other is read once. */
#define DELAY_MS 200

struct _SpicoUnread {
  GObject parent_instance;

  SpicoStore *store;
  SpicoRefresher *refresher;
  guint source;
  gboolean is_pulled;  /* since the last reading began */
  gboolean is_settled; /* all was pulled before the reading that is under way */
  GPtrArray *conversations;
  GPtrArray *handed;
  GHashTable *accounts;
};

G_DEFINE_FINAL_TYPE (SpicoUnread, spico_unread, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

SpicoUnreadConversation *
spico_unread_conversation_new (const char *account_id,
                               const char *conversation_id,
                               gint64      last_seq,
                               gint64      last_at,
                               guint       n_messages,
                               guint       n_urgent)
{
  SpicoUnreadConversation *self = g_new0 (SpicoUnreadConversation, 1);

  self->account_id = g_strdup (account_id);
  self->conversation_id = g_strdup (conversation_id);
  self->last_seq = last_seq;
  self->last_at = last_at;
  self->n_messages = n_messages;
  self->n_urgent = n_urgent;

  return self;
}

void
spico_unread_conversation_free (SpicoUnreadConversation *self)
{
  g_free (self->account_id);
  g_free (self->conversation_id);
  g_free (self);
}

static void
free_conversation (gpointer data)
{
  spico_unread_conversation_free (data);
}

static void
free_handed (gpointer data)
{
  SpicoHandedConversation *handed = data;

  g_free (handed->account_id);
  g_free (handed->conversation_id);
  g_free (handed->by_person_id);
  g_free (handed);
}

static DexFuture *
read_unread (gpointer owner)
{
  SpicoUnread *self = owner;

  self->is_settled = self->is_pulled;
  self->is_pulled = FALSE;

  return spico_store_read (self->store, spico_store_read_unread, NULL, NULL);
}

static void
take_handed (SpicoUnread *self,
             SpicoRows   *rows,
             guint        row)
{
  SpicoHandedConversation *handed = g_new0 (SpicoHandedConversation, 1);

  handed->account_id = g_strdup (spico_rows_get_string (rows, row, 0));
  handed->conversation_id = g_strdup (spico_rows_get_string (rows, row, 1));
  handed->is_unread = spico_rows_get_int (rows, row, 2) != 0;
  handed->by_person_id = g_strdup (spico_rows_get_string (rows, row, 6));
  g_ptr_array_add (self->handed, handed);
}

static void
take_row (SpicoUnread *self,
          SpicoRows   *rows,
          guint        row)
{
  const char *account_id = spico_rows_get_string (rows, row, 0);
  const char *conversation_id = spico_rows_get_string (rows, row, 1);

  if (*conversation_id == '\0')
    g_hash_table_add (self->accounts, g_strdup (account_id));
  else if (*spico_rows_get_string (rows, row, 6) != '\0')
    take_handed (self, rows, row);
  else
    g_ptr_array_add (self->conversations, spico_unread_conversation_new (account_id, conversation_id, spico_rows_get_int (rows, row, 2),
                                                                         spico_rows_get_int (rows, row, 3), (guint) spico_rows_get_int (rows, row, 4), (guint) spico_rows_get_int (rows, row, 5)));
}

static void
unread_read_cb (gpointer      owner,
                const GValue *value,
                const GError *error)
{
  SpicoUnread *self = owner;
  SpicoRows *rows = value != NULL ? g_value_get_boxed (value) : NULL;

  if (rows == NULL)
    return;

  g_ptr_array_set_size (self->conversations, 0);
  g_ptr_array_set_size (self->handed, 0);
  g_hash_table_remove_all (self->accounts);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    take_row (self, rows, i);
  g_signal_emit (self, signals[CHANGED], 0, self->is_settled);
}

static void
due_cb (gpointer data)
{
  SpicoUnread *self = data;

  self->source = 0;
  spico_refresher_ask (self->refresher);
}

static void
store_changed_cb (SpicoUnread  *self,
                  SpicoChanges *changes)
{
  gboolean is_touched = g_hash_table_size (changes->conversations) > 0 || (changes->flags & (SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_ACCOUNTS)) != 0;

  if (is_touched && self->source == 0)
    self->source = g_timeout_add_once (DELAY_MS, due_cb, self);
}

static void
pulled_cb (SpicoUnread *self)
{
  self->is_pulled = TRUE;
  if (self->source == 0)
    self->source = g_timeout_add_once (DELAY_MS, due_cb, self);
}

static void
spico_unread_dispose (GObject *object)
{
  SpicoUnread *self = SPICO_UNREAD (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (spico_unread_parent_class)->dispose (object);
}

static void
spico_unread_finalize (GObject *object)
{
  SpicoUnread *self = SPICO_UNREAD (object);

  g_ptr_array_unref (self->conversations);
  g_ptr_array_unref (self->handed);
  g_hash_table_unref (self->accounts);

  G_OBJECT_CLASS (spico_unread_parent_class)->finalize (object);
}

static void
spico_unread_class_init (SpicoUnreadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_unread_dispose;
  G_OBJECT_CLASS (klass)->finalize = spico_unread_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_UNREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
spico_unread_init (SpicoUnread *self)
{
  self->conversations = g_ptr_array_new_with_free_func (free_conversation);
  self->handed = g_ptr_array_new_with_free_func (free_handed);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refresher = spico_refresher_new (self, read_unread, unread_read_cb);
}

SpicoUnread *
spico_unread_new (SpicoClient *client)
{
  SpicoUnread *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (spico_client_get_store (client) != NULL, NULL);

  self = g_object_new (SPICO_TYPE_UNREAD, NULL);
  self->store = g_object_ref (spico_client_get_store (client));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "pulled", G_CALLBACK (pulled_cb), self, G_CONNECT_SWAPPED);
  spico_refresher_ask (self->refresher);

  return self;
}

GPtrArray *
spico_unread_get_conversations (SpicoUnread *self)
{
  g_return_val_if_fail (SPICO_IS_UNREAD (self), NULL);

  return self->conversations;
}

GPtrArray *
spico_unread_get_handed (SpicoUnread *self)
{
  g_return_val_if_fail (SPICO_IS_UNREAD (self), NULL);

  return self->handed;
}

GHashTable *
spico_unread_get_accounts (SpicoUnread *self)
{
  g_return_val_if_fail (SPICO_IS_UNREAD (self), NULL);

  return self->accounts;
}
