/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-group-edits.h"

#include "spico-draft-private.h"
#include "spico-group-form.h"
#include "spico-store-groups.h"
#include "spico-store-writes.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* Beside the drafts of groups. No group has such an id. */
static char *
base_place (const char *id)
{
  g_autofree char *name = g_strconcat (SPICO_DRAFT_BASE_PREFIX, id, NULL);

  return spico_draft_group_place (name);
}

/* ---- What a group is ---- */

static GStrv
read_members (SpicoTransaction *transaction,
              const char       *account_id,
              const char       *id,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT principal_id FROM favourite_group_member WHERE holder_id = $1 AND group_id = $2 ORDER BY position",
                                                VALUES (T (account_id), T (id)), error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_strv_builder_add (builder, spico_rows_get_text (rows, i, 0));

  return g_strv_builder_end (builder);
}

/* As it stands here. */
static SpicoGroupForm *
read_mine (SpicoTransaction *transaction,
           const char       *account_id,
           const char       *id,
           GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttii", "SELECT name, description, is_active, is_public FROM favourite_group WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (account_id), T (id)), error);
  g_auto (GStrv) members = NULL;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;
  members = read_members (transaction, account_id, id, error);
  if (members == NULL)
    return NULL;

  return spico_group_form_new (spico_rows_get_string (rows, 0, 0), spico_rows_get_string (rows, 0, 1), spico_rows_get_int (rows, 0, 2) != 0, spico_rows_get_int (rows, 0, 3) != 0,
                               (const char *const *) members);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  const char *text = spico_json_get_string (object, name);

  return text != NULL ? text : "";
}

static SpicoGroupForm *
form_of (JsonObject *object)
{
  JsonArray *members = spico_json_get_array (object, "memberIds");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; members != NULL && i < json_array_get_length (members); i++)
    {
      const char *id = spico_json_get_element_string (members, i);

      if (id != NULL)
        g_strv_builder_add (builder, id);
    }
  ids = g_strv_builder_end (builder);

  return spico_group_form_new (get_text (object, "name"), get_text (object, "description"), spico_json_get_boolean (object, "isActive"), spico_json_get_boolean (object, "isPublic"),
                               (const char *const *) ids);
}

static char *
form_to_text (const SpicoGroupForm *form)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *members = json_array_new ();

  for (guint i = 0; form->member_ids[i] != NULL; i++)
    json_array_add_string_element (members, form->member_ids[i]);
  json_object_set_string_member (object, "name", form->name);
  json_object_set_string_member (object, "description", form->description);
  json_object_set_boolean_member (object, "isActive", form->is_active);
  json_object_set_boolean_member (object, "isPublic", form->is_public);
  json_object_set_array_member (object, "memberIds", members);
  json_node_set_object (node, object);

  return json_to_string (node, FALSE);
}

/* ---- What it was ---- */

static gboolean
write_base (SpicoTransaction     *transaction,
            const char           *account_id,
            const char           *id,
            const SpicoGroupForm *form,
            GError              **error)
{
  g_autofree char *place = base_place (id);
  g_autofree char *text = form_to_text (form);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, text, saved_at) VALUES ($1, $2, $3, 0) ON CONFLICT (holder_id, conversation_id) DO UPDATE SET text = excluded.text",
                        VALUES (T (account_id), T (place), T (text)), error);
}

/* Without one, the group stood here as the server has it. */
static gboolean
read_base (SpicoTransaction *transaction,
           const char       *account_id,
           const char       *id,
           SpicoGroupForm  **base,
           GError          **error)
{
  g_autofree char *place = base_place (id);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  *base = NULL;
  if (!spico_sql_query_text (transaction->connection, "SELECT text FROM draft WHERE holder_id = $1 AND conversation_id = $2", VALUES (T (account_id), T (place)), &text, error))
    return FALSE;
  node = text != NULL ? json_from_string (text, NULL) : NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    *base = form_of (json_node_get_object (node));

  return TRUE;
}

