/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-item.h"
#include "spico-patient.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CONVERSATION (spico_conversation_get_type ())
G_DECLARE_FINAL_TYPE (SpicoConversation, spico_conversation, SPICO, CONVERSATION, SpicoItem)

/**
 * SpicoConversation:
 *
 * A conversation as an account sees it (F064). The texts are empty until #SpicoConversation:is-loaded.
 */

/**
 * spico_conversation_get_id:
 *
 * Returns: (transfer none): the conversation
 */
const char *spico_conversation_get_id (SpicoConversation *self);

/**
 * spico_conversation_get_account_id:
 *
 * Returns: (transfer none): the account through which it is seen
 */
const char *spico_conversation_get_account_id (SpicoConversation *self);

/**
 * spico_conversation_get_subject:
 *
 * Returns: (transfer none): « Objet » (F068)
 */
const char *spico_conversation_get_subject (SpicoConversation *self);

/**
 * spico_conversation_get_participants:
 *
 * Returns: (transfer none): the #SpicoPrincipals who take part, the account itself left out
 */
GListModel *spico_conversation_get_participants (SpicoConversation *self);

/**
 * spico_conversation_get_patient:
 *
 * Returns: (transfer none) (nullable): the patient it is about, %NULL for a theme (X003)
 */
SpicoPatient *spico_conversation_get_patient (SpicoConversation *self);

/**
 * spico_conversation_get_creator_account_id:
 *
 * Returns: (transfer none): the account that initiated it
 */
const char *spico_conversation_get_creator_account_id (SpicoConversation *self);

/**
 * spico_conversation_get_creator_person_id:
 *
 * Returns: (transfer none): the person who started it for that account (F022); empty while unknown
 */
const char *spico_conversation_get_creator_person_id (SpicoConversation *self);

/**
 * spico_conversation_get_created_at:
 *
 * Returns: (transfer none) (nullable): when it was started, local time
 */
GDateTime *spico_conversation_get_created_at (SpicoConversation *self);

/**
 * spico_conversation_get_last_message_at:
 *
 * Returns: (transfer none) (nullable): when the last message was written, local time; %NULL without one
 */
GDateTime *spico_conversation_get_last_message_at (SpicoConversation *self);

/**
 * spico_conversation_is_initiated:
 *
 * Returns: whether the account has initiated it, and so may change its title (F072) and remove members
 */
gboolean spico_conversation_is_initiated (SpicoConversation *self);

/**
 * spico_conversation_get_preview:
 *
 * Returns: (transfer none): the beginning of the last message, on one line
 */
const char *spico_conversation_get_preview (SpicoConversation *self);

/**
 * spico_conversation_get_preview_author:
 *
 * Returns: (transfer none): the name of the person who wrote it; empty without a message
 */
const char *spico_conversation_get_preview_author (SpicoConversation *self);

/**
 * spico_conversation_get_preview_is_own:
 *
 * Returns: whether the signed-in person wrote it
 */
gboolean spico_conversation_get_preview_is_own (SpicoConversation *self);

/**
 * spico_conversation_get_preview_change:
 *
 * Returns: what the last message changes of the conversation, which has no preview then
 */
SpicoMessageChange spico_conversation_get_preview_change (SpicoConversation *self);

/**
 * spico_conversation_get_preview_is_withdrawn:
 *
 * Returns: whether the last message was withdrawn: nothing is left of its text
 */
gboolean spico_conversation_get_preview_is_withdrawn (SpicoConversation *self);

/**
 * spico_conversation_get_preview_attachment_count:
 *
 * Returns: how many files go with the last message; the preview may be empty then
 */
guint spico_conversation_get_preview_attachment_count (SpicoConversation *self);

/**
 * spico_conversation_get_unread_count:
 *
 * Returns: messages of others that this person has not read through this account (B004)
 */
guint spico_conversation_get_unread_count (SpicoConversation *self);

/**
 * spico_conversation_is_marked_unread:
 *
 * Returns: « Marquer comme non lu » (F071)
 */
