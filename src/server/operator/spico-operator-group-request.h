/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoOperatorGroupRequest:
 * @id: the request
 * @group_id: the group
 * @group_name: its name
 * @requester: the name of the account that asks, and its id
 * @successor: the name of the account that is to administer the group, and its id
 * @created_at: when it was asked for, in microseconds since 1970
 *
 * What is asked of the operator about a group of favourites.
 */
typedef struct {
  char *id;
  char *group_id;
  char *group_name;
  char *requester;
  char *successor;
  gint64 created_at;
} SpicoOperatorGroupRequest;

void spico_operator_group_request_free (SpicoOperatorGroupRequest *request);

GPtrArray *spico_operator_list_group_requests (SpicoSqlConnection *connection,
                                               GError            **error);
gboolean spico_operator_answer_group_request (SpicoSqlConnection *connection,
                                              const char         *request_id,
                                              gboolean            is_granted,
                                              gint64              now_us,
                                              GError            **error);

G_END_DECLS
