/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"

G_BEGIN_DECLS

/** How many accounts may administer a group: each of them is told of every share. */
#define SPICO_GROUP_MAX_ADMINISTRATORS 20

/**
 * SpicoGroup:
 * @exists: whether there is such a group
 * @is_public: whether it is everyone's
 *
 * A group of favourites, as its rules need it.
 */
typedef struct {
  gboolean exists;
  gboolean is_public;
} SpicoGroup;

/**
 * SpicoGroupShare:
 * @id: the share
 * @principal_id: the account
 * @is_administrator: whether it administers the group
 * @is_accepted: whether it uses the group
 * @is_answered: whether it has said so, or that it does not
 * @is_shared: whether it is known to the administrators: the creator, and with whom the group is shared
 *
 * What a group is to an account.
 */
typedef struct {
  char *id;
  char *principal_id;
  gboolean is_administrator;
  gboolean is_accepted;
  gboolean is_answered;
  gboolean is_shared;
} SpicoGroupShare;

void spico_group_share_free (SpicoGroupShare *share);

gboolean spico_group_lock (SpicoSqlConnection *connection,
                           const char         *group_id,
                           SpicoGroup         *group,
                           GError            **error);
GPtrArray *spico_group_list_shares (SpicoSqlConnection *connection,
                                    const char         *group_id,
                                    gboolean            shared_only,
                                    GError            **error);
SpicoGroupShare *spico_group_find_share (GPtrArray  *shares,
                                         const char *principal_id);
guint spico_group_count_administrators (GPtrArray *shares);
void spico_group_tell (SpicoJournal    *journal,
                       GPtrArray       *shares,
                       const char      *group_id,
                       SpicoJournalKind kind);
void spico_group_tell_share (SpicoJournal          *journal,
                             GPtrArray             *shares,
                             const SpicoGroupShare *share,
                             SpicoJournalKind       kind);
void spico_group_tell_role (SpicoJournal    *journal,
                            GPtrArray       *shares,
                            const char      *principal_id,
                            SpicoJournalKind kind);
gboolean spico_group_remove_share (SpicoSqlConnection    *connection,
                                   SpicoJournal          *journal,
                                   const char            *group_id,
                                   GPtrArray             *shares,
                                   const SpicoGroupShare *share,
                                   GError               **error);
gboolean spico_group_set_administrator (SpicoSqlConnection *connection,
                                        SpicoJournal       *journal,
                                        GPtrArray          *shares,
                                        SpicoGroupShare    *share,
                                        gboolean            is_administrator,
                                        GError            **error);

G_END_DECLS
