/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-group-sheet.h"
#include "spico-pages.h"

G_BEGIN_DECLS

/**
 * spico_group_sheet_layout:
 * @sheet: what was written, all parts
 * @group_name: the exact name of the group
 * @region_name: (nullable): what people call the region
 *
 * Returns: (transfer full): the pages of a « Contactez-nous » sheet (F059): the title, the exact name of the group, and what was written, with a heading each
 */
SpicoPages *spico_group_sheet_layout (const SpicoGroupSheet *sheet,
                                      const char            *group_name,
                                      const char            *region_name);

G_END_DECLS
