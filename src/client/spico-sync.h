/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"
#include "spico-session.h"
#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SYNC (spico_sync_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSync, spico_sync, SPICO, SYNC, GObject)

/**
 * SpicoSync:
 *
 * Keeps the store and the server alike, while there is a network: connects and connects again, follows the event stream, reads
 * what changed, and empties the outbox. Properties: `connection`, `is-syncing`. Emits `sending` (message id, whether it is on its way).
 */

SpicoSync *spico_sync_new (SpicoSession *session,
                           SpicoStore   *store);
void spico_sync_start (SpicoSync *self);
DexFuture *spico_sync_stop (SpicoSync *self);
void spico_sync_reconnect (SpicoSync *self);
void spico_sync_flush (SpicoSync *self);
gboolean spico_sync_is_sending (SpicoSync  *self,
                                const char *message_id);
SpicoConnection spico_sync_get_connection (SpicoSync *self);
const GError *spico_sync_get_obstacle (SpicoSync *self);
gboolean spico_sync_is_syncing (SpicoSync *self);
DexFuture *spico_sync_fetch_principals (SpicoSync         *self,
                                        const char *const *ids);

/**
 * spico_sync_find_principals:
 * @filter: (transfer full): a filter of `Principal/query`
 * @limit: how many are wanted at most
 *
 * Returns: (transfer full): a future of a strv, the ids found, once the store has them
 */
DexFuture *spico_sync_find_principals (SpicoSync  *self,
                                       JsonObject *filter,
                                       guint       limit);

/**
 * spico_sync_call:
 * @calls: (transfer full): method calls about what the store does not keep
 *
 * Returns: (transfer full): a future of a #JsonObject, the response
 */
DexFuture *spico_sync_call (SpicoSync *self,
                            JsonArray *calls);
DexFuture *spico_sync_fetch_card (SpicoSync  *self,
                                  const char *principal_id);

/**
 * spico_sync_list_people:
 * @filter: (transfer full): a filter of `Principal/query`
 * @position: where the page begins
 *
 * Returns: (transfer full): a future of a #SpicoPeoplePage, once the store has those whom it names
 */
DexFuture *spico_sync_list_people (SpicoSync  *self,
                                   JsonObject *filter,
                                   guint       position);
DexFuture *spico_sync_fetch_older (SpicoSync  *self,
                                   const char *account_id,
                                   const char *conversation_id,
                                   gint64      before_seq);

G_END_DECLS
