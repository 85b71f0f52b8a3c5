/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-enums.h"

G_DEFINE_ENUM_TYPE (SpicoPrincipalKind, spico_principal_kind,
                    G_DEFINE_ENUM_VALUE (SPICO_PRINCIPAL_PERSON, "person"),
                    G_DEFINE_ENUM_VALUE (SPICO_PRINCIPAL_STRUCTURE, "structure"),
                    G_DEFINE_ENUM_VALUE (SPICO_PRINCIPAL_UNIT, "unit"))

G_DEFINE_ENUM_TYPE (SpicoPresence, spico_presence,
                    G_DEFINE_ENUM_VALUE (SPICO_PRESENCE_INACTIVE, "inactive"),
                    G_DEFINE_ENUM_VALUE (SPICO_PRESENCE_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (SPICO_PRESENCE_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (SPICO_PRESENCE_ABSENT, "absent"))

G_DEFINE_ENUM_TYPE (SpicoDelegationScope, spico_delegation_scope,
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_ALL, "all"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_DISCUSSIONS, "discussions"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_DOSSIERS, "dossiers"))

G_DEFINE_ENUM_TYPE (SpicoDelegationStatus, spico_delegation_status,
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_REQUESTED, "requested"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_OFFERED, "offered"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (SPICO_DELEGATION_ENDED, "ended"))

G_DEFINE_ENUM_TYPE (SpicoSex, spico_sex,
                    G_DEFINE_ENUM_VALUE (SPICO_SEX_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (SPICO_SEX_FEMALE, "female"),
                    G_DEFINE_ENUM_VALUE (SPICO_SEX_MALE, "male"))

G_DEFINE_ENUM_TYPE (SpicoInsStatus, spico_ins_status,
                    G_DEFINE_ENUM_VALUE (SPICO_INS_PROVISIONAL, "provisional"),
                    G_DEFINE_ENUM_VALUE (SPICO_INS_RETRIEVED, "retrieved"),
                    G_DEFINE_ENUM_VALUE (SPICO_INS_VALIDATED, "validated"),
                    G_DEFINE_ENUM_VALUE (SPICO_INS_QUALIFIED, "qualified"))

G_DEFINE_ENUM_TYPE (SpicoMessageState, spico_message_state,
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_READ, "read"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (SpicoMessageFailure, spico_message_failure,
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_NO_ACCESS, "no-access"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_DELEGATION_ENDED, "delegation-ended"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_TOO_LARGE, "too-large"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_CONVERSATION, "conversation"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_MEMBERS, "members"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_GROUPS, "groups"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_INITIATOR, "initiator"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_TOO_LATE, "too-late"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_ATTACHMENT, "attachment"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_PATIENT, "patient"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_PATIENT_REFUSES, "patient-refuses"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_FAILURE_OTHER_PATIENT, "other-patient"))

G_DEFINE_ENUM_TYPE (SpicoConversationView, spico_conversation_view,
                    G_DEFINE_ENUM_VALUE (SPICO_CONVERSATIONS_CURRENT, "current"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONVERSATIONS_UNREAD, "unread"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONVERSATIONS_TO_HANDLE, "to-handle"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONVERSATIONS_URGENT, "urgent"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONVERSATIONS_ARCHIVED, "archived"))

G_DEFINE_ENUM_TYPE (SpicoMessageChange, spico_message_change,
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_ADDED, "added"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_REMOVED, "removed"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_SUBJECT, "subject"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_ATTACHED, "attached"),
                    G_DEFINE_ENUM_VALUE (SPICO_MESSAGE_CHANGE_DETACHED, "detached"))

G_DEFINE_ENUM_TYPE (SpicoClientState, spico_client_state,
                    G_DEFINE_ENUM_VALUE (SPICO_CLIENT_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (SPICO_CLIENT_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (SPICO_CLIENT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (SPICO_CLIENT_LOCKED, "locked"))

G_DEFINE_ENUM_TYPE (SpicoConnection, spico_connection,
                    G_DEFINE_ENUM_VALUE (SPICO_CONNECTION_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (SPICO_CONNECTION_ONLINE, "online"))
