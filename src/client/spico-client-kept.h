/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-kept.h"

G_BEGIN_DECLS

/**
 * spico_client_list_kept:
 * @account_id: (nullable): an account; %NULL for all of them
 *
 * What was typed and could not be saved, or not yet, and stands nowhere else (F030, F040, B016): in the groups of an account, and in one that ended.
 *
 * Returns: (transfer full): a #GListModel of #SpicoKept that follows the store, and says once that it has been read; for as long as somebody is signed in
 */
GListModel *spico_client_list_kept (SpicoClient *self,
                                    const char  *account_id);

/**
 * spico_client_discard_kept:
 * @kept: one of them
 *
 * Forgets it for good.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *spico_client_discard_kept (SpicoClient *self,
                                      SpicoKept   *kept);

/**
 * spico_client_count_unsaved:
 *
 * Returns: (transfer full): a future of a #guint: groups, absences and templates that were typed here, and that the server does not have as they stand here, and messages that were to be sent later, and were cancelled
 */
DexFuture *spico_client_count_unsaved (SpicoClient *self);

G_END_DECLS
