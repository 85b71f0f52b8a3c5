/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/* What one is asked, for one's own account and for those that one acts for (F007). */

/**
 * spico_requests_new:
 * @client: a client that is ready
 *
 * Of an account that is locked until the server is reached again, nothing is told (F030).
 *
 * Returns: (transfer full): a live list: #SpicoDelegation each that waits for the person's answer, then #SpicoFavouriteGroup each
 */
GListModel *spico_requests_new (SpicoClient *client);

/**
 * spico_requests_list_groups:
 * @client: a client that is ready
 * @which: which of the groups of each account
 *
 * Returns: (transfer full): a live list of #SpicoFavouriteGroup, of all accounts, as they come and go
 */
GListModel *spico_requests_list_groups (SpicoClient   *client,
                                        SpicoGroupList which);

G_END_DECLS
