/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-reads.h"

#include <string.h>

#include "spico-json.h"
#include "spico-sort-key.h"
#include "spico-store-attachments.h"
#include "spico-store-contact.h"
#include "spico-store-delegations.h"
#include "spico-store-groups.h"
#include "spico-store-kept.h"
#include "spico-store-objects.h"
#include "spico-store-search.h"
#include "spico-store-summary.h"
#include "spico-store-urgency.h"
#include "spico-store-writes.h"

/* How far up the first window of a conversation goes to show the first unread message, and what it shows above it. */
#define MAX_FIRST_WINDOW 512
#define READ_CONTEXT 16
#define MAX_WANTED 2000
#define MAX_SEARCHES 10

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

#define EVERY_WORD(key, array) "NOT EXISTS (SELECT 1 FROM json_each (" array ") AS w WHERE instr (" key ", ' ' || w.value) = 0)"
#define AMONG(array) "(SELECT value FROM json_each (" array "))"

SpicoReadQuery *
spico_read_query_new (SpicoReadKind kind,
                      const char   *account_id)
{
  SpicoReadQuery *self = g_new0 (SpicoReadQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->account_id = g_strdup (account_id);

  return self;
}

SpicoReadQuery *
spico_read_query_new_found (const SpicoReadQuery *asked,
                            GStrv                 found_ids)
{
  SpicoReadQuery *self = spico_read_query_new (asked->kind, asked->account_id);

  self->text = g_strdup (asked->text);
  self->dossier_id = g_strdup (asked->dossier_id);
  self->id = g_strdup (asked->id);
  self->postal_code = g_strdup (asked->postal_code);
  self->town = g_strdup (asked->town);
  self->profession_code = g_strdup (asked->profession_code);
  self->structure_id = g_strdup (asked->structure_id);
  self->n_most = asked->n_most;
  self->kinds = g_strdupv (asked->kinds);
  self->found_ids = found_ids;
  self->group_list = asked->group_list;

  return self;
}

SpicoReadQuery *
spico_read_query_ref (SpicoReadQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
spico_read_query_unref (SpicoReadQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->account_id);
  g_free (self->text);
  g_free (self->dossier_id);
  g_free (self->id);
  g_free (self->postal_code);
  g_free (self->town);
  g_free (self->profession_code);
  g_free (self->structure_id);
  g_strfreev (self->kinds);
  g_strfreev (self->found_ids);
  g_clear_pointer (&self->filter, spico_search_filter_free);
  g_free (self);
}

void
spico_read_request_free (gpointer data)
{
  SpicoReadRequest *request = data;

  spico_read_query_unref (request->query);
  g_clear_pointer (&request->wanted, g_array_unref);
  g_clear_pointer (&request->known, g_hash_table_unref);
  g_free (request);
}

void
spico_read_messages_free (gpointer data)
{
  SpicoReadMessages *request = data;

  g_free (request->account_id);
  g_free (request->conversation_id);
  g_free (request);
}

static char *
words_of (const char *text)
{
  g_auto (GStrv) words = spico_sort_key_words (text != NULL ? text : "");

  return spico_json_text_array ((const char *const *) words);
}

/* Nothing came since (B004); what is being written, waits or has failed is not done. */
#define IS_DONE(seq) "(c." seq " > 0 AND c." seq " >= c.local_last_seq)"
#define IS_ARCHIVED "(" IS_DONE ("archived_seq") " AND c.pending_count + c.failed_count + c.draft_attachment_count + c.scheduled_count = 0 AND c.draft_text = '')"
#define CONVERSATIONS(condition) "SELECT row_id FROM conversation AS c WHERE holder_id = $1 AND " SPICO_STORE_IS_SHOWN " AND " condition " ORDER BY is_pinned DESC, sort_time DESC, row_id DESC"

static const char *const views[] = {
  [SPICO_CONVERSATIONS_CURRENT] = CONVERSATIONS ("NOT " IS_ARCHIVED),
  [SPICO_CONVERSATIONS_UNREAD] = CONVERSATIONS ("NOT " IS_ARCHIVED " AND c.local_unread + c.is_marked_unread > 0"),
  [SPICO_CONVERSATIONS_TO_HANDLE] = CONVERSATIONS ("NOT " IS_ARCHIVED " AND NOT " IS_DONE ("handled_seq")),
  [SPICO_CONVERSATIONS_URGENT] = CONVERSATIONS ("NOT " IS_ARCHIVED " AND (c.is_urgent + c.is_overdue > 0 OR c.reply_by IS NOT NULL)"),
  [SPICO_CONVERSATIONS_ARCHIVED] = CONVERSATIONS (IS_ARCHIVED),
};

static SpicoRows *
conversation_keys (SpicoTransaction *transaction,
                   SpicoReadQuery   *query,
                   GError          **error)
{
  if (query->id != NULL)
    return spico_rows_read (transaction->connection, "i", "SELECT row_id FROM conversation WHERE holder_id = $1 AND id = $2",
                            VALUES (T (query->account_id), T (query->id)), error);
  if (query->dossier_id != NULL)
    return spico_rows_read (transaction->connection, "i", "SELECT row_id FROM conversation AS c WHERE holder_id = $1 AND dossier_id = $2 AND " SPICO_STORE_IS_SHOWN " ORDER BY sort_time DESC, row_id DESC",
                            VALUES (T (query->account_id), T (query->dossier_id)), error);
  if (query->text != NULL)
    return spico_store_searched_conversation_keys (transaction, query, error);

  return spico_rows_read (transaction->connection, "i", views[query->view], VALUES (T (query->account_id)), error);
}

/* `03/1948` finds 1948-03: a birth date is indexed year first. */
static char *
dossier_words (const char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "/", 3) : NULL;
  g_autofree char *turned = NULL;

  if (parts != NULL && g_strv_length (parts) == 2 && strlen (parts[1]) == 4)
    {
      turned = g_strconcat (parts[1], " ", parts[0], NULL);
      return words_of (turned);
    }
  if (parts != NULL && g_strv_length (parts) == 3)
    {
      turned = g_strconcat (parts[2], " ", parts[1], " ", parts[0], NULL);
      return words_of (turned);
    }

  return words_of (text);
}

