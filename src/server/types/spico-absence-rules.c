/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Absences that an account declares: a person's, or a structure's (F014, B016). */
#include "spico-jmap-private.h"

#include <stdio.h>
#include <string.h>

#include "spico-register-schema.h"

/* Nobody declares an absence of more than two years, or more than fifty that are still to come. */
#define MAX_DAYS 731
#define MAX_ABSENCES 50

static const SpicoJmapExpression sorts[] = {
  { "firstDay", "t.first_day" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Absence", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "isOver"))
    return spico_jmap_filter_boolean (query, "t.last_day < {today}", value, error);

  return spico_jmap_filter_unknown (error);
}

/* A whole day: in an identity days and months may be unknown, here not. */
static gboolean
read_day (const char *text,
          GDate      *date)
{
  unsigned int year, month, day;

  if (sscanf (text, "%4u-%2u-%2u", &year, &month, &day) != 3 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

static gboolean
check_days (SpicoJmapCall *call,
            const char    *first_day,
            const char    *last_day,
            GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  GDate first, last;
  gboolean is_to_come;

  if (!read_day (first_day, &first))
    return spico_jmap_refuse (call, "firstDay", error);
  if (!read_day (last_day, &last) || g_date_compare (&last, &first) < 0 || g_date_days_between (&first, &last) > MAX_DAYS)
    return spico_jmap_refuse (call, "lastDay", error);

  spico_query_add (query, "SELECT 1 FROM (SELECT 1 AS one) o WHERE {today} <= ");
  spico_query_add_text (query, last_day);
  if (!spico_query_run_exists (query, call->context->connection, &is_to_come, error))
    return FALSE;

  return is_to_come || spico_jmap_refuse (call, "lastDay", error);
}

static gboolean
check_stand_in (SpicoJmapCall *call,
                const char    *stand_in_id,
                GError       **error)
{
  gboolean exists = FALSE;

  if (stand_in_id == NULL)
    return TRUE;
  if (!g_str_equal (stand_in_id, call->account_id)
      && !spico_sql_query_exists (call->context->connection, "SELECT 1 FROM principal t WHERE t.id = $1 AND " SPICO_REGISTER_IS_THERE ("t"),
                                  SPICO_SQL_VALUES (SPICO_SQL_TEXT (stand_in_id)), &exists, error))
    return FALSE;

  return exists || spico_jmap_refuse (call, "standInId", error);
}

/* Two absences of an account have no day in common, so that each day has one message and one stand-in. */
static gboolean
check_others (SpicoJmapCall *call,
              const char    *first_day,
              const char    *last_day,
              GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  if (!spico_sql_query_text (connection, "SELECT id FROM absence WHERE principal_id = $1 AND first_day <= $3 AND last_day >= $2 ORDER BY first_day LIMIT 1",
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (first_day), SPICO_SQL_TEXT (last_day)), &call->existing_id, error))
    return FALSE;
  if (call->existing_id != NULL)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_ALREADY_EXISTS, "An absence is declared for some of these days already.");
      return FALSE;
    }

  spico_query_add (query, "SELECT COUNT(*) FROM absence b WHERE b.principal_id = {account} AND b.last_day >= {today}");
  statement = spico_query_run (query, connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (spico_sql_statement_column_int64 (statement, 0) < MAX_ABSENCES)
    return TRUE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_OVER_QUOTA, "Too many absences are declared: take some of them back.");
  return FALSE;
}

/* What has been over for half a year is of no use to anybody: it makes room when another one is declared. */
static gboolean
forget_old (SpicoJmapCall *call,
            GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc_usec (context->now_us);
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -180);
  g_autofree char *day = g_date_time_format (then, "%Y-%m-%d");
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (context->connection, "DELETE FROM absence WHERE principal_id = $1 AND last_day < $2 RETURNING id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (day)), error);

  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (context->journal, call->account_id, "Absence", g_ptr_array_index (ids, i), SPICO_JOURNAL_DESTROYED);

  return TRUE;
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const extra_columns[] = { "principal_id", NULL };
  SpicoJmapContext *context = call->context;
  const char *first_day = spico_jmap_object_text (object, "firstDay");
  const char *last_day = spico_jmap_object_text (object, "lastDay");
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_ABSENCE_CREATE, NULL, &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_jmap_refuse (call, "firstDay", error);
  *rule = decision.rule;

  if (!check_days (call, first_day, last_day, error) || !check_stand_in (call, spico_jmap_object_text (object, "standInId"), error)
      || !check_others (call, first_day, last_day, error) || !forget_old (call, error))
    return FALSE;

  spico_jmap_object_set_text (object, "declaredByPersonId", context->actor->person_id);
  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  spico_journal_add (context->journal, call->account_id, "Absence", id, SPICO_JOURNAL_CREATED);
  return spico_jmap_object_insert (object, call, extra_columns, (const SpicoSqlValue[]) { SPICO_SQL_TEXT (call->account_id) }, error);
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  if (!spico_sql_run (call->context->connection, "DELETE FROM absence WHERE id = $1 AND principal_id = $2",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "Absence", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

const SpicoJmapRules spico_absence_rules = {
  .type = &spico_type_absence,
  .read = SPICO_ACTION_ABSENCE_READ,
  .create = SPICO_ACTION_ABSENCE_CREATE,
  .destroy = SPICO_ACTION_ABSENCE_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .destroy_object = destroy_object,
};
