/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Mes appareils »: a person's sessions, each on its device; one is ended, and its device erased, from another (B019). */
#include "spico-jmap-private.h"

#include "spico-auth-device.h"

/* To the hour: the list tells a device that is in use from one that was forgotten somewhere, not how somebody spends the day. */
static const SpicoJmapExpression expressions[] = {
  { "lastUsedAt", "t.refreshed_at - t.refreshed_at % 3600000000" },
  { "isCurrent", "CASE WHEN t.id = {session} THEN 1 ELSE 0 END" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Device", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  return spico_jmap_filter_unknown (error);
}

static gboolean
forbid (const char *description,
        GError    **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_FORBIDDEN, description);
  return FALSE;
}

static gboolean
rename_device (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  const char *asked = spico_jmap_object_text (object, "name");
  g_autofree char *name = spico_auth_normalise_device_name (asked != NULL ? asked : "");

  if (name == NULL)
    return spico_jmap_refuse (call, "name", error);
  if (g_strcmp0 (name, asked) != 0)
    *returned |= spico_jmap_property_bit (call->rules->type, "name");

  spico_journal_add (call->context->journal, call->account_id, "Device", id, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (call->context->connection, "UPDATE auth_session SET name = $2 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (name)), error);
}

/* As it stands once its row is locked: a refresh that comes meanwhile waits, and is then told. */
static gboolean
is_to_erase (SpicoJmapCall *call,
             const char    *id,
             gboolean      *to_erase,
             GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autofree char *sql = g_strconcat ("SELECT must_erase FROM auth_session WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  gint64 number;

  if (!spico_sql_query_int64 (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), 0, &number, error))
    return FALSE;

  *to_erase = number != 0;
  return TRUE;
}

static gboolean
erase (SpicoJmapCall *call,
       const char    *id,
       guint64       *returned,
       GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_DEVICE_ERASE, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return forbid ("That is for its person alone to say.", error);
  if (g_str_equal (id, context->actor->session_id))
    return forbid ("One signs out of the device that one uses.", error);

  *returned |= spico_jmap_property_bit (call->rules->type, "endedAt");
  return spico_auth_erase_device (context->connection, context->journal, context->actor->person_id, id, context->now_us, error)
         && spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_DEVICE_ERASE, call->rules->type->name, id, decision.rule, error);
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  gboolean wanted = spico_jmap_object_number (object, "mustErase") != 0;
  gboolean to_erase;

  if (spico_jmap_object_has (object, "name") && !rename_device (call, id, object, returned, error))
    return FALSE;
  if (!spico_jmap_object_has (object, "mustErase"))
    return TRUE;
  if (!is_to_erase (call, id, &to_erase, error))
    return FALSE;
  if (wanted == to_erase)
    return TRUE;

  /* A device may have erased itself already. */
  return wanted ? erase (call, id, returned, error) : spico_jmap_refuse (call, "mustErase", error);
}

const SpicoJmapRules spico_device_rules = {
  .type = &spico_type_device,
  .read = SPICO_ACTION_DEVICE_READ,
  .update = SPICO_ACTION_DEVICE_UPDATE,
  .depends_on_person = TRUE,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .sort_descending = TRUE,
  .dependencies = dependencies,
  .filter = filter,
  .update_object = update_object,
};
