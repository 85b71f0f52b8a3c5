/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-clamd.h"

G_BEGIN_DECLS

/**
 * SpicoScanner:
 *
 * A few threads that give files to the operator's scanner, and wait for what it says.
 */
typedef struct _SpicoScanner SpicoScanner;

/**
 * SpicoScanReadFunc:
 * @piece: (out) (transfer full) (nullable): what follows of the file; %NULL at its end
 * @data: what was given to spico_scanner_scan()
 * @error: return location for an error
 *
 * Called in one of the scanner's threads, which it may hold up.
 *
 * Returns: whether it could be read
 */
typedef gboolean (*SpicoScanReadFunc) (GBytes **piece,
                                       gpointer data,
                                       GError **error);

/**
 * SpicoScannedFunc:
 * @verdict: what was said
 * @error: (nullable): why nothing was
 * @data: what was given to spico_scanner_scan()
 *
 * Called once, in one of the scanner's threads.
 */
typedef void (*SpicoScannedFunc) (SpicoVerdict  verdict,
                                  const GError *error,
                                  gpointer      data);

SpicoScanner *spico_scanner_new (const char *clamd,
                                 guint       seconds,
                                 GError    **error);
void spico_scanner_stop (SpicoScanner *self);
void spico_scanner_free (SpicoScanner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoScanner, spico_scanner_free)

gboolean spico_scanner_scan (SpicoScanner     *self,
                             SpicoScanReadFunc read,
                             SpicoScannedFunc  scanned,
                             gpointer          data);

G_END_DECLS
