/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "spico-audit.h"
#include "spico-authz.h"
#include "spico-jmap.h"
#include "spico-journal.h"
#include "spico-query.h"
#include "spico-type.h"

G_BEGIN_DECLS

/**
 * SpicoJmapError:
 *
 * The errors of the protocol (RFC 8620 sections 3.6 and 5): those of a method and those of an object of a `/set`. Any other domain of error ends the whole request.
 */
typedef enum {
  SPICO_JMAP_ERROR_INVALID_ARGUMENTS,
  SPICO_JMAP_ERROR_INVALID_RESULT_REFERENCE,
  SPICO_JMAP_ERROR_UNKNOWN_METHOD,
  SPICO_JMAP_ERROR_ACCOUNT_NOT_FOUND,
  SPICO_JMAP_ERROR_ACCOUNT_NOT_SUPPORTED,
  SPICO_JMAP_ERROR_ACCOUNT_READ_ONLY,
  SPICO_JMAP_ERROR_FROM_ACCOUNT_NOT_FOUND,
  SPICO_JMAP_ERROR_REQUEST_TOO_LARGE,
  SPICO_JMAP_ERROR_STATE_MISMATCH,
  SPICO_JMAP_ERROR_CANNOT_CALCULATE_CHANGES,
  SPICO_JMAP_ERROR_TOO_MANY_CHANGES,
  SPICO_JMAP_ERROR_ANCHOR_NOT_FOUND,
  SPICO_JMAP_ERROR_UNSUPPORTED_FILTER,
  SPICO_JMAP_ERROR_UNSUPPORTED_SORT,
  SPICO_JMAP_ERROR_FORBIDDEN,
  SPICO_JMAP_ERROR_NOT_FOUND,
  SPICO_JMAP_ERROR_INVALID_PATCH,
  SPICO_JMAP_ERROR_INVALID_PROPERTIES,
  SPICO_JMAP_ERROR_ALREADY_EXISTS,
  SPICO_JMAP_ERROR_OVER_QUOTA,
  SPICO_JMAP_ERROR_RATE_LIMIT,
  SPICO_JMAP_ERROR_TOO_LARGE,
  SPICO_JMAP_ERROR_BLOB_NOT_FOUND,
} SpicoJmapError;

#define SPICO_JMAP_ERROR (spico_jmap_error_quark ())
GQuark spico_jmap_error_quark (void);
const char *spico_jmap_error_type (int code);

typedef struct _SpicoJmapRules SpicoJmapRules;
typedef struct _SpicoJmapCall SpicoJmapCall;

/* ---- One request under way ---- */

/* What a /query has read already for the /get that asks for its results. */
typedef struct {
  const SpicoJmapRules *rules;
  char *account_id;
  guint64 wanted;
  GHashTable *objects; /* by their ids; (nullable): where nothing is read ahead */
} SpicoJmapReadAhead;

typedef struct _SpicoJmapContext SpicoJmapContext;

struct _SpicoJmapContext {
  SpicoSqlConnection *connection;
  const SpicoActor *actor;
  gint64 now_us;
  const SpicoJmapLimits *limits;
  GPtrArray *accounts;
  GHashTable *created_ids;
  SpicoJmapGroup *group;
  SpicoJournal *journal;
  gboolean shares_journal; /* with the group: it is written at the end of that */
  GPtrArray *changes;      /* what a journal of its own has told */
  yyjson_mut_doc *document;
  yyjson_mut_val *responses;
  gboolean tells_created_ids;
  GPtrArray *state_slots;
  SpicoJmapReadAhead read_ahead;
  gsize n_object_bytes;
  gsize n_reference_bytes;
};

const SpicoAuthzAccount *spico_jmap_context_account (SpicoJmapContext *context,
                                                     const char       *account_id);
void spico_jmap_context_promise_state (SpicoJmapContext *context,
                                       yyjson_mut_val   *object,
                                       const char       *key,
                                       const char       *account_id,
                                       const char       *type_name);

/* ---- One method call ---- */

struct _SpicoJmapCall {
  SpicoJmapContext *context;
  const SpicoJmapRules *rules;
  const char *account_id;
  yyjson_val *arguments;
  yyjson_mut_val *result;

  /* Of a /query: the properties that a later call is to /get of its results; 0 where none is. */
  guint64 to_be_read;

  /* What goes with the error of one object of a /set. */
  GPtrArray *bad_properties;
  char *existing_id;
  GStrv missing_blob_ids; /* of `attachments`, those that are not there for this person */
  GStrv refused_member_ids; /* of who takes part, whom the patient refuses */
  GStrv refused_group_ids; /* of `groupIds`, those that may not be used */
};

