/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * SpicoUnreadConversation:
 * @account_id: the account through which it is seen
 * @conversation_id: the conversation
 * @last_seq: the seq of the last unread message
 * @last_at: when that one was sent, in microseconds since 1970
 * @n_messages: how many there are
 * @n_urgent: how many of them are urgent (B015)
 *
 * A conversation with messages that somebody else wrote for another account, and that the signed-in person has not read on any device.
 */
typedef struct {
  char *account_id;
  char *conversation_id;
  gint64 last_seq;
  gint64 last_at;
  guint n_messages;
  guint n_urgent;
} SpicoUnreadConversation;

/** spico_unread_conversation_new: Returns: (transfer full): a conversation that has copies of these texts */
SpicoUnreadConversation *spico_unread_conversation_new (const char *account_id,
                                                        const char *conversation_id,
                                                        gint64      last_seq,
                                                        gint64      last_at,
                                                        guint       n_messages,
                                                        guint       n_urgent);

/** spico_unread_conversation_free: frees one */
void spico_unread_conversation_free (SpicoUnreadConversation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoUnreadConversation, spico_unread_conversation_free)

/**
 * SpicoHandedConversation:
 * @account_id: the account through which it is seen
 * @conversation_id: the conversation
 * @by_person_id: who handed it over
 * @is_unread: whether the signed-in person has not looked at it since, on any device, or has marked it so
 *
 * A conversation that somebody else has handed to the signed-in person (« Confier à… », B014), and that they still answer in.
 */
typedef struct {
  char *account_id;
  char *conversation_id;
  char *by_person_id;
  gboolean is_unread;
} SpicoHandedConversation;

#define SPICO_TYPE_UNREAD (spico_unread_get_type ())
G_DECLARE_FINAL_TYPE (SpicoUnread, spico_unread, SPICO, UNREAD, GObject)

/**
 * SpicoUnread:
 *
 * What is unread in all accounts of the signed-in person, muted conversations left out (B004, B005), and what was handed to them. It follows the store, as a whole: many messages
 * that come together cost one reading.
 *
 * Signal `changed` (boolean): what there is was read anew; the argument says whether all that the server told of was pulled before. What was read
 * elsewhere may be told a little later than what is unread: only then is what is new to be told to anybody. On the main thread.
 */

/**
 * spico_unread_new:
 * @client: a client that is ready
 *
 * Returns: (transfer full): an object that is empty until it is `changed` for the first time
 */
SpicoUnread *spico_unread_new (SpicoClient *client);

/** spico_unread_get_conversations: Returns: (transfer none) (element-type SpicoUnreadConversation): what is unread */
GPtrArray *spico_unread_get_conversations (SpicoUnread *self);

/** spico_unread_get_handed: Returns: (transfer none) (element-type SpicoHandedConversation): what others have handed to the person, muted conversations left out */
GPtrArray *spico_unread_get_handed (SpicoUnread *self);

/** spico_unread_get_accounts: Returns: (transfer none) (element-type utf8 utf8): the set of the accounts whose messages were all pulled once */
GHashTable *spico_unread_get_accounts (SpicoUnread *self);

G_END_DECLS
