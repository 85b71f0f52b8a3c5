/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-client-enums.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

/**
 * SpicoScheduledState:
 * @SPICO_SCHEDULED_WAITING: the server holds it until its time
 * @SPICO_SCHEDULED_QUEUED: the server does not know yet that it waits, or until when
 * @SPICO_SCHEDULED_LEAVING: it is to leave now; the server does not know yet
 * @SPICO_SCHEDULED_CANCELLING: it is to be cancelled; the server does not know yet, and may send it meanwhile
 * @SPICO_SCHEDULED_CANCELLED: it is cancelled: the server has it no more, and its words are here until somebody takes them back
 * @SPICO_SCHEDULED_REFUSED: the server does not send it: spico_scheduled_message_get_failure() says why, as far as it is known here
 *
 * How it stands with a message that is sent later.
 */
typedef enum {
  SPICO_SCHEDULED_WAITING,
  SPICO_SCHEDULED_QUEUED,
  SPICO_SCHEDULED_LEAVING,
  SPICO_SCHEDULED_CANCELLING,
  SPICO_SCHEDULED_CANCELLED,
  SPICO_SCHEDULED_REFUSED,
} SpicoScheduledState;

#define SPICO_TYPE_SCHEDULED_MESSAGE (spico_scheduled_message_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduledMessage, spico_scheduled_message, SPICO, SCHEDULED_MESSAGE, GObject)

/**
 * SpicoScheduledMessage:
 *
 * A message that is sent later (« Envoyer plus tard… »). It does not change: a list gives another one.
 */

/** spico_scheduled_message_get_id: Returns: (transfer none): its id */
const char *spico_scheduled_message_get_id (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_account_id: Returns: (transfer none): the account that has it */
const char *spico_scheduled_message_get_account_id (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_conversation_id: Returns: (transfer none): the conversation that it is for */
const char *spico_scheduled_message_get_conversation_id (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_text: Returns: (transfer none): what it says; may be empty beside files */
const char *spico_scheduled_message_get_text (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_person_name: Returns: (transfer none): who wrote it; empty where that is not known yet */
const char *spico_scheduled_message_get_person_name (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_from_account_id: Returns: (transfer none): the account that it was written for */
const char *spico_scheduled_message_get_from_account_id (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_from_account_name: Returns: (transfer none): its name; empty where that is not known yet */
const char *spico_scheduled_message_get_from_account_name (SpicoScheduledMessage *self);

/** spico_scheduled_message_is_own: Returns: whether the signed-in person wrote it: they alone change when it leaves */
gboolean spico_scheduled_message_is_own (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_urgency: Returns: how it will press whoever reads it (B015) */
SpicoUrgency spico_scheduled_message_get_urgency (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_send_at: Returns: (transfer none) (nullable): when it leaves, or was to leave; %NULL where that is now */
GDateTime *spico_scheduled_message_get_send_at (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_n_files: Returns: how many files go with it */
guint spico_scheduled_message_get_n_files (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_state: Returns: how it stands with it */
SpicoScheduledState spico_scheduled_message_get_state (SpicoScheduledMessage *self);

/** spico_scheduled_message_get_failure: Returns: why the server did not take it, or the last change of it, as far as it is known here */
SpicoMessageFailure spico_scheduled_message_get_failure (SpicoScheduledMessage *self);

/** spico_scheduled_message_equal: Returns: whether both say the same */
gboolean spico_scheduled_message_equal (SpicoScheduledMessage *self,
                                        SpicoScheduledMessage *other);

G_END_DECLS
