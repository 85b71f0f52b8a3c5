/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap.h"
#include "spico-query.h"
#include "spico-type.h"

G_BEGIN_DECLS

/**
 * SpicoAction:
 * @SPICO_ACTION_NONE: nothing; what a method may not be registered with
 * @SPICO_ACTION_ECHO: `Core/echo`; no account, no object
 * @SPICO_ACTION_PUSH: `PushSubscription`; no account: each session has its own subscriptions, which tell of nothing that its person may not use
 * @SPICO_ACTION_DIRECTORY_READ: object: a principal
 * @SPICO_ACTION_CATEGORY_READ: object: a profession, or a category of structures
 * @SPICO_ACTION_ANNOUNCEMENT_READ: object: what the operator announces
 * @SPICO_ACTION_DOSSIER_READ: object: a dossier
 * @SPICO_ACTION_DOSSIER_CREATE: no object
 * @SPICO_ACTION_DOSSIER_UPDATE: object: a dossier
 * @SPICO_ACTION_CIRCLE_READ: object: the dossier whose circle it is
 * @SPICO_ACTION_CONVERSATION_READ: object: a conversation
 * @SPICO_ACTION_CONVERSATION_CREATE: object: the dossier that it is about, if any
 * @SPICO_ACTION_CONVERSATION_UPDATE: object: a conversation
 * @SPICO_ACTION_CONVERSATION_RETITLE: object: a conversation
 * @SPICO_ACTION_CONVERSATION_ATTACH: object: a conversation that a patient is attached to; which one is for %SPICO_ACTION_CONVERSATION_CREATE
 * @SPICO_ACTION_CONVERSATION_DETACH: object: a conversation whose patient is detached
 * @SPICO_ACTION_CONVERSATION_REMOVE: object: a conversation that others are removed from
 * @SPICO_ACTION_CONVERSATION_EXPORT: object: a conversation that is made a document outside Spico
 * @SPICO_ACTION_MESSAGE_READ: object: a message
 * @SPICO_ACTION_MESSAGE_CREATE: object: the conversation written in
 * @SPICO_ACTION_MESSAGE_UPDATE: object: a message
 * @SPICO_ACTION_MESSAGE_WITHDRAW: object: a message
 * @SPICO_ACTION_MARKER_READ: object: a read marker
 * @SPICO_ACTION_MARKER_UPDATE: object: a read marker
 * @SPICO_ACTION_FAVOURITE_READ: object: a favourite
 * @SPICO_ACTION_FAVOURITE_CREATE: no object
 * @SPICO_ACTION_FAVOURITE_DESTROY: object: a favourite
 * @SPICO_ACTION_TEMPLATE_READ: object: a template of messages
 * @SPICO_ACTION_TEMPLATE_CREATE: no object
 * @SPICO_ACTION_TEMPLATE_UPDATE: object: a template of messages
 * @SPICO_ACTION_TEMPLATE_DESTROY: object: a template of messages
 * @SPICO_ACTION_SCHEDULED_READ: object: a message that is sent later
 * @SPICO_ACTION_SCHEDULED_CREATE: object: the conversation
 * @SPICO_ACTION_SCHEDULED_UPDATE: object: a message that is sent later
 * @SPICO_ACTION_SCHEDULED_DESTROY: object: a message that is sent later
 * @SPICO_ACTION_SEARCH_READ: object: a recent search
 * @SPICO_ACTION_SEARCH_CREATE: no object
 * @SPICO_ACTION_ABSENCE_READ: object: an absence
 * @SPICO_ACTION_ABSENCE_CREATE: no object
 * @SPICO_ACTION_ABSENCE_DESTROY: object: an absence
 * @SPICO_ACTION_NOTIFICATION_READ: object: a notification
 * @SPICO_ACTION_NOTIFICATION_CREATE: no object
 * @SPICO_ACTION_EMAIL_READ: object: a mail that was sent through the relay of MSSanté
 * @SPICO_ACTION_EMAIL_SEND: no object
 * @SPICO_ACTION_GROUP_READ: object: a group of favourites
 * @SPICO_ACTION_GROUP_CREATE: no object
 * @SPICO_ACTION_GROUP_UPDATE: object: a group of favourites; its definition, its members, whether it is public
 * @SPICO_ACTION_GROUP_DESTROY: object: a group of favourites
 * @SPICO_ACTION_PUBLIC_GROUP_READ: object: a group of favourites
 * @SPICO_ACTION_GROUP_SHARE_READ: object: a share of a group
 * @SPICO_ACTION_GROUP_SHARE_CREATE: object: the group that is shared
 * @SPICO_ACTION_GROUP_SHARE_JOIN: object: the group that the account is to use, though nobody shared it
 * @SPICO_ACTION_GROUP_SHARE_UPDATE: object: a share of a group; what may be changed of it are the two following
 * @SPICO_ACTION_GROUP_SHARE_ACCEPT: object: a share of a group, accepted or not
 * @SPICO_ACTION_GROUP_SHARE_APPOINT: object: a share of a group, whose account is administrator or not
 * @SPICO_ACTION_GROUP_SHARE_DESTROY: object: a share of a group
 * @SPICO_ACTION_GROUP_REQUEST_READ: object: a request about a group
 * @SPICO_ACTION_GROUP_REQUEST_CREATE: object: the group that another account is to administer
 * @SPICO_ACTION_GROUP_REQUEST_DESTROY: object: a request about a group
 * @SPICO_ACTION_DELEGATION_READ: object: a delegation, whatever its status
 * @SPICO_ACTION_DELEGATION_CREATE: no object; asking for one, or offering one: for oneself alone (F025, F032)
 * @SPICO_ACTION_DELEGATION_UPDATE: object: a delegation; what may be done to it are the three following
 * @SPICO_ACTION_DELEGATION_ACCEPT: object: a delegation
 * @SPICO_ACTION_DELEGATION_REFUSE: object: a delegation
 * @SPICO_ACTION_DELEGATION_END: object: a delegation, or a request or an offer that is taken back
 * @SPICO_ACTION_PROFILE_READ: object: the profile of an account
 * @SPICO_ACTION_PROFILE_UPDATE: object: the profile of an account
 * @SPICO_ACTION_DEVICE_READ: object: a session, on its device
 * @SPICO_ACTION_DEVICE_UPDATE: object: a session; its name
 * @SPICO_ACTION_DEVICE_ERASE: object: a session, which ends, and whose device erases what it keeps
 * @SPICO_ACTION_BLOB_READ: object: a blob
 * @SPICO_ACTION_BLOB_CREATE: no object; uploading, and copying into the account
 *
 * What a person can ask to do. `docs/rights.md` says who may.
 */
