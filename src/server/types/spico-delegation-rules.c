/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delegations: asked for or offered, accepted or refused, ended by either side (F022–F032). */
#include "spico-jmap-private.h"

#include <stdio.h>

#include "spico-assignment.h"
#include "spico-delegation-record.h"
#include "spico-delegation-news.h"
#include "spico-delegation-sql.h"
#include "spico-region-zone.h"
#include "spico-register-schema.h"

/* Of a person: what nobody has answered yet, and what was asked or offered within a day. */
#define MAX_OPEN 50
#define MAX_A_DAY 100
/* The last day of an offer is no further away. */
#define MAX_DAYS 731

#define STATUS SPICO_DELEGATION_STATUS ("t")

static const SpicoJmapExpression expressions[] = {
  { "status", STATUS },
  { "endedAt", "CASE WHEN " STATUS " = 'ended' THEN t.ended_at END" },
  { "isSuspended", "CASE WHEN " STATUS " = 'accepted' AND " SPICO_DELEGATION_IS_SUSPENDED ("t") " THEN 1 ELSE 0 END" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Delegation", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "delegatorId"))
    return spico_jmap_filter_equal (query, "t.account_id", value, error);
  if (g_str_equal (name, "delegateId"))
    return spico_jmap_filter_equal (query, "t.delegate_id", value, error);
  if (g_str_equal (name, "status"))
    return spico_jmap_filter_equal (query, "(" STATUS ")", value, error);

  return spico_jmap_filter_unknown (error);
}

static gboolean
fail (GError    **error,
      int         code,
      const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
may (SpicoJmapCall *call,
     SpicoAction    action,
     const char    *id,
     const char   **rule,
     gboolean      *allow,
     GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, action, id, &decision, error))
    return FALSE;

  *allow = decision.allow;
  *rule = decision.rule;
  return TRUE;
}

/* ---- Mail ---- */

static gboolean
tell_by_mail (SpicoJmapCall         *call,
              const SpicoDelegation *delegation,
              const char            *matter,
              GError               **error)
{
  SpicoJmapContext *context = call->context;
  const SpicoDelegationNews news = { delegation->id, delegation->account_id, delegation->delegate_id, call->account_id, context->actor->person_id, context->now_us };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!context->limits->sends_mail)
    return TRUE;
  if (!spico_delegation_news_queue (&news, context->connection, matter, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (context->journal, call->account_id, "Notification", g_ptr_array_index (ids, i), SPICO_JOURNAL_CREATED);
  return TRUE;
}

/* ---- Create ---- */

/* The microsecond in which a day of the region is over; 0 where it is none. */
static gint64
end_of_day (const char *text)
{
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;
  unsigned int year, month, day;

  if (sscanf (text, "%4u-%2u-%2u", &year, &month, &day) != 3)
    return 0;

  start = g_date_time_new (spico_region_zone_get (), (int) year, (int) month, (int) day, 0, 0, 0);
  end = start != NULL ? g_date_time_add_days (start, 1) : NULL;
  return end != NULL ? g_date_time_to_unix (end) * G_USEC_PER_SEC : 0;
}

static gboolean
check_end (SpicoJmapCall   *call,
           SpicoJmapObject *object,
           gboolean         is_offer,
           GError         **error)
{
  const char *ends_on = spico_jmap_object_text (object, "endsOn");
  gint64 now_us = call->context->now_us;
  gint64 end_us;

  if (ends_on == NULL)
    return TRUE;

  end_us = is_offer ? end_of_day (ends_on) : 0;
  if (end_us <= now_us || end_us > now_us + MAX_DAYS * G_TIME_SPAN_DAY)
    return spico_jmap_refuse (call, "endsOn", error);

  spico_jmap_object_set_number (object, "endedAt", end_us);
  return TRUE;
}

/* Whoever is asked must be able to answer: somebody of the directory, who has an account; and a delegate is a person. */
static gboolean
check_other (SpicoJmapCall *call,
             const char    *id,
             gboolean       is_offer,
             GError       **error)
{
  gboolean is_there;

  if (!spico_sql_query_exists (call->context->connection,
                               is_offer ? "SELECT 1 FROM principal t WHERE t.id = $1 AND t.has_account = 1 AND t.kind = 'person' AND " SPICO_REGISTER_IS_THERE ("t")
                                        : "SELECT 1 FROM principal t WHERE t.id = $1 AND t.has_account = 1 AND " SPICO_REGISTER_IS_THERE ("t"),
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &is_there, error))
    return FALSE;

  return is_there || spico_jmap_refuse (call, is_offer ? "delegateId" : "delegatorId", error);
}

static gboolean
check_quota (SpicoJmapCall *call,
             GError       **error)
{
  SpicoJmapContext *context = call->context;
  gint64 n_open, n_recent;

  if (!spico_sql_query_int64 (context->connection,
                              "SELECT COUNT(*) FROM delegation WHERE (account_id = $1 OR delegate_id = $1) AND set_by = $1 AND status IN ('requested', 'offered')",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (context->actor->person_id)), 0, &n_open, error)
      || !spico_sql_query_int64 (context->connection, "SELECT COUNT(*) FROM delegation WHERE (account_id = $1 OR delegate_id = $1) AND set_by = $1 AND created_at > $2",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_INT (context->now_us - G_TIME_SPAN_DAY)), 0, &n_recent, error))
    return FALSE;

  return (n_open < MAX_OPEN && n_recent < MAX_A_DAY) || fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "Too many requests wait for an answer, or were made today.");
}

