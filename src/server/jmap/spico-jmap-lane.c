/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests may be written at the same time. */
#include "spico-jmap-request-private.h"

#include <string.h>

/* The conversations whose rows a request locks, as far as that can be told. */
typedef struct {
  GHashTable *ids; /* of char, by themselves */
  gboolean is_unknown;
} Conversations;

static void
add (Conversations *self,
     const char    *id,
     gsize          length)
{
  if (id == NULL || id[0] == '#')
    self->is_unknown = TRUE;
  else
    g_hash_table_add (self->ids, g_strndup (id, length));
}

/* A message's conversation is told by its create; a marker's id begins with it, a conversation's is it. */
static void
add_created (Conversations *self,
             yyjson_val    *create)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (create);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *id = yyjson_get_str (yyjson_obj_get (yyjson_obj_iter_get_val (key), "conversationId"));

      add (self, id, id != NULL ? strlen (id) : 0);
    }
}

static void
add_updated (Conversations *self,
             yyjson_val    *update)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (update);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *id = spico_jmap_key (key);

      add (self, id, strcspn (id, "_"));
    }
}

static void
add_destroyed (Conversations *self,
               yyjson_val    *destroy)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (destroy);
  yyjson_val *item;

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *id = yyjson_get_str (item);

      add (self, id, id != NULL ? strcspn (id, "_") : 0);
    }
}

/* What is new has no rows that anybody else could lock; other types have none that a conversation shares. */
static void
add_call (Conversations *self,
          yyjson_val    *call)
{
  const char *name = spico_jmap_key (yyjson_arr_get (call, 0));
  yyjson_val *arguments = yyjson_arr_get (call, 1);

  if (g_str_equal (name, "Message/set"))
    {
      add_created (self, yyjson_obj_get (arguments, "create"));
      /* The id of a message does not tell its conversation. */
      self->is_unknown |= yyjson_obj_size (yyjson_obj_get (arguments, "update")) > 0;
    }
  if (g_str_equal (name, "Conversation/set") || g_str_equal (name, "ReadMarker/set"))
    {
      add_updated (self, yyjson_obj_get (arguments, "update"));
      add_destroyed (self, yyjson_obj_get (arguments, "destroy"));
      self->is_unknown |= yyjson_obj_get (arguments, "#destroy") != NULL;
    }
}

static guint
lane_of_only (GHashTable *ids)
{
  GHashTableIter iterator;
  gpointer id;

  g_hash_table_iter_init (&iterator, ids);
  return g_hash_table_iter_next (&iterator, &id, NULL) ? g_str_hash (id) : 0;
}

/* The state row of an account is locked there, before the end. */
static gboolean
locks_states_early (SpicoJmapRequest *request)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  yyjson_val *call;

  while ((call = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (yyjson_obj_get (yyjson_arr_get (call, 1), "ifInState") != NULL)
        return TRUE;
    }

  return spico_jmap_request_reads_after_writing (request);
}

/**
 * spico_jmap_request_lane:
 * @request: a request that writes
 * @stands_apart: (out): whether it locks rows of several lanes, or early those that all share
 *
 * Requests that lock the same rows belong in one lane, one after the other: those that touch one conversation have its lane, all others the first. Two requests that lock the same rows in another
 * order would wait for each other until the database sends one of them away.
 *
 * Returns: the lane
 */
guint
spico_jmap_request_lane (SpicoJmapRequest *request,
                         gboolean         *stands_apart)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Conversations conversations = { .ids = ids };
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  yyjson_val *call;

  while ((call = yyjson_arr_iter_next (&iterator)) != NULL)
    add_call (&conversations, call);

  *stands_apart = conversations.is_unknown || g_hash_table_size (ids) > 1 || locks_states_early (request);
  return !conversations.is_unknown && g_hash_table_size (ids) == 1 ? lane_of_only (ids) : 0;
}
