/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"
#include "spico-kept-reason.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DRAFT (spico_draft_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDraft, spico_draft, SPICO, DRAFT, SpicoItem)

/**
 * SpicoDraftSwitch:
 * @SPICO_DRAFT_SWITCH_UNTOUCHED: it is as the group has it
 * @SPICO_DRAFT_SWITCH_OFF: « Non »
 * @SPICO_DRAFT_SWITCH_ON: « Oui »
 *
 * What a draft makes of a switch of a group. The store keeps these numbers.
 */
typedef enum {
  SPICO_DRAFT_SWITCH_UNTOUCHED,
  SPICO_DRAFT_SWITCH_OFF,
  SPICO_DRAFT_SWITCH_ON,
} SpicoDraftSwitch;

/**
 * SpicoDraft:
 *
 * What somebody was writing: in a conversation, in the « Nouvelle conversation » form (F068, B003), in « Ajouter des membres » (F053), or in the editor of a
 * group of favourites (F040): then its « Nom » is the subject, its « Description » the text, its members the participants.
 */

/**
 * spico_draft_get_mailbox_id:
 *
 * Returns: (transfer none) (nullable): the mailbox in which it stands; %NULL for the form
 */
const char *spico_draft_get_mailbox_id (SpicoDraft *self);

/**
 * spico_draft_get_account_id:
 *
 * Returns: (transfer none) (nullable): « Agir en tant que »; %NULL where not chosen
 */
const char *spico_draft_get_account_id (SpicoDraft *self);

/**
 * spico_draft_get_conversation_id:
 *
 * Returns: (transfer none) (nullable): the conversation; %NULL for the form
 */
const char *spico_draft_get_conversation_id (SpicoDraft *self);

/**
 * spico_draft_get_participant_ids:
 *
 * Returns: (transfer none): the members chosen in the form
 */
const char *const *spico_draft_get_participant_ids (SpicoDraft *self);

/**
 * spico_draft_get_dossier_id:
 *
 * Returns: (transfer none) (nullable): the patient chosen in the form
 */
const char *spico_draft_get_dossier_id (SpicoDraft *self);

/**
 * spico_draft_get_subject:
 *
 * Returns: (transfer none): « Objet » of the form
 */
const char *spico_draft_get_subject (SpicoDraft *self);

/**
 * spico_draft_get_text:
 *
 * Returns: (transfer none): the message
 */
const char *spico_draft_get_text (SpicoDraft *self);

/**
 * spico_draft_get_used_groups:
 *
 * Returns: (transfer none) (nullable): by which groups of favourites members were chosen (F052), for spico_group_uses_add_text()
 */
const char *spico_draft_get_used_groups (SpicoDraft *self);

/**
 * spico_draft_set_used_groups:
 * @used_groups: what spico_group_uses_to_text() gives
 *
 * Of a draft that was made just now, before it is given to spico_client_save_draft().
 */
void spico_draft_set_used_groups (SpicoDraft *self,
                                  const char *used_groups);

/**
 * spico_draft_get_in_reply_to_id:
 *
 * Returns: (transfer none) (nullable): of a draft in a conversation: the message that it answers
 */
const char *spico_draft_get_in_reply_to_id (SpicoDraft *self);

/**
 * spico_draft_set_in_reply_to_id:
 * @message_id: (nullable): the message that it answers
 *
 * Of a draft that was made just now, before it is given to spico_client_save_draft(). That alone is nothing that is kept.
 */
void spico_draft_set_in_reply_to_id (SpicoDraft *self,
                                     const char *message_id);

/** spico_draft_get_forwarded_id: Returns: (transfer none) (nullable): of a draft that begins with a message (« Transférer », F054): the one whose files are to go along */
const char *spico_draft_get_forwarded_id (SpicoDraft *self);

/**
 * spico_draft_set_forwarded_id:
 * @message_id: (nullable): a message that its account reads, with files
 *
 * Of a draft that was made just now, for whoever opens it. The store does not keep it: the files stand with the draft by then.
 */
