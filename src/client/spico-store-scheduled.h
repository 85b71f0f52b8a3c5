/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-scheduled-message.h"
#include "spico-store-outbox.h"

G_BEGIN_DECLS

/*
 * Messages that are sent later, in the store: what the server tells of them (spico-store-scheduled.c), what a person does, and what of that is told to the server (spico-store-scheduled-writes.c). They have the lane of their conversation. What the
 * server does not take, and what it gives up when somebody cancels it here, stays as a row (%SPICO_LOCAL_FAILED; cancelled, without a reason) until somebody takes it back: an open composer writes over its draft.
 */

#define SPICO_OUTBOX_SCHEDULED "scheduled"
#define SPICO_OUTBOX_SCHEDULED_TIME "scheduled-time"
#define SPICO_OUTBOX_UNSCHEDULED "unscheduled"

/* Each reads what spico_write_message() does, or the id, and what its comment names. */
DexFuture *spico_write_scheduled (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_write_scheduled_time (SpicoTransaction *transaction,
                                       gpointer          data);
DexFuture *spico_write_scheduled_now (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_write_unscheduled (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_write_scheduled_taken (SpicoTransaction *transaction,
                                        gpointer          data);
DexFuture *spico_store_read_scheduled (SpicoTransaction *transaction,
                                       gpointer          data);

gboolean spico_store_put_scheduled (SpicoTransaction *transaction,
                                    const char       *account_id,
                                    JsonObject       *object,
                                    GHashTable       *seen,
                                    GError          **error);
gboolean spico_store_remove_scheduled (SpicoTransaction *transaction,
                                       const char       *account_id,
                                       const char       *id,
                                       GError          **error);
/* The message is there: nothing waits under its id any more. */
gboolean spico_store_scheduled_left (SpicoTransaction *transaction,
                                     const char       *id,
                                     GError          **error);
/* What was scheduled here and was not told yet is refused: one, or all of a conversation that could not be made. */
gboolean spico_store_fail_scheduled (SpicoTransaction   *transaction,
                                     const char         *id,
                                     SpicoMessageFailure failure,
                                     GError            **error);
gboolean spico_store_refuse_scheduled (SpicoTransaction   *transaction,
                                       const char         *account_id,
                                       const char         *conversation_id,
                                       SpicoMessageFailure failure,
                                       GError            **error);
/* The account is covered no more. */
gboolean spico_store_end_scheduled (SpicoTransaction *transaction,
                                    const char       *account_id,
                                    GError          **error);
/* It is the server's no more: it stays here, cancelled. */
gboolean spico_store_hold_scheduled (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     const char       *id,
                                     GError          **error);
/* What lists show of its conversation is worked out again. */
gboolean spico_store_show_scheduled (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     const char       *id,
                                     GError          **error);

JsonObject *spico_outbox_make_scheduled (SpicoTransaction *transaction,
                                         SpicoOperation   *operation,
                                         GError          **error);
JsonObject *spico_outbox_make_scheduled_time (SpicoTransaction *transaction,
                                              SpicoOperation   *operation,
                                              GError          **error);
gboolean spico_outbox_is_of_scheduled (SpicoOperation *operation);
gboolean spico_outbox_scheduled_done (SpicoTransaction *transaction,
                                      SpicoSettlement  *settlement,
                                      GError          **error);
gboolean spico_outbox_scheduled_refused (SpicoTransaction *transaction,
                                         SpicoSettlement  *settlement,
                                         GError          **error);

G_END_DECLS
