/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-schema.h"

/* A notification is what its account sees of it, and what is still to be done: it is due at `next_at` as long as it is queued, and claimed until then by whoever tries to send it. */
const char spico_mail_schema_sql[] =
  "CREATE TABLE notification ("
  "  id TEXT PRIMARY KEY, client_id TEXT, principal_id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, created_at BIGINT NOT NULL,"
  "  sent_at BIGINT, account_id TEXT NOT NULL, person_id TEXT NOT NULL, day TEXT NOT NULL, next_at BIGINT NOT NULL, attempts BIGINT NOT NULL,"
  "  UNIQUE (account_id, principal_id, day));"
  "CREATE INDEX notification_due ON notification (next_at) WHERE status = 'queued';"
  "CREATE INDEX notification_by_age ON notification (created_at);";