static SpicoRows *
dossier_keys (SpicoTransaction *transaction,
              SpicoReadQuery   *query,
              GError          **error)
{
  g_autofree char *words = dossier_words (query->text);

  if (query->id != NULL)
    return spico_rows_read (transaction->connection, "i", "SELECT row_id FROM dossier WHERE holder_id = $1 AND id = $2",
                            VALUES (T (query->account_id), T (query->id)), error);

  return spico_rows_read (transaction->connection, "i",
                          "SELECT row_id FROM dossier WHERE holder_id = $1 AND in_active_list = 1 AND " EVERY_WORD ("search_key", "$2") " ORDER BY search_key, row_id",
                          VALUES (T (query->account_id), T (words)), error);
}

/* Whom the server found, in its order; those whom it had not found yet come first where they were shown before it answered. */
static SpicoRows *
found_keys (SpicoTransaction *transaction,
            SpicoReadQuery   *query,
            GError          **error)
{
  g_autofree char *found = spico_json_text_array ((const char *const *) query->found_ids);

  return spico_rows_read (transaction->connection, "i",
                          "SELECT p.row_id FROM json_each ($1) AS f JOIN principal AS p ON p.id = f.value WHERE p.name <> '' AND p.id <> $2 ORDER BY f.key LIMIT $3",
                          VALUES (T (found), T (transaction->person_id), N (query->n_most)), error);
}

#define IS_FAVOURITE "EXISTS (SELECT 1 FROM favourite AS v WHERE v.holder_id = $1 AND v.principal_id = p.id AND v.local_state <> 3)"
#define IS_CORRESPONDENT "EXISTS (SELECT 1 FROM conversation_participant AS m WHERE m.principal_id = p.id)"
#define IS_COLLEAGUE "EXISTS (SELECT 1 FROM colleague AS g WHERE g.principal_id = p.id)"

/* Favourites first, then correspondents, then the people of one's own structures, then whom the store merely knows. Of each, those in whose name the words stand: it comes first in the key. */
static SpicoRows *
principal_keys (SpicoTransaction *transaction,
                SpicoReadQuery   *query,
                GError          **error)
{
  g_autofree char *words = words_of (query->text);
  g_autofree char *kinds = spico_json_text_array ((const char *const *) query->kinds);
  g_autofree char *town = words_of (query->town);

  if (query->found_ids != NULL)
    return found_keys (transaction, query, error);

  return spico_rows_read (transaction->connection, "i",
                          "SELECT p.row_id FROM principal AS p WHERE p.name <> '' AND p.is_listed = 1 AND p.id <> $5 AND p.kind IN " AMONG ("$3") " AND " EVERY_WORD ("p.search_key", "$2")
                          " AND substr (p.postal_code, 1, length ($4)) = $4 AND " EVERY_WORD ("p.search_key", "$6")
                          " AND ($9 = '' OR p.profession_code = $9) AND ($10 = '' OR p.structure_id = $10) "
                          "AND ($8 = 0 OR " IS_FAVOURITE " OR " IS_CORRESPONDENT " OR " IS_COLLEAGUE ") "
                          "ORDER BY NOT " IS_FAVOURITE ", NOT " IS_CORRESPONDENT ", NOT " IS_COLLEAGUE ", "
                          "(SELECT max (instr (p.search_key, ' ' || w.value)) FROM json_each ($2) AS w), p.search_key LIMIT $7",
                          VALUES (T (query->account_id), T (words), T (kinds), T (query->postal_code != NULL ? query->postal_code : ""), T (transaction->person_id), T (town),
                                  N (query->n_most), N (query->is_close), T (query->profession_code != NULL ? query->profession_code : ""),
                                  T (query->structure_id != NULL ? query->structure_id : "")),
                          error);
}

