/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-list-private.h"

#include "spico-keys.h"
#include "spico-list-items.h"
#include "spico-refresher.h"

/* Items that nobody else holds are dropped beyond that many. */
#define MAX_ITEMS 1024

struct _SpicoList {
  GObject parent_instance;

  SpicoClient *client;
  SpicoStore *store;
  SpicoReadQuery *query;

  GArray *keys;
  GHashTable *items;
  GHashTable *wanted;
  guint load_source;

  /* The keys, and the contents of rows that somebody looks at. */
  SpicoRefresher *refresher;
  SpicoRefresher *wanted_refresher;
  gboolean is_read;
  guint query_number;
  guint read_number; /* of the query that was read last */
  gboolean is_searching;
  GError *error;
};

enum {
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  PROP_IS_LOADING,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoList, spico_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Principals are one object each for the whole client: their rows must be known before they can be given. What is short is read whole. */
static gboolean
is_eager (SpicoList *self)
{
  return self->query->kind != SPICO_READ_CONVERSATIONS && self->query->kind != SPICO_READ_DOSSIERS;
}

static void
drop_unused (SpicoList *self)
{
  GHashTableIter iter;
  gpointer item;

  if (is_eager (self) || g_hash_table_size (self->items) <= MAX_ITEMS)
    return;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      if (G_OBJECT (item)->ref_count == 1)
        g_hash_table_iter_remove (&iter);
    }
}

static void
apply_page (SpicoList *self,
            SpicoPage *page)
{
  if (page->principals != NULL)
    spico_client_fill_principals (self->client, page->principals);

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      gint64 key = spico_rows_get_int (page->rows, i, 0);
      gpointer item = g_hash_table_lookup (self->items, &key);
      gpointer filled = spico_list_items_apply (item, self->client, self->query, page, i);

      if (item == NULL)
        g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), filled);
      else
        g_object_unref (filled);
    }
  drop_unused (self);
}

static void
set_read (SpicoList *self)
{
  if (self->is_read)
    return;
  self->is_read = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);
}

static void
splice (SpicoList *self,
        GArray    *target)
{
  guint n_before = self->keys->len;

  spico_keys_splice (G_LIST_MODEL (self), self->keys, target);
  if (self->keys->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
page_read_cb (gpointer      owner,
              const GValue *value,
              const GError *error)
{
  SpicoList *self = owner;
  SpicoPage *page = value != NULL ? g_value_get_boxed (value) : NULL;
  /* What was read for the query before says nothing about this one, which is read next. */
  gboolean is_outdated = self->read_number != self->query_number;

  if (page == NULL)
    spico_list_set_error (self, error);
  else
    apply_page (self, page);
  if (page != NULL && page->keys != NULL && !is_outdated)
    splice (self, page->keys);
  if (!is_outdated && (page == NULL || page->keys != NULL))
    set_read (self);
}

static GArray *
take_wanted (SpicoList *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (keys, key, 1);
  g_hash_table_remove_all (self->wanted);

  return keys;
}

static GHashTable *
copy_known (SpicoList *self)
{
  GHashTable *known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (known, g_memdup2 (key, sizeof (gint64)));

  return known;
}

static DexFuture *
read_list (gpointer owner)
{
  SpicoList *self = owner;
  SpicoReadRequest *request = g_new0 (SpicoReadRequest, 1);

  self->read_number = self->query_number;
  request->query = spico_read_query_ref (self->query);
  request->with_keys = TRUE;
  request->n_first = is_eager (self) ? G_MAXUINT : SPICO_PAGE_SIZE;
  request->known = is_eager (self) ? NULL : copy_known (self);
  request->wanted = take_wanted (self);

  return spico_store_read (self->store, spico_read_list, request, spico_read_request_free);
}

static DexFuture *
read_wanted (gpointer owner)
{
  SpicoList *self = owner;
  SpicoReadRequest *request = g_new0 (SpicoReadRequest, 1);

  request->query = spico_read_query_ref (self->query);
  request->wanted = take_wanted (self);

  return spico_store_read (self->store, spico_read_list, request, spico_read_request_free);
}

static void
refresh (SpicoList *self)
{
  if (self->store != NULL)
    spico_refresher_ask (self->refresher);
}

static gboolean
load_wanted_cb (gpointer data)
{
  SpicoList *self = data;

  self->load_source = 0;
  spico_refresher_ask (self->wanted_refresher);

  return G_SOURCE_REMOVE;
}

static void
want (SpicoList *self,
      gint64     key)
{
  g_hash_table_add (self->wanted, g_memdup2 (&key, sizeof key));
}

/* The page around a row is loaded as a whole, once the view has said all that it wants. */
static void
want_page (SpicoList *self,
           guint      position)
{
  guint start = position - position % SPICO_PAGE_SIZE;

  for (guint i = start; i < MIN (start + SPICO_PAGE_SIZE, self->keys->len); i++)
    {
      gint64 key = g_array_index (self->keys, gint64, i);

      if (i == position || !g_hash_table_contains (self->items, &key))
        want (self, key);
    }
  if (self->load_source == 0 && self->store != NULL)
    self->load_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, load_wanted_cb, self, NULL);
}

static void
want_touched (SpicoList    *self,
              SpicoChanges *changes)
{
  gboolean all = (changes->flags & (SPICO_CHANGE_PRINCIPALS | SPICO_CHANGE_DOSSIERS)) != 0;
  GHashTableIter iter;
  gpointer key;
  gpointer item;

  if (is_eager (self))
    return;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item))
    {
      if (all || (SPICO_IS_CONVERSATION (item) && spico_changes_has_conversation (changes, self->query->account_id, spico_conversation_get_id (item))))
        want (self, *(gint64 *) key);
    }
}

