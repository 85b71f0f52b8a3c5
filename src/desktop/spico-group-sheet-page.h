/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_SHEET_PAGE (spico_group_sheet_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupSheetPage, spico_group_sheet_page, SPICO, GROUP_SHEET_PAGE, AdwNavigationPage)

/**
 * SpicoGroupSheetPage:
 *
 * The « Contactez-nous » sheet of a group (F059), for whoever sees the group: what stands in it is written beside the pages as they will be printed, is kept
 * on this computer with the group, and is saved as a PDF where the person chooses. The group's name is never typed: it is the group's.
 */

/**
 * spico_group_sheet_page_new:
 * @account_id: for whom
 * @group: a group that this account sees
 *
 * Returns: (transfer floating): a page that follows the group
 */
GtkWidget *spico_group_sheet_page_new (SpicoClient         *client,
                                       const char          *account_id,
                                       SpicoFavouriteGroup *group);

/** spico_group_sheet_page_keep: Returns: (transfer full): a future that fails where what was written is not in the store */
DexFuture *spico_group_sheet_page_keep (SpicoGroupSheetPage *self);

G_END_DECLS
