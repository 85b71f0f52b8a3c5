/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-type.h"

#include <string.h>

/* Those that the client's store keeps come first. */
#define N_CACHED 12

static const SpicoType *const all_types[] = {
  &spico_type_principal,
  &spico_type_dossier,
  &spico_type_conversation,
  &spico_type_message,
  &spico_type_read_marker,
  &spico_type_favourite,
  &spico_type_recent_search,
  &spico_type_favourite_group,
  &spico_type_favourite_group_share,
  &spico_type_delegation,
  &spico_type_message_template,
  &spico_type_scheduled_message,
  &spico_type_absence,
  &spico_type_notification,
  &spico_type_public_group,
  &spico_type_category,
  &spico_type_announcement,
  &spico_type_profile,
  &spico_type_device,
  &spico_type_group_request,
  &spico_type_email_submission,
};

static const SpicoType *const all_views[] = {
  &spico_type_principal_card,
  &spico_type_dossier_circle,
};

static const SpicoType *const all_records[] = {
  &spico_record_activity,
  &spico_record_skill,
  &spico_record_mssante_address,
  &spico_record_attachment,
  &spico_record_message_attachment,
  &spico_record_circle_member,
  &spico_record_group_mention,
  &spico_record_earlier_text,
  &spico_record_email_address,
};

/**
 * spico_types_all:
 * @n_types: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_types): every data type, in the order in which a store must be filled
 */
const SpicoType *const *
spico_types_all (guint *n_types)
{
  *n_types = G_N_ELEMENTS (all_types);
  return all_types;
}

/**
 * spico_types_cached:
 * @n_types: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_types): those of spico_types_all() that the client's store keeps; the others are read and written on line
 */
const SpicoType *const *
spico_types_cached (guint *n_types)
{
  *n_types = N_CACHED;
  return all_types;
}

/**
 * spico_types_views:
 * @n_types: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_types): what is only read, worked out from the data of other types: `/get` alone, without states
 */
const SpicoType *const *
spico_types_views (guint *n_types)
{
  *n_types = G_N_ELEMENTS (all_views);
  return all_views;
}

/**
 * spico_type_find_place:
 * @name: a JMAP type name, from anywhere
 * @place: (out): where it stands in spico_types_all()
 *
 * Returns: whether there is such a type
 */
gboolean
spico_type_find_place (const char *name,
                       guint      *place)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_types); i++)
    {
      if (strcmp (all_types[i]->name, name) != 0)
        continue;
      *place = i;
      return TRUE;
    }

  return FALSE;
}

/**
 * spico_type_find:
 * @name: a JMAP type name, from anywhere
 *
 * Returns: (transfer none) (nullable): the type of that name
 */
const SpicoType *
spico_type_find (const char *name)
{
  guint place;

  return spico_type_find_place (name, &place) ? all_types[place] : NULL;
}

/**
 * spico_type_find_property:
 * @type: a type
 * @name: a property name, from anywhere
 *
 * Returns: (transfer none) (nullable): the property of that name
 */
const SpicoProperty *
spico_type_find_property (const SpicoType *type,
                          const char      *name)
{
  for (guint i = 0; i < type->n_properties; i++)
    {
      if (strcmp (type->properties[i].name, name) == 0)
        return &type->properties[i];
    }

  return NULL;
}

/**
 * spico_type_accepts:
 * @type: a type
 * @verb: one verb of `/set`
 *
 * Returns: whether `/set` knows that verb for the type
 */
gboolean
spico_type_accepts (const SpicoType *type,
                    SpicoTypeVerbs   verb)
{
  return (type->verbs & verb) != 0;
}

/**
 * spico_property_record:
 * @property: a property
 *
 * Returns: (transfer none) (nullable): of a RECORD_LIST, what each of its objects is
 */
const SpicoType *
spico_property_record (const SpicoProperty *property)
{
  for (guint i = 0; property->kind == SPICO_KIND_RECORD_LIST && i < G_N_ELEMENTS (all_records); i++)
    {
      if (strcmp (all_records[i]->name, property->enumeration[0]) == 0)
        return all_records[i];
    }

  return NULL;
}

/**
 * spico_property_has_column:
 * @property: a property
 *
 * Returns: whether the value stands in a column (of some table), as against a table of its own, or nowhere
 */
gboolean
spico_property_has_column (const SpicoProperty *property)
{
  return property->column != NULL;
}

/**
 * spico_property_is_shared:
 * @property: a property
 *
 * Returns: whether the server stores the value with the object, the same for everyone who sees it
 */
gboolean
spico_property_is_shared (const SpicoProperty *property)
{
  return (property->flags & (SPICO_PROPERTY_PER_ACCOUNT | SPICO_PROPERTY_PER_PERSON | SPICO_PROPERTY_COMPUTED)) == 0;
}
