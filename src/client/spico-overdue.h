/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * SpicoOverdueConversation:
 * @account_id: the account that the messages were written for
 * @conversation_id: the conversation
 * @is_told: whether the person was told of all of them
 *
 * A conversation in which nobody has read in time what the signed-in person wrote (B015).
 */
typedef struct {
  char *account_id;
  char *conversation_id;
  gboolean is_told;
} SpicoOverdueConversation;

#define SPICO_TYPE_OVERDUE (spico_overdue_get_type ())
G_DECLARE_FINAL_TYPE (SpicoOverdue, spico_overdue, SPICO, OVERDUE, GObject)

/**
 * SpicoOverdue:
 *
 * Which messages of the signed-in person nobody has read in time, in all accounts, muted conversations left out; and, as long as it lives, the clock by which the store learns
 * that a time has come: lists and threads show it then. One timer, for the next time; a computer that slept, or a clock that is set, is noticed within half a minute.
 *
 * Signal `changed`: what there is was read anew. On the main thread.
 */

/**
 * spico_overdue_new:
 * @client: a client that is ready
 *
 * Returns: (transfer full): an object that is empty until it is `changed` for the first time
 */
SpicoOverdue *spico_overdue_new (SpicoClient *client);

/** spico_overdue_get_conversations: Returns: (transfer none) (element-type SpicoOverdueConversation): what nobody has read */
GPtrArray *spico_overdue_get_conversations (SpicoOverdue *self);

/** spico_overdue_note_told: the person was told of all of them, and is not told again of the same messages, not even after a restart */
void spico_overdue_note_told (SpicoOverdue *self);

G_END_DECLS
