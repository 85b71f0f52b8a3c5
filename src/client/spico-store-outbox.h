/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-attachment.h"
#include "spico-client-enums.h"
#include "spico-kept-reason.h"
#include "spico-store.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

/**
 * SpicoOperation:
 * @row_id: its place in the outbox
 * @account_id: the account of the call
 * @kind: `conversation`, `message`, `correction`, `marker`, `flags`, `favourite`, `unfavourite`, or what spico-store-groups.h names
 * @object_id: the object it is about
 * @method: the JMAP method
 * @arguments: its arguments, `accountId` included
 *
 * One thing to tell the server.
 */
typedef struct {
  gint64 row_id;
  char *account_id;
  char *kind;
  char *object_id;
  char *method;
  JsonObject *arguments;
} SpicoOperation;

/**
 * SpicoOutcome:
 * @SPICO_OUTCOME_DONE: the server has it
 * @SPICO_OUTCOME_REFUSED: it never will
 * @SPICO_OUTCOME_LATER: to be tried again
 */
typedef enum {
  SPICO_OUTCOME_DONE,
  SPICO_OUTCOME_REFUSED,
  SPICO_OUTCOME_LATER,
} SpicoOutcome;

/**
 * SpicoSettlement:
 * @operation: what was told
 * @outcome: what became of it
 * @failure: why it was refused
 * @created: (nullable): what the server says of the object it made
 * @existing_id: (nullable): the object that stands instead
 * @refused_group_ids: (nullable): the groups that may not be used
 * @group_reason: why a group was refused
 * @attachment_failure: why what is attached was refused, where that is @failure
 * @is_over_quota: whether @failure is that the account has as many of them as it may
 * @is_gone: whether it was refused, or is done, as the object is not there (any more)
 * @lost_blob_ids: (nullable): the blobs of a message that are not there, without a word for all of them; it is to be tried again
 */
typedef struct {
  SpicoOperation *operation;
  SpicoOutcome outcome;
  SpicoMessageFailure failure;
  JsonObject *created;
  char *existing_id;
  GStrv refused_group_ids;
  SpicoKeptReason group_reason;
  SpicoAttachmentFailure attachment_failure;
  gboolean is_over_quota;
  gboolean is_gone;
  GStrv lost_blob_ids;
} SpicoSettlement;

void spico_operation_free (gpointer data);
/** spico_operation_find_told: Returns: (transfer none) (nullable): the object as the operation tells it to the server, a new one or not */
JsonObject *spico_operation_find_told (SpicoOperation *self);
/** spico_operation_has_files: Returns: whether it makes something that files go with: it may be taken back until it was told for the first time */
gboolean spico_operation_has_files (SpicoOperation *self);
void spico_settlement_free (gpointer data);
void spico_outbox_set_urgency (JsonObject  *object,
                               SpicoUrgency urgency);

DexFuture *spico_outbox_read_heads (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_outbox_begin (SpicoTransaction *transaction,
                               gpointer          data);
DexFuture *spico_outbox_settle (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_outbox_complete (SpicoTransaction *transaction,
                                  gpointer          data);

G_END_DECLS
