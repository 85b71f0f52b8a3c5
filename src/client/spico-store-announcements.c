/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-announcements.h"

#include "spico-announcement-private.h"
#include "spico-json.h"
#include "spico-sql-query.h"
#include "spico-store-objects.h"
#include "spico-store-pull.h"

#define READ_SETTING "announcements read"
/* More than the server ever tells. */
#define MAX_ANNOUNCEMENTS 200

static JsonNode *
read_node (SpicoTransaction *transaction,
           const char       *setting_name,
           GError          **error)
{
  g_autofree char *text = NULL;
  JsonNode *node;

  if (!spico_sql_query_text (transaction->connection, "SELECT value FROM setting WHERE name = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (setting_name)), &text, error))
    return NULL;

  node = text != NULL ? json_from_string (text, NULL) : NULL;
  return node != NULL ? node : json_node_new (JSON_NODE_NULL);
}

/* What the server gave: NULL where there is nothing. */
static JsonArray *
list_of (JsonNode *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) ? spico_json_get_array (json_node_get_object (node), "list") : NULL;
}

static guint
size_of (JsonArray *list)
{
  return list != NULL ? MIN (json_array_get_length (list), MAX_ANNOUNCEMENTS) : 0;
}

/* The set of those that the person has read; NULL with an error. */
static GHashTable *
read_ids (SpicoTransaction *transaction,
          GError          **error)
{
  g_autoptr (JsonNode) node = read_node (transaction, READ_SETTING, error);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; i < size_of (list); i++)
    {
      if (spico_json_get_element_string (list, i) != NULL)
        g_hash_table_add (ids, g_strdup (spico_json_get_element_string (list, i)));
    }

  return node != NULL ? g_steal_pointer (&ids) : NULL;
}

/* One that is withdrawn never comes back: only those that there are need to be known. */
static gboolean
write_ids (SpicoTransaction *transaction,
           GHashTable       *ids,
           GError          **error)
{
  g_autoptr (JsonNode) node = read_node (transaction, SPICO_ANNOUNCEMENTS_SETTING, error);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *text = NULL;

  if (node == NULL)
    return FALSE;

  for (guint i = 0; i < size_of (list_of (node)); i++)
    {
      const char *id = spico_json_get_string (spico_json_get_element_object (list_of (node), i), "id");

      if (id != NULL && g_hash_table_contains (ids, id))
        g_ptr_array_add (kept, (gpointer) id);
    }
  g_ptr_array_add (kept, NULL);
  text = spico_json_text_array ((const char *const *) kept->pdata);
  transaction->changes->flags |= SPICO_CHANGE_ANNOUNCEMENTS;

  return spico_store_put_setting (transaction, READ_SETTING, text, error);
}

/* @data is a #SpicoSetting: what the server has now. */
DexFuture *
spico_store_write_announcements (SpicoTransaction *transaction,
                                 gpointer          data)
{
  SpicoSetting *setting = data;
  GError *error = NULL;
  g_autoptr (GHashTable) ids = read_ids (transaction, &error);

  if (ids == NULL || !spico_store_put_setting (transaction, setting->name, setting->value, &error) || !write_ids (transaction, ids, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* @data is a #GStrv: those that the person has read now. */
DexFuture *
spico_store_write_announcements_read (SpicoTransaction *transaction,
                                      gpointer          data)
{
  GStrv more = data;
  GError *error = NULL;
  g_autoptr (GHashTable) ids = read_ids (transaction, &error);

  for (guint i = 0; ids != NULL && more[i] != NULL; i++)
    g_hash_table_add (ids, g_strdup (more[i]));
  if (ids == NULL || !write_ids (transaction, ids, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* NULL where it is not as described: it is left out. */
static SpicoAnnouncement *
read_one (JsonObject *object,
          GHashTable *read)
{
  const char *id = spico_json_get_string (object, "id");

  return spico_announcement_parse (object, id != NULL && g_hash_table_contains (read, id));
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b,
                      gpointer      user_data)
{
  return spico_announcement_compare ((SpicoAnnouncement *) a, (SpicoAnnouncement *) b);
}

/* Resolves to a #GListStore of #SpicoAnnouncement, the newest first. */
DexFuture *
spico_store_read_announcements (SpicoTransaction *transaction,
                                gpointer          data)
{
  GError *error = NULL;
  g_autoptr (GListStore) announcements = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (GHashTable) read = read_ids (transaction, &error);
  g_autoptr (JsonNode) node = read != NULL ? read_node (transaction, SPICO_ANNOUNCEMENTS_SETTING, &error) : NULL;

  if (node == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < size_of (list_of (node)); i++)
    {
      JsonObject *object = spico_json_get_element_object (list_of (node), i);
      g_autoptr (SpicoAnnouncement) announcement = object != NULL ? read_one (object, read) : NULL;

      if (announcement != NULL)
        g_list_store_append (announcements, announcement);
    }
  g_list_store_sort (announcements, compare_newest_first, NULL);

  return dex_future_new_take_object (g_steal_pointer (&announcements));
}
