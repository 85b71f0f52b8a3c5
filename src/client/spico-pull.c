/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-pull-private.h"

#include "spico-calls.h"
#include "spico-json.h"

#define MAX_OBJECTS 500
#define OVERLAP 50
#define MAX_CALLS 32
#define N_LAST_MESSAGES 100
#define N_OLDER 64
#define N_HISTORY 200

guint
spico_pull_max_objects (SpicoSession *session)
{
  return spico_session_get_limit (session, "maxObjectsInGet", MAX_OBJECTS);
}

/* How many items of so many calls each a request may have. */
static guint
max_items (SpicoSession *session,
           guint         n_calls)
{
  return MAX (spico_session_get_limit (session, "maxCallsInRequest", MAX_CALLS) / n_calls, 1);
}

/* The types of an account, containers before their contents. */
static const SpicoType *const account_types[] = {
  &spico_type_dossier, &spico_type_conversation, &spico_type_message, &spico_type_read_marker, &spico_type_favourite, &spico_type_recent_search,
  &spico_type_favourite_group, &spico_type_favourite_group_share, &spico_type_delegation, &spico_type_message_template,
  &spico_type_scheduled_message,
};

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

/* Writes; then asks for whom the objects name and the store does not know, until there is nobody new: a stand-in may have one of their own. */
gboolean
spico_pull_write (SpicoSession *session,
                  SpicoStore   *store,
                  GPtrArray    *batches,
                  GError      **error)
{
  g_auto (GStrv) unknown = dex_await_boxed (spico_store_write (store, spico_store_write_batches, batches, unref_array), error);

  return unknown != NULL && (unknown[0] == NULL || spico_pull_principals (session, store, (const char *const *) unknown, error));
}

gboolean
spico_pull_write_one (SpicoSession    *session,
                      SpicoStore      *store,
                      const char      *account_id,
                      const SpicoType *type,
                      JsonArray       *list,
                      GError         **error)
{
  GPtrArray *batches = spico_batches_new ();

  g_ptr_array_add (batches, spico_batch_new (account_id, type, list));

  return spico_pull_write (session, store, batches, error);
}

/**
 * spico_pull_session:
 *
 * Fetches the session object, and writes the accounts that it has.
 */
gboolean
spico_pull_session (SpicoSession *session,
                    SpicoStore   *store,
                    GError      **error)
{
  g_autoptr (JsonObject) object = dex_await_boxed (spico_session_fetch (session), error);

  return object != NULL && dex_await (spico_store_write (store, spico_store_write_session, json_object_ref (object), (GDestroyNotify) json_object_unref), error);
}

