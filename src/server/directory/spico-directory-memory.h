/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "spico-directory-found.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoDirectoryShelf:
 * @SPICO_DIRECTORY_SHELF_LISTS: rows of the index, and what the dictionary says of words
 * @SPICO_DIRECTORY_SHELF_PEOPLE: who has an account, and whoever was found
 *
 * What is remembered together, and forgotten together.
 */
typedef enum {
  SPICO_DIRECTORY_SHELF_LISTS,
  SPICO_DIRECTORY_SHELF_PEOPLE,
  SPICO_DIRECTORY_N_SHELVES,
} SpicoDirectoryShelf;

void spico_directory_memory_open (SpicoSqlConnection *connection,
                                  SpicoDirectoryShelf shelf,
                                  gint64              mark);
GPtrArray *spico_directory_memory_find (SpicoSqlConnection *connection,
                                        SpicoDirectoryShelf shelf,
                                        const char         *key);
void spico_directory_memory_keep (SpicoSqlConnection *connection,
                                  SpicoDirectoryShelf shelf,
                                  const char         *key,
                                  GPtrArray          *rows);
GBytes *spico_directory_memory_find_row (SpicoSqlConnection *connection,
                                         SpicoDirectoryShelf shelf,
                                         const char         *key);
void spico_directory_memory_keep_row (SpicoSqlConnection *connection,
                                      SpicoDirectoryShelf shelf,
                                      const char         *key,
                                      GBytes             *row);
gboolean spico_directory_memory_find_person (SpicoSqlConnection   *connection,
                                             gint64                number,
                                             SpicoDirectoryFound **person);
void spico_directory_memory_keep_person (SpicoSqlConnection  *connection,
                                         gint64               number,
                                         SpicoDirectoryFound *person);

G_END_DECLS
