/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-push-schema.h"

/* A subscription is due while wanted > done and next_at is past. Who sends claims it by moving next_at on: should they die, another one tries again then.
 * pushed holds the states that the client was last told. */
const char spico_push_schema_sql[] =
  "CREATE TABLE push_subscription ("
  "  id TEXT PRIMARY KEY,"
  "  person_id TEXT NOT NULL,"
  "  session_id TEXT NOT NULL,"
  "  device_client_id TEXT NOT NULL,"
  "  url TEXT NOT NULL,"
  "  types TEXT,"
  "  verification_code TEXT NOT NULL,"
  "  is_verified BIGINT NOT NULL,"
  "  created_at BIGINT NOT NULL,"
  "  expires_at BIGINT NOT NULL,"
  "  wanted BIGINT NOT NULL,"
  "  done BIGINT NOT NULL,"
  "  next_at BIGINT NOT NULL,"
  "  attempts BIGINT NOT NULL,"
  "  pushed TEXT NOT NULL"
  ");"
  "CREATE INDEX push_subscription_by_session ON push_subscription (session_id);"
  "CREATE INDEX push_subscription_by_person ON push_subscription (person_id);"
  "CREATE INDEX push_subscription_by_expiry ON push_subscription (expires_at);"
  "CREATE INDEX push_subscription_due ON push_subscription (next_at) WHERE wanted > done;";