gboolean
spico_pull_older (SpicoSession *session,
                  SpicoStore   *store,
                  const char   *account_id,
                  const char   *conversation_id,
                  gint64        before_seq,
                  GError      **error)
{
  JsonArray *calls = json_array_new ();
  JsonObject *filter = json_object_new ();
  g_autoptr (JsonObject) response = NULL;
  JsonObject *got;

  json_object_set_string_member (filter, "conversationId", conversation_id);
  json_object_set_int_member (filter, "maxSeq", before_seq - 1);
  spico_calls_add_query (calls, "Message", spico_query_new (account_id, filter, "seq", FALSE, MIN (N_OLDER, spico_pull_max_objects (session))), "q", "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;

  return got != NULL && spico_pull_write_one (session, store, account_id, &spico_type_message, spico_json_get_array (got, "list"), error);
}

/* The last messages and the markers of conversations that were entered: `/changes` names the container only. */
static gboolean
pull_contents (SpicoSession *session,
               SpicoStore   *store,
               const char   *account_id,
               JsonArray    *conversation_ids,
               GError      **error)
{
  guint n = conversation_ids != NULL ? json_array_get_length (conversation_ids) : 0;
  guint most = max_items (session, 4);

  for (guint start = 0; start < n; start += most)
    {
      guint n_here = MIN (n - start, most);
      JsonArray *calls = json_array_new ();
      GPtrArray *batches;
      g_autoptr (JsonObject) response = NULL;

      for (guint i = 0; i < n_here; i++)
        {
          JsonObject *of_messages = json_object_new ();
          JsonObject *of_markers = json_object_new ();

          json_object_set_string_member (of_messages, "conversationId", spico_json_get_element_string (conversation_ids, start + i));
          json_object_set_string_member (of_markers, "conversationId", spico_json_get_element_string (conversation_ids, start + i));
          spico_calls_add_query (calls, "Message", spico_query_new (account_id, of_messages, "seq", FALSE, MIN (N_LAST_MESSAGES, spico_pull_max_objects (session))), "mq", "mg", i);
          spico_calls_add_query (calls, "ReadMarker", spico_query_new (account_id, of_markers, NULL, TRUE, spico_pull_max_objects (session)), "rq", "rg", i);
        }
      response = spico_calls_await (session, calls, error);
      if (response == NULL)
        return FALSE;

      batches = spico_batches_new ();
      for (guint i = 0; i < n_here; i++)
        {
          JsonObject *messages = spico_calls_find (response, "mg", i, NULL);
          JsonObject *markers = spico_calls_find (response, "rg", i, NULL);

          /* A conversation left meanwhile has no contents any more. */
          if (messages != NULL)
            g_ptr_array_add (batches, spico_batch_new (account_id, &spico_type_message, spico_json_get_array (messages, "list")));
          if (markers != NULL)
            g_ptr_array_add (batches, spico_batch_new (account_id, &spico_type_read_marker, spico_json_get_array (markers, "list")));
        }
      if (!spico_pull_write (session, store, batches, error))
        return FALSE;
    }

  return TRUE;
}

/* Adds the ids of one page to @seen. Returns: how many the page has; -1 with an error */
static int
pull_page (SpicoSession    *session,
           SpicoStore      *store,
           const char      *account_id,
           const SpicoType *type,
           guint            position,
           GHashTable      *seen,
           GError         **error)
{
  JsonArray *calls = json_array_new ();
  JsonObject *query = spico_query_new (account_id, NULL, NULL, TRUE, spico_pull_max_objects (session));
  g_autoptr (JsonObject) response = NULL;
  JsonObject *queried;
  JsonObject *got;
  JsonArray *ids;
  guint n;

  json_object_set_int_member (query, "position", position);
  spico_calls_add_query (calls, type->name, query, "q", "g", 0);
  response = spico_calls_await (session, calls, error);
  queried = response != NULL ? spico_calls_find (response, "q", 0, error) : NULL;
  got = queried != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL || !spico_pull_write_one (session, store, account_id, type, spico_json_get_array (got, "list"), error))
    return -1;

  ids = spico_json_get_array (queried, "ids");
  n = ids != NULL ? json_array_get_length (ids) : 0;
  for (guint i = 0; i < n; i++)
    {
      if (spico_json_get_element_string (ids, i) != NULL)
        g_hash_table_add (seen, g_strdup (spico_json_get_element_string (ids, i)));
    }

  return (int) n;
}

static JsonArray *
list_ids (GHashTable *seen)
{
  JsonArray *ids = json_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    json_array_add_string_element (ids, id);

  return ids;
}

/* Every object of a type, page after page; what the server has no more goes. Objects move in the list meanwhile: pages overlap, for what went
 * away before them, and the first is read again, for what came back to the top. */
static gboolean
pull_all (SpicoSession    *session,
          SpicoStore      *store,
          const char      *account_id,
          const SpicoType *type,
          const char      *state,
          GError         **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint most = spico_pull_max_objects (session);
  guint position = 0;
  SpicoBatch *last;
  GPtrArray *batches;
  int n_page = pull_page (session, store, account_id, type, 0, seen, error);

  while (n_page >= (int) most)
    {
      position += most - MIN (OVERLAP, most / 2);
      n_page = pull_page (session, store, account_id, type, position, seen, error);
    }
  if (n_page < 0 || (position > 0 && pull_page (session, store, account_id, type, 0, seen, error) < 0))
    return FALSE;

  last = spico_batch_new (account_id, type, NULL);
  last->all_ids = list_ids (seen);
  last->state = g_strdup (state);
  batches = spico_batches_new ();
  g_ptr_array_add (batches, last);

  return spico_pull_write (session, store, batches, error);
}