typedef enum {
  SPICO_ACTION_NONE,
  SPICO_ACTION_ECHO,
  SPICO_ACTION_PUSH,
  SPICO_ACTION_DIRECTORY_READ,
  SPICO_ACTION_CATEGORY_READ,
  SPICO_ACTION_ANNOUNCEMENT_READ,
  SPICO_ACTION_DOSSIER_READ,
  SPICO_ACTION_DOSSIER_CREATE,
  SPICO_ACTION_DOSSIER_UPDATE,
  SPICO_ACTION_CIRCLE_READ,
  SPICO_ACTION_CONVERSATION_READ,
  SPICO_ACTION_CONVERSATION_CREATE,
  SPICO_ACTION_CONVERSATION_UPDATE,
  SPICO_ACTION_CONVERSATION_RETITLE,
  SPICO_ACTION_CONVERSATION_ATTACH,
  SPICO_ACTION_CONVERSATION_DETACH,
  SPICO_ACTION_CONVERSATION_REMOVE,
  SPICO_ACTION_CONVERSATION_EXPORT,
  SPICO_ACTION_MESSAGE_READ,
  SPICO_ACTION_MESSAGE_CREATE,
  SPICO_ACTION_MESSAGE_UPDATE,
  SPICO_ACTION_MESSAGE_WITHDRAW,
  SPICO_ACTION_MARKER_READ,
  SPICO_ACTION_MARKER_UPDATE,
  SPICO_ACTION_FAVOURITE_READ,
  SPICO_ACTION_FAVOURITE_CREATE,
  SPICO_ACTION_FAVOURITE_DESTROY,
  SPICO_ACTION_TEMPLATE_READ,
  SPICO_ACTION_TEMPLATE_CREATE,
  SPICO_ACTION_TEMPLATE_UPDATE,
  SPICO_ACTION_TEMPLATE_DESTROY,
  SPICO_ACTION_SCHEDULED_READ,
  SPICO_ACTION_SCHEDULED_CREATE,
  SPICO_ACTION_SCHEDULED_UPDATE,
  SPICO_ACTION_SCHEDULED_DESTROY,
  SPICO_ACTION_SEARCH_READ,
  SPICO_ACTION_SEARCH_CREATE,
  SPICO_ACTION_ABSENCE_READ,
  SPICO_ACTION_ABSENCE_CREATE,
  SPICO_ACTION_ABSENCE_DESTROY,
  SPICO_ACTION_NOTIFICATION_READ,
  SPICO_ACTION_NOTIFICATION_CREATE,
  SPICO_ACTION_EMAIL_READ,
  SPICO_ACTION_EMAIL_SEND,
  SPICO_ACTION_GROUP_READ,
  SPICO_ACTION_GROUP_CREATE,
  SPICO_ACTION_GROUP_UPDATE,
  SPICO_ACTION_GROUP_DESTROY,
  SPICO_ACTION_PUBLIC_GROUP_READ,
  SPICO_ACTION_GROUP_SHARE_READ,
  SPICO_ACTION_GROUP_SHARE_CREATE,
  SPICO_ACTION_GROUP_SHARE_JOIN,
  SPICO_ACTION_GROUP_SHARE_UPDATE,
  SPICO_ACTION_GROUP_SHARE_ACCEPT,
  SPICO_ACTION_GROUP_SHARE_APPOINT,
  SPICO_ACTION_GROUP_SHARE_DESTROY,
  SPICO_ACTION_GROUP_REQUEST_READ,
  SPICO_ACTION_GROUP_REQUEST_CREATE,
  SPICO_ACTION_GROUP_REQUEST_DESTROY,
  SPICO_ACTION_DELEGATION_READ,
  SPICO_ACTION_DELEGATION_CREATE,
  SPICO_ACTION_DELEGATION_UPDATE,
  SPICO_ACTION_DELEGATION_ACCEPT,
  SPICO_ACTION_DELEGATION_REFUSE,
  SPICO_ACTION_DELEGATION_END,
  SPICO_ACTION_PROFILE_READ,
  SPICO_ACTION_PROFILE_UPDATE,
  SPICO_ACTION_DEVICE_READ,
  SPICO_ACTION_DEVICE_UPDATE,
  SPICO_ACTION_DEVICE_ERASE,
  SPICO_ACTION_BLOB_READ,
  SPICO_ACTION_BLOB_CREATE,
  SPICO_N_ACTIONS,
} SpicoAction;

