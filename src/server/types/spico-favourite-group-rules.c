/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites, as the accounts that administer, are given or use them hold them (F033–F051). */
#include "spico-group-requests.h"
#include "spico-group-rules.h"

#include "spico-register-schema.h"
#include "spico-sort-key.h"

/* Of an account. */
#define MAX_ADMINISTERED 200

static const SpicoJmapExpression sorts[] = {
  { "name", "t.name_key" },
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "FavouriteGroup", "SELECT c.object_id FROM change c" },
  { "FavouriteGroupShare", "SELECT s.group_id FROM change c JOIN favourite_group_share s ON s.id = c.object_id" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "isPublic"))
    return spico_jmap_filter_boolean (query, "t.is_public = 1", value, error);
  if (g_str_equal (name, "isAdministrator"))
    return spico_jmap_filter_boolean (query, "v.is_administrator = 1", value, error);
  if (g_str_equal (name, "isAccepted"))
    return spico_jmap_filter_boolean (query, "v.is_accepted = 1", value, error);
  if (g_str_equal (name, "isUsable"))
    return spico_jmap_filter_boolean (query, "t.is_active = 1 AND v.is_accepted = 1", value, error);

  return spico_group_filter (call, query, name, value, error);
}

/* ---- Members ---- */

static gboolean
check_members (SpicoJmapCall *call,
               GStrv          member_ids,
               GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gsize n_members = member_ids != NULL ? g_strv_length (member_ids) : 0;
  gboolean has_row;

  if (n_members == 0)
    return TRUE;

  spico_query_add (query, "SELECT COUNT(*) FROM principal t WHERE " SPICO_REGISTER_IS_THERE ("t") " AND t.id IN ");
  spico_query_add_list (query, (const char *const *) member_ids, n_members);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  return spico_sql_statement_column_int64 (statement, 0) == (gint64) n_members || spico_jmap_refuse (call, "memberIds", error);
}

static gboolean
insert_members (SpicoJmapCall *call,
                const char    *id,
                GStrv          member_ids,
                GError       **error)
{
  for (guint i = 0; member_ids != NULL && member_ids[i] != NULL; i++)
    {
      if (!spico_sql_run_later (call->context->connection, "INSERT INTO favourite_group_member (group_id, principal_id) VALUES ($1, $2) ON CONFLICT (group_id, principal_id) DO NOTHING",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (member_ids[i])), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_member (GStrv       member_ids,
            const char *principal_id)
{
  return member_ids != NULL && g_strv_contains ((const char *const *) member_ids, principal_id);
}

static gboolean
remove_member (SpicoJmapCall *call,
               const char    *id,
               const char    *principal_id,
               GError       **error)
{
  return spico_sql_run (call->context->connection, "DELETE FROM favourite_group_member WHERE group_id = $1 AND principal_id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (principal_id)), error);
}

/* A group is shared with its members: whoever leaves loses it, so that an administrator first gives up the role. Its creator has it as such. */
static gboolean
take_share (SpicoJmapCall *call,
            const char    *id,
            GPtrArray     *shares,
            const char    *principal_id,
            GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoGroupShare *share = spico_group_find_share (shares, principal_id);
  gboolean is_creator;

  if (share == NULL)
    return TRUE;
  if (!spico_sql_query_exists (context->connection, "SELECT 1 FROM favourite_group WHERE id = $1 AND creator_account_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (principal_id)), &is_creator, error))
    return FALSE;
  if (is_creator)
    return TRUE;
  if (share->is_administrator)
    return spico_jmap_refuse (call, "memberIds", error);

  return spico_group_remove_share (context->connection, context->journal, id, shares, share, error) && g_ptr_array_remove (shares, share);
}

static gboolean
replace_members (SpicoJmapCall *call,
                 const char    *id,
                 GPtrArray     *shares,
                 GStrv          member_ids,
                 GError       **error)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (!check_members (call, member_ids, error))
    return FALSE;
  statement = spico_sql_query (call->context->connection, "SELECT principal_id FROM favourite_group_member WHERE group_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  if (statement == NULL || !spico_sql_collect_texts (statement, before, error))
    return FALSE;

  for (guint i = 0; i < before->len; i++)
    {
      const char *principal_id = g_ptr_array_index (before, i);

      if (!has_member (member_ids, principal_id) && (!take_share (call, id, shares, principal_id, error) || !remove_member (call, id, principal_id, error)))
        return FALSE;
    }

  return insert_members (call, id, member_ids, error);
}

/* ---- Create ---- */

static gboolean
check_quota (SpicoJmapCall *call,
             GError       **error)
{
  gint64 n_groups;

  if (!spico_sql_query_int64 (call->context->connection, "SELECT COUNT(*) FROM favourite_group_share WHERE principal_id = $1 AND is_administrator = 1",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id)), 0, &n_groups, error))
    return FALSE;

  return n_groups < MAX_ADMINISTERED || spico_group_fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "This account administers too many groups.");
}

/* Who creates a group administers it (F046). */
static gboolean
insert_creator (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autofree char *share_id = g_strjoin ("_", id, call->account_id, NULL);

  spico_journal_add (context->journal, call->account_id, "FavouriteGroupShare", share_id, SPICO_JOURNAL_CREATED);
  return spico_sql_run_later (context->connection,
                              "INSERT INTO favourite_group_share (id, client_id, group_id, principal_id, is_administrator, is_accepted, shared_at, accepted_at, accepted_by_person_id, answered_at)"
                              " VALUES ($1, NULL, $2, $3, 1, 1, $4, $4, $5, $4)",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (share_id), SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id), SPICO_SQL_INT (context->now_us),
                                                SPICO_SQL_TEXT (context->actor->person_id)),
                              error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const columns[] = { "name_key", NULL };
  SpicoJmapContext *context = call->context;
  GStrv member_ids = spico_jmap_object_value (object, "memberIds")->ids;
  g_autofree char *name_key = spico_sort_key (spico_jmap_object_text (object, "name"));
  gboolean may;

  if (!spico_group_may (call, SPICO_ACTION_GROUP_CREATE, NULL, rule, &may, error))
    return FALSE;
  if (!may)
    return spico_jmap_refuse (call, "id", error);
  if (!check_quota (call, error) || !check_members (call, member_ids, error))
    return FALSE;

  if (!spico_jmap_object_has (object, "isActive"))
    spico_jmap_object_set_number (object, "isActive", 1);
  spico_jmap_object_set_text (object, "creatorAccountId", call->account_id);
  spico_jmap_object_set_text (object, "creatorPersonId", context->actor->person_id);
  spico_jmap_object_set_number (object, "createdAt", context->now_us);

  spico_journal_add (context->journal, call->account_id, "FavouriteGroup", id, SPICO_JOURNAL_CREATED);
  if (spico_jmap_object_number (object, "isPublic") != 0)
    spico_journal_add (context->journal, SPICO_REGION_ACCOUNT_ID, "PublicGroup", id, SPICO_JOURNAL_CREATED);
  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (name_key)), error) && insert_members (call, id, member_ids, error)
         && insert_creator (call, id, error);
}