/* One page of messages, the newest first. Returns: the time of the oldest of them; 0 where there is none, -1 with an error */
static gint64
pull_messages_between (SpicoSession *session,
                       SpicoStore   *store,
                       const char   *account_id,
                       gint64        after,
                       gint64        before,
                       guint         limit,
                       guint        *n_found,
                       GError      **error)
{
  JsonArray *calls = json_array_new ();
  JsonObject *filter = json_object_new ();
  g_autoptr (JsonObject) response = NULL;
  JsonObject *got;
  JsonArray *list;
  gint64 oldest = 0;

  if (after > 0)
    {
      g_autofree char *text = spico_json_format_time (after);

      json_object_set_string_member (filter, "after", text);
    }
  if (before > 0)
    {
      g_autofree char *text = spico_json_format_time (before);

      json_object_set_string_member (filter, "before", text);
    }
  spico_calls_add_query (calls, "Message", spico_query_new (account_id, filter, "sentAt", FALSE, limit), "q", "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL)
    return -1;

  list = spico_json_get_array (got, "list");
  *n_found = list != NULL ? json_array_get_length (list) : 0;
  for (guint i = 0; i < *n_found; i++)
    {
      gint64 sent_at = spico_json_parse_time (spico_json_get_string (spico_json_get_element_object (list, i), "sentAt"));

      oldest = oldest == 0 ? sent_at : MIN (oldest, sent_at);
    }

  return spico_pull_write_one (session, store, account_id, &spico_type_message, list, error) ? oldest : -1;
}

/* Goes down from the newest. A page ends within a microsecond that the next one reads again: nothing is skipped. */
static gboolean
pull_recent_messages (SpicoSession *session,
                      SpicoStore   *store,
                      const char   *account_id,
                      gint64        after,
                      GError      **error)
{
  gint64 before = 0;
  guint most = spico_pull_max_objects (session);
  guint n_found = most;

  while (n_found >= most)
    {
      gint64 oldest = pull_messages_between (session, store, account_id, after, before, most, &n_found, error);

      if (oldest < 0)
        return FALSE;
      before = oldest + 1 == before ? oldest : oldest + 1;
    }

  return TRUE;
}

/* What the last 30 days do not hold: unread messages, and each conversation's last one. */
static gboolean
pull_bare_conversations (SpicoSession *session,
                         SpicoStore   *store,
                         const char   *account_id,
                         GError      **error)
{
  g_autoptr (SpicoRows) rows = dex_await_boxed (spico_store_read (store, spico_store_read_bare_conversations, g_strdup (account_id), g_free), error);
  guint n = rows != NULL ? spico_rows_get_n_rows (rows) : 0;
  guint most = max_items (session, 2);

  for (guint start = 0; start < n; start += most)
    {
      guint n_here = MIN (n - start, most);
      JsonArray *calls = json_array_new ();
      GPtrArray *batches;
      g_autoptr (JsonObject) response = NULL;

      for (guint i = 0; i < n_here; i++)
        {
          JsonObject *filter = json_object_new ();

          json_object_set_string_member (filter, "conversationId", spico_rows_get_text (rows, start + i, 0));
          json_object_set_int_member (filter, "minSeq", spico_rows_get_int (rows, start + i, 1));
          spico_calls_add_query (calls, "Message", spico_query_new (account_id, filter, "seq", FALSE, spico_pull_max_objects (session)), "q", "g", i);
        }
      response = spico_calls_await (session, calls, error);
      if (response == NULL)
        return FALSE;

      batches = spico_batches_new ();
      for (guint i = 0; i < n_here; i++)
        {
          JsonObject *got = spico_calls_find (response, "g", i, NULL);

          if (got != NULL)
            g_ptr_array_add (batches, spico_batch_new (account_id, &spico_type_message, spico_json_get_array (got, "list")));
        }
      if (!spico_pull_write (session, store, batches, error))
        return FALSE;
    }

  return rows != NULL;
}

static gboolean
covers (const SpicoType *type,
        gboolean         has_discussions,
        gboolean         has_dossiers)
{
  if (g_str_equal (type->capability, SPICO_CAPABILITY_RELATIONS))
    return has_discussions || has_dossiers;

  return g_str_equal (type->capability, SPICO_CAPABILITY_DOSSIERS) ? has_dossiers : has_discussions;
}

/* Asked for before anything is read: what changes during the reading is then read again, and never missed. */
static GHashTable *
pull_states (SpicoSession *session,
             const char   *account_id,
             gboolean      has_discussions,
             gboolean      has_dossiers,
             GError      **error)
{
  JsonArray *calls = json_array_new ();
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (JsonObject) response = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      JsonObject *arguments = spico_arguments_new (account_id);

      json_object_set_array_member (arguments, "ids", json_array_new ());
      if (covers (account_types[i], has_discussions, has_dossiers))
        spico_calls_add (calls, account_types[i]->name, "get", arguments, "s", i);
      else
        json_object_unref (arguments);
    }
  response = spico_calls_await (session, calls, error);
  if (response == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      JsonObject *got;

      if (!covers (account_types[i], has_discussions, has_dossiers))
        continue;
      got = spico_calls_find (response, "s", i, error);
      if (got == NULL)
        return NULL;
      g_hash_table_insert (states, (gpointer) account_types[i]->name, g_strdup (spico_json_get_string (got, "state")));
    }

  return g_steal_pointer (&states);
}