static SpicoRows *
favourite_keys (SpicoTransaction *transaction,
                SpicoReadQuery   *query,
                GError          **error)
{
  return spico_rows_read (transaction->connection, "i",
                          "SELECT p.row_id FROM favourite AS v JOIN principal AS p ON p.id = v.principal_id WHERE v.holder_id = $1 AND v.local_state <> 3 ORDER BY p.search_key",
                          VALUES (T (query->account_id)), error);
}

/* By name; whom the patient refuses comes last. */
static SpicoRows *
circle_keys (SpicoTransaction *transaction,
             SpicoReadQuery   *query,
             GError          **error)
{
  return spico_rows_read (transaction->connection, "i",
                          "SELECT m.row_id FROM circle_member AS m LEFT JOIN principal AS p ON p.id = m.principal_id WHERE m.holder_id = $1 AND m.dossier_id = $2 "
                          "ORDER BY m.refusal, p.search_key, m.principal_id",
                          VALUES (T (query->account_id), T (query->dossier_id)), error);
}

/* Each text once, however often it waits for the server. */
static SpicoRows *
search_keys (SpicoTransaction *transaction,
             GError          **error)
{
  return spico_rows_read (transaction->connection, "i",
                          "SELECT row_id FROM recent_search AS s WHERE holder_id = $1 AND NOT EXISTS "
                          "(SELECT 1 FROM recent_search AS o WHERE o.holder_id = $1 AND o.text_key = s.text_key AND (o.used_at > s.used_at OR (o.used_at = s.used_at AND o.row_id > s.row_id))) "
                          "ORDER BY used_at DESC LIMIT $2",
                          VALUES (T (transaction->person_id), N (MAX_SEARCHES)), error);
}

/* Of what may not be read now, as of what there is not. */
static SpicoRows *
no_keys (SpicoTransaction *transaction,
         GError          **error)
{
  return spico_rows_read (transaction->connection, "i", "SELECT 0 WHERE 0", NULL, error);
}

static SpicoRows *
read_keys (SpicoTransaction *transaction,
           SpicoReadQuery   *query,
           GError          **error)
{
  switch (query->kind)
    {
    case SPICO_READ_CONVERSATIONS:
      return conversation_keys (transaction, query, error);
    case SPICO_READ_DOSSIERS:
      return dossier_keys (transaction, query, error);
    case SPICO_READ_PRINCIPALS:
      return principal_keys (transaction, query, error);
    case SPICO_READ_FAVOURITES:
      return favourite_keys (transaction, query, error);
    case SPICO_READ_CIRCLE:
      return circle_keys (transaction, query, error);
    case SPICO_READ_GROUPS:
      return spico_store_group_keys (transaction, query, error);
    case SPICO_READ_GROUP_SHARES:
      return spico_store_group_share_keys (transaction, query, error);
    case SPICO_READ_DELEGATIONS:
      return spico_store_delegation_keys (transaction, query, error);
    case SPICO_READ_FOUND_MESSAGES:
      return spico_store_found_keys (transaction, query, error);
    case SPICO_READ_SEARCHES:
    default:
      return search_keys (transaction, error);
    }
}

#define PRINCIPAL_KINDS "itttttttttttttttttt" "ii" "t"
#define PRINCIPAL_COLUMNS                                                                                                      \
  "p.row_id, p.id, p.kind, p.name, p.family_name, p.given_name, p.profession, p.skill, p.structure_name, p.postal_code, p.town, p.telephone, "  \
  "p.address, p.national_id, p.source, p.source_date, "                                                                        \
  "p.presence, p.absent_until, (SELECT s.name FROM principal AS s WHERE s.id = p.stand_in_id), p.has_account, p.is_listed, p.connection"

static char *
keys_json (GArray *keys)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (keys, gint64, i));
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

SpicoRows *
spico_store_read_principals_where (SpicoTransaction    *transaction,
                                   const char          *condition,
                                   const SpicoSqlValue *values,
                                   GError             **error)
{
  g_autofree char *sql = g_strconcat ("SELECT " PRINCIPAL_COLUMNS " FROM principal AS p WHERE ", condition, NULL);

  return spico_rows_read (transaction->connection, PRINCIPAL_KINDS, sql, values, error);
}

