/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-group-request.h"

G_BEGIN_DECLS

/*
 * What an account asks the operator about a group of favourites: another administrator (F058). On line only. The signal `group-requests-changed` of #SpicoClient says that
 * something became of what an account has asked: it is read anew.
 */

/**
 * spico_client_list_group_requests:
 * @account_id: an account with discussions
 * @group_id: a group of favourites
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoGroupRequest: what the account last asked the operator about the group, or nothing; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_list_group_requests (SpicoClient *self,
                                             const char  *account_id,
                                             const char  *group_id);

/**
 * spico_client_request_administrator:
 * @account_id: the account that asks: the group's administrator, who leaves, or a member of it
 * @group_id: a group of favourites
 * @successor_id: who is to administer it: a member who has an account; of a member, the account itself
 *
 * Asks the operator for another administrator (F058), on line only.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, with %SPICO_CLIENT_ERROR_CONFLICT where the account waits for an answer already, or with
 * %SPICO_CLIENT_ERROR_INVALID where it may not ask that
 */
DexFuture *spico_client_request_administrator (SpicoClient *self,
                                               const char  *account_id,
                                               const char  *group_id,
                                               const char  *successor_id);

/** spico_client_withdraw_group_request: takes back what was asked of the operator, on line only. Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_withdraw_group_request (SpicoClient *self,
                                                const char  *account_id,
                                                const char  *request_id);

G_END_DECLS
