/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_VIEW (spico_group_view_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupView, spico_group_view, SPICO, GROUP_VIEW, AdwNavigationPage)

/**
 * SpicoGroupView:
 *
 * What a group is to whoever uses it and does not administer it: to be read, not to be changed (F045).
 */

/**
 * spico_group_view_new:
 * @account_id: to whom it is shown
 * @group: the group
 *
 * Returns: (transfer floating): a page that follows it
 */
GtkWidget *spico_group_view_new (SpicoClient         *client,
                                 const char          *account_id,
                                 SpicoFavouriteGroup *group);

G_END_DECLS
