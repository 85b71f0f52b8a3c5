/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-audit-chain.h"

/* Rows are written without a seal, in the transaction that they tell of; the partial index is what the sealer has still to do. A lease says who does a
 * periodic task; audit_head is the end of the chain, so that rows cut off there are missed too. */
const char spico_audit_schema_sql[] =
  "ALTER TABLE audit ADD COLUMN seal BIGINT;"
  "ALTER TABLE audit ADD COLUMN seal_hash TEXT;"
  "CREATE UNIQUE INDEX audit_by_seal ON audit (seal) WHERE seal IS NOT NULL;"
  "CREATE INDEX audit_unsealed ON audit (id) WHERE seal IS NULL;"
  "CREATE TABLE audit_head (name TEXT PRIMARY KEY, seal BIGINT NOT NULL, hash TEXT NOT NULL);"
  "CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_at BIGINT NOT NULL);";
