/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoVault:
 *
 * The encrypted files beside a store: one for each attachment, under a random name, with a key of their own that derives from the store's. What is in one is told from what was cut, altered, or put under another name. Errors are
 * %SPICO_CLIENT_ERROR_STORE. Its functions may be called on any thread, and block as the disk does.
 */
typedef struct _SpicoVault SpicoVault;

#define SPICO_TYPE_VAULT (spico_vault_get_type ())
GType spico_vault_get_type (void);

/**
 * spico_vault_new:
 * @folder: where the files stand; it is there
 * @key: the store's key
 *
 * Returns: (transfer full): a vault; nothing is read or written yet
 */
SpicoVault *spico_vault_new (const char *folder,
                             GBytes     *key);
SpicoVault *spico_vault_ref (SpicoVault *self);
void spico_vault_unref (SpicoVault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoVault, spico_vault_unref)

/** spico_vault_close: nothing is opened, read or written any more, whoever still holds a stream of it (X018) */
void spico_vault_close (SpicoVault *self);

/** spico_vault_make_name: Returns: (transfer full): the name of a file that is not there yet */
char *spico_vault_make_name (void);

/** spico_vault_list: Returns: (transfer full): the names of all files that are there, whole or not */
GStrv spico_vault_list (SpicoVault *self);

/** spico_vault_remove: removes a file, if it is there */
void spico_vault_remove (SpicoVault *self,
                         const char *name);

/**
 * SpicoVaultWriter:
 *
 * Writes one file, a piece at a time, on one thread at a time.
 */
typedef struct _SpicoVaultWriter SpicoVaultWriter;

/** spico_vault_write: Returns: (transfer full) (nullable): what writes a new file */
SpicoVaultWriter *spico_vault_write (SpicoVault *self,
                                     const char *name,
                                     GError    **error);
gboolean spico_vault_writer_add (SpicoVaultWriter *self,
                                 GBytes           *piece,
                                 GError          **error);

/** spico_vault_writer_finish: Returns: whether the file is whole, and on the disk */
gboolean spico_vault_writer_finish (SpicoVaultWriter *self,
                                    GError          **error);

/** spico_vault_writer_free: the file goes where it was not finished */
void spico_vault_writer_free (SpicoVaultWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoVaultWriter, spico_vault_writer_free)

/**
 * spico_vault_open:
 *
 * Returns: (transfer full) (nullable): the bytes that were written, decrypted as they are read: nothing is given that is not as it was written. Reading blocks: read it by asynchronous calls
 */
GInputStream *spico_vault_open (SpicoVault *self,
                                const char *name,
                                GError    **error);

/** spico_vault_check: Returns: whether the file is whole, and of @size bytes */
gboolean spico_vault_check (SpicoVault *self,
                            const char *name,
                            gint64      size,
                            GError    **error);

G_END_DECLS
