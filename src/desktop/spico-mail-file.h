/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * spico_mail_file_write:
 * @mail: a message
 *
 * Writes a mail into a file of its own that nobody else may read, in the memory that the session has for such files, for another program to open.
 *
 * Returns: (transfer full) (nullable): the file
 */
GFile *spico_mail_file_write (GBytes  *mail,
                              GError **error);

/** spico_mail_file_remove_all: removes all that was written so: when the store is locked, at the end, and at the start, should the last time have ended badly */
void spico_mail_file_remove_all (void);

G_END_DECLS
