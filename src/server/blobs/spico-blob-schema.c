/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-blob-schema.h"

/* Rows of 256 kB, so that backups, ports and several processes treat blobs as any other data. A copy in another account is another row of `blob` with the same
 * pieces: they go with the last one. */
const char spico_blob_schema_sql[] =
  "CREATE TABLE blob ("
  "  account_id TEXT NOT NULL,"
  "  id TEXT NOT NULL,"
  "  person_id TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  size BIGINT NOT NULL,"
  "  is_whole BIGINT NOT NULL,"
  "  created_at BIGINT NOT NULL,"
  "  PRIMARY KEY (account_id, id)"
  ");"
  "CREATE INDEX blob_by_id ON blob (id);"
  "CREATE INDEX blob_by_person ON blob (person_id);"
  "CREATE INDEX blob_by_age ON blob (created_at);"
  "CREATE TABLE blob_piece ("
  "  blob_id TEXT NOT NULL,"
  "  number BIGINT NOT NULL,"
  "  data BYTEA NOT NULL,"
  "  PRIMARY KEY (blob_id, number)"
  ");";
