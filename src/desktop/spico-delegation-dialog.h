/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DELEGATION_DIALOG (spico_delegation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDelegationDialog, spico_delegation_dialog, SPICO, DELEGATION_DIALOG, AdwDialog)

/**
 * SpicoDelegationDialog:
 *
 * Asks somebody for a delegation (F025), or offers one of one's own account, with a last day or without (F032). On line only; what is chosen stays while it cannot be sent.
 */

/**
 * spico_delegation_dialog_new:
 * @client: a client that is ready
 * @is_offer: whether it is offered rather than asked for
 * @other: (nullable): the other side, if it is known already
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *spico_delegation_dialog_new (SpicoClient    *client,
                                        gboolean        is_offer,
                                        SpicoPrincipal *other);

G_END_DECLS
