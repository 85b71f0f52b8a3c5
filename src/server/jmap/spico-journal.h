/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap.h"

G_BEGIN_DECLS

/**
 * SpicoJournalKind:
 * @SPICO_JOURNAL_CREATED: the account now holds the object
 * @SPICO_JOURNAL_UPDATED: it holds it, changed
 * @SPICO_JOURNAL_DESTROYED: it no longer does
 */
typedef enum {
  SPICO_JOURNAL_CREATED,
  SPICO_JOURNAL_UPDATED,
  SPICO_JOURNAL_DESTROYED,
} SpicoJournalKind;

/**
 * SpicoJournal:
 *
 * What a transaction, of one request or of a group of them, changes, for whom. It is kept until the end of the transaction: the rows that all writers of an account share (its states) are then locked for the shortest
 * time and always in the same order, ascending (account, type) (design section 6).
 */
typedef struct _SpicoJournal SpicoJournal;

SpicoJournal *spico_journal_new (gint64 now_us);
void spico_journal_free (SpicoJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJournal, spico_journal_free)

void spico_journal_add (SpicoJournal    *self,
                        const char      *account_id,
                        const char      *type_name,
                        const char      *object_id,
                        SpicoJournalKind kind);
guint spico_journal_mark (SpicoJournal *self);
void spico_journal_rollback (SpicoJournal *self,
                             guint         mark);
gint64 spico_journal_pending (SpicoJournal *self,
                              const char   *account_id,
                              const char   *type_name);
gboolean spico_journal_raised (SpicoJournal *self,
                               const char   *account_id,
                               const char   *type_name,
                               gint64       *before);
gboolean spico_journal_write (SpicoJournal       *self,
                              SpicoSqlConnection *connection,
                              GPtrArray          *changes,
                              GError            **error);
gboolean spico_journal_restart (SpicoSqlConnection *connection,
                                const char         *account_id,
                                const char         *type_name,
                                GPtrArray          *changes,
                                GError            **error);

/** How long the trace of what is gone is kept, in microseconds; `/changes` from before answers `cannotCalculateChanges` (design section 5). */
#define SPICO_JOURNAL_LIFETIME_US (G_GINT64_CONSTANT (180) * 86400 * G_USEC_PER_SEC)

gboolean spico_journal_purge (SpicoSqlConnection *connection,
                              gint64              now_us,
                              guint               most,
                              guint              *n_gone,
                              GError            **error);

SpicoStateChange *spico_state_change_new (const char *account_id,
                                          const char *type_name,
                                          gint64      state);
void spico_state_change_free (SpicoStateChange *change);

G_END_DECLS
