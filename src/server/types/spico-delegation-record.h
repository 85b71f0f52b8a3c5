/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"

G_BEGIN_DECLS

/**
 * SpicoDelegation:
 * @id: the delegation
 * @account_id: the delegator
 * @delegate_id: the delegate
 * @status: `requested`, `offered`, `accepted`, `refused` or `ended`, by now
 * @is_of_structure: whether the delegator is one
 *
 * A delegation, as its rules need it.
 */
typedef struct {
  char *id;
  char *account_id;
  char *delegate_id;
  char *status;
  gboolean is_of_structure;
} SpicoDelegation;

void spico_delegation_free (SpicoDelegation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoDelegation, spico_delegation_free)

gboolean spico_delegation_lock_account (SpicoSqlConnection *connection,
                                        const char         *account_id,
                                        GError            **error);
gboolean spico_delegation_load (SpicoSqlConnection *connection,
                                const char         *id,
                                gint64              now_us,
                                SpicoDelegation   **delegation,
                                GError            **error);
void spico_delegation_tell (const SpicoDelegation *self,
                            SpicoJournal          *journal,
                            SpicoJournalKind       kind);
gboolean spico_delegation_is_last (const SpicoDelegation *self,
                                   SpicoSqlConnection    *connection,
                                   gint64                 now_us,
                                   gboolean              *is_last,
                                   GError               **error);
gboolean spico_delegation_expire (SpicoSqlConnection *connection,
                                  gboolean            sends_mail,
                                  gint64              now_us,
                                  guint               most,
                                  guint              *n_ended,
                                  GError            **error);
gboolean spico_delegation_purge (SpicoSqlConnection *connection,
                                 gint64              now_us,
                                 guint               most,
                                 guint              *n_gone,
                                 GError            **error);

/** A delegation's status by now: the last day of one may be over, and nobody have noted it yet. For a #SpicoQuery. */
#define SPICO_DELEGATION_STATUS(t) "CASE WHEN " t ".status IN ('offered', 'accepted') AND " t ".ended_at <= {now} THEN 'ended' ELSE " t ".status END"

G_END_DECLS
