/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-objects.h"

#include <string.h>

#include "spico-draft-private.h"
#include "spico-sort-key.h"
#include "spico-sql-builder.h"
#include "spico-store-attachments.h"
#include "spico-store-corrections.h"
#include "spico-store-delegations.h"
#include "spico-store-groups.h"
#include "spico-store-scheduled.h"
#include "spico-store-schema.h"
#include "spico-store-summary.h"
#include "spico-store-templates.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

/* One's own marker exists for every conversation, under an id that can be worked out. */
char *
spico_store_marker_id (const char *conversation_id,
                       const char *account_id,
                       const char *person_id)
{
  return g_strdup_printf ("%s_%s_%s", conversation_id, account_id, person_id);
}

/* A text as a search looks into it. */
char *
spico_store_search_key (const char *text)
{
  g_autofree char *key = spico_sort_key (text);

  return g_strconcat (" ", key, NULL);
}

static char *
search_key (JsonObject       *object,
            const char *const *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = spico_json_get_string (object, names[i]);

      if (value != NULL)
        g_string_append_printf (text, " %s", value);
    }

  return spico_store_search_key (text->str);
}

/* What a search looks into: words, each after a space. */
static char *
make_search_key (const SpicoType *type,
                 JsonObject      *object)
{
  static const char *const principal[] = { "familyName", "givenName", "name", "profession", "skill", "structureName", "town", "postalCode", NULL };
  static const char *const named[] = { "name", NULL };
  static const char *const dossier[] = { "birthName", "firstNames", "usedName", "birthDate", NULL };
  static const char *const conversation[] = { "subject", "patientBirthName", "patientFirstNames", NULL };

  if (type == &spico_type_principal)
    return search_key (object, principal);
  if (type == &spico_type_favourite_group || type == &spico_type_message_template)
    return search_key (object, named);
  if (type == &spico_type_dossier)
    return search_key (object, dossier);

  return search_key (object, conversation);
}

static gboolean
has_search_key (const SpicoType *type)
{
  return type == &spico_type_principal || type == &spico_type_dossier || type == &spico_type_conversation || type == &spico_type_favourite_group ||
         type == &spico_type_message_template;
}

static char *
upsert_sql (const SpicoType *type)
{
  static const char *const region_extra[] = { "fetched_at", "search_key", NULL };
  static const char *const plain_extra[] = { "holder_id", NULL };
  static const char *const searched_extra[] = { "holder_id", "search_key", NULL };
  static const char *const keys[] = { "holder_id", "id", NULL };

  if (type == &spico_type_principal)
    return spico_sql_build_upsert (type, SPICO_SQL_COLUMNS_ALL, region_extra, NULL);

  return spico_sql_build_upsert (type, SPICO_SQL_COLUMNS_ALL, has_search_key (type) ? searched_extra : plain_extra, keys);
}

/* The row as the server has it; what is the store's own in it stays. */
gboolean
spico_store_upsert (SpicoTransaction *transaction,
                    const char       *account_id,
                    const SpicoType  *type,
                    JsonObject       *object,
                    GError          **error)
{
  g_autofree char *sql = upsert_sql (type);
  g_autoptr (GPtrArray) properties = spico_sql_properties (type, SPICO_SQL_COLUMNS_ALL);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (transaction->connection, sql, error);
  gboolean has_row;
  guint index = 1;

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < properties->len; i++)
    {
      if (!spico_json_bind_property (statement, index++, g_ptr_array_index (properties, i), object, error))
        return FALSE;
    }
  if (type == &spico_type_principal)
    spico_sql_statement_bind_int64 (statement, index++, g_get_real_time ());
  else
    spico_sql_statement_bind_text (statement, index++, account_id);
  if (has_search_key (type))
    {
      g_autofree char *key = make_search_key (type, object);

      spico_sql_statement_bind_text (statement, index++, key);
    }

  return spico_sql_statement_step (statement, &has_row, error);
}

static void
see_principal (GHashTable *seen,
               const char *principal_id)
{
  if (seen != NULL && principal_id != NULL && *principal_id != '\0')
    g_hash_table_add (seen, g_strdup (principal_id));
}

