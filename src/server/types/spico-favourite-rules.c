/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Favourites: an account's own, one a principal (F016). */
#include "spico-jmap-private.h"

#include "spico-register-schema.h"

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Favourite", "SELECT c.object_id FROM change c" },
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
check_create (SpicoJmapCall *call,
              const char    *principal_id,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;
  gboolean exists;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_FAVOURITE_CREATE, NULL, &decision, error)
      || !spico_sql_query_exists (context->connection, "SELECT 1 FROM principal t WHERE t.id = $1 AND " SPICO_REGISTER_IS_THERE ("t"), SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)),
                                  &exists, error))
    return FALSE;

  *rule = decision.rule;
  return (decision.allow && exists) || spico_jmap_refuse (call, "principalId", error);
}

static gboolean
refuse_second (SpicoJmapCall *call,
               const char    *principal_id,
               GError       **error)
{
  if (!spico_sql_query_text (call->context->connection, "SELECT id FROM favourite WHERE account_id = $1 AND principal_id = $2",
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (principal_id)), &call->existing_id, error))
    return FALSE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_ALREADY_EXISTS, "That principal is a favourite already.");
  return FALSE;
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  SpicoJmapContext *context = call->context;
  const char *principal_id = spico_jmap_object_text (object, "principalId");

  if (!check_create (call, principal_id, rule, error)
      || !spico_sql_run (context->connection,
                         "INSERT INTO favourite (id, client_id, principal_id, created_at, account_id) VALUES ($1, $2, $3, $4, $5)"
                         " ON CONFLICT (account_id, principal_id) DO NOTHING",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (spico_jmap_object_text (object, "clientId")), SPICO_SQL_TEXT (principal_id),
                                           SPICO_SQL_INT (context->now_us), SPICO_SQL_TEXT (call->account_id)),
                         error))
    return FALSE;
  if (spico_sql_connection_changes (context->connection) == 0)
    return refuse_second (call, principal_id, error);

  spico_journal_add (context->journal, call->account_id, "Favourite", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  if (!spico_sql_run (call->context->connection, "DELETE FROM favourite WHERE id = $1 AND account_id = $2",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "Favourite", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

const SpicoJmapRules spico_favourite_rules = {
  .type = &spico_type_favourite,
  .read = SPICO_ACTION_FAVOURITE_READ,
  .create = SPICO_ACTION_FAVOURITE_CREATE,
  .destroy = SPICO_ACTION_FAVOURITE_DESTROY,
  .joins = "",
  .sorts = sorts,
  .tie_break = "t.principal_id",
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .destroy_object = destroy_object,
};
