/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoSqlCheckpointer:
 *
 * Brings what an SQLite database has in its write-ahead log into the database file, in a thread of its own with a connection of its own: a writer that did so itself would let everybody wait.
 * The log is left to grow before that, because a page that was written many times is brought over once.
 */
typedef struct _SpicoSqlCheckpointer SpicoSqlCheckpointer;

SpicoSqlCheckpointer *spico_sql_checkpointer_new (const char *path,
                                                  GBytes     *key,
                                                  guint       n_pages);
void spico_sql_checkpointer_free (SpicoSqlCheckpointer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSqlCheckpointer, spico_sql_checkpointer_free)

void spico_sql_checkpointer_follow (SpicoSqlCheckpointer *self,
                                    SpicoSqlConnection   *writer);
guint spico_sql_checkpointer_count (SpicoSqlCheckpointer *self);

G_END_DECLS
