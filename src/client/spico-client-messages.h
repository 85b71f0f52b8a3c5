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

G_END_DECLS
