/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_GROUP_SHARING (spico_group_sharing_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupSharing, spico_group_sharing, SPICO, GROUP_SHARING, AdwBin)

/**
 * SpicoGroupSharing:
 *
 * The tab « Partage » of a group of favourites (F043–F047): whether it is public, which is asked about first (F035), with which of its members it is shared, and who
 * administers it. Sharing is done at once, on line only: it says so. Properties: `is-public` (boolean; set by code it is not asked about).
 */

void spico_group_sharing_set_client (SpicoGroupSharing *self,
                                     SpicoClient       *client,
                                     const char        *account_id);
void spico_group_sharing_set_group (SpicoGroupSharing   *self,
                                    SpicoFavouriteGroup *group);
gboolean spico_group_sharing_get_is_public (SpicoGroupSharing *self);
void spico_group_sharing_set_is_public (SpicoGroupSharing *self,
                                        gboolean           is_public);

/** spico_group_sharing_set_is_administered: @is_administered: whether the account (still) administers the group; otherwise nothing of it can be changed here */
void spico_group_sharing_set_is_administered (SpicoGroupSharing *self,
                                              gboolean           is_administered);

G_END_DECLS
