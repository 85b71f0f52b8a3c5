/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoAuditFilter:
 * @from_us: the first instant, in microseconds since 1970
 * @until_us: the instant after the last one
 * @person_id: (nullable): who acted
 * @account_id: (nullable): for whom
 * @dossier_id: (nullable): a dossier: what was done to it, and to the conversations about it
 *
 * Which rows of the audit.
 */
typedef struct {
  gint64 from_us;
  gint64 until_us;
  const char *person_id;
  const char *account_id;
  const char *dossier_id;
} SpicoAuditFilter;

gboolean spico_audit_export (SpicoSqlConnection     *connection,
                             const SpicoAuditFilter *filter,
                             GOutputStream          *stream,
                             guint64                *n_rows,
                             GError                **error);

G_END_DECLS
