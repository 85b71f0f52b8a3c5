/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_client_get_quoted:
 * @account_id: a mailbox
 * @message_id: a message of the conversation
 *
 * Returns: (transfer full): a future of a #SpicoMessage, as spico_message_get_in_reply_to() gives it: it does not follow the store, and has nothing but its id where it was not received yet
 */
DexFuture *spico_client_get_quoted (SpicoClient *self,
                                    const char  *account_id,
                                    const char  *conversation_id,
                                    const char  *message_id);

/**
 * spico_client_send_draft:
 * @draft: of a conversation, or of the « Nouvelle conversation » form, whose members are without the account: all that is to be sent, with how it presses (B015)
 *
 * Sends it as spico_client_send_message() and spico_client_start_conversation() do.
 *
 * Returns: (transfer full): a future of a string, the id of the message, or of the conversation, once it is safely in the store; rejects with %SPICO_CLIENT_ERROR_INVALID
 */
DexFuture *spico_client_send_draft (SpicoClient *self,
                                    SpicoDraft  *draft);

/**
 * spico_client_withdraw_message:
 * @account_id: the account that it was written for
 * @message_id: a message of the person's own, that the server has
 *
 * Withdraws it for everybody, on line only: what waits withdraws nothing. All are told as of any change.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_INVALID where somebody else has read it by now, with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_withdraw_message (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *message_id);

/**
 * spico_client_trace_export:
 * @account_id: a mailbox
 * @conversation_id: a conversation that it takes part in
 *
 * Says to the server that the conversation is made a document outside Spico, before it is: the audit keeps it. On line only.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND where the account takes no part (any more), with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_trace_export (SpicoClient *self,
                                      const char  *account_id,
                                      const char  *conversation_id);

/**
 * spico_client_correct_message:
 * @account_id: the account that it was written for
 * @message_id: a message of the person's own, on its way or sent
 * @text: what it is to say
 *
 * Corrects it: it says so at once, and for everybody as soon as the server is told. Where the server does not take it, %SPICO_CORRECTION_MINUTES after the message was sent or once it is withdrawn, the message says again what it said,
 * and spico_message_get_refused_text() what it was to say, until spico_client_withdraw_failed() takes that.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store; rejects with %SPICO_CLIENT_ERROR_INVALID, or %SPICO_CLIENT_ERROR_NOT_FOUND where it cannot be corrected
 */
DexFuture *spico_client_correct_message (SpicoClient *self,
                                         const char  *account_id,
                                         const char  *message_id,
                                         const char  *text);

G_END_DECLS
