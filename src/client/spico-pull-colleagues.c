/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the people of one's own structures (F020), who are found off line too: at most so many, and once a day. */
#include "spico-calls.h"
#include "spico-json.h"
#include "spico-pull-private.h"
#include "spico-store-reads.h"

/* A hospital has thousands: those with an account come first, then the others, by name. */
#define MAX_COLLEAGUES 2000
#define MAX_STRUCTURES 16
#define FRESH_US (24 * G_TIME_SPAN_HOUR)

/* `TIME ACCOUNT ACCOUNT…`: when they were read, for which accounts. */
static char *
make_note (const char *const *accounts)
{
  g_autofree char *ids = g_strjoinv (" ", (char **) accounts);

  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", g_get_real_time (), ids);
}

static gboolean
is_fresh (const char        *note,
          const char *const *accounts)
{
  g_autofree char *ids = g_strjoinv (" ", (char **) accounts);
  char *end = NULL;
  gint64 age;

  if (note == NULL)
    return FALSE;

  age = g_get_real_time () - g_ascii_strtoll (note, &end, 10);

  return age >= 0 && age < FRESH_US && *end == ' ' && g_str_equal (end + 1, ids);
}

static void
add_structure (GPtrArray  *structures,
               const char *id)
{
  if (id != NULL && structures->len < MAX_STRUCTURES && !g_ptr_array_find_with_equal_func (structures, id, g_str_equal, NULL))
    g_ptr_array_add (structures, g_strdup (id));
}

static void
add_structures (GPtrArray *structures,
                JsonArray *records)
{
  for (guint i = 0; records != NULL && i < json_array_get_length (records); i++)
    {
      JsonObject *record = spico_json_get_element_object (records, i);

      if (record != NULL)
        add_structure (structures, spico_json_get_string (record, "structureId"));
    }
}

/* Where the person is attached, what they act for, and where they work. An account that is no structure has nobody. */
static GPtrArray *
pull_structures (SpicoSession      *session,
                 const char *const *accounts,
                 GError           **error)
{
  static const char *const names[] = { "attachments", "activities", NULL };
  g_autoptr (GPtrArray) structures = g_ptr_array_new_with_free_func (g_free);
  JsonObject *arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  JsonArray *calls = json_array_new ();
  JsonArray *ids = json_array_new ();
  JsonArray *wanted = json_array_new ();
  g_autoptr (JsonObject) response = NULL;
  JsonObject *got;
  JsonObject *card;

  json_array_add_string_element (ids, accounts[0]);
  json_object_set_array_member (arguments, "ids", ids);
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (wanted, names[i]);
  json_object_set_array_member (arguments, "properties", wanted);
  spico_calls_add (calls, "PrincipalCard", "get", arguments, "g", 0);
  response = spico_calls_await (session, calls, error);
  got = response != NULL ? spico_calls_find (response, "g", 0, error) : NULL;
  if (got == NULL)
    return NULL;

  card = spico_json_get_element_object (spico_json_get_array (got, "list"), 0);
  if (card != NULL)
    add_structures (structures, spico_json_get_array (card, "attachments"));
  for (guint i = 1; accounts[i] != NULL; i++)
    add_structure (structures, accounts[i]);
  if (card != NULL)
    add_structures (structures, spico_json_get_array (card, "activities"));

  return g_steal_pointer (&structures);
}

/* The people of a structure, page after page, until there are enough. */
static gboolean
pull_people (SpicoSession *session,
             SpicoStore   *store,
             const char   *structure_id,
             gboolean      has_account,
             GHashTable   *found,
             GError      **error)
{
  guint position = 0;
  gboolean has_more = TRUE;

  while (has_more && g_hash_table_size (found) < MAX_COLLEAGUES)
    {
      guint limit = MIN (MAX_COLLEAGUES - g_hash_table_size (found), spico_pull_max_objects (session));
      JsonObject *filter = json_object_new ();
      g_auto (GStrv) ids = NULL;
      guint n_page;

      json_object_set_string_member (filter, "structureId", structure_id);
      json_object_set_string_member (filter, "kind", "person");
      json_object_set_boolean_member (filter, "hasAccount", has_account);
      ids = spico_pull_principals_page (session, store, filter, position, limit, error);
      if (ids == NULL)
        return FALSE;

      n_page = g_strv_length (ids);
      position += n_page;
      has_more = n_page >= limit;
      for (guint i = 0; i < n_page; i++)
        g_hash_table_add (found, g_strdup (ids[i]));
    }

  return TRUE;
}

static GHashTable *
pull_all_people (SpicoSession *session,
                 SpicoStore   *store,
                 GPtrArray    *structures,
                 GError      **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int has_account = 1; has_account >= 0; has_account--)
    {
      for (guint i = 0; i < structures->len; i++)
        {
          if (!pull_people (session, store, g_ptr_array_index (structures, i), has_account, found, error))
            return NULL;
        }
    }

  return g_steal_pointer (&found);
}

static SpicoColleagues *
make_colleagues (GHashTable        *found,
                 GPtrArray         *structures,
                 const char *const *accounts)
{
  SpicoColleagues *colleagues = g_new0 (SpicoColleagues, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_strv_builder_add (builder, id);
  for (guint i = 0; i < structures->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (structures, i));
  colleagues->ids = g_strv_builder_end (builder);
  colleagues->note = make_note (accounts);

  return colleagues;
}

/* The structures themselves are found too. */
static gboolean
pull_them (SpicoSession *session,
           SpicoStore   *store,
           GPtrArray    *structures,
           GError      **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < structures->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (structures, i));
  ids = g_strv_builder_end (builder);

  return spico_pull_principals (session, store, (const char *const *) ids, error);
}

/**
 * spico_pull_colleagues:
 *
 * Reads the person's own structures and their people anew, where that was not done today, or for other accounts than those of now.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_pull_colleagues (SpicoSession *session,
                       SpicoStore   *store,
                       GError      **error)
{
  g_auto (GStrv) accounts = dex_await_boxed (spico_store_read (store, spico_store_read_own_accounts, NULL, NULL), error);
  g_autofree char *note = NULL;
  g_autoptr (GPtrArray) structures = NULL;
  g_autoptr (GHashTable) found = NULL;

  if (accounts == NULL)
    return FALSE;
  note = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup (SPICO_COLLEAGUES_SETTING), g_free), NULL);
  if (is_fresh (note, (const char *const *) accounts))
    return TRUE;

  structures = pull_structures (session, (const char *const *) accounts, error);
  if (structures == NULL || !pull_them (session, store, structures, error))
    return FALSE;
  found = pull_all_people (session, store, structures, error);

  return found != NULL && dex_await (spico_store_write (store, spico_store_write_colleagues, make_colleagues (found, structures, (const char *const *) accounts), spico_colleagues_free), error);
}
