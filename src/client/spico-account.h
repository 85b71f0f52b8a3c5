/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ACCOUNT (spico_account_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAccount, spico_account, SPICO, ACCOUNT, SpicoItem)

/**
 * SpicoAccount:
 *
 * A mailbox that the signed-in person may use: their own, or one delegated to them (F003, F065).
 */

/**
 * spico_account_get_id:
 *
 * Returns: (transfer none): the account: the id of its principal
 */
const char *spico_account_get_id (SpicoAccount *self);

/**
 * spico_account_get_name:
 *
 * Returns: (transfer none): the name as shown
 */
const char *spico_account_get_name (SpicoAccount *self);

/**
 * spico_account_is_personal:
 *
 * Returns: whether it is the signed-in person's own
 */
gboolean spico_account_is_personal (SpicoAccount *self);

/**
 * spico_account_has_discussions:
 *
 * Returns: whether the delegation covers Discussions (F024)
 */
gboolean spico_account_has_discussions (SpicoAccount *self);

/**
 * spico_account_has_dossiers:
 *
 * Returns: whether the delegation covers Dossiers (F024)
 */
gboolean spico_account_has_dossiers (SpicoAccount *self);

/**
 * spico_account_get_unread_count:
 *
 * Returns: unread messages of all its conversations, for this person (B004)
 */
guint spico_account_get_unread_count (SpicoAccount *self);

/**
 * spico_account_is_ended:
 *
 * Returns: whether its Discussions are no longer open to this person (F030), and it only keeps what they wrote there and did not send
 */
gboolean spico_account_is_ended (SpicoAccount *self);

G_END_DECLS
