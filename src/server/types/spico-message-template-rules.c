/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Modèles » of messages (B021): an account's own. Those of a structure are whosever may write for it, to use and to edit. */
#include "spico-jmap-private.h"

#include "spico-sort-key.h"
#include "spico-template.h"
#include "spico-text.h"

static const SpicoJmapExpression sorts[] = {
  { "name", "t.name_key" },
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "MessageTemplate", "SELECT c.object_id FROM change c" },
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

/* What says nothing is chosen by nobody. */
static gboolean
check_words (SpicoJmapCall   *call,
             SpicoJmapObject *object,
             GError         **error)
{
  static const char *const properties[] = { "name", "text" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      if (spico_jmap_object_has (object, properties[i]) && spico_text_is_blank (spico_jmap_object_text (object, properties[i])))
        return spico_jmap_refuse (call, properties[i], error);
    }

  return TRUE;
}

static gboolean
check_rights (SpicoJmapCall *call,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_TEMPLATE_CREATE, NULL, &decision, error))
    return FALSE;

  *rule = decision.rule;
  return decision.allow || spico_jmap_refuse (call, "id", error);
}

/* The row of the account stays locked: two who make the last one at once do not make two. */
static gboolean
check_room (SpicoJmapCall *call,
            GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  const SpicoSqlValue *account = SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id));
  g_autofree char *lock = g_strconcat ("SELECT id FROM principal WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  g_autofree char *id = NULL;
  gint64 n_templates;

  if (!spico_sql_query_text (connection, lock, account, &id, error)
      || !spico_sql_query_int64 (connection, "SELECT COUNT(*) FROM message_template WHERE account_id = $1", account, 0, &n_templates, error))
    return FALSE;
  if (n_templates < SPICO_TEMPLATES_MAX)
    return TRUE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_OVER_QUOTA, "The account has too many templates.");
  return FALSE;
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const columns[] = { "account_id", "name_key", NULL };
  SpicoJmapContext *context = call->context;
  g_autofree char *name_key = NULL;

  if (!check_words (call, object, error) || !check_rights (call, rule, error) || !check_room (call, error))
    return FALSE;

  name_key = spico_sort_key (spico_jmap_object_text (object, "name"));
  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  spico_jmap_object_set_number (object, "editedAt", context->now_us);
  spico_jmap_object_set_text (object, "editedByPersonId", context->actor->person_id);
  if (!spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (name_key)), error))
    return FALSE;

  spico_journal_add (context->journal, call->account_id, "MessageTemplate", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

static gboolean
update_words (SpicoJmapCall   *call,
              const char      *id,
              SpicoJmapObject *object,
              GError         **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  const char *name = spico_jmap_object_has (object, "name") ? spico_jmap_object_text (object, "name") : NULL;
  const char *text = spico_jmap_object_has (object, "text") ? spico_jmap_object_text (object, "text") : NULL;
  g_autofree char *name_key = name != NULL ? spico_sort_key (name) : NULL;

  return (name == NULL || spico_sql_run (connection, "UPDATE message_template SET name = $1, name_key = $2 WHERE id = $3", SPICO_SQL_VALUES (SPICO_SQL_TEXT (name), SPICO_SQL_TEXT (name_key), SPICO_SQL_TEXT (id)), error))
         && (text == NULL || spico_sql_run (connection, "UPDATE message_template SET text = $1 WHERE id = $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (text), SPICO_SQL_TEXT (id)), error));
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  SpicoJmapContext *context = call->context;

  if (!spico_jmap_object_has (object, "name") && !spico_jmap_object_has (object, "text"))
    return TRUE;
  if (!check_words (call, object, error) || !update_words (call, id, object, error)
      || !spico_sql_run (context->connection, "UPDATE message_template SET edited_at = $1, edited_by_person_id = $2 WHERE id = $3",
                         SPICO_SQL_VALUES (SPICO_SQL_INT (context->now_us), SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_TEXT (id)), error))
    return FALSE;

  *returned |= spico_jmap_property_bit (call->rules->type, "editedAt") | spico_jmap_property_bit (call->rules->type, "editedByPersonId");
  spico_journal_add (context->journal, call->account_id, "MessageTemplate", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  if (!spico_sql_run (call->context->connection, "DELETE FROM message_template WHERE id = $1 AND account_id = $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)), error))
    return FALSE;

  spico_journal_add (call->context->journal, call->account_id, "MessageTemplate", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

const SpicoJmapRules spico_message_template_rules = {
  .type = &spico_type_message_template,
  .read = SPICO_ACTION_TEMPLATE_READ,
  .create = SPICO_ACTION_TEMPLATE_CREATE,
  .update = SPICO_ACTION_TEMPLATE_UPDATE,
  .destroy = SPICO_ACTION_TEMPLATE_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .update_object = update_object,
  .destroy_object = destroy_object,
};
