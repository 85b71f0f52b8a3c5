/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a ZIP archive, or what is gzipped, inflated as it is read; at its end its sum is compared, so that a damaged one is never taken for whole. */
#include "spico-zip-stream.h"

#include <zlib.h>

#include "spico-server-error.h"

#define BUFFER_SIZE 65536

struct _SpicoZipStream {
  GInputStream parent_instance;

  GInputStream *base;
  guint64 left; /* of what is compressed */
  gboolean is_deflated;
  gboolean is_gzip; /* several members one behind the other, each with its sum */
  guint32 expected_crc;

  guint8 *buffer;
  z_stream zlib;
  guint32 crc;
  gboolean is_ended;
};

G_DEFINE_FINAL_TYPE (SpicoZipStream, spico_zip_stream, G_TYPE_INPUT_STREAM)

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The archive is cut or damaged");
  return FALSE;
}

static gssize
read_compressed (SpicoZipStream *self,
                 void           *buffer,
                 gsize           count,
                 GCancellable   *cancellable,
                 GError        **error)
{
  gssize n = self->left > 0 ? g_input_stream_read (self->base, buffer, (gsize) MIN (count, self->left), cancellable, error) : 0;

  if (n > 0)
    self->left -= (guint64) n;

  return n != 0 || self->left == 0 || self->is_gzip || refuse (error) ? n : -1;
}

/* Returns: how much there is to inflate; 0 at the end, below 0 on an error */
static gssize
fill (SpicoZipStream *self,
      GCancellable   *cancellable,
      GError        **error)
{
  gssize n;

  if (self->zlib.avail_in > 0)
    return self->zlib.avail_in;

  n = read_compressed (self, self->buffer, BUFFER_SIZE, cancellable, error);
  self->zlib.next_in = self->buffer;
  self->zlib.avail_in = (guint) MAX (n, 0);
  return n;
}

/* The next member, where there is one. */
static gboolean
begin_member (SpicoZipStream *self,
              GCancellable   *cancellable,
              GError        **error)
{
  gssize n = fill (self, cancellable, error);

  self->is_ended = n == 0;
  return n == 0 || (n > 0 && (inflateReset (&self->zlib) == Z_OK || refuse (error)));
}

static gboolean
inflate_some (SpicoZipStream *self,
              GCancellable   *cancellable,
              GError        **error)
{
  gssize n = fill (self, cancellable, error);
  int code;

  if (n <= 0)
    return n == 0 && refuse (error);

  code = inflate (&self->zlib, Z_NO_FLUSH);
  if (code == Z_STREAM_END && self->is_gzip)
    return begin_member (self, cancellable, error);

  self->is_ended = code == Z_STREAM_END;
  return code == Z_OK || code == Z_STREAM_END || refuse (error);
}

static gssize
read_deflated (SpicoZipStream *self,
               void           *buffer,
               gsize           count,
               GCancellable   *cancellable,
               GError        **error)
{
  self->zlib.next_out = buffer;
  self->zlib.avail_out = (guint) count;

  while (self->zlib.avail_out == count && !self->is_ended)
    {
      if (!inflate_some (self, cancellable, error))
        return -1;
    }

  return (gssize) (count - self->zlib.avail_out);
}

static gssize
spico_zip_stream_read (GInputStream *stream,
                       void         *buffer,
                       gsize         count,
                       GCancellable *cancellable,
                       GError      **error)
{
  SpicoZipStream *self = SPICO_ZIP_STREAM (stream);
  gsize wanted = MIN (count, G_MAXINT32);
  gssize n = self->is_deflated ? read_deflated (self, buffer, wanted, cancellable, error) : read_compressed (self, buffer, wanted, cancellable, error);

  if (n > 0)
    self->crc = (guint32) crc32 (self->crc, buffer, (guint) n);

  return n != 0 || self->is_gzip || self->crc == self->expected_crc || refuse (error) ? n : -1;
}

static void
spico_zip_stream_finalize (GObject *object)
{
  SpicoZipStream *self = SPICO_ZIP_STREAM (object);

  inflateEnd (&self->zlib);
  g_free (self->buffer);
  g_clear_object (&self->base);

  G_OBJECT_CLASS (spico_zip_stream_parent_class)->finalize (object);
}

static void
spico_zip_stream_class_init (SpicoZipStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_zip_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = spico_zip_stream_read;
}

static void
spico_zip_stream_init (SpicoZipStream *self)
{
  self->buffer = g_malloc (BUFFER_SIZE);
  /* No header around what is deflated. */
  if (inflateInit2 (&self->zlib, -MAX_WBITS) != Z_OK)
    g_error ("zlib cannot be used");
}

/**
 * spico_zip_stream_new:
 * @base: the archive, from where the file's bytes begin
 * @compressed_size: how many they are
 * @is_deflated: whether they are compressed
 * @crc: the sum of what is in the file
 *
 * Returns: (transfer full): what is in the file
 */
GInputStream *
spico_zip_stream_new (GInputStream *base,
                      guint64       compressed_size,
                      gboolean      is_deflated,
                      guint32       crc)
{
  SpicoZipStream *self = g_object_new (SPICO_TYPE_ZIP_STREAM, NULL);

  self->base = g_object_ref (base);
  self->left = compressed_size;
  self->is_deflated = is_deflated;
  self->expected_crc = crc;
  return G_INPUT_STREAM (self);
}

/**
 * spico_gzip_stream_new:
 * @base: what is gzipped, of one member or several
 *
 * Returns: (transfer full): what is in it
 */
GInputStream *
spico_gzip_stream_new (GInputStream *base)
{
  SpicoZipStream *self = g_object_new (SPICO_TYPE_ZIP_STREAM, NULL);

  self->base = g_object_ref (base);
  self->left = G_MAXUINT64;
  self->is_deflated = TRUE;
  self->is_gzip = TRUE;
  /* A header and a sum around what is deflated. */
  if (inflateReset2 (&self->zlib, 16 + MAX_WBITS) != Z_OK)
    g_error ("zlib cannot be used");
  return G_INPUT_STREAM (self);
}
