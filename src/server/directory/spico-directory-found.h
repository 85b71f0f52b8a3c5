/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoDirectoryFound:
 * @id: the principal
 * @number: its number
 * @has_account: whether it has an account
 * @name_key: the sort key of its name
 *
 * A principal that was found. It belongs to one thread.
 */
typedef struct {
  char *id;
  gint64 number;
  gboolean has_account;
  char *name_key;
} SpicoDirectoryFound;

SpicoDirectoryFound *spico_directory_found_new (const char *id,
                                                gint64      number,
                                                gboolean    has_account,
                                                const char *name_key);
SpicoDirectoryFound *spico_directory_found_ref (SpicoDirectoryFound *self);
void spico_directory_found_unref (SpicoDirectoryFound *self);

G_END_DECLS