typedef gboolean (*SpicoJmapHandler) (SpicoJmapCall *call,
                                      GError       **error);

typedef struct {
  const char *name;
  const char *capability;
  SpicoAction action;
  gboolean writes;
  SpicoJmapHandler run;
  const SpicoJmapRules *rules;
} SpicoJmapMethod;

const SpicoJmapMethod *spico_jmap_method_find (const char *name);
gboolean spico_jmap_capability_is_known (const char *capability);

gboolean spico_jmap_call_get (SpicoJmapCall *call,
                              GError       **error);
gboolean spico_jmap_call_changes (SpicoJmapCall *call,
                                  GError       **error);
gboolean spico_jmap_call_query (SpicoJmapCall *call,
                                GError       **error);
gboolean spico_jmap_call_query_changes (SpicoJmapCall *call,
                                        GError       **error);
gboolean spico_jmap_call_set (SpicoJmapCall *call,
                              GError       **error);
gboolean spico_jmap_call_push_get (SpicoJmapCall *call,
                                   GError       **error);
gboolean spico_jmap_call_push_set (SpicoJmapCall *call,
                                   GError       **error);
gboolean spico_jmap_call_blob_copy (SpicoJmapCall *call,
                                    GError       **error);
gboolean spico_jmap_call_conversation_export (SpicoJmapCall *call,
                                              GError       **error);

/* ---- What is common to each /set ---- */

gboolean spico_jmap_call_check_set (SpicoJmapCall *call,
                                    GError       **error);
yyjson_mut_val *spico_jmap_call_describe_error (SpicoJmapCall *call,
                                                const GError  *error);

/* ---- Arguments ---- */

gboolean spico_jmap_call_check_arguments (SpicoJmapCall     *call,
                                          const char *const *names,
                                          GError           **error);
gboolean spico_jmap_call_string (SpicoJmapCall *call,
                                 const char    *name,
                                 gboolean       required,
                                 const char   **string,
                                 GError       **error);
gboolean spico_jmap_call_int64 (SpicoJmapCall *call,
                                const char    *name,
                                gint64         minimum,
                                gint64         fallback,
                                gint64        *number,
                                GError       **error);
gboolean spico_jmap_call_boolean (SpicoJmapCall *call,
                                  const char    *name,
                                  gboolean      *value,
                                  GError       **error);
const char *spico_jmap_text (yyjson_val *value);
const char *spico_jmap_key (yyjson_val *key) G_GNUC_PURE __attribute__ ((returns_nonnull));
gboolean spico_jmap_is_id (const char *text);
SpicoQuery *spico_jmap_call_new_query (SpicoJmapCall *call);
void spico_jmap_call_announce_state (SpicoJmapCall *call,
                                     const char    *type_name);
gboolean spico_jmap_call_state (SpicoJmapCall *call,
                                const char    *type_name,
                                gint64        *state,
                                gint64        *oldest,
                                GError       **error);
gboolean spico_jmap_parse_state (const char *text,
                                 gint64     *state);
GHashTable *spico_jmap_lists_put (SpicoJmapCall *call,
                                  GHashTable    *objects,
                                  const char    *property);
gboolean spico_jmap_lists_read (SpicoJmapCall *call,
                                GHashTable    *lists,
                                SpicoQuery    *query,
                                gsize          n_ids,
                                GError       **error);
yyjson_mut_val *spico_jmap_call_text (SpicoJmapCall *call,
                                      const char    *text);
void spico_jmap_call_put (SpicoJmapCall  *call,
                          yyjson_mut_val *object,
                          const char     *key,
                          yyjson_mut_val *value);

/* ---- Objects ---- */

typedef struct {
  gboolean is_present;
  gboolean is_null;
  char *text;
  gint64 number;
  GStrv ids;
  GPtrArray *records; /* of SpicoJmapObject */
  gboolean is_altered;
} SpicoJmapValue;

typedef struct {
  const SpicoType *type;
  SpicoJmapValue *values;
  gboolean is_inserted;
} SpicoJmapObject;

SpicoJmapObject *spico_jmap_object_new (const SpicoType *type);
void spico_jmap_object_free (SpicoJmapObject *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJmapObject, spico_jmap_object_free)

gboolean spico_jmap_object_read (SpicoJmapObject     *self,
                                 SpicoJmapCall       *call,
                                 const SpicoProperty *property,
                                 yyjson_val          *value);
SpicoJmapValue *spico_jmap_object_value (SpicoJmapObject *self,
                                         const char      *name);
gboolean spico_jmap_object_has (SpicoJmapObject *self,
                                const char      *name);
const char *spico_jmap_object_text (SpicoJmapObject *self,
                                    const char      *name);
