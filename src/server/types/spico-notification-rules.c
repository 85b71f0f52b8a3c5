/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Envoyer une notification »: a mail to whoever is not there, saying who wants to reach them (F015). */
#include "spico-jmap-private.h"

#include <string.h>

#include "spico-mail-address.h"
#include "spico-notification.h"
#include "spico-register-schema.h"

/* Of an account in a day. */
#define MAX_A_DAY 100

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Notification", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "principalId"))
    return spico_jmap_filter_equal (query, "t.principal_id", value, error);

  return spico_jmap_filter_unknown (error);
}

static gboolean
fail (GError     **error,
      int          code,
      const char  *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
check_rights (SpicoJmapCall *call,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_NOTIFICATION_CREATE, NULL, &decision, error))
    return FALSE;

  *rule = decision.rule;
  if (!decision.allow)
    return spico_jmap_refuse (call, "principalId", error);
  return context->limits->sends_mail || fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "This region sends no mail.");
}

/* A person of the directory who is inactive, has an address, and wants to be told. */
static gboolean
check_principal (SpicoJmapCall *call,
                 const char    *principal_id,
                 GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT " SPICO_NOTIFICATION_ADDRESS ("t") ", ");
  spico_query_add (query, spico_jmap_find_expression (&spico_principal_rules, "presence"));
  spico_query_add (query, " FROM principal t WHERE t.kind = 'person' AND t.is_listed = 1 AND " SPICO_REGISTER_IS_THERE ("t") " AND " SPICO_NOTIFICATION_IS_WANTED ("t", "contact") " AND t.id = ");
  spico_query_add_text (query, principal_id);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return (has_row && !spico_sql_statement_column_is_null (statement, 0) && spico_mail_address_is_valid (spico_sql_statement_column_text (statement, 0))
          && g_str_equal (spico_sql_statement_column_text (statement, 1), "inactive"))
         || spico_jmap_refuse (call, "principalId", error);
}

static gboolean
check_pace (SpicoJmapCall *call,
            GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT COUNT(*) FROM notification n WHERE n.account_id = {account} AND n.day = {today} AND n.group_id = ''");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return spico_sql_statement_column_int64 (statement, 0) < MAX_A_DAY || fail (error, SPICO_JMAP_ERROR_RATE_LIMIT, "This account has sent too many notifications today.");
}

/* Once a day for the same pair, whichever way it was asked for. */
static gboolean
insert (SpicoJmapCall *call,
        const char    *id,
        const char    *client_id,
        const char    *principal_id,
        GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean is_new;

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts) VALUES (");
  spico_query_add_text (query, id);
  spico_query_add (query, ", ");
  if (client_id != NULL)
    spico_query_add_text (query, client_id);
  else
    spico_query_add (query, "NULL");
  spico_query_add (query, ", ");
  spico_query_add_text (query, principal_id);
  spico_query_add (query, ", 'contact', 'queued', {now}, {account}, {person}, {today}, {now}, 0) ON CONFLICT (account_id, principal_id, day, group_id) DO NOTHING RETURNING id");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &is_new, error))
    return FALSE;

  return is_new || fail (error, SPICO_JMAP_ERROR_RATE_LIMIT, "That person was notified today already.");
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  const char *principal_id = spico_jmap_object_text (object, "principalId");

  if (!check_rights (call, rule, error) || !check_principal (call, principal_id, error) || !check_pace (call, error)
      || !insert (call, id, spico_jmap_object_text (object, "clientId"), principal_id, error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "Notification", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

const SpicoJmapRules spico_notification_rules = {
  .type = &spico_type_notification,
  .read = SPICO_ACTION_NOTIFICATION_READ,
  .create = SPICO_ACTION_NOTIFICATION_CREATE,
  .joins = "",
  .sorts = sorts,
  .sort_descending = TRUE,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
};
