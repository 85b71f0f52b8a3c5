/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-news.h"

struct _SpicoNews {
  GHashTable *accounts;
  GHashTable *items; /* by account and conversation */
};

typedef struct {
  char *account_id;
  char *conversation_id;
  gint64 known_seq; /* nothing up to there is new */
  gint64 last_seq;
  gint64 last_at;
  guint n_known; /* unread, and not new */
  guint n_messages;
  guint n_known_urgent;
  guint n_urgent;
  gboolean is_new;
  gboolean is_there; /* in what is being taken */
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->account_id);
  g_free (item->conversation_id);
  g_free (item);
}

SpicoNews *
spico_news_new (void)
{
  SpicoNews *self = g_new0 (SpicoNews, 1);

  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, item_free);

  return self;
}

void
spico_news_free (SpicoNews *self)
{
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->items);
  g_free (self);
}

static Item *
find_item (SpicoNews                     *self,
           const SpicoUnreadConversation *conversation)
{
  g_autofree char *key = g_strconcat (conversation->account_id, " ", conversation->conversation_id, NULL);
  Item *item = g_hash_table_lookup (self->items, key);

  if (item != NULL)
    return item;

  item = g_new0 (Item, 1);
  item->account_id = g_strdup (conversation->account_id);
  item->conversation_id = g_strdup (conversation->conversation_id);
  g_hash_table_insert (self->items, g_steal_pointer (&key), item);

  return item;
}

static void
take_as_known (Item *item)
{
  item->is_new = FALSE;
  item->known_seq = item->last_seq;
  item->n_known = item->n_messages;
  item->n_known_urgent = item->n_urgent;
}

static SpicoNewsChange
take_one (SpicoNews                     *self,
          const SpicoUnreadConversation *conversation,
          gboolean                       is_settled,
          gboolean                       is_seen)
{
  Item *item = find_item (self, conversation);
  gboolean was_new = item->is_new;
  gboolean has_more = conversation->last_seq > MAX (item->last_seq, item->known_seq);

  item->is_there = TRUE;
  /* Noted once all is here: what was read elsewhere comes after what was written. */
  if (has_more && !is_settled)
    return SPICO_NEWS_SAME;

  item->last_seq = conversation->last_seq;
  item->last_at = conversation->last_at;
  item->n_messages = conversation->n_messages;
  item->n_known = MIN (item->n_known, item->n_messages);
  item->n_urgent = conversation->n_urgent;
  item->n_known_urgent = MIN (item->n_known_urgent, item->n_urgent);
  if (is_seen || !g_hash_table_contains (self->accounts, conversation->account_id))
    {
      take_as_known (item);
      return was_new ? SPICO_NEWS_LESS : SPICO_NEWS_SAME;
    }

  item->is_new |= has_more;
  return has_more ? SPICO_NEWS_MORE : SPICO_NEWS_SAME;
}

/* What is no longer unread. It stays known: the same message may come once more. */
static SpicoNewsChange
drop_others (SpicoNews *self)
{
  SpicoNewsChange change = SPICO_NEWS_SAME;
  GHashTableIter iter;
  Item *item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      if (!item->is_there && item->is_new)
        change = SPICO_NEWS_LESS;
      if (!item->is_there)
        {
          item->n_messages = 0;
          item->n_urgent = 0;
          take_as_known (item);
        }
      item->is_there = FALSE;
    }

  return change;
}

static void
note_accounts (SpicoNews  *self,
               GHashTable *accounts)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_remove_all (self->accounts);
  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (self->accounts, g_strdup (id));
}

SpicoNewsChange
spico_news_take (SpicoNews      *self,
                 GPtrArray      *conversations,
                 GHashTable     *accounts,
                 gboolean        is_settled,
                 SpicoNewsIsSeen is_seen,
                 gpointer        data)
{
  SpicoNewsChange change = SPICO_NEWS_SAME;
  SpicoNewsChange dropped;

  for (guint i = 0; i < conversations->len; i++)
    {
      const SpicoUnreadConversation *conversation = g_ptr_array_index (conversations, i);
      gboolean is_known = g_hash_table_contains (self->accounts, conversation->account_id);
      SpicoNewsChange one = take_one (self, conversation, is_settled || !is_known, is_seen (conversation, data));

      change = MAX (change, one);
    }
  dropped = drop_others (self);
  change = MAX (change, dropped);
  note_accounts (self, accounts);

  return change;
}

void
spico_news_forget (SpicoNews *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    take_as_known (item);
}

/* Adds what an item has to those of its conversation that other accounts have too. */
static void
count (GHashTable *counts,
       Item       *item,
       guint       n)
{
  guint n_before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, item->conversation_id));

  g_hash_table_insert (counts, item->conversation_id, GUINT_TO_POINTER (MAX (n, n_before)));
}

static guint
add_up (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer n;
  guint sum = 0;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &n))
    sum += GPOINTER_TO_UINT (n);

  return sum;
}

SpicoNewsSummary
spico_news_sum_up (SpicoNews *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) urgent = g_hash_table_new (g_str_hash, g_str_equal);
  SpicoNewsSummary summary = { 0 };
  GHashTableIter iter;
  gint64 last_at = G_MININT64;
  Item *item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &item))
    {
      if (!item->is_new)
        continue;
      count (counts, item, MAX (item->n_messages, item->n_known + 1) - item->n_known);
      count (urgent, item, item->n_urgent - item->n_known_urgent);
      if (item->last_at < last_at)
        continue;
      last_at = item->last_at;
      summary.account_id = item->account_id;
      summary.conversation_id = item->conversation_id;
    }

  summary.n_conversations = g_hash_table_size (counts);
  summary.n_messages = add_up (counts);
  summary.n_urgent = add_up (urgent);

  return summary;
}
