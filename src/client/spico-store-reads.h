/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-favourite-group.h"
#include "spico-page.h"
#include "spico-search-filter.h"
#include "spico-store.h"

G_BEGIN_DECLS

/**
 * SpicoReadKind: the lists that the store can give.
 */
typedef enum {
  SPICO_READ_CONVERSATIONS,
  SPICO_READ_DOSSIERS,
  SPICO_READ_PRINCIPALS,
  SPICO_READ_FAVOURITES,
  SPICO_READ_SEARCHES,
  SPICO_READ_CIRCLE,
  SPICO_READ_GROUPS,
  SPICO_READ_GROUP_SHARES,
  SPICO_READ_DELEGATIONS,
  SPICO_READ_FOUND_MESSAGES,
} SpicoReadKind;

/**
 * SpicoReadQuery:
 * @kind: which list
 * @account_id: whose
 * @text: (nullable): what is searched
 * @dossier_id: (nullable): conversations about that patient only; the patient whose circle it is
 * @id: (nullable): that object only; the group whose shares they are
 * @postal_code: (nullable): the beginning of a postcode
 * @town: (nullable): words of a town, or the beginning of a postcode
 * @profession_code: (nullable): the code of a profession, or of a category of structures
 * @structure_id: (nullable): where they work
 * @n_most: how many principals are listed at most
 * @kinds: (nullable): kinds of principals
 * @found_ids: (nullable): principals that the server found
 * @is_close: of principals, only favourites, correspondents and the people of one's own structures
 * @group_list: which groups
 * @delegation_list: which delegations
 * @view: which conversations
 * @filter: (nullable): what narrows a search of conversations or messages
 */
typedef struct {
  gatomicrefcount ref_count;
  SpicoReadKind kind;
  char *account_id;
  char *text;
  char *dossier_id;
  char *id;
  char *postal_code;
  char *town;
  char *profession_code;
  char *structure_id;
  guint n_most;
  GStrv kinds;
  GStrv found_ids;
  gboolean is_close;
  SpicoGroupList group_list;
  SpicoDelegationList delegation_list;
  SpicoConversationView view;
  SpicoSearchFilter *filter;
} SpicoReadQuery;

SpicoReadQuery *spico_read_query_new (SpicoReadKind kind,
                                      const char   *account_id);
/**
 * spico_read_query_new_found:
 * @asked: what was asked
 * @found_ids: (transfer full) (nullable): principals that the server found for it, or %NULL if it has not answered
 *
 * The same list, of everybody who is known instead of those who are close.
 *
 * Returns: (transfer full): the query
 */
SpicoReadQuery *spico_read_query_new_found (const SpicoReadQuery *asked,
                                            GStrv                 found_ids);
SpicoReadQuery *spico_read_query_ref (SpicoReadQuery *self);
void spico_read_query_unref (SpicoReadQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoReadQuery, spico_read_query_unref)

/**
 * SpicoReadRequest:
 * @query: the list
 * @with_keys: whether its keys are wanted
 * @n_first: how many of its first rows are wanted with them
 * @known: (nullable) (element-type gint64): the keys of rows that are not wanted again, were they among the first
 * @wanted: (nullable) (element-type gint64): the keys of further rows wanted
 */
typedef struct {
  SpicoReadQuery *query;
  gboolean with_keys;
  guint n_first;
  GHashTable *known;
  GArray *wanted;
} SpicoReadRequest;

void spico_read_request_free (gpointer data);

/* Principals AS p, those of a condition of the program's own, with its values, in the order that it says: the columns of SPICO_PRINCIPAL_COLUMN_KEY. */
SpicoRows *spico_store_read_principals_where (SpicoTransaction    *transaction,
                                              const char          *condition,
                                              const SpicoSqlValue *values,
                                              GError             **error);

/**
 * SpicoReadMessages:
 * @account_id: the mailbox
 * @conversation_id: the conversation
 * @low_seq: the oldest message wanted; 0 for the first window
 * @before_seq: for older messages: those before it, one page; 0 otherwise
 * @wanted_seq: for older messages: the one up to which they are wanted, as far as that can be; 0 for one page
 * @gaps: whether missing messages between are stepped over
 */
