/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-found.h"

/**
 * spico_directory_found_new:
 * @id: the principal
 * @number: its number
 * @has_account: whether it has an account
 * @name_key: (nullable): the sort key of its name
 *
 * Returns: (transfer full): a principal that was found
 */
SpicoDirectoryFound *
spico_directory_found_new (const char *id,
                           gint64      number,
                           gboolean    has_account,
                           const char *name_key)
{
  SpicoDirectoryFound *self = g_rc_box_new0 (SpicoDirectoryFound);

  self->id = g_strdup (id);
  self->number = number;
  self->has_account = has_account;
  self->name_key = g_strdup (name_key != NULL ? name_key : "");

  return self;
}

/**
 * spico_directory_found_ref:
 * @self: a principal that was found
 *
 * Returns: (transfer full): the same
 */
SpicoDirectoryFound *
spico_directory_found_ref (SpicoDirectoryFound *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SpicoDirectoryFound *self = data;

  g_free (self->id);
  g_free (self->name_key);
}

/**
 * spico_directory_found_unref:
 * @self: (transfer full): a principal that was found
 */
void
spico_directory_found_unref (SpicoDirectoryFound *self)
{
  g_rc_box_release_full (self, clear);
}
