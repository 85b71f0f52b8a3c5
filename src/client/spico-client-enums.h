/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpicoPrincipalKind:
 * @SPICO_PRINCIPAL_PERSON: a professional (PP)
 * @SPICO_PRINCIPAL_STRUCTURE: a structure (PM, F012)
 * @SPICO_PRINCIPAL_UNIT: an « organisation interne » of a structure (F013)
 */
typedef enum {
  SPICO_PRINCIPAL_PERSON,
  SPICO_PRINCIPAL_STRUCTURE,
  SPICO_PRINCIPAL_UNIT,
} SpicoPrincipalKind;

/**
 * SpicoPresence:
 * @SPICO_PRESENCE_INACTIVE: « inactif »
 * @SPICO_PRESENCE_ACTIVE: « actif »
 * @SPICO_PRESENCE_ONLINE: « en ligne »
 * @SPICO_PRESENCE_ABSENT: « absent », with its last day and who stands in
 *
 * Presence as the server works it out (F014). Off line, the last one known.
 */
typedef enum {
  SPICO_PRESENCE_INACTIVE,
  SPICO_PRESENCE_ACTIVE,
  SPICO_PRESENCE_ONLINE,
  SPICO_PRESENCE_ABSENT,
} SpicoPresence;

/**
 * SpicoAnnouncementKind:
 * @SPICO_ANNOUNCEMENT_INCIDENT: what does not work, and was not planned
 * @SPICO_ANNOUNCEMENT_MAINTENANCE: a window in which the service may not answer
 * @SPICO_ANNOUNCEMENT_RELEASE: what is new in a version
 */
typedef enum {
  SPICO_ANNOUNCEMENT_INCIDENT,
  SPICO_ANNOUNCEMENT_MAINTENANCE,
  SPICO_ANNOUNCEMENT_RELEASE,
} SpicoAnnouncementKind;

/**
 * SpicoDelegationScope:
 * @SPICO_DELEGATION_ALL: « Total »: Discussions, Dossiers, Agenda and Tâches
 * @SPICO_DELEGATION_DISCUSSIONS: Discussions alone
 * @SPICO_DELEGATION_DOSSIERS: Dossiers, with Agenda and Tâches
 *
 * What a delegation covers (F024).
 */
typedef enum {
  SPICO_DELEGATION_ALL,
  SPICO_DELEGATION_DISCUSSIONS,
  SPICO_DELEGATION_DOSSIERS,
} SpicoDelegationScope;

/**
 * SpicoDelegationStatus:
 * @SPICO_DELEGATION_REQUESTED: asked for by the delegate
 * @SPICO_DELEGATION_OFFERED: offered by the owner
 * @SPICO_DELEGATION_ACCEPTED: in force, unless it is suspended
 * @SPICO_DELEGATION_REFUSED: by whoever was asked
 * @SPICO_DELEGATION_ENDED: or taken back before it was answered
 *
 * What has become of a delegation.
 */
typedef enum {
  SPICO_DELEGATION_REQUESTED,
  SPICO_DELEGATION_OFFERED,
  SPICO_DELEGATION_ACCEPTED,
  SPICO_DELEGATION_REFUSED,
  SPICO_DELEGATION_ENDED,
} SpicoDelegationStatus;

/**
 * SpicoDelegationList:
 * @SPICO_DELEGATIONS_DELEGATORS: « Mes délégants »: of which the account is the delegate
 * @SPICO_DELEGATIONS_DELEGATES: « Mes délégués »: of which it is the owner
 * @SPICO_DELEGATIONS_ANSWERING: of which it is the owner, and by which others answer in its discussions now
 * @SPICO_DELEGATIONS_TO_ANSWER: what the person is asked, for whichever account
 *
 * Which delegations.
 */
typedef enum {
  SPICO_DELEGATIONS_DELEGATORS,
  SPICO_DELEGATIONS_DELEGATES,
  SPICO_DELEGATIONS_ANSWERING,
  SPICO_DELEGATIONS_TO_ANSWER,
} SpicoDelegationList;

/** SpicoSex: the INS trait. */
typedef enum {
  SPICO_SEX_UNKNOWN,
  SPICO_SEX_FEMALE,
  SPICO_SEX_MALE,
} SpicoSex;

/** SpicoInsStatus: « provisoire », « récupérée », « validée », « qualifiée » (X012). */
typedef enum {
  SPICO_INS_PROVISIONAL,
  SPICO_INS_RETRIEVED,
  SPICO_INS_VALIDATED,
  SPICO_INS_QUALIFIED,
} SpicoInsStatus;

