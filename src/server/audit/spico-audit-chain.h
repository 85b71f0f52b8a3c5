/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The part of the schema that the chain needs. */
extern const char spico_audit_schema_sql[];

/** The texts of a row of the audit, in the order of its columns. */
#define SPICO_AUDIT_N_TEXTS 7

/**
 * SpicoAuditRow:
 * @id: its number in the database
 * @at: when, in microseconds since 1970
 * @texts: person, account, session, action, type, object, rule
 * @seal: its number in the chain; 0 while it has none
 * @hash: (nullable): its seal, a SHA-256 in hexadecimal
 *
 * A row of the audit.
 */
typedef struct {
  gint64 id;
  gint64 at;
  const char *texts[SPICO_AUDIT_N_TEXTS];
  gint64 seal;
  const char *hash;
} SpicoAuditRow;

/** The columns that spico_audit_row_read() reads. */
#define SPICO_AUDIT_COLUMNS "id, at, person_id, account_id, session_id, action, type, object_id, rule, seal, seal_hash"

void spico_audit_row_read (SpicoAuditRow     *row,
                           SpicoSqlStatement *statement);
char *spico_audit_row_hash (const SpicoAuditRow *row,
                            gint64               seal,
                            const char          *previous_hash);

/**
 * SpicoAuditSealing:
 * @n_sealed: how many rows were sealed
 * @is_held: whether another process has the lease; nothing was done then
 * @seal: the last number of the chain
 * @hash: (nullable): its hash
 *
 * What a call of the sealer did.
 */
typedef struct {
  guint n_sealed;
  gboolean is_held;
  gint64 seal;
  char *hash;
} SpicoAuditSealing;

void spico_audit_sealing_clear (SpicoAuditSealing *sealing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpicoAuditSealing, spico_audit_sealing_clear)

gboolean spico_audit_find_unsealed (SpicoSqlConnection *connection,
                                    gint64             *oldest_at,
                                    gboolean           *exists,
                                    GError            **error);
gboolean spico_audit_seal (SpicoSqlConnection *connection,
                           const char         *holder,
                           gint64              now_us,
                           guint               max_rows,
                           SpicoAuditSealing  *sealing,
                           GError            **error);

/**
 * SpicoAuditFault:
 * @SPICO_AUDIT_SOUND: none
 * @SPICO_AUDIT_ALTERED: the row of this seal is not the one that was sealed
 * @SPICO_AUDIT_MISSING: the row of this seal is gone
 * @SPICO_AUDIT_UNEXPECTED: a row stands where the chain has ended
 * @SPICO_AUDIT_NOT_THE_ANCHOR: the chain is whole, but is not the one whose hash was noted
 *
 * What is wrong with a chain.
 */
typedef enum {
  SPICO_AUDIT_SOUND,
  SPICO_AUDIT_ALTERED,
  SPICO_AUDIT_MISSING,
  SPICO_AUDIT_UNEXPECTED,
  SPICO_AUDIT_NOT_THE_ANCHOR,
} SpicoAuditFault;

/**
 * SpicoAuditVerdict:
 * @fault: what is wrong
 * @fault_seal: where
 * @seal: the last number of the chain
 * @hash: (nullable): its hash
 * @n_unsealed: how many rows wait for the sealer
 *
 * What a verification found.
 */
typedef struct {
  SpicoAuditFault fault;
  gint64 fault_seal;
  gint64 seal;
  char *hash;
  gint64 n_unsealed;
} SpicoAuditVerdict;

void spico_audit_verdict_clear (SpicoAuditVerdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpicoAuditVerdict, spico_audit_verdict_clear)

gboolean spico_audit_verify (SpicoSqlConnection *connection,
                             gint64              anchor_seal,
                             const char         *anchor_hash,
                             SpicoAuditVerdict  *verdict,
                             GError            **error);

G_END_DECLS
