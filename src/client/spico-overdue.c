/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-overdue.h"

#include "spico-client-private.h"
#include "spico-refresher.h"
#include "spico-store-urgency.h"
#include "spico-store-writes.h"

/* Many writes, one reading. */
#define DELAY_MS 200
/* A timer stands still while the computer sleeps. */
#define MAX_WAIT_MS (30 * 1000)

struct _SpicoOverdue {
  GObject parent_instance;

  SpicoStore *store;
  SpicoRefresher *refresher;
  guint delay_source;
  guint due_source;
  gint64 due_at; /* the next time; 0 without one */
  GPtrArray *conversations;
};

G_DEFINE_FINAL_TYPE (SpicoOverdue, spico_overdue, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_conversation (gpointer data)
{
  SpicoOverdueConversation *conversation = data;

  g_free (conversation->account_id);
  g_free (conversation->conversation_id);
  g_free (conversation);
}

static void wait_for_due (SpicoOverdue *self);

static void
due_cb (gpointer data)
{
  SpicoOverdue *self = data;
  gint64 now_us = g_get_real_time ();
  SpicoWrite *write;

  self->due_source = 0;
  if (self->due_at > now_us)
    {
      wait_for_due (self);
      return;
    }

  /* What it changes has it read again, with the next time. */
  write = spico_write_new (NULL, NULL, NULL);
  write->number = now_us;
  dex_future_disown (spico_store_write (self->store, spico_store_note_due, write, spico_write_free));
}

static void
wait_for_due (SpicoOverdue *self)
{
  gint64 wait_ms;

  g_clear_handle_id (&self->due_source, g_source_remove);
  if (self->due_at == 0)
    return;

  wait_ms = (self->due_at - g_get_real_time ()) / 1000 + 1;
  self->due_source = g_timeout_add_once ((guint) CLAMP (wait_ms, 0, MAX_WAIT_MS), due_cb, self);
}

static DexFuture *
read_overdue (gpointer owner)
{
  return spico_store_read (SPICO_OVERDUE (owner)->store, spico_store_read_overdue, NULL, NULL);
}

static void
take_row (SpicoOverdue *self,
          SpicoRows    *rows,
          guint         row)
{
  SpicoOverdueConversation *conversation;

  if (*spico_rows_get_string (rows, row, 1) == '\0')
    {
      self->due_at = spico_rows_get_int (rows, row, 2);
      return;
    }

  conversation = g_new0 (SpicoOverdueConversation, 1);
  conversation->account_id = g_strdup (spico_rows_get_string (rows, row, 0));
  conversation->conversation_id = g_strdup (spico_rows_get_string (rows, row, 1));
  conversation->is_told = spico_rows_get_int (rows, row, 3) != 0;
  g_ptr_array_add (self->conversations, conversation);
}

static void
overdue_read_cb (gpointer      owner,
                 const GValue *value,
                 const GError *error)
{
  SpicoOverdue *self = owner;
  SpicoRows *rows = value != NULL ? g_value_get_boxed (value) : NULL;

  if (rows == NULL)
    return;

  g_ptr_array_set_size (self->conversations, 0);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    take_row (self, rows, i);
  wait_for_due (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
delayed_cb (gpointer data)
{
  SpicoOverdue *self = data;

  self->delay_source = 0;
  spico_refresher_ask (self->refresher);
}

static void
store_changed_cb (SpicoOverdue *self,
                  SpicoChanges *changes)
{
  gboolean is_touched = g_hash_table_size (changes->conversations) > 0 || (changes->flags & (SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_ACCOUNTS)) != 0;

  if (is_touched && self->delay_source == 0)
    self->delay_source = g_timeout_add_once (DELAY_MS, delayed_cb, self);
}

static void
spico_overdue_dispose (GObject *object)
{
  SpicoOverdue *self = SPICO_OVERDUE (object);

  g_clear_handle_id (&self->delay_source, g_source_remove);
  g_clear_handle_id (&self->due_source, g_source_remove);
  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (spico_overdue_parent_class)->dispose (object);
}

static void
spico_overdue_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_OVERDUE (object)->conversations);

  G_OBJECT_CLASS (spico_overdue_parent_class)->finalize (object);
}

static void
spico_overdue_class_init (SpicoOverdueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_overdue_dispose;
  G_OBJECT_CLASS (klass)->finalize = spico_overdue_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_OVERDUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_overdue_init (SpicoOverdue *self)
{
  self->conversations = g_ptr_array_new_with_free_func (free_conversation);
  self->refresher = spico_refresher_new (self, read_overdue, overdue_read_cb);
}

SpicoOverdue *
spico_overdue_new (SpicoClient *client)
{
  SpicoOverdue *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (spico_client_get_store (client) != NULL, NULL);

  self = g_object_new (SPICO_TYPE_OVERDUE, NULL);
  self->store = g_object_ref (spico_client_get_store (client));
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  spico_refresher_ask (self->refresher);

  return self;
}

GPtrArray *
spico_overdue_get_conversations (SpicoOverdue *self)
{
  g_return_val_if_fail (SPICO_IS_OVERDUE (self), NULL);

  return self->conversations;
}

void
spico_overdue_note_told (SpicoOverdue *self)
{
  g_return_if_fail (SPICO_IS_OVERDUE (self));

  for (guint i = 0; i < self->conversations->len; i++)
    {
      SpicoOverdueConversation *conversation = g_ptr_array_index (self->conversations, i);

      if (!conversation->is_told)
        dex_future_disown (spico_store_write (self->store, spico_store_note_told, spico_write_new (conversation->account_id, conversation->conversation_id, NULL), spico_write_free));
      conversation->is_told = TRUE;
    }
}
