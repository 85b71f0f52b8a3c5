/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** How many announcements stand at once: clients read all of them. */
#define SPICO_OPERATOR_MAX_ANNOUNCEMENTS 100

/**
 * SpicoOperatorAnnouncement:
 * @id: (nullable): its identifier; given when it is made
 * @kind: `incident`, `maintenance` or `release`
 * @title: one line, 1 to 100 characters
 * @text: plain text, at most 5,000 characters
 * @starts_at: when the window of a maintenance begins, or an incident began, in microseconds since 1970; 0 of a release, and of an incident that begins as it is announced
 * @ends_at: when it ends; 0 of a release, and of an incident whose end nobody knows
 * @is_mailed: whether it goes by mail too, to all who want it (F005); of one that stands, whether it still does
 *
 * What the operator announces (F008).
 */
typedef struct {
  char *id;
  char *kind;
  char *title;
  char *text;
  gint64 starts_at;
  gint64 ends_at;
  gboolean is_mailed;
} SpicoOperatorAnnouncement;

void spico_operator_announcement_free (SpicoOperatorAnnouncement *announcement);

gboolean spico_operator_announce (SpicoSqlConnection              *connection,
                                  const SpicoOperatorAnnouncement *announcement,
                                  gint64                           now_us,
                                  char                           **id,
                                  GError                         **error);
GPtrArray *spico_operator_list_announcements (SpicoSqlConnection *connection,
                                              GError            **error);
gboolean spico_operator_withdraw_announcement (SpicoSqlConnection *connection,
                                               const char         *id,
                                               gint64              now_us,
                                               GError            **error);

G_END_DECLS
