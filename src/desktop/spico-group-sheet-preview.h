/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-group-sheet-layout.h"

G_BEGIN_DECLS

/**
 * spico_group_sheet_preview_new:
 * @layout: the pages
 * @page: one of them, the first being 0
 *
 * Returns: (transfer full): the page as it will be printed, at any size
 */
GdkPaintable *spico_group_sheet_preview_new (SpicoPages *layout,
                                             guint       page);

G_END_DECLS