static gboolean
put_participants (SpicoTransaction *transaction,
                  const char       *account_id,
                  JsonObject       *object,
                  GHashTable       *seen,
                  GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  JsonArray *participants = spico_json_get_array (object, "participantIds");
  guint n = participants != NULL ? json_array_get_length (participants) : 0;

  if (!spico_sql_run (transaction->connection, "DELETE FROM conversation_participant WHERE holder_id = $1 AND conversation_id = $2",
                      VALUES (T (account_id), T (id)), error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const char *principal_id = spico_json_get_element_string (participants, i);

      if (principal_id == NULL)
        continue;
      if (!spico_sql_run (transaction->connection, "INSERT INTO conversation_participant (holder_id, conversation_id, position, principal_id) VALUES ($1, $2, $3, $4)",
                          VALUES (T (account_id), T (id), N (i), T (principal_id)), error))
        return FALSE;
      see_principal (seen, principal_id);
    }

  return TRUE;
}

/* Flags that were changed here, and that the server does not know yet, are kept. */
static gboolean
put_conversation (SpicoTransaction *transaction,
                  const char       *account_id,
                  JsonObject       *object,
                  GHashTable       *seen,
                  GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  g_autoptr (SpicoRows) old = spico_rows_read (transaction->connection, "iiiii", "SELECT local_state, is_pinned, is_muted, handled_seq, archived_seq FROM conversation WHERE holder_id = $1 AND id = $2",
                                               VALUES (T (account_id), T (id)), error);

  see_principal (seen, spico_json_get_string (object, "assignedPersonId"));
  see_principal (seen, spico_json_get_string (object, "assignedByPersonId"));
  if (old == NULL || !spico_store_upsert (transaction, account_id, &spico_type_conversation, object, error) || !put_participants (transaction, account_id, object, seen, error))
    return FALSE;

  if (spico_rows_get_n_rows (old) > 0 && spico_rows_get_int (old, 0, 0) == SPICO_LOCAL_MODIFIED)
    return spico_sql_run (transaction->connection, "UPDATE conversation SET is_pinned = $3, is_muted = $4, handled_seq = $5, archived_seq = $6, is_gone = 0 WHERE holder_id = $1 AND id = $2",
                          VALUES (T (account_id), T (id), N (spico_rows_get_int (old, 0, 1)), N (spico_rows_get_int (old, 0, 2)), N (spico_rows_get_int (old, 0, 3)), N (spico_rows_get_int (old, 0, 4))), error);

  if (!spico_sql_run (transaction->connection, "UPDATE conversation SET local_state = 0, local_error = 0, is_gone = 0, used_groups = '' WHERE holder_id = $1 AND id = $2",
                      VALUES (T (account_id), T (id)), error))
    return FALSE;

  return spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE holder_id = $1 AND kind = 'conversation' AND object_id = $2",
                        VALUES (T (account_id), T (id)), error);
}

/* Whoever has written a message has read up to it: no marker tells so (docs/protocol.md). Who answers by itself has read nothing. */
static gboolean
raise_marker_of_author (SpicoTransaction *transaction,
                        const char       *account_id,
                        JsonObject       *object,
                        GError          **error)
{
  const char *conversation_id = spico_json_get_string (object, "conversationId");
  const char *from_account_id = spico_json_get_string (object, "fromAccountId");
  const char *from_person_id = spico_json_get_string (object, "fromPersonId");
  g_autofree char *marker_id = g_strjoin ("_", conversation_id, from_account_id, from_person_id, NULL);

  if (spico_json_get_boolean (object, "isAutomatic"))
    return TRUE;

  return spico_sql_run (transaction->connection,
                        "INSERT INTO read_marker (holder_id, id, conversation_id, account_id, person_id, read_up_to, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                        "ON CONFLICT (holder_id, id) DO UPDATE SET read_up_to = excluded.read_up_to, read_at = excluded.read_at WHERE read_up_to < excluded.read_up_to",
                        VALUES (T (account_id), T (marker_id), T (conversation_id), T (from_account_id), T (from_person_id), N (spico_json_get_int (object, "seq")),
                                N (spico_json_parse_time (spico_json_get_string (object, "sentAt")))),
                        error);
}

