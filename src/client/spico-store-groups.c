/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of favourites, and what each is to an account: one's own share of it, which always bears one's own account (F033, F050). */
#include "spico-store-groups.h"

#include "spico-draft-private.h"
#include "spico-store-group-edits.h"
#include "spico-store-objects.h"
#include "spico-store-schema.h"
#include "spico-store-writes.h"
#include "spico-type.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* Of the groups AS g: the account's own share, and whether somebody gave it to the account, which has not said yet whether it uses it. */
#define JOIN_OWN "JOIN favourite_group_share AS s ON s.holder_id = g.holder_id AND s.group_id = g.id AND s.principal_id = g.holder_id"
#define IS_TO_ANSWER "s.shared_at IS NOT NULL AND s.answered_at IS NULL AND s.is_accepted = 0"
#define WAITS_AGAIN(kind) "EXISTS (SELECT 1 FROM outbox AS o WHERE o.holder_id = $1 AND o.object_id = $2 AND o.kind = '" kind "')"

SpicoGroupWrite *
spico_group_write_new (const char *account_id,
                       const char *id)
{
  SpicoGroupWrite *write = g_new0 (SpicoGroupWrite, 1);

  write->account_id = g_strdup (account_id);
  write->id = g_strdup (id);

  return write;
}

void
spico_group_write_free (gpointer data)
{
  SpicoGroupWrite *write = data;

  g_free (write->account_id);
  g_free (write->id);
  g_free (write->share_id);
  g_free (write->name);
  g_free (write->description);
  g_strfreev (write->member_ids);
  g_free (write);
}

/* ---- What the server tells ---- */

static gboolean
find_local_state (SpicoTransaction *transaction,
                  const char       *table,
                  const char       *account_id,
                  const char       *id,
                  gint64           *local_state,
                  GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT local_state FROM %s WHERE holder_id = $1 AND id = $2", table);

  return spico_sql_query_int64 (transaction->connection, sql, VALUES (T (account_id), T (id)), SPICO_LOCAL_SYNCED, local_state, error);
}

static gboolean
delete_members (SpicoTransaction *transaction,
                const char       *account_id,
                const char       *id,
                GError          **error)
{
  return spico_sql_run (transaction->connection, "DELETE FROM favourite_group_member WHERE holder_id = $1 AND group_id = $2", VALUES (T (account_id), T (id)), error);
}

static gboolean
add_member (SpicoTransaction *transaction,
            const char       *account_id,
            const char       *id,
            guint             position,
            const char       *principal_id,
            GError          **error)
{
  return spico_sql_run (transaction->connection, "INSERT INTO favourite_group_member (holder_id, group_id, position, principal_id) VALUES ($1, $2, $3, $4)",
                        VALUES (T (account_id), T (id), N (position), T (principal_id)), error);
}

static void
see (GHashTable *seen,
     const char *principal_id)
{
  if (seen != NULL && principal_id != NULL)
    g_hash_table_add (seen, g_strdup (principal_id));
}

