/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SPICO_ATTACHMENT_IS_SEEN:
 * @a: the alias of a row of `message_attachment`
 * @account: what stands for an account
 *
 * The account reads the message that it goes with, or is to send it later. What is withdrawn has no such row.
 */
#define SPICO_ATTACHMENT_IS_SEEN(a, account)                                                                                   \
  "(EXISTS (SELECT 1 FROM message am JOIN participant ap ON ap.conversation_id = am.conversation_id AND ap.account_id = " account \
  " WHERE am.id = " a ".message_id)"                                                                                          \
  " OR EXISTS (SELECT 1 FROM scheduled_message aw WHERE aw.id = " a ".message_id AND aw.account_id = " account "))"

G_END_DECLS
