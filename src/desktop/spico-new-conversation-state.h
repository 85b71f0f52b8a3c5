/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The limits of Conversation and Message (docs/protocol.md), in members beside the account and in characters. */
#define SPICO_NEW_CONVERSATION_MAX_MEMBERS 99
#define SPICO_NEW_CONVERSATION_MAX_SUBJECT 200
#define SPICO_NEW_CONVERSATION_MAX_TEXT 20000

/**
 * SpicoNewConversationMember:
 * @id: the principal
 * @name: the name as shown
 * @has_account: whether they can read (F073)
 * @is_absent: whether an absence is declared (B016)
 * @absent_until: (nullable): its last day, `YYYY-MM-DD`
 * @stand_in_name: (nullable): who stands in
 *
 * What the form needs to know of a member. Nothing is owned.
 */
typedef struct {
  const char *id;
  const char *name;
  gboolean has_account;
  gboolean is_absent;
  const char *absent_until;
  const char *stand_in_name;
} SpicoNewConversationMember;

/**
 * SpicoNewConversationField:
 * @SPICO_NEW_CONVERSATION_FIELD_NONE: nothing is missing
 * @SPICO_NEW_CONVERSATION_FIELD_ACCOUNT: « Agir en tant que »
 * @SPICO_NEW_CONVERSATION_FIELD_MEMBERS: « Membres de la conversation »
 * @SPICO_NEW_CONVERSATION_FIELD_SUBJECT: « Objet »
 * @SPICO_NEW_CONVERSATION_FIELD_TEXT: the first message
 *
 * Where the cursor goes when somebody tries to send too early.
 */
typedef enum {
  SPICO_NEW_CONVERSATION_FIELD_NONE,
  SPICO_NEW_CONVERSATION_FIELD_ACCOUNT,
  SPICO_NEW_CONVERSATION_FIELD_MEMBERS,
  SPICO_NEW_CONVERSATION_FIELD_SUBJECT,
  SPICO_NEW_CONVERSATION_FIELD_TEXT,
} SpicoNewConversationField;

/**
 * SpicoNewConversationValues:
 * @account_id: (nullable): « Agir en tant que »
 * @account_has_discussions: whether that account may write conversations (F024)
 * @account_has_dossiers: whether that account has an active list (F024)
 * @members: (array length=n_members): « Membres de la conversation »
 * @n_members: how many
 * @patient_account_id: (nullable): the account from whose active list « Patient concerné » was chosen; %NULL without a patient
 * @subject: « Objet »
 * @text: the first message
 * @n_files: how many files go with it
 * @files_wait: whether one of them is not kept yet, or was refused
 * @is_offline: whether the server is out of reach
 * @is_sending: whether it is being put into the store
 *
 * What stands in the form. Nothing is owned.
 */
typedef struct {
  const char *account_id;
  gboolean account_has_discussions;
  gboolean account_has_dossiers;
  const SpicoNewConversationMember *members;
  guint n_members;
  const char *patient_account_id;
  const char *subject;
  const char *text;
  guint n_files;
  gboolean files_wait;
  gboolean is_offline;
  gboolean is_sending;
} SpicoNewConversationValues;

/**
 * SpicoNewConversationState:
 * @can_send: whether everything needed is there
 * @reason: (nullable): why not, as a sentence for people; %NULL where @can_send, or while sending
 * @missing: the field that @reason is about
 * @notices: (element-type utf8): what to know before sending, a sentence each
 * @keeps_patient: whether the patient stands in the active list of the account; %TRUE without a patient
 * @is_editable: whether the form can be changed: not while it is being put into the store
 *
 * What the form shows: computed from the values alone, so that it is tested without a display (F068).
 */
typedef struct {
  gboolean can_send;
  char *reason;
  SpicoNewConversationField missing;
  GPtrArray *notices;
  gboolean keeps_patient;
  gboolean is_editable;
} SpicoNewConversationState;

SpicoNewConversationState *spico_new_conversation_state_compute (const SpicoNewConversationValues *values);
gboolean spico_new_conversation_state_differs (SpicoNewConversationState *self,
                                               SpicoNewConversationState *other);
gboolean spico_new_conversation_keeps_patient (const char *patient_account_id,
                                               const char *account_id,
                                               gboolean    account_has_dossiers);
void spico_new_conversation_state_free (SpicoNewConversationState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoNewConversationState, spico_new_conversation_state_free)

GPtrArray *spico_new_conversation_describe_members (const SpicoNewConversationMember *members,
                                                    guint                             n_members);

G_END_DECLS