gboolean
spico_group_edits_begin (SpicoTransaction *transaction,
                         const char       *account_id,
                         const char       *id,
                         GError          **error)
{
  GError *local_error = NULL;
  g_autoptr (SpicoGroupForm) before = read_mine (transaction, account_id, id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  return before == NULL || write_base (transaction, account_id, id, before, error);
}

gboolean
spico_group_edits_forget (SpicoTransaction *transaction,
                          const char       *account_id,
                          const char       *id,
                          GError          **error)
{
  g_autofree char *place = base_place (id);

  return spico_sql_run (transaction->connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id = $2", VALUES (T (account_id), T (place)), error);
}

gboolean
spico_group_edits_told (SpicoTransaction *transaction,
                        SpicoOperation   *operation,
                        GError          **error)
{
  JsonObject *told = spico_operation_find_told (operation);
  g_autoptr (SpicoGroupForm) form = NULL;
  gint64 waits = 0;

  if (!spico_sql_query_int64 (transaction->connection, "SELECT COUNT (*) FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_GROUP_EDIT "'",
                              VALUES (T (operation->account_id), T (operation->object_id)), 0, &waits, error))
    return FALSE;
  if (waits == 0)
    return spico_group_edits_forget (transaction, operation->account_id, operation->object_id, error);
  if (told == NULL)
    return TRUE;

  form = form_of (told);
  return write_base (transaction, operation->account_id, operation->object_id, form, error);
}

/* ---- What both are ---- */

static SpicoDraftSwitch
to_switch (gboolean is_on)
{
  return is_on ? SPICO_DRAFT_SWITCH_ON : SPICO_DRAFT_SWITCH_OFF;
}

/* An account that comes back has nothing against its groups. */
static SpicoKeptReason
lasting (SpicoKeptReason reason)
{
  return reason == SPICO_KEPT_ENDED ? SPICO_KEPT_NOT_SAVED : reason;
}

/* A draft that is there was typed after it: only why it is not saved is new to it. */
static gboolean
keep_typed (SpicoTransaction     *transaction,
            const char           *account_id,
            const char           *id,
            const SpicoGroupForm *form,
            SpicoKeptReason       reason,
            GError              **error)
{
  g_autofree char *place = spico_draft_group_place (id);
  g_autofree char *ids = g_strjoinv (" ", form->member_ids);

  transaction->changes->flags |= SPICO_CHANGE_KEPT;

  return spico_sql_run (transaction->connection,
                        "INSERT INTO draft (holder_id, conversation_id, account_id, participant_ids, subject, text, saved_at, active_switch, public_switch, reason) VALUES ($1, $2, $1, $3, $4, $5, 0, $6, $7, $8) "
                        "ON CONFLICT (holder_id, conversation_id) DO UPDATE SET reason = excluded.reason",
                        VALUES (T (account_id), T (place), T (ids), T (form->name), T (form->description), N (to_switch (form->is_active)), N (to_switch (form->is_public)), N (lasting (reason))), error);
}

static gboolean
write_merged (SpicoTransaction     *transaction,
              const char           *account_id,
              const char           *id,
              const SpicoGroupForm *merged,
              GError              **error)
{
  SpicoGroupWrite *write = spico_group_write_new (account_id, id);
  gboolean ok;

  write->name = g_strdup (merged->name);
  write->description = g_strdup (merged->description);
  write->is_active = merged->is_active;
  write->is_public = merged->is_public;
  write->member_ids = g_strdupv (merged->member_ids);
  ok = spico_store_write_group_definition (transaction, write, error);
  spico_group_write_free (write);

  return ok;
}

/* All that was typed here is there already, or waits to be looked at. */
static gboolean
end_edits (SpicoTransaction *transaction,
           const char       *account_id,
           const char       *id,
           GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_OUTBOX;

  return spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_GROUP_EDIT "'",
                        VALUES (T (account_id), T (id)), error)
         && spico_sql_run (transaction->connection, "UPDATE favourite_group SET local_state = 0 WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id)), error)
         && spico_group_edits_forget (transaction, account_id, id, error);
}

static gboolean
settle (SpicoTransaction     *transaction,
        const char           *account_id,
        const char           *id,
        const SpicoGroupForm *merged,
        const SpicoGroupForm *theirs,
        GError              **error)
{
  if (!write_merged (transaction, account_id, id, merged, error))
    return FALSE;
  if (spico_group_form_compare (merged, theirs) == 0)
    return end_edits (transaction, account_id, id, error);

  return write_base (transaction, account_id, id, theirs, error);
}

static gboolean
join (SpicoTransaction     *transaction,
      const char           *account_id,
      const char           *id,
      const SpicoGroupForm *base,
      const SpicoGroupForm *mine,
      const SpicoGroupForm *theirs,
      GError              **error)
{
  guint conflicts;
  g_autoptr (SpicoGroupForm) merged = spico_group_form_merge (base, mine, theirs, &conflicts);

  if (conflicts != 0 && !keep_typed (transaction, account_id, id, merged, SPICO_KEPT_NOT_SAVED, error))
    return FALSE;
  if ((conflicts & SPICO_GROUP_FORM_FIELD_NAME) != 0)
    g_set_str (&merged->name, theirs->name);
  if ((conflicts & SPICO_GROUP_FORM_FIELD_DESCRIPTION) != 0)
    g_set_str (&merged->description, theirs->description);

  transaction->changes->flags |= SPICO_CHANGE_GROUPS;
  return settle (transaction, account_id, id, merged, theirs, error);
}

gboolean
spico_group_edits_join (SpicoTransaction *transaction,
                        const char       *account_id,
                        JsonObject       *object,
                        GHashTable       *seen,
                        GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  g_autoptr (SpicoGroupForm) theirs = form_of (object);
  g_autoptr (SpicoGroupForm) base = NULL;
  g_autoptr (SpicoGroupForm) mine = NULL;

  for (guint i = 0; seen != NULL && theirs->member_ids[i] != NULL; i++)
    g_hash_table_add (seen, g_strdup (theirs->member_ids[i]));
  if (!read_base (transaction, account_id, id, &base, error))
    return FALSE;
  if (base == NULL || spico_group_form_compare (base, theirs) == 0)
    return TRUE;
  mine = read_mine (transaction, account_id, id, error);

  return mine != NULL && join (transaction, account_id, id, base, mine, theirs, error);
}

/* Whether the server was to be told of it: it is new, or was edited. */
static gboolean
read_waits (SpicoTransaction *transaction,
            const char       *account_id,
            const char       *id,
            gboolean         *waits,
            GError          **error)
{
  return spico_sql_query_exists (transaction->connection, "SELECT 1 FROM favourite_group WHERE holder_id = $1 AND id = $2 AND local_state IN (1, 2)", VALUES (T (account_id), T (id)), waits, error);
}

/* What is only typed yet. */
static gboolean
give_reason (SpicoTransaction *transaction,
             const char       *account_id,
             const char       *id,
             SpicoKeptReason   reason,
             GError          **error)
{
  g_autofree char *place = spico_draft_group_place (id);

  transaction->changes->flags |= SPICO_CHANGE_KEPT;

  return spico_sql_run (transaction->connection, "UPDATE draft SET reason = $3 WHERE holder_id = $1 AND conversation_id = $2 AND reason = 0", VALUES (T (account_id), T (place), N (lasting (reason))), error);
}

gboolean
spico_group_edits_rescue (SpicoTransaction *transaction,
                          const char       *account_id,
                          const char       *id,
                          SpicoKeptReason   reason,
                          GError          **error)
{
  g_autoptr (SpicoGroupForm) mine = NULL;
  gboolean waits = FALSE;
  GError *local_error = NULL;

  if (!read_waits (transaction, account_id, id, &waits, error))
    return FALSE;
  mine = waits ? read_mine (transaction, account_id, id, &local_error) : NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  return (mine != NULL ? keep_typed (transaction, account_id, id, mine, reason, error) : give_reason (transaction, account_id, id, reason, error))
         && spico_group_edits_forget (transaction, account_id, id, error);
}

/* A sheet quotes the name of its group, which goes (F059). */
static gboolean
name_sheets (SpicoTransaction *transaction,
             const char       *account_id,
             GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "UPDATE draft SET subject = COALESCE ((SELECT name FROM favourite_group AS g WHERE g.holder_id = draft.holder_id AND '" SPICO_DRAFT_GROUP_PREFIX SPICO_DRAFT_SHEET_PREFIX "' || g.id = draft.conversation_id), subject) "
                        "WHERE holder_id = $1 AND conversation_id LIKE '" SPICO_DRAFT_GROUP_PREFIX SPICO_DRAFT_SHEET_PREFIX "%'",
                        VALUES (T (account_id)), error);
}

gboolean
spico_group_edits_keep_all (SpicoTransaction *transaction,
                            const char       *account_id,
                            GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT id FROM favourite_group WHERE holder_id = $1 AND local_state IN (1, 2)", VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      const char *id = spico_rows_get_text (rows, i, 0);
      g_autoptr (SpicoGroupForm) mine = read_mine (transaction, account_id, id, error);

      if (mine == NULL || !keep_typed (transaction, account_id, id, mine, SPICO_KEPT_NOT_SAVED, error))
        return FALSE;
    }
  transaction->changes->flags |= SPICO_CHANGE_KEPT;

  return name_sheets (transaction, account_id, error)
         && spico_sql_run (transaction->connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id LIKE '" SPICO_DRAFT_GROUP_PREFIX SPICO_DRAFT_BASE_PREFIX "%'", VALUES (T (account_id)), error);
}