/* ---- Update ---- */

static gboolean
update_name (SpicoJmapCall   *call,
             const char      *id,
             SpicoJmapObject *object,
             GError         **error)
{
  const char *name = spico_jmap_object_text (object, "name");
  g_autofree char *key = name != NULL ? spico_sort_key (name) : NULL;

  return name == NULL
         || spico_sql_run (call->context->connection, "UPDATE favourite_group SET name = $2, name_key = $3 WHERE id = $1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (name), SPICO_SQL_TEXT (key)), error);
}

/* Null stands for none. */
static gboolean
update_description (SpicoJmapCall   *call,
                    const char      *id,
                    SpicoJmapObject *object,
                    GError         **error)
{
  const char *text = spico_jmap_object_text (object, "description");

  return !spico_jmap_object_has (object, "description")
         || spico_sql_run (call->context->connection, "UPDATE favourite_group SET description = $2 WHERE id = $1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (text != NULL ? text : "")), error);
}

static gboolean
update_boolean (SpicoJmapCall   *call,
                const char      *id,
                SpicoJmapObject *object,
                const char      *property,
                const char      *sql,
                GError         **error)
{
  return !spico_jmap_object_has (object, property)
         || spico_sql_run (call->context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (spico_jmap_object_number (object, property))), error);
}

static gboolean
update_definition (SpicoJmapCall   *call,
                   const char      *id,
                   SpicoJmapObject *object,
                   GError         **error)
{
  return update_name (call, id, object, error)
         && update_description (call, id, object, error)
         && update_boolean (call, id, object, "isActive", "UPDATE favourite_group SET is_active = $2 WHERE id = $1", error)
         && update_boolean (call, id, object, "isPublic", "UPDATE favourite_group SET is_public = $2 WHERE id = $1", error);
}

/* A group that is no longer public is lost to those with whom nobody shared it: they may be many. */
static gboolean
take_from_everyone (SpicoJmapCall *call,
                    const char    *id,
                    GPtrArray     *shares,
                    GError       **error)
{
  SpicoJmapContext *context = call->context;

  for (guint i = shares->len; i > 0; i--)
    {
      const SpicoGroupShare *share = g_ptr_array_index (shares, i - 1);

      if (share->is_shared)
        continue;
      spico_group_tell_share (context->journal, shares, share, SPICO_JOURNAL_DESTROYED);
      spico_journal_add (context->journal, share->principal_id, "FavouriteGroup", id, SPICO_JOURNAL_DESTROYED);
      g_ptr_array_remove_index (shares, i - 1);
    }

  return spico_sql_run (context->connection, "DELETE FROM favourite_group_share WHERE group_id = $1 AND shared_at IS NULL", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

static void
tell_region (SpicoJmapCall   *call,
             const char      *id,
             SpicoJmapObject *object,
             gboolean         was_public)
{
  gboolean is_public = spico_jmap_object_has (object, "isPublic") ? spico_jmap_object_number (object, "isPublic") != 0 : was_public;

  if (was_public || is_public)
    spico_journal_add (call->context->journal, SPICO_REGION_ACCOUNT_ID, "PublicGroup", id,
                       !is_public ? SPICO_JOURNAL_DESTROYED : was_public ? SPICO_JOURNAL_UPDATED : SPICO_JOURNAL_CREATED);
}

static gboolean
changes_anything (SpicoJmapObject *object)
{
  static const char *const properties[] = { "name", "description", "isActive", "isPublic", "memberIds" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      if (spico_jmap_object_has (object, properties[i]))
        return TRUE;
    }

  return FALSE;
}

/* The group is locked before it is looked at: what somebody else has just changed counts. */
static gboolean
lock (SpicoJmapCall *call,
      const char    *id,
      SpicoAction    action,
      SpicoGroup    *group,
      GPtrArray    **shares,
      GError       **error)
{
  SpicoJmapContext *context = call->context;
  gboolean may;

  if (!spico_group_lock (context->connection, id, group, error))
    return FALSE;
  if (!group->exists)
    return spico_group_fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such object.");
  if (!spico_group_may (call, action, id, NULL, &may, error))
    return FALSE;
  if (!may)
    return spico_group_fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "This account no longer administers the group.");

  *shares = spico_group_list_shares (context->connection, id, FALSE, error);
  return *shares != NULL;
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroup group;

  if (!changes_anything (object))
    return TRUE;
  if (!lock (call, id, SPICO_ACTION_GROUP_UPDATE, &group, &shares, error) || !update_definition (call, id, object, error)
      || (spico_jmap_object_has (object, "memberIds") && !replace_members (call, id, shares, spico_jmap_object_value (object, "memberIds")->ids, error)))
    return FALSE;
  if (group.is_public && spico_jmap_object_has (object, "isPublic") && spico_jmap_object_number (object, "isPublic") == 0 && !take_from_everyone (call, id, shares, error))
    return FALSE;

  tell_region (call, id, object, group.is_public);
  spico_group_tell (call->context->journal, shares, id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

/* ---- Destroy ---- */

static gboolean
delete_rows (SpicoJmapCall *call,
             const char    *id,
             GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;

  return spico_sql_run (connection, "DELETE FROM favourite_group_share WHERE group_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error)
         && spico_sql_run (connection, "DELETE FROM favourite_group_member WHERE group_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error)
         && spico_sql_run (connection, "DELETE FROM favourite_group WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

/* What was made with the group stays: its members were copied (F055). */
static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  SpicoJournal *journal = call->context->journal;
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroup group;

  if (!lock (call, id, SPICO_ACTION_GROUP_DESTROY, &group, &shares, error) || !delete_rows (call, id, error)
      || !spico_group_requests_drop (call->context->connection, journal, id, error))
    return FALSE;

  for (guint i = 0; i < shares->len; i++)
    spico_group_tell_share (journal, shares, g_ptr_array_index (shares, i), SPICO_JOURNAL_DESTROYED);
  spico_group_tell (journal, shares, id, SPICO_JOURNAL_DESTROYED);
  if (group.is_public)
    spico_journal_add (journal, SPICO_REGION_ACCOUNT_ID, "PublicGroup", id, SPICO_JOURNAL_DESTROYED);
  return TRUE;
}

const SpicoJmapRules spico_favourite_group_rules = {
  .type = &spico_type_favourite_group,
  .read = SPICO_ACTION_GROUP_READ,
  .create = SPICO_ACTION_GROUP_CREATE,
  .update = SPICO_ACTION_GROUP_UPDATE,
  .destroy = SPICO_ACTION_GROUP_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .complete = spico_group_complete,
  .create_object = create_object,
  .update_object = update_object,
  .destroy_object = destroy_object,
};
