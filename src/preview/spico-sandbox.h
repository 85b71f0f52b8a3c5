/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoSandboxLimits:
 * @memory: the bytes of address space
 * @seconds: of a processor
 */
typedef struct {
  guint64 memory;
  guint64 seconds;
} SpicoSandboxLimits;

/**
 * spico_sandbox_enter:
 * @readable: (array zero-terminated=1): folders and files below which files may still be opened for reading; those that do not exist are passed over
 *
 * Takes every right from this process for good, but to compute, to read and write what is open, and to open what is @readable where the kernel has Landlock; without Landlock nothing is opened any more.
 * To call where the process has one thread, before it reads a byte of somebody else's.
 *
 * Returns: %FALSE with @error where the kernel does not do it (%G_IO_ERROR): nothing must be read then
 */
gboolean spico_sandbox_enter (const SpicoSandboxLimits *limits,
                              const char *const        *readable,
                              GError                  **error);

G_END_DECLS
