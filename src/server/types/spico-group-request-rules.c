/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the operator: that another account administers a group of favourites, whose administrator leaves or has left (F058). */
#include "spico-group-rules.h"

#include "spico-notification.h"
#include "spico-register-schema.h"

static const SpicoJmapExpression sorts[] = {
  { "createdAt", "t.created_at" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "GroupRequest", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  if (g_str_equal (name, "groupId"))
    return spico_jmap_filter_equal (query, "t.group_id", value, error);
  if (g_str_equal (name, "status"))
    return spico_jmap_filter_equal (query, "t.status", value, error);

  return spico_jmap_filter_unknown (error);
}

static gboolean
is_known_in_group (SpicoJmapCall *call,
                   const char    *group_id,
                   GPtrArray     *shares,
                   const char    *principal_id,
                   gboolean      *is_known,
                   GError       **error)
{
  *is_known = spico_group_find_share (shares, principal_id) != NULL;

  return *is_known
         || spico_sql_query_exists (call->context->connection, "SELECT 1 FROM favourite_group_member WHERE group_id = $1 AND principal_id = $2",
                                    SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id)), is_known, error);
}

/* A member asks for themselves; an administrator names somebody whom the group has already. */
static gboolean
check_successor (SpicoJmapCall *call,
                 const char    *group_id,
                 GPtrArray     *shares,
                 const char    *successor_id,
                 GError       **error)
{
  const SpicoGroupShare *own = spico_group_find_share (shares, call->account_id);
  const SpicoGroupShare *share = spico_group_find_share (shares, successor_id);
  gboolean may_name = own != NULL && own->is_administrator;
  gboolean is_known, has_account;

  if ((!may_name && !g_str_equal (successor_id, call->account_id)) || (share != NULL && share->is_administrator))
    return spico_jmap_refuse (call, "successorId", error);
  if (!is_known_in_group (call, group_id, shares, successor_id, &is_known, error)
      || !spico_sql_query_exists (call->context->connection, "SELECT 1 FROM principal t WHERE t.id = $1 AND t.has_account = 1 AND " SPICO_REGISTER_IS_THERE ("t"),
                                  SPICO_SQL_VALUES (SPICO_SQL_TEXT (successor_id)), &has_account, error))
    return FALSE;

  return (is_known && has_account) || spico_jmap_refuse (call, "successorId", error);
}

/* One that waits stands in the way of another; one that was answered makes room for it. */
static gboolean
make_room (SpicoJmapCall *call,
           const char    *group_id,
           GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  const SpicoSqlValue *values = SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (call->account_id));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (!spico_sql_query_text (connection, "SELECT id FROM group_request WHERE group_id = $1 AND account_id = $2 AND status = 'pending'", values, &call->existing_id, error))
    return FALSE;
  if (call->existing_id != NULL)
    return spico_group_fail (error, SPICO_JMAP_ERROR_ALREADY_EXISTS, "The account has asked for that already, and waits for the answer.");

  statement = spico_sql_query (connection, "DELETE FROM group_request WHERE group_id = $1 AND account_id = $2 RETURNING id", values, error);
  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (call->context->journal, call->account_id, "GroupRequest", g_ptr_array_index (ids, i), SPICO_JOURNAL_DESTROYED);

  return TRUE;
}

/* The operator is told where the region has said at which address (F101). */
static gboolean
notify_operator (SpicoJmapCall *call,
                 const char    *id,
                 GError       **error)
{
  SpicoJmapContext *context = call->context;

  if (!context->limits->sends_mail || context->limits->support_mail == NULL)
    return TRUE;

  return spico_notification_queue_request (context->connection, id, context->limits->support_mail, call->account_id, context->actor->person_id, context->now_us, error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  static const char *const columns[] = { "account_id", "person_id", NULL };
  SpicoJmapContext *context = call->context;
  const char *group_id = spico_jmap_object_text (object, "groupId");
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroup group;
  gboolean may;

  if (!spico_group_lock (context->connection, group_id, &group, error) || !spico_group_may (call, SPICO_ACTION_GROUP_REQUEST_CREATE, group_id, rule, &may, error))
    return FALSE;
  if (!may)
    return spico_jmap_refuse (call, "groupId", error);
  shares = spico_group_list_shares (context->connection, group_id, TRUE, error);
  if (shares == NULL || !check_successor (call, group_id, shares, spico_jmap_object_text (object, "successorId"), error) || !make_room (call, group_id, error))
    return FALSE;

  spico_jmap_object_set_text (object, "status", "pending");
  spico_jmap_object_set_number (object, "createdAt", context->now_us);
  spico_journal_add (context->journal, call->account_id, "GroupRequest", id, SPICO_JOURNAL_CREATED);
  return spico_jmap_object_insert (object, call, columns, SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->person_id)), error)
         && notify_operator (call, id, error);
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  spico_journal_add (call->context->journal, call->account_id, "GroupRequest", id, SPICO_JOURNAL_DESTROYED);
  return spico_sql_run (call->context->connection, "DELETE FROM group_request WHERE id = $1 AND account_id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)), error);
}

const SpicoJmapRules spico_group_request_rules = {
  .type = &spico_type_group_request,
  .read = SPICO_ACTION_GROUP_REQUEST_READ,
  .create = SPICO_ACTION_GROUP_REQUEST_CREATE,
  .destroy = SPICO_ACTION_GROUP_REQUEST_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .destroy_object = destroy_object,
};