typedef struct {
  char *account_id;
  char *conversation_id;
  gint64 low_seq;
  gint64 before_seq;
  gint64 wanted_seq;
  gboolean gaps;
} SpicoReadMessages;

void spico_read_messages_free (gpointer data);
DexFuture *spico_read_quoted (SpicoTransaction *transaction,
                              gpointer          data);

/* The columns of a row of each list, after the key. */
enum {
  SPICO_CONVERSATION_COLUMN_KEY,
  SPICO_CONVERSATION_COLUMN_ID,
  SPICO_CONVERSATION_COLUMN_SUBJECT,
  SPICO_CONVERSATION_COLUMN_DOSSIER_ID,
  SPICO_CONVERSATION_COLUMN_BIRTH_NAME,
  SPICO_CONVERSATION_COLUMN_FIRST_NAMES,
  SPICO_CONVERSATION_COLUMN_BIRTH_DATE,
  SPICO_CONVERSATION_COLUMN_SEX,
  SPICO_CONVERSATION_COLUMN_CREATOR_ACCOUNT_ID,
  SPICO_CONVERSATION_COLUMN_CREATED_AT,
  SPICO_CONVERSATION_COLUMN_LAST_AT,
  SPICO_CONVERSATION_COLUMN_LAST_SEQ,
  SPICO_CONVERSATION_COLUMN_PREVIEW,
  SPICO_CONVERSATION_COLUMN_PREVIEW_PERSON_ID,
  SPICO_CONVERSATION_COLUMN_PREVIEW_AUTHOR,
  SPICO_CONVERSATION_COLUMN_UNREAD,
  SPICO_CONVERSATION_COLUMN_MARKED_UNREAD,
  SPICO_CONVERSATION_COLUMN_PINNED,
  SPICO_CONVERSATION_COLUMN_MUTED,
  SPICO_CONVERSATION_COLUMN_DRAFT,
  SPICO_CONVERSATION_COLUMN_PENDING,
  SPICO_CONVERSATION_COLUMN_FAILED,
  SPICO_CONVERSATION_COLUMN_SORT_TIME,
  SPICO_CONVERSATION_COLUMN_LOCAL_STATE,
  SPICO_CONVERSATION_COLUMN_ASSIGNED_PERSON_ID,
  SPICO_CONVERSATION_COLUMN_CREATOR_PERSON_ID,
  SPICO_CONVERSATION_COLUMN_PREVIEW_CHANGE,
  SPICO_CONVERSATION_COLUMN_IS_HANDLED,
  SPICO_CONVERSATION_COLUMN_IS_ARCHIVED,
  SPICO_CONVERSATION_COLUMN_PREVIEW_IS_WITHDRAWN,
  SPICO_CONVERSATION_COLUMN_IS_URGENT,
  SPICO_CONVERSATION_COLUMN_REPLY_BY,
  SPICO_CONVERSATION_COLUMN_IS_OVERDUE,
  SPICO_CONVERSATION_COLUMN_PREVIEW_ATTACHMENT_COUNT,
  SPICO_CONVERSATION_COLUMN_DRAFT_ATTACHMENT_COUNT,
  SPICO_CONVERSATION_COLUMN_ASSIGNED_BY_PERSON_ID,
  SPICO_CONVERSATION_COLUMN_SCHEDULED_COUNT,
};

enum {
  SPICO_DOSSIER_COLUMN_KEY,
  SPICO_DOSSIER_COLUMN_ID,
  SPICO_DOSSIER_COLUMN_BIRTH_NAME,
  SPICO_DOSSIER_COLUMN_USED_NAME,
  SPICO_DOSSIER_COLUMN_FIRST_NAMES,
  SPICO_DOSSIER_COLUMN_BIRTH_DATE,
  SPICO_DOSSIER_COLUMN_SEX,
  SPICO_DOSSIER_COLUMN_BIRTH_PLACE_CODE,
  SPICO_DOSSIER_COLUMN_INS_MATRICULE,
  SPICO_DOSSIER_COLUMN_INS_STATUS,
  SPICO_DOSSIER_COLUMN_ROLE,
  SPICO_DOSSIER_COLUMN_IN_ACTIVE_LIST,
};

