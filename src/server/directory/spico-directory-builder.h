/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-directory-words.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoDirectoryBuilder:
 *
 * Gathers who is found by which words, in a bounded space, and adds it to the lists of the database in their own order.
 */
typedef struct _SpicoDirectoryBuilder SpicoDirectoryBuilder;

SpicoDirectoryBuilder *spico_directory_builder_new (void);
void spico_directory_builder_free (SpicoDirectoryBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoDirectoryBuilder, spico_directory_builder_free)

gboolean spico_directory_builder_add (SpicoDirectoryBuilder     *self,
                                      gint64                     number,
                                      const SpicoDirectoryEntry *entry,
                                      GError                   **error);
gboolean spico_directory_builder_is_empty (SpicoDirectoryBuilder *self);
gboolean spico_directory_builder_sort (SpicoDirectoryBuilder *self,
                                       GError               **error);
gboolean spico_directory_builder_write (SpicoDirectoryBuilder *self,
                                        SpicoSqlConnection    *connection,
                                        gboolean               is_bulk,
                                        gboolean              *has_more,
                                        GError               **error);
void spico_directory_builder_get_progress (SpicoDirectoryBuilder *self,
                                           guint64               *done,
                                           guint64               *total);

G_END_DECLS
