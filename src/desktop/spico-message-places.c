/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-places.h"

#include "spico-message.h"

typedef gboolean (*Wanted) (SpicoMessage *message,
                            gint64        seq);

/* Looked for from the end, where it mostly is. */
static guint
find_last (SpicoMessageList *messages,
           Wanted            is_wanted,
           gint64            seq)
{
  guint n = messages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (messages)) : 0;

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (SpicoMessage) message = g_list_model_get_item (G_LIST_MODEL (messages), i - 1);

      if (is_wanted (message, seq))
        return i - 1;
    }

  return G_MAXUINT;
}

static gboolean
is_numbered (SpicoMessage *message,
             gint64        seq)
{
  return spico_message_get_seq (message) > 0;
}

gint64
spico_message_places_last_seq (SpicoMessageList *messages)
{
  guint position = find_last (messages, is_numbered, 0);
  g_autoptr (SpicoMessage) message = NULL;

  if (position == G_MAXUINT)
    return 0;
  message = g_list_model_get_item (G_LIST_MODEL (messages), position);

  return spico_message_get_seq (message);
}

static gboolean
is_read (SpicoMessage *message,
         gint64        seq)
{
  GListModel *readers = spico_message_get_read_by (message);

  return spico_message_is_own (message) && !spico_message_is_withdrawn (message) && readers != NULL && g_list_model_get_n_items (readers) > 0;
}

guint
spico_message_places_last_read (SpicoMessageList *messages)
{
  return find_last (messages, is_read, 0);
}

static gboolean
has_seq (SpicoMessage *message,
         gint64        seq)
{
  return spico_message_get_seq (message) == seq;
}

guint
spico_message_places_first_unread (SpicoMessageList *messages)
{
  gint64 first = spico_message_list_get_first_unread_seq (messages);

  return first > 0 ? find_last (messages, has_seq, first) : G_MAXUINT;
}