void spico_draft_set_forwarded_id (SpicoDraft *self,
                                   const char *message_id);

/**
 * spico_draft_get_urgency:
 *
 * Returns: how the message is to press whoever reads it (B015)
 */
SpicoUrgency spico_draft_get_urgency (SpicoDraft *self);

/**
 * spico_draft_set_urgency:
 * @urgency: how it is to press
 *
 * Of a draft that was made just now, before it is given to spico_client_save_draft(). That alone is nothing that is kept.
 */
void spico_draft_set_urgency (SpicoDraft  *self,
                              SpicoUrgency urgency);

/** spico_draft_get_active_switch: Returns: of a group: « Activé ? » (F040) */
SpicoDraftSwitch spico_draft_get_active_switch (SpicoDraft *self);

/** spico_draft_get_public_switch: Returns: of a group: « Public » (F043) */
SpicoDraftSwitch spico_draft_get_public_switch (SpicoDraft *self);

/**
 * spico_draft_set_switches:
 * @is_active: « Activé ? »
 * @is_public: « Public »
 *
 * Of the draft of a group that was made just now, before it is given to spico_client_save_draft().
 */
void spico_draft_set_switches (SpicoDraft      *self,
                               SpicoDraftSwitch is_active,
                               SpicoDraftSwitch is_public);

/** spico_draft_get_reason: Returns: of a group: why it is not saved, which no later key changes */
SpicoKeptReason spico_draft_get_reason (SpicoDraft *self);

/**
 * spico_draft_new:
 * @account_id: (nullable): « Agir en tant que »
 * @participant_ids: (nullable): the members chosen
 * @dossier_id: (nullable): the patient chosen
 * @subject: (nullable): « Objet »
 * @text: (nullable): the message
 *
 * Returns: (transfer full): a draft of the « Nouvelle conversation » form, to be given to spico_client_save_draft()
 */
SpicoDraft *spico_draft_new (const char        *account_id,
                             const char *const *participant_ids,
                             const char        *dossier_id,
                             const char        *subject,
                             const char        *text);

/**
 * spico_draft_new_message:
 * @mailbox_id: the mailbox in which it is written
 * @conversation_id: the conversation
 * @account_id: (nullable): « Agir en tant que »; %NULL for the mailbox
 * @subject: (nullable): the conversation's « Objet », by which the draft is found again if the conversation goes (F030)
 * @text: (nullable): the message
 *
 * Returns: (transfer full): a draft in a conversation, to be given to spico_client_save_draft()
 */
SpicoDraft *spico_draft_new_message (const char *mailbox_id,
                                     const char *conversation_id,
                                     const char *account_id,
                                     const char *subject,
                                     const char *text);

/**
 * spico_draft_new_group:
 * @account_id: the account whose group it is
 * @group_id: (nullable): the group; %NULL for a new one
 * @name: « Nom »
 * @description: « Description »
 * @member_ids: the members
 *
 * Returns: (transfer full): a draft in the editor of a group, to be given to spico_client_save_draft()
 */
SpicoDraft *spico_draft_new_group (const char        *account_id,
                                   const char        *group_id,
                                   const char        *name,
                                   const char        *description,
                                   const char *const *member_ids);

/**
 * spico_draft_new_members:
 * @account_id: the account that adds
 * @conversation_id: the conversation
 * @member_ids: who is chosen
 *
 * Returns: (transfer full): a draft of « Ajouter des membres » (F053), to be given to spico_client_save_draft()
 */
SpicoDraft *spico_draft_new_members (const char        *account_id,
                                     const char        *conversation_id,
                                     const char *const *member_ids);

/**
 * spico_draft_is_empty:
 *
 * Returns: whether nothing worth keeping was written or chosen; an account alone is nothing
 */
gboolean spico_draft_is_empty (SpicoDraft *self);

G_END_DECLS