/* One that is open a pair. Whose last day is over leaves its place, though nobody has noted it yet. */
static gboolean
check_pair (SpicoJmapCall *call,
            const char    *account_id,
            const char    *delegate_id,
            GError       **error)
{
  SpicoJmapContext *context = call->context;

  if (!spico_sql_run (context->connection, "UPDATE delegation SET status = 'ended' WHERE account_id = $1 AND delegate_id = $2 AND status IN ('offered', 'accepted') AND ended_at <= $3",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (delegate_id), SPICO_SQL_INT (context->now_us)), error)
      || !spico_sql_query_text (context->connection, "SELECT id FROM delegation WHERE account_id = $1 AND delegate_id = $2 AND status IN ('requested', 'offered', 'accepted')",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (delegate_id)), &call->existing_id, error))
    return FALSE;

  return call->existing_id == NULL || fail (error, SPICO_JMAP_ERROR_ALREADY_EXISTS, "There is a delegation between the two, or a request for one.");
}

static gboolean
check_create (SpicoJmapCall   *call,
              SpicoJmapObject *object,
              gboolean         is_offer,
              GError         **error)
{
  const char *delegator_id = spico_jmap_object_text (object, "delegatorId");
  const char *delegate_id = spico_jmap_object_text (object, "delegateId");
  const char *status = is_offer ? "offered" : "requested";

  if (spico_jmap_object_has (object, "status") && !g_str_equal (spico_jmap_object_text (object, "status"), status))
    return spico_jmap_refuse (call, "status", error);

  spico_jmap_object_set_text (object, "status", status);
  return check_other (call, is_offer ? delegate_id : delegator_id, is_offer, error) && check_end (call, object, is_offer, error)
         && spico_delegation_lock_account (call->context->connection, delegator_id, error) && check_pair (call, delegator_id, delegate_id, error) && check_quota (call, error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const extra_columns[] = { "follows_attachment", NULL };
  SpicoJmapContext *context = call->context;
  const char *delegator_id = spico_jmap_object_text (object, "delegatorId");
  const char *delegate_id = spico_jmap_object_text (object, "delegateId");
  const SpicoDelegation delegation = { .id = (char *) id, .account_id = (char *) delegator_id, .delegate_id = (char *) delegate_id };
  gboolean is_offer = g_str_equal (delegator_id, call->account_id);
  gboolean allow;

  /* For oneself alone: nobody asks in another's name, or passes on what they hold (F022, F025). */
  if (!may (call, SPICO_ACTION_DELEGATION_CREATE, NULL, rule, &allow, error))
    return FALSE;
  if (!allow)
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "A delegation is asked for, and offered, from one's own account.");
  if (g_str_equal (delegator_id, delegate_id) || (!is_offer && !g_str_equal (delegate_id, call->account_id)))
    return spico_jmap_refuse (call, is_offer ? "delegateId" : "delegatorId", error);
  if (!check_create (call, object, is_offer, error))
    return FALSE;

  spico_jmap_object_set_text (object, "setBy", context->actor->person_id);
  spico_jmap_object_set_text (object, "referent", "");
  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  spico_delegation_tell (&delegation, context->journal, SPICO_JOURNAL_CREATED);
  return spico_jmap_object_insert (object, call, extra_columns, (const SpicoSqlValue[]) { SPICO_SQL_INT (0) }, error)
         && tell_by_mail (call, &delegation, is_offer ? "offered" : "asked", error);
}

/* ---- Answer and end ---- */

typedef struct {
  SpicoAction action;
  const char *sql;
  const char *to_delegate;  /* who is told what, where the delegator's side acts */
  const char *to_others;
  const char *to_delegator; /* and where the delegate does */
} Step;

#define ANSWERED "answered_at = $2, answered_by_person_id = $3"

static const Step accept_step = {
  SPICO_ACTION_DELEGATION_ACCEPT,
  "UPDATE delegation SET status = 'accepted', " ANSWERED ", follows_attachment ="
  " CASE WHEN EXISTS (SELECT 1 FROM attachment h WHERE h.person_id = delegation.delegate_id AND h.structure_id = delegation.account_id) THEN 1 ELSE 0 END WHERE id = $1",
  "granted", "others-granted", "taken",
};

