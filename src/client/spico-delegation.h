/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-client-enums.h"
#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DELEGATION (spico_delegation_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDelegation, spico_delegation, SPICO, DELEGATION, SpicoItem)

/**
 * SpicoDelegation:
 *
 * A delegation, from the request or the offer to its end (F022–F032), as one of the two accounts that it is between holds it.
 */

/** spico_delegation_get_id: Returns: (transfer none): its id */
const char *spico_delegation_get_id (SpicoDelegation *self);

/** spico_delegation_get_account_id: Returns: (transfer none): the account of the person that holds it, and for which they act on it */
const char *spico_delegation_get_account_id (SpicoDelegation *self);

/** spico_delegation_get_delegator: Returns: (transfer none): whose account it is */
SpicoPrincipal *spico_delegation_get_delegator (SpicoDelegation *self);

/** spico_delegation_get_delegate: Returns: (transfer none): the person who may use it */
SpicoPrincipal *spico_delegation_get_delegate (SpicoDelegation *self);

/** spico_delegation_get_scope: Returns: what it covers (F024) */
SpicoDelegationScope spico_delegation_get_scope (SpicoDelegation *self);

/** spico_delegation_get_status: Returns: what has become of it */
SpicoDelegationStatus spico_delegation_get_status (SpicoDelegation *self);

/** spico_delegation_get_created_at: Returns: (transfer none) (nullable): when it was asked for, offered or set, local time */
GDateTime *spico_delegation_get_created_at (SpicoDelegation *self);

/** spico_delegation_get_answered_at: Returns: (transfer none) (nullable): when it was accepted or refused, local time */
GDateTime *spico_delegation_get_answered_at (SpicoDelegation *self);

/** spico_delegation_get_answered_by: Returns: (transfer none) (nullable): the person who did */
SpicoPrincipal *spico_delegation_get_answered_by (SpicoDelegation *self);

/** spico_delegation_get_ended_at: Returns: (transfer none) (nullable): when it ended, local time */
GDateTime *spico_delegation_get_ended_at (SpicoDelegation *self);

/** spico_delegation_get_ended_by: Returns: (transfer none) (nullable): the person who ended it; %NULL where that was its last day, or the operator */
SpicoPrincipal *spico_delegation_get_ended_by (SpicoDelegation *self);

/** spico_delegation_get_ends_on: Returns: (transfer none) (nullable): its last day, `YYYY-MM-DD` (F032) */
const char *spico_delegation_get_ends_on (SpicoDelegation *self);

/** spico_delegation_get_referent: Returns: (transfer none): on whose word the operator set it (F026); empty otherwise */
const char *spico_delegation_get_referent (SpicoDelegation *self);

/** spico_delegation_get_is_suspended: Returns: whether it opens nothing for now (F031) */
gboolean spico_delegation_get_is_suspended (SpicoDelegation *self);

/** spico_delegation_get_is_to_answer: Returns: whether the person is asked to accept it or not */
gboolean spico_delegation_get_is_to_answer (SpicoDelegation *self);

/** spico_delegation_get_is_last: Returns: whether it is the last one of a structure that the person knows of: only the operator ends it (F031) */
gboolean spico_delegation_get_is_last (SpicoDelegation *self);

G_END_DECLS
