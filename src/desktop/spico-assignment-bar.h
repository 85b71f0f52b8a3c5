/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ASSIGNMENT_BAR (spico_assignment_bar_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAssignmentBar, spico_assignment_bar, SPICO, ASSIGNMENT_BAR, AdwBin)

/**
 * SpicoAssignmentBar:
 *
 * Who answers in a conversation, of those who act for the account (B014), with « Je m'en occupe ». It shows where the account is somebody else's, and where somebody has taken the conversation.
 */

/**
 * spico_assignment_bar_set_client:
 * @client: (transfer none): set once
 */
void spico_assignment_bar_set_client (SpicoAssignmentBar *self,
                                      SpicoClient        *client);

/**
 * spico_assignment_bar_set_conversation:
 * @conversation: (transfer none) (nullable): the conversation that is read
 */
void spico_assignment_bar_set_conversation (SpicoAssignmentBar *self,
                                            SpicoConversation  *conversation);

G_END_DECLS
