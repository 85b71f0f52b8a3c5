/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-client-error.h"

#define SUFFIX ".file"
#define NAME_BYTES 16

/* A key of its own for this use of the store's key. */
#define KEY_CONTEXT "SpicoFil"
#define KEY_NUMBER 1

struct _SpicoVault {
  gatomicrefcount ref_count;
  char *folder;
  int is_closed; /* atomic */
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
};

struct _SpicoVaultWriter {
  SpicoVault *vault;
  char *name;
  int fd;
  gboolean is_finished;
  SpicoVaultState state;
  guint8 *piece;
  guint8 *sealed;
  gsize length;
};

G_DEFINE_BOXED_TYPE (SpicoVault, spico_vault, spico_vault_ref, spico_vault_unref)

static gboolean
fail (GError    **error,
      const char *what)
{
  g_set_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "A file cannot be %s", what);

  return FALSE;
}

SpicoVault *
spico_vault_new (const char *folder,
                 GBytes     *key)
{
  SpicoVault *self;

  g_return_val_if_fail (g_bytes_get_size (key) == crypto_kdf_KEYBYTES, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot be used");
  self = g_new0 (SpicoVault, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_strdup (folder);
  crypto_kdf_derive_from_key (self->key, sizeof self->key, KEY_NUMBER, KEY_CONTEXT, g_bytes_get_data (key, NULL));

  return self;
}

SpicoVault *
spico_vault_ref (SpicoVault *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
spico_vault_unref (SpicoVault *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  sodium_memzero (self->key, sizeof self->key);
  g_free (self->folder);
  g_free (self);
}

void
spico_vault_close (SpicoVault *self)
{
  g_atomic_int_set (&self->is_closed, TRUE);
}

gboolean
spico_vault_is_closed (SpicoVault *self)
{
  return g_atomic_int_get (&self->is_closed);
}

char *
spico_vault_get_path (SpicoVault *self,
                      const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

gboolean
spico_vault_init_push (SpicoVault      *self,
                       SpicoVaultState *state,
                       guint8          *header)
{
  return !spico_vault_is_closed (self) && crypto_secretstream_xchacha20poly1305_init_push (state, header, self->key) == 0;
}

gboolean
spico_vault_init_pull (SpicoVault      *self,
                       SpicoVaultState *state,
                       const guint8    *header)
{
  return !spico_vault_is_closed (self) && crypto_secretstream_xchacha20poly1305_init_pull (state, header, self->key) == 0;
}

char *
spico_vault_make_name (void)
{
  guint8 bytes[NAME_BYTES];
  char hex[NAME_BYTES * 2 + 1];

  randombytes_buf (bytes, sizeof bytes);

  return g_strconcat (sodium_bin2hex (hex, sizeof hex, bytes, sizeof bytes), SUFFIX, NULL);
}

GStrv
spico_vault_list (SpicoVault *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (name, SUFFIX))
        g_strv_builder_add (builder, name);
    }

  return g_strv_builder_end (builder);
}

void
spico_vault_remove (SpicoVault *self,
                    const char *name)
{
  g_autofree char *path = spico_vault_get_path (self, name);

  g_unlink (path);
}

/* Writing */

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
begin (SpicoVaultWriter *self)
{
  guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  return spico_vault_init_push (self->vault, &self->state, header) && write_all (self->fd, (const guint8 *) SPICO_VAULT_MAGIC, sizeof SPICO_VAULT_MAGIC)
         && write_all (self->fd, header, sizeof header);
}

SpicoVaultWriter *
spico_vault_write (SpicoVault *self,
                   const char *name,
                   GError    **error)
{
  g_autofree char *path = spico_vault_get_path (self, name);
  int fd = spico_vault_is_closed (self) ? -1 : g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  g_autoptr (SpicoVaultWriter) writer = NULL;

  if (fd < 0)
    {
      fail (error, "made");
      return NULL;
    }

  writer = g_new0 (SpicoVaultWriter, 1);
  writer->vault = spico_vault_ref (self);
  writer->name = g_strdup (name);
  writer->fd = fd;
  writer->piece = g_malloc (SPICO_VAULT_PIECE);
  writer->sealed = g_malloc (SPICO_VAULT_SEALED_PIECE);
  if (begin (writer))
    return g_steal_pointer (&writer);

  fail (error, "written");
  return NULL;
}

static gboolean
seal (SpicoVaultWriter *self,
      guint8            tag)
{
  unsigned long long length = 0;

  crypto_secretstream_xchacha20poly1305_push (&self->state, self->sealed, &length, self->piece, self->length, (const guint8 *) self->name, strlen (self->name), tag);
  self->length = 0;

  return write_all (self->fd, self->sealed, length);
}

/* A piece is sealed once it is known that another follows: the last one says that it is. */
gboolean
spico_vault_writer_add (SpicoVaultWriter *self,
                        GBytes           *piece,
                        GError          **error)
{
  gsize left;
  const guint8 *bytes = g_bytes_get_data (piece, &left);

  while (left > 0)
    {
      gsize n;

      if (self->length == SPICO_VAULT_PIECE && (spico_vault_is_closed (self->vault) || !seal (self, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)))
        return fail (error, "written");
      n = MIN (left, SPICO_VAULT_PIECE - self->length);
      memcpy (self->piece + self->length, bytes, n);
      self->length += n;
      bytes += n;
      left -= n;
    }

  return TRUE;
}

/* The name is to be there too after the power went. */
static gboolean
sync_folder (SpicoVault *vault)
{
  int fd = g_open (vault->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);

  return ok;
}

gboolean
spico_vault_writer_finish (SpicoVaultWriter *self,
                           GError          **error)
{
  if (spico_vault_is_closed (self->vault) || !seal (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL) || fsync (self->fd) != 0 || !sync_folder (self->vault))
    return fail (error, "written");
  self->is_finished = TRUE;

  return TRUE;
}

void
spico_vault_writer_free (SpicoVaultWriter *self)
{
  close (self->fd);
  if (!self->is_finished)
    spico_vault_remove (self->vault, self->name);
  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->piece, SPICO_VAULT_PIECE);
  spico_vault_unref (self->vault);
  g_free (self->name);
  g_free (self->piece);
  g_free (self->sealed);
  g_free (self);
}

/* Reading */

GInputStream *
spico_vault_open (SpicoVault *self,
                  const char *name,
                  GError    **error)
{
  return spico_vault_stream_new (self, name, error);
}

gboolean
spico_vault_check (SpicoVault *self,
                   const char *name,
                   gint64      size,
                   GError    **error)
{
  g_autoptr (GInputStream) stream = spico_vault_open (self, name, error);
  g_autofree guint8 *bytes = g_malloc (SPICO_VAULT_PIECE);
  gssize n = 1;

  while (stream != NULL && n > 0)
    {
      n = g_input_stream_read (stream, bytes, SPICO_VAULT_PIECE, NULL, error);
      size -= n;
    }
  sodium_memzero (bytes, SPICO_VAULT_PIECE);
  if (stream == NULL || n < 0)
    return FALSE;

  return size == 0 || fail (error, "of that size");
}
