/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-keys.h"

#include <string.h>

/* Beyond that many moved rows, the rest of the list is told as one change. */
#define MAX_MOVES 32

static gint64
key_at (GArray *keys,
        guint   position)
{
  return g_array_index (keys, gint64, position);
}

static GHashTable *
set_of (GArray *keys)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (set, &g_array_index (keys, gint64, i));

  return set;
}

static void
remove_run (GListModel *model,
            GArray     *keys,
            guint       position,
            guint       n)
{
  g_array_remove_range (keys, position, n);
  g_list_model_items_changed (model, position, n, 0);
}

/* From the end, so that positions to come stay right. */
static void
remove_missing (GListModel *model,
                GArray     *keys,
                GArray     *target)
{
  g_autoptr (GHashTable) wanted = set_of (target);
  guint end = keys->len;

  while (end > 0)
    {
      guint start = end;

      while (start > 0 && !g_hash_table_contains (wanted, &g_array_index (keys, gint64, start - 1)))
        start--;
      if (start < end)
        remove_run (model, keys, start, end - start);
      end = start > 0 ? start - 1 : 0;
    }
}

static void
insert_run (GListModel *model,
            GArray     *keys,
            GArray     *target,
            guint       position,
            guint       n)
{
  g_array_insert_vals (keys, position, &g_array_index (target, gint64, position), n);
  g_list_model_items_changed (model, position, 0, n);
}

static void
replace_rest (GListModel *model,
              GArray     *keys,
              GArray     *target,
              guint       position)
{
  guint n_removed = keys->len - position;

  g_array_set_size (keys, position);
  g_array_append_vals (keys, &g_array_index (target, gint64, position), target->len - position);
  g_list_model_items_changed (model, position, n_removed, target->len - position);
}

/* Takes the key that belongs at a position from further down. */
static void
pull_up (GListModel *model,
         GArray     *keys,
         gint64      key,
         guint       position)
{
  guint from = position + 1;

  while (key_at (keys, from) != key)
    from++;
  remove_run (model, keys, from, 1);
  g_array_insert_val (keys, position, key);
  g_list_model_items_changed (model, position, 0, 1);
}

/**
 * spico_keys_splice:
 * @model: the list whose keys they are
 * @keys: (element-type gint64): its keys, distinct
 * @target: (element-type gint64): what they become, distinct
 *
 * Turns @keys into @target by few, precise edits, and tells each with g_list_model_items_changed(): rows that stay are not touched, and a
 * row that moves is one removal and one insertion.
 */
void
spico_keys_splice (GListModel *model,
                   GArray     *keys,
                   GArray     *target)
{
  g_autoptr (GHashTable) known = NULL;
  guint n_moves = 0;
  guint position = 0;

  remove_missing (model, keys, target);
  known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (known, g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)));

  while (position < target->len)
    {
      guint n = 0;

      if (position < keys->len && key_at (keys, position) == key_at (target, position))
        {
          position++;
          continue;
        }
      while (position + n < target->len && !g_hash_table_contains (known, &g_array_index (target, gint64, position + n)))
        n++;
      if (n > 0)
        insert_run (model, keys, target, position, n);
      else if (++n_moves > MAX_MOVES)
        {
          replace_rest (model, keys, target, position);
          return;
        }
      else
        {
          pull_up (model, keys, key_at (target, position), position);
          n = 1;
        }
      position += n;
    }
}
