/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the index: many lists, each behind its key. Of a key stands only what differs from the one before. */
#include "spico-directory-block.h"

#include <string.h>

#include "spico-directory-numbers.h"

/**
 * spico_directory_block_reader_init:
 * @self: (out caller-allocates): a reader
 * @block: a block, which outlives it
 */
void
spico_directory_block_reader_init (SpicoDirectoryBlockReader *self,
                                   GBytes                    *block)
{
  gsize length = 0;

  self->at = g_bytes_get_data (block, &length);
  self->end = self->at + length;
  self->key_length = 0;
  self->key[0] = '\0';
}

/**
 * spico_directory_block_reader_next:
 * @self: a reader
 *
 * Returns: whether there is another list; a block that is damaged ends where it is
 */
gboolean
spico_directory_block_reader_next (SpicoDirectoryBlockReader *self)
{
  gsize shared, rest;
  guint32 length = 0;

  if (self->end - self->at < 2)
    return FALSE;

  shared = self->at[0];
  rest = self->at[1];
  self->at += 2;
  if (shared > self->key_length || shared + rest > SPICO_DIRECTORY_MAX_KEY || (gsize) (self->end - self->at) < rest)
    return FALSE;

  memcpy (self->key + shared, self->at, rest);
  self->key_length = shared + rest;
  self->key[self->key_length] = '\0';
  self->at += rest;
  if (!spico_directory_unpack (&self->at, self->end, &length) || (gsize) (self->end - self->at) < length)
    return FALSE;

  self->data = self->at;
  self->length = length;
  self->at += length;
  return TRUE;
}

/**
 * spico_directory_block_writer_start:
 * @self: a writer, whose last block, if any, is somebody else's
 */
void
spico_directory_block_writer_start (SpicoDirectoryBlockWriter *self)
{
  self->bytes = g_byte_array_new ();
  self->last[0] = '\0';
}

/**
 * spico_directory_block_writer_add:
 * @self: a writer
 * @key: a key above all that are there
 * @data: (array length=length): its list
 * @length: in bytes
 */
void
spico_directory_block_writer_add (SpicoDirectoryBlockWriter *self,
                                  const char                *key,
                                  const guchar              *data,
                                  gsize                      length)
{
  gsize key_length = strlen (key);
  gsize shared = 0;
  guchar head[2];

  g_return_if_fail (key_length <= SPICO_DIRECTORY_MAX_KEY);

  while (self->last[shared] != '\0' && self->last[shared] == key[shared])
    shared++;
  head[0] = (guchar) shared;
  head[1] = (guchar) (key_length - shared);
  g_byte_array_append (self->bytes, head, sizeof head);
  g_byte_array_append (self->bytes, (const guchar *) key + shared, (guint) (key_length - shared));
  spico_directory_pack (self->bytes, (guint32) length);
  g_byte_array_append (self->bytes, data, (guint) length);
  memcpy (self->last, key, key_length + 1);
}
