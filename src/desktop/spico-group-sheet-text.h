/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-group-sheet.h"

G_BEGIN_DECLS

/** spico_group_sheet_text_propose: Returns: (transfer full): what stands in the sheet of a group of which @description is known, before anybody writes in it: all parts */
SpicoGroupSheet *spico_group_sheet_text_propose (const char *description);

/** spico_group_sheet_text_fault: Returns: (transfer none) (nullable): why the sheet cannot be made, as a sentence for people */
const char *spico_group_sheet_text_fault (const SpicoGroupSheet *sheet);

/**
 * spico_group_sheet_text_warn:
 * @is_public: whether everyone of the region finds the group
 * @is_active: whether it can be used
 * @is_waiting: whether the server does not know yet what it is here
 *
 * Returns: (transfer none) (nullable): why partners might not find the group, as a sentence for people
 */
const char *spico_group_sheet_text_warn (gboolean is_public,
                                         gboolean is_active,
                                         gboolean is_waiting);

/** spico_group_sheet_text_name_file: Returns: (transfer full): what the sheet of a group is called on a disk */
char *spico_group_sheet_text_name_file (const char *group_name);

G_END_DECLS
