/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-store-outbox.h"

G_BEGIN_DECLS

/*
 * What people want their own messages to say instead. A wording stands beside the message, in whichever mailbox that shows, until the server has said what becomes of it; one that it refuses stands there until
 * it is taken back: nothing typed is lost. It is told behind the message itself, in the lane of the conversation. Every function runs in the store's writing thread.
 */

/** The kind of operation that tells the server of one; its object is the message. */
#define SPICO_OUTBOX_CORRECTION "correction"

DexFuture *spico_write_correction (SpicoTransaction *transaction,
                                   gpointer          data);
gboolean spico_store_take_refused (SpicoTransaction *transaction,
                                   const char       *message_id,
                                   SpicoRows       **refused,
                                   GError          **error);
gboolean spico_store_fold_corrections (SpicoTransaction *transaction,
                                       const char       *account_id,
                                       GError          **error);
gboolean spico_store_keep_corrections (SpicoTransaction *transaction,
                                       const char       *account_id,
                                       const char       *conversation_id,
                                       GError          **error);
gboolean spico_store_put_wordings (SpicoTransaction *transaction,
                                   const char       *account_id,
                                   JsonObject       *message,
                                   GError          **error);

JsonObject *spico_outbox_make_correction (SpicoTransaction *transaction,
                                          SpicoOperation   *operation,
                                          GError          **error);
gboolean spico_outbox_correction_done (SpicoTransaction *transaction,
                                       SpicoOperation   *operation,
                                       GError          **error);
gboolean spico_outbox_correction_refused (SpicoTransaction *transaction,
                                          SpicoSettlement  *settlement,
                                          GError          **error);

G_END_DECLS
