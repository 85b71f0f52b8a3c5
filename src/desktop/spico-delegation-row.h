/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DELEGATION_ROW (spico_delegation_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDelegationRow, spico_delegation_row, SPICO, DELEGATION_ROW, GtkListBoxRow)

/**
 * SpicoDelegationRow:
 *
 * A delegation as one of its sides sees it: the other side's name, what it covers, what became of it, and what may be done about it.
 * Signals: `set` (a #SpicoDelegation and a #SpicoDelegationStatus): somebody wants to answer it, or to end it.
 */

/**
 * spico_delegation_row_new:
 * @delegation: a delegation
 * @names_delegator: whether the other side is the delegator: « Mes délégants »
 *
 * Returns: (transfer floating): a row that follows it
 */
GtkWidget *spico_delegation_row_new (SpicoDelegation *delegation,
                                     gboolean         names_delegator);

/** spico_delegation_row_set_can_act: whether anything can be done now: off line, nothing can */
void spico_delegation_row_set_can_act (SpicoDelegationRow *self,
                                       gboolean            can_act);

/** spico_delegation_row_set_is_too_wide: whether it covers more than the person holds on the account that is asked: then it cannot be accepted by them, and the row says so (F022) */
void spico_delegation_row_set_is_too_wide (SpicoDelegationRow *self,
                                           gboolean            is_too_wide);

G_END_DECLS
