/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_SHARE (spico_group_share_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupShare, spico_group_share, SPICO, GROUP_SHARE, SpicoItem)

/**
 * SpicoGroupShare:
 *
 * With whom a group of favourites is shared, as its administrators see it (F043).
 */

/** spico_group_share_get_id: Returns: (transfer none): its id */
const char *spico_group_share_get_id (SpicoGroupShare *self);

/** spico_group_share_get_principal: Returns: (transfer none): « Nom » */
SpicoPrincipal *spico_group_share_get_principal (SpicoGroupShare *self);

/** spico_group_share_get_is_administrator: Returns: « Administrateur » (F046) */
gboolean spico_group_share_get_is_administrator (SpicoGroupShare *self);

/** spico_group_share_get_is_accepted: Returns: « Validé », or « En attente » */
gboolean spico_group_share_get_is_accepted (SpicoGroupShare *self);

/** spico_group_share_get_shared_at: Returns: (transfer none) (nullable): « Date du partage », local time */
GDateTime *spico_group_share_get_shared_at (SpicoGroupShare *self);

/** spico_group_share_get_accepted_by: Returns: (transfer none) (nullable): who accepted it for that account (F022) */
SpicoPrincipal *spico_group_share_get_accepted_by (SpicoGroupShare *self);

G_END_DECLS
