/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a group of favourites is to an account: shared with it, accepted by it, administered by it (F043–F047, F050, F051). */
#include "spico-group-rules.h"

#include "spico-group-requests.h"
#include "spico-notification.h"

/* Groups that nobody shared with an account, and that it uses. */
#define MAX_JOINED 500

static const SpicoJmapExpression sorts[] = {
  { "sharedAt", "COALESCE(t.shared_at, 0)" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "FavouriteGroupShare", "SELECT c.object_id FROM change c" },
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
  if (g_str_equal (name, "principalId"))
    return spico_jmap_filter_equal (query, "t.principal_id", value, error);
  if (g_str_equal (name, "isAdministrator"))
    return spico_jmap_filter_boolean (query, "t.is_administrator = 1", value, error);
  if (g_str_equal (name, "isAccepted"))
    return spico_jmap_filter_boolean (query, "t.is_accepted = 1", value, error);

  return spico_jmap_filter_unknown (error);
}

static gboolean
not_found (GError **error)
{
  return spico_group_fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such object.");
}

/* ---- Create ---- */

static gboolean
refuse_second (SpicoJmapCall         *call,
               const SpicoGroupShare *share,
               GError               **error)
{
  g_set_str (&call->existing_id, share->id);
  return spico_group_fail (error, SPICO_JMAP_ERROR_ALREADY_EXISTS, "The group is shared with that account already.");
}

static gboolean
check_quota (SpicoJmapCall *call,
             GError       **error)
{
  gint64 n_joined;

  if (!spico_sql_query_int64 (call->context->connection, "SELECT COUNT(*) FROM favourite_group_share WHERE principal_id = $1 AND shared_at IS NULL",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id)), 0, &n_joined, error))
    return FALSE;

  return n_joined < MAX_JOINED || spico_group_fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "This account uses too many public groups.");
}

static void
set_as_accepted (SpicoJmapObject *object,
                 gint64           at_us,
                 const char      *person_id)
{
  spico_jmap_object_set_number (object, "isAccepted", 1);
  spico_jmap_object_set_number (object, "acceptedAt", at_us);
  spico_jmap_object_set_text (object, "acceptedByPersonId", person_id);
  spico_jmap_object_set_number (object, "answeredAt", at_us);
}

static gboolean
insert (SpicoJmapCall   *call,
        SpicoJmapObject *object,
        GError         **error)
{
  static const char *const none[] = { NULL };

  return spico_jmap_object_insert (object, call, none, NULL, error);
}

/* A public group that the account is to use: one that was shared with it already is accepted, not taken again. */
static gboolean
join (SpicoJmapCall   *call,
      const char      *id,
      const char      *group_id,
      SpicoJmapObject *object,
      const char     **rule,
      GError         **error)
{
  SpicoJmapContext *context = call->context;
  g_autofree char *own = NULL;
  gboolean may;

  if (!spico_group_may (call, SPICO_ACTION_GROUP_SHARE_JOIN, group_id, rule, &may, error))
    return FALSE;
  if (!may)
    return spico_jmap_refuse (call, "groupId", error);
  if (spico_jmap_object_has (object, "isAccepted") && spico_jmap_object_number (object, "isAccepted") == 0)
    return spico_jmap_refuse (call, "isAccepted", error);
  if (!spico_sql_query_text (context->connection, "SELECT id FROM favourite_group_share WHERE group_id = $1 AND principal_id = $2",
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (call->account_id)), &own, error))
    return FALSE;
  if (own != NULL)
    return refuse_second (call, &(SpicoGroupShare) { .id = own }, error);
  if (!check_quota (call, error))
    return FALSE;

  set_as_accepted (object, context->now_us, context->actor->person_id);
  spico_journal_add (context->journal, call->account_id, "FavouriteGroupShare", id, SPICO_JOURNAL_CREATED);
  spico_journal_add (context->journal, call->account_id, "FavouriteGroup", group_id, SPICO_JOURNAL_CREATED);
  return insert (call, object, error);
}