enum {
  SPICO_PRINCIPAL_COLUMN_KEY,
  SPICO_PRINCIPAL_COLUMN_ID,
  SPICO_PRINCIPAL_COLUMN_KIND,
  SPICO_PRINCIPAL_COLUMN_NAME,
  SPICO_PRINCIPAL_COLUMN_FAMILY_NAME,
  SPICO_PRINCIPAL_COLUMN_GIVEN_NAME,
  SPICO_PRINCIPAL_COLUMN_PROFESSION,
  SPICO_PRINCIPAL_COLUMN_SKILL,
  SPICO_PRINCIPAL_COLUMN_STRUCTURE_NAME,
  SPICO_PRINCIPAL_COLUMN_POSTAL_CODE,
  SPICO_PRINCIPAL_COLUMN_TOWN,
  SPICO_PRINCIPAL_COLUMN_TELEPHONE,
  SPICO_PRINCIPAL_COLUMN_ADDRESS,
  SPICO_PRINCIPAL_COLUMN_NATIONAL_ID,
  SPICO_PRINCIPAL_COLUMN_SOURCE,
  SPICO_PRINCIPAL_COLUMN_SOURCE_DATE,
  SPICO_PRINCIPAL_COLUMN_PRESENCE,
  SPICO_PRINCIPAL_COLUMN_ABSENT_UNTIL,
  SPICO_PRINCIPAL_COLUMN_STAND_IN_NAME,
  SPICO_PRINCIPAL_COLUMN_HAS_ACCOUNT,
  SPICO_PRINCIPAL_COLUMN_IS_LISTED,
  SPICO_PRINCIPAL_COLUMN_CONNECTION,
};

enum {
  SPICO_SEARCH_COLUMN_KEY,
  SPICO_SEARCH_COLUMN_TEXT,
  SPICO_SEARCH_COLUMN_USED_AT,
};

enum {
  SPICO_CIRCLE_COLUMN_KEY,
  SPICO_CIRCLE_COLUMN_PRINCIPAL_ID,
  SPICO_CIRCLE_COLUMN_ROLE,
  SPICO_CIRCLE_COLUMN_REFUSAL,
};

enum {
  SPICO_GROUP_COLUMN_KEY,
  SPICO_GROUP_COLUMN_ID,
  SPICO_GROUP_COLUMN_NAME,
  SPICO_GROUP_COLUMN_DESCRIPTION,
  SPICO_GROUP_COLUMN_CREATOR_ID,
  SPICO_GROUP_COLUMN_CREATED_AT,
  SPICO_GROUP_COLUMN_IS_ACTIVE,
  SPICO_GROUP_COLUMN_IS_PUBLIC,
  SPICO_GROUP_COLUMN_IS_ADMINISTRATOR,
  SPICO_GROUP_COLUMN_IS_ACCEPTED,
  SPICO_GROUP_COLUMN_ACCEPTED_AT,
  SPICO_GROUP_COLUMN_IS_WAITING,
  SPICO_GROUP_COLUMN_IS_LOCAL,
  SPICO_GROUP_COLUMN_HAS_DRAFT,
  SPICO_GROUP_COLUMN_CREATOR_PERSON_ID,
  SPICO_GROUP_COLUMN_ACCEPTED_BY_ID,
  SPICO_GROUP_COLUMN_IS_TO_ANSWER,
};

enum {
  SPICO_SHARE_COLUMN_KEY,
  SPICO_SHARE_COLUMN_ID,
  SPICO_SHARE_COLUMN_PRINCIPAL_ID,
  SPICO_SHARE_COLUMN_IS_ADMINISTRATOR,
  SPICO_SHARE_COLUMN_IS_ACCEPTED,
  SPICO_SHARE_COLUMN_SHARED_AT,
  SPICO_SHARE_COLUMN_ACCEPTED_BY_ID,
};