static SpicoRows *
principals_by_id (SpicoTransaction *transaction,
                  GHashTable       *ids,
                  GError          **error)
{
  g_autofree char **names = (char **) g_hash_table_get_keys_as_array (ids, NULL);
  g_autofree char *list = spico_json_text_array ((const char *const *) names);

  return spico_store_read_principals_where (transaction, "p.id IN " AMONG ("$1"), VALUES (T (list)), error);
}

static gboolean
load_conversations (SpicoTransaction *transaction,
                    SpicoReadQuery   *query,
                    const char       *keys,
                    SpicoPage        *page,
                    GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  page->rows = spico_rows_read (transaction->connection, "i" "ttttttt" "tiii" "ttt" "iiii" "tiiii" "ttiiii" "iiiii" "ti",
                                "SELECT c.row_id, c.id, c.subject, c.dossier_id, c.patient_birth_name, c.patient_first_names, c.patient_birth_date, c.patient_sex, "
                                "c.creator_account_id, c.created_at, c.local_last_at, c.local_last_seq, c.preview, c.preview_person_id, "
                                "(SELECT p.name FROM principal AS p WHERE p.id = c.preview_person_id), "
                                "c.local_unread, c.is_marked_unread, c.is_pinned, c.is_muted, c.draft_text, c.pending_count, c.failed_count, c.sort_time, c.local_state, "
                                "c.assigned_person_id, c.creator_person_id, c.preview_change, " IS_DONE ("handled_seq") ", " IS_ARCHIVED ", c.preview_is_withdrawn, c.is_urgent, c.reply_by, c.is_overdue, c.preview_attachment_count, c.draft_attachment_count, c.assigned_by_person_id, c.scheduled_count "
                                "FROM conversation AS c WHERE c.row_id IN " AMONG ("$1"),
                                VALUES (T (keys)), error);
  if (page->rows == NULL)
    return FALSE;

  page->members = spico_rows_read (transaction->connection, "it",
                                   "SELECT c.row_id, m.principal_id FROM conversation AS c JOIN conversation_participant AS m ON m.holder_id = c.holder_id AND m.conversation_id = c.id "
                                   "WHERE c.row_id IN " AMONG ("$1") " AND m.principal_id <> c.holder_id ORDER BY c.row_id, m.position",
                                   VALUES (T (keys)), error);
  if (page->members == NULL)
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (page->members); i++)
    g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->members, i, 1));
  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_CONVERSATION_COLUMN_ASSIGNED_PERSON_ID));
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_CONVERSATION_COLUMN_ASSIGNED_BY_PERSON_ID));
    }
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

/* Where nobody is said to have acted, there is nobody to read. */
static void
add_person (GHashTable *ids,
            SpicoRows  *rows,
            guint       row,
            guint       column)
{
  const char *id = spico_rows_get_string (rows, row, column);

  if (*id != '\0')
    g_hash_table_add (ids, (gpointer) id);
}

/* With everyone whom the groups name: their creators and their members, and who acted for them. */
static gboolean
load_groups (SpicoTransaction *transaction,
             const char       *keys,
             SpicoPage        *page,
             GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (!spico_store_load_groups (transaction, keys, page, error))
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_GROUP_COLUMN_CREATOR_ID));
      add_person (ids, page->rows, i, SPICO_GROUP_COLUMN_CREATOR_PERSON_ID);
      add_person (ids, page->rows, i, SPICO_GROUP_COLUMN_ACCEPTED_BY_ID);
    }
  for (guint i = 0; i < spico_rows_get_n_rows (page->members); i++)
    g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->members, i, 1));
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

static gboolean
load_group_shares (SpicoTransaction *transaction,
                   const char       *keys,
                   SpicoPage        *page,
                   GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (!spico_store_load_group_shares (transaction, keys, page, error))
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_SHARE_COLUMN_PRINCIPAL_ID));
      add_person (ids, page->rows, i, SPICO_SHARE_COLUMN_ACCEPTED_BY_ID);
    }
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

