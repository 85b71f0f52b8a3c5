/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "spico-vault.h"

G_BEGIN_DECLS

/* Bytes on their way into a vault and out of it, a piece at a time, the disk's part on other threads. These await, from a fiber that has SPICO_FIBER_STACK. */

typedef void (*SpicoBytesProgress) (gint64   n_done,
                                    gpointer data);

/**
 * spico_bytes_await_keep:
 * @name: a new file
 * @stream: what is to be in it
 * @most: the bytes that it may have
 * @cancellable: gives it up
 * @progress: (nullable): told on the main thread
 * @data: for @progress
 *
 * Returns: how many there were, once they are safely on the disk; -1 with @error set, and no file: %SPICO_CLIENT_ERROR_TOO_LARGE, %SPICO_CLIENT_ERROR_CANCELLED, %SPICO_CLIENT_ERROR_STORE, or what @stream fails with
 */
gint64 spico_bytes_await_keep (SpicoVault        *vault,
                               const char        *name,
                               GInputStream      *stream,
                               gint64             most,
                               GCancellable      *cancellable,
                               SpicoBytesProgress progress,
                               gpointer           data,
                               GError           **error);

/** spico_bytes_await_open: Returns: (transfer full) (nullable): the bytes of a file, that was found whole and of @size bytes */
GInputStream *spico_bytes_await_open (SpicoVault *vault,
                                      const char *name,
                                      gint64      size,
                                      GError    **error);

/** spico_bytes_await_list: Returns: (transfer full): the names of the files that are there */
GStrv spico_bytes_await_list (SpicoVault *vault);

/** spico_bytes_await_remove: removes files, those that are there */
void spico_bytes_await_remove (SpicoVault *vault,
                               GStrv       names);

G_END_DECLS