enum {
  SPICO_DELEGATION_COLUMN_KEY,
  SPICO_DELEGATION_COLUMN_ID,
  SPICO_DELEGATION_COLUMN_HOLDER_ID,
  SPICO_DELEGATION_COLUMN_DELEGATOR_ID,
  SPICO_DELEGATION_COLUMN_DELEGATE_ID,
  SPICO_DELEGATION_COLUMN_SCOPE,
  SPICO_DELEGATION_COLUMN_STATUS,
  SPICO_DELEGATION_COLUMN_CREATED_AT,
  SPICO_DELEGATION_COLUMN_ANSWERED_AT,
  SPICO_DELEGATION_COLUMN_ANSWERED_BY_ID,
  SPICO_DELEGATION_COLUMN_ENDED_AT,
  SPICO_DELEGATION_COLUMN_ENDED_BY_ID,
  SPICO_DELEGATION_COLUMN_ENDS_ON,
  SPICO_DELEGATION_COLUMN_REFERENT,
  SPICO_DELEGATION_COLUMN_IS_SUSPENDED,
  SPICO_DELEGATION_COLUMN_IS_TO_ANSWER,
  SPICO_DELEGATION_COLUMN_IS_LAST,
};

enum {
  SPICO_MESSAGE_COLUMN_KEY,
  SPICO_MESSAGE_COLUMN_ID,
  SPICO_MESSAGE_COLUMN_SEQ,
  SPICO_MESSAGE_COLUMN_TEXT,
  SPICO_MESSAGE_COLUMN_SENT_AT,
  SPICO_MESSAGE_COLUMN_COMPOSED_AT,
  SPICO_MESSAGE_COLUMN_PERSON_ID,
  SPICO_MESSAGE_COLUMN_ACCOUNT_ID,
  SPICO_MESSAGE_COLUMN_LOCAL_STATE,
  SPICO_MESSAGE_COLUMN_LOCAL_ERROR,
  SPICO_MESSAGE_COLUMN_MEMBER_IDS,
  SPICO_MESSAGE_COLUMN_IS_AUTOMATIC,
  SPICO_MESSAGE_COLUMN_USED_GROUPS,
  SPICO_MESSAGE_COLUMN_CHANGE,
  SPICO_MESSAGE_COLUMN_NEW_SUBJECT,
  SPICO_MESSAGE_COLUMN_IN_REPLY_TO_ID,
  SPICO_MESSAGE_COLUMN_IS_WITHDRAWN,
  SPICO_MESSAGE_COLUMN_WITHDRAWN_AT,
  SPICO_MESSAGE_COLUMN_EDITED_AT,
  SPICO_MESSAGE_COLUMN_EARLIER_TEXTS,
  SPICO_MESSAGE_COLUMN_CORRECTION,
  SPICO_MESSAGE_COLUMN_CORRECTION_FAILURE,
  SPICO_MESSAGE_COLUMN_IS_UNTOLD,
  SPICO_MESSAGE_COLUMN_IS_URGENT,
  SPICO_MESSAGE_COLUMN_REPLY_BY,
  SPICO_MESSAGE_COLUMN_IS_ANSWERED,
  SPICO_MESSAGE_COLUMN_IS_OVERDUE,
};

enum {
  SPICO_QUOTED_COLUMN_ID,
  SPICO_QUOTED_COLUMN_SEQ,
  SPICO_QUOTED_COLUMN_TEXT,
  SPICO_QUOTED_COLUMN_PERSON_ID,
  SPICO_QUOTED_COLUMN_ACCOUNT_ID,
  SPICO_QUOTED_COLUMN_IS_WITHDRAWN,
  SPICO_QUOTED_COLUMN_ATTACHMENT_COUNT,
};

enum {
  SPICO_MARKER_COLUMN_ACCOUNT_ID,
  SPICO_MARKER_COLUMN_PERSON_ID,
  SPICO_MARKER_COLUMN_READ_UP_TO,
  SPICO_MARKER_COLUMN_READ_AT,
};

#define SPICO_PAGE_SIZE 64
/* What a conversation opens with: as many messages as a screen shows, and some. */
#define SPICO_MESSAGES_PAGE 24
/* What it grows by: their rows are dear, and are all made and measured in one frame. */
#define SPICO_OLDER_MESSAGES_PAGE 12

DexFuture *spico_read_list (SpicoTransaction *transaction,
                            gpointer          data);
DexFuture *spico_read_messages (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_read_principals (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_read_draft (SpicoTransaction *transaction,
                             gpointer          data);
DexFuture *spico_read_favourite_ids (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_read_accounts (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_read_waiting (SpicoTransaction *transaction,
                               gpointer          data);
DexFuture *spico_read_setting (SpicoTransaction *transaction,
                               gpointer          data);

G_END_DECLS
