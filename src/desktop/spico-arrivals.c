/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-arrivals.h"

struct _SpicoArrivals {
  GHashTable *known;
  GHashTable *fresh;
  gboolean has_begun;
};

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SpicoArrivals *
spico_arrivals_new (void)
{
  SpicoArrivals *self = g_new0 (SpicoArrivals, 1);

  self->known = new_set ();
  self->fresh = new_set ();

  return self;
}

void
spico_arrivals_free (SpicoArrivals *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->fresh);
  g_free (self);
}

static gboolean
is_not_in (gpointer id,
           gpointer value,
           gpointer ids)
{
  return !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL);
}

static SpicoNewsChange
take_one (SpicoArrivals *self,
          const char    *id)
{
  if (!g_hash_table_add (self->known, g_strdup (id)) || !self->has_begun)
    return SPICO_NEWS_SAME;

  g_hash_table_add (self->fresh, g_strdup (id));
  return SPICO_NEWS_MORE;
}

SpicoNewsChange
spico_arrivals_take (SpicoArrivals *self,
                     GPtrArray     *ids,
                     gboolean       is_settled)
{
  SpicoNewsChange change = g_hash_table_foreach_remove (self->fresh, is_not_in, ids) > 0 ? SPICO_NEWS_LESS : SPICO_NEWS_SAME;

  for (guint i = 0; i < ids->len && is_settled; i++)
    {
      SpicoNewsChange one = take_one (self, g_ptr_array_index (ids, i));

      change = MAX (change, one);
    }
  self->has_begun |= is_settled;

  return change;
}

void
spico_arrivals_know (SpicoArrivals *self,
                     const char    *id)
{
  g_hash_table_add (self->known, g_strdup (id));
}

void
spico_arrivals_keep (SpicoArrivals *self,
                     GPtrArray     *ids)
{
  g_hash_table_foreach_remove (self->known, is_not_in, ids);
}

gboolean
spico_arrivals_has (SpicoArrivals *self,
                    const char    *id)
{
  return g_hash_table_contains (self->fresh, id);
}

void
spico_arrivals_forget (SpicoArrivals *self)
{
  g_hash_table_remove_all (self->fresh);
}

guint
spico_arrivals_count (SpicoArrivals *self)
{
  return g_hash_table_size (self->fresh);
}
