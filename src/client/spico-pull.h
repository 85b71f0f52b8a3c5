/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-card.h"
#include "spico-session.h"
#include "spico-store.h"

G_BEGIN_DECLS

/*
 * Reading from the server into the store. Every function awaits: it is called from a fiber that has SPICO_FIBER_STACK, and needs the session and the store to be held meanwhile.
 */

gboolean spico_pull_session (SpicoSession *session,
                             SpicoStore   *store,
                             GError      **error);
gboolean spico_pull_forget (SpicoStore *store,
                            GHashTable *refused,
                            GError    **error);
gboolean spico_pull_needs_first (SpicoStore *store,
                                 gboolean   *needs_first,
                                 GError    **error);
gboolean spico_pull_changes (SpicoSession *session,
                             SpicoStore   *store,
                             GHashTable   *dirty,
                             GError      **error);
gboolean spico_pull_colleagues (SpicoSession *session,
                                SpicoStore   *store,
                                GError      **error);
gboolean spico_pull_history (SpicoSession *session,
                             SpicoStore   *store,
                             gboolean     *is_done,
                             GError      **error);
gboolean spico_pull_principals (SpicoSession      *session,
                                SpicoStore        *store,
                                const char *const *ids,
                                GError           **error);
GStrv spico_pull_found_principals (SpicoSession *session,
                                   SpicoStore   *store,
                                   JsonObject   *filter,
                                   guint         limit,
                                   GError      **error);
JsonObject *spico_pull_card (SpicoSession *session,
                             SpicoStore   *store,
                             const char   *principal_id,
                             GError      **error);
SpicoPeoplePage *spico_pull_people_page (SpicoSession *session,
                                         SpicoStore   *store,
                                         JsonObject   *filter,
                                         guint         position,
                                         GError      **error);
gboolean spico_pull_older (SpicoSession *session,
                           SpicoStore   *store,
                           const char   *account_id,
                           const char   *conversation_id,
                           gint64        before_seq,
                           GError      **error);

G_END_DECLS
