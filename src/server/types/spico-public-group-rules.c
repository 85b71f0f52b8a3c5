/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public groups of favourites, in the region: found by everyone (F018, F034). Here too what both faces of a group share. */
#include "spico-group-rules.h"

static const SpicoJmapExpression sorts[] = {
  { "name", "t.name_key" },
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "PublicGroup", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

/**
 * spico_group_complete:
 * @call: a call about groups
 * @ids: (array length=n_ids): ids, from anywhere
 * @n_ids: how many
 * @objects: (element-type utf8 yyjson_mut_val): the groups, by their ids
 * @wanted: the set of properties wanted
 * @error: return location for an error
 *
 * Adds the members of all the groups, in one statement.
 *
 * Returns: whether the database answered, and it is not too much
 */
gboolean
spico_group_complete (SpicoJmapCall     *call,
                      const char *const *ids,
                      gsize              n_ids,
                      GHashTable        *objects,
                      guint64            wanted,
                      GError           **error)
{
  g_autoptr (GHashTable) lists = NULL;
  g_autoptr (SpicoQuery) query = NULL;

  if ((wanted & spico_jmap_property_bit (call->rules->type, "memberIds")) == 0)
    return TRUE;

  lists = spico_jmap_lists_put (call, objects, "memberIds");
  query = spico_jmap_call_new_query (call);
  spico_query_add (query, "SELECT group_id, principal_id FROM favourite_group_member WHERE group_id IN ");
  spico_query_add_list (query, ids, n_ids);
  spico_query_add (query, " ORDER BY group_id, principal_id");

  return spico_jmap_lists_read (call, lists, query, n_ids, error);
}

static gboolean
filter_member (SpicoQuery *query,
               yyjson_val *value,
               GError    **error)
{
  spico_query_add (query, "EXISTS (SELECT 1 FROM favourite_group_member m WHERE m.group_id = t.id AND ");
  if (!spico_jmap_filter_equal (query, "m.principal_id", value, error))
    return FALSE;
  spico_query_add (query, ")");

  return TRUE;
}

/**
 * spico_group_filter:
 * @call: a call about groups
 * @query: a statement; the condition is added to it
 * @name: a property of the filter, from anywhere
 * @value: its value, from anywhere
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether it is one that every group has, with a right value
 */
gboolean
spico_group_filter (SpicoJmapCall *call,
                    SpicoQuery    *query,
                    const char    *name,
                    yyjson_val    *value,
                    GError       **error)
{
  if (g_str_equal (name, "text"))
    return spico_jmap_filter_text (query, "t.name_key", value, error);
  if (g_str_equal (name, "isActive"))
    return spico_jmap_filter_boolean (query, "t.is_active = 1", value, error);
  if (g_str_equal (name, "memberId"))
    return filter_member (query, value, error);
  if (g_str_equal (name, "creatorAccountId"))
    return spico_jmap_filter_equal (query, "t.creator_account_id", value, error);

  return spico_jmap_filter_unknown (error);
}

/**
 * spico_group_fail:
 * @error: return location for a #SpicoJmapError
 * @code: which
 * @description: why
 *
 * Returns: %FALSE
 */
gboolean
spico_group_fail (GError    **error,
                  int         code,
                  const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

/**
 * spico_group_may:
 * @call: a call
 * @action: what is to be done
 * @object_id: to what
 * @rule: (out) (optional): by what right
 * @may: (out): whether it may be done
 * @error: return location for a #SpicoSqlError
 *
 * Asks spico_authz_check(). What was allowed before the group was locked may no longer be: it is asked again then.
 *
 * Returns: whether the database answered
 */
gboolean
spico_group_may (SpicoJmapCall *call,
                 SpicoAction    action,
                 const char    *object_id,
                 const char   **rule,
                 gboolean      *may,
                 GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, action, object_id, &decision, error))
    return FALSE;

  *may = decision.allow;
  if (rule != NULL)
    *rule = decision.rule;
  return TRUE;
}

const SpicoJmapRules spico_public_group_rules = {
  .type = &spico_type_public_group,
  .read = SPICO_ACTION_PUBLIC_GROUP_READ,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = spico_group_filter,
  .complete = spico_group_complete,
};
