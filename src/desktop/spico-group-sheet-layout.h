/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib-object.h>

#include "spico-group-sheet.h"

G_BEGIN_DECLS

/* A4, in points. */
#define SPICO_GROUP_SHEET_WIDTH 595.276
#define SPICO_GROUP_SHEET_HEIGHT 841.89

#define SPICO_TYPE_GROUP_SHEET_LAYOUT (spico_group_sheet_layout_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupSheetLayout, spico_group_sheet_layout, SPICO, GROUP_SHEET_LAYOUT, GObject)

/**
 * SpicoGroupSheetLayout:
 *
 * The pages of a « Contactez-nous » sheet (F059), as they are printed and as they are shown before: the title, the exact name of the group, and what was written, with a heading each. It needs no display.
 */

/**
 * spico_group_sheet_layout_new:
 * @sheet: what was written, all parts
 * @group_name: the exact name of the group
 * @region_name: (nullable): what people call the region
 *
 * Returns: (transfer full): the pages
 */
SpicoGroupSheetLayout *spico_group_sheet_layout_new (const SpicoGroupSheet *sheet,
                                                     const char            *group_name,
                                                     const char            *region_name);

/** spico_group_sheet_layout_get_n_pages: Returns: how many pages there are, one at least */
guint spico_group_sheet_layout_get_n_pages (SpicoGroupSheetLayout *self);

/** spico_group_sheet_layout_draw: draws a page, the first being 0, in points */
void spico_group_sheet_layout_draw (SpicoGroupSheetLayout *self,
                                    guint                  page,
                                    cairo_t               *cr);

/** spico_group_sheet_layout_print: Returns: (transfer full) (nullable): the pages as a PDF, whose fonts are in it */
GBytes *spico_group_sheet_layout_print (SpicoGroupSheetLayout *self,
                                        GError               **error);

G_END_DECLS
