/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-seek.h"

#include <glib/gi18n.h>

#include "spico-error-text.h"

/* As long as one needs to see which message it is. */
#define MARKED_MS 1600

struct _SpicoThreadSeek {
  GObject parent_instance;

  /* Borrowed */
  SpicoThreadScroll *scroll;

  SpicoMessageList *messages;
  SpicoMessage *sought;
  gboolean takes_keyboard;
  gboolean is_loading;
  char *marked_id;
  guint mark_source;
};

G_DEFINE_FINAL_TYPE (SpicoThreadSeek, spico_thread_seek, G_TYPE_OBJECT)

enum {
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_marked (SpicoThreadSeek *self,
            const char      *message_id)
{
  g_clear_handle_id (&self->mark_source, g_source_remove);
  if (g_set_str (&self->marked_id, message_id))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
mark_ended_cb (gpointer user_data)
{
  SpicoThreadSeek *self = user_data;

  self->mark_source = 0;
  set_marked (self, NULL);
}

static void
fail (SpicoThreadSeek *self,
      const char      *text)
{
  g_clear_object (&self->sought);
  g_signal_emit (self, signals[FAILED], 0, text);
}

static void seek (SpicoThreadSeek *self);

/* Another message, or other messages, may be shown by now. */
static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  GPtrArray *data = user_data;
  SpicoThreadSeek *self = g_ptr_array_index (data, 0);
  g_autoptr (GError) error = NULL;

  if (self->messages != g_ptr_array_index (data, 1) || self->sought != g_ptr_array_index (data, 2))
    return NULL;
  self->is_loading = FALSE;

  if (dex_future_get_value (completed, &error) == NULL)
    fail (self, spico_error_text (error));
  else
    seek (self);

  return NULL;
}

static void
load (SpicoThreadSeek *self)
{
  gint64 seq = spico_message_get_seq (self->sought);
  DexFuture *future = seq > 0 ? spico_message_list_load_older_to (self->messages, seq) : spico_message_list_load_older (self->messages);
  GPtrArray *data = g_ptr_array_new_full (3, g_object_unref);

  self->is_loading = TRUE;

  g_ptr_array_add (data, g_object_ref (self));
  g_ptr_array_add (data, g_object_ref (self->messages));
  g_ptr_array_add (data, g_object_ref (self->sought));
  dex_future_disown (dex_future_finally (future, loaded_cb, data, (GDestroyNotify) g_ptr_array_unref));
}

static void
seek (SpicoThreadSeek *self)
{
  g_autofree char *id = g_strdup (spico_message_get_id (self->sought));
  guint position;

  /* First it goes where one left it, or to what is unread. */
  if (!spico_thread_scroll_is_placed (self->scroll))
    return;
  if (!spico_message_list_find (self->messages, id, &position))
    {
      if (spico_message_list_get_has_older (self->messages))
        load (self);
      else
        fail (self, _("That message is not in this conversation any more."));
      return;
    }

  g_clear_object (&self->sought);
  spico_thread_scroll_show (self->scroll, position, self->takes_keyboard);
  set_marked (self, id);
  self->mark_source = g_timeout_add_once (MARKED_MS, mark_ended_cb, self);
}

static void
spico_thread_seek_dispose (GObject *object)
{
  SpicoThreadSeek *self = SPICO_THREAD_SEEK (object);

  g_clear_handle_id (&self->mark_source, g_source_remove);
  g_clear_object (&self->messages);
  g_clear_object (&self->sought);

  G_OBJECT_CLASS (spico_thread_seek_parent_class)->dispose (object);
}

static void
spico_thread_seek_finalize (GObject *object)
{
  g_free (SPICO_THREAD_SEEK (object)->marked_id);

  G_OBJECT_CLASS (spico_thread_seek_parent_class)->finalize (object);
}

static void
spico_thread_seek_class_init (SpicoThreadSeekClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_thread_seek_dispose;
  object_class->finalize = spico_thread_seek_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_THREAD_SEEK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", SPICO_TYPE_THREAD_SEEK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
spico_thread_seek_init (SpicoThreadSeek *self)
{
}

static void
moved_cb (SpicoThreadSeek *self)
{
  if (self->sought != NULL && !self->is_loading)
    seek (self);
}

SpicoThreadSeek *
spico_thread_seek_new (SpicoThreadScroll *scroll)
{
  SpicoThreadSeek *self = g_object_new (SPICO_TYPE_THREAD_SEEK, NULL);

  self->scroll = scroll;
  g_signal_connect_object (scroll, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
spico_thread_seek_set_messages (SpicoThreadSeek  *self,
                                SpicoMessageList *messages)
{
  g_return_if_fail (SPICO_IS_THREAD_SEEK (self));

  g_set_object (&self->messages, messages);
  g_clear_object (&self->sought);
  self->is_loading = FALSE;
  set_marked (self, NULL);
}

void
spico_thread_seek_show (SpicoThreadSeek *self,
                        SpicoMessage    *message,
                        gboolean         takes_keyboard)
{
  g_return_if_fail (SPICO_IS_THREAD_SEEK (self));
  g_return_if_fail (SPICO_IS_MESSAGE (message));

  if (self->messages == NULL)
    return;

  self->takes_keyboard = takes_keyboard;

  g_set_object (&self->sought, message);
  self->is_loading = FALSE;
  seek (self);
}

gboolean
spico_thread_seek_is_marked (SpicoThreadSeek *self,
                             SpicoMessage    *message)
{
  g_return_val_if_fail (SPICO_IS_THREAD_SEEK (self), FALSE);

  return self->marked_id != NULL && g_str_equal (self->marked_id, spico_message_get_id (message));
}