static gboolean
load_people (SpicoTransaction *transaction,
             SpicoPage        *page,
             void (*list)     (SpicoPage  *page,
                               GHashTable *ids),
             GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  list (page, ids);
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

static gboolean
load_circle (SpicoTransaction *transaction,
             const char       *keys,
             SpicoPage        *page,
             GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  page->rows = spico_rows_read (transaction->connection, "itti", "SELECT row_id, principal_id, role, refusal FROM circle_member WHERE row_id IN " AMONG ("$1"),
                                VALUES (T (keys)), error);
  if (page->rows == NULL)
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    g_hash_table_add (ids, (gpointer) spico_rows_get_string (page->rows, i, SPICO_CIRCLE_COLUMN_PRINCIPAL_ID));
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

static gboolean
load_rows (SpicoTransaction *transaction,
           SpicoReadQuery   *query,
           const char       *keys,
           SpicoPage        *page,
           GError          **error)
{
  switch (query->kind)
    {
    case SPICO_READ_CONVERSATIONS:
      return load_conversations (transaction, query, keys, page, error);
    case SPICO_READ_DOSSIERS:
      page->rows = spico_rows_read (transaction->connection, "i" "tttttttttt" "i",
                                    "SELECT row_id, id, birth_name, used_name, first_names, birth_date, sex, birth_place_code, ins_matricule, ins_status, role, in_active_list "
                                    "FROM dossier WHERE row_id IN " AMONG ("$1"),
                                    VALUES (T (keys)), error);
      break;
    case SPICO_READ_PRINCIPALS:
    case SPICO_READ_FAVOURITES:
      page->rows = spico_rows_read (transaction->connection, PRINCIPAL_KINDS, "SELECT " PRINCIPAL_COLUMNS " FROM principal AS p WHERE p.row_id IN " AMONG ("$1"),
                                    VALUES (T (keys)), error);
      break;
    case SPICO_READ_CIRCLE:
      return load_circle (transaction, keys, page, error);
    case SPICO_READ_GROUPS:
      return load_groups (transaction, keys, page, error);
    case SPICO_READ_GROUP_SHARES:
      return load_group_shares (transaction, keys, page, error);
    case SPICO_READ_DELEGATIONS:
      return spico_store_load_delegations (transaction, keys, page, error) && load_people (transaction, page, spico_store_list_delegation_people, error);
    case SPICO_READ_FOUND_MESSAGES:
      return spico_store_load_found (transaction, keys, page, error) && load_people (transaction, page, spico_store_list_found_people, error);
    case SPICO_READ_SEARCHES:
    default:
      page->rows = spico_rows_read (transaction->connection, "iti", "SELECT row_id, text, used_at FROM recent_search WHERE row_id IN " AMONG ("$1"),
                                    VALUES (T (keys)), error);
      break;
    }

  return page->rows != NULL;
}

/**
 * spico_read_list:
 * @data: a #SpicoReadRequest
 *
 * A #SpicoStoreFunc: the keys of a list, contents of rows, or both from one snapshot.
 *
 * Returns: (transfer full): a future of a #SpicoPage
 */
DexFuture *
spico_read_list (SpicoTransaction *transaction,
                 gpointer          data)
{
  SpicoReadRequest *request = data;
  g_autoptr (SpicoPage) page = spico_page_new ();
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *keys = NULL;
  gboolean may_read = FALSE;
  GError *error = NULL;

  if (!spico_store_may_read (transaction, request->query->kind, request->query->account_id, &may_read, &error))
    return dex_future_new_for_error (error);

  if (request->wanted != NULL && may_read)
    g_array_append_vals (wanted, request->wanted->data, request->wanted->len);

  if (request->with_keys)
    {
      g_autoptr (SpicoRows) rows = may_read ? read_keys (transaction, request->query, &error) : no_keys (transaction, &error);

      if (rows == NULL)
        return dex_future_new_for_error (error);
      page->keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), spico_rows_get_n_rows (rows));
      for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
        {
          gint64 key = spico_rows_get_int (rows, i, 0);

          g_array_append_val (page->keys, key);
          if (i < request->n_first && (request->known == NULL || !g_hash_table_contains (request->known, &key)))
            g_array_append_val (wanted, key);
        }
    }

  keys = keys_json (wanted);
  if (!load_rows (transaction, request->query, keys, page, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page));
}

