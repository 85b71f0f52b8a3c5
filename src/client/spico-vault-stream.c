/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of a vault, as it is read. */
#include "spico-vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-client-error.h"

#define SPICO_TYPE_VAULT_STREAM (spico_vault_stream_get_type ())
G_DECLARE_FINAL_TYPE (SpicoVaultStream, spico_vault_stream, SPICO, VAULT_STREAM, GInputStream)

struct _SpicoVaultStream {
  GInputStream parent_instance;

  SpicoVault *vault;
  char *name;
  int fd;
  SpicoVaultState state;
  guint8 *sealed;
  guint8 *piece;
  gsize offset;
  gsize length;
  gboolean is_last;
};

G_DEFINE_FINAL_TYPE (SpicoVaultStream, spico_vault_stream, G_TYPE_INPUT_STREAM)

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "A file is %s", what);

  return FALSE;
}

/* As many as there are. Returns: -1 where the disk fails */
static gssize
read_up_to (int     fd,
            guint8 *bytes,
            gsize   length)
{
  gsize n_read = 0;

  while (n_read < length)
    {
      gssize n = read (fd, bytes + n_read, length - n_read);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      n_read += (gsize) n;
    }

  return (gssize) n_read;
}

static gboolean
begin (SpicoVaultStream *self,
       GError          **error)
{
  guint8 magic[sizeof SPICO_VAULT_MAGIC];
  guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  if (read_up_to (self->fd, magic, sizeof magic) != sizeof magic || memcmp (magic, SPICO_VAULT_MAGIC, sizeof magic) != 0
      || read_up_to (self->fd, header, sizeof header) != sizeof header || !spico_vault_init_pull (self->vault, &self->state, header))
    return fail (error, "none of ours");

  return TRUE;
}

static gboolean
open_piece (SpicoVaultStream *self,
            gsize             n_sealed)
{
  unsigned long long length = 0;
  guint8 tag = 0;

  if (crypto_secretstream_xchacha20poly1305_pull (&self->state, self->piece, &length, &tag, self->sealed, n_sealed, (const guint8 *) self->name, strlen (self->name)) != 0)
    return FALSE;

  self->offset = 0;
  self->length = length;
  self->is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;

  /* A full piece that is not the last, or the end of the file. */
  return self->is_last ? read_up_to (self->fd, self->sealed, 1) == 0 : length == SPICO_VAULT_PIECE;
}

static gboolean
next_piece (SpicoVaultStream *self,
            GError          **error)
{
  gssize n = read_up_to (self->fd, self->sealed, SPICO_VAULT_SEALED_PIECE);

  if (n < (gssize) crypto_secretstream_xchacha20poly1305_ABYTES || !open_piece (self, (gsize) n))
    {
      self->length = 0;
      self->offset = 0;
      return fail (error, "damaged");
    }

  return TRUE;
}

static gssize
spico_vault_stream_read (GInputStream *stream,
                         void         *buffer,
                         gsize         count,
                         GCancellable *cancellable,
                         GError      **error)
{
  SpicoVaultStream *self = SPICO_VAULT_STREAM (stream);
  gsize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (spico_vault_is_closed (self->vault))
    {
      fail (error, "closed");
      return -1;
    }
  while (self->offset == self->length && !self->is_last)
    {
      if (!next_piece (self, error))
        return -1;
    }

  n = MIN (count, self->length - self->offset);
  memcpy (buffer, self->piece + self->offset, n);
  self->offset += n;

  return (gssize) n;
}

static gboolean
spico_vault_stream_close (GInputStream *stream,
                          GCancellable *cancellable,
                          GError      **error)
{
  SpicoVaultStream *self = SPICO_VAULT_STREAM (stream);

  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->piece, SPICO_VAULT_PIECE);

  return TRUE;
}

static void
spico_vault_stream_finalize (GObject *object)
{
  SpicoVaultStream *self = SPICO_VAULT_STREAM (object);

  /* GInputStream has closed it. */
  g_clear_pointer (&self->vault, spico_vault_unref);
  g_free (self->name);
  g_free (self->sealed);
  g_free (self->piece);

  G_OBJECT_CLASS (spico_vault_stream_parent_class)->finalize (object);
}

static void
spico_vault_stream_class_init (SpicoVaultStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_vault_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = spico_vault_stream_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = spico_vault_stream_close;
}

static void
spico_vault_stream_init (SpicoVaultStream *self)
{
  self->fd = -1;
  self->sealed = g_malloc (SPICO_VAULT_SEALED_PIECE);
  self->piece = g_malloc0 (SPICO_VAULT_PIECE);
}

GInputStream *
spico_vault_stream_new (SpicoVault *vault,
                        const char *name,
                        GError    **error)
{
  g_autoptr (SpicoVaultStream) self = g_object_new (SPICO_TYPE_VAULT_STREAM, NULL);
  g_autofree char *path = spico_vault_get_path (vault, name);

  self->vault = spico_vault_ref (vault);
  self->name = g_strdup (name);
  self->fd = spico_vault_is_closed (vault) ? -1 : g_open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (self->fd < 0)
    {
      fail (error, "not there");
      return NULL;
    }
  if (!begin (self, error))
    return NULL;

  return G_INPUT_STREAM (g_steal_pointer (&self));
}
