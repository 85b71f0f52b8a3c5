/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Between the parts of a key: no word holds it. */
#define SPICO_DIRECTORY_UNIT '\x1f'
/** The place of the lists of all areas, by word. */
#define SPICO_DIRECTORY_EVERYWHERE (-1)
/** No key is longer, in bytes. */
#define SPICO_DIRECTORY_MAX_KEY 120

/**
 * SpicoDirectoryBlockReader:
 * @key: the key of the list at hand
 * @data: (array length=length): its bytes
 * @length: how many
 *
 * Goes through the lists of a block, in the order of their keys.
 */
typedef struct {
  const guchar *at;
  const guchar *end;
  gsize key_length;
  char key[SPICO_DIRECTORY_MAX_KEY + 1];
  const guchar *data;
  gsize length;
} SpicoDirectoryBlockReader;

/**
 * SpicoDirectoryBlockWriter:
 * @bytes: the block
 *
 * Makes a block.
 */
typedef struct {
  GByteArray *bytes;
  char last[SPICO_DIRECTORY_MAX_KEY + 1];
} SpicoDirectoryBlockWriter;

void spico_directory_block_reader_init (SpicoDirectoryBlockReader *self,
                                        GBytes                    *block);
gboolean spico_directory_block_reader_next (SpicoDirectoryBlockReader *self);
void spico_directory_block_writer_start (SpicoDirectoryBlockWriter *self);
void spico_directory_block_writer_add (SpicoDirectoryBlockWriter *self,
                                       const char                *key,
                                       const guchar              *data,
                                       gsize                      length);

G_END_DECLS
