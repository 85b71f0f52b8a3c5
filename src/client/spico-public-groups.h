/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-favourite-group.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PUBLIC_GROUPS (spico_public_groups_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPublicGroups, spico_public_groups, SPICO, PUBLIC_GROUPS, GObject)

/**
 * SpicoPublicGroups:
 *
 * The public groups of the region, as an account finds them (F049, F051): a #GListModel of #SpicoFavouriteGroup, by their names, without their members.
 * It is read from the server, page after page; the store keeps nothing of it. Those that the account has to do with already are in it too. Main thread only.
 *
 * Properties: `is-loading`, `error` (a boxed #GError of %SPICO_CLIENT_ERROR, %NULL when all is well).
 */

/** spico_public_groups_is_loading: Returns: whether some of it is still to come */
gboolean spico_public_groups_is_loading (SpicoPublicGroups *self);

/** spico_public_groups_get_error: Returns: (transfer none) (nullable): why it is not there, or not whole */
const GError *spico_public_groups_get_error (SpicoPublicGroups *self);

/**
 * spico_public_groups_accept:
 * @group: one of its groups
 *
 * « Accepter d'utiliser le groupe » (F051). It says so at once, and waits for the server.
 */
void spico_public_groups_accept (SpicoPublicGroups   *self,
                                 SpicoFavouriteGroup *group);

G_END_DECLS
