/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-card.h"

#include "spico-json.h"

struct _SpicoCard {
  GObject parent_instance;

  JsonObject *object;
};

G_DEFINE_FINAL_TYPE (SpicoCard, spico_card, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (SpicoPeoplePage, spico_people_page, spico_people_page_copy, spico_people_page_free)

static void
spico_card_finalize (GObject *object)
{
  json_object_unref (SPICO_CARD (object)->object);

  G_OBJECT_CLASS (spico_card_parent_class)->finalize (object);
}

static void
spico_card_class_init (SpicoCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_card_finalize;
}

static void
spico_card_init (SpicoCard *self)
{
}

SpicoCard *
spico_card_new (JsonObject *object)
{
  SpicoCard *self = g_object_new (SPICO_TYPE_CARD, NULL);

  self->object = json_object_ref (object);

  return self;
}

static const char *
text_of (JsonObject *object,
         const char *name)
{
  const char *text = spico_json_get_string (object, name);

  return text != NULL ? text : "";
}

/* The list, unless the server sends another thing, and no more of it than the descriptor allows. */
static JsonArray *
find_list (SpicoCard            *self,
           const char           *list,
           const SpicoProperty **property)
{
  *property = spico_type_find_property (&spico_type_principal_card, list);

  g_return_val_if_fail (*property != NULL && spico_property_record (*property) != NULL, NULL);

  return spico_json_get_array (self->object, list);
}

const char *
spico_card_get_text (SpicoCard  *self,
                     const char *name)
{
  g_return_val_if_fail (SPICO_IS_CARD (self), "");
  g_return_val_if_fail (spico_type_find_property (&spico_type_principal_card, name) != NULL, "");

  return text_of (self->object, name);
}

gboolean
spico_card_get_boolean (SpicoCard  *self,
                        const char *name)
{
  g_return_val_if_fail (SPICO_IS_CARD (self), FALSE);
  g_return_val_if_fail (spico_type_find_property (&spico_type_principal_card, name) != NULL, FALSE);

  return spico_json_get_boolean (self->object, name);
}

guint
spico_card_count (SpicoCard  *self,
                  const char *list)
{
  const SpicoProperty *property;
  JsonArray *array;

  g_return_val_if_fail (SPICO_IS_CARD (self), 0);

  array = find_list (self, list, &property);

  return array != NULL ? MIN (json_array_get_length (array), (guint) property->max) : 0;
}

const char *
spico_card_get_field (SpicoCard  *self,
                      const char *list,
                      guint       index,
                      const char *name)
{
  const SpicoProperty *property;
  JsonArray *array;

  g_return_val_if_fail (SPICO_IS_CARD (self), "");

  array = find_list (self, list, &property);
  g_return_val_if_fail (spico_type_find_property (spico_property_record (property), name) != NULL, "");

  return text_of (spico_json_get_element_object (array, index), name);
}

gboolean
spico_card_get_flag (SpicoCard  *self,
                     const char *list,
                     guint       index,
                     const char *name)
{
  const SpicoProperty *property;
  JsonArray *array;

  g_return_val_if_fail (SPICO_IS_CARD (self), FALSE);

  array = find_list (self, list, &property);
  g_return_val_if_fail (spico_type_find_property (spico_property_record (property), name) != NULL, FALSE);

  return spico_json_get_boolean (spico_json_get_element_object (array, index), name);
}

SpicoPeoplePage *
spico_people_page_new (const char *const *ids,
                       guint              total)
{
  SpicoPeoplePage *self = g_new0 (SpicoPeoplePage, 1);

  self->ids = g_strdupv ((char **) ids);
  self->total = total;

  return self;
}

SpicoPeoplePage *
spico_people_page_copy (const SpicoPeoplePage *self)
{
  return spico_people_page_new ((const char *const *) self->ids, self->total);
}

void
spico_people_page_free (SpicoPeoplePage *self)
{
  g_strfreev (self->ids);
  g_free (self);
}