static SpicoChangeFlags
watched (SpicoReadKind kind)
{
  switch (kind)
    {
    case SPICO_READ_CONVERSATIONS:
    case SPICO_READ_FOUND_MESSAGES:
      return SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_PRINCIPALS;
    case SPICO_READ_DOSSIERS:
    case SPICO_READ_CIRCLE:
      return SPICO_CHANGE_DOSSIERS;
    case SPICO_READ_FAVOURITES:
      return SPICO_CHANGE_FAVOURITES | SPICO_CHANGE_PRINCIPALS;
    case SPICO_READ_SEARCHES:
      return SPICO_CHANGE_SEARCHES;
    case SPICO_READ_GROUPS:
    case SPICO_READ_GROUP_SHARES:
      return SPICO_CHANGE_GROUPS | SPICO_CHANGE_PRINCIPALS;
    case SPICO_READ_DELEGATIONS:
      return SPICO_CHANGE_DELEGATIONS | SPICO_CHANGE_PRINCIPALS;
    case SPICO_READ_PRINCIPALS:
    default:
      return SPICO_CHANGE_FAVOURITES;
    }
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  SpicoList *self = SPICO_LIST (data);

  if ((changes->flags & (watched (self->query->kind) | SPICO_CHANGE_CONTACT)) == 0)
    return;
  want_touched (self, changes);
  refresh (self);
}

static GType
spico_list_get_item_type (GListModel *model)
{
  return spico_list_items_get_type (SPICO_LIST (model)->query->kind);
}

static guint
spico_list_get_n_items (GListModel *model)
{
  return SPICO_LIST (model)->keys->len;
}

static gpointer
spico_list_get_item (GListModel *model,
                     guint       position)
{
  SpicoList *self = SPICO_LIST (model);
  gint64 key;
  gpointer item;

  if (position >= self->keys->len)
    return NULL;

  key = g_array_index (self->keys, gint64, position);
  item = g_hash_table_lookup (self->items, &key);
  if (item == NULL)
    {
      want_page (self, position);
      item = g_object_new (spico_list_get_item_type (model), NULL);
      g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), item);
    }

  return g_object_ref (item);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = spico_list_get_item_type;
  iface->get_n_items = spico_list_get_n_items;
  iface->get_item = spico_list_get_item;
}