/* Where the first window begins: a page from the end, or some lines above the first unread message. */
static gboolean
find_first_window (SpicoTransaction  *transaction,
                   SpicoReadMessages *request,
                   SpicoPage         *page,
                   gint64            *low_seq,
                   GError           **error)
{
  g_autofree char *marker_id = spico_store_marker_id (request->conversation_id, request->account_id, transaction->person_id);
  const SpicoSqlValue *values = VALUES (T (request->account_id), T (request->conversation_id));
  gint64 read_up_to = 0;
  gint64 history_seq = 0;
  gint64 last_page = 0;
  gint64 bound = 0;
  gint64 n_unread = 0;

  if (!spico_sql_query_int64 (transaction->connection, "SELECT read_up_to FROM read_marker WHERE holder_id = $1 AND id = $2", VALUES (T (request->account_id), T (marker_id)), 0, &read_up_to, error) ||
      !spico_sql_query_int64 (transaction->connection, "SELECT local_unread FROM conversation WHERE holder_id = $1 AND id = $2", values, 0, &n_unread, error) ||
      !spico_sql_query_int64 (transaction->connection, "SELECT history_seq FROM conversation WHERE holder_id = $1 AND id = $2", values, 0, &history_seq, error) ||
      !spico_sql_query_int64 (transaction->connection,
                              "SELECT MIN (seq) FROM (SELECT seq FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 ORDER BY seq DESC LIMIT $3)",
                              VALUES (T (request->account_id), T (request->conversation_id), N (SPICO_MESSAGES_PAGE)), 0, &last_page, error) ||
      !spico_sql_query_int64 (transaction->connection,
                              "SELECT MIN (seq) FROM (SELECT seq FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 ORDER BY seq DESC LIMIT $3)",
                              VALUES (T (request->account_id), T (request->conversation_id), N (MAX_FIRST_WINDOW)), 0, &bound, error) ||
      !spico_sql_query_int64 (transaction->connection,
                              "SELECT seq FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 AND seq > $3 AND from_person_id <> $4 AND is_withdrawn = 0 ORDER BY seq LIMIT 1",
                              VALUES (T (request->account_id), T (request->conversation_id), N (MAX (read_up_to, history_seq)), T (transaction->person_id)), 0, &page->first_unread_seq, error))
    return FALSE;

  page->n_unread = (guint) n_unread;
  *low_seq = last_page;
  if (page->first_unread_seq > 0)
    *low_seq = MAX (MIN (last_page, page->first_unread_seq - READ_CONTEXT), bound);

  return TRUE;
}

/* Nobody has tried to tell the server of it. */
#define IS_UNTOLD "EXISTS (SELECT 1 FROM outbox AS o WHERE o.lane = conversation_id AND o.kind = 'message' AND o.object_id = id AND o.is_attempted = 0)"

#define MESSAGE_KINDS "ititiittiititit" "tiii" "ttii" SPICO_STORE_URGENCY_KINDS
#define MESSAGE_COLUMNS "row_id, id, seq, " SPICO_STORE_WORDING ", sent_at, composed_at, from_person_id, from_account_id, local_state, local_error, added_ids || removed_ids, is_automatic, used_groups, " SPICO_STORE_CHANGE ", new_subject, in_reply_to_id, is_withdrawn, withdrawn_at, edited_at, " \
  "earlier_texts, (SELECT w.text FROM correction AS w WHERE w.message_id = id), (SELECT w.failure FROM correction AS w WHERE w.message_id = id), CASE local_state WHEN 1 THEN " IS_UNTOLD " ELSE 0 END, " SPICO_STORE_URGENCY_COLUMNS

/* What is shown of a message that others answer. */
#define QUOTED_CHARACTERS "200"

static SpicoRows *
window_rows (SpicoTransaction  *transaction,
             SpicoReadMessages *request,
             gint64             low_seq,
             GError           **error)
{
  return spico_rows_read (transaction->connection, MESSAGE_KINDS,
                          "SELECT * FROM (SELECT " MESSAGE_COLUMNS " FROM message AS m WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 AND seq >= $3 ORDER BY seq) "
                          "UNION ALL SELECT * FROM (SELECT " MESSAGE_COLUMNS " FROM message AS m WHERE " SPICO_STORE_IS_WAITING " ORDER BY +row_id)",
                          VALUES (T (request->account_id), T (request->conversation_id), N (low_seq)), error);
}

/* A page; up to a message that is wanted, many at once. */
static gint64
n_older (SpicoReadMessages *request)
{
  return CLAMP (request->before_seq - request->wanted_seq, SPICO_OLDER_MESSAGES_PAGE, request->wanted_seq > 0 ? MAX_WANTED : SPICO_OLDER_MESSAGES_PAGE);
}

/* What stands above before_seq; without @gaps, only messages that follow one another without a hole. */
static SpicoRows *
older_rows (SpicoTransaction  *transaction,
            SpicoReadMessages *request,
            GError           **error)
{
  return spico_rows_read (transaction->connection, MESSAGE_KINDS,
                          "SELECT " MESSAGE_COLUMNS " FROM (SELECT *, $3 - row_number () OVER (ORDER BY seq DESC) AS expected FROM message "
                          "WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0 AND seq < $3 ORDER BY seq DESC LIMIT $4) AS m WHERE $5 = 1 OR seq = expected ORDER BY seq",
                          VALUES (T (request->account_id), T (request->conversation_id), N (request->before_seq), N (n_older (request)), N (request->gaps)), error);
}

/* Apart by spaces. @ids keeps what it is given. */
static void
add_ids (GHashTable *ids,
         const char *text)
{
  g_auto (GStrv) added = g_strsplit (text, " ", -1);

  for (guint i = 0; added[i] != NULL; i++)
    g_hash_table_add (ids, g_strdup (added[i]));
}

