/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-client-enums.h"
#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MESSAGE (spico_message_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMessage, spico_message, SPICO, MESSAGE, SpicoItem)

/**
 * SpicoMessage:
 *
 * A message, with the person who wrote it and the account they wrote it for (F022).
 */

/**
 * spico_message_get_id:
 *
 * Returns: (transfer none): the message: a UUIDv7, known from the moment it is written
 */
const char *spico_message_get_id (SpicoMessage *self);

/**
 * spico_message_get_account_id:
 *
 * Returns: (transfer none): the account through which it is seen
 */
const char *spico_message_get_account_id (SpicoMessage *self);

/**
 * spico_message_get_conversation_id:
 *
 * Returns: (transfer none): the conversation
 */
const char *spico_message_get_conversation_id (SpicoMessage *self);

/**
 * spico_message_get_seq:
 *
 * Returns: its place in the conversation, from 1; 0 until the server has it
 */
gint64 spico_message_get_seq (SpicoMessage *self);

/**
 * spico_message_get_text:
 *
 * Returns: (transfer none): the text as typed; empty where it changes something, and perhaps beside attachments
 */
const char *spico_message_get_text (SpicoMessage *self);

/**
 * spico_message_get_sent_at:
 *
 * Returns: (transfer none) (nullable): when the server stored it, or when it was written until then; local time
 */
GDateTime *spico_message_get_sent_at (SpicoMessage *self);

/**
 * spico_message_get_person:
 *
 * Returns: (transfer none): who wrote it
 */
SpicoPrincipal *spico_message_get_person (SpicoMessage *self);

/**
 * spico_message_get_account:
 *
 * Returns: (transfer none): the account that they wrote it for
 */
SpicoPrincipal *spico_message_get_account (SpicoMessage *self);

/**
 * spico_message_is_own:
 *
 * Returns: whether the signed-in person wrote it
 */
gboolean spico_message_is_own (SpicoMessage *self);

/**
 * spico_message_is_for_account:
 *
 * Returns: whether the person and the account differ: « X pour le compte de Y »
 */
gboolean spico_message_is_for_account (SpicoMessage *self);

/**
 * spico_message_is_automatic:
 *
 * Returns: whether an absent account answers by itself (B016)
 */
gboolean spico_message_is_automatic (SpicoMessage *self);

/**
 * spico_message_get_state:
 *
 * Returns: how far it has come
 */
SpicoMessageState spico_message_get_state (SpicoMessage *self);

/**
 * spico_message_get_failure:
 *
 * Returns: why it failed
 */
SpicoMessageFailure spico_message_get_failure (SpicoMessage *self);

/**
 * spico_message_get_read_by:
 *
 * Returns: (transfer none): the #SpicoReaders, others than the author, who have read it (B004)
 */
GListModel *spico_message_get_read_by (SpicoMessage *self);

/**
 * spico_message_get_change:
 *
 * Returns: what it changes of the conversation, instead of saying something
 */
SpicoMessageChange spico_message_get_change (SpicoMessage *self);

/**
 * spico_message_get_members:
 *
 * Returns: (transfer none) (nullable): a #GListModel of #SpicoPrincipal: whom it adds (F053), or removes; %NULL where it does neither
 */
GListModel *spico_message_get_members (SpicoMessage *self);

/**
 * spico_message_get_new_subject:
 *
 * Returns: (transfer none): the title that it gives the conversation (F072); empty where it gives none
 */
const char *spico_message_get_new_subject (SpicoMessage *self);

/**
 * spico_message_get_group_names:
 *
 * Returns: (transfer none) (nullable): of one that failed for %SPICO_MESSAGE_FAILURE_GROUPS, the groups of which one or several may not be used any more
 */
const char *const *spico_message_get_group_names (SpicoMessage *self);

/**
 * spico_message_get_in_reply_to:
 *
 * Returns: (transfer none) (nullable): the message that it answers, as far as a reference to it shows it: id, person, account and the beginning of the text; without a seq, and with nothing but its id,
 *   where it was not received yet
 */
SpicoMessage *spico_message_get_in_reply_to (SpicoMessage *self);

/**
 * spico_message_is_withdrawn:
 *
 * Returns: whether its author has withdrawn it: nothing is left of its text, for anybody
 */
gboolean spico_message_is_withdrawn (SpicoMessage *self);

/**
 * spico_message_get_withdrawn_at:
 *
 * Returns: (transfer none) (nullable): when; local time
 */
GDateTime *spico_message_get_withdrawn_at (SpicoMessage *self);

/**
 * spico_message_get_edited_at:
 *
 * Returns: (transfer none) (nullable): « Modifié »: when its author last corrected it; local time
 */
GDateTime *spico_message_get_edited_at (SpicoMessage *self);

/**
 * spico_message_get_earlier:
 *
 * Returns: (transfer none) (nullable): a #GListModel of #SpicoMessage, of which only the text and since when it said so are known: what it said before, the first first; %NULL where it was never corrected
 */
GListModel *spico_message_get_earlier (SpicoMessage *self);

/**
 * spico_message_is_correcting:
 *
 * Returns: whether its text is what the person wants it to say, and the server was not told yet
 */
gboolean spico_message_is_correcting (SpicoMessage *self);

/**
 * spico_message_get_refused_text:
 *
 * Returns: (transfer none): what it was to say, and the server did not take; empty where there is no such thing
 */
const char *spico_message_get_refused_text (SpicoMessage *self);

/**
 * spico_message_get_correction_failure:
 *
 * Returns: why that was refused
 */
SpicoMessageFailure spico_message_get_correction_failure (SpicoMessage *self);

/**
 * spico_message_can_take_back:
 *
 * Returns: whether it waits, and nobody has tried to tell the server of it: « Reprendre »
 */
gboolean spico_message_can_take_back (SpicoMessage *self);

/**
 * spico_message_is_urgent:
 *
 * Returns: whether it was sent as « Urgent » (B015)
 */
gboolean spico_message_is_urgent (SpicoMessage *self);

/**
 * spico_message_get_reply_by:
 *
 * Returns: (transfer none) (nullable): « Réponse attendue avant… » (B015); local time
 */
GDateTime *spico_message_get_reply_by (SpicoMessage *self);

/**
 * spico_message_is_answered:
 *
 * Returns: of one of which an answer is expected: whether somebody has written since, for another account than the one that it was written for
 */
gboolean spico_message_is_answered (SpicoMessage *self);

/**
 * spico_message_get_unread_by:
 *
 * Returns: (transfer none) (nullable): a #GListModel of #SpicoPrincipal: who has not read it, once it is overdue (B015): nobody has; %NULL otherwise
 */
GListModel *spico_message_get_unread_by (SpicoMessage *self);

/**
 * spico_message_get_attachments:
 *
 * Returns: (transfer none) (nullable): a live #GListModel of #SpicoAttachment: the files that go with it (F054), while it waits too; %NULL where nothing does, or nothing any more, as it was withdrawn, and of one that is only quoted
 */
GListModel *spico_message_get_attachments (SpicoMessage *self);

/**
 * spico_message_get_attachment_count:
 *
 * Returns: how many files go with it; also of one that is only quoted, whose text may be empty then
 */
guint spico_message_get_attachment_count (SpicoMessage *self);

G_END_DECLS
