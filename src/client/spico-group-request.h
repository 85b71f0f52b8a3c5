/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpicoGroupRequestStatus:
 * @SPICO_GROUP_REQUEST_PENDING: the operator has not answered
 * @SPICO_GROUP_REQUEST_DONE: the successor administers the group
 * @SPICO_GROUP_REQUEST_REFUSED: the operator has refused it
 *
 * What has become of what was asked of the operator about a group.
 */
typedef enum {
  SPICO_GROUP_REQUEST_PENDING,
  SPICO_GROUP_REQUEST_DONE,
  SPICO_GROUP_REQUEST_REFUSED,
} SpicoGroupRequestStatus;

#define SPICO_TYPE_GROUP_REQUEST (spico_group_request_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupRequest, spico_group_request, SPICO, GROUP_REQUEST, GObject)

/**
 * SpicoGroupRequest:
 *
 * What an account has asked the operator about a group of favourites: that another account, or itself, administers it (F058). It does not change.
 */

/**
 * spico_group_request_new:
 * @id: the request
 * @successor_id: who is to administer the group
 * @status: what has become of it
 * @at: when it was answered, or, where it was not, asked for, in microseconds since 1970
 *
 * Returns: (transfer full): a request
 */
SpicoGroupRequest *spico_group_request_new (const char             *id,
                                            const char             *successor_id,
                                            SpicoGroupRequestStatus status,
                                            gint64                  at);

/** spico_group_request_get_id: Returns: (transfer none): the request */
const char *spico_group_request_get_id (SpicoGroupRequest *self);

/** spico_group_request_get_successor_id: Returns: (transfer none): who is to administer the group */
const char *spico_group_request_get_successor_id (SpicoGroupRequest *self);

/** spico_group_request_get_status: Returns: what has become of it */
SpicoGroupRequestStatus spico_group_request_get_status (SpicoGroupRequest *self);

/** spico_group_request_get_at: Returns: when it was answered, or, where it was not, asked for, in microseconds since 1970 */
gint64 spico_group_request_get_at (SpicoGroupRequest *self);

G_END_DECLS
