/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"
#include "spico-message.h"
#include "spico-patient.h"

G_BEGIN_DECLS

#define SPICO_TYPE_FOUND_MESSAGE (spico_found_message_get_type ())
G_DECLARE_FINAL_TYPE (SpicoFoundMessage, spico_found_message, SPICO, FOUND_MESSAGE, SpicoItem)

/**
 * SpicoFoundMessage:
 *
 * A message that a search has found, with what one needs to know of where it stands (B004).
 */

/**
 * spico_found_message_get_message:
 *
 * Of it are known: which one it is, its text, when it was sent, by whom and for which account.
 *
 * Returns: (transfer none): the message
 */
SpicoMessage *spico_found_message_get_message (SpicoFoundMessage *self);

/**
 * spico_found_message_get_account_id:
 *
 * Returns: (transfer none): the account that was searched
 */
const char *spico_found_message_get_account_id (SpicoFoundMessage *self);

/**
 * spico_found_message_get_conversation_id:
 *
 * Returns: (transfer none): the conversation that it is of
 */
const char *spico_found_message_get_conversation_id (SpicoFoundMessage *self);

/**
 * spico_found_message_get_subject:
 *
 * Returns: (transfer none): « Objet » of its conversation
 */
const char *spico_found_message_get_subject (SpicoFoundMessage *self);

/**
 * spico_found_message_get_patient:
 *
 * Returns: (transfer none) (nullable): whom its conversation is about
 */
SpicoPatient *spico_found_message_get_patient (SpicoFoundMessage *self);

/**
 * spico_found_message_get_searched:
 *
 * Returns: (transfer none): what was searched
 */
const char *spico_found_message_get_searched (SpicoFoundMessage *self);

/**
 * spico_found_message_get_files:
 *
 * Returns: (transfer none): the names of the files that went with it, as one text; empty without any
 */
const char *spico_found_message_get_files (SpicoFoundMessage *self);

G_END_DECLS
