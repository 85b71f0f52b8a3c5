/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

/** How many accounts take part in a conversation at most (design section 5). */
#define SPICO_CONVERSATION_MAX_HOLDERS 500

gboolean spico_conversation_check_members (SpicoJmapCall *call,
                                           const char    *property,
                                           const char    *dossier_id,
                                           GPtrArray     *member_ids,
                                           GError       **error);
gboolean spico_conversation_check_refusals (SpicoJmapCall *call,
                                            const char    *property,
                                            const char    *dossier_id,
                                            GPtrArray     *member_ids,
                                            GError       **error);
gboolean spico_conversation_insert_member (SpicoJmapCall   *call,
                                           const char      *conversation_id,
                                           const char      *account_id,
                                           SpicoJmapObject *own,
                                           gint64           history_seq,
                                           GError         **error);
gboolean spico_conversation_notify_absent (SpicoJmapCall *call,
                                           const char    *conversation_id,
                                           GPtrArray     *member_ids,
                                           GError       **error);
gboolean spico_conversation_add_members (SpicoJmapCall     *call,
                                         const char        *conversation_id,
                                         const char        *message_id,
                                         gint64             seq,
                                         const char *const *member_ids,
                                         GPtrArray         *holders,
                                         GError           **error);
gboolean spico_conversation_remove_members (SpicoJmapCall     *call,
                                            const char        *conversation_id,
                                            const char        *message_id,
                                            const char *const *member_ids,
                                            GPtrArray         *holders,
                                            GError           **error);

G_END_DECLS
