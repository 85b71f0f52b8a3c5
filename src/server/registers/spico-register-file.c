/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-file.h"

#include <string.h>

#include "spico-server-error.h"
#include "spico-zip-stream.h"

#define BUFFER_SIZE 65536
/* Of the end of an archive, where its directory stands: a record of 22 bytes and a comment. */
#define END_SIZE 22
#define MAX_END (END_SIZE + 65535)
#define LOCATOR_SIZE 20
#define LARGE_END_SIZE 56
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
/* The directory of an archive of registers names a handful of files. */
#define MAX_DIRECTORY (1024 * 1024)
#define METHOD_STORED 0
#define METHOD_DEFLATED 8

struct _SpicoRegisterFile {
  GFileInputStream *raw;
  GInputStream *buffered; /* over it: what comes from a pipe cannot be read twice */
  GInputStream *stream;
  char *name;
  guint64 size;
};

/* What the directory of an archive says about a file. */
typedef struct {
  guint method;
  guint32 crc;
  guint64 compressed_size;
  guint64 offset;
  char *name;
} Entry;

static void
entry_clear (Entry *entry)
{
  g_free (entry->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

/**
 * spico_register_file_free:
 * @self: (transfer full) (nullable): a file
 */
void
spico_register_file_free (SpicoRegisterFile *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->stream);
  g_clear_object (&self->buffered);
  g_clear_object (&self->raw);
  g_free (self->name);
  g_free (self);
}

static gboolean
refuse (GError    **error,
        const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static guint
get_16 (const guint8 *bytes)
{
  return bytes[0] | (guint) bytes[1] << 8;
}

static guint32
get_32 (const guint8 *bytes)
{
  return get_16 (bytes) | (guint32) get_16 (bytes + 2) << 16;
}

/* Reads all of a stretch of the file. */
static guint8 *
read_stretch (SpicoRegisterFile *self,
              guint64            offset,
              gsize              size,
              GError           **error)
{
  g_autofree guint8 *bytes = g_malloc (MAX (size, 1));
  gsize n = 0;

  if (offset > self->size || size > self->size - offset)
    {
      refuse (error, "The archive is cut or damaged");
      return NULL;
    }
  if (!g_seekable_seek (G_SEEKABLE (self->raw), (goffset) offset, G_SEEK_SET, NULL, error) || !g_input_stream_read_all (G_INPUT_STREAM (self->raw), bytes, size, &n, NULL, error))
    return NULL;
  if (n == size)
    return g_steal_pointer (&bytes);

  refuse (error, "The archive is cut or damaged");
  return NULL;
}

static guint64
get_64 (const guint8 *bytes)
{
  return get_32 (bytes) | (guint64) get_32 (bytes + 4) << 32;
}

/* Where the directory of a large archive (ZIP64) stands: before the end of any is written where its own end is. */
static gboolean
find_large_directory (SpicoRegisterFile *self,
                      guint64            end,
                      guint64           *offset,
                      guint64           *size,
                      GError           **error)
{
  g_autofree guint8 *locator = end >= LOCATOR_SIZE ? read_stretch (self, end - LOCATOR_SIZE, LOCATOR_SIZE, error) : NULL;
  g_autofree guint8 *record = NULL;

  if (locator == NULL)
    return end >= LOCATOR_SIZE ? FALSE : refuse (error, "The archive is cut or damaged");
  if (memcmp (locator, "PK\6\7", 4) != 0)
    return refuse (error, "The archive is cut or damaged");

  record = read_stretch (self, get_64 (locator + 8), LARGE_END_SIZE, error);
  if (record == NULL)
    return FALSE;
  if (memcmp (record, "PK\6\6", 4) != 0)
    return refuse (error, "The archive is cut or damaged");

  *size = get_64 (record + 40);
  *offset = get_64 (record + 48);
  return TRUE;
}

/* Where the directory stands. */
static gboolean
find_directory (SpicoRegisterFile *self,
                guint64           *offset,
                guint64           *size,
                GError           **error)
{
  gsize end_size = (gsize) MIN (self->size, MAX_END);
  g_autofree guint8 *end = read_stretch (self, self->size - end_size, end_size, error);

  if (end == NULL)
    return FALSE;

  for (gsize i = end_size; end_size >= END_SIZE && i >= END_SIZE; i--)
    {
      const guint8 *record = end + i - END_SIZE;

      if (memcmp (record, "PK\5\6", 4) != 0 || get_16 (record + 20) != end_size - i)
        continue;
      *size = get_32 (record + 12);
      *offset = get_32 (record + 16);
      if ((*size == G_MAXUINT32 || *offset == G_MAXUINT32) && !find_large_directory (self, self->size - end_size + i - END_SIZE, offset, size, error))
        return FALSE;
      return *size <= MAX_DIRECTORY || refuse (error, "The archive holds too many files");
    }

  return refuse (error, "The archive is cut or damaged");
}

static gboolean
is_wanted (const char *name,
           const char *part)
{
  g_autofree char *base = g_path_get_basename (name);

  return strstr (base, part) != NULL;
}

/* What does not fit into 32 bits stands in an extra field: of the sizes and the offset those that are all ones, in this order. */
static gboolean
read_large_fields (const guint8 *bytes,
                   Entry        *entry,
                   GError      **error)
{
  gboolean is_size_large = get_32 (bytes + 24) == G_MAXUINT32;
  gboolean is_compressed_large = entry->compressed_size == G_MAXUINT32;
  gboolean is_offset_large = entry->offset == G_MAXUINT32;
  gsize wanted = 8 * ((gsize) is_size_large + (gsize) is_compressed_large + (gsize) is_offset_large);
  const guint8 *at = bytes + ENTRY_SIZE + get_16 (bytes + 28);
  const guint8 *end = at + get_16 (bytes + 30);

  if (!is_compressed_large && !is_offset_large)
    return TRUE;

  while (end - at >= 4 && end - at - 4 >= (gssize) get_16 (at + 2) && get_16 (at) != 1)
    at += 4 + get_16 (at + 2);
  if (end - at < 4 || end - at - 4 < (gssize) get_16 (at + 2) || get_16 (at + 2) < wanted)
    return refuse (error, "The archive is cut or damaged");

  at += 4 + (is_size_large ? 8 : 0);
  if (is_compressed_large)
    entry->compressed_size = get_64 (at);
  if (is_offset_large)
    entry->offset = get_64 (at + (is_compressed_large ? 8 : 0));

  return TRUE;
}

/* @bytes: with its name and its extra fields */
static gboolean
read_entry (const guint8 *bytes,
            const char   *part,
            Entry        *entry,
            GError      **error)
{
  guint name_length = get_16 (bytes + 28);
  g_autofree char *name = g_strndup ((const char *) bytes + ENTRY_SIZE, name_length);

  if (!is_wanted (name, part))
    return TRUE;
  if (entry->name != NULL)
    return refuse (error, "The archive holds several files of this register");

  entry->name = g_path_get_basename (name);
  entry->method = get_16 (bytes + 10);
  entry->crc = get_32 (bytes + 16);
  entry->compressed_size = get_32 (bytes + 20);
  entry->offset = get_32 (bytes + 42);
  if ((get_16 (bytes + 8) & 1) != 0)
    return refuse (error, "The archive is encrypted");

  return read_large_fields (bytes, entry, error);
}

static gboolean
find_entry (SpicoRegisterFile *self,
            const char        *part,
            Entry             *entry,
            GError           **error)
{
  guint64 offset = 0;
  guint64 size = 0;
  g_autofree guint8 *directory = NULL;
  gsize place = 0;

  if (!find_directory (self, &offset, &size, error))
    return FALSE;

  directory = read_stretch (self, offset, (gsize) size, error);
  while (directory != NULL && place < size)
    {
      const guint8 *bytes = directory + place;
      gsize left = (gsize) size - place;
      gsize length = left >= ENTRY_SIZE ? ENTRY_SIZE + (gsize) get_16 (bytes + 28) + get_16 (bytes + 30) + get_16 (bytes + 32) : G_MAXSIZE;

      if (length > left || memcmp (bytes, "PK\1\2", 4) != 0)
        return refuse (error, "The archive is cut or damaged");
      if (!read_entry (bytes, part, entry, error))
        return FALSE;
      place += length;
    }

  return directory != NULL && (entry->name != NULL || refuse (error, "The archive holds no file of this register"));
}

static gboolean
open_zip (SpicoRegisterFile *self,
          const char        *part,
          GError           **error)
{
  g_auto (Entry) entry = { 0 };
  g_autofree guint8 *local = NULL;
  guint64 start;

  if (!g_seekable_can_seek (G_SEEKABLE (self->raw)))
    return refuse (error, "An archive can be read from a file only");
  if (!find_entry (self, part, &entry, error))
    return FALSE;
  if (entry.method != METHOD_STORED && entry.method != METHOD_DEFLATED)
    return refuse (error, "The archive is compressed in a way that is not read");

  local = read_stretch (self, entry.offset, LOCAL_SIZE, error);
  if (local == NULL)
    return FALSE;
  start = entry.offset + LOCAL_SIZE + get_16 (local + 26) + get_16 (local + 28);
  if (memcmp (local, "PK\3\4", 4) != 0 || start > self->size || entry.compressed_size > self->size - start)
    return refuse (error, "The archive is cut or damaged");
  if (!g_seekable_seek (G_SEEKABLE (self->raw), (goffset) start, G_SEEK_SET, NULL, error))
    return FALSE;

  self->stream = spico_zip_stream_new (G_INPUT_STREAM (self->raw), entry.compressed_size, entry.method == METHOD_DEFLATED, entry.crc);
  g_set_str (&self->name, entry.name);
  return TRUE;
}

static void
open_gzip (SpicoRegisterFile *self)
{
  self->stream = spico_gzip_stream_new (self->buffered);
  if (g_str_has_suffix (self->name, ".gz"))
    self->name[strlen (self->name) - 3] = '\0';
}

static gboolean
open_stream (SpicoRegisterFile *self,
             const char        *part,
             GError           **error)
{
  GBufferedInputStream *buffered = G_BUFFERED_INPUT_STREAM (self->buffered);
  const guint8 *begin;
  gsize n = 0;

  if (g_buffered_input_stream_fill (buffered, -1, NULL, error) < 0)
    return FALSE;

  begin = g_buffered_input_stream_peek_buffer (buffered, &n);
  if (n >= 4 && memcmp (begin, "PK\3\4", 4) == 0)
    return open_zip (self, part, error);
  if (n >= 2 && begin[0] == 0x1f && begin[1] == 0x8b)
    open_gzip (self);
  else
    self->stream = g_object_ref (self->buffered);

  return TRUE;
}

/**
 * spico_register_file_open:
 * @file: a local file, or a pipe
 * @part: what the name of the file within an archive holds, `Personne_activite` for one
 * @error: %SPICO_SERVER_ERROR_INVALID where it is an archive that cannot be read, or an error of the disk
 *
 * Whether what is compressed is whole shows only at its end: then reading it fails.
 *
 * Returns: (transfer full) (nullable): the file
 */
SpicoRegisterFile *
spico_register_file_open (GFile      *file,
                          const char *part,
                          GError    **error)
{
  g_autoptr (SpicoRegisterFile) self = g_new0 (SpicoRegisterFile, 1);
  g_autoptr (GFileInfo) info = NULL;

  self->raw = g_file_read (file, NULL, error);
  if (self->raw == NULL)
    return NULL;
  info = g_file_input_stream_query_info (self->raw, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, error);
  if (info == NULL)
    return NULL;

  self->size = (guint64) g_file_info_get_size (info);
  self->buffered = g_buffered_input_stream_new_sized (G_INPUT_STREAM (self->raw), BUFFER_SIZE);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (self->buffered), FALSE);
  self->name = g_file_get_basename (file);
  return open_stream (self, part, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * spico_register_file_get_stream:
 * @self: a file
 *
 * Returns: (transfer none): what is in it
 */
GInputStream *
spico_register_file_get_stream (SpicoRegisterFile *self)
{
  return self->stream;
}

/**
 * spico_register_file_get_name:
 * @self: a file
 *
 * Returns: (transfer none): its name, or that of the file within the archive: registers write the day of extraction in it
 */
const char *
spico_register_file_get_name (SpicoRegisterFile *self)
{
  return self->name;
}

/**
 * spico_register_file_get_size:
 * @self: a file
 *
 * Returns: its size on the disk, in bytes; 0 where it comes from a pipe
 */
guint64
spico_register_file_get_size (SpicoRegisterFile *self)
{
  return self->size;
}

/**
 * spico_register_file_get_position:
 * @self: a file
 *
 * Returns: how much of it was read, in bytes on the disk
 */
guint64
spico_register_file_get_position (SpicoRegisterFile *self)
{
  return (guint64) MAX (g_seekable_tell (G_SEEKABLE (self->raw)), 0);
}