static void
spico_list_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SpicoList *self = SPICO_LIST (object);

  switch (prop_id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, spico_list_get_item_type (G_LIST_MODEL (self)));
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->keys->len);
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, spico_list_is_loading (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_list_dispose (GObject *object)
{
  SpicoList *self = SPICO_LIST (object);

  g_clear_handle_id (&self->load_source, g_source_remove);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_pointer (&self->refresher, spico_refresher_free);
  g_clear_pointer (&self->wanted_refresher, spico_refresher_free);
  g_clear_object (&self->store);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_list_parent_class)->dispose (object);
}

static void
spico_list_finalize (GObject *object)
{
  SpicoList *self = SPICO_LIST (object);

  g_clear_pointer (&self->query, spico_read_query_unref);
  g_array_unref (self->keys);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->wanted);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (spico_list_parent_class)->finalize (object);
}

static void
spico_list_class_init (SpicoListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = spico_list_dispose;
  object_class->finalize = spico_list_finalize;
  object_class->get_property = spico_list_get_property;

  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spico_list_init (SpicoList *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * spico_list_new:
 * @query: (transfer full): what it shows
 *
 * Returns: (transfer full): a list that reads itself at once
 */
SpicoList *
spico_list_new (SpicoClient    *client,
                SpicoReadQuery *query)
{
  SpicoList *self = g_object_new (SPICO_TYPE_LIST, NULL);
  SpicoStore *store = spico_client_get_store (client);

  self->client = g_object_ref (client);
  self->query = query;
  if (store != NULL)
    {
      self->store = g_object_ref (store);
      self->refresher = spico_refresher_new (self, read_list, page_read_cb);
      self->wanted_refresher = spico_refresher_new (self, read_wanted, page_read_cb);
      g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
      refresh (self);
    }
  else
    {
      self->is_read = TRUE;
      self->error = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "Nobody is signed in");
    }

  return self;
}

/* Returns: (transfer none): what it shows */
SpicoReadQuery *
spico_list_get_query (SpicoList *self)
{
  return self->query;
}

/* Whether the server's answer to the search is awaited. */
void
spico_list_set_searching (SpicoList *self,
                          gboolean   is_searching)
{
  if (self->is_searching == is_searching)
    return;
  self->is_searching = is_searching;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);
}

void
spico_list_set_error (SpicoList    *self,
                      const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* Who is shown, then who was found besides. */
static GStrv
merge_found (SpicoList         *self,
             const char *const *found_ids)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->keys->len; i++)
    {
      SpicoPrincipal *principal = g_hash_table_lookup (self->items, &g_array_index (self->keys, gint64, i));
      const char *id = spico_principal_get_id (principal);

      g_hash_table_add (shown, (gpointer) id);
      g_strv_builder_add (builder, id);
    }
  for (guint i = 0; found_ids[i] != NULL; i++)
    {
      if (!g_hash_table_contains (shown, found_ids[i]))
        g_strv_builder_add (builder, found_ids[i]);
    }

  return g_strv_builder_end (builder);
}

/* The query may be in the hands of a reading: it is replaced, never written to.
 * @found_ids: (transfer full) (nullable) */
static void
replace_query (SpicoList *self,
               GStrv      found_ids)
{
  SpicoReadQuery *query = spico_read_query_new_found (self->query, found_ids);

  spico_read_query_unref (self->query);
  self->query = query;
  self->query_number++;
  /* Nobody is missing until this is read. */
  self->is_read = self->store == NULL;
  refresh (self);
}

void
spico_list_set_found (SpicoList         *self,
                      const char *const *found_ids)
{
  replace_query (self, merge_found (self, found_ids));
}

/* The server has not answered: whoever the store merely knows is better than nobody. */
void
spico_list_set_not_found (SpicoList    *self,
                          const GError *error)
{
  spico_list_set_error (self, error);
  replace_query (self, NULL);
}

gboolean
spico_list_is_loading (SpicoList *self)
{
  g_return_val_if_fail (SPICO_IS_LIST (self), FALSE);

  return !self->is_read || self->is_searching;
}

const GError *
spico_list_get_error (SpicoList *self)
{
  g_return_val_if_fail (SPICO_IS_LIST (self), NULL);

  return self->error;
}
