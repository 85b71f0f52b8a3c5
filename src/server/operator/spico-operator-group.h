/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoOperatorGroup:
 * @id: the group
 * @name: its name
 * @creator: the name of its creator
 * @administrators: the names of those who administer it, and their ids
 *
 * A group of favourites, as the operator looks for it.
 */
typedef struct {
  char *id;
  char *name;
  char *creator;
  char *administrators;
} SpicoOperatorGroup;

void spico_operator_group_free (SpicoOperatorGroup *group);

GPtrArray *spico_operator_find_groups (SpicoSqlConnection *connection,
                                       const char         *name,
                                       GError            **error);
gboolean spico_operator_appoint (SpicoSqlConnection *connection,
                                 const char         *group_id,
                                 const char         *principal_id,
                                 const char         *requester_id,
                                 gint64              now_us,
                                 GError            **error);

G_END_DECLS
