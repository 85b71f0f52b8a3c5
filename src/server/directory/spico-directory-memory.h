/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoDirectoryShelf:
 * @SPICO_DIRECTORY_SHELF_LISTS: rows of the index, and what the dictionary says of words
 * @SPICO_DIRECTORY_SHELF_ACCOUNTS: who has an account
 *
 * What is remembered together, and forgotten together.
 */
typedef enum {
  SPICO_DIRECTORY_SHELF_LISTS,
  SPICO_DIRECTORY_SHELF_ACCOUNTS,
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

G_END_DECLS