static SpicoRows *
quoted_rows (SpicoTransaction *transaction,
             const char       *account_id,
             GPtrArray        *ids,
             GError          **error)
{
  g_autofree char *list = NULL;

  g_ptr_array_add (ids, NULL);
  list = spico_json_text_array ((const char *const *) ids->pdata);

  return spico_rows_read (transaction->connection, "titttii",
                          "SELECT id, seq, substr (" SPICO_STORE_WORDING ", 1, " QUOTED_CHARACTERS "), from_person_id, from_account_id, is_withdrawn, (SELECT COUNT (*) FROM message_attachment AS a WHERE a.holder_id = $1 AND a.message_id = message.id) FROM message WHERE holder_id = $1 AND id IN " AMONG ("$2"),
                          VALUES (T (account_id), T (list)), error);
}

/* The messages that those of the page answer, wherever they stand, in one statement. */
static gboolean
load_quoted (SpicoTransaction *transaction,
             const char       *account_id,
             SpicoPage        *page,
             GError          **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      const char *id = spico_rows_get_text (page->rows, i, SPICO_MESSAGE_COLUMN_IN_REPLY_TO_ID);

      if (id != NULL)
        g_ptr_array_add (ids, (gpointer) id);
    }
  if (ids->len == 0)
    return TRUE;

  page->quoted = quoted_rows (transaction, account_id, ids, error);

  return page->quoted != NULL;
}

static gboolean
load_named (SpicoTransaction *transaction,
            SpicoPage        *page,
            GError          **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; page->rows != NULL && i < spico_rows_get_n_rows (page->rows); i++)
    {
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->rows, i, SPICO_MESSAGE_COLUMN_PERSON_ID)));
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->rows, i, SPICO_MESSAGE_COLUMN_ACCOUNT_ID)));
      add_ids (ids, spico_rows_get_string (page->rows, i, SPICO_MESSAGE_COLUMN_MEMBER_IDS));
    }
  for (guint i = 0; page->markers != NULL && i < spico_rows_get_n_rows (page->markers); i++)
    {
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->markers, i, SPICO_MARKER_COLUMN_ACCOUNT_ID)));
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->markers, i, SPICO_MARKER_COLUMN_PERSON_ID)));
    }
  for (guint i = 0; page->quoted != NULL && i < spico_rows_get_n_rows (page->quoted); i++)
    {
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->quoted, i, SPICO_QUOTED_COLUMN_PERSON_ID)));
      g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->quoted, i, SPICO_QUOTED_COLUMN_ACCOUNT_ID)));
    }
  for (guint i = 0; page->members != NULL && i < spico_rows_get_n_rows (page->members); i++)
    g_hash_table_add (ids, g_strdup (spico_rows_get_string (page->members, i, 0)));
  page->principals = principals_by_id (transaction, ids, error);

  return page->principals != NULL;
}

/**
 * spico_read_messages:
 * @data: a #SpicoReadMessages
 *
 * A #SpicoStoreFunc: a stretch of a conversation, with who has read it.
 *
 * Returns: (transfer full): a future of a #SpicoPage
 */
DexFuture *
spico_read_messages (SpicoTransaction *transaction,
                     gpointer          data)
{
  SpicoReadMessages *request = data;
  g_autoptr (SpicoPage) page = spico_page_new ();
  gint64 low_seq = request->low_seq;
  gboolean may_read = FALSE;
  GError *error = NULL;

  if (!spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, request->account_id, &may_read, &error))
    return dex_future_new_for_error (error);
  if (!may_read)
    {
      page->is_locked = TRUE;
      return dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page));
    }

  if (low_seq == 0 && request->before_seq == 0 && !find_first_window (transaction, request, page, &low_seq, &error))
    return dex_future_new_for_error (error);

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM conversation WHERE holder_id = $1 AND id = $2 AND is_gone = 0",
                               VALUES (T (request->account_id), T (request->conversation_id)), &page->is_open, &error))
    return dex_future_new_for_error (error);

  page->rows = request->before_seq > 0 ? older_rows (transaction, request, &error) : window_rows (transaction, request, low_seq, &error);
  if (page->rows == NULL)
    return dex_future_new_for_error (error);

  page->markers = spico_rows_read (transaction->connection, "ttii",
                                   "SELECT account_id, person_id, read_up_to, read_at FROM read_marker WHERE holder_id = $1 AND conversation_id = $2 AND read_up_to > 0 ORDER BY read_at",
                                   VALUES (T (request->account_id), T (request->conversation_id)), &error);
  if (page->markers == NULL || !load_quoted (transaction, request->account_id, page, &error) || !spico_store_load_attachments (transaction, request->account_id, page, &error) ||
      !spico_store_load_unread_by (transaction, request->account_id, request->conversation_id, page, &error) || !load_named (transaction, page, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page));
}