static gboolean
pull_first_messages (SpicoSession *session,
                     SpicoStore   *store,
                     const char   *account_id,
                     const char   *state,
                     GError      **error)
{
  GError *local_error = NULL;
  gint64 after = dex_await_int64 (spico_store_write (store, spico_store_begin_reading, g_strdup (account_id), g_free), &local_error);
  GPtrArray *batches;
  SpicoBatch *last;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (!pull_recent_messages (session, store, account_id, after, error) || !pull_bare_conversations (session, store, account_id, error))
    return FALSE;

  last = spico_batch_new (account_id, &spico_type_message, NULL);
  last->state = g_strdup (state);
  batches = spico_batches_new ();
  g_ptr_array_add (batches, last);

  return spico_pull_write (session, store, batches, error) && dex_await (spico_store_write (store, spico_store_end_reading, g_strdup (account_id), g_free), error);
}

/* The first synchronisation of an account, and the full one where the server cannot tell what changed. */
static gboolean
pull_account (SpicoSession *session,
              SpicoStore   *store,
              const char   *account_id,
              gboolean      has_discussions,
              gboolean      has_dossiers,
              GError      **error)
{
  g_autoptr (GHashTable) states = pull_states (session, account_id, has_discussions, has_dossiers, error);

  if (states == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      const SpicoType *type = account_types[i];
      const char *state = g_hash_table_lookup (states, type->name);

      if (state != NULL && type != &spico_type_message && !pull_all (session, store, account_id, type, state, error))
        return FALSE;
    }

  return !has_discussions || pull_first_messages (session, store, account_id, g_hash_table_lookup (states, "Message"), error);
}

typedef struct {
  char *account_id;
  gboolean has_discussions;
  gboolean has_dossiers;
  const SpicoType *type;
  char *state;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->account_id);
  g_free (item->state);
  g_free (item);
}

static const char *
find_state (SpicoRows  *rows,
            const char *account_id,
            const char *type_name)
{
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (g_str_equal (spico_rows_get_text (rows, i, 0), account_id) && g_strcmp0 (spico_rows_get_text (rows, i, 3), type_name) == 0)
        return spico_rows_get_text (rows, i, 4);
    }

  return NULL;
}

/* Groups, templates and what is sent later are read again by themselves: after what was refused of them, and, as delegations, in a store that was made before them. */
static gboolean
stands_alone (const SpicoType *type)
{
  return type == &spico_type_favourite_group || type == &spico_type_favourite_group_share || type == &spico_type_delegation ||
         type == &spico_type_message_template || type == &spico_type_scheduled_message;
}