/* Apart by spaces; what cannot be an id is left out. */
static char *
join_ids (JsonArray  *members,
          GHashTable *seen)
{
  guint n = members != NULL ? json_array_get_length (members) : 0;
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const char *id = spico_json_get_element_string (members, i);

      if (id == NULL || *id == '\0' || strchr (id, ' ') != NULL)
        continue;
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", id);
      see_principal (seen, id);
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* Whom a message adds or removes; nobody, mostly. */
static gboolean
put_members (SpicoTransaction *transaction,
             const char       *account_id,
             JsonObject       *object,
             GHashTable       *seen,
             GError          **error)
{
  g_autofree char *added = join_ids (spico_json_get_array (object, "addedIds"), seen);
  g_autofree char *removed = join_ids (spico_json_get_array (object, "removedIds"), seen);

  return (*added == '\0' && *removed == '\0')
         || spico_sql_run (transaction->connection, "UPDATE message SET added_ids = $3, removed_ids = $4 WHERE holder_id = $1 AND id = $2",
                           VALUES (T (account_id), T (spico_json_get_string (object, "id")), T (added), T (removed)), error);
}

/* The server has it: whatever became of our own call, it is done, in whichever mailbox it was written. */
static gboolean
put_message (SpicoTransaction *transaction,
             const char       *account_id,
             JsonObject       *object,
             GHashTable       *seen,
             GError          **error)
{
  const char *id = spico_json_get_string (object, "id");

  see_principal (seen, spico_json_get_string (object, "fromPersonId"));
  see_principal (seen, spico_json_get_string (object, "fromAccountId"));

  return spico_store_upsert (transaction, account_id, &spico_type_message, object, error) && put_members (transaction, account_id, object, seen, error) &&
         spico_store_put_wordings (transaction, account_id, object, error) && spico_store_put_attachments (transaction, account_id, object, error) &&
         raise_marker_of_author (transaction, account_id, object, error) && spico_store_scheduled_left (transaction, id, error) &&
         spico_store_settle_message (transaction, id, spico_json_get_int (object, "seq"), spico_json_parse_time (spico_json_get_string (object, "sentAt")), error);
}

/* The larger of the two values wins, here as on the server. */
static gboolean
put_marker (SpicoTransaction *transaction,
            const char       *account_id,
            JsonObject       *object,
            GHashTable       *seen,
            GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  g_autoptr (SpicoRows) old = spico_rows_read (transaction->connection, "iiii", "SELECT local_state, read_up_to, is_marked_unread, read_at FROM read_marker WHERE holder_id = $1 AND id = $2",
                                               VALUES (T (account_id), T (id)), error);

  if (old == NULL || !spico_store_upsert (transaction, account_id, &spico_type_read_marker, object, error))
    return FALSE;

  see_principal (seen, spico_json_get_string (object, "personId"));
  see_principal (seen, spico_json_get_string (object, "accountId"));
  if (spico_rows_get_n_rows (old) == 0)
    return TRUE;

  if (!spico_sql_run (transaction->connection, "UPDATE read_marker SET read_up_to = $3, read_at = $4 WHERE holder_id = $1 AND id = $2 AND read_up_to < $3",
                      VALUES (T (account_id), T (id), N (spico_rows_get_int (old, 0, 1)), N (spico_rows_get_int (old, 0, 3))), error))
    return FALSE;
  if (spico_rows_get_int (old, 0, 0) != SPICO_LOCAL_MODIFIED)
    return TRUE;

  return spico_sql_run (transaction->connection, "UPDATE read_marker SET is_marked_unread = $3 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (account_id), T (id), N (spico_rows_get_int (old, 0, 2))), error);
}

/* One favourite a principal: ours gives way to the server's. */
static gboolean
put_favourite (SpicoTransaction *transaction,
               const char       *account_id,
               JsonObject       *object,
               GHashTable       *seen,
               GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  const char *principal_id = spico_json_get_string (object, "principalId");

  see_principal (seen, principal_id);
  if (principal_id == NULL)
    return TRUE;

  if (!spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE kind = 'favourite' AND object_id IN (SELECT id FROM favourite WHERE holder_id = $1 AND principal_id = $2)",
                      VALUES (T (account_id), T (principal_id)), error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM favourite WHERE holder_id = $1 AND principal_id = $2 AND id <> $3",
                      VALUES (T (account_id), T (principal_id), T (id)), error) ||
      !spico_store_upsert (transaction, account_id, &spico_type_favourite, object, error))
    return FALSE;

  spico_changes_add_principal (transaction->changes, principal_id);

  return spico_sql_run (transaction->connection, "UPDATE favourite SET local_state = 0 WHERE holder_id = $1 AND id = $2 AND local_state = 1",
                        VALUES (T (account_id), T (id)), error);
}

/* The server has it, and what it puts aside: spico_read_list() shows the latest of a text. */
static gboolean
put_search (SpicoTransaction *transaction,
            const char       *account_id,
            JsonObject       *object,
            GError          **error)
{
  const char *text = spico_json_get_string (object, "text");
  g_autofree char *text_key = spico_sort_key (text != NULL ? text : "");

  return spico_store_upsert (transaction, account_id, &spico_type_recent_search, object, error) &&
         spico_sql_run (transaction->connection, "UPDATE recent_search SET text_key = $3, local_state = 0 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (account_id), T (spico_json_get_string (object, "id")), T (text_key)), error);
}

static gboolean
put_principal (SpicoTransaction *transaction,
               JsonObject       *object,
               GHashTable       *seen,
               GError          **error)
{
  see_principal (seen, spico_json_get_string (object, "standInId"));
  spico_changes_add_principal (transaction->changes, spico_json_get_string (object, "id"));

  return spico_store_upsert (transaction, NULL, &spico_type_principal, object, error);
}

/* Its circle is read anew too: spico-pull-circles.c. */
static gboolean
put_dossier (SpicoTransaction *transaction,
             const char       *account_id,
             JsonObject       *object,
             GError          **error)
{
  return spico_store_upsert (transaction, account_id, &spico_type_dossier, object, error) &&
         spico_sql_run (transaction->connection, "UPDATE dossier SET has_circle = 0 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (account_id), T (spico_json_get_string (object, "id"))), error);
}

static gboolean
put_object (SpicoTransaction *transaction,
            const char       *account_id,
            const SpicoType  *type,
            JsonObject       *object,
            GHashTable       *seen,
            GError          **error)
{
  if (type == &spico_type_principal)
    return put_principal (transaction, object, seen, error);
  if (type == &spico_type_dossier)
    return put_dossier (transaction, account_id, object, error);
  if (type == &spico_type_conversation)
    return put_conversation (transaction, account_id, object, seen, error);
  if (type == &spico_type_message)
    return put_message (transaction, account_id, object, seen, error);
  if (type == &spico_type_read_marker)
    return put_marker (transaction, account_id, object, seen, error);
  if (type == &spico_type_favourite)
    return put_favourite (transaction, account_id, object, seen, error);
  if (type == &spico_type_recent_search)
    return put_search (transaction, account_id, object, error);
  if (type == &spico_type_favourite_group)
    return spico_store_put_group (transaction, account_id, object, seen, error);
  if (type == &spico_type_favourite_group_share)
    return spico_store_put_group_share (transaction, account_id, object, seen, error);
  if (type == &spico_type_delegation)
    return spico_store_put_delegation (transaction, account_id, object, seen, error);
  if (type == &spico_type_message_template)
    return spico_store_put_template (transaction, account_id, object, seen, error);
  if (type == &spico_type_scheduled_message)
    return spico_store_put_scheduled (transaction, account_id, object, seen, error);

  return spico_store_upsert (transaction, account_id, type, object, error);
}

static SpicoChangeFlags
flags_of (const SpicoType *type)
{
  if (type == &spico_type_dossier)
    return SPICO_CHANGE_DOSSIERS;
  if (type == &spico_type_favourite)
    return SPICO_CHANGE_FAVOURITES;
  if (type == &spico_type_recent_search)
    return SPICO_CHANGE_SEARCHES;
  if (type == &spico_type_favourite_group || type == &spico_type_favourite_group_share)
    return SPICO_CHANGE_GROUPS;
  if (type == &spico_type_delegation)
    return SPICO_CHANGE_DELEGATIONS;
  if (type == &spico_type_message_template)
    return SPICO_CHANGE_TEMPLATES;
  if (type == &spico_type_scheduled_message)
    return SPICO_CHANGE_SCHEDULED;
  if (type == &spico_type_principal)
    return SPICO_CHANGE_PRINCIPALS;

  return SPICO_CHANGE_CONVERSATIONS;
}

static const char *
conversation_of (const SpicoType *type,
                 JsonObject      *object)
{
  if (type == &spico_type_conversation)
    return spico_json_get_string (object, "id");
  if (type == &spico_type_message || type == &spico_type_read_marker)
    return spico_json_get_string (object, "conversationId");

  return NULL;
}

static gboolean
refresh_all (SpicoTransaction *transaction,
             const char       *account_id,
             GHashTable       *conversation_ids,
             GError          **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, conversation_ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!spico_store_refresh_conversation (transaction, account_id, id, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_store_put_objects:
 * @list: the `list` of a `/get`
 * @seen_principals: (nullable) (element-type utf8): receives the principals that the objects name
 *
 * Writes objects as the server has them, without losing what was changed here meanwhile.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_objects (SpicoTransaction *transaction,
                         const char       *account_id,
                         const SpicoType  *type,
                         JsonArray        *list,
                         GHashTable       *seen_principals,
                         GError          **error)
{
  g_autoptr (GHashTable) conversation_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = spico_json_get_element_object (list, i);
      const char *conversation_id;

      if (object == NULL || spico_json_get_string (object, "id") == NULL)
        {
          g_set_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "A %s is no object with an id", type->name);
          return FALSE;
        }
      if (!put_object (transaction, account_id, type, object, seen_principals, error))
        return FALSE;

      conversation_id = conversation_of (type, object);
      if (conversation_id != NULL)
        g_hash_table_add (conversation_ids, g_strdup (conversation_id));
    }

  if (n > 0)
    transaction->changes->flags |= flags_of (type);

  return refresh_all (transaction, account_id, conversation_ids, error);
}

/**
 * spico_store_remove_conversation:
 *
 * A conversation takes its contents along, but nothing that was written here and never left.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_remove_conversation (SpicoTransaction *transaction,
                                 const char       *account_id,
                                 const char       *id,
                                 GError          **error)
{
  SpicoSqlConnection *connection = transaction->connection;
  const SpicoSqlValue *values = VALUES (T (account_id), T (id));
  gboolean has_own = FALSE;

  /* What was to be changed of it has nothing left to change. */
  if (!spico_store_keep_corrections (transaction, account_id, id, error) ||
      !spico_sql_run (connection, "DELETE FROM message WHERE holder_id = $1 AND conversation_id = $2 AND (local_state = 0 OR (text = '' AND NOT EXISTS (SELECT 1 FROM attachment AS a WHERE a.message_id = message.id)))", values, error) ||
      !spico_sql_run (connection, "DELETE FROM draft WHERE holder_id = $1 AND conversation_id = '" SPICO_DRAFT_MEMBERS_PREFIX "' || $2", values, error) ||
      !spico_sql_run (connection, "DELETE FROM read_marker WHERE holder_id = $1 AND conversation_id = $2", values, error) ||
      !spico_sql_run (connection, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind <> 'conversation'", values, error) ||
      !spico_sql_query_exists (connection,
                               "SELECT 1 FROM message WHERE holder_id = $1 AND conversation_id = $2 UNION ALL "
                               "SELECT 1 FROM draft WHERE holder_id = $1 AND conversation_id = $2 UNION ALL SELECT 1 FROM attachment WHERE mailbox_id = $1 AND conversation_id = $2 "
                               "UNION ALL SELECT 1 FROM scheduled_message WHERE holder_id = $1 AND conversation_id = $2 AND local_state IN (1, 4)",
                               values, &has_own, error))
    return FALSE;

  spico_changes_add_conversation (transaction->changes, account_id, id);
  if (has_own)
    return spico_sql_run (connection, "UPDATE conversation SET is_gone = 1, last_message_seq = 0, unread_count = 0, patient_birth_name = '', patient_first_names = '', patient_birth_date = NULL, search_key = '' "
                          "WHERE holder_id = $1 AND id = $2", values, error) &&
           spico_store_refresh_mailboxes (transaction, id, error);

  return spico_sql_run (connection, "DELETE FROM conversation_participant WHERE holder_id = $1 AND conversation_id = $2", values, error) &&
         spico_sql_run (connection, "DELETE FROM conversation WHERE holder_id = $1 AND id = $2", values, error);
}

static gboolean
remove_object (SpicoTransaction *transaction,
               const char       *account_id,
               const SpicoType  *type,
               const char       *id,
               GError          **error)
{
  g_autofree char *sql = NULL;
  g_autofree char *conversation_id = NULL;

  if (type == &spico_type_conversation)
    return spico_store_remove_conversation (transaction, account_id, id, error);
  if (type == &spico_type_favourite_group)
    return spico_store_remove_group (transaction, account_id, id, error);
  if (type == &spico_type_message_template)
    return spico_store_remove_template (transaction, account_id, id, error);
  if (type == &spico_type_scheduled_message)
    return spico_store_remove_scheduled (transaction, account_id, id, error);
  if (type == &spico_type_principal)
    return spico_sql_run (transaction->connection, "UPDATE principal SET is_listed = 0 WHERE id = $1", VALUES (T (id)), error);
  if (type == &spico_type_dossier &&
      !spico_sql_run (transaction->connection, "DELETE FROM circle_member WHERE holder_id = $1 AND dossier_id = $2", VALUES (T (account_id), T (id)), error))
    return FALSE;
  if (type == &spico_type_message &&
      !spico_sql_query_text (transaction->connection, "SELECT conversation_id FROM message WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id)), &conversation_id, error))
    return FALSE;

  sql = g_strdup_printf ("DELETE FROM %s WHERE holder_id = $1 AND id = $2", type->table);
  if (!spico_sql_run (transaction->connection, sql, VALUES (T (account_id), T (id)), error))
    return FALSE;

  return conversation_id == NULL || spico_store_refresh_conversation (transaction, account_id, conversation_id, error);
}

/**
 * spico_store_remove_objects:
 * @ids: (nullable): the `destroyed` of a `/changes`, or the `notFound` of a `/get`
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_remove_objects (SpicoTransaction *transaction,
                            const char       *account_id,
                            const SpicoType  *type,
                            JsonArray        *ids,
                            GError          **error)
{
  guint n = ids != NULL ? json_array_get_length (ids) : 0;

  for (guint i = 0; i < n; i++)
    {
      const char *id = spico_json_get_element_string (ids, i);

      if (id != NULL && !remove_object (transaction, account_id, type, id, error))
        return FALSE;
    }

  if (n > 0)
    transaction->changes->flags |= flags_of (type);

  return TRUE;
}

/**
 * spico_store_retain_objects:
 * @ids: every id that the server has
 *
 * After a full resynchronisation: removes what the server has no more; what was made here stays.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_retain_objects (SpicoTransaction *transaction,
                            const char       *account_id,
                            const SpicoType  *type,
                            JsonArray        *ids,
                            GError          **error)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), ids);
  g_autofree char *known = json_to_string (node, FALSE);
  g_autoptr (SpicoRows) rows = NULL;
  g_autofree char *sql = NULL;
  gboolean has_local_state = type == &spico_type_conversation || type == &spico_type_favourite || type == &spico_type_recent_search || type == &spico_type_favourite_group ||
                             type == &spico_type_favourite_group_share || type == &spico_type_message_template || type == &spico_type_scheduled_message;

  sql = g_strdup_printf ("SELECT id FROM %s WHERE holder_id = $1 AND id NOT IN (SELECT value FROM json_each ($2))%s",
                         type->table, has_local_state ? " AND local_state NOT IN (1, 4)" : "");
  rows = spico_rows_read (transaction->connection, "t", sql, VALUES (T (account_id), T (known)), error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!remove_object (transaction, account_id, type, spico_rows_get_text (rows, i, 0), error))
        return FALSE;
    }
  transaction->changes->flags |= flags_of (type);

  return TRUE;
}

gboolean
spico_store_put_state (SpicoTransaction *transaction,
                       const char       *account_id,
                       const char       *type_name,
                       const char       *state,
                       GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO sync_state (account_id, type, state) VALUES ($1, $2, $3) "
                        "ON CONFLICT (account_id, type) DO UPDATE SET state = excluded.state",
                        VALUES (T (account_id), T (type_name), T (state)), error);
}

gboolean
spico_store_put_setting (SpicoTransaction *transaction,
                         const char       *name,
                         const char       *value,
                         GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        VALUES (T (name), T (value)), error);
}

/* Returns: (transfer full): which of them the store does not know */
GStrv
spico_store_unknown_principals (SpicoTransaction *transaction,
                                GHashTable       *principal_ids,
                                GError          **error)
{
  g_autofree char **ids = (char **) g_hash_table_get_keys_as_array (principal_ids, NULL);
  g_autofree char *list = spico_json_text_array ((const char *const *) ids);
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT value FROM json_each ($1) WHERE value NOT IN (SELECT id FROM principal)",
                                                VALUES (T (list)), error);
  GStrvBuilder *builder;

  if (rows == NULL)
    return NULL;

  builder = g_strv_builder_new ();
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_strv_builder_add (builder, spico_rows_get_text (rows, i, 0));

  return g_strv_builder_unref_to_strv (builder);
}
