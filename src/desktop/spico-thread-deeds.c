/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-deeds.h"

#include "spico-failed-message.h"

struct _SpicoThreadDeeds {
  GObject parent_instance;

  /* Borrowed */
  GtkWidget *view;
  SpicoComposer *composer;

  SpicoThreadSeek *seek;
  SpicoClient *client;
};

G_DEFINE_FINAL_TYPE (SpicoThreadDeeds, spico_thread_deeds, G_TYPE_OBJECT)

static void
retry_cb (SpicoThreadDeeds *self,
          SpicoMessage     *message)
{
  spico_failed_message_retry (self->view, self->client, message);
}

static void
rewrite_cb (SpicoThreadDeeds *self,
            SpicoMessage     *message)
{
  spico_failed_message_edit (self->view, self->client, self->composer, message);
}

static void
reply_cb (SpicoThreadDeeds *self,
          SpicoMessage     *message)
{
  spico_composer_reply (self->composer, message);
}

static void
show_original_cb (SpicoThreadDeeds *self,
                  SpicoMessage     *message)
{
  spico_thread_seek_show (self->seek, spico_message_get_in_reply_to (message));
}

static void
spico_thread_deeds_dispose (GObject *object)
{
  SpicoThreadDeeds *self = SPICO_THREAD_DEEDS (object);

  g_clear_object (&self->seek);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_thread_deeds_parent_class)->dispose (object);
}

static void
spico_thread_deeds_class_init (SpicoThreadDeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_thread_deeds_dispose;
}

static void
spico_thread_deeds_init (SpicoThreadDeeds *self)
{
}

SpicoThreadDeeds *
spico_thread_deeds_new (GtkWidget       *view,
                        SpicoComposer   *composer,
                        SpicoThreadSeek *seek)
{
  SpicoThreadDeeds *self = g_object_new (SPICO_TYPE_THREAD_DEEDS, NULL);

  self->view = view;
  self->composer = composer;
  self->seek = g_object_ref (seek);

  return self;
}

void
spico_thread_deeds_set_client (SpicoThreadDeeds *self,
                               SpicoClient      *client)
{
  g_return_if_fail (SPICO_IS_THREAD_DEEDS (self));

  g_set_object (&self->client, client);
}

void
spico_thread_deeds_follow (SpicoThreadDeeds *self,
                           SpicoMessageRow  *row)
{
  g_return_if_fail (SPICO_IS_THREAD_DEEDS (self));
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (row));

  g_signal_connect_object (row, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "rewrite", G_CALLBACK (rewrite_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reply", G_CALLBACK (reply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-original", G_CALLBACK (show_original_cb), self, G_CONNECT_SWAPPED);
}