/**
 * SpicoMessageState:
 * @SPICO_MESSAGE_QUEUED: kept in the store, waiting for the server (B003)
 * @SPICO_MESSAGE_SENDING: on its way now
 * @SPICO_MESSAGE_SENT: the server has it
 * @SPICO_MESSAGE_READ: somebody else has read it (B004)
 * @SPICO_MESSAGE_FAILED: the server refuses it for good; see #SpicoMessage:failure
 */
typedef enum {
  SPICO_MESSAGE_QUEUED,
  SPICO_MESSAGE_SENDING,
  SPICO_MESSAGE_SENT,
  SPICO_MESSAGE_READ,
  SPICO_MESSAGE_FAILED,
} SpicoMessageState;

/**
 * SpicoMessageFailure:
 * @SPICO_MESSAGE_FAILURE_NONE: it has not failed
 * @SPICO_MESSAGE_FAILURE_NO_ACCESS: the account takes part in the conversation no more
 * @SPICO_MESSAGE_FAILURE_DELEGATION_ENDED: the delegation under which it was written has ended (F030)
 * @SPICO_MESSAGE_FAILURE_TOO_LARGE: too long for the server
 * @SPICO_MESSAGE_FAILURE_CONVERSATION: the conversation itself could not be created (patient no more in the active list, unknown member…)
 * @SPICO_MESSAGE_FAILURE_MEMBERS: somebody whom it adds cannot take part (F053)
 * @SPICO_MESSAGE_FAILURE_REFUSED: refused for another reason
 * @SPICO_MESSAGE_FAILURE_GROUPS: a group by which members were chosen may not be used any more (F041, F044)
 * @SPICO_MESSAGE_FAILURE_INITIATOR: what it changes is for the account that has initiated the conversation (F072)
 * @SPICO_MESSAGE_FAILURE_TOO_LATE: of a correction: the message was sent too long ago, corrected too often, or withdrawn
 * @SPICO_MESSAGE_FAILURE_ATTACHMENT: the server does not take what is attached to it: #SpicoAttachment:failure says of what, and why
 * @SPICO_MESSAGE_FAILURE_PATIENT: the account may not attach that patient: not in its active list any more, or not the account that has initiated the conversation (F064, F068)
 * @SPICO_MESSAGE_FAILURE_PATIENT_REFUSES: the patient refuses somebody who takes part (F087)
 * @SPICO_MESSAGE_FAILURE_OTHER_PATIENT: the conversation is about another patient meanwhile
 * @SPICO_MESSAGE_FAILURE_SEND_AT: of a message that is sent later: its time is past, too near, or too far
 * @SPICO_MESSAGE_FAILURE_TOO_MANY: of a message that is sent later: as many of the account wait as may
 */
typedef enum {
  SPICO_MESSAGE_FAILURE_NONE,
  SPICO_MESSAGE_FAILURE_NO_ACCESS,
  SPICO_MESSAGE_FAILURE_DELEGATION_ENDED,
  SPICO_MESSAGE_FAILURE_TOO_LARGE,
  SPICO_MESSAGE_FAILURE_CONVERSATION,
  SPICO_MESSAGE_FAILURE_REFUSED,
  SPICO_MESSAGE_FAILURE_MEMBERS,
  SPICO_MESSAGE_FAILURE_GROUPS,
  SPICO_MESSAGE_FAILURE_INITIATOR,
  SPICO_MESSAGE_FAILURE_TOO_LATE,
  SPICO_MESSAGE_FAILURE_ATTACHMENT,
  SPICO_MESSAGE_FAILURE_PATIENT,
  SPICO_MESSAGE_FAILURE_PATIENT_REFUSES,
  SPICO_MESSAGE_FAILURE_OTHER_PATIENT,
  SPICO_MESSAGE_FAILURE_SEND_AT,
  SPICO_MESSAGE_FAILURE_TOO_MANY,
} SpicoMessageFailure;

/**
 * SpicoMessageChange:
 * @SPICO_MESSAGE_CHANGE_NONE: nothing: it says something
 * @SPICO_MESSAGE_CHANGE_ADDED: somebody is added (F053)
 * @SPICO_MESSAGE_CHANGE_REMOVED: somebody is removed, or leaves
 * @SPICO_MESSAGE_CHANGE_SUBJECT: the title is another (F072)
 * @SPICO_MESSAGE_CHANGE_ATTACHED: it is about a patient from then on (F064)
 * @SPICO_MESSAGE_CHANGE_DETACHED: it is about no patient any more
 *
 * What a message changes of its conversation. The store keeps these numbers.
 */
