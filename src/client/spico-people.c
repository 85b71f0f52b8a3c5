/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-people.h"

#include "spico-list-items.h"
#include "spico-principal-private.h"

/* Presence lives 5 minutes (F014). */
#define FRESH_US (5 * 60 * G_USEC_PER_SEC)

struct _SpicoPeople {
  GObject parent_instance;

  GHashTable *alive;
  GHashTable *wanted;
  GHashTable *asked_at;
  GPtrArray *kept;
  guint kept_source;
  guint wanted_source;
};

enum {
  WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoPeople, spico_people, G_TYPE_OBJECT)

static gboolean
is_object (gpointer key,
           gpointer value,
           gpointer object)
{
  return value == object;
}

static void
principal_gone_cb (gpointer  data,
                   GObject  *where_it_was)
{
  SpicoPeople *self = data;

  g_hash_table_foreach_remove (self->alive, is_object, where_it_was);
}

static gboolean
let_go_cb (gpointer data)
{
  SpicoPeople *self = data;
  g_autoptr (GPtrArray) kept = g_steal_pointer (&self->kept);

  self->kept_source = 0;
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);

  return G_SOURCE_REMOVE;
}

/* Rows come before those who show them: what was just filled is held until they had the time to take it. */
static void
keep_a_while (SpicoPeople    *self,
              SpicoPrincipal *principal)
{
  g_ptr_array_add (self->kept, g_object_ref (principal));
  if (self->kept_source == 0)
    self->kept_source = g_timeout_add_seconds (5, let_go_cb, self);
}

static gboolean
wanted_cb (gpointer data)
{
  SpicoPeople *self = data;

  self->wanted_source = 0;
  g_signal_emit (self, signals[WANTED], 0);

  return G_SOURCE_REMOVE;
}

static void
want (SpicoPeople *self,
      const char  *id)
{
  g_hash_table_add (self->wanted, g_strdup (id));
  if (self->wanted_source == 0)
    self->wanted_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, wanted_cb, self, NULL);
}

static SpicoPrincipal *
find_or_make (SpicoPeople *self,
              const char  *id)
{
  SpicoPrincipal *principal = g_hash_table_lookup (self->alive, id);

  if (principal != NULL)
    return g_object_ref (principal);

  principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_ID, id);
  g_hash_table_insert (self->alive, g_strdup (id), principal);
  g_object_weak_ref (G_OBJECT (principal), principal_gone_cb, self);

  return principal;
}

static void
spico_people_dispose (GObject *object)
{
  SpicoPeople *self = SPICO_PEOPLE (object);

  spico_people_clear (self);

  G_OBJECT_CLASS (spico_people_parent_class)->dispose (object);
}

static void
spico_people_finalize (GObject *object)
{
  SpicoPeople *self = SPICO_PEOPLE (object);

  g_hash_table_unref (self->alive);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked_at);
  g_ptr_array_unref (self->kept);

  G_OBJECT_CLASS (spico_people_parent_class)->finalize (object);
}

static void
spico_people_class_init (SpicoPeopleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_people_dispose;
  object_class->finalize = spico_people_finalize;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_people_init (SpicoPeople *self)
{
  self->alive = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asked_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
}

SpicoPeople *
spico_people_new (void)
{
  return g_object_new (SPICO_TYPE_PEOPLE, NULL);
}

/* Returns: (transfer full): the one object of a principal; a new one is wanted from the store */
SpicoPrincipal *
spico_people_intern (SpicoPeople *self,
                     const char  *id)
{
  SpicoPrincipal *principal = find_or_make (self, id);

  if (!spico_principal_is_loaded (principal))
    want (self, id);

  return principal;
}

/* Returns: (transfer full): the one object of a principal, filled from a row */
SpicoPrincipal *
spico_people_fill (SpicoPeople *self,
                   SpicoRows   *rows,
                   guint        row)
{
  SpicoPrincipal *principal = find_or_make (self, spico_rows_get_string (rows, row, 1));

  spico_list_items_fill_principal (principal, rows, row);
  keep_a_while (self, principal);

  return principal;
}

/**
 * spico_people_want_again:
 * @ids: (nullable): the set of principals whose rows changed; %NULL for all
 *
 * Wants those of them that are shown somewhere.
 */
void
spico_people_want_again (SpicoPeople *self,
                         GHashTable  *ids)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (ids == NULL || g_hash_table_contains (ids, id))
        want (self, id);
    }
}

/* Returns: (transfer full): the ids to read from the store */
GStrv
spico_people_take_wanted (SpicoPeople *self)
{
  g_autofree char **names = (char **) g_hash_table_get_keys_as_array (self->wanted, NULL);
  GStrv ids = g_strdupv (names);

  g_hash_table_remove_all (self->wanted);

  return ids;
}

/* Returns: (transfer full): at most @max of those shown somewhere whose presence is older than 5 minutes; they count as asked for */
GStrv
spico_people_list_unfresh (SpicoPeople *self,
                           guint        max)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->alive);
  while (n < max && g_hash_table_iter_next (&iter, &id, NULL))
    {
      gint64 *asked_at = g_hash_table_lookup (self->asked_at, id);

      if (asked_at != NULL && now - *asked_at < FRESH_US)
        continue;
      g_hash_table_insert (self->asked_at, g_strdup (id), g_memdup2 (&now, sizeof now));
      g_strv_builder_add (builder, id);
      n++;
    }

  return g_strv_builder_end (builder);
}

void
spico_people_clear (SpicoPeople *self)
{
  GHashTableIter iter;
  gpointer principal;

  g_clear_handle_id (&self->kept_source, g_source_remove);
  g_clear_handle_id (&self->wanted_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &principal))
    g_object_weak_unref (principal, principal_gone_cb, self);
  g_hash_table_remove_all (self->alive);
  g_hash_table_remove_all (self->wanted);
  g_hash_table_remove_all (self->asked_at);
  g_ptr_array_set_size (self->kept, 0);
}