gint64 spico_jmap_object_number (SpicoJmapObject *self,
                                 const char      *name);
void spico_jmap_object_set_text (SpicoJmapObject *self,
                                 const char      *name,
                                 const char      *text);
void spico_jmap_object_set_number (SpicoJmapObject *self,
                                   const char      *name,
                                   gint64           number);
char *spico_jmap_object_digest (SpicoJmapObject *self);
gboolean spico_jmap_object_insert (SpicoJmapObject     *self,
                                   SpicoJmapCall       *call,
                                   const char *const   *extra_columns,
                                   const SpicoSqlValue *extra_values,
                                   GError             **error);
yyjson_mut_val *spico_jmap_object_answer (SpicoJmapObject *self,
                                          SpicoJmapCall   *call,
                                          guint64          wanted);
gboolean spico_jmap_refuse (SpicoJmapCall *call,
                            const char    *property,
                            GError       **error);

/* ---- The rules of a type ---- */

typedef struct {
  const char *name;
  const char *sql;
} SpicoJmapExpression;

/**
 * SpicoJmapDependency:
 * @type_name: a type
 * @sql: gives, from the change rows `c` of that type, the ids that may have come, gone or moved in a query
 *
 * Another type whose changes can alter what a query answers.
 */
typedef struct {
  const char *type_name;
  const char *sql;
} SpicoJmapDependency;

/** What a ranked query finds at most: who is further down is not found by it. */
#define SPICO_JMAP_MAX_RANKED 500

gboolean spico_jmap_query_add_where (SpicoJmapCall *call,
                                     SpicoQuery    *query,
                                     GError       **error);

/**
 * SpicoJmapRules:
 * @type: the descriptor
 * @state_type: (nullable): of a view: the type whose state is its own
 * @read: the action of `/get`, `/changes`, `/query` and `/queryChanges`; likewise @create, @update, @destroy of `/set`
 * @audits_reads: whether each object read leaves a trace (and `/get` writes, then)
 * @depends_on_person: whether a delegate may not see all that the account sees: `/changes` then looks at each object
 * @joins: what the expressions need beside the rows that may be seen
 * @expressions: %NULL-ended, the SQL of the properties that are not simply `t.column`
 * @sorts: %NULL-ended, the SQL of each sort property; the first is the default
 * @sort_descending: whether the default sort is
 * @tie_break: (nullable): what follows any sort; `t.id` follows it, so that every order is total
 * @reads_ahead: whether a `/query` may read the objects that a `/get` of the same request asks for: where an index gives the order, so that no row is read in vain
 * @query_condition: (nullable): what every query adds
 * @is_ranked: (nullable): whether a query has an order of its own, which says who is meant rather than who has what, and finds no more than SPICO_JMAP_MAX_RANKED
 * @rank: (nullable): tells the ids of such a query in that order, no more than @limit
 * @dependencies: ended by a %NULL name, itself first
 * @container: (nullable): the type that takes its contents along when it goes
 * @narrow: (nullable): helps the database find some ids
 * @filter: adds the condition of one filter property; %FALSE with `unsupportedFilter` if unknown
 * @complete: (nullable): adds to loaded objects what is in tables of its own
 * @query_state: (nullable): says whether the changes of a query can be worked out
 * @announce_create: (nullable): announces what @create_object will ask (spico_sql_statement_announce())
 * @create: creates the object of that id
 * @update: updates it; sets in @returned the properties that may not be what was asked
 * @destroy: destroys it
 *
 * What a type adds to its descriptor.
 */
struct _SpicoJmapRules {
  const SpicoType *type;
  const SpicoType *state_type;
  SpicoAction read;
  SpicoAction create;
  SpicoAction update;
  SpicoAction destroy;
  gboolean audits_reads;
  gboolean depends_on_person;

  const char *joins;
  const SpicoJmapExpression *expressions;
  const SpicoJmapExpression *sorts;
  gboolean sort_descending;
  const char *tie_break;
  gboolean reads_ahead;
  const char *query_condition;
  const SpicoJmapDependency *dependencies;
  const char *container;