/**
 * SpicoScope:
 * @SPICO_SCOPE_DIRECTORY: the directory, which is the region's, with its categories, announcements and public groups
 * @SPICO_SCOPE_DISCUSSIONS: conversations, messages, favourites and groups of them, absences, notifications
 * @SPICO_SCOPE_DOSSIERS: dossiers (later agenda and tasks too, F100)
 * @SPICO_SCOPE_RELATIONS: delegations and the profile: whoever holds a delegation, of whatever scope, sees those of a structure (F005, F031)
 * @SPICO_SCOPE_SELF: what one does for oneself alone, and for nobody else
 * @SPICO_SCOPE_OWN: all of one's own account
 *
 * What a person may reach of an account (F024).
 */
typedef enum {
  SPICO_SCOPE_NONE = 0,
  SPICO_SCOPE_DIRECTORY = 1 << 0,
  SPICO_SCOPE_DISCUSSIONS = 1 << 1,
  SPICO_SCOPE_DOSSIERS = 1 << 2,
  SPICO_SCOPE_RELATIONS = 1 << 3,
  SPICO_SCOPE_SELF = 1 << 4,
  SPICO_SCOPE_OWN = SPICO_SCOPE_DISCUSSIONS | SPICO_SCOPE_DOSSIERS | SPICO_SCOPE_RELATIONS | SPICO_SCOPE_SELF,
} SpicoScope;

/**
 * SpicoAuthzAccount:
 * @account_id: the account
 * @name: how it is called
 * @scope: what the person may reach of it
 * @rule: (not nullable): why: `self`, `delegation` or `region`
 *
 * An account that a person may use.
 */
typedef struct {
  char *account_id;
  char *name;
  SpicoScope scope;
  const char *rule;
} SpicoAuthzAccount;

void spico_authz_account_free (SpicoAuthzAccount *account);

/**
 * SpicoAuthzDecision:
 * @allow: whether it may be done
 * @rule: (not nullable): the rule that allows it, `ACCOUNT-RULE/OBJECT-RULE`, or `none`; never freed
 */
typedef struct {
  gboolean allow;
  const char *rule;
} SpicoAuthzDecision;

gboolean spico_authz_check (SpicoSqlConnection *connection,
                            const SpicoActor   *actor,
                            gint64              now_us,
                            const char         *account_id,
                            SpicoAction         action,
                            const char         *object_id,
                            SpicoAuthzDecision *decision,
                            GError            **error);
void spico_authz_announce (SpicoSqlConnection *connection,
                           const SpicoActor   *actor,
                           gint64              now_us,
                           const char         *account_id,
                           SpicoAction         action,
                           const char         *object_id);
void spico_authz_announce_accounts (SpicoSqlConnection *connection,
                                    const char         *person_id,
                                    gint64              now_us);
GPtrArray *spico_authz_accounts (SpicoSqlConnection *connection,
                                 const char         *person_id,
                                 gint64              now_us,
                                 GError            **error);
gboolean spico_authz_accounts_of_people (SpicoSqlConnection *connection,
                                         const char *const  *person_ids,
                                         gsize               n_ids,
                                         gint64              now_us,
                                         GHashTable         *accounts,
                                         GError            **error);
gboolean spico_scope_covers (SpicoScope  scope,
                             const char *type_name);
const char *spico_authz_visible (SpicoAction action);
const char *spico_action_name (SpicoAction action);
SpicoScope spico_action_scope (SpicoAction action);

G_END_DECLS
