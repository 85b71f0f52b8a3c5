/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-message-template.h"
#include "spico-store-outbox.h"

G_BEGIN_DECLS

/*
 * Templates of messages in the store (B021): what the server tells of them, what a person does, what of that is told to the server, and what was typed and is not saved. Each has a lane of the outbox.
 */

#define SPICO_OUTBOX_TEMPLATE "template"
#define SPICO_OUTBOX_TEMPLATE_EDIT "template-edit"
#define SPICO_OUTBOX_UNTEMPLATE "untemplate"

DexFuture *spico_write_template (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_untemplate (SpicoTransaction *transaction,
                                   gpointer          data);
DexFuture *spico_write_template_draft (SpicoTransaction *transaction,
                                       gpointer          data);
DexFuture *spico_store_read_templates (SpicoTransaction *transaction,
                                       gpointer          data);

gboolean spico_store_put_template (SpicoTransaction *transaction,
                                   const char       *account_id,
                                   JsonObject       *object,
                                   GHashTable       *seen,
                                   GError          **error);
gboolean spico_store_remove_template (SpicoTransaction *transaction,
                                      const char       *account_id,
                                      const char       *id,
                                      GError          **error);
gboolean spico_store_end_templates (SpicoTransaction *transaction,
                                    const char       *account_id,
                                    GError          **error);

JsonObject *spico_outbox_make_template (SpicoTransaction *transaction,
                                        SpicoOperation   *operation,
                                        GError          **error);
JsonObject *spico_outbox_make_template_edit (SpicoTransaction *transaction,
                                             SpicoOperation   *operation,
                                             GError          **error);
gboolean spico_outbox_is_of_template (SpicoOperation *operation);
gboolean spico_outbox_template_done (SpicoTransaction *transaction,
                                     SpicoSettlement  *settlement,
                                     GError          **error);
gboolean spico_outbox_template_refused (SpicoTransaction *transaction,
                                        SpicoSettlement  *settlement,
                                        GError          **error);

G_END_DECLS
