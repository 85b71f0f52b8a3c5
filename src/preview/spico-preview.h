/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-preview-pixels.h"

G_BEGIN_DECLS

/**
 * spico_preview_make:
 * @file: any file, from anybody
 * @side: the most pixels of a side, 1 … %SPICO_PREVIEW_SIDE_MAX
 *
 * Returns: (transfer full) (nullable): what it looks like; %NULL with @error
 */
SpicoPreviewPixels *spico_preview_make (GBytes  *file,
                                        guint    side,
                                        GError **error);

/**
 * spico_preview_lock:
 *
 * Prepares what reads pictures and pages, and takes every right from this process: see spico_sandbox_enter().
 *
 * Returns: %FALSE with @error where that failed: no file must be read then
 */
gboolean spico_preview_lock (GError **error);

G_END_DECLS