typedef enum {
  SPICO_MESSAGE_CHANGE_NONE,
  SPICO_MESSAGE_CHANGE_ADDED,
  SPICO_MESSAGE_CHANGE_REMOVED,
  SPICO_MESSAGE_CHANGE_SUBJECT,
  SPICO_MESSAGE_CHANGE_ATTACHED,
  SPICO_MESSAGE_CHANGE_DETACHED,
} SpicoMessageChange;

/**
 * SpicoConversationFlag:
 * @SPICO_CONVERSATION_PINNED: « épinglée »: at the top of the list
 * @SPICO_CONVERSATION_MUTED: « sans notification »: it calls nobody
 * @SPICO_CONVERSATION_HANDLED: « traité », until the next message (B004)
 * @SPICO_CONVERSATION_ARCHIVED: archived, until the next message
 *
 * What an account keeps about a conversation, for all who act for it.
 */
typedef enum {
  SPICO_CONVERSATION_PINNED,
  SPICO_CONVERSATION_MUTED,
  SPICO_CONVERSATION_HANDLED,
  SPICO_CONVERSATION_ARCHIVED,
} SpicoConversationFlag;

/**
 * SpicoConversationView:
 * @SPICO_CONVERSATIONS_CURRENT: all but the archived
 * @SPICO_CONVERSATIONS_UNREAD: those of them with something to read
 * @SPICO_CONVERSATIONS_TO_HANDLE: those of them that are « à traiter » (B004)
 * @SPICO_CONVERSATIONS_URGENT: those of them that press (B015): « Urgent », an answer that is expected, or one's own message that nobody has read in time
 * @SPICO_CONVERSATIONS_ARCHIVED: the archived
 *
 * Which conversations of a mailbox. What is being written, waits or has failed is never among the archived.
 */
typedef enum {
  SPICO_CONVERSATIONS_CURRENT,
  SPICO_CONVERSATIONS_UNREAD,
  SPICO_CONVERSATIONS_TO_HANDLE,
  SPICO_CONVERSATIONS_URGENT,
  SPICO_CONVERSATIONS_ARCHIVED,
} SpicoConversationView;

/**
 * SpicoClientState:
 * @SPICO_CLIENT_SIGNED_OUT: nobody: show the sign-in screen
 * @SPICO_CLIENT_OPENING: a store is being opened, or a sign-in is under way
 * @SPICO_CLIENT_READY: a store is open; its content can be read and written, on line or off
 * @SPICO_CLIENT_LOCKED: the store is closed, and its key wrapped: its person's password opens it, on line or off (X018)
 */
typedef enum {
  SPICO_CLIENT_SIGNED_OUT,
  SPICO_CLIENT_OPENING,
  SPICO_CLIENT_READY,
  SPICO_CLIENT_LOCKED,
} SpicoClientState;

/**
 * SpicoConnection:
 * @SPICO_CONNECTION_OFFLINE: the server cannot be reached, or the session has ended
 * @SPICO_CONNECTION_CONNECTING: trying
 * @SPICO_CONNECTION_ONLINE: the event stream is open
 */
typedef enum {
  SPICO_CONNECTION_OFFLINE,
  SPICO_CONNECTION_CONNECTING,
  SPICO_CONNECTION_ONLINE,
} SpicoConnection;

#define SPICO_TYPE_PRINCIPAL_KIND (spico_principal_kind_get_type ())
#define SPICO_TYPE_PRESENCE (spico_presence_get_type ())
#define SPICO_TYPE_DELEGATION_SCOPE (spico_delegation_scope_get_type ())
#define SPICO_TYPE_DELEGATION_STATUS (spico_delegation_status_get_type ())
#define SPICO_TYPE_SEX (spico_sex_get_type ())
#define SPICO_TYPE_INS_STATUS (spico_ins_status_get_type ())
#define SPICO_TYPE_MESSAGE_STATE (spico_message_state_get_type ())
#define SPICO_TYPE_CONVERSATION_VIEW (spico_conversation_view_get_type ())
#define SPICO_TYPE_MESSAGE_CHANGE (spico_message_change_get_type ())
#define SPICO_TYPE_MESSAGE_FAILURE (spico_message_failure_get_type ())
#define SPICO_TYPE_CLIENT_STATE (spico_client_state_get_type ())
#define SPICO_TYPE_CONNECTION (spico_connection_get_type ())

GType spico_principal_kind_get_type (void);
GType spico_presence_get_type (void);
GType spico_delegation_scope_get_type (void);
GType spico_delegation_status_get_type (void);
GType spico_sex_get_type (void);
GType spico_ins_status_get_type (void);
GType spico_message_state_get_type (void);
GType spico_conversation_view_get_type (void);
GType spico_message_change_get_type (void);
GType spico_message_failure_get_type (void);
GType spico_client_state_get_type (void);
GType spico_connection_get_type (void);

G_END_DECLS