static gboolean
check_recipient (SpicoJmapCall *call,
                 const char    *group_id,
                 const char    *principal_id,
                 GError       **error)
{
  gboolean is_member;

  if (!spico_sql_query_exists (call->context->connection, "SELECT 1 FROM favourite_group_member WHERE group_id = $1 AND principal_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id)), &is_member, error))
    return FALSE;

  return is_member || spico_jmap_refuse (call, "principalId", error);
}

/* Who uses a public group already goes on using it: the share takes the place of what they had. */
static gboolean
take_over (SpicoJmapCall   *call,
           const char      *group_id,
           const char      *principal_id,
           SpicoJmapObject *object,
           gboolean        *had_it,
           GError         **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (context->connection,
                                                             "DELETE FROM favourite_group_share WHERE group_id = $1 AND principal_id = $2 AND shared_at IS NULL"
                                                             " RETURNING id, is_accepted, accepted_at, accepted_by_person_id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (group_id), SPICO_SQL_TEXT (principal_id)), error);

  if (statement == NULL || !spico_sql_statement_step (statement, had_it, error))
    return FALSE;
  if (!*had_it)
    return TRUE;

  spico_journal_add (context->journal, principal_id, "FavouriteGroupShare", spico_sql_statement_column_text (statement, 0), SPICO_JOURNAL_DESTROYED);
  if (spico_sql_statement_column_boolean (statement, 1))
    set_as_accepted (object, spico_sql_statement_column_int64 (statement, 2), spico_sql_statement_column_text (statement, 3));
  return TRUE;
}

static gboolean
notify (SpicoJmapCall *call,
        const char    *group_id,
        const char    *principal_id,
        GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  if (!context->limits->sends_mail)
    return TRUE;
  if (!spico_notification_queue_share (context->connection, group_id, principal_id, call->account_id, context->actor->person_id, context->now_us, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    spico_journal_add (context->journal, call->account_id, "Notification", g_ptr_array_index (ids, i), SPICO_JOURNAL_CREATED);
  return TRUE;
}

/* With a member of the group, who then accepts it or not (F044). */
static gboolean
share_with (SpicoJmapCall   *call,
            const char      *id,
            const char      *group_id,
            SpicoJmapObject *object,
            const char     **rule,
            GError         **error)
{
  SpicoJmapContext *context = call->context;
  const char *principal_id = spico_jmap_object_text (object, "principalId");
  g_autoptr (GPtrArray) shares = NULL;
  SpicoGroupShare *existing;
  gboolean may, had_it;

  if (!spico_group_may (call, SPICO_ACTION_GROUP_SHARE_CREATE, group_id, rule, &may, error))
    return FALSE;
  if (!may)
    return spico_jmap_refuse (call, "groupId", error);
  if (spico_jmap_object_number (object, "isAccepted") != 0)
    return spico_jmap_refuse (call, "isAccepted", error);
  if (!check_recipient (call, group_id, principal_id, error))
    return FALSE;

  shares = spico_group_list_shares (context->connection, group_id, TRUE, error);
  if (shares == NULL)
    return FALSE;
  existing = spico_group_find_share (shares, principal_id);
  if (existing != NULL)
    return refuse_second (call, existing, error);
  if (!take_over (call, group_id, principal_id, object, &had_it, error))
    return FALSE;

  spico_jmap_object_set_number (object, "sharedAt", context->now_us);
  spico_group_tell_share (context->journal, shares, &(SpicoGroupShare) { .id = (char *) id, .principal_id = (char *) principal_id, .is_shared = TRUE }, SPICO_JOURNAL_CREATED);
  if (!had_it)
    spico_journal_add (context->journal, principal_id, "FavouriteGroup", group_id, SPICO_JOURNAL_CREATED);
  return insert (call, object, error) && notify (call, group_id, principal_id, error);
}

static gboolean
create_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               const char     **rule,
               GError         **error)
{
  const char *group_id = spico_jmap_object_text (object, "groupId");
  SpicoGroup group;

  /* Nobody is made an administrator before they have accepted (F046). */
  if (spico_jmap_object_number (object, "isAdministrator") != 0)
    return spico_jmap_refuse (call, "isAdministrator", error);
  if (!spico_group_lock (call->context->connection, group_id, &group, error))
    return FALSE;

  return g_str_equal (spico_jmap_object_text (object, "principalId"), call->account_id) ? join (call, id, group_id, object, rule, error)
                                                                                         : share_with (call, id, group_id, object, rule, error);
}

/* ---- Update and destroy ---- */

/* The share as it stands once its group is locked. */
typedef struct {
  char *group_id;
  GPtrArray *shares; /* those of the administrators' list */
  SpicoGroupShare *share;
  SpicoGroupShare *own; /* where the account uses a public group of its own accord, and so is not in the list */
} Locked;

static void
locked_clear (Locked *self)
{
  g_free (self->group_id);
  g_clear_pointer (&self->shares, g_ptr_array_unref);
  g_clear_pointer (&self->own, spico_group_share_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Locked, locked_clear)

static SpicoGroupShare *
find_by_id (GPtrArray  *shares,
            const char *id)
{
  for (guint i = 0; i < shares->len; i++)
    {
      SpicoGroupShare *share = g_ptr_array_index (shares, i);

      if (g_str_equal (share->id, id))
        return share;
    }

  return NULL;
}

/* One that the account has of its own accord. */
static gboolean
find_joined (SpicoJmapCall *call,
             const char    *id,
             Locked        *locked,
             GError       **error)
{
  gint64 is_accepted;

  if (!spico_sql_query_int64 (call->context->connection, "SELECT is_accepted FROM favourite_group_share WHERE id = $1 AND principal_id = $2 AND shared_at IS NULL",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->account_id)), -1, &is_accepted, error))
    return FALSE;
  if (is_accepted < 0)
    return not_found (error);

  locked->own = g_new0 (SpicoGroupShare, 1);
  locked->own->id = g_strdup (id);
  locked->own->principal_id = g_strdup (call->account_id);
  locked->own->is_accepted = is_accepted > 0;
  locked->own->is_answered = TRUE;
  locked->share = locked->own;
  return TRUE;
}

/* What was seen before the lock may be gone, withdrawn by somebody else meanwhile. */
static gboolean
lock (SpicoJmapCall *call,
      const char    *id,
      Locked        *locked,
      GError       **error)
{
  SpicoSqlConnection *connection = call->context->connection;
  SpicoGroup group;

  if (!spico_sql_query_text (connection, "SELECT group_id FROM favourite_group_share WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &locked->group_id, error))
    return FALSE;
  if (locked->group_id == NULL)
    return not_found (error);
  if (!spico_group_lock (connection, locked->group_id, &group, error))
    return FALSE;

  locked->shares = spico_group_list_shares (connection, locked->group_id, TRUE, error);
  if (locked->shares == NULL)
    return FALSE;
  locked->share = find_by_id (locked->shares, id);
  return locked->share != NULL || find_joined (call, id, locked, error);
}

static gboolean
check_may (SpicoJmapCall *call,
           SpicoAction    action,
           const char    *id,
           GError       **error)
{
  gboolean may;

  return spico_group_may (call, action, id, NULL, &may, error) && (may || spico_group_fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "That is for someone else to say."));
}

/* « Accepter d'utiliser le groupe », « Ne pas utiliser le groupe », « Annuler l'utilisation » (F050): whoever names it answers, also where it stays as it is. An administrator uses the
 * group as long as they are one. */
static gboolean
set_accepted (SpicoJmapCall *call,
              Locked        *locked,
              gboolean       is_accepted,
              GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoGroupShare *share = locked->share;

  if (!check_may (call, SPICO_ACTION_GROUP_SHARE_ACCEPT, share->id, error))
    return FALSE;
  if (!is_accepted && share->is_administrator)
    return spico_jmap_refuse (call, "isAccepted", error);
  if (share->is_answered && share->is_accepted == is_accepted)
    return TRUE;

  share->is_accepted = is_accepted;
  share->is_answered = TRUE;
  spico_group_tell_share (context->journal, locked->shares, share, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (context->connection, "UPDATE favourite_group_share SET is_accepted = $2, accepted_at = $3, accepted_by_person_id = $4, answered_at = $5 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (share->id), SPICO_SQL_BOOLEAN (is_accepted), is_accepted ? SPICO_SQL_INT (context->now_us) : SPICO_SQL_NULL,
                                          SPICO_SQL_TEXT (is_accepted ? context->actor->person_id : NULL), SPICO_SQL_INT (context->now_us)),
                        error);
}

/* A group always has an administrator (F047), and not too many; who is « En attente » cannot be one (F046). */
static gboolean
set_administrator (SpicoJmapCall *call,
                   Locked        *locked,
                   gboolean       is_administrator,
                   GError       **error)
{
  SpicoJmapContext *context = call->context;
  guint n_administrators = spico_group_count_administrators (locked->shares);

  if (!check_may (call, SPICO_ACTION_GROUP_SHARE_APPOINT, locked->share->id, error))
    return FALSE;
  if (locked->share->is_administrator == is_administrator)
    return TRUE;
  if (is_administrator ? !locked->share->is_accepted : n_administrators < 2)
    return spico_jmap_refuse (call, "isAdministrator", error);
  if (is_administrator && n_administrators >= SPICO_GROUP_MAX_ADMINISTRATORS)
    return spico_group_fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "The group has too many administrators.");

  return spico_group_set_administrator (context->connection, context->journal, locked->shares, locked->share, is_administrator, error)
         && (!is_administrator || spico_group_requests_settle (context->connection, context->journal, locked->group_id, locked->share->principal_id, context->now_us, error));
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  g_auto (Locked) locked = { 0 };
  gboolean says_accepted = spico_jmap_object_has (object, "isAccepted");
  gboolean says_administrator = spico_jmap_object_has (object, "isAdministrator");

  if (!says_accepted && !says_administrator)
    return TRUE;
  if (!lock (call, id, &locked, error))
    return FALSE;

  if (says_accepted)
    *returned = spico_jmap_property_bit (call->rules->type, "acceptedAt") | spico_jmap_property_bit (call->rules->type, "acceptedByPersonId")
                | spico_jmap_property_bit (call->rules->type, "answeredAt");
  return (!says_administrator || set_administrator (call, &locked, spico_jmap_object_number (object, "isAdministrator") != 0, error))
         && (!says_accepted || set_accepted (call, &locked, spico_jmap_object_number (object, "isAccepted") != 0, error));
}

static gboolean
destroy_object (SpicoJmapCall *call,
                const char    *id,
                GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_auto (Locked) locked = { 0 };

  if (!lock (call, id, &locked, error) || !check_may (call, SPICO_ACTION_GROUP_SHARE_DESTROY, id, error))
    return FALSE;
  if (locked.share->is_administrator && spico_group_count_administrators (locked.shares) < 2)
    return spico_group_fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "The group would have no administrator.");

  return spico_group_remove_share (context->connection, context->journal, locked.group_id, locked.shares, locked.share, error);
}

const SpicoJmapRules spico_favourite_group_share_rules = {
  .type = &spico_type_favourite_group_share,
  .read = SPICO_ACTION_GROUP_SHARE_READ,
  .create = SPICO_ACTION_GROUP_SHARE_CREATE,
  .update = SPICO_ACTION_GROUP_SHARE_UPDATE,
  .destroy = SPICO_ACTION_GROUP_SHARE_DESTROY,
  .joins = "",
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .create_object = create_object,
  .update_object = update_object,
  .destroy_object = destroy_object,
};