static gboolean
lacks_state (SpicoRows *rows,
             guint      row)
{
  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      if (!stands_alone (account_types[i]) && covers (account_types[i], spico_rows_get_int (rows, row, 1), spico_rows_get_int (rows, row, 2)) &&
          find_state (rows, spico_rows_get_text (rows, row, 0), account_types[i]->name) == NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
pull_alone (SpicoSession *session,
            SpicoStore   *store,
            SpicoRows    *rows,
            guint         row,
            GError      **error)
{
  const char *account_id = spico_rows_get_text (rows, row, 0);
  gboolean has_discussions = spico_rows_get_int (rows, row, 1) != 0;
  gboolean has_dossiers = spico_rows_get_int (rows, row, 2) != 0;

  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      const SpicoType *type = account_types[i];
      g_autoptr (GHashTable) states = NULL;

      if (!stands_alone (type) || !covers (type, has_discussions, has_dossiers) || find_state (rows, account_id, type->name) != NULL)
        continue;
      states = pull_states (session, account_id, has_discussions, has_dossiers, error);
      if (states == NULL || !pull_all (session, store, account_id, type, g_hash_table_lookup (states, type->name), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_first_row (SpicoRows *rows,
              guint      row)
{
  return row == 0 || !g_str_equal (spico_rows_get_text (rows, row, 0), spico_rows_get_text (rows, row - 1, 0));
}

static void
unref_table (gpointer data)
{
  g_hash_table_unref (data);
}

/* What was refused is to be read whole again: said between two readings, as one that is under way would write the state that it has. */
gboolean
spico_pull_forget (SpicoStore *store,
                   GHashTable *refused,
                   GError    **error)
{
  return g_hash_table_size (refused) == 0 || dex_await (spico_store_write (store, spico_store_forget_states, g_hash_table_ref (refused), unref_table), error);
}

gboolean
spico_pull_needs_first (SpicoStore *store,
                        gboolean   *needs_first,
                        GError    **error)
{
  g_autoptr (SpicoRows) rows = dex_await_boxed (spico_store_read (store, spico_store_read_states, NULL, NULL), error);

  *needs_first = FALSE;
  for (guint i = 0; rows != NULL && i < spico_rows_get_n_rows (rows); i++)
    *needs_first |= is_first_row (rows, i) && lacks_state (rows, i);

  return rows != NULL;
}

static gboolean
is_dirty (GHashTable *dirty,
          const char *account_id,
          const char *type_name)
{
  g_autofree char *key = g_strconcat (account_id, " ", type_name, NULL);

  return dirty == NULL || g_hash_table_contains (dirty, key);
}

static gboolean
region_is_dirty (GHashTable *dirty)
{
  return is_dirty (dirty, SPICO_REGION_ACCOUNT_ID, spico_type_principal.name) || is_dirty (dirty, SPICO_REGION_ACCOUNT_ID, spico_type_category.name)
         || is_dirty (dirty, SPICO_REGION_ACCOUNT_ID, spico_type_announcement.name);
}

/* What is to be asked for: the types that changed, of the accounts that were read once. */
static void
add_items (GPtrArray  *items,
           SpicoRows  *rows,
           guint       row,
           GHashTable *dirty)
{
  const char *account_id = spico_rows_get_text (rows, row, 0);

  for (guint i = 0; i < G_N_ELEMENTS (account_types); i++)
    {
      const char *state = find_state (rows, account_id, account_types[i]->name);
      Item *item;

      if (state == NULL || !covers (account_types[i], spico_rows_get_int (rows, row, 1), spico_rows_get_int (rows, row, 2)) || !is_dirty (dirty, account_id, account_types[i]->name))
        continue;
      item = g_new0 (Item, 1);
      item->account_id = g_strdup (account_id);
      item->has_discussions = spico_rows_get_int (rows, row, 1) != 0;
      item->has_dossiers = spico_rows_get_int (rows, row, 2) != 0;
      item->type = account_types[i];
      item->state = g_strdup (state);
      g_ptr_array_add (items, item);
    }
}

static JsonArray *
delta_calls (SpicoSession *session,
             GPtrArray    *items,
             guint         n)
{
  JsonArray *calls = json_array_new ();

  for (guint i = 0; i < n; i++)
    {
      Item *item = g_ptr_array_index (items, i);
      JsonObject *arguments = spico_arguments_new (item->account_id);

      json_object_set_string_member (arguments, "sinceState", item->state);
      json_object_set_int_member (arguments, "maxChanges", spico_pull_max_objects (session));
      spico_calls_add (calls, item->type->name, "changes", arguments, "c", i);
      spico_calls_add_get_of (calls, item->account_id, item->type->name, "n", i, "changes", "c", "/created");
      spico_calls_add_get_of (calls, item->account_id, item->type->name, "u", i, "changes", "c", "/updated");
    }

  return calls;
}

static JsonArray *
take_array (JsonObject *object,
            const char *name)
{
  JsonArray *array = spico_json_get_array (object, name);

  return array != NULL ? json_array_ref (array) : NULL;
}

/* The batch of an item; NULL with an error. */
static SpicoBatch *
read_delta (JsonObject *response,
            Item       *item,
            guint       index,
            GError    **error)
{
  JsonObject *changes = spico_calls_find (response, "c", index, error);
  JsonObject *created = changes != NULL ? spico_calls_find (response, "n", index, error) : NULL;
  JsonObject *updated = created != NULL ? spico_calls_find (response, "u", index, error) : NULL;
  SpicoBatch *batch;

  if (updated == NULL)
    return NULL;
  if (spico_json_get_string (changes, "newState") == NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "A /changes has no newState");
      return NULL;
    }

  batch = spico_batch_new (item->account_id, item->type, NULL);
  batch->created = take_array (created, "list");
  batch->updated = take_array (updated, "list");
  batch->destroyed = take_array (changes, "destroyed");
  batch->state = g_strdup (spico_json_get_string (changes, "newState"));

  return batch;
}

/* After a batch: what has more, goes on from its new state; the rest is done with. */
static void
advance_items (GPtrArray  *items,
               guint       n,
               JsonObject *response)
{
  for (guint i = n; i > 0; i--)
    {
      Item *item = g_ptr_array_index (items, i - 1);
      JsonObject *changes = spico_calls_find (response, "c", i - 1, NULL);

      if (changes != NULL && spico_json_get_boolean (changes, "hasMoreChanges"))
        g_set_str (&item->state, spico_json_get_string (changes, "newState"));
      else
        g_ptr_array_remove_index (items, i - 1);
    }
}

static gboolean
pull_new_contents (SpicoSession *session,
                   SpicoStore   *store,
                   GPtrArray    *entered,
                   GError      **error)
{
  for (guint i = 0; i < entered->len; i++)
    {
      SpicoBatch *batch = g_ptr_array_index (entered, i);

      if (!pull_contents (session, store, batch->account_id, batch->all_ids, error))
        return FALSE;
    }

  return TRUE;
}

/* One request of a delta. @gone receives the accounts that are to be read anew as a whole. */
static gboolean
pull_delta (SpicoSession *session,
            SpicoStore   *store,
            GPtrArray    *items,
            GPtrArray    *full,
            GError      **error)
{
  guint n = MIN (items->len, max_items (session, 3));
  g_autoptr (JsonObject) response = spico_calls_await (session, delta_calls (session, items, n), error);
  GPtrArray *batches = spico_batches_new ();
  g_autoptr (GPtrArray) entered = spico_batches_new ();
  gboolean ok = response != NULL;

  for (guint i = 0; ok && i < n; i++)
    {
      Item *item = g_ptr_array_index (items, i);
      const char *failure = spico_calls_error_type (response, "c", i);
      SpicoBatch *batch;

      if (g_strcmp0 (failure, "cannotCalculateChanges") == 0)
        {
          Item *again = g_memdup2 (item, sizeof *item);

          again->account_id = g_strdup (item->account_id);
          again->state = NULL;
          g_ptr_array_add (full, again);
          continue;
        }
      /* The session object that is fetched next says so too. */
      if (g_strcmp0 (failure, "accountNotFound") == 0 || g_strcmp0 (failure, "accountNotSupportedByMethod") == 0)
        continue;

      batch = read_delta (response, item, i, error);
      ok = batch != NULL;
      if (!ok)
        break;
      g_ptr_array_add (batches, batch);
      if (item->type == &spico_type_conversation)
        {
          SpicoBatch *contents = spico_batch_new (item->account_id, item->type, NULL);

          contents->all_ids = take_array (spico_calls_find (response, "c", i, NULL), "created");
          g_ptr_array_add (entered, contents);
        }
    }
  if (!ok)
    {
      g_ptr_array_unref (batches);
      return FALSE;
    }

  /* The contents first: once the state is written, nobody names them again. */
  if (!pull_new_contents (session, store, entered, error))
    {
      g_ptr_array_unref (batches);
      return FALSE;
    }
  if (!spico_pull_write (session, store, batches, error))
    return FALSE;
  advance_items (items, n, response);

  return TRUE;
}

static gboolean
pull_full (SpicoSession *session,
           SpicoStore   *store,
           GPtrArray    *full,
           GError      **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < full->len; i++)
    {
      Item *item = g_ptr_array_index (full, i);

      if (g_hash_table_add (done, item->account_id) && !pull_account (session, store, item->account_id, item->has_discussions, item->has_dossiers, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_pull_changes:
 * @dirty: (nullable) (element-type utf8): `ACCOUNT TYPE` of what is known to have changed; %NULL for everything
 *
 * Brings the store up to date: deltas for what was read before, a first reading for the rest.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_pull_changes (SpicoSession *session,
                    SpicoStore   *store,
                    GHashTable   *dirty,
                    GError      **error)
{
  g_autoptr (SpicoRows) rows = dex_await_boxed (spico_store_read (store, spico_store_read_states, NULL, NULL), error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (GPtrArray) full = g_ptr_array_new_with_free_func (item_free);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (is_first_row (rows, i) && !lacks_state (rows, i))
        add_items (items, rows, i, dirty);
    }
  while (items->len > 0)
    {
      if (!pull_delta (session, store, items, full, error))
        return FALSE;
    }

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!is_first_row (rows, i))
        continue;
      if (!(lacks_state (rows, i)
              ? pull_account (session, store, spico_rows_get_text (rows, i, 0), spico_rows_get_int (rows, i, 1) != 0, spico_rows_get_int (rows, i, 2) != 0, error)
              : pull_alone (session, store, rows, i, error)))
        return FALSE;
    }

  if (region_is_dirty (dirty) && !spico_pull_region (session, store, error))
    return FALSE;

  return pull_full (session, store, full, error) && spico_pull_profiles (session, store, rows, dirty, error) && spico_pull_circles (session, store, error);
}

/**
 * spico_pull_history:
 * @is_done: (out): whether everything is here
 *
 * One more page of what is older than the first synchronisation, where the last one stopped.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_pull_history (SpicoSession *session,
                    SpicoStore   *store,
                    gboolean     *is_done,
                    GError      **error)
{
  g_autoptr (SpicoRows) rows = dex_await_boxed (spico_store_read (store, spico_store_read_history, NULL, NULL), error);
  SpicoSetting *setting;
  guint most = MIN (N_HISTORY, spico_pull_max_objects (session));
  guint n_found = 0;
  gint64 before;
  gint64 oldest;

  if (rows == NULL)
    return FALSE;
  *is_done = spico_rows_get_n_rows (rows) == 0;
  if (*is_done)
    return TRUE;

  before = spico_rows_get_int (rows, 0, 1);
  oldest = pull_messages_between (session, store, spico_rows_get_text (rows, 0, 0), 0, before, most, &n_found, error);
  if (oldest < 0)
    return FALSE;

  setting = g_new0 (SpicoSetting, 1);
  setting->name = g_strconcat ("history ", spico_rows_get_text (rows, 0, 0), NULL);
  setting->value = n_found < most ? g_strdup ("done") : g_strdup_printf ("%" G_GINT64_FORMAT, oldest + 1 == before ? oldest : oldest + 1);

  return dex_await (spico_store_write (store, spico_store_write_setting, setting, spico_setting_free), error);
}