gboolean spico_conversation_is_marked_unread (SpicoConversation *self);

/**
 * spico_conversation_is_unread:
 *
 * Returns: whether there are unread messages, or it is marked unread
 */
gboolean spico_conversation_is_unread (SpicoConversation *self);

/**
 * spico_conversation_has_flag:
 * @flag: which one
 *
 * Returns: whether the account keeps that about it: `is-pinned`, `is-muted`, `is-handled` and `is-archived` are notified
 */
gboolean spico_conversation_has_flag (SpicoConversation    *self,
                                      SpicoConversationFlag flag);

/**
 * spico_conversation_get_assignee:
 *
 * Returns: (transfer none) (nullable): who of those who act for the account answers (B014)
 */
SpicoPrincipal *spico_conversation_get_assignee (SpicoConversation *self);

/**
 * spico_conversation_get_assigner:
 *
 * Returns: (transfer none) (nullable): who handed it to the one who answers: that person themselves, where they took it (B014); %NULL too where it was handed over before this was kept
 */
SpicoPrincipal *spico_conversation_get_assigner (SpicoConversation *self);

/**
 * spico_conversation_get_draft_text:
 *
 * Returns: (transfer none): the draft of this conversation; empty without one
 */
const char *spico_conversation_get_draft_text (SpicoConversation *self);

/**
 * spico_conversation_get_draft_attachment_count:
 *
 * Returns: how many files are attached to what is being written; the text may be empty then
 */
guint spico_conversation_get_draft_attachment_count (SpicoConversation *self);

/**
 * spico_conversation_get_pending_count:
 *
 * Returns: messages that wait for the server (B003)
 */
guint spico_conversation_get_pending_count (SpicoConversation *self);

/**
 * spico_conversation_get_failed_count:
 *
 * Returns: messages that the server refused
 */
guint spico_conversation_get_failed_count (SpicoConversation *self);

/**
 * spico_conversation_is_same:
 * @a: (nullable): a conversation
 * @b: (nullable): another one
 *
 * Returns: whether both are one conversation of one mailbox: another list may hold another object for it
 */
gboolean spico_conversation_is_same (SpicoConversation *a,
                                     SpicoConversation *b);

/**
 * spico_conversation_get_scheduled_count:
 *
 * Returns: messages that are sent later (« Envoyer plus tard… »), what the server did not take of them among them
 */
guint spico_conversation_get_scheduled_count (SpicoConversation *self);

/**
 * spico_conversation_get_sort_time:
 *
 * Returns: what the list is ordered by, newest first, after the pinned: microseconds since 1970
 */
gint64 spico_conversation_get_sort_time (SpicoConversation *self);

/**
 * spico_conversation_get_last_seq:
 *
 * Returns: the seq of the last message known, 0 without one
 */
gint64 spico_conversation_get_last_seq (SpicoConversation *self);

/**
 * spico_conversation_is_urgent:
 *
 * Returns: whether somebody else wrote something « Urgent » that nobody has answered, and that is not « traité » (B015)
 */
gboolean spico_conversation_is_urgent (SpicoConversation *self);

/**
 * spico_conversation_get_reply_by:
 *
 * Returns: (transfer none) (nullable): by when somebody else expects the first answer that nobody has given (B015); local time
 */
GDateTime *spico_conversation_get_reply_by (SpicoConversation *self);

/**
 * spico_conversation_is_overdue:
 *
 * Returns: whether nobody has read in time what the account wrote (B015)
 */
gboolean spico_conversation_is_overdue (SpicoConversation *self);

/**
 * spico_conversation_is_local:
 *
 * Returns: whether the server does not have it yet
 */
gboolean spico_conversation_is_local (SpicoConversation *self);

/**
 * spico_conversation_is_loaded:
 *
 * Returns: whether more than its place in the list is known
 */
gboolean spico_conversation_is_loaded (SpicoConversation *self);

G_END_DECLS
