/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites whose administrator has left: the operator names another one (F058). */
#include "spico-operator-group.h"

#include "spico-group-news.h"
#include "spico-group-requests.h"
#include "spico-group.h"
#include "spico-operator-private.h"
#include "spico-operator.h"
#include "spico-register-schema.h"
#include "spico-sort-key.h"
#include "spico-sql-query.h"
#include "spico-type.h"

#define MAX_FOUND 50

/**
 * spico_operator_group_free:
 * @group: (transfer full): a group
 */
void
spico_operator_group_free (SpicoOperatorGroup *group)
{
  g_free (group->id);
  g_free (group->name);
  g_free (group->creator);
  g_free (group->administrators);
  g_free (group);
}

static gboolean
name_administrators (SpicoSqlConnection *connection,
                     SpicoOperatorGroup *group,
                     GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT COALESCE(p.name, ''), s.principal_id FROM favourite_group_share s LEFT JOIN principal p ON p.id = s.principal_id"
                                                             " WHERE s.group_id = $1 AND s.is_administrator = 1 ORDER BY s.principal_id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group->id)), error);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean has_row = TRUE;

  while (statement != NULL && has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_string_append_printf (text, "%s%s (%s)", text->len > 0 ? ", " : "", spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1));
    }
  group->administrators = g_string_free_and_steal (g_steal_pointer (&text));

  return statement != NULL;
}

static GPtrArray *
list_groups (SpicoSqlConnection *connection,
             const char         *name_key,
             GError            **error)
{
  g_autofree char *pattern = g_strconcat (name_key, "%", NULL);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_operator_group_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT g.id, g.name, COALESCE(p.name, '') FROM favourite_group g LEFT JOIN principal p ON p.id = g.creator_account_id"
                                                             " WHERE g.name_key LIKE $1 ORDER BY g.name_key, g.id LIMIT $2",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (pattern), SPICO_SQL_INT (MAX_FOUND)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      SpicoOperatorGroup *group;

      if (!has_row)
        return g_steal_pointer (&groups);
      group = g_new0 (SpicoOperatorGroup, 1);
      group->id = g_strdup (spico_sql_statement_column_text (statement, 0));
      group->name = g_strdup (spico_sql_statement_column_text (statement, 1));
      group->creator = g_strdup (spico_sql_statement_column_text (statement, 2));
      g_ptr_array_add (groups, group);
    }

  return NULL;
}

/**
 * spico_operator_find_groups:
 * @connection: a connection, in a transaction
 * @name: how the name begins, accents and case forgiven
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoOperatorGroup) (nullable): the groups of that name, fifty at most
 */
GPtrArray *
spico_operator_find_groups (SpicoSqlConnection *connection,
                            const char         *name,
                            GError            **error)
{
  /* A key holds letters, digits and spaces only: nothing in it is special to LIKE. */
  g_autofree char *key = spico_sort_key (name);
  g_autoptr (GPtrArray) groups = list_groups (connection, key, error);

  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      if (!name_administrators (connection, g_ptr_array_index (groups, i), error))
        return NULL;
    }

  return g_steal_pointer (&groups);
}

/* The leaver names a successor, or a member asks (F058). */
static gboolean
check_requester (SpicoSqlConnection *connection,
                 const char         *group_id,
                 GPtrArray          *shares,
                 const char         *requester_id,
                 GError            **error)
{
  const SpicoGroupShare *share = spico_group_find_share (shares, requester_id);
  gboolean is_member;

  if (share != NULL && share->is_administrator)
    return TRUE;
  if (!spico_sql_query_exists (connection, "SELECT 1 FROM favourite_group_member WHERE group_id = $1 AND principal_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (requester_id)), &is_member, error))
    return FALSE;

  return is_member || spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "Only an administrator or a member of the group may ask for that");
}

static gboolean
check_successor (SpicoSqlConnection *connection,
                 GPtrArray          *shares,
                 const char         *principal_id,
                 GError            **error)
{
  const SpicoGroupShare *share = spico_group_find_share (shares, principal_id);
  gboolean exists;

  if (share != NULL && share->is_administrator)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_EXISTS, "That account administers the group already");
  if (spico_group_count_administrators (shares) >= SPICO_GROUP_MAX_ADMINISTRATORS)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The group has too many administrators");
  if (!spico_sql_query_exists (connection, "SELECT 1 FROM principal t WHERE t.id = $1 AND t.has_account = 1 AND " SPICO_REGISTER_IS_THERE ("t"),
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)), &exists, error))
    return FALSE;

  return exists || spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "No such account stands in the region");
}

