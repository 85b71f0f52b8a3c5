/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoDiscussionsReport:
 *
 * How many of each a load has made.
 */
typedef struct {
  guint accounts;
  guint structures;
  guint delegations;
  guint dossiers;
  guint conversations;
  guint messages;
  guint favourites;
  guint groups;
  guint absences;
} SpicoDiscussionsReport;

gboolean spico_discussions_import (SpicoSqlConnection     *connection,
                                   GBytes                 *json,
                                   gint64                  now_us,
                                   SpicoDiscussionsReport *report,
                                   GError                **error);

G_END_DECLS
