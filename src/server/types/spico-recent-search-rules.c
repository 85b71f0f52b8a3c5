/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Dernières recherches »: a person's own in an account, each text once, the latest few (F016). */
#include "spico-jmap-private.h"

#include "spico-sort-key.h"

#define MAX_SEARCHES 20

static const SpicoJmapExpression sorts[] = {
  { "usedAt", "t.used_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "RecentSearch", "SELECT c.object_id FROM change c" },
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
check_rights (SpicoJmapCall *call,
              const char   **rule,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_SEARCH_CREATE, NULL, &decision, error))
    return FALSE;

  *rule = decision.rule;
  return decision.allow || spico_jmap_refuse (call, "id", error);
}

/* When the same words were last searched, by the searches that are there. */
static gboolean
find_last_use (SpicoJmapCall *call,
               const char    *text_key,
               gint64        *used_at,
               GError       **error)
{
  return spico_sql_query_int64 (call->context->connection, "SELECT MAX(used_at) FROM recent_search WHERE account_id = $1 AND person_id = $2 AND text_key = $3",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->context->actor->person_id), SPICO_SQL_TEXT (text_key)), 0, used_at, error);
}

/* What gives way to a new one: the same words, and the oldest of too many others. */
static gboolean
make_room (SpicoJmapCall *call,
           const char    *text_key,
           GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  statement = spico_sql_query (connection,
                               "SELECT s.id FROM (SELECT id, text_key, ROW_NUMBER() OVER (ORDER BY CASE WHEN text_key = $3 THEN 1 ELSE 0 END, used_at DESC, id DESC) AS place"
                               " FROM recent_search WHERE account_id = $1 AND person_id = $2) s WHERE s.text_key = $3 OR s.place >= $4",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->context->actor->person_id), SPICO_SQL_TEXT (text_key),
                                                 SPICO_SQL_INT (MAX_SEARCHES)),
                               error);
  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (!spico_sql_run (connection, "DELETE FROM recent_search WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error))
        return FALSE;
      spico_journal_add (call->context->journal, call->account_id, "RecentSearch", id, SPICO_JOURNAL_DESTROYED);
    }

  return TRUE;
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const columns[] = { "account_id", "person_id", "text_key", NULL };
  SpicoJmapContext *context = call->context;
  gint64 used_at = spico_jmap_object_has (object, "usedAt") ? MIN (spico_jmap_object_number (object, "usedAt"), context->now_us) : context->now_us;
  g_autofree char *text_key = spico_sort_key (spico_jmap_object_text (object, "text"));
  gint64 last_use;

  if (*text_key == '\0')
    return spico_jmap_refuse (call, "text", error);
  if (!check_rights (call, rule, error) || !find_last_use (call, text_key, &last_use, error) || !make_room (call, text_key, error))
    return FALSE;

  spico_jmap_object_set_number (object, "usedAt", MAX (used_at, last_use));
  if (!spico_jmap_object_insert (object, call, columns,
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_TEXT (text_key)), error))
    return FALSE;

  spico_journal_add (context->journal, call->account_id, "RecentSearch", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

const SpicoJmapRules spico_recent_search_rules = {
  .type = &spico_type_recent_search,
  .read = SPICO_ACTION_SEARCH_READ,
  .create = SPICO_ACTION_SEARCH_CREATE,
  .depends_on_person = TRUE,
  .joins = "",
  .sorts = sorts,
  .sort_descending = TRUE,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
};