static const Step refuse_step = {
  SPICO_ACTION_DELEGATION_REFUSE,
  "UPDATE delegation SET status = 'refused', " ANSWERED ", ended_at = $2 WHERE id = $1",
  "denied", "others-denied", "declined",
};

static const Step end_step = {
  SPICO_ACTION_DELEGATION_END,
  "UPDATE delegation SET status = 'ended', ended_at = $2, ended_by_person_id = $3 WHERE id = $1",
  "removed", "others-removed", "left",
};

/* What somebody takes back before it was answered has opened nothing: both sides see it, and nobody is written to. */
static gboolean
tell_others (SpicoJmapCall         *call,
             const SpicoDelegation *delegation,
             const Step            *step,
             GError               **error)
{
  if (step == &end_step && !g_str_equal (delegation->status, "accepted"))
    return TRUE;
  if (g_str_equal (delegation->delegate_id, call->context->actor->person_id))
    return tell_by_mail (call, delegation, step->to_delegator, error);

  return tell_by_mail (call, delegation, step->to_delegate, error) && tell_by_mail (call, delegation, step->to_others, error);
}

/* A structure is never left without anybody who can answer for it, unless the operator does that (F031). */
static gboolean
check_last (SpicoJmapCall         *call,
            const SpicoDelegation *delegation,
            GError               **error)
{
  gboolean is_last;

  if (!g_str_equal (delegation->status, "accepted"))
    return TRUE;
  if (!spico_delegation_is_last (delegation, call->context->connection, call->context->now_us, &is_last, error))
    return FALSE;

  return !is_last || fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "Only the operator ends the last delegation of a structure.");
}

static gboolean
take_step (SpicoJmapCall         *call,
           const SpicoDelegation *delegation,
           const Step            *step,
           GError               **error)
{
  SpicoJmapContext *context = call->context;
  const char *rule;
  gboolean allow;

  if (!may (call, step->action, delegation->id, &rule, &allow, error))
    return FALSE;
  if (!allow)
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "That is for someone else to say, or was said already.");
  if (step == &end_step && !check_last (call, delegation, error))
    return FALSE;

  if (step == &end_step && !spico_assignment_release (context->connection, context->journal, delegation->account_id, delegation->delegate_id, error))
    return FALSE;

  spico_delegation_tell (delegation, context->journal, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (context->connection, step->sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (delegation->id), SPICO_SQL_INT (context->now_us), SPICO_SQL_TEXT (context->actor->person_id)), error)
         && spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, step->action, call->rules->type->name, delegation->id, rule, error)
         && tell_others (call, delegation, step, error);
}

static const Step *
find_step (const char *status)
{
  if (g_str_equal (status, "accepted"))
    return &accept_step;
  if (g_str_equal (status, "refused"))
    return &refuse_step;
  return g_str_equal (status, "ended") ? &end_step : NULL;
}

/* As it stands once its delegator is locked: somebody else may have answered meanwhile. */
static gboolean
lock (SpicoJmapCall    *call,
      const char       *id,
      SpicoDelegation **delegation,
      GError          **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (SpicoDelegation) seen = NULL;

  if (!spico_delegation_load (context->connection, id, context->now_us, &seen, error))
    return FALSE;
  if (seen != NULL && (!spico_delegation_lock_account (context->connection, seen->account_id, error) || !spico_delegation_load (context->connection, id, context->now_us, delegation, error)))
    return FALSE;

  return *delegation != NULL || fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such object.");
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  static const char *const changed[] = { "answeredAt", "answeredByPersonId", "endedAt", "endedByPersonId", "isSuspended" };
  g_autoptr (SpicoDelegation) delegation = NULL;
  const char *status = spico_jmap_object_text (object, "status");
  const Step *step;

  if (!spico_jmap_object_has (object, "status"))
    return TRUE;
  if (!lock (call, id, &delegation, error))
    return FALSE;
  if (status != NULL && g_str_equal (status, delegation->status))
    return TRUE;

  step = status != NULL ? find_step (status) : NULL;
  if (step == NULL)
    return spico_jmap_refuse (call, "status", error);
  for (guint i = 0; i < G_N_ELEMENTS (changed); i++)
    *returned |= spico_jmap_property_bit (call->rules->type, changed[i]);

  return take_step (call, delegation, step, error);
}

const SpicoJmapRules spico_delegation_rules = {
  .type = &spico_type_delegation,
  .read = SPICO_ACTION_DELEGATION_READ,
  .create = SPICO_ACTION_DELEGATION_CREATE,
  .update = SPICO_ACTION_DELEGATION_UPDATE,
  .depends_on_person = TRUE,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .update_object = update_object,
};
