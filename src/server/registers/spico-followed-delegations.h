/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoFollowedDelegations:
 *
 * The delegations that rest while the delegate is not attached to the structure (F031), across a load that replaces attachments.
 */
typedef struct _SpicoFollowedDelegations SpicoFollowedDelegations;

SpicoFollowedDelegations *spico_followed_delegations_new (SpicoSqlConnection *connection,
                                                          GError            **error);
void spico_followed_delegations_free (SpicoFollowedDelegations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoFollowedDelegations, spico_followed_delegations_free)

void spico_followed_delegations_attach (SpicoFollowedDelegations *self,
                                        const char               *person_id,
                                        const char               *structure_id);
gboolean spico_followed_delegations_tell (SpicoFollowedDelegations *self,
                                          gint64                    now_us,
                                          GError                  **error);

G_END_DECLS
