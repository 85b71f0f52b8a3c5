/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-uses.h"

#include "spico-json.h"
#include "spico-type.h"

struct _SpicoGroupUses {
  GObject parent_instance;

  /* In the order in which they were used. */
  GPtrArray *uses;
};

G_DEFINE_FINAL_TYPE (SpicoGroupUses, spico_group_uses, G_TYPE_OBJECT)

typedef struct {
  char *account_id;
  char *id;
  /* A group that was withdrawn has no name here any more. */
  char *name;
  GPtrArray *member_ids;
} Use;

static void
use_free (gpointer data)
{
  Use *use = data;

  g_free (use->account_id);
  g_free (use->id);
  g_free (use->name);
  g_ptr_array_unref (use->member_ids);
  g_free (use);
}

static void
spico_group_uses_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_GROUP_USES (object)->uses);

  G_OBJECT_CLASS (spico_group_uses_parent_class)->finalize (object);
}

static void
spico_group_uses_class_init (SpicoGroupUsesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_group_uses_finalize;
}

static void
spico_group_uses_init (SpicoGroupUses *self)
{
  self->uses = g_ptr_array_new_with_free_func (use_free);
}

SpicoGroupUses *
spico_group_uses_new (void)
{
  return g_object_new (SPICO_TYPE_GROUP_USES, NULL);
}

/* The use of a group that is there already, or a new one. */
static Use *
provide (SpicoGroupUses *self,
         const char     *account_id,
         const char     *id,
         const char     *name)
{
  Use *use;

  for (guint i = 0; i < self->uses->len; i++)
    {
      use = g_ptr_array_index (self->uses, i);
      if (g_str_equal (use->id, id) && g_str_equal (use->account_id, account_id))
        return use;
    }

  use = g_new0 (Use, 1);
  use->account_id = g_strdup (account_id);
  use->id = g_strdup (id);
  use->name = g_strdup (name);
  use->member_ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->uses, use);

  return use;
}

static void
add_member (Use        *use,
            const char *id)
{
  if (!g_ptr_array_find_with_equal_func (use->member_ids, id, g_str_equal, NULL))
    g_ptr_array_add (use->member_ids, g_strdup (id));
}

void
spico_group_uses_add (SpicoGroupUses      *self,
                      SpicoFavouriteGroup *group)
{
  GListModel *members;
  Use *use;

  g_return_if_fail (SPICO_IS_GROUP_USES (self));
  g_return_if_fail (SPICO_IS_FAVOURITE_GROUP (group));

  use = provide (self, spico_favourite_group_get_account_id (group), spico_favourite_group_get_id (group), spico_favourite_group_get_name (group));
  members = spico_favourite_group_get_members (group);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      add_member (use, spico_principal_get_id (member));
    }
}

/* Returns: (transfer full) (nullable) */
static JsonArray *
parse (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL && *text != '\0' ? json_from_string (text, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_ref (json_node_get_array (node)) : NULL;
}

static void
add_object (SpicoGroupUses *self,
            JsonObject     *object)
{
  const char *account_id = spico_json_get_string (object, "accountId");
  const char *id = spico_json_get_string (object, "id");
  const char *name = spico_json_get_string (object, "name");
  JsonArray *member_ids = spico_json_get_array (object, "memberIds");
  Use *use;

  if (account_id == NULL || id == NULL || name == NULL || member_ids == NULL)
    return;

  use = provide (self, account_id, id, name);
  for (guint i = 0; i < json_array_get_length (member_ids); i++)
    {
      const char *member_id = spico_json_get_element_string (member_ids, i);

      if (member_id != NULL)
        add_member (use, member_id);
    }
}

void
spico_group_uses_add_text (SpicoGroupUses *self,
                           const char     *text)
{
  g_autoptr (JsonArray) array = parse (text);

  g_return_if_fail (SPICO_IS_GROUP_USES (self));

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = spico_json_get_element_object (array, i);

      if (object != NULL)
        add_object (self, object);
    }
}

/* Returns: (transfer full): of @use, whom it shares with @member_ids */
static JsonArray *
list_shared (Use               *use,
             const char *const *member_ids)
{
  JsonArray *shared = json_array_new ();

  for (guint i = 0; i < use->member_ids->len; i++)
    {
      const char *id = g_ptr_array_index (use->member_ids, i);

      if (g_strv_contains (member_ids, id))
        json_array_add_string_element (shared, id);
    }

  return shared;
}

static char *
to_text (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  if (json_array_get_length (array) == 0)
    return g_strdup ("");

  json_node_set_array (node, array);
  return json_to_string (node, FALSE);
}

char *
spico_group_uses_to_text (SpicoGroupUses    *self,
                          const char        *account_id,
                          const char *const *member_ids)
{
  g_autoptr (JsonArray) array = json_array_new ();

  g_return_val_if_fail (SPICO_IS_GROUP_USES (self), NULL);
  g_return_val_if_fail (member_ids != NULL, NULL);

  for (guint i = 0; i < self->uses->len; i++)
    {
      Use *use = g_ptr_array_index (self->uses, i);
      g_autoptr (JsonArray) shared = list_shared (use, member_ids);
      JsonObject *object;

      if (json_array_get_length (shared) == 0 || (account_id != NULL && !g_str_equal (use->account_id, account_id)))
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "accountId", use->account_id);
      json_object_set_string_member (object, "id", use->id);
      json_object_set_string_member (object, "name", use->name);
      json_object_set_array_member (object, "memberIds", g_steal_pointer (&shared));
      json_array_add_object_element (array, object);
    }

  return to_text (array);
}

char *
spico_group_uses_pick (const char        *text,
                       const char *const *ids)
{
  g_autoptr (JsonArray) array = parse (text);
  g_autoptr (JsonArray) picked = json_array_new ();

  g_return_val_if_fail (ids != NULL, NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = spico_json_get_element_object (array, i);
      const char *id = object != NULL ? spico_json_get_string (object, "id") : NULL;

      if (id != NULL && g_strv_contains (ids, id))
        json_array_add_object_element (picked, json_object_ref (object));
    }

  return to_text (picked);
}

guint
spico_group_uses_get_most (void)
{
  return (guint) spico_type_find_property (&spico_type_conversation, "groupIds")->max;
}

static GStrv
list_members (const char *text,
              const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (JsonArray) array = parse (text);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = spico_json_get_element_object (array, i);
      const char *value = object != NULL ? spico_json_get_string (object, name) : NULL;

      if (value != NULL)
        g_strv_builder_add (builder, value);
    }

  return g_strv_builder_end (builder);
}

GStrv
spico_group_uses_list_ids (const char *text)
{
  return list_members (text, "id");
}

GStrv
spico_group_uses_list_names (const char *text)
{
  return list_members (text, "name");
}