static gboolean
put_members (SpicoTransaction *transaction,
             const char       *account_id,
             JsonObject       *object,
             GHashTable       *seen,
             GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  JsonArray *members = spico_json_get_array (object, "memberIds");
  guint n = members != NULL ? json_array_get_length (members) : 0;

  if (!delete_members (transaction, account_id, id, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const char *principal_id = spico_json_get_element_string (members, i);

      if (principal_id != NULL && !add_member (transaction, account_id, id, i, principal_id, error))
        return FALSE;
      see (seen, principal_id);
    }

  return TRUE;
}

/* What was changed here, and the server does not know yet, joins what it has; what was deleted here stays so. */
gboolean
spico_store_put_group (SpicoTransaction *transaction,
                       const char       *account_id,
                       JsonObject       *object,
                       GHashTable       *seen,
                       GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  gint64 local_state;

  see (seen, spico_json_get_string (object, "creatorAccountId"));
  see (seen, spico_json_get_string (object, "creatorPersonId"));
  if (!find_local_state (transaction, "favourite_group", account_id, id, &local_state, error))
    return FALSE;
  if (local_state == SPICO_LOCAL_MODIFIED)
    return spico_group_edits_join (transaction, account_id, object, seen, error);
  if (local_state == SPICO_LOCAL_DELETED)
    return TRUE;

  return spico_store_upsert (transaction, account_id, &spico_type_favourite_group, object, error) && put_members (transaction, account_id, object, seen, error)
         && spico_sql_run (transaction->connection, "UPDATE favourite_group SET local_state = CASE WHEN " WAITS_AGAIN (SPICO_OUTBOX_GROUP_EDIT) " THEN 2 ELSE 0 END WHERE holder_id = $1 AND id = $2",
                           VALUES (T (account_id), T (id)), error);
}

gboolean
spico_store_put_group_share (SpicoTransaction *transaction,
                             const char       *account_id,
                             JsonObject       *object,
                             GHashTable       *seen,
                             GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  const char *group_id = spico_json_get_string (object, "groupId");
  const char *principal_id = spico_json_get_string (object, "principalId");
  gint64 local_state;

  see (seen, principal_id);
  see (seen, spico_json_get_string (object, "acceptedByPersonId"));
  if (!find_local_state (transaction, "favourite_group_share", account_id, id, &local_state, error))
    return FALSE;
  if (local_state == SPICO_LOCAL_MODIFIED)
    return TRUE;

  /* One share an account: what was made here gives way. */
  return spico_sql_run (transaction->connection, "DELETE FROM favourite_group_share WHERE holder_id = $1 AND group_id = $2 AND principal_id = $3 AND id <> $4",
                        VALUES (T (account_id), T (group_id), T (principal_id), T (id)), error)
         && spico_store_upsert (transaction, account_id, &spico_type_favourite_group_share, object, error)
         && spico_sql_run (transaction->connection, "UPDATE favourite_group_share SET local_state = CASE WHEN " WAITS_AGAIN (SPICO_OUTBOX_ANSWER) " THEN 2 ELSE 0 END WHERE holder_id = $1 AND id = $2",
                           VALUES (T (account_id), T (id)), error);
}

static gboolean
delete_sheet (SpicoTransaction *transaction,
              const char       *account_id,
              const char       *id,
              GError          **error)
{
  g_autofree char *sheet_id = spico_draft_sheet_id (id);
  g_autofree char *place = spico_draft_group_place (sheet_id);

  return spico_sql_run (transaction->connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id = $2", VALUES (T (account_id), T (place)), error);
}

/* A group takes its members along, its sheet, and what waits for it; but nothing that was typed of it, which says @reason. */
static gboolean
remove_group (SpicoTransaction *transaction,
              const char       *account_id,
              const char       *id,
              SpicoKeptReason   reason,
              GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (account_id), T (id));

  transaction->changes->flags |= SPICO_CHANGE_GROUPS;

  return spico_group_edits_rescue (transaction, account_id, id, reason, error) && delete_members (transaction, account_id, id, error) && delete_sheet (transaction, account_id, id, error)
         && spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", values, error)
         && spico_sql_run (transaction->connection, "DELETE FROM favourite_group WHERE holder_id = $1 AND id = $2", values, error);
}

gboolean
spico_store_remove_group (SpicoTransaction *transaction,
                          const char       *account_id,
                          const char       *id,
                          GError          **error)
{
  return remove_group (transaction, account_id, id, SPICO_KEPT_GONE, error);
}

/* What was typed of them stays (F030). */
gboolean
spico_store_end_groups (SpicoTransaction *transaction,
                        const char       *account_id,
                        GError          **error)
{
  static const char *const tables[] = { "favourite_group", "favourite_group_share", "favourite_group_member" };

  transaction->changes->flags |= SPICO_CHANGE_GROUPS;
  if (!spico_group_edits_keep_all (transaction, account_id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE holder_id = $1", tables[i]);

      if (!spico_sql_run (transaction->connection, sql, VALUES (T (account_id)), error))
        return FALSE;
    }

  return TRUE;
}

/* ---- What a person does ---- */

static gboolean
enqueue (SpicoTransaction *transaction,
         SpicoGroupWrite  *write,
         const char       *kind,
         const char       *object_id,
         GError          **error)
{
  g_autofree char *lane = g_strconcat (write->account_id, " group ", write->id, NULL);

  transaction->changes->flags |= SPICO_CHANGE_GROUPS;

  return spico_store_enqueue (transaction, lane, write->account_id, kind, object_id, error);
}

static gboolean
write_members (SpicoTransaction *transaction,
               SpicoGroupWrite  *write,
               GError          **error)
{
  if (!delete_members (transaction, write->account_id, write->id, error))
    return FALSE;

  for (guint i = 0; write->member_ids[i] != NULL; i++)
    {
      if (!add_member (transaction, write->account_id, write->id, i, write->member_ids[i], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_definition (SpicoTransaction *transaction,
                  SpicoGroupWrite  *write,
                  GError          **error)
{
  g_autofree char *key = spico_store_search_key (write->name);

  return spico_sql_run (transaction->connection,
                        "UPDATE favourite_group SET name = $3, description = $4, is_active = $5, is_public = $6, search_key = $7 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (write->account_id), T (write->id), T (write->name), T (write->description), SPICO_SQL_BOOLEAN (write->is_active), SPICO_SQL_BOOLEAN (write->is_public),
                                T (key)),
                        error);
}

gboolean
spico_store_write_group_definition (SpicoTransaction *transaction,
                                    SpicoGroupWrite  *write,
                                    GError          **error)
{
  return write_definition (transaction, write, error) && write_members (transaction, write, error);
}

static gboolean
begin_edits (SpicoTransaction *transaction,
             SpicoGroupWrite  *write,
             GError          **error)
{
  gint64 local_state;

  if (!find_local_state (transaction, "favourite_group", write->account_id, write->id, &local_state, error))
    return FALSE;

  return local_state != SPICO_LOCAL_SYNCED || spico_group_edits_begin (transaction, write->account_id, write->id, error);
}

/* The share that the server makes with a group (docs/protocol.md). */
static gboolean
write_own_share (SpicoTransaction *transaction,
                 SpicoGroupWrite  *write,
                 GError          **error)
{
  g_autofree char *id = g_strjoin ("_", write->id, write->account_id, NULL);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO favourite_group_share (holder_id, id, group_id, principal_id, is_administrator, is_accepted, shared_at, accepted_at, accepted_by_person_id, answered_at, local_state)"
                        " VALUES ($1, $2, $3, $1, 1, 1, $4, $4, $5, $4, 1)",
                        VALUES (T (write->account_id), T (id), T (write->id), N (write->now), T (transaction->person_id)), error);
}

/* Reads all but share_id and is_accepted. */
DexFuture *
spico_write_group (SpicoTransaction *transaction,
                   gpointer          data)
{
  SpicoGroupWrite *write = data;
  GError *error = NULL;

  return spico_store_answer (spico_sql_run (transaction->connection,
                                            "INSERT INTO favourite_group (holder_id, id, client_id, creator_account_id, creator_person_id, created_at, local_state) VALUES ($1, $2, $2, $1, $3, $4, 1)",
                                            VALUES (T (write->account_id), T (write->id), T (transaction->person_id), N (write->now)), &error)
                               && spico_store_write_group_definition (transaction, write, &error) && write_own_share (transaction, write, &error)
                               && enqueue (transaction, write, SPICO_OUTBOX_GROUP, write->id, &error),
                             &error);
}

/* Reads all but share_id, is_accepted and now. */
DexFuture *
spico_write_group_edit (SpicoTransaction *transaction,
                        gpointer          data)
{
  SpicoGroupWrite *write = data;
  GError *error = NULL;

  return spico_store_answer (begin_edits (transaction, write, &error) && spico_store_write_group_definition (transaction, write, &error)
                               && spico_sql_run (transaction->connection, "UPDATE favourite_group SET local_state = 2 WHERE holder_id = $1 AND id = $2 AND local_state = 0",
                                                 VALUES (T (write->account_id), T (write->id)), &error)
                               && enqueue (transaction, write, SPICO_OUTBOX_GROUP_EDIT, write->id, &error),
                             &error);
}

/* Whoever deletes a group has been asked, and means what they typed of it too. */
static gboolean
delete_draft (SpicoTransaction *transaction,
              SpicoGroupWrite  *write,
              GError          **error)
{
  g_autofree char *place = spico_draft_group_place (write->id);

  transaction->changes->flags |= SPICO_CHANGE_KEPT;

  return spico_sql_run (transaction->connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id = $2", VALUES (T (write->account_id), T (place)), error);
}

/* Reads account_id, id. */
DexFuture *
spico_write_ungroup (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoGroupWrite *write = data;
  GError *error = NULL;

  return spico_store_answer (spico_group_edits_forget (transaction, write->account_id, write->id, &error) && delete_draft (transaction, write, &error)
                               && spico_sql_run (transaction->connection, "UPDATE favourite_group SET local_state = 3 WHERE holder_id = $1 AND id = $2", VALUES (T (write->account_id), T (write->id)), &error)
                               && enqueue (transaction, write, SPICO_OUTBOX_UNGROUP, write->id, &error),
                             &error);
}

/* A public group that the account has not used before. */
static gboolean
join (SpicoTransaction *transaction,
      SpicoGroupWrite  *write,
      GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO favourite_group_share (holder_id, id, client_id, group_id, principal_id, is_accepted, accepted_at, accepted_by_person_id, answered_at, local_state)"
                        " VALUES ($1, $2, $2, $3, $1, 1, $4, $5, $4, 1)",
                        VALUES (T (write->account_id), T (write->share_id), T (write->id), N (write->now), T (transaction->person_id)), error)
         && enqueue (transaction, write, SPICO_OUTBOX_JOIN, write->share_id, error);
}

/* Reads account_id, id, share_id, is_accepted, now. */
DexFuture *
spico_write_group_answer (SpicoTransaction *transaction,
                          gpointer          data)
{
  SpicoGroupWrite *write = data;
  g_autofree char *own = NULL;
  GError *error = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT id FROM favourite_group_share WHERE holder_id = $1 AND group_id = $2 AND principal_id = $1",
                             VALUES (T (write->account_id), T (write->id)), &own, &error))
    return dex_future_new_for_error (error);
  if (own == NULL)
    return spico_store_answer (!write->is_accepted || join (transaction, write, &error), &error);

  return spico_store_answer (spico_sql_run (transaction->connection,
                                            "UPDATE favourite_group_share SET is_accepted = $3, accepted_at = $4, accepted_by_person_id = $5, answered_at = $6, local_state = CASE local_state WHEN 0 THEN 2 ELSE local_state END"
                                            " WHERE holder_id = $1 AND id = $2",
                                            VALUES (T (write->account_id), T (own), SPICO_SQL_BOOLEAN (write->is_accepted), write->is_accepted ? N (write->now) : SPICO_SQL_NULL,
                                                    T (write->is_accepted ? transaction->person_id : NULL), N (write->now)),
                                            &error)
                               && enqueue (transaction, write, SPICO_OUTBOX_ANSWER, own, &error),
                             &error);
}

/* ---- Lists ---- */

SpicoRows *
spico_store_group_keys (SpicoTransaction *transaction,
                        SpicoReadQuery   *query,
                        GError          **error)
{
  static const char *const conditions[] = {
    [SPICO_GROUP_LIST_ADMINISTERED] = "s.is_administrator = 1",
    [SPICO_GROUP_LIST_RECEIVED] = "s.is_administrator = 0",
    [SPICO_GROUP_LIST_USABLE] = "s.is_accepted = 1 AND g.is_active = 1",
    [SPICO_GROUP_LIST_TO_ANSWER] = IS_TO_ANSWER " AND g.is_active = 1",
  };
  g_autofree char *sql = g_strdup_printf ("SELECT g.row_id FROM favourite_group AS g " JOIN_OWN " WHERE g.holder_id = $1 AND g.local_state <> 3 AND %s ORDER BY g.search_key, g.id",
                                          conditions[query->group_list]);

  return spico_rows_read (transaction->connection, "i", sql, VALUES (T (query->account_id)), error);
}

gboolean
spico_store_load_groups (SpicoTransaction *transaction,
                         const char       *keys,
                         SpicoPage        *page,
                         GError          **error)
{
  page->rows = spico_rows_read (transaction->connection, "i" "tttt" "i" "ii" "iii" "iii" "tt" "i",
                                "SELECT g.row_id, g.id, g.name, g.description, g.creator_account_id, g.created_at, g.is_active, g.is_public, s.is_administrator, s.is_accepted, s.accepted_at, "
                                "g.local_state <> 0 OR s.local_state <> 0, g.local_state = 1, EXISTS (SELECT 1 FROM draft AS d WHERE d.holder_id = g.holder_id AND d.conversation_id = 'group ' || g.id), "
                                "g.creator_person_id, s.accepted_by_person_id, " IS_TO_ANSWER " FROM favourite_group AS g " JOIN_OWN " WHERE g.row_id IN (SELECT value FROM json_each ($1))",
                                VALUES (T (keys)), error);
  if (page->rows == NULL)
    return FALSE;

  page->members = spico_rows_read (transaction->connection, "it",
                                   "SELECT g.row_id, m.principal_id FROM favourite_group AS g JOIN favourite_group_member AS m ON m.holder_id = g.holder_id AND m.group_id = g.id "
                                   "WHERE g.row_id IN (SELECT value FROM json_each ($1)) ORDER BY g.row_id, m.position",
                                   VALUES (T (keys)), error);
  return page->members != NULL;
}

/* Of the administrators', who are told of all that somebody shared. */
SpicoRows *
spico_store_group_share_keys (SpicoTransaction *transaction,
                              SpicoReadQuery   *query,
                              GError          **error)
{
  return spico_rows_read (transaction->connection, "i", "SELECT row_id FROM favourite_group_share WHERE holder_id = $1 AND group_id = $2 ORDER BY shared_at, id",
                          VALUES (T (query->account_id), T (query->id)), error);
}

gboolean
spico_store_load_group_shares (SpicoTransaction *transaction,
                               const char       *keys,
                               SpicoPage        *page,
                               GError          **error)
{
  page->rows = spico_rows_read (transaction->connection, "itt" "iii" "t",
                                "SELECT row_id, id, principal_id, is_administrator, is_accepted, shared_at, accepted_by_person_id FROM favourite_group_share WHERE row_id IN (SELECT value FROM json_each ($1))",
                                VALUES (T (keys)), error);
  return page->rows != NULL;
}

/* ---- What is told to the server ---- */

static JsonArray *
make_members (SpicoTransaction *transaction,
              SpicoOperation   *operation,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT principal_id FROM favourite_group_member WHERE holder_id = $1 AND group_id = $2 ORDER BY position",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonArray *members;

  if (rows == NULL)
    return NULL;

  members = json_array_new ();
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    json_array_add_string_element (members, spico_rows_get_text (rows, i, 0));

  return members;
}

JsonObject *
spico_outbox_make_group_edit (SpicoTransaction *transaction,
                              SpicoOperation   *operation,
                              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttii", "SELECT name, description, is_active, is_public FROM favourite_group WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonArray *members;
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  members = make_members (transaction, operation, error);
  if (members == NULL)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "name", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "description", spico_rows_get_text (rows, 0, 1));
  json_object_set_boolean_member (object, "isActive", spico_rows_get_int (rows, 0, 2) != 0);
  json_object_set_boolean_member (object, "isPublic", spico_rows_get_int (rows, 0, 3) != 0);
  json_object_set_array_member (object, "memberIds", members);

  return object;
}

JsonObject *
spico_outbox_make_group (SpicoTransaction *transaction,
                         SpicoOperation   *operation,
                         GError          **error)
{
  JsonObject *object = spico_outbox_make_group_edit (transaction, operation, error);

  if (object != NULL)
    json_object_set_string_member (object, "clientId", operation->object_id);
  return object;
}

static SpicoRows *
read_share (SpicoTransaction *transaction,
            SpicoOperation   *operation,
            GError          **error)
{
  return spico_rows_read (transaction->connection, "ti", "SELECT group_id, is_accepted FROM favourite_group_share WHERE holder_id = $1 AND id = $2",
                          VALUES (T (operation->account_id), T (operation->object_id)), error);
}

JsonObject *
spico_outbox_make_join (SpicoTransaction *transaction,
                        SpicoOperation   *operation,
                        GError          **error)
{
  g_autoptr (SpicoRows) rows = read_share (transaction, operation, error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "clientId", operation->object_id);
  json_object_set_string_member (object, "groupId", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "principalId", operation->account_id);

  return object;
}

JsonObject *
spico_outbox_make_answer (SpicoTransaction *transaction,
                          SpicoOperation   *operation,
                          GError          **error)
{
  g_autoptr (SpicoRows) rows = read_share (transaction, operation, error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  object = json_object_new ();
  json_object_set_boolean_member (object, "isAccepted", spico_rows_get_int (rows, 0, 1) != 0);

  return object;
}

gboolean
spico_outbox_is_of_group (SpicoOperation *operation)
{
  static const char *const kinds[] = { SPICO_OUTBOX_GROUP, SPICO_OUTBOX_GROUP_EDIT, SPICO_OUTBOX_UNGROUP, SPICO_OUTBOX_JOIN, SPICO_OUTBOX_ANSWER, NULL };

  return g_strv_contains (kinds, operation->kind);
}

static gboolean
settle_rows (SpicoTransaction *transaction,
             SpicoOperation   *operation,
             const char       *sql,
             GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_GROUPS;

  return spico_sql_run (transaction->connection, sql, VALUES (T (operation->account_id), T (operation->object_id)), error);
}

/* The share that stands already is the one to accept. */
static gboolean
accept_existing (SpicoTransaction *transaction,
                 SpicoSettlement  *settlement,
                 GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  g_autoptr (SpicoRows) rows = read_share (transaction, operation, error);
  g_autofree char *lane = NULL;

  if (rows == NULL)
    return FALSE;
  if (spico_rows_get_n_rows (rows) == 0)
    return TRUE;

  lane = g_strconcat (operation->account_id, " group ", spico_rows_get_text (rows, 0, 0), NULL);
  return spico_sql_run (transaction->connection, "UPDATE OR REPLACE favourite_group_share SET id = $3, local_state = 2 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (operation->account_id), T (operation->object_id), T (settlement->existing_id)), error)
         && spico_store_enqueue (transaction, lane, operation->account_id, SPICO_OUTBOX_ANSWER, settlement->existing_id, error);
}

gboolean
spico_outbox_group_done (SpicoTransaction *transaction,
                         SpicoSettlement  *settlement,
                         GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  if (g_str_equal (operation->kind, SPICO_OUTBOX_UNGROUP))
    return spico_store_remove_group (transaction, operation->account_id, operation->object_id, error);
  if (settlement->existing_id != NULL && !g_str_equal (settlement->existing_id, operation->object_id))
    return accept_existing (transaction, settlement, error);
  if (g_str_equal (operation->kind, SPICO_OUTBOX_GROUP) || g_str_equal (operation->kind, SPICO_OUTBOX_GROUP_EDIT))
    return spico_group_edits_told (transaction, operation, error)
           && settle_rows (transaction, operation,
                        "UPDATE favourite_group SET local_state = CASE WHEN " WAITS_AGAIN (SPICO_OUTBOX_GROUP_EDIT) " THEN 2 ELSE 0 END WHERE holder_id = $1 AND id = $2 AND local_state <> 3", error);

  return settle_rows (transaction, operation,
                      "UPDATE favourite_group_share SET local_state = CASE WHEN " WAITS_AGAIN (SPICO_OUTBOX_ANSWER) " THEN 2 ELSE 0 END WHERE holder_id = $1 AND id = $2", error);
}

/* What the server refuses stands as the server has it: all of the type is read again. */
static gboolean
read_again (SpicoTransaction *transaction,
            SpicoOperation   *operation,
            const char       *type_name,
            GError          **error)
{
  return spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE account_id = $1 AND type = $2", VALUES (T (operation->account_id), T (type_name)), error);
}

gboolean
spico_outbox_group_refused (SpicoTransaction *transaction,
                            SpicoSettlement  *settlement,
                            GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  if (g_str_equal (operation->kind, SPICO_OUTBOX_GROUP))
    return settle_rows (transaction, operation, "DELETE FROM favourite_group_share WHERE holder_id = $1 AND group_id = $2", error)
           && remove_group (transaction, operation->account_id, operation->object_id, settlement->group_reason, error);
  if (g_str_equal (operation->kind, SPICO_OUTBOX_JOIN))
    return settle_rows (transaction, operation, "DELETE FROM favourite_group_share WHERE holder_id = $1 AND id = $2", error);
  if (g_str_equal (operation->kind, SPICO_OUTBOX_ANSWER))
    return settle_rows (transaction, operation, "UPDATE favourite_group_share SET local_state = 0 WHERE holder_id = $1 AND id = $2", error)
           && read_again (transaction, operation, spico_type_favourite_group_share.name, error);

  return spico_group_edits_rescue (transaction, operation->account_id, operation->object_id, settlement->group_reason, error)
         && settle_rows (transaction, operation, "UPDATE favourite_group SET local_state = 0 WHERE holder_id = $1 AND id = $2", error)
         && read_again (transaction, operation, spico_type_favourite_group.name, error);
}
