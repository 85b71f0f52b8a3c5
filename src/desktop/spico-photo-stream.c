/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-photo-stream.h"

#include <string.h>

#include "spico-photo-filter.h"

#define PIECE 65536

struct _SpicoPhotoStream {
  GFilterInputStream parent_instance;

  SpicoPhotoFilter *filter;
  /* What was filtered, from @given on still to be given. */
  GByteArray *output;
  gsize given;
  guint8 *piece;
  gboolean is_read;
};

G_DEFINE_FINAL_TYPE (SpicoPhotoStream, spico_photo_stream, G_TYPE_FILTER_INPUT_STREAM)

/* Until there is something to give, or nothing more. */
static gboolean
fill (SpicoPhotoStream *self,
      GCancellable     *cancellable,
      GError          **error)
{
  GInputStream *base = G_FILTER_INPUT_STREAM (self)->base_stream;

  g_byte_array_set_size (self->output, 0);
  self->given = 0;
  while (self->output->len == 0 && !self->is_read)
    {
      gssize n = g_input_stream_read (base, self->piece, PIECE, cancellable, error);

      if (n < 0)
        return FALSE;
      self->is_read = n == 0;
      if (self->is_read ? !spico_photo_filter_finish (self->filter, self->output, error) : !spico_photo_filter_push (self->filter, self->piece, (gsize) n, self->output, error))
        return FALSE;
    }

  return TRUE;
}

/* Called in a thread, by the asynchronous calls. */
static gssize
spico_photo_stream_read (GInputStream *stream,
                         void         *buffer,
                         gsize         count,
                         GCancellable *cancellable,
                         GError      **error)
{
  SpicoPhotoStream *self = SPICO_PHOTO_STREAM (stream);
  gsize n;

  if (self->given == self->output->len && !fill (self, cancellable, error))
    return -1;

  n = MIN (count, self->output->len - self->given);
  memcpy (buffer, self->output->data + self->given, n);
  self->given += n;

  return (gssize) n;
}

static void
spico_photo_stream_finalize (GObject *object)
{
  SpicoPhotoStream *self = SPICO_PHOTO_STREAM (object);

  spico_photo_filter_free (self->filter);
  g_byte_array_unref (self->output);
  g_free (self->piece);

  G_OBJECT_CLASS (spico_photo_stream_parent_class)->finalize (object);
}

static void
spico_photo_stream_class_init (SpicoPhotoStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_photo_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = spico_photo_stream_read;
}

static void
spico_photo_stream_init (SpicoPhotoStream *self)
{
  self->filter = spico_photo_filter_new ();
  self->output = g_byte_array_new ();
  self->piece = g_malloc (PIECE);
}

GInputStream *
spico_photo_stream_new (GInputStream *file)
{
  return g_object_new (SPICO_TYPE_PHOTO_STREAM, "base-stream", file, NULL);
}

gboolean
spico_photo_stream_is_photo (SpicoPhotoStream *self)
{
  g_return_val_if_fail (SPICO_IS_PHOTO_STREAM (self), FALSE);

  return spico_photo_filter_is_photo (self->filter);
}
