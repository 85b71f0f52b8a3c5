/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/*
 * What the account that has initiated a conversation changes of it, and leaving it. Each is a message that says so: into the store at once, to the server as soon as it can be, in the order of what is written there.
 */

/**
 * spico_client_set_subject:
 * @account_id: the account that has initiated the conversation
 * @conversation_id: the conversation
 * @subject: « Objet », 1 to 200 characters
 *
 * Gives the conversation another title (F072).
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store; rejects with %SPICO_CLIENT_ERROR_INVALID
 */
DexFuture *spico_client_set_subject (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *conversation_id,
                                     const char  *subject);

/**
 * spico_client_attach_patient:
 * @account_id: the account that has initiated the conversation
 * @conversation_id: the conversation, which is about nobody yet
 * @dossier_id: the patient, from the active list of @account_id
 *
 * Makes the conversation one about the patient (F064): all who take part see who it is from then on. The server refuses it where the patient refuses one of them (F087), or where another was attached meanwhile.
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store
 */
DexFuture *spico_client_attach_patient (SpicoClient *self,
                                        const char  *account_id,
                                        const char  *conversation_id,
                                        const char  *dossier_id);

/**
 * spico_client_detach_patient:
 * @account_id: the account that has initiated the conversation
 * @conversation_id: the conversation
 * @dossier_id: the patient whom it is about
 *
 * Makes the conversation one about nobody: nobody who takes part sees any more who it was. The server refuses it where it is about another meanwhile.
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store
 */
DexFuture *spico_client_detach_patient (SpicoClient *self,
                                        const char  *account_id,
                                        const char  *conversation_id,
                                        const char  *dossier_id);

/**
 * spico_client_remove_members:
 * @account_id: the account that has initiated the conversation; or, to leave it, any that takes part
 * @conversation_id: the conversation
 * @member_ids: who takes part no more, 1 to 100; to leave, @account_id alone
 *
 * Removes them: they see nothing of the conversation any more.
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store; rejects with %SPICO_CLIENT_ERROR_INVALID
 */
DexFuture *spico_client_remove_members (SpicoClient       *self,
                                        const char        *account_id,
                                        const char        *conversation_id,
                                        const char *const *member_ids);

G_END_DECLS
