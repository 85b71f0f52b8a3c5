/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dossiers: what an account with habilitation sees of a patient. Reading one leaves a trace. */
#include "spico-jmap-private.h"

#include "spico-sort-key.h"

static const SpicoJmapExpression expressions[] = {
  { "inActiveList", "v.in_active_list" },
  { "habilitation", "v.habilitation" },
  { "role", "v.role" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "birthName", "t.birth_name_key" },
  { "birthDate", "t.birth_date" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Dossier", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "text"))
    return spico_jmap_filter_text (query, "t.search_key", value, error);
  if (g_str_equal (name, "inActiveList"))
    return spico_jmap_filter_boolean (query, "v.in_active_list = 1", value, error);

  return spico_jmap_filter_unknown (error);
}

/* The rows of changes are the account's: to a delegate whom the patient refuses, they would name the dossier. */
static gboolean
can_calculate (SpicoJmapCall *call,
               gboolean      *can,
               GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  gboolean is_refused;

  spico_query_add (query,
                   "SELECT 1 FROM dossier_member v JOIN dossier_member n ON n.dossier_id = v.dossier_id"
                   " WHERE v.account_id = {account} AND n.account_id = {person} AND n.refusal = 1");
  if (!spico_query_run_exists (query, call->context->connection, &is_refused, error))
    return FALSE;

  *can = !is_refused;
  return TRUE;
}

static gboolean
insert_dossier (SpicoJmapCall   *call,
                SpicoJmapObject *object,
                GError         **error)
{
  static const char *const columns[] = { "birth_name_key", "search_key", NULL };
  const char *birth_name = spico_jmap_object_text (object, "birthName");
  const char *used_name = spico_jmap_object_text (object, "usedName");
  const char *first_names = spico_jmap_object_text (object, "firstNames");
  g_autofree char *full_name = g_strjoin (" ", birth_name, first_names, NULL);
  g_autofree char *all_names = g_strjoin (" ", birth_name, used_name != NULL ? used_name : "", first_names, NULL);
  g_autofree char *birth_name_key = spico_sort_key (full_name);
  g_autofree char *search_key = spico_sort_key (all_names);

  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (birth_name_key), SPICO_SQL_TEXT (search_key)), error);
}

/* Who creates a dossier is in its circle, with habilitation (F079), and finds it in the active list. */
static gboolean
insert_creator (SpicoJmapCall   *call,
                const char      *id,
                SpicoJmapObject *object,
                GError         **error)
{
  gboolean in_active_list = !spico_jmap_object_has (object, "inActiveList") || spico_jmap_object_number (object, "inActiveList") != 0;

  return spico_sql_run (call->context->connection,
                        "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at,"
                        " added_by_account_id, added_by_person_id) VALUES ($1, $2, 1, 0, '', $3, $4, $5, $6)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id), SPICO_SQL_BOOLEAN (in_active_list),
                                          SPICO_SQL_INT (call->context->now_us), SPICO_SQL_TEXT (call->account_id),
                                          SPICO_SQL_TEXT (call->context->actor->person_id)),
                        error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_DOSSIER_CREATE, NULL, &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_jmap_refuse (call, "id", error);
  *rule = decision.rule;

  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  if (!insert_dossier (call, object, error) || !insert_creator (call, id, object, error))
    return FALSE;

  spico_journal_add (context->journal, call->account_id, "Dossier", id, SPICO_JOURNAL_CREATED);
  return TRUE;
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  SpicoJmapContext *context = call->context;

  if (!spico_jmap_object_has (object, "inActiveList"))
    return TRUE;
  if (!spico_sql_run (context->connection, "UPDATE dossier_member SET in_active_list = $1 WHERE dossier_id = $2 AND account_id = $3",
                      SPICO_SQL_VALUES (SPICO_SQL_INT (spico_jmap_object_number (object, "inActiveList")), SPICO_SQL_TEXT (id),
                                        SPICO_SQL_TEXT (call->account_id)),
                      error))
    return FALSE;

  spico_journal_add (context->journal, call->account_id, "Dossier", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

const SpicoJmapRules spico_dossier_rules = {
  .type = &spico_type_dossier,
  .read = SPICO_ACTION_DOSSIER_READ,
  .create = SPICO_ACTION_DOSSIER_CREATE,
  .update = SPICO_ACTION_DOSSIER_UPDATE,
  .audits_reads = TRUE,
  .depends_on_person = TRUE,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .tie_break = "t.search_key",
  .dependencies = dependencies,
  .filter = filter,
  .can_calculate = can_calculate,
  .create_object = create_object,
  .update_object = update_object,
};
