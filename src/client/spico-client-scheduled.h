/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-scheduled-message.h"

G_BEGIN_DECLS

/**
 * spico_client_list_scheduled:
 * @conversation_id: a conversation
 *
 * What is sent later in it (« Envoyer plus tard… »), by whoever acts for the accounts of the person, in the order in which it leaves. It follows what is done here, and what the server tells.
 *
 * Returns: (transfer full): a #GListModel of #SpicoScheduledMessage
 */
GListModel *spico_client_list_scheduled (SpicoClient *self,
                                         const char  *conversation_id);

/**
 * spico_client_schedule_draft:
 * @draft: of a conversation: all that is to be sent, with how it presses (B015)
 * @send_at: when it leaves: a minute to 90 days from now, before an answer is expected
 *
 * Schedules it, off line too: the server holds it until its time. What it does not take stays in spico_client_list_scheduled(), with the reason.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store, with what is attached, and no more a draft; rejects with %SPICO_CLIENT_ERROR_INVALID
 */
DexFuture *spico_client_schedule_draft (SpicoClient *self,
                                        SpicoDraft  *draft,
                                        GDateTime   *send_at);

/**
 * spico_client_change_scheduled:
 * @message: one of the person's own
 * @send_at: as spico_client_schedule_draft() takes it
 *
 * Changes when it leaves; what was refused, or cancelled, waits again.
 *
 * Returns: (transfer full): a future of a boolean, once the store has it so; rejects with %SPICO_CLIENT_ERROR_INVALID, or %SPICO_CLIENT_ERROR_NOT_FOUND where it has left meanwhile
 */
DexFuture *spico_client_change_scheduled (SpicoClient           *self,
                                          SpicoScheduledMessage *message,
                                          GDateTime             *send_at);

/**
 * spico_client_send_scheduled:
 * @message: one of the person's own
 *
 * « Envoyer maintenant ».
 *
 * Returns: (transfer full): a future of a boolean, once the store has it so; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where it has left meanwhile
 */
DexFuture *spico_client_send_scheduled (SpicoClient           *self,
                                        SpicoScheduledMessage *message);

/**
 * spico_client_cancel_scheduled:
 * @message: a message, anybody's
 *
 * « Annuler l'envoi »: it is %SPICO_SCHEDULED_CANCELLED once the server says so, at once where it never knew; it may have left until then.
 *
 * Returns: (transfer full): a future of a boolean, once the store has it so; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where it has left meanwhile
 */
DexFuture *spico_client_cancel_scheduled (SpicoClient           *self,
                                          SpicoScheduledMessage *message);

/**
 * spico_client_take_back_scheduled:
 * @message: one that is %SPICO_SCHEDULED_CANCELLED or %SPICO_SCHEDULED_REFUSED, and not with the server
 * @mailbox_id: in whose draft of the conversation
 *
 * Its words join the draft, with its files, how it presses, and the message that it answers. Whoever shows that draft saves it before, and reads it again after.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_INVALID where the server has it
 */
DexFuture *spico_client_take_back_scheduled (SpicoClient           *self,
                                             SpicoScheduledMessage *message,
                                             const char            *mailbox_id);

G_END_DECLS