/**
 * spico_read_quoted:
 * @data: a #SpicoWrite: account_id, id
 *
 * A #SpicoStoreFunc: one message as those that answer it show it, if it may be read.
 *
 * Returns: (transfer full): a future of a #SpicoPage
 */
DexFuture *
spico_read_quoted (SpicoTransaction *transaction,
                   gpointer          data)
{
  SpicoWrite *what = data;
  g_autoptr (SpicoPage) page = spico_page_new ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  gboolean may_read = FALSE;
  GError *error = NULL;

  if (!spico_store_may_read (transaction, SPICO_READ_CONVERSATIONS, what->account_id, &may_read, &error))
    return dex_future_new_for_error (error);

  if (may_read)
    g_ptr_array_add (ids, what->id);
  page->quoted = quoted_rows (transaction, what->account_id, ids, &error);
  if (page->quoted == NULL || !load_named (transaction, page, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (SPICO_TYPE_PAGE, g_steal_pointer (&page));
}

/**
 * spico_read_principals:
 * @data: a #SpicoWrite: ids
 *
 * A #SpicoStoreFunc. Returns: (transfer full): a future of #SpicoRows
 */
DexFuture *
spico_read_principals (SpicoTransaction *transaction,
                       gpointer          data)
{
  SpicoWrite *what = data;
  g_autofree char *list = spico_json_text_array ((const char *const *) what->ids);
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, PRINCIPAL_KINDS, "SELECT " PRINCIPAL_COLUMNS " FROM principal AS p WHERE p.id IN " AMONG ("$1"),
                                     VALUES (T (list)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/* A #SpicoStoreFunc; @data is a #SpicoWrite: mailbox_id and conversation_id, both "" for the form. */
DexFuture *
spico_read_draft (SpicoTransaction *transaction,
                  gpointer          data)
{
  SpicoWrite *what = data;
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "tttttttii" "iii", "SELECT account_id, participant_ids, dossier_id, subject, text, used_groups, in_reply_to_id, is_urgent, reply_by, active_switch, public_switch, reason FROM draft WHERE holder_id = $1 AND conversation_id = $2",
                                     VALUES (T (what->mailbox_id), T (what->conversation_id)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/* A #SpicoStoreFunc; @data is an account's id. Resolves to the ids of its favourites. */
DexFuture *
spico_read_favourite_ids (SpicoTransaction *transaction,
                          gpointer          data)
{
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT principal_id FROM favourite WHERE holder_id = $1 AND local_state <> 3", VALUES (T (data)), &error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (rows == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_strv_builder_add (builder, spico_rows_get_text (rows, i, 0));

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (builder));
}

/* A #SpicoStoreFunc: `id, name, is_personal, has_discussions, has_dossiers, unread, is_ended`, the person's own account first. What no longer
 * covers Discussions is ended, and stands here as long as something that the person wrote for it is left. */
DexFuture *
spico_read_accounts (SpicoTransaction *transaction,
                     gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ttiiiii",
                                     "SELECT id, name, is_personal, covers AND has_discussions, covers AND has_dossiers, unread, is_left AND NOT (covers AND has_discussions) FROM "
                                     "(SELECT *, is_gone = 0 AS covers, "
                                     "COALESCE ((SELECT SUM (MAX (local_unread, is_marked_unread)) FROM conversation WHERE holder_id = account.id AND is_muted = 0), 0) AS unread, "
                                     "EXISTS (SELECT 1 FROM conversation AS c WHERE c.holder_id = account.id AND c.is_gone = 1 AND " SPICO_STORE_IS_SHOWN ") OR " SPICO_STORE_HAS_KEPT ("account.id") " AS is_left FROM account) "
                                     "WHERE covers OR is_left ORDER BY is_personal DESC, name, id",
                                     NULL, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/* A #SpicoStoreFunc: how many messages wait, and how many were refused. */
DexFuture *
spico_read_waiting (SpicoTransaction *transaction,
                    gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ii",
                                     "SELECT COUNT(CASE WHEN local_state = 1 THEN 1 END), COUNT(CASE WHEN local_state = 4 THEN 1 END) FROM "
                                     "(SELECT local_state FROM message WHERE local_state <> 0 UNION ALL SELECT local_state FROM scheduled_message WHERE local_state = 1 OR (local_state = 4 AND local_error <> 0))",
                                     NULL, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/* A #SpicoStoreFunc; @data is a string: the setting's name. Resolves to its value, %NULL where it is not set. */
DexFuture *
spico_read_setting (SpicoTransaction *transaction,
                    gpointer          data)
{
  char *value = NULL;
  GError *error = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT value FROM setting WHERE name = $1", VALUES (T (data)), &value, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (value);
}