  void (*narrow) (SpicoQuery        *query,
                  const char *const *ids,
                  gsize              n_ids);
  gboolean (*filter) (SpicoJmapCall *call,
                      SpicoQuery    *query,
                      const char    *name,
                      yyjson_val    *value,
                      GError       **error);
  gboolean (*is_ranked) (SpicoJmapCall *call);
  gboolean (*rank) (SpicoJmapCall *call,
                    guint          limit,
                    GPtrArray     *ids,
                    GError       **error);
  gboolean (*complete) (SpicoJmapCall     *call,
                        const char *const *ids,
                        gsize              n_ids,
                        GHashTable        *objects,
                        guint64            wanted,
                        GError           **error);
  gboolean (*can_calculate) (SpicoJmapCall *call,
                             gboolean      *can,
                             GError       **error);
  void (*announce_create) (SpicoJmapCall   *call,
                           SpicoJmapObject *object);
  gboolean (*create_object) (SpicoJmapCall   *call,
                             const char      *id,
                             SpicoJmapObject *object,
                             const char     **rule,
                             GError         **error);
  gboolean (*update_object) (SpicoJmapCall   *call,
                             const char      *id,
                             SpicoJmapObject *object,
                             guint64         *returned,
                             GError         **error);
  gboolean (*destroy_object) (SpicoJmapCall *call,
                              const char    *id,
                              GError       **error);
};

extern const SpicoJmapRules spico_principal_rules;
extern const SpicoJmapRules spico_principal_card_rules;
extern const SpicoJmapRules spico_dossier_rules;
extern const SpicoJmapRules spico_dossier_circle_rules;
extern const SpicoJmapRules spico_conversation_rules;
extern const SpicoJmapRules spico_message_rules;
extern const SpicoJmapRules spico_read_marker_rules;
extern const SpicoJmapRules spico_favourite_rules;
extern const SpicoJmapRules spico_recent_search_rules;
extern const SpicoJmapRules spico_absence_rules;
extern const SpicoJmapRules spico_notification_rules;
extern const SpicoJmapRules spico_favourite_group_rules;
extern const SpicoJmapRules spico_favourite_group_share_rules;
extern const SpicoJmapRules spico_public_group_rules;
extern const SpicoJmapRules spico_category_rules;
extern const SpicoJmapRules spico_delegation_rules;
extern const SpicoJmapRules spico_announcement_rules;
extern const SpicoJmapRules spico_profile_rules;
extern const SpicoJmapRules spico_device_rules;
extern const SpicoJmapRules spico_group_request_rules;
extern const SpicoJmapRules spico_email_submission_rules;
extern const SpicoJmapRules spico_message_template_rules;
extern const SpicoJmapRules spico_scheduled_message_rules;

guint64 spico_jmap_property_bit (const SpicoType *type,
                                 const char      *name);
void spico_jmap_add_columns (SpicoQuery           *query,
                             const SpicoJmapRules *rules,
                             guint64               wanted);
gboolean spico_jmap_parse_properties (const SpicoType *type,
                                      yyjson_val      *properties,
                                      guint64         *wanted);
void spico_jmap_read_ahead_clear (SpicoJmapReadAhead *self);
void spico_jmap_read_ahead_start (SpicoJmapCall *call);
void spico_jmap_read_ahead_add (SpicoJmapCall     *call,
                                SpicoSqlStatement *statement);
const char *spico_jmap_find_expression (const SpicoJmapRules *rules,
                                        const char           *name);
yyjson_mut_val *spico_jmap_read_column (SpicoJmapCall       *call,
                                        const SpicoProperty *property,
                                        SpicoSqlStatement   *statement,
                                        guint                column);
void spico_jmap_count_row (SpicoJmapCall *call);
gboolean spico_jmap_check_bytes (SpicoJmapCall *call,
                                 gsize          n_ids,
                                 GError       **error);
gboolean spico_jmap_load (SpicoJmapCall     *call,
                          const char *const *ids,
                          gsize              n_ids,
                          guint64            wanted,
                          GHashTable       **objects,
                          GError           **error);

/* Filters. */
gboolean spico_jmap_filter_text (SpicoQuery *query,
                                 const char *column,
                                 yyjson_val *value,
                                 GError    **error);
gboolean spico_jmap_filter_equal (SpicoQuery *query,
                                  const char *expression,
                                  yyjson_val *value,
                                  GError    **error);
gboolean spico_jmap_filter_boolean (SpicoQuery *query,
                                    const char *condition,
                                    yyjson_val *value,
                                    GError    **error);
gboolean spico_jmap_filter_compare (SpicoQuery *query,
                                    const char *expression,
                                    gboolean    is_date,
                                    yyjson_val *value,
                                    GError    **error);
gboolean spico_jmap_filter_unknown (GError **error);
gboolean spico_jmap_filter_wrong (GError **error);

/* Dates. */
gboolean spico_utc_date_parse (const char *text,
                               gint64     *microseconds);
char *spico_utc_date_format (gint64 microseconds);
gboolean spico_date_is_valid (const char *text);

char *spico_jmap_session_state (GPtrArray             *accounts,
                                const SpicoJmapLimits *limits);

G_END_DECLS