/* Whoever is to administer a group has it, and has accepted it, whatever it was to them. */
static gboolean
ensure_share (SpicoSqlConnection *connection,
              SpicoJournal       *journal,
              const char         *group_id,
              const char         *principal_id,
              gint64              now_us,
              GError            **error)
{
  g_autofree char *new_id = g_strjoin ("_", group_id, principal_id, NULL);
  gboolean had_it;

  if (!spico_sql_query_exists (connection, "SELECT 1 FROM favourite_group_share WHERE group_id = $1 AND principal_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id)), &had_it, error))
    return FALSE;
  if (!had_it)
    spico_journal_add (journal, principal_id, spico_type_favourite_group.name, group_id, SPICO_JOURNAL_CREATED);

  return spico_sql_run (connection,
                        "INSERT INTO favourite_group_share (id, client_id, group_id, principal_id, is_administrator, is_accepted, shared_at, accepted_at, accepted_by_person_id, answered_at)"
                        " VALUES ($1, NULL, $2, $3, 0, 1, $4, $4, NULL, $4)"
                        " ON CONFLICT (group_id, principal_id) DO UPDATE SET is_accepted = 1, shared_at = COALESCE(favourite_group_share.shared_at, excluded.shared_at),"
                        " accepted_at = COALESCE(favourite_group_share.accepted_at, excluded.accepted_at),"
                        " answered_at = COALESCE(favourite_group_share.answered_at, excluded.answered_at)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (new_id), SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id), SPICO_SQL_INT (now_us)), error);
}

/* By mail: who administers it from now on, and whoever has asked for that, be it with a request that waits or in another way. */
static gboolean
tell_by_mail (SpicoSqlConnection *connection,
              const char         *group_id,
              const char         *principal_id,
              const char         *requester_id,
              gint64              now_us,
              GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT r.account_id FROM group_request r WHERE r.group_id = $1 AND r.successor_id = $2 AND r.status = 'pending' AND r.account_id <> $2"
                                                             " UNION SELECT p.id FROM principal p WHERE p.id = $3 AND p.id <> $2",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id), SPICO_SQL_TEXT (requester_id)), error);

  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!spico_group_news_queue (connection, SPICO_OPERATOR_ID, g_ptr_array_index (ids, i), "granted", now_us, error))
        return FALSE;
    }

  return spico_group_news_queue (connection, SPICO_OPERATOR_ID, principal_id, "appointed", now_us, error);
}

static gboolean
appoint (SpicoSqlConnection *connection,
         const char         *group_id,
         const char         *principal_id,
         gboolean            was_shared,
         gint64              now_us,
         GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroupShare *share;

  if (!ensure_share (connection, journal, group_id, principal_id, now_us, error))
    return FALSE;
  shares = spico_group_list_shares (connection, group_id, TRUE, error);
  if (shares == NULL)
    return FALSE;

  share = spico_group_find_share (shares, principal_id);
  spico_group_tell_share (journal, shares, share, was_shared ? SPICO_JOURNAL_UPDATED : SPICO_JOURNAL_CREATED);
  return spico_group_set_administrator (connection, journal, shares, share, TRUE, error)
         && spico_group_requests_settle (connection, journal, group_id, principal_id, now_us, error) && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_operator_appoint:
 * @connection: a connection in a write transaction
 * @group_id: a group of favourites
 * @principal_id: the account that is to administer it
 * @requester_id: who asks: an administrator, who leaves, or a member
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`NOT_FOUND`, `EXISTS`, `INVALID`) or a #SpicoSqlError
 *
 * Names another administrator (F058), who is told by mail, as is whoever asked for it. Those that there are stay.
 *
 * Returns: whether it is done
 */
gboolean
spico_operator_appoint (SpicoSqlConnection *connection,
                        const char         *group_id,
                        const char         *principal_id,
                        const char         *requester_id,
                        gint64              now_us,
                        GError            **error)
{
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroup group;

  if (!spico_group_lock (connection, group_id, &group, error))
    return FALSE;
  if (!group.exists)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such group");
  shares = spico_group_list_shares (connection, group_id, TRUE, error);
  if (shares == NULL || !check_requester (connection, group_id, shares, requester_id, error) || !check_successor (connection, shares, principal_id, error))
    return FALSE;

  return tell_by_mail (connection, group_id, principal_id, requester_id, now_us, error)
         && appoint (connection, group_id, principal_id, spico_group_find_share (shares, principal_id) != NULL, now_us, error)
         && spico_operator_trace (connection, requester_id, "group.request", spico_type_favourite_group.name, group_id, now_us, error)
         && spico_operator_trace (connection, principal_id, "group.appoint", spico_type_favourite_group.name, group_id, now_us, error);
}
